"""Which offer may meet which need: hard rules, each a function with a reason in words.

A rule looks at one `Meeting` and gives None or why the two may not be paired. What is
unknown never removes a pair, except a required check; it is returned by `unknowns`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from sap_match.model import Need, Offer
from sap_match.recommend.wording import day_of, distance, listing
from sap_match.similarity.words import STOP_WORDS, stem, words_of
from sap_match.windows import Schedule, Slot, describe, expand, intersect

if TYPE_CHECKING:
    from sap_match.landscape import Profile

DONE = frozenset(
    "closed met filled withdrawn cancelled expired delivered inactive defunct paused taken".split()
)
CALLED_OFF = frozenset("cancelled declined withdrawn rejected lapsed".split())
HORIZON = timedelta(days=182)
_WHOLE = frozenset({"people", "items", "sessions", "days"})
_UNITS = {
    "hour": "hours", "hours": "hours", "hrs": "hours", "hr": "hours", "h": "hours",
    "person": "people", "people": "people", "persons": "people", "volunteer": "people",
    "volunteers": "people", "places": "people",
    "item": "items", "items": "items", "piece": "items", "pieces": "items",
    "session": "sessions", "sessions": "sessions", "visit": "sessions", "visits": "sessions",
    "day": "days", "days": "days",
    "pound": "pounds", "pounds": "pounds", "gbp": "pounds", "£": "pounds",
}  # fmt: skip
#: An offer's exclusion that touches a protected characteristic (Equality Act 2010, section 4).
PROTECTED = frozenset(
    stem(w)
    for w in (
        "faith faiths religion religious church churches mosque islam muslim jewish christian "
        "women men gay lesbian lgbt trans transgender race racial ethnic disability disabled "
        "age older young pregnancy maternity refugees asylum migrants gypsy traveller"
    ).split()
)
_ANY_GROUP = frozenset(
    {stem(w) for w in "group groups organisation charity body cause project".split()}
)
_FAITH = frozenset(
    {stem(w) for w in "faith church chapel mosque synagogue gurdwara temple".split()}
)
_AGED = re.compile(r"\baged?\s+(\d{1,2})(?:\s*(?:-|–|to|and|or)\s*(\d{1,2}))?", re.IGNORECASE)


def unit_of(unit: str | None) -> str | None:
    """Return a unit in one spelling, or None where it is unknown.

    Examples
    --------
    >>> unit_of("Hour"), unit_of("litres"), unit_of(None)
    ('hours', 'litres', None)
    """
    if unit is None or not unit.strip():
        return None
    plain = unit.strip().casefold()
    return _UNITS.get(plain, plain)


def is_whole(unit: str | None) -> bool:
    """Whether a unit comes in whole numbers only."""
    return unit in _WHOLE


def stems(text: str) -> frozenset[str]:
    """Return the telling words of a text as stems."""
    return frozenset(stem(w) for w in words_of(text) if w not in STOP_WORDS and len(w) > 1)


def check_name(check: str) -> str:
    """Return a check in one spelling.

    Examples
    --------
    >>> check_name("DBS Enhanced")
    'dbs_enhanced'
    """
    return re.sub(r"[\s\-]+", "_", check.strip().casefold())


def held_checks(checks: tuple[str, ...]) -> dict[str, date | None]:
    """Return each check that is held, with the last day on which it counts (None: no end).

    A date that cannot be read counts as over: a check is never taken on trust.

    Examples
    --------
    >>> held_checks(("dbs_basic", "first_aid:2027-03-01"))
    {'dbs_basic': None, 'first_aid': datetime.date(2027, 3, 1)}
    """
    held: dict[str, date | None] = {}
    for check in checks:
        name, _, until = check.partition(":")
        try:
            held[check_name(name)] = date.fromisoformat(until.strip()) if until.strip() else None
        except ValueError:
            held[check_name(name)] = date.min
    return held


@dataclass(frozen=True)
class Listing:
    """An offer or a need made ready for comparing: parsed once, used in every pair.

    ``left`` is the quantity that earlier agreements leave, ``schedule`` None where the
    times are unknown.
    """

    record: Offer | Need
    owner: Profile
    unit: str | None
    left: float
    known: bool
    schedule: Schedule | None
    words: frozenset[str]

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id

    @property
    def name(self) -> str:
        """The owner's name."""
        return self.owner.name


