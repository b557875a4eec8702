"""A number that knows what it was divided by."""

from __future__ import annotations

from math import nan
from typing import Self


class Figure(float):
    """A float that keeps its numerator, denominator, definition and note.

    It counts, compares and prints as the float that it is. A ratio without a
    denominator is NaN, never 0: nothing was there to be measured.

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
    definition: str
    note: str

    def __new__(
        cls,
        value: float,
        *,
        numerator: float = nan,
        denominator: float = nan,
        definition: str = "",
        note: str = "",
    ) -> Self:
        """Make the float and lay beside it what it came from."""
        self = super().__new__(cls, value)
        self.numerator = float(numerator)
        self.denominator = float(denominator)
        self.definition = definition
        self.note = note
        return self

    @classmethod
    def ratio(
        cls, numerator: float, denominator: float, *, definition: str, note: str = ""
    ) -> Self:
        """Return ``numerator / denominator``, NaN where the denominator is 0."""
        return cls(
            numerator / denominator if denominator else nan,
            numerator=numerator,
            denominator=denominator,
            definition=definition,
            note=note,
        )
