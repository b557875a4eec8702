"""The invented example holds what it says it holds."""

import csv
import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[2] / "examples" / "cheshire_east"

# The columns of the canonical tables, spelt out: the example is read by other readers than ours.
COLUMNS = {
    "organisations": "id,name,kind,role,legal_form,description,identifiers,address,postcode,"
    "latitude,longitude,areas,themes,income,employees,website,email,phones,contact_public,"
    "parent_id,accreditations,charter_signatory,suggest,publish,location_confidential,updated_on,"
    "source",
    "services": "id,organisation_id,name,description,status,themes,audiences,minimum_age,"
    "maximum_age,areas,address,postcode,latitude,longitude,location_confidential,schedule,cost,"
    "url,email,phones,languages,assured_on,source",
    "facilities": "id,organisation_id,name,description,type,status,address,postcode,latitude,"
    "longitude,capacity,amenities,availability,exceptions,buffer_minutes,notice_days,"
    "horizon_days,price_per_hour,concession_price_per_hour,conditions",
    "facility_requests": "id,organisation_id,purpose,people,amenities,windows,hours,"
    "budget_per_hour,max_distance_km,postcode,latitude,longitude,starts_on,ends_on,repeats",
    "bookings": "facility_id,starts,ends,organisation_id,people,status",
    "offers": "id,organisation_id,kind,description,status,skills,quantity,quantity_min,unit,"
    "team_min,team_max,windows,lead_days,postcode,latitude,longitude,max_distance_km,remote,"
    "causes,exclusions,checks,budget,insured,starts_on,ends_on",
    "needs": "id,organisation_id,kind,description,status,skills_required,skills_desired,quantity,"
    "quantity_min,unit,team_min,team_max,windows,lead_days,postcode,latitude,longitude,remote,"
    "checks_required,minimum_age,host_cost,supervision,causes,starts_on,ends_on,priority",
    "agreements": "offer_id,need_id,quantity,pledged,delivered,confirmed_by,starts_on,status",
    "exclusions": "left_id,right_id,reason,until",
    "collaborations": "id,kind,title,description,programme,starts_on,ends_on,themes,areas,value",
    "collaboration_members": "collaboration_id,organisation_id,role",
    "relationships": "from_id,to_id,kind,frequency,trust,value,reported_on",
    "areas": "id,name,kind,parent_id,postcodes,latitude,longitude,boundary,population,needs,"
    "valid_from,valid_to",
    "briefs": "id,description,title,programme,themes,lead_id,members,capabilities,areas,"
    "kinds_wanted,size_min,size_max,budget,as_of",
    "decisions": "suggestion_id,decision,reason,decided_on,decided_by_role",
    "truths": "kind,left_id,right_id,expected,note",
}
AMENITIES = {
    "step_free", "kitchen", "hearing_loop", "toilets", "accessible_toilet", "parking", "wifi",
    "projector", "stage", "heating", "workshop", "garden", "changing_places", "storage",
    "licensed_bar", "piano", "quiet_room",
}  # fmt: skip
CHECKS = {
    "dbs_basic", "dbs_standard", "dbs_enhanced", "first_aid", "safeguarding", "food_hygiene",
    "driving", "insurance",
}  # fmt: skip
THEMES = {
    "loneliness", "older people", "dementia", "carers", "mental health", "bereavement",
    "young people", "children and families", "disability", "sport and activity", "food",
    "warm spaces", "money advice", "fuel poverty", "digital inclusion", "employment and skills",
    "refugees and migration", "language", "housing and homelessness", "domestic abuse",
    "rural life", "farming", "transport", "environment", "arts and heritage", "faith",
    "community safety", "volunteering", "health and wellbeing", "addiction", "repair and reuse",
    "education",
}  # fmt: skip
WRITTEN_BADLY = re.compile(r"XE-(ORG-09|SVC-09|FAC-09|OFR-09|NEED-09|COL-0090)")


@pytest.fixture(scope="module")
def tables() -> dict[str, list[dict[str, str]]]:
    found = {}
    for name in COLUMNS:
        with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found[name] = list(csv.DictReader(file))
    return found


