"""A team changes: who could stand in for a member who left, who could be added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.errors import DataError
from sap_match.memory import Memory
from sap_match.model import Brief
from sap_match.ranking import rounded, top_k
from sap_match.recommend.consortia.ask import Ask, ask
from sap_match.recommend.consortia.config import ConsortiumConfig, Rules
from sap_match.recommend.consortia.words import seat_reason
from sap_match.results import Results

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

CHANGE_COLUMNS = ("brief_id", "rank", "organisation_id", "instead_of", "covers", "gain", "reason")


@dataclass(frozen=True)
class Change:
    """One who could join a team, for somebody or besides.

    ``gain`` is what the team's worth changes by, against the team without the newcomer.
    """

    brief_id: str
    rank: int
    organisation_id: str
    instead_of: str | None
    covers: tuple[str, ...]
    gain: float
    reason: str


def change_record(change: Change) -> dict[str, Any]:
    """Return the columns of a change."""
    return {
        "brief_id": change.brief_id,
        "rank": change.rank,
        "organisation_id": change.organisation_id,
        "instead_of": change.instead_of,
        "covers": "; ".join(change.covers),
        "gain": change.gain,
        "reason": change.reason,
    }


def replace_member(
    landscape: Landscape,
    brief: Brief,
    team: Sequence[str],
    member: str,
    *,
    k: int = 3,
    memory: Memory | None = None,
    config: ConsortiumConfig | None = None,
    rules: Rules | None = None,
) -> Results[Change]:
    """Return up to ``k`` who could stand in for a member who dropped out, best first.

    The others stay. Every rule is kept by the team that would come out.

    Raises
    ------
    UnknownIdError
        The team or the member is unknown.
    DataError
        The member does not sit in the team.
    """
    dataset = landscape.dataset
    gone = dataset.organisation(member).id
    whole = [dataset.organisation(one).id for one in team]
    if gone not in whole:
        raise DataError(f"{landscape.name(gone)} ({gone}) does not sit in the team", value=member)
    rest = [one for one in whole if one != gone]
    asked = _around(landscape, brief, rest, gone, memory, config, rules)
    return _best(asked, rest, gone, k)


def extend_team(
    landscape: Landscape,
    brief: Brief,
    team: Sequence[str],
    *,
    k: int = 3,
    memory: Memory | None = None,
    config: ConsortiumConfig | None = None,
    rules: Rules | None = None,
) -> Results[Change]:
    """Return up to ``k`` who would add the most to a team, best first; see `replace_member`."""
    whole = [landscape.dataset.organisation(one).id for one in team]
    asked = _around(landscape, brief, whole, None, memory, config, rules)
    return _best(asked, whole, None, k)


def _around(
    landscape: Landscape,
    brief: Brief,
    rest: Sequence[str],
    gone: str | None,
    memory: Memory | None,
    config: ConsortiumConfig | None,
    rules: Rules | None,
) -> Ask:
    """Return the brief with the rest of the team as its members, and one seat more."""
    kept = rules or Rules()
    size = kept.size_max if kept.size_max is not None else brief.size_max
    lead = landscape.dataset.resolve(brief.lead_id) if brief.lead_id else None
    around = brief.model_copy(
        update={
            "lead_id": None if lead == gone else lead,
            "members": tuple(one for one in rest if one != lead),
        }
    )
    more = kept.model_copy(
        update={
            "size_min": 0,
            "size_max": max(len(rest) + 1, 0 if gone is None else size or 0),
            "must": tuple(one for one in kept.must if one != gone),
            "must_not": tuple(dict.fromkeys([*kept.must_not, *([gone] if gone else [])])),
        }
    )
    return ask(landscape, around, memory=memory, config=config, rules=more)


def _best(asked: Ask, rest: Sequence[str], gone: str | None, k: int) -> Results[Change]:
    problem = asked.problem
    seats = [asked.ids.index(one) for one in rest]
    before = problem.value(seats)
    gain = np.full(problem.n, -np.inf)
    for i in range(problem.n):
        team = [*seats, i]
        if i not in seats and asked.ids[i] in asked.fit and problem.keeps(team):
            gain[i] = problem.value(team) - before
    rows = []
    for rank, i in enumerate(top_k(gain, asked.ids, k), start=1):
        one = asked.ids[i]
        covers = [
            c for c in problem.covered([*seats, i])[i]
            if asked.strength(one, c) >= asked.config.covers
        ]  # fmt: skip
        rows.append(
            Change(
                asked.brief.id, rank, one, gone,
                tuple(asked.cover.capabilities[c] for c in covers), rounded(float(gain[i])),
                seat_reason(asked, one, covers, "partner"),
            )
        )  # fmt: skip
    return Results(tuple(rows), record=change_record, removed=asked.removed, columns=CHANGE_COLUMNS)
