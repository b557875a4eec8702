"""Pairings on real volunteering: do they find the cause that was hidden from them?

    python -m benchmarks.planners_quality [--quick] [--read 10]

A hundred activities of Do-it carry official labels of cause. They are halved by organisation, so
that no host stands on both sides. From one half only the labels are taken: each activity gives an
invented offer of one team that asks for its causes, in the labels' words or ("told") in those of
the activity. The other half are the needs, with their labels of cause, and their organisations',
taken away. A pair counts where the offer's causes hold one of the need's hidden ones: all causes,
and without *Community*, which two in three activities carry.

The planner leaves pairs out that it finds too unlike. So the others are also judged by as many
pairs as it made, those of the likest words ("as many").

Beside: dealt at random, greedy by likeness of words, `linear_sum_assignment` on TF-IDF, and on
the hidden labels themselves: more than that there is not. Each
number is a mean over many halvings with the middle 95% of them; the halvings share activities, so
the ranges tell how much it hangs on the halving, not what another hundred activities would give.
"""

import random
import sys
from datetime import date

import numpy as np

from benchmarks import _record

SEED = 20261122
AS_OF = date(2026, 11, 1)
EVERYWHERE = "Community"
FILE = ("uk_volunteering", "doit_activities.jsonl.gz")
DOES = {"labels": "Our staff would like to volunteer for: {}.", "told": "{}"}
"""How an offer speaks: of the labels alone, or in the words of an activity that its giver liked."""


def halves(dataset, seed):
    """Needs with a label of cause, in two halves of about the same size, no host in both."""
    labelled = sorted((n for n in dataset.needs if n.causes), key=lambda n: n.id)
    hosts = sorted({n.organisation_id for n in labelled})
    random.Random(seed).shuffle(hosts)  # noqa: S311 - no secret
    left, right = [], []
    for host in hosts:
        mine = [n for n in labelled if n.organisation_id == host]
        (left if len(left) <= len(right) else right).extend(mine)
    return left, right


def market(given, asked, speaks):
    """A dataset: an offer for each activity of one half, the other half without its labels."""
    from sap_match.model import Dataset, Need, Offer, Organisation

    owners = {n.organisation_id for n in asked}
    return Dataset.build(
        "quality",
        {
            "organisations": [
                *(Organisation(id=f"b {n.id}", name=f"Business {n.id}", kind="business")
                  for n in given),
                *(Organisation(id=o, name=f"Host {o}", kind="voluntary") for o in sorted(owners)),
            ],
            "offers": [
                Offer(
                    id=f"o {n.id}", organisation_id=f"b {n.id}", kind="volunteering",
                    description=DOES[speaks].format(
                        ", ".join(n.causes) if speaks == "labels" else n.description
                    ),
                    causes=n.causes, checks=n.checks_required, quantity=1, unit="people",
                )
                for n in given
            ],
            "needs": [
                Need(
                    id=n.id, organisation_id=n.organisation_id, kind="volunteering",
                    description=n.description, checks_required=n.checks_required,
                    quantity=1, unit="people",
                )
                for n in asked
            ],
        },
        as_of=AS_OF,
    )  # fmt: skip


def planned(dataset):
    """The planner's pairs, the best first."""
    from sap_match.landscape import Landscape
    from sap_match.recommend.pairings import plan_pairings

    plan = plan_pairings(Landscape.build(dataset))
    return [(s.subject_id, s.other_id) for s in plan.matches], plan


def likeness(dataset):
    """TF-IDF cosine of each offer's words to each need's."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    offers, needs = dataset.offers, dataset.needs
    texts = [x.description for x in (*offers, *needs)]
    rows = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    return (rows[: len(offers)] @ rows[len(offers) :].T).toarray()


def truth(dataset, causes):
    """Whether each offer and need share a cause: what nobody is told, the most that can be."""
    held = [set(causes[n.id]) for n in dataset.needs]
    return np.array([[float(bool(set(o.causes) & h)) for h in held] for o in dataset.offers])


def dealt(dataset, seed):
    draw = np.random.default_rng(seed)
    size = min(len(dataset.offers), len(dataset.needs))
    rows, columns = draw.permutation(len(dataset.offers)), draw.permutation(len(dataset.needs))
    return _ids(dataset, rows[:size], columns[:size])


def greedy(dataset, scores):
    """The likest pair first, then the likest of what is left."""
    rows, columns, found = set(), set(), []
    for place in np.argsort(-scores, axis=None, kind="stable"):
        i, j = divmod(int(place), scores.shape[1])
        if i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            found.append((i, j))
    return _ids(dataset, *zip(*found, strict=True))


def assigned(dataset, scores):
    from scipy.optimize import linear_sum_assignment

    return _ids(dataset, *linear_sum_assignment(scores, maximize=True))


def _ids(dataset, rows, columns):
    return [(dataset.offers[i].id, dataset.needs[j].id) for i, j in zip(rows, columns, strict=True)]


def judged(pairs, causes, without=()):
    """How many pairs can be judged, and how many share a hidden cause.

    With ``without`` a cause does not count, and an offer that asks for nothing else is left out.
    """
    held = [
        (set(causes[o.removeprefix("o ")]) - set(without), set(causes[n]) - set(without))
        for o, n in pairs
    ]
    held = [(mine, theirs) for mine, theirs in held if mine]
    return len(held), sum(bool(mine & theirs) for mine, theirs in held)


def one_halving(dataset, causes, speaks, seed):
    """The share of right pairs by each method, all causes and without the commonest."""
    found = market(*halves(dataset, seed), speaks)
    scores = likeness(found)
    pairs, _ = planned(found)
    methods = {
        "planner": pairs,
        "random": dealt(found, seed),
        "greedy by TF-IDF": greedy(found, scores),
        "linear_sum_assignment on TF-IDF": assigned(found, scores),
        "the most there is": assigned(found, truth(found, causes)),
    }
    places = ({x.id: k for k, x in enumerate(side)} for side in (found.offers, found.needs))
    row, column = places
    told = {}
    for name, some in methods.items():
        count, right = judged(some, causes)
        best = sorted(some, key=lambda p: (-scores[row[p[0]], column[p[1]]], p))
        _, surest = judged((some if name == "planner" else best)[: len(pairs)], causes)
        rarer, right_rarer = judged(some, causes, without=(EVERYWHERE,))
        told[name] = {
            "pairs": count,
            "share": right / max(1, count),
            "pairs_rarer": rarer,
            "share_rarer": right_rarer / max(1, rarer),
            "right": right,
            "share_of_as_many": surest / max(1, len(pairs)),
        }
    return told


def summed(rounds):
    """Mean and middle 95% over halvings, and of the planner's lead in the same halving."""
    told = {}
    for name in rounds[0]:
        told[name] = {
            key: spread([one[name][key] for one in rounds]) for key in rounds[0][name]
        } | {
            f"planner_ahead_{key}": spread([r["planner"][key] - r[name][key] for r in rounds])
            for key in ("share", "share_of_as_many", "share_rarer")
            if name != "planner"
        }
    return told


