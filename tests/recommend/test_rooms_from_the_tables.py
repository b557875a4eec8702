"""A sharing plan is verified from the tables, and against the most hours found apart."""

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings

from sap_match.landscape import Landscape
from sap_match.recommend.facilities import plan_facility_sharing
from sap_match.similarity.encoder import HashedWords
from tests.recommend import drawn_rooms as drawn

QUIET = settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))


def plan_of(dataset):
    return plan_facility_sharing(Landscape.build(dataset, as_of=drawn.AS_OF, encoder=HashedWords()))


def planned(dataset, plan):
    """(request, room, first half-hour, past half-hour) of each match."""
    requests = {q.id: q for q in dataset.facility_requests}
    rooms = {r.id: r for r in dataset.facilities}
    for s in plan.matches:
        first, past = (datetime.fromisoformat(s.details[n]) for n in ("starts", "ends"))
        yield requests[s.subject_id], rooms[s.other_id], drawn.half_of(first), drawn.half_of(past)


@QUIET
@given(drawn.places())
def test_no_room_is_given_twice_and_every_rule_is_kept(dataset):
    given_ = {}
    for request, room, first, past in planned(dataset, plan_of(dataset)):
        assert past - first == request.hours * 2
        assert first in drawn.starts_of(dataset, request, room)
        for begin, end in given_.get(room.id, []):
            buffer = (room.buffer_minutes or 0) // 30
            assert first >= end + buffer or begin >= past + buffer
        given_.setdefault(room.id, []).append((first, past))


@QUIET
@given(drawn.places())
def test_the_plan_meets_the_most_hours_that_any_plan_can(dataset):
    plan = plan_of(dataset)
    met = sum((past - first) / 2 for _, _, first, past in planned(dataset, plan))
    assert met == pytest.approx(drawn.most_hours(dataset))


@QUIET
@given(drawn.places())
def test_every_request_is_met_or_told_why_not(dataset):
    plan = plan_of(dataset)
    met = {s.subject_id for s in plan.matches}
    told = {u.id: u.reason for u in plan.unmatched}
    assert met | told.keys() == {q.id for q in dataset.facility_requests}
    assert not met & told.keys()
    assert all(reason.endswith(".") for reason in told.values())
