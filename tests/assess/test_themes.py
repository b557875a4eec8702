"""What words say of a theme, a day and an hour."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.assess.provision import times_of
from sap_match.assess.themes import (
    BROADER,
    EVENING,
    FINER,
    PEOPLE_NEED,
    WORDS,
    said,
    themes_in,
    themes_of,
    times_in,
    wishes,
)


class TestThemes:
    @pytest.mark.parametrize(
        ("text", "themes"),
        [
            ("Debt and damp on the estate", {"money advice", "fuel poverty"}),
            ("Lifts to the surgery", {"transport"}),
            ("Company and a hot meal", {"loneliness", "food", "shared meals"}),
            ("the nearest shop is a bus away", set()),
            ("a stroke of luck", set()),
            ("Our company makes fedoras in Warminster", set()),
            ("children waiting for an autism assessment",
             {"children and families", "autism and special needs"}),
        ],
    )  # fmt: skip
    def test_words_mark_themes(self, text, themes):
        assert themes_in(text) == themes

    def test_a_records_own_labels_come_first(self):
        got = themes_of(["Food", "beekeeping"], "Debt advice with every jar")
        assert got == {"food", "beekeeping"}  # the words would have said money advice

    def test_foreign_labels_keep_their_name_and_mark_ours(self):
        assert themes_of(["homelessness"], "") == {"homelessness", "housing and homelessness"}

    def test_finer_themes_are_read_from_words_beside_labels(self):
        assert "shared meals" in themes_of(["older people"], "Two-course lunch on Thursdays")

    def test_the_list_is_consistent(self):
        assert set(BROADER) <= set(FINER)
        assert set(BROADER.values()) <= set(WORDS)
        assert set(WORDS) >= PEOPLE_NEED
        for words in (*WORDS.values(), *FINER.values()):
            re.compile(words)


class TestTimes:
    @pytest.mark.parametrize(
        ("text", "times"),
        [
            ("on days other than Thursday, above all on Monday", {0, 1, 2, 4}),
            ("alone the rest of the week, fed on Thursdays", {0, 1, 2, 4}),
            ("Mondays are the day the link workers dread", {0}),
            ("nowhere to go in the evening or at weekends", {5, 6, EVENING}),
            ("No bus after six", {EVENING}),
            ("Company", set()),
        ],
    )
    def test_what_is_asked_for(self, text, times):
        assert times_in(text) == times

    @pytest.mark.parametrize(
        ("schedule", "times"),
        [
            (["TH 12:00-14:00"], {3}),
            (["MO 09:00-12:00", "WE 18:00-21:00"], {0, 2, EVENING}),
            (["FR 17:00-18:00"], {4, EVENING}),
            (["FR 13:00-18:00"], {4}),
            (["FREQ=MONTHLY;BYDAY=1SA,3SA 10:00-12:00"], {5}),
            ([], None),
            (["ring us"], None),
        ],
    )
    def test_what_a_schedule_gives(self, schedule, times):
        assert times_of(schedule) == times

    def test_said(self):
        assert said([0, 3, EVENING]) == "Monday, Thursday and evenings"
        assert said([3]) == "Thursday"
        assert said([]) == ""


class TestWishes:
    def test_a_day_alone_speaks_of_the_sentence_before(self):
        first, second = wishes(["Lunch for older people. Mondays are dreaded."])
        assert first.times == set()
        assert second.themes == first.themes == {"older people", "shared meals"}
        assert second.times == {0}

    def test_the_broader_theme_gives_way(self):
        (wish,) = wishes(["English classes for newly arrived families"])
        assert wish.themes == {"English classes"}

    def test_a_place_is_no_theme(self):
        (wish,) = wishes(["Want on Colshaw Farm"], places=["Colshaw Farm"])
        assert wish.themes == set()

    def test_a_label_of_the_data_marks_itself(self):
        (wish,) = wishes(["Somewhere for beekeeping"], ["beekeeping"])
        assert wish.themes == {"beekeeping"}

    @given(st.lists(st.text(max_size=60), max_size=4))
    def test_any_text_is_read_without_fault(self, needs):
        for wish in wishes(needs):
            assert wish.words.strip() == wish.words != ""
            assert wish.times <= set(range(8))
