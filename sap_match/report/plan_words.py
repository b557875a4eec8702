"""A plan's aim, total and figures in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sap_match.report.words import count, money, number, percent

if TYPE_CHECKING:
    from sap_match.recommend.planning import Plan

AIMS_IN_WORDS = {
    "welfare": "the largest sum of score times quantity",
    "stable": "no offer and need would both rather have each other",
    "fair": "the group that is met least is met as far as can be, then the next",
    "most first": "the most offers and needs that get something, then the largest sum of scores",
}
_SHARES = {
    "least_share": "met of what it asked for, in the group that is met least",
}
_LABELS = {
    "blocking_pairs": "pairs that would both rather have each other",
    "blocking_pairs_closed": "such pairs of a side that its own least quantity keeps out",
    "closed": "sides that their own least quantity keeps out",
    "kept": "kept from the earlier plan",
    "changed": "kept with another quantity or day",
    "dropped": "dropped from the earlier plan",
    "added": "added to the earlier plan",
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
        yield (
            f"Aim: {plan.aim}, {told}."
            if not rooms
            else "Aim: the most hours met, then the best fits."
        )
    else:
        yield f"Aim: {plan.aim}."
    matches = count(len(plan.matches), "match", none="No")
    yield f"{matches}; total score {number(plan.total)}."
    yield f"Seed of the lottery among equals: {plan.seed}."


def figures_in_words(figures: Mapping[str, float]) -> Iterator[str]:
    """Yield the figures of a plan in words, those that belong together in one sentence.

    Examples
    --------
    >>> list(
    ...     figures_in_words(
    ...         {"blocking_pairs": 0, "pledged hours": 40, "placed hours": 12, "least_share": 0.5}
    ...     )
    ... )
    ['Placed: 12 of 40 hours.', 'Pairs that would both rather have each other: 0.',
     'Met of what it asked for, in the group that is met least: 50%.']
    """
    left = dict(figures)
    yield from filter(None, (_placed(left), _choices(left), _amounts(left), _distances(left)))
    yield from filter(None, (_considered(left), _hours(left), _groups(left)))
    yield from filter(None, (_utilities(left, "mean"), _utilities(left, "least")))
    for name, value in left.items():
        group = name.removeprefix("share ")
        words = f"met of what {group} asked for" if group != name else _LABELS.get(name, "")
        words = words or _SHARES.get(name) or name.replace("_", " ")
        share = name in _SHARES or group != name or name.startswith("match_rate")
        said = percent(value) if share and 0 <= value <= 1 else number(value)
        yield f"{words[:1].upper()}{words[1:]}: {said}."


def _placed(left: dict[str, float]) -> str:
    names = ("offers_placed", "match_rate_offers", "needs_served", "match_rate_needs")
    found = _taken(left, names)
    if found is None:
        return ""
    offers, offered, needs, asked = found
    return (
        f"In the plan: {count(round(offers), 'offer')} ({percent(offered)} of the open ones) and "
        f"{count(round(needs), 'need')} ({percent(asked)})."
    )


def _choices(left: dict[str, float]) -> str:
    found = _taken(left, ("first_choices_offers", "first_choices_needs", "mean_rank"))
    if found is None:
        return ""
    return (
        f"Given a first choice: {percent(found[0])} of offers and {percent(found[1])} of needs "
        f"that have any choice; mean rank {number(found[2])}."
    )


def _amounts(left: dict[str, float]) -> str:
    told = []
    for unit in [n.removeprefix("pledged ") for n in left if n.startswith("pledged ")]:
        found = _taken(left, (f"placed {unit}", f"pledged {unit}"))
        if found is None or not found[1]:
            continue
        some, of = (money(v) if unit == "pounds" else number(v) for v in found)
        told.append(f"{some} of {of}{'' if unit == 'pounds' else f' {unit}'}")
    return f"Placed: {', '.join(told)}." if told else ""


def _distances(left: dict[str, float]) -> str:
    found = _taken(left, ("km_half", "km_nine_tenths"))
    if found is None:
        return ""
    half, most = (f"{km:.1f}".removesuffix(".0") for km in found)
    return f"Half of the pairs lie within {half} km, nine tenths within {most} km."


def _considered(left: dict[str, float]) -> str:
    found = _taken(left, ("candidates", "pruned", "pruned_bound"))
    if found is None:
        return ""
    pairs, pruned, bound = found
    told = f"Considered: {count(round(pairs), 'pair')} that no rule forbids"
    if not pruned:
        return f"{told}, all there are."
    weaker = f"{count(round(pruned), 'weaker pair')} left aside"
    return f"{told}; {weaker}, which could add {number(bound)} to the total at most."


def _hours(left: dict[str, float]) -> str:
    found = _taken(left, ("met_hours", "asked_hours", "unmet_hours", "most_hours"))
    requests = _taken(left, ("requests_met", "requests"))
    told = f"Requests met: {number(requests[0])} of {number(requests[1])}." if requests else ""
    if found is None:
        return told
    met, asked, _, most = found
    could = f" (at most {number(most)} could be)" if most > met + 1e-6 else ""
    return f"Hours met: {number(met)} of {number(asked)} asked for{could}. {told}".strip()


def _groups(left: dict[str, float]) -> str:
    mine = [left.pop(name) for name in list(left) if name.startswith("hours_of ")]
    some = sum(hours > 0 for hours in mine)
    return f"Groups with a room: {some} of {count(len(mine), 'group')}." if mine else ""


def _utilities(left: dict[str, float], which: str) -> str:
    mark = f"{which}_utility "
    told = [f"{n.removeprefix(mark)} {left.pop(n):.2f}" for n in list(left) if n.startswith(mark)]
    what = "average" if which == "mean" else "least"
    return f"Score x share met of a need, {what}: {', '.join(told)}." if told else ""


def _taken(left: dict[str, float], names: Sequence[str]) -> list[float] | None:
    """Return the figures of these names and take them away, None unless all are there."""
    if any(name not in left for name in names):
        return None
    return [left.pop(name) for name in names]
