"""Sentences of a form are taken away, and found again after a change without reading all."""

from hypothesis import given
from hypothesis import strategies as st

from sap_match.similarity.own_words import own_words, told_of
from sap_match.similarity.text import Text

SENTENCES = [
    "Residential care home.",
    "School for ages 3 to 11.",
    "School for ages 5 to 7.",
    "Choir, garden, memory walks and baking.",
    "Lifts to lunch in our minibus.",
]


@st.composite
def collections(draw):
    ids = draw(st.lists(st.sampled_from("abcdef"), unique=True))
    texts = {}
    for one in ids:
        told = " ".join(draw(st.lists(st.sampled_from(SENTENCES), max_size=3, unique=True)))
        texts[one] = Text(told, draw(st.booleans()), len(told))
    return texts, {one: draw(st.sampled_from(["Ash House", "Choir"])) for one in ids}


@given(collections(), collections(), collections())
def test_a_change_gives_what_a_fresh_start_gives(first, second, third):
    before = told_of(*first)
    for texts, names in (second, third):
        before = told_of(texts, names, before)
        assert before.result == own_words(texts, names)
        assert list(before.result) == list(texts)


def test_names_that_differ_by_a_number_are_no_form():
    told = ["Pottery for older people.", "Football for girls.", "Debt advice for tenants."]
    texts = {f"o{i}": Text(f"Group {i}. {t}", True, len(t)) for i, t in enumerate(told)}
    found = own_words(texts, {f"o{i}": f"Group {i}" for i in range(3)})
    assert all(text.described for text in found.values())
    assert "Football for girls." in found["o1"].text
