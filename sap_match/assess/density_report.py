"""How dense is the partnership: every figure with definition, denominator and what is missing.

A tie here is being partners at the date: two organisations in one collaboration
that has not ended, other than funding or a forum above 25. An organisation that
no collaboration names is not without ties; nothing is recorded of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from sap_match.assess import group_figures, reports
from sap_match.assess.ground import Ground
from sap_match.assess.grouping import AreasOf, By, groups
from sap_match.assess.measures import COLUMNS, Measure
from sap_match.graph.density import density, transitivity, two_mode_density
from sap_match.graph.figure import Figure
from sap_match.graph.network import MAX_FORUM, Network
from sap_match.graph.structure import components, cut_points
from sap_match.model import Dataset
from sap_match.results import Results

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

WHOLE = "whole network"
_NAMED = 5


def density_report(landscape: Landscape, *, by: By | Sequence[By] = "kind") -> Results[Measure]:
    """Return every measure of a landscape's network, the whole first, then by group.

    Parameters
    ----------
    landscape : Landscape
    by : {"kind", "area", "theme"} or several of them
        What groups are made of.
    """
    return network_report(landscape.dataset, landscape.network, by=by, areas_of=landscape.areas_of)


def network_report(
    dataset: Dataset, network: Network, *, by: By | Sequence[By], areas_of: AreasOf
) -> Results[Measure]:
    """Return every measure of ``network``, whose organisations are those of ``dataset``.

    Examples
    --------
    >>> from datetime import date
    >>> from sap_match.model import Collaboration, CollaborationMember, Organisation
    >>> data = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [Organisation(id=i, name=i, kind="voluntary") for i in "abcd"],
    ...         "collaborations": [Collaboration(id="c", kind="partnership")],
    ...         "collaboration_members": [
    ...             CollaborationMember(collaboration_id="c", organisation_id=o) for o in "ab"
    ...         ],
    ...     },
    ... )
    >>> report = network_report(
    ...     data, Network.build(data, date(2026, 11, 1)), by="kind", areas_of=lambda _: ()
    ... )
    >>> density = next(m for m in report if m.name == "Density")
    >>> round(density.value, 3), density.denominator, density.low, density.high
    (0.167, 6.0, 0.0, 1.0)
    """
    ground = Ground(network, tuple(dataset.organisation(one).name for one in network.ids))
    wanted = (by,) if isinstance(by, str) else tuple(by)
    rows = whole_measures(ground)
    notes = [citation(dataset, network)]
    first = None
    for one in wanted:
        made = groups(dataset, one, as_of=network.as_of, areas_of=areas_of)
        first = first or made
        if made.note:
            notes.append(f"By {one}: {made.note}.")
        if made.names:
            rows.extend(group_figures.group_measures(ground, made))
    rows.extend(
        reports.reported(
            dataset.relationships, network.ids, first, as_of=network.as_of, whole=WHOLE
        )
    )
    if ground.empty:
        notes.append(_nothing(ground))
    return Results(tuple(rows), record=Measure.to_record, notes=tuple(notes), columns=COLUMNS)


def citation(dataset: Dataset, network: Network) -> str:
    """Return the line that says what figures of ``network`` stand on."""
    try:
        library = f"sap_match {version('sap-match')}"
    except PackageNotFoundError:
        library = "sap_match"
    return (
        f"Cite as: {dataset.name} ({dataset.id}) as of {network.as_of}; n = {len(network)}, every "
        f"organisation listed; a tie is a collaboration shared at that date, other than funding "
        f"or a forum above {MAX_FORUM} members; {library}."
    )


def _nothing(ground: Ground) -> str:
    kinds, counts = np.unique(ground.network.kinds, return_counts=True)
    held = ", ".join(f"{count} of {kind}" for kind, count in zip(kinds, counts, strict=True))
    return (
        "Not known: no record makes two organisations partners at this date "
        f"({f'collaborations: {held}' if held else 'the data holds no collaborations'}). "
        "That says nothing about who works with whom."
    )


def whole_measures(ground: Ground) -> list[Measure]:
    """Return the measures of the whole network."""
    n, recorded = ground.n, int(ground.recorded.sum())
    if ground.empty:
        definition = "partners / possible pairs of organisations"
        bounds = (0.0, 1.0) if n > 1 else (None, None)
        note = _nothing(ground)
        return [Measure("Density", WHOLE, None, None, None, n, definition, note, *bounds)]
    whole = density(ground.ties)
    possible, found, sure = comb(n, 2), whole.numerator, ground.certain.nnz / 2
    missing = possible - comb(recorded, 2)
    inside = ground.ties[ground.recorded][:, ground.recorded]
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
                density(inside).numerator,
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
        *_reach(ground),
        *_joined(ground),
    ]


def _reach(ground: Ground) -> list[Measure]:
    n = ground.n
    with_partner = int((ground.degree > 0).sum())
    sure = int((np.asarray(ground.certain.sum(axis=1)).ravel() > 0).sum())
    label = components(ground.ties)
    size = np.bincount(label)
    parts = int((size > 1).sum())
    return [
        Measure.of(
            "Has a partner",
            WHOLE,
            Figure.ratio(with_partner, n, definition="organisations with a partner / all"),
            n=n,
            note=ground.missing,
            low=sure / n,
            high=(with_partner + n - int(ground.recorded.sum())) / n,
        ),
        Measure.of(
            "Largest connected part",
            WHOLE,
            Figure.ratio(size[0], n, definition="organisations that ties join in one part / all"),
            n=n,
            note=f"ties make {parts} separate parts of two or more",
        ),
        _cut_points(ground),
    ]


def _cut_points(ground: Ground) -> Measure:
    cut = cut_points(ground.ties)
    by_degree = sorted(cut, key=lambda i: (-ground.degree[i], ground.network.ids[i]))[:_NAMED]
    named = ", ".join(ground.names[i] for i in by_degree)
    return Measure.of(
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


def _joined(ground: Ground) -> list[Measure]:
    b = ground.network.incidence(when="current")
    return [
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
