"""Ties that came later, foretold from what was known before."""

from datetime import date

import pytest

from sap_match.errors import DataError
from sap_match.evaluate.partners import evaluate_partners
from sap_match.evaluate.splits import known_at, partners_after, split_date
from sap_match.model import Collaboration, CollaborationMember, Dataset, Organisation
from sap_match.similarity.encoder import HashedWords

SPLIT = date(2025, 6, 1)
TEXTS = {
    "lunch": "Hot lunch and company for older people who live alone",
    "lifts": "Lifts for older people to lunch and to the surgery",
    "garden": "An orchard and raised beds where neighbours grow apples",
    "ukulele": "Ukulele lessons for beginners in the library",
    "bikes": "Mending bicycles with teenagers",
}


def place(*collaborations: tuple[str, str, date | None, str], **changed: object) -> Dataset:
    """Organisations with the collaborations (id, kind, start, members by the first letter)."""
    letters = {one[0]: one for one in TEXTS}
    return Dataset.build(
        "d",
        {
            "organisations": [
                Organisation(id=one, name=one, kind="voluntary", description=text, **changed)
                for one, text in TEXTS.items()
            ],
            "collaborations": [
                Collaboration(id=i, kind=kind, starts_on=start)
                for i, kind, start, _ in collaborations
            ],
            "collaboration_members": [
                CollaborationMember(collaboration_id=i, organisation_id=letters[m])
                for i, _, _, members in collaborations
                for m in members
            ],
        },
    )


BEFORE, AFTER = date(2025, 1, 1), date(2026, 1, 1)


def test_truth_is_who_is_new_after_the_date():
    data = place(
        ("c1", "partnership", BEFORE, "gu"),
        ("c2", "partnership", AFTER, "gub"),  # garden and ukulele knew each other
        ("c3", "funding", AFTER, "bu"),  # money makes no partners
    )
    assert partners_after(data, SPLIT) == {
        "bikes": {"garden", "ukulele"},
        "garden": {"bikes"},
        "ukulele": {"bikes"},
    }


def test_what_has_no_date_is_nothing_new():
    data = place(("c1", "partnership", None, "gu"), ("c2", "partnership", AFTER, "gu"))
    assert partners_after(data, SPLIT) == {}


def test_later_and_undated_records_say_nothing():
    data = place(
        ("c1", "partnership", BEFORE, "gu"),
        ("c2", "partnership", AFTER, "gb"),
        ("c3", "partnership", None, "gb"),
        updated_on=AFTER,
    )
    known = known_at(data, SPLIT)
    assert [c.id for c in known.collaborations] == ["c1"]
    assert {o.description for o in known.organisations} == {None}
    assert [o.id for o in known.organisations] == [o.id for o in data.organisations]


def test_the_last_quarter_is_held_back():
    days = [date(2025, month, 1) for month in range(1, 9)]
    data = place(*((f"c{d.month}", "partnership", d, "gu") for d in days))
    assert split_date(data) == date(2025, 7, 1)
    with pytest.raises(DataError, match="fewer than two dates"):
        split_date(place(("c1", "partnership", BEFORE, "gu"), ("c2", "partnership", BEFORE, "gb")))


def test_quality_by_hand():
    # Known before: garden-ukulele, garden-bikes. New after: ukulele-bikes, whose common partner
    # is the garden, so that common partners foretell it exactly.
    data = place(
        ("c1", "partnership", BEFORE, "gu"),
        ("c2", "partnership", BEFORE, "gb"),
        ("c3", "partnership", AFTER, "ub"),
    )
    found = {q.method: q for q in evaluate_partners(data, split=SPLIT, encoder=HashedWords())}
    common = found["common partners (resource allocation)"]
    assert (common.ndcg_at_10.value, common.mrr.value, common.ndcg_at_10.queries) == (1, 1, 2)
    assert found["suggestions"].hit_at_10.value == 1
    assert 0 < found["suggestions"].coverage <= 1
    assert found["most partners"].to_record()["queries"] == 2


def test_partners_of_before_are_no_candidates():
    data = place(("c1", "partnership", BEFORE, "gu"), ("c2", "partnership", AFTER, "gb"))
    most = next(
        q
        for q in evaluate_partners(data, split=SPLIT, encoder=HashedWords())
        if q.method == "most partners"
    )
    # garden comes first for bikes; for garden, ukulele is left out as a partner of before and
    # nobody else has partners, so nobody is ranked.
    assert [most.mrr.value, most.hit_at_10.value] == [0.5, 0.5]


def test_nothing_new_is_said():
    with pytest.raises(DataError, match="--split"):
        evaluate_partners(
            place(("c1", "partnership", BEFORE, "gu")), split=SPLIT, encoder=HashedWords()
        )
