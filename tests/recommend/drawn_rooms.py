"""Rooms and requests drawn at random, and the most hours that can be met, found apart.

Written apart from the planner: it reads the rows and counts half-hours.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from sap_match.model import Booking, Dataset, Facility, FacilityRequest, Organisation

AS_OF = date(2026, 11, 2)  # a Monday
LAST = AS_OF + timedelta(days=6)
DAYS = ("MO", "TU", "WE")
HALF = timedelta(minutes=30)

span = st.tuples(st.sampled_from(DAYS), st.integers(18, 36), st.integers(2, 12)).map(
    lambda w: (
        f"{w[0]} {w[1] // 2:02d}:{w[1] % 2 * 30:02d}-"
        f"{(w[1] + w[2]) // 2:02d}:{(w[1] + w[2]) % 2 * 30:02d}"
    )
)


@st.composite
def rooms(draw, number):
    return Facility(
        id=f"r{number}", organisation_id="owner", name=f"Room {number}", type="hall",
        status="open", latitude=53.1, longitude=draw(st.sampled_from((-2.4, -2.3))),
        capacity=draw(st.integers(5, 40)), amenities=draw(st.sampled_from(
            (("parking",), ("step_free", "parking"), ("step_free", "kitchen")))),
        availability=tuple(draw(st.lists(span, min_size=1, max_size=2, unique=True))),
        buffer_minutes=draw(st.sampled_from((None, 0, 30))),
        notice_days=draw(st.sampled_from((None, 0, 1))),
        horizon_days=draw(st.sampled_from((None, 1, 30))),
        price_per_hour=draw(st.sampled_from((0.0, 10.0, 20.0))),
        concession_price_per_hour=draw(st.sampled_from((None, 5.0))),
    )  # fmt: skip


@st.composite
def requests(draw, number):
    return FacilityRequest(
        id=f"q{number}", organisation_id=f"g{draw(st.integers(0, 2))}",
        purpose="A weekly lunch and company", people=draw(st.integers(1, 30)),
        amenities=draw(st.sampled_from(((), ("step_free",), ("parking",)))),
        windows=tuple(draw(st.lists(span, min_size=1, max_size=2, unique=True))),
        hours=draw(st.integers(1, 6)) / 2, latitude=53.1, longitude=-2.4,
        budget_per_hour=draw(st.sampled_from((None, 5.0, 15.0))),
        max_distance_km=draw(st.sampled_from((None, 3.0))),
        starts_on=AS_OF, ends_on=LAST, repeats="once",
    )  # fmt: skip


@st.composite
def places(draw, most=4):
    """A place of a few rooms, requests for a week and bookings."""
    halls = [draw(rooms(i)) for i in range(draw(st.integers(1, 3)))]
    asked = [draw(requests(j)) for j in range(draw(st.integers(1, most)))]
    booked = []
    for _ in range(draw(st.integers(0, 3))):
        begin = datetime.combine(
            AS_OF + timedelta(days=draw(st.integers(0, 2))), time(0)
        ) + HALF * draw(st.integers(18, 40))
        booked.append(
            Booking(
                facility_id=draw(st.sampled_from(halls)).id, starts=begin,
                ends=begin + HALF * draw(st.integers(1, 6)),
                status=draw(st.sampled_from((None, "confirmed", "cancelled"))),
            )
        )  # fmt: skip
    unique = {(b.facility_id, b.starts): b for b in booked}
    return Dataset.build(
        "drawn",
        {
            "organisations": [
                Organisation(id="owner", name="Town Council", kind="public"),
                *(Organisation(id=f"g{i}", name=n, kind="voluntary")
                  for i, n in enumerate(("Oak Lunch Club", "Elm Choir", "Ash Walkers"))),
            ],
            "facilities": halls, "facility_requests": asked, "bookings": list(unique.values()),
        },
    )  # fmt: skip


# -- by the tables alone ---------------------------------------------------------------------


def halves(cells):
    """Every half-hour of the week that a timetable covers, from its Monday."""
    found = set()
    for cell in cells:
        day, times = cell.split()
        first, past = ((int(t[:2]) * 60 + int(t[3:])) // 30 for t in times.split("-"))
        found |= {DAYS.index(day) * 48 + h for h in range(first, past)}
    return found


def half_of(moment):
    """The half-hour of the week in which a moment lies."""
    return int((moment.replace(tzinfo=None) - datetime.combine(AS_OF, time(0))) / HALF)


def taken(dataset, room):
    """Half-hours that bookings take of a room, with the buffer before and after."""
    buffer = (room.buffer_minutes or 0) // 30
    found = set()
    for b in dataset.bookings:
        if b.facility_id == room.id and b.status != "cancelled":
            found |= set(range(half_of(b.starts) - buffer, half_of(b.ends) + buffer))
    return found


def starts_of(dataset, request, room):
    """Every half-hour at which a request may begin in a room, by the tables."""
    price = room.price_per_hour
    if room.concession_price_per_hour is not None:
        price = room.concession_price_per_hour
    too_far = request.max_distance_km is not None and room.longitude != request.longitude
    too_dear = request.budget_per_hour is not None and price > request.budget_per_hour
    lacking = not set(request.amenities) <= set(room.amenities)
    if too_far or too_dear or lacking or room.capacity < request.people:
        return []
    open_ = halves(room.availability) & halves(request.windows)
    free = open_ - taken(dataset, room)
    first = (room.notice_days or 0) * 48
    past = 7 * 48 if room.horizon_days is None else (room.horizon_days + 1) * 48
    length = int(request.hours * 2)
    return [
        h
        for h in sorted(free)
        if all(first <= h + n < past and h + n in free for n in range(length))
    ]


def most_hours(dataset):
    """Return the most hours that any plan can meet: one column a request, room and start."""
    columns = [
        (q, r, h)
        for q in dataset.facility_requests
        for r in dataset.facilities
        for h in starts_of(dataset, q, r)
    ]
    if not columns:
        return 0.0
    rows = [[float(c[0].id == q.id) for c in columns] for q in dataset.facility_requests]
    for r in dataset.facilities:
        buffer = (r.buffer_minutes or 0) // 30
        rows += [
            [
                float(c[1].id == r.id and c[2] <= moment < c[2] + c[0].hours * 2 + buffer)
                for c in columns
            ]
            for moment in range(7 * 48)
        ]
    worth = np.array([c[0].hours for c in columns])
    found = milp(
        -worth, integrality=np.ones(len(columns)), bounds=Bounds(0, 1),
        constraints=LinearConstraint(np.array(rows), -np.inf, np.ones(len(rows))),
        options={"mip_rel_gap": 0},
    )  # fmt: skip
    return -found.fun
