"""Raw evidence of many organisations at once: a block of rows a part, or nothing.

The same numbers as one organisation after the other. What a place has none of (no texts,
no incomes, no needs) costs nothing here: such a part is None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.completing import completing, holdings
from sap_match.recommend.exchange import exchange_scores, exchanges
from sap_match.recommend.signals import (
    Evidence,
    PartnerConfig,
    _nearness,
    _readings,
    _substance,
    _theme_overlap,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape

    Block = NDArray[np.float64] | None


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
            lambda one: _theme_overlap(landscape, landscape.profiles[one].themes),
        ),
        "place": _places(landscape, rows, config),
        **_completing(landscape, rows),
    }


def _texts(landscape: Landscape, rows: Sequence[int], config: PartnerConfig) -> Block:
    like: Block = None
    for index in _readings(landscape):
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
        substance=_substance(landscape, length)[list(best)],
    ).strengths()
