"""One figure of a network, with all that is needed to defend it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
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
)


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
        }


def _known(value: float | None) -> float | None:
    return None if value is None or isnan(value) else float(value)


def _plain(value: float | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if float(value).is_integer() else rounded(value)
