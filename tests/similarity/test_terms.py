"""What two texts share, and phrases that show it: they are read by people."""

import csv

import pytest

from sap_match.similarity.phrases import snippet
from sap_match.similarity.subjects import SUBJECTS, subject_spans
from sap_match.similarity.terms import shared_terms
from sap_match.similarity.text import clean, is_telling


@pytest.mark.parametrize(
    ("left", "right", "terms"),
    [
        # a phrase before its parts, plural or not
        ("A toy library for families.", "Toy libraries in three villages.", ("toy library",)),
        # a subject in different words is named; in the same words it is quoted
        ("Befriending for pensioners.", "Outings for senior citizens.", ("older people",)),
        ("Outings for senior citizens.", "Senior citizens' lunch.", ("senior citizens",)),
        # three words where all three are shared
        ("Visits to isolated older people.", "For isolated older people.",
         ("isolated older people",)),
        # boilerplate and function words are nothing
        ("To provide support to the local community and people in need.",
         "To provide support to the local community and people in need.", ()),
        ("", "Toy library.", ()),
    ],
)  # fmt: skip
def test_shared_terms(left, right, terms):
    assert shared_terms(left, right, {}) == terms


def test_rare_terms_come_first_and_no_more_than_asked():
    idf = {"knitting": 5.0, "chess": 3.0, "swimming": 4.0}
    text = "Chess, swimming, knitting."
    assert shared_terms(text, text, idf) == ("knitting", "swimming", "chess")
    assert shared_terms(text, text, idf, 1) == ("knitting",)
    assert shared_terms(text, text, idf, 0) == ()


def test_the_order_of_the_words_does_not_matter():
    left, right = "Chess, swimming and knitting.", "Knitting, chess, swimming."
    assert shared_terms(left, right, {}) == shared_terms(right, left, {})


def test_areas_and_names_are_no_evidence():
    left = "Dunham Dragons rowing in Wythenshawe."
    right = "Rowing in Wythenshawe with the Dunham Dragons."
    assert "dunham dragons" in shared_terms(left, right, {}, exclude=["Wythenshawe"])
    found = shared_terms(left, right, {}, exclude=["Wythenshawe"], names=["THE DUNHAM DRAGONS LTD"])
    assert found == ("rowing",)


def test_a_proper_name_within_a_sentence_is_no_evidence():
    left = "We run sessions of chess at Longford House for newcomers."
    right = "People come to play chess at Longford House on most days."
    assert shared_terms(left, right, {}) == ("chess",)


def test_send_is_a_subject_only_in_capitals():
    assert subject_spans(["clubs", "for", "SEND", "pupils"]) == [(2, 3)]
    assert subject_spans(["we", "send", "letters"]) == []


def test_each_subject_is_named_in_one_way():
    wordings = [w for variants in SUBJECTS.values() for w in variants]
    assert len(SUBJECTS) > 40
    assert all(subject_spans(w.split()) for w in wordings)


@pytest.mark.parametrize(
    ("word", "telling"),
    [("dementia", True), ("choir", True), ("charity", False), ("supporting", False), ("of", False),
     ("12th", False), ("charities", False)],
)  # fmt: skip
def test_telling_words(word, telling):
    assert is_telling(word) is telling


# -- phrases ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "terms", "phrase"),
    [
        # the formal opening is left out
        ("The objects of the charity are to run a lunch club for isolated older people.",
         ["lunch club"], "run a lunch club for isolated older people"),
        # a subject is shown in the text's own words
        ("Weekly outings for pensioners from the estate.", ["older people"],
         "weekly outings for pensioners from the estate"),
        # never half of a pair
        ("Football for boys and girls between the ages of 6 and 18 who live near it.", ["football"],
         "Football for boys and girls between the ages of 6 and 18"),
        # one sentence, even where the register glued two
        ("To run a toy libraryTo make grants to the poor of the parish.", ["toy library"],
         "run a toy library"),
        # a phrase that shows two terms before one that shows one
        ("We sing. We run a choir and a chess league each week. We like chess.",
         ["chess", "choir"], "We run a choir and a chess league each week"),
        ("Nothing of the kind.", ["choir"], ""),
        ("A choir.", [], ""),
    ],
)  # fmt: skip
def test_a_phrase_reads_on_its_own(text, terms, phrase):
    found = snippet(text, terms, 60)
    assert found.lower() == phrase.lower()


def test_a_phrase_holds_no_contact_details():
    text = "Choir on Mondays, ring Jane Smith on 01632 960123. Also chess with Mrs Levy each week."
    assert snippet(text, ["choir"]) == "Choir on Mondays"
    assert snippet("The choir of Mrs Levy sings each week.", ["choir"]) == ""


def test_a_phrase_avoids_names():
    text = "The choir sings with Age UK Sale each week. A choir for carers."
    assert snippet(text, ["choir"], avoid=["age uk sale"]) == "a choir for carers"
    assert snippet("Our choir and Age UK Sale.", ["choir"], avoid=["Age UK Sale"]) != ""


def test_a_width_is_held():
    text = "A choir for carers, a chess league for children, a toy library and a lunch club."
    for width in (15, 25, 40, 90):
        assert len(snippet(text, ["choir"], width)) <= width
    assert snippet(text, ["choir"], 18) == "a choir for carers"
    assert snippet("Choir.", ["choir"], 3) == ""


def test_real_phrases_are_quotations_that_end_well(shared_data):
    """Every phrase from the register stands in the cleaned text and is cut at whole words."""
    path = shared_data / "trafford" / "charities_operating_in_trafford.csv"
    with path.open(encoding="utf-8") as stream:
        texts = [clean(r["charity_activities"]) for r in csv.DictReader(stream)]
    terms = ["counselling", "older people", "music", "mental health", "gardening and growing"]
    found = [(t, snippet(t, [term], 80)) for t in texts for term in terms]
    found = [(t, phrase) for t, phrase in found if phrase]
    assert len(found) > 60
    for text, phrase in found:
        assert len(phrase) <= 80
        at = text.lower().replace('"', "").find(phrase.lower().replace('"', ""))
        assert at >= 0, phrase
        around = text.replace('"', "")
        end = at + len(phrase.replace('"', ""))
        assert at == 0 or not around[at - 1].isalnum(), phrase
        assert end == len(around) or not around[end].isalnum(), phrase
        last = phrase.split()[-1].lower().strip(".,)")
        assert last not in {"the", "a", "of", "and", "or", "to", "for", "with", "by", "in"}, phrase
        assert "[name]" not in phrase
