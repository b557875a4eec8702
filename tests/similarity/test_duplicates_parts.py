"""The parts that double listings are found with: names, addresses, weights, groups."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.model import Dataset, Organisation, Service
from sap_match.similarity.duplicates.addresses import address_of, compare_addresses
from sap_match.similarity.duplicates.bodies import kinds_of, lives_by_another
from sap_match.similarity.duplicates.candidates import find_candidates
from sap_match.similarity.duplicates.compare import FIELDS, LEVELS, compare, compare_names
from sap_match.similarity.duplicates.decide import DuplicateConfig, decision_at, group
from sap_match.similarity.duplicates.entries import collect, entries_of, phone_keys
from sap_match.similarity.duplicates.model import fit
from sap_match.similarity.duplicates.names import Rarity, name_of, shared
from sap_match.similarity.duplicates.priors import MATCH, OTHERS
from sap_match.similarity.duplicates.vetoes import Veto
from sap_match.similarity.duplicates.wording import _SAID

NAMES = (
    "Repair café", "Macc Repair Cafe", "Toll Gate Chapel", "Tollgate Chapel", "Bike Saturdays",
    "Bike Saturday", "Weaver Valley Community Transport", "Weaver Valley Comm. Transport",
    "Wheelchair Basket Ball", "Wheelchair basketball", "Bromley pantry", "Sale shed",
)  # fmt: skip


def level(left, right, others=NAMES):
    d = Dataset.build(
        "d",
        {
            "organisations": [
                Organisation(id=f"{i:03}", name=n, kind="voluntary")
                for i, n in enumerate([left, right, *others])
            ]
        },
    )
    whole = collect(entries_of(d, "organisations"))
    return compare_names(whole.by_id["000"], whole.by_id["001"], whole)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("St Kew's Soup", "Saint Kews soup"),
        ("Fix It Sale", "Fixit Sale"),
        ("The Loft on Roe Street", "Loft on Roe St"),
        ("Forget-Me-Not Café", "Forget Me Not Cafe"),
        ("Well-being Walks", "Wellbeing Walks"),
    ],
)
def test_spellings_of_one_name_are_the_same(left, right):
    assert level(left, right).startswith("same")


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Weaver Valley Community Transport", "Weaver Valley Commun. Transport", "near"),
        ("Henry Booth House Brite Minds", "Brite Minds", "contained"),
        ("Warm lunch", "Football for girls", "nothing shared"),
    ],
)
def test_names_partly_alike(left, right, expected):
    assert level(left, right) == expected


def test_a_town_tells_less_than_another_word_as_rare():
    names = [name_of(n) for n in ("Sale lunch", "Hale shed", "Timperley choir", "Oak choir")]
    plain, towns = Rarity(names), Rarity(names, places={"sale"})
    assert towns.of("sale") == pytest.approx(plain.of("sale") / 2)
    assert towns.of("shed") == plain.of("shed")


@given(st.lists(st.text(min_size=1, max_size=30), min_size=2, max_size=6))
def test_comparing_names_is_symmetric_and_bounded(texts):
    names = [name_of(t) for t in texts]
    rarity = Rarity(names)
    one, two = shared(names[0], names[1], rarity), shared(names[1], names[0], rarity)
    assert one.dice == pytest.approx(two.dice, abs=1e-9)
    assert 0 <= one.dice <= 1 + 1e-9
    assert one.left == two.right


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("7146-48 S. Exchange Ave", "7148 South Exchange", "same"),
        ("316 N Pulaski Rd", "316 S Pulaski Rd", "typing slip"),
        ("4865 N. Sheridan Rd", "4856 N. Sheridan Rd", "typing slip"),
        ("1900 W Van Buren", "1900 W Polk", "another number"),
        ("12 High Street, Sale", "48 High Street, Sale", "another number"),
        ("854 7th ave. between 54th and 55th sts.", "854 Seventh Ave", "same"),
        ("Mill Street Arcade", "Mill St Arcade", "same"),
        ("Toll Gate Chapel, Welsh Row", "Tollgate Chapel, Welsh Row", "same"),
        ("Unit 8a, Trafford Retail Park", "Unit 8b, George Richards Way", "different"),
        ("Chapel House, Mill Lane", "24 Station Road", "different"),
    ],
)
def test_addresses(left, right, expected):
    assert compare_addresses(address_of(left), address_of(right)) == expected
    assert compare_addresses(address_of(right), address_of(left)) == expected


def test_towns_alone_are_no_address_in_common():
    towns = frozenset({"altrincham", "cheshire"})
    left, right = address_of("Church Hall, Altrincham"), address_of("Altrincham, Cheshire")
    assert compare_addresses(left, right, towns) is None


def test_telephones_of_one_number():
    assert phone_keys(["+44 161 496 0000"]) == phone_keys(["(0161) 4960000"])
    assert phone_keys(["0044 161 496 0000"]) == phone_keys(["0161-496-0000"])
    assert phone_keys(["none", "999"]) == frozenset()


def test_kinds_of_body():
    assert kinds_of("Timperley Pharmacy").isdisjoint(kinds_of("Timperley Methodist Church"))
    assert kinds_of("Wellacre Technology Academy") & kinds_of("Wellacre School")
    assert lives_by_another("League of Friends of Sale Hospital")
    assert not lives_by_another("Befriending Sale")


# -- the model --------------------------------------------------------------------------------


def test_priors_are_shares_and_every_level_has_words():
    for field, levels in LEVELS.items():
        tables = [MATCH[field], *(OTHERS[s][field] for s in OTHERS)]
        assert all(len(t) == len(levels) for t in tables), field
        assert all(math.isclose(sum(t), 1, abs_tol=0.011) for t in tables), field
        assert all((field, one) in _SAID for one in levels), field


def directory(doubles, others):
    """Organisations of which the first ``doubles`` stand twice, under one telephone."""
    records = [
        Organisation(
            id=f"{i:03}-{copy}",
            name=f"{chr(97 + i % 26)}{chr(97 + i // 26)}mont {chr(97 + (i * 7) % 26)}elwick group",
            kind="voluntary",
            phones=(f"01632 9{i:05}",),
        )
        for i in range(others)
        for copy in range(2 if i < doubles else 1)
    ]
    return Dataset.build("d", {"organisations": records})


def fitted(d, of="organisations"):
    whole = collect(entries_of(d, of))
    fields = FIELDS[of]
    compared = {
        p: compare(whole.by_id[p[0]], whole.by_id[p[1]], whole, fields)
        for p in find_candidates(whole).pairs
    }
    return fit(whole, compared, fields)


def test_the_fit_expects_as_many_doubles_as_there_are():
    assert fitted(directory(40, 200)).expected == pytest.approx(40, abs=4)
    assert fitted(directory(0, 200)).expected < 3


def test_agreement_never_speaks_against_and_the_lowest_level_never_for():
    weights = fitted(directory(40, 200))
    for levels in weights.levels.values():
        for field, table in levels.items():
            order = LEVELS[field]
            assert table[order[0]] <= 0, field
            assert table[order[-1]] >= 0, field


def test_a_switchboard_weighs_less_than_a_number_of_one_s_own():
    weights = fitted(directory(40, 200)).levels["across"]["telephone"]
    assert weights["same"] >= weights["same, few names use it"]
    assert weights["same, few names use it"] >= weights["same, many names use it"]


def test_one_telephone_is_less_evidence_within_one_provider():
    services = [
        Service(
            id=f"s{i:03}",
            organisation_id=f"o{i // 4}",
            name=f"{w} club",
            phones=(f"01632 96{i // 4:04}",),
        )
        for i, w in enumerate(f"{chr(97 + i % 26)}{chr(97 + i // 26)}wick" for i in range(120))
    ]
    owners = [Organisation(id=f"o{i}", name=f"Provider {i}", kind="voluntary") for i in range(30)]
    weights = fitted(
        Dataset.build("d", {"services": services, "organisations": owners}), "services"
    )
    within = max(weights.levels["within"]["telephone"].values())
    across = max(weights.levels["across"]["telephone"].values())
    assert within < across / 2


# -- decisions and groups ---------------------------------------------------------------------


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_likelier_pair_is_never_decided_weaker(one, two):
    order = ["distinct", "review", "duplicate"]
    low, high = sorted((one, two))
    config = DuplicateConfig()
    assert order.index(decision_at(low, config)) <= order.index(decision_at(high, config))


def test_a_veto_between_two_members_keeps_groups_apart():
    scores = {("a", "b"): 9.0, ("b", "c"): 8.0, ("a", "c"): 7.0}
    veto = Veto("branch", "same_organisation_other_branch", "two places")
    assert set(group(scores, list(scores), {}).values()) == {"a"}
    apart = group(scores, list(scores), {("a", "c"): veto})
    assert apart == {"a": "a", "b": "a"}


def test_weak_links_do_not_chain():
    ids = "abcdef"
    scores = dict.fromkeys(pairwise(ids), 3.0)
    groups = group(scores, list(scores), {})
    assert len(set(groups.values())) > 1


def test_every_record_keeps_a_bounded_number_of_candidates():
    records = [
        Organisation(
            id=f"{i:03}", name=f"Moss Rose group {i}", kind="voluntary", phones=("01632 960000",)
        )
        for i in range(300)
    ]
    whole = collect(entries_of(Dataset.build("d", {"organisations": records}), "organisations"))
    found = find_candidates(whole, per_record=5)
    assert 0 < len(found.pairs) <= 5 * 300
    assert found.counts["telephone"] > 0
