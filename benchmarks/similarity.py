"""Similar descriptions: nDCG@10 on charities that people coded by hand (UKCAT).

    python -m benchmarks.similarity [--sample N] [--date 2026-11-22]

A charity is the query, all others are ranked, the gain is the Jaccard index of their code
sets. The data is the given half of a published sample; the figures that we compare with
were measured on the other half and on the whole. Names are masked and texts cleaned as
everywhere in the package. Writes benchmarks/results/similarity.json.
"""

import argparse
import csv
import gzip
import hashlib
import json
import os
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np

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

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("SAP_MATCH_DATA", ROOT.parent / "shared" / "data"))
PUBLISHED = {
    # BASELINES: the unseen half; ANCHORS: the whole sample (with its repeats), descriptions only
    "TF-IDF words, description": {"unseen half": 0.284, "whole": 0.294},
    "sentence vectors, description": {"unseen half": 0.314, "whole": 0.319},
    "sentence vectors, name and description": {"unseen half": 0.322},
    "blend .6/.4, description": {"unseen half": 0.338, "whole": 0.342},
    "blend .6/.4, name and description": {"unseen half": 0.361},
}
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
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA / "ukcat" / "charities.csv.gz")
    parser.add_argument("--sample", type=int, help="only so many charities, drawn by a seed")
    parser.add_argument("--date", help="of the run; by default that of the data file")
    parser.add_argument("--cache", type=Path, help="vectors are kept here; by default nowhere")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks/results/similarity.json")
    options = parser.parse_args(arguments)
    rows = charities(options.data)
    if options.sample and options.sample < len(rows):
        chosen = np.random.default_rng(1).choice(len(rows), options.sample, replace=False)
        rows = [rows[i] for i in sorted(chosen)]
    with tempfile.TemporaryDirectory() as folder:
        cache = VectorCache(options.cache or Path(folder))
        found, parts, seconds = measured(rows, CachedEncoder(cache, SentenceEncoder.find()))
    day = datetime.fromtimestamp(options.data.stat().st_mtime, tz=UTC).date().isoformat()
    result = {
        "what": "nDCG@10, gain = Jaccard of UKCAT code sets, full ranking of all others",
        "date": options.date or day,
        "machine": {"cores": os.cpu_count(), "processor": platform.machine(),
                    "system": platform.system()},
        "versions": {"python": platform.python_version(), **{p: version(p) for p in
                     ("sap-match", "numpy", "torch", "sentence-transformers")}},
        "data": {"file": "ukcat/charities.csv.gz", "charities": len(rows),
                 "sha256": hashlib.sha256(options.data.read_bytes()).hexdigest()},
        "encoding": {"texts": 2 * len(rows), "seconds": round(seconds, 1),
                     "texts_per_second": round(2 * len(rows) / seconds, 1)},
        "methods": [record(m) for m in found],
        "parts_of_the_blend_with_names": [p.as_record() for p in parts],
    }  # fmt: skip
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    for method in result["methods"]:
        published = ", ".join(f"{k} {v:.3f}" for k, v in method["published"].items())
        print(f"{method['ndcg_at_10']:.3f}  {method['method']:40} {published}")
    for part in result["parts_of_the_blend_with_names"]:
        print(f"{part['ndcg_at_10']:.3f}  {part['method']:40} {part['queries']} queries")
    print(f"{result['encoding']['texts_per_second']} texts a second", file=sys.stderr)


if __name__ == "__main__":
    main()
