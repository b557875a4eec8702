"""From evidence to an answer: relation, decision at given costs, groups without chains."""

from __future__ import annotations

import math

from pydantic import BaseModel, ConfigDict, Field

from sap_match.ranking import rounded
from sap_match.similarity.duplicates.clusters import Pair, group
from sap_match.similarity.duplicates.entries import Entry
from sap_match.similarity.duplicates.vetoes import (
    Decision,
    Levels,
    Relation,
    sister_of,
    site_of,
)

__all__ = [
    "DuplicateConfig",
    "Pair",
    "decision_at",
    "group",
    "probability_of",
    "relation_of",
    "thresholds",
]


class DuplicateConfig(BaseModel):
    """What a mistake costs, and how wide to look.

    Only the ratios of the costs count: with 10, 5 and 1 a pair is decided *duplicate* from
    a probability of .9 and left to a person from .2 (see `thresholds`). A dearer false merge
    never makes more pairs *duplicate*, a dearer miss never more *distinct*, a dearer review
    never more *review*.

    Parameters
    ----------
    cost_of_false_merge : float
        Of deciding that two are one when they are not.
    cost_of_miss : float
        Of leaving two listings of one thing unnoticed.
    cost_of_review : float
        Of a person's look at a pair.
    candidates_per_record : int
        Pairs kept for each record before comparison.
    list_distinct : bool
        List also the branches and the linked bodies that are decided *distinct*; neighbours
        under one roof always are.
    one_to_one : bool
        Each record has at most one partner in every other source, and none in its own: for
        linking tables that each list a thing once. Needs the column ``source``.
    between_sources : bool
        Compare only records of different sources, so that none of a record's candidates is
        spent on its own. A record that names no source is compared with all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    cost_of_false_merge: float = Field(10.0, gt=0)
    cost_of_miss: float = Field(5.0, gt=0)
    cost_of_review: float = Field(1.0, gt=0)
    candidates_per_record: int = Field(40, ge=1)
    list_distinct: bool = False
    one_to_one: bool = False
    between_sources: bool = False


def probability_of(score: float) -> float:
    """Return the probability that log-odds stand for, rounded to 1e-6.

    Examples
    --------
    >>> probability_of(0.0), probability_of(800.0)
    (0.5, 1.0)
    """
    if score >= 0:
        return rounded(1 / (1 + math.exp(-min(score, 700))))
    odds = math.exp(max(score, -700))
    return rounded(odds / (1 + odds))


def thresholds(config: DuplicateConfig) -> tuple[float, float]:
    """Return the probabilities from which a pair is looked at, and decided *duplicate*.

    With ``F``, ``M`` and ``R`` the costs of a false merge, a miss and a review, deciding
    *duplicate* is expected to cost ``(1 - p) F``, *distinct* ``p M`` and *review* ``R``; the
    least of the three wins. So *duplicate* begins at ``max(F / (F + M), 1 - R / F)`` and
    *review* at ``R / M``, where that is lower; else nothing is left to a person.

    Examples
    --------
    >>> thresholds(DuplicateConfig())
    (0.2, 0.9)
    >>> thresholds(DuplicateConfig(cost_of_false_merge=1, cost_of_miss=1))
    (0.5, 0.5)
    """
    merge, miss = config.cost_of_false_merge, config.cost_of_miss
    sure = max(merge / (merge + miss), 1 - config.cost_of_review / merge)
    return rounded(min(config.cost_of_review / miss, sure)), rounded(sure)


def decision_at(probability: float, config: DuplicateConfig) -> Decision:
    """Return the answer that is expected to cost least; at a tie the surer one.

    Examples
    --------
    >>> [decision_at(p, DuplicateConfig()) for p in (0.9, 0.5, 0.1)]
    ['duplicate', 'review', 'distinct']
    """
    review, sure = thresholds(config)
    if probability >= sure:
        return "duplicate"
    return "review" if probability >= review else "distinct"


def relation_of(a: Entry, b: Entry, levels: Levels, decision: Decision) -> Relation:
    """Name the likeliest relation of a pair that no rule spoke about.

    Two services of one provider with unlike names are *different*: they are no branches of
    each other.
    """
    if decision != "distinct":
        return "same_record"
    sister = sister_of(a, b, levels)
    if sister == "same_organisation_other_branch" and levels.get("name") not in _ALIKE:
        return "different" if a.family == b.family else site_of(levels)
    return sister


_ALIKE = frozenset(
    ("mostly shared", "half contained", "contained", "near", "same but common", "same word", "same")
)
