"""What is said of a pairing: action, reason, counter-reason, first question."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sap_match.recommend.pairings.against import counter
from sap_match.recommend.pairings.amounts import amount, possessive
from sap_match.recommend.pairings.listing import Meeting
from sap_match.recommend.quoting import condition, stems_of, telling
from sap_match.recommend.wording import day_of, distance, listing, money, sentence
from sap_match.windows import describe, describe_slot
from sap_match.windows.overlap import common

if TYPE_CHECKING:
    from sap_match.landscape import Landscape, Profile

SOON = timedelta(days=45)
NOTICE = 7
"""Days of notice from which the notice is told."""
_SIZES = {"town": 0, "ward": 0, "other": 1, "neighbourhood_partnership": 2, "care_community": 3}


def explain(
    landscape: Landscape, m: Meeting, quantity: float, *, on: date | None = None
) -> dict[str, Any]:
    """Return the words and details of one pairing of ``quantity``, of a team ``on`` one day."""
    day = day_words(m) if on is None else visit_words(m, on)
    return {
        "reason": _reason(m, quantity, day if on is None else f"on {day}"),
        "counter_reason": counter(landscape, m, quantity),
        "first_step": _first_step(m, quantity, on),
        "why_now": _why_now(m),
        "area_id": local_area(landscape, m.host.owner),
        "details": {
            "quantity": quantity,
            "unit": m.unit,
            "day": day,
            "starts": None if on is None else on.isoformat(),
            "km": None if m.km is None or m.remote else round(m.km, 2),
            "action": _action(m, quantity, on),
        },
    }


def local_area(landscape: Landscape, profile: Profile) -> str | None:
    """Return the smallest area in which an organisation works, None where that is not told."""
    if profile.closed:
        return None
    areas = [landscape.dataset.area(a) for a in profile.area_ids]
    return min(areas, key=lambda a: (_SIZES.get(a.kind, 4), a.id)).id if areas else None


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


def visit_words(m: Meeting, on: date) -> str:
    """Return the day of a team's visit, with the time at which both can."""
    slot = next((s for s in m.slots or () if s.start.date() == on), None)
    return describe_slot(slot) if slot else day_of(on)


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
    skills = list(dict.fromkeys(_skill(*pair) for pair in (*m.required, *m.desired)))
    if skills:
        told.append(f"for {listing(skills[:3])}")
    if day:
        told.append(day)
    elif m.last is not None and m.last - m.first <= 2 * SOON:
        told.append(f"by {day_of(m.last)}")
    told += [_budget(m), f"at {m.notice} days’ notice" if m.notice >= NOTICE else ""]
    told.append(_where(m))
    return sentence(", ".join(filter(None, told)))


def _skill(asked: str, offered: str) -> str:
    """Return a skill, with the name that the offer gives it where that is another."""
    return asked if stems_of(asked) == stems_of(offered) else f"{asked} (offered as “{offered}”)"


def _budget(m: Meeting) -> str:
    """Return what money comes along, and whether it meets what it costs the host."""
    budget, cost = m.offer.budget, m.need.host_cost
    if m.need.kind != "volunteering" or not budget:
        return ""
    covers = f", which covers the host’s {money(cost)}" if cost and cost <= budget else ""
    return f"with {money(budget)} for materials{covers}"


def _where(m: Meeting) -> str:
    if m.remote:
        return "without anybody travelling"
    if m.km is None:
        return ""
    return "in the same neighbourhood" if m.km < 0.5 else f"{distance(m.km)} apart"


def _share(m: Meeting, quantity: float) -> str:
    """Return how much of what is offered and asked for would pass."""
    has, wants = m.giver.left, m.host.left
    if not (m.giver.known and m.host.known):
        return _unsaid(m, quantity)
    if m.unit is None:
        return f"{quantity:g} of {has:g}"
    said = amount(quantity, m.unit)
    if quantity == has == wants:
        return f"Exactly {said} are offered and wanted"
    if quantity >= wants:
        return f"{_bare(quantity, m.unit)} of the {amount(has, m.unit)} offered meet the whole need"
    if quantity >= has:
        return f"All {said} go here, where {_bare(wants, m.unit)} are wanted"
    wanted = _bare(wants, m.unit)
    return f"{said} pass, of {_bare(has, m.unit)} offered and {wanted} wanted"


