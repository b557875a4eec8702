"""A team changes: who could stand in for a member who left, who could be added.

A second listing of who left is no replacement for it, nor one listing for another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.errors import DataError
from sap_match.memory import Memory
from sap_match.model import Brief
from sap_match.ranking import rounded, top_k
from sap_match.recommend.checked import count_of
from sap_match.recommend.consortia.ask import Ask, ask
from sap_match.recommend.consortia.config import ConsortiumConfig, Rules
from sap_match.recommend.consortia.gaps import gaps_of
from sap_match.recommend.consortia.seats import Gap
from sap_match.recommend.consortia.words import change_reason
from sap_match.recommend.same import same_organisations
from sap_match.results import Removal, Results

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

SAME = "may be the same organisation"
CHANGE_COLUMNS = (
    "brief_id", "rank", "organisation_id", "instead_of", "covers", "lacking", "gain", "reason",
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One who could join a team, for somebody or besides.

    ``covers`` is what the newcomer would stand for, what the team lacks first; ``lacking`` what
    the team would lack still, of what went with the member. ``gain`` is what the team's worth
    changes by, against the team without the newcomer.
    """

    brief_id: str
    rank: int
    organisation_id: str
    instead_of: str | None
    covers: tuple[str, ...]
    lacking: tuple[str, ...]
    gain: float
    reason: str


@dataclass(frozen=True, repr=False)
class Changes(Results[Change]):
    """Who could join, and what the team is without them.

    ``lost`` are the capabilities that the team covers no more, or not yet where nobody left;
    ``gaps`` those of them that nobody covers who may be asked.
    """

    lost: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()


def change_record(change: Change) -> dict[str, Any]:
    """Return the columns of a change."""
    return {
        "brief_id": change.brief_id,
        "rank": change.rank,
        "organisation_id": change.organisation_id,
        "instead_of": change.instead_of,
        "covers": "; ".join(change.covers),
        "lacking": "; ".join(change.lacking),
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
) -> Changes:
    """Return up to ``k`` who could stand in for a member who dropped out, best first.

    The others stay. Every rule is kept by the team that would come out. Each row says what it
    covers of what is lost; what nobody covers any more is in ``gaps``.

    Raises
    ------
    UnknownIdError
        The team or the member is unknown.
    DataError
        The member does not sit in the team.
    """
    count_of(k, "k")
    dataset = landscape.dataset
    gone = dataset.organisation(member).id
    whole = [dataset.organisation(one).id for one in team]
    if gone not in whole:
        raise DataError(f"{landscape.name(gone)} ({gone}) does not sit in the team", value=member)
    rest = [one for one in whole if one != gone]
    asked = _around(landscape, brief, rest, gone, memory, config, rules)
    found = _best(asked, rest, gone, k)
    if brief.lead_id and dataset.resolve(brief.lead_id) == gone:
        told = f"{landscape.name(gone)} was to lead: settle with the others who leads now."
        return replace(found, notes=(told, *found.notes))
    return found


def extend_team(
    landscape: Landscape,
    brief: Brief,
    team: Sequence[str],
    *,
    k: int = 3,
    memory: Memory | None = None,
    config: ConsortiumConfig | None = None,
    rules: Rules | None = None,
) -> Changes:
    """Return up to ``k`` who would add the most to a team, best first; see `replace_member`."""
    count_of(k, "k")
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
    doubles = _doubles(landscape, gone, rest)
    out = (gone, *doubles) if gone else ()
    more = kept.model_copy(
        update={
            "size_min": 0,
            "size_max": max(len(rest) + 1, 0 if gone is None else size or 0),
            "must": tuple(one for one in kept.must if one not in out),
            "must_not": tuple(dict.fromkeys([*kept.must_not, *out])),
        }
    )
    asked = ask(landscape, around, memory=memory, config=config, rules=more)
    removed = {
        Removal(brief.id, one, SAME, f"the same {what} as {landscape.name(gone or '')}")
        for one, what in doubles.items()
    }
    return replace(asked, removed=tuple(sorted({*asked.removed, *removed})))


def _doubles(landscape: Landscape, gone: str | None, rest: Sequence[str]) -> dict[str, str]:
    """Return who may be the same as who left, the rest of the team aside, and by what."""
    same = same_organisations(landscape).get(gone, {}) if gone else {}
    return {one: same[one] for one in sorted(same) if one not in rest}


def _best(asked: Ask, rest: Sequence[str], gone: str | None, k: int) -> Changes:
    problem, names = asked.problem, asked.cover.capabilities
    seats = [asked.ids.index(one) for one in rest]
    before = problem.value(seats)
    gain = np.full(problem.n, -np.inf)
    for i in range(problem.n):
        team = [*seats, i]
        if i not in seats and asked.ids[i] in asked.fit and problem.keeps(team):
            gain[i] = problem.value(team) - before
    lost = _lost(asked, rest, gone)
    gaps = tuple(g for g in gaps_of(asked) if g.capability in {names[c] for c in lost})
    rows = []
    for rank, i in enumerate(_apart(asked, top_k(gain, asked.ids, problem.n), k), start=1):
        one = asked.ids[i]
        covers = [
            c for c in problem.covered([*seats, i])[i]
            if asked.strength(one, c) >= asked.config.covers
        ]  # fmt: skip
        covers.sort(key=lambda c: (c not in lost, c))
        rows.append(
            Change(
                asked.brief.id, rank, one, gone, tuple(names[c] for c in covers),
                tuple(names[c] for c in lost if c not in covers), rounded(float(gain[i])),
                change_reason(asked, one, covers, lost, gone, gaps),
            )
        )  # fmt: skip
    return Changes(
        tuple(rows),
        record=change_record,
        removed=asked.removed,
        notes=tuple(g.reason for g in gaps),
        columns=CHANGE_COLUMNS,
        lost=tuple(names[c] for c in lost),
        gaps=gaps,
    )


def _lost(asked: Ask, rest: Sequence[str], gone: str | None) -> list[int]:
    """Return what the rest of a team covers too few times, of what covered who left."""
    least = asked.config.covers
    return [
        c
        for c in range(len(asked.cover.capabilities))
        if sum(asked.strength(one, c) >= least for one in rest) < asked.problem.asked
        and (gone is None or asked.strength(gone, c) >= least)
    ]


def _apart(asked: Ask, ranked: Sequence[int], k: int) -> list[int]:
    """Return the first ``k`` of whom no two may be the same organisation."""
    same, taken = same_organisations(asked.landscape), list[int]()
    for i in ranked:
        if len(taken) == k:
            break
        if not any(asked.ids[j] in same.get(asked.ids[i], {}) for j in taken):
            taken.append(i)
    return taken
