"""An offer and a need made ready for comparing, and the two side by side."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from sap_match.errors import DataError
from sap_match.model import Need, Offer
from sap_match.recommend.pairings.checks.cells import held
from sap_match.recommend.pairings.checks.gate import EVERYBODY, Cover, cover
from sap_match.recommend.pairings.checks.nations import (
    nations_of_areas,
    nations_of_point,
    nations_of_postcode,
)
from sap_match.recommend.pairings.checks.table import known_checks, spelled
from sap_match.recommend.pairings.dating import later, team_days
from sap_match.recommend.pairings.faults import WHOLE, faults_of, quota_fault_of
from sap_match.recommend.quoting import stems_of
from sap_match.recommend.stretches import DAY, WEEK
from sap_match.recommend.wording import listing
from sap_match.windows import Schedule, Slot, expand, intersect
from sap_match.windows.overlap import common

if TYPE_CHECKING:
    from sap_match.landscape import Profile

HORIZON = timedelta(days=182)
"""How far ahead two timetables are laid beside each other."""

DONE = frozenset(
    {
        *("closed", "met", "filled", "withdrawn", "cancelled", "expired", "delivered"),
        *("inactive", "defunct", "paused", "taken"),
    }
)
"""Statuses of an offer or need that stands no longer."""

CALLED_OFF = frozenset({"cancelled", "declined", "withdrawn", "rejected", "lapsed"})
"""Statuses of an agreement that takes nothing off what is offered."""

_UNITS = {
    "hour": "hours", "hrs": "hours", "hr": "hours", "h": "hours",
    "person": "people", "persons": "people", "volunteer": "people", "volunteers": "people",
    "item": "items", "piece": "items", "pieces": "items",
    "session": "sessions", "visit": "sessions", "visits": "sessions",
    "day": "days", "pound": "pounds", "gbp": "pounds", "£": "pounds",
}  # fmt: skip
_AGED = re.compile(r"\baged?\s+(\d{1,2})(?:\s*(?:-|–|to|and|or)\s*(\d{1,2}))?", re.IGNORECASE)
_FOR_ONE = re.compile(
    r"\b(?:for|to) (?:one|a single) (?:\w+ )?"
    r"(?:charity|group|organisation|cause|host|community|club)\b"
    r"|\bone (?:award|grant|charity|winner)\b",
    re.IGNORECASE,
)


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
    return unit in WHOLE


def is_done(record: Offer | Need) -> bool:
    """Whether a record's status says that it stands no longer."""
    return (record.status or "open").strip().casefold() in DONE


def check_name(check: str) -> str:
    """Return the check that an entry names, in one spelling.

    Examples
    --------
    >>> check_name("DBS Enhanced"), check_name("dbs_enhanced:36 months"), check_name("fork lift")
    ('dbs_enhanced', 'dbs_enhanced', 'fork_lift')
    """
    told = check.partition(":")[0]
    return known_checks().known(told) or spelled(told)


def check_words(names: Iterable[str]) -> str:
    """Return checks in words.

    Examples
    --------
    >>> check_words(["dbs_enhanced", "fork_lift"])
    'an enhanced DBS check and fork lift'
    """
    rows = known_checks().rows
    return listing([rows[n][-1].name if n in rows else n.replace("_", " ") for n in names])


def held_checks(checks: tuple[str, ...]) -> dict[str, date | None]:
    """Return each check that is held, with the last day on which it counts (None: no end).

    What cannot be read counts as over: a check is never taken on trust. People who are
    only willing to be checked hold nothing yet.

    Examples
    --------
    >>> held_checks(("dbs_basic", "first_aid:2027-03-01", "dbs_enhanced:willing 2"))
    {'dbs_basic': None, 'first_aid': datetime.date(2027, 3, 1)}
    """
    found: dict[str, date | None] = {}
    for one in map(held, checks):
        if one.willing is not None:
            continue
        until = date.min if one.fault else one.until
        before = found.get(one.name, date.min)
        found[one.name] = None if until is None or before is None else max(until, before)
    return found


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


