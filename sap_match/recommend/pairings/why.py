"""Why an offer or a need stays unmatched: every binding reason with its count, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sap_match.recommend.pairings.listing import Listing, Meeting, check_words
from sap_match.recommend.pairings.rules import missing_checks, period
from sap_match.recommend.pairings.words import amount
from sap_match.recommend.planning import Unmatched
from sap_match.recommend.wording import day_of, distance, listing, sentence
from sap_match.windows import describe

if TYPE_CHECKING:
    from sap_match.recommend.planning import Side

Verdicts = Mapping[tuple[str, str], Sequence[tuple[str, str]]]
NEAR = 2
"""How many rules another may break and still have come near."""
_HOPELESS = frozenset({"kept apart", "exclusion", "ended", "quantity"})
_ORDER = (
    "kept apart", "ended", "quantity", "unit", "exclusion", "check", "skills", "age",
    "distance", "dates", "times", "team",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Left:
    """One offer or need of which something is left, and all that it was looked at beside.

    ``meetings`` are those with what is alike, ``seen`` counts all of its kind;
    ``verdicts`` hold the rules each meeting breaks, ``plan`` the quantities, ``scores``
    the scores of the candidates.
    """

    side: Side
    own: Listing
    left: float
    meetings: Sequence[Meeting]
    seen: int
    verdicts: Verdicts
    plan: Mapping[tuple[str, str], float]
    scores: Mapping[tuple[str, str], float]
    as_of: date

    def other(self, m: Meeting) -> Listing:
        """Return the other side of a meeting."""
        return m.host if self.side == "offer" else m.giver


def why_left(one: Left) -> Unmatched:
    """Return what is left of an offer or need, with every reason and what came nearest."""
    record = one.own.record
    if record.ends_on is not None and record.ends_on < one.as_of:
        return _row(one, f"It ended on {day_of(record.ends_on)}.")
    if one.own.owner.organisation.suggest == "no":
        return _row(one, f"{one.own.name} asked not to be suggested.")
    others = "needs" if one.side == "offer" else "offers"
    if not one.seen:
        return _row(one, f"Nobody else lists {others} of {record.kind}.")
    told = [_placed(one), _counted(one, others)]
    nearest = _nearest(one)
    if nearest is not None and one.verdicts[nearest.key]:
        told.append(_change(one, nearest))
    return _row(one, " ".join(filter(None, told)), nearest)


def _row(one: Left, reason: str, nearest: Meeting | None = None) -> Unmatched:
    near = "" if nearest is None else one.other(nearest).id
    left = one.left if one.own.known else None
    return Unmatched(one.side, one.own.id, left, reason, near)


def _placed(one: Left) -> str:
    """Say what was placed, and with whom."""
    used = [(one.other(m).name, q) for m in one.meetings if (q := one.plan.get(m.key, 0.0)) > 0]
    if not used:
        return ""
    names = listing([f"{name} ({amount(q, one.own.unit)})" for name, q in used])
    verb = "goes to" if one.side == "offer" else "comes from"
    return f"A part {verb} {names}; {amount(one.left, one.own.unit)} left."


def _counted(one: Left, others: str) -> str:
    """Say how many others there are and what stands in the way of each group of them."""
    kind = one.own.record.kind
    mine = [m for m in one.meetings if one.plan.get(m.key, 0.0) <= 0]
    rest = one.seen - len(one.meetings)
    if not mine:
        return _something_else(one, rest, others, kind)
    groups: dict[str, list[Meeting]] = {}
    for m in mine:
        rules = [rule for rule, _ in one.verdicts[m.key]]
        groups.setdefault(rules[0] if rules else "taken", []).append(m)
    order = sorted(groups, key=lambda rule: _ORDER.index(rule) if rule in _ORDER else 99)
    told = [_group(one, rule, groups[rule]) for rule in order]
    verb = "ask for" if one.side == "offer" else "are of"
    if rest == 1:
        verb = verb.replace("ask", "asks").replace("are", "is")
    different = [f"{rest} {verb} something else"] if rest else []
    head = f"of {one.seen} {others} of {kind}, " if one.seen > 1 else ""
    return sentence(f"{head}{'; '.join([*different, *told])}")


def _something_else(one: Left, rest: int, others: str, kind: str) -> str:
    if not rest:
        return ""
    verb = "ask for" if one.side == "offer" else "are of"
    which = f"the other {rest}" if one.meetings else f"all {rest}"
    if rest == 1:
        verb, others = verb.replace("ask", "asks").replace("are", "is"), others.removesuffix("s")
        which = "the other" if one.meetings else "the only"
    return sentence(f"{which} {others} of {kind} {verb} something else")


def _group(one: Left, rule: str, meetings: Sequence[Meeting]) -> str:
    """Return one rule in words with the count of those whom it keeps out."""
    n = len(meetings)
    names = listing([one.other(m).name for m in meetings[:2]] + (["others"] if n > 2 else []))
    if rule == "taken":
        return f"{names} {_have(n)} enough without it" if one.side == "offer" else _given(n, names)
    if rule == "distance":
        return _far(one, meetings)
    if rule == "check":
        return _checks(one, meetings)
    if rule in ("times", "dates"):
        return listing([_when(one, m, rule) for m in meetings[:2]], "and") + _more(n - 2)
    first = dict(one.verdicts[meetings[0].key])[rule]
    return f"{first}{_more(n - 1)}"


def _more(n: int) -> str:
    return f" ({n} more likewise)" if n > 0 else ""


def _have(n: int) -> str:
    return "has" if n == 1 else "have"


def _given(n: int, names: str) -> str:
    return f"what {names} {'offers' if n == 1 else 'offer'} goes where it does more"


def _when(one: Left, m: Meeting, rule: str) -> str:
    """Say when the other side can, where that is not when this one can."""
    other = one.other(m)
    verb = "wants" if one.side == "offer" else "can only"
    if rule == "times" and other.schedule is not None:
        on = "" if one.side == "offer" else "on "
        return f"{other.name} {verb} {on}{describe(other.schedule, most=2)}"
    if other.record.starts_on is None and other.record.ends_on is None:
        return f"{other.name} needs {m.notice} days' notice"
    return f"{other.name} {verb} {period(other, m.as_of)}"


def _far(one: Left, meetings: Sequence[Meeting]) -> str:
    n = len(meetings)
    m = min(meetings, key=lambda m: (m.km or 0.0, m.key))
    limit = f"{m.offer.max_distance_km or 0.0:g} km"
    who = one.other(m).name
    far = f"{n} are too far, the nearest {who}" if n > 1 else f"{who} is too far"
    goes = "it" if one.side == "need" else "the offer"
    return f"{far} ({distance(m.km or 0.0)}; {goes} goes {limit})"


def _checks(one: Left, meetings: Sequence[Meeting]) -> str:
    n = len(meetings)
    lacking = check_words(sorted({c for m in meetings for c in missing_checks(m)}))
    who = one.other(meetings[0]).name if n == 1 else str(n)
    if one.side == "offer":
        lists = "which is not listed" if " and " not in lacking else "which are not all listed"
        return f"{who} {'requires' if n == 1 else 'require'} {lacking}, {lists}"
    return f"{who} {'does' if n == 1 else 'do'} not list {lacking}"


# -- what came nearest, and what would have to change --------------------------------------


def _nearest(one: Left) -> Meeting | None:
    """Return the other that came closest: an unused candidate, else the fewest rules broken."""
    mine = [
        m
        for m in one.meetings
        if one.plan.get(m.key, 0.0) <= 0
        and len(one.verdicts[m.key]) <= NEAR
        and not any(rule in _HOPELESS for rule, _ in one.verdicts[m.key])
    ]
    return min(
        mine,
        key=lambda m: (
            len(one.verdicts[m.key]),
            -one.scores.get(m.key, 0.0),
            -round(m.likeness, 6),
            m.key,
        ),
        default=None,
    )


def _change(one: Left, m: Meeting) -> str:
    """Say what would have to change for the nearest other to fit; the offer does the moving."""
    who = "it" if one.side == "need" else "this offer"
    wishes = listing([_WISHES[rule](m) for rule, _ in one.verdicts[m.key]])
    return sentence(f"{one.other(m).name} came nearest: {who} would have to {wishes}")


def _wish_for_distance(m: Meeting) -> str:
    limit = m.offer.max_distance_km or 0.0
    return f"go {distance(m.km or 0.0)} instead of {limit:g} km"


def _wish_for_times(m: Meeting) -> str:
    return f"be free on {describe(m.host.schedule, most=2)}" if m.host.schedule else "be free"


def _wish_for_dates(m: Meeting) -> str:
    """Return the move of the offer's dates that would make the two meet."""
    if m.last is not None and m.as_of <= m.last < m.as_of + timedelta(days=m.notice):
        return f"do with less than {m.notice} days' notice"
    starts = m.need.starts_on or m.as_of
    if m.offer.ends_on is not None and m.offer.ends_on < starts:
        return f"wait until {day_of(starts)}"
    return f"begin by {day_of(m.last or m.first)}"


def _wish_for_team(m: Meeting) -> str:
    least, most = m.team or (0.0, 0.0)
    if m.need.team_min is not None and least == m.need.team_min:
        return f"bring at least {least:g}"
    return f"come as {most:g} or fewer"


_WISHES: dict[str, Callable[[Meeting], str]] = {
    "distance": _wish_for_distance,
    "check": lambda m: f"have {check_words(missing_checks(m))}",
    "times": _wish_for_times,
    "dates": _wish_for_dates,
    "team": _wish_for_team,
    "skills": lambda m: f"bring {listing(m.need.skills_required)}",
    "unit": lambda m: f"count in {m.host.unit}",
    "age": lambda m: f"send people of {m.need.minimum_age:g} or older",
}
