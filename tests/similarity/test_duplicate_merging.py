"""Listings of one thing: where they disagree, and what one record of them would say."""

from datetime import date
from pathlib import Path

import pytest

from sap_match.errors import UnknownIdError
from sap_match.ingest import read_dataset
from sap_match.model import Dataset, Organisation, Service
from sap_match.similarity.duplicates import find_duplicates
from sap_match.similarity.duplicates.conflicts import conflicts
from sap_match.similarity.duplicates.merging import merge_proposals

EXAMPLE = Path(__file__).parents[2] / "examples" / "cheshire_east"


def dataset(*services, organisations=None):
    owners = organisations or [Organisation(id="o", name="Sale Vale", kind="voluntary")]
    return Dataset.build("d", {"organisations": owners, "services": list(services)})


def service(one, name="Lunch club", **more):
    return Service(id=one, organisation_id="o", name=name, **more)


def fields(d, *ids):
    return {c.field for c in conflicts(d, {"g": ids})}


def test_another_way_to_write_the_same_is_no_conflict():
    d = dataset(
        service(
            "a", "The Lunch Club", phones=("01632 960001",), url="https://www.vale.example.org/",
            address="1 High St, Sale", postcode="M33 1AA",
            schedule=("MO 12:00-13:00",), cost="Free",
        ),
        service(
            "b", "Lunch club", phones=("+44 1632 960001", "01632 960002"),
            url="vale.example.org", address="1 High Street", postcode="m331aa",
            schedule=("MO 12:00-13:00",), cost="free",
        ),
        service("c"),
    )  # fmt: skip
    assert fields(d, "a", "b", "c") == set()


def test_what_disagrees_is_told_listing_by_listing():
    d = dataset(
        service(
            "a", phones=("01632 960001",), address="1 High Street, Sale", postcode="M33 1AA",
            schedule=("MO 12:00-13:00",), minimum_age=60, cost="free", source="council",
            assured_on=date(2026, 5, 1),
        ),
        service(
            "b", phones=("01632 960777",), address="9 High Street, Sale", postcode="M33 2BB",
            schedule=("TU 12:00-13:00",), minimum_age=18, cost="£2",
        ),
    )  # fmt: skip
    assert fields(d, "a", "b") == {"phones", "address", "postcode", "schedule", "ages", "cost"}
    rows = [r for r in conflicts(d, {"g": ("b", "a")}).to_records() if r["field"] == "phones"]
    assert rows == [
        {"group_id": "g", "field": "phones", "record_id": "a", "value": "...001",
         "source": "council", "assured_on": "2026-05-01"},
        {"group_id": "g", "field": "phones", "record_id": "b", "value": "...777",
         "source": None, "assured_on": None},
    ]  # fmt: skip


def test_public_contacts_are_shown_whole_and_hidden_places_never():
    owner = Organisation(id="o", name="Sale Vale", kind="voluntary", contact_public=True)
    d = dataset(
        service("a", phones=("01632 960001",), address="1 High Street", location_confidential=True),
        service("b", phones=("01632 960777",), address="9 High Street"),
        organisations=[owner],
    )
    found = conflicts(d, {"g": ("a", "b")})
    assert {(c.field, c.value) for c in found} == {
        ("phones", "01632 960001"),
        ("phones", "01632 960777"),
    }


def test_two_numbers_of_one_register_are_a_conflict_and_of_two_are_not():
    def both(one, two):
        d = Dataset.build(
            "d",
            {
                "organisations": [
                    Organisation(id=i, name="Sale Vale", kind="voluntary", identifiers=(number,))
                    for i, number in (("a", one), ("b", two))
                ]
            },
        )
        return {c.field for c in conflicts(d, {"g": ("a", "b")}, of="organisations")}

    assert both("GB-CHC-1", "GB-CHC-2") == {"identifiers"}
    assert both("GB-CHC-1", "GB-COH-00000002") == set()


def proposal(*services, **more):
    d = dataset(*services, **more)
    return merge_proposals(d, {"g": [s.id for s in services]})[0]


def why(one, field):
    return next((c.value, c.from_ids, c.why) for c in one.choices if c.field == field)


def test_assured_last_comes_first():
    one = proposal(
        service(
            "a", "Old name", assured_on=date(2024, 1, 1), cost="free", description="Long words"
        ),
        service("b", "New name", assured_on=date(2026, 1, 1), cost="£2"),
        service("c", "Old name", assured_on=date(2025, 1, 1)),
    )
    assert (one.keep_id, one.record.id, one.record.sources) == ("b", "b", ("b", "c", "a"))
    assert why(one, "name") == ("New name", ("b",), "assured last")
    assert why(one, "cost") == ("£2", ("b",), "assured last")
    assert why(one, "description") == ("Long words", ("a",), "only this one says it")


def test_without_dates_most_and_then_the_fullest():
    one = proposal(
        service("a", "Lunch", status="active", cost="free", phones=("1",)),
        service("b", "Lunch club", status="active", cost="£2"),
        service("c", "Lunch club"),
    )
    assert why(one, "name") == ("Lunch club", ("b", "c"), "what most of them say")
    assert why(one, "status") == ("active", ("a", "b"), "they all say it")
    assert why(one, "cost") == ("free", ("a",), "the listing that says most")
    assert one.keep_id == "a"


def test_several_values_are_put_together_and_a_place_is_never_mixed():
    one = proposal(
        service("a", phones=("1", "2"), address="1 High Street", postcode="M33 1AA"),
        service("b", phones=("2", "3"), latitude=53.4, longitude=-2.3),
        service("c", address="9 Low Road"),
    )
    assert why(one, "phones") == (("1", "2", "3"), ("a", "b"), "all that any of them says")
    assert (one.record.address, one.record.postcode) == ("1 High Street", "M33 1AA")
    assert one.record.latitude is None
    assert {c.from_ids for c in one.choices if c.field in ("address", "postcode")} == {("a",)}


def test_what_protects_somebody_wins():
    records = [
        Organisation(
            id="a", name="Vale", kind="voluntary", suggest="yes", publish=True,
            contact_public=True, location_confidential=False, updated_on=date(2026, 1, 1),
        ),
        Organisation(
            id="b", name="Vale", kind="voluntary", suggest="no", publish=False,
            contact_public=False, location_confidential=True, updated_on=date(2020, 1, 1),
        ),
    ]  # fmt: skip
    d = Dataset.build("d", {"organisations": records})
    kept = merge_proposals(d, {"g": ("a", "b")}, of="organisations")[0].record
    assert (kept.suggest, kept.publish, kept.contact_public, kept.location_confidential) == (
        "no", False, False, True,
    )  # fmt: skip


def test_proposals_change_nothing_and_every_value_has_its_origin():
    d = read_dataset(EXAMPLE)
    before = d.services
    groups = find_duplicates(d).groups
    proposals = merge_proposals(d, groups)
    assert len(proposals) == len(groups) > 10
    assert d.services == before
    for one in proposals:
        for choice in one.choices:
            assert set(choice.from_ids) <= set(one.record_ids)
            assert getattr(one.record, choice.field) == choice.value
            assert choice.why
            if not isinstance(choice.value, tuple):
                assert all(
                    getattr(d.service(i), choice.field) == choice.value for i in choice.from_ids
                )
        told = {c.field for c in one.choices}
        assert {"name", "organisation_id"} <= told
    assert conflicts(d, groups)


def test_an_unknown_record_is_said():
    with pytest.raises(UnknownIdError, match="nobody"):
        conflicts(dataset(service("a")), {"g": ("a", "nobody")})