def spread(values):
    low, high = np.percentile(values, (2.5, 97.5))
    return [round(float(x), 3) for x in (np.mean(values), low, high)]


def table(measured):
    """The table of a result, in Markdown: means, and the middle 95% of the halvings."""
    rows = [
        "| offers speak | method | pairs | share right | of as many pairs | without *Community* |",
        "|---|---|---|---|---|---|",
    ]
    for speaks in DOES:
        for name, one in measured[speaks].items():
            told = [
                "{:.2f} ({:.2f} to {:.2f})".format(*one[key])
                for key in ("share", "share_of_as_many", "share_rarer")
            ]
            rows.append(f"| {speaks} | {name} | {one['pairs'][0]:.0f} | {' | '.join(told)} |")
    return "\n".join(rows)


def read(dataset, causes, count):
    """Print pairs of one halving for a person to read, every so many of the plan."""
    found = market(*halves(dataset, SEED), "told")
    _, plan = planned(found)
    texts = {x.id: x.description for x in (*found.offers, *found.needs)}
    rows = list(plan.matches)
    for one in rows[:: max(1, len(rows) // count)][:count]:
        mine, theirs = causes[one.subject_id.removeprefix("o ")], causes[one.other_id]
        print(f"\n{one.score:.3f} {'SHARED' if set(mine) & set(theirs) else 'apart '}")
        print(f"  offer ({'; '.join(mine)}): {texts[one.subject_id][:300]!r}")
        print(f"  need  ({'; '.join(theirs)}): {texts[one.other_id][:300]!r}")
        print(f"  because: {one.reason}\n  but: {one.counter_reason}")
    print(f"\n{len(rows)} pairs of {len(found.offers)} offers and {len(found.needs)} needs")


def main(arguments=None):
    from sap_match.ingest import read_dataset

    parser = _record.options_of("planners_quality", __doc__.split("\n")[0])
    parser.add_argument("--read", type=int, default=0, metavar="N", help="print N pairs, no more")
    options = parser.parse_args(arguments)
    load = _record.load_now()
    source = _record.data_folder().joinpath(*FILE)
    dataset = read_dataset(source)
    causes = {n.id: n.causes for n in dataset.needs}
    if options.read:
        read(dataset, causes, options.read)
        return 0
    halvings = 3 if options.quick else 20
    measured = {"halvings": halvings}
    for speaks in DOES:
        rounds = [one_halving(dataset, causes, speaks, SEED + i) for i in range(halvings)]
        measured[speaks] = summed(rounds)
        for name, told in measured[speaks].items():
            print(
                f"{speaks:7} {name:32} {told['share']} as many {told['share_of_as_many']} "
                f"rarer {told['share_rarer']} "
                f"pairs {told['pairs'][0]} right {told['right'][0]}",
                flush=True,
            )
    best = {s: measured[s]["planner"]["share"][0] for s in DOES}
    dice = {s: measured[s]["random"]["share"][0] for s in DOES}
    words = {s: measured[s]["linear_sum_assignment on TF-IDF"]["share_of_as_many"][0] for s in DOES}
    return _record.save(
        options,
        what="pairings of real activities: the share of pairs that share a cause hidden from them",
        targets={"random": "a higher share than dealt at random, however offers speak",
                 "words": "no lower a share than as many pairs of linear_sum_assignment on TF-IDF"},
        met={"random": all(best[s] > dice[s] for s in DOES),
             "words": all(best[s] >= words[s] for s in DOES)},
        measured=measured,
        data=_record.hashes([source], _record.data_folder()),
        load_before=load,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
