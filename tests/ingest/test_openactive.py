"""OpenActive's facilities and slots: hand-worked feeds, and feeds that are wrong in every way."""

# ruff: noqa: DTZ001 - records hold the partnership's local time

import gzip
import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.ingest import read_dataset
from sap_match.ingest.formats import Look, format_of
from sap_match.ingest.openactive.fields import Price, hours_of, price_of
from sap_match.ingest.openactive.reader import Item, read, reading_of_items, recognises
from sap_match.ingest.openactive.slots import SlotTime, times_of
from sap_match.windows import expand, parse

HALL = {
    "@context": ["https://openactive.io/"],
    "@type": "FacilityUse",
    "@id": "https://halls.example/uses/1",
    "name": "Main Hall",
    "description": "A hall with a sprung floor.",
    "facilityType": [{"@type": "Concept", "prefLabel": "Sports Hall"}],
    "provider": {
        "@type": "Organization",
        "@id": "https://halls.example/providers/1",
        "name": "Brook Leisure Trust",
        "url": "https://halls.example/",
        "telephone": "01270 000000",
    },
    "url": "https://halls.example/book",
    "location": {
        "@type": "Place",
        "name": "Brook Centre",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "1 Mill Lane",
            "addressLocality": "Crewe",
            "postalCode": "CW1 2AB",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": 53.1, "longitude": -2.44},
        "amenityFeature": [
            {"@type": "ChangingFacilities", "name": "Changing Facilities", "value": True},
            {"@type": "Showers", "name": "Showers", "value": False},
            {"@type": "oa:Toilets", "name": "Accessible toilets", "value": "true"},
        ],
        "specialOpeningHoursSpecification": [
            {"opens": "00:00", "closes": "00:00", "validFrom": "2026-12-24",
             "validThrough": "2027-01-02"},
        ],
    },
    "accessibilitySupport": [{"prefLabel": "Visual impairment"}],
    "hoursAvailable": [
        {"dayOfWeek": ["https://schema.org/Monday", "schema:Tuesday"], "opens": "09:00",
         "closes": "17:00:00"},
    ],
}  # fmt: skip


def item(value, number=1, *, kind="FacilityUse", state="updated", id_=None, modified=1):
    feed = {"state": state, "kind": kind, "id": id_ or f"i{number}", "modified": modified}
    return {**feed, "data": value} if value is not None else feed


def slot(start, left, *, of=HALL["@id"], length="PT1H", **more):
    return {
        "@type": "Slot", "facilityUse": of, "startDate": start, "duration": length,
        "remainingUses": left, **more,
    }  # fmt: skip


def page(path, *items):
    path.write_text(json.dumps({"next": "https://halls.example/next", "items": list(items)}))
    return path


def read_items(*values):
    return reading_of_items([Item("f", n, v) for n, v in enumerate(values, 1)], source="f")


def rows(reading, table):
    return [r for t in reading.tables if t.table == table for r in t.rows]


def told(reading, row):
    return [(p.level, p.reason) for p in reading.problems if p.row == row]


def test_a_page_becomes_a_hall_and_who_runs_it(tmp_path):
    dataset = read_dataset(page(tmp_path / "uses.json", item(HALL)))
    [hall] = dataset.facilities
    [owner] = dataset.organisations
    assert (owner.name, owner.kind, owner.phones) == ("Brook Leisure Trust", "voluntary", ())
    assert hall.organisation_id == owner.id == "https://halls.example/providers/1"
    assert (hall.name, hall.type, hall.address) == (
        "Main Hall",
        "Sports Hall",
        "1 Mill Lane, Crewe",
    )
    assert (hall.postcode, hall.latitude, hall.longitude) == ("CW1 2AB", 53.1, -2.44)
    assert hall.amenities == ("changing_rooms", "accessible_toilet")
    assert hall.extra["without"] == "showers"
    assert hall.extra["accessibility_support"] == "Visual impairment"
    assert hall.availability == ("MO 09:00-17:00", "TU 09:00-17:00")
    assert hall.exceptions == ("2026-12-24/2027-01-02",)
    assert hall.capacity is None
    assert not [p for p in dataset.problems if p.level != "info"]


