"""A plan's aim, total and figures in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sap_match.report.words import count, number, percent

if TYPE_CHECKING:
    from sap_match.recommend.planning import Plan

AIMS_IN_WORDS = {
    "welfare": "the largest sum of score times quantity",
    "stable": "no offer and need would both rather have each other",
    "fair": "the group that is met least is met as far as can be, then the next",
    "most first": "as much as can be matched, then the largest sum of scores",
}
_SHARES = {
    "first_choices_offers": "offers that were given a first choice",
    "first_choices_needs": "needs that were given a first choice",
    "least_share": "met of what it asked for, in the group that is met least",
}
_LABELS = {
    "blocking_pairs": "pairs that would both rather have each other",
    "blocking_pairs_closed": "such pairs of a side that its own least quantity keeps out",
    "closed": "sides that their own least quantity keeps out",
    "mean_rank": "mean rank, on its own list, of what each was given",
    "hours_met": "hours met",
    "hours_asked": "hours asked for",
    "hours_unmet": "hours not met",
}


def summary(plan: Plan) -> Iterator[str]:
    """Yield a plan's aim, what it reached and its lottery, a sentence each.

    Examples
    --------
    >>> from sap_match.recommend.planning import Plan
    >>> from sap_match.results import Results
    >>> none = Results((), record=dict)
    >>> list(summary(Plan(none, none, none, total=2.5)))
    ['Aim: welfare, the largest sum of score times quantity.', 'No matches; total score 2.5.',
     'Seed of the lottery among equals: 0.']
    """
    if plan.aim in AIMS_IN_WORDS:
        told = AIMS_IN_WORDS[plan.aim]
        rooms = plan.aim == "welfare" and any(m.kind == "facility" for m in plan.matches)
        yield f"Aim: {plan.aim}, {told}." if not rooms else "Aim: the most met, then the best fit."
    else:
        yield f"Aim: {plan.aim}."
    matches = count(len(plan.matches), "match", none="No")
    yield f"{matches}; total score {number(plan.total)}."
    yield f"Seed of the lottery among equals: {plan.seed}."


def figures_in_words(figures: Mapping[str, float]) -> Iterator[str]:
    """Yield each figure of a plan in words, in the order of the plan.

    Examples
    --------
    >>> list(figures_in_words({"blocking_pairs": 0, "first_choices_needs": 0.5}))
    ['Pairs that would both rather have each other: 0.',
     'Needs that were given a first choice: 50%.']
    """
    for name, value in figures.items():
        words = _SHARES.get(name) or _LABELS.get(name) or name.replace("_", " ")
        group = name.removeprefix("share ")
        words = f"met of what {group} asked for" if group != name else words
        share = name in _SHARES or group != name
        said = percent(value) if share and 0 <= value <= 1 else number(value)
        yield f"{words[:1].upper()}{words[1:]}: {said}."
