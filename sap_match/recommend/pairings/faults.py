"""What contradicts itself in one offer or need: told, never guessed away.

A fault keeps the record out of the plan: no quantity or date would be right. A lower quota
above the quantity needs no rule, for nothing can reach it; it is told. Times that never
fall into the record's own period only make a question, for one of the two may be meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sap_match.errors import DataError
from sap_match.model import Need, Offer
from sap_match.recommend.wording import day_of
from sap_match.windows import Schedule, describe, expand

LONGEST = timedelta(days=800)
"""How long a period is worked out to dates to see whether any of its windows falls in it."""
WHOLE = frozenset({"people", "items", "sessions", "days"})
"""Units of which there is no half."""


def faults_of(record: Offer | Need, unit: str | None) -> tuple[str, ...]:
    """Return what contradicts itself in a record, in words that follow *X's listing*.

    Reads quantity, team_min, team_max, starts_on, ends_on and the unit.

    Examples
    --------
    >>> from datetime import date
    >>> one = Offer(
    ...     id="o",
    ...     organisation_id="b",
    ...     kind="goods",
    ...     description="Paint",
    ...     quantity=4,
    ...     quantity_min=6,
    ...     starts_on=date(2027, 1, 2),
    ...     ends_on=date(2027, 1, 1),
    ... )
    >>> faults_of(one, "items")
    ('ends on 1 January 2027, before it begins on 2 January 2027',)
    >>> quota_fault_of(one)
    'has at least 6 and at most 4'
    """
    return (*_dates(record), *_quantities(record, unit))


def quota_fault_of(record: Offer | Need) -> str:
    """Return that a record's lower quota lies above its quantity, or ""."""
    most, least = record.quantity, record.quantity_min
    if most is None or least is None or least <= most:
        return ""
    return f"has at least {least:g} and at most {most:g}"


def _dates(record: Offer | Need) -> Iterator[str]:
    first, last = record.starts_on, record.ends_on
    if first is not None and last is not None and last < first:
        yield f"ends on {day_of(last)}, before it begins on {day_of(first)}"


def _quantities(record: Offer | Need, unit: str | None) -> Iterator[str]:
    most = record.quantity
    fewest, team = record.team_min, record.team_max
    if most is not None and most <= 0:
        yield "has a quantity of 0"
    elif most is not None and most < 1 and unit in WHOLE:
        yield f"has a quantity of {most:g} {unit}, which is less than one"
    if team is not None and team <= 0:
        yield "has teams of at most 0 people"
    elif fewest is not None and team is not None and fewest > team:
        yield f"has teams of at least {fewest} and at most {team} people"
    elif fewest is not None and most is not None and unit == "people" and fewest > most > 0:
        yield f"has teams of at least {fewest} people, and {most:g} people in all"


def no_day_of(record: Offer | Need, schedule: Schedule | None) -> str:
    """Return that none of a record's times falls into its own period, or "".

    Examples
    --------
    >>> from datetime import date
    >>> from sap_match.windows import parse
    >>> monday = date(2026, 11, 2)
    >>> one = Offer(
    ...     id="o",
    ...     organisation_id="b",
    ...     kind="goods",
    ...     description="Paint",
    ...     starts_on=monday,
    ...     ends_on=monday,
    ... )
    >>> no_day_of(one, parse("TU 09:00-12:00"))
    'stands on 2 November 2026 only, and its times (Tuesdays 9 am to noon) are never then'
    >>> no_day_of(one, parse("MO 09:00-12:00"))
    ''
    """
    first, last = record.starts_on, record.ends_on
    if not schedule or first is None or last is None or last < first or last - first > LONGEST:
        return ""
    if schedule.needs_start or (not schedule.rules and last - first >= timedelta(days=6)):
        return ""
    try:
        found = expand(schedule, first, last)
    except DataError:  # more than anybody could mean, so not none
        return ""
    if found:
        return ""
    when = f"on {day_of(first)} only"
    if first < last:
        when = f"from {day_of(first)} to {day_of(last)}"
    return f"stands {when}, and its times ({describe(schedule, most=3)}) are never then"
