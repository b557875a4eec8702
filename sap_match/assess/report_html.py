"""A report of figures as a table for notebooks: a part a question, read out in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from sap_match.assess.measures import Measure, plain

_HEADS = ("Of whom", "Value", "Could be", "Counted")
_STYLE = (
    "<style>.sap-figures td,.sap-figures th{text-align:left;vertical-align:top}"
    ".sap-figures td.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}"
    ".sap-figures caption{text-align:left;font-weight:bold;padding-top:1em}</style>"
)


def page(rows: Sequence[Measure], *, title: str, about: Iterable[str], notes: Iterable[str]) -> str:
    """Return the figures as HTML; every word of the data is escaped.

    Examples
    --------
    >>> one = Measure("Density", "a < b", 0.5, 1, 2, 2, "ties / pairs", section="Dense?")
    >>> "a &lt; b" in page([one], title="T", about=(), notes=())
    True
    """
    parts = [f"<p><strong>{escape(title)}</strong></p>"]
    parts += [f"<p>{escape(one)}</p>" for one in about]
    for section, found in groupby(rows, key=lambda row: row.section):
        parts.append(_table(section, list(found)))
    parts += [f"<p>{escape(one)}</p>" for one in notes]
    return f"<div class='sap-figures'>{_STYLE}{''.join(parts)}</div>"


def _table(section: str, rows: Sequence[Measure]) -> str:
    head = "".join(f"<th scope='col'>{one}</th>" for one in _HEADS)
    body = "".join(
        _measure(list(found)) for _, found in groupby(rows, key=lambda r: (r.name, r.definition))
    )
    return (
        f"<table><caption>{escape(section)}</caption><thead><tr>{head}</tr></thead>{body}</table>"
    )


def _measure(rows: Sequence[Measure]) -> str:
    """Return a measure's rows under its name and definition, which are said once."""
    first = rows[0]
    said = f"<strong>{escape(first.name)}</strong>: {escape(first.definition)}"
    head = f"<tr><th scope='rowgroup' colspan='{len(_HEADS)}'>{said}</th></tr>"
    return f"<tbody>{head}{''.join(_row(row) for row in rows)}</tbody>"


def _row(row: Measure) -> str:
    value = "not known" if row.value is None else plain(row.value)
    note = f"<br><small>{escape(row.note)}</small>" if row.note else ""
    cells = "".join(f"<td class='n'>{one}</td>" for one in (value, could_be(row), counted(row)))
    return f"<tr><th scope='row'>{escape(row.group)}{note}</th>{cells}</tr>"


def could_be(row: Measure) -> str:
    """Return between what a figure lies, by what is not known.

    Examples
    --------
    >>> could_be(Measure("m", "g", 0.5, 1, 2, 2, "d", low=0.25, high=0.75))
    '0.25 to 0.75'
    """
    known = [one for one in (row.low, row.high) if one is not None]
    if row.value is not None and all(plain(one) == plain(row.value) for one in known):
        return ""  # nothing is missing that could change it
    if row.low is not None and row.high is not None:
        return f"{plain(row.low)} to {plain(row.high)}"
    if row.low is not None:
        return f"at least {plain(row.low)}"
    return f"at most {plain(row.high)}" if row.high is not None else ""


def counted(row: Measure) -> str:
    """Return what stands above and below the line.

    Examples
    --------
    >>> counted(Measure("m", "g", 0.5, 1, 2, 2, "d"))
    '1 of 2'
    """
    if row.numerator is None or not row.denominator:
        return ""
    return f"{plain(row.numerator)} of {plain(row.denominator)}"
