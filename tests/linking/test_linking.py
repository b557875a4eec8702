"""Organisations of several sources: what is linked, what never is, and how it is undone."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.linking import LinkConfig, link_sources, unlink
from sap_match.memory import Decided, Memory
from sap_match.model import (
    Area,
    Collaboration,
    CollaborationMember,
    Dataset,
    LinkVerdict,
    Organisation,
    Relationship,
    Service,
)
from sap_match.results import suggestion_id


def one(record_id: str, name: str, source: str, **more: object) -> Organisation:
    return Organisation(
        id=record_id, name=name, kind=more.pop("kind", "voluntary"), source=source, **more
    )  # type: ignore[arg-type]


def data(*rows: Organisation, **tables: tuple[object, ...]) -> Dataset:
    areas = (Area(id="larkfield", name="Larkfield", kind="town"),)
    return Dataset.build("d", {"organisations": rows, "areas": areas, **tables})  # type: ignore[dict-item]


def pairs_of(dataset: Dataset, **more: object) -> set[tuple[str, str]]:
    return {(x.kept_id, x.other_id) for x in link_sources(dataset, **more).links}  # type: ignore[arg-type]


SITE = {"website": "oakmere.example.org", "postcode": "CW1 2AB"}

NEVER = [
    ("branch of a national body", ("Lifeline", SITE),
     ("Lifeline of Larkfield", SITE | {"postcode": None})),
    ("national body and local", ("Age Aid", {"website": "ageaid.example.org"}),
     ("Age Aid Larkfield", {"website": "ageaid.example.org", "postcode": "CW1 2AA"})),
    ("school and its parents", ("Oakmere Primary School", SITE),
     ("Oakmere Primary School PTA", SITE)),
    ("church and its charity", ("St Oswin's Church", SITE), ("St Oswin's Church Charity", SITE)),
    ("church and playgroup", ("Hallow Church", SITE), ("Hallow Church Playgroup", SITE)),
    ("council and department", ("Marfield Council", SITE | {"kind": "public"}),
     ("Marfield Council Housing Options", SITE | {"kind": "public"})),
    ("trading company", ("Dovecote Hospice", SITE | {"identifiers": ("GB-CHC-1000001",)}),
     ("Dovecote Hospice Trading Ltd", SITE | {"identifiers": ("GB-COH-01234567",)})),
    ("company of the name", ("Penrose Centre",
      SITE | {"legal_form": "Trust", "identifiers": ("GB-CHC-1000002",)}),
     ("Penrose Centre Ltd", SITE | {"identifiers": ("GB-COH-01234568",)})),
    ("numbered groups", ("1st Quarrybank Scout Group", SITE), ("2nd Quarrybank Scout Group", SITE)),
    ("persons", ("Mrs Alma Thornley", {"postcode": "CW1 2AA"}),
     ("Mrs Alma Thornley", {"postcode": "CW1 2AA"})),
    ("one name, two towns", ("Bright Futures Youth Project", {"postcode": "CW7 1AA"}),
     ("Bright Futures Youth Project", {"postcode": "TR1 1AA"})),
    ("two numbers", ("Linden Court Trust", SITE | {"identifiers": ("GB-CHC-1000003",)}),
     ("Linden Court Trust", SITE | {"identifiers": ("GB-CHC-1000004",)})),
    ("a charity and a CIC", ("Rowan Arts CIC", SITE),
     ("Rowan Arts", SITE | {"identifiers": ("GB-CHC-1000005",)})),
    ("juniors", ("Dalby Rugby Club", SITE), ("Dalby Junior Rugby Club", SITE)),
    ("north and south", ("Kettle Kitchen North", SITE), ("Kettle Kitchen South", SITE)),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), [x[1:] for x in NEVER], ids=[x[0] for x in NEVER])
def test_two_bodies_are_never_linked(left, right):
    dataset = data(one("a", left[0], "register", **left[1]), one("b", right[0], "list", **right[1]))
    linked = link_sources(dataset)
    assert linked.links == ()
    assert linked.dataset == dataset


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        (("The Thornbury Pantry Project", {"postcode": "CW1 3AA"}),
         ("Thornbury Pantry Projects", {"postcode": "CW1 3AA"}), "name and place"),
        (("Oakmere Furniture Reuse", {"website": "oakmere.example.org"}),
         ("Oakmere Furniture Re-use Ltd", {"website": "http://www.oakmere.example.org"}),
         "name and place"),
        (("Crosby Vale Befriending Scheme", {}), ("CROSBY VALE BEFRIENDING SCHEME", {}), "name"),
        (("Hope", {"identifiers": ("GB-CHC-1000009",)}),
         ("Light", {"identifiers": ("GB-CHC-1000009",)}), "number"),
        (("Mill Lane Society", {"identifiers": ("GB-MPR-29766R",)}),
         ("Mill Lane Society", {"identifiers": ("GB-COH-IP29766R",)}), "number"),
        (("Old Mill Trust", {"identifiers": ("GB-CHC-212481",)}),
         ("Old Mill Trust", {"identifiers": ("GB-COH-00212481",)}), "number"),
    ],
)  # fmt: skip
def test_one_body_is_linked_with_what_it_rests_on(left, right, kind):
    dataset = data(one("a", left[0], "register", **left[1]), one("b", right[0], "list", **right[1]))
    (link,) = link_sources(dataset).links
    assert {link.kept_id, link.other_id} == {"a", "b"}
    assert link.kind == kind
    assert link.evidence


def test_a_link_is_told_with_its_weights_and_contacts_are_not():
    dataset = data(
        one("a", "Oakmere Furniture Reuse", "register", phones=("01632 960001",)),
        one("b", "Oakmere Furniture Re-use", "list", phones=("01632 960001",)),
    )
    (link,) = link_sources(dataset).links
    assert 0.9 < (link.probability or 0) <= 1
    assert {"starting_odds", "name", "telephone"} <= {name for name, _, _ in link.parts}
    assert "960001" not in link.evidence


def test_everything_that_referred_to_the_other_refers_to_the_one():
    dataset = data(
        one("GB-CHC-1000001", "Oakmere Pantry Project", "register", publish=True),
        one("x", "Oakmere Pantry Project", "list", publish=False, phones=("01632 960001",)),
        one("y", "Something Else Altogether", "list"),
        services=(Service(id="s", organisation_id="x", name="Lunch"),),
        collaborations=(Collaboration(id="c", kind="forum"),),
        collaboration_members=tuple(
            CollaborationMember(collaboration_id="c", organisation_id=i)
            for i in ("GB-CHC-1000001", "x", "y")
        ),
        relationships=(
            Relationship(from_id="x", to_id="GB-CHC-1000001"),
            Relationship(from_id="x", to_id="y"),
        ),
    )
    after = link_sources(dataset).dataset
    assert [o.id for o in after.organisations] == ["GB-CHC-1000001", "y"]
    assert after.organisation("x").sources == ("GB-CHC-1000001", "x")
    assert after.organisation("x").publish is False  # the most careful answer
    assert after.service("s").organisation_id == "GB-CHC-1000001"
    assert after.members_of("c") == ("GB-CHC-1000001", "y")
    assert [(r.from_id, r.to_id) for r in after.relationships] == [("GB-CHC-1000001", "y")]
    assert any("is the same as" in p.reason for p in after.problems)


def test_what_is_not_sure_is_handed_back():
    dataset = data(
        one("a", "St Oswin's Church", "register", **SITE),
        one("b", "St Oswin's Church Charity", "list", **SITE),
    )
    (row,) = link_sources(dataset).review
    assert (row.left_id, row.right_id) == ("a", "b")
    assert "charity" in row.doubt
    assert row.to_record()["verdict"] is None


LIKE = (
    one("a", "Crosby Vale Befriending Scheme", "register", **SITE),
    one("b", "Crosby Vale Befriending Scheme", "list", **SITE),
)


def test_a_person_has_the_last_word():
    apart = LinkVerdict("a", "b", same=False, reason="two")
    assert pairs_of(data(*LIKE), verdicts=[apart]) == set()
    other = (one("a", "Hope", "register"), one("b", "Quite Another Name", "list"))
    (link,) = link_sources(data(*other), verdicts=[LinkVerdict("a", "b", same=True)]).links
    assert link.kind == "person"


def test_a_person_forces_apart_what_a_number_joins():
    rows = [x.model_copy(update={"identifiers": ("GB-CHC-1000001",)}) for x in LIKE]
    assert pairs_of(data(*rows)) == {("a", "b")}
    assert pairs_of(data(*rows), verdicts=[LinkVerdict("a", "b", same=False)]) == set()


def test_answers_on_duplicates_count():
    def memory(answer: str) -> Memory:
        return Memory(decided=(Decided(suggestion_id("duplicate", "a", "b"), answer),))  # type: ignore[arg-type]

    dataset = data(
        one("a", "St Oswin's Church", "register", **SITE),
        one("b", "St Oswin's Church Charity", "list", **SITE),
    )
    (link,) = link_sources(dataset, memory=memory("duplicate")).links
    assert link.kind == "person"
    assert link_sources(dataset, memory=memory("distinct")).review.rows == ()


def test_a_link_is_undone_and_only_what_was_made_here():
    dataset = data(*LIKE, one("c", "Nobody", "list"))
    linked = link_sources(dataset)
    undone = unlink(linked, "a", "b")
    assert undone.dataset == dataset
    assert undone.links == ()
    with pytest.raises(DataError, match="are not linked here"):
        unlink(linked, "a", "c")


def test_within_one_source_nothing_is_linked():
    rows = [x.model_copy(update={"source": "list"}) for x in LIKE]
    assert pairs_of(data(*rows)) == set()
    assert pairs_of(data(*rows, one("c", "Nobody Else", "register"))) == set()


def test_two_numbers_never_meet_by_way_of_a_third():
    rows = [
        one("a", "Crosby Vale Befriending", "one", identifiers=("GB-CHC-1000001",)),
        one("b", "Crosby Vale Befriending", "two"),
        one("c", "Crosby Vale Befriending", "three", identifiers=("GB-CHC-1000002",)),
    ]
    after = link_sources(data(*rows)).dataset
    assert after.organisation("a").id != after.organisation("c").id


def test_names_alone_can_be_left_out():
    rows = (one("a", "Crosby Dale Swim for All", "x"), one("b", "Crosby Dale Swim for Al", "y"))
    assert pairs_of(data(*rows), config=LinkConfig(by_name_alone=False)) == set()


# -- properties ---------------------------------------------------------------------------

NAMES = st.sampled_from(
    ["Oakmere Pantry Project", "Oakmere Pantry Projct", "The Oakmere Pantry Project Ltd",
     "Friends of Oakmere", "Oakmere", "2nd Oakmere Scouts", "Lantern Counselling Service",
     "Lantern Counselling Services", "Lantern"]
)  # fmt: skip
NUMBERS = st.sampled_from([(), (), ("GB-CHC-1000001",), ("GB-CHC-1000002",), ("GB-COH-01000001",)])


@st.composite
def directories(draw):
    return [
        one(
            f"i{n}",
            draw(NAMES),
            draw(st.sampled_from(["one", "two", "three"])),
            identifiers=draw(NUMBERS),
            postcode=draw(st.sampled_from([None, "CW1 2AB", "TR1 1AA"])),
            website=draw(st.sampled_from([None, "oakmere.example.org"])),
        )
        for n in range(draw(st.integers(2, 7)))
    ]


slow = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@slow
@given(directories(), st.randoms(use_true_random=False))
def test_order_of_rows_and_names_of_sources_change_nothing(rows, rng):
    shuffled = rows[:]
    rng.shuffle(shuffled)
    assert link_sources(data(*rows)).dataset == link_sources(data(*shuffled)).dataset
    renamed = [
        o.model_copy(update={"source": {"one": "z", "two": "y", "three": "x"}[o.source or "one"]})
        for o in rows
    ]
    groups = [
        sorted(o.sources or (o.id,) for o in link_sources(data(*r)).dataset.organisations)
        for r in (rows, renamed)
    ]
    assert [sorted(map(sorted, g)) for g in groups[:1]] == [sorted(map(sorted, groups[1]))]


@slow
@given(directories())
def test_linking_again_finds_nothing_more(rows):
    linked = link_sources(data(*rows))
    assert link_sources(linked.dataset).links == ()


@slow
@given(directories())
def test_undoing_every_link_restores_what_was(rows):
    linked = before = link_sources(data(*rows))
    for _ in range(30):
        if not linked.links:
            break
        link = linked.links[0]
        linked = unlink(linked, link.kept_id, link.other_id)
    assert linked.dataset == before.before


@slow
@given(directories())
def test_no_record_holds_two_numbers_of_a_register_nor_two_rows_of_a_source(rows):
    by_id = {o.id: o for o in rows}
    for record in link_sources(data(*rows)).dataset.organisations:
        members = [by_id[i] for i in record.sources or (record.id,)]
        for register in ("GB-CHC", "GB-COH"):
            held = {i for m in members for i in m.identifiers if i.startswith(register)}
            assert len(held) <= 1
        sources = [m.source for m in members]
        by_number = len({i for m in members for i in m.identifiers}) > 0
        assert by_number or len(set(sources)) == len(sources)


def test_a_register_of_a_country_beside_a_borough_is_quick_and_right():
    rng = random.Random(7)
    words = [a + b for a in "bal car dun el far gar".split() for b in "bury don ford gate".split()]
    rows = [
        one(f"r{i}", f"{rng.choice(words)} {rng.choice(words)} {i:05d}x Trust", "register")
        for i in range(20_500)
    ]
    rows += [one(f"d{i}", rows[i * 50].name, "list") for i in range(40)]
    found = pairs_of(Dataset.build("d", {"organisations": rows}))
    assert found == {tuple(sorted((f"d{i}", f"r{i * 50}"))) for i in range(40)}
