"""How well partners are foretold: ties that came after a date, ranked from what was known then.

Three tasks. *new*: with whom an organisation works from the date on, and never before.
*complete*: one member of each later collaboration hidden, the others given. *briefs*: a later
collaboration's words, programme, places and lead, its other members to be found. Every
eligible candidate is ranked, none is sampled, and every method answers the same queries.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.evaluate.methods import SUGGESTIONS, all_methods, fitted
from sap_match.evaluate.metrics import Mean, mean
from sap_match.evaluate.questions import Questions, completions, from_briefs, new_partners
from sap_match.evaluate.ranked import Exposure, Ranked, bootstrap, exposure, rows_of
from sap_match.evaluate.splits import (
    Among,
    briefs_by_id,
    candidates_of,
    eve,
    hidden_members,
    judged_briefs,
    known_at,
    partners_after,
    revealed_by_blank,
    seen_before,
    split_date,
)
from sap_match.landscape import Landscape
from sap_match.model import Dataset
from sap_match.recommend.past import past_of

if TYPE_CHECKING:
    from sap_match.similarity.encoder import Encoder

Task = Literal["new", "complete", "briefs"]
TASKS: tuple[str, ...] = get_args(Task)
#: Queries that are put at most, drawn by a seed, unless asked.
MOST = 2000
#: Who had so many collaborations at the date, or fewer, is a newcomer.
NEWCOMER = 1


@dataclass(frozen=True)
class PartnerQuality:
    """How well one method ranks the partners that were still to come.

    Attributes
    ----------
    method : str
        What ranked.
    ndcg_at_10, hit_at_10, mrr, map_at_10, recall_at_10 : Mean
        Over the queries; a first right answer below rank 100 counts as none in the MRR.
    coverage : float
        Share of all candidates that stand in somebody's first ten.
    unevenness : float
        Gini coefficient of how often each stands there: 0 even, towards 1 the same few.
    newcomers : float
        Share of the places in first tens that newcomers hold (at most one collaboration).
    newcomers_found : float
        Share of the newcomers that were right, by query, that stand in its first ten.
    hit_for_newcomers : float
        Hit@10 of the queries where nobody that is given had more than one collaboration.
    below_suggestions : tuple of float, optional
        By how much the suggestions are above this in nDCG@10, and its 95% interval.
    """

    method: str
    ndcg_at_10: Mean
    hit_at_10: Mean
    mrr: Mean
    map_at_10: Mean
    recall_at_10: Mean
    coverage: float
    unevenness: float
    newcomers: float
    newcomers_found: float
    hit_for_newcomers: float
    below_suggestions: tuple[float, float, float] | None = None

    def to_record(self) -> dict[str, str | float | int | None]:
        """Return one flat row, rounded to 1e-4; None where nothing could be measured."""
        below = self.below_suggestions or (None, None, None)
        told: dict[str, float | None] = {
            "ndcg_at_10": self.ndcg_at_10.value,
            "standard_error": self.ndcg_at_10.standard_error,
            "hit_at_10": self.hit_at_10.value,
            "mrr": self.mrr.value,
            "map_at_10": self.map_at_10.value,
            "recall_at_10": self.recall_at_10.value,
            "coverage": self.coverage,
            "unevenness": self.unevenness,
            "newcomers": self.newcomers,
            "newcomers_found": self.newcomers_found,
            "hit_for_newcomers": self.hit_for_newcomers,
            "suggestions_above": below[0],
            "above_low": below[1],
            "above_high": below[2],
        }
        rounded = {n: None if v is None or np.isnan(v) else round(v, 4) for n, v in told.items()}
        return {"method": self.method, **rounded, "queries": self.ndcg_at_10.queries}


@dataclass(frozen=True, eq=False)
class PartnerEvaluation:
    """The qualities of all methods on one task, in one run, and every single answer.

    Iterating gives the qualities.
    """

    task: str
    split: date
    rows: tuple[PartnerQuality, ...]
    notes: tuple[str, ...]
    questions: Questions
    ranked: tuple[Ranked, ...]

    def __iter__(self) -> Iterator[PartnerQuality]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def per_query(self) -> list[dict[str, Any]]:
        """Return one row a query and method: task, method, query and each measure."""
        return list(rows_of(self.questions, self.ranked))


def evaluate_partners(
    dataset: Dataset,
    *,
    split: date | None = None,
    task: Task = "new",
    among: Among | None = None,
    hidden: Collection[str] = (),
    masked: bool = False,
    most: int = MOST,
    encoder: Encoder | Callable[[], Encoder] | None = None,
) -> PartnerEvaluation:
    """Measure partner suggestions against the ties that really came, beside simple methods.

    Parameters
    ----------
    dataset : Dataset
    split : date, optional
        What began on that day or later is to be foretold; by default the last quarter.
    task : {"new", "complete", "briefs"}
        What is asked; see the module.
    among : {"seen", "all"}, optional
        Candidates: who had collaborated by the date, or everybody. By default everybody,
        unless a blank history would give the new ones away (`candidates_of`).
    hidden : collection of str, optional
        For briefs: the roles to be found; by default everybody but the lead.
    masked : bool
        For briefs: take the names of the hidden out of the words.
    most : int
        Queries at most; more are drawn down by a seed.
    encoder : Encoder, optional
        See `Landscape.build`.

    Raises
    ------
    DataError
        The task is unknown, nothing began before the date, or nothing can be asked after it.
    """
    if task not in TASKS:
        raise DataError(
            f"no task is called {task!r}; one of {', '.join(TASKS)}", field="task", value=task
        )
    day = split or split_date(dataset)
    if not seen_before(dataset, day):
        raise DataError(
            f"no collaboration that makes partners began before {day}, so there is nothing to "
            "foretell from; say a later date with --split",
            source=dataset.id,
        )
    by = among or candidates_of(dataset, day)
    landscape, asked = _asked(dataset, day, task, by, hidden, masked=masked, encoder=encoder)
    notes = [_who_may_be_named(asked, by, day)]
    if len(asked) > most:
        notes.append(f"{most:,} of {len(asked):,} queries, drawn by a seed")
    some = asked.sampled(most)
    model = fitted(landscape)
    if isinstance(model, str):
        notes.append(model)
    ranked = tuple(all_methods(landscape, some, model=None if isinstance(model, str) else model))
    return PartnerEvaluation(
        task, day, qualities(landscape, some, ranked), tuple(notes), some, ranked
    )


def _asked(
    dataset: Dataset,
    day: date,
    task: Task,
    among: Among,
    hidden: Collection[str],
    *,
    masked: bool,
    encoder: Encoder | Callable[[], Encoder] | None,
) -> tuple[Landscape, Questions]:
    """Return the landscape at the date and what is asked of it."""
    judged = judged_briefs(dataset, day, hidden=hidden, masked=masked) if task == "briefs" else ()
    leads = {one.brief.lead_id for one in judged} | {m for b in judged for m in b.brief.members}
    gone = revealed_by_blank(dataset, day) - leads if among == "seen" else frozenset()
    landscape = Landscape.build(known_at(dataset, day, without=gone), as_of=eve(day),
                                encoder=encoder)  # fmt: skip
    seen = seen_before(dataset, day)
    blank = revealed_by_blank(dataset, day)
    eligible = np.array(
        [among == "all" or one in seen or one not in blank for one in landscape.ids], dtype=bool
    )
    if task == "new":
        asked = new_partners(landscape, partners_after(dataset, day, among=among), eligible)
    elif task == "complete":
        found = hidden_members(dataset, day)
        briefs = briefs_by_id(dataset, [h.collaboration_id for h in found], day)
        asked = completions(landscape, found, briefs, eligible)
    else:
        asked = from_briefs(landscape, judged, eligible)
    if not len(asked):
        raise DataError(
            f"{_NOTHING[task]} from {day} on; say another date with --split", source=dataset.id
        )
    return landscape, asked


_NOTHING = {
    "new": "no organisation gained a partner",
    "complete": "no collaboration with two members that had collaborated before began",
    "briefs": "no collaboration with a hidden member that had collaborated before began",
}


def _who_may_be_named(asked: Questions, among: Among, day: date) -> str:
    many = int(asked.eligible.sum())
    told = {
        "all": "every organisation, also those without ties yet",
        "seen": f"those that had collaborated before {day}, since a blank history would give "
        "the others away",
    }[among]
    return f"{many:,} candidates: {told}"


def qualities(
    landscape: Landscape, asked: Questions, ranked: Sequence[Ranked]
) -> tuple[PartnerQuality, ...]:
    """Return what each method is worth, beside the first of them with its interval."""
    joined = past_of(landscape).joined
    newcomers = joined <= NEWCOMER
    known = np.asarray((asked.given @ (joined > NEWCOMER).astype(float)) > 0).ravel()
    ours = next((one for one in ranked if one.method == SUGGESTIONS), None)
    gaps = None
    if ours is not None:
        differences = np.column_stack(
            [ours.values["ndcg_at_10"] - one.values["ndcg_at_10"] for one in ranked]
        )
        gaps = np.column_stack([differences.mean(axis=0), bootstrap(differences, asked.groups)])
    return tuple(
        _quality(one, exposure(one, asked, newcomers), ~known,
                 None if gaps is None or one is ours else gaps[i])
        for i, one in enumerate(ranked)
    )  # fmt: skip


def _quality(
    one: Ranked,
    shown: Exposure,
    unknown: NDArray[np.bool_],
    gap: NDArray[np.float64] | None,
) -> PartnerQuality:
    hits = one.values["hit_at_10"][unknown]
    return PartnerQuality(
        method=one.method,
        **{name: mean(values.tolist()) for name, values in one.values.items()},
        coverage=shown.coverage,
        unevenness=shown.unevenness,
        newcomers=shown.newcomers,
        newcomers_found=shown.newcomers_found,
        hit_for_newcomers=float(hits.mean()) if len(hits) else float("nan"),
        below_suggestions=None if gap is None else (float(gap[0]), float(gap[1]), float(gap[2])),
    )
