"""Each line that goes back to a directory's keeper is plainly so; contacts are never shown."""

from datetime import date

import pytest

from sap_match.assess.correction_forms import email_fault, is_shouted, link_fault, phone_fault
from sap_match.assess.corrections import COLUMNS, CorrectionConfig, corrections, what_unlocks
from sap_match.landscape import Landscape
from sap_match.model import Area, Dataset, Need, Organisation, Problem, Service

AS_OF = date(2026, 11, 1)
TEXT = "A lunch for older people with soup, bread and company, every Monday at noon."


def land(organisations=(), services=(), **more):
    first = Organisation(
        id="o1", name="Lunch Club", kind="voluntary", description=TEXT, areas=("t",)
    )
    tables = {
        "areas": [Area(id="t", name="Town", kind="town")],
        "organisations": [first, *organisations],
        "services": services,
        "needs": more.pop("needs", ()),
    }
    return Landscape.build(Dataset.build("d", tables, **more), as_of=AS_OF)


def service(i="s1", **more):
    said = {"description": TEXT, "postcode": "CW1 2AB"} | more
    return Service(id=i, organisation_id="o1", name="Lunch", **said)


def told(landscape, **more):
    return [(r.table, r.id, r.field, r.reason) for r in corrections(landscape, **more)]


@pytest.mark.parametrize(
    ("text", "reason", "proposed"),
    [
        ("http//club.org.uk", "is no web address as it is written", "http://club.org.uk"),
        ("https;//club.org.uk/a", "is no web address as it is written", "https://club.org.uk/a"),
        ("http:/club.org.uk", "is no web address as it is written", "http://club.org.uk"),
        ("https://https://club.org.uk", "is no web address as it is written",
         "https://club.org.uk"),
        ("www.club.org.uk", "does not begin with http:// or https://", "http://www.club.org.uk"),
        ("http://club.org.uk.", "ends with a stop that is no part of it", "http://club.org.uk"),
        ("http://www.example.com", "is a placeholder", ""),
        ("http://www.geocities.com/club", "lies on geocities.com, which closed", ""),
        ("our page", "has a space in it", ""),
    ],
)  # fmt: skip
def test_a_web_address_that_leads_nowhere_is_told_by_its_form(text, reason, proposed):
    fault = link_fault(text)
    assert fault is not None
    assert (fault.reason, fault.proposed) == (reason, proposed)


@pytest.mark.parametrize(
    "text",
    [
        "https://club.org.uk", "http://club.org.uk/a?b=c#d", "https://facebook.com/lunchclub",
        "https://wilmslow-lunch.example/", "http://not-geocities.com", "HTTP://CLUB.ORG.UK",
    ],
)  # fmt: skip
def test_a_sound_web_address_is_left_alone(text):
    assert link_fault(text) is None


@pytest.mark.parametrize("text", ["jo@club.org.uk", "https://www.facebook.com/people/Jo/100"])
def test_what_names_a_person_is_not_shown(text):
    fault = link_fault(text)
    assert fault is not None
    assert not fault.shown


@pytest.mark.parametrize(
    "text", ["01632 960123", "+44 (0)1632 960123", "116 123", "111", "+353 1 234 5678",
             "01632 960123 ext 4", "01632 960123 or 07700 900123", "0044 1632 960123"],
)  # fmt: skip
def test_a_number_that_can_be_rung_is_left_alone(text):
    assert phone_fault(text) is None


def test_broken_numbers_and_addresses_are_told_and_never_shown():
    phone, email = phone_fault("0163 960"), email_fault("jo at club")
    assert phone is not None
    assert email is not None
    assert not phone.shown
    assert not email.shown
    rows = corrections(land(services=[service(phones=("0163 960",), email="jo at club")]))
    assert [(r.field, r.now) for r in rows] == [("email", "(withheld)"), ("phones", "(withheld)")]


def test_only_long_texts_are_shouted():
    assert is_shouted("LUNCH FOR EVERYBODY WHO LIVES IN THE PARISH OR NEAR IT")
    assert not is_shouted("BBQ AT THE YMCA")
    assert not is_shouted("Lunch for EVERYBODY who lives in the parish or near it")


