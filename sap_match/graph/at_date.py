"""Collaborations at a date as networks: of two modes, of one, and one for each kind of tie."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.graph.labels import GroupsLike
from sap_match.graph.memberships import MAX_FORUM, When
from sap_match.graph.one_mode import CollaborationNetwork
from sap_match.graph.projections import Columns, Weights, columns_of, of_matrix, weight_words
from sap_match.graph.two_mode import TwoMode

if TYPE_CHECKING:
    from sap_match.graph.network import Network


def one_mode_of(
    network: Network,
    *,
    when: When,
    kinds: Collection[str] | None,
    max_forum: int | None,
    weights: Weights,
    groups: GroupsLike,
    node_attributes: Columns | None,
    name: str,
) -> CollaborationNetwork:
    """Return the ties of organisations at a date; see `Network.one_mode`."""
    ties = network.projection(weights=weights, when=when, kinds=kinds, max_forum=max_forum)
    recorded = np.zeros(len(network.ids), dtype=bool)
    recorded[network.members] = True
    made = of_matrix(
        ties,
        network.ids,
        answered=recorded,
        told_by="both",
        node_attributes=columns_of(node_attributes, network.ids),
        name=name,
        boundary=_boundary(network, when, kinds, max_forum, weights),
        as_of=network.as_of,
        notes=_undated(network, when, kinds, max_forum),
    )
    return made if groups is None else made.with_groups(groups)


def _boundary(
    network: Network,
    when: str,
    kinds: Collection[str] | None,
    max_forum: int | None,
    weights: Weights,
) -> str:
    of = "" if kinds is None else f" of kind {' or '.join(network.wanted(kinds))}"
    shared = {
        "current": f"shared at {network.as_of}",
        "past": f"shared and ended before {network.as_of}",
        "any": f"shared up to {network.as_of}",
    }[when]
    said = [f"every organisation listed; a tie is a collaboration{of} {shared}"]
    said.append(weight_words(weights, "collaboration"))
    return ", ".join([*said, *_left_out(network, kinds, max_forum)])


def _left_out(network: Network, kinds: Collection[str] | None, max_forum: int | None) -> list[str]:
    """Return which kinds do not count and how many forums are above the cap, in words."""
    wanted = network.wanted(kinds)
    left = sorted(set(network.kinds.tolist()) - set(wanted))
    said = [f"left out by kind: {', '.join(left)}"] if left else []
    if max_forum is not None and "forum" in wanted:
        above = int(((network.kinds == "forum") & (network.sizes > max_forum)).sum())
        said.append(f"forums of more than {max_forum} members left out: {above or 'none'}")
    return said


def _undated(
    network: Network, when: Any, kinds: Collection[str] | None, max_forum: int | None
) -> tuple[str, ...]:
    mask = network.selected(when=when, kinds=kinds, max_forum=max_forum)
    n = int((network.undated & mask).sum())
    if not n:
        return ()
    has = "1 collaboration has" if n == 1 else f"{n:,} collaborations have"
    return (f"{has} no start: counted, though not known to run at {network.as_of}",)


def two_mode_of(
    network: Network,
    *,
    when: When = "current",
    kinds: Collection[str] | None = None,
    max_forum: int | None = None,
) -> TwoMode:
    """Return the collaborations of a network that `Network.selected` keeps, with all members.

    Nothing is tied here, so that no forum is too large unless asked.
    """
    chosen = np.flatnonzero(network.selected(when=when, kinds=kinds, max_forum=max_forum))
    recorded = np.zeros(len(network.ids), dtype=bool)
    recorded[network.members] = True
    running = {"current": "at", "past": "ended before", "any": "up to"}[when]
    return TwoMode(
        ids=network.ids,
        events=tuple(network.collaboration_ids[j] for j in chosen.tolist()),
        kinds=tuple(network.kinds[chosen].tolist()),
        incidence=network.incidence(when=when, kinds=kinds, max_forum=max_forum),
        recorded=recorded,
        word="collaboration",
        boundary=", ".join(
            [
                f"every organisation listed; collaborations {running} {network.as_of}",
                *_left_out(network, kinds, max_forum),
            ]
        ),
        as_of=network.as_of,
        notes=_undated(network, when, kinds, max_forum),
    )


def layers_of(
    network: Network,
    *,
    when: When = "current",
    kinds: Collection[str] | None = None,
    max_forum: int | None = MAX_FORUM,
    weights: Weights = "joint",
) -> dict[str, CollaborationNetwork]:
    """Return one network for each kind of collaboration that the data holds, sorted.

    See `Network.one_mode` for the arguments, `multiplex` for what to do with them.
    """
    held = sorted(set(network.kinds.tolist()) & set(network.wanted(kinds)))
    return {
        kind: network.one_mode(when=when, kinds=[kind], max_forum=max_forum, weights=weights)
        for kind in held
    }
