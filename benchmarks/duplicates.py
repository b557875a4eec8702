"""Listings of one site: pairwise F1 beside simple rules, on two public sets and at 3,000 services.

    python -m benchmarks.duplicates [--quick] [--date 2026-11-22]

Chicago: rows of overlapping directories of early-childhood sites (the given half), with and
without address; truth means *same site*, so a second row counts pairs of other providers under
one roof as found too. The rules of `similarity/duplicates` were mended while reading errors on
this half and on Fodors-Zagats, so none of these figures is a forecast for unseen data. No labels
are used by any method. Writes benchmarks/results/duplicates.json.
"""

import csv
import sys
import time
from collections import defaultdict
from itertools import combinations

from benchmarks import _record
from benchmarks._many import many_services
from sap_match.model import Dataset, Organisation
from sap_match.similarity.duplicates import DuplicateConfig, find_duplicates

SIMPLE = {"with address": 0.951, "without address": 0.851, "Fodors-Zagats": 0.961}
"""Fellegi-Sunter by EM with missing levels, measured earlier on the same rows."""
COSINE = 0.70
SECONDS = 10.0


def chicago(rows, *, address):
    """Each row as an organisation; without address the postcode is hidden as well."""
    return [
        Organisation(
            id=r["Id"],
            name=r["Site name"].strip() or "unknown",
            kind="voluntary",
            address=(r["Address"].strip() or None) if address else None,
            postcode=(r["Zip"].strip() or None) if address else None,
            phones=tuple(filter(None, [r["Phone"].strip()])),
            website=r["Website"].strip() or None,
        )
        for r in rows
    ]


def restaurants(folder):
    """Both tables as organisations, and the pairs that are one place."""
    records = []
    for table in ("fodors", "zagats"):
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
            for r in csv.DictReader(stream, skipinitialspace=True):
                cell = {k: (v or "").strip().strip("'").replace("\\", "") for k, v in r.items()}
                records.append(
                    Organisation(
                        id=f"{table[0]}{cell['id']}",
                        name=cell["name"],
                        kind="business",
                        address=f"{cell['addr']}, {cell['city']}",
                        phones=(cell["phone"],),
                    )
                )
    with (folder / "matches_fodors_zagats.csv").open(encoding="utf-8", newline="") as stream:
        pairs = [tuple(r.values())[:2] for r in csv.DictReader(stream)]
    return records, {(f"f{a.strip()}", f"z{b.strip()}") for a, b in pairs}


def same_phone(records):
    holders = defaultdict(list)
    for r in records:
        for phone in r.phones:
            holders["".join(c for c in phone if c.isdigit())].append(r.id)
    return {p for ids in holders.values() for p in combinations(sorted(set(ids)), 2)}


def like_text(records):
    """Cosine of TF-IDF character n-grams (3 to 5) of all fields, at least .70."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [
        " ".join(filter(None, [r.name, r.address, r.postcode, *r.phones])).casefold()
        for r in records
    ]
    matrix = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)).fit_transform(texts)
    found = (matrix @ matrix.T).tocoo()
    near = (found.data >= COSINE) & (found.row < found.col)
    ids = np.array([r.id for r in records])
    pairs = zip(ids[found.row[near]], ids[found.col[near]], strict=True)
    return {tuple(sorted(map(str, p))) for p in pairs}


def ours(records):
    """Pairs decided *duplicate*; those and neighbours under one roof; those and *review*."""
    d = Dataset.build("benchmark", {"organisations": records})
    rows = find_duplicates(d, of="organisations", config=DuplicateConfig(list_distinct=True))
    pairs = {(p.left_id, p.right_id): p for p in rows}
    sure = {ids for ids, p in pairs.items() if p.decision == "duplicate"}
    roof = {ids for ids, p in pairs.items() if p.relation == "same_site_other_provider"}
    look = {ids for ids, p in pairs.items() if p.decision == "review"}
    return {
        "decided duplicate": sure,
        "decided duplicate, or other provider at the same site": sure | roof,
        "decided duplicate, or left to a person": sure | look,
    }


def quality(method, found, truth):
    right = len(found & truth)
    precision = right / len(found) if found else 0.0
    recall = right / len(truth)
    both = precision + recall
    return {
        "method": method,
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / both, 4) if both else 0.0,
        "found": len(found),
    }


def measured(records, truth, across=None):
    start = time.process_time()
    answers = ours(records)
    seconds = time.process_time() - start
    answers["rule: same telephone"] = same_phone(records)
    answers[f"TF-IDF of characters, cosine at least {COSINE}"] = like_text(records)
    rows = [
        quality(name, {p for p in found if across is None or across(p)}, truth)
        for name, found in answers.items()
    ]
    return {"records": len(records), "cpu_seconds": round(seconds, 2), "methods": rows}


def main(arguments=None):
    options = _record.options_of("duplicates", __doc__.split("\n")[0]).parse_args(arguments)
    load, folder = _record.load_now(), _record.data_folder()
    sites = folder / "chicago_early_childhood" / "sites.csv"
    with sites.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    if options.quick:
        rows = rows[:400]
    groups = defaultdict(list)
    for r in rows:
        groups[r["True Id"]].append(r["Id"])
    truth = {p for ids in groups.values() for p in combinations(sorted(ids), 2)}
    tables = folder / "er_benchmarks"
    places, pairs = restaurants(tables)
    found = {
        "with address": measured(chicago(rows, address=True), truth),
        "without address": measured(chicago(rows, address=False), truth),
        "Fodors-Zagats": measured(places, pairs, across=lambda p: p[0][0] != p[1][0]),
    }
    services = many_services(300 if options.quick else 3000)
    start = time.process_time()
    listed = len(find_duplicates(services))
    seconds = time.process_time() - start
    for name, one in found.items():
        print(name, f"({one['records']} records, {one['cpu_seconds']} s)")
        for m in one["methods"]:
            print(f"   {m['f1']:.3f}  p {m['precision']:.3f}  r {m['recall']:.3f}  {m['method']}")
    print(f"{len(services.services)} services: {seconds:.1f} s of processor time")
    return _record.save(
        options,
        what="pairwise F1 on listings of one thing, no labels, default settings",
        targets={
            **{
                name: f"F1 of decided duplicates at least {least}" for name, least in SIMPLE.items()
            },
            "seconds": f"3,000 services within {SECONDS} s of processor time",
        },
        met={
            **{name: found[name]["methods"][0]["f1"] >= least for name, least in SIMPLE.items()},
            "seconds": seconds <= SECONDS,
        },
        measured={
            **found,
            "services": {
                "services": len(services.services),
                "cpu_seconds": round(seconds, 2),
                "pairs_listed": listed,
            },
        },
        data=_record.hashes(
            [sites, *(tables / f"{n}.csv" for n in ("fodors", "zagats", "matches_fodors_zagats"))],
            folder,
        ),
        load_before=load,
    )


if __name__ == "__main__":
    sys.exit(main())
