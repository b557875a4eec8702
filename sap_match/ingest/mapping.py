"""Rules that turn a foreign row into canonical cells: templates, values, filters."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sap_match.errors import DataError
from sap_match.ingest.cells import columns_of, is_unknown, slug
from sap_match.ingest.place import check_keys
from sap_match.ingest.raw import Cell
from sap_match.ingest.workbooks import cell_text
from sap_match.model import TABLES

Item = Mapping[str, Any]
"""A foreign row: text by column, or a JSON object."""

RULE_KEYS = (
    "table",
    "id",
    "columns",
    "constants",
    "values",
    "split",
    "keep",
    "each",
    "where",
    "unless",
    "derived",
)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,400}>")
_BREAK = re.compile(r"<(?:br|/p|/li|/div)\b[^<>]*>", re.IGNORECASE)


def _dmy(text: str) -> str:
    match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}" if match else text


def _ymd(text: str) -> str:
    match = re.fullmatch(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", text)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else text


FILTERS: Mapping[str, Callable[[str], str]] = {
    "slug": slug,
    "digits": lambda text: re.sub(r"\D", "", text),
    "upper": str.upper,
    "lower": str.lower,
    "hash": lambda text: hashlib.sha256(text.encode()).hexdigest()[:10],
    "title": lambda text: text.replace("-", " ").title().replace(" And ", " and "),
    "dmy": _dmy,
    "ymd": _ymd,
    "host": lambda text: re.sub(r"^\w+://|^www\.|/.*$", "", re.sub(r"^\w+://", "", text)),
    "first": lambda text: text.split(",", 1)[0].strip(),
}


def clean_text(text: str) -> str:
    """Return a text without HTML entities, tags, control characters and runs of blanks.

    Examples
    --------
    >>> clean_text("Men&#39;s bike<br/>for <b>one</b> &amp; all &ndash; soon ")
    "Men's bike for one & all – soon"
    """
    if "&" in text or "<" in text:
        text = html.unescape(html.unescape(text))
        text = _TAG.sub("", _BREAK.sub(" ", text))
    lines = (
        " ".join(line.split())
        for line in re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", " ", text).split("\n")
    )
    return "\n".join(line for line in lines if line)


def lookup(item: Item, path: str) -> Cell:
    """Return the cell of a column, or of a path such as ``location.postcode``, in an item.

    A path through a list of objects gives the values of all of them.

    Examples
    --------
    >>> lookup({"a": {"b": [{"c": 1}, {"c": 2}]}}, "a.b.c"), lookup({"a.b": "x"}, "a.b")
    (('1', '2'), 'x')
    """
    return _cell(item[path] if path in item else _follow(item, path.split(".")))


def _follow(value: Any, steps: list[str]) -> Any:
    if not steps:
        return value
    if isinstance(value, list):
        found = [_follow(part, steps) for part in value]
        return [one for part in found for one in (part if isinstance(part, list) else [part])]
    if isinstance(value, Mapping):
        return _follow(value.get(steps[0]), steps[1:])
    return None


def _cell(value: Any) -> Cell:
    if isinstance(value, Mapping):
        return None
    cell = cell_text(value)
    if isinstance(cell, tuple):
        return tuple(clean_text(part) for part in cell)
    return None if cell is None or is_unknown(cell) else clean_text(cell)


@dataclass(frozen=True)
class Template:
    """A column name, or text with ``{column|filter}`` in it.

    Where a column holds a list, the template gives a list: one text an entry.
    """

    text: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def read(cls, text: str, where: str) -> Template:
        """Read a template; a text without braces is a column's name."""
        inner = _PLACEHOLDER.findall(text) if "{" in text else [text]
        parts = []
        for one in inner:
            column, *filters = (part.strip() for part in one.split("|"))
            check_keys(filters, FILTERS, f"{where}, filter in {text!r}")
            parts.append((column, tuple(filters)))
        return cls(text if "{" in text else "{%}", tuple(parts))

    def fill(self, item: Item, *, whole: bool = False) -> Cell:
        """Return the filled template; unknown if all (or with ``whole`` any) parts are."""
        cells = [_filtered(lookup(item, column), filters) for column, filters in self.parts]
        if cells and (any if whole else all)(is_unknown(cell) for cell in cells):
            return None
        lengths = [len(cell) for cell in cells if isinstance(cell, tuple)]
        if not lengths:
            return self._text([cell for cell in cells if not isinstance(cell, tuple)])
        rows = range(min(lengths))
        return tuple(
            self._text([cell[n] if isinstance(cell, tuple) else cell for cell in cells])
            for n in rows
        )

    def _text(self, cells: list[str | None]) -> str:
        given = iter(cells)
        filled = _PLACEHOLDER.sub(lambda _: next(given) or "", self.text)
        return re.sub(r"(?:\s*,){2,}", ",", re.sub(r"[ \t]{2,}", " ", filled)).strip(" ,")


