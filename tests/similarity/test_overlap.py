"""Overlaps: like offers of different providers to like people in like places and times."""

import csv
import random
from pathlib import Path

import pytest

from sap_match.ingest import read_dataset
from sap_match.model import Area, Dataset, Organisation, Service
from sap_match.similarity.duplicates import find_duplicates
from sap_match.similarity.index import SimilarityIndex
from sap_match.similarity.overlap import OverlapConfig, find_overlaps
from sap_match.similarity.text import described_service

EXAMPLE = Path(__file__).parents[2] / "examples" / "cheshire_east"
LUNCH = "A hot two-course lunch for older people, cooked by volunteers."


def lunch(number, owner, **more):
    given = {
        "name": f"Lunch {owner}",
        "description": LUNCH,
        "themes": ("food", "older people"),
        "audiences": ("older people",),
        "latitude": 53.16,
        "longitude": -2.21,
        "schedule": ("TH 12:00-14:00",),
    }
    return Service(id=f"s{number}", organisation_id=owner, **{**given, **more})


def others():
    """Services of other kinds, so that some words and themes are rare."""
    kinds = ("trees", "football", "debt", "choir", "repair", "reading", "chess", "yoga")
    return [
        Service(
            id=f"x{i}",
            organisation_id=f"x{i}",
            name=f"{kind} group",
            description=f"{kind}ing {kind}ers {kind}wards {kind}ling {kind}able",
            themes=(kind,),
            latitude=53.16,
            longitude=-2.21,
        )
        for i, kind in enumerate(kinds)
    ]


def dataset(services, parents=None, areas=()):
    everything = [*services, *others()]
    owners = sorted({s.organisation_id for s in everything})
    organisations = [
        Organisation(id=o, name=f"Body {o}", kind="voluntary", parent_id=(parents or {}).get(o))
        for o in owners
    ]
    return Dataset.build(
        "d", {"organisations": organisations, "services": everything, "areas": areas}
    )


def index_of(d):
    texts = [described_service(s).text for s in d.services]
    return SimilarityIndex.build([s.id for s in d.services], texts)  # words alone


def overlaps(services, *, config=None, duplicates=None, **more):
    d = dataset(services, **more)
    return find_overlaps(d, index_of(d), config=config, duplicates=duplicates)


def pairs(results):
    return {(o.left_id, o.right_id) for o in results}


def test_two_lunches_on_one_day_overlap():
    found = overlaps([lunch(1, "a"), lunch(2, "b", schedule=("TH 12:30-14:30",))])
    assert pairs(found) == {("s1", "s2")}
    only = found[0]
    assert "lunch clubs" in only.reason
    assert "older people" in only.reason
    assert "Thursdays 12.30 to 2 pm" in only.reason
    assert only.note == ""


@pytest.mark.parametrize(
    "other",
    [
        {"minimum_age": 18, "maximum_age": 25},
        {"audiences": ("children",)},
        {"latitude": 53.40},
        {"status": "closed"},
        {"location_confidential": True},
    ],
    ids=["ages", "people", "place", "closed", "confidential"],
)
def test_what_is_known_to_differ_is_no_overlap(other):
    assert pairs(overlaps([lunch(1, "a", minimum_age=60), lunch(2, "b", **other)])) == set()


def test_a_provider_does_not_overlap_with_itself_or_its_parent():
    assert pairs(overlaps([lunch(1, "a"), lunch(2, "a")])) == set()
    assert pairs(overlaps([lunch(1, "a"), lunch(2, "b")], parents={"b": "a"})) == set()


def test_the_unknown_is_to_be_confirmed():
    one = lunch(2, "b", latitude=None, longitude=None, schedule=(), audiences=())
    found = overlaps([lunch(1, "a"), one], config=OverlapConfig(threshold=0.3))
    assert pairs(found) == {("s1", "s2")}
    assert "Where each works has to be confirmed" in found[0].note
    assert "the times have to be confirmed" in found[0].note


def test_other_days_are_no_overlap_and_other_hours_weigh_less():
    same = overlaps([lunch(1, "a"), lunch(2, "b")])[0]
    hours = overlaps([lunch(1, "a"), lunch(2, "b", schedule=("TH 17:00-19:00",))])[0]
    assert hours.score < same.score
    assert hours.note == "At other hours."
    days = overlaps([lunch(1, "a"), lunch(2, "b", schedule=("MO 12:00-14:00",))])
    assert pairs(days) == set()
    assert any("1 on other days of the week" in note for note in days.notes)