def test_old_names_without_the_sign_are_read_too():
    def old(value):
        if isinstance(value, dict):
            return {k.lstrip("@"): old(v) for k, v in value.items()}
        return [old(v) for v in value] if isinstance(value, list) else value

    new, before = read_items(HALL), read_items(old(HALL))
    assert rows(before, "facilities") == rows(new, "facilities")
    assert rows(before, "organisations") == rows(new, "organisations")


def test_slots_say_when_the_hall_can_be_had_and_when_it_is_taken(tmp_path):
    slots = [slot("2026-11-02T18:00:00Z", 1), slot("2026-11-02T19:00:00Z", 0)]
    values = [item(s, n, kind="FacilityUse/Slot") for n, s in enumerate(slots, 2)]
    dataset = read_dataset(page(tmp_path / "all.json", item(HALL), *values))
    [hall] = dataset.facilities
    assert hall.availability == ("DTSTART:20261102 RRULE:FREQ=DAILY;COUNT=1 18:00-20:00",)
    assert hall.extra["hours_available"] == "MO 09:00-17:00; TU 09:00-17:00"
    [taken] = dataset.bookings
    assert (taken.starts, taken.ends) == (datetime(2026, 11, 2, 19), datetime(2026, 11, 2, 20))
    assert taken.people is None


def test_times_are_those_of_the_clock_on_the_wall_in_summer_too(tmp_path):
    summer = slot("2026-07-06T09:00:00Z", 0)
    dataset = read_dataset(page(tmp_path / "s.json", item(HALL), item(summer, 2, kind="Slot")))
    assert dataset.bookings[0].starts == datetime(2026, 7, 6, 10)
    assert dataset.facilities[0].availability[0].endswith("10:00-11:00")


def test_uses_left_of_a_full_slot_beside_a_free_one_can_be_had():
    reading = read_items(
        HALL, slot("2026-11-02T18:00:00Z", 0, length="PT2H"), slot("2026-11-02T18:00:00Z", 2)
    )
    [booking] = rows(reading, "bookings")
    assert booking.cells["starts"] == "2026-11-02T19:00:00+00:00"


def test_what_is_deleted_is_withdrawn_and_the_newest_word_counts():
    reading = read_items(
        item(HALL, 1, modified=5),
        item({**HALL, "name": "Old name"}, 1, modified=4),
        item(None, 9, state="deleted"),
        item(slot("2026-11-02T18:00:00Z", 0), 3, kind="Slot"),
        item(None, 3, kind="FacilityUse/Slot", state="deleted", modified="2"),
    )
    assert [r.cells["name"] for r in rows(reading, "facilities")] == ["Main Hall"]
    assert not rows(reading, "bookings")
    assert told(reading, 2) == [("info", "repeats: a later word stands in f, row 1")]
    assert told(reading, 3) == told(reading, 5) == [("info", "is withdrawn")]
    assert told(reading, 4) == [("info", "repeats: a later word stands in f, row 5")]


def test_of_one_time_of_change_the_later_item_counts():
    reading = read_items(item(HALL), item({**HALL, "name": "Later"}))
    assert [r.cells["name"] for r in rows(reading, "facilities")] == ["Later"]


def test_courts_are_facilities_under_their_whole():
    courts = [{"@type": "IndividualFacilityUse", "@id": f"c{n}", "name": f"Court {n}"}
              for n in (1, 2)]  # fmt: skip
    whole = {**HALL, "name": "Tennis", "individualFacilityUse": courts}
    reading = read_items(whole, slot("2026-11-02T18:00:00Z", 0, of="c2"))
    found = {r.cells["id"]: r.cells for r in rows(reading, "facilities") if r.row == 1}
    assert {k: v["name"] for k, v in found.items()} == {"c1": "Tennis: Court 1",
                                                        "c2": "Tennis: Court 2"}  # fmt: skip
    assert found["c1"]["part_of"] == HALL["@id"]
    assert found["c1"]["postcode"] == "CW1 2AB"
    assert found["c1"]["availability"] == ("MO 09:00-17:00", "TU 09:00-17:00")
    assert found["c2"]["availability"][0].startswith("DTSTART:20261102")
    assert told(reading, 1) == [("info", "is read as its 2 parts")]


