"""Why an offer or a need stays unmatched: what binds, with counts, and what would change it.

Four cases are kept apart: nobody lists such a thing; rules keep all others out; others fit
and do more elsewhere; a lower quota is not reached. What would do is proved by the rules
(`nearest.smallest_change`), and the row ends with what the officer can ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sap_match.recommend.pairings.amounts import amount
from sap_match.recommend.pairings.asking import least_of
from sap_match.recommend.pairings.conditions import OFFICERS, binding
from sap_match.recommend.pairings.leftover import Left, Pair, Rival
from sap_match.recommend.pairings.listing import Meeting
from sap_match.recommend.pairings.moving import hours_words
from sap_match.recommend.pairings.nearest import (
    HOPELESS,
    LONGEST_MOVE,
    Change,
    Step,
    smallest_change,
)
from sap_match.recommend.planning import Unmatched
from sap_match.recommend.quoting import telling
from sap_match.recommend.wording import day_of, distance, listing, sentence

if TYPE_CHECKING:
    from sap_match.recommend.pairings.market import Refused

NEAR = 2
"""How many rules another may break and still have come near."""
TOO_FAR = 1.5
"""How many times as far as it said somebody may be asked to go, and 5 km beyond."""
LONGEST_WAIT = 92
"""Days beyond which nobody is asked to wait, or to come sooner."""
TOLD = 2
"""How many that would do are named."""


def why_left(one: Left) -> Unmatched:
    """Return what is left of an offer or need, with every reason and what came nearest."""
    record = one.own.record
    if record.ends_on is not None and record.ends_on < one.as_of:
        return _row(one, [f"It ended on {day_of(record.ends_on)}."])
    if one.own.owner.organisation.suggest == "no":
        return _row(one, [f"{one.own.name} asked not to be suggested."])
    if one.own.contradictions:
        said = f"what {one.own.name} listed {listing(one.own.contradictions)}"
        return _row(one, [sentence(f"{said}: ask it what is meant")])
    if not one.seen:
        return _row(one, [f"Nobody else lists {_others(one)}s of {record.kind}.", _by_name(one)])
    enough = _no_more(one)
    if enough:
        return _row(one, [_placed(one), enough])
    changes = _changes(one)
    told = [_placed(one), _taken(one), _quota(one), *binding(one), *_officer(one)]
    nearest = one.fitting[0].meeting if one.fitting else None
    if nearest is None and changes:
        nearest = changes[0].meeting
    if nearest is None:
        nearest = _fewest_broken(one.refused)
    return _row(one, [*told, _would_do(one, changes) or _rest(one)], nearest)


def _row(one: Left, told: Iterable[str], nearest: Meeting | None = None) -> Unmatched:
    near = "" if nearest is None else one.other(nearest).id
    left = one.left if one.own.known else None
    return Unmatched(one.side, one.own.id, left, " ".join(filter(None, told)), near)


def _others(one: Left) -> str:
    return "need" if one.side == "offer" else "offer"


def _fewest_broken(refused: Sequence[Refused]) -> Meeting | None:
    for r in refused:
        if len(r.rules) <= NEAR and not HOPELESS & {rule for rule, _ in r.rules}:
            return r.meeting
    return None


# -- what is placed, and what others have ---------------------------------------------------


def _placed(one: Left) -> str:
    """Say what was placed, and with whom."""
    if not one.placed:
        return ""
    unit = one.own.unit
    told: dict[str, list[str]] = {}
    for p in one.placed:
        told.setdefault(_passed(one, p), []).append(one.other(p.meeting).name)
    names = listing([f"{listing(list(dict.fromkeys(who)))} ({q})" for q, who in told.items()])
    verb = "goes to" if one.side == "offer" else "comes from"
    if all(one.other(p.meeting).known for p in one.placed):
        return f"A part {verb} {names}; {amount(one.left, unit)} left."
    return f"A part {verb} {names}; up to {amount(one.left, unit)} left."


def _passed(one: Left, pair: Pair) -> str:
    """Say how much passes, or that it is to be agreed because the other has not said."""
    other, unit = one.other(pair.meeting), one.own.unit
    if other.known:
        return amount(pair.quantity, unit)
    if pair.quantity > 1:
        return f"{amount(pair.quantity, unit)} at least, how many is to be agreed"
    return f"how {'much' if unit in (None, 'pounds') else 'many'} is to be agreed"


def _no_more(one: Left) -> str:
    """Say that the rest can go nowhere else by the offer's own word; "" where it can."""
    if one.side != "offer" or not one.placed:
        return ""
    least, hosts = one.own.record.team_min or 0, one.placed[0].meeting.hosts
    first = one.other(one.placed[0].meeting).name
    if 0 < one.left < least:
        why = f"too few for another team, which is {least} at least"
    elif hosts is not None and len(one.placed) >= hosts:
        why = "one host is all that it goes to" if hosts == 1 else f"{hosts} hosts are its most"
    else:
        return ""
    more = f"{amount(one.left, one.own.unit)} more" if one.own.unit else "more"
    return sentence(f"{why}: ask {first} whether it can use {more}")


