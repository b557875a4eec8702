"""Whether what is seen is more than chance: figures beside those of networks drawn at random."""

from __future__ import annotations

from collections.abc import Sequence

from sap_match.assess.ground import Ground
from sap_match.assess.grouping import Groups
from sap_match.assess.measures import Measure


def tested(ground: Ground, groupings: Sequence[Groups], *, draws: int, rng: int) -> list[Measure]:
    """Return figures beside what ``draws`` random networks give; none without draws."""
    return []
