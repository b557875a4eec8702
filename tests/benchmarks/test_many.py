"""The landscape of many services that speed is measured on."""

import pytest

from benchmarks._many import many_services


@pytest.fixture(scope="module")
def two_and_a_half():
    """The example has 370 services: two copies and a half."""
    return many_services(900)


def test_it_has_as_many_services_as_asked_for(two_and_a_half):
    assert len(two_and_a_half.services) == 900
    assert len(many_services(100).services) == 100


def test_the_same_seed_gives_the_same_records(two_and_a_half):
    assert many_services(900) == two_and_a_half
    assert many_services(900, seed=1) != two_and_a_half


def test_no_two_organisations_say_the_same(two_and_a_half):
    told = [o.description for o in two_and_a_half.organisations if len(o.description or "") > 60]
    assert len(set(told)) == len(told) > 400
    assert len({o.name for o in two_and_a_half.organisations}) > 0.9 * len(
        two_and_a_half.organisations
    )


def test_copies_have_ties_of_their_own(two_and_a_half):
    members = {m.collaboration_id: set() for m in two_and_a_half.collaboration_members}
    for m in two_and_a_half.collaboration_members:
        members[m.collaboration_id].add(m.organisation_id.endswith("-1"))
    assert all(len(copies) == 1 for copies in members.values())