def _filtered(cell: Cell, filters: tuple[str, ...]) -> Cell:
    for name in filters:
        if isinstance(cell, tuple):
            cell = tuple(FILTERS[name](part) for part in cell)
        elif cell is not None:
            cell = FILTERS[name](cell)
    return cell


@dataclass(frozen=True)
class Condition:
    """Which rows count: patterns with ``*`` a column, any of which must fit."""

    patterns: Mapping[str, tuple[re.Pattern[str], ...]]

    @classmethod
    def read(cls, given: object, where: str) -> Condition:
        """Read ``{column = "pattern"}`` or ``{column = ["pattern", "pattern"]}``."""
        if not isinstance(given, Mapping):
            raise DataError("where and unless are tables of column = [patterns]", source=where)
        return cls(
            {
                str(column): tuple(
                    pattern_of(str(one))
                    for one in (patterns if isinstance(patterns, list) else [patterns])
                )
                for column, patterns in given.items()
            }
        )

    def all_fit(self, item: Item) -> bool:
        """Whether every column fits one of its patterns."""
        return all(self._fits(item, column) for column in self.patterns)

    def any_fits(self, item: Item) -> bool:
        """Whether some column fits one of its patterns."""
        return any(self._fits(item, column) for column in self.patterns)

    def _fits(self, item: Item, column: str) -> bool:
        cell = lookup(item, column)
        texts = cell if isinstance(cell, tuple) else (cell or "",)
        return any(p.fullmatch(text) for p in self.patterns[column] for text in texts)