@pytest.fixture(scope="module")
def sound(tables) -> dict[str, list[dict[str, str]]]:
    """The rows that are meant to be right."""
    return {
        name: [row for row in rows if not WRITTEN_BADLY.match(row.get("id", ""))]
        for name, rows in tables.items()
    }


def cells(rows: list[dict[str, str]], column: str) -> list[str]:
    return [part.strip() for row in rows for part in row[column].split(";") if part.strip()]


@pytest.mark.parametrize("name", COLUMNS)
def test_the_columns_are_the_canonical_ones(name):
    with (HERE / f"{name}.csv").open(encoding="utf-8") as file:
        assert file.readline().strip() == COLUMNS[name]


def test_no_table_is_left_unnamed():
    assert {path.stem for path in HERE.glob("*.csv")} == set(COLUMNS)


def test_the_files_are_what_the_words_say(tmp_path):
    subprocess.run([sys.executable, str(HERE / "build.py"), str(tmp_path)], check=True)
    for name in COLUMNS:
        built = (tmp_path / f"{name}.csv").read_bytes()
        assert built == (HERE / f"{name}.csv").read_bytes(), f"run build.py: {name} is stale"


@pytest.mark.parametrize(
    "name", ["README.md", "partnership.toml", "build.py", *(
        str(path.relative_to(HERE)) for path in sorted((HERE / "authored").glob("*.py"))
    )],
)  # fmt: skip
def test_the_first_lines_say_invented(name):
    opening = (HERE / name).read_text(encoding="utf-8").splitlines()[0]
    assert "invented" in opening


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("organisations", 190, 240),
        ("services", 330, 380),
        ("facilities", 55, 70),
        ("facility_requests", 18, 24),
        ("offers", 28, 42),
        ("needs", 38, 48),
        ("collaborations", 55, 70),
        ("briefs", 5, 7),
        ("relationships", 24, 60),
        ("bookings", 15, 40),
        ("truths", 60, 300),
        ("decisions", 3, 20),
    ],
)
def test_there_are_about_as_many_as_promised(sound, name, least, most):
    assert least <= len(sound[name]) <= most


def test_ids_are_unique_and_under_our_scheme(tables):
    for name, rows in tables.items():
        ids = [row["id"] for row in rows if "id" in row]
        assert len(set(ids)) == len(ids), name
        assert all(one.startswith("XE-") for one in ids), name


def test_over_half_are_tiny_and_twenty_five_are_businesses(sound):
    rows = sound["organisations"]
    tiny = [row for row in rows if row["income"] and int(row["income"]) < 10_000]
    assert len(tiny) > len(rows) / 2
    assert Counter(row["kind"] for row in rows)["business"] == 25
    assert Counter(row["kind"] for row in rows)["public"] >= 25


def test_one_group_in_seven_has_no_number_website_or_text(sound):
    groups = [row for row in sound["organisations"] if row["kind"] == "voluntary"]
    silent = [
        row
        for row in groups
        if not (row["identifiers"] or row["phones"] or row["website"] or row["description"])
    ]
    assert 0.12 <= len(silent) / len(groups) <= 0.18


def test_telephone_numbers_come_from_the_ranges_for_drama(sound):
    for name in ("organisations", "services"):
        for number in cells(sound[name], "phones"):
            assert re.fullmatch(r"01632 960\d{3}|07700 900\d{3}", number), number


def test_every_address_on_the_web_ends_in_example_org(tables):
    pattern = re.compile(r"(?:https?://|www\.|@)([^\s/;,]+)")
    for name, rows in tables.items():
        for row in rows:
            for cell in row.values():
                for host in pattern.findall(cell):
                    assert host.endswith("example.org"), (name, row)


def test_points_are_no_finer_than_a_postcode_sector(sound):
    points: dict[str, set[tuple[str, str]]] = {}
    for name in ("organisations", "services", "facilities", "facility_requests", "offers", "needs"):
        for row in sound[name]:
            assert re.fullmatch(r"|[A-Z]{1,2}\d{1,2}( \d)?", row["postcode"]), row
            points.setdefault(row["postcode"], set()).add((row["latitude"], row["longitude"]))
            if row["latitude"]:
                assert 52.9 < float(row["latitude"]) < 53.4
                assert -2.8 < float(row["longitude"]) < -1.9
    assert all(len(found) == 1 for found in points.values())


