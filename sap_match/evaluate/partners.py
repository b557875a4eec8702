"""How well partners are foretold: ties that came after a date, ranked from what was known then."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.evaluate.metrics import Mean, gini, hit_at_k, mean, ndcg_at_k, reciprocal_rank
from sap_match.evaluate.splits import eve, known_at, partners_after, split_date
from sap_match.landscape import Landscape
from sap_match.model import Dataset
from sap_match.ranking import top_k
from sap_match.recommend.partners import recommend_partners

if TYPE_CHECKING:
    from sap_match.similarity.encoder import Encoder

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class PartnerQuality:
    """How well one method ranks the partners that were still to come.

    Attributes
    ----------
    method : str
        What ranked.
    ndcg_at_10, hit_at_10, mrr : Mean
        Over organisations that gained a partner; every eligible organisation is ranked.
    coverage : float
        Share of all organisations that stand in somebody's first ten.
    unevenness : float
        Gini coefficient of how often each stands there: 0 even, towards 1 the same few.
    """

    method: str
    ndcg_at_10: Mean
    hit_at_10: Mean
    mrr: Mean
    coverage: float
    unevenness: float

    def to_record(self) -> dict[str, str | float | int]:
        """Return one flat row, rounded to 1e-4."""
        return {
            "method": self.method,
            "ndcg_at_10": round(self.ndcg_at_10.value, 4),
            "standard_error": round(self.ndcg_at_10.standard_error, 4),
            "hit_at_10": round(self.hit_at_10.value, 4),
            "mrr": round(self.mrr.value, 4),
            "coverage": round(self.coverage, 4),
            "unevenness": round(self.unevenness, 4),
            "queries": self.ndcg_at_10.queries,
        }


def evaluate_partners(
    dataset: Dataset,
    *,
    split: date | None = None,
    encoder: Encoder | Callable[[], Encoder] | None = None,
) -> tuple[PartnerQuality, ...]:
    """Measure partner suggestions against the ties that really came, beside simple methods.

    Everything is ranked from what was known at ``split``. Each organisation that gained a
    partner afterwards is a query; all others that were not its partners already are
    candidates, none is sampled.

    Parameters
    ----------
    dataset : Dataset
    split : date, optional
        By default the date after which a quarter of the collaborations began.
    encoder : Encoder, optional
        See `Landscape.build`.

    Raises
    ------
    DataError
        Nobody gained a partner after the date.
    """
    day = split or split_date(dataset)
    landscape = Landscape.build(known_at(dataset, day), as_of=eve(day), encoder=encoder)
    truth = partners_after(dataset, day)
    if not truth:
        raise DataError(
            f"no organisation gained a partner after {day}; say another date with --split",
            source=dataset.id,
        )
    ids, network = landscape.ids, landscape.network
    popular = np.array([len(network.partners_of(one, when="any")) for one in ids], dtype=float)
    km = {one: landscape.distances_from(landscape.profile(one).points) for one in truth}
    methods: dict[str, Callable[[str], Scores]] = {
        "suggestions": lambda one: _suggested(landscape, one),
        "words and meaning alone": lambda one: np.array(landscape.organisation_index.row(one)),
        "common partners (resource allocation)": lambda one: network.resource_allocation([one])[0],
        "most partners": lambda _: popular,
        "nearest": lambda one: -np.nan_to_num(km[one], nan=np.inf),
    }
    return tuple(_quality(name, landscape, truth, score) for name, score in methods.items())


def _suggested(landscape: Landscape, subject: str) -> Scores:
    scores = np.full(len(landscape.ids), -np.inf)
    for found in recommend_partners(landscape, for_=subject, k=len(landscape.ids), exclude="past"):
        scores[landscape.position[found.other_id]] = found.score
    return scores


def _quality(
    method: str,
    landscape: Landscape,
    truth: dict[str, frozenset[str]],
    score: Callable[[str], Scores],
) -> PartnerQuality:
    ids = landscape.ids
    seen = dict.fromkeys(ids, 0)
    measured: list[tuple[float, float, float]] = []
    for one, wanted in truth.items():
        scores = np.array(score(one), dtype=float)
        for other in (one, *landscape.network.partners_of(one, when="any")):
            scores[landscape.position[other]] = -np.inf
        ranked = [ids[i] for i in top_k(scores, ids, len(ids))]
        for other in ranked[:10]:
            seen[other] += 1
        missed = len(wanted) - sum(other in wanted for other in ranked)
        gains = [*(float(other in wanted) for other in ranked), *[0.0] * 10, *[1.0] * missed]
        measured.append(
            (ndcg_at_k(gains, 10), hit_at_k(ranked, wanted, 10), reciprocal_rank(ranked, wanted))
        )
    ndcgs, hits, firsts = (mean(_column(measured, i)) for i in range(3))
    reached = sum(count > 0 for count in seen.values()) / len(ids)
    return PartnerQuality(method, ndcgs, hits, firsts, reached, gini(list(seen.values())))


def _column(rows: Iterable[tuple[Any, ...]], i: int) -> list[float]:
    return [row[i] for row in rows]
