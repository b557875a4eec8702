"""The words of a collection: one word or two, slips of the pen, and words left as they are."""

import pytest

from sap_match.similarity.search.lexicon import Lexicon

TEXTS = [
    "Crewe foodbank, parcels on Fridays",
    "Baby bank: cots and prams",
    "Food bank at St Ann's",
    "Food club with a bank of freezers",
    "Playgroup for toddlers",
    "A play group in the hall",
    "Lunch club on Mondays, soup",
    "Chess club in the evening",
    "Hats and scarves for winter",
    "Befriend an older neighbour",
]
LEXICON = Lexicon.of([f"{i:02}" for i in range(len(TEXTS))], TEXTS)


@pytest.mark.parametrize("words", ["food bank", "foodbank", "FOOD BANK", "a food bank near me"])
def test_one_word_or_two_is_the_same_question(words):
    found = LEXICON.coverage(LEXICON.terms(words))
    assert found[0] > 0
    assert found[2] > 0
    assert found[1] == 0
    assert found[3] == 0


@pytest.mark.parametrize("words", ["play group", "playgroup"])
def test_a_play_group_is_a_playgroup(words):
    found = LEXICON.coverage(LEXICON.terms(words))
    assert min(found[4], found[5]) > max(found[:4])


def test_words_that_are_not_written_as_one_stay_two():
    found = LEXICON.coverage(LEXICON.terms("baby bank"))
    assert found[1] == found.max()


def test_what_a_club_is_for_weighs_more_than_that_it_is_one():
    found = LEXICON.coverage(LEXICON.terms("lunch club"))
    assert found[6] == found.max()
    assert found[7] < 0.4 * found[6]


@pytest.mark.parametrize("word", ["hits", "boyfriend", "beats", "scared", "husband"])
def test_plain_english_is_not_mended(word):
    assert LEXICON.spelt(word) is None


def test_a_slip_is_mended_but_never_in_an_urgent_question():
    assert LEXICON.spelt("toddlrs") == "toddlers"
    assert LEXICON.slips("toddlrs and hits") == (("toddlrs", "toddlers"),)
    roots = {r for t in LEXICON.terms("toddlrs", urgent=True) for r in t.words}
    assert roots == {"toddlr"}


def test_what_was_done_to_somebody_is_not_looked_for():
    roots = {r for t in LEXICON.terms("he beats me", urgent=True) for r in t.words}
    assert "beat" not in roots
    assert "refug" in {r[:5] for r in roots}
    assert "beats" not in LEXICON.mended("he beats me", urgent=True)
