"""What an analyst finds in four real networks, each figure beside what chance gives.

    python -m benchmarks.network_findings [--only h2020|probation|somalia|trafford]

The pages docs/explanation/network-*.md are written from the result: `tables` lays out what
stands in them. Chance is named in each row: *dealt* deals memberships anew (`_dealt`), *labels*
deals groups anew (`label_test`).
"""

import json
import re
import sys
from collections import Counter
from datetime import date

import numpy as np

from benchmarks import _record
from benchmarks._dealt import Members, dealt, joint
from benchmarks._network_trafford import trafford

SEED, DRAWS, LARGE_DRAWS, LABEL_DRAWS, CAP = 0, 200, 100, 1_000, 25
DEALT = "memberships dealt anew"
LABELS = "groups dealt out anew"
COUNTRIES, BRIDGES, LARGE, PIVOTS = 10, 10, 5_000, 1_000


# -- what a network is made of ------------------------------------------------------------


def collected(dataset, as_of, *, cap=CAP, groups=None, block="role"):
    """Return the network of who shared a collaboration, its two modes, its members."""
    from sap_match.graph import Network
    from sap_match.graph.at_date import two_mode_of

    two = two_mode_of(Network.build(dataset, as_of), when="any")
    net = two.one_mode(max_size=cap, weights="newman", groups=groups)
    column = {one: j for j, one in enumerate(two.events)}
    place = {one: i for i, one in enumerate(two.ids)}
    started = {c.id: c.starts_on.year if c.starts_on else 0 for c in dataset.collaborations}
    rows = [
        (place[m.organisation_id], column[m.collaboration_id],
         m.role if block == "role" else started[m.collaboration_id])
        for m in dataset.collaboration_members if m.collaboration_id in column
    ]  # fmt: skip
    who, where, blocks = (np.array(part) for part in zip(*rows, strict=True))
    _, blocks = np.unique(blocks, return_inverse=True)
    return net, two, Members(len(two.ids), len(two.events), who, where, blocks)


def main_roles(dataset):
    """Return the role that each organisation has most often, by id."""
    roles = {}
    for m in dataset.collaboration_members:
        roles.setdefault(m.organisation_id, Counter())[m.role] += 1
    return {one: min(c, key=lambda r: (-c[r], r)) for one, c in roles.items()}


def counted(members, groups):
    """Return what is read off one deal: ties, repeats, transitivity, parts, ties within."""
    from sap_match.graph import largest_part, transitivity

    net = tied(members)
    codes = np.unique(np.array([g or "" for g in groups]), return_inverse=True)[1]
    same = codes[net.sources] == codes[net.targets]
    return {
        "ties": net.size,
        "repeated": 100 * float((net.weights > 1).mean()),
        "transitivity": float(transitivity(net)),
        "largest": 100 * float(largest_part(net)),
        "same": 100 * float(same.mean()),
        "alone": int((net.degree == 0).sum()),
        "within": np.bincount(codes[net.sources][same], minlength=codes.max() + 1),
    }


def by_chance(members, groups, draws, more=None):
    """Return a measure's values over the deals, by name; ``more(members)`` adds to them."""
    found = [
        {**counted(one, groups), **(more(one) if more else {})}
        for one in dealt(members, draws, np.random.default_rng(SEED))
    ]
    return {name: np.array([one[name] for one in found]) for name in found[0]}


def between(members):
    """Return betweenness of each organisation in one deal."""
    from sap_match.graph import betweenness

    return {"between": betweenness(tied(members))["betweenness"].to_numpy()}


def broken(members):
    """Return the same, and what one leaving would break at most."""
    from sap_match.graph import largest_loss

    return between(members) | {"loss": 100 * float(largest_loss(tied(members)))}


def tied(members):
    """Return the network of who shares a collaboration in one deal."""
    from sap_match.graph.projections import of_matrix

    upper = joint(members)
    return of_matrix((upper + upper.T).tocsr(), tuple(range(members.n)))


# -- rows of tables -----------------------------------------------------------------------


def row(figure, value, definition, draws=None, *, unit="", how=""):
    """One main figure, with what chance gives: mean, 95% of the draws, p two-sided."""
    value = float(value)
    made = {"figure": figure, "value": round(value, 5), "unit": unit, "what it is": definition}
    if draws is None:
        return {**made, "chance": None}
    low, high = np.quantile(draws, [0.025, 0.975])
    tails = [(np.sum(draws <= value + 1e-9) + 1), (np.sum(draws >= value - 1e-9) + 1)]
    p = min(1.0, 2 * min(tails) / (len(draws) + 1))
    chance = {"mean": draws.mean(), "low": low, "high": high, "p": p}
    chance = {name: round(float(v), 5) for name, v in chance.items()}
    return {**made, "chance": {**chance, "draws": len(draws), "how": how}}


