"""Rows become records: what is bad, what is a note, what is one record."""

import random
from datetime import date, datetime

import pytest

from sap_match.ingest.assemble import assemble
from sap_match.ingest.identity import normal_name
from sap_match.ingest.place import Place
from sap_match.ingest.raw import RawRow, RawTable, Reading


def table(name, *rows, source=None, derived=False):
    numbered = tuple(RawRow(n, cells) for n, cells in enumerate(rows, start=1))
    return RawTable(name, source or f"{name}.csv", numbered, derived)


def reading(*tables, source="books", links=(), rows_in=0):
    return Reading(source, "canonical", tables, links=links, rows_in=rows_in)


def build(*readings, timezone="Europe/London"):
    return assemble(readings, Place("demo", timezone=timezone))


def organisation(organisation_id, name="Lunch Club", **cells):
    return {"id": organisation_id, "name": name, "kind": "voluntary", **cells}


def told(dataset, level):
    return [(p.table, p.row, p.field, p.reason) for p in dataset.problems if p.level == level]


# -- bad rows, notes, infos -----------------------------------------------------------


def test_a_row_without_a_required_cell_is_bad_and_the_rest_is_used():
    rows = [organisation("o1"), {"id": "o2", "name": "NA", "kind": "public"}, organisation("o3")]
    dataset = build(reading(table("organisations", *rows)))
    assert [o.id for o in dataset.organisations] == ["o1", "o3"]
    assert told(dataset, "bad") == [
        ("organisations", 2, "name", "is empty, and organisations need it")
    ]
    assert (dataset.sources[0].rows, dataset.sources[0].used, dataset.sources[0].bad) == (3, 2, 1)


def test_a_required_cell_that_is_not_understood_is_bad():
    dataset = build(reading(table("organisations", organisation("o1", kind="charity"))))
    assert dataset.organisations == ()
    assert told(dataset, "bad")[0][2:] == ("kind", "is none of voluntary, business, public")


def test_a_cell_that_is_not_understood_is_a_note_and_the_row_stays():
    dataset = build(reading(table("organisations", organisation("o1", income="a lot"))))
    assert dataset.organisation("o1").income is None
    assert told(dataset, "note") == [("organisations", 1, "income", "is no number")]
    assert told(dataset, "bad") == []


def test_times_that_are_not_understood_stay_readable_as_extra():
    service = {"id": "s1", "organisation_id": "o1", "name": "Lunch", "schedule": "when it is dry"}
    dataset = build(reading(table("organisations", organisation("o1")), table("services", service)))
    assert dataset.service("s1").schedule == ()
    assert dataset.service("s1").extra == {"schedule_text": "when it is dry"}


def test_unknown_columns_are_kept_and_told_once_a_table():
    rows = [organisation("o1", ward="Hale"), organisation("o2", ward="Sale", map="3"),
            organisation("o3")]  # fmt: skip
    dataset = build(reading(table("organisations", *rows)))
    assert dataset.organisation("o2").extra == {"ward": "Sale", "map": "3"}
    assert told(dataset, "info") == [
        ("organisations", 0, "", "map, ward are no columns of organisations; kept as extra")
    ]


def test_half_a_point_is_told_once():
    hall = {"id": "f1", "organisation_id": "o1", "name": "Hall", "latitude": "91", "longitude": "2"}
    dataset = build(reading(table("organisations", organisation("o1")), table("facilities", hall)))
    assert dataset.facility("f1").longitude is None
    assert told(dataset, "note") == [("facilities", 1, "latitude", "is above 90")]


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ({"starts_on": "2026-02-01", "ends_on": "2026-01-01"}, "ends_on", "lies before starts_on"),
        ({"quantity": "2", "quantity_min": "3"}, "quantity_min", "is above quantity"),
        ({"team_min": "9", "team_max": "4"}, "team_min", "is above team_max"),
    ],
)
def test_of_two_cells_that_contradict_each_other_one_is_unknown(cells, field, reason):
    need = {"id": "n1", "organisation_id": "o1", "kind": "goods", "description": "x", **cells}
    dataset = build(reading(table("organisations", organisation("o1")), table("needs", need)))
    assert getattr(dataset.needs[0], field) is None
    assert told(dataset, "note") == [("needs", 1, field, reason)]


# -- references -----------------------------------------------------------------------


