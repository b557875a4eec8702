"""Which offer should meet which need, in what quantity, and why the rest stays unmatched.

Eligible (`rules`), score (`score`), candidates (`market`), plan (`planning.best_plan`,
proved) and explain (`words`, `why`) are separate steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.errors import DataError
from sap_match.memory import Memory
from sap_match.recommend.pairings.asking import problem_of_market
from sap_match.recommend.pairings.blocks import RULE_NAMES
from sap_match.recommend.pairings.figures import figures_of
from sap_match.recommend.pairings.leftover import Lefts
from sap_match.recommend.pairings.listing import Meeting
from sap_match.recommend.pairings.market import Market, market_of
from sap_match.recommend.pairings.questions import unknowns
from sap_match.recommend.pairings.rules import DIFFERENT
from sap_match.recommend.pairings.score import PARTS, PairingConfig
from sap_match.recommend.pairings.shown import rows_of
from sap_match.recommend.pairings.soonest import soonest
from sap_match.recommend.pairings.waiting import waiting_of
from sap_match.recommend.pairings.why import why_left
from sap_match.recommend.pairings.widening import widened
from sap_match.recommend.pairings.words import explain
from sap_match.recommend.planning import UNMATCHED_COLUMNS, Plan, Unmatched, best_plan
from sap_match.recommend.planning.plan import Setting
from sap_match.recommend.planning.problem import AIMS, Aim, Answer, Problem
from sap_match.recommend.wording import listing
from sap_match.results import Removal, Results, Suggestion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape

PAIRING_COLUMNS = (
    "offer_id", "need_id", "quantity", "score", "reason",
    "counter_reason", "first_step", "to_confirm", *PARTS,
)  # fmt: skip


def plan_pairings(
    landscape: Landscape,
    *,
    aim: Aim = "welfare",
    memory: Memory | None = None,
    config: PairingConfig | None = None,
    seed: int = 0,
) -> Plan:
    """Plan which offer meets which need, and in what quantity.

    Parameters
    ----------
    landscape : Landscape
    aim : {"welfare", "stable", "fair", "most first"}
        What the plan is best at; none of them pairs what a rule forbids.

        - ``welfare``: the largest sum of score x quantity over the candidates, proved.
        - ``stable``: no offer and need that would both rather have each other, where the
          theory promises it; ``figures["blocking_pairs"]`` counts those that remain.
        - ``fair``: the group of hosts that gets the smallest share of what it asks for gets
          as much as can be, then the next (leximin); then welfare. Groups: small charities
          (``config.small_income``, or no income known), other voluntary organisations, public
          bodies, businesses.
        - ``most first``: the most sides, offers and needs together, that place or get
          something; then welfare.
    memory : Memory, optional
        Pairs that were banned or answered *never* are kept apart.
    config : PairingConfig, optional
        Weights and thresholds, and how many candidates a large market keeps.
    seed : int
        Of the lottery that decides between equals; the plan keeps it.

    Returns
    -------
    Plan
        ``matches`` by score, ``candidates`` every pair that the planner weighed,
        ``unmatched`` what is left of each open offer and need, with every reason, and
        ``figures``. Quantities that stand in agreements stay: they are taken off first. In a
        kind with more than ``config.every_pair`` pairs each offer's and each need's best are
        the candidates, with those that the prices of the plan ask for; ``matches.notes`` and
        ``figures["pruned_bound"]`` say how much score x quantity the others could add to
        ``welfare`` at most.

    Raises
    ------
    DataError
        The planner knows no such aim.

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
    if aim not in AIMS:
        raise DataError(
            f"is no aim of the planner; aims are {listing([repr(a) for a in AIMS])}",
            field="aim",
            value=aim,
        )
    return planned(Setting(landscape, memory or Memory(), config or PairingConfig()), aim, seed)


def planned(setting: Setting, aim: Aim, seed: int, kept: Sequence[Suggestion] = ()) -> Plan:
    """Return the plan of a setting, with the fewest changes to what is ``kept`` of an earlier."""
    wide = widened(market_of(setting.landscape, setting.memory, setting.config), setting.config)
    market = wide.market
    problem = _keeping(problem_of_market(market, setting.config, seed=seed), market, kept)
    answer = best_plan(problem, aim)
    if aim != "stable":  # which has the days that make it stable
        answer = soonest(problem, answer)
    return Plan(
        matches=replace(_suggestions(market, answer), notes=(*answer.solved.notes, *wide.notes)),
        unmatched=_unmatched(market, answer.quantity),
        candidates=replace(_suggestions(market, None), notes=wide.notes),
        aim=aim,
        total=answer.solved.total,
        waiting=waiting_of(market, problem, answer),
        figures={**figures_of(market, problem, answer), **wide.figures},
        seed=seed,
        setting=setting,
    )


