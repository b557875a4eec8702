"""What is done with texts: long ones, shared paragraphs, very large cells.

    python -m benchmarks.texts [--quick] [--date 2026-11-22]

Long texts: nDCG@10 of shared labels where what the encoder cannot take in at once is cut off,
read in windows and averaged, or told by its first and its most telling sentences. Labels are the
causes of volunteering activities (those of one organisation never compared) and the UKCAT
codes of charities, whose legal objects are put after their activities; a query is a long text.

Shared paragraphs: charities as the listings of invented providers of twenty each, with and
without a paragraph about the provider under each, and with what `forms` leaves of it.

Large cells: seconds for a megabyte. Writes benchmarks/results/texts.json.
"""

import csv
import gzip
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import _record
from sap_match.model import Organisation, Service
from sap_match.similarity.blend import WORD_SCALE, WordCounts, WordSpace
from sap_match.similarity.cache import CachedEncoder, default_encoder
from sap_match.similarity.encoder import SentenceEncoder, unit
from sap_match.similarity.forms import described_services
from sap_match.similarity.text import clean, described_service, sentences

Array = NDArray[np.floating[Any]]
TOKENS = 256
LISTINGS = 20
ABOUT = (
    (
        "{0} is a registered charity that has supported local people since {1}.",
        "Founded in {1}, {0} is an independent local charity run by its members.",
        "{0} has stood beside the people of this county for more than {2} years.",
    ),
    (
        "Our trained staff and volunteers treat everybody with dignity, kindness and respect.",
        "We believe that everybody deserves a warm welcome, a listening ear and a fair chance.",
        "We put people at the heart of all that we do and are proud of our friendly team.",
    ),
    (
        "We are grateful to the lottery, the borough council and local businesses for funding.",
        "Donations, legacies and gifts in kind keep our doors open all the year round.",
        "Find out more about our work, our trustees and how to donate on our pages.",
    ),
)


def gains_of(codes: Sequence[set[str]], rows: Sequence[int]) -> Array:
    """Jaccard index of the labels of some records and of all, shape (rows, n)."""
    return np.array([[len(codes[i] & c) / (len(codes[i] | c) or 1) for c in codes] for i in rows])


def ndcg(scores: Array, gains: Array, k: int = 10) -> Array:
    """nDCG@k of each row that can gain anything; -inf marks what is not ranked."""
    discount = 1 / np.log2(np.arange(2, k + 2))
    found = []
    for score, gain in zip(scores, gains, strict=True):
        ideal = np.sort(np.where(np.isfinite(score), gain, 0))[::-1][:k] @ discount
        if ideal > 0:
            found.append(gain[np.argsort(-score, kind="stable")[:k]] @ discount / ideal)
    return np.array(found)


def blended(texts: Sequence[str], vectors: Array, rows: Sequence[int]) -> Array:
    """The blend of .6 meaning and .4 words of some records with all, shape (rows, n)."""
    counts = [WordCounts.of(t) for t in texts]
    words = WordSpace.of(counts).matrix(counts) / WORD_SCALE
    return 0.6 * vectors[rows] @ vectors.T + 0.4 * (words[rows] @ words.T).toarray()


# -- long texts ---------------------------------------------------------------------------


class Lengths:
    """How many tokens the default model makes of a text."""

    def __init__(self) -> None:
        self._tokenizer = SentenceEncoder.find()._loaded().tokenizer  # noqa: SLF001

    def __call__(self, text: str) -> int:
        return len(self._tokenizer(text, truncation=True, max_length=4096)["input_ids"])


def windows(text: str, tokens: Lengths) -> list[str]:
    """Whole sentences, as many as the encoder takes in at once."""
    parts: list[list[str]] = []
    room = 0
    for sentence in sentences(text):
        size = tokens(sentence)
        if size > room:
            parts.append([])
            room = TOKENS - 2
        parts[-1].append(sentence)
        room -= size
    return [" ".join(p) for p in parts]


def told(text: str, tokens: Lengths, idf: Mapping[str, float]) -> str:
    """The first sentence and those with the most telling words that still fit."""
    every = sentences(text)
    weight = {
        i: sum(idf.get(w, 0.0) for w in WordCounts.of(s).stems) / max(1, tokens(s))
        for i, s in enumerate(every)
    }
    chosen, used = {0}, tokens(every[0])
    for i in sorted(range(1, len(every)), key=lambda i: (-weight[i], i)):
        if used + tokens(every[i]) <= TOKENS:
            chosen.add(i)
            used += tokens(every[i])
    return " ".join(every[i] for i in sorted(chosen))


