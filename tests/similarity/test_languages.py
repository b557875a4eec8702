"""Which language a text is in, and that a model which cannot read it is said."""

import csv
import gzip
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.similarity.blend import WordCounts
from sap_match.similarity.encoder import HashedWords
from sap_match.similarity.index import SimilarityIndex
from sap_match.similarity.languages import LANGUAGES, language_of, unread


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Clwb cinio i bobl hŷn", "cy"),
        ("GRŴP CYMORTH GALAR", "cy"),
        ("Bore coffi wythnosol yn y neuadd bentref", "cy"),
        ("Gwasanaeth cynghori am ddim", "cy"),
        ("Grupa wsparcia", "pl"),
        ("Pomoc w wypełnianiu formularzy i tłumaczenia", "pl"),
        ("Grup de sprijin pentru femei și copii", "ro"),
        ("Gruppo di sostegno per le famiglie italiane", "it"),
        ("Groupe de soutien pour les familles avec enfants", "fr"),
        ("Aulas de inglês para mulheres, com apoio às crianças", "pt"),
        ("Kadınlar için ücretsiz destek grubu", "tr"),
        ("Koalisaun komunidade nian ba feto no labarik sira", "tet"),
        ("مجموعة دعم للنساء اللاجئات", "ar"),
        ("خواتین کے لیے انگریزی کلاسز", "ur"),
        ("گروه حمایت از زنان پناهنده چهارشنبه", "fa"),
        ("社区午餐会，每周三", "zh"),
        ("Клуб для українських біженців і їхніх дітей", "uk"),
        ("ਪੰਜਾਬੀ ਔਰਤਾਂ ਲਈ ਕਲਾਸਾਂ", "pa"),
        ("A lunch club for older people and their carers", "en"),
        ("Welsh conversation: Clwb Siarad. We meet in the library to chat in Welsh.", "en"),
        ("Café Łódź and the Polish deli for all", "en"),
        ("Tea, cake", None),
        ("", None),
        ("01632 960123", None),
    ],
)
def test_a_text_is_in_its_language(text, language):
    assert language_of(text) == language
    assert language is None or language in LANGUAGES


@given(st.text(max_size=100))
def test_any_text_is_in_a_language_or_none(text):
    assert language_of(text) in {*LANGUAGES, None}


def test_what_a_model_does_not_read_is_said():
    texts = {
        "b": "Zajęcia dla dzieci i rodziców", "a": "Croeso i bawb yn y pentref",
        "c": "All are welcome in the village", "d": "Tea",
    }  # fmt: skip
    found = unread(texts, frozenset({"en"}))
    assert [(u.id, u.language) for u in found] == [("a", "cy"), ("b", "pl")]
    assert found[1].note.startswith("written in Polish, which the sentence model does not read")
    assert unread(texts, {"en", "cy", "pl"}) == unread(texts, {"mul"}) == unread(texts, None) == ()


def test_welsh_and_polish_are_matched_by_their_own_words():
    texts = [
        "Clwb cinio i bobl hŷn yn y pentref.", "Cinio poeth i bobl hŷn yn yr eglwys.",
        "Sgwrsio yn Gymraeg dros baned yn y llyfrgell i bawb.",
        "Zajęcia plastyczne dla dzieci w bibliotece.", "Dzieci: zajecia plastyczne i ruchowe.",
        "Porady prawne dla dorosłych w języku polskim.",
    ]  # fmt: skip
    ids = list("abcdef")
    index = SimilarityIndex.build(ids, texts, HashedWords().encode(texts))
    assert index.nearest("a", k=1)[0].id == "b"
    assert index.nearest("d", k=1)[0].id == "e"
    assert index.similarity("a", "c") < 0.2  # only function words are shared
    assert not {"yn", "i", "dla", "w"} & set(WordCounts.of(" ".join(texts)).stems)


def test_english_charities_are_not_taken_for_anything_else(shared_data):
    with gzip.open(shared_data / "ukcat" / "charities.csv.gz", "rt", encoding="utf-8") as stream:
        texts = [row["activities"] for row in csv.DictReader(stream)]
    told = [language_of(t) for t in texts]
    assert told.count("en") > 0.85 * len(texts)
    others = [t for t, code in zip(texts, told, strict=True) if code not in {"en", None}]
    assert len(others) == 2  # two Welsh-speaking playgroups
    assert all("YSGOL" in t for t in others)


class EnglishWords(HashedWords):
    languages = frozenset({"en"})


def test_a_landscape_says_whose_text_its_model_does_not_read():
    from sap_match.landscape import Landscape
    from sap_match.model import Dataset, Organisation, Service

    dataset = Dataset(
        id="d",
        name="D",
        organisations=[Organisation(id="o", name="Y Clwb", kind="voluntary")],
        services=[
            Service(
                id="s", organisation_id="o", name="Cinio", description="Cinio poeth i bobl hŷn"
            ),
            Service(id="t", organisation_id="o", name="Lunch", description="Hot meals for the old"),
        ],
    )
    land = Landscape.build(dataset, as_of=date(2026, 11, 1), encoder=EnglishWords())
    assert [(one.id, one.language) for one in land.unread] == [("o", "cy"), ("s", "cy")]
    assert Landscape.build(dataset, as_of=date(2026, 11, 1), encoder=HashedWords()).unread == ()
