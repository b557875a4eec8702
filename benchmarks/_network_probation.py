"""The probation contracts: who delivers them together, and what would fall apart."""

import re
from collections import Counter
from datetime import date

import numpy as np

from benchmarks._dealt import Members, joint
from benchmarks._findings_shared import (
    CAP,
    DEALT,
    bridging,
    broken,
    by_chance,
    collected,
    common,
    counted,
    cut,
    main_roles,
)
from benchmarks._findings_tables import row

DRAWS = 200
TYPES = {
    "PWB": "personal wellbeing", "WOS": "women's services", "ACC": "accommodation",
    "ETE": "education, training and work", "WSM": "women's services in Greater Manchester",
    "DNR": "dependency and recovery", "FBD": "finance, benefit and debt", "MTR": "mentoring",
}  # fmt: skip


def probation(data, *, quick=False):
    from benchmarks._consortia_data import hmpps_interventions as read
    from sap_match.graph import largest_loss

    found = read(data)
    ds = found.dataset
    names = {o.id: o.name for o in ds.organisations}
    role = main_roles(ds)
    groups = tuple(role[o.id] for o in ds.organisations)
    net, two, every = collected(ds, date(2021, 12, 31), groups=groups)
    members = every.within(CAP)
    chance = by_chance(members, groups, 5 if quick else DRAWS, broken)
    seen = counted(members, groups)
    leads = {}
    for m in ds.collaboration_members:
        leads.setdefault(m.organisation_id, Counter())[m.role] += 1
    told = [f"{leads[i]['lead']} led, {leads[i]['partner']} as subcontractor" for i in net.ids]
    merged = counted(as_one(members, ds), groups)
    figures = [
        *common(net, two, seen, chance, "contracts"),
        row("the same, kindred names as one", merged["repeated"],
            "pairs that share more than one, St Giles and Wise as one body, PACT as one",
            unit="%"),
        row("largest loss by one leaving", 100 * largest_loss(net),
            "pairs that could reach each other and no longer could, of those that could",
            chance["loss"], unit="%", how=DEALT),
        row("in several regions or areas", 100 * abroad(ds), "organisations with contracts in "
            "more than one, of all", unit="%"),
    ]  # fmt: skip
    return {
        "as_of": "2021-12-31",
        "figures": figures,
        "tables": {
            "types": by_type(ds),
            "bridges": bridging(net, every, names, told, chance["between"], "contracts", 9),
            "cut": cut(net, names),
            "repeats": repeats(ds, names, every),
        },
        "more": {
            "contracts with an end": sum(c.ends_on is not None for c in ds.collaborations),
            "organisations that lead any": sum(c["lead"] > 0 for c in leads.values()),
            "organisations that only lead": sum(c["partner"] == 0 for c in leads.values()),
            "organisations that do both": sum(
                c["lead"] > 0 and c["partner"] > 0 for c in leads.values()),
        },
    }, found.files  # fmt: skip


def as_one(members, ds):
    """Return the memberships with those that bear one body's name taken as one organisation."""
    said = [re.search(r"st giles|wise group|\bpact\b", o.name.casefold()) for o in ds.organisations]
    words = ["" if m is None else "pact" if m[0] == "pact" else "st giles" for m in said]
    first = np.array([words.index(w) if w else i for i, w in enumerate(words)])
    rows = sorted(set(zip(first[members.who].tolist(), members.where.tolist(), strict=True)))
    who, where = (np.array(part) for part in zip(*rows, strict=True))
    return Members(members.n, members.events, who, where, np.zeros(len(who), dtype=int))


def abroad(ds):
    places = {}
    where = {c.id: c.areas for c in ds.collaborations}
    for m in ds.collaboration_members:
        places.setdefault(m.organisation_id, set()).update(where[m.collaboration_id])
    return sum(len(p) > 1 for p in places.values()) / len(ds.organisations)


def by_type(ds):
    """Rows of what kinds of service are bought: how many share a contract, how dense."""
    inside = {}
    for m in ds.collaboration_members:
        inside.setdefault(m.collaboration_id, set()).add(m.organisation_id)
    rows = []
    kinds = Counter((c.programme or "").split("-")[0] for c in ds.collaborations)
    for kind, n in sorted(kinds.items(), key=lambda t: (-t[1], t[0])):
        held = [inside[c.id] for c in ds.collaborations if c.programme.split("-")[0] == kind]
        there = set().union(*held)
        pairs = Counter((a, b) for h in held for a in h for b in h if a < b)
        possible = len(there) * (len(there) - 1) / 2
        rows.append({
            "service": f"{TYPES.get(kind, kind)} ({kind})",
            "contracts": n,
            "organisations": len(there),
            "mean in a contract": round(sum(map(len, held)) / n, 2),
            "alone %": round(100 * sum(len(h) == 1 for h in held) / n, 1),
            "pairs": len(pairs),
            "density %": round(100 * len(pairs) / possible, 2) if possible else None,
            "pairs in several %": round(
                100 * sum(v > 1 for v in pairs.values()) / len(pairs), 1) if pairs else None,
        })  # fmt: skip
    return rows


def repeats(ds, names, members, many=4):
    """Rows of the pairs that share most contracts."""
    upper = joint(members).tocoo()
    order = np.lexsort((upper.col, upper.row, -upper.data))[:many].tolist()
    ids = tuple(o.id for o in ds.organisations)
    return [
        {
            "organisation": names[ids[upper.row[k]]],
            "and": names[ids[upper.col[k]]],
            "contracts shared": int(upper.data[k]),
        }
        for k in order
    ]
