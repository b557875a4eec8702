"""Rules on labels, looked up: asked once for each two distinct cells, not for each pair."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.recommend.pairings.columns import codes
from sap_match.recommend.pairings.listing import Listing, Meeting

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.recommend.pairings.blocks import Kind

TABLED = 200_000
"""Pairs of distinct cells up to which a rule on labels is looked up in a table."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


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
        cells: tuple[str, str] | None = None,
    ) -> Table:
        """Ask the rule once for each two distinct keys; None is never refused.

        With ``cells`` the keys are put into these columns of the two records first, and
        dates and notice are taken out.
        """
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
                    if cells:
                        pair = _with(pair[0], cells[0], one), _with(pair[1], cells[1], two)
                    refused[r, c] = rule(kind.beside.of(*pair, 0.0)) is not None
        return cls(rows, columns, refused)

    def block(self, part: slice) -> NDArray[np.bool_]:
        """Return the pairs that the rule refuses."""
        return self.refused[self.left[part]][:, self.right]


def _with(listing: Listing, cell: str, value: Any) -> Listing:
    update = {cell: value, "starts_on": None, "ends_on": None, "lead_days": None}
    return replace(listing, record=listing.record.model_copy(update=update))


def names_of(checks: Sequence[str], since: str = "") -> tuple[str, ...]:
    """Return the names of checks in order, without those whose last day is before ``since``."""
    found = []
    for check in checks:
        name, _, more = check.partition(":")
        if not (_DATE.fullmatch(more.strip()) and more.strip() < since):
            found.append(name.strip())
    return tuple(sorted(set(found)))
