"""Which facilities, opened up, would meet the most hours that stay unmet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from sap_match.memory import Memory
from sap_match.recommend.facilities.book import Book
from sap_match.recommend.facilities.choosing import chosen_of
from sap_match.recommend.facilities.estate import last_of
from sap_match.recommend.facilities.ready import RoomMaker
from sap_match.recommend.facilities.score import Way
from sap_match.recommend.facilities.ways import FacilityConfig
from sap_match.recommend.facilities.words import rhythm_at
from sap_match.recommend.planning import Option
from sap_match.recommend.wording import listing, sentence
from sap_match.results import Results

if TYPE_CHECKING:
    from sap_match.landscape import Landscape
    from sap_match.model import Facility
    from sap_match.recommend.planning import Plan

LOOKED_AT = 40
"""How many facilities are tried, those first that would suit the most unmet hours."""
_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ALL_HOURS = tuple(f"{day} 08:00-22:00" for day in _WEEK)
"""The hours of a facility that is opened up."""
STEP_FREE = "step free"


@dataclass(frozen=True)
class Opening:
    """A facility whose opening up would meet so many hours more, beside those before it.

    ``change`` is what it takes, no more than needed; ``requests`` are met that were not.
    """

    rank: int
    facility_id: str
    hours: float
    requests: tuple[str, ...]
    change: str
    reason: str

    def to_record(self) -> dict[str, Any]:
        """Return the columns of the table."""
        return {**asdict(self), "requests": "; ".join(self.requests)}


OPENING_COLUMNS = tuple(field.name for field in fields(Opening))
_LEVERS: dict[str, str] = {
    "status": "were in use again",
    "hours": "were open from 8 am to 10 pm every day",
    "step free": "were made step-free",
    "conditions": "lifted its conditions",
    "notice": "asked for no notice and took bookings further ahead",
}


def worth_opening(
    landscape: Landscape,
    plan: Plan | None = None,
    *,
    k: int = 3,
    memory: Memory | None = None,
    config: FacilityConfig | None = None,
) -> Results[Opening]:
    """Return the facilities whose opening up would meet the most unmet hours.

    Each is tried by planning again with that facility open from 8 am to 10 pm, in use,
    step-free, without conditions, notice or horizon: the hours gained are exact. What is not
    needed for them is taken back. The second is the best beside the first, and so on:
    the best set of ``k`` may be another.

    Parameters
    ----------
    landscape : Landscape
    plan : Plan, optional
        Its memory and configuration are used where there is one.
    k : int
    memory : Memory, optional
    config : FacilityConfig, optional
    """
    setting = plan.setting if plan is not None else None
    settings = config or (setting.config if setting else None) or FacilityConfig()
    known = memory or (setting.memory if setting else None) or Memory()
    trial = _Trial.of(landscape, known, settings)
    rows: list[Opening] = []
    notes: tuple[str, ...] = ()
    while len(rows) < k and (best := trial.best()) is not None:
        facility, gain, levers = best
        met, there = trial.opened(facility, levers)
        rows.append(_row(len(rows) + 1, facility, gain, (met, there), levers))
    if rows:
        notes = ("each gain is exact beside those before it; the set is chosen one by one",)
    return Results(tuple(rows), record=Opening.to_record, columns=OPENING_COLUMNS, notes=notes)


def _row(
    rank: int,
    facility: Facility,
    gain: float,
    ways: tuple[Sequence[Way], Sequence[Way]],
    levers: Sequence[str],
) -> Opening:
    """Return a row, of the ways of requests newly met and of those that have the facility."""
    met, there = ways
    times = [
        rhythm_at(w.visit.wish.repeats.rhythm, w.series.begins[0], w.series.minutes) for w in there
    ]
    when = listing(list(dict.fromkeys(times))[:3])
    told = {**_LEVERS, "hours": f"were open {when}" if when else _LEVERS["hours"]}
    change = listing([told[lever] for lever in levers])
    groups = list(dict.fromkeys(w.visit.wish.owner.name for w in met))
    more = [f"{len(groups) - 3} more"] if len(groups) > 3 else []
    for_whom = f" for {listing([*groups[:3], *more])}" if groups else ""
    reason = sentence(f"{gain:g} hours more would be met{for_whom} if {facility.name} {change}")
    return Opening(rank, facility.id, gain, tuple(w.visit.wish.id for w in met), change, reason)


def opened(facility: Facility, levers: Sequence[str]) -> Facility:
    """Return a facility with some of what keeps groups out taken away."""
    update: dict[str, Any] = {}
    if "status" in levers:
        update["status"] = "open"
    if "hours" in levers:
        update |= {"availability": ALL_HOURS, "exceptions": ()}
    if "step free" in levers and facility.amenities:
        update["amenities"] = (*facility.amenities, STEP_FREE)
    if "conditions" in levers:
        update["conditions"] = None
    if "notice" in levers:
        update |= {"notice_days": None, "horizon_days": None}
    return facility.model_copy(update=update)


@dataclass(eq=False)
class _Trial:
    """What is met now, and what each facility would add; those opened already stay open."""

    book: Book
    maker: RoomMaker
    ways: dict[str, list[Way]]
    facilities: dict[str, Facility]
    hours: float
    met: frozenset[str]
    had: frozenset[Option] = frozenset()

    @classmethod
    def of(cls, landscape: Landscape, memory: Memory, config: FacilityConfig) -> _Trial:
        book = Book.open(landscape, memory, config)
        maker = RoomMaker(landscape, config, last_of(book, landscape.as_of), book.zone)
        ways: dict[str, list[Way]] = {}
        for v in book.candidates():
            ways.setdefault(v.room.id, []).extend(Way(v, series) for series in v.ways)
        rooms = {r.id: r for r in book.rooms if not r.left_out and not r.closed}
        trial = cls(
            book, maker, ways, {n: r.facility for n, r in sorted(rooms.items())}, 0.0, frozenset()
        )
        trial.hours, chosen = trial.solved(ways)
        trial.had = frozenset(way.option for way in chosen)
        trial.met = frozenset(way.visit.wish.id for way in chosen)
        return trial

    def solved(self, ways: dict[str, list[Way]]) -> tuple[float, list[Way]]:
        """Return the most hours that can be met, and the ways of one such plan."""
        every = [way for name in sorted(ways) for way in ways[name]]
        picked, solved = chosen_of(self.book, every)
        return solved.hours, [every[i] for i in picked]

    def with_room(self, facility: Facility, levers: Sequence[str]) -> dict[str, list[Way]]:
        """Return all ways with one facility opened."""
        room = self.maker.ready(opened(facility, levers))
        visits = replace(self.book, rooms=(room,), rhythms={}).candidates()
        mine = [Way(v, series) for v in visits for series in v.ways]
        return {**self.ways, facility.id: mine}

    def best(self) -> tuple[Facility, float, tuple[str, ...]] | None:
        """Return the facility that adds the most, by how much, and what it takes."""
        tried = []
        for name, facility in self.facilities.items():
            ways = self.with_room(facility, tuple(_LEVERS))
            fits: dict[str, float] = {}
            for way in ways[name]:
                if way.visit.wish.id not in self.met:
                    fits[way.visit.wish.id] = max(fits.get(way.visit.wish.id, 0), way.hours)
            if fits:
                tried.append((-sum(fits.values()), name, ways))
        gains = []
        for _, name, ways in sorted(tried, key=lambda t: t[:2])[:LOOKED_AT]:
            gain = round(self.solved(ways)[0] - self.hours, 4)
            if gain > 0:
                gains.append((-gain, name))
        if not gains:
            return None
        loss, name = min(gains)
        facility = self.facilities[name]
        return facility, -loss, self._needed(facility, -loss)

    def _needed(self, facility: Facility, gain: float) -> tuple[str, ...]:
        """Return what it takes to gain as much: each that can be done without is left out."""
        levers = tuple(lever for lever in _LEVERS if opened(facility, (lever,)) != facility)
        for lever in reversed(levers):
            fewer = tuple(one for one in levers if one != lever)
            if self.solved(self.with_room(facility, fewer))[0] >= self.hours + gain - 1e-6:
                levers = fewer
        return levers

    @staticmethod
    def _as_it_is(way: Way) -> Way:
        """Return a way that stays where as many hours are met."""
        return replace(way, values=(1.0,), weights=(1.0,))

    def opened(
        self, facility: Facility, levers: Sequence[str]
    ) -> tuple[Sequence[Way], Sequence[Way]]:
        """Open a facility for good: the ways of requests newly met, and those that have it."""
        before = self.met
        self.ways = self.with_room(facility, levers)
        stay = {
            name: [self._as_it_is(way) if way.option in self.had else way for way in ways]
            for name, ways in self.ways.items()
        }
        self.facilities = {n: f for n, f in self.facilities.items() if n != facility.id}
        self.hours, chosen = self.solved(stay)
        self.had = frozenset(replace(way, values=(), weights=()).option for way in chosen)
        self.met = frozenset(way.visit.wish.id for way in chosen)
        fresh = [way for way in chosen if way.visit.wish.id not in before]
        there = [way for way in chosen if way.visit.room.id == facility.id]
        fresh.sort(key=lambda way: way.visit.wish.id)
        return fresh, sorted(there, key=lambda way: way.series.begins)