def test_courts_of_a_feed_of_their_own_take_over_from_the_whole():
    court = {"@type": "IndividualFacilityUse", "@id": "c1", "name": "Court 1",
             "aggregateFacilityUse": HALL["@id"]}  # fmt: skip
    reading = read_items(court, HALL)
    [row] = rows(reading, "facilities")
    assert (row.row, row.cells["name"]) == (1, "Main Hall: Court 1")
    assert row.cells["organisation_id"] == "https://halls.example/providers/1"


def test_slots_of_the_whole_make_the_whole_the_facility():
    whole = {**HALL, "individualFacilityUse": [{"@id": "c1", "name": "Court 1"}]}
    reading = read_items(whole, slot("2026-11-02T18:00:00Z", 1))
    assert {r.cells["id"] for r in rows(reading, "facilities")} == {HALL["@id"]}


def test_parts_of_each_other_are_not_lost():
    one = {**HALL, "@type": "IndividualFacilityUse", "@id": "a", "aggregateFacilityUse": "b"}
    two = {**one, "@id": "b", "aggregateFacilityUse": "a"}
    own = {**one, "@id": "c", "aggregateFacilityUse": "c"}
    reading = read_items(one, two, own)
    assert {r.cells["id"] for r in rows(reading, "facilities")} == {"a", "b", "c"}


def test_a_slot_whose_facility_nobody_lists_is_told_by_row(tmp_path):
    slots = [item(slot("2026-11-02T18:00:00Z", n), n + 1, kind="Slot") for n in (0, 1)]
    slots[1]["data"]["startDate"] = "2026-11-02T19:00:00Z"
    found = read_dataset(page(tmp_path / "slots.json", *slots))
    bad = {p.row: p.reason for p in found.problems if p.level == "bad"}
    assert bad[1].startswith("is no id in facilities")
    assert bad[2].startswith("is no facility of this or another source")
    assert found.sources[0].bad == 2


def test_slots_find_a_facility_that_another_source_holds(tmp_path):
    page(
        tmp_path / "slots.json",
        item(slot("2026-07-06T18:00:00Z", 0, length="PT2H"), 2, kind="Slot"),
        item(slot("2026-07-06T18:00:00Z", 1, offers=[{"price": 8}]), 3, kind="Slot"),
        item(slot("2026-07-06T18:00:00Z", 1), 4, kind="Slot"),
    )
    page(tmp_path / "uses.json", item(HALL))
    (tmp_path / "partnership.toml").write_text(
        'id = "x"\n[[sources]]\npath = "uses.json"\nformat = "openactive"\n'
        '[[sources]]\npath = "slots.json"\nformat = "openactive"\n'
    )
    dataset = read_dataset(tmp_path)
    [hall] = dataset.facilities
    assert hall.availability == ("DTSTART:20260706 RRULE:FREQ=DAILY;COUNT=1 19:00-21:00",)
    assert hall.price_per_hour == 8.0
    assert hall.extra["hours_available"] == "MO 09:00-17:00; TU 09:00-17:00"
    [booking] = dataset.bookings
    assert (booking.facility_id, booking.extra) == (HALL["@id"], {})
    assert booking.starts == datetime(2026, 7, 6, 20)
    assert booking.ends == datetime(2026, 7, 6, 21)
    assert [(s.rows, s.used) for s in dataset.sources] == [(1, 1), (3, 3)]


def test_pages_of_a_folder_are_one_source(tmp_path):
    page(tmp_path / "a.json", item(slot("2026-11-02T18:00:00Z", 1), 2, kind="Slot"))
    page(tmp_path / "b.json", item(HALL))
    assert format_of(tmp_path) == "openactive"
    dataset = read_dataset(tmp_path)
    assert dataset.facilities[0].availability[0].startswith("DTSTART:20261102")
    assert dataset.sources[0].rows == dataset.sources[0].used == 2


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([{"items": [item(HALL)]}, {"items": [item(slot("2026-11-02T18:00Z", 0), 2)]}]),
        json.dumps([HALL, slot("2026-11-02T18:00Z", 0)]),
        json.dumps({"@context": "x", "@graph": [HALL, slot("2026-11-02T18:00Z", 0)]}),
        json.dumps(item(HALL)) + "\n" + json.dumps(item(slot("2026-11-02T18:00Z", 0), 2)),
        json.dumps({**HALL, "event": [slot("2026-11-02T18:00Z", 0, of=None)]}),
    ],
    ids=["pages", "list", "graph", "lines", "embedded"],
)  # fmt: skip
def test_however_the_items_are_packed(tmp_path, text):
    path = tmp_path / "feed.json.gz"
    path.write_bytes(gzip.compress(text.encode()))
    assert recognises(Look(path))
    dataset = read_dataset(path)
    assert (len(dataset.facilities), len(dataset.bookings)) == (1, 1)


