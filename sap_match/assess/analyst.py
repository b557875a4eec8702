"""What an analyst may want besides: holes, cores, communities, hierarchy, kinds of tie."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from sap_match.assess import measures
from sap_match.assess.ground import WHOLE, Ground
from sap_match.assess.grouping import Groups
from sap_match.assess.measures import Measure, placed, plain
from sap_match.errors import MissingPartError
from sap_match.graph.at_date import layers_of
from sap_match.graph.communities import communities, communities_and_groups, modularity
from sap_match.graph.cores import core_periphery, rich_club
from sap_match.graph.ei import ei_index_rescaled
from sap_match.graph.figure import Figure
from sap_match.graph.heterogeneity import blau, iqv, mean_partner_heterogeneity
from sap_match.graph.hierarchy import krackhardt
from sap_match.graph.holes import structural_holes
from sap_match.graph.multiplex import multiplex
from sap_match.graph.one_mode import CollaborationNetwork
from sap_match.graph.reach import path_lengths
from sap_match.graph.segregation import yules_q

_NAMED = 5
#: The club is about a tenth of those with a partner, and no fewer than so many.
_CLUB, _FEWEST_IN_CLUB = 0.1, 3
_UNDIRECTED = "shared collaborations have no direction, so that it is always"


def for_the_analyst(ground: Ground, groupings: Sequence[Groups]) -> list[Measure]:
    """Return the figures that answer no question of a council paper, in a section of their own."""
    rows = [
        *_holes(ground),
        *_core(ground),
        *_hierarchy(ground),
        *_kinds_of_tie(ground),
    ]
    found: list[int] | None = None
    try:
        found = [int(one) for one in communities(ground.net)["community"]]
        rows += _communities(ground, found)
    except MissingPartError as error:
        rows.append(_missing(ground, str(error)))
    for one in groupings:
        if one.apart and len(one.names) > 1:
            rows += _by_group(ground, one, found)
    return placed(rows, measures.ANALYST)


def _holes(ground: Ground) -> list[Measure]:
    """Return whose partners are apart: the middle of all, and who has most of them."""
    frame = structural_holes(ground.net)
    linked = frame[ground.degree > 0]
    size, tied = linked["effective_size"].to_numpy(), linked["constraint"].to_numpy()
    effective = (
        "partners less how many of the others each of them is tied to on average: how many "
        "separate circles an organisation reaches (Burt's effective size)"
    )
    constraint = (
        "how far what an organisation could reach lies with the same few partners: near 0 with "
        "many who are apart, 1 or so with one partner or all tied to each other (Burt's constraint)"
    )
    rows = [
        _median("Effective size", size, effective),
        _median("Constraint", tied, constraint),
    ]
    ids = np.array([str(one) for one in linked.index])
    best = np.lexsort((ids, -np.round(size, 6)))[:_NAMED]
    for i in best.tolist():
        if not size[i] > 1:
            continue
        place = ground.net.position(linked.index[i])
        note = f"{int(ground.degree[place]):,} partners, constraint {plain(round(tied[i], 6))}"
        whom = "the organisations with most of it are named"
        rows.append(
            Measure(
                "Reaches separate circles",
                ground.names[place],
                float(size[i]),
                None,
                None,
                None,
                f"effective size; {whom}",
                note,
            )
        )
    return rows


def _median(name: str, values: np.ndarray, definition: str) -> Measure:
    known = values[~np.isnan(values)]
    low, middle, high = np.quantile(known, (0.25, 0.5, 0.75)) if len(known) else (np.nan,) * 3
    return Measure.of(
        name,
        "middle organisation",
        Figure(float(middle), definition=definition),
        n=len(known),
        note=f"half of those with a partner lie between {plain(low)} and {plain(high)}"
        if len(known)
        else "",
    )


def _core(ground: Ground) -> list[Measure]:
    """Return how far there is one core, and whether those with most partners keep to each other."""
    made = core_periphery(ground.net)
    inside = [ground.net.position(one) for one in made.core]
    shares = "; ".join(
        f"{name} {plain(value)}"
        for name, value in zip(
            ("tied within the core", "between", "outside it"),
            (made.densities[one] for one in ("core", "between", "periphery")),
            strict=True,
        )
        if not np.isnan(value)
    )
    named = f"{len(inside):,} in the core: {ground.named(inside)}"
    more = " and others" if len(inside) > _NAMED else ""
    return [
        Measure.told(
            made.fit,
            WHOLE,
            definition="how like one core in which all are tied, and no ties among the others: 1 "
            "exactly so, 0 not at all (Borgatti and Everett)",
            note=f"{named}{more}; {shares}" if inside else shares,
            counted=False,
        ),
        *_club(ground),
    ]


def _club(ground: Ground) -> list[Measure]:
    curve = rich_club(ground.net)
    linked = int((ground.degree > 0).sum())
    few = curve[(curve["nodes"] >= _FEWEST_IN_CLUB) & (curve["nodes"] < linked)]
    if few.empty:
        return []  # all have as many partners
    best = int(np.abs(np.log(few["nodes"].to_numpy() / (_CLUB * linked))).argmin())
    more_than, row = int(few.index[best]), few.iloc[best]
    n, ties = int(row["nodes"]), int(row["ties"])
    return [
        Measure.of(
            "Rich club",
            f"those with more than {more_than:,} partners",
            Figure.ratio(
                ties,
                n * (n - 1) / 2,
                definition="partners / possible pairs among about the tenth with most partners",
            ),
            n=n,
            note=f"{plain(round(row['phi_random'], 6))} by chance, if all kept how many partners "
            "they have but not whom; one large collaboration makes a club by itself",
        )
    ]


def _hierarchy(ground: Ground) -> list[Measure]:
    """Return Krackhardt's other three (connectedness answers a question), and compactness."""
    found = krackhardt(ground.net)
    ways = path_lengths(ground.net)
    return [
        Measure.told(
            ways["compactness"],
            WHOLE,
            definition="how near all are to all: mean of 1 / steps between two, 0 where no way "
            "joins them; 1 where all are partners",
            note=_own(ways["compactness"], ground),
            counted=False,
        ),
        Measure.told(
            found["efficiency"],
            WHOLE,
            name="Krackhardt's efficiency",
            definition="1 less ties beyond those that hold each part together / most such ties, "
            "each counted both ways, so that it is below 1 even where none is to spare; the "
            "lower, the more ways round one who leaves",
        ),
        Measure.told(
            found["hierarchy"],
            WHOLE,
            name="Krackhardt's hierarchy",
            definition="pairs joined one way only / pairs joined",
            note=f"{_UNDIRECTED} 0 here",
        ),
        Measure.told(
            found["lubness"],
            WHOLE,
            name="Krackhardt's lubness",
            definition="1 less pairs without one above both / most such pairs",
            note=f"{_UNDIRECTED} 1 here, where a part has three or more",
            counted=False,
        ),
    ]


