"""What the findings on several networks share: how each is made, measured and set beside chance."""

from collections import Counter

import numpy as np

from benchmarks._dealt import Members, dealt, joint
from benchmarks._findings_tables import row

SEED, CAP, BRIDGES, LARGE, PIVOTS = 0, 25, 10, 5_000, 1_000
DEALT = "memberships dealt anew"
LABELS = "groups dealt out anew"


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
