"""The three tasks of partners judged, on a small world, and what cannot be asked."""

from datetime import date

import pytest

from sap_match.errors import DataError
from sap_match.evaluate.partners import evaluate_partners
from sap_match.model import Changes, Collaboration, CollaborationMember, Dataset, Organisation
from sap_match.similarity.encoder import HashedWords

DAY = date(2025, 6, 1)
WORDS = {
    "warm": "Warm rooms and hot meals for older people in winter",
    "green": "Orchards, hedges and ponds planted with schools",
}


def world(later=8, *, described=False):
    """Two circles of four, one for each purpose, that met in threes and meet again."""
    rows = []
    for number in range(12):
        purpose = ("warm", "green")[number % 2]
        ring = [f"{purpose}{(number // 2 + i) % 4}" for i in range(3)]
        rows.append((f"b{number:02d}", date(2024, 1, 1), purpose, ring))
    for number in range(later):
        purpose = ("warm", "green")[number % 2]
        ring = [f"new{number}", f"{purpose}{number % 4}", f"{purpose}{(number + 1) % 4}"]
        rows.append((f"l{number:02d}", date(2026, 1, 1), purpose, ring))
    ids = sorted({o for *_, ring in rows for o in ring})
    return Dataset.build(
        "w",
        {
            "organisations": [
                Organisation(id=o, name=o.title(), kind="voluntary",
                             description=f"About {o}: {WORDS[o[:-1]]}" if described and
                             o[:-1] in WORDS else None)
                for o in ids
            ],
            "collaborations": [
                Collaboration(id=i, kind="consortium", starts_on=start, title=WORDS[purpose],
                              programme=purpose)
                for i, start, purpose, _ in rows
            ],
            "collaboration_members": [
                CollaborationMember(collaboration_id=i, organisation_id=o,
                                    role="lead" if n == 0 else "partner")
                for i, _, _, ring in rows
                for n, o in enumerate(ring)
            ],
        },
    )  # fmt: skip


def judged(**asked):
    data = asked.pop("data", None) or world()
    return evaluate_partners(data, split=DAY, encoder=HashedWords(), **asked)


def test_briefs_are_answered_from_their_words_and_their_programme():
    found = judged(task="briefs")
    by = {q.method: q for q in found}
    assert len(found.questions) == 8
    assert by["most in the same programme"].hit_at_10.value == 1
    assert by["nearest collaborations by words"].recall_at_10.value == 1
    assert by["common partners"].hit_at_10.value == 0  # the leads are new: no ties to go by
    assert all(q.ndcg_at_10.queries == 8 for q in found)
    assert "a blank history" in found.notes[0]


def test_new_leads_are_asked_for_as_newcomers():
    row = next(q for q in judged(task="briefs") if q.method == "most in the same programme")
    assert row.hit_for_newcomers == row.hit_at_10.value == 1
    assert row.newcomers == 0  # the four of each circle are known


def test_one_hidden_member_is_given_by_the_others():
    found = judged(task="complete")
    by = {q.method: q for q in found}
    assert len(found.questions) == 16
    assert by["one step by joint work"].hit_at_10.value == 1
    given = found.questions.given.toarray() + found.questions.wanted.toarray()
    assert given.max() == 1  # nobody is given and hidden


def test_the_future_is_unknown_to_every_method():
    """What began later moves no answer: another future, the same rankings of the same query."""
    data = world(described=True)
    moved = data.updated(
        Changes(
            upserts={
                "collaborations": tuple(
                    c.model_copy(update={"title": "Something else", "programme": "other"})
                    for c in data.collaborations
                    if c.id.startswith("l") and c.id != "l00"
                )
            }
        )
    )
    one, two = judged(data=data, task="briefs"), judged(data=moved, task="briefs")
    assert one.questions.ids[0] == two.questions.ids[0] == "l00"
    for left, right in zip(one.ranked, two.ranked, strict=True):
        assert left.first[0].tolist() == right.first[0].tolist(), left.method


def test_order_of_rows_changes_nothing():
    data = world()
    tables = {name: rows[::-1] for name, rows in data.tables.items()}
    one = judged(data=data, task="complete")
    two = judged(data=Dataset.build("w", tables), task="complete")
    assert [q.to_record() for q in one] == [q.to_record() for q in two]


def test_every_method_stands_beside_the_suggestions_with_its_interval():
    ours, *others = judged(task="complete")
    assert ours.method == "suggestions"
    assert ours.below_suggestions is None
    for one in others:
        above, low, high = one.below_suggestions
        assert low - 1e-9 <= above <= high + 1e-9
        assert above == pytest.approx(ours.ndcg_at_10.value - one.ndcg_at_10.value)


def test_fewer_queries_are_said():
    found = judged(task="complete", most=5)
    assert len(found.questions) == 5
    assert "5 of 16 queries, drawn by a seed" in found.notes


def test_every_answer_is_kept():
    found = judged(task="complete")
    rows = found.per_query()
    assert len(rows) == 16 * len(found)
    told = [r["ndcg_at_10"] for r in rows if r["method"] == "suggestions"]
    assert sum(told) / 16 == pytest.approx(next(iter(found)).ndcg_at_10.value, abs=1e-6)


@pytest.mark.parametrize("task", ["new", "complete", "briefs"])
def test_a_date_before_everything_leaves_nothing_to_learn_from(task):
    with pytest.raises(DataError, match=r"began before 2001-01-01.*--split"):
        evaluate_partners(world(), split=date(2001, 1, 1), task=task, encoder=HashedWords())


@pytest.mark.parametrize(
    ("task", "said"),
    [("new", "gained a partner"), ("complete", "two members"), ("briefs", "hidden member")],
)
def test_a_date_after_everything_leaves_nothing_to_ask(task, said):
    with pytest.raises(DataError, match=said + r".*--split"):
        evaluate_partners(world(), split=date(2031, 1, 1), task=task, encoder=HashedWords())


def test_an_unknown_task_names_those_there_are():
    with pytest.raises(DataError, match="'old'; one of new, complete, briefs"):
        judged(task="old")


def test_undated_collaborations_cannot_be_split():
    data = world()
    undated = tuple(c.model_copy(update={"starts_on": None}) for c in data.collaborations)
    none = data.updated(Changes(upserts={"collaborations": undated}))
    with pytest.raises(DataError, match="fewer than two dates"):
        evaluate_partners(none, encoder=HashedWords())