def pattern_of(text: str) -> re.Pattern[str]:
    """Return the pattern for a text in which ``*`` stands for anything, in any case.

    Examples
    --------
    >>> bool(pattern_of("*toilet*").fullmatch("Public Toilets, Hale"))
    True
    """
    return re.compile(".*".join(map(re.escape, text.split("*"))), re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class RowRule:
    """How one foreign row gives one row (or, with ``each``, several) of a canonical table."""

    table: str
    id: Template | None
    columns: Mapping[str, Template]
    days: Mapping[str, Mapping[int, str]]
    constants: Mapping[str, Cell]
    values: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]
    split: Mapping[str, str]
    keep: tuple[str, ...]
    each: str | None
    where: Condition
    unless: Condition
    derived: bool

    @classmethod
    def read(cls, given: object, where: str) -> RowRule:
        """Check and read one ``[[sources.rows]]`` table of a settings file."""
        if not isinstance(given, Mapping):
            raise DataError("rows are tables: write [[sources.rows]] before each", source=where)
        check_keys(given, RULE_KEYS, where)
        table = str(given.get("table", ""))
        if table not in TABLES:
            raise DataError(
                f"is no table; the tables are {', '.join(TABLES)}",
                source=where,
                field="table",
                value=table,
            )
        where = f"{where} ({table})"
        known = columns_of(table)
        columns: dict[str, Template] = {}
        days: dict[str, dict[int, str]] = {}
        for key in ("columns", "constants", "values", "split"):
            check_keys(_table(given, key, where), known, f"{where}, {key}")
        for name, text in _table(given, "columns", where).items():
            if isinstance(text, Mapping):
                check_keys(text, DAYS, f"{where}, {name}")
                days[name] = {DAYS.index(day): str(column) for day, column in text.items()}
            else:
                columns[name] = Template.read(str(text), where)
        constants = {k: cell_text(v) for k, v in _table(given, "constants", where).items()}
        rule_id = str(given.get("id", ""))
        if rule_id and "{" not in rule_id:
            constants["id"] = rule_id
        covered = {*columns, *constants, *days, *(["id"] if rule_id else [])}
        missing = [c.name for c in known.values() if c.required and c.name not in covered]
        if missing:
            raise DataError(
                f"{table} need {', '.join(missing)}: map it in columns or give it in constants",
                source=where,
            )
        return cls(
            table,
            Template.read(rule_id, where) if "{" in rule_id else None,
            columns,
            days,
            constants,
            {
                name: tuple((pattern_of(k), str(v)) for k, v in _pairs(mapping, where))
                for name, mapping in _table(given, "values", where).items()
            },
            {name: str(mark) for name, mark in _table(given, "split", where).items()},
            tuple(str(column) for column in given.get("keep", ())),
            given.get("each"),
            Condition.read(given.get("where", {}), where),
            Condition.read(given.get("unless", {}), where),
            bool(given.get("derived", False)),
        )

    def wanted_columns(self) -> Iterator[str]:
        """Every foreign column that the rule reads."""
        templates = [*self.columns.values(), *([self.id] if self.id else [])]
        for template in templates:
            yield from (column for column, _ in template.parts)
        for days in self.days.values():
            yield from days.values()
        yield from (*self.where.patterns, *self.unless.patterns, *self.keep)
        if self.each:
            yield self.each

    def cells(self, item: Item) -> Iterator[dict[str, Cell]]:
        """Give the canonical cells of one foreign row: none, one or (``each``) several."""
        for part in self._parts(item):
            if not self.where.all_fit(part) or self.unless.any_fits(part):
                continue
            cells: dict[str, Cell] = dict(self.constants)
            for name, template in self.columns.items():
                filled = self._split(name, template.fill(part))
                if not is_unknown(filled) or name not in cells:
                    cells[name] = filled
            for name, days in self.days.items():
                cells[name] = _week({day: lookup(part, column) for day, column in days.items()})
            for name in self.values:
                cells[name] = self._mapped(name, cells.get(name))
            if self.id is not None:
                cells["id"] = self.id.fill(part, whole=True)
            known = columns_of(self.table)
            for column in self.keep:
                cells[f"{column}_given" if column in known else column] = lookup(part, column)
            yield cells

    def _parts(self, item: Item) -> Iterator[Item]:
        if self.each is None:
            yield item
            return
        entries = item.get(self.each, _follow(item, self.each.split(".")))
        for entry in entries if isinstance(entries, list) else []:
            yield {**item, "item": entry}

    def _split(self, name: str, cell: Cell) -> Cell:
        mark = self.split.get(name)
        if mark is None or not isinstance(cell, str):
            return cell
        return tuple(part.strip() for part in cell.split(mark) if part.strip())

    def _mapped(self, name: str, cell: Cell) -> Cell:
        if isinstance(cell, tuple):
            mapped = (self._mapped(name, part) for part in cell)
            return tuple(part for part in mapped if isinstance(part, str) and part)
        for pattern, value in self.values[name]:
            if pattern.fullmatch(cell or ""):
                return value or None
        return cell


def _table(given: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    value = given.get(key, {})
    if not isinstance(value, Mapping):
        raise DataError(f"{key} is a table of canonical column = value", source=where)
    return value


def _pairs(mapping: object, where: str) -> list[tuple[str, Any]]:
    if not isinstance(mapping, Mapping):
        raise DataError('values are tables such as values.kind = { "GP" = "public" }', source=where)
    return list(mapping.items())


def _week(cells: Mapping[int, Cell]) -> Cell:
    """Return the opening times of a table with a column a day as one cell."""
    from sap_match.windows import format as write
    from sap_match.windows import parse_loose

    parts = []
    for day, cell in cells.items():
        if not isinstance(cell, str):
            continue
        schedule = parse_loose(cell, weekday=day)
        parts.append(f"{DAYS[day]} {cell}" if schedule is None else write(schedule))
    return "; ".join(part for part in parts if part) or None
