"""Horizon 2020: who researches together, by country and type, year by year."""

from datetime import date

import numpy as np

from benchmarks._findings_shared import (
    CAP,
    DEALT,
    LABELS,
    SEED,
    bridging,
    by_chance,
    capped,
    collected,
    common,
    counted,
    leaving,
    mixing,
)
from benchmarks._findings_tables import row

DRAWS, LABEL_DRAWS, COUNTRIES = 100, 1_000, 10


def h2020(data, *, quick=False):
    from benchmarks._consortia_data import h2020 as read
    from sap_match.graph import assortativity, ei_index, path_lengths
    from sap_match.graph.significance import label_test

    found = read(data)
    ds = found.dataset
    country = tuple(o.areas[0].removeprefix("area:").upper() for o in ds.organisations)
    kind = tuple(o.legal_form for o in ds.organisations)
    net, two, every = collected(ds, date(2018, 12, 31), groups=country, block="year")
    members = every.within(CAP)
    seen, kinds = counted(members, country), counted(members, kind)
    chance = by_chance(members, country, 3 if quick else DRAWS,
                       lambda m: {"kind": counted(m, kind)["same"]})  # fmt: skip
    labelled = label_test(net, country, draws=LABEL_DRAWS, rng=SEED)
    paths = path_lengths(net, rng=SEED)
    figures = [
        *common(net, two, seen, chance, "projects"),
        row("partners in the same country", seen["same"], "of all ties, both ends in one country",
            chance["same"], unit="%", how=DEALT),
        row("the same, by another chance", seen["same"],
            "who has many partners may be anywhere", 100 * (1 - labelled.defined) / 2,
            unit="%", how=LABELS),
        row("partners of the same type", kinds["same"], "of all ties, both ends of one type",
            chance["kind"], unit="%", how=DEALT),
        row("E-I index by country", ei_index(net), "-1 all ties within countries, 1 all between",
            labelled.defined, how=LABELS),
        row("assortativity by type", assortativity(net.with_groups(kind)),
            "1 all within types, 0 as the number of ties would have it"),
        row("mean path", paths["mean"] if "mean" in paths else next(iter(paths.values())),
            "steps between two who hang together, sampled"),
    ]  # fmt: skip
    names = {one: f"PIC {one}" for one in net.ids}
    places = [f"{c}, {k}" for c, k in zip(country, kind, strict=True)]
    codes = np.unique(np.array(country), return_inverse=True)[1]
    return {
        "as_of": "2018-12-31",
        "figures": figures,
        "tables": {
            "countries": countries(net, members, country, seen, chance),
            "types": mixing(net.with_groups(kind)),
            "years": cohorts(ds, net.ids),
            "bridges": bridging(net, every, names, places, head="country, type"),
            "leaving": leaving(net, (0.01, 0.05, 0.1)),
            "caps": capped(two, (None, 50, CAP, 15), codes),
        },
        "more": {
            "best connected 1%: % of all ends of ties": ends_of(net, 0.01),
            "memberships of the projects left out": int(two.sizes[two.sizes > CAP].sum()),
        },
    }, found.files


def ends_of(net, share):
    """How many per cent of the ends of ties are held by the best connected."""
    ordered = np.sort(net.degree)[::-1]
    return round(100 * float(ordered[: round(share * len(net))].sum() / ordered.sum()), 2)


def countries(net, members, country, seen, chance):
    """Rows of the countries with most organisations."""
    names, codes = np.unique(np.array(country), return_inverse=True)
    own = np.bincount(codes, minlength=len(names))
    ends = np.bincount(codes, weights=net.degree, minlength=len(names))
    rows = []
    for g in np.lexsort((np.arange(len(names)), -own))[:COUNTRIES].tolist():
        inside = seen["within"][g]
        dealt_ties = chance["within"][:, g].mean()
        rows.append({
            "country": str(names[g]),
            "organisations": int(own[g]),
            "participations": int((codes[members.who] == g).sum()),
            "mean partners": round(ends[g] / own[g], 2),
            "partners at home %": round(100 * 2 * inside / ends[g], 2),
            "times chance": round(float(inside / dealt_ties), 2),
        })  # fmt: skip
    return rows


def cohorts(ds, ids):
    """Rows of what began in each year: newcomers, the UK's part, pairs that met before."""
    place = {one: i for i, one in enumerate(ids)}
    uk = {o.id for o in ds.organisations if "area:uk" in o.areas}
    year = {c.id: c.starts_on.year for c in ds.collaborations}
    inside, leads = {}, {}
    for m in ds.collaboration_members:
        inside.setdefault(m.collaboration_id, []).append(m.organisation_id)
        if m.role == "lead":
            leads.setdefault(year[m.collaboration_id], []).append(m.organisation_id)
    rows, met, known = [], set(), set()
    for one in sorted(set(year.values())):
        projects = [inside[c] for c in sorted(year) if year[c] == one]
        shared = [p for p in projects if 2 <= len(p) <= CAP]
        there = {place[i] for p in projects for i in p}
        pairs = {
            (a, b) for p in shared for a in (place[i] for i in p) for b in (place[i] for i in p)
            if a < b
        }  # fmt: skip
        every = [i for p in projects for i in p]
        rows.append({
            "year": str(one),
            "projects": len(projects),
            "with partners": sum(len(p) > 1 for p in projects),
            "organisations": len(there),
            "newcomers %": round(100 * len(there - known) / len(there), 2) if known else None,
            "ties": len(pairs),
            "met before %": round(100 * len(pairs & met) / len(pairs), 2) if met else None,
            "UK participations %": round(100 * sum(i in uk for i in every) / len(every), 2),
            "UK leads %": round(
                100 * sum(i in uk for i in leads[one]) / len(leads[one]), 2),
        })  # fmt: skip
        met, known = met | pairs, known | there
    return rows
