"""Whether what an offer lists meets what a need requires: a hard gate, and in words why not.

A check is met by itself or by one that covers it, held on the first day; or by people who
are willing to be checked, where there is time for it. What is not said is not taken on
trust: an unknown check, a level that is not named, a certificate whose day of issue is
needed and not told all fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from sap_match.recommend.pairings.checks.cells import Held, Required, held, required
from sap_match.recommend.pairings.checks.table import known_checks
from sap_match.recommend.wording import day_of

NEVER = 0
ALWAYS = date.max.toordinal()
EVERYBODY = 10**9


@dataclass(frozen=True)
class Cover:
    """When an offer's checks meet a need's, as ordinals of dates: four numbers, for arrays.

    A meeting whose first day is F and whose last is L passes if ``F <= until`` and
    (``F <= clean`` or ``ready <= L``): up to ``clean`` all is held; after it, or where
    nothing is held, people must be checked first, which is done on ``ready`` for at most
    ``people`` of them.

    Examples
    --------
    >>> Cover(ALWAYS, NEVER, date(2026, 12, 1).toordinal(), 4).passes(1, 2)
    False
    """

    until: int
    clean: int
    ready: int
    people: int

    def passes(self, first: int, last: int) -> bool:
        """Whether a meeting from ``first`` to ``last`` (ordinals) has what is required."""
        return first <= self.until and (first <= self.clean or self.ready <= last)

    def cap(self, first: int) -> int:
        """Return how many people can come, `EVERYBODY` where all is held on the first day."""
        return EVERYBODY if first <= self.clean else self.people


FREE = Cover(ALWAYS, ALWAYS, NEVER, EVERYBODY)
"""Nothing is required."""


@lru_cache(maxsize=65536)
def cover(
    checks: tuple[str, ...],
    checks_required: tuple[str, ...],
    nations: frozenset[str],
    as_of: date,
) -> Cover:
    """Return when what is held meets what is required.

    Parameters
    ----------
    checks, checks_required : tuple of str
        The cells of an offer and of a need.
    nations : frozenset of str
        Where the host may be; empty where that is unknown.
    as_of : date
        From which day the weeks of a check that is still to be run are counted.

    Examples
    --------
    >>> today = date(2026, 11, 1)
    >>> one = cover(("dbs_enhanced:2026-12-31",), ("dbs_basic",), frozenset(), today)
    >>> date.fromordinal(one.until), one.cap(today.toordinal()) == EVERYBODY
    (datetime.date(2026, 12, 31), True)
    >>> two = cover(("dbs_enhanced:willing 4",), ("dbs_enhanced",), frozenset(), today)
    >>> two.people, date.fromordinal(two.ready)
    (4, datetime.date(2026, 11, 29))
    """
    if not checks_required:
        return FREE
    told = [_one(required(cell), checks, nations, as_of) for cell in checks_required]
    return Cover(
        until=min(one.until for one in told),
        clean=min(one.clean for one in told),
        ready=max(one.ready for one in told),
        people=min(one.people for one in told),
    )


def _one(asked: Required, checks: tuple[str, ...], nations: frozenset[str], as_of: date) -> Cover:
    if asked.fault or abroad(asked, nations):
        return Cover(NEVER, NEVER, NEVER, 0)
    lists = standing(asked, checks)
    clean = max((_last_day(h, asked, as_of) for h in lists if h.willing is None), default=NEVER)
    willing = max((h.willing for h in lists if h.willing), default=0)
    if not willing or clean == ALWAYS:
        return Cover(clean, clean, NEVER, EVERYBODY)
    weeks = known_checks().at(asked.name, as_of).weeks
    return Cover(ALWAYS, clean, (as_of + relativedelta(weeks=weeks)).toordinal(), willing)


def standing(asked: Required, checks: tuple[str, ...]) -> list[Held]:
    """Return what an offer lists that stands for a required check, whether or not in date."""
    if asked.fault:
        return []
    does = known_checks().standing_for(asked.name)
    return [one for one in map(held, checks) if not one.fault and one.name in does]


def abroad(asked: Required, nations: frozenset[str]) -> bool:
    """Whether a check is another nation's than all those in which the host may be."""
    if asked.fault or not nations:
        return False
    row = known_checks().rows[asked.name][-1]
    return row.is_disclosure and nations.isdisjoint(row.nations)


def _last_day(one: Held, asked: Required, as_of: date) -> int:
    """Return the last day on which something held meets a required check, `NEVER` for none."""
    if one.issued is not None and one.issued > as_of:
        return NEVER
    if asked.months is not None and one.issued is None:
        return NEVER
    ends = [one.until or date.max]
    if one.issued is not None:
        years = known_checks().at(one.name, one.issued).years
        ends += [_later(one.issued, months=12 * years)] if years else []
        ends += [_later(one.issued, months=asked.months)] if asked.months else []
    return min(ends).toordinal()


def _later(day: date, months: int) -> date:
    """Return the day so many months later; of 29 February in a common year, the 28th."""
    try:
        return day + relativedelta(months=months)
    except (ValueError, OverflowError):
        return date.max


# -- in words -----------------------------------------------------------------------------


def lacking(
    checks: tuple[str, ...],
    checks_required: tuple[str, ...],
    nations: frozenset[str],
    as_of: date,
    first: date,
    last: date | None,
) -> list[tuple[Required, str]]:
    """Return each required check that is not met, with why that is more than its absence.

    Examples
    --------
    >>> today = date(2026, 11, 1)
    >>> lists = ("first_aid:2026-10-01",)
    >>> [why for _, why in lacking(lists, ("first_aid",), frozenset(), today, today, None)]
    ['a first-aid certificate ran out on 1 October 2026']
    >>> [why for _, why in lacking((), ("first_aid",), frozenset(), today, today, None)]
    ['']
    """
    end = (last or date.max).toordinal()
    told = []
    for cell in dict.fromkeys(checks_required):
        asked = required(cell)
        if not _one(asked, checks, nations, as_of).passes(first.toordinal(), end):
            told.append((asked, next(_why(asked, checks, nations, as_of), "")))
    return told


def _why(
    asked: Required, checks: tuple[str, ...], nations: frozenset[str], as_of: date
) -> Iterator[str]:
    if asked.fault:
        yield asked.fault
        return
    row = known_checks().at(asked.name, as_of)
    if abroad(asked, nations):
        where = " or ".join(sorted(nations))
        yield f"{row.name} is for {' and '.join(row.nations)}, and the host is in {where}"
    for one in standing(asked, checks):
        name = known_checks().at(one.name, as_of).name
        if one.willing is not None:
            yield f"there is no time to run {row.name}: allow {row.weeks} weeks"
        elif one.issued is not None and one.issued > as_of:
            yield f"{name} is dated {day_of(one.issued)}, which is still to come"
        elif asked.months is not None and one.issued is None:
            yield f"when {name} was issued is not said, and it may be {asked.months} months old"
        else:
            last = date.fromordinal(_last_day(one, asked, as_of))
            yield f"{name} ran out on {day_of(last)}"
    for cell in checks:
        if held(cell).fault:
            yield held(cell).fault
