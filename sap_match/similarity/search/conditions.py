"""Conditions on a service: each holds, fails, or is not known, and says why."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from sap_match.geo import match_postcode
from sap_match.similarity.search.access import NEEDS
from sap_match.similarity.search.ages import OLDEST, Ages
from sap_match.similarity.search.facts import Facts
from sap_match.windows import Schedule, Window, describe
from sap_match.windows.schedule import CODES, Rule

Kind = Literal["area", "age", "day", "cost", "access", "who"]
KINDS: tuple[Kind, ...] = ("area", "age", "day", "cost", "access", "who")

_LEAST_MINUTES = 30


@dataclass(frozen=True)
class Verdict:
    """Whether a condition holds: true, false, or None where it is not known; and why.

    The reason is empty where there is nothing to tell.
    """

    holds: bool | None
    reason: str


def _yes(reason: str = "") -> Verdict:
    return Verdict(holds=True, reason=reason)


def _no(reason: str) -> Verdict:
    return Verdict(holds=False, reason=reason)


def _unknown(reason: str) -> Verdict:
    return Verdict(holds=None, reason=reason)


class Test(Protocol):
    """What one kind of condition asks."""

    @property
    def label(self) -> str:
        """The condition in words."""
        ...

    def verdict(self, facts: Facts) -> Verdict:
        """Return whether a service satisfies it; an organisation's services are asked apart."""
        ...


@dataclass(frozen=True)
class Condition:
    """A condition, and where it comes from.

    Attributes
    ----------
    words : str
        The words of the question from which it was understood; empty where it was set.
    """

    kind: Kind
    test: Test
    words: str = ""

    @property
    def label(self) -> str:
        """The condition in words: "on Tuesdays"."""
        return self.test.label

    def verdict(self, facts: Facts) -> Verdict:
        """Return whether a record satisfies it.

        An organisation satisfies what one of its services does, and fails only where
        every one of them is known to.
        """
        own = self.test.verdict(replace(facts, parts=()))
        if not facts.parts:
            return own
        told = [self.test.verdict(part) for part in facts.parts]
        for one in (own, *told):
            if one.holds:
                return one
        if own.holds is None and any(v.holds is None for v in told):
            return own
        failed = next((v for v in (own, *told) if v.holds is False), own)
        every = all(v.holds is False for v in told)
        return failed if every else _unknown(own.reason)


# -- the kinds ----------------------------------------------------------------------------


@dataclass(frozen=True)
class AreaTest:
    """Serves an area: names it, one that lies in it, or one in which it lies.

    Parameters
    ----------
    names : str
        As it is shown.
    within : frozenset of str
        The area and all that lie in it.
    around : frozenset of str
        All in which it lies.
    postcodes : tuple of str
        Postcodes of the area, for services that name no area.
    code : str
        The postcode that was asked for, if one was: what stands there is there.
    free : frozenset of str
        Areas of which it is not known where they lie: to serve one of them proves nothing.
    """

    names: str
    within: frozenset[str]
    around: frozenset[str]
    postcodes: tuple[str, ...] = ()
    code: str = ""
    free: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """The condition in words."""
        return f"in {self.names}"

    def verdict(self, facts: Facts) -> Verdict:
        """Return whether a record serves the area."""
        ids = set(facts.area_ids)
        if ids & (self.within | self.around):
            whole = "" if ids & self.within else "all around "
            return _yes(f"serves {whole}{self.names}")
        if facts.closed:
            return _unknown("its place is confidential")
        if self._named_in(facts.name):
            return _yes(f"has {self.names} in its name")
        elsewhere = ids - self.free
        for name, codes in ((self.code, (self.code,)), (self.names, self.postcodes)):
            asked = name == self.code if elsewhere else True
            if name and asked and facts.postcode and match_postcode(facts.postcode, codes):
                return _yes(f"lies in {name}")
        if elsewhere:
            return _no(f"does not serve {self.names}")
        return _unknown(f"whether it serves {self.names}")

    def _named_in(self, name: str) -> bool:
        """Whether a record carries the area's name: Sale's choir, wherever it rehearses."""
        return any(
            re.search(rf"\b{re.escape(n)}\b", name, re.IGNORECASE) for n in self.names.split(" or ")
        )