def for_one_only(text: str) -> bool:
    """Whether an offer says that it goes to one host alone.

    Examples
    --------
    >>> for_one_only("Six hours, free, for one charity."), for_one_only("Help for charities.")
    (True, False)
    """
    return bool(_FOR_ONE.search(text))


@lru_cache(maxsize=4096)
def longest_in_common(left: Schedule, right: Schedule) -> int:
    """Return the minutes of the longest stretch of a week that two weekly schedules share.

    Examples
    --------
    >>> from sap_match.windows import parse
    >>> longest_in_common(parse("FR 20:00-01:00"), parse("FR 23:00-04:00"))
    120
    """
    shared = common(left, right).windows
    spans = sorted((w.weekday * DAY + w.start, w.weekday * DAY + w.end) for w in shared)
    merged: list[list[int]] = []
    for start, end in [*spans, *((a + WEEK, b + WEEK) for a, b in spans)]:
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return max((end - start for start, end in merged), default=0)


@dataclass(frozen=True, eq=False)
class Listing:
    """An offer or a need made ready: parsed once, used in every pair.

    ``left`` is the quantity that earlier agreements leave (1 where none is given, and then
    ``known`` is False); ``schedule`` is None where the times are unknown.
    """

    record: Offer | Need
    owner: Profile
    unit: str | None
    left: float
    known: bool
    schedule: Schedule | None
    points: tuple[tuple[float, float], ...]

    @property
    def id(self) -> str:
        """The record's id."""
        return self.record.id

    @property
    def name(self) -> str:
        """The owner's name."""
        return self.owner.name

    @cached_property
    def words(self) -> frozenset[str]:
        """The telling words of the description, as stems."""
        return stems_of(self.record.description)

    @cached_property
    def faults(self) -> tuple[str, ...]:
        """What contradicts itself in the record, in words; such a record is not planned."""
        return faults_of(self.record, self.unit)

    @property
    def contradictions(self) -> tuple[str, ...]:
        """The faults, and a lower quota that nothing can reach, in words."""
        return tuple(filter(None, (*self.faults, quota_fault_of(self.record))))

    @cached_property
    def nations(self) -> frozenset[str]:
        """In which nations the owner may be, who decides on checks; none where unknown.

        From the record's postcode or points, else from the owner's postcode or areas. A
        confidential place has no points; its nation tells nobody where it is.
        """
        told = nations_of_postcode(self.record.postcode)
        if not told:
            told = frozenset[str]().union(*(nations_of_point(*point) for point in self.points))
        one = self.owner
        return (
            told or nations_of_postcode(one.organisation.postcode) or nations_of_areas(one.area_ids)
        )

    @property
    def a_day(self) -> float:
        """How many people it gives or takes on one day at most; infinite where that is open.

        A host's largest team is what it can hold on a day.
        """
        most = self.record.team_max
        if most is None or not isinstance(self.record, Need) or self.unit not in ("people", None):
            return math.inf
        return float(most)


