"""Which offer should meet which need, in what quantity, and why the rest stays unmatched.

Eligible (`pairing_rules`), score (`pairing_score`), plan (`planning.best_plan`, exact) and
explain (`pairing_words`, `pairing_why`) are separate steps.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from sap_match.errors import DataError
from sap_match.memory import Memory
from sap_match.ranking import ordered
from sap_match.recommend.pairings.listing import Listing, Meeting, is_whole
from sap_match.recommend.pairings.market import Market, market_of
from sap_match.recommend.pairings.rules import DIFFERENT, broken, unknowns
from sap_match.recommend.pairings.score import PARTS, PairingConfig, parts_of
from sap_match.recommend.pairings.why import Left, Verdicts, why_left
from sap_match.recommend.pairings.words import explain
from sap_match.recommend.planning import (
    UNMATCHED_COLUMNS,
    Limit,
    Link,
    Plan,
    Unmatched,
    best_plan,
    problem_of,
)
from sap_match.results import Part, Removal, Results, Suggestion, score_of

if TYPE_CHECKING:
    from sap_match.landscape import Landscape
    from sap_match.recommend.planning import Side

Quantities = dict[tuple[str, str], float]
PAIRING_COLUMNS = (
    "offer_id", "need_id", "quantity", "score", "reason",
    "counter_reason", "first_step", "to_confirm", *PARTS,
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Candidate:
    """A meeting that no rule removes, with its score in parts."""

    meeting: Meeting
    parts: tuple[Part, ...]

    @cached_property
    def score(self) -> float:
        return score_of(self.parts)

    @cached_property
    def link(self) -> Link:
        """What the planner sees: score, and the least and the most that may pass."""
        m = self.meeting
        most = min(m.giver.left, m.host.left)
        least, cap = m.team or (0.0, most)
        whole = is_whole(m.unit)
        most = min(most, cap)
        return Link(
            left=m.offer.id,
            right=m.need.id,
            score=self.score,
            most=float(math.floor(most)) if whole else most,
            whole=whole,
            least=least,
        )


def plan_pairings(
    landscape: Landscape,
    *,
    aim: Literal["welfare"] = "welfare",
    memory: Memory | None = None,
    config: PairingConfig | None = None,
) -> Plan:
    """Plan which offer meets which need, and in what quantity.

    Parameters
    ----------
    landscape : Landscape
    aim : "welfare"
        The largest sum of score x quantity over the candidates, exact.
    memory : Memory, optional
        Pairs that were banned or answered *never* are kept apart.
    config : PairingConfig, optional
        Weights and thresholds.

    Returns
    -------
    Plan
        ``matches`` by score, ``candidates`` every pair that no rule removes,
        ``unmatched`` what is left of each open offer and need, with every reason.

    Examples
    --------
    >>> from datetime import date
    >>> from sap_match.landscape import Landscape
    >>> from sap_match.model import Dataset, Need, Offer, Organisation
    >>> from sap_match.similarity.encoder import HashedWords
    >>> data = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [
    ...             Organisation(id="b", name="Lindow Paints", kind="business"),
    ...             Organisation(id="v", name="Moss Rose Hall", kind="voluntary"),
    ...         ],
    ...         "offers": [
    ...             Offer(
    ...                 id="o",
    ...                 organisation_id="b",
    ...                 kind="goods",
    ...                 quantity=60,
    ...                 unit="items",
    ...                 description="Surplus pale emulsion paint in tubs",
    ...             )
    ...         ],
    ...         "needs": [
    ...             Need(
    ...                 id="n",
    ...                 organisation_id="v",
    ...                 kind="goods",
    ...                 quantity=25,
    ...                 unit="items",
    ...                 description="Pale emulsion paint for the hall",
    ...             )
    ...         ],
    ...     },
    ... )
    >>> plan = plan_pairings(Landscape.build(data, as_of=date(2026, 11, 1), encoder=HashedWords()))
    >>> [(s.subject_id, s.other_id, s.details["quantity"]) for s in plan.matches]
    [('o', 'n', 25.0)]
    """
    if aim != "welfare":
        raise DataError("is no aim of the planner; the aim is 'welfare'", field="aim", value=aim)
    settings = config or PairingConfig()
    market = market_of(landscape, memory or Memory(), settings)
    verdicts = {m.key: broken(m) for m in market.meetings}
    found = [_Candidate(m, parts_of(m, settings)) for m in market.meetings if not verdicts[m.key]]
    problem = problem_of([c.link for c in found], *_limits(found))
    answer = best_plan(problem)
    solved = answer.solved
    quantities = {
        (problem.lefts.ids[a], problem.rights.ids[b]): float(q)
        for a, b, q in zip(problem.left, problem.right, answer.quantity, strict=True)
        if q > 0
    }
    return Plan(
        matches=replace(_suggestions(landscape, found, quantities), notes=solved.notes),
        unmatched=_unmatched(landscape, market, verdicts, found, quantities),
        candidates=_suggestions(landscape, found, None),
        aim=aim,
        total=solved.total,
    )


def pairing_record(suggestion: Suggestion) -> dict[str, Any]:
    """Return the columns of the pairings table."""
    return {
        "offer_id": suggestion.subject_id,
        "need_id": suggestion.other_id,
        "quantity": suggestion.details.get("quantity"),
        "score": suggestion.score,
        "reason": suggestion.reason,
        "counter_reason": suggestion.counter_reason,
        "first_step": suggestion.first_step,
        "to_confirm": "; ".join(suggestion.to_confirm),
        **{part.name: round(part.contribution, 6) for part in suggestion.parts},
    }


# -- plan ---------------------------------------------------------------------------------


def _limits(found: Sequence[_Candidate]) -> tuple[dict[str, Limit], dict[str, Limit]]:
    left: dict[str, Limit] = {}
    right: dict[str, Limit] = {}
    for c in found:
        m = c.meeting
        before = left.get(m.offer.id)
        hosts = m.hosts if before is None or before.partners is None else before.partners
        left[m.offer.id] = Limit(_least(m.giver), m.giver.left, hosts)
        right[m.need.id] = Limit(_least(m.host), m.host.left)
    return left, right


def _least(side: Listing) -> float:
    """Return the lower quota; what is agreed already counts towards it."""
    agreed = (side.record.quantity or side.left) - side.left
    return max(0.0, (side.record.quantity_min or 0.0) - agreed)


# -- what comes out -----------------------------------------------------------------------


def _suggestions(
    landscape: Landscape, found: Sequence[_Candidate], quantities: Quantities | None
) -> Results[Suggestion]:
    """Return candidates as suggestions; with ``quantities`` only those of the plan.

    Candidates go without words: most are never read.
    """
    rows = []
    ranks: dict[str, int] = {}
    for c in ordered(found, score=lambda x: x.score, key=lambda x: x.meeting.key):
        m = c.meeting
        quantity = c.link.most if quantities is None else quantities.get(m.key, 0.0)
        if quantity <= 0:
            continue
        ranks[m.offer.id] = ranks.get(m.offer.id, 0) + 1
        rows.append(
            Suggestion(
                kind="pairing",
                subject_id=m.offer.id,
                other_id=m.need.id,
                asked=(m.giver.owner.id, m.host.owner.id),
                rank=ranks[m.offer.id],
                parts=c.parts,
                strength=min(1.0, max(0.0, c.score)),
                **_words(landscape, m, quantity, worded=quantities is not None),
            )
        )
    return Results(tuple(rows), record=pairing_record, columns=PAIRING_COLUMNS)


def _words(landscape: Landscape, m: Meeting, quantity: float, *, worded: bool) -> dict[str, Any]:
    if not worded:
        return {"reason": "", "details": {"quantity": quantity, "unit": m.unit}}
    return {"to_confirm": unknowns(m), **explain(landscape, m, quantity)}


def _unmatched(
    landscape: Landscape,
    market: Market,
    verdicts: Verdicts,
    found: Sequence[_Candidate],
    quantities: Quantities,
) -> Results[Unmatched]:
    scores = {c.meeting.key: c.score for c in found}
    rows: list[Unmatched] = []
    sides: tuple[tuple[Side, int, tuple[Listing, ...]], ...] = (
        ("offer", 0, market.offers),
        ("need", 1, market.needs),
    )
    for side, s, listings in sides:
        mine: dict[str, list[Meeting]] = {}
        seen: dict[str, int] = {}
        for m in market.meetings:
            mine.setdefault(m.key[s], []).append(m)
            seen[m.key[s]] = seen.get(m.key[s], 0) + 1
        for both in market.different:
            seen[both[s].id] = seen.get(both[s].id, 0) + 1
        used: dict[str, float] = {}
        for key, quantity in quantities.items():
            used[key[s]] = used.get(key[s], 0.0) + quantity
        for own in listings:
            left = round(own.left - used.get(own.id, 0.0), 4)
            if left <= 0:
                continue
            rows.append(
                why_left(
                    Left(
                        side, own, left, mine.get(own.id, []), seen.get(own.id, 0),
                        verdicts, quantities, scores, landscape.as_of,
                    )
                )
            )  # fmt: skip
    return Results(
        tuple(rows),
        record=Unmatched.to_record,
        removed=_removals(market, verdicts),
        columns=UNMATCHED_COLUMNS,
    )


def _removals(market: Market, verdicts: Verdicts) -> tuple[Removal, ...]:
    ruled = [
        Removal(*key, rule=rules[0][0], note=rules[0][1])
        for key, rules in verdicts.items()
        if rules
    ]
    unlike = [
        Removal(g.id, h.id, DIFFERENT, f"what {g.name} offers is not what {h.name} asks for")
        for g, h in market.different
    ]
    return tuple(sorted([*ruled, *unlike]))
