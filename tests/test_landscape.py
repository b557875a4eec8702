"""One partnership as of one date."""

import json
import math
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sap_match.assess.density_report import density_report
from sap_match.assess.gaps import gaps
from sap_match.errors import DataError, UnknownIdError
from sap_match.geo import Point
from sap_match.landscape import Landscape, as_known_at, resolve_as_of
from sap_match.model import (
    Brief,
    Changes,
    Collaboration,
    CollaborationMember,
    Dataset,
    Facility,
    Relationship,
)
from sap_match.recommend.partners import recommend_partners
from sap_match.similarity.encoder import HashedWords
from tests.builders import (
    AS_OF,
    TOWN,
    area,
    at,
    dataset,
    facility,
    landscape,
    org,
    service,
    together,
)

LUNCH = "Hot lunch and company for older people, every Thursday, with lifts home."
TREES = "Tree planting and ponds, with schools and anybody who likes mud on boots."
ADVICE = "Benefits advice and help with debts, by appointment or at a desk in the library."


class NoEncoder:
    """An encoder that nobody may touch."""

    def __call__(self):
        raise AssertionError("the encoder was asked for")


class Counting:
    """An encoder that remembers what it was given."""

    def __init__(self):
        self.inner = HashedWords()
        self.given = []

    fingerprint = "counting"
    dimension = 128

    def encode(self, texts):
        self.given += texts
        return self.inner.encode(texts)


# -- as of ----------------------------------------------------------------------------------


def test_the_date_is_the_callers_then_the_briefs_then_the_places_then_the_datas():
    told = date(2026, 1, 1)
    brief = Brief(id="b", description="Work", as_of=date(2026, 2, 1))
    undated = Brief(id="b", description="Work")
    dated = dataset(org("a", updated_on=date(2026, 4, 1)), as_of=date(2026, 3, 1))
    latest = dataset(org("a", updated_on=date(2026, 4, 1)))
    assert resolve_as_of(dated, told, brief=brief) == (told, "given")
    assert resolve_as_of(dated, brief=brief) == (date(2026, 2, 1), "the brief")
    assert resolve_as_of(dated, brief=undated) == (date(2026, 3, 1), "partnership.toml")
    assert resolve_as_of(latest) == (date(2026, 4, 1), "the latest date in the data")


def test_without_any_date_the_error_says_what_to_type():
    with pytest.raises(DataError, match=r"place: no record is dated, so say --as-of DATE"):
        Landscape.build(dataset(org("a")))


def test_what_starts_later_does_not_exist_yet_and_is_counted():
    data = dataset(
        org("a"),
        org("b"),
        together("past", "a", "b", starts_on=date(2026, 10, 31), ends_on=AS_OF),
        together("today", "a", "b", starts_on=AS_OF),
        together("later", "a", "b", starts_on=AS_OF + timedelta(days=1)),
        together("undated", "a", "b"),
        Relationship(from_id="a", to_id="b", reported_on=AS_OF),
        Relationship(from_id="b", to_id="a", reported_on=AS_OF + timedelta(days=1)),
    )
    known, notes = as_known_at(data, AS_OF)
    assert [c.id for c in known.collaborations] == ["past", "today", "undated"]
    assert [m.collaboration_id for m in known.collaboration_members].count("later") == 0
    assert [r.from_id for r in known.relationships] == ["a"]
    assert notes == (
        "1 collaborations start after 2026-11-01 and are left out",
        "1 collaborations without a date are used: not known at that date",
    )
    assert len(data.collaborations) == 4, "the data itself is left alone"


def test_what_was_updated_later_is_used_and_counted():
    land = landscape(org("a", LUNCH, updated_on=AS_OF + timedelta(days=1)), org("b"))
    assert land.profile("a").text.endswith(LUNCH)
    assert land.notes == ("1 organisations were updated after 2026-11-01: not known at that date",)


