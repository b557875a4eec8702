from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.ingest.hsds.fields import organisation_cells, service_cells
from sap_match.ingest.hsds.values import first_text, nodes, text_of


def cells(**fields):
    return service_cells({"id": "s1", **fields}).cells


@pytest.mark.parametrize(
    ("option", "cost"),
    [
        ({"option": "Adults", "amount": 3.5, "currency": "gbp"}, "Adults: £3.5"),
        ({"amount": "10", "currency": "EUR", "amount_description": "a day"}, "10 EUR a day"),
        ({"option": "Children", "amount": 0}, "Children: free"),
        ({"option": "By donation"}, "By donation"),
        ({}, None),
    ],
)
def test_cost_options(option, cost):
    assert cells(cost_options=[option]).get("cost") == cost


def test_fees_and_options_stand_together_once():
    found = cells(fees_description="Ask us", fees="Ask us", cost_options=[{"option": "Free trial"}])
    assert found["cost"] == "Ask us; Free trial"
    assert "fees" not in found


def test_a_sentence_is_no_label_of_an_area():
    sentence = (
        "The service is available to all residents of the borough and to visitors by agreement"
    )
    found = cells(service_areas=[{"name": "Crewe"}, {"name": sentence}, {"service_area": "Crewe"}])
    assert found["areas"] == ("Crewe",)
    assert found["service_area"] == sentence


@pytest.mark.parametrize(
    ("taxonomy", "field"),
    [
        ("Open Eligibility: Services", "themes"),
        ("Open Eligibility: Human Situations", "audiences"),
        ("Eligibility", "audiences"),
        ("Target audience", "audiences"),
        ("esdCircumstances", "audiences"),
        ("esdNeeds", "themes"),
        ("", "themes"),
    ],
)
def test_terms_say_what_or_for_whom(taxonomy, field):
    attribute = {"taxonomy_term": {"name": "Carers", "taxonomy": taxonomy}}
    assert cells(attributes=[attribute])[field] == ("Carers",)


@pytest.mark.parametrize(
    "point",
    [(0, 0), ("0.0", "0"), (53.1, None), ("", -2.4)],
    ids=["zeros", "texts", "north", "west"],
)
def test_no_point_is_better_than_a_wrong_one(point):
    place = {"id": "l1", "latitude": point[0], "longitude": point[1]}
    found = service_cells({"id": "s1", "service_at_locations": [{"location": place}]})
    assert not {"latitude", "longitude"} & found.cells.keys()
    assert [remark[2] for remark in found.remarks] == ["is no point"]


def test_attention_lines_and_countries_are_no_address():
    address = {
        "attention": "Ann Persona",
        "address_1": "1 High St",
        "city": "Crewe",
        "country": "GB",
    }
    found = cells(service_at_locations=[{"location": {"id": "l1", "addresses": [address]}}])
    assert found["address"] == "1 High St, Crewe"


def test_where_it_is_comes_before_where_its_post_goes():
    addresses = [
        {"address_type": "postal", "postal_code": "CW1 1AA"},
        {"address_type": "physical", "postal_code": "CW2 2BB"},
    ]
    found = cells(service_at_locations=[{"location": {"id": "l1", "addresses": addresses}}])
    assert found["postcode"] == "CW2 2BB"


def test_a_schedule_in_words_is_kept_in_words():
    found = service_cells({"id": "s1", "schedules": [{"description": "Ring for times"}]})
    assert found.cells["schedule_description"] == "Ring for times"
    assert found.remarks == ()


def test_a_schedule_that_cannot_be_read_is_told():
    schedule = {"id": "h1", "byday": "MO", "opens_at": "late", "closes_at": "later"}
    found = service_cells({"id": "s1", "schedules": [schedule]})
    assert found.remarks == (("schedule", "h1", "'late' is no time of day"),)


def test_only_telling_roles_are_taken_from_a_name():
    assert (
        organisation_cells({"id": "o1", "name": "Hale Primary School PTA"}).cells["role"] == "club"
    )
    assert "role" not in organisation_cells({"id": "o2", "name": "Hope Charitable Trust"}).cells


def test_unknown_columns_are_kept_and_private_ones_are_not():
    found = cells(x_ref=12, assurer_email="a@example.org", metadata=[{"id": 1}], alert="Closed")
    assert found["x_ref"] == "12"
    assert found["alert"] == "Closed"
    assert not {"assurer_email", "metadata"} & found.keys()


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "name", "location", "phones", "number", "taxonomy", "latitude", "addresses"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
FIELDS = (
    "id", "name", "organization", "schedules", "service_at_locations", "attributes", "phones",
    "cost_options", "contacts", "languages", "service_areas", "eligibility", "funding", "locations",
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(FIELDS), json_values))
def test_no_object_breaks_reading(node):
    for found in (service_cells(node), organisation_cells(node)):
        for cell in found.cells.values():
            assert isinstance(cell, str) or (
                isinstance(cell, tuple) and all(isinstance(part, str) for part in cell)
            )


@given(json_values)
def test_values_are_text_or_nothing(value):
    assert isinstance(text_of(value), str)
    node = {"x": value}
    assert isinstance(first_text(node, "x", "y"), str)
    assert all(isinstance(one, dict) for one in nodes(node, "x"))
