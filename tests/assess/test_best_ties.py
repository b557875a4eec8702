"""New ties that help the network and suit the two: only what a recommender would suggest."""

from datetime import date
from itertools import permutations

import pytest

from sap_match.assess.best_ties import COLUMNS, WEAKEST, best_ties
from sap_match.errors import DataError
from sap_match.landscape import Landscape
from sap_match.memory import Memory
from sap_match.model import Collaboration, CollaborationMember, Dataset, Exclusion, Organisation
from sap_match.recommend.partners import recommend_partners
from sap_match.results import Part, Results, Suggestion
from sap_match.similarity.encoder import HashedWords

AS_OF = date(2026, 11, 1)
PATH = ("ab", "bc", "cd", "de")


def landscape(pairs=PATH, **organisations):
    """Organisations a to f; those named by ``pairs`` are partners today."""
    known = {i: {"kind": "voluntary" if i in "ace" else "public"} for i in "abcdef"}
    for one, more in organisations.items():
        known[one] = known[one] | more
    excluded = [Exclusion(left_id="a", right_id="e")] if "apart" in organisations else []
    data = Dataset.build(
        "here",
        {
            "organisations": [
                Organisation(id=i, name=f"Org {i.upper()}", **more) for i, more in known.items()
            ],
            "collaborations": [Collaboration(id=p, kind="partnership") for p in pairs],
            "collaboration_members": [
                CollaborationMember(collaboration_id=p, organisation_id=o) for p in pairs for o in p
            ],
            "exclusions": excluded,
        },
    )
    return Landscape.build(data, as_of=AS_OF, encoder=HashedWords())


def suggestion(subject, other, rank=1, strength=0.5):
    return Suggestion(
        kind="partner", subject_id=subject, other_id=other, asked=(subject, other), rank=rank,
        parts=(Part("text", 1.0),), reason=f"{subject} and {other} both mend bicycles",
        first_step=f"ring {other}", to_confirm=("their hours",), strength=strength,
    )  # fmt: skip


class Suggesting:
    """A recommender that suggests the pairs it was given, and remembers what it was asked."""

    def __init__(self, *rows):
        self.rows, self.asked = rows, {}

    def __call__(self, land, *, k, memory):
        self.asked = {"k": k, "memory": memory}
        return Results(self.rows, record=Suggestion.to_record, notes=("one source is old",))


def everybody(strength=0.5):
    return Suggesting(*(suggestion(a, b, strength=strength) for a, b in permutations("abcde", 2)))


def test_what_is_proposed_has_both_effects_beside_each_other():
    (row,) = best_ties(landscape(), everybody(), k=1, aim="resilience").to_records()
    assert tuple(row) == COLUMNS
    assert (row["left"], row["right"]) == ("Org A", "Org E")
    assert (row["before"], row["after"]) == (10, 0)
    assert row["aim"] == "Pairs cut off when one organisation leaves"
    assert "If Org C left, Org A and Org B would no longer be cut off" in row["network_effect"]
    assert row["reason"] == "a and e both mend bicycles"
    assert (row["first_step"], row["to_confirm"]) == ("ring e", "their hours")
    assert (
        row["suggested"] == "Org E is 1 of 4 suggested to Org A; Org A is 1 of 4 suggested to Org E"
    )


def test_only_what_is_suggested_is_proposed_however_much_another_would_gain():
    some = Suggesting(suggestion("d", "a"), suggestion("e", "c", rank=2))
    found = best_ties(landscape(), some, k=5, aim="resilience")
    assert [(one.left, one.right) for one in found] == [("Org A", "Org D"), ("Org C", "Org E")]
    assert found[1].suggested == "Org C is 2 of 1 suggested to Org E"


def test_a_suggestion_counts_from_either_side_and_the_stronger_is_told():
    both = Suggesting(suggestion("e", "a", strength=0.7), suggestion("a", "e", strength=0.3))
    (one,) = best_ties(landscape(), both, k=1, aim="resilience")
    assert one.suggestion.subject_id == "e"
    assert one.tie.weight == 0.7


