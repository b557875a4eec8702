"""What the figures of a network stand on: ties at a date, and what is not known of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.adjacency import collapsed, from_edges
from sap_match.graph.network import MAX_FORUM, Network
from sap_match.graph.one_mode import CollaborationNetwork
from sap_match.graph.walks import without_diagonal

WHOLE = "whole network"
_TIE = f"other than funding or a forum above {MAX_FORUM} members"


@dataclass(frozen=True)
class Ground:
    """What the figures stand on: ties at a date, and what is not known of them.

    Parameters
    ----------
    network : Network
    names : tuple of n str
        Names of organisations, in the order of the network's ids.
    title : str
        What the network is called in a citation.
    """

    network: Network
    names: tuple[str, ...]
    title: str = ""

    @cached_property
    def net(self) -> CollaborationNetwork:
        """The ties at the date as the measures of a network take them."""
        return self.network.one_mode(name=self.title)

    @property
    def n(self) -> int:
        """Number of organisations."""
        return len(self.network)

    @cached_property
    def ties(self) -> Any:
        """Who are partners at the date, CSR of 0 and 1, shape (n, n)."""
        return collapsed(self.network.projection(when="current"))

    @cached_property
    def certain(self) -> Any:
        """Those ties that a dated collaboration carries, CSR of 0 and 1, shape (n, n)."""
        ties = self.network.ties(when="current")
        dated = ~np.isnat(ties.starts)
        pairs = zip(ties.left[dated].tolist(), ties.right[dated].tolist(), strict=True)
        return from_edges(self.n, pairs)

    @cached_property
    def recorded(self) -> NDArray[np.bool_]:
        """Who is in any collaboration at all, of whatever kind, time and size, shape (n,)."""
        found = np.zeros(self.n, dtype=bool)
        found[self.network.members] = True
        return found

    @cached_property
    def degree(self) -> NDArray[np.float64]:
        """Number of partners, shape (n,)."""
        return np.asarray(self.ties.sum(axis=1), dtype=float).ravel()

    @property
    def empty(self) -> bool:
        """Whether nothing is recorded that could make partners at the date."""
        return bool(self.ties.nnz == 0)

    @cached_property
    def missing(self) -> str:
        """Of how many nothing is recorded, in words."""
        without = self.n - int(self.recorded.sum())
        if not without:
            return ""
        return f"{without} of {self.n} organisations are in no recorded collaboration"

    @cached_property
    def note(self) -> str:
        """All that is missing, in words."""
        told = [
            f"{self.missing}: no record is not no tie"
            if self.missing
            else "every organisation is in a recorded collaboration"
        ]
        undated = int((self.network.undated & self.network.selected(when="current")).sum())
        if undated:
            some = "1 collaboration has" if undated == 1 else f"{undated} collaborations have"
            told.append(
                f"{some} no start: counted, though not known to run at {self.network.as_of}"
            )
        forums = int(((self.network.kinds == "forum") & (self.network.sizes > MAX_FORUM)).sum())
        if forums:
            some = "1 forum" if forums == 1 else f"{forums} forums"
            told.append(f"{some} of more than {MAX_FORUM} members left out")
        if self._large:
            told.append(self._large)
        return "; ".join(told)

    @cached_property
    def _large(self) -> str:
        """How many pairs are partners through large collaborations alone, in words."""
        sizes = self.network.sizes[self.network.selected(when="current")]
        large = int((sizes > MAX_FORUM).sum())
        if not large:
            return ""
        b = self.network.incidence(when="current")[:, np.flatnonzero(sizes <= MAX_FORUM)]
        ties, others = int(self.ties.nnz / 2), int(without_diagonal(b @ b.T).nnz / 2)
        some = "1 collaboration" if large == 1 else f"{large:,} collaborations"
        return (
            f"{some} of more than {MAX_FORUM} members {'makes' if large == 1 else 'make'} "
            f"{ties - others:,} of the {ties:,} pairs partners by itself: to be listed together in "
            "one is little"
        ).replace("by itself", "by itself" if large == 1 else "by themselves")

    @property
    def source(self) -> str:
        """The end of every figure's citation: boundary, place, date, data, this library."""
        return f"Boundary: {self.net.boundary}. {self.net.source}"

    @property
    def cited(self) -> str:
        """The line that says what the figures stand on as a whole."""
        when, _, stand = self.net.source.partition(", data ")
        return f"{when}; n = {self.n:,}, {self.net.boundary}; data {stand}"

    @cached_property
    def about(self) -> tuple[str, ...]:
        """What a reader must know before any figure, in sentences."""
        n, running = self.n, int(self.network.selected(when="current").sum())
        some = (
            "1 collaboration that runs" if running == 1 else f"{running:,} collaborations that run"
        )
        people = "1 organisation" if n == 1 else f"{n:,} organisations"
        said = [f"{people}, {some} at the date. A tie is one of them shared, {_TIE}."]
        if not self.empty:
            said.append(f"{self.note[:1].upper()}{self.note[1:]}.")
        if self.missing and not self.empty:
            said.append(
                "Where a figure says what it could be: with every tie that nobody recorded absent, "
                "to all of them there."
            )
        return tuple(said)

    @cached_property
    def nothing(self) -> str:
        """What is said where no record makes two organisations partners."""
        kinds, counts = np.unique(self.network.kinds, return_counts=True)
        held = ", ".join(f"{count} of {kind}" for kind, count in zip(kinds, counts, strict=True))
        return (
            "Not known: no record makes two organisations partners at this date "
            f"({f'collaborations: {held}' if held else 'the data holds no collaborations'}). "
            "That says nothing about who works with whom."
            + (
                " Grants say who paid whom, and not who works with whom: count them by giver and "
                "by year." * ("funding" in held)
            )
        )

    def named(self, places: Iterable[int], k: int = 5) -> str:
        """Return the names of the ``k`` of these organisations who have most partners."""
        by_degree = sorted(places, key=lambda i: (-self.degree[i], self.network.ids[i]))
        return "; ".join(self.names[i] for i in by_degree[:k])
