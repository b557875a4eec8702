"""One figure of a network, with all that is needed to defend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import floor, isnan, log10
from typing import Any

from sap_match.graph.figure import Figure
from sap_match.ranking import rounded

COLUMNS = (
    "measure",
    "group",
    "value",
    "low",
    "high",
    "numerator",
    "denominator",
    "n",
    "definition",
    "note",
    "section",
    "citation",
)
DENSE = "How dense is it?"
WITHIN = "Who works with whom?"
TOGETHER = "Who holds it together?"
BETWEEN = "Who stands between?"
BREAK = "What would break?"
NEWS = "How far does news travel?"
CHANCE = "Is it by chance?"
REPORTED = "What do they report?"
#: Asked where an earlier date is given, which stands in place of the braces.
CHANGED = "What changed since {}?"
ANALYST = "For the analyst"
#: The questions that the figures answer, in their order; after them what was asked for besides.
SECTIONS = (DENSE, WITHIN, TOGETHER, BETWEEN, BREAK, NEWS, CHANCE, REPORTED)


@dataclass(frozen=True)
class Measure:
    """A figure with its definition, denominator and what is missing.

    Parameters
    ----------
    name : str
        What is measured.
    group : str
        Of whom: the whole network, a group, two groups, an organisation.
    value : float or None
        None where the data does not say.
    numerator, denominator : float or None
        ``value`` is the first over the second, where it is a ratio.
    n : int or None
        How many organisations it is about.
    definition : str
        What is divided by what.
    note : str
        What is missing from the data.
    low, high : float or None
        What the value would be if every tie that is not known were absent, or there.
    section : str
        The question that it helps to answer: one of `SECTIONS`, or what was asked besides.
    source : str
        The end of its citation: boundary, place, date, data version, this library.
    """

    name: str
    group: str
    value: float | None
    numerator: float | None
    denominator: float | None
    n: int | None
    definition: str
    note: str = ""
    low: float | None = None
    high: float | None = None
    section: str = ""
    source: str = ""

    @classmethod
    def of(
        cls,
        name: str,
        group: str,
        figure: Figure,
        *,
        n: int | None,
        note: str = "",
        low: float | None = None,
        high: float | None = None,
    ) -> Measure:
        """Make a measure of a figure; NaN becomes None, and notes are joined."""
        return cls(
            name=name,
            group=group,
            value=_known(figure),
            numerator=_known(figure.numerator),
            denominator=_known(figure.denominator),
            n=n,
            definition=figure.definition,
            note="; ".join(one for one in (figure.note, note) if one),
            low=_known(low),
            high=_known(high),
        )

    @classmethod
    def told(
        cls,
        figure: Figure,
        group: str,
        *,
        name: str = "",
        definition: str = "",
        note: str = "",
        counted: bool = True,
    ) -> Measure:
        """Make a measure of a figure of a network, in plainer words where they are given.

        What the network says of all its figures is left to the head of the report. Its bounds
        are kept where no filling of what is missing lies outside them; what stands above and
        below the line, where it is ``counted`` in organisations, pairs or ties.
        """
        sure = figure.bounds if figure.bounds is not None and figure.bounds.exact else None
        return cls(
            name=name or figure.name,
            group=group,
            value=_known(figure),
            numerator=_known(figure.numerator) if counted else None,
            denominator=_known(figure.denominator) if counted else None,
            n=figure.n,
            definition=definition or figure.definition,
            note=note,
            low=_known(sure.low) if sure else None,
            high=_known(sure.high) if sure else None,
        )

    def to_record(self) -> dict[str, Any]:
        """Return a flat row of the columns in `COLUMNS`; whole numbers stay whole."""
        return {
            "measure": self.name,
            "group": self.group,
            "value": _plain(self.value),
            "low": _plain(self.low),
            "high": _plain(self.high),
            "numerator": _plain(self.numerator),
            "denominator": _plain(self.denominator),
            "n": self.n,
            "definition": self.definition,
            "note": self.note,
            "section": self.section,
            "citation": self.citation,
        }

    @property
    def citation(self) -> str:
        """The line to copy under a table: figure, definition, n, boundary, data, library.

        Examples
        --------
        >>> Measure(
        ...     "Density", "whole network", 0.4, 4, 10, 5, "partners / pairs", source="Here."
        ... ).citation
        'Density, whole network: 0.4 (4 of 10), partners / pairs; n = 5. Here.'
        """
        told = "not known" if self.value is None else plain(self.value)
        if self.numerator is not None and self.denominator is not None:
            told += f" ({plain(self.numerator)} of {plain(self.denominator)})"
        if self.low is not None and self.high is not None:
            told += f", {plain(self.low)} to {plain(self.high)} by what is not known"
        about = f"; n = {self.n:,}" if self.n is not None else ""
        end = f" {self.source}" if self.source else ""
        return f"{self.name}, {self.group}: {told}, {self.definition}{about}.{end}"


def placed(rows: Iterable[Measure], section: str, source: str = "") -> list[Measure]:
    """Return figures with a section and the end of their citation, where they have none yet."""
    return [
        replace(row, section=row.section or section, source=row.source or source) for row in rows
    ]


def plain(value: float) -> str:
    """Return a number as people read it: three figures, no powers of ten, commas.

    Examples
    --------
    >>> plain(0.0024423), plain(24976.0), plain(168.0446), plain(-0.1475), plain(12.345)
    ('0.00244', '24,976', '168', '-0.147', '12.3')
    >>> plain(0.00001234), plain(0.5)
    ('0.0000123', '0.5')
    """
    if float(value).is_integer():
        return f"{int(value):,}"
    places = min(max(2 - floor(log10(abs(value))), 0), 12)
    told = f"{value:,.{places}f}"
    return told.rstrip("0").rstrip(".") if places else told


def _known(value: float | None) -> float | None:
    return None if value is None or isnan(value) else float(value)


def _plain(value: float | None) -> float | int | None:
    if value is None:
        return None
    if float(value).is_integer():
        return int(value)
    return rounded(value) if abs(value) >= 0.01 else float(f"{value:.6g}")
