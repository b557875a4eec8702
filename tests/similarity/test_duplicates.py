"""Listings of one thing are found; sisters, neighbours and linked bodies are not taken for it."""

import csv
import math
import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.ingest import read_dataset
from sap_match.model import Area, Dataset, Organisation, Service
from sap_match.similarity.duplicates import DuplicateConfig, find_duplicates

EXAMPLE = Path(__file__).parents[2] / "examples" / "cheshire_east"


def organisation(name, number, **more):
    return Organisation(id=f"o{number}", name=name, kind="voluntary", **more)


def service(name, number, owner="o1", **more):
    return Service(id=f"s{number}", organisation_id=owner, name=name, **more)


def dataset(services=(), organisations=(), areas=()):
    owners = {s.organisation_id for s in services} - {o.id for o in organisations}
    made = [Organisation(id=o, name=f"Provider {o}", kind="voluntary") for o in sorted(owners)]
    return Dataset.build(
        "d",
        {"organisations": [*made, *organisations], "services": list(services), "areas": areas},
    )


def only(results):
    assert len(results) == 1, results.to_records()
    return results[0]


def test_one_session_listed_twice_by_one_provider():
    d = dataset(
        [
            service(
                "St. Kew's Soup Lunch",
                1,
                phones=("01632 960056",),
                address="St. Kew's, Market Steps",
                postcode="SK11 6AB",
                schedule=("FR 12:00-13:30",),
                description="A free hot lunch of soup, bread and cheese for the hungry.",
            ),
            service(
                "Saint Kew's Soup Lunch",
                2,
                phones=("+44 1632 960056",),
                address="Saint Kews, Market Steps",
                postcode="SK11 6AB",
                schedule=("FR 12:00-13:30",),
                description="Free soup lunch with bread and cheese.",
            ),
            service("Bereavement circle", 3, phones=("01632 960056",)),
        ]
    )
    pair = only(find_duplicates(d))
    assert (pair.left_id, pair.right_id, pair.decision) == ("s1", "s2", "duplicate")
    assert pair.relation == "same_record"
    assert pair.group_id == "s1"
    assert "the same name" in pair.reason.lower()


def test_six_sites_of_one_food_bank_are_branches():
    places = [("CW1 2AA", 53.10), ("CW2 6AA", 53.08), ("CW5 5AA", 53.07), ("CW12 1AA", 53.17)]
    d = dataset(
        [
            service(
                "Plain Foodbank",
                i,
                url="https://plain.example.org/",
                phones=("01632 960008",),
                postcode=postcode,
                latitude=latitude,
                longitude=-2.44,
            )
            for i, (postcode, latitude) in enumerate(places)
        ]
    )
    results = find_duplicates(d, config=DuplicateConfig(list_distinct=True))
    assert {p.relation for p in results} == {"same_organisation_other_branch"}
    assert {p.decision for p in results} == {"distinct"}
    assert len(results) == 6
    assert len(find_duplicates(d)) == 0


def test_charity_and_its_company_are_linked_and_not_one():
    shared = {"postcode": "SK11 6AA", "phones": ("01632 960214",)}
    parent = organisation("Hearts and Minds Trust", 1, **shared)
    child = organisation("Hearts and Minds CIC", 2, parent_id="o1", **shared)
    unsaid = organisation("Hearts and Minds CIC", 2, **shared)
    known = find_duplicates(dataset(organisations=[parent, child]), of="organisations")
    assert len(known) == 0
    assert [r.rule for r in known.removed] == ["parent"]
    guessed = only(find_duplicates(dataset(organisations=[parent, unsaid]), of="organisations"))
    assert (guessed.relation, guessed.decision) == ("parent_or_linked", "review")


def test_two_churches_at_one_postcode_are_neighbours():
    d = dataset(
        organisations=[
            organisation("St Petroc's Church, Hightown", 1, postcode="CW1 2AA"),
            organisation("Crewe Heart Community Church", 2, postcode="CW1 2AA"),
        ]
    )
    assert len(find_duplicates(d, of="organisations")) == 0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Queens Park Hall North", "Queens Park Hall South"),
        ("Bright Stars Room 2", "Bright Stars Room 3"),
        ("Moss Rose Juniors", "Moss Rose Seniors"),
        ("Weston Monday lunch", "Weston Thursday lunch"),
        ("Stay and play (Polish)", "Stay and play"),
        ("Walled Garden Women's group", "Walled Garden Men's group"),
    ],
)
def test_words_that_tell_sisters_apart(left, right):
    same = {
        "phones": ("01632 960001",),
        "address": "1 High Street",
        "schedule": ("MO 10:00-12:00",),
    }
    d = dataset([service(left, 1, **same), service(right, 2, **same)])
    assert all(p.decision != "duplicate" for p in find_duplicates(d))


