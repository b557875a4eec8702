"""Answers: what stands in the wrong column is said; a person is kept nowhere."""

from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import RawRow, RawTable
from sap_match.model import Dataset, Decision, Organisation, Service
from sap_match.monthly import answers
from sap_match.results import suggestion_id

ORGANISATION = Organisation(id="o1", name="Body", kind="voluntary")
SERVICES = [Service(id=f"s{i}", organisation_id="o1", name=f"Lunch {i}") for i in range(4)]
DATASET = Dataset.build("d", {"organisations": [ORGANISATION], "services": SERVICES})
PAIR = suggestion_id("duplicate", "s0", "s2")
LIKE = suggestion_id("overlap", "s1", "s2")


def placed(*rows):
    problems = Problems()
    raw = RawTable("decisions", "f.csv", tuple(RawRow(i, r) for i, r in enumerate(rows, start=2)))
    kept = answers.well_placed(raw, DATASET, problems)
    return [r.cells for r in kept.rows], [
        (p.row, p.level, p.field, p.value, f"{p.reason}; {p.fix}") for p in problems.sorted()
    ]


def test_ids_of_records_and_swapped_columns_are_said():
    kept, told = placed(
        {"suggestion_id": PAIR, "decision": "distinct"},
        {"suggestion_id": "s1", "decision": "yes"},
        {"suggestion_id": "Not now", "decision": PAIR},
        {"suggestion_id": "x", "decision": PAIR},
    )
    assert [r["suggestion_id"] for r in kept] == [PAIR]
    assert [t[:4] for t in told] == [
        (3, "bad", "suggestion_id", "s1"),
        (4, "bad", "suggestion_id", "Not now"),
        (5, "bad", "decision", PAIR),
    ]
    assert "is an id of services" in told[0][4]
    assert "did you mean column suggestion_id" in told[0][4]
    assert "seem to be swapped; did you mean column decision?" in told[1][4]
    assert "did you mean column suggestion_id?" in told[2][4]


def test_a_person_is_kept_nowhere_and_not_repeated():
    kept, told = placed(
        {"suggestion_id": PAIR, "decision": "yes", "decided_by_role": "Jane Smith"},
        {"suggestion_id": PAIR, "decision": "yes", "decided_by_role": "jane@example.org"},
        {"suggestion_id": PAIR, "decision": "yes", "decided_by_role": "Town clerk"},
    )
    assert [r["decided_by_role"] for r in kept] == [None, None, "Town clerk"]
    assert [t[:4] for t in told] == [(n, "note", "decided_by_role", "") for n in (2, 3)]


def decided(one, answer="distinct"):
    return Decision(suggestion_id=one, decision=answer)


def test_answers_about_two_records_are_known_by_their_pair():
    other = suggestion_id("duplicate", "s0", "elsewhere")
    told = [decided(PAIR), decided(LIKE, "never"), decided(other), decided("no-such")]
    assert answers.about_two(told, DATASET) == {PAIR, LIKE}


def test_in_large_tables_the_form_of_an_id_is_believed(monkeypatch):
    monkeypatch.setattr(answers, "MOST_LOOKED_UP", 3)
    other = suggestion_id("duplicate", "s0", "elsewhere")
    told = [decided(other), decided(LIKE, "never"), decided("no-such")]
    assert answers.about_two(told, DATASET) == {other}
