"""What a pack says of one option: dates, sizes, cost, checks, the first step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sap_match.errors import DataError
from sap_match.recommend.pairings.listing import check_name, check_words, unit_of
from sap_match.report.words import day, money, number
from sap_match.windows import describe, describe_slot, expand, intersect, parse
from sap_match.windows.overlap import common

if TYPE_CHECKING:
    from sap_match.landscape import Landscape
    from sap_match.model import Need, Offer
    from sap_match.windows import Schedule

_AHEAD = timedelta(days=182)
_RULES = {
    "nothing in common": ("asks for something else", "ask for something else"),
    "ended": ("is over before you can", "are over before you can"),
    "quantity": ("has nothing left to give or take", "have nothing left to give or take"),
    "unit": ("counts in another unit", "count in another unit"),
    "exclusion": ("touches what you exclude", "touch what you exclude"),
    "check": ("asks for a check that you do not list", "ask for a check that you do not list"),
    "skills": ("asks for a skill that you do not list", "ask for a skill that you do not list"),
    "age": ("asks for older people", "ask for older people"),
    "distance": ("is too far away", "are too far away"),
    "dates": ("is on other dates", "are on other dates"),
    "times": ("is at other times", "are at other times"),
    "team": ("takes a team of another size", "take a team of another size"),
}


def rule_in_words(rule: str, n: int) -> str:
    """Return why needs were ruled out, naming nobody; "" for what is nobody's to know.

    Examples
    --------
    >>> rule_in_words("distance", 2), rule_in_words("distance", 1), rule_in_words("kept apart", 1)
    ('are too far away', 'is too far away', '')
    """
    return _RULES[rule][n != 1] if rule in _RULES else ""


def dates_of(offer: Offer, need: Need, landscape: Landscape) -> str:
    """Return when both can: the times they share and the first date, or what is known."""
    zone = landscape.dataset.timezone
    notice = timedelta(days=max(offer.lead_days or 0, need.lead_days or 0))
    starts = [d for d in (offer.starts_on, need.starts_on) if d]
    ends = [d for d in (offer.ends_on, need.ends_on) if d]
    first = max([landscape.as_of + notice, *starts])
    last = min([*ends, first + _AHEAD])
    until = f", by {day(min(ends))}" if ends else ""
    giver, host = schedule_of(offer.windows), schedule_of(need.windows)
    if giver is None and host is None:
        return f"to be agreed, from {day(first)}{until}"
    if giver is None or host is None:
        whose = "the host can" if giver is None else "you can"
        known = host if giver is None else giver
        said = describe(known, most=3) if known else ""
        return f"{whose} {said}, from {day(first)}{until}"
    slots = _shared(giver, host, first, last, zone)
    if not slots:
        return f"to be agreed, from {day(first)}{until}"
    shared = common(giver, host)
    day_first = describe_slot(slots[0])
    if len(slots) == 1 or not shared:
        return day_first
    return f"{describe(shared, most=3)}, first on {day_first.split(',')[0]}{until}"


def schedule_of(cells: tuple[str, ...]) -> Schedule | None:
    """Return what windows say, None where there are none or they cannot be read."""
    if not cells:
        return None
    try:
        return parse(cells) or None
    except DataError:
        return None


def _shared(giver: Schedule, host: Schedule, first: date, last: date, zone: str) -> list[Any]:
    if last < first:
        return []
    try:
        return list(
            intersect(
                expand(giver, first, last, timezone=zone), expand(host, first, last, timezone=zone)
            )
        )
    except DataError:
        return []


def sizes_of(offer: Offer, need: Need, details: Mapping[str, Any]) -> str:
    """Return the size of a team where one is meant, else how much would pass."""
    least = max((n for n in (offer.team_min, need.team_min) if n is not None), default=None)
    most = min((n for n in (offer.team_max, need.team_max) if n is not None), default=None)
    quantity, unit = details.get("quantity"), unit_of(offer.unit) or unit_of(need.unit)
    told = []
    if quantity is not None and (need.quantity is not None or offer.quantity is not None):
        amount = money(quantity) if unit == "pounds" else f"{number(quantity)} {unit or ''}".strip()
        told.append(f"up to {amount}")
    if least and most:
        told.append(f"a team of {least} to {most}" if least != most else f"a team of {most}")
    elif most:
        told.append(f"a team of {most} at most")
    elif least:
        told.append(f"a team of {least} or more")
    if need.minimum_age:
        told.append(f"aged {number(need.minimum_age)} or over")
    return ", ".join(told) or "not said: agree it with the host"


def cost_of(need: Need, host: str) -> str:
    """Return what it costs the host, and who is there, where that is known."""
    cost = "not said: ask" if need.host_cost is None else "none" if not need.host_cost else ""
    told = cost or money(need.host_cost or 0.0)
    by = f"; supervised by its {need.supervision}" if need.supervision else ""
    return f"{told}{by}" if told != "not said: ask" else f"not said: ask {host}{by}"


def checks_of(offer: Offer, need: Need, host: str) -> str:
    """Return which checks are asked for; the host decides and runs them."""
    names = list(dict.fromkeys(_bare(c) for c in need.checks_required))
    if not names:
        return "none asked for"
    held = {_bare(c) for c in offer.checks}
    words = check_words(names)
    state = "you list this" if set(names) <= held else "ask what you need to show"
    return f"{words} ({state}; {host} decides what the role may ask for)"


def _bare(check: str) -> str:
    return check_name(check.partition(":")[0])


def first_step_of(need: Need, host: str) -> str:
    """Return one question that commits nobody."""
    if need.kind == "volunteering":
        return f"Ask {host} what a day there would look like, and who would meet you"
    if need.kind == "goods":
        return f"Ask {host} what exactly it can use, and who would fetch it"
    if need.kind == "funding":
        return f"Ask {host} for a quotation, and for a page on what the money would do"
    if need.kind == "space":
        return f"Invite {host} to see the room"
    return f"Ask {host} for half an hour to hear what it needs help with"
