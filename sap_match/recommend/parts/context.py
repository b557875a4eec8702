"""How much the setting of a collaboration is that of a brief: programme, themes, places.

Each function gives one factor a collaboration. They are multiplied with one another and
with likeness, so that what is alike *and* of the same programme counts most, while nothing
that is unknown rules anything out: the factors back off to 1 for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.past import label

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.recommend.past import Past


def same_programme(
    past: Past, programme: str | None, *, elsewhere: float = 0.1
) -> NDArray[np.float64]:
    """Return 1 for collaborations of a programme and ``elsewhere`` for the others, shape (m,).

    Who is usual in a programme comes again there. Where no programme is asked for, or one
    that never was, nothing tells them apart and all get 1: a new programme is served by the
    words, the themes and the places.

    Examples
    --------
    >>> from sap_match.recommend.past import Past
    >>> from scipy import sparse
    >>> past = Past.of(sparse.csr_array((1, 3)), programmes=("Alps", "Danube", ""))
    >>> same_programme(past, "ALPS").tolist(), same_programme(past, "Arctic").tolist()
    ([1.0, 0.1, 0.1], [1.0, 1.0, 1.0])
    """
    wanted = label(programme)
    same = np.array([bool(wanted) and p == wanted for p in past.programmes], dtype=bool)
    return np.where(same, 1.0, elsewhere) if same.any() else np.ones(len(past))


def shared_themes(past: Past, themes: Iterable[str]) -> NDArray[np.float64]:
    """Return which share of the themes asked for each collaboration was about, shape (m,).

    Examples
    --------
    >>> from sap_match.recommend.past import Past
    >>> from scipy import sparse
    >>> past = Past.of(sparse.csr_array((1, 3)), themes=(("Water",), ("Tourism", "Water"), ()))
    >>> shared_themes(past, ["water", "Tourism"]).tolist()
    [0.5, 1.0, 0.0]
    """
    wanted = {label(t) for t in themes} - {""}
    if not wanted:
        return np.zeros(len(past))
    return np.array([len(wanted.intersection(t)) / len(wanted) for t in past.themes], dtype=float)


def shared_places(past: Past, area_ids: Sequence[str]) -> NDArray[np.float64]:
    """Return from 0 to 1 how much of its places each collaboration shares, shape (m,).

    The highest rarity of an area asked for in which a member works or the collaboration
    was: ``ln((1 + m) / (1 + d)) / ln(1 + m)`` with ``d`` collaborations there. To come
    from the same small town says much, from the same country little.

    Examples
    --------
    >>> from sap_match.recommend.past import Past
    >>> from scipy import sparse
    >>> past = Past.of(
    ...     sparse.csr_array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1]]),
    ...     areas=[("country", "town"), ("country",), ()],
    ... )
    >>> shared_places(past, ["town", "country", "nowhere"]).round(2).tolist()
    [0.5, 0.21, 0.0]
    """
    m = len(past)
    found = np.zeros(m)
    place = {one: i for i, one in enumerate(past.area_names)}
    for one in sorted(set(area_ids)):
        here = np.array([one in areas for areas in past.collaboration_areas], dtype=bool)
        if one in place:
            workers = past.by_area[[place[one]]]
            here = here | (np.asarray((workers @ past.members).toarray()).ravel() > 0)
        rarity = np.log((1 + m) / (1 + here.sum())) / np.log(1 + m) if m else 0.0
        found = np.maximum(found, rarity * here)
    return found


def not_elsewhere(
    past: Past, area_ids: Sequence[str], *, elsewhere: float = 0.3
) -> NDArray[np.float64]:
    """Return ``elsewhere`` for collaborations that were in other places only, shape (m,).

    The same work is commissioned place by place in the same words, and who did it there
    does not do it here. Where either side says no place, nothing tells them apart: 1.

    Examples
    --------
    >>> from sap_match.recommend.past import Past
    >>> from scipy import sparse
    >>> past = Past.of(
    ...     sparse.csr_array((1, 3)), collaboration_areas=[("north",), ("north", "south"), ()]
    ... )
    >>> not_elsewhere(past, ["south"]).tolist(), not_elsewhere(past, []).tolist()
    ([0.3, 1.0, 1.0], [1.0, 1.0, 1.0])
    """
    wanted = set(area_ids)
    return np.array(
        [
            1.0 if not wanted or not areas or wanted.intersection(areas) else elsewhere
            for areas in past.collaboration_areas
        ],
        dtype=float,
    )
