"""Reciprocity: both sides gain, or it is a favour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def harmonic(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the harmonic mean of two directions' scores, 0 where either side gains nothing.

    ``2 ab / (a + b)``, the usual way to join the two directions of a reciprocal
    recommender (RECON: Pizzato et al., RecSys 2010; compared with other means by Neve and
    Palomares, RecSys 2019).

    Parameters
    ----------
    ours, theirs : arrays of the same shape
        What the one gains from the other and the other from the one, from 0 to 1.

    Examples
    --------
    >>> harmonic(np.array([0.5, 1.0, 0.6]), np.array([0.5, 0.0, 0.3])).round(2).tolist()
    [0.5, 0.0, 0.4]
    """
    total = ours + theirs
    safe = np.where(total > 0, total, 1.0)
    return np.asarray(2 * ours * theirs / safe, dtype=float)
