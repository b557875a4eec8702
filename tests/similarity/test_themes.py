"""Themes that a text implies: what is found, with what probability, and what is left alone."""

import csv
import hashlib
from importlib.resources import files

import numpy as np
import pytest

from sap_match.errors import DataError
from sap_match.model import Dataset, Organisation, Service
from sap_match.similarity.encoder import HashedWords
from sap_match.similarity.themes.files import (
    HASH,
    NAME,
    default_fingerprint,
    read_model,
    shipped_model,
    shipped_titles,
    write_model,
)
from sap_match.similarity.themes.lexicon import Lexicon, shipped_lexicon
from sap_match.similarity.themes.model import DIMENSION, SCHEMES, evidence
from sap_match.similarity.themes.profiles import reads_vectors, theme_rows
from sap_match.similarity.themes.reading import Read, word_rows
from sap_match.similarity.themes.suggest import suggest_themes
from sap_match.similarity.themes.train import Examples, Schemes, logistic, train

FOLDER = files("sap_match.similarity.themes")
TEXTS = [
    "Lunch club for older people in the village hall.",
    "Counselling for young people who are bereaved.",
    "Football coaching for girls.",
    "A food bank and debt advice for families on low incomes.",
    "Women's refuge for those who flee domestic abuse.",
]


# -- the thesaurus ------------------------------------------------------------------------


def test_phrases_are_found_by_stem_and_each_once():
    lexicon = Lexicon.read("A | older people, choir\nB | people\n")
    found = lexicon.counts("older persons sing in choirs and a choir of people".split())
    assert found == {0: 2, 1: 1}


def test_a_star_stands_for_any_ending_of_the_last_word():
    lexicon = Lexicon.read("A | home school*")
    assert lexicon.said("Home schooling at home, home-school") == {"A": ("home schooling",)}
    assert lexicon.said("school at home") == {}


@pytest.mark.parametrize("line", ["no bar", "A | x\nA | y", "A | ab*"])
def test_a_line_that_cannot_be_read_is_refused(line):
    with pytest.raises(DataError):
        Lexicon.read(line)


def test_every_theme_of_the_thesaurus_has_a_title_and_phrases():
    lexicon = shipped_lexicon()
    assert set(lexicon.codes) == set(shipped_titles()["ukcat"])
    spoken = {i for themes in (*lexicon.phrases.values(), *lexicon.beginnings.values())
              for i in themes}  # fmt: skip
    assert spoken == set(range(len(lexicon.codes)))


# -- the model ----------------------------------------------------------------------------


def test_themes_that_nobody_would_dispute():
    expected = [("BE108", "FA107"), ("HE304", "SW102", "BE115"), ("LE106",),
                ("SW301", "CA101"), ("SW202",)]  # fmt: skip
    for text, codes in zip(TEXTS, expected, strict=True):
        found = {one.code for one in suggest_themes([text], schemes=["ukcat"])}
        assert found.issuperset(codes[:1]), (text, found)
        assert found & set(codes), (text, found)


def test_rows_do_not_depend_on_company_or_order():
    vectors = np.random.default_rng(3).standard_normal((300, DIMENSION)).astype(np.float32)
    texts = [f"{TEXTS[i % 5]} Number {i}." for i in range(300)]
    whole = theme_rows(texts, vectors)
    order = np.random.default_rng(4).permutation(300)
    shuffled = theme_rows([texts[i] for i in order], vectors[order])
    np.testing.assert_array_equal(whole[order], shuffled)
    for i in (0, 17, 299):
        np.testing.assert_array_equal(theme_rows([texts[i]], vectors[i : i + 1])[0], whole[i])


def test_known_rows_are_taken_over_only_for_the_same_text_and_vector():
    vectors = np.random.default_rng(5).standard_normal((3, DIMENSION)).astype(np.float32)
    rows = theme_rows(TEXTS[:3], vectors)
    marked = rows.copy()
    marked[0] += 1
    again = theme_rows(TEXTS[:3], vectors, (TEXTS[:3], vectors, marked))
    assert (again[0] == marked[0]).all()
    other = vectors.copy()
    other[0] *= -1
    fresh = theme_rows(TEXTS[:3], other, (TEXTS[:3], vectors, marked))
    np.testing.assert_array_equal(fresh, theme_rows(TEXTS[:3], other))


