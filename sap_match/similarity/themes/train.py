"""Train the theme model: ``python -m sap_match.similarity.themes.train FOLDER``.

FOLDER holds ``charities.csv.gz`` (a sample of charities whose UK-CAT and ICNPTSO codes
people gave), ``ukcat.csv`` and ``icnptso.csv``. What is written has weights, stems that
three or more charities use, codes and titles; no text of any charity.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.model import Organisation
from sap_match.similarity.blend import WordCounts
from sap_match.similarity.cache import default_encoder
from sap_match.similarity.encoder import Encoder
from sap_match.similarity.text import organisation_text
from sap_match.similarity.themes.files import TITLES, write_model
from sap_match.similarity.themes.lexicon import Lexicon, shipped_lexicon
from sap_match.similarity.themes.model import (
    SCHEMES,
    WEIGHT_SCALE,
    Head,
    Scheme,
    ThemeModel,
    evidence,
    lent,
)
from sap_match.similarity.themes.reading import (
    SCALE,
    Floats,
    Read,
    phrase_counts,
    phrase_rows,
    vector_rows,
    word_rows,
)
from sap_match.similarity.words import GIVEN_NAMES

MINIMUM_FREQUENCY = 3
"""Charities that must use a stem: rarer ones may be names, and teach little."""
RIDGE = 1.5
PHRASE_SHARE = 0.7
"""How much phrases count beside words and vector in the ridge regression."""
INNER_FOLDS = 5
"""Parts in turn left out, so that the logistic regression weighs scores of unseen texts."""


@dataclass(frozen=True)
class Examples:
    """Texts with the themes that people gave them."""

    texts: tuple[str, ...]
    codes: Mapping[Scheme, tuple[frozenset[str], ...]]
    vectors: NDArray[np.floating[Any]]

    def some(self, rows: Sequence[int]) -> Examples:
        """Return a part."""
        return Examples(
            tuple(self.texts[i] for i in rows),
            {s: tuple(self.codes[s][i] for i in rows) for s in SCHEMES},
            np.asarray(self.vectors)[list(rows)],
        )


@dataclass(frozen=True)
class Schemes:
    """Codes of both schemes, and which ICNPTSO codes a UK-CAT code goes with."""

    codes: Mapping[Scheme, tuple[str, ...]]
    titles: Mapping[Scheme, Mapping[str, str]]
    vectors: NDArray[np.floating[Any]]
    """Sentence vectors of the titles, in the order of `codes`."""
    related: NDArray[np.bool_]


def train(examples: Examples, schemes: Schemes, lexicon: Lexicon) -> ThemeModel:
    """Return the model of given examples; the same examples give the same model."""
    read = [Read.of(text, lexicon) for text in examples.texts]
    kept = [i for i, one in enumerate(read) if one is not None]
    examples, some = examples.some(kept), [one for i in kept if (one := read[i]) is not None]
    size = len(lexicon.codes)
    counts = phrase_counts([r.phrases for r in some], size)
    rarity = np.log(len(some) / (1 + (counts > 0).sum(axis=0)))
    truth = np.hstack([_truth(examples.codes[s], schemes.codes[s]) for s in SCHEMES])
    data = _Data(some, counts, rarity, truth, schemes)
    heads = {"meaning": _head(data, examples.vectors), "words": _head(data, None)}
    return ThemeModel(schemes.codes, schemes.related, rarity, heads, lexicon)


@dataclass(frozen=True)
class _Data:
    read: Sequence[Read]
    counts: Floats
    rarity: Floats
    truth: Floats
    schemes: Schemes


def _truth(given: Sequence[frozenset[str]], codes: Sequence[str]) -> Floats:
    return np.array([[code in some for code in codes] for some in given], dtype=float)


def _head(data: _Data, vectors: NDArray[np.floating[Any]] | None) -> Head:
    columns, rarity = _vocabulary([r.words for r in data.read])
    words = word_rows([r.words for r in data.read], columns, rarity) / SCALE
    phrases = phrase_rows(data.counts, data.rarity) / SCALE
    kernel = np.asarray((words @ words.T).toarray()) + PHRASE_SHARE * phrases @ phrases.T
    vector = titles = usual = near = None
    if vectors is not None:
        vector = vector_rows(vectors) / SCALE
        kernel = kernel + vector @ vector.T
        titles = vector_rows(data.schemes.vectors).T.astype(np.int16)
        near = vector @ (titles / SCALE)
        usual = np.stack([near.mean(axis=0), near.std(axis=0) + 1e-6])
        near = (near - usual[0]) / usual[1]
    base = data.truth.mean(axis=0)
    weights = _solved(kernel, data.truth - base)
    return Head(
        columns=columns,
        rarity=rarity,
        base=base,
        words=_whole(words.T @ weights),
        phrases=_whole(PHRASE_SHARE * phrases.T @ weights),
        vector=None if vector is None else _whole(vector.T @ weights),
        titles=titles,
        usual=usual,
        mixing=_mixing(data, _left_out(kernel, data.truth), near),
    )


def _vocabulary(texts: Sequence[WordCounts]) -> tuple[dict[str, int], Floats]:
    frequency: dict[str, int] = {}
    for words in texts:
        for stem in words.stems:
            frequency[stem] = frequency.get(stem, 0) + 1
    kept = sorted(
        s for s, f in frequency.items() if f >= MINIMUM_FREQUENCY and s not in GIVEN_NAMES
    )
    df = np.array([frequency[s] for s in kept], dtype=float)
    return {stem: i for i, stem in enumerate(kept)}, np.log((1 + len(texts)) / (1 + df)) + 1


def _solved(kernel: Floats, truth: Floats) -> Floats:
    return np.asarray(np.linalg.solve(kernel + RIDGE * np.eye(len(kernel)), truth))


def _whole(weights: Floats) -> NDArray[np.int16]:
    return np.rint(weights * WEIGHT_SCALE).astype(np.int16)


def _left_out(kernel: Floats, truth: Floats) -> Floats:
    """Return each text's scores from a regression that did not see it."""
    part = np.random.default_rng(1).integers(0, INNER_FOLDS, len(kernel))
    scores = np.zeros_like(truth)
    for fold in range(INNER_FOLDS):
        seen, unseen = np.flatnonzero(part != fold), np.flatnonzero(part == fold)
        if not len(unseen):
            continue
        base = truth[seen].mean(axis=0)
        weights = _solved(kernel[np.ix_(seen, seen)], truth[seen] - base)
        scores[unseen] = kernel[np.ix_(unseen, seen)] @ weights + base
    return scores


