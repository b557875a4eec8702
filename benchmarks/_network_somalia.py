"""Aid to Somalia: who pays, plans and carries it out together."""

from datetime import date

import numpy as np

from benchmarks._findings_shared import (
    CAP,
    DEALT,
    LABELS,
    SEED,
    between,
    bridging,
    by_chance,
    capped,
    collected,
    common,
    counted,
    leaving,
    main_roles,
    mixing,
)
from benchmarks._findings_tables import row

DRAWS, LABEL_DRAWS = 200, 1_000


def somalia(data, *, quick=False):
    from benchmarks._consortia_data import iati_somalia as read
    from sap_match.graph import assortativity, ei_index
    from sap_match.graph.significance import label_test

    found = read(data)
    ds = found.dataset
    names = {o.id: o.name for o in ds.organisations}
    role = main_roles(ds)
    groups = tuple(role.get(o.id) for o in ds.organisations)
    net, two, every = collected(ds, date(2021, 12, 31), groups=groups)
    members = every.within(CAP)
    chance = by_chance(members, groups, 3 if quick else DRAWS, between)
    seen = counted(members, groups)
    labelled = label_test(net, groups, draws=LABEL_DRAWS, rng=SEED)
    codes = np.unique(np.array([g or "" for g in groups]), return_inverse=True)[1]
    figures = [
        *common(net, two, seen, chance, "activities"),
        row("E-I index by role", ei_index(net), "-1 all ties within a role, 1 all between",
            labelled.defined, how=LABELS),
        row("ties within a role", seen["same"], "of all ties", chance["same"], unit="%",
            how=DEALT),
        row("assortativity by role", assortativity(net), "1 all within roles, 0 as the number "
            "of ties would have it"),
    ]  # fmt: skip
    return {
        "as_of": "2021-12-31",
        "figures": figures,
        "tables": {
            "roles": mixing(net),
            "carriers": carriers(ds, two),
            "bridges": bridging(net, every, names, groups, chance["between"], many=8),
            "leaving": leaving(net, (0.01, 0.05, 0.1)),
            "caps": capped(two, (None, 50, CAP, 10), codes),
            "large": large(ds, two),
            "years": running(ds),
        },
        "more": {
            "starting after the date": sum(
                bool(c.starts_on and c.starts_on > date(2021, 12, 31)) for c in ds.collaborations),
            "starting before 2000": sum(
                bool(c.starts_on and c.starts_on.year < 2000) for c in ds.collaborations),
            "earliest end": min(c.ends_on for c in ds.collaborations if c.ends_on).isoformat(),
        },
    }, found.files  # fmt: skip


def carriers(ds, two):
    """Rows of who shares an activity as a peer: only members of one role count."""
    inside = {}
    for m in ds.collaboration_members:
        inside.setdefault((m.role, m.collaboration_id), set()).add(m.organisation_id)
    rows = []
    for role in ("funding", "programming", "implementing"):
        held = [h for (r, c), h in inside.items() if r == role and c in set(two.events)]
        there = set().union(*held)
        peers = {o for h in held if 2 <= len(h) <= CAP for o in h}
        pairs = {(a, b) for h in held if 2 <= len(h) <= CAP for a in h for b in h if a < b}
        rows.append({
            "role": role,
            "organisations": len(there),
            "activities with any": len(held),
            "with more than one %": round(100 * sum(len(h) > 1 for h in held) / len(held), 1),
            "organisations with a peer %": round(100 * len(peers) / len(there), 1),
            "pairs of peers": len(pairs),
        })  # fmt: skip
    return rows


def large(ds, two):
    """Rows of the activities that are too large to tie anybody."""
    said = {c.id: c for c in ds.collaborations}
    rows = []
    for j in np.argsort(-two.sizes, kind="stable").tolist():
        n = int(two.sizes[j])
        if n <= CAP:
            break
        rows.append({
            "activity": said[two.events[j]].title,
            "organisations": n,
            "pairs": n * (n - 1) // 2,
        })  # fmt: skip
    return rows


def running(ds):
    """Rows of how many activities in the file ran at the end of each year."""
    rows = []
    for year in range(2018, 2022):
        day = date(year, 12, 31)
        on = [c for c in ds.collaborations if c.starts_on and c.starts_on <= day]
        rows.append({
            "year": str(year),
            "begun in it": sum(c.starts_on.year == year for c in on),
            "running at its end": sum(c.ends_on is None or c.ends_on >= day for c in on),
            "ended in it": sum(
                bool(c.ends_on and c.ends_on.year == year) for c in ds.collaborations),
        })  # fmt: skip
    return rows
