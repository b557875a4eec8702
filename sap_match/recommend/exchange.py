"""What one side lacks and the other already does: needs against services.

Offers against needs are the planner's business (`sap_match.recommend.pairings`).
Here a need meets an organisation that runs a service which could meet it: the
complement of "these two are alike".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sap_match.model import Need

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape

#: Likeness of a need and a service below which the one hardly meets the other.
MEETS = 0.42
_FOUND_ELSEWHERE = ("funding",)


@dataclass(frozen=True, order=True)
class Exchange:
    """One organisation's need and another's service that could meet it."""

    value: float
    need_id: str
    service_id: str
    needing: str
    serving: str


def is_open(need: Need, landscape: Landscape) -> bool:
    """Whether a need still stands at the landscape's date."""
    ended = need.ends_on is not None and need.ends_on < landscape.as_of
    closed = (need.status or "open").casefold() in ("closed", "met", "withdrawn", "filled")
    return not ended and not closed


def exchanges(landscape: Landscape) -> dict[tuple[str, str], Exchange]:
    """Return the best exchange of each ordered pair (needing, serving)."""
    return landscape.part("exchanges", lambda: _exchanges(landscape))


def _exchanges(landscape: Landscape) -> dict[tuple[str, str], Exchange]:
    dataset = landscape.dataset
    needs = [
        n for n in dataset.needs if n.kind not in _FOUND_ELSEWHERE and is_open(n, landscape)
    ]
    if not needs or not dataset.services:
        return {}
    index = landscape.service_index
    owners = [dataset.resolve(dataset.service(s).organisation_id) for s in index.ids]
    texts = [n.description for n in needs]
    best: dict[tuple[str, str], Exchange] = {}
    for need, text, vector in zip(needs, texts, landscape.vectors(texts), strict=True):
        row = index.query(text, vector)
        needing = dataset.resolve(need.organisation_id)
        for i in np.flatnonzero(row >= MEETS):
            if owners[i] == needing:
                continue
            found = Exchange(float(row[i]), need.id, index.ids[i], needing, owners[i])
            key = (needing, owners[i])
            kept = best.get(key)
            if kept is None or (-found.value, found.need_id, found.service_id) < (
                -kept.value,
                kept.need_id,
                kept.service_id,
            ):
                best[key] = found
    return best


def exchange_scores(landscape: Landscape, organisation_id: str) -> NDArray[np.float64]:
    """Return the best exchange in either direction with each organisation, 0 where none."""
    scores = np.zeros(len(landscape.ids))
    for found in landscape.part("exchanges by side", lambda: _by_side(landscape)).get(
        organisation_id, ()
    ):
        other = found.serving if found.needing == organisation_id else found.needing
        i = landscape.position[other]
        scores[i] = max(scores[i], found.value)
    return scores


def _by_side(landscape: Landscape) -> dict[str, tuple[Exchange, ...]]:
    sides: dict[str, list[Exchange]] = {}
    for found in exchanges(landscape).values():
        sides.setdefault(found.needing, []).append(found)
        sides.setdefault(found.serving, []).append(found)
    return {one: tuple(sorted(rows, reverse=True)) for one, rows in sides.items()}


def exchange_between(landscape: Landscape, left_id: str, right_id: str) -> Exchange | None:
    """Return the stronger exchange of two organisations, or None."""
    found = exchanges(landscape)
    both = [x for key in ((left_id, right_id), (right_id, left_id)) if (x := found.get(key))]
    return max(both, default=None)