def _mixing(data: _Data, scores: Floats, near: Floats | None) -> dict[Scheme, Floats]:
    mixing: dict[Scheme, Floats] = {}
    start = 0
    for scheme in SCHEMES:
        part = slice(start, start := start + len(data.schemes.codes[scheme]))
        spoken = data.counts if scheme == "ukcat" else lent(data.counts, data.schemes.related)
        values = evidence(scores[:, part], spoken, None if near is None else near[:, part])
        table = np.stack([v.ravel() for v in values], axis=1)
        mixing[scheme] = logistic(table, data.truth[:, part].ravel())
    return mixing


def logistic(table: Floats, truth: Floats, *, penalty: float = 1.0, steps: int = 60) -> Floats:
    """Return the weights of a logistic regression, the last its constant.

    Newton's method with halved steps; the penalty is on weights of standardised columns.

    Examples
    --------
    >>> weights = logistic(np.array([[0.0], [0.0], [1.0], [1.0]]), np.array([0, 0, 1, 1.0]))
    >>> bool(weights[0] > 0 > weights[1])
    True
    """
    mean, spread = table.mean(axis=0), table.std(axis=0)
    spread[spread < 1e-9] = 1.0
    design = np.hstack([(table - mean) / spread, np.ones((len(table), 1))])
    shrink = np.full(design.shape[1], penalty)
    shrink[-1] = 1e-9
    weights = np.zeros(design.shape[1])
    weights[-1] = np.log(truth.mean() / (1 - truth.mean()))

    def loss(at: Floats) -> float:
        odds = design @ at
        return float(np.logaddexp(0, odds).sum() - odds @ truth + (shrink * at**2).sum() / 2)

    now = loss(weights)
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-(design @ weights)))
        slope = design.T @ (chance - truth) + shrink * weights
        bend = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(shrink)
        step = np.linalg.solve(bend, slope)
        size = 1.0
        while size > 1e-4 and loss(weights - size * step) > now:
            size /= 2
        weights = weights - size * step
        before, now = now, loss(weights)
        if before - now < 1e-6:
            break
    plain = weights[:-1] / spread
    return np.append(plain, weights[-1] - plain @ mean)


