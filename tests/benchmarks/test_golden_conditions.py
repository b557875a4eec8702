"""Conditions are judged by what a reader wrote, not by the search's own verdict."""

from benchmarks import _golden

JUDGED = [
    {"text": "lunch", "filters": {"day": "Monday"}, "forbidden": ["a", "b"], "kept": ["c", "d"]},
    {"text": "lunch", "filters": {"cost": 0}, "forbidden": ["a"], "kept": ["c"]},
]


def test_what_is_found_and_forbidden_is_counted():
    told = _golden.obeyed(lambda text, filters: {"b", "c"} if "day" in filters else {"c"}, JUDGED)
    assert told == {
        "questions": 2,
        "forbidden": 3,
        "forbidden_and_found": 1,
        "to_be_kept": 3,
        "kept": 2,
    }


def test_a_reader_judged_twelve_questions():
    judged = _golden.filtered()
    assert len(judged) == 12
    assert sum(len(one["forbidden"]) for one in judged) >= 45
    assert all(one["kept"] and not set(one["kept"]) & set(one["forbidden"]) for one in judged)