def ways(encoder: CachedEncoder, texts: Sequence[str], tokens: Lengths) -> dict[str, Array]:
    """Vectors of texts by the way in which the long ones are read."""
    cut = encoder.encode(texts)
    long = [i for i, t in enumerate(texts) if tokens(t) > TOKENS]
    parts = {i: windows(texts[i], tokens) for i in long}
    seen = sorted({p for some in parts.values() for p in some})
    known = dict(zip(seen, encoder.encode(seen), strict=True))
    space = WordSpace.of([WordCounts.of(t) for t in texts])
    idf = {w: float(space.idf[c]) for w, c in space.columns.items()}

    def replaced(read: Callable[[int], Array]) -> Array:
        vectors = cut.copy()
        for i in long:
            vectors[i] = unit(read(i).reshape(1, -1))[0]
        return vectors

    def first_most(i: int) -> Array:
        rows = np.array([known[p] for p in parts[i]])
        return np.asarray(rows[0] + 0.5 * rows[1:].sum(axis=0))

    picked = dict(
        zip(long, encoder.encode([told(texts[i], tokens, idf) for i in long]), strict=True)
    )
    return {
        "cut off": cut,
        "windows, averaged": replaced(lambda i: np.mean([known[p] for p in parts[i]], axis=0)),
        "windows, the first twice the others": replaced(first_most),
        "first and telling sentences": replaced(lambda i: picked[i]),
    }


def long_texts(encoder: CachedEncoder, folder: Path, *, quick: bool) -> dict[str, Any]:
    """NDCG of each way on both collections, with the difference from cutting off."""
    tokens = Lengths()
    path = folder / "uk_volunteering" / "doit_activities.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        activities = [a for a in map(json.loads, stream) if a["causes"]]
    charities = charities_of(folder)[: 400 if quick else None]
    collections = {
        "volunteering activities, by cause": (
            [clean(f"{a['title']}\n{a['description']}") for a in activities],
            [set(a["causes"]) for a in activities],
            [a["org_id"] or a["org_name"] for a in activities],
        ),
        "charities, by UKCAT code": (
            [clean(f"{c['activities']}\n{c['objects']}"
                   if len(c["activities"] + c["objects"]) > 1100 else c["activities"])
             for c in charities],
            [set(c["UKCAT"].split(";")) for c in charities],
            [c["org_id"] for c in charities],
        ),
    }  # fmt: skip
    result = {}
    for name, (texts, codes, owners) in collections.items():
        rows = [i for i, t in enumerate(texts) if tokens(t) > TOKENS]
        gains = gains_of(codes, rows)
        same = np.array([[owners[i] == other for other in owners] for i in rows])
        quality = {
            way: ndcg(np.where(same, -np.inf, blended(texts, vectors, rows)), gains)
            for way, vectors in ways(encoder, texts, tokens).items()
        }
        base = quality["cut off"]
        result[name] = {"records": len(texts), "long texts": len(rows)} | {
            way: {
                "ndcg_at_10": round(float(found.mean()), 4),
                "against cut off": round(float((found - base).mean()), 4),
                "standard error": round(float((found - base).std() / len(found) ** 0.5), 4),
            }
            for way, found in quality.items()
        }
    return result


def charities_of(folder: Path) -> list[dict[str, str]]:
    """Charities with codes and a text, each once, by id."""
    with gzip.open(folder / "ukcat" / "charities.csv.gz", "rt", encoding="utf-8") as stream:
        rows = [r for r in csv.DictReader(stream) if r["UKCAT"] and len(r["activities"]) > 20]
    once = {r["org_id"]: r | {"objects": r["objects"] or ""} for r in rows}
    return [once[key] for key in sorted(once)]


# -- shared paragraphs --------------------------------------------------------------------


