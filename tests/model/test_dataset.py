"""Records, references and changes of a dataset."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sap_match.errors import DataError, UnknownIdError
from sap_match.model import (
    KEYS,
    REFERENCES,
    TABLES,
    Brief,
    Changes,
    Collaboration,
    CollaborationMember,
    Dataset,
    Facility,
    Need,
    Organisation,
    Service,
    find_broken_references,
    location_closed,
)


def org(one: str, **more: object) -> Organisation:
    return Organisation.model_validate({"id": one, "name": one, "kind": "voluntary", **more})


def small() -> Dataset:
    return Dataset.build(
        "d",
        {
            "organisations": [org("b", parent_id="a"), org("a"), org("c")],
            "services": [Service(id="s1", organisation_id="b", name="Lunch")],
            "collaborations": [Collaboration(id="c1", kind="consortium")],
            "collaboration_members": [
                CollaborationMember(collaboration_id="c1", organisation_id=o) for o in "ba"
            ],
            "briefs": [Brief(id="br", description="Warm rooms", lead_id="a", members=("b", "c"))],
        },
    )


def test_tables_are_ordered_by_id_whatever_the_order_of_rows() -> None:
    assert [o.id for o in small().organisations] == ["a", "b", "c"]


def test_look_ups_find_what_belongs_together() -> None:
    d = small()
    assert [s.id for s in d.services_of("b")] == ["s1"]
    assert d.members_of("c1") == ("a", "b")
    assert [c.id for c in d.collaborations_of("a")] == ["c1"]
    assert d.collaborations_of("c") == ()


def test_an_unknown_id_names_its_neighbours() -> None:
    with pytest.raises(
        UnknownIdError, match="no organisation has the id 'bb'; the nearest are 'b'"
    ):
        small().organisation("bb")


def test_a_dangling_required_reference_is_an_error_that_names_it() -> None:
    with pytest.raises(DataError, match="services 's': organisation_id 'nobody' is no id"):
        Dataset.build("d", {"services": [Service(id="s", organisation_id="nobody", name="S")]})


def test_an_id_may_not_occur_twice() -> None:
    with pytest.raises(DataError, match="occurs twice"):
        Dataset.build("d", {"organisations": [org("a"), org("a")]})


def test_a_record_in_the_wrong_table_is_an_error() -> None:
    with pytest.raises(DataError, match="takes Service records"):
        Dataset.build("d", {"services": [org("a")]})


def test_removing_an_organisation_removes_what_needs_it_and_forgets_the_rest() -> None:
    d = small().updated(Changes(removals={"organisations": ("b",)}))
    assert d.services == ()
    assert [m.organisation_id for m in d.collaboration_members] == ["a"]
    assert d.brief("br").members == ("c",)
    gone = small().updated(Changes(removals={"organisations": ("a",)}))
    assert gone.organisation("b").parent_id is None
    assert gone.brief("br").lead_id is None


def test_an_update_equals_a_fresh_build() -> None:
    new = org("b", description="Hot lunch")
    updated = small().updated(Changes(upserts={"organisations": (new,)}))
    tables = {t: list(r) for t, r in small().tables.items()}
    tables["organisations"] = [o for o in tables["organisations"] if o.id != "b"] + [new]
    assert updated == Dataset.build("d", tables)


def test_resolve_follows_merges_and_survives_a_loop() -> None:
    d = Dataset.build("d", {"organisations": [org("new")]}, aliases={"old": "mid", "mid": "new"})
    assert d.organisation("old").id == "new"
    looped = Dataset.build("d", {}, aliases={"x": "y", "y": "x"})
    assert looped.resolve("x") in {"x", "y"}


def test_latest_date_looks_at_what_was_recorded_and_not_at_plans() -> None:
    d = Dataset.build(
        "d",
        {
            "organisations": [org("a", updated_on=date(2024, 5, 1))],
            "needs": [
                Need(
                    id="n", organisation_id="a", kind="goods", description="Chairs",
                    ends_on=date(2030, 1, 1),
                )
            ],
        },
    )  # fmt: skip
    assert d.latest_date == date(2024, 5, 1)


@pytest.mark.parametrize(
    ("field", "value"), [("latitude", 91), ("longitude", -181), ("kind", "charity"), ("name", " ")]
)
def test_a_record_refuses_what_cannot_be(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        org("a", **{field: value})


def test_every_reference_and_key_names_fields_that_exist() -> None:
    for ref in REFERENCES:
        assert ref.field in TABLES[ref.table].model_fields, ref
        assert ref.target in TABLES
    for table, names in KEYS.items():
        assert set(names) <= set(TABLES[table].model_fields)


@given(st.lists(st.sampled_from(["a", "b", "c", "x", "y"]), max_size=6, unique=True))
def test_broken_references_are_exactly_those_that_point_nowhere(members: list[str]) -> None:
    rows = [CollaborationMember(collaboration_id="k", organisation_id=m) for m in members]
    tables = {
        "organisations": [org("a"), org("b"), org("c")],
        "collaborations": [Collaboration(id="k", kind="forum")],
        "collaboration_members": rows,
    }
    broken = find_broken_references(tables)
    assert {b.value for b in broken} == set(members) & {"x", "y"}


@pytest.mark.parametrize(
    ("name", "said", "closed"),
    [
        ("Women's Refuge Crewe", None, True),
        ("Domestic abuse helpline", None, True),
        ("Refuge for hedgehogs: animal refuge", None, True),
        ("The donkey refuge", None, False),
        ("Lunch club", None, False),
        ("Lunch club", True, True),
        ("Women's Refuge Crewe", False, False),
    ],
)
def test_doubt_closes_a_place(name: str, said: bool | None, closed: bool) -> None:
    record = Service(id="s", organisation_id="o", name=name, location_confidential=said)
    assert location_closed(record) is closed


def test_a_facility_of_a_refuge_is_closed_by_its_words() -> None:
    assert location_closed(Facility(id="f", organisation_id="o", name="Safe house kitchen"))


IDS = "abcd"


@st.composite
def changes(draw) -> Changes:
    """Collaborations and members that come and go, one after the other."""
    names = draw(st.lists(st.sampled_from(["c1", "c2", "c3"]), unique=True))
    upserts = {
        "collaborations": tuple(
            Collaboration(id=c, kind="partnership", title=draw(st.sampled_from(["x", "y"])))
            for c in ["c1", *names]
        ),
        "collaboration_members": tuple(
            CollaborationMember(collaboration_id=c, organisation_id=o)
            for c in names
            for o in draw(st.lists(st.sampled_from(IDS), unique=True))
        ),
    }
    return Changes(upserts=upserts)


@given(st.lists(changes(), max_size=3), st.sampled_from([None, "c1", "c2"]), st.booleans())
def test_what_was_looked_up_before_is_looked_up_anew_where_it_changed(
    steps: list[Changes], removed: str | None, asked: bool
) -> None:
    organisations = [Organisation(id=i, name=i, kind="voluntary") for i in IDS]
    now = Dataset.build("d", {"organisations": organisations})
    for step in steps:
        if asked:
            assert [now.collaborations_of(o) for o in IDS]
        now = now.updated(step)
    if removed is not None and now.has("collaborations", removed):
        now = now.updated(Changes(removals={"collaborations": (removed,)}))
    fresh = Dataset.build("d", now.tables)
    assert now == fresh
    for one in IDS:
        assert now.collaborations_of(one) == fresh.collaborations_of(one)
    for c in now.collaborations:
        assert now.members_of(c.id) == fresh.members_of(c.id)