def _taken(one: Left) -> str:
    """Say of the best candidate that is not in the plan who has what it would have had."""
    if not one.fitting or _unsaid_quota(one, one.fitting[0]):
        return ""
    best = one.fitting[0]
    few = _below_quota(one, best)
    if few:
        return few
    more = f" ({one.eligible - 1} more would fit likewise)" if one.eligible > 1 else ""
    return sentence(f"{_why_not(one, best)}{more}")


def _why_not(one: Left, best: Pair) -> str:
    m, name = best.meeting, one.other(best.meeting).name
    least = m.team[0] if m.team else 0.0
    both = ((one.own, one.left), (one.other(m), best.other_left))
    left = min((left for side, left in both if side.known or left <= 0), default=least)
    if 0 < left < least:
        who = m.giver.name if (m.offer.team_min or 0) >= least else m.host.name
        few = f"{left:g} are too few for {who}, which says {least:g} at least"
        return f"{name} would fit, but {few}"
    if best.rivals:
        rival = best.rivals[0]
        own = min(one.left, best.other_left) if best.other_left > 0 else one.left
        lost = _by_how_much(rival, best, own, one.own.unit)
        if best.other_left <= 0 and one.side == "offer" and one.other(m).known:
            return f"{name} would fit, but has all that it asks for from {rival.name}, {lost}"
        if best.other_left <= 0 and one.side == "need":
            return f"what {name} offers goes to {rival.name}, {lost}"
        if one.side == "need" and m.hosts is not None:
            return f"{name} goes to {_hosts(m.hosts)}: {rival.name}, {lost}"
        return f"{name} would fit, but is paired with {rival.name}, {lost}"
    return f"{name} would fit, but the whole plan does more without this pair"


def _hosts(n: int) -> str:
    return "one host only" if n == 1 else f"{n} hosts at most"


def _by_how_much(rival: Rival, best: Pair, own: float, unit: str | None) -> str:
    """Say in plain words by how much another pair is a better use than this one."""
    if rival.score > best.score + 0.005:
        return f"a better fit ({rival.score:.2f} against {best.score:.2f})"
    if rival.quantity > own:
        return f"which takes {amount(rival.quantity, unit)}, not {own:g}"
    if abs(rival.score - best.score) <= 0.005:
        lot = rival.score == best.score and rival.quantity == own
        return f"as good a fit ({best.score:.2f}){', drawn by lot' if lot else ''}"
    return f"so that the plan as a whole does more (fit {rival.score:.2f}, here {best.score:.2f})"