def _unsaid(m: Meeting, quantity: float) -> str:
    """Say which quantity nobody knows, and up to what it is to be agreed."""
    much = "how much" if m.unit in (None, "pounds") else f"how many {m.unit}"
    known = next((side for side in (m.giver, m.host) if side.known), None)
    is_many = "is" if m.unit in (None, "pounds") else "are"
    what = {None: "offered and wanted", m.giver: "wanted", m.host: "offered"}[known]
    up_to = ""
    if known is not None:
        has = "offered" if known is m.giver else "wanted"
        up_to = f" (up to the {amount(known.left, m.unit)} {has})"
    if _is_team(m):
        come = f"at least {amount(quantity, 'people')} would come"
        return f"{come}; how many are {what} is not known and is to be agreed{up_to}"
    return f"{much} {is_many} {what} is not known and is to be agreed{up_to}"


def _is_team(m: Meeting) -> bool:
    """Whether a team of a least size would come."""
    return m.team is not None and m.team[0] > 1


def _bare(quantity: float, unit: str | None) -> str:
    return money(quantity) if unit == "pounds" else f"{quantity:g}"


def _action(m: Meeting, quantity: float, on: date | None) -> str:
    gives = telling(m.offer.description, m.giver.words & m.host.words, width=70)
    whose = possessive(m.giver.name)
    day = f", {'first ' if on is None else ''}on {first_day(m, on)}" if m.slots or on else ""
    if m.unit is None or not (m.giver.known or _is_team(m)):
        return sentence(f"offer {whose} “{gives}” to {m.host.name}{day}")
    if not m.host.known and not _is_team(m):
        what = f"some of {whose} {amount(m.giver.left, m.unit)}"
        return sentence(f"offer {what} to {m.host.name}{day}: “{gives}”")
    if not m.giver.known:
        what = f"{amount(quantity, m.unit)} of {whose} team"
        return sentence(f"offer {what} to {m.host.name}{day}: “{gives}”")
    some = f"{_bare(quantity, m.unit)} of " if quantity < m.giver.left else ""
    what = f"{some}{whose} {amount(m.giver.left, m.unit)}"
    return sentence(f"offer {what} to {m.host.name}{day}: “{gives}”")


def first_day(m: Meeting, on: date | None = None) -> str:
    """Return the day of a team's visit, else the first day on which both can, or ""."""
    if on is not None:
        return visit_words(m, on).split(",")[0]
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


# -- what to ask ---------------------------------------------------------------------------


def _first_step(m: Meeting, quantity: float, on: date | None) -> str:
    """Return one concrete question: the condition that a side makes, else the next thing."""
    gives, asks = _quotes(m)
    asked = condition(m.offer.description, but=gives)
    if asked:
        return f"Ask {m.host.name} whether it can live with what {m.giver.name} says: “{asked}”."
    wanted = condition(m.need.description, but=asks)
    if wanted:
        return f"Ask {m.giver.name} about what {m.host.name} says: “{wanted}”."
    if m.unit and not (m.giver.known and m.host.known) and not _is_team(m):
        return _how_many(m, f" on {first_day(m, on)}" if m.slots or on else "")
    return _next_thing(m, quantity, on)


def _next_thing(m: Meeting, quantity: float, on: date | None) -> str:
    said = amount(quantity, m.unit) if m.unit else "it"
    when = f" on {first_day(m, on)}" if m.slots or on else ""
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


def _how_many(m: Meeting, when: str) -> str:
    """Ask the side that has not said how much it wants, or has."""
    much = "how much" if m.unit == "pounds" else f"how many {m.unit}"
    wants, has = f"{much} it wants", f"{much} it could give"
    if m.host.known:
        return f"Ask {m.giver.name} {has}{when}: {m.host.name} wants {amount(m.host.left, m.unit)}."
    if not m.giver.known:
        return f"Ask {m.host.name} {wants}{when}, and {m.giver.name} {has}."
    whose = f"{possessive(m.giver.name)} {amount(m.giver.left, m.unit)}"
    if m.unit == "pounds":
        return f"Ask {m.host.name} how much of {whose} it wants{when}."
    if m.unit == "people":
        who = f", and {_meets(m.need.supervision or 'who')}"
    elif m.need.kind == "goods" and m.unit == "items":
        who = ", and who would fetch them"
    else:
        who = ""
    return f"Ask {m.host.name} how many of {whose} it wants{when}{who}."


def _meets(who: str) -> str:
    return "who would meet them" if who == "who" else f"whether its {who} would be there"
