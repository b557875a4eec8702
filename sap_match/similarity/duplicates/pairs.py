"""What is answered: a pair with its evidence, and all pairs with what a reader must know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sap_match.ranking import rounded
from sap_match.results import Part, Results, score_of, suggestion_id
from sap_match.similarity.duplicates.again import Compared
from sap_match.similarity.duplicates.decide import probability_of
from sap_match.similarity.duplicates.lasting import GroupChange
from sap_match.similarity.duplicates.vetoes import Decision, Relation

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("left_id", "right_id", "probability", "relation", "decision")


@dataclass(frozen=True)
class DuplicatePair:
    """Two records that may be one, with the evidence.

    Attributes
    ----------
    left_id, right_id : str
        ``left_id < right_id``.
    parts : tuple of Part
        Log-odds a field; their sum is the score, and *starting odds* is one of them.
    relation : str
        The likeliest relation.
    decision : str
        ``duplicate``, ``review`` or ``distinct``.
    reason : str
        What agrees and what does not, in words, without any contact's value.
    group_id : str
        The id of the group into which the record was decided, or empty. It is the one that
        `Memory` holds where there is one, else the smallest id in the group.
    relations : mapping
        Each relation's probability; they add up to 1, and those of *same_record* and
        *parent_or_linked* to `probability`.
    """

    left_id: str
    right_id: str
    parts: tuple[Part, ...]
    relation: Relation
    decision: Decision
    reason: str
    group_id: str = ""
    relations: Mapping[Relation, float] = field(default_factory=dict)

    @cached_property
    def score(self) -> float:
        """Log-odds that the two are one thing."""
        return score_of(self.parts)

    @cached_property
    def probability(self) -> float:
        """Logistic function of the score, from 0 to 1."""
        return probability_of(self.score)

    @cached_property
    def suggestion_id(self) -> str:
        """The id by which a person's answer finds this pair again in any month."""
        return suggestion_id("duplicate", self.left_id, self.right_id)

    def to_record(self) -> dict[str, Any]:
        """Return a flat dict: ids, probability, relation, decision, words, a column a part."""
        return {
            "left_id": self.left_id,
            "right_id": self.right_id,
            "probability": self.probability,
            "relation": self.relation,
            "decision": self.decision,
            "score": self.score,
            "reason": self.reason,
            "group_id": self.group_id or None,
            "suggestion_id": self.suggestion_id,
            **{f"p_{name}": value for name, value in self.relations.items()},
            **{part.name: rounded(part.contribution) for part in self.parts},
        }

    def waterfall(self) -> list[dict[str, Any]]:
        """Return the evidence step by step: what each part adds, and where that leads.

        The first row is the starting odds, the strongest evidence follows; ``log_odds`` and
        ``probability`` are those after the step, so the last row holds the pair's own.

        Examples
        --------
        >>> two = DuplicatePair(
        ...     "a",
        ...     "b",
        ...     (Part("starting_odds", -3.0), Part("name", 5.0, 1, "same")),
        ...     "same_record",
        ...     "review",
        ...     "",
        ... )
        >>> [(row["part"], row["weight"], row["log_odds"]) for row in two.waterfall()]
        [('starting_odds', -3.0, -3.0), ('name', 5.0, 2.0)]
        """
        first = [p for p in self.parts if p.name == "starting_odds"]
        last = [p for p in self.parts if p.name in LAST]
        rest = [p for p in self.parts if p not in first and p not in last]
        rest.sort(key=lambda p: (-abs(rounded(p.contribution)), p.name))
        rows, reached = [], 0.0
        for part in (*first, *rest, *last):
            reached += part.contribution
            rows.append(
                {
                    "part": part.name,
                    "fact": part.fact,
                    "weight": rounded(part.contribution),
                    "log_odds": rounded(reached),
                    "probability": probability_of(reached),
                }
            )
        return rows


LAST = ("labels", "rule", "group", "person")
"""Parts that come after what the two records say themselves, in this order."""


@dataclass(frozen=True)
class Duplicates(Results[DuplicatePair]):
    """Pairs of listings of one thing, with the groups and what changed in them.

    Attributes
    ----------
    groups : mapping
        Group id to the sorted ids of its records. Kept in `Memory.group_ids`, the ids stay.
    changes : tuple of GroupChange
        Groups that are new, gone, merged, split, or have gained or lost records since the
        group ids of the memory.
    contradictions : tuple of str
        Answers of people that cannot all be true, in words.
    candidates : mapping
        How many pairs each rule proposed.
    compared : Compared
        What was compared: passed to the next run, it saves comparing again what is unchanged.

    Examples
    --------
    >>> Duplicates((), DuplicatePair.to_record, columns=COLUMNS).group_ids
    ()
    """

    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changes: tuple[GroupChange, ...] = ()
    contradictions: tuple[str, ...] = ()
    candidates: Mapping[str, int] = field(default_factory=dict)
    compared: Compared = field(default_factory=Compared, repr=False)

    @property
    def group_ids(self) -> tuple[tuple[str, str], ...]:
        """Record id and group id, sorted: what `Memory.group_ids` holds for the next month."""
        return tuple(sorted((one, name) for name, ids in self.groups.items() for one in ids))

    def pair(self, left_id: str, right_id: str) -> DuplicatePair | None:
        """Return the row of two records in either order, or None where there is none."""
        two = (min(left_id, right_id), max(left_id, right_id))
        return next((row for row in self.rows if (row.left_id, row.right_id) == two), None)

    def waterfalls(self) -> list[dict[str, Any]]:
        """Return every pair's evidence as one long table: a row a part of a pair."""
        return [
            {"left_id": row.left_id, "right_id": row.right_id, **step}
            for row in self.rows
            for step in row.waterfall()
        ]

    def waterfalls_frame(self) -> pd.DataFrame:
        """Return `waterfalls` as a pandas frame."""
        import pandas as pd

        steps = ("part", "fact", "weight", "log_odds", "probability")
        return pd.DataFrame(self.waterfalls(), columns=["left_id", "right_id", *steps])