def _unsaid_quota(one: Left, best: Pair) -> str:
    """Say that one side's lower quota waits for the other to say how much it has or wants."""
    m = best.meeting
    for asks, unsaid, does in ((m.giver, m.host, "can use"), (m.host, m.giver, "could give")):
        least = asks.record.quantity_min or 0
        idle = not one.placed if asks is one.own else best.other_left == asks.left
        if idle and asks.known and not unsaid.known and least > unsaid.left:
            verb = "gives" if asks is m.giver else "takes"
            much = f"{verb} at least {amount(least, asks.unit)}"
            return f"{asks.name} {much}: ask {unsaid.name} whether it {does} so much."
    return ""


def _below_quota(one: Left, best: Pair) -> str:
    """Say that the best other takes, or gives, nothing so small as what is left here."""
    other = one.other(best.meeting)
    least = other.record.quantity_min or 0
    if not one.own.known or best.other_left != other.left or not 0 < one.left < least_of(other):
        return ""
    verb = "takes" if one.side == "offer" else "gives"
    left = f"{amount(one.left, one.own.unit)} {'is' if one.left == 1 else 'are'}"
    here = "left" if one.placed else "offered" if one.side == "offer" else "wanted"
    few = f"{verb} nothing below {amount(least, other.unit)}, and {left} {here}"
    return sentence(f"{other.name} would fit, but {few}")


def _quota(one: Left) -> str:
    """Say of a lower quota how much of it could be found."""
    least = one.own.record.quantity_min
    unit = one.own.unit
    if least and not one.placed and one.held < least and one.eligible:
        verb = "gives" if one.side == "offer" else "asks for"
        if _unsaid_quota(one, one.fitting[0]):
            return ""
        found = f"only {amount(one.held, unit)} could be found"
        return f"It {verb} at least {amount(least, unit)}; {found}."
    return ""


# -- for the officer ------------------------------------------------------------------------


def _officer(one: Left) -> Iterator[str]:
    """Yield what a person must look at: exclusions, with how many more there are."""
    notes = [why for r in one.refused for rule, why in r.rules if rule in OFFICERS]
    n = sum(one.counts.get(rule, 0) for rule in OFFICERS) or len(notes)
    if notes:
        yield sentence(f"{notes[0]}{f' ({n - 1} more likewise)' if n > 1 else ''}")


# -- what would do --------------------------------------------------------------------------


def _changes(one: Left) -> list[Change]:
    """Return the proved changes of the nearest refused pairs, the smallest first."""
    changes = (smallest_change(r.meeting) for r in one.refused)
    found = [c for c in changes if c is not None and c.steps and not _too_late(c)]
    found.sort(key=lambda c: (len(c.steps), c.size, -round(c.meeting.likeness, 6), c.meeting.key))
    return found


def _too_late(change: Change) -> bool:
    """Whether somebody would have to wait longer than anybody is asked to."""
    return any(step.rule == "dates" and step.amount > LONGEST_WAIT for step in change.steps)


def _would_do(one: Left, changes: Sequence[Change]) -> str:
    """Say who would do after which change, and whom to ask; "" where nobody would."""
    if not changes:
        return ""
    best = changes[0]
    if not _askable(best):
        return _beyond(one, best)
    kind = best.rules, best.steps[0].actor
    alike = [c for c in changes if (c.rules, c.steps[0].actor) == kind and _askable(c)]
    names = list(dict.fromkeys(one.other(c.meeting).name for c in alike))
    if len(names) > 1 and len(best.steps) == 1:
        return _several(one, alike, names)
    return sentence(_single(one, best))


def _single(one: Left, change: Change) -> str:
    """Return one other, whom to ask, and for what."""
    other = one.other(change.meeting).name
    asked: dict[str, list[str]] = {}
    for step in change.steps:
        asked.setdefault(_who(change, step), []).append(step.words)
    parts = [
        f"{'whether it' if who == other else f'{who} whether it'} could {listing(words)}"
        for who, words in asked.items()
    ]
    return f"{other} {_does(one)}: ask {listing(parts)}"


def _does(one: Left) -> str:
    return "would fit" if one.side == "offer" else "would do"


