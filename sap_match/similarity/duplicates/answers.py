"""From compared pairs to rows: scores, rules, people's answers, groups."""

from __future__ import annotations

import math
from collections import ChainMap, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import cast

from sap_match.ranking import ordered, rounded
from sap_match.results import Part, Removal
from sap_match.similarity.duplicates.answered import SURE, Answered
from sap_match.similarity.duplicates.calibrate import Calibration, balanced_threshold
from sap_match.similarity.duplicates.clusters import MOST, UNSEEN, group
from sap_match.similarity.duplicates.compare import MISSING, compare
from sap_match.similarity.duplicates.decide import (
    DuplicateConfig,
    Pair,
    probability_of,
    thresholds,
)
from sap_match.similarity.duplicates.entries import Collection, Entry
from sap_match.similarity.duplicates.model import Pattern, Stratum, Weights, stratum_of
from sap_match.similarity.duplicates.one_to_one import held_apart
from sap_match.similarity.duplicates.pairs import DuplicatePair
from sap_match.similarity.duplicates.relations import after_rule, likeliest, other_of, relations_of
from sap_match.similarity.duplicates.vetoes import Decision, Veto, veto_of
from sap_match.similarity.duplicates.wording import reason

_ORDER: tuple[Decision, ...] = ("distinct", "review", "duplicate")
TORN = 0.0
"""Log-odds left to a pair of which the others in either group speak against joining them."""


@dataclass(frozen=True)
class Settings:
    """All that decides, beside the records: costs, answers, labels, sources."""

    config: DuplicateConfig
    answered: Answered
    calibration: Calibration
    sources: Mapping[str, str]
    balance: int = 0
    """Judged pairs by which the threshold is balanced; 0 where the costs decide alone."""