@dataclass(frozen=True, eq=False)
class Meeting:
    """One offer and one need side by side, with what the rules and the score look at."""

    offer: Offer
    need: Need
    giver: Listing
    host: Listing
    as_of: date
    timezone: str
    km: float | None
    likeness: float
    alike: bool
    required: tuple[tuple[str, str], ...]
    """(skill asked for, skill offered) of the required skills that are covered."""
    desired: tuple[tuple[str, str], ...]
    kept_apart: str = ""

    @property
    def remote(self) -> bool:
        """Whether both sides say that it can be done from afar."""
        return bool(self.offer.remote and self.need.remote)

    @cached_property
    def first(self) -> date:
        """The first day on which it could be, after both sides' notice."""
        lead = max(self.offer.lead_days or 0, self.need.lead_days or 0)
        starts = [d for d in (self.offer.starts_on, self.need.starts_on) if d]
        return max([self.as_of + timedelta(days=lead), *starts])

    @cached_property
    def last(self) -> date | None:
        """The last day on which it could be, None where neither side names one."""
        return min((d for d in (self.offer.ends_on, self.need.ends_on) if d), default=None)

    @cached_property
    def slots(self) -> list[Slot] | None:
        """Stretches in which both can, to a half-year ahead; None where a side is unknown."""
        if self.giver.schedule is None or self.host.schedule is None:
            return None
        last = min(self.last or date.max, self.first + HORIZON)
        both = [
            expand(side.schedule, self.first, last, timezone=self.timezone)
            for side in (self.giver, self.host)
            if side.schedule is not None
        ]
        return intersect(both[0], both[1])

    @property
    def longest(self) -> int:
        """Minutes of the longest common stretch, 0 where there is none."""
        return max((s.minutes for s in self.slots or ()), default=0)

    @cached_property
    def team(self) -> tuple[float, float] | None:
        """The size of one visit, from the least to the most people, where teams are meant."""
        if self.giver.unit not in ("people", None) or self.host.unit not in ("people", None):
            return None
        bounds = (self.offer.team_min, self.offer.team_max, self.need.team_min, self.need.team_max)
        if self.need.kind != "volunteering" or not any(b is not None for b in bounds):
            return None
        least = max(self.offer.team_min or 0, self.need.team_min or 0)
        caps = [float(b) for b in (self.offer.team_max, self.need.team_max) if b is not None]
        return float(least), min([*caps, self.giver.left, self.host.left])


Rule = Callable[[Meeting], "str | None"]


def too_far(m: Meeting) -> str | None:
    """The need lies beyond the distance that the offer will go."""
    limit = m.offer.max_distance_km
    if limit is None or m.km is None or m.km <= limit:
        return None
    if m.remote or (m.offer.remote and m.need.remote is None):
        return None
    return (
        f"{m.host.name} is {distance(m.km)} away and {m.giver.name} goes no further than "
        f"{distance(limit)}"
    )


def ended(m: Meeting) -> str | None:
    """One side is over at the date."""
    for side in (m.giver, m.host):
        last = side.record.ends_on
        if last is not None and last < m.as_of:
            return f"what {side.name} listed ended on {day_of(last)}"
    return None


def dates_apart(m: Meeting) -> str | None:
    """The two date ranges do not meet, or the notice asked for is longer than what is left."""
    if m.last is None or m.first <= m.last:
        return None
    lead = max(m.offer.lead_days or 0, m.need.lead_days or 0)
    if lead and m.as_of <= m.last and m.last < m.as_of + timedelta(days=lead):
        return f"{lead} days' notice is asked for, and the last day is {day_of(m.last)}"
    return (
        f"{m.giver.name} can from {day_of(m.offer.starts_on or m.as_of)}"
        f"{_until(m.offer.ends_on)}, {m.host.name} from "
        f"{day_of(m.need.starts_on or m.as_of)}{_until(m.need.ends_on)}"
    )