@pytest.mark.parametrize(
    "text",
    ["", "  ", "...", "Clwb cinio i bobl hŷn yn y pentref, gyda chroeso i bawb.",
     "Zajęcia dla dzieci i ich rodziców w każdy czwartek.", "社区午餐会，每周三", "qwrtz plmkn"],
)  # fmt: skip
def test_what_is_empty_or_foreign_implies_no_theme(text):
    assert not suggest_themes([text], threshold=0.05) or text == "qwrtz plmkn"
    assert not theme_rows([text], None).any()


def test_vectors_of_another_model_are_not_read():
    assert reads_vectors(DIMENSION, default_fingerprint())
    assert not reads_vectors(DIMENSION, "another model")
    assert not reads_vectors(None, None)
    words = suggest_themes(TEXTS).to_records()
    assert suggest_themes(TEXTS, encoder=HashedWords()).to_records() == words
    assert suggest_themes(TEXTS, encoder=HashedWords(DIMENSION)).to_records() == words


def test_vectors_of_another_length_are_refused():
    model = shipped_model()
    with pytest.raises(DataError, match="384"):
        model.probabilities(model.read(["tea"]), np.zeros((1, 12)))


def test_evidence_rises_with_what_speaks_for_a_theme():
    none = evidence(np.array([[0.0, 0.5]]), np.array([[0.0, 2.0]]))
    for feature in (0, 1, 2, 4, 6, 7, 8):
        assert none[feature][0, 1] > none[feature][0, 0]
    assert none[3][0].tolist() == pytest.approx([np.log(2), 0])


def test_words_weigh_as_worked_by_hand():
    read = Read.of("tea tea cake", Lexicon.read("A | tea"))
    row = word_rows([read.words], {"cake": 0, "tea": 1}, np.array([1.0, 2.0])).toarray()[0]
    weights = np.array([1.0, 2 * (1 + np.log(2))])
    np.testing.assert_allclose(row, np.rint(weights / np.linalg.norm(weights) * 4096))


def test_a_logistic_regression_agrees_with_scikit_learn():
    from sklearn.linear_model import LogisticRegression

    rng = np.random.default_rng(8)
    table = rng.standard_normal((400, 3))
    table = (table - table.mean(axis=0)) / table.std(axis=0)
    truth = (rng.random(400) < 1 / (1 + np.exp(-table @ [1, -2, 0.5] - 0.3))).astype(float)
    theirs = LogisticRegression(C=1.0, tol=1e-10, max_iter=500).fit(table, truth)
    expected = [*theirs.coef_[0], theirs.intercept_[0]]
    np.testing.assert_allclose(logistic(table, truth), expected, atol=1e-4)


# -- training and the file ----------------------------------------------------------------


def small():
    lexicon = Lexicon.read("A | tea*\nB | choir*")
    texts = tuple(f"{'tea' if i % 2 else 'choir'} on day {i % 7} with cake {i}" for i in range(60))
    ukcat = tuple(frozenset("A" if i % 2 else "B") for i in range(60))
    icnptso = tuple(frozenset({"X1" if i % 2 else "X2"}) for i in range(60))
    vectors = np.random.default_rng(1).standard_normal((60, DIMENSION)).astype(np.float32)
    examples = Examples(texts, {"ukcat": ukcat, "icnptso": icnptso}, vectors)
    codes = {"ukcat": ("A", "B"), "icnptso": ("X1", "X2")}
    schemes = Schemes(codes, {}, vectors[:4], np.eye(2, dtype=bool))
    return examples, schemes, lexicon


def test_training_learns_and_gives_the_same_bytes_again(tmp_path):
    examples, schemes, lexicon = small()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_model(train(examples, schemes, lexicon), tmp_path / name)
    data = [(tmp_path / name / NAME).read_bytes() for name in ("one", "two")]
    assert data[0] == data[1]
    model = read_model(data[0], lexicon, source="test")
    chances = model.probabilities(model.read(["a tea party", "the choir"]))["ukcat"]
    assert chances[0].round().tolist() == [1, 0]
    assert chances[1].round().tolist() == [0, 1]


def test_rare_words_and_given_names_are_not_learned():
    examples, schemes, lexicon = small()
    texts = tuple(
        f"{t} with Margaret" + " zanzibar" * (i < 2) for i, t in enumerate(examples.texts)
    )
    model = train(Examples(texts, examples.codes, examples.vectors), schemes, lexicon)
    for head in model.heads.values():
        assert "cake" in head.columns
        assert not {"margaret", "zanzibar"} & set(head.columns)


