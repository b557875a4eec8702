"""The network that organisations report, marked as confidential."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from math import isfinite

from sap_match.graph.labels import GroupsLike
from sap_match.graph.one_mode import CollaborationNetwork
from sap_match.graph.relationships import Reports
from sap_match.model import Relationship


def reported_network(
    relationships: Iterable[Relationship],
    organisation_ids: Sequence[str],
    *,
    as_of: date | None,
    groups: GroupsLike = None,
    name: str = "Reported ties",
    boundary: str = "the organisations that were asked",
) -> CollaborationNetwork:
    """Return the network that organisations report, each tie from who reports it.

    It is confidential (see `CollaborationNetwork`): figures of the whole alone, where five or
    more answered. Whoever made any report is taken to have answered: what they do not report is
    no tie, and what those who made none would have said is missing.

    Parameters
    ----------
    relationships : iterable of Relationship
        Reports on oneself, or on others than ``organisation_ids``, are no tie.
    organisation_ids : sequence of str
        Who was asked.
    as_of : date or None
        Later reports are left out; None takes all. Undated reports always count.
    groups : name of an attribute, mapping from id, or one label a node, optional

    Returns
    -------
    CollaborationNetwork
        Directed. A tie's weight is how often it was reported to be used, where that is a number
        above 0 (of several kinds of tie the largest), else 1.

    Examples
    --------
    >>> from sap_match.graph import density
    >>> asked = ["a", "b", "c", "d", "e", "f"]
    >>> said = [Relationship(from_id=one, to_id="f") for one in "abcde"]
    >>> net = reported_network(said, asked, as_of=None)
    >>> density(net), int(net.answered.sum()), net.missing_dyads  # f did not answer
    (0.2, 5, 5)
    """
    told = list(relationships)
    reports = Reports.of(told, organisation_ids, as_of=as_of)
    ids = tuple(organisation_ids)
    weights: dict[tuple[str, str], float] = {}
    for s, t, often in zip(
        reports.senders.tolist(), reports.targets.tolist(), reports.frequency.tolist(), strict=True
    ):
        tie = ids[s], ids[t]
        weights[tie] = max(weights.get(tie, 0.0), _times(often))
    asked = set(ids)
    answered = {
        r.from_id
        for r in told
        if r.from_id in asked and (as_of is None or r.reported_on is None or r.reported_on <= as_of)
    }
    made = CollaborationNetwork.from_edges(
        [(a, b, weight) for (a, b), weight in weights.items()],
        nodes=ids,
        groups=groups,
        directed=True,
        answered=sorted(answered),
        name=name,
        boundary=boundary,
        as_of=as_of,
    )
    return replace(made, confidential=True)


def _times(often: str) -> float:
    """Return how often, where it is a number above 0; else 1."""
    try:
        number = float(often)
    except ValueError:
        return 1.0
    return number if isfinite(number) and number > 0 else 1.0
