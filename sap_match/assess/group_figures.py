"""The figures of a network by group: within, to others, and who stands between."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan, nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.assess import measures
from sap_match.assess.ground import WHOLE, Ground
from sap_match.assess.grouping import Groups
from sap_match.assess.measures import Measure, placed, plain
from sap_match.graph.brokerage import ROLES, Brokerage, gould_fernandez
from sap_match.graph.figure import Figure
from sap_match.graph.mixing import mixing_matrix
from sap_match.graph.segregation import assortativity

_BROKERS = 5
_ROLES = {
    "all three of one kind (coordinator)": ("w_I",),
    "one kind through another (itinerant)": ("w_O",),
    "two kinds through one (gatekeeper)": ("b_IO", "b_OI"),
    "two kinds through a third (liaison)": ("b_O",),
}
Floats = NDArray[np.float64]


def group_measures(ground: Ground, groups: Groups) -> list[Measure]:
    """Return the measures of each group, and between groups where nobody is in two."""
    if ground.empty:
        return []
    if groups.alone:
        return _standing_between(ground, groups)
    member = groups.member.astype(float)
    within, sure = (_blocks(t, member) for t in (ground.ties, ground.certain))
    size = member.sum(axis=0)
    outside, sure_out = (
        np.asarray(member.T @ (np.asarray(t.sum(axis=1)).ravel())) - _inside(t, member)
        for t in (ground.ties, ground.certain)
    )
    possible_out = size * (ground.n - size)
    known = member[ground.recorded].sum(axis=0)
    unknown_out = possible_out - known * (ground.recorded.sum() - known)
    rows = _in_the_records(ground, groups)
    pairs_in, pairs_known = size * (size - 1) / 2, known * (known - 1) / 2
    rows += _each(
        "Density within",
        groups,
        "partners inside the group / possible pairs inside it",
        (np.diag(within) / 2, pairs_in, np.diag(sure) / 2, pairs_in - pairs_known),
        size,
    )
    rows += _each(
        "Density to others",
        groups,
        "partners of the group outside it / possible pairs of one inside and one outside",
        (outside, possible_out, sure_out, unknown_out),
        size,
    )
    rows += list(_between(ground, groups, within, sure, size, known))
    rows += _organisations(ground, groups)
    rows += list(_ei(groups, np.diag(within) / 2, outside, size))
    rows += _whole_ei(ground, groups)
    rows += _against_sizes(ground, groups)
    return [*placed(rows, measures.WITHIN), *_standing_between(ground, groups)]


def _standing_between(ground: Ground, groups: Groups) -> list[Measure]:
    if groups.by != "kind" or groups.unknown:
        return []
    roles = gould_fernandez(ground.net, [str(one) for one in groups.labels()])
    rows = _brokers(ground, roles, len(set(groups.labels())))
    return placed(rows if groups.alone else [*rows, *_roles(ground, roles)], measures.BETWEEN)


def _against_sizes(ground: Ground, groups: Groups) -> list[Measure]:
    """Return how much denser within and between kinds is than the whole, and the assortativity."""
    if groups.by != "kind" or not groups.apart:
        return []
    labels = groups.labels()
    mixing = mixing_matrix(ground.net, labels)
    over, counts, pairs = mixing.over_density, mixing.counts, mixing.possible
    place = {group: g for g, group in enumerate(mixing.groups)}
    rows = []
    for i, one in enumerate(groups.names):
        for other in groups.names[i:]:
            g, h = place[one], place[other]
            half = 2 if g == h else 1
            ties, known = counts[g, h] / half, 0 if pairs is None else pairs[g, h] / half
            rows.append(
                Measure.of(
                    "Against the whole, between kinds",
                    f"within {one}" if g == h else f"{one} and {other}",
                    Figure(
                        float(over[g, h]),
                        definition="density of these pairs / density of all pairs, where anything "
                        "is recorded of both; 1 where kinds make no difference",
                    ),
                    n=int(groups.member[:, [i, groups.names.index(other)]].any(axis=1).sum()),
                    note=f"{int(ties):,} partners of {int(known):,} pairs known",
                )
            )
    alike = Measure.told(
        assortativity(ground.net, labels),
        WHOLE,
        name="Assortativity of kinds",
        definition="how far ties keep to their own kind beyond chance: 1 all do, 0 as by chance, "
        "below 0 they seek others",
        counted=False,
    )
    return [*rows, alike]


def _blocks(ties: Any, member: Floats) -> Floats:
    """Count ties between each two groups, shape (g, g); those within stand twice."""
    return np.asarray(member.T @ (ties @ member))


def _inside(ties: Any, member: Floats) -> Floats:
    """Count each group's ends of ties that stay inside it, shape (g,)."""
    return np.asarray((member * (ties @ member)).sum(axis=0))


