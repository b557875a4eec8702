"""What was known before a date, and what is asked from it on, by hand."""

from datetime import date

import pytest

from sap_match.errors import DataError
from sap_match.evaluate.splits import (
    briefs_by_id,
    candidates_of,
    eve,
    hidden_members,
    judged_briefs,
    known_at,
    partners_after,
    revealed_by_blank,
    seen_before,
    split_date,
    without_names,
)
from sap_match.model import Brief, Collaboration, CollaborationMember, Dataset, Organisation

DAY = date(2025, 6, 1)
BEFORE, AFTER = date(2025, 1, 1), date(2026, 1, 1)


def place(*rows, everybody="abcdef", **texts):
    """Collaborations (id, start, members, roles by member) among organisations of one letter."""
    return Dataset.build(
        "d",
        {
            "organisations": [
                Organisation(id=o, name=f"The {o * 4} Trust", kind="voluntary", areas=(o * 2,))
                for o in everybody
            ],
            "collaborations": [
                Collaboration(id=i, kind="consortium", starts_on=start, **texts)
                for i, start, _, _ in rows
            ],
            "collaboration_members": [
                CollaborationMember(collaboration_id=i, organisation_id=o, role=roles.get(o))
                for i, _, members, roles in rows
                for o in members
            ],
        },
    )


def test_the_day_itself_is_the_future():
    data = place(("c1", DAY, "ab", {}), ("c2", eve(DAY), "cd", {}))
    assert [c.id for c in known_at(data, DAY).collaborations] == ["c2"]
    assert partners_after(data, DAY) == {"a": {"b"}, "b": {"a"}}
    assert seen_before(data, DAY) == {"c", "d"}


def test_a_quarter_is_held_back():
    data = place(*((f"c{m}", date(2025, m, 1), "ab", {}) for m in range(1, 9)))
    day = split_date(data)
    assert sum(c.starts_on >= day for c in data.collaborations) == 2


def test_two_dates_leave_one_on_each_side():
    data = place(("c1", BEFORE, "ab", {}), ("c2", BEFORE, "cd", {}), ("c3", AFTER, "ab", {}))
    assert split_date(data) == AFTER


def test_blank_histories_that_would_reveal_the_hidden_are_no_candidates():
    data = place(("c1", BEFORE, "ab", {}), ("c2", AFTER, "acdef", {}))
    assert revealed_by_blank(data, DAY) == set("cdef")
    assert candidates_of(data, DAY) == "seen"
    assert partners_after(data, DAY, among="seen") == {}
    assert set(partners_after(data, DAY)) == set("acdef")


def test_among_many_without_ties_a_blank_history_says_little():
    data = place(("c1", BEFORE, "ab", {}), ("c2", AFTER, "ac", {}))
    assert candidates_of(data, DAY) == "all"  # c is revealed; d, e and f have no ties ever


def test_who_is_left_out_is_gone_with_its_memberships():
    data = place(("c1", BEFORE, "abc", {}))
    known = known_at(data, DAY, without=["c"])
    assert known.members_of("c1") == ("a", "b")
    assert not known.has("organisations", "c")


def test_every_seen_member_is_hidden_in_turn():
    data = place(("c1", BEFORE, "abc", {}), ("c2", AFTER, "abd", {}), ("c3", AFTER, "ad", {}))
    found = hidden_members(data, DAY)  # d is new; c3 has one seen member and asks nothing
    assert [(h.collaboration_id, h.given, h.hidden) for h in found] == [
        ("c2", ("b",), "a"),
        ("c2", ("a",), "b"),
    ]


def test_a_brief_gives_the_lead_and_hides_the_rest():
    data = place(
        ("c1", BEFORE, "abc", {}), ("c2", AFTER, "fab", {"f": "Lead"}), description="Warm rooms"
    )
    (one,) = judged_briefs(data, DAY)
    assert (one.brief.lead_id, one.brief.members, one.wanted) == ("f", (), {"a", "b"})
    assert (one.brief.description, one.brief.areas) == ("Warm rooms", ("ff",))
    assert one.brief.as_of == eve(DAY)


def test_only_the_roles_that_are_asked_for_are_hidden():
    roles = {"a": "funding", "b": "implementing", "c": "implementing"}
    data = place(("c1", BEFORE, "ab", {}), ("c2", AFTER, "abc", roles))
    (one,) = judged_briefs(data, DAY, hidden=["implementing"])
    assert (one.brief.members, one.wanted) == (("a",), {"b"})  # c is hidden and was never seen
    assert "c" not in one.brief.members


def test_names_of_the_hidden_are_taken_out_of_the_words():
    data = place(
        ("c1", BEFORE, "abc", {}),
        ("c2", AFTER, "fa", {"f": "lead"}),
        description="AAAA and FFFF share warm rooms",
    )
    (plain,) = judged_briefs(data, DAY)
    (masked,) = judged_briefs(data, DAY, masked=True)
    assert plain.brief.description == "AAAA and FFFF share warm rooms"
    assert masked.brief.description == "and FFFF share warm rooms"


def test_a_brief_of_names_alone_keeps_its_id():
    told = without_names(Brief(id="b", description="Tatton"), ["Tatton"])
    assert (told.title, told.description) == (None, "b")


def test_collaborations_without_words_still_make_briefs():
    data = place(("c1", BEFORE, "ab", {}), ("c2", AFTER, "ab", {"a": "coordinator"}))
    found = briefs_by_id(data, ["c2"], DAY)
    assert (found["c2"].description, found["c2"].lead_id) == ("c2", "a")


def test_nothing_dated_cannot_be_split():
    with pytest.raises(DataError, match="fewer than two dates"):
        split_date(place(("c1", None, "ab", {})))
