"""Size fit: how far apart two incomes are, in powers of ten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Powers of ten between two incomes at which nothing is left of the fit.
WIDEST = 3.0
#: What a candidate has whose income nobody knows: neither for it nor against it.
NEUTRAL = 0.5


def size_fit(income: float | None, incomes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return from 0 to 1 how well incomes fit one income, shape ``(n,)``.

    ``1 - |log10(income / other)| / 3``, at least 0: the same size fits wholly, a group of
    £5,000 and a trust of £5m not at all. A plain rule of ours: incomes are compared by
    their ratio, as bands are, without the jumps at the edges of bands.

    Parameters
    ----------
    income : float or None
        Pounds a year of who asks, or what a seat in the work is worth; where unknown (or
        not above 0) the part says nothing of anybody.
    incomes : array of shape (n,)
        Of the candidates, NaN where unknown: these get `NEUTRAL`.

    Examples
    --------
    >>> size_fit(10_000, np.array([10_000, 1_000_000, 50e6, np.nan])).round(2).tolist()
    [1.0, 0.33, 0.0, 0.5]
    >>> size_fit(None, np.array([10_000, np.nan])).tolist()
    [0.0, 0.0]
    """
    if income is None or income <= 0:
        return np.zeros(len(incomes))
    known = incomes > 0  # NaN compares as False
    apart = np.abs(np.log10(np.where(known, incomes, income)) - np.log10(income))
    return np.where(known, np.maximum(0.0, 1 - apart / WIDEST), NEUTRAL)
