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
(what stands before the first comma), ``host`` (of a web address), and ``dmy`` for dates such
as 31/12/2026. A rule's id needs all its columns, other templates need one.
HTML entities and tags are cleaned out of texts. In GeoJSON the columns are the properties,
``latitude``, ``longitude`` (the middle of a shape) and ``geometry``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sap_match.errors import DataError
from sap_match.ingest.files import decode, parse_json, read_bytes, read_csv
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
    if len(chosen) < len(items):
        left = len(items) - len(chosen)
        problems.info(name, "", 0, "where", "", f"{left} of {len(items)} rows are not asked for")
    return Reading(
        name,
        "table",
        tuple(_raw_table(rule, chosen, name) for rule in rules),
        problems.sorted(),
        rows_in=len(chosen),
        sha256=hashlib.sha256(read_bytes(path)).hexdigest(),
    )


def load_items(path: Path, source: Mapping[str, Any], name: str, problems: Problems) -> Items:
    """Return the rows of a foreign file with their numbers, whatever its format."""
    kind = path.name.lower().removesuffix(".gz").rsplit(".", 1)[-1]
    if kind == "xlsx":
        return _sheet(path, source.get("sheet"))
    data = read_bytes(path)
    if kind in ("csv", "tsv", "txt"):
        table = read_csv(data, source=name)
        if table.decoded_as not in ("utf-8", "utf-16"):
            problems.info(name, "", 0, "", "", f"is not UTF-8; it was read as {table.decoded_as}")
        for row in table.ragged:
            problems.bad(
                name,
                "",
                row,
                "",
                "",
                "has more cells than the header",
                "put quotes around cells that contain the separator; the row was left out",
            )
        empty = dict.fromkeys(table.columns, "")  # a short row has the other columns all the same
        rows = [(n, {**empty, **cells}) for n, cells in table.rows]
        return [(n, cells) for n, cells in rows if n not in table.ragged]
    if kind in ("jsonl", "ndjson"):
        lines = decode(data)[0].splitlines()
        return [
            (n, _object(parse_json(line.encode(), source=f"{name}, line {n}"), name, n))
            for n, line in enumerate(lines, start=1)
            if line.strip()
        ]
    if kind in ("json", "geojson", "jsonld"):
        return _json_items(parse_json(data, source=name), source.get("items"), name)
    raise DataError(
        "is of no kind that is read as a table: .csv, .xlsx, .json, .jsonl, .geojson", source=name
    )


def _sheet(path: Path, wanted: object) -> Items:
    sheets = read_workbook(path)
    if wanted is None:
        return next(iter(sheets.values())).rows
    check_keys([str(wanted).lower()], sheets, path.name)
    return sheets[str(wanted).lower()].rows


def _json_items(content: Any, items: object, name: str) -> Items:
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
    return [(n, _object(one, name, n)) for n, one in enumerate(content, start=1)]


def _object(value: Any, name: str, row: int) -> Item:
    if not isinstance(value, Mapping):
        raise DataError("is no JSON object with columns", source=name, row=row, value=value)
    return value


def _feature(feature: Any) -> Any:
    """Return a GeoJSON feature as a flat row with the middle of its shape."""
    if not isinstance(feature, Mapping):
        return feature
    geometry = feature.get("geometry") or {}
    points = list(_positions(geometry.get("coordinates")))
    place: dict[str, Any] = {}
    if points:
        east, north = [p[0] for p in points], [p[1] for p in points]
        place = {
            "latitude": round((min(north) + max(north)) / 2, 6),
            "longitude": round((min(east) + max(east)) / 2, 6),
            "geometry": json.dumps(geometry),
        }
    return {**place, **(feature.get("properties") or {})}


def _positions(coordinates: Any) -> Iterable[tuple[float, float]]:
    if not isinstance(coordinates, list) or not coordinates:
        return
    if isinstance(coordinates[0], int | float):
        if len(coordinates) > 1 and isinstance(coordinates[1], int | float):
            yield float(coordinates[0]), float(coordinates[1])
        return
    for part in coordinates:
        yield from _positions(part)


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
