"""Similar descriptions: nDCG@10 on charities that people coded by hand (UKCAT).

    python -m benchmarks.similarity [--sample N] [--date 2026-11-22]

A charity is the query, all others are ranked, the gain is the Jaccard index of their code
sets. The data is the given half of a published sample; the figures that we compare with
were measured on the other half and on the whole. Texts are cleaned and masked as
everywhere in the package. Writes benchmarks/results/similarity.json.
"""

import csv
import gzip
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks import _record
from sap_match.evaluate.similarity import (
    compare_methods,
    jaccard_gains,
    ordered_rows,
    similarity_quality,
)
from sap_match.similarity.cache import CachedEncoder, VectorCache
from sap_match.similarity.encoder import SentenceEncoder
from sap_match.similarity.index import SimilarityIndex
from sap_match.similarity.text import clean

PUBLISHED = {
    # Measured earlier: the unseen half; the whole sample (with its repeats), descriptions only
    "TF-IDF words, description": {"unseen half": 0.284, "whole": 0.294},
    "sentence vectors, description": {"unseen half": 0.314, "whole": 0.319},
    "sentence vectors, name and description": {"unseen half": 0.322},
    "blend .6/.4, description": {"unseen half": 0.338, "whole": 0.342},
    "blend .6/.4, name and description": {"unseen half": 0.361},
}
WITHIN = 0.01
CHOSEN = "blend .6/.4, name and description"
BANDS = ((0, 10_000), (10_000, 100_000), (100_000, 1_000_000), (1_000_000, float("inf")))


def charities(path: Path) -> list[dict[str, str]]:
    """Charities with codes and more than 20 characters of activities, each once.

    53 were drawn twice and coded twice; their codes are united, so that nobody finds himself.
    """
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = [r for r in csv.DictReader(stream) if r["UKCAT"] and len(r["activities"]) > 20]
    once = {}
    for row in rows:
        codes = set(row["UKCAT"].split(";"))
        before = once.get(row["org_id"])
        row["UKCAT"] = ";".join(sorted(codes | set(before["UKCAT"].split(";") if before else ())))
        once[row["org_id"]] = row
    return [once[key] for key in sorted(once)]


def slices(rows, texts):
    """Parts of the queries: short texts, and bands of income."""
    yield (
        "under 100 characters",
        [r["org_id"] for r, t in zip(rows, texts["description"], strict=True) if len(t) < 100],
    )
    for low, high in BANDS:
        name = f"income from {low:,}" + (f" to {high:,}" if np.isfinite(high) else "")
        yield name, [r["org_id"] for r in rows if r["income"] and low <= float(r["income"]) < high]


def measured(rows, encoder):
    ids = [r["org_id"] for r in rows]
    labels = [frozenset(r["UKCAT"].split(";")) for r in rows]
    described = [clean(r["activities"]) for r in rows]
    texts = {
        "description": described,
        "name and description": [
            f"{clean(r['name'])}. {d}" for r, d in zip(rows, described, strict=True)
        ],
    }
    start = time.perf_counter()
    vectors = {kind: encoder.encode(some) for kind, some in texts.items()}
    seconds = time.perf_counter() - start
    found = compare_methods(ids, labels, texts, vectors)
    kind = "name and description"
    index = SimilarityIndex.build(ids, texts[kind], vectors[kind])
    gains, row = jaccard_gains(labels), ordered_rows(index, ids)
    parts = [
        similarity_quality(name, ids, gains, row, queries=queries)
        for name, queries in slices(rows, texts)
        if queries
    ]
    return found, parts, seconds


def record(method):
    row = method.as_record()
    return {**row, "published": PUBLISHED.get(row["method"], {})}


def main(arguments=None):
    parser = _record.options_of("similarity", __doc__.split("\n")[0])
    parser.add_argument("--sample", type=int, help="only so many charities, drawn by a seed")
    parser.add_argument("--cache", type=Path, help="vectors are kept here; by default nowhere")
    options = parser.parse_args(arguments)
    load = _record.load_now()
    file = _record.data_folder() / "ukcat" / "charities.csv.gz"
    rows = charities(file)
    sample = options.sample or (300 if options.quick else len(rows))
    if sample < len(rows):
        chosen = np.random.default_rng(1).choice(len(rows), sample, replace=False)
        rows = [rows[i] for i in sorted(chosen)]
    with tempfile.TemporaryDirectory() as folder:
        cache = VectorCache(options.cache or Path(folder))
        encoder = CachedEncoder(cache, SentenceEncoder.find(cache=cache.folder))
        found, parts, seconds = measured(rows, encoder)
    methods = [record(m) for m in found]
    for method in methods:
        published = ", ".join(f"{k} {v:.3f}" for k, v in method["published"].items())
        print(f"{method['ndcg_at_10']:.3f}  {method['method']:40} {published}")
    for part in (p.as_record() for p in parts):
        print(f"{part['ndcg_at_10']:.3f}  {CHOSEN}, {part['method']}: {part['queries']} queries")
    reached = next(m["ndcg_at_10"] for m in methods if m["method"] == CHOSEN)
    return _record.save(
        options,
        what="nDCG@10 on charities coded by hand; gain = Jaccard of code sets; all others ranked",
        targets={CHOSEN: f"within {WITHIN} of {PUBLISHED[CHOSEN]['unseen half']} or above"},
        met={CHOSEN: reached >= PUBLISHED[CHOSEN]["unseen half"] - WITHIN},
        measured={
            "charities": len(rows),
            "methods": methods,
            "parts_of_the_blend_with_names": [p.as_record() for p in parts],
            "encoding": {
                "texts": 2 * len(rows),
                "seconds": round(seconds, 1),
                "texts_per_second": round(2 * len(rows) / seconds, 1),
                "from_a_cache": options.cache is not None,
            },
        },
        data=_record.hashes([file], _record.data_folder()),
        load_before=load,
    )


if __name__ == "__main__":
    sys.exit(main())
