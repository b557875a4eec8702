"""What all others of a kind lack, as one sentence with counts: no offer within reach on ..."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sap_match.recommend.pairings.leftover import Left
from sap_match.recommend.pairings.listing import check_words
from sap_match.recommend.pairings.rules import DIFFERENT, missing_checks, period
from sap_match.recommend.wording import listing, money
from sap_match.windows import describe

OFFICERS = ("for the officer", "exclusion")
"""Rules whose notes a person reads one by one; they are not counted with the rest."""
MOST_TOLD = 2
"""How many conditions are told in the sentence itself; the rest are counted after it."""


def binding(one: Left) -> Iterator[str]:
    """Yield the sentence of what keeps the others out, with counts; nothing where none is.

    A rule counts all that break it, also those that break another.
    """
    counts = dict(one.counts)
    different = counts.pop(DIFFERENT, 0)
    for rule in OFFICERS:
        counts.pop(rule, 0)
    if not counts:
        if different:
            yield _something_else(one, different)
        return
    worst = sorted(counts, key=lambda rule: (-counts[rule], _ORDER.index(rule)))
    told = [rule for rule in _ORDER if rule in worst[:MOST_TOLD]]
    noun = "need" if one.side == "offer" else "offer"
    head = f"no {'other ' if one.placed or one.fitting else ''}{noun} of {one.own.record.kind} "
    said = ", ".join(_SAYING[rule](one, counts[rule]) for rule in told)
    rest = [f"{counts[rule]} {_SHORT[rule]}" for rule in worst[MOST_TOLD:]]
    rest += [
        f"{different} of {one.seen} {'is' if different == 1 else 'are'} something else"
    ] * bool(different)
    text = f"{head}{said}{'; ' if rest else ''}{', '.join(rest)}."
    yield text[0].upper() + text[1:]


def _something_else(one: Left, n: int) -> str:
    """Say that all others, or the rest of them, are about something else."""
    kind = one.own.record.kind
    noun, verb = ("need", "asks for") if one.side == "offer" else ("offer", "is of")
    if n == one.seen:
        if n == 1:
            return f"The only {noun} of {kind} {verb} something else."
        return f"All {n} {noun}s of {kind} {_plural(verb)} something else."
    if n == 1:
        return f"The other {noun} of {kind} {verb} something else."
    return f"The other {n} {noun}s of {kind} {_plural(verb)} something else."


def _plural(verb: str) -> str:
    return {"asks for": "ask for", "is of": "are of"}[verb]


def _n(n: int, one: str, many: str) -> str:
    return f"({n} {one if n == 1 else many})"


def _agreed(_: Left, n: int) -> str:
    return f"that is not agreed or kept apart already {_n(n, 'is', 'are')}"


def _standing(_: Left, n: int) -> str:
    return f"that is still open {_n(n, 'is over', 'are over')}"


def _clear(_: Left, n: int) -> str:
    return f"that does not contradict itself {_n(n, 'does', 'do')}"


def _paid(one: Left, n: int) -> str:
    cost = getattr(one.own.record, "host_cost", None)
    if cost is None:
        return f"that it can pay for {_n(n, 'costs more', 'cost more')}"
    return f"that brings {money(cost)} {_n(n, 'brings less', 'bring less')}"


def _unused(_: Left, n: int) -> str:
    return f"with something left {_n(n, 'is used up', 'are used up')}"


def _unit(one: Left, n: int) -> str:
    return f"counted in {one.own.unit} {_n(n, 'is not', 'are not')}"


def _check(one: Left, n: int) -> str:
    missing = {c for r in one.refused for c in missing_checks(r.meeting)}
    names = [check_words([name]) for name in sorted(missing)]
    if one.side == "need":
        return (
            f"with {listing(names)} {_n(n, 'lacks it', 'lack it')}"
            if len(names) < 2
            else (f"with {listing(names)} {_n(n, 'lacks one', 'lack one')}")
        )
    if len(names) > 2:
        names = [*names[:2], "another check"]
    return f"that does without {listing(names, 'or')} {_n(n, 'asks for it', 'ask for one')}"


def _skills(one: Left, n: int) -> str:
    asked = [s for r in one.refused for s in r.meeting.need.skills_required]
    names = listing(list(dict.fromkeys(asked))[:3], "or") or "the skill"
    if one.side == "need":
        return f"with {names} {_n(n, 'lacks it', 'lack it')}"
    return f"that does without {names} {_n(n, 'asks for it', 'ask for it')}"


def _age(one: Left, n: int) -> str:
    if one.side == "need":
        ages = [r.meeting.need.minimum_age for r in one.refused]
        age = next((f"{a:g}" for a in ages if a is not None), "the age asked for")
        return f"of people from {age} {_n(n, 'is of younger ones', 'are of younger ones')}"
    return f"open to people so young {_n(n, 'is not', 'are not')}"


def _distance(one: Left, n: int) -> str:
    if one.side == "need":
        return f"within reach {_n(n, 'goes less far', 'go less far')}"
    limits = [r.meeting.offer.max_distance_km for r in one.refused]
    limit = next((x for x in limits if x is not None), None)
    near = "near enough" if limit is None else f"within {limit:g} km"
    return f"{near} {_n(n, 'is further', 'are further')}"


def _dates(one: Left, n: int) -> str:
    return (
        f"{period(one.own, one.as_of)} {_n(n, 'is not to be had then', 'are not to be had then')}"
    )


def _times(one: Left, n: int) -> str:
    schedule = one.own.schedule
    when = "at its times" if schedule is None else f"on {describe(schedule, most=2)}"
    return f"{when} {_n(n, 'cannot', 'cannot')}"


def _team(one: Left, n: int) -> str:
    least, most = one.own.record.team_min, one.own.record.team_max or one.own.left
    if not one.own.known and one.own.record.team_max is None:
        return f"for a team of {least or 1:g} or more {_n(n, 'is not', 'are not')}"
    size = f"{least:g} to {most:g}" if least and least < most else f"{least or most:g}"
    size += "" if least else " or fewer"
    return f"for a team of {size} {_n(n, 'is not', 'are not')}"


_SAYING: dict[str, Callable[[Left, int], str]] = {
    "kept apart": _agreed,
    "fault": _clear,
    "ended": _standing,
    "quantity": _unused,
    "unit": _unit,
    "distance": _distance,
    "dates": _dates,
    "times": _times,
    "check": _check,
    "skills": _skills,
    "age": _age,
    "team": _team,
    "cost": _paid,
}
_SHORT = {
    "kept apart": "agreed or kept apart already",
    "fault": "contradicting themselves",
    "ended": "over",
    "quantity": "used up",
    "unit": "counted otherwise",
    "distance": "too far",
    "dates": "at other dates",
    "times": "at other times",
    "check": "for want of a check",
    "skills": "for want of a skill",
    "age": "for younger people",
    "team": "for another size of team",
    "cost": "for want of what it costs the host",
}
_ORDER = tuple(_SAYING)
