"""The figures of a network as a whole: how dense it is, what joins it, what would break it."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import numpy as np

from sap_match.assess import measures
from sap_match.assess.ground import Ground
from sap_match.assess.measures import Measure, placed
from sap_match.graph.closure import transitivity
from sap_match.graph.density import two_mode_density
from sap_match.graph.figure import Figure
from sap_match.graph.structure import components, cut_points

WHOLE = "whole network"
_NAMED = 5


def whole_measures(ground: Ground) -> list[Measure]:
    """Return the figures of the whole network, each in its section."""
    return [
        *placed(dense(ground), measures.DENSE),
        *placed(together(ground), measures.TOGETHER),
        *placed(breaking(ground), measures.BREAK),
    ]


def nothing(ground: Ground) -> Measure:
    """Return the one figure of a network in which nobody is known to be a partner."""
    bounds = (0.0, 1.0) if ground.n > 1 else (None, None)
    definition = "partners / possible pairs of organisations"
    return Measure(
        "Density", WHOLE, None, None, None, ground.n, definition, ground.nothing, *bounds
    )


def dense(ground: Ground) -> list[Measure]:
    """Return density, partners each, and what collaborations they come from."""
    n, recorded = ground.n, int(ground.recorded.sum())
    found, sure = ground.ties.nnz / 2, ground.certain.nnz / 2
    possible = comb(n, 2)
    missing = possible - comb(recorded, 2)
    return [
        Measure.of(
            "Density",
            WHOLE,
            Figure.ratio(found, possible, definition="partners / possible pairs of organisations"),
            n=n,
            note=ground.note,
            low=sure / possible,
            high=(found + missing) / possible,
        ),
        Measure.of(
            "Density where anything is recorded",
            WHOLE,
            Figure.ratio(
                found,
                comb(recorded, 2),
                definition="partners / possible pairs of organisations in any collaboration",
            ),
            n=recorded,
            note=f"the other {n - recorded} are left out above and below the line",
            low=sure / comb(recorded, 2),
        ),
        Measure.of(
            "Partners each",
            WHOLE,
            Figure.ratio(2 * found, n, definition="mean number of partners"),
            n=n,
            note=ground.note,
            low=2 * sure / n,
            high=2 * (found + missing) / n,
        ),
        _has_a_partner(ground),
        *_joined(ground),
    ]


def _has_a_partner(ground: Ground) -> Measure:
    n = ground.n
    sure = int((np.asarray(ground.certain.sum(axis=1)).ravel() > 0).sum())
    with_partner = int((ground.degree > 0).sum())
    return Measure.of(
        "Has a partner",
        WHOLE,
        Figure.ratio(with_partner, n, definition="organisations with a partner / all"),
        n=n,
        note=ground.missing,
        low=sure / n,
        high=(with_partner + n - int(ground.recorded.sum())) / n,
    )


def _joined(ground: Ground) -> list[Measure]:
    b = ground.network.incidence(when="current")
    strong = int((ground.net.weights > 1).sum())
    return [
        Measure.of(
            "Partners more than once",
            WHOLE,
            Figure.ratio(
                strong,
                ground.net.size,
                definition="partners who share two collaborations or more / partners",
            ),
            n=int((ground.degree > 0).sum()),
        ),
        Measure.of(
            "Partners who are partners",
            WHOLE,
            transitivity(ground.ties),
            n=int((ground.degree > 1).sum()),
            note="collaborations of three or more make this high by themselves",
        ),
        Measure.of(
            "Two-mode density",
            WHOLE,
            two_mode_density(b),
            n=ground.n,
            note=f"{b.shape[1]} collaborations that run at the date",
        ),
    ]


def together(ground: Ground) -> list[Measure]:
    """Return how much of the network hangs together."""
    size = np.bincount(components(ground.ties))
    parts = int((size > 1).sum())
    return [
        Measure.of(
            "Largest connected part",
            WHOLE,
            Figure.ratio(
                size[0], ground.n, definition="organisations that ties join in one part / all"
            ),
            n=ground.n,
            note=f"ties make {parts} separate parts of two or more",
        )
    ]


def breaking(ground: Ground) -> list[Measure]:
    """Return what would fall apart without whom."""
    cut = cut_points(ground.ties)
    named = first_named(ground, cut)
    return [
        Measure.of(
            "Holds a part together",
            WHOLE,
            Figure.ratio(
                len(cut),
                int((ground.degree > 0).sum()),
                definition="organisations whose leaving would split a part / those with a partner",
            ),
            n=int((ground.degree > 0).sum()),
            note=f"those with most partners: {named}" if named else "",
        )
    ]


def first_named(ground: Ground, places: Sequence[int], k: int = _NAMED) -> str:
    """Return the names of those of ``places`` who have most partners."""
    by_degree = sorted(places, key=lambda i: (-ground.degree[i], ground.network.ids[i]))
    return ", ".join(ground.names[i] for i in by_degree[:k])