def test_a_strong_suggestion_is_worth_more_than_a_weak_one():
    some = Suggesting(suggestion("a", "e", strength=0.2), suggestion("a", "d", strength=0.9))
    (one,) = best_ties(landscape(), some, k=1, aim="resilience")
    assert one.right == "Org D"  # 7 x .9 pairs kept together, not 10 x .2


def test_too_weak_a_suggestion_is_none():
    found = best_ties(landscape(), everybody(WEAKEST / 2), k=5, aim="resilience")
    assert len(found) == 0
    assert "10 of them left out: too little evidence" in found.notes[0]


def test_who_is_in_no_record_is_proposed_only_when_asked_for():
    some = Suggesting(suggestion("a", "f"))
    assert len(best_ties(landscape(), some, aim="reach")) == 0
    assert len(best_ties(landscape(), some, aim="reach", unknown=True)) == 1


def test_what_the_recommender_says_and_is_told_goes_through():
    suggest, memory = everybody(), Memory()
    found = best_ties(landscape(), suggest, k=1, top=3, memory=memory)
    assert suggest.asked == {"k": 3, "memory": memory}
    assert "one source is old" in found.notes


def test_another_network_may_be_measured():
    land = landscape()
    net = land.network.one_mode(groups=dict(zip("abcdef", "xxyyxy", strict=True)))
    found = best_ties(land, everybody(), k=1, network=net.among("abc"))
    assert {found[0].tie.left_id, found[0].tie.right_id} <= set("abc")


def test_together_they_change_what_each_said():
    found = best_ties(landscape(), everybody(), k=2, aim="resilience")
    assert found.what_if().row("Pairs cut off").after == found[-1].tie.after


# -- with the recommender that ships ------------------------------------------------------------


WORDS = {
    "a": "Hot lunch and company for older people in Crewe",
    "b": "Town council of Crewe with small grants for older people",
    "c": "Bicycles mended and lent to young people in Crewe",
    "d": "Library with books and computers in Crewe for older people",
    "e": "Company for older people at home and lunch out in Crewe",
    "f": "Surgery in Crewe with walks for older people",
}


def told(**more):
    texts = {i: {"description": t} for i, t in WORDS.items()}
    for one, fields in more.items():
        texts[one] = texts.get(one, {}) | fields
    return texts


def proposed(land, **more):
    found = best_ties(land, recommend_partners, k=9, aim="reach", each=None, unknown=True, **more)
    return {(one.tie.left_id, one.tie.right_id) for one in found}


def test_hard_rules_hold():
    every = proposed(landscape(("ab", "cd"), **told()))
    assert any("e" in both for both in every)
    assert not every & {("a", "b"), ("c", "d")}  # partners of today
    shy = landscape(("ab", "cd"), **told(e={"suggest": "no"}))
    assert not any("e" in both for both in proposed(shy))
    funder = landscape(("ab", "cd"), **told(e={"role": "funder"}))
    assert not any("e" in both for both in proposed(funder))


def test_a_banned_pair_is_not_brought_together():
    land = landscape(("ab", "cd"), **told())
    for banned in sorted(proposed(land)):
        assert banned not in proposed(land, memory=Memory(banned=(banned,)))


def test_a_place_that_is_confidential_is_not_told():
    land = landscape(("ab", "cd"), **told(e={"location_confidential": True, "postcode": "CW1 2BJ"}))
    for row in best_ties(land, recommend_partners, k=9, aim="reach", unknown=True).to_records():
        said = " ".join(str(value) for value in row.values())
        assert "CW1" not in said
        if "e" in (row["left_id"], row["right_id"]):
            assert " km apart" not in said


def test_the_order_of_records_says_nothing():
    one = best_ties(landscape(("ab", "cd", "ce")), everybody(), aim="reach")
    other = best_ties(landscape(("ce", "cd", "ab")), everybody(), aim="reach")
    assert one.to_records() == other.to_records()


@pytest.mark.parametrize(
    ("more", "said"), [({"top": 0}, "top '0'"), ({"k": -1}, "k '-1'"), ({"aim": "best"}, "aim")]
)
def test_what_cannot_be_asked_is_named(more, said):
    with pytest.raises(DataError, match=said):
        best_ties(landscape(), everybody(), **more)
