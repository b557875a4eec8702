"""Foreign tables: any CSV, workbook, JSON, JSON lines or GeoJSON file, by a column mapping.

A source of ``format = "table"`` in ``partnership.toml`` says how each of its rows gives
rows of the canonical tables::

    [[sources]]
    path = "data:trafford/trafford_mental_health_services.csv"
    format = "table"
    where = { area_name = "Trafford" }       # only rows that fit; lists and * are allowed
    unless = { name = ["*closed*", "test"] } # and not rows that fit one of these
    items = "data.records"                   # where in a JSON file the list stands
    sheet = "Directory"                      # which sheet of a workbook; else the first

    [[sources.rows]]
    table = "organisations"
    id = "XX-MH-{name|slug}"                 # without braces: the same id for every row
    derived = true                           # several rows may give the same organisation
    columns.name = "name"                    # a column, or a path such as location.city
    columns.address = "{street}, {town}"     # or a template of several
    columns.schedule.monday = "opens_monday" # or, for times, a column a day
    constants = { kind = "voluntary" }       # what no column says
    values.kind = { "Primary*" = "public", "*" = "voluntary" }   # the first that fits
    split.themes = "|"                       # what separates a list, if not ;
    each = "partners"                        # a row for each entry of a list, as {item}
    where = { }                              # as above, for this rule alone
    keep = ["ward_name"]                     # columns to keep as extra

Filters in templates: ``slug``, ``digits``, ``upper``, ``lower``, ``title``, ``hash``, ``first``
(what stands before the first comma), ``host`` (of a web address), and for dates ``dmy``
(31/12/2026) and ``ymd`` (2026/12/31). A rule's id needs all its columns, other templates need one.
HTML entities and tags are cleaned out of texts. In GeoJSON the columns are the properties,
``latitude``, ``longitude`` (the middle of a shape) and ``geometry``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sap_match.errors import DataError
from sap_match.ingest.files import CsvTable, decode, parse_json, read_bytes, read_csv
from sap_match.ingest.grids import tell
from sap_match.ingest.mapping import Condition, Item, RowRule
from sap_match.ingest.place import check_keys
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import RawRow, RawTable, Reading
from sap_match.ingest.tables import read_workbook

Items = Sequence[tuple[int, Item]]
"""Foreign rows with their 1-based numbers."""


def read_foreign(path: Path, source: Mapping[str, Any], *, name: str, where: str) -> Reading:
    """Read a foreign file by the mapping that its settings give.

    Parameters
    ----------
    path : Path
        A ``.csv``, ``.xlsx``, ``.json``, ``.jsonl`` or ``.geojson``, plain or gzipped.
    source : mapping
        The ``[[sources]]`` table of the settings file.
    name : str
        What the source is called in problems and reports.
    where : str
        Where the mapping stands, for error messages.

    Raises
    ------
    DataError
        The file cannot be read, or the mapping names a column or key that is not there.
    """
    problems = Problems()
    given = source.get("rows")
    if not isinstance(given, list) or not given:
        raise DataError(
            "needs at least one [[sources.rows]] that says which table its rows give", source=where
        )
    rules = [RowRule.read(rule, f"{where}, rows {n}") for n, rule in enumerate(given, start=1)]
    wanted = Condition.read(source.get("where", {}), where)
    unwanted = Condition.read(source.get("unless", {}), where)
    items = load_items(path, source, name, problems)
    _check_columns(items, rules, [*wanted.patterns, *unwanted.patterns], path.name, where)
    chosen = [(n, i) for n, i in items if wanted.all_fit(i) and not unwanted.any_fits(i)]
    tables = tuple(_raw_table(rule, chosen, name) for rule in rules)
    used = {row.row for table in tables for row in table.rows}
    if len(used) < len(items):
        left = len(items) - len(used)
        problems.info(name, "", 0, "where", "", f"{left} of {len(items)} rows are not asked for")
    told = problems.sorted()
    bad = {p.row for p in told if p.level == "bad"}
    return Reading(
        name,
        "table",
        tables,
        told,
        rows_in=len(used | bad),
        sha256=hashlib.sha256(read_bytes(path)).hexdigest(),
    )


def load_items(path: Path, source: Mapping[str, Any], name: str, problems: Problems) -> Items:
    """Return the rows of a foreign file with their numbers, whatever its format."""
    kind = path.name.lower().removesuffix(".gz").rsplit(".", 1)[-1]
    if kind == "xlsx":
        return tell(_sheet(path, source.get("sheet")), problems, name).rows
    data = read_bytes(path)
    if kind in ("csv", "tsv", "txt"):
        table = tell(read_csv(data, source=name), problems, name)
        empty = dict.fromkeys(table.columns, "")  # a short row has the other columns all the same
        return [(n, {**empty, **cells}) for n, cells in table.rows]
    if kind in ("jsonl", "ndjson"):
        return list(_objects(_json_lines(data, name, problems), name, problems))
    if kind in ("json", "geojson", "jsonld"):
        found = _json_items(parse_json(data, source=name), source.get("items"), name)
        return list(_objects(enumerate(found, start=1), name, problems))
    raise DataError(
        "is of no kind that is read as a table: .csv, .xlsx, .json, .jsonl, .geojson", source=name
    )


def _json_lines(data: bytes, name: str, problems: Problems) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(_LINE_END.split(decode(data)[0]), start=1):
        if not line.strip():
            continue
        try:
            yield number, parse_json(line.encode(errors="replace"), source=name)
        except DataError as error:
            problems.bad(
                name, "", number, "", line, error.message, "mend the line; it was left out"
            )


_LINE_END = re.compile(r"\r\n?|\n")


def _objects(
    found: Iterable[tuple[int, Any]], name: str, problems: Problems
) -> Iterator[tuple[int, Item]]:
    """Yield the rows that are objects with columns; tell of the others."""
    for number, one in found:
        if isinstance(one, Mapping):
            yield number, one
        else:
            problems.bad(
                name, "", number, "", one if isinstance(one, str | int | float) else "",
                "is no JSON object with columns", "write it as an object; it was left out",
            )  # fmt: skip


def _sheet(path: Path, wanted: object) -> CsvTable:
    sheets = read_workbook(path)
    if wanted is not None:
        check_keys([str(wanted).lower()], sheets, path.name)
        return sheets[str(wanted).lower()]
    if not sheets:
        raise DataError("holds no sheet with cells", source=path.name)
    return next(iter(sheets.values()))


def _json_items(content: Any, items: object, name: str) -> list[Any]:
    if items:
        for step in str(items).split("."):
            content = content.get(step) if isinstance(content, Mapping) else None
    elif isinstance(content, Mapping) and isinstance(content.get("features"), list):
        content = [_feature(one) for one in content["features"]]
    if not isinstance(content, list):
        raise DataError(
            "holds no list of rows; say in items where it stands, such as items = 'data.records'",
            source=name,
        )
    return content


def _feature(feature: Any) -> Any:
    """Return a GeoJSON feature as a flat row with the middle of its shape."""
    if not isinstance(feature, Mapping):
        return feature
    geometry, said = feature.get("geometry"), feature.get("properties")
    shape = geometry if isinstance(geometry, Mapping) else {}
    points = _positions(shape.get("coordinates"))
    place: dict[str, Any] = {}
    if points:
        east, north = [p[0] for p in points], [p[1] for p in points]
        place = {
            "latitude": round((min(north) + max(north)) / 2, 6),
            "longitude": round((min(east) + max(east)) / 2, 6),
            "geometry": json.dumps(shape),
        }
    return {**place, **(said if isinstance(said, Mapping) else {})}


def _positions(coordinates: Any) -> list[tuple[float, float]]:
    """Return the points of a shape, however deep they lie in it."""
    found: list[tuple[float, float]] = []
    waiting = [coordinates]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, list) or not part:
            continue
        if len(part) > 1 and all(isinstance(one, int | float) for one in part[:2]):
            if all(abs(one) <= 1e9 for one in part[:2]):  # not NaN either
                found.append((float(part[0]), float(part[1])))
        else:
            waiting.extend(part)
    return found


def _check_columns(
    items: Items, rules: Iterable[RowRule], conditions: Iterable[str], file: str, where: str
) -> None:
    if not items:
        return
    there = list(dict.fromkeys(key for _, item in items for key in item))
    for column in [*conditions, *(c for rule in rules for c in rule.wanted_columns())]:
        top = column.split(".")[0]
        if column in there or top in there or top == "item":
            continue
        try:
            check_keys([column], there, where)
        except DataError as error:
            hint = error.message.split("; ", 1)[-1].replace("the keys are", "its columns are")
            raise DataError(f"{file} has no column {column!r}; {hint}", source=where) from None


def _raw_table(rule: RowRule, items: Items, name: str) -> RawTable:
    rows = tuple(RawRow(number, cells) for number, item in items for cells in rule.cells(item))
    return RawTable(rule.table, name, rows, derived=rule.derived)
