"""The figures of a network as a whole: how dense it is, what joins it, what would break it."""

from __future__ import annotations

from math import comb

import numpy as np

from sap_match.assess import holding, measures
from sap_match.assess.ground import WHOLE, Ground
from sap_match.assess.measures import Measure, placed
from sap_match.graph.closure import transitivity
from sap_match.graph.density import two_mode_density
from sap_match.graph.figure import Figure


def whole_measures(ground: Ground) -> list[Measure]:
    """Return the figures of the whole network, each in its section."""
    return [
        *placed(dense(ground), measures.DENSE),
        *placed(holding.together(ground), measures.TOGETHER),
        *placed(holding.between(ground), measures.BETWEEN),
        *placed(holding.breaking(ground), measures.BREAK),
        *placed(holding.news(ground), measures.NEWS),
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
        *_where_recorded(ground),
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


def _where_recorded(ground: Ground) -> list[Measure]:
    """Return the density among those of whom anything is known, where that is not everybody."""
    recorded = int(ground.recorded.sum())
    if recorded == ground.n:
        return []
    pairs = comb(recorded, 2)
    found, sure = ground.ties.nnz / 2, ground.certain.nnz / 2
    return [
        Measure.of(
            "Density where anything is recorded",
            WHOLE,
            Figure.ratio(
                found,
                pairs,
                definition="partners / possible pairs of organisations in any collaboration",
            ),
            n=recorded,
            note=f"the other {ground.n - recorded:,} are left out above and below the line",
            low=sure / pairs,
        )
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
        Measure.told(
            transitivity(ground.net),
            WHOLE,
            name="Partners who are partners",
            definition="how often two partners of one are partners of each other: closed over all "
            "two-step paths",
            note="collaborations of three or more make this high by themselves",
        ),
        Measure.of(
            "Two-mode density",
            WHOLE,
            two_mode_density(b),
            n=ground.n,
            note=f"{b.shape[1]:,} collaborations that run at the date",
        ),
    ]
