"""One service or organisation listed twice: found, weighed and explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

from sap_match.model import Dataset
from sap_match.ranking import ordered, rounded
from sap_match.results import Part, Removal, Results, score_of
from sap_match.similarity.duplicates.candidates import find_candidates
from sap_match.similarity.duplicates.compare import FIELDS, MISSING, compare
from sap_match.similarity.duplicates.decide import (
    DuplicateConfig,
    decision_at,
    group,
    probability_of,
    relation_of,
)
from sap_match.similarity.duplicates.entries import Collection, Of, collect, entries_of
from sap_match.similarity.duplicates.model import Weights, fit, stratum_of
from sap_match.similarity.duplicates.vetoes import Decision, Relation, Veto, veto_of
from sap_match.similarity.duplicates.wording import reason

if TYPE_CHECKING:
    from sap_match.similarity.index import SimilarityIndex

__all__ = ["DuplicateConfig", "DuplicatePair", "find_duplicates"]


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
        The smallest id of the group into which the record was decided, or empty.
    """

    left_id: str
    right_id: str
    parts: tuple[Part, ...]
    relation: Relation
    decision: Decision
    reason: str
    group_id: str = ""

    @cached_property
    def score(self) -> float:
        """Log-odds that the two are one thing."""
        return score_of(self.parts)

    @cached_property
    def probability(self) -> float:
        """Logistic function of the score, from 0 to 1."""
        return probability_of(self.score)

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
            **{part.name: rounded(part.contribution) for part in self.parts},
        }


def find_duplicates(
    dataset: Dataset,
    *,
    of: Of = "services",
    index: SimilarityIndex | None = None,
    config: DuplicateConfig | None = None,
) -> Results[DuplicatePair]:
    """Find services or organisations that are listed twice.

    Parameters
    ----------
    dataset : Dataset
        The records.
    of : str
        ``services`` or ``organisations``.
    index : SimilarityIndex, optional
        Proposes pairs of like texts as well; it never weighs in the score.
    config : DuplicateConfig, optional
        What mistakes cost, and how wide to look.

    Returns
    -------
    Results of DuplicatePair
        Pairs decided *duplicate* or *review* and every pair inside a decided group, by
        ``(-score, ids)``. ``removed`` lists pairs that look like one but for a rule that
        says why they are not. The place of a confidential record is neither compared nor
        told.

    Examples
    --------
    >>> from sap_match.model import Organisation, Service
    >>> def listing(i, name, phone):
    ...     return Service(id=i, organisation_id="o", name=name, phones=(phone,),
    ...                    address="Mill St Arcade, Sale", schedule=("SA 11:00-16:00",))
    >>> d = Dataset.build("d", {
    ...     "organisations": [Organisation(id="o", name="Sale Vale", kind="voluntary")],
    ...     "services": [listing("a", "Recovery café", "01632 960040"),
    ...                  listing("b", "The Recovery Cafe", "01632 960040")]})
    >>> [(p.left_id, p.right_id, p.relation) for p in find_duplicates(d)]
    [('a', 'b', 'same_record')]
    """
    settings = config or DuplicateConfig()
    whole = collect(entries_of(dataset, of))
    fields = FIELDS[of]
    proposed = find_candidates(whole, per_record=settings.candidates_per_record, index=index)
    compared = {
        (left, right): compare(whole.by_id[left], whole.by_id[right], whole, fields)
        for left, right in proposed.pairs
    }
    weights = fit(whole, compared, fields)
    found = _Found(whole, weights, compared, settings)
    return found.results()


