"""What must be asked before a pairing holds: all that neither record says.

Nothing here removes a pair. What the law lets a host ask for is among it, and what only the
officer can decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sap_match.model import Need
from sap_match.recommend.pairings.checks.cells import required
from sap_match.recommend.pairings.checks.may_ask import Role, flags
from sap_match.recommend.pairings.checks.table import known_checks
from sap_match.recommend.pairings.dating import days_of_role
from sap_match.recommend.pairings.faults import no_day_of
from sap_match.recommend.pairings.listing import Listing, Meeting, ages_told
from sap_match.recommend.pairings.protected import touches
from sap_match.recommend.wording import day_of, listing, money

ADULT = 18


def unknowns(m: Meeting) -> tuple[str, ...]:
    """Return what must be asked because neither record says it."""
    return (
        *_officer_to_ask(m),
        *_place_to_ask(m),
        *_times_to_ask(m),
        *_checks_to_ask(m),
        *_people_to_ask(m),
        *_rest_to_ask(m),
    )


def _officer_to_ask(m: Meeting) -> Iterator[str]:
    for exclusion in m.offer.exclusions:
        what = touches(exclusion)
        if what:
            yield (
                f"that the officer has looked at “{exclusion}”, which {m.giver.name} excludes: "
                f"it touches {listing(what)}"
            )


def _checks_to_ask(m: Meeting) -> Iterator[str]:
    for why in may_not_ask(m.host, m.as_of, m.timezone):
        yield f"that {m.host.name} may ask for {why}"
    asked = [one for one in map(required, m.need.checks_required) if not one.fault]
    rows = [known_checks().at(one.name, m.as_of) for one in asked]
    if m.willing:
        ready = date.fromordinal(m.cover.ready)
        names = listing([row.name for row in rows if row.weeks])
        yield (
            f"that {m.host.name} runs {names} for up to {m.cover.people} from {m.giver.name}, "
            f"who are willing: allow {max(row.weeks for row in rows)} weeks, to {day_of(ready)}"
        )
    if not m.host.nations and any(row.is_disclosure for row in rows):
        row = next(row for row in rows if row.is_disclosure)
        yield f"where {m.host.name} decides: {row.name} is for {listing(list(row.nations))}"


def may_not_ask(host: Listing, as_of: date, timezone: str) -> tuple[str, ...]:
    """Return the checks that a need asks for and, by its own record, may not, with why.

    Reads kind, unit, checks_required, minimum_age, supervision, windows, starts_on and
    ends_on of the need alone.
    """
    need = host.record
    if not isinstance(need, Need) or not need.checks_required:
        return ()
    days, at_night = days_of_role(host, timezone)
    role = Role(
        kind=need.kind,
        unit=host.unit,
        days=days,
        at_night=at_night,
        supervised=bool(need.supervision),
        minimum_age=need.minimum_age,
        nations=host.nations,
    )
    return flags(need.checks_required, role, as_of)


def _place_to_ask(m: Meeting) -> Iterator[str]:
    limit = m.offer.max_distance_km
    if m.remote:
        return
    if m.km is not None and limit is not None and m.km > limit:
        yield f"that {m.host.name} would take it from afar"
    elif m.host.owner.closed:
        yield f"a handover point that {m.host.name} names; its own place is never told"
    elif m.km is None and limit is not None:
        yield f"where {m.host.name} is: {m.giver.name} goes {limit:g} km"


def _times_to_ask(m: Meeting) -> Iterator[str]:
    sides = (m.giver, m.host)
    unsaid = [side for side in sides if side.schedule is None]
    if len(unsaid) == 1:
        yield f"which days suit {unsaid[0].name}"
    elif unsaid and m.need.kind in ("volunteering", "space"):
        yield "which days suit both"
    for side in sides:
        if side.schedule is not None and side.schedule.needs_start:
            yield f"in which weeks {side.name} means"
        never = no_day_of(side.record, side.schedule)
        if never:
            yield f"on which date: what {side.name} listed {never}"


def _people_to_ask(m: Meeting) -> Iterator[str]:
    if m.need.minimum_age is not None and ages_told(m.offer.description) is None:
        yield f"that everybody from {m.giver.name} is at least {m.need.minimum_age:g}"
    told = ages_told(m.offer.description)
    if told is not None and told[0] < ADULT and not m.need.supervision:
        yield f"who at {m.host.name} looks after people of {told[0]}"
    if m.team is not None and m.need.host_cost and m.offer.budget is None:
        yield f"who pays the {money(m.need.host_cost)} that it costs {m.host.name} to take a team"
    covered = {skill for skill, _ in m.required}
    for skill in m.need.skills_required:
        if skill not in covered:
            yield f"{skill}, which {m.host.name} requires and {m.giver.name} does not list"
    if m.need.kind == "volunteering" and m.offer.insured is None and not m.remote:
        yield f"that the people from {m.giver.name} are insured"


def _rest_to_ask(m: Meeting) -> Iterator[str]:
    for side in (m.giver, m.host):
        if not side.known:
            yield f"how much {side.name} {'has' if side is m.giver else 'wants'}"
    if (m.giver.unit is None) != (m.host.unit is None):
        yield f"that both count in {m.unit}"
    for exclusion in m.offer.exclusions:
        if not touches(exclusion):
            yield f"that {m.host.name} has no part in “{exclusion}”, which {m.giver.name} excludes"
    for side in (m.giver, m.host):
        if side.owner.organisation.suggest == "ask":
            yield f"that {side.name} wants to be suggested"
