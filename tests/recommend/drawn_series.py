"""Rooms and requests that repeat, drawn at random, and the most hours found apart.

Quarter hours, odd buffers, nights, closed days, bookings, shared rooms, quotas, clock changes
and 29 February. Written apart from the planner: it reads the rows, and counts in steps of
five minutes on the clock of the wall.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from sap_match.model import Booking, Dataset, Facility, FacilityRequest, Organisation

MONDAYS = (date(2026, 10, 19), date(2026, 3, 23), date(2028, 2, 21), date(2026, 11, 2))
"""The clocks change in the first two weeks, the third has a 29 February."""
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STEP = 5
GAPS = {"weekly": 7, "fortnightly": 14}


def clock(minute):
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def window(rng, days):
    begin = 15 * rng.randint(60, 76)
    if rng.random() < 0.15:
        begin = 15 * rng.randint(84, 90)
    return f"{rng.choice(days)} {clock(begin)}-{clock(begin + 15 * rng.randint(4, 20))}"


def windows(rng, days):
    return tuple(dict.fromkeys(window(rng, days) for _ in range(rng.randint(1, 3))))


def room(rng, number, days, as_of):
    shut = as_of + timedelta(days=rng.randint(0, 27))
    until = shut + timedelta(days=rng.choice((0, 0, 6)))
    shared = rng.random() < 0.25
    return Facility(
        id=f"r{number}", organisation_id=f"o{rng.randint(0, 1)}", name=f"Room {number}",
        type="hall", status="open", latitude=53.1, longitude=rng.choice((-2.4, -2.3)),
        capacity=rng.choice((0, None, 12, 20, 20, 40, 40, 40, 40)), amenities=rng.choice(
            (("parking",), ("step_free", "parking"), ("step_free", "parking"))),
        availability=() if rng.random() < 0.05 else windows(rng, days),
        exceptions=(f"{shut}/{until}",) if rng.random() < 0.3 else (),
        buffer_minutes=rng.choice((None, 0, 10, 30)), notice_days=rng.choice((None, 0, 0, 1, 8)),
        horizon_days=rng.choice((None, None, None, 10, 30)),
        price_per_hour=rng.choice((0.0, 10.0, 20.0)),
        concession_price_per_hour=rng.choice((None, 5.0)),
        conditions="Shared use" if shared else None,
    )  # fmt: skip


def request(rng, number, days, as_of, *, single):
    rhythm = "once" if single else rng.choice(("once", "weekly", "weekly x3", "fortnightly"))
    keep = rng.choice(("", "", ", all dates", ", may skip")) if rhythm != "once" else ""
    first = as_of + timedelta(days=rng.randint(0, 6))
    return FacilityRequest(
        id=f"q{number}", organisation_id=rng.choice(("g0", "g0", "g1", "g2", "o0")),
        purpose="A weekly lunch and company", people=rng.choice((None, 4, 8, 8, 15, 15, 30)),
        amenities=rng.choice(((), (), ("step_free",), ("parking",))),
        windows=() if rng.random() < 0.04 else windows(rng, days),
        hours=rng.choice((0.75, 0.75, 1, 1.25, 1.5, 2, 3, None)), latitude=53.1, longitude=-2.4,
        budget_per_hour=rng.choice((None, None, None, 5.0, 15.0)),
        max_distance_km=rng.choice((None, None, None, 3.0)),
        starts_on=first, ends_on=first + timedelta(days=rng.choice((-1, 6, 13, 13, 27, 27, 27))),
        repeats=rhythm + keep,
    )  # fmt: skip


def place(rng, *, single=False, most=7):
    """Return the as-of date and a place of a few rooms, requests and bookings."""
    as_of = rng.choice(MONDAYS)
    days = rng.choice((("MO", "TU"), ("SA", "SU"), ("TU",), ("TU",), ("SA",), ("SU",)))
    rooms = [room(rng, i, days, as_of) for i in range(rng.randint(1, 3))]
    asked = [request(rng, j, days, as_of, single=single) for j in range(rng.randint(1, most))]
    booked = {}
    for _ in range(rng.choice((0, 1, 3, 6))):
        where = rng.choice(rooms)
        begin = datetime.combine(as_of, time(0)) + timedelta(
            days=7 * rng.randint(0, 3) + DAYS.index(rng.choice(days)),
            minutes=5 * rng.randint(12 * 8, 12 * 22),
        )
        booked[where.id, begin] = Booking(
            facility_id=where.id, starts=begin,
            ends=begin + timedelta(minutes=5 * rng.randint(6, 30)),
            people=rng.choice((None, 5, 10)), status=rng.choice((None, "confirmed", "cancelled")),
        )  # fmt: skip
    names = {"o0": "Town Council", "o1": "Parish Hall Trust", "g0": "Oak Lunch Club",
             "g1": "Elm Choir", "g2": "Ash Walkers"}  # fmt: skip
    tables = {
        "organisations": [
            Organisation(id=i, name=n, kind="public" if i == "o0" else "voluntary")
            for i, n in names.items()
        ],
        "facilities": rooms, "facility_requests": asked, "bookings": list(booked.values()),
    }  # fmt: skip
    for rows in tables.values():
        rng.shuffle(rows)
    return as_of, Dataset.build("drawn", tables)


# -- by the tables alone: minutes on the wall since the Monday ---------------------------------


class Tables:
    """What the rows of a place say of each request and room, minute by minute."""

    def __init__(self, dataset, as_of):
        self.dataset, self.as_of = dataset, as_of
        self.rooms = {r.id: r for r in dataset.facilities}
        self.requests = {q.id: q for q in dataset.facility_requests}
        self.kinds = {o.id: o.kind for o in dataset.organisations}

    def minute(self, moment):
        """Minutes on the wall since the Monday of the as-of date."""
        wall = moment.replace(tzinfo=None)
        return round((wall - datetime.combine(self.as_of, time(0))) / timedelta(minutes=1))

    def spans(self, cells, first, last):
        """From, up to, of each window whose evening lies between two days, in minutes."""
        found = []
        for cell in cells:
            name, times = cell.split()
            a, b = (int(t[:2]) * 60 + int(t[3:]) for t in times.split("-"))
            b += 1440 if b <= a else 0
            for n in range((first - self.as_of).days - 7, (last - self.as_of).days + 1):
                day = self.as_of + timedelta(days=n)
                if DAYS[day.weekday()] == name and day <= last:
                    begin = max(n * 1440 + a, (first - self.as_of).days * 1440)
                    found.append((begin, n * 1440 + b))
        return [(a, b) for a, b in found if a < b]

    @cache  # noqa: B019 - a short life
    def open(self, room_id):
        """Every minute of six weeks at which a room is open."""
        one = self.rooms[room_id]
        minutes = np.zeros(42 * 1440, dtype=bool)
        for a, b in self.spans(one.availability, self.as_of, self.as_of + timedelta(days=41)):
            minutes[max(a, 0) : b] = True
        for n in range(42):
            day = self.as_of + timedelta(days=n)
            if any(
                first <= day <= last
                for e in one.exceptions
                for first, last in [map(date.fromisoformat, e.split("/"))]
            ):
                minutes[n * 1440 : (n + 1) * 1440] = False
            if day in (date(2026, 10, 25), date(2026, 3, 29)):
                minutes[n * 1440 : n * 1440 + 240] = False
        return minutes

    @cache  # noqa: B019
    def there(self, room_id):
        """How many bookings' people are in a room at every minute, the buffer included."""
        one = self.rooms[room_id]
        buffer, many = one.buffer_minutes or 0, np.zeros(42 * 1440, dtype=int)
        for b in self.dataset.bookings:
            if b.facility_id == room_id and b.status != "cancelled":
                a, z = self.minute(b.starts) - buffer, self.minute(b.ends) + buffer
                many[max(a, 0) : max(z, 0)] += b.people or one.capacity or 1
        return many

    def shared(self, room_id):
        return self.rooms[room_id].conditions == "Shared use"

    def takes(self, request, room_id):
        """How many of the room's people a request takes; all where one group is alone."""
        capacity = self.rooms[room_id].capacity
        return request.people or capacity if self.shared(room_id) else capacity

    def minutes(self, request):
        if request.hours:
            return round(request.hours * 60)
        spans = self.merged(self.wanted(request))
        return min(180, max((b - a for a, b in spans), default=120))

    def wanted(self, request):
        first = max(request.starts_on, self.as_of)
        return self.spans(request.windows, first, request.ends_on)

    @staticmethod
    def merged(spans):
        found = []
        for a, b in sorted(spans):
            if found and a <= found[-1][1]:
                found[-1] = found[-1][0], max(b, found[-1][1])
            else:
                found.append((a, b))
        return found

    def suits(self, request, room):
        """Whether a room may be planned for a request at any time, by its row alone."""
        price = room.price_per_hour
        concession = self.kinds[request.organisation_id] == "voluntary"
        if concession and room.concession_price_per_hour is not None:
            price = room.concession_price_per_hour
        return (
            room.availability
            and room.capacity
            and room.capacity >= (request.people or 0)
            and room.organisation_id != request.organisation_id
            and set(request.amenities) <= set(room.amenities)
            and (request.max_distance_km is None or room.longitude == request.longitude)
            and (request.budget_per_hour is None or price <= request.budget_per_hour)
        )

    def is_free(self, request, room, begin):
        """Whether a room is open and has space for the request for all of a meeting."""
        span = slice(begin, begin + self.minutes(request))
        left = room.capacity - self.there(room.id)[span]
        return self.is_open(request, room, begin) and bool(
            np.all(left >= self.takes(request, room.id))
        )

    def is_open(self, request, room, begin):
        return bool(np.all(self.open(room.id)[begin : begin + self.minutes(request)]))

    def dates(self, request, begin):
        """The start of each date of a series (or the single meeting) that begins at a minute."""
        rhythm = request.repeats.split(",")[0]
        if rhythm == "once":
            return [begin]
        gap = GAPS[rhythm.split()[0]]
        last = (request.ends_on - self.as_of).days
        found = [begin + d * 1440 for d in range(0, last - begin // 1440 + 1, gap)]
        return found[: int(rhythm.split("x")[1])] if "x" in rhythm else found

    def bookable(self, room, begin):
        """Whether a date lies between the room's notice and its horizon: -1 early, 1 later."""
        day = begin // 1440
        if day < (room.notice_days or 0):
            return -1
        return 1 if room.horizon_days is not None and day > room.horizon_days else 0

    def kept(self, request, room, begin):
        """The dates of a series that a room can have; none where too few are left."""
        asked = self.dates(request, begin)
        near = [d for d in asked if self.bookable(room, d) == 0]
        free = [d for d in near if self.is_free(request, room, d)]
        taken = [d for d in near if d not in free and self.is_open(request, room, d)]
        if "all dates" in request.repeats or "once" in request.repeats:
            return free if len(free) == len(asked) else []
        lost = len(near) - len(free)
        bad = 3 * lost > len(near) or 5 * len(taken) > len(near) or 2 * len(free) < len(asked)
        return [] if bad and "may skip" not in request.repeats else free

    def begins(self, request):
        """Every fifth minute at which a request may begin: in its first week or fortnight."""
        if request.ends_on < request.starts_on:
            return
        last = (request.ends_on - self.as_of).days
        rhythm = request.repeats.split(",")[0].split()[0]
        first = max(0, (request.starts_on - self.as_of).days)
        past = min(first + GAPS.get(rhythm, 999), last + 1) * 1440
        for a, b in self.merged(self.wanted(request)):
            yield from range(a, min(b - self.minutes(request), past - 1) + 1, STEP)

    def columns(self):
        """(request, room, dates) of every way that the tables allow."""
        for q in self.requests.values():
            for r in self.rooms.values():
                if self.suits(q, r):
                    for begin in self.begins(q):
                        dates = self.kept(q, r, begin)
                        if dates:
                            yield q, r, tuple(dates)


def most_hours(tables, quota=None):
    """Return the most hours, over all dates, that any plan can meet."""
    columns = list(tables.columns())
    if not columns:
        return 0.0
    cells, highest = {}, {}
    for n, (q, r, dates) in enumerate(columns):
        cells["q", q.id, n] = 1.0
        highest["q", q.id] = 1.0
        long = tables.minutes(q) + (r.buffer_minutes or 0)
        for d in dates:
            for moment in range(d - d % STEP, d + long, STEP):
                cells[r.id, moment, n] = float(tables.takes(q, r.id))
                held = tables.there(r.id)[moment] if tables.shared(r.id) else 0
                highest[r.id, moment] = max(0.0, float(r.capacity - held))
        if quota is not None:
            cells["g", q.organisation_id, n] = tables.minutes(q) * len(dates) / 60
            highest["g", q.organisation_id] = quota
    rows = {key: i for i, key in enumerate(highest)}
    at = np.array([(rows[a, b], n) for a, b, n in cells]).T
    matrix = csr_matrix((list(cells.values()), (at[0], at[1])), shape=(len(rows), len(columns)))
    worth = np.array([tables.minutes(q) * len(dates) / 60 for q, _, dates in columns])
    found = milp(
        -worth, integrality=np.ones(len(columns)), bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, -np.inf, np.array(list(highest.values()))),
        options={"mip_rel_gap": 0},
    )  # fmt: skip
    return -found.fun
