"""The past as tables."""

from datetime import date

import numpy as np
import pytest

from sap_match.landscape import Landscape
from sap_match.model import (
    Area,
    Collaboration,
    CollaborationMember,
    Dataset,
    Organisation,
)
from sap_match.recommend.past import Past, past_of

AS_OF = date(2026, 11, 1)


def past(
    collaborations: dict[str, tuple[Collaboration, str]],
    organisations: tuple[Organisation, ...] = (),
    areas: tuple[Area, ...] = (),
) -> Past:
    """The past of organisations called by one letter, and of those given."""
    named = {o.id for o in organisations}
    letters = sorted({x for _, members in collaborations.values() for x in members} - named)
    plain = tuple(Organisation(id=i, name=i, kind="voluntary") for i in letters)
    tables = {
        "organisations": [*plain, *organisations],
        "areas": areas,
        "collaborations": [c for c, _ in collaborations.values()],
        "collaboration_members": [
            CollaborationMember(collaboration_id=i, organisation_id=o)
            for i, (_, members) in collaborations.items()
            for o in members
        ],
    }
    return past_of(Landscape.build(Dataset.build("d", tables), as_of=AS_OF))


def one(id_: str, **fields: object) -> Collaboration:
    return Collaboration.model_validate({"id": id_, "kind": "consortium", **fields})


def test_only_what_makes_partners_and_had_begun_is_in_it() -> None:
    found = past(
        {
            "c1": (one("c1", starts_on=date(2026, 11, 1)), "ab"),
            "c2": (one("c2", starts_on=date(2026, 11, 2)), "ab"),
            "c3": (one("c3", kind="funding"), "ac"),
            "c4": (one("c4", kind="forum"), "bc"),
            "c5": (one("c5", kind="forum"), "abcdefghijklmnopqrstuvwxyz"),
        }
    )
    assert found.collaboration_ids == ("c1", "c4")
    assert found.sizes.tolist() == [2, 2]
    assert found.joined[:3].tolist() == [1, 2, 1]
    assert str(found.starts[0]) == "2026-11-01"
    assert np.isnat(found.starts[1])


def test_labels_are_compared_without_case_and_spaces() -> None:
    found = past(
        {
            "c1": (one("c1", programme="Central  Europe", themes=("Tourism", "tourism ")), "ab"),
            "c2": (one("c2", programme="CENTRAL EUROPE", themes=("Water",)), "bc"),
            "c3": (one("c3"), "c"),
        }
    )
    assert found.programme_names == ("central europe",)
    assert found.by_programme.toarray().tolist() == [[1, 1, 0]]
    assert found.theme_names == ("tourism", "water")
    assert found.by_theme.toarray().tolist() == [[1, 0, 0], [0, 1, 0]]


def test_who_works_where_and_a_confidential_place_is_not_told() -> None:
    areas = (Area(id="w", name="Ward", kind="ward"), Area(id="t", name="T", kind="town"))
    open_, hidden = (
        Organisation(
            id=i, name=i, kind="voluntary", areas=("w",), location_confidential=i == "hidden"
        )
        for i in ("open", "hidden")
    )
    found = past({"c": (one("c", areas=("t",)), "a")}, (open_, hidden), areas)
    told = dict(zip(found.ids, found.areas, strict=True))
    assert told["open"] == ("w",)
    assert told["hidden"] == ()
    assert told["a"] == ("t",)
    assert found.by_area.toarray()[found.area_names.index("w")].tolist() == [
        float(i == "open") for i in found.ids
    ]


def test_words_weigh_by_rarity_and_have_length_one() -> None:
    found = past(
        {
            "c1": (one("c1", title="Bats", description="Bats in church towers"), "ab"),
            "c2": (one("c2", description="Church organs"), "bc"),
            "c3": (one("c3"), "ac"),
        }
    )
    rows = found.words.toarray()
    lengths = np.sqrt((rows**2).sum(axis=1))
    assert lengths == pytest.approx([1, 1, 0], abs=1e-4)
    bat, church = (found.space.columns[w] for w in ("bat", "church"))
    assert rows[0, bat] > rows[0, church] > 0
    like = (found.words_of(["BATS!", "never seen before"]) @ found.words.T).toarray()
    assert like[0, 0] > 0.5
    assert like[0, 1:].tolist() == [0, 0]
    assert not like[1].any()


def test_nothing_at_all_is_a_past_too() -> None:
    bare = past({})
    assert len(bare) == 0
    assert bare.words.shape[0] == 0
    assert bare.by_programme.shape == (0, 0)
    silent = past({"c1": (one("c1"), "ab"), "c2": (one("c2"), "bc")})
    assert silent.words.shape == (2, 0)
    assert silent.words_of(["any text"]).shape == (1, 0)
    assert silent.by_theme.shape == (0, 2)
    assert silent.by_area.shape == (0, 3)
    assert silent.by_collaboration.toarray().tolist() == [[1, 1, 0], [0, 1, 1]]


def test_the_past_is_made_once() -> None:
    data = Dataset.build("d", {"organisations": [Organisation(id="a", name="a", kind="public")]})
    landscape = Landscape.build(data, as_of=AS_OF)
    assert past_of(landscape) is past_of(landscape)