def test_a_required_id_that_does_not_resolve_is_bad_with_the_nearest_one_named():
    service = {"id": "s1", "organisation_id": "lunch-club-sael", "name": "Lunch"}
    dataset = build(
        reading(table("organisations", organisation("lunch-club-sale")), table("services", service))
    )
    assert told(dataset, "bad") == [
        (
            "services", 1, "organisation_id",
            "is no id in organisations; did you mean 'lunch-club-sale'?",
        )
    ]  # fmt: skip


def test_what_needs_a_bad_row_is_bad_too():
    hall = {"id": "f1", "organisation_id": "o1", "name": "Hall"}
    booking = {"facility_id": "f1", "starts": "2026-11-03T18:00", "ends": "2026-11-03T20:00"}
    dataset = build(
        reading(
            table("organisations", {"id": "o1", "kind": "public"}),
            table("facilities", hall),
            table("bookings", booking),
        )
    )
    assert not any(dataset.tables.values())
    assert [(t, f) for t, _, f, _ in told(dataset, "bad")] == [
        ("bookings", "facility_id"), ("facilities", "organisation_id"), ("organisations", "name"),
    ]  # fmt: skip
    assert "is the id of a bad row in facilities" in told(dataset, "bad")[0][3]


def test_an_optional_id_that_does_not_resolve_is_unknown_with_a_note():
    brief = {"id": "b1", "description": "x", "lead_id": "gone", "members": "o1;gone"}
    dataset = build(
        reading(table("organisations", organisation("o1", parent_id="o1")), table("briefs", brief))
    )
    assert dataset.brief("b1").lead_id is None
    assert dataset.brief("b1").members == ("o1",)
    assert dataset.organisation("o1").parent_id is None
    assert sorted(told(dataset, "note")) == [
        ("briefs", 1, "lead_id", "is no id in organisations"),
        ("briefs", 1, "members", "is no id in organisations"),
        ("organisations", 1, "parent_id", "is the row's own id"),
    ]


@pytest.mark.parametrize(
    ("name", "cells", "field"),
    [
        ("exclusions", {"left_id": "o1", "right_id": "o1"}, "right_id"),
        ("relationships", {"from_id": "o1", "to_id": "o1"}, "to_id"),
    ],
)
def test_a_tie_to_oneself_is_bad(name, cells, field):
    dataset = build(reading(table("organisations", organisation("o1")), table(name, cells)))
    assert [row[2] for row in told(dataset, "bad")] == [field]


def test_a_booking_that_ends_before_it_starts_is_bad_and_zones_become_local_time():
    hall = {"id": "f1", "organisation_id": "o1", "name": "Hall"}
    rows = [
        {"facility_id": "f1", "starts": "2026-07-01T18:00Z", "ends": "2026-07-01T20:00Z"},
        {"facility_id": "f1", "starts": "2026-07-02T18:00", "ends": "2026-07-02T18:00"},
    ]
    dataset = build(
        reading(
            table("organisations", organisation("o1")),
            table("facilities", hall),
            table("bookings", *rows),
        )
    )
    assert [b.starts for b in dataset.bookings] == [datetime.fromisoformat("2026-07-01T19:00")]
    assert told(dataset, "bad") == [("bookings", 2, "ends", "is not after starts")]


# -- one record of several rows -------------------------------------------------------


def test_the_second_row_of_an_id_is_bad_within_a_source():
    rows = [organisation("o1", "First"), organisation("o1", "Second")]
    dataset = build(reading(table("organisations", *rows)))
    assert dataset.organisation("o1").name == "First"
    assert told(dataset, "bad") == [
        ("organisations", 2, "id", "stands already in organisations.csv, row 1")
    ]


def test_derived_rows_of_an_id_are_one_record_whatever_their_order():
    rows = [
        organisation("o1", "St Ann's", description="short", phones="1"),
        organisation("o1", "St. Ann's", description="rather longer", phones="2"),
        organisation("o1", "St Ann's", website="example.org", updated_on="2026-01-02"),
    ]
    built = []
    for order in ([0, 1, 2], [2, 1, 0], [1, 2, 0]):
        rows_now = [rows[n] for n in order]
        dataset = build(reading(table("organisations", *rows_now, derived=True)))
        assert told(dataset, "bad") == []
        built.append(dataset.organisations)
    assert built[0] == built[1] == built[2]
    (one,) = built[0]
    assert one.name == "St Ann's"
    assert one.description == "rather longer"
    assert one.phones == ("1", "2")
    assert one.updated_on == date(2026, 1, 2)


