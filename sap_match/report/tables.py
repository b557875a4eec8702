"""Flat rows turned into small tables of text, with names in place of ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sap_match.report.words import day, label, number, percent

HEADINGS: Mapping[str, str] = {
    "left_id": "One",
    "right_id": "The other",
    "area_id": "Area",
    "organisation_id": "Organisation",
    "record_id": "Record",
    "n": "Number",
}
_CODES = frozenset({"relation", "decision", "kind", "rule", "level"})
_SHARES = ("probability", "share", "density")


@dataclass(frozen=True)
class Column:
    """A column's key in the rows, its heading, and whether it holds figures."""

    key: str
    heading: str
    figure: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of text under columns; ``left_out`` says what a limit kept back."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: str = ""


def cell(key: str, value: Any, names: Mapping[str, str]) -> str:
    """Return a value in words: names for ids, per cents for shares, dates with weekdays.

    Examples
    --------
    >>> cell("left_id", "o1", {"o1": "Lunch Club"}), cell("probability", 0.97, {})
    ('Lunch Club', '97%')
    """
    if isinstance(value, tuple | list):
        return ", ".join(cell(key, one, names) for one in value)
    if isinstance(value, str):
        if key.endswith("_id"):
            return names.get(value, value)
        return value.replace("_", " ") if key in _CODES else value
    return _other(key, value)


def _other(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        if key == "probability":
            value = min(value, 0.999)  # no estimate is certain
        return percent(value) if key.startswith(_SHARES) else figure(value)
    if isinstance(value, datetime):
        return f"{day(value)}, {value:%H:%M}"
    if isinstance(value, date):
        return day(value)
    return "" if value is None else str(value)


def figure(value: float) -> str:
    """Return a number to three significant figures below one, two decimals above.

    Examples
    --------
    >>> figure(0.012345), figure(3), figure(2.345), figure(float("nan"))
    ('0.0123', '3', '2.35', '')
    """
    if value != value:  # noqa: PLR0124 - only not-a-number differs from itself
        return ""
    return f"{value:.3g}" if 0 < abs(value) < 1 else number(value)


def table(
    rows: Sequence[Mapping[str, Any]],
    *,
    caption: str,
    names: Mapping[str, str],
    columns: Sequence[str] = (),
    limit: int = 50,
    whole: str = "",
) -> Table:
    """Return the first ``limit`` rows as text.

    Parameters
    ----------
    rows : sequence of mapping
        Flat rows; missing keys are empty cells.
    columns : sequence of str
        Keys in order; those that no row has are left out. Empty: every key, in the order in
        which it is first met.
    whole : str
        The file in which all rows stand, named where some are left out.
    """
    met = list(dict.fromkeys(key for row in rows for key in row))
    keys = [key for key in columns if key in met] if columns else met
    keys = [key for key in keys if any(not _is_empty(row.get(key)) for row in rows)]
    heads = tuple(
        Column(key, HEADINGS.get(key, label(key.removesuffix("_id"))), _is_figure(rows, key))
        for key in keys
    )
    body = tuple(tuple(cell(key, row.get(key), names) for key in keys) for row in rows[:limit])
    left = len(rows) - len(body)
    where = f", all of them in {whole}" if whole else ""
    return Table(caption, heads, body, f"And {number(left)} more{where}." if left > 0 else "")


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | tuple | list) and not value)


def _is_figure(rows: Iterable[Mapping[str, Any]], key: str) -> bool:
    values = [row.get(key) for row in rows]
    known = [value for value in values if not _is_empty(value)]
    return bool(known) and all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in known
    )


def grouped(
    rows: Sequence[Mapping[str, Any]], key: Callable[[Mapping[str, Any]], str]
) -> dict[str, list[Mapping[str, Any]]]:
    """Return rows by a key, groups in the order in which they are first met."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups
