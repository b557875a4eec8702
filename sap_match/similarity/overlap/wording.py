"""What speaks against calling an overlap the same thing twice, and what could be done."""

from __future__ import annotations

from collections.abc import Sequence

from sap_match.similarity.overlap.likeness import listed
from sap_match.similarity.overlap.provision import DAYS, Door, Provision
from sap_match.windows import weekly_minutes

_DOOR_WORDS: dict[Door, str] = {
    "waiting list": "has a waiting list",
    "full": "says that it is full",
    "referral only": "takes people by referral",
    "members only": "is for its members",
}
_WEEK = frozenset(range(5))
SESSION_MINUTES = 15 * 60
"""Hours a week up to which a service has sessions that could lie on another day."""


def counter_reasons(a: Provision, b: Provision, told: Sequence[str]) -> str:
    """Return what sets two like services apart, as one sentence, or nothing."""
    found = list(told)
    for one, other in sorted(((a, b), (b, a)), key=lambda both: both[0].id):
        doors = sorted(one.doors - other.doors)
        if doors:
            found.append(f"{one.name} {listed([_DOOR_WORDS[d] for d in doors])}")
    both = sorted((a.doors & b.doors) & {"waiting list", "full"})
    if both:
        found.append("both have more asking than room")
    if a.reach != b.reach and "remote" in (a.reach, b.reach):
        one = a if a.reach == "remote" else b
        found.append(f"{one.name} works by telephone or online")
    text = "; ".join(found)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def possibilities(
    a: Provision, b: Provision, *, near: bool, like_people: bool, differs: bool
) -> tuple[str, ...]:
    """Return what two providers could do, each from a fact of the pair, the plainest first."""
    found = []
    together = a.days & b.days
    sessions = is_session(a) and is_session(b)
    free = _WEEK - a.days - b.days
    if sessions and 1 <= len(together) <= 2 and free:
        found.append(
            f"Spread over the week: both are open on {_days(together)}, "
            f"and neither on {_days(free, 'or')}."
        )
    if (a.doors ^ b.doors) & {"waiting list", "full", "referral only"}:
        found.append("Refer: one can be come to where the other asks people to wait or be sent.")
    elif a.doors & b.doors & {"waiting list", "full"}:
        found.append("Share the waiting: both have more asking than room.")
    elif differs:
        found.append("Refer: each can send on whom the other suits better.")
    if near and sessions and together:
        found.append(
            "Share: they are near and meet on one day, so a room, a van or helpers can serve both."
        )
    elif near:
        found.append("Share: they are near, so a room, training or helpers can serve both.")
    if near and sessions and together and like_people and not (differs or a.doors or b.doors):
        found.append("Merge: ask both whether doing it together would suit them.")
    return tuple(found) or ("Refer: make sure that each knows of the other.",)


def is_session(one: Provision) -> bool:
    """Whether a service meets for some hours a week, and is no office that is always open."""
    return one.schedule is not None and weekly_minutes(one.schedule) <= SESSION_MINUTES


def _days(days: frozenset[int], joined: str = "and") -> str:
    names = [f"{DAYS[d]}s" for d in sorted(days)]
    return (
        listed(names)
        if joined == "and"
        else " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    )
