"""What a fitted model reads of candidates: ties, and the parts of the fusion where words are.

The same function makes the values that weights are fitted on and those that are scored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.for_organisations import blocks_of
from sap_match.recommend.fusion import share_of
from sap_match.recommend.parts.ties import given_rows, tables_of, tie_parts
from sap_match.recommend.past import past_of
from sap_match.recommend.signals import PartnerConfig

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape
    from sap_match.model import Brief

#: Of the fusion's parts only the walks are left out: `tie_parts` says more of them.
_TIES = ("network", "together")


def speaks(landscape: Landscape) -> bool:
    """Whether anything is written here that the fusion's parts can go by."""

    def make() -> bool:
        described = any(p.described for p in landscape.profiles.values())
        return described or any(past_of(landscape).texts)

    return landscape.part("speaks", make)


def values_for_organisations(
    landscape: Landscape,
    rows: Sequence[int],
    config: PartnerConfig,
    blocks: Mapping[str, NDArray[np.float64] | None] | None = None,
) -> dict[str, NDArray[np.float64]]:
    """Return the values of every candidate for the organisations in ``rows``, (q, n) each.

    ``blocks`` are those of `blocks_of`, if they are made already.
    """
    known = tables_of(landscape)
    found = tie_parts(known, given_rows([[i] for i in rows], known.n))
    if not speaks(landscape):
        return found
    told = blocks_of(landscape, rows, config) if blocks is None else blocks
    for name, block in told.items():
        if name not in _TIES and block is not None and config.weight(name) > 0:
            found[name] = np.stack([share_of(name, row) for row in block])
    return found


def values_for_brief(landscape: Landscape, brief: Brief) -> dict[str, NDArray[np.float64]] | None:
    """Return the values of every candidate for a brief, shape (n,) each, or None.

    None where the brief names nobody who has worked with anybody, so that a model of ties
    has nothing to go by; and wherever something is written, since earlier work that reads
    like the brief's says more of who joins it than ties do, and the fusion reads it better.
    """
    rows = _named(landscape, brief)
    if speaks(landscape) or not any(tables_of(landscape).joined[i] > 0 for i in rows):
        return None
    return {name: value[0] for name, value in values_for_consortia(landscape, [rows]).items()}


def values_for_consortia(
    landscape: Landscape, members: Sequence[Sequence[int]]
) -> dict[str, NDArray[np.float64]]:
    """Return the values of every candidate for each consortium, (q, n); positions of members."""
    known = tables_of(landscape)
    return tie_parts(known, given_rows(members, known.n), together=True)


def _named(landscape: Landscape, brief: Brief) -> list[int]:
    dataset = landscape.dataset
    named = dict.fromkeys(m for m in (brief.lead_id, *brief.members) if m)
    return [landscape.position[dataset.organisation(m).id] for m in named]