def test_sessions_are_told_and_not_read():
    reading = read_items(item({"@type": "SessionSeries", "name": "Yoga"}, kind="SessionSeries"))
    assert told(reading, 1)[0][1].startswith("is not asked for")


def test_a_person_who_lets_a_room_is_not_kept():
    reading = read_items({**HALL, "provider": {"@type": "Person", "name": "Ann Example"}})
    assert not rows(reading, "organisations")
    assert "Ann" not in repr(reading)
    assert told(reading, 1)[0][0] == "bad"


def test_a_provider_that_another_item_names_is_known():
    ref = {**HALL, "@id": "two", "provider": "https://halls.example/providers/1"}
    reading = read_items(HALL, ref)
    assert {r.cells["organisation_id"] for r in rows(reading, "facilities")} == {
        "https://halls.example/providers/1"
    }


def test_the_price_of_an_hour_comes_of_the_length_of_a_slot():
    reading = read_items(
        HALL,
        slot("2026-11-02T18:00:00Z", 1, length="PT30M", offers=[{"price": 10}]),
        slot("2026-11-02T19:00:00Z", 1, length="PT2H",
             offers=[{"price": 30, "name": "Adult"}, {"price": 4, "name": "Junior"},
                     {"price": 16, "name": "Community group"}]),
    )  # fmt: skip
    cells = next(r.cells for r in rows(reading, "facilities") if r.row == 1)
    assert (cells["price_per_hour"], cells["concession_price_per_hour"]) == ("20", "8")


def test_prices_that_say_nothing_of_an_hour_stay_unknown():
    assert price_of([{"price": 10, "name": "Hire"}], None) == Price()
    assert price_of([{"price": 10, "priceCurrency": "EUR"}], 1.0) == Price()
    assert price_of([{"price": 0, "name": "Free"}], 1.0) == Price(each=0.0)


def test_hours_of_holidays_and_closed_days():
    hours = hours_of([
        {"dayOfWeek": ["PublicHolidays"], "opens": "10:00", "closes": "12:00"},
        {"dayOfWeek": ["Sunday"], "opens": "00:00", "closes": "00:00"},
        {"opens": "00:00", "closes": "00:00", "validFrom": "2026-12-25"},
        {"dayOfWeek": ["Friday"], "opens": "22:00", "closes": "02:00"},
        {"dayOfWeek": ["Friday"], "opens": "early", "closes": "late"},
    ])  # fmt: skip
    assert hours.cells == ("FR 22:00-24:00", "SA 00:00-02:00")
    assert hours.closed == ("2026-12-25",)
    assert [r[2] for r in hours.remarks] == ["is no time of day"]


@pytest.mark.parametrize(
    ("broken", "word"),
    [
        ({"startDate": "soon"}, "startDate is no date"),
        ({"duration": "PT"}, "has no endDate and no duration"),
        ({"duration": None, "endDate": "2026-11-02T17:00:00Z"}, "does not end after it begins"),
        ({"duration": "P90D"}, "lasts more than 31 days"),
        ({"facilityUse": None}, "is empty, and a slot needs its facility"),
        ({"startDate": "9999-12-31T23:59:00Z"}, "is beyond the calendar"),
        ({"remainingUses": "many"}, "is no number of uses"),
    ],
)
def test_a_wrong_slot_is_told_by_row(broken, word):
    reading = read_items(HALL, {**slot("2026-11-02T18:00:00Z", 1), **broken})
    assert word in told(reading, 2)[0][1]


