"""Whether a need may ask for the checks that it names: flags for the officer, never a gate.

The law lets a host ask for most checks only where the role is of a certain sort. What the
record itself shows to be impossible is flagged: there is nobody to check; a role of a day
or two is no regulated activity with children; nobody under 16 can be checked. What the
record does not say (is it personal care?) stays open, and the flag says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sap_match.recommend.pairings.checks.cells import required
from sap_match.recommend.pairings.checks.table import Check, known_checks
from sap_match.recommend.wording import day_of

YOUNGEST = 16
"""Age from which a disclosure can be applied for."""
FREQUENT = 4
"""Days in thirty from which an activity with children is regulated (if not weekly)."""
_ROLES = ("volunteering", "skills")
_PEOPLE_UNITS = (None, "people", "hours", "sessions", "days")


@dataclass(frozen=True)
class Role:
    """The facts of a need that say what may be asked for.

    ``days`` on how many days somebody comes at most, None where that is open;
    ``at_night`` whether the hours from 2 to 6 are among them.
    """

    kind: str
    unit: str | None = None
    days: int | None = None
    at_night: bool = False
    supervised: bool = False
    minimum_age: float | None = None
    nations: frozenset[str] = frozenset()


def flags(checks_required: tuple[str, ...], role: Role, as_of: date) -> tuple[str, ...]:
    """Return, for each check that the record shows may not be asked for, why.

    Each follows the words *that X may ask for*, and names the rule's source.

    Examples
    --------
    >>> day = date(2026, 11, 14)
    >>> one = Role("volunteering", "people", days=1)
    >>> print(*flags(("dbs_enhanced_children",), one, day))
    an enhanced DBS check with the children's barred list: it may be asked for only for
    regulated activity with children: once a week, on four days of thirty, or overnight; one
    day is none, unless it is personal or health care (source: “Regulated activity: removal of
    the supervision exemption”)
    >>> flags(("dbs_enhanced",), one, day), flags(("dbs_basic",), Role("funding", "pounds"), day)
    ((), ())
    """
    told = []
    for cell in dict.fromkeys(checks_required):
        asked = required(cell)
        if asked.fault:
            continue
        row = known_checks().at(asked.name, as_of)
        if row.is_disclosure:
            told += [
                f"{row.name}: {why} (source: “{row.source}”)" for why in _doubts(row, role, as_of)
            ]
    return tuple(told)


def _doubts(row: Check, role: Role, as_of: date) -> Iterator[str]:
    if row.valid_to < as_of and row.then:
        now = known_checks().at(row.then, as_of).name
        yield f"there has been none since {day_of(row.valid_to)}, and {now} takes its place"
    if row.asked_for == ("any",):
        return
    if role.kind not in _ROLES and (role.kind != "goods" or role.unit not in _PEOPLE_UNITS[1:]):
        yield f"it may be asked {row.who_may_ask}; {role.kind} brings nobody to check"
    elif "children" in row.asked_for and _seldom(role):
        days = "one day is" if role.days == 1 else f"{role.days} days are"
        yield (
            f"it may be asked for {row.who_may_ask}; {days} none, unless it is personal or "
            "health care"
        )
    elif "children" in row.asked_for and role.supervised and not row.supervised:
        yield f"it may be asked for {row.who_may_ask}; this role is supervised"
    if role.minimum_age is not None and role.minimum_age < YOUNGEST:
        yield f"nobody under {YOUNGEST} can have one, and people of {role.minimum_age:g} may come"


def _seldom(role: Role) -> bool:
    return role.days is not None and role.days < FREQUENT and not role.at_night
