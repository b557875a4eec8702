"""The ways in which a room suits a request: starts, series, what is missed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

from sap_match.recommend.facilities.rooms import Room, Wish
from sap_match.recommend.facilities.slots import Series, series_days
from sap_match.recommend.stretches import (
    DAY,
    WEEK,
    Stretch,
    both,
    covers,
    day_at,
    day_start,
    starts_within,
)


class FacilityConfig(BaseModel):
    """Weights of the parts (they add up to 1) and the limits of the plan."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    distance: float = Field(0.3, ge=0)
    """Weight of nearness."""
    size: float = Field(0.15, ge=0)
    """Weight of a room that is not much larger than the group."""
    price: float = Field(0.15, ge=0)
    """Weight of a low price within the budget."""
    kept: float = Field(0.2, ge=0)
    """Weight of the share of the dates that are free."""
    purpose: float = Field(0.15, ge=0)
    """Weight of likeness between what the group does and what is written about the room."""
    start: float = Field(0.05, ge=0)
    """Weight of a start early in the group's own window and period."""
    near_km: float = Field(5.0, gt=0)
    """Distance at which nearness has fallen to 1/e where the group names no limit."""
    starts: int = Field(200, ge=1)
    """The most starts that are considered for one request and one room."""
    step_minutes: int = Field(30, ge=5)
    """Minutes from one start to the next where another time is looked for."""
    concession: tuple[str, ...] = ("voluntary",)
    """Kinds of organisation that pay the concession."""
    terms: tuple[tuple[date, date], ...] = ()
    """First and last days of the school terms; none: not known."""
    group_hours: float | None = Field(None, ge=0)
    """The most hours that one group is given in the whole period."""
    group_hours_a_week: float | None = Field(None, ge=0)
    """The most hours that one group is given of what begins in a week, from Monday."""
    weights: dict[str, float] = Field(default_factory=dict)
    """Of a group, by its id, in the lottery between equals; 1 unless told."""
    lost: float = Field(1 / 3, ge=0, le=1)
    """The largest share of a series' dates that closures and bookings may take."""
    booked: float = Field(0.2, ge=0, le=1)
    """The largest share of a series' dates that other bookings may take."""
    series_days: int = Field(84, ge=7)
    """Days that a series without an end is planned for."""
    look_ahead_days: int = Field(90, ge=1)
    """Days that a single meeting without an end is looked for."""
    horizon_days: int = Field(366, ge=1)
    """Days after the as-of date that are planned at all."""


CYCLE = {"weekly": 7, "fortnightly": 14, "monthly": 31}


def ways_of(wish: Wish, room: Room, config: FacilityConfig) -> tuple[list[Series], list[Series]]:
    """Return the ways in which the room suits the request, and the best that lose too much.

    A single meeting begins at any free moment of the group's windows. A series keeps its
    weekday (or its place in the month) and its hour; unless the group says otherwise it may
    lose a third of its dates to closures and bookings, a fifth to bookings alone, and must
    keep half of all dates. Every step is tried; what others could do in the room is not
    looked at (`Book.visits` does).
    """
    if wish.repeats.rhythm == "once":
        single = _single(wish, room, config)
        if single:
            return [one_meeting(wish.minutes, s) for s in spread(single, config.starts)], []
        return [], booked_meeting(wish, room)
    return _series_ways(wish, room, config)


@lru_cache(maxsize=65536)
def one_meeting(minutes: int, begin: int) -> Series:
    """Return a single meeting: the same one for all rooms."""
    return Series(minutes, (begin,))


def booked_meeting(wish: Wish, room: Room) -> list[Series]:
    """Return a meeting that only bookings stand in the way of, or nothing."""
    open_ = _bookable(both(room.open, wish.wanted), wish, room)
    begin = next((a for a, b in open_ if b - a >= wish.minutes), None)
    return [] if begin is None else [Series(wish.minutes, (), taken=(day_at(begin),))]


def _single(wish: Wish, room: Room, config: FacilityConfig) -> list[int]:
    """Return a start each step at which a single meeting fits into free hours of the room."""
    free = both(room.free_for(wish.request.people), wish.wanted)
    return starts_within(_bookable(free, wish, room), wish.minutes, config.step_minutes)


def _bookable(hours: Sequence[Stretch], wish: Wish, room: Room) -> list[Stretch]:
    first, past = bookable(wish, room)
    return [(max(a, first), min(b, past)) for a, b in hours if b > first and a < past]


def bookable(wish: Wish, room: Room) -> Stretch:
    """Return from which moment up to which a meeting of the group may last in the room.

    It must begin on a day between the notice and the horizon, and not after the last day.
    """
    last = wish.last if room.last is None else min(room.last, wish.last)
    return day_start(room.first), day_start(last) + DAY - 1 + wish.minutes