def test_what_was_assured_long_ago_is_told_from_the_day_after_the_limit():
    old, fresh = service("s1", assured_on="2024-10-31"), service("s2", assured_on="2024-11-01")
    assert told(land(services=[old, fresh])) == [
        ("services", "s1", "assured_on", "was last assured long ago")
    ]
    assert told(land(services=[old]), config=CorrectionConfig(stale_after_days=800)) == []


def test_times_that_are_all_past_are_told_and_others_not():
    past = service("s1", schedule=("RRULE:FREQ=WEEKLY;UNTIL=20260101;BYDAY=MO 10:00-12:00",))
    mixed = service("s2", schedule=(*past.schedule, "TU 10:00-12:00"))
    assert told(land(services=[past, mixed])) == [
        ("services", "s1", "schedule", "all its times are past")
    ]


def test_a_point_far_from_its_postcode_is_told_and_a_near_one_not():
    near = service("s1", latitude=53.10, longitude=-2.44)
    far = service("s2", latitude=51.5, longitude=-0.1)
    found = [r for r in told(land(services=[near, far])) if r[2] == "latitude"]
    assert found in ([], [("services", "s2", "latitude", "lies far from its own postcode")])


def test_a_postcode_with_a_letter_for_a_digit_is_proposed_right():
    row = corrections(land(services=[service(postcode="WA15 OHF")]))[0]
    assert (row.field, row.now, row.proposed) == ("postcode", "WA15 OHF", "WA15 0HF")


def test_of_a_confidential_place_nothing_is_said():
    refuge = service(
        "s1", postcode="NOWHERE", location_confidential=True, latitude=51.5, longitude=-0.1
    )
    assert told(land(services=[refuge])) == []


def test_what_can_be_matched_with_nobody_is_told_where_something_waits_for_it():
    silent = Organisation(id="o2", name="Silent", kind="voluntary", areas=())
    useless = Organisation(id="o3", name="Mute", kind="voluntary")
    need = Need(id="n1", organisation_id="o2", kind="goods", description="Chairs for the hall")
    landscape = land([silent, useless], needs=[need])
    lacks = {u.organisation_id: u.worth for u in what_unlocks(landscape)}
    assert lacks["o2"] == 2
    assert lacks["o3"] == 1
    found = corrections(landscape)
    assert [(r.id, r.field, r.unlocks) for r in found] == [("o2", "description", 2)]
    assert found.notes == (
        "1 more organisations say too little to be found by; nothing waits for it",
    )
    assert told(landscape, skip=["o2"]) == []


def test_what_reading_could_not_use_is_told_with_its_row_and_no_contact():
    problems = [
        Problem("a.csv", "services", 5, "organisation_id", "x", "bad", "is no id", "correct it"),
        Problem("a.csv", "organisations", 6, "email", "jo club", "note", "is no address", ""),
        Problem("a.csv", "relationships", 7, "to_id", "o9", "bad", "is no id", ""),
        Problem("a.csv", "services", 8, "", "", "info", "is worth knowing", ""),
    ]
    rows = corrections(land(problems=problems))
    assert [(r.row, r.now) for r in rows] == [(5, "x"), (6, "(withheld)")]


def test_a_body_that_is_not_active_is_told_first_where_services_hang_on_it():
    gone = Organisation(
        id="o2", name="Gone", kind="voluntary", description=TEXT, areas=("t",),
        extra={"status": "removed from the register on 2025-01-01"},
    )  # fmt: skip
    one = service().model_copy(update={"organisation_id": "o2"})
    row = corrections(land([gone], [one]))[0]
    assert (row.id, row.field, row.priority) == ("o2", "status", 1)
    assert "2025-01-01" in row.evidence


def test_rows_have_the_columns_that_are_promised_whatever_the_order():
    found = corrections(land(services=[service("s1", url="our page"), service("s2", url="tbc")]))
    assert {tuple(r) for r in found.to_records()} == {COLUMNS}
    other = corrections(land(services=[service("s2", url="tbc"), service("s1", url="our page")]))
    assert found.to_records() == other.to_records()