def test_not_even_a_page_is_an_error(tmp_path):
    path = tmp_path / "x.json"
    path.write_text('{"items": [')
    with pytest.raises(DataError, match="is no JSON"):
        read(path)


def test_other_json_is_not_claimed(tmp_path):
    for number, text in enumerate(
        ['{"items": [{"id": 1}]}', '{"contents": [{"organization_id": "x"}]}', "[]",
         '{"type": "FeatureCollection", "features": []}', '{"@type": "Organization"}']
    ):  # fmt: skip
        path = tmp_path / f"{number}.json"
        path.write_text(text)
        assert not recognises(Look(path))


LONDON = ZoneInfo("Europe/London")
moments = st.integers(0, 24 * 60).map(
    lambda n: datetime(2026, 10, 20, tzinfo=UTC) + timedelta(minutes=30 * n)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(moments, st.integers(1, 6), st.integers(0, 2)), max_size=12))
def test_windows_hold_exactly_the_time_of_the_slots(drawn):
    slots = [
        SlotTime(start, start + timedelta(minutes=30 * halves), left, None, Price())
        for start, halves, left in drawn
    ]
    found = times_of(slots, LONDON)
    half = timedelta(minutes=30)

    def halves(stretches):
        return {a + n * half for a, b in stretches for n in range(int((b - a) / half))}

    free = halves(s.stretch for s in slots if s.left)
    full = halves(s.stretch for s in slots if not s.left) - free
    assert halves(found.taken) == full
    schedule = parse(found.windows)
    first, last = datetime(2026, 10, 1).date(), datetime(2026, 12, 31).date()
    worked_out = expand(schedule, first, last) if schedule else []
    got = halves((s.start.astimezone(UTC), s.end.astimezone(UTC)) for s in worked_out)
    changes = datetime(2026, 10, 25, 0, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC)
    odd = {m for m in (free | full) ^ got if not changes[0] <= m < changes[1]}
    assert not odd  # but for the hour that comes twice


WORDS = st.sampled_from([
    "FacilityUse", "IndividualFacilityUse", "Slot", "updated", "deleted", "Monday", "09:00", "PT1H",
    "2026-11-02T18:00:00Z", "a", "b", "", "10", "\ud800", "true", "https://schema.org/Friday",
])  # fmt: skip
KEYS = st.sampled_from([
    "@type", "type", "@id", "id", "name", "provider", "location", "address", "geo", "latitude",
    "amenityFeature", "value", "offers", "price", "hoursAvailable", "dayOfWeek", "opens", "closes",
    "individualFacilityUse", "aggregateFacilityUse", "facilityUse", "startDate", "duration",
    "remainingUses", "maximumUses", "event", "state", "kind", "modified", "data", "items",
])  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=12,
)
LIKELY = st.fixed_dictionaries(
    {"@type": st.sampled_from(["FacilityUse", "IndividualFacilityUse", "Slot", 7, None])},
    optional={
        "@id": WORDS | ANYTHING, "name": WORDS | ANYTHING,
        "provider": st.just(HALL["provider"]) | ANYTHING, "location": ANYTHING,
        "facilityUse": WORDS | ANYTHING, "startDate": WORDS | ANYTHING, "duration": WORDS,
        "remainingUses": st.integers(-2, 3) | ANYTHING, "aggregateFacilityUse": WORDS,
        "individualFacilityUse": ANYTHING, "event": ANYTHING, "offers": ANYTHING,
        "hoursAvailable": ANYTHING,
    },
)  # fmt: skip
FEED_ITEMS = st.fixed_dictionaries(
    {"state": WORDS, "kind": WORDS, "id": WORDS, "modified": st.integers(0, 3) | ANYTHING},
    optional={"data": LIKELY | ANYTHING},
)


@settings(max_examples=300, deadline=None)
@given(st.lists(ANYTHING | LIKELY | FEED_ITEMS, max_size=8))
def test_every_item_is_used_or_told(values):
    reading = read_items(*values)
    used = {row.row for table in reading.tables for row in table.rows}
    spoken_of = {p.row for p in reading.problems}
    assert used | spoken_of >= set(range(1, len(values) + 1))
    assert reading.rows_in == len(values)