class Answers:
    """What was compared and weighed, on its way to rows."""

    def __init__(
        self,
        whole: Collection,
        weights: Weights,
        patterns: Mapping[Pair, Pattern],
        settings: Settings,
    ) -> None:
        self.whole, self.weights, self.config = whole, weights, settings.config
        self.answered, self.calibration = settings.answered, settings.calibration
        self.sources = settings.sources if self.config.one_to_one else {}
        self.review, self.sure = thresholds(self.config)
        self._decided: dict[Pair, Decision] = {}
        self._rows: dict[tuple[Stratum, Pattern, Veto | None], DuplicatePair] = {}
        self.patterns: ChainMap[Pair, Pattern] = ChainMap({}, cast("dict[Pair, Pattern]", patterns))
        self._compared = patterns
        self.scores = self._scored(patterns)
        self.scores.update((p, self._score(p)) for p in self.answered.verdicts if p not in patterns)
        if settings.balance:
            chances = [probability_of(score) for score in self.scores.values()]
            self.sure = balanced_threshold(chances, self.sure, settings.balance)
            self.review = min(self.review, self.sure)
        decided = {score: self._decision(score) for score in set(self.scores.values())}
        self.found = {p: decided[s] for p, s in self.scores.items() if decided[s] != "distinct"}
        vetoes = {pair: self._veto(pair) for pair in self.found}
        self.vetoes = {pair: veto for pair, veto in vetoes.items() if veto is not None}
        self.vetoes.update(self._alone())
        self.groups = self._grouped()
        self._support = self._supported()

    # -- one pair -------------------------------------------------------------------------

    def _pattern(self, pair: Pair) -> Pattern:
        found = self.patterns.get(pair)
        if found is None:
            found = compare(*self._entries(pair), self.whole, self.weights.fields)
            self.patterns[pair] = found
        return found

    def _entries(self, pair: Pair) -> tuple[Entry, Entry]:
        return self.whole.by_id[pair[0]], self.whole.by_id[pair[1]]

    def _levels(self, pair: Pair) -> dict[str, str]:
        return dict(zip(self.weights.fields, self._pattern(pair), strict=True))

    def _score(self, pair: Pair) -> float:
        stratum, pattern = stratum_of(*self._entries(pair)), self._pattern(pair)
        return rounded(self.weights.score(stratum, pattern) + self._shift(pair, stratum, pattern))

    def _scored(self, patterns: Mapping[Pair, Pattern]) -> dict[Pair, float]:
        """Return the score of each pair; where no label corrects, once for each pattern."""
        if self.calibration.corrections:
            return {pair: self._score(pair) for pair in patterns}
        family = {entry.id: entry.family for entry in self.whole.entries}
        known: dict[tuple[bool, Pattern], float] = {}
        scores = {}
        for pair, pattern in patterns.items():
            alike = (family[pair[0]] == family[pair[1]], pattern)
            score = known.get(alike)
            if score is None:
                score = known[alike] = self._score(pair)
            scores[pair] = score
        return scores

    def _shift(self, pair: Pair, stratum: Stratum, pattern: Pattern) -> float:
        if not self.calibration.corrections:
            return 0.0
        veto = veto_of(*self._entries(pair), self._levels(pair), self.whole)
        return self.calibration.shift(stratum, pattern, veto.rule if veto else "")

    def _decision(self, score: float) -> Decision:
        probability = probability_of(score)
        if probability >= self.sure:
            return "duplicate"
        return "review" if probability >= self.review else "distinct"

    def _veto(self, pair: Pair) -> Veto | None:
        veto = veto_of(*self._entries(pair), self._levels(pair), self.whole)
        return None if veto is None or self.calibration.lifts(veto.rule) else veto

    def _alone(self) -> dict[Pair, Veto]:
        """Return the pairs that a one-to-one linking leaves out."""
        if not self.sources:
            return {}
        least = math.log(self.review / (1 - self.review)) if self.review < 1 else math.inf
        open_ = {pair: self.scores[pair] - least for pair in self.found if pair not in self.vetoes}
        for pair in self.answered.of("same"):
            open_[pair] = 2 * SURE
        return held_apart(open_, self.sources)

    def _held(self, pair: Pair) -> Decision:
        """Return a pair's own decision after the rule and the person, before the groups."""
        if pair not in self._decided:
            self._decided[pair] = self._settled(pair)
        return self._decided[pair]

    def _settled(self, pair: Pair) -> Decision:
        verdict = self.answered.verdicts.get(pair)
        if verdict in _BY_PERSON:
            return _BY_PERSON[verdict]
        veto, found = self.vetoes.get(pair), self.found.get(pair, _DISTINCT)
        if veto is not None:
            found = min(found, veto.most, self._decision(self._after_rule(pair)), key=_rank)
        return min(found, "review", key=_rank) if verdict == "later" else found

    def _after_rule(self, pair: Pair) -> float:
        score = self.scores[pair] if pair in self.scores else self._score(pair)
        veto = self.vetoes.get(pair)
        return after_rule(score, veto) if veto else score

    def probabilities(self) -> dict[Pair, float]:
        """Return each compared pair's probability after rules and people, before the groups."""
        return {pair: probability_of(self._own(pair)) for pair in sorted(self.scores)}

    # -- groups ---------------------------------------------------------------------------

    def _grouped(self) -> dict[str, str]:
        same, other = self.answered.of("same"), self.answered.of("not the same")
        later = set(self.answered.of("later"))
        # A rule that asks for a look weighs as a pair never compared; one that removes bars.
        doubted = {p: UNSEEN for p, v in self.vetoes.items() if not v.bars}
        decided = dict.fromkeys((*self.found, *self.answered.verdicts))
        sure = [p for p in decided if self._held(p) == "duplicate"]
        linked = {one for pair in sure for one in pair}
        scores = {
            p: min(s, doubted.get(p, s))
            for p, s in self.scores.items()
            if p[0] in linked and p[1] in linked
        }
        scores.update(dict.fromkeys(same, MOST))
        apart = {*(self.vetoes.keys() - doubted.keys()), *other, *later} - set(same)
        return group(scores, sure, apart, same, self.sources)

    def _supported(self) -> dict[Pair, float]:
        """Return for pairs inside groups the weakest link of the strongest way between them."""
        links = sorted(
            (-self._own(p), p)
            for p in self.scores
            if self.groups.get(p[0], "") == self.groups.get(p[1], " ")
        )
        home: dict[str, list[str]] = {one: [one] for one in self.groups}
        found: dict[Pair, float] = {}
        for score, (left, right) in links:
            one, two = home[left], home[right]
            if one is two:
                continue
            for x in one:
                for y in two:
                    found[min(x, y), max(x, y)] = -score
            one.extend(two)
            home.update(dict.fromkeys(two, one))
        return found

    def _own(self, pair: Pair) -> float:
        """Return log-odds after rule and person, before the groups."""
        verdict = self.answered.verdicts.get(pair)
        if verdict in _BY_PERSON:
            return SURE if verdict == "same" else -SURE
        return self._after_rule(pair)

    # -- rows -----------------------------------------------------------------------------

    def rows(self) -> list[DuplicatePair]:
        """Return every pair to be listed, best first."""
        members: dict[str, list[str]] = defaultdict(list)
        for one, name in self.groups.items():
            members[name].append(one)
        inside = {pair for ids in members.values() for pair in combinations(sorted(ids), 2)}
        rows = [self.row(p) for p in sorted(inside)]
        for pair in self._worth_a_look():
            if pair not in inside and self._is_listed(pair):
                row = self.row(pair)
                if row.decision != "distinct" or row.relation != "different":
                    rows.append(row)
        return ordered(rows, score=lambda r: r.score, key=lambda r: (r.left_id, r.right_id))

    def _worth_a_look(self) -> Iterator[Pair]:
        """Yield the pairs that may be listed: what is distinct by its pattern is judged once."""
        family = {entry.id: entry.family for entry in self.whole.entries}
        known: dict[tuple[bool, Pattern], bool] = {}
        for pair in self.scores:
            if pair in self.found or pair in self.answered.verdicts or self.config.list_distinct:
                yield pair
                continue
            pattern = self._compared.get(pair) or self._pattern(pair)
            alike = (family[pair[0]] == family[pair[1]], pattern)
            listed = known.get(alike)
            if listed is None:
                listed = known[alike] = self._is_listed(pair)
            if listed:
                yield pair

    def _is_listed(self, pair: Pair) -> bool:
        """Whether a pair outside the groups is worth a row: not when it is merely different.

        Two providers under one roof are listed even though they are two: which listing
        stands for the place is a question that only a person can answer.
        """
        if self._held(pair) != "distinct" or self.config.list_distinct:
            return True
        veto = self.vetoes.get(pair)
        other = other_of(*self._entries(pair), self._levels(pair), veto)
        return other == "same_site_other_provider"

    def removed(self) -> tuple[Removal, ...]:
        """Return the pairs that a rule or a person removed, with the reason."""
        rows = [
            Removal(*pair, veto.rule, veto.reason)
            for pair, veto in self.vetoes.items()
            if veto.most == "distinct" and self.answered.verdicts.get(pair) not in _BY_PERSON
        ]
        rows += [
            Removal(*pair, "person", self.answered.said[pair])
            for pair in self.answered.of("not the same")
            if pair in self.found
        ]
        return tuple(sorted(rows))

    def row(self, pair: Pair) -> DuplicatePair:
        """Return one pair with its evidence, whether or not it is to be listed."""
        if pair not in self.scores:
            score = self.scores[pair] = self._score(pair)
            if self._decision(score) != "distinct":
                self.found[pair] = self._decision(score)
        together = self.groups.get(pair[0], "") == self.groups.get(pair[1], " ")
        by_itself = not together and pair not in self.answered.verdicts
        if self.calibration.corrections or not by_itself or self._held(pair) == "duplicate":
            return self._written(pair, together=together)
        alike = stratum_of(*self._entries(pair)), self._pattern(pair), self.vetoes.get(pair)
        like = self._rows.get(alike)
        if like is None:
            like = self._rows[alike] = self._written(pair, together=False)
        left, right = pair
        return replace(like, left_id=left, right_id=right, relations=dict(like.relations))

    def _written(self, pair: Pair, *, together: bool) -> DuplicatePair:
        """Return the row of a pair: two ids beside what its pattern and its rule say."""
        parts, why = self._parts(pair, together=together)
        decision: Decision = "duplicate" if together else self._held(pair)
        if decision == "duplicate" and not together:
            decision = "review"
        veto = None if self.answered.verdicts.get(pair) in _BY_PERSON else self.vetoes.get(pair)
        score = rounded(sum(part.contribution for part in parts))
        relations = relations_of(score, *self._entries(pair), self._levels(pair), veto)
        return DuplicatePair(
            *pair,
            parts=parts,
            relation=likeliest(relations),
            decision=decision,
            reason=reason(parts, why),
            group_id=self.groups[pair[0]] if together else "",
            relations=relations,
        )

    def _parts(self, pair: Pair, *, together: bool) -> tuple[tuple[Part, ...], str]:
        """Return the parts in the order in which they are added, and why in a rule's words."""
        parts = [*self._evidence(pair)]
        reached = sum(part.contribution for part in parts)
        words: list[str] = []

        def bring(name: str, score: float, fact: str) -> None:
            nonlocal reached
            parts.append(Part(name, rounded(score - reached), 1.0, fact))
            reached = sum(part.contribution for part in parts)
            words.append(fact)

        verdict, veto = self.answered.verdicts.get(pair), self.vetoes.get(pair)
        if verdict in _BY_PERSON:
            bring("person", SURE if verdict == "same" else -SURE, self.answered.said[pair])
        elif veto is not None:
            bring("rule", after_rule(reached, veto), veto.reason)
        if verdict == "later":
            words.append(f"{self.answered.said[pair]}: later")
        support = self._support.get(pair, -math.inf)
        if together and support > reached:
            bring("group", support, "joined through others of their group")
        elif not together and verdict != "later" and self._held(pair) == "duplicate":
            bring("group", min(TORN, reached), "to join them would join records that differ")
        return tuple(parts), "; ".join(words)

    def _evidence(self, pair: Pair) -> list[Part]:
        a, b = self._entries(pair)
        stratum, pattern, start = stratum_of(a, b), self._pattern(pair), self.weights.starting
        parts = [Part("starting_odds", start["across"])]
        for name, level, value in zip(
            self.weights.fields, pattern, self.weights.of(stratum, pattern), strict=True
        ):
            if name == "organisation" and stratum == "within":
                shift = rounded(start["within"] - start["across"])
                parts.append(Part(name, shift, 1.0, "one organisation"))
            else:
                parts.append(Part(name, value, 1.0, "" if level == MISSING else level))
        shift = self._shift(pair, stratum, pattern)
        if shift:
            parts.append(Part("labels", shift, 1.0, "what people judged of pairs like it"))
        return parts


_DISTINCT: Decision = "distinct"
_BY_PERSON: Mapping[str | None, Decision] = {"same": "duplicate", "not the same": "distinct"}


def _rank(decision: Decision) -> int:
    return _ORDER.index(decision)