@dataclass(frozen=True)
class AgeTest:
    """Takes people of an age."""

    ages: Ages
    words: str = ""

    @property
    def label(self) -> str:
        """The condition in words."""
        return self.words or f"for age {self.ages}"

    def verdict(self, facts: Facts) -> Verdict:
        """Return whether a record takes people of the age."""
        if facts.ages is None:
            if self.ages.low in range(16, 19) and self.ages.high >= OLDEST:
                return _yes()  # what names no age takes adults
            return _unknown("the ages it is for")
        if self.ages.overlaps(facts.ages):
            return _yes(f"for {facts.ages}")
        return _no(f"is for age {facts.ages} (by {facts.ages_from})")


@dataclass(frozen=True)
class WhoTest:
    """Is not for the other sex alone."""

    sex: Literal["men", "women"]

    @property
    def label(self) -> str:
        """The condition in words."""
        return f"open to {self.sex}"

    def verdict(self, facts: Facts) -> Verdict:
        """Return whether a record is open to them; what names nobody is open to all."""
        if facts.sex is not None and facts.sex != self.sex:
            return _no(f"is for {facts.sex}")
        return _yes()


@dataclass(frozen=True)
class CostTest:
    """Costs at most so many pounds; 0 is free."""

    most: float

    @property
    def label(self) -> str:
        """The condition in words."""
        return "free" if self.most == 0 else f"at most {pounds(self.most)}"

    def verdict(self, facts: Facts) -> Verdict:
        """Return whether a record costs no more."""
        if facts.cost is None:
            return _unknown("what it costs")
        if facts.cost.low > self.most:
            return _no(f"costs {pounds(facts.cost.low)}")
        if facts.cost.high is None or facts.cost.high > self.most:
            return _unknown("what it costs")
        return _yes("free" if facts.cost.high == 0 else f"costs {pounds(facts.cost.high)}")


def pounds(amount: float) -> str:
    """Return an amount as it is written.

    Examples
    --------
    >>> pounds(3), pounds(2.5)
    ('£3', '£2.50')
    """
    return f"£{amount:g}" if amount == int(amount) else f"£{amount:.2f}"


@dataclass(frozen=True)
class AccessTest:
    """Has what makes a place usable; ``need`` is a key of `access.NEEDS`."""

    need: str

    @property
    def label(self) -> str:
        """The condition in words."""
        return NEEDS[self.need].label

    def verdict(self, facts: Facts) -> Verdict:
        """Return whether a record has it."""
        told = (facts.access or {}).get(self.need)
        if told is None:
            return _unknown(self.label)
        return _yes(self.label) if told else _no(f"not {self.label}")


@dataclass(frozen=True)
class DayTest:
    """Is open on one of some days, between two times, for half an hour at least.

    Parameters
    ----------
    days : tuple of int
        0 for Monday to 6 for Sunday.
    start, end : int
        Minutes since midnight.
    """

    days: tuple[int, ...]
    start: int = 0
    end: int = 1440

    @property
    def label(self) -> str:
        """The condition in words."""
        every = Schedule(tuple(Window(day, self.start, self.end) for day in self.days))
        said = describe(every).removesuffix(" all day")
        return said if said.startswith("every") else f"on {said}"

    def verdict(self, facts: Facts) -> Verdict:
        """Return whether a record is open then."""
        if facts.schedule is None:
            return _unknown("the days and times")
        opens = [w for w in facts.schedule.windows if w.weekday in self.days]
        if any(self._long_enough(w.start, w.end) for w in opens):
            return _yes(f"open {describe(Schedule(tuple(opens)), most=2)}")
        rules = [r for r in facts.schedule.rules if self._falls(r)]
        if rules:
            return _yes(f"open {describe(Schedule((), tuple(rules)), most=2)}")
        if any("BYDAY" not in r.parts for r in facts.schedule.rules):
            return _unknown("the days and times")
        return _no(f"is open {describe(facts.schedule, most=3)}")

    def _long_enough(self, start: int, end: int) -> bool:
        shared = min(end, self.end) - max(start, self.start)
        return shared >= min(_LEAST_MINUTES, end - start, self.end - self.start) and shared > 0

    def _falls(self, rule: Rule) -> bool:
        codes = [code[-2:] for code in rule.parts.get("BYDAY", "").split(",") if code]
        days = {CODES.index(code) for code in codes}
        return bool(days & set(self.days)) and self._long_enough(rule.start, rule.end)
