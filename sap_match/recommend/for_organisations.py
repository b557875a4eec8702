"""What speaks for organisations working together, of one or of many at once.

Evidence comes in blocks, a row a subject; that of one is a block of one row. What a place
has none of (no texts, no incomes, no needs) costs nothing: such a block is None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.completing import completing, holdings
from sap_match.recommend.exchange import exchange_scores, exchanges
from sap_match.recommend.readings import here_at_all, readings, substance, theme_overlap
from sap_match.recommend.signals import Evidence, PartnerConfig

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape

    Block = NDArray[np.float64] | None


def evidence_for(landscape: Landscape, subject: str, config: PartnerConfig) -> Evidence:
    """Return the raw evidence between one organisation and all others."""
    profile, row = landscape.profile(subject), landscape.position[subject]
    none = np.zeros(len(landscape.ids))
    blocks = blocks_of(landscape, [row], config)
    return Evidence(
        values={name: none if block is None else block[0] for name, block in blocks.items()},
        km=landscape.distances_from(profile.points),
        substance=substance(landscape, profile.length),
    )


def blocks_of(landscape: Landscape, rows: Sequence[int], config: PartnerConfig) -> dict[str, Block]:
    """Return the raw evidence of the subjects in ``rows``: a block (rows, n) a part.

    ``rows`` are positions in ``landscape.ids``. None stands for a block of zeros.
    """
    ids = [landscape.ids[i] for i in rows]
    return {
        "text": _texts(landscape, rows, config),
        "network": landscape.network.resource_allocation(ids),
        "exchange": _rowwise(
            landscape, rows, exchanging(landscape), lambda one: exchange_scores(landscape, one)
        ),
        "themes": _rowwise(
            landscape,
            rows,
            _themed(landscape),
            lambda one: theme_overlap(landscape, landscape.profiles[one].themes),
        ),
        "place": _places(landscape, rows, config),
        **_completing(landscape, rows),
    }


def _texts(landscape: Landscape, rows: Sequence[int], config: PartnerConfig) -> Block:
    like: Block = None
    for index in readings(landscape):
        described = index.described()
        if not described[list(rows)].any():
            return None
        found = index.block(np.asarray(rows, dtype=np.int64), slice(None))
        like = found if like is None else np.maximum(like, found)
    return None if like is None else np.where(like >= config.text_floor, like, 0.0)


def _rowwise(
    landscape: Landscape,
    rows: Sequence[int],
    has_some: NDArray[np.bool_],
    of: Callable[[str], NDArray[np.float64]],
) -> Block:
    """Return a block that is made row by row, where only some rows have anything."""
    if not has_some[list(rows)].any():
        return None
    block = np.zeros((len(rows), len(landscape.ids)))
    for r, i in enumerate(rows):
        if has_some[i]:
            block[r] = of(landscape.ids[i])
    return block


def _among(landscape: Landscape, ids: set[str]) -> NDArray[np.bool_]:
    return np.array([one in ids for one in landscape.ids], dtype=bool)


def exchanging(landscape: Landscape) -> NDArray[np.bool_]:
    """Return who has an exchange with anybody, shape (n,)."""
    return landscape.part(
        "who exchanges",
        lambda: _among(landscape, {one for pair in exchanges(landscape) for one in pair}),
    )


def _themed(landscape: Landscape) -> NDArray[np.bool_]:
    return landscape.part(
        "who has themes",
        lambda: np.array([bool(landscape.profiles[i].themes) for i in landscape.ids], dtype=bool),
    )


def _places(landscape: Landscape, rows: Sequence[int], config: PartnerConfig) -> Block:
    """Return nearness; that of subjects without points and areas is worked out once."""
    block = np.zeros((len(rows), len(landscape.ids)))
    known: dict[tuple[object, ...], int] = {}
    for r, i in enumerate(rows):
        profile = landscape.profiles[landscape.ids[i]]
        where = (profile.points, profile.area_ids)
        if where in known:
            block[r] = block[known[where]]
            continue
        known[where] = r
        km = landscape.distances_from(profile.points)
        block[r] = _nearness(landscape, km, profile.area_ids, config)
    return block if block.any() else None


def _nearness(
    landscape: Landscape, km: NDArray[np.float64], area_ids: Sequence[str], config: PartnerConfig
) -> NDArray[np.float64]:
    """Return nearness from 0 to 1: exp(-km / near_km), .2 for an area in common, .1 for here.

    *Here* is whoever anything says works in the place, where that is not everybody.
    """
    areas = landscape.dataset.area
    local = {a for a in area_ids if areas(a).kind != "borough"}
    holders: Callable[[], dict[str, list[int]]] = lambda: _area_holders(landscape)  # noqa: E731
    shared = np.zeros(len(landscape.ids))
    for area_id in sorted(local):
        shared[landscape.part("area holders", holders).get(area_id, [])] = 0.2
    near = np.exp(-np.nan_to_num(km, nan=np.inf) / config.near_km)
    return np.asarray(np.maximum.reduce([near, shared, here_at_all(landscape)]), dtype=float)


def _area_holders(landscape: Landscape) -> dict[str, list[int]]:
    holders: dict[str, list[int]] = {}
    for i, one in enumerate(landscape.ids):
        for area_id in landscape.profiles[one].area_ids:
            holders.setdefault(area_id, []).append(i)
    return holders


def _completing(landscape: Landscape, rows: Sequence[int]) -> dict[str, Block]:
    names = ("complement", "reciprocity", "size")
    some = landscape.part("who may complete", lambda: _may_complete(landscape))[list(rows)]
    if not some.any():
        return dict.fromkeys(names)
    blocks = {name: np.zeros((len(rows), len(landscape.ids))) for name in names}
    for r in np.flatnonzero(some).tolist():
        for name, values in completing(landscape, landscape.ids[rows[r]]).items():
            blocks[name][r] = values
    return dict(blocks)


def _may_complete(landscape: Landscape) -> NDArray[np.bool_]:
    """Return whose work, themes, needs, offers or income may speak for anybody, shape (n,)."""
    have = holdings(landscape)
    told = have.served.any(axis=1) | exchanging(landscape)
    told |= (np.diff(have.held.indptr) > 0) | (np.diff(have.wanted.indptr) > 0)
    told |= _among(landscape, {one for pair in have.typed for one in pair})
    income = [landscape.dataset.organisation(one).income or 0 for one in landscape.ids]
    return np.asarray(told | (np.array(income, dtype=float) > 0), dtype=bool)


def strengths_at(
    landscape: Landscape, row: int, values: Mapping[str, Block], best: Sequence[int]
) -> NDArray[np.float64]:
    """Return the strengths of some candidates of the subject in ``row``, in their order."""
    none = np.zeros(len(best))
    length = landscape.profiles[landscape.ids[row]].length
    return Evidence(
        values={name: none if v is None else v[list(best)] for name, v in values.items()},
        km=none,
        substance=substance(landscape, length)[list(best)],
    ).strengths()