def test_what_a_source_lists_goes_before_what_another_derives():
    grants = table("organisations", organisation("GB-CHC-1", "LUNCH"), source="grants",
                   derived=True)  # fmt: skip
    register = table("organisations", organisation("GB-CHC-1", "Lunch Club"), source="register")
    dataset = build(reading(grants, source="grants"), reading(register, source="register"))
    assert [o.name for o in dataset.organisations] == ["Lunch Club"]
    assert dataset.organisations[0].source == "register"


def test_two_sources_may_list_one_registered_organisation_but_not_one_home_made_id():
    first = table("organisations", organisation("GB-CHC-1", "A B"), organisation("7", "C D"),
                  source="one")  # fmt: skip
    second = table(
        "organisations",
        organisation("GB-CHC-1", "A B Trust", website="ab.example.org"),
        organisation("7", "Something else"),
        source="two",
    )
    dataset = build(reading(first, source="one"), reading(second, source="two"))
    assert dataset.organisation("GB-CHC-1").website == "ab.example.org"
    assert dataset.organisation("7").name == "C D"
    assert told(dataset, "bad") == [("organisations", 2, "id", "stands already in one, row 2")]


def test_a_place_is_taken_whole_from_one_row():
    rows = [
        organisation("o1", postcode="ZZ1 1ZZ"),
        organisation("o1", postcode="ZZ1 1ZZ"),
        organisation("o1", address="9 Far Street", latitude="50", longitude="-1"),
    ]
    dataset = build(reading(table("organisations", *rows, derived=True)))
    assert dataset.organisation("o1").postcode == "ZZ1 1ZZ"
    assert dataset.organisation("o1").address is None
    assert dataset.organisation("o1").latitude is None


def test_the_most_cautious_answer_stands():
    first = table("organisations", organisation("GB-CHC-1", suggest="yes", publish="yes"))
    second = table("organisations", organisation("GB-CHC-1", suggest="ask", publish="no"))
    dataset = build(reading(first, source="a"), reading(second, source="b"))
    assert dataset.organisation("GB-CHC-1").suggest == "ask"
    assert dataset.organisation("GB-CHC-1").publish is False


def test_linked_ids_become_one_and_every_id_still_resolves():
    listed = table("organisations", organisation("XX-9"), source="list")
    derived = table("organisations", organisation("GB-CHC-5", "Lunch"), source="grants",
                    derived=True)  # fmt: skip
    service = {"id": "s1", "organisation_id": "GB-CHC-5", "name": "Lunch"}
    member = table(
        "collaboration_members",
        {"collaboration_id": "c1", "organisation_id": "GB-CHC-5", "role": "lead"},
        {"collaboration_id": "c1", "organisation_id": "XX-9"},
    )
    claims = (
        ("organisations", "GB-CHC-5", "XX-9", "same number"),
        ("organisations", "XX-9", "GB-COH-1", "the register says so"),
    )
    dataset = build(
        reading(derived, table("services", service), source="grants", links=claims),
        reading(
            listed, table("collaborations", {"id": "c1", "kind": "forum"}), member, source="list"
        ),
    )
    (one,) = dataset.organisations
    assert one.id == "XX-9"  # the only one that its source lists
    assert one.sources == ("XX-9", "GB-CHC-5")
    assert dataset.service("s1").organisation_id == "XX-9"
    assert [(m.organisation_id, m.role) for m in dataset.collaboration_members] == [
        ("XX-9", "lead")
    ]
    assert dataset.resolve("GB-CHC-5") == dataset.resolve("GB-COH-1") == "XX-9"
    assert [(link.other_id, link.evidence) for link in dataset.links] == [
        ("GB-CHC-5", "same number")
    ]


@pytest.mark.parametrize(
    ("ids", "survivor"),
    [
        (["GB-COH-1", "GB-CHC-9"], "GB-CHC-9"),
        (["XX-1", "GB-EDU-5"], "GB-EDU-5"),
        (["XX-2", "XX-1"], "XX-1"),
        (["GB-EDU-5", "GB-COH-7"], "GB-COH-7"),
    ],
)
def test_of_ids_that_nobody_lists_the_register_decides(ids, survivor):
    rows = [organisation(one) for one in ids]
    claims = (("organisations", ids[0], ids[1], "said so"),)
    dataset = build(reading(table("organisations", *rows, derived=True), links=claims))
    assert [o.id for o in dataset.organisations] == [survivor]


