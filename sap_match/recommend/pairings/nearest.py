"""The smallest change of a record that would let a refused pair meet, and proof that it would.

Each rule that a pair breaks has its mends: a limit raised, a window moved, a check more. A
mend is applied to the records and all rules are run again; what does not pass them is never
told. Two mends are tried together where one is not enough.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from sap_match.model import Need, Offer
from sap_match.recommend.pairings.dating import SHORTEST
from sap_match.recommend.pairings.listing import Meeting, check_name, check_words
from sap_match.recommend.pairings.moving import hours_words, moved, smallest_move
from sap_match.recommend.pairings.rules import RULES, broken, missing_checks
from sap_match.recommend.wording import day_of, listing, money
from sap_match.windows import Schedule, describe, format  # noqa: A004 - parse's other half

HOPELESS = frozenset({"kept apart", "fault", "for the officer", "exclusion", "ended", "quantity"})
"""Rules that no change of a record mends: they are somebody's decision, or a fact."""
_RULES = [name for name, _ in RULES]
MOST_STEPS = 2
"""How many changes together are still worth telling."""
LONGEST_MOVE = 240
"""Minutes by which a window may move; beyond that another time is asked for."""
DAYS_TRIED = 14
"""Days that a longer period is tried for, until both have a time in it."""

Actor = Literal["offer", "need"]


@dataclass(frozen=True, eq=False)
class Step:
    """One change: which rule it mends, who would have to make it, in words, and how big it is.

    ``words`` follow *could*: "go 17 km instead of 14 km". ``amount`` is the change in its
    own measure (km, minutes, days, people), ``size`` the same made comparable: 1 is an hour
    and a half, ten kilometres or a fortnight.
    """

    rule: str
    actor: Actor
    words: str
    amount: float
    size: float


