"""The other side of sharing: hours that stand unused, and who nearby goes without."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sap_match.geo import distances_km
from sap_match.memory import Memory
from sap_match.recommend.facilities.book import Book
from sap_match.recommend.facilities.ready import RoomMaker
from sap_match.recommend.facilities.rooms import Room, Wish
from sap_match.recommend.facilities.ways import FacilityConfig
from sap_match.recommend.pairings.words import local_area
from sap_match.recommend.stretches import DAY, Stretch, both, day_start, minute_of, without
from sap_match.results import Results
from sap_match.windows.slots import zone_named

if TYPE_CHECKING:
    from sap_match.landscape import Landscape
    from sap_match.recommend.planning import Plan

NEAR_KM = 5.0
"""How far a group is taken to go where it names no limit."""


@dataclass(frozen=True)
class Unused:
    """Hours of a facility, or of all in an area, in a period: open, booked, planned, unused.

    ``facilities`` counts those behind the figures, ``hours_unknown`` those whose hours nobody
    has recorded: they add nothing. ``unmet_nearby`` are requests without a room whose group
    would go so far, whatever else stands in the way.
    """

    by: str
    id: str
    name: str
    facilities: int
    hours_unknown: int
    open: float
    booked: float
    planned: float
    unused: float
    unmet_nearby: tuple[str, ...]

    def to_record(self) -> dict[str, Any]:
        """Return the columns of the table."""
        return {**asdict(self), "unmet_nearby": "; ".join(self.unmet_nearby)}


UNUSED_COLUMNS = tuple(field.name for field in fields(Unused))


def unused_hours(
    landscape: Landscape,
    *,
    plan: Plan | None = None,
    memory: Memory | None = None,
    config: FacilityConfig | None = None,
    days: int = 28,
) -> Results[Unused]:
    """Return the hours of every facility and area that nobody uses, the most unused first.

    A shared room counts as used while anybody is in it. Buffers count as used.

    Parameters
    ----------
    landscape : Landscape
    plan : Plan, optional
        From `plan_facility_sharing`: what it gives counts as planned, and its requests that
        stay without a room as unmet. Without one nothing is planned and all are unmet.
    memory : Memory, optional
    config : FacilityConfig, optional
    days : int
        Length of the period, from the as-of date.
    """
    settings = config or FacilityConfig()
    book = Book.open(landscape, memory or Memory(), settings)
    zone = zone_named(landscape.dataset.timezone)
    last = landscape.as_of + timedelta(days=days - 1)
    made = RoomMaker(landscape, settings, last, zone)
    every = [made.ready(f) for f in landscape.dataset.facilities]
    rooms = [room for room in every if not room.left_out and not room.closed]
    period = (day_start(landscape.as_of), day_start(last) + DAY)
    met = {s.subject_id for s in plan.matches} if plan else set()
    unmet = [w for w in book.wishes if w.id not in met]
    given = _given(plan)
    rows = [_of_room(room, given.get(room.id, []), period, unmet) for room in rooms]
    by_area: dict[str, list[Unused]] = {}
    for row, room in zip(rows, rooms, strict=True):
        area = local_area(landscape, room.owner)
        if area is not None:
            by_area.setdefault(area, []).append(row)
    names = {a.id: a.name for a in landscape.dataset.areas}
    areas = [_of_area(one, names.get(one, one), some) for one, some in sorted(by_area.items())]
    table = sorted([*rows, *areas], key=lambda r: (r.by, -r.unused, r.id))
    return Results(tuple(table), record=Unused.to_record, columns=UNUSED_COLUMNS)


def _given(plan: Plan | None) -> dict[str, list[Stretch]]:
    """Return what a plan gives of each facility, as it stands on the wall."""
    given: dict[str, list[Stretch]] = {}
    for one in plan.matches if plan else ():
        for slot in one.details.get("slots", ()):
            first, past = (minute_of(datetime.fromisoformat(text)) for text in slot.split("/"))
            given.setdefault(one.other_id, []).append((first, past))
    return given


def _of_room(
    room: Room, given: Sequence[Stretch], period: Stretch, unmet: Sequence[Wish]
) -> Unused:
    open_ = both(_joined(room.open), [period])
    held = [(a, b) for a, b, _ in room.held]
    free = without(open_, held)
    left = without(free, given)
    known, booked_off, unused = (_hours(x) for x in (open_, free, left))
    near = tuple(w.id for w in unmet if _near(w, room))
    return Unused(
        "facility", room.id, room.name, 1, int(not room.schedule), known,
        round(known - booked_off, 2), round(booked_off - unused, 2), unused, near,
    )  # fmt: skip


def _of_area(area: str, name: str, rows: Sequence[Unused]) -> Unused:
    total = {n: round(sum(getattr(r, n) for r in rows), 2) for n in ("open", "booked", "planned")}
    near = tuple(sorted({one for r in rows for one in r.unmet_nearby}))
    return Unused(
        "area", area, name, len(rows), sum(r.hours_unknown for r in rows), total["open"],
        total["booked"], total["planned"], round(sum(r.unused for r in rows), 2), near,
    )  # fmt: skip


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return stretches in order, those that touch or overlap as one."""
    found: list[Stretch] = []
    for a, b in sorted(stretches):
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(b, found[-1][1]))
        else:
            found.append((a, b))
    return found


def _hours(stretches: Iterable[Stretch]) -> float:
    return round(sum(b - a for a, b in stretches) / 60, 2)


def _near(wish: Wish, room: Room) -> bool:
    if room.point is None or not wish.points or wish.owner.id == room.owner.id:
        return False
    km = float(distances_km(wish.points, [room.point]).min())
    return km <= (wish.request.max_distance_km or NEAR_KM)


def last_of(book: Book, as_of: date) -> date:
    """Return the last day that any request of a book asks for."""
    return max((w.last for w in book.wishes), default=as_of)
