"""Whether two are of one trade: peers, who know of each other or compete."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.completing import holdings, subjects_of

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

#: Share of all subjects that two name which both name, from which they do the same work.
_ALIKE = 0.75


def one_trade(landscape: Landscape, left: str, right: str) -> bool:
    """Whether two names name one subject, or two texts nearly all the same subjects.

    Two playgroups, or two services that speak of domestic abuse and of nothing else, are
    no news to each other; a lunch club and a driver for older people may be.
    """
    named = subjects_of(landscape.name(left)) & subjects_of(landscape.name(right))
    return bool(named) or _alike(landscape, left, right)


def _alike(landscape: Landscape, left: str, right: str) -> bool:
    have = holdings(landscape)
    a, b = landscape.position[left], landscape.position[right]
    mine = np.concatenate([have.served[a], have.done[a]])
    theirs = np.concatenate([have.served[b], have.done[b]])
    said = int((mine | theirs).sum())
    return said > 0 and int((mine & theirs).sum()) >= _ALIKE * said
