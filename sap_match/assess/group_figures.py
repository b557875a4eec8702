"""The figures of a network by group: within, to others, and who stands between."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan

import numpy as np
from numpy.typing import NDArray

from sap_match.assess.ground import Ground
from sap_match.assess.grouping import Groups
from sap_match.assess.measures import Measure
from sap_match.graph.brokerage import ROLES, gould_fernandez
from sap_match.graph.density import group_density, outside_density
from sap_match.graph.figure import Figure
from sap_match.graph.mixing import ei_index_expected

_BROKERS = 5
Floats = NDArray[np.float64]


def group_measures(ground: Ground, groups: Groups) -> list[Measure]:
    """Return the measures of each group, and between groups where nobody is in two."""
    if ground.empty:
        return []
    member = groups.member.astype(float)
    within, sure = (group_density(t, member, groups.names) for t in (ground.ties, ground.certain))
    outside, possible_out = outside_density(ground.ties, member)
    sure_out, _ = outside_density(ground.certain, member)
    size = member.sum(axis=0)
    known = member[ground.recorded].sum(axis=0)
    unknown_out = possible_out - known * (ground.recorded.sum() - known)
    rows: list[Measure] = []
    pairs_in, pairs_known = size * (size - 1) / 2, known * (known - 1) / 2
    rows += _each(
        "Density within",
        groups,
        "partners inside the group / possible pairs inside it",
        (np.diag(within.ties) / 2, pairs_in, np.diag(sure.ties) / 2, pairs_in - pairs_known),
        size,
    )
    rows += _each(
        "Density to others",
        groups,
        "partners of the group outside it / possible pairs of one inside and one outside",
        (outside, possible_out, sure_out, unknown_out),
        size,
    )
    rows += list(_between(ground, groups, within.ties, sure.ties, size, known))
    rows += _organisations(ground, groups)
    rows += list(_ei(groups, np.diag(within.ties) / 2, outside, size))
    rows += _whole_ei(ground, groups)
    if groups.by == "kind" and groups.unknown == 0:
        rows += _brokers(ground, groups)
    return rows


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
    figures = (
        ("Has a partner", linked, "organisations of the group with a partner / all of it"),
        (
            "Has a partner outside",
            crossing,
            "organisations of the group with a partner outside it / all of it",
        ),
        ("Partners each", total, "mean number of partners"),
    )
    rows = []
    for name, found, definition in figures:
        for g, group in enumerate(groups.names):
            n, lost = int(size[g]), int(without[g])
            share = name != "Partners each"
            rows.append(
                Measure.of(
                    f"{name}, by {groups.by}",
                    group,
                    _ratio(found[g], n, definition, known=lost < n),
                    n=n,
                    note=f"{lost} of {n} are in no recorded collaboration" if lost else "",
                    high=min(1.0, (found[g] + lost) / n) if share and n else None,
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
            note="" if outside[g] + inside[g] else "no ties are recorded",
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
        chance = ei_index_expected(groups.labels())
        note.append(f"the sizes of the groups alone would give {chance:.2f}")
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


def _brokers(ground: Ground, groups: Groups) -> list[Measure]:
    """Name who joins most pairs that are not partners themselves (each pair counts once)."""
    label = [str(one) for one in groups.labels()]
    roles = gould_fernandez(ground.ties, label)
    pairs = roles.raw / 2
    total, alike = pairs[:, ROLES.index("t")], pairs[:, ROLES.index("w_I")]
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
            note=f"{int(total[i] - alike[i])} of the pairs are not all of its own kind; a network "
            f"of this density by chance would give {roles.expected[i, -1] / 2:.1f}",
        )
        for i in best
    ]