def _in_the_records(ground: Ground, groups: Groups) -> list[Measure]:
    """Return how much of each group anything is recorded of: what its other figures rest on."""
    found = (groups.member & ground.recorded[:, None]).sum(axis=0)
    if ground.recorded.all():
        return []
    definition = "organisations of the group in any recorded collaboration / all of it"
    return [
        Measure.of(
            f"In the records, by {groups.by}",
            group,
            Figure.ratio(int(found[g]), int(size), definition=definition),
            n=int(size),
        )
        for g, (group, size) in enumerate(zip(groups.names, groups.member.sum(axis=0), strict=True))
    ]


def _each(
    name: str, groups: Groups, definition: str, parts: tuple[Floats, ...], size: Floats
) -> list[Measure]:
    """Make a measure a group of (found, possible, certain, not known)."""
    found, possible, sure, unknown = parts
    rows = []
    for g, group in enumerate(groups.names):
        figure = _ratio(found[g], possible[g], definition, known=unknown[g] < possible[g])
        note = f"{int(unknown[g])} of the pairs have an end that no collaboration names"
        rows.append(
            Measure.of(
                f"{name}, by {groups.by}",
                group,
                figure,
                n=int(size[g]),
                note=note if unknown[g] else "",
                low=sure[g] / possible[g] if possible[g] else None,
                high=(found[g] + unknown[g]) / possible[g] if possible[g] else None,
            )
        )
    return rows


def _ratio(found: float, possible: float, definition: str, *, known: bool) -> Figure:
    """Return a ratio; where nothing is recorded that it could count, NaN and not 0."""
    if not known:
        return Figure(nan, denominator=possible, definition=definition)
    return Figure.ratio(float(found), float(possible), definition=definition)


def _between(
    ground: Ground, groups: Groups, ties: Floats, sure: Floats, size: Floats, known: Floats
) -> Iterator[Measure]:
    """Yield density between each two groups, where they are few and nobody is in both."""
    if groups.by != "kind" or not groups.apart:
        return
    for g, one in enumerate(groups.names):
        for h in range(g + 1, len(groups.names)):
            possible = size[g] * size[h]
            unknown = possible - known[g] * known[h]
            yield Measure.of(
                "Density between kinds",
                f"{one} and {groups.names[h]}",
                _ratio(
                    ties[g, h],
                    possible,
                    "partners across / possible pairs across",
                    known=unknown < possible,
                ),
                n=int(size[g] + size[h]),
                note=ground.missing,
                low=sure[g, h] / possible,
                high=(ties[g, h] + unknown) / possible,
            )


def _organisations(ground: Ground, groups: Groups) -> list[Measure]:
    """Return, a group, the share that has a partner, has one outside, and partners each."""
    member = groups.member
    inside = ground.ties @ member.astype(float)  # partners of each organisation in each group
    size = member.sum(axis=0)
    without = (member & ~ground.recorded[:, None]).sum(axis=0)
    linked = (member & (ground.degree > 0)[:, None]).sum(axis=0)
    crossing = (member & (ground.degree[:, None] > inside)).sum(axis=0)
    total = member.T @ ground.degree
    sure_inside = ground.certain @ member.astype(float)
    sure = np.asarray(ground.certain.sum(axis=1), dtype=float).ravel()
    recorded = int(ground.recorded.sum())
    unknown = ground.n - 1 - np.where(ground.recorded, recorded - 1, 0)
    figures = (
        (
            "Has a partner",
            linked,
            "organisations of the group with a partner / all of it",
            (member & (sure > 0)[:, None]).sum(axis=0),
            np.minimum(linked + without, size),
        ),
        (
            "Has a partner outside",
            crossing,
            "organisations of the group with a partner outside it / all of it",
            (member & (sure[:, None] > sure_inside)).sum(axis=0),
            np.minimum(crossing + without, size),
        ),
        (
            "Partners each",
            total,
            "mean number of partners",
            member.T @ sure,
            total + member.T @ unknown,
        ),
    )
    rows = []
    for name, found, definition, least, most in figures:
        for g, group in enumerate(groups.names):
            n, lost = int(size[g]), int(without[g])
            rows.append(
                Measure.of(
                    f"{name}, by {groups.by}",
                    group,
                    _ratio(found[g], n, definition, known=lost < n),
                    n=n,
                    note=f"{lost} of {n} are in no recorded collaboration" if lost else "",
                    low=least[g] / n if n else None,
                    high=most[g] / n if n else None,
                )
            )
    return rows