def _own(figure: Figure, ground: Ground) -> str:
    """Return what a figure says of itself, without what is said of the network."""
    said = figure.note.partition(ground.net.note)[0].rstrip("; ")
    return said if "sample" in said else ""


def _kinds_of_tie(ground: Ground) -> list[Measure]:
    """Return how far kinds of collaboration tie the same pairs, where there are two or more."""
    layers = {kind: net for kind, net in layers_of(ground.network).items() if net.size}
    if len(layers) < 2:
        return []
    found = multiplex(layers)
    rows = [
        Measure.told(
            found.share,
            WHOLE,
            name="Partners in two kinds of collaboration",
            definition="partners who share collaborations of two kinds or more / partners",
            note=f"kinds that tie any: {', '.join(found.kinds)}",
        )
    ]
    for left, right in combinations(found.kinds, 2):
        a, b = found.kinds.index(left), found.kinds.index(right)
        chance = found.expected_given_degrees[a, b]
        if not found.counts[a, b]:
            continue
        rows.append(
            Measure.told(
                found.overlap(left, right),
                f"{left} and {right}",
                name="Overlap of kinds of collaboration",
                definition="pairs who are partners in both kinds / in either",
                note=f"{plain(float(f'{chance:.3g}'))} pairs by chance",
            )
        )
    return rows


def _communities(ground: Ground, found: list[int]) -> list[Measure]:
    """Return how the ties alone divide the network."""
    sizes = np.bincount(found)
    several = int((sizes > 1).sum())
    largest = [i for i, one in enumerate(found) if one == 0]
    return [
        Measure.told(
            modularity(ground.net, found),
            WHOLE,
            name="Modularity of communities",
            definition="share of ties inside communities, less what chance gives; communities are "
            "found so that it is high (Leiden), and it is high wherever a network is in pieces",
            note=f"{several:,} communities of two or more; the largest, of {sizes[0]:,}: "
            f"{ground.named(largest)}{' and others' if len(largest) > _NAMED else ''}",
            counted=False,
        )
    ]


def _missing(ground: Ground, why: str) -> Measure:
    return Measure(
        "Modularity of communities",
        WHOLE,
        None,
        None,
        None,
        ground.n,
        "share of ties inside communities, less what chance gives",
        why,
    )


def _by_group(ground: Ground, groups: Groups, found: list[int] | None) -> list[Measure]:
    """Return how mixed groups are, and how ties sit against them."""
    net = ground.net.with_groups(groups.labels())
    by = groups.by
    figures = [
        (
            blau(net),
            f"Mix of {by}s",
            f"chance that two organisations drawn are of different {by}s (Blau)",
        ),
        (
            iqv(net),
            f"Mix of {by}s, of the most",
            f"that chance / the most that so many {by}s allow (IQV); 1: all {by}s as large",
        ),
        (
            mean_partner_heterogeneity(net),
            f"Mix of {by}s among partners",
            f"chance that two partners of one are of different {by}s, mean over those with any",
        ),
        (
            yules_q(net),
            f"Yule's Q of {by}s",
            f"odds of a tie within a {by} against those between: 1 only within, 0 alike, -1 none",
        ),
        (
            ei_index_rescaled(net),
            f"E-I index of {by}s, rescaled",
            "ties to others, from the least (-1) to the most (1) that sizes and ties allow",
        ),
        (
            modularity(net),
            f"Modularity of {by}s",
            f"share of ties within a {by}, less what chance gives: 0 as by chance",
        ),
    ]
    rows = [
        Measure.told(one, WHOLE, name=name, definition=said, counted=False)
        for one, name, said in figures
    ]
    return rows if found is None else [*rows, _alike(ground, net, groups, found)]


def _alike(ground: Ground, net: CollaborationNetwork, groups: Groups, found: list[int]) -> Measure:
    """Return how far communities are the groups, among those who have a partner."""
    inside = [one for one, k in zip(net.ids, ground.degree, strict=True) if k > 0]
    held = [one for one, k in zip(found, ground.degree, strict=True) if k > 0]
    met = communities_and_groups(net.among(inside), found=held)
    return Measure.told(
        met.adjusted_rand,
        WHOLE,
        name=f"Communities are {groups.by}s",
        definition=f"how far communities and {groups.by}s put the same organisations together, of "
        "those with a partner: 1 always, 0 as by chance (adjusted Rand index)",
        counted=False,
    )