def shared_paragraphs(encoder: CachedEncoder, folder: Path, *, quick: bool) -> dict[str, Any]:
    """NDCG with no paragraph, with one under each listing, and with what is left of it."""
    rng = np.random.default_rng(4)
    charities = charities_of(folder)
    drawn = rng.permutation(len(charities))[: 10 * LISTINGS if quick else 40 * LISTINGS]
    codes = [set(charities[i]["UKCAT"].split(";")) for i in drawn]
    owners, bare, dressed = {}, [], []
    for place, i in enumerate(drawn):
        provider = f"p{place // LISTINGS:02}"
        if provider not in owners:
            name = f"Provider {provider[1:]}"
            owners[provider] = Organisation(id=provider, name=name, kind="voluntary")
            picks = [some[n] for some, n in zip(ABOUT, rng.integers(0, 3, 3), strict=True)]
            year = int(rng.integers(1950, 2015))
            about = " ".join(picks).format(name, year, 2020 - year)
        fields = {"id": f"{place:04}", "organisation_id": provider,
                  "name": charities[i]["name"].title()}  # fmt: skip
        text = charities[i]["activities"].strip().rstrip(".")
        bare.append(Service(**fields, description=f"{text}."))
        dressed.append(Service(**fields, description=f"{text}. {about}"))
    left = described_services(dressed, owners)
    readings = {
        "no paragraph": [described_service(s, owners[s.organisation_id]) for s in bare],
        "a paragraph under each": [
            described_service(s, owners[s.organisation_id]) for s in dressed
        ],
        "what is left of it": [left[s.id] for s in dressed],
    }
    rows = list(range(len(drawn)))
    gains = gains_of(codes, rows)
    np.fill_diagonal(gains, 0)
    siblings = np.array([[a.organisation_id == b.organisation_id for b in bare] for a in bare])
    result: dict[str, Any] = {"providers": len(owners), "listings": len(bare)}
    for name, found in readings.items():
        texts = [t.text if t.described else "" for t in found]
        scores = blended(texts, encoder.encode(texts), rows)
        np.fill_diagonal(scores, -np.inf)
        best = np.argsort(-scores, axis=1, kind="stable")[:, :10]
        result[name] = {
            "ndcg_at_10": round(float(ndcg(scores, gains).mean()), 4),
            "siblings among the ten nearest": round(
                float(np.take_along_axis(siblings, best, axis=1).mean()), 4
            ),
            "described": sum(t.described for t in found),
        }
    return result


# -- large cells --------------------------------------------------------------------------


def large_cells(folder: Path) -> dict[str, float]:
    """Seconds of processor for a cell of a megabyte, by what is in it."""
    prose = " ".join(c["activities"] for c in charities_of(folder))
    size = 1_000_000
    cells = {
        "prose": prose * (size // len(prose) + 1),
        "html": "".join(f"<div class='x'>{w}</div>" for w in prose.split()) * 5,
        "style sheet before the text": f"<style>{'a{b:c}' * (size // 6)}</style><p>Hot soup.",
        "escaped markup": "&lt;p&gt;" * (size // 9),
        "half an e-mail address": "0 a b@" * (size // 6),
        "no spaces": "a" * size,
        "emoji": "\N{PARTY POPPER}" * size,
    }
    result = {}
    for name, cell in cells.items():
        before = time.process_time()
        clean(cell[:size])
        result[name] = round(time.process_time() - before, 3)
    return result


def main() -> int:
    options = _record.options_of("texts", "What is done with texts").parse_args()
    load = _record.load_now()
    folder = _record.data_folder()
    encoder = default_encoder()
    cells = large_cells(folder)
    shared = shared_paragraphs(encoder, folder, quick=options.quick)
    long = long_texts(encoder, folder, quick=options.quick)
    lost = shared["no paragraph"]["ndcg_at_10"] - shared["what is left of it"]["ndcg_at_10"]
    better = [
        way
        for way in next(iter(long.values()))
        if way not in {"records", "long texts", "cut off"}
        and all(c[way]["against cut off"] > 2 * c[way]["standard error"] for c in long.values())
    ]
    return _record.save(
        options,
        what="nDCG@10 of shared labels by what is done with texts; seconds for a megabyte",
        targets={
            "megabyte": "below 1 s whatever is in it",
            "paragraphs": "nDCG within .01 of listings without the paragraph",
            "long texts": "no other way better than cutting off by two standard errors on both",
        },
        met={
            "megabyte": max(cells.values()) < 1,
            "paragraphs": lost <= 0.01,
            "long texts": not better,
        },
        measured={"long texts": long, "shared paragraphs": shared, "seconds a megabyte": cells},
        data=_record.hashes(
            [folder / "ukcat" / "charities.csv.gz",
             folder / "uk_volunteering" / "doit_activities.jsonl.gz"], folder
        ),
        load_before=load,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
