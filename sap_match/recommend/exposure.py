"""How often somebody stands among others' first already: popular is not right.

Off by default (`PartnerConfig.exposure` is 0). Where it is on, who is everybody's first
partner gives way a little to those as good who are nobody's; that is a step of its own on
the rank and stands among the parts as ``exposure``. How many calls one organisation gets
in a month is another matter, and the month's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sap_match.memory import Memory
from sap_match.ranking import top_k
from sap_match.recommend.eligible import general_removals, removals_for
from sap_match.recommend.fusion import fuse
from sap_match.recommend.signals import PartnerConfig, evidence_for

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape

#: So many first places of each subject are counted.
FIRST = 10


def standing(landscape: Landscape, config: PartnerConfig) -> NDArray[np.float64]:
    """Return among how many others' first `FIRST` partners each stands, shape ``(n,)``.

    Counted for every organisation that may be suggested itself, with its current partners
    left out, once for a landscape and configuration.
    """
    plain = config.model_copy(update={"exposure": 0.0})
    key = f"standing {plain.model_dump_json()}"
    return landscape.part(key, lambda: _standing(landscape, plain))


def _standing(landscape: Landscape, config: PartnerConfig) -> NDArray[np.float64]:
    found = np.zeros(len(landscape.ids))
    closed = general_removals(landscape)
    suggested = np.array([one not in closed for one in landscape.ids], dtype=bool)
    for one in landscape.ids:
        if one in closed:
            continue
        eligible = suggested.copy()
        out = removals_for(landscape, one, exclude="current", memory=Memory())
        eligible[[landscape.position[x[0]] for x in out]] = False
        total = fuse(evidence_for(landscape, one, config).values, eligible, config).total
        shown = np.where(eligible & (total > 0), total, -np.inf)
        found[top_k(shown, landscape.ids, FIRST)] += 1
    return found
