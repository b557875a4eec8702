"""What must not leave the house does not."""

from sap_match.export.withheld import shareable
from sap_match.model import (
    Area,
    Dataset,
    Decision,
    Exclusion,
    Need,
    Organisation,
    Relationship,
    Service,
)

AREAS = [
    Area(id="b", name="Borough", kind="borough"),
    Area(id="t", name="Town", kind="town", parent_id="b"),
]


def place(**more):
    organisations = [
        Organisation(
            id="o1", name="Harbour", kind="voluntary", email="jo@h.example", phones=("1",),
            address="1 Quiet Road", postcode="CW1 1AA", areas=("t",),
        ),
        Organisation(
            id="o2", name="Club", kind="voluntary", email="hi@club.example", contact_public=True,
            phones=("2",), address="2 Main Road",
        ),
    ]  # fmt: skip
    services = [
        Service(
            id="refuge", organisation_id="o1", name="Women's refuge", address="1 Quiet Road",
            postcode="cw11aa", latitude=53.0, longitude=-2.0, areas=("b", "t"),
            description="Near CW1 1AA. Call 01632 960123.", extra={"accessibility": "steps"},
        ),
        Service(id="same", organisation_id="o1", name="Advice", postcode="CW1 1AA"),
        Service(id="shop", organisation_id="o1", name="Shop", postcode="CW2 2BB"),
        Service(id="tea", organisation_id="o2", name="Tea", description="Call 01632 960123."),
    ]  # fmt: skip
    tables = {"organisations": organisations, "services": services, "areas": AREAS}
    return Dataset.build("d", tables | more)


def test_the_place_of_a_refuge_goes_out_in_no_case():
    found = shareable(place(), contacts=True, confidential=True).dataset
    refuge = found.service("refuge")
    assert (refuge.address, refuge.postcode, refuge.latitude, refuge.longitude) == (None,) * 4
    assert refuge.areas == ("b",)
    assert refuge.location_confidential is True
    assert "CW1" not in (refuge.description or "")
    assert refuge.extra == {}


def test_whatever_shares_its_postcode_is_closed_with_it_and_no_more():
    found = shareable(place(), contacts=True).dataset
    assert found.service("same").postcode is None
    assert found.organisation("o1").postcode is None
    assert found.organisation("o1").address is None
    assert found.service("shop").postcode == "CW2 2BB"


def test_contacts_go_out_only_where_they_are_public_or_asked_for():
    found = shareable(place())
    assert found.dataset.organisation("o1").email is None
    assert found.dataset.organisation("o1").phones == ()
    assert found.dataset.organisation("o2").email == "hi@club.example"
    assert found.dataset.service("tea").description == "Call 01632 960123."
    assert any("contacts of 1 organisation" in line for line in found.withheld)
    asked = shareable(place(), contacts=True)
    assert asked.dataset.organisation("o1").email == "jo@h.example"
    assert not any("contacts" in line for line in asked.withheld)


def test_reports_and_reasons_go_out_only_if_that_is_said():
    dataset = place(
        relationships=[Relationship(from_id="o1", to_id="o2", trust=1)],
        exclusions=[Exclusion(left_id="o1", right_id="o2", reason="a dispute")],
        decisions=[Decision(suggestion_id="x", decision="yes", decided_by_role="Jo Bloggs")],
    )
    found = shareable(dataset)
    assert found.dataset.relationships == ()
    assert found.dataset.exclusions[0].reason is None
    assert found.dataset.decisions[0].decided_by_role is None
    assert len(found.withheld) == 5
    all_of_it = shareable(dataset, contacts=True, confidential=True).dataset
    assert all_of_it.relationships == dataset.relationships
    assert all_of_it.exclusions == dataset.exclusions
    assert all_of_it.decisions == dataset.decisions


def test_what_an_organisation_with_a_closed_place_needs_tells_no_place_either():
    need = Need(
        id="n", organisation_id="o1", kind="goods", description="Beds, ask Jo on 01632 960123",
        postcode="CW1 1AA", latitude=53.0, longitude=-2.0,
    )  # fmt: skip
    told = shareable(place(needs=[need])).dataset.needs[0]
    assert (told.postcode, told.latitude, told.longitude) == (None, None, None)
    assert "960123" not in told.description