def test_one_area_joins_what_is_further_apart():
    area = Area(id="t", name="Sandbach", kind="town")
    far = {"latitude": 53.20, "areas": ("t",)}
    found = overlaps([lunch(1, "a", areas=("t",)), lunch(2, "b", **far)], areas=[area])
    assert pairs(found) == {("s1", "s2")}
    assert "in Sandbach" in found[0].reason
    assert "km apart" in found[0].note


def test_a_theme_that_most_services_have_is_no_evidence():
    kinds = ("tailor", "falcon", "welsh", "brass", "pigeon", "marathon", "quilt", "radio")
    services = [
        lunch(
            i,
            f"p{i}",
            name=k,
            description=f"{k}ing {k}ers {k}wards",
            themes=("wellbeing",),
            audiences=(),
        )
        for i, k in enumerate(kinds)
    ]
    assert pairs(overlaps(services)) == set()


def test_duplicates_are_no_overlaps_and_count_once():
    twice = [
        lunch(
            i,
            "ab"[i - 1],
            name="St Aelred's lunch",
            phones=("01632 960078",),
            address="St Aelred's",
        )
        for i in (1, 2)
    ]
    services = [*twice, lunch(3, "c", name="Bromley table")]
    d = dataset(services)
    found = find_duplicates(d)
    assert pairs(found) == {("s1", "s2")}
    assert found[0].decision == "duplicate"
    assert pairs(find_overlaps(d, index_of(d), duplicates=found)) == {("s1", "s3")}


def test_no_service_is_listed_more_often_than_the_cap():
    services = [lunch(i, f"p{i}") for i in range(8)]
    found = overlaps(services, config=OverlapConfig(per_service=2))
    counts = {}
    for o in found:
        for one in (o.left_id, o.right_id):
            counts[one] = counts.get(one, 0) + 1
    assert max(counts.values()) == 2
    assert any("2 a service at most" in note for note in found.notes)


def test_score_is_the_sum_of_its_parts_and_rows_are_ordered():
    found = overlaps([lunch(i, f"p{i}", latitude=53.16 + i / 500) for i in range(5)])
    assert len(found) > 3
    for o in found:
        assert o.score == pytest.approx(sum(p.contribution for p in o.parts), abs=1e-6)
        assert 0 <= o.score <= 1
        assert o.left_id < o.right_id
    keys = [(-o.score, o.left_id, o.right_id) for o in found]
    assert keys == sorted(keys)


def test_the_order_of_records_and_which_is_left_change_nothing():
    services = [lunch(i, f"p{i}", latitude=53.16 + i / 900) for i in range(6)]
    shuffled = list(services)
    random.Random(5).shuffle(shuffled)
    assert overlaps(services).rows == overlaps(shuffled).rows


def test_the_words_rank_nobody():
    d = read_dataset(EXAMPLE)
    for row in find_overlaps(d, index_of(d), config=OverlapConfig(threshold=0.2)):
        text = f"{row.reason} {row.note}".casefold()
        assert not any(w in text for w in ("redundant", "better", "worse", "saving", "close down"))


def test_the_example_s_own_truths():
    d = read_dataset(EXAMPLE)
    found = pairs(
        find_overlaps(
            d, index_of(d), duplicates=find_duplicates(d), config=OverlapConfig(threshold=0.4)
        )
    )
    with (EXAMPLE / "truths.csv").open(encoding="utf-8") as stream:
        truths = [t for t in csv.DictReader(stream) if t["kind"] in ("overlap", "not_overlap")]
    wanted = {(t["left_id"], t["right_id"]) for t in truths if t["kind"] == "overlap"}
    refused = {(t["left_id"], t["right_id"]) for t in truths if t["kind"] == "not_overlap"}
    assert not refused & found
    assert len(wanted & found) >= 0.3 * len(wanted)  # words alone; the model finds all


def test_a_service_listed_at_two_doors_overlaps_once():
    doors = [lunch(1, "a", name="Barnabus"), lunch(2, "a", name="Barnabus", latitude=53.165)]
    assert len(pairs(overlaps([*doors, lunch(3, "b", name="Shelter")]))) == 1
