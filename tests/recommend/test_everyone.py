"""All partners of everybody at once: the ranking of one call after the other, in blocks."""

from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sap_match.errors import UnknownIdError
from sap_match.ingest import read_dataset
from sap_match.landscape import Landscape
from sap_match.memory import Decided, Memory, Shown
from sap_match.model import Dataset, Exclusion
from sap_match.recommend import everyone
from sap_match.recommend.everyone import rank_everyone
from sap_match.recommend.partners import PARTS, PartnerConfig, recommend_partners
from sap_match.similarity.encoder import HashedWords
from tests.builders import AS_OF, landscape, org, together
from tests.recommend.test_partners import small_places

DECIMALS = 6


def told(found):
    """Rows of `recommend_partners` as the table of `rank_everyone` has them."""
    return [
        {
            "for_id": s.subject_id,
            "rank": s.rank,
            "organisation_id": s.other_id,
            "score": s.score,
            **dict.fromkeys(PARTS, 0.0),
            **{p.name: round(p.contribution, DECIMALS) for p in s.parts},
        }
        for s in found
    ]


def same_table(landscape, **wish):
    """Check that everybody at once is everybody one by one; return the table."""
    rows = rank_everyone(landscape, **wish).to_frame().to_dict("records")
    asked = wish.pop("subjects", None)
    one_by_one = told(recommend_partners(landscape, for_=asked, **wish))
    assert [(r["for_id"], r["rank"], r["organisation_id"]) for r in rows] == [
        (r["for_id"], r["rank"], r["organisation_id"]) for r in one_by_one
    ]
    for row, other in zip(rows, one_by_one, strict=True):
        assert row == pytest.approx(other, abs=2e-6)
    return rows


@given(
    small_places(),
    st.integers(0, 8),
    st.sampled_from(["past", "current", "none"]),
    st.sampled_from(["both", "similar", "complementary"]),
    st.sampled_from([{}, {"exposure": 0.5}, {"weakest": 0.2}, {"network": 0.0, "place": 2.0}]),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_everybody_at_once_is_everybody_one_by_one(records, k, exclude, seek, weights):
    config = PartnerConfig(**weights)
    same_table(landscape(*records), k=k, exclude=exclude, seek=seek, config=config)


@st.composite
def networks(draw):
    """Places without a word, in which the network alone speaks: as large open registers are."""
    ids = [f"o{i:02d}" for i in range(draw(st.integers(1, 14)))]
    records = [org(one) for one in ids]
    for i in range(draw(st.integers(0, 9))):
        members = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=6, unique=True))
        ended = draw(st.sampled_from([None, date(2020, 1, 1)]))
        records += together(f"c{i}", *members, kind="consortium", ends_on=ended)
    return records


@given(networks(), st.sampled_from(["past", "current", "none"]), st.integers(1, 40))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_size_of_stretches_changes_anything(records, exclude, cells):
    land = landscape(*records)
    rows = same_table(land, exclude=exclude)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(everyone, "BLOCK_CELLS", cells)
        assert rank_everyone(land, exclude=exclude).to_frame().to_dict("records") == rows


def test_the_example_place(repository):
    data = read_dataset(repository / "examples" / "cheshire_east")
    land = Landscape.build(data, encoder=HashedWords())
    rows = same_table(land, k=5)
    assert len(rows) > 500


def test_what_was_refused_or_excluded_stays_away():
    land = landscape(
        *(org(one, "Lunch and company for older people") for one in "abcdef"),
        Exclusion(left_id="a", right_id="b"),
    )
    first = recommend_partners(land, for_="a", k=9)
    refused = next(s for s in first if s.other_id == "c")
    memory = Memory(
        shown=(Shown("2026-10", refused.suggestion_id, "partner", ("a", "c")),),
        decided=(Decided(refused.suggestion_id, "never", decided_on=AS_OF),),
        banned=frozenset({("a", "d")}),
    )
    same_table(land, memory=memory)
    assert rank_everyone(land, memory=memory).partners_of("a") == ["e", "f"]


def test_subjects_are_answered_in_the_order_asked_for_and_each_once():
    land = landscape(*(org(one, "Lunch for older people") for one in "abc"))
    found = rank_everyone(land, subjects=["c", "a", "c"], k=1)
    assert [land.ids[i] for i in found.subjects] == ["c", "a"]
    assert found.partners_of("b") == []
    with pytest.raises(UnknownIdError, match="'z'"):
        rank_everyone(land, subjects=["z"])


def test_an_organisation_with_five_thousand_ties():
    members = [f"m{i:04d}" for i in range(5000)]
    records = [org("hub"), org("alone"), *(org(one) for one in members)]
    for start in range(0, 5000, 100):
        records += together(
            f"c{start}", "hub", *members[start : start + 100], kind="consortium",
            ends_on=date(2020, 1, 1),
        )  # fmt: skip
    land = landscape(*records)
    assert len(land.network.partners_of("hub", when="any")) == 5000
    rows = same_table(land, subjects=["hub", "alone", "m0000"], k=12)
    assert len(rows) == 36
    scores = {
        name: [r["score"] for r in rows if r["for_id"] == name] for name in ("alone", "m0000")
    }
    assert scores["alone"] == [0.0] * 12, "nobody is near who has no ties, and that is no error"
    assert min(scores["m0000"]) > 0
    left = rank_everyone(land, subjects=["hub"], exclude="past")
    assert left.partners_of("hub") == ["alone"], "who worked with everybody has nobody new"


@pytest.mark.parametrize("records", [[], [org("a")], [org("a", suggest="no"), org("b")]])
def test_few_or_nobody(records):
    land = (
        Landscape.build(Dataset.build("d", {}), as_of=AS_OF) if not records else landscape(*records)
    )
    found = rank_everyone(land)
    frame = found.to_frame()
    assert len(frame) == 0
    assert list(frame.columns) == ["for_id", "rank", "organisation_id", "score", *PARTS]
    assert found.candidates.shape == (len([r for r in records if r.suggest != "no"]), 10)
    assert (found.candidates == -1).all()
    assert np.isnan(found.scores).all()
