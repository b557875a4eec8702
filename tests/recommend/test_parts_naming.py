"""Who and which places a text names."""

import pytest

from sap_match.recommend.parts.naming import Names, Places, name_words

NAMES = Names(("City of Forlì", "City of Pirot", "A", "", "Zebra"))


def test_a_name_is_found_without_case_and_accents():
    assert name_words("CITY of Forlì, B") == ["city", "of", "forli"]
    found = NAMES.named_in("the city of FORLI hosts")
    assert found[0] == 1
    assert 0 < found[1] < 0.5, "half a name is hardly named"
    assert found[2:].tolist() == [0, 0, 0], "a name of one letter is never found"


@pytest.mark.parametrize("text", ["", "a", "nothing of the kind", "?!"])
def test_nobody_is_named(text):
    assert NAMES.named_in(text)[[2, 3, 4]].tolist() == [0, 0, 0]


def test_no_names_at_all():
    assert Names(()).named_in("City of Pirot").shape == (0,)
    assert Names(("A", "?")).named_in("a").tolist() == [0, 0]


def test_places_are_whole_names():
    places = Places({"x": "Forlì", "y": "Forlì-Cesena", "z": "Ö", "w": "?"})
    assert places.named_in(["In forli"]) == ("x",)
    assert places.named_in(["Forlimpopoli", "forlì cesena"]) == ("x", "y")
    assert places.named_in([]) == ()
    assert places.named_in(["ö ?"]) == ()