def _who(change: Change, step: Step) -> str:
    m = change.meeting
    return m.giver.name if step.actor == "offer" else m.host.name


def _several(one: Left, alike: Sequence[Change], names: Sequence[str]) -> str:
    """Return several others that one sort of change would let in."""
    first = {one.other(c.meeting).name: c.steps[0] for c in reversed(alike)}
    steps = [first[name] for name in names]
    own = (steps[0].actor == "offer") == (one.side == "offer")
    head = f"{_counted(len(names))} {_does(one)}"
    more = f" ({len(names) - TOLD} more likewise)" if len(names) > TOLD else ""
    told = list(zip(names, steps, strict=True))[:TOLD]
    if all(step.rule == "times" and step.amount < LONGEST_MOVE for step in steps):
        by = ("" if len({s.amount for s in steps}) == 1 else "up to ") + hours_words(
            int(max(s.amount for s in steps))
        )
        whom = listing([f"{name} ({s.words.removeprefix('come ')})" for name, s in told])
        asked = f"ask {one.own.name} about {whom}" if own else f"ask {whom}"
        return sentence(f"{head} if the window moved by {by}: {asked}{more}")
    if len({step.words for step in steps}) == 1:
        whom = listing([name for name, _ in told])
        if own:
            return sentence(f"{whom}{more} {_does(one)}: {_asking(one.own.name, steps[0])}")
        return sentence(f"{head}: ask {whom} whether they could {steps[0].words}{more}")
    if own:
        others = len(names) - 1
        rest = f"{others} more would need the like" if others > 1 else f"{names[1]} needs the like"
        first_one = f"{told[0][0]} {_does(one)}: {_asking(one.own.name, steps[0])}"
        return sentence(f"{first_one}; {rest}")
    whom = listing([f"{name} whether it could {s.words}" for name, s in told], "or")
    return sentence(f"{head}: ask {whom}{more}")


def _asking(name: str, step: Step) -> str:
    return f"ask {name} whether it could {step.words}"


def _counted(n: int) -> str:
    return {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}.get(n, str(n))


def _askable(change: Change) -> bool:
    """Whether the change is one that somebody may be asked for."""
    limit = change.meeting.offer.max_distance_km or 0.0
    return all(
        step.rule != "distance" or limit <= TOO_FAR * (limit - step.amount) + 5
        for step in change.steps
    )


def _beyond(one: Left, change: Change) -> str:
    """Say how far the nearest is where it is too far to be asked to go there."""
    m = change.meeting
    limit = next(limit for r in one.refused if (limit := _limit_of(r, m)) is not None)
    came = f"{one.other(m).name} came nearest, {distance(m.km or 0.0)} away"
    words = telling(one.own.record.description, frozenset(), width=60)
    if one.side == "offer":
        return f"{came}: tell groups within {limit:g} km that it offers “{words}”."
    return f"{came}: ask businesses nearer by for “{words}”."


def _limit_of(refused: Refused, m: Meeting) -> float | None:
    return refused.meeting.offer.max_distance_km if refused.meeting.key == m.key else None


# -- what else the officer can do -----------------------------------------------------------


def _rest(one: Left) -> str:
    """Return what can be done where no change would do."""
    if one.fitting:
        return _unsaid_quota(one, one.fitting[0]) or _ask_for_more(one, one.fitting[0])
    if any(one.counts.get(rule) for rule in OFFICERS):
        return ""
    return _by_name(one)


def _ask_for_more(one: Left, best: Pair) -> str:
    name = one.other(best.meeting).name
    if one.side == "need":
        return f"Ask {name} whether there is more."
    return f"Keep it for {name} in case that falls through."


def _by_name(one: Left) -> str:
    """Return whom to ask for it, in its own words."""
    words = telling(one.own.record.description, frozenset(), width=60)
    if one.side == "offer":
        return f"Tell groups that {one.own.name} offers “{words}”."
    return f"Ask businesses on behalf of {one.own.name} for “{words}”."