class _Found:
    """What was compared and weighed, on its way to rows."""

    def __init__(
        self,
        whole: Collection,
        weights: Weights,
        compared: Mapping[tuple[str, str], tuple[str, ...]],
        config: DuplicateConfig,
    ) -> None:
        self.whole, self.weights, self.config = whole, weights, config
        self.compared = dict(compared)
        self.scores = {pair: self._score(pair) for pair in compared}
        self.vetoes: dict[tuple[str, str], Veto] = {}
        for pair in self.scores:
            if decision_at(probability_of(self.scores[pair]), config) != "distinct":
                veto = self._veto(pair)
                if veto is not None:
                    self.vetoes[pair] = veto

    def _score(self, pair: tuple[str, str]) -> float:
        return score_of(self._parts(pair))

    def _levels(self, pair: tuple[str, str]) -> dict[str, str]:
        if pair not in self.compared:
            a, b = (self.whole.by_id[one] for one in pair)
            self.compared[pair] = compare(a, b, self.whole, self.weights.fields)
        return dict(zip(self.weights.fields, self.compared[pair], strict=True))

    def _veto(self, pair: tuple[str, str]) -> Veto | None:
        a, b = (self.whole.by_id[one] for one in pair)
        return veto_of(a, b, self._levels(pair), self.whole)

    def _parts(self, pair: tuple[str, str]) -> tuple[Part, ...]:
        a, b = (self.whole.by_id[one] for one in pair)
        levels = self._levels(pair)
        stratum = stratum_of(a, b)
        start = self.weights.starting
        parts = [Part("starting_odds", start["across"])]
        values = self.weights.of(stratum, tuple(levels[f] for f in self.weights.fields))
        for field, value in zip(self.weights.fields, values, strict=True):
            fact = "" if levels[field] == MISSING else levels[field]
            weight = value
            if field == "organisation" and stratum == "within":
                weight = start["within"] - start["across"]
                fact = "one organisation" if a.family == b.family else "one contact"
            parts.append(Part(field, rounded(weight), 1.0, fact))
        return tuple(parts)

    def _answer(self, pair: tuple[str, str], score: float) -> tuple[Decision, Relation, str]:
        a, b = (self.whole.by_id[one] for one in pair)
        decision = decision_at(probability_of(score), self.config)
        veto = self.vetoes.get(pair)
        if veto is not None:
            if _ORDER[decision] > _ORDER[veto.most]:
                decision = veto.most
            return decision, veto.relation, veto.reason
        return decision, relation_of(a, b, self._levels(pair), decision), ""

    def results(self) -> Results[DuplicatePair]:
        answers = {pair: self._answer(pair, score) for pair, score in self.scores.items()}
        sure = [pair for pair, (decision, _, _) in answers.items() if decision == "duplicate"]
        groups = group(self.scores, sure, self.vetoes)
        members: dict[str, list[str]] = {}
        for one, name in groups.items():
            members.setdefault(name, []).append(one)
        inside = {pair for rows in members.values() for pair in combinations(sorted(rows), 2)}
        rows = []
        for pair in sorted(answers.keys() | inside):
            row = self._row(pair, answers.get(pair), inside, groups)
            if row.decision != "distinct" or (self.config.list_distinct and pair in self.vetoes):
                rows.append(row)
        removed = sorted(
            Removal(left, right, veto.rule, veto.reason)
            for (left, right), veto in self.vetoes.items()
            if answers[left, right][0] == "distinct"
        )
        best = ordered(rows, score=lambda r: r.score, key=lambda r: (r.left_id, r.right_id))
        return Results(
            tuple(best),
            record=DuplicatePair.to_record,
            removed=tuple(removed),
            columns=("left_id", "right_id", "probability", "relation", "decision"),
        )

    def _row(
        self,
        pair: tuple[str, str],
        answer: tuple[Decision, Relation, str] | None,
        inside: set[tuple[str, str]],
        groups: Mapping[str, str],
    ) -> DuplicatePair:
        parts = self._parts(pair)
        decision, relation, why = answer or self._answer(pair, score_of(parts))
        if pair in inside:
            decision, relation = "duplicate", "same_record"
        elif decision == "duplicate":
            decision = "review"  # a stronger pair or a veto stands against the group
        return DuplicatePair(
            left_id=pair[0],
            right_id=pair[1],
            parts=parts,
            relation=relation,
            decision=decision,
            reason=reason(parts, why),
            group_id=groups[pair[0]] if pair in inside else "",
        )


_ORDER = {"distinct": 0, "review": 1, "duplicate": 2}