def _series_ways(
    wish: Wish, room: Room, config: FacilityConfig
) -> tuple[list[Series], list[Series]]:
    """Return the series of each start in the first week (or fortnight, or month) asked for."""
    past = day_start(wish.first + timedelta(days=CYCLE[wish.repeats.rhythm]))
    wanted = [(a, min(b, past + wish.minutes)) for a, b in wish.wanted if a < past]
    good: list[Series] = []
    refused: list[Series] = []
    for begin in starts_within(wanted, wish.minutes, config.step_minutes):
        if begin < past and _ever_open(room, begin, wish.minutes):
            series = series_from(wish, room, begin)
            if series.begins and enough(series, wish, config):
                good.append(series)
            elif series.begins or series.taken:
                refused.append(series)
    good.sort(key=lambda s: (-len(s.begins), s.begins[0]))
    refused.sort(key=lambda s: (-len(s.begins), len(s.missed), s.asked))
    return spread(good, config.starts), refused[:1]


def _ever_open(room: Room, begin: int, minutes: int) -> bool:
    """Whether the room is ever open at that weekday and hour: a quick no for most starts."""
    return any((begin - start) % WEEK + minutes <= length for start, length in room.usual)


def series_from(wish: Wish, room: Room, begin: int) -> Series:
    """Return the series that starts at ``begin``, each of its days by what befalls it."""
    at = begin % DAY
    free = room.free_for(wish.request.people)
    begins, shut, taken, later, early = [], [], [], [], []
    for day in series_days(day_at(begin), wish.first, wish.last, wish.repeats):
        start = day_start(day) + at
        if day < room.first:
            early.append(day)
        elif room.last is not None and day > room.last:
            later.append(day)
        elif covers(free, start, start + wish.minutes):
            begins.append(start)
        elif covers(room.open, start, start + wish.minutes):
            taken.append(day)
        else:
            shut.append(day)
    found = (tuple(shut), tuple(taken), tuple(later), tuple(early))
    return Series(wish.minutes, tuple(begins), *found)


def enough(series: Series, wish: Wish, config: FacilityConfig) -> bool:
    """Return whether a series keeps as many of its dates as the group must have."""
    if wish.repeats.keep == "all":
        return len(series.begins) == series.asked
    if wish.repeats.keep == "any":
        return True
    bookable_ = len(series.begins) + len(series.missed)
    return (
        len(series.missed) <= config.lost * bookable_ + 1e-9
        and len(series.taken) <= config.booked * bookable_ + 1e-9
        and 2 * len(series.begins) >= series.asked
    )


T = TypeVar("T")


def spread(ways: Sequence[T], most: int, stay: Callable[[T], bool] | None = None) -> list[T]:
    """Return ``most`` ways, the first among them and the rest evenly apart, and all that stay.

    Examples
    --------
    >>> spread(range(9), 3), spread(range(9), 3, lambda way: way == 7)
    ([0, 4, 8], [0, 4, 7, 8])
    """
    if len(ways) <= most:
        return list(ways)
    at = {round(i * (len(ways) - 1) / max(1, most - 1)) for i in range(most)}
    if stay is not None:
        at |= {i for i, way in enumerate(ways) if stay(way)}
    return [ways[i] for i in sorted(at)]


OTHER_DAY = 192
"""Minutes on the clock that another weekday counts for when a group is asked to move."""


def moved(wish: Wish, room: Room, config: FacilityConfig) -> tuple[int, int] | None:
    """Return a start that the group asked for and the nearest that the room would give.

    Nearest is the least shift on the clock, another weekday counting `OTHER_DAY`; then
    the most dates.
    """
    usual = {a % WEEK: a for a, b in reversed(wish.wanted) if b - a >= wish.minutes}
    asked = sorted(usual.values())
    if not asked:
        return None
    every_start = config.model_copy(update={"starts": 7 * DAY})
    found = []
    for series in ways_of(_any_time(wish), room, every_start)[0]:
        begin = series.begins[0]
        at = min(asked, key=lambda a: (shift(a, begin), a))
        found.append((shift(at, begin), -len(series.begins), begin, at))
    if not found:
        return None
    _, _, begin, at = min(found)
    return at, begin


def _any_time(wish: Wish) -> Wish:
    """Return the wish opened to any hour of any day of its period."""
    return replace(wish, wanted=((day_start(wish.first), day_start(wish.last) + DAY),))


def shift(left: int, right: int) -> int:
    """Return by how many minutes two starts are apart on the clock, `OTHER_DAY` added."""
    other = left // DAY % 7 != right // DAY % 7
    return abs(left % DAY - right % DAY) + (OTHER_DAY if other else 0)
