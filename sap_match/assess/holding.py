"""Who holds the network together, who stands between, what would break, how far news goes."""

from __future__ import annotations

import numpy as np

from sap_match.assess.ground import WHOLE, Ground
from sap_match.assess.measures import Measure
from sap_match.graph.centrality import (
    betweenness,
    betweenness_centralisation,
    degree_centralisation,
)
from sap_match.graph.cores import coreness
from sap_match.graph.figure import Figure
from sap_match.graph.fragility import fragility, largest_loss
from sap_match.graph.hierarchy import connectedness
from sap_match.graph.reach import EXACT_NODES as _EXACT_UP_TO
from sap_match.graph.reach import mean_reach, path_lengths
from sap_match.graph.structure import bridges, components, cut_points


def together(ground: Ground) -> list[Measure]:
    """Return how much of the network hangs together, and around whom."""
    size = np.bincount(components(ground.net))
    parts = int((size > 1).sum())
    some = "1 part" if parts == 1 else f"{parts:,} separate parts"
    return [
        Measure.of(
            "Largest connected part",
            WHOLE,
            Figure.ratio(
                int(size[0]), ground.n, definition="organisations that ties join in one part / all"
            ),
            n=ground.n,
            note=f"ties make {some} of two or more",
        ),
        _core(ground),
        Measure.told(
            degree_centralisation(ground.net),
            WHOLE,
            definition="how far partners gather around one organisation: 0 where all have as many, "
            "1 where one has all and the others only it",
            note=f"most partners: {_most(ground)}",
            counted=False,
        ),
    ]


def _most(ground: Ground) -> str:
    best = sorted(range(ground.n), key=lambda i: (-ground.degree[i], ground.network.ids[i]))[:3]
    return "; ".join(f"{ground.names[i]} ({int(ground.degree[i]):,})" for i in best)


def _core(ground: Ground) -> Measure:
    """Return how many are in the innermost core, and whether one collaboration makes it."""
    k = coreness(ground.net)["coreness"].to_numpy()
    inside = np.flatnonzero(k == k.max())
    net = ground.network
    largest = int(net.sizes[net.selected(when="current")].max(initial=0))
    own = f"a collaboration of {largest} makes such a core by itself; " if largest > k.max() else ""
    return Measure.of(
        "In the innermost core",
        WHOLE,
        Figure.ratio(
            len(inside),
            ground.n,
            definition="organisations in the core where each has most partners inside it / all",
        ),
        n=ground.n,
        note=f"{own}each has {int(k.max())} partners or more in it: "
        f"{ground.named(inside.tolist())}{' and others' if len(inside) > 5 else ''}",
    )


def between(ground: Ground) -> list[Measure]:
    """Return how far the shortest ways between others lead through few."""
    scores = betweenness(ground.net)
    ways = scores["betweenness"].to_numpy()
    figure = betweenness_centralisation(ground.net, scores=scores)
    best = sorted(np.flatnonzero(ways > 0).tolist(), key=lambda i: (-ways[i], i))[:3]
    named = "; ".join(ground.names[i] for i in best)
    said = str(scores.attrs.get("note", "")).partition(ground.net.note)[0].rstrip("; ")
    note = [said] if "standard_error" in scores else []
    if named:
        note.append(f"most ways lead through: {named}")
    return [
        Measure.told(
            figure,
            WHOLE,
            definition="how far the shortest ways between others lead through one organisation: 0 "
            "where through all alike, 1 where all lead through one",
            note="; ".join(note),
            counted=False,
        )
    ]


def breaking(ground: Ground) -> list[Measure]:
    """Return what would fall apart without whom."""
    linked = int((ground.degree > 0).sum())
    cut = [ground.net.position(one) for one in cut_points(ground.net)]
    named = ground.named(cut)
    alone = len(bridges(ground.net))
    return [
        Measure.of(
            "Holds a part together",
            WHOLE,
            Figure.ratio(
                len(cut),
                linked,
                definition="organisations whose leaving would split a part / those with a partner",
            ),
            n=linked,
            note=f"those with most partners: {named}" if named else "",
        ),
        Measure.of(
            "Ties that alone join",
            WHOLE,
            Figure.ratio(
                alone, ground.net.size, definition="ties whose end would split a part / all ties"
            ),
            n=linked,
        ),
        _worst(ground),
    ]


def _worst(ground: Ground) -> Measure:
    """Return what the leaving of one organisation would cut off at most, and whose."""
    frame = fragility(ground.net)
    cut_off = frame["cut_off"].to_numpy()
    note = ""
    if cut_off.any():
        worst = np.lexsort((-cut_off, frame["pairs_kept"].to_numpy()))[0]
        who = ground.names[ground.net.position(frame.index[worst])]
        lost = int(cut_off[worst])
        some = "1 other" if lost == 1 else f"{lost:,} others"
        note = f"without {who} {some} would be cut off from those whom it joins them to"
    return Measure.told(
        largest_loss(ground.net),
        WHOLE,
        definition="pairs that lose every way to each other when the one leaves on whom most "
        "depend / pairs of others joined now",
        note=note,
    )


def news(ground: Ground) -> list[Measure]:
    """Return how far news goes from one to the next."""
    ways = path_lengths(ground.net)
    near = [mean_reach(ground.net, steps=steps) for steps in (2, 3)]
    return [
        *(
            Measure.told(
                figure,
                WHOLE,
                name=f"Within {steps} steps",
                definition=f"pairs at most {steps} steps apart / all pairs, each counted both ways",
                note=_sampled(figure, ground),
            )
            for steps, figure in zip((2, 3), near, strict=True)
        ),
        Measure.told(
            ways["mean_path_length"],
            WHOLE,
            name="Steps between",
            definition="mean number of steps between those whom a way joins",
            note=_sampled(ways["mean_path_length"], ground),
            counted=False,
        ),
        Measure.told(
            ways["diameter"],
            WHOLE,
            name="Most steps between",
            definition="number of steps between the two furthest whom a way joins",
            note=_sampled(ways["diameter"], ground),
            counted=False,
        ),
        Measure.told(
            connectedness(ground.net),
            WHOLE,
            name="Pairs whom news can reach",
            definition="pairs joined by a way over any number of partners / all pairs "
            "(Krackhardt's connectedness)",
        ),
    ]


def _sampled(figure: Figure, ground: Ground) -> str:
    """Return what a figure says of its sample, if it stands on one."""
    said = figure.note.partition(ground.net.note)[0].rstrip("; ")
    return said if ground.n > _EXACT_UP_TO else ""
