"""Mixing: whether ties stay within a group or cross to others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.adjacency import collapsed, groups_of, membership, present
from sap_match.graph.figure import Figure

Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Mixing:
    """Ties between groups beside what chance would give.

    Parameters
    ----------
    groups : tuple of g str
    counts : array of shape (g, g)
        Ties from group to group. Without direction every tie stands twice, once from
        each end, so that rows sum to the degrees of a group.
    unknown : int
        Ties left out because an end has no known group.
    """

    groups: tuple[str, ...]
    counts: Counts
    unknown: int = 0

    @property
    def rates(self) -> Counts:
        """Share of all ties in each cell; NaN without ties."""
        total = self.counts.sum()
        return self.counts / total if total else np.full_like(self.counts, np.nan)

    @property
    def expected(self) -> Counts:
        """``row sum x column sum / total``: the same degrees, blind to groups."""
        total = self.counts.sum()
        outer = np.outer(self.counts.sum(axis=1), self.counts.sum(axis=0))
        return outer / total if total else np.full_like(self.counts, np.nan)

    @property
    def over_expected(self) -> Counts:
        """Observed over expected, 1 where as chance has it; NaN where nothing is expected."""
        empty = np.full_like(self.counts, np.nan)
        return np.divide(self.counts, self.expected, out=empty, where=self.expected > 0)


def mixing_matrix(ties: Any, labels: Sequence[str | None], *, directed: bool = False) -> Mixing:
    """Return who is tied to whom, by group (Newman, Physical Review E 67, 026126, 2003).

    Examples
    --------
    >>> path = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    >>> mixing_matrix(path, ["x", "x", "y"]).counts.tolist()
    [[2.0, 1.0], [1.0, 0.0]]
    """
    csr = present(ties) if directed else collapsed(ties)
    groups, codes = groups_of(labels, csr.shape[0])
    m = membership(codes, len(groups))
    counts = (m.T @ csr @ m).toarray().reshape(len(groups), len(groups))
    lost = int(csr.nnz - counts.sum())
    return Mixing(groups, counts, lost if directed else lost // 2)


def _left_out(mixing: Mixing) -> str:
    return f"{mixing.unknown} ties left out: an end has no known group" if mixing.unknown else ""


def ei_index(ties: Any, labels: Sequence[str | None]) -> Figure:
    """Return ``(E - I) / (E + I)``: -1 where all ties stay within groups, 1 where none does.

    ``E`` are ties between groups and ``I`` within (Krackhardt and Stern, Social
    Psychology Quarterly 51, 1988), a tie either way counted once. NaN without ties.

    Examples
    --------
    >>> path = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    >>> ei_index(path, ["x", "x", "y"])
    0.0
    """
    mixing = mixing_matrix(ties, labels)
    within = np.trace(mixing.counts) / 2
    between = mixing.counts.sum() / 2 - within
    return Figure.ratio(
        between - within,
        between + within,
        definition="(ties between groups - ties within) / all ties",
        note=_left_out(mixing),
    )


def ei_index_of_groups(ties: Any, labels: Sequence[str | None]) -> dict[str, Figure]:
    """Return the E-I index of each group's own ties, by group.

    Examples
    --------
    >>> path = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    >>> ei_index_of_groups(path, ["x", "x", "y"])
    {'x': 0.0, 'y': 1.0}
    """
    mixing = mixing_matrix(ties, labels)
    found = {}
    for g, group in enumerate(mixing.groups):
        within = mixing.counts[g, g] / 2
        between = mixing.counts[g].sum() - mixing.counts[g, g]
        found[group] = Figure.ratio(
            between - within,
            between + within,
            definition="(its ties to others - its ties within) / its ties",
            note=_left_out(mixing),
        )
    return found


def ei_index_expected(labels: Sequence[str | None]) -> Figure:
    """Return the E-I index if every possible tie were there: what group sizes alone give.

    Examples
    --------
    >>> ei_index_expected(["x", "x", "y", "y"]).numerator  # 4 pairs between, 2 within
    2.0
    """
    groups, codes = groups_of(labels, len(labels))
    size = np.bincount(codes[codes >= 0], minlength=len(groups)).astype(float)
    within = float((size * (size - 1)).sum() / 2)
    pairs = float(size.sum() * (size.sum() - 1) / 2)
    return Figure.ratio(
        pairs - 2 * within, pairs, definition="(pairs between groups - pairs within) / all pairs"
    )


def assortativity(ties: Any, labels: Sequence[str | None], *, directed: bool = False) -> Figure:
    """Return ``(sum e_gg - sum a_g b_g) / (1 - sum a_g b_g)``: 1 where all ties stay within.

    ``e`` are the rates of the mixing matrix, ``a`` and ``b`` its margins (Newman, 2003,
    formula 2). 0 is chance; NaN without ties or where all ends are of one group.

    Examples
    --------
    >>> two = np.array([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]])
    >>> assortativity(two, ["x", "x", "y", "y"])
    1.0
    """
    mixing = mixing_matrix(ties, labels, directed=directed)
    rates = mixing.rates
    chance = float(rates.sum(axis=1) @ rates.sum(axis=0)) if mixing.counts.sum() else np.nan
    above = float(np.trace(rates)) - chance
    return Figure.ratio(
        above,
        0.0 if np.isnan(chance) or abs(1 - chance) < 1e-12 else 1 - chance,
        definition="share of ties within groups, above chance, over the most possible",
        note=_left_out(mixing),
    )