def _until(last: date | None) -> str:
    return f" to {day_of(last)}" if last else ""


SHORTEST = {"goods": 30}
"""Minutes that two timetables must share; an hour unless said here."""


def times_apart(m: Meeting) -> str | None:
    """The two timetables share no stretch that is long enough."""
    if dates_apart(m) or m.slots is None or m.longest >= SHORTEST.get(m.need.kind, 60):
        return None
    assert m.giver.schedule is not None and m.host.schedule is not None  # noqa: S101
    return (
        f"{m.giver.name} can on {describe(m.giver.schedule, most=3)}, "
        f"{m.host.name} on {describe(m.host.schedule, most=3)}"
    )


def checks_missing(m: Meeting) -> str | None:
    """A required check is not held, or runs out before the first day."""
    held = held_checks(m.offer.checks)
    missing = []
    for name in dict.fromkeys(map(check_name, m.need.checks_required)):
        spoken = name.replace("_", " ")
        if name not in held:
            missing.append(spoken)
        elif (until := held[name]) is not None and until < m.first:
            missing.append(f"{spoken} (ran out on {day_of(until)})" if until > date.min else spoken)
    if not missing:
        return None
    has = listing([c.replace("_", " ") for c in held]) or "no check"
    return f"{m.host.name} requires {listing(missing)}, and {m.giver.name} lists {has}"


def team_unfit(m: Meeting) -> str | None:
    """No size of team suits both sides."""
    if m.team is None or m.team[0] <= m.team[1]:
        return None
    least, most = m.team
    asked = f"{m.host.name} asks for at least {m.need.team_min} at a time"
    brings = f"{m.giver.name} comes as {m.offer.team_min} or more"
    if m.need.team_min is not None and least == m.need.team_min:
        return f"{asked}, and {m.giver.name} has {most:g}"
    return f"{brings}, and {m.host.name} has use for {most:g}"


def units_unlike(m: Meeting) -> str | None:
    """The two count in different things."""
    given, asked = m.giver.unit, m.host.unit
    if given is None or asked is None or given == asked:
        return None
    return f"{m.giver.name} counts in {given}, {m.host.name} in {asked}"


def cause_excluded(m: Meeting) -> str | None:
    """The offer excludes what the host or the need stands for; this goes to the officer."""
    for exclusion in m.offer.exclusions:
        found = excluded_by(exclusion, m)
        if found:
            officer = ": for the officer to look at, it may touch a protected characteristic"
            told = officer if stems(exclusion) & PROTECTED else ": the officer should know"
            return f"{m.giver.name} excludes {exclusion}, and {m.host.name} is {found}{told}"
    return None


def excluded_by(exclusion: str, m: Meeting) -> str | None:
    """Return by what the host falls under an exclusion ("listed under faith"), or None."""
    wanted = stems(exclusion) - _ANY_GROUP
    labels = [*m.host.owner.themes, *m.need.causes]
    for label in labels:
        if wanted and wanted <= stems(label):
            return f"listed under {label}"
    form = (m.host.owner.organisation.legal_form or "").casefold()
    if wanted & _FAITH and stems(form) & _FAITH:
        return f"a {form}"
    if "photograph" in wanted and m.host.owner.closed:
        return "a place that is never told"
    return None


def too_young(m: Meeting) -> str | None:
    """Those who come are said to be younger than the need's minimum age."""
    told = ages_told(m.offer.description)
    if told is None or m.need.minimum_age is None or told[0] >= m.need.minimum_age:
        return None
    return (
        f"{m.host.name} takes people from {m.need.minimum_age:g}, and those of {m.giver.name} "
        f"are {told[0]}"
    )