def test_who_was_registered_later_does_not_exist_unless_it_worked_with_somebody_before():
    land = landscape(
        org("new", extra={"registered_on": "2026-11-02"}),
        org("day", extra={"registered_on": "2026-11-01"}),
        org("early", extra={"registered_on": "2027-01-01"}),
        org("loose", extra={"registered_on": "31/12/2020"}),
        together("c", "early", "day", starts_on=date(2020, 1, 1)),
    )
    assert land.ids == ("day", "early", "loose")
    assert land.notes[0] == "1 organisations were registered after 2026-11-01 and are left out"


def test_a_landscape_of_another_date_has_other_ties():
    records = [org("a"), org("b"), *together("c", "a", "b", starts_on=date(2026, 6, 1))]
    assert landscape(*records).network.partners_of("a") == {"b": ("c",)}
    assert landscape(*records, as_of=date(2026, 5, 31)).network.partners_of("a") == {}


# -- places ---------------------------------------------------------------------------------


def test_a_registered_address_is_never_a_place():
    land = landscape(
        org("home", LUNCH, address="1 The Lane", postcode="CW1 2AB", **TOWN),
        org("hall", TREES),
        facility("f", "hall", **TOWN),
    )
    assert land.profile("home").points == ()
    assert land.profile("home").precision == "borough only"
    assert land.distance_km("home", "hall") is None
    assert math.isnan(land.distances_from([Point(**TOWN)])[land.position["home"]])


def test_a_place_is_known_by_services_and_rooms_else_by_areas_else_by_nothing():
    land = landscape(
        area("town", **at(1)),
        area("all", kind="borough", **at(2)),
        org("sited", areas=("town",)),
        service("s", "sited", **at(5)),
        facility("f", "sited", **at(3)),
        org("local", areas=("town", "all")),
        org("wide", areas=("all",)),
        org("far"),
        service("s2", "far", **at(40)),
    )
    assert land.profile("sited").points == (Point(**at(3)), Point(**at(5)))
    assert land.profile("sited").precision == "service or facility"
    assert (land.profile("local").points, land.profile("local").precision) == (
        (Point(**at(1)),),
        "area",
    )
    assert (land.profile("wide").points, land.profile("wide").precision) == ((), "borough only")
    assert land.areas_of("local") == ("all", "town")
    assert [one for one in land.ids if land.profile(one).is_outside] == ["far"]


@pytest.mark.parametrize(
    "closed",
    [
        [org("x", LUNCH, location_confidential=True), service("s", "x", LUNCH, **TOWN)],
        [org("x", LUNCH, themes=("domestic abuse",)), service("s", "x", LUNCH, **TOWN)],
        [
            org("x", LUNCH),
            service("s", "x", "A women's refuge with five rooms.", **TOWN),
            service("t", "x", "Coffee morning.", **at(1)),
        ],
        [org("x", LUNCH), service("s", "x", LUNCH, location_confidential=True, **TOWN)],
        [
            org("x", LUNCH),
            facility("f", "x", name="Safe house", **TOWN),
            facility("g", "x", **TOWN),
        ],
    ],
    ids=["flag", "theme", "service", "service flag", "facility"],
)
def test_a_confidential_place_has_no_point_and_no_distance_anywhere(closed):
    land = landscape(
        area("town", **TOWN),
        *(
            r if isinstance(r, Facility) else r.model_copy(update={"areas": ("town",)})
            for r in closed
        ),
        org("near", "Older people are fetched for lunch and company.", areas=("town",)),
        service("n", "near", "Lunch for older people on Thursdays.", **at(1)),
    )
    profile = land.profile("x")
    assert (profile.closed, profile.points, profile.precision) == (True, (), "borough only")
    assert land.distance_km("x", "near") is None
    assert math.isnan(land.distances_from([Point(**TOWN)])[land.position["x"]])
    found = recommend_partners(land)
    assert {s.subject_id for s in found} == {"x", "near"}
    for one in found:
        words = " ".join([one.reason, one.counter_reason, one.first_step, *one.to_confirm])
        assert one.details["km"] is None
        assert "apart" not in words
        assert " km" not in words
        assert "same address" not in words
        assert "Town" not in words, "not even the town"
        assert one.area_id is None, "and so in no digest"


