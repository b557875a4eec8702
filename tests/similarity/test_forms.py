"""A provider's paragraph and a directory's notice are found, and make nobody alike."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.model import Organisation, Service
from sap_match.similarity.encoder import HashedWords
from sap_match.similarity.forms import (
    Listing,
    described_services,
    form_sentences,
    own_descriptions,
)
from sap_match.similarity.text import described_service

ABOUT = (
    "We are a registered charity that has supported local people since 1990. "
    "Our trained volunteers and staff put kindness and dignity at the heart of all they do. "
    "We are grateful to the National Lottery and to Plain Borough Council for their funding."
)
OFFERS = {
    "food": ["Parcels of groceries from the larder", "A pantry shelf of tinned groceries",
             "Groceries cooked in our larder kitchen"],
    "music": ["Choir singing of folk songs", "Ukulele band and songs",
              "Opera singing for beginners"],
    "debt": ["Bailiffs, arrears and budgeting", "Budgeting before arrears mount",
             "Arrears of rent and bailiffs"],
    "green": ["Planting hedges and orchards", "Orchards pruned, hedges laid",
              "Hedges and wildflower meadows"],
}  # fmt: skip
NAMES = "Ash Birch Cedar Damson Elder Fir Gorse Hazel Ivy Juniper Kite Larch".split()


def organisation(one):
    return Organisation(id=one, name=f"Provider {one}", kind="voluntary")


OWNERS = {one: organisation(one) for one in ("p", "q", "r")}


def service(one, description, *, owner="p", name=None):
    return Service(id=one, organisation_id=owner, name=name or f"{one}x", description=description)


def listings_of(owner, about, names=NAMES):
    offers = [(kind, text) for kind, texts in OFFERS.items() for text in texts]
    return [
        service(
            f"{owner}-{kind}-{i}", f"{text}. {about}".strip(), owner=owner, name=f"{name} {owner}"
        )
        for i, (name, (kind, text)) in enumerate(zip(names, offers, strict=True))
    ]


def likeness(texts):
    """Mean similarity of a provider's listings of one kind, and of different kinds."""
    ids = sorted(texts)
    rows = [texts[i].text if texts[i].described else "" for i in ids]
    vectors = HashedWords(256).encode(rows)
    alike, others = [], []
    for i, one in enumerate(ids):
        for other in ids[:i]:
            kinds = (one.split("-")[1], other.split("-")[1])
            (alike if kinds[0] == kinds[1] else others).append(
                vectors[i] @ vectors[ids.index(other)]
            )
    return np.mean(alike), np.mean(others)


def test_a_shared_paragraph_no_longer_makes_services_alike():
    services = listings_of("p", ABOUT)
    raw = {s.id: described_service(s, OWNERS["p"]) for s in services}
    own = described_services(services, OWNERS)
    bare = {s.id: described_service(s, OWNERS["p"]) for s in listings_of("p", "")}
    assert likeness(raw)[1] > 0.6
    assert likeness(own) == likeness(bare)
    assert likeness(own)[1] < 0.4 < likeness(own)[0]
    for one in own.values():
        assert "registered charity" not in one.text
        assert one.described


def test_siblings_with_nothing_but_the_paragraph_are_hardly_described():
    services = [service(f"{n}", ABOUT, name=n) for n in NAMES]
    found = described_services(services, OWNERS)
    assert [t.described for t in found.values()] == [False] * len(NAMES)
    one = described_services(services[:1], OWNERS)["Ash"]
    assert one.described  # by itself it is a text like any other


def test_nearly_the_same_sentence_counts_as_the_same():
    about = "{} has stood beside families, carers and veterans of the county since {}."
    told = [
        service(n, f"{offer[0]}. {about.format(n, 1990 + i)}", name=n)
        for i, (n, offer) in enumerate(zip(NAMES, OFFERS.values(), strict=False))
    ]
    left = own_descriptions(told, OWNERS)
    assert left == {n: f"{o[0]}." for n, o in zip(NAMES, OFFERS.values(), strict=False)}


def noticed(notice, holders="pqrstuvw"):
    offers = [text for texts in OFFERS.values() for text in texts]
    return [
        service(f"{o}{i}", f"{offers[i]}. {notice}", owner=o, name=f"{NAMES[i]} {o}")
        for i, o in enumerate(holders)
    ]