def test_the_school_and_its_parents_association():
    shared = {"website": "www.heyeslane.example.org", "postcode": "WA15 6BZ"}
    d = dataset(
        organisations=[
            organisation("Heyes Lane Primary School", 1, **shared),
            organisation("Heyes Lane Primary School PTA", 2, **shared),
        ]
    )
    results = find_duplicates(d, of="organisations")
    assert len(results) == 0
    assert [r.rule for r in results.removed] == ["friends of"]


def test_one_register_number_outweighs_unlike_words():
    d = dataset(
        organisations=[
            organisation(
                "The Loft on Roe Street", 1, identifiers=("GB-CHC-1",), postcode="SK11 6AA"
            ),
            organisation(
                "Loft, The (Macclesfield)", 2, identifiers=("GB-CHC-1",), postcode="SK11 6AA"
            ),
        ]
    )
    assert only(find_duplicates(d, of="organisations")).relation == "same_record"


def test_confidential_places_are_neither_compared_nor_told():
    def refuge(number, postcode, latitude):
        return service(
            "Women's refuge helpline",
            number,
            phones=("01632 960210",),
            email="help@refuge.example.org",
            schedule=("MO-FR 09:00-17:00",),
            address="12 Hidden Lane",
            postcode=postcode,
            latitude=latitude,
            longitude=-2.1,
        )

    near = dataset([refuge(1, "SK11 6AA", 53.2), refuge(2, "SK11 6AA", 53.2)])
    far = dataset([refuge(1, "SK11 6AA", 53.2), refuge(2, "CW1 2AA", 53.9)])
    ours, theirs = only(find_duplicates(near)), only(find_duplicates(far))
    assert ours == theirs
    record = ours.to_record()
    assert record["address"] == record["place"] == 0
    assert not any(word in ours.reason for word in ("place", "same address", "postcode", "Hidden"))


def test_reasons_never_hold_a_contact():
    d = dataset(
        [
            service(
                "Repair café",
                i,
                phones=("07700 900123",),
                email="jo.bloggs@example.org",
                url="https://fixit.example.org/repair",
            )
            for i in (1, 2)
        ]
    )
    text = str(find_duplicates(d).to_records())
    assert not any(secret in text for secret in ("900123", "jo.bloggs", "fixit"))


def test_score_is_the_sum_of_its_parts_and_probability_its_logistic():
    for pair in find_duplicates(read_dataset(EXAMPLE)):
        assert pair.score == pytest.approx(sum(p.contribution for p in pair.parts), abs=1e-6)
        assert pair.probability == pytest.approx(1 / (1 + math.exp(-pair.score)), abs=1e-5)
        record = pair.to_record()
        names = [p.name for p in pair.parts]
        assert record["score"] == pytest.approx(sum(record[n] for n in names), abs=1e-5)


def test_every_row_has_the_same_columns():
    rows = find_duplicates(read_dataset(EXAMPLE)).to_records()
    assert list(rows[0])[:5] == ["left_id", "right_id", "probability", "relation", "decision"]
    assert all(list(row) == list(rows[0]) for row in rows)


def test_order_of_rows_changes_nothing():
    d = read_dataset(EXAMPLE)
    tables = {name: list(rows) for name, rows in d.tables.items()}
    random.Random(7).shuffle(tables["services"])
    shuffled = Dataset.build(d.id, tables, aliases=d.aliases)
    assert find_duplicates(d).rows == find_duplicates(shuffled).rows


def test_every_pair_inside_a_group_is_listed():
    rows = find_duplicates(read_dataset(EXAMPLE))
    decided = {(p.left_id, p.right_id) for p in rows if p.group_id}
    groups = {}
    for p in rows:
        if p.group_id:
            groups.setdefault(p.group_id, set()).update((p.left_id, p.right_id))
    assert groups
    for name, members in groups.items():
        assert name == min(members)
        assert {(a, b) for a in members for b in members if a < b} <= decided