# -- plain links ----------------------------------------------------------------------


def two_sources(left, right):
    return build(
        reading(table("organisations", left, source="a"), source="a"),
        reading(table("organisations", right, source="b"), source="b"),
    )


def test_equal_names_link_but_for_case_signs_and_legal_form():
    dataset = two_sources(
        organisation("x", "The Hope & Light Trust Ltd."), organisation("y", "HOPE AND LIGHT TRUST")
    )
    assert [(link.kept_id, link.other_id) for link in dataset.links] == [("x", "y")]
    assert dataset.links[0].evidence == "same name 'hope and light trust' in a and b"


def test_a_shared_register_number_links():
    dataset = two_sources(
        organisation("x", "Hope", identifiers="GB-COH-738693"),
        organisation("y", "Light", identifiers="gb-coh-00738693"),
    )
    assert [link.evidence for link in dataset.links] == ["same company number 00738693"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (organisation("x", "Samaritans"), organisation("y", "Samaritans")),
        (
            organisation("x", "Hope Trust", postcode="M33 1AA"),
            organisation("y", "Hope Trust", postcode="CW1 1AA"),
        ),
        (organisation("GB-CHC-100001", "Hope Trust"), organisation("GB-CHC-100002", "Hope Trust")),
        (
            organisation("GB-CHC-100001", "A", identifiers="GB-COH-1"),
            organisation("GB-CHC-100002", "B", identifiers="GB-COH-1"),
        ),
    ],
    ids=["one word", "other district", "other charity number", "parent and child"],
)
def test_what_speaks_against_it_keeps_two_organisations_apart(left, right):
    dataset = two_sources(left, right)
    assert len(dataset.organisations) == 2
    assert dataset.links == ()


def test_a_name_that_one_source_holds_twice_links_nothing():
    dataset = build(
        reading(
            table("organisations", organisation("x", "Food Bank"), organisation("z", "Food Bank")),
            source="a",
        ),
        reading(table("organisations", organisation("y", "Food Bank")), source="b"),
    )
    assert len(dataset.organisations) == 3


def test_within_one_source_nothing_is_linked():
    rows = [organisation("x", "Hope Trust"), organisation("y", "Hope Trust")]
    assert build(reading(table("organisations", *rows))).links == ()


def test_a_name_keeps_its_words():
    assert normal_name("Friends of the Park (Sale) CIC") == "friends of the park sale"
    assert normal_name("Ltd") == ""


# -- areas ----------------------------------------------------------------------------


def test_labels_become_area_ids_and_new_ones_new_areas():
    areas = table(
        "areas",
        {"id": "a-crewe", "name": "Crewe", "kind": "care_community"},
        {"id": "t-crewe", "name": "Crewe", "kind": "town"},
    )
    rows = [
        organisation("o1", areas="a-crewe; CREWE; Nantwich "),
        organisation("o2", areas="nantwich"),
    ]
    dataset = build(reading(areas, table("organisations", *rows)))
    assert dataset.organisation("o1").areas == ("a-crewe", "t-crewe", "area:nantwich")
    assert dataset.organisation("o2").areas == ("area:nantwich",)
    assert dataset.area("area:nantwich").name == "Nantwich"
    assert dataset.area("area:nantwich").kind == "other"
    assert [row[2:] for row in told(dataset, "info")] == [
        ("areas", "is no known area; it became an area of kind other")
    ] * 2


# -- order ----------------------------------------------------------------------------


def test_the_order_of_rows_changes_no_record():
    rng = random.Random(7)
    people = [organisation(f"o{n}", f"Club {n}", areas=f"Town {n % 3}") for n in range(20)]
    services = [
        {"id": f"s{n}", "organisation_id": f"o{n % 25}", "name": f"Meal {n}", "themes": "b;a"}
        for n in range(40)
    ]
    built = []
    for _ in range(3):
        rng.shuffle(people)
        rng.shuffle(services)
        dataset = build(reading(table("organisations", *people), table("services", *services)))
        built.append(dataset.tables)
    assert built[0] == built[1] == built[2]
    assert len(built[0]["services"]) == 35  # o20 to o24 are not there


def test_nothing_at_all_is_an_empty_dataset():
    dataset = build(reading())
    assert not any(dataset.tables.values())
    assert dataset.problems == ()