def test_the_shipped_file_is_small_and_plain():
    data = (FOLDER / NAME).read_bytes()
    assert len(data) < 5_000_000
    assert hashlib.sha256(data).hexdigest() == (FOLDER / HASH).read_text().split()[0]
    with np.load(FOLDER / NAME, allow_pickle=False) as archive:
        assert all(archive[name].dtype != object for name in archive.files)
    assert "CC BY 4.0" in (FOLDER / "ATTRIBUTION.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_archive_is_refused(data):
    with pytest.raises(DataError, match="archive"):
        read_model(data, shipped_lexicon(), source="bad.npz")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("meaning_vector", np.zeros((3, 3), dtype=np.int16)), ("words_base", None),
     ("words_words", np.zeros(4)), ("phrase_rarity", np.full(254, np.nan)),
     ("codes_ukcat", np.array(["A"]))],
)  # fmt: skip
def test_an_array_that_is_missing_or_wrong_is_named(tmp_path, name, wrong):
    with np.load(FOLDER / NAME, allow_pickle=False) as archive:
        arrays = {key: archive[key] for key in archive.files}
    if wrong is None:
        del arrays[name]
    else:
        arrays[name] = wrong
    np.savez(tmp_path / "bad.npz", **arrays)
    with pytest.raises(DataError):
        read_model((tmp_path / "bad.npz").read_bytes(), shipped_lexicon(), source="bad.npz")


def test_pickles_are_never_read(tmp_path):
    np.savez(tmp_path / "bad.npz", codes_ukcat=np.array([{"a": 1}], dtype=object))
    with pytest.raises(DataError, match="archive"):
        read_model((tmp_path / "bad.npz").read_bytes(), shipped_lexicon(), source="bad.npz")


# -- suggestions --------------------------------------------------------------------------


def dataset():
    return Dataset.build("d", {
        "organisations": [
            Organisation(id="a", name="Ash", kind="voluntary", description=TEXTS[0]),
            Organisation(id="b", name="Themed", kind="voluntary", description=TEXTS[1],
                         themes=("health",)),
            Organisation(id="c", name="Knutsford Cricket Club", kind="voluntary"),
        ],
        "services": [Service(id="s", organisation_id="a", name="Team", description=TEXTS[2])],
    })  # fmt: skip


def test_of_a_dataset_those_without_themes_and_with_words_are_told():
    found = suggest_themes(dataset())
    assert {one.id for one in found} == {"a", "s"}
    assert found.notes
    assert found.to_records()[0].keys() == {"id", "rank", "scheme", "code", "title",
                                            "probability", "said"}  # fmt: skip


def test_threshold_is_inclusive_and_k_a_bound():
    every = suggest_themes([TEXTS[3]], schemes=["ukcat"], threshold=0, k=300)
    assert len(every) == 254
    chances = [one.probability for one in every]
    assert chances == sorted(chances, reverse=True)
    assert [one.rank for one in every] == list(range(1, 255))
    at = chances[1]
    assert len(suggest_themes([TEXTS[3]], schemes=["ukcat"], threshold=at, k=300)) == sum(
        chance >= at for chance in chances
    )
    assert len(suggest_themes([TEXTS[3]], threshold=0, k=2)) == 2 * len(SCHEMES)


def test_what_is_said_stands_in_the_text():
    for one in suggest_themes(TEXTS):
        text = TEXTS[int(one.id)].lower()
        assert one.said
        assert all(words in text for words in one.said), one


def test_charities_of_a_real_place_are_told(shared_data):
    path = shared_data / "trafford" / "charities_operating_in_trafford.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = {r["charity_name"]: r["charity_activities"] for r in csv.DictReader(stream)}
    expected = {
        "TRAFFORD MENCAP": "BE110", "NORTH CHESHIRE WIND ORCHESTRA": "AR303",
        "THE CHESHIRE WILDLIFE TRUST LIMITED": "EN104",
    }  # fmt: skip
    for name, code in expected.items():
        found = suggest_themes([f"{name}. {rows[name]}"], schemes=["ukcat"])
        assert code in [one.code for one in found], (name, found.to_records())