@dataclass(frozen=True, eq=False)
class Change:
    """The steps after which a pair breaks no rule, and the pair as it would then be."""

    steps: tuple[Step, ...]
    meeting: Meeting

    @property
    def size(self) -> float:
        """How big the whole change is."""
        return round(sum(step.size for step in self.steps), 6)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that it mends, in order."""
        return tuple(step.rule for step in self.steps)


def smallest_change(m: Meeting, *, steps: int = MOST_STEPS) -> Change | None:
    """Return the smallest change that lets a refused pair meet, None where none is known.

    Fewer steps come first, then the smaller size. The change is proved: the meeting that
    is returned breaks no rule.
    """
    rules = [rule for rule, _ in broken(m)]
    if not rules:
        return Change((), m)
    if len(rules) > steps or HOPELESS & set(rules):
        return None
    found = [
        Change((step, *rest.steps), rest.meeting)
        for rule in rules
        for step, after in _MENDS.get(rule, _no_mend)(m)
        if (rest := smallest_change(after, steps=steps - 1)) is not None
    ]
    return min(found, key=_order, default=None)


def _order(change: Change) -> tuple[int, float, int, list[int], str]:
    """Fewer and smaller first; at the same size the offer moves, not the need."""
    needs = sum(step.actor == "need" for step in change.steps)
    told = [_RULES.index(rule) for rule in change.rules]
    return len(change.steps), change.size, needs, told, names_of(change.steps)


Mends = Iterator[tuple[Step, Meeting]]


def _no_mend(_: Meeting) -> Mends:
    yield from ()


def _offer(m: Meeting, **changed: Any) -> Meeting:
    offer = m.offer.model_copy(update=changed)
    return replace(m, offer=offer, giver=replace(m.giver, record=offer))


def _need(m: Meeting, **changed: Any) -> Meeting:
    need = m.need.model_copy(update=changed)
    return replace(m, need=need, host=replace(m.host, record=need))


# -- distance, checks, skills, age, unit ----------------------------------------------------


def _go_further(m: Meeting) -> Mends:
    limit, km = m.offer.max_distance_km, m.km
    if limit is None or km is None:
        return
    new = float(math.ceil(km)) if km >= 10 else math.ceil(km * 10) / 10
    words = f"go {new:g} km instead of {limit:g} km"
    step = Step("distance", "offer", words, new - limit, (new - limit) / 10)
    yield step, _offer(m, max_distance_km=new)


def _have_checked(m: Meeting) -> Mends:
    missing = missing_checks(m)
    if not missing:
        return
    names, n = check_words(missing), len(missing)
    kept = [c for c in m.offer.checks if check_name(c) not in missing]
    step = Step("check", "offer", f"bring {names}", n, 2 * n)
    yield step, _offer(m, checks=(*kept, *missing))
    yield step, _offer(m, checks=(*kept, *(f"{name}:issued {m.as_of}" for name in missing)))
    people = max(1, math.ceil(m.team[0] if m.team else min(m.giver.left, m.host.left)))
    people = people if "people" in (m.giver.unit, m.host.unit) else 1
    who = "somebody" if people == 1 else f"{people} people"
    step = Step("check", "offer", f"find {who} willing to have {names}", n, n)
    yield step, _offer(m, checks=(*kept, *(f"{name}:willing {people}" for name in missing)))


def _bring_skill(m: Meeting) -> Mends:
    for skill in m.need.skills_required[:3]:
        if skill not in {asked for asked, _ in m.required}:
            after = _offer(m, skills=(*m.offer.skills, skill))
            after = replace(after, required=(*m.required, (skill, skill)))
            yield Step("skills", "offer", f"bring somebody for {skill}", 1, 3.0), after


def _send_older(m: Meeting) -> Mends:
    if m.need.minimum_age is not None:
        age = f"{m.need.minimum_age:g}"
        after = _offer(m, description=f"People aged {age}")
        yield Step("age", "offer", f"send people of {age} or older", 1, 4.0), after


def _count_alike(m: Meeting) -> Mends:
    if m.host.unit is not None:
        after = _offer(m, unit=m.host.unit)
        after = replace(after, giver=replace(after.giver, unit=m.host.unit))
        yield Step("unit", "offer", f"say it in {m.host.unit}", 1, 1.0), after


# -- times ----------------------------------------------------------------------------------


def _other_times(m: Meeting) -> Mends:
    giver, host = m.giver.schedule, m.host.schedule
    if giver is None or host is None:
        return
    found = smallest_move(m, SHORTEST.get(m.need.kind, 60))
    if found is not None and abs(found.minutes) <= LONGEST_MOVE:
        minutes = found.minutes
        on = f" on {found.day}" if found.day else ""
        words = f"come {hours_words(abs(minutes))} {'later' if minutes > 0 else 'earlier'}{on}"
        step = Step("times", "offer", words, abs(minutes), abs(minutes) / 90)
        yield step, _timed(m, moved(giver, minutes))
    both = Schedule((*giver.windows, *host.windows), (*giver.rules, *host.rules))
    words = f"come on {describe(host, most=2)}"
    yield Step("times", "offer", words, LONGEST_MOVE, 3.0), _timed(m, both)


def _timed(m: Meeting, schedule: Schedule) -> Meeting:
    after = _offer(m, windows=tuple(format(schedule).split("; ")))
    return replace(after, giver=replace(after.giver, schedule=schedule))


# -- dates and notice -----------------------------------------------------------------------


def _other_dates(m: Meeting) -> Mends:
    yield from _less_notice(m)
    yield from _moved_dates(m, "offer", m.offer, _offer)
    yield from _moved_dates(m, "need", m.need, _need)


def _moved_dates(
    m: Meeting, actor: Actor, side: Offer | Need, change: Callable[..., Meeting]
) -> Mends:
    if side.ends_on is not None and side.ends_on < m.first:
        yield from _stay_longer(m, actor, side.ends_on, change)
    if side.starts_on is not None and m.last is not None and side.starts_on > m.last:
        days = (side.starts_on - m.last).days
        step = Step("dates", actor, f"begin by {day_of(m.last)}", days, days / 14)
        yield step, change(m, starts_on=m.last)


def _stay_longer(m: Meeting, actor: Actor, ends: date, change: Callable[..., Meeting]) -> Mends:
    """Yield the first later end that leaves both a time; the plainest where none does."""
    latest = [m.first + timedelta(days=more) for more in range(DAYS_TRIED)]
    tried = ((last, change(m, ends_on=last)) for last in latest)
    last, after = next(((d, a) for d, a in tried if not broken(a)), (latest[0], None))
    days = (last - ends).days
    step = Step("dates", actor, f"wait until {day_of(last)}", days, days / 14)
    yield step, change(m, ends_on=last) if after is None else after


def _less_notice(m: Meeting) -> Mends:
    if m.last is None or m.last < m.as_of:
        return
    starts = [d for d in (m.offer.starts_on, m.need.starts_on) if d]
    if any(d > m.last for d in starts):
        return
    days = (m.last - m.as_of).days
    given, asked = m.offer.lead_days or 0, m.need.lead_days or 0
    after = m
    if given > days:
        after = _offer(after, lead_days=days)
    if asked > days:
        after = _need(after, lead_days=days)
    if after is m:
        return
    saved = max(given, asked) - days
    words = f"do with {days} day{'' if days == 1 else 's'}' notice instead of {max(given, asked)}"
    words = words.replace("day' notice", "day's notice")
    yield Step("dates", "offer" if given >= asked else "need", words, saved, saved / 14), after


# -- teams ----------------------------------------------------------------------------------


def _another_team(m: Meeting) -> Mends:
    if m.team is None:
        return
    least, most = m.team
    short = least - most
    if most >= 1 and (m.offer.team_min or 0) > most:
        step = Step("team", "offer", f"come as {most:g} or fewer", short, short / 5)
        yield step, _offer(m, team_min=int(most))
    if (m.need.team_min or 0) > most:
        step = Step("team", "offer", f"bring at least {least:g} people", short, short / 3)
        cap = None if m.offer.team_max is None else max(m.offer.team_max, math.ceil(least))
        after = _offer(m, team_max=cap)
        yield step, replace(after, giver=replace(after.giver, left=max(m.giver.left, least)))
        if most >= 1:
            step = Step("team", "need", f"do with {most:g} at a time", short, short / 5)
            yield step, _need(m, team_min=int(most))
    if (m.offer.team_min or 0) > most and (m.need.team_max or math.inf) < least:
        step = Step("team", "need", f"find work for {least:g} at a time", short, short / 3)
        after = _need(m, team_max=math.ceil(least))
        yield step, replace(after, host=replace(after.host, left=max(m.host.left, least)))


def _bring_money(m: Meeting) -> Mends:
    cost, budget = m.need.host_cost, m.offer.budget or 0.0
    if cost is not None and cost > budget:
        step = Step("cost", "offer", f"bring {money(cost)} with it", cost - budget, cost / 100)
        yield step, _offer(m, budget=cost)


_MENDS: dict[str, Callable[[Meeting], Mends]] = {
    "distance": _go_further,
    "check": _have_checked,
    "skills": _bring_skill,
    "age": _send_older,
    "unit": _count_alike,
    "times": _other_times,
    "dates": _other_dates,
    "team": _another_team,
    "cost": _bring_money,
}


def names_of(steps: tuple[Step, ...]) -> str:
    """Return some steps in words, joined: "go 9 km instead of 5 km and come an hour later"."""
    return listing([step.words for step in steps])