def test_references_lead_somewhere(sound, tables):
    known = {name: {row["id"] for row in rows if "id" in row} for name, rows in tables.items()}
    for name in ("services", "facilities", "facility_requests", "offers", "needs"):
        assert {row["organisation_id"] for row in sound[name]} <= known["organisations"], name
    for name, column, target in (
        ("exclusions", "left_id", "organisations"),
        ("exclusions", "right_id", "organisations"),
        ("relationships", "from_id", "organisations"),
        ("relationships", "to_id", "organisations"),
        ("agreements", "offer_id", "offers"),
        ("agreements", "need_id", "needs"),
        ("briefs", "lead_id", "organisations"),
    ):
        assert {row[column] for row in tables[name]} <= known[target], (name, column)
    assert {row["parent_id"] for row in tables["areas"]} - {""} <= known["areas"]
    for name in ("organisations", "services", "collaborations", "briefs"):
        ids = {one for one in cells(sound[name], "areas") if one.startswith("XE-")}
        assert ids <= known["areas"], name


def test_about_two_rows_in_a_hundred_are_bad(tables):
    rows = sum(len(found) for name, found in tables.items() if name != "truths")
    known = {row["id"] for row in tables["organisations"]}
    faults = sum(
        1
        for name in ("services", "facilities", "collaboration_members")
        for row in tables[name]
        if row["organisation_id"] not in known
    )
    faults += sum(
        1
        for name in ("organisations", "services")
        for row in tables[name]
        if not row["name"] or not row.get("kind", "x")
    )
    written = sum(
        1 for found in tables.values() for row in found if WRITTEN_BADLY.match(row.get("id", ""))
    )
    assert faults >= 7
    assert 0.01 <= (written + 2) / rows <= 0.03


def test_the_vocabularies_are_kept(sound):
    assert set(cells(sound["facilities"], "amenities")) <= AMENITIES
    assert set(cells(sound["facility_requests"], "amenities")) <= AMENITIES
    assert {one.split(":")[0] for one in cells(sound["offers"], "checks")} <= CHECKS
    assert set(cells(sound["needs"], "checks_required")) <= CHECKS
    for name in ("organisations", "services", "collaborations", "briefs"):
        assert set(cells(sound[name], "themes")) <= THEMES, name
    for name in ("offers", "needs"):
        units = {row["unit"] for row in sound[name]}
        assert units <= {"hours", "people", "items", "pounds", "sessions"}, name


def test_windows_are_weekly_or_a_rule(sound):
    weekly = re.compile(r"(MO|TU|WE|TH|FR|SA|SU) \d\d:\d\d-\d\d:\d\d")
    for name, column in (
        ("services", "schedule"),
        ("facilities", "availability"),
        ("facility_requests", "windows"),
        ("offers", "windows"),
        ("needs", "windows"),
    ):
        for row in sound[name]:
            if row[column].startswith("RRULE:"):
                assert re.search(r" \d\d:\d\d-\d\d:\d\d$", row[column]), row
            else:
                assert all(weekly.fullmatch(one) for one in cells([row], column)), row


def test_every_text_is_its_own(sound):
    texts = [row["description"] for row in sound["services"] if row["description"]]
    repeated = [text for text, times in Counter(texts).items() if times > 1]
    assert repeated == []
    openings = Counter(" ".join(text.split()[:4]) for text in texts)
    common = {opening for opening, times in openings.items() if times > 2}
    assert common <= {"Referral voucher needed. Back"}


def test_five_lunches_on_thursday_in_congleton_and_none_on_monday(sound):
    lunches = [
        row
        for row in sound["services"]
        if row["postcode"].startswith("CW12")
        and {"older people", "food"} <= set(row["themes"].split(";"))
        and row["source"] == "borough directory"
        and "12:" in row["schedule"].split("-")[0]
    ]
    assert [row["schedule"][:2] for row in lunches] == ["TH"] * 5