# -- reading the sample --------------------------------------------------------------------


def read_schemes(
    folder: Path, lexicon: Lexicon
) -> tuple[dict[Scheme, dict[str, str]], NDArray[np.bool_]]:
    """Return the titles of both schemes, and which of their codes go together.

    Raises
    ------
    DataError
        The thesaurus and ``ukcat.csv`` have other codes.
    """
    ukcat = {r["Code"]: r for r in _rows(folder / "ukcat.csv")}
    titles: dict[Scheme, dict[str, str]] = {
        "ukcat": {code: ukcat[code]["tag"] for code in lexicon.codes},
        "icnptso": {},
    }
    for row in _rows(folder / "icnptso.csv"):
        code = row["Sub-group"] or row["Group"]
        if code:
            titles["icnptso"][code] = row["Title"].strip().replace("classfied", "classified")
    titles["icnptso"] = dict(sorted(titles["icnptso"].items()))
    related = [
        [code in ukcat[one]["Related ICNPTSO code"].split(";") for code in titles["icnptso"]]
        for one in lexicon.codes
    ]
    return titles, np.array(related, dtype=bool)


def _rows(path: Path) -> list[dict[str, str]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def charities(path: Path) -> list[dict[str, str]]:
    """Return charities with codes and more than 20 characters of activities, by id.

    Some were drawn twice and coded twice: their codes are united.
    """
    once: dict[str, dict[str, str]] = {}
    for row in _rows(path):
        if not row["UKCAT"] or len(row["activities"]) <= 20:
            continue
        before = once.get(row["org_id"], row)
        for scheme in ("UKCAT", "ICNPTSO"):
            codes = {*row[scheme].split(";"), *before[scheme].split(";")} - {""}
            row[scheme] = ";".join(sorted(codes))
        once[row["org_id"]] = row
    return [once[key] for key in sorted(once)]


def text_of(row: Mapping[str, str]) -> str:
    """Return a charity's name and activities as the text of a record."""
    charity = Organisation(
        id="charity", name=row["name"] or "-", kind="voluntary", description=row["activities"]
    )
    return organisation_text(charity).text


def examples_of(rows: Sequence[Mapping[str, str]], encoder: Encoder) -> Examples:
    """Return charities as examples, with vectors of ``encoder``."""
    texts = tuple(text_of(row) for row in rows)
    codes: dict[Scheme, tuple[frozenset[str], ...]] = {
        "ukcat": tuple(frozenset(row["UKCAT"].split(";")) for row in rows),
        "icnptso": tuple(frozenset(row["ICNPTSO"].split(";")) - {""} for row in rows),
    }
    return Examples(texts, codes, encoder.encode(texts))


def schemes_of(folder: Path, lexicon: Lexicon, encoder: Encoder) -> Schemes:
    """Return both schemes with their titles encoded."""
    titles, related = read_schemes(folder, lexicon)
    codes: dict[Scheme, tuple[str, ...]] = {s: tuple(titles[s]) for s in SCHEMES}
    told = [titles[s][code] for s in SCHEMES for code in codes[s]]
    return Schemes(codes, titles, encoder.encode(told), related)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on all charities of a folder and write the files of the package."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path, help="with charities.csv.gz, ukcat.csv, icnptso.csv")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    options = parser.parse_args(arguments)
    lexicon, encoder = shipped_lexicon(), default_encoder()
    schemes = schemes_of(options.folder, lexicon, encoder)
    rows = charities(options.folder / "charities.csv.gz")
    write_model(train(examples_of(rows, encoder), schemes, lexicon), options.out)
    with (options.out / TITLES).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("scheme", "code", "title"))
        writer.writerows((s, c, schemes.titles[s][c]) for s in SCHEMES for c in schemes.codes[s])
    return 0


if __name__ == "__main__":
    sys.exit(main())
