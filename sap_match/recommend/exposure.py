"""How often somebody stands among others' first already: popular is not right.

Off by default (`PartnerConfig.exposure` is 0). Where it is on, who is everybody's first
partner gives way a little to those as good who are nobody's; that is a step of its own on
the rank and stands among the parts as ``exposure``. How many calls one organisation gets
in a month is another matter, and the month's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.everyone import rank_everyone
from sap_match.recommend.signals import PartnerConfig

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
    every = config.model_copy(update={"weakest": 0.0})
    found = rank_everyone(landscape, k=FIRST, config=every)
    shown = found.candidates[found.scores > 0]  # NaN, where there is nobody, compares as False
    return np.bincount(shown, minlength=len(landscape.ids)).astype(float)