def ages_told(text: str) -> tuple[int, int] | None:
    """Return the ages that a description names, youngest and oldest.

    Examples
    --------
    >>> ages_told("Aged 16 and 17, with a teacher."), ages_told("All ages.")
    ((16, 17), None)
    """
    found = _AGED.search(text)
    if found is None:
        return None
    ages = [int(a) for a in found.groups() if a]
    return min(ages), max(ages)


def skills_missing(m: Meeting) -> str | None:
    """None of the required skills is offered."""
    if not m.need.skills_required or m.required:
        return None
    has = listing(list(m.offer.skills)[:3]) or "no skill"
    return f"{m.host.name} requires {listing(m.need.skills_required)}; {m.giver.name} lists {has}"


def nothing_in_common(m: Meeting) -> str | None:
    """What is offered and what is asked for are different things."""
    if m.alike:
        return None
    return f"what {m.giver.name} offers is not what {m.host.name} asks for"


def kept_apart(m: Meeting) -> str | None:
    """The two organisations, or this very pair, must not be brought together."""
    return m.kept_apart or None


def nothing_left(m: Meeting) -> str | None:
    """Earlier agreements have used up one side."""
    for side in (m.giver, m.host):
        if side.left <= 0:
            return f"nothing is left of what {side.name} listed"
    return None


RULES: tuple[tuple[str, Rule], ...] = (
    ("nothing in common", nothing_in_common),
    ("kept apart", kept_apart),
    ("ended", ended),
    ("quantity", nothing_left),
    ("unit", units_unlike),
    ("exclusion", cause_excluded),
    ("check", checks_missing),
    ("skills", skills_missing),
    ("age", too_young),
    ("distance", too_far),
    ("dates", dates_apart),
    ("times", times_apart),
    ("team", team_unfit),
)
"""Every rule by its name, in the order in which they are told."""


def broken(m: Meeting) -> list[tuple[str, str]]:
    """Return (rule, reason) of every rule that the meeting breaks."""
    return [(name, why) for name, rule in RULES if (why := rule(m)) is not None]


def unknowns(m: Meeting) -> tuple[str, ...]:
    """Return what must be asked because neither record says it."""
    asked = []
    if not m.remote and m.offer.max_distance_km is not None and m.km is None:
        where = "that it can be reached" if m.host.owner.closed else f"where {m.host.name} needs it"
        asked.append(f"{where}, within {distance(m.offer.max_distance_km)}")
    elif m.km is not None and too_far_but_remote(m):
        asked.append(f"that {m.host.name} would take it from afar")
    if m.slots is None and (m.giver.schedule is None) != (m.host.schedule is None):
        unsaid = m.giver if m.giver.schedule is None else m.host
        asked.append(f"which days suit {unsaid.name}")
    for side in (m.giver, m.host):
        if side.schedule is not None and side.schedule.needs_start:
            asked.append(f"in which weeks {side.name} means")
        if not side.known:
            asked.append(f"how much {side.name} {'has' if side is m.giver else 'wants'}")
    if (m.giver.unit is None) != (m.host.unit is None):
        asked.append(f"that both count in {m.giver.unit or m.host.unit}")
    if m.need.minimum_age is not None and ages_told(m.offer.description) is None:
        asked.append(f"that everybody is at least {m.need.minimum_age:g}")
    covered = {skill for skill, _ in m.required}
    asked += [
        f"{skill}, which is required" for skill in m.need.skills_required if skill not in covered
    ]
    asked += [
        f"that “{x}” does not rule out {m.host.name}"
        for x in m.offer.exclusions
        if excluded_by(x, m) is None and not stems(x) & PROTECTED
    ]
    for side in (m.giver, m.host):
        if side.owner.organisation.suggest == "ask":
            asked.append(f"that {side.name} wants to be suggested")
    return tuple(asked)


def too_far_but_remote(m: Meeting) -> bool:
    """Whether the distance is too great and only working from afar would do."""
    limit = m.offer.max_distance_km
    return limit is not None and m.km is not None and m.km > limit and m.need.remote is None