def shown(value, unit=""):
    """A number as a page has it: whole, else three digits; shares in per cent."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return " ".join(value.replace("|", "/").split())
    if float(value).is_integer() and abs(value) < 1e9 and not unit:
        return f"{int(value):,}"
    if unit == "%":
        return f"{value:.1f}%" if abs(value) >= 0.1 or value == 0 else f"{value:.2g}%"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def figures_table(rows):
    """The main figures as a table of the page."""
    lines = ["| figure | value | what it is | by chance |", "|---|--:|---|---|"]
    for one in rows:
        chance, unit = one["chance"], one["unit"]
        told = "–"
        if chance:
            low, high = shown(chance["low"], unit), shown(chance["high"], unit)
            p = f"p < {chance['p'] * 1.001:.2g}" if extreme(chance) else f"p = {chance['p']:.2g}"
            told = f"{shown(chance['mean'], unit)} ({low} to {high}), {p}; {chance['how']}"
        cells = (one["figure"], shown(one["value"], unit), one["what it is"], told)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def extreme(chance):
    """Whether no draw went as far, so that p is only known to be below."""
    return chance["p"] <= 2 / (chance["draws"] + 1) + 1e-9


def table(rows):
    """Any other table: one column a key, per cents where the key says so."""
    heads = list(rows[0])
    right = [all(not isinstance(one[h], str) for one in rows) for h in heads]
    lines = [
        f"| {' | '.join(heads)} |",
        f"|{'|'.join('--:' if r else '---' for r in right)}|",
    ]
    for one in rows:
        cells = [shown(one[h], "%" if h.endswith("%") else "").rstrip("%") for h in heads]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def tables(found):
    """Every table of a page, by name, as Markdown."""
    made = {"figures": figures_table(found["figures"])}
    return made | {name: table(rows) for name, rows in found["tables"].items() if rows}


# -- figures that three networks share ----------------------------------------------------


def common(net, two, seen, chance, what):
    """Rows of main figures; ``what`` is the collaboration's word in the plural."""
    from sap_match.graph import density, mean_degree

    many, sizes = two.sizes >= 2, two.sizes
    above = int((sizes > CAP).sum())
    none = int((sizes == 0).sum())
    told = f"of all {what}" + (f"; {none} that name nobody are among them" if none else "")
    capped = f", {what} of more than {CAP} left out" if above else ""
    return [
        row("organisations", len(net), "named in any record"),
        row(what, len(sizes), "in the file, up to the date"),
        row(f"{what} of one organisation alone", 100 * (~many).mean(), told, unit="%"),
        row("two-mode density", 100 * two.incidence.nnz / (len(net) * len(sizes)),
            f"memberships over organisations x {what}", unit="%"),
        row("density", 100 * density(net), f"pairs that share one of the {what}{capped}, "
            "over all pairs", unit="%"),
        row("mean number of partners", mean_degree(net), f"others met in shared {what}"),
        row("median number of partners", np.median(net.degree), "the middle organisation"),
        row("without any partner", 100 * (net.degree == 0).mean(), "of all organisations",
            unit="%"),
        row("pairs that share more than one", seen["repeated"], f"of the pairs that share any of "
            f"the {what}", chance["repeated"], unit="%", how=DEALT),
        row("transitivity", seen["transitivity"], "of two partners of one organisation, how often "
            "they are partners", chance["transitivity"], how=DEALT),
        row("largest part", seen["largest"], "organisations that hang together, of all",
            chance["largest"], unit="%", how=DEALT),
    ]  # fmt: skip


def capped(two, caps, codes):
    """Rows that say what the cap does: it decides the density."""
    rows = []
    for cap in caps:
        net = two.one_mode(max_size=cap)
        same = codes[net.sources] == codes[net.targets]
        rows.append({
            "largest that counts": "no cap" if cap is None else str(cap),
            "left out": int((two.sizes > (cap or np.inf)).sum()),
            "ties": net.size,
            "mean partners": round(float(net.degree.mean()), 2),
            "without a partner": int((net.degree == 0).sum()),
            "ties within a group %": round(100 * float(same.mean()), 2),
        })  # fmt: skip
    return rows


def bridging(net, members, names, groups, chance=None, head="role", many=BRIDGES):
    """Rows of those on most shortest paths, with what their memberships alone would give."""
    from sap_match.graph import betweenness, fragility

    found = betweenness(net, rng=SEED, sample=None if len(net) < LARGE else PIVOTS)
    score = found["betweenness"].to_numpy()
    lost = fragility(net)
    pairs = (len(net) - 1) * (len(net) - 2) / 2
    inside = np.bincount(members.who, minlength=len(net))
    rows = []
    for i in np.lexsort((np.arange(len(net)), -np.round(score, 6)))[:many].tolist():
        told = {
            "organisation": names[net.ids[i]],
            head: groups[i] or "not known",
            "in": int(inside[i]),
            "partners": int(net.degree[i]),
            "on shortest paths %": round(100 * score[i] / pairs, 2),
        }
        if "standard_error" in found:
            error = 100 * found["standard_error"].iloc[i] / pairs
            told["standard error %"] = round(float(error), 3)
        if chance is not None:
            told["by chance %"] = round(100 * float(chance[:, i].mean()) / pairs, 2)
        rows.append({**told, "cut off without it": int(lost["cut_off"].iloc[i])})
    return rows