def test_a_directorys_notice_is_taken_from_all_of_its_providers():
    told = noticed("Please contact us for details.")
    assert len(own_descriptions(told, OWNERS)) == 0  # masking has taken the notice already
    told = noticed("Opening times may vary on bank holidays.")
    left = own_descriptions(told, OWNERS)
    assert left == {s.id: s.description.partition(".")[0] + "." for s in told}
    assert own_descriptions(told[:7], OWNERS) == {}  # seven may have copied one another


def test_what_several_providers_say_alone_is_what_they_do():
    text = "Hot lunch, quizzes and company for pensioners of the village."
    copied = [service(o, text, owner=o, name=n) for n, o in zip(NAMES, "pqrstuvwxyz", strict=False)]
    assert own_descriptions(copied, OWNERS) == {}
    assert all(t.described for t in described_services(copied, OWNERS).values())


def test_a_category_in_few_words_is_no_form():
    owners = zip(NAMES, "pqrpqrpqrpqr", strict=True)
    homes = [service(n, "Residential care home.", owner=o) for n, o in owners]
    assert own_descriptions(homes, OWNERS) == {}


def test_one_service_at_several_places_keeps_its_text():
    text = "Parcels of tinned groceries for three days, with a voucher from an agency."
    sites = [service(n, text, name=f"Foodbank {n}") for n in NAMES[:6]]
    assert own_descriptions(sites, OWNERS) == {}


def test_what_a_minority_of_a_large_providers_listings_share_stays():
    team = "Nurses of the memory team visit at home."
    services = [service(n, f"{n} hedges. {team if i < 3 else ''}", name=n)
                for i, n in enumerate(NAMES)]  # fmt: skip
    assert own_descriptions(services, OWNERS) == {}  # 3 of 12 is below the share
    assert len(own_descriptions(services[:9], OWNERS)) == 3


def test_one_more_record_changes_only_what_it_shares():
    services = listings_of("p", ABOUT) + listings_of(
        "q", "Run with care by neighbours of all ages."
    )
    before = own_descriptions(services, OWNERS)
    more = service("zzz", "Chess clocks and tea. " + ABOUT, owner="r", name="Chess")
    after = own_descriptions([*services, more], OWNERS)
    changed = {k for k in before | after if before.get(k) != after.get(k)}
    assert changed <= {"zzz"}


def test_the_order_of_the_records_does_not_matter():
    services = listings_of("p", ABOUT) + listings_of("q", ABOUT)
    expected = described_services(services, OWNERS)
    shuffled = services[:]
    random.Random(3).shuffle(shuffled)
    assert described_services(shuffled, OWNERS) == expected


def test_forms_are_told_with_their_records():
    found = form_sentences(
        [Listing(n, n, "p", "Hope", (ABOUT.partition(". ")[0], f"{n}s and hedges")) for n in NAMES]
    )
    assert [(f.provider_id, len(f.record_ids)) for f in found] == [("p", 12)]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_listings_have_no_form(count):
    assert own_descriptions([service(n, ABOUT) for n in NAMES[:count]], OWNERS) == {}


WORDS = st.sampled_from("tea choir hedge larder bailiff orchard voucher nurse canoe loom".split())


@given(st.lists(st.lists(WORDS, min_size=1, max_size=7).map(" ".join), max_size=12))
def test_only_whole_sentences_that_recur_are_taken(told):
    services = [service(f"s{i}", f"{t}. {ABOUT}") for i, t in enumerate(told)]
    for one, left in own_descriptions(services, OWNERS).items():
        whole = next(s.description for s in services if s.id == one).lower()
        assert all(part.strip(" .").lower() in whole for part in left.split(". "))


def test_many_listings_take_no_long_time():
    drawn = np.random.default_rng(1).integers(0, 3000, (3000, 4, 9))
    listings = [
        Listing(str(i), f"name{i}x", str(i % 400), "",
                tuple(" ".join(f"w{n}x" for n in row) for row in told))
        for i, told in enumerate(drawn.tolist())
    ]  # fmt: skip
    assert form_sentences(listings) == ()
