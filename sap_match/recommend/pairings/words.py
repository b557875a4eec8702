"""What is said of a pairing: action, reason, counter-reason, first question."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sap_match.recommend.pairings.listing import Meeting, check_name, check_words, held_checks
from sap_match.recommend.quoting import condition, sentences_of, telling
from sap_match.recommend.wording import day_of, distance, listing, money, sentence, shortened
from sap_match.windows import describe, describe_slot
from sap_match.windows.overlap import common

if TYPE_CHECKING:
    from sap_match.landscape import Landscape, Profile

_RETURN = re.compile(r"\bin return for [^.!?]+", re.IGNORECASE)
SOON = timedelta(days=45)
YEAR = timedelta(days=365)
FAR_SHARE = 0.75
VAGUE = 0.25
"""Likeness below which two descriptions may mean different things."""
_SIZES = {"town": 0, "ward": 0, "other": 1, "neighbourhood_partnership": 2, "care_community": 3}


def explain(landscape: Landscape, m: Meeting, quantity: float) -> dict[str, Any]:
    """Return the words and details of one pairing of ``quantity``."""
    day = day_words(m)
    return {
        "reason": _reason(m, quantity, day),
        "counter_reason": _counter(m, quantity),
        "first_step": _first_step(m, quantity),
        "why_now": _why_now(m),
        "area_id": local_area(landscape, m.host.owner),
        "details": {
            "quantity": quantity,
            "unit": m.unit,
            "day": day,
            "km": None if m.km is None or m.remote else round(m.km, 2),
            "action": _action(m, quantity),
        },
    }


def local_area(landscape: Landscape, profile: Profile) -> str | None:
    """Return the smallest area in which an organisation works, None where that is not told."""
    if profile.closed:
        return None
    areas = [landscape.dataset.area(a) for a in profile.area_ids]
    return min(areas, key=lambda a: (_SIZES.get(a.kind, 4), a.id)).id if areas else None


def amount(quantity: float, unit: str | None) -> str:
    """Return a quantity in words.

    Examples
    --------
    >>> amount(12, "people"), amount(450, "pounds"), amount(1, "sessions"), amount(1, "people")
    ('12 people', '£450', '1 session', '1 person')
    """
    if unit == "pounds":
        return money(quantity)
    one = {"people": "person"}.get(unit or "", (unit or "").removesuffix("s"))
    return f"{quantity:g} {one if quantity == 1 else unit or ''}".strip()


def possessive(name: str) -> str:
    """Return a name in the genitive.

    Examples
    --------
    >>> possessive("Fix It"), possessive("Bonds and Tegg Solicitors")
    ('Fix It’s', 'Bonds and Tegg Solicitors’')
    """
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def day_words(m: Meeting) -> str:
    """Return when both can: the weekly times they share and the first day, or ""."""
    giver, host = m.giver.schedule, m.host.schedule
    if not m.slots or giver is None or host is None:
        return ""
    first = describe_slot(m.slots[0])
    shared = common(giver, host)
    if shared and len(m.slots) > 1:
        return f"{describe(shared, most=3)}, from {first.split(',')[0]}"
    return first


# -- reason -------------------------------------------------------------------------------


def _reason(m: Meeting, quantity: float, day: str) -> str:
    gives, asks = _quotes(m)
    return " ".join(
        [
            f"{m.host.name} asks for “{asks}”, and {m.giver.name} offers “{gives}”.",
            _what_fits(m, quantity, day),
        ]
    )


def _quotes(m: Meeting) -> tuple[str, str]:
    both = m.giver.words & m.host.words
    return telling(m.offer.description, both), telling(m.need.description, both)


def _what_fits(m: Meeting, quantity: float, day: str) -> str:
    """Return one sentence of what would pass, for which skills, when and how far."""
    told = [_share(m, quantity)]
    skills = list(dict.fromkeys(b for _, b in (*m.required, *m.desired)))
    if skills:
        told.append(f"for {listing(skills[:3])}")
    if day:
        told.append(day)
    elif m.last is not None and m.last - m.first <= 2 * SOON:
        told.append(f"by {day_of(m.last)}")
    if m.need.kind == "volunteering" and m.offer.budget:
        told.append(f"with {money(m.offer.budget)} for materials")
    told.append(_where(m))
    return sentence(", ".join(filter(None, told)))


def _where(m: Meeting) -> str:
    if m.remote:
        return "without anybody travelling"
    if m.km is None:
        return ""
    return "in the same neighbourhood" if m.km < 0.5 else f"{distance(m.km)} apart"


def _share(m: Meeting, quantity: float) -> str:
    """Return how much of what is offered and asked for would pass."""
    has, wants = m.giver.left, m.host.left
    if m.unit is None:
        return "Nobody has said how much" if not m.giver.known else f"{quantity:g} of {has:g}"
    said = amount(quantity, m.unit)
    if quantity == has == wants:
        return f"Exactly {said} are offered and wanted"
    if quantity >= wants:
        return f"{_bare(quantity, m.unit)} of the {amount(has, m.unit)} offered meet the whole need"
    if quantity >= has:
        return f"All {said} go here, where {_bare(wants, m.unit)} are wanted"
    wanted = _bare(wants, m.unit)
    return f"{said} pass, of {_bare(has, m.unit)} offered and {wanted} wanted"


def _bare(quantity: float, unit: str | None) -> str:
    return money(quantity) if unit == "pounds" else f"{quantity:g}"


def _action(m: Meeting, quantity: float) -> str:
    gives = telling(m.offer.description, m.giver.words & m.host.words, width=70)
    whose = possessive(m.giver.name)
    day = f", first on {first_day(m)}" if m.slots else ""
    if m.unit is None:
        return sentence(f"offer {whose} “{gives}” to {m.host.name}{day}")
    some = f"{_bare(quantity, m.unit)} of " if quantity < m.giver.left else ""
    what = f"{some}{whose} {amount(m.giver.left, m.unit)}"
    return sentence(f"offer {what} to {m.host.name}{day}: “{gives}”")


def first_day(m: Meeting) -> str:
    """Return the first day on which both can, or ""."""
    return describe_slot(m.slots[0]).split(",")[0] if m.slots else ""


def _why_now(m: Meeting) -> str:
    asked, given = m.need.ends_on, m.offer.ends_on
    if asked is not None and asked - m.as_of <= SOON:
        return f"{m.host.name} needs it by {day_of(asked)}."
    if given is not None and given - m.as_of <= SOON:
        return f"What {m.giver.name} offers ends on {day_of(given)}."
    if (m.need.priority or "").casefold() == "high":
        return f"{m.host.name} calls it urgent."
    return ""


# -- against, and what to ask -------------------------------------------------------------


def _counter(m: Meeting, quantity: float) -> str:
    """Return the strongest thing that speaks against the pairing, or ""."""
    doubts = (
        _check_runs_out(m),
        _asks_back(m),
        _short(m, quantity),
        _far(m),
        _costs(m),
        _no_cause(m),
        _skill_lacking(m),
        _in_a_hurry(m),
        _other_words(m),
    )
    return next(filter(None, doubts), "")


def _check_runs_out(m: Meeting) -> str:
    last = m.last or m.as_of + YEAR
    required = set(map(check_name, m.need.checks_required))
    for name, until in held_checks(m.offer.checks).items():
        if name in required and until is not None and until < last:
            return f"What {m.giver.name} lists as {check_words([name])} ends on {day_of(until)}."
    return ""


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
    if m.last is None or m.last - m.as_of > SOON / 2:
        return ""
    return f"There is little time: the last day is {day_of(m.last)}."


def _other_words(m: Meeting) -> str:
    if m.likeness >= VAGUE or m.required or m.desired:
        return ""
    return "The two describe it in different words, so it may not be what is meant."


def _first_step(m: Meeting, quantity: float) -> str:
    """Return one concrete question: the condition that a side makes, else the next thing."""
    gives, asks = _quotes(m)
    asked = condition(m.offer.description, but=gives)
    if asked:
        return f"Ask {m.host.name} whether it can live with what {m.giver.name} says: “{asked}”."
    wanted = condition(m.need.description, but=asks)
    if wanted:
        return f"Ask {m.giver.name} about what {m.host.name} says: “{wanted}”."
    return _next_thing(m, quantity)


def _next_thing(m: Meeting, quantity: float) -> str:
    said = amount(quantity, m.unit) if m.unit else "it"
    when = f" on {first_day(m)}" if m.slots else ""
    if m.need.kind == "volunteering":
        who = m.need.supervision or "who"
        return f"Ask {m.host.name} whether {said} could come{when}, and {_meets(who)}."
    if m.need.kind == "funding":
        return f"Ask {m.host.name} for the quotation that {m.giver.name} would want to see."
    if m.need.kind == "space":
        return f"Ask {m.giver.name} whether {m.host.name} may see the room{when}."
    if m.need.kind == "goods" and m.unit in ("sessions", "hours", "days"):
        return f"Ask {m.host.name} what the first of {said}{when} would be for, and who is there."
    if m.need.kind == "goods":
        return f"Ask {m.host.name} who fetches {said} from {m.giver.name}{when}, and where they go."
    host = f"{m.host.name} who would sit with them{when}"
    return f"Ask {m.giver.name} who would give {said}, and {host}."


def _meets(who: str) -> str:
    return "who would meet them" if who == "who" else f"whether its {who} would be there"