def _brute_force(points, places):
    def km(a, b):
        p1, p2 = math.radians(a[0]), math.radians(b[0])
        half = math.sin((p2 - p1) / 2) ** 2
        half += math.cos(p1) * math.cos(p2) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
        return 2 * 6371.0088 * math.asin(math.sqrt(half))

    return [min((km(p, q) for p in points for q in held), default=math.nan) for held in places]


POINTS = st.tuples(st.floats(50, 58), st.floats(-5, 2))


@given(st.lists(POINTS, max_size=3), st.lists(st.lists(POINTS, max_size=3), max_size=5))
@settings(max_examples=40, deadline=None)
def test_distances_are_those_of_a_search_through_all_pairs(here, places):
    records = []
    for i, held in enumerate(places):
        records.append(org(f"o{i}"))
        records += [
            service(f"s{i}-{j}", f"o{i}", latitude=a, longitude=b) for j, (a, b) in enumerate(held)
        ]
    found = landscape(*records).distances_from([Point(*p) for p in here])
    np.testing.assert_allclose(found, _brute_force(here, places), rtol=1e-3, atol=1e-6)


def test_an_area_that_no_table_holds_is_no_area():
    land = landscape(area("town"), org("a", LUNCH, areas=("town", "nowhere")), org("b", TREES))
    assert land.areas_of("a") == ("town",)
    assert len(recommend_partners(land)) == 2


def test_an_unknown_id_is_an_error_that_names_near_ones():
    with pytest.raises(UnknownIdError, match=r"no organisation has the id 'org-1'.*'org-11'"):
        landscape(org("org-11")).profile("org-1")


# -- texts ----------------------------------------------------------------------------------


def test_a_name_alone_is_no_text_and_is_like_nothing():
    land = landscape(
        org("a", name="Thursday Lunch Club"), org("b", name="Thursday Lunch Group"), org("c", LUNCH)
    )
    assert not land.profile("a").described
    assert land.profile("a").length == 0
    assert land.organisation_index.row("a").tolist() == [0, 0, 0]


def test_services_and_what_was_done_together_are_part_of_a_text():
    land = landscape(
        org("a"),
        service("s", "a", LUNCH),
        org("b"),
        together("c", "a", "b", kind="funding", description=TREES),
        together("f", "a", "b", kind="forum", description=ADVICE),
        org("giver", role="funder"),
        together("g", "giver", "b", kind="funding", description=TREES),
    )
    assert "lunch" in land.profile("a").text.lower()
    assert "Tree planting" in land.profile("a").text
    assert "Benefits" not in land.profile("a").text, "what a forum says is not what each does"
    assert "Tree" not in land.profile("giver").text, "what a funder gave to is not what it does"


# -- what is loaded -------------------------------------------------------------------------


def test_density_and_gaps_ask_for_no_encoder():
    data = dataset(org("a", LUNCH, themes=("food",)), org("b", TREES), together("c", "a", "b"))
    land = Landscape.build(data, as_of=AS_OF, encoder=NoEncoder())
    assert len(density_report(land)) > 0
    gaps(land)
    with pytest.raises(AssertionError, match="asked for"):
        land.encoder  # noqa: B018 - asking is the test


