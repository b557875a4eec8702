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
    Pair,
    decision_at,
    group,
    probability_of,
    relation_of,
)
from sap_match.similarity.duplicates.entries import Collection, Entry, Of, collect, entries_of
from sap_match.similarity.duplicates.model import Pattern, Weights, fit, stratum_of
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
    ...     return Service(
    ...         id=i,
    ...         organisation_id="o",
    ...         name=name,
    ...         phones=(phone,),
    ...         address="Mill St Arcade, Sale",
    ...         schedule=("SA 11:00-16:00",),
    ...     )
    >>> d = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [Organisation(id="o", name="Sale Vale", kind="voluntary")],
    ...         "services": [
    ...             listing("a", "Recovery café", "01632 960040"),
    ...             listing("b", "The Recovery Cafe", "01632 960040"),
    ...         ],
    ...     },
    ... )
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
    return _Answers(whole, fit(whole, compared, fields), compared, settings).results()


class _Answers:
    """What was compared and weighed, on its way to rows."""

    def __init__(
        self,
        whole: Collection,
        weights: Weights,
        compared: Mapping[Pair, Pattern],
        config: DuplicateConfig,
    ) -> None:
        self.whole, self.weights, self.config = whole, weights, config
        self.compared = dict(compared)
        self.scores = {pair: self._score(pair) for pair in compared}
        self.found = {pair: self._decision(score) for pair, score in self.scores.items()}
        vetoes = {p: self._veto(p) for p, found in self.found.items() if found != "distinct"}
        self.vetoes = {pair: veto for pair, veto in vetoes.items() if veto is not None}
        sure = [p for p, found in self.found.items() if self._held(p, found) == "duplicate"]
        self.groups = group(self.scores, sure, self.vetoes)

    # -- one pair -------------------------------------------------------------------------

    def _pattern(self, pair: Pair) -> Pattern:
        if pair not in self.compared:
            a, b = self._entries(pair)
            self.compared[pair] = compare(a, b, self.whole, self.weights.fields)
        return self.compared[pair]

    def _entries(self, pair: Pair) -> tuple[Entry, Entry]:
        return self.whole.by_id[pair[0]], self.whole.by_id[pair[1]]

    def _levels(self, pair: Pair) -> dict[str, str]:
        return dict(zip(self.weights.fields, self._pattern(pair), strict=True))

    def _score(self, pair: Pair) -> float:
        return rounded(self.weights.score(stratum_of(*self._entries(pair)), self._pattern(pair)))

    def _decision(self, score: float) -> Decision:
        return decision_at(probability_of(score), self.config)

    def _veto(self, pair: Pair) -> Veto | None:
        return veto_of(*self._entries(pair), self._levels(pair), self.whole)

    def _held(self, pair: Pair, found: Decision) -> Decision:
        """Return a decision after the veto, which may hold it back."""
        veto = self.vetoes.get(pair)
        return min(found, veto.most, key=_ORDER.index) if veto else found

    def _parts(self, pair: Pair) -> tuple[Part, ...]:
        a, b = self._entries(pair)
        stratum, pattern, start = stratum_of(a, b), self._pattern(pair), self.weights.starting
        parts = [Part("starting_odds", start["across"])]
        for field, level, value in zip(
            self.weights.fields, pattern, self.weights.of(stratum, pattern), strict=True
        ):
            if field == "organisation" and stratum == "within":
                fact = "one organisation" if a.family == b.family else "one contact"
                parts.append(Part(field, rounded(start["within"] - start["across"]), 1.0, fact))
            else:
                parts.append(Part(field, value, 1.0, "" if level == MISSING else level))
        return tuple(parts)

    # -- all pairs ------------------------------------------------------------------------

    def results(self) -> Results[DuplicatePair]:
        members: dict[str, list[str]] = {}
        for one, name in self.groups.items():
            members.setdefault(name, []).append(one)
        inside = {pair for rows in members.values() for pair in combinations(sorted(rows), 2)}
        rows = [self._row(p, self.groups[p[0]]) for p in sorted(inside)]
        for pair, found in self.found.items():
            listed = self._held(pair, found) != "distinct" or self.config.list_distinct
            if listed and pair not in inside:
                row = self._row(pair)
                if row.decision != "distinct" or row.relation != "different":
                    rows.append(row)
        removed = sorted(
            Removal(left, right, veto.rule, veto.reason)
            for (left, right), veto in self.vetoes.items()
            if veto.most == "distinct"
        )
        best = ordered(rows, score=lambda r: r.score, key=lambda r: (r.left_id, r.right_id))
        return Results(
            tuple(best),
            record=DuplicatePair.to_record,
            removed=tuple(removed),
            columns=COLUMNS,
        )

    def _row(self, pair: Pair, group_id: str = "") -> DuplicatePair:
        parts = self._parts(pair)
        veto = self.vetoes.get(pair)
        decision: Decision = "duplicate" if group_id else self._held(pair, self.found[pair])
        relation = "same_record" if group_id else self._relation(pair, decision)
        if decision == "duplicate" and not group_id:
            decision = "review"  # joining it would chain two groups
        return DuplicatePair(
            *pair,
            parts=parts,
            relation=relation,
            decision=decision,
            reason=reason(parts, veto.reason if veto else ""),
            group_id=group_id,
        )

    def _relation(self, pair: Pair, decision: Decision) -> Relation:
        veto = self.vetoes.get(pair)
        if veto is not None:
            return veto.relation
        return relation_of(*self._entries(pair), self._levels(pair), decision)


COLUMNS = ("left_id", "right_id", "probability", "relation", "decision")
_ORDER: tuple[Decision, ...] = ("distinct", "review", "duplicate")