def test_costs_move_the_decision():
    d = read_dataset(EXAMPLE)
    count = {
        cost: sum(
            p.decision == "duplicate"
            for p in find_duplicates(d, config=DuplicateConfig(cost_of_false_merge=cost))
        )
        for cost in (2, 10, 500)
    }
    assert count[2] >= count[10] > count[500]


def test_the_example_s_own_truths():
    d = read_dataset(EXAMPLE)
    found = {}
    for of in ("services", "organisations"):
        for p in find_duplicates(d, of=of):
            found[p.left_id, p.right_id] = p
    with (EXAMPLE / "truths.csv").open(encoding="utf-8") as stream:
        truths = list(csv.DictReader(stream))
    pairs = {
        kind: [tuple(sorted((t["left_id"], t["right_id"]))) for t in truths if t["kind"] == kind]
        for kind in ("duplicate", "trap_not_duplicate")
    }
    assert len(pairs["duplicate"]) >= 25
    to_look_at = {p for p in found if found[p].decision != "distinct"}
    missed = [p for p in pairs["duplicate"] if p not in to_look_at]
    assert missed == []
    sure = sum(found[p].decision == "duplicate" for p in pairs["duplicate"])
    assert sure >= 0.85 * len(pairs["duplicate"])
    trapped = [
        p for p in pairs["trap_not_duplicate"] if p in found and found[p].decision == "duplicate"
    ]
    assert trapped == []
    strangers = to_look_at - set(pairs["duplicate"])
    assert len(strangers) <= 0.15 * len(to_look_at)
    neighbours = {found[p].relation for p in set(found) - to_look_at}
    assert neighbours == {"same_site_other_provider"}


def test_an_unknown_kind_of_record_is_refused():
    with pytest.raises(DataError, match="services"):
        find_duplicates(dataset(), of="rooms")


@pytest.mark.parametrize("of", ["services", "organisations"])
def test_nothing_and_one_record(of):
    assert len(find_duplicates(dataset(), of=of)) == 0
    assert len(find_duplicates(dataset([service("Lunch", 1)]), of=of)) == 0


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(min_size=1, max_size=20).filter(str.strip),
            st.text(max_size=15),
            st.text(max_size=12),
            st.text(max_size=20),
        ),
        max_size=8,
    )
)
def test_any_text_in_any_cell_is_borne(rows):
    services = [
        service(name, i, phones=(phone,), postcode=postcode or None, address=address or None)
        for i, (name, phone, postcode, address) in enumerate(rows)
    ]
    first = find_duplicates(dataset(services))
    assert all(p.left_id < p.right_id and 0 <= p.probability <= 1 for p in first)
    assert first.rows == find_duplicates(dataset(services[::-1])).rows


def test_branches_that_differ_by_a_place_name():
    areas = [Area(id=f"a{i}", name=n, kind="town") for i, n in enumerate(("Crewe", "Congleton"))]
    d = dataset(
        organisations=[
            organisation("Elder Voices Crewe", 1, website="elder.example.org"),
            organisation("Elder Voices Congleton", 2, website="elder.example.org"),
        ],
        areas=areas,
    )
    rows = find_duplicates(d, of="organisations", config=DuplicateConfig(list_distinct=True))
    assert {p.relation for p in rows} <= {"same_organisation_other_branch"}
    assert all(p.decision == "distinct" for p in rows)


@pytest.mark.slow
def test_three_thousand_services_take_under_ten_seconds():
    rng = random.Random(3)
    words = [f"{a}{b}" for a in "bcdfglmnprst" for b in ("ando", "elim", "iro", "ostel", "umba")]
    services = [
        service(
            " ".join(rng.sample(words, 3)),
            f"{i:04}",
            owner=f"o{i % 900}",
            phones=(f"01632 96{rng.randrange(1500):04}",),
            postcode=f"CW{rng.randrange(1, 13)} {rng.randrange(10)}AA",
            description=" ".join(rng.sample(words, 25)),
        )
        for i in range(3000)
    ]
    d = dataset(services)
    started = time.process_time()
    find_duplicates(d)
    assert time.process_time() - started < 10
