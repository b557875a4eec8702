"""Rules on labels, looked up: asked once for each two distinct cells, not for each pair."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.pairings.checks.gate import FREE, Cover, cover
from sap_match.recommend.pairings.columns import codes
from sap_match.recommend.pairings.listing import Listing, Meeting

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.recommend.pairings.blocks import Kind

TABLED = 200_000
"""Pairs of distinct cells up to which a rule on labels is looked up in a table."""


@dataclass(frozen=True, eq=False)
class Table:
    """A rule looked up by what it reads: exact for labels, whose distinct cells are few."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    refused: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        kind: Kind,
        rule: Callable[[Meeting], str | None],
        left: Sequence[Hashable],
        right: Sequence[Hashable],
    ) -> Table:
        """Ask the rule once for each two distinct keys; None is never refused."""
        given: dict[Hashable, int] = {}
        asked: dict[Hashable, int] = {}
        rows, columns = codes(left, given), codes(right, asked)
        refused = np.zeros((len(given) + 1, len(asked) + 1), dtype=bool)
        if len(given) * len(asked) <= TABLED:
            shown = {key: (i, kind.offers.listings[i]) for i, key in reversed([*enumerate(left)])}
            others = {key: (j, kind.needs.listings[j]) for j, key in reversed([*enumerate(right)])}
            for one, r in given.items():
                for two, c in asked.items():
                    pair = shown[one][1], others[two][1]
                    refused[r, c] = rule(kind.beside.of(*pair, 0.0)) is not None
        return cls(rows, columns, refused)

    def block(self, part: slice) -> NDArray[np.bool_]:
        """Return the pairs that the rule refuses."""
        return self.refused[self.left[part]][:, self.right]


@dataclass(frozen=True, eq=False)
class Covers:
    """When each offer's checks meet those that each need requires: `Cover`, tabled.

    ``table`` holds until, clean, ready and people of each two distinct cells.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    table: NDArray[np.int64]

    @classmethod
    def of(cls, kind: Kind) -> Covers:
        """Work out each two distinct cells once; beyond `TABLED` of them dates are left out.

        Where they are too many, nothing is told: the exact rule looks at the candidates.
        """
        given: dict[tuple[str, ...], int] = {}
        asked: dict[tuple[tuple[str, ...], frozenset[str]], int] = {}
        left = codes([_offer_checks(o) for o in kind.offers.listings], given)
        right = codes([_need_checks(n) for n in kind.needs.listings], asked)
        table = np.zeros((4, len(given), len(asked) + 1), dtype=np.int64)
        table[:, :, :] = np.array(_as_row(FREE))[:, None, None]
        as_of = kind.beside.landscape.as_of
        if len(given) * len(asked) <= TABLED:
            for held, r in given.items():
                for (required, nations), c in asked.items():
                    table[:, r, c] = _as_row(cover(held, required, nations, as_of))
        return cls(left, right, table)

    def block(self, part: slice) -> NDArray[np.int64]:
        """Return the four numbers of each pair, shape (4, offers, needs)."""
        return self.table[:, self.left[part]][:, :, self.right]


def _offer_checks(listing: Listing) -> tuple[str, ...]:
    return tuple(getattr(listing.record, "checks", ()))


def _need_checks(listing: Listing) -> tuple[tuple[str, ...], frozenset[str]] | None:
    required = tuple(getattr(listing.record, "checks_required", ()))
    return (required, listing.nations) if required else None


def _as_row(one: Cover) -> tuple[int, int, int, int]:
    return one.until, one.clean, one.ready, one.people
