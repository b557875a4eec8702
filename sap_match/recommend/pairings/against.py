"""What speaks against a pairing: the strongest doubt, in one sentence."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from sap_match.recommend.pairings.amounts import amount
from sap_match.recommend.pairings.listing import (
    Meeting,
    unit_of,
)
from sap_match.recommend.pairings.rules import check_that_ends
from sap_match.recommend.quoting import sentences_of, stems_of
from sap_match.recommend.wording import day_of, distance, listing, money, shortened

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

_RETURN = re.compile(r"\bin return for [^.!?]+", re.IGNORECASE)
HURRY = timedelta(days=22)
YEAR = timedelta(days=365)
FAR_SHARE = 0.75
VAGUE = 0.25
"""Likeness below which two descriptions may mean different things."""
BY_PERSONS = ("volunteering", "skills", "funding")
"""Kinds that stand or fall with somebody keeping their word over weeks."""
PAST = frozenset({"delivered", "done", "completed", "closed"})
"""Statuses of an agreement that is over."""
TEAM = 5
"""People from whom somebody must be there to look after them."""


def counter(landscape: Landscape, m: Meeting, quantity: float) -> str:
    """Return the strongest thing that speaks against a pairing of ``quantity``, or ""."""
    doubts = (
        _check_runs_out(m),
        _asks_back(m),
        _kept_little(landscape, m),
        _short(m, quantity),
        _far(m),
        _costs(m),
        _skill_by_meaning(m),
        _no_cause(m),
        _skill_lacking(m),
        _in_a_hurry(m),
        _other_words(m),
        _nobody_named(m, quantity),
        _new_here(landscape, m),
    )
    return next(filter(None, doubts), "")


def _check_runs_out(m: Meeting) -> str:
    return check_that_ends(m, m.last or m.as_of + YEAR)


def _asks_back(m: Meeting) -> str:
    found = _RETURN.search(" ".join(sentences_of(m.offer.description)))
    if found is None:
        return ""
    return f"{m.giver.name} asks something back: “{shortened(found[0], 110)}”."


def _short(m: Meeting, quantity: float) -> str:
    short = round(m.host.left - quantity, 4)
    if short < 0.1 * m.host.left or short <= 0:
        return ""
    return f"{m.host.name} would still be short of {amount(short, m.unit)}."


def _far(m: Meeting) -> str:
    limit = m.offer.max_distance_km
    if m.remote or m.km is None or m.km < 8:
        return ""
    if limit is not None and m.km < FAR_SHARE * limit and m.km < 20:
        return ""
    bound = f", and {m.giver.name} goes {limit:g} km at most" if limit else ""
    return f"{m.host.name} is {distance(m.km)} away{bound}."


def _costs(m: Meeting) -> str:
    cost = m.need.host_cost or 0.0
    if cost <= (m.offer.budget or 0.0):
        return ""
    return f"It costs {m.host.name} {money(cost)} to take this on."


def _no_cause(m: Meeting) -> str:
    if not m.offer.causes or m.causes:
        return ""
    named = listing(m.offer.causes[:3])
    return f"{m.giver.name} wants to help with {named}; {m.host.name} lists none of these."


def _skill_lacking(m: Meeting) -> str:
    covered = {skill for skill, _ in m.desired}
    lacking = [s for s in m.need.skills_desired if s not in covered]
    if not lacking:
        return ""
    return f"{m.host.name} would like {listing(lacking)}, which {m.giver.name} does not list."


def _in_a_hurry(m: Meeting) -> str:
    if m.last is None or m.last - m.as_of > HURRY:
        return ""
    return f"There is little time: the last day is {day_of(m.last)}."


def _other_words(m: Meeting) -> str:
    if m.likeness >= VAGUE or m.required or m.desired:
        return ""
    return "The two describe it in different words, so it may not be what is meant."


def _skill_by_meaning(m: Meeting) -> str:
    """Say that a required skill is only like one that is listed."""
    for asked, offered in m.required:
        one, other = stems_of(asked), stems_of(offered)
        if not (one <= other or other <= one):
            return (
                f"{m.host.name} requires {asked}; {m.giver.name} lists {offered}, which is the "
                "same by meaning only."
            )
    return ""


def _nobody_named(m: Meeting, quantity: float) -> str:
    """Say that a team would come and the host has not said who is there for it."""
    if m.need.kind != "volunteering" or m.need.supervision or m.remote or quantity < TEAM:
        return ""
    return f"{m.host.name} does not say who would look after {amount(quantity, m.unit)}."


def _kept_little(landscape: Landscape, m: Meeting) -> str:
    """Say that a giver has delivered less than half of what it agreed to so far."""
    unit = m.giver.unit
    agreed, delivered = _records(landscape).get((m.giver.owner.id, unit), (0.0, 0.0))
    if not agreed or delivered >= agreed / 2:
        return ""
    return f"Of {amount(agreed, unit)} agreed so far, {m.giver.name} has delivered {delivered:g}."


def _new_here(landscape: Landscape, m: Meeting) -> str:
    """Say that a giver has no record where others have one."""
    delivered = {one for (one, _), (_, q) in _records(landscape).items() if q > 0}
    if m.need.kind not in BY_PERSONS or not delivered or m.giver.owner.id in delivered:
        return ""
    return f"{m.giver.name} is new here: nothing that it offered has been delivered yet."


Records = dict[tuple[str, "str | None"], tuple[float, float]]


def _records(landscape: Landscape) -> Records:
    """Return what each giver agreed to and delivered, by unit, of agreements that are over."""

    def made() -> Records:
        offers = {o.id: o for o in landscape.dataset.offers}
        found: Records = {}
        for a in landscape.dataset.agreements:
            offer, agreed = offers.get(a.offer_id), a.pledged if a.quantity is None else a.quantity
            over = (a.status or "").strip().casefold() in PAST
            if offer is None or agreed is None or a.delivered is None or not over:
                continue
            key = (offer.organisation_id, unit_of(offer.unit))
            before = found.get(key, (0.0, 0.0))
            found[key] = before[0] + agreed, before[1] + a.delivered
        return found

    return landscape.part("records of giving", made)