@dataclass(frozen=True, eq=False)
class Meeting:
    """One offer and one need side by side, with what the rules and the score look at.

    ``required`` and ``desired`` hold (skill asked for, skill offered) of the skills that
    are covered; ``kept_apart`` says why the two must not be brought together, or "".
    """

    offer: Offer
    need: Need
    giver: Listing
    host: Listing
    as_of: date
    timezone: str
    km: float | None
    likeness: float
    required: tuple[tuple[str, str], ...] = ()
    desired: tuple[tuple[str, str], ...] = ()
    causes: tuple[str, ...] = ()
    kept_apart: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Offer id and need id."""
        return self.offer.id, self.need.id

    @property
    def unit(self) -> str | None:
        """What the two count in."""
        return self.giver.unit or self.host.unit

    @property
    def remote(self) -> bool:
        """Whether both sides say that it can be done from afar."""
        return bool(self.offer.remote and self.need.remote)

    @cached_property
    def first(self) -> date:
        """The first day on which it could be, after the notice that both sides ask for."""
        starts = [d for d in (self.offer.starts_on, self.need.starts_on) if d]
        return max([later(self.as_of, self.notice), *starts])

    @property
    def notice(self) -> int:
        """Days of notice that are asked for."""
        return max(self.offer.lead_days or 0, self.need.lead_days or 0)

    @cached_property
    def last(self) -> date | None:
        """The last day on which it could be, None where neither side names one."""
        return min((d for d in (self.offer.ends_on, self.need.ends_on) if d), default=None)

    @cached_property
    def slots(self) -> list[Slot] | None:
        """Stretches in which both can, to a half-year ahead; None where a side is unknown."""
        giver, host = self.giver.schedule, self.host.schedule
        if giver is None or host is None:
            return None
        last = min(self.last or date.max, later(self.first, HORIZON.days))
        try:
            return intersect(
                expand(giver, self.first, last, timezone=self.timezone),
                expand(host, self.first, last, timezone=self.timezone),
            )
        except DataError:  # more stretches than anybody could mean
            return None

    @cached_property
    def longest(self) -> int | None:
        """Minutes of the longest common stretch, 0 where there is none, None if unknown.

        Weekly windows over a week or more need no dates worked out.
        """
        giver, host = self.giver.schedule, self.host.schedule
        if giver is None or host is None:
            return None
        week = self.last is None or self.last - self.first >= timedelta(days=6)
        if week and not giver.rules and not host.rules:
            return longest_in_common(giver, host)
        return max((s.minutes for s in self.slots or ()), default=0)

    @cached_property
    def team(self) -> tuple[float, float] | None:
        """The size of one visit, from the least to the most people, where teams are meant.

        A quantity that is not known bounds no team: the team comes with its least size.
        """
        if self.giver.unit not in ("people", None) or self.host.unit not in ("people", None):
            return None
        bounds = (self.offer.team_min, self.offer.team_max, self.need.team_min, self.need.team_max)
        if self.need.kind != "volunteering" or not any(b is not None for b in bounds):
            return None
        least = float(max(self.offer.team_min or 0, self.need.team_min or 0))
        caps = [float(b) for b in (self.offer.team_max, self.need.team_max) if b is not None]
        sides = (self.giver, self.host)
        caps += [side.left for side in sides if side.known]
        if "people" in (self.giver.unit, self.host.unit):
            caps.append(float(self.cover.cap(self.first.toordinal())))
        said = [side.left for side in sides if not side.known]
        return least, min([*caps, max([least, *said])] if said else caps)

    @cached_property
    def cover(self) -> Cover:
        """When the offer's checks meet those that the need requires."""
        return cover(self.offer.checks, self.need.checks_required, self.host.nations, self.as_of)

    @property
    def willing(self) -> bool:
        """Whether people must still be checked before the first day."""
        return self.cover.cap(self.first.toordinal()) < EVERYBODY

    @cached_property
    def most(self) -> float:
        """The most that may pass: what both have left, and no more people than can be checked."""
        if self.team is not None:
            return self.team[1]
        most = min(self.giver.left, self.host.left)
        if "people" not in (self.giver.unit, self.host.unit):
            return most
        return min(most, float(self.cover.cap(self.first.toordinal())))

    @cached_property
    def days(self) -> tuple[int, ...]:
        """Ordinals of the first dates on which an indivisible team can come; see `team_days`."""
        return team_days(self)

    @property
    def hosts(self) -> int | None:
        """To how many hosts the offer can go; one team is never split. None is no limit."""
        offer = self.offer
        if for_one_only(offer.description):
            return 1
        if self.team is None or (offer.team_min is None and offer.team_max is None):
            return None
        return max(1, int(self.giver.left // offer.team_max)) if offer.team_max else 1