def test_six_sites_of_the_food_bank_share_name_and_website(sound):
    sites = [row for row in sound["services"] if row["name"] == "Cheshire Plain Foodbank"]
    assert len(sites) == 6
    assert len({row["url"] for row in sites}) == 1
    assert len({row["postcode"] for row in sites}) == 6


def test_the_refuge_has_no_place(sound):
    refuge = next(row for row in sound["organisations"] if row["id"] == "XE-ORG-0210")
    assert refuge["location_confidential"] == "yes"
    own = [row for row in sound["services"] if row["organisation_id"] == "XE-ORG-0210"]
    own += [row for row in sound["needs"] if row["organisation_id"] == "XE-ORG-0210"]
    assert len(own) >= 3
    assert not any(row[c] for row in [refuge, *own] for c in ("postcode", "latitude", "longitude"))
    assert not any(row.get("address") for row in own)


def test_four_offers_for_young_minds_have_four_spans_of_age(sound):
    ages = {
        row["id"]: (row["minimum_age"], row["maximum_age"])
        for row in sound["services"]
        if row["id"] in {f"XE-SVC-00{n}-1" for n in (43, 44, 45, 46)}
    }
    assert sorted(ages.values()) == [("11", "18"), ("13", "19"), ("18", "25"), ("7", "11")]


def test_polish_and_welsh_are_spoken(sound):
    languages = cells(sound["services"], "languages")
    assert {"pl", "cy", "tet"} <= set(languages)
    assert any("dzieci" in row["description"] for row in sound["services"])
    assert any("baned" in row["description"] for row in sound["services"])


def test_one_forum_of_sixty_and_one_star_of_funding(sound):
    members = Counter(row["collaboration_id"] for row in sound["collaboration_members"])
    forums = [row["id"] for row in sound["collaborations"] if row["kind"] == "forum"]
    assert [members[one] for one in forums] == [60]
    funded = {row["id"] for row in sound["collaborations"] if row["kind"] == "funding"}
    funder = [
        row
        for row in sound["collaboration_members"]
        if row["organisation_id"] == "XE-ORG-0206" and row["collaboration_id"] in funded
    ]
    assert len(funder) >= 10


def test_collaborations_fall_within_two_years_and_some_are_undated(sound):
    dates = [row["starts_on"] for row in sound["collaborations"]]
    assert all("2024-09" <= one[:7] <= "2026-11" for one in dates if one)
    assert 1 <= dates.count("") <= 6


def test_bookings_of_a_room_do_not_overlap(sound):
    taken = sorted(
        (row["facility_id"], row["starts"], row["ends"])
        for row in sound["bookings"]
        if row["status"] == "confirmed"
    )
    for (room, _, ends), (other, starts, _) in pairwise(taken):
        assert room != other or ends <= starts


def test_every_truth_is_about_records_that_exist(tables):
    known = {row["id"] for rows in tables.values() for row in rows if "id" in row}
    for row in tables["truths"]:
        assert row["left_id"] in known, row
        assert row["right_id"] in known, row
        assert row["left_id"] != row["right_id"]
        assert re.fullmatch(r"yes|no(:[a-z]+)?", row["expected"]), row
        negative = "no_" in row["kind"] or "not_" in row["kind"]
        assert row["expected"].startswith("no") == negative, row
        assert row["note"]


def test_no_pair_is_told_two_truths(tables):
    seen = Counter(
        (row["kind"].replace("trap_not_", "").removeprefix("not_").removeprefix("no_"),
         *sorted((row["left_id"], row["right_id"])))
        for row in tables["truths"]
    )  # fmt: skip
    assert [pair for pair, times in seen.items() if times > 1] == []


def test_every_kind_of_truth_is_there(tables):
    assert {row["kind"] for row in tables["truths"]} == {
        "duplicate", "trap_not_duplicate", "overlap", "not_overlap", "pairing", "no_pairing",
        "facility", "no_facility", "partner", "not_partner",
    }  # fmt: skip
