"""Groups of listings do not chain, keep their ids, and can be held to one record a source."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.memory import Memory
from sap_match.model import Dataset, Organisation
from sap_match.similarity.duplicates import DuplicateConfig, find_duplicates
from sap_match.similarity.duplicates.clusters import LEAST, MOST, UNSEEN, group
from sap_match.similarity.duplicates.lasting import changes_of, keep_ids
from sap_match.similarity.duplicates.one_to_one import held_apart


def listing(one, name="Plain Lunch Club", phone="01632 960001", **more):
    return Organisation(
        id=one,
        name=name,
        kind="voluntary",
        phones=(phone,),
        address="1 High Street, Sale",
        postcode="M33 1AA",
        **more,
    )


def dataset(*organisations):
    return Dataset.build("d", {"organisations": list(organisations)})


def members(groups):
    found = {}
    for one, name in groups.items():
        found.setdefault(name, set()).add(one)
    return {frozenset(ids) for ids in found.values()}


def said(scores, ids):
    """The sum that grouping raises, over the pairs of some records."""
    pairs = combinations(sorted(ids), 2)
    return sum(min(max(scores.get(p, UNSEEN), LEAST), MOST) for p in pairs)


# -- no chains ----------------------------------------------------------------------------


def test_two_dense_groups_with_a_bridge_stay_two():
    left, right = "abcd", "wxyz"
    scores = dict.fromkeys([*combinations(left, 2), *combinations(right, 2)], 5.0)
    scores["d", "w"] = 6.0
    found = group(scores, list(scores), {})
    assert members(found) == {frozenset(left), frozenset(right)}


def test_a_long_chain_falls_into_short_pieces():
    ids = [f"r{i:02}" for i in range(30)]
    scores = dict.fromkeys(pairwise(ids), 4.0)
    sizes = [len(g) for g in members(group(scores, list(scores), {}))]
    assert max(sizes) <= 4
    assert sum(sizes) >= 20


def test_a_record_moves_where_it_fits_better():
    # greedy joins a and b first; the move finds that b belongs with c and d
    scores = {("a", "b"): 5.0, ("b", "c"): 4.0, ("b", "d"): 4.0, ("c", "d"): 4.5,
              ("a", "c"): -9.0, ("a", "d"): -9.0}  # fmt: skip
    assert members(group(scores, list(scores)[:4], {})) == {frozenset("bcd")}


def test_people_put_together_and_hold_apart():
    scores = {("a", "b"): 5.0, ("b", "c"): 5.0, ("a", "c"): 5.0}
    assert members(group(scores, list(scores), [("a", "c")], [("b", "c")])) == {frozenset("bc")}
    # what they put together is never taken apart, even where the evidence is against
    assert members(group({("a", "b"): -9.0}, [], [], [("a", "b")])) == {frozenset("ab")}
    # and what contradicts an answer is left out
    apart = group(scores, [], [("a", "c")], [("a", "b"), ("b", "c")])
    assert members(apart) == {frozenset("ab")}


graphs = st.dictionaries(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")).filter(
        lambda p: p[0] < p[1]
    ),
    st.floats(-10, 10).map(lambda x: round(x, 3)),
    max_size=28,
)


@given(graphs, st.randoms(use_true_random=False))
def test_order_changes_nothing_and_no_single_move_helps(scores, rng):
    sure = [p for p, s in scores.items() if s > 2]
    found = group(scores, sure, {})
    shuffled = list(scores)
    rng.shuffle(shuffled)
    rng.shuffle(sure)
    assert group({p: scores[p] for p in shuffled}, sure, {}) == found
    for ids in members(found):
        assert len(ids) > 1
        for one in ids:  # each would lose by leaving
            assert said(scores, ids) >= said(scores, ids - {one}) - 1e-5


@given(graphs)
def test_what_a_rule_holds_apart_is_never_in_one_group(scores):
    sure = [p for p, s in scores.items() if s > 0]
    apart = set(sorted(scores)[::3])
    groups = group(scores, sure, apart)
    assert not any(groups.get(a, a) == groups.get(b, b) for a, b in apart)


# -- lasting ids --------------------------------------------------------------------------

partitions = st.lists(st.integers(0, 4), min_size=2, max_size=10).map(
    lambda marks: [
        {f"r{i}" for i, m in enumerate(marks) if m == k}
        for k in range(5)
        if marks.count(k) > 1
    ]
)  # fmt: skip


def pairs_of(groups):
    return [(one, name) for name, ids in groups.items() for one in ids]


@given(partitions, st.randoms(use_true_random=False))
def test_nothing_changed_same_ids(groups, rng):
    first = keep_ids(groups, [])
    assert all(name == min(ids) for name, ids in first.items())
    again = [*groups]
    rng.shuffle(again)
    assert keep_ids(again, pairs_of(first)) == first
    assert changes_of(first, pairs_of(first), {one for g in groups for one in g}) == ()


@given(partitions)
def test_one_record_more_keeps_every_id(groups):
    first = keep_ids(groups, [])
    for name in first:
        grown = [{*ids, "a-new-one"} if n == name else ids for n, ids in first.items()]
        then = keep_ids(grown, pairs_of(first))
        assert set(then) == set(first)
        (change,) = changes_of(then, pairs_of(first), {"a-new-one"})
        assert (change.group_id, change.change, change.joined) == (name, "changed", ("a-new-one",))


def test_split_and_merge_are_told():
    before = [("a", "g"), ("b", "g"), ("c", "g"), ("d", "g"), ("e", "h"), ("f", "h")]
    split = keep_ids([{"a", "b"}, {"c", "d"}, {"e", "f"}], before)
    assert split == {"g": ("a", "b"), "c": ("c", "d"), "h": ("e", "f")}
    told = {c.group_id: (c.change, c.left, c.others) for c in changes_of(split, before, "abcdef")}
    assert told == {"g": ("split", ("c", "d"), ("c",)), "c": ("new", (), ("g",))}
    merged = keep_ids([set("abcdef")], before)
    told = {c.group_id: (c.change, c.others) for c in changes_of(merged, before, "abcdef")}
    assert told == {"g": ("merged", ("h",)), "h": ("gone", ("g",))}


def test_an_id_that_was_another_group_s_is_not_used_again():
    assert keep_ids([{"a", "b"}, {"c", "d"}], [("c", "a"), ("d", "a")]) == {
        "a": ("c", "d"),
        "a~2": ("a", "b"),
    }


def test_groups_of_records_that_all_left_are_not_told():
    assert changes_of({}, [("x", "g"), ("y", "g")], {"a"}) == ()
    assert changes_of({}, [("x", "g"), ("y", "g")], {"x"})[0].change == "gone"


def test_last_month_s_id_stays_in_the_rows():
    d = dataset(listing("a"), listing("b"))
    first = find_duplicates(d, of="organisations")
    assert first.group_ids == (("a", "a"), ("b", "a"))
    assert first.changes == ()
    memory = Memory(group_ids=(("b", "old"), ("z", "old")))
    then = find_duplicates(d, of="organisations", memory=memory)
    assert then[0].group_id == "old"
    assert then.groups == {"old": ("a", "b")}
    assert [(c.change, c.joined, c.left) for c in then.changes] == [("changed", ("a",), ("z",))]
    kept = Memory(group_ids=first.group_ids)
    assert find_duplicates(d, of="organisations", memory=kept).rows == first.rows


# -- one record a source ------------------------------------------------------------------


def test_the_best_assignment_and_not_the_best_pair_first():
    # best first would take a1-b1 and leave a2 and b2 alone
    scores = {("a1", "b1"): 5.0, ("a1", "b2"): 4.5, ("a2", "b1"): 4.5}
    sources = {"a1": "a", "a2": "a", "b1": "b", "b2": "b"}
    assert set(held_apart(scores, sources)) == {("a1", "b1")}


def test_linking_two_tables_one_to_one():
    records = [
        listing("a1", source="a"),
        listing("a2", "Plain Lunch Club Sale", source="a"),
        listing("b1", source="b"),
    ]
    d = dataset(*records)
    free = find_duplicates(d, of="organisations")
    assert sum(p.decision == "duplicate" for p in free) == 3
    linked = find_duplicates(d, of="organisations", config=DuplicateConfig(one_to_one=True))
    assert [(p.left_id, p.right_id) for p in linked if p.decision == "duplicate"] == [("a1", "b1")]
    assert {r.rule for r in linked.removed} == {"one source", "one to one"}


def test_one_to_one_asks_for_sources():
    with pytest.raises(DataError, match="source: names fewer than two sources"):
        find_duplicates(
            dataset(listing("a"), listing("b")),
            of="organisations",
            config=DuplicateConfig(one_to_one=True),
        )


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["a1", "a2", "a3"]), st.sampled_from(["b1", "b2", "c1"])),
        st.floats(0.1, 9).map(lambda x: round(x, 2)),
    )
)
def test_nobody_has_two_partners_in_one_source(scores):
    sources = {i: i[0] for pair in scores for i in pair}
    left = set(scores) - set(held_apart(scores, sources))
    for one in sources:
        partners = [sources[x] for p in left if one in p for x in p if x != one]
        assert len(partners) == len(set(partners))
