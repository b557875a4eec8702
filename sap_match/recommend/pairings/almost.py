"""What a giver could meet if it changed something itself: proved, and asked for by nobody else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sap_match.recommend.pairings.listing import Meeting
from sap_match.recommend.pairings.nearest import Change, smallest_change

if TYPE_CHECKING:
    from sap_match.recommend.planning import Plan

TOO_FAR = 1.5
"""Nobody is asked to go further than this times its own limit, and five kilometres."""


@dataclass(frozen=True, eq=False)
class Almost:
    """An offer beside an open need, and what the giver would have to change, in words.

    ``words`` follow *could* ("go 17 km instead of 14 km"); ``meeting`` is the pair as it
    would then be.
    """

    meeting: Meeting
    words: tuple[str, ...]
    size: float


def almost_of(plan: Plan, owner_ids: Collection[str]) -> dict[str, tuple[Almost, ...]]:
    """Return for each giver the open needs that one change of its own would let it meet.

    Parameters
    ----------
    plan : Plan
        Of `plan_pairings`; a plan that knows nothing of its making gives nothing.
    owner_ids : collection of str
        Ids of the givers that are asked about.

    Returns
    -------
    dict
        By owner id, the smallest change first. Changes that the other side would have to
        make are left out: they are not the giver's to make, or to know of.
    """
    from sap_match.recommend.pairings.market import market_of

    if plan.setting is None:
        return {}
    setting = plan.setting
    market = market_of(setting.landscape, setting.memory, setting.config)
    open_ = {u.id for u in plan.unmatched if u.side == "need"}
    found: dict[str, list[Almost]] = {}
    for left, giver in enumerate(market.offers):
        if giver.owner.id not in owner_ids:
            continue
        for one in market.refused_of("offer", left):
            if one.meeting.need.id not in open_:
                continue
            change = smallest_change(one.meeting)
            if change is not None and change.steps and _is_own(change, one.meeting):
                words = tuple(step.words for step in change.steps)
                found.setdefault(giver.owner.id, []).append(
                    Almost(change.meeting, words, change.size)
                )
    return {owner: tuple(sorted(some, key=_order)) for owner, some in sorted(found.items())}


def _order(one: Almost) -> tuple[int, float, tuple[str, str]]:
    return len(one.words), one.size, one.meeting.key


def _is_own(change: Change, before: Meeting) -> bool:
    """Whether the giver alone would have to change, and not by more than may be asked."""
    limit = before.offer.max_distance_km or 0.0
    far = change.meeting.km is not None and change.meeting.km > TOO_FAR * limit + 5
    return all(
        step.actor == "offer" and not (step.rule == "distance" and far) for step in change.steps
    )
