"""Structural holes: whose partners do not know each other.

Burt, Structural Holes, Harvard University Press 1992, chapter 2. With ``z_ij`` the tie from
``i`` to ``j`` and back added up, ``p_ij = z_ij / sum_k z_ik`` is the share of its ties that
``i`` has in ``j``, and ``m_jq = z_jq / max_k z_jk``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.one_mode import network_of
from sap_match.graph.triangles import TiedPairs, tied_pairs

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: The columns of `structural_holes`.
COLUMNS = ("constraint", "effective_size", "efficiency", "hierarchy", "redundancy")


def structural_holes(network: Any, *, valued: bool = False) -> pd.DataFrame:
    """Return how far each node stands between partners who are not tied, or is hemmed in.

    ``constraint``
        ``sum_j c_ij`` with ``c_ij = (p_ij + sum_q p_iq p_qj)^2`` over the partners ``j`` of
        ``i``: near 0 for many partners strangers to each other, about 1 for one partner (it
        can pass 1 where two partners know each other). As igraph has it.
    ``effective_size``
        ``sum_j (1 - sum_q p_iq m_jq)``: partners less those that lead to the same people.
        From 1 to the number of partners.
    ``efficiency``
        Effective size over the number of partners.
    ``hierarchy``
        ``sum_j r_j ln r_j / (N ln N)`` with ``r_j = c_ij / (constraint / N)`` and N partners:
        0 where all partners constrain alike, 1 where one does it all (the Coleman-Theil
        index, Burt 1992, p. 71). 1 for a node with one partner, who is all of its constraint.
    ``redundancy``
        The number of partners less effective size. For ties without direction, the mean
        number of ties that a partner has to the other partners (Borgatti, Connections 20,
        1997).

    A partner is tied either way. A node without ties has NaN in every column. All of it is
    taken over the triangles of the network: some seconds for a million ties.

    Parameters
    ----------
    network : CollaborationNetwork or square matrix
    valued : bool
        Take the weights of the ties in place of there being one or none.

    Returns
    -------
    DataFrame
        Indexed by node id.

    Examples
    --------
    The middle of a star bridges holes; its arms have one way out.

    >>> from sap_match.graph import CollaborationNetwork
    >>> star = CollaborationNetwork.from_edges([("hub", "a"), ("hub", "b")])
    >>> structural_holes(star).round(2)
         constraint  effective_size  efficiency  hierarchy  redundancy
    id
    a           1.0             1.0         1.0        1.0         0.0
    b           1.0             1.0         1.0        1.0         0.0
    hub         0.5             2.0         1.0        0.0         0.0
    """
    import pandas as pd

    net = network_of(network)
    return pd.DataFrame(hole_columns(tied_pairs(net, valued=valued)), index=net.index)


def hole_columns(pairs: TiedPairs) -> dict[str, Floats]:
    """Return each of `COLUMNS` as an array of shape (n,)."""
    partners = pairs.partners.astype(float)
    shares, redundant = _invested(pairs)
    constraining = [share * share for share in shares]
    constraint = _by_node(pairs, constraining[0], constraining[1])
    redundant[partners == 0] = np.nan
    constraint[partners == 0] = np.nan
    effective = partners - redundant
    return {
        "constraint": constraint,
        "effective_size": effective,
        "efficiency": effective * _inverse(partners),
        "hierarchy": _hierarchy(pairs, constraining, constraint),
        "redundancy": redundant,
    }


def _invested(pairs: TiedPairs) -> tuple[tuple[Floats, Floats], Floats]:
    """Return ``p_ij + sum_q p_iq p_qj`` of each pair from both ends, and redundancy by node."""
    z, low, high = pairs.forth + pairs.back, pairs.low, pairs.high
    each = 1 / _by_node(pairs, z, z, least=1.0)
    forth, back = z * each[low], z * each[high]  # p of low in high, and of high in low
    most = np.zeros(pairs.n)
    np.maximum.at(most, low, z)
    np.maximum.at(most, high, z)
    m_forth, m_back = z / most[low], z / most[high]
    count = len(z)
    through_forth, through_back = np.zeros(count), np.zeros(count)
    redundant = np.zeros(pairs.n)

    def add(to: Floats, at: Ints, what: Floats) -> None:
        to += np.bincount(at, weights=what, minlength=len(to))

    for ab, ac, bc in pairs.triangles():
        add(through_forth, ab, forth[ac] * back[bc])
        add(through_back, ab, forth[bc] * back[ac])
        add(through_forth, ac, forth[ab] * forth[bc])
        add(through_back, ac, back[bc] * back[ab])
        add(through_forth, bc, back[ab] * forth[ac])
        add(through_back, bc, back[ac] * forth[ab])
        add(redundant, low[ab], forth[ac] * m_forth[bc] + forth[ab] * m_back[bc])
        add(redundant, low[bc], forth[bc] * m_forth[ac] + back[ab] * m_back[ac])
        add(redundant, high[bc], back[bc] * m_forth[ab] + back[ac] * m_back[ab])
    return (forth + through_forth, back + through_back), redundant


def _hierarchy(pairs: TiedPairs, constraining: list[Floats], constraint: Floats) -> Floats:
    partners = pairs.partners.astype(float)
    mean = np.divide(constraint, partners, out=np.ones(pairs.n), where=partners > 0)
    ends = (pairs.low, pairs.high)
    parts = [c / mean[end] for c, end in zip(constraining, ends, strict=True)]
    disorder = _by_node(pairs, *(part * np.log(part) for part in parts))
    found = np.full(pairs.n, np.nan)
    many = partners > 1
    found[many] = np.clip(disorder[many] / (partners[many] * np.log(partners[many])), 0, 1)
    found[partners == 1] = 1.0
    return found


def _by_node(pairs: TiedPairs, of_low: Floats, of_high: Floats, least: float = 0.0) -> Floats:
    """Add up what each pair gives its low and its high end; ``least`` where it is nothing."""
    found = np.zeros(pairs.n)  # an empty bincount is one of whole numbers
    found += np.bincount(pairs.low, weights=of_low, minlength=pairs.n)
    found += np.bincount(pairs.high, weights=of_high, minlength=pairs.n)
    return np.asarray(np.where(found > 0, found, least)) if least else found


def _inverse(values: Floats) -> Floats:
    return np.divide(1.0, values, out=np.full_like(values, np.nan), where=values > 0)
