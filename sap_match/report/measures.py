"""Density in few tables: the whole network line by line, groups side by side."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sap_match.monthly.contents import Row
from sap_match.report.tables import Column, Table, figure, grouped
from sap_match.report.words import label, listing, number, sentence

_BY = ", by "
_OPEN_UP_TO = 12


def density_view(rows: Sequence[Row], names: Mapping[str, str]) -> dict[str, Any]:
    """Return the measures of the whole, a table a question, then a table a grouping.

    Rows hold ``measure`` (``Density within, by area``), ``group``, ``value`` and, where
    known, ``low``, ``high``, ``numerator``, ``denominator``, ``definition`` and ``note``.
    A measure ``X, by Y`` goes into the table of the grouping ``Y``.
    """
    whole = [row for row in rows if _BY not in str(row.get("measure", ""))]
    parts = grouped([row for row in rows if row not in whole], _grouping)
    shared = _shared(whole)
    return {
        "whole": [
            _whole(found, names, title or "The whole network", shared)
            for title, found in grouped(whole, lambda row: str(row.get("section") or "")).items()
        ],
        "notes": [f"{listing(about)}: {sentence(note)}" for note, about in shared.items()],
        "groups": [_side_by_side(by, found, names) for by, found in parts.items()],
        "meanings": _meanings([row for found in parts.values() for row in found]),
    }


def _grouping(row: Row) -> str:
    return str(row["measure"]).rpartition(_BY)[2]


def _measure(row: Row) -> str:
    return str(row.get("measure", "")).rpartition(_BY)[0] or str(row.get("measure", ""))


def _group(row: Row, names: Mapping[str, str]) -> str:
    group = str(row.get("group") or "")
    return names.get(group, group)


def _value(row: Row) -> str:
    value = row.get("value")
    if value is None:
        return "not shown" if _hidden(row) else "not known"
    return figure(value) if isinstance(value, int | float) else str(value)


def _hidden(row: Row) -> bool:
    """Whether a figure is held back to protect those who answered."""
    note = str(row.get("note") or "")
    return row.get("value") is None and ("not shown" in note or "fewer than" in note)


def _range(row: Row) -> str:
    low, high = row.get("low"), row.get("high")
    known = [figure(one) for one in (low, high) if isinstance(one, int | float)]
    if len(known) == 2:
        return f"{known[0]} to {known[1]}"
    if known:
        return f"{'at least' if high is None else 'at most'} {known[0]}"
    return ""


def _of(row: Row) -> str:
    above, below = row.get("numerator"), row.get("denominator")
    if isinstance(above, int | float) and isinstance(below, int | float):
        return f"{number(above)} of {number(below)}"
    return ""


def _whole(
    rows: Sequence[Row], names: Mapping[str, str], title: str, shared: Collection[object]
) -> Table:
    columns = (
        Column("measure", "Measure"),
        Column("value", "Value", figure=True),
        Column("range", "Could be", figure=True),
        Column("of", "Counted", figure=True),
        Column("definition", "What it is"),
    )
    lines: list[tuple[str, ...]] = []
    told = ""
    for row in rows:
        group = _group(row, names)
        named = "" if group in {"", "all", "whole network"} else f": {group}"
        said = sentence(str(row.get("definition") or ""))
        note = "" if row.get("note") in shared else sentence(str(row.get("note") or ""))
        new = note if said == told else f"{said} {note}".strip()  # what it is stands at the first
        told = said
        lines.append((f"{label(_measure(row))}{named}", _value(row), _range(row), _of(row), new))
    return Table(title, columns, tuple(lines))


def _shared(rows: Sequence[Row]) -> dict[str, list[str]]:
    """Return the notes of two measures and more, with the measures."""
    about: dict[str, list[str]] = {}
    for row in rows:
        if row.get("note"):
            measures = about.setdefault(str(row["note"]), [])
            if label(_measure(row)) not in measures:
                measures.append(label(_measure(row)))
    return {note: measures for note, measures in about.items() if len(measures) > 1}


def _side_by_side(by: str, rows: Sequence[Row], names: Mapping[str, str]) -> dict[str, Any]:
    every = list(dict.fromkeys(_measure(row) for row in rows))
    told = {_measure(row) for row in rows if not _hidden(row)}
    measures = [one for one in every if one in told]
    hidden = [label(one) for one in every if one not in told]
    left_out = f"Of too few who answered to be told by {by}: {listing(hidden)}." if hidden else ""
    rows = [row for row in rows if _measure(row) in told]
    lines: dict[str, dict[str, str]] = {}
    for row in rows:
        lines.setdefault(_group(row, names), {})[_measure(row)] = _value(row)
    columns = (
        Column("group", label(by)),
        *(Column(one, label(one), figure=True) for one in measures),
    )
    body = tuple(
        (group, *(values.get(one, "") for one in measures)) for group, values in lines.items()
    )
    return {
        "title": f"By {by}",
        "is_open": len(body) <= _OPEN_UP_TO,
        "table": Table(f"Measures by {by}", columns, body, left_out),
    }


def _meanings(rows: Sequence[Row]) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for row in rows:
        if row.get("definition"):
            found.setdefault(label(_measure(row)), sentence(str(row["definition"])))
    return list(found.items())