def _keeping(problem: Problem, market: Market, kept: Sequence[Suggestion]) -> Problem:
    """Return the problem with what an earlier plan gave each link, and on which day."""
    if not kept:
        return problem
    before = {(s.subject_id, s.other_id): s.details for s in kept}
    given = [before.get(market.key(i), {}) for i in range(market.size)]
    days = [date.fromisoformat(d["starts"]).toordinal() if d.get("starts") else 0 for d in given]
    return replace(
        problem,
        kept=np.array([float(d.get("quantity", 0.0)) for d in given]),
        kept_day=np.array(days, dtype=np.int64),
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


# -- what comes out -----------------------------------------------------------------------


def _suggestions(market: Market, answer: Answer | None) -> Results[Suggestion]:
    """Return candidates as suggestions; with an answer only those of the plan.

    Candidates go without words: most are never read.
    """
    quantity = None if answer is None else answer.quantity
    order = _order(market, quantity)
    ranks = _ranks(market.left[order])

    def made(row: int) -> Suggestion:
        i = int(order[row])
        m = market.meeting(i)
        passes = market.passing[i].most if quantity is None else float(quantity[i])
        day = None if answer is None else int(answer.day[i])
        return Suggestion(
            kind="pairing",
            subject_id=m.offer.id,
            other_id=m.need.id,
            asked=(m.giver.owner.id, m.host.owner.id),
            rank=int(ranks[row]),
            parts=market.beside.parts(m),
            strength=min(1.0, max(0.0, float(market.score[i]))),
            **_words(market.beside.landscape, m, passes, day),
        )

    return Results(rows_of(len(order), made), record=pairing_record, columns=PAIRING_COLUMNS)


def _order(market: Market, quantity: NDArray[np.float64] | None) -> NDArray[np.int64]:
    """Return positions of candidates by (-score, offer, need); of the plan's, if any."""
    passing = [p.most for p in market.passing] if quantity is None else quantity
    held = np.flatnonzero(np.asarray(passing, dtype=float) > 0)
    return held[np.lexsort((market.right[held], market.left[held], -market.score[held]))]


def _ranks(left: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return of each row the how-manieth of its offer it is, from 1."""
    order = np.argsort(left, kind="stable")
    starts = np.flatnonzero(np.diff(left[order], prepend=-1))
    ranks = np.empty(len(left), dtype=np.int64)
    ranks[order] = np.arange(len(left)) - np.repeat(starts, np.diff(starts, append=len(left))) + 1
    return ranks


def _words(landscape: Landscape, m: Meeting, quantity: float, day: int | None) -> dict[str, Any]:
    """Return what is said of a pair; a candidate (no day) goes without words."""
    if day is None:
        return {"reason": "", "details": {"quantity": quantity, "unit": m.unit}}
    on = date.fromordinal(int(day)) if day else None
    return {"to_confirm": unknowns(m), **explain(landscape, m, quantity, on=on)}


def _unmatched(market: Market, quantity: NDArray[np.float64]) -> Results[Unmatched]:
    left = Lefts(market, quantity)
    return Results(
        rows_of(len(left), lambda i: why_left(left[i])),
        record=Unmatched.to_record,
        removed=_removals(market),
        notes=_kept_out(market),
        columns=UNMATCHED_COLUMNS,
    )


def _removals(market: Market) -> tuple[Removal, ...]:
    """Return every pair that a rule removed; of a large market they are only counted."""
    if market.pruned is not None:
        return ()
    ruled = [
        Removal(*one.meeting.key, rule=one.rules[0][0], note=one.rules[0][1])
        for one in market.refused
    ]
    unlike = []
    for i, j in market.different:
        giver, host = market.offers[i], market.needs[j]
        note = f"what {giver.name} offers is not what {host.name} asks for"
        unlike.append(Removal(giver.id, host.id, DIFFERENT, note))
    return tuple(sorted([*ruled, *unlike]))


def _kept_out(market: Market) -> tuple[str, ...]:
    """Say of a large market how many pairs each rule removed."""
    if market.pruned is None:
        return ()
    told = market.counts["offer"]
    rules = zip(RULE_NAMES, told.first.sum(axis=0).tolist(), strict=True)
    counts = ((DIFFERENT, int(told.different.sum())), *rules)
    removed = "; ".join(f"{name} {n}" for name, n in counts if n)
    return (
        f"of {int(told.seen.sum())} pairs of one kind, by the first rule they break: {removed}",
    )
