"""Slots whose facility another source holds: feeds of facilities and of slots are apart.

Such slots come as bookings with a hint, and become the facility's dated availability; full
ones stay bookings. What a facility says of itself in its own feed stays as extra.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC
from zoneinfo import ZoneInfo

from sap_match.ingest.cells import parse_number
from sap_match.ingest.drafts import Draft
from sap_match.ingest.openactive.fields import Price
from sap_match.ingest.openactive.slots import SlotTime, times_of
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import HINT
from sap_match.windows.reading import LONGEST

SLOT, PRICE, GROUP_PRICE = (f"{HINT}{name}" for name in ("slot", "price", "group_price"))
"""Columns of a booking that is a slot: how many uses are left, and what an hour costs."""
_PRICES = {PRICE: "price_per_hour", GROUP_PRICE: "concession_price_per_hour"}
_WALL = ZoneInfo("UTC")  # drafts hold the partnership's local time: its clock is taken as it is


def settle_slots(
    drafts: Sequence[Draft], aliases: Mapping[str, str], problems: Problems
) -> list[Draft]:
    """Return the drafts, slots turned into the times at which their facilities can be had.

    Examples
    --------
    >>> from datetime import datetime
    >>> hall = Draft("facilities", "uses", 1, 0, False, {"id": "h1", "name": "Hall"})
    >>> times = {"starts": datetime(2026, 11, 2, 9), "ends": datetime(2026, 11, 2, 10)}
    >>> slot = Draft("bookings", "slots", 1, 1, False, {"facility_id": "h1", **times}, {SLOT: "1"})
    >>> [d.values["availability"] for d in settle_slots([hall, slot], {}, Problems())]
    [('DTSTART:20261102 RRULE:FREQ=DAILY;COUNT=1 09:00-10:00',)]
    """
    slots: dict[str, list[Draft]] = defaultdict(list)
    kept = []
    for draft in drafts:
        if draft.table == "bookings" and SLOT in draft.extra:
            own = str(draft.values["facility_id"])
            slots[aliases.get(own, own)].append(draft)
        else:
            kept.append(draft)
    if not slots:
        return kept
    halls = {draft.key: draft for draft in kept if draft.table == "facilities"}
    for own, found in slots.items():
        if own in halls:
            kept += _settle(halls[own], found)
        else:
            kept += _without_hall(found, problems)
    return kept


def _settle(hall: Draft, slots: Sequence[Draft]) -> list[Draft]:
    """Give a facility the times of its slots, and return those that are taken."""
    read = [(_slot(draft), draft) for draft in slots]
    times = times_of([slot for slot, _ in read], _WALL)
    before = tuple(hall.values.get("availability", ()))
    windows = times.windows
    if before and all(one.startswith("DTSTART") for one in before):
        both = tuple(dict.fromkeys((*before, *windows)))
        windows = both if len("; ".join(both)) <= LONGEST else windows
    elif before:
        hall.extra["hours_available"] = "; ".join(before)
    hall.values["availability"] = windows
    price = Price()
    for draft in slots:
        price = price.dearer(Price(*(parse_number(draft.extra.get(n))[0] for n in _PRICES)))
    for name, value in zip(_PRICES.values(), price, strict=True):
        if value is not None:
            hall.values[name] = max(value, hall.values.get(name, value))
    taken = []
    for slot, draft in read:
        left = [(a, b) for a, b in times.taken if a < slot.end and slot.start < b]
        if slot.left == 0 and left:
            start, end = max(left[0][0], slot.start), min(left[0][1], slot.end)
            draft.values["starts"] = start.replace(tzinfo=None)
            draft.values["ends"] = end.replace(tzinfo=None)
            taken.append(_plain(draft))
    return taken


def _slot(draft: Draft) -> SlotTime:
    start, end = (draft.values[name].replace(tzinfo=UTC) for name in ("starts", "ends"))
    return SlotTime(start, end, int(draft.extra[SLOT]), None, Price())


def _plain(draft: Draft) -> Draft:
    for name in (SLOT, *_PRICES):
        draft.extra.pop(name, None)
    return draft


def _without_hall(slots: Sequence[Draft], problems: Problems) -> list[Draft]:
    """Tell the free slots of a facility that nobody lists; full ones are told as bookings."""
    full = []
    for draft in slots:
        if draft.extra[SLOT] == "0":
            full.append(_plain(draft))
            continue
        problems.bad(
            draft.source, "bookings", draft.row, "facilityUse", draft.values["facility_id"],
            "is no facility of this or another source, so that its free time is not known",
            "give the feed of facilities beside the feed of slots; the row was left out",
        )  # fmt: skip
    return full
