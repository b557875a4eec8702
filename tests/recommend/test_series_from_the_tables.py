"""Plans with series, nights, odd buffers and quotas, verified from the tables alone."""

import random
from datetime import datetime

import pytest

from sap_match.landscape import Landscape
from sap_match.recommend.facilities import plan_facility_sharing
from sap_match.recommend.facilities.ways import FacilityConfig
from sap_match.similarity.encoder import HashedWords
from tests.recommend import drawn_series as drawn

SEEDS = range(5000, 5060)
QUOTAS = (None, None, 1.5, 4.0)


def planned(seed):
    rng = random.Random(seed)
    as_of, dataset = drawn.place(rng)
    quota = rng.choice(QUOTAS)
    landscape = Landscape.build(dataset, as_of=as_of, encoder=HashedWords())
    plan = plan_facility_sharing(landscape, config=FacilityConfig(group_hours=quota))
    tables = drawn.Tables(dataset, as_of)
    rows = [
        (
            tables.requests[s.subject_id],
            tables.rooms[s.other_id],
            [tables.minute(datetime.fromisoformat(m)) for m in s.details["meetings"]],
        )
        for s in plan.matches
    ]
    return tables, plan, rows, quota


def first_dates(tables, request, begins):
    """The minutes at which the series could have begun, dates left out at its head included."""
    gap = drawn.GAPS.get(request.repeats.split(",")[0].split()[0], 0)
    heads = {begins[0] - n * gap * 1440 for n in range(5)}
    return heads & set(tables.begins(request))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_date_keeps_every_rule_and_no_room_is_given_twice(seed):
    tables, _, rows, quota = planned(seed)
    given, groups = {}, {}
    for request, room, begins in rows:
        assert tables.suits(request, room)
        heads = first_dates(tables, request, begins)
        assert any(tables.kept(request, room, head) == begins for head in heads)
        long = tables.minutes(request) + (room.buffer_minutes or 0)
        many = tables.takes(request, room.id)
        given.setdefault(room.id, []).extend((b, b + long, many) for b in begins)
        hours = tables.minutes(request) * len(begins) / 60
        group = request.organisation_id
        groups[group] = groups.get(group, 0.0) + hours
    for room_id, spans in given.items():
        for begin, _, _ in spans:
            booked = tables.there(room_id)[begin] if tables.shared(room_id) else 0
            there = sum(n for a, b, n in spans if a <= begin < b)
            assert there + booked <= tables.rooms[room_id].capacity
    assert quota is None or all(hours <= quota + 1e-6 for hours in groups.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_no_other_plan_meets_more_hours_over_all_dates(seed):
    tables, plan, rows, quota = planned(seed)
    met = sum(tables.minutes(q) * len(begins) / 60 for q, _, begins in rows)
    assert met == pytest.approx(drawn.most_hours(tables, quota))
    assert plan.figures["met_hours"] == pytest.approx(met)


@pytest.mark.parametrize("seed", [5003, 5014, 5031])
def test_the_order_of_the_rows_decides_nothing(seed):
    rng = random.Random(seed)
    as_of, dataset = drawn.place(rng)
    turned = {
        name: list(getattr(dataset, name))[::-1]
        for name in ("organisations", "facilities", "facility_requests", "bookings")
    }
    plans = [
        plan_facility_sharing(Landscape.build(one, as_of=as_of, encoder=HashedWords()))
        for one in (dataset, drawn.Dataset.build("drawn", turned))
    ]
    told, again = (
        [(s.subject_id, s.other_id, s.details["meetings"], s.reason) for s in plan.matches]
        for plan in plans
    )
    assert told == again
    assert [u.reason for u in plans[0].unmatched] == [u.reason for u in plans[1].unmatched]
