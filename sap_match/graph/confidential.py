"""What leaves a network of confidential reports: sums alone, of five who answered or more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.errors import DataError

if TYPE_CHECKING:
    from sap_match.graph.one_mode import CollaborationNetwork

FEWEST = 5
"""Nothing is shown that stands on the answers of fewer."""
SAID = "confidential reports: sums only"
NOT_SHOWN = "not shown: fewer than five answered"


def not_confidential(net: CollaborationNetwork, what: str) -> None:
    """Refuse ``what``, which would name a pair or one organisation's own answers.

    Raises
    ------
    DataError
        The network is made of confidential reports; says what to do instead.

    Examples
    --------
    >>> from sap_match.graph.reported import reported_network
    >>> net = reported_network([], ["a"], as_of=None)
    >>> not_confidential(net, "a list of ties")
    Traceback (most recent call last):
    sap_match.errors.DataError: ...a list of ties would tell who answered what; ...
    """
    if net.confidential:
        raise DataError(
            f"the reports are confidential, and {what} would tell who answered what; take figures "
            "of the whole (density, reciprocity, ei_index, all_measures), or, where everybody "
            "named agreed, network.disclosed()",
            field="confidential",
        )


def too_few(net: CollaborationNetwork) -> bool:
    """Whether the reports are confidential and fewer than five answered."""
    told = len(net) if net.answered is None else int(net.answered.sum())
    return net.confidential and told < FEWEST


def five_answered(net: CollaborationNetwork) -> None:
    """Refuse a table or range of confidential reports where fewer than five answered.

    Raises
    ------
    DataError
        Says how many answered.
    """
    if too_few(net):
        raise DataError(
            f"the reports are confidential, and nothing is shown that stands on fewer than "
            f"{FEWEST} who answered; wait for more answers",
            field="answered",
        )


def groups_of_five(net: CollaborationNetwork, names: Sequence[str], member: Any, what: str) -> None:
    """Refuse a table by group where fewer than five of a group answered.

    The other groups are not shown alone either: with the figure of the whole they would tell
    that of the small one.

    Parameters
    ----------
    names : sequence of g str
    member : sparse array of shape (n, g)
        1 where a node is in a group.

    Raises
    ------
    DataError
        Names the groups; says what to do instead.
    """
    if not net.confidential:
        return
    told = np.ones(len(net)) if net.answered is None else net.answered.astype(float)
    counts = np.asarray(member.T @ told).ravel()
    few = [name for name, many in zip(names, counts.tolist(), strict=True) if many < FEWEST]
    if few:
        raise DataError(
            f"the reports are confidential, and fewer than five answered in {', '.join(few)}; "
            f"join small groups before {what} is shown",
            field="groups",
        )
