"""A number that knows what it was divided by."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan
from typing import Any, Self


def shown(value: float) -> str:
    """Return a value as people read it: three decimals, or three digits where it is small.

    Examples
    --------
    >>> shown(1 / 3), shown(0.0013937), shown(0.0), shown(nan)
    ('0.333', '0.00139', '0.000', 'not defined')
    """
    if isnan(value):
        return "not defined"
    return f"{value:.3g}" if 0 < abs(value) < 0.01 else f"{value:,.3f}"


@dataclass(frozen=True)
class Bounds:
    """What a figure would be if the ties that nobody told of were known.

    Parameters
    ----------
    low, high : float
        NaN where the figure is not defined.
    absent, present : float
        The figure if every missing tie were absent, and if every one were there.
    exact : bool
        Whether no filling lies outside ``low`` to ``high``: proved or enumerated. Else they
        are the ends that were tried, and another filling may lie outside.
    """

    low: float
    high: float
    absent: float
    present: float
    exact: bool


class Figure(float):
    """A float that keeps its name, numerator, denominator, definition and note.

    It counts, compares and prints as the float that it is. A ratio without a
    denominator is NaN, never 0: nothing was there to be measured.

    Parameters
    ----------
    value : float
    numerator, denominator : float
        ``value`` is the first over the second, where it is a ratio.
    name, definition : str
        What is measured, and what is divided by what.
    note : str
        Number of nodes, boundary, who answered, what is missing.
    source : str
        What a citation says of the network: its name, date, data version, this library.
    n : int, optional
        Number of nodes that it is about.
    bounds : Bounds, optional
        Where ties are missing.
    hidden : bool
        Not shown, as too few answered: NaN, without numerator, denominator and bounds, and
        so it stays whatever is replaced.

    Examples
    --------
    >>> half = Figure.ratio(1, 2, definition="ties over pairs")
    >>> half, half.denominator, half + 1
    (0.5, 2.0, 1.5)
    >>> Figure.ratio(0, 0, definition="ties over pairs")
    nan
    """

    numerator: float
    denominator: float
    name: str
    definition: str
    note: str
    source: str
    n: int | None
    bounds: Bounds | None
    hidden: bool

    def __new__(  # noqa: PLR0913 - what a figure says of itself, each by name
        cls,
        value: float,
        *,
        numerator: float = nan,
        denominator: float = nan,
        name: str = "",
        definition: str = "",
        note: str = "",
        source: str = "",
        n: int | None = None,
        bounds: Bounds | None = None,
        hidden: bool = False,
    ) -> Self:
        """Make the float and lay beside it what it came from."""
        self = super().__new__(cls, nan if hidden else value)
        self.numerator = nan if hidden else float(numerator)
        self.denominator = nan if hidden else float(denominator)
        self.name = name
        self.definition = definition
        self.note = note
        self.source = source
        self.n = n
        self.bounds = None if hidden else bounds
        self.hidden = hidden
        return self

    @classmethod
    def ratio(
        cls,
        numerator: float,
        denominator: float,
        *,
        definition: str,
        note: str = "",
        name: str = "",
        source: str = "",
        n: int | None = None,
        bounds: Bounds | None = None,
    ) -> Self:
        """Return ``numerator / denominator``, NaN where the denominator is 0."""
        return cls(
            numerator / denominator if denominator else nan,
            numerator=numerator,
            denominator=denominator,
            name=name,
            definition=definition,
            note=note,
            source=source,
            n=n,
            bounds=bounds,
        )

    def replace(self, **changed: Any) -> Self:
        """Return the same figure with other words or bounds beside it.

        One that is not shown keeps its note: another may tell it in words.
        """
        if self.hidden:
            changed.pop("note", None)
        return type(self)(float(self), **{**self.__dict__, **changed})

    @property
    def citation(self) -> str:
        """The line to copy under a table: figure, definition, n, boundary, data, library.

        Examples
        --------
        >>> Figure.ratio(
        ...     1,
        ...     3,
        ...     name="Density",
        ...     definition="ties over possible pairs",
        ...     note="n = 3",
        ...     source="Here",
        ... ).citation
        'Density: 0.333 (1 of 3), ties over possible pairs; n = 3. Here'
        """
        value = shown(self)
        if not isnan(self.numerator) and not isnan(self.denominator):
            value += f" ({self.numerator:,.10g} of {self.denominator:,.10g})"
        said = "; ".join(part for part in (self.definition, self._between(), self.note) if part)
        return f"{self.name or 'Figure'}: {value}, {said}. {self.source}".strip()

    def _between(self) -> str:
        """Return between what it lies, where ties are missing and the note does not tell it."""
        if self.bounds is None or isnan(self.bounds.low) or isnan(self.bounds.high):
            return ""
        low, high = shown(self.bounds.low), shown(self.bounds.high)
        told = (f"{low} and {high}", f"{low} to {high}", "if all missing ties")
        if any(words in self.note for words in told):
            return ""
        how = "by what is missing" if self.bounds.exact else "at the ends that were tried"
        return f"between {low} and {high} {how}"