def _ei(groups: Groups, inside: Floats, outside: Floats, size: Floats) -> Iterator[Measure]:
    for g, group in enumerate(groups.names):
        yield Measure.of(
            f"E-I index, by {groups.by}",
            group,
            Figure.ratio(
                outside[g] - inside[g],
                outside[g] + inside[g],
                definition="(ties to outside - ties inside) / all its ties; 1 only outside, -1 "
                "only inside",
            ),
            n=int(size[g]),
            note=_in_several(groups) if outside[g] + inside[g] else "no ties are recorded",
        )


def _in_several(groups: Groups) -> str:
    """Say why the index of groups lies above that of all of them together."""
    if groups.apart:
        return ""
    one = groups.by
    return (
        f"who is in several {one}s counts in each, so that a tie inside a shared {one} counts as "
        "outside for another"
    )


def _whole_ei(ground: Ground, groups: Groups) -> list[Measure]:
    coo = ground.ties.tocoo()
    once = coo.row < coo.col
    a, b = groups.member[coo.row[once]], groups.member[coo.col[once]]
    placed = a.any(axis=1) & b.any(axis=1)
    within = int(((a & b).any(axis=1) & placed).sum())
    between = int(placed.sum()) - within
    note = [f"{int((~placed).sum())} ties left out: an end is in no known group"]
    note = note if (~placed).any() else []
    if groups.apart:
        size = groups.member.sum(axis=0)
        inside, pairs = (size * (size - 1) / 2).sum(), size.sum() * (size.sum() - 1) / 2
        chance = 1 - 2 * inside / pairs if pairs else nan
        note.append(f"the sizes of the groups alone would give {plain(chance)}")
    else:
        note.append(f"{_in_several(groups)}; here it counts once, as within")
    figure = Figure.ratio(
        between - within,
        between + within,
        definition="(ties between groups - ties within) / all ties; 1 only between, -1 only within",
    )
    whole = f"all {groups.by}s together"
    return [
        Measure.of(
            f"E-I index, by {groups.by}", whole, figure, n=len(groups.member), note="; ".join(note)
        )
    ]


def _brokers(ground: Ground, roles: Brokerage, kinds: int) -> list[Measure]:
    """Name who joins most pairs that are not partners themselves (each pair counts once)."""
    pairs = roles.raw / 2
    t, own = ROLES.index("t"), ROLES.index("w_I")
    total, alike = pairs[:, t], pairs[:, own]
    chance = np.asarray(roles.expected)[:, t] / 2
    ids = ground.network.ids
    best = sorted(np.flatnonzero(total > 0).tolist(), key=lambda i: (-total[i], ids[i]))[:_BROKERS]
    return [
        Measure(
            name="Stands between",
            group=ground.names[i],
            value=float(total[i]),
            numerator=None,
            denominator=None,
            n=int(ground.degree[i]),
            definition="pairs of its partners who are not partners of each other",
            note=f"a network of this density by chance would give it {plain(float(chance[i]))}"
            + _not_its_own(int(total[i] - alike[i]), kinds),
        )
        for i in best
    ]


def _not_its_own(pairs: int, kinds: int) -> str:
    """Say how many of the pairs bring in another kind, where there is more than one."""
    if kinds < 2:
        return ""
    verb = "is" if pairs == 1 else "are"
    return f"; {pairs:,} of the pairs {verb} not all of its own kind"


def _roles(ground: Ground, roles: Brokerage) -> list[Measure]:
    """Return what pairs are joined through whom, over all organisations, beside chance."""
    raw, chance = np.asarray(roles.whole_raw) / 2, np.asarray(roles.whole_expected) / 2
    total = float(raw[ROLES.index("t")])
    rows: list[Measure] = []
    if not total:
        return rows
    for words, names in _ROLES.items():
        at = [ROLES.index(name) for name in names]
        share = float(chance[at].sum() / chance[-1]) if chance[-1] else nan
        rows.append(
            Measure.of(
                "Who is joined through whom",
                words,
                Figure.ratio(
                    float(raw[at].sum()),
                    total,
                    definition="pairs joined by a third and not by each other, of this make-up / "
                    "all of them (the roles of Gould and Fernandez)",
                ),
                n=ground.n,
                note="" if isnan(share) else f"by chance {plain(share)}",
            )
        )
    return rows