def leaving(net, shares):
    """Rows of how large the largest part stays when the best connected leave, or any."""
    from sap_match.graph import largest_part

    random, order = np.random.default_rng(SEED), np.argsort(-net.degree, kind="stable")
    rows = []
    for share in shares:
        n = round(share * len(net))
        anybody = [
            float(largest_part(without(net, random.permutation(len(net))[:n])))
            * (len(net) - n) / len(net)
            for _ in range(5)
        ]  # fmt: skip
        best = float(largest_part(without(net, order[:n]))) * (len(net) - n) / len(net)
        rows.append({
            "leave %": round(100 * share, 1),
            "organisations": n,
            "largest part, best connected leave %": round(100 * best, 2),
            "largest part, any leave %": round(100 * float(np.mean(anybody)), 2),
        })  # fmt: skip
    return rows


def without(net, rows):
    gone = set(rows.tolist())
    return net.among([one for i, one in enumerate(net.ids) if i not in gone])


# -- H2020 --------------------------------------------------------------------------------


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
    chance = by_chance(members, country, 3 if quick else LARGE_DRAWS,
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


def mixing(net):
    """Rows of how many ties join two groups, over what the groups' ties would have by chance."""
    from sap_match.graph import mixing_matrix

    frame = mixing_matrix(net)
    counts, names = frame.counts, frame.groups
    ends = counts.sum(axis=1)
    over = counts / (np.outer(ends, ends) / counts.sum())
    return [
        {"group": name, "organisations": net.groups.count(name)}
        | {f"to {other}": round(float(over[i, j]), 2) for j, other in enumerate(names)}
        for i, name in enumerate(names)
    ]


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


# -- probation ----------------------------------------------------------------------------


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
            "bridges": bridging(net, every, names, told, chance["between"], "contracts", 8),
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


def cut(net, names, many=6):
    """Rows of those without whom others would be cut off."""
    from sap_match.graph import fragility

    lost = fragility(net)
    order = np.lexsort((np.arange(len(net)), -lost["cut_off"].to_numpy()))[:many].tolist()
    return [
        {
            "organisation": names[net.ids[i]],
            "partners": int(net.degree[i]),
            "pieces without it": int(lost["pieces"].iloc[i]),
            "cut off": int(lost["cut_off"].iloc[i]),
        }
        for i in order
    ]


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


# -- Somalia ------------------------------------------------------------------------------


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


# -- all ----------------------------------------------------------------------------------

PAGES = _record.ROOT / "docs" / "explanation"
FOUND = {"h2020": h2020, "probation": probation, "trafford": trafford, "somalia": somalia}


def rewritten(page, found):
    """Return a page with each table that has a head of ours as it now is."""
    ours = {made.split("\n")[0]: made for made in tables(found).values()}
    parts = re.split(r"(?m)((?:^\|.*\n?)+)", page)
    for k in range(1, len(parts), 2):
        head = parts[k].split("\n")[0]
        parts[k] = f"{ours[head]}\n" if head in ours else parts[k]
    return "".join(parts)


def main(arguments=None):
    parser = _record.options_of("network_findings", __doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--only", choices=sorted(FOUND), help="one network; others are kept")
    parser.add_argument("--pages", action="store_true", help="lay the tables in the pages too")
    options = parser.parse_args(arguments)
    load, data = _record.load_now(), _record.data_folder()
    measured, files = {}, {}
    if options.only and options.out.is_file():
        before = json.loads(options.out.read_text("utf-8"))
        measured, files = before["measured"], {one["file"]: one for one in before["data"]}
    for name in [options.only] if options.only else FOUND:
        measured[name], read = FOUND[name](data, quick=options.quick)
        files |= {one["file"]: one for one in _record.hashes(read, data)}
        print(name, *tables(measured[name]).values(), sep="\n\n")
        page = PAGES / f"network-{name}.md"
        if options.pages and page.is_file():
            page.write_text(rewritten(page.read_text("utf-8"), measured[name]), encoding="utf-8")
    mark = "each network has its figures"
    return _record.save(
        options,
        what="what an analyst finds in four real networks",
        targets={mark: sorted(FOUND)},
        met={mark: set(measured) >= set(FOUND)},
        measured={"seed": SEED, **{k: measured[k] for k in FOUND if k in measured}},
        data=[files[one] for one in sorted(files)],
        load_before=load,
    )


if __name__ == "__main__":
    sys.exit(main())