def test_density_and_gaps_of_the_example_load_no_torch(repository):
    program = """
import json, sys
from sap_match.ingest import read_dataset
from sap_match.landscape import Landscape
from sap_match.assess.density_report import density_report
from sap_match.assess.gaps import gaps
land = Landscape.build(read_dataset("examples/cheshire_east/partnership.toml"))
rows = len(density_report(land)), len(gaps(land))
print(json.dumps([rows, [m for m in ("torch", "sentence_transformers") if m in sys.modules]]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=repository, capture_output=True, text=True, check=True,
    )  # fmt: skip
    rows, heavy = json.loads(done.stdout)
    assert min(rows) > 0
    assert heavy == []


def test_the_encoder_is_made_once_and_never_given_an_empty_text():
    made = []

    def make():
        made.append(Counting())
        return made[-1]

    land = landscape(org("a", LUNCH), org("b"), org("c", TREES), encoder=make)
    assert made == []
    recommend_partners(land)
    recommend_partners(land, for_="a")
    assert len(made) == 1
    assert all(text.strip() for text in made[0].given)


# -- immutable, and safe to read ------------------------------------------------------------


def test_a_landscape_cannot_be_changed():
    land = landscape(org("a", LUNCH), org("b", TREES))
    with pytest.raises(FrozenInstanceError):
        land.as_of = date(2020, 1, 1)
    with pytest.raises(TypeError):
        land.profiles["a"] = None
    with pytest.raises(TypeError):
        land.position["a"] = 7
    with pytest.raises(FrozenInstanceError):
        land.profile("a").text = "other"


def test_eight_threads_get_the_same_answer_and_make_each_part_once():
    records = _random_place(np.random.default_rng(7), organisations=40)
    expected = _everything(Landscape.build(records, as_of=AS_OF, encoder=HashedWords()))
    made = []

    def make():
        made.append(1)
        return HashedWords()

    land = Landscape.build(records, as_of=AS_OF, encoder=make)
    start = threading.Barrier(8)

    def read(_):
        start.wait()
        return _everything(land)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(read, range(8)))
    assert all(one == expected for one in found)
    assert made == [1]


# -- updated --------------------------------------------------------------------------------

WORDS = (
    "lunch company older carers lifts minibus hall kitchen trees pond schools advice debt "
    "benefits youth football evening mental health counselling refugees language"
).split()
TEXTS = st.one_of(
    st.none(),
    st.lists(st.sampled_from(WORDS), min_size=3, max_size=8).map(lambda w: " ".join(w) + "."),
)
IDS = [f"o{i}" for i in range(6)]


@st.composite
def organisations(draw, one):
    return org(
        one,
        draw(TEXTS),
        role=draw(st.sampled_from([None, "provider", "funder", "club"])),
        themes=draw(st.sampled_from([(), ("food",), ("youth", "food"), ("domestic abuse",)])),
        areas=draw(st.sampled_from([(), ("town",)])),
        suggest=draw(st.sampled_from([None, None, "no", "ask"])),
    )


@st.composite
def services(draw, i, owners):
    place = draw(st.one_of(st.none(), st.floats(0, 30)))
    return service(
        f"s{i}", draw(st.sampled_from(owners)), draw(TEXTS), **({} if place is None else at(place))
    )


@st.composite
def collaborations(draw, i, owners):
    kind = draw(st.sampled_from(["partnership", "funding", "forum", "consortium"]))
    starts = draw(st.sampled_from([None, date(2020, 1, 1), AS_OF + timedelta(days=9)]))
    members = draw(st.lists(st.sampled_from(owners), min_size=1, max_size=4, unique=True))
    return together(f"c{i}", *members, kind=kind, starts_on=starts, description=draw(TEXTS))


@st.composite
def places_and_changes(draw):
    held = draw(st.lists(st.sampled_from(IDS), min_size=2, max_size=6, unique=True))
    records = [area("town", **TOWN), *(draw(organisations(one)) for one in held)]
    numbers = st.integers(0, 3)
    records += [draw(services(i, held)) for i in range(draw(numbers))]
    for i in range(draw(numbers)):
        records += draw(collaborations(i, held))
    data = dataset(*records)
    gone = draw(st.lists(st.sampled_from(held), max_size=2, unique=True))
    changed = draw(st.lists(st.sampled_from(IDS), max_size=3, unique=True))
    changed = [one for one in changed if one not in gone]
    left = sorted({*held, *changed} - set(gone))
    upserts = {"organisations": tuple(draw(organisations(one)) for one in changed)}
    if left and draw(st.booleans()):
        upserts["services"] = (draw(services(1, left)),)
    if left and draw(st.booleans()):
        told = draw(collaborations(9, left))
        upserts["collaborations"] = tuple(r for r in told if isinstance(r, Collaboration))
        upserts["collaboration_members"] = tuple(
            r for r in told if isinstance(r, CollaborationMember)
        )
    removals = {"organisations": tuple(gone)}
    if data.collaborations and draw(st.booleans()):
        removals["collaborations"] = (data.collaborations[0].id,)
    return data, Changes(upserts=upserts, removals=removals)


def _everything(land):
    """All that is asked of a landscape, as plain values."""
    return (
        land.as_of,
        land.notes,
        {one: (p, p.text) for one, p in land.profiles.items()},
        land.organisation_index.matrix(land.ids).tolist(),
        land.service_index.matrix(land.service_index.ids).tolist(),
        land.network._bytes,
        [(s.to_record(), s.strength, s.details) for s in recommend_partners(land)],
        np.nan_to_num(land.distances_from([Point(**TOWN)]), nan=-1).tolist(),
    )


def _random_place(rng, *, organisations):
    records = []
    for i in range(organisations):
        words = rng.choice(WORDS, size=9)
        records += [
            org(f"o{i:02d}", " ".join(words) + "."),
            service(f"s{i:02d}", f"o{i:02d}", " ".join(words[:4]), **at(float(rng.uniform(0, 9)))),
        ]
    for i in range(organisations // 2):
        members = rng.choice(organisations, size=3, replace=False)
        records += together(f"c{i:02d}", *(f"o{m:02d}" for m in members))
    return dataset(*records)


@given(places_and_changes(), st.booleans())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_updated_equals_one_built_from_scratch(given_place, ask_first):
    data, changes = given_place
    old = Landscape.build(data, as_of=AS_OF, encoder=HashedWords())
    before = _everything(old) if ask_first else None
    new = old.updated(changes)
    fresh = Landscape.build(data.updated(changes), as_of=AS_OF, encoder=HashedWords())
    assert new.dataset == fresh.dataset
    assert _everything(new) == _everything(fresh)
    assert before is None or _everything(old) == before, "the old one is left alone"
    twice = new.updated(Changes()).updated(Changes())
    assert _everything(twice) == _everything(fresh)


def test_a_change_of_text_shares_the_network_and_encodes_only_what_is_new():
    encoder = Counting()
    land = landscape(org("a", LUNCH), org("b", TREES), *together("c", "a", "b"), encoder=encoder)
    _everything(land)
    encoder.given.clear()
    new = land.updated(Changes(upserts={"organisations": (org("a", ADVICE),)}))
    _everything(new)
    assert new.network is land.network
    assert new.encoder is land.encoder
    assert [t for t in encoder.given if "Tree planting" in t] == []
    assert any("Benefits advice" in t for t in encoder.given)
    assert new.organisation_index is not land.organisation_index


def test_a_change_of_ties_shares_both_indices():
    land = landscape(org("a", LUNCH), org("b", TREES), org("c", ADVICE), service("s", "a", LUNCH))
    _everything(land)
    added = together("c", "a", "b")
    new = land.updated(
        Changes(upserts={"collaborations": (added[0],), "collaboration_members": tuple(added[1:])})
    )
    assert new.organisation_index is land.organisation_index
    assert new.service_index is land.service_index
    assert new.network is not land.network
    assert land.network.partners_of("a") == {}
    assert new.network.partners_of("a") == {"b": ("c",)}


def test_updating_starts_from_all_records_and_not_from_what_was_known():
    later = together("later", "a", "b", starts_on=AS_OF + timedelta(days=1))
    land = landscape(org("a", LUNCH), org("b", TREES), *later)
    moved = later[0].model_copy(update={"starts_on": AS_OF})
    new = land.updated(Changes(upserts={"collaborations": (moved,)}))
    assert new.network.partners_of("a") == {"b": ("later",)}


def test_an_empty_place_is_a_landscape():
    land = Landscape.build(Dataset.build("d", {}), as_of=AS_OF, encoder=HashedWords())
    assert land.ids == ()
    assert land.distances_from([Point(**TOWN)]).shape == (0,)
    assert land.organisation_index.ids == ()
    assert len(recommend_partners(land)) == 0
