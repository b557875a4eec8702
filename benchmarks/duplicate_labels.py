"""What a few labels teach about listings of one thing, on sites that they were not drawn from.

    python -m benchmarks.duplicate_labels [--quick] [--date 2026-11-22]

Chicago, the given half: labels are the pairs that our own active learning asks for among one half
of the sites, answered by the truth (*same site*); pairwise F1 of pairs decided *duplicate* is
measured among the other half. The rules were mended on these very sites, so this is no forecast
for other data. Writes benchmarks/results/duplicate_labels.json.
"""

import csv
import sys

from benchmarks import _duplicate_views as views
from benchmarks import _record
from sap_match.similarity.duplicates import DuplicateConfig, find_duplicates
from sap_match.similarity.duplicates.learning import pairs_to_judge

SEED = 7
COUNTS = (0, 25, 200)
AT_ONCE = 25


def answered(rows, n, *, address):
    """The first ``n`` pairs that are asked for among these rows, answered by the truth."""
    site = {r["Id"]: r["True Id"] for r in rows}
    of, dataset = views.organisations(rows, address=address)
    labels = {}
    while len(labels) < n:
        asked = pairs_to_judge(dataset, min(AT_ONCE, n - len(labels)), of=of, labels=labels)
        if not len(asked):
            break
        for p in asked:
            labels[p.left_id, p.right_id] = site[p.left_id] == site[p.right_id]
    return labels


def on_others(rows, judged, labels, *, address):
    """Precision, recall and F1 of decided duplicates among rows not of the judged half."""
    others = [r for r in rows if r["Id"] not in judged]
    ids, truth = {r["Id"] for r in others}, views.truth_of(others)
    of, dataset = views.organisations(rows, address=address)
    listed = find_duplicates(
        dataset, of=of, labels=labels, config=DuplicateConfig(list_distinct=True)
    )
    mine = [p for p in listed if p.left_id in ids and p.right_id in ids]
    sure = {(p.left_id, p.right_id) for p in mine if p.decision == "duplicate"}
    roof = {(p.left_id, p.right_id) for p in mine if p.relation == "same_site_other_provider"}
    return {**figures(sure, truth), "f1_with_neighbours": figures(sure | roof, truth)["f1"]}


def figures(found, truth):
    right = len(found & truth)
    return {
        "f1": round(2 * right / ((len(found) + len(truth)) or 1), 4),
        "precision": round(right / (len(found) or 1), 4),
        "recall": round(right / (len(truth) or 1), 4),
    }


def main(arguments=None):
    options = _record.options_of("duplicate_labels", __doc__.split("\n")[0]).parse_args(arguments)
    load, folder = _record.load_now(), _record.data_folder()
    file = folder / "chicago_early_childhood" / "sites.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows = rows[:400] if options.quick else rows
    half = views.half(rows, SEED)
    judged, found, met = {r["Id"] for r in half}, {}, {}
    for name, address in (("with address", True), ("without address", False)):
        labels = list(answered(half, COUNTS[-1], address=address).items())
        found[name] = {}
        for n in COUNTS:
            told = dict(labels[:n])
            found[name][str(n)] = {
                "labels": len(told),
                "yes": sum(told.values()),
                **on_others(rows, judged, told, address=address),
            }
            print(name, n, found[name][str(n)], flush=True)
        f1 = [found[name][str(n)]["f1"] for n in COUNTS]
        met[name] = f1[1] >= f1[0] - 0.005 and f1[2] >= f1[0]
    words = "25 labels cost at most .005 of F1 on the other half, 200 cost nothing"
    return _record.save(
        options,
        what="pairwise F1 on sites of which no label was drawn",
        targets=dict.fromkeys(met, words),
        met=met,
        measured={"seed": SEED, "records": len(rows), "judged_half": len(half), **found},
        data=_record.hashes([file], folder),
        load_before=load,
    )


if __name__ == "__main__":
    sys.exit(main())
