"""Choosing a month's list: short, nothing twice, nobody asked too often.

Choosing never touches a score. It walks the suggestions from the strongest to the
weakest and takes each that no rule holds back; what is held back keeps its rule's
name, so that nothing is dropped in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from sap_match.memory import Memory, Shown, told_of
from sap_match.monthly.contents import Changed
from sap_match.ranking import rounded
from sap_match.results import Suggestion


class MonthConfig(BaseModel):
    """How long and how varied a month's list is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cap: int = Field(12, ge=0)
    """The most suggestions on a month's list."""
    asks: int = Field(2, ge=1)
    """The most suggestions of a month in which one organisation stands, on either side."""
    floors: Mapping[str, float] = Field(
        default={"partner": 0.45, "consortium": 0.3, "pairing": 0.25, "facility": 0.2}
    )
    """Strength below which a suggestion of each kind is not worth a call."""
    weakest: float = Field(0.3, ge=0, le=1)
    """Strength below which a pair of organisations is not even written into suggestions.csv."""
    share: float = Field(0.5, gt=0, le=1)
    """The largest share of the list that one kind takes while another kind has any left."""
    least: int = Field(2, ge=0)
    """So many of each kind come first, where so many are worth a call: kinds differ in how
    their strength is reckoned, and a month of rooms alone helps nobody find a partner."""
    per_area: int = Field(3, ge=1)
    """The most suggestions of one area on the list, while another area has any left."""
    per_subject: int = Field(3, ge=1)
    """How many partners are looked at for each organisation."""


@dataclass(frozen=True)
class Held:
    """A suggestion that stands on no list, and the rule that held it back."""

    suggestion: Suggestion
    rule: str
    note: str = ""


@dataclass(frozen=True)
class Choice:
    """The list, and everything that is not on it."""

    listed: tuple[Suggestion, ...]
    held: tuple[Held, ...]

    def shown(self, month: str) -> tuple[Shown, ...]:
        """Return what the history has to remember of this list."""
        return tuple(
            Shown(month, s.suggestion_id, s.kind, tuple(dict.fromkeys(s.asked)), evidence(s))
            for s in self.listed
        )


def evidence(one: Suggestion) -> str:
    """Return a hash of what is said for and against a suggestion, and why now."""
    return told_of(one.reason, one.counter_reason, one.why_now)


def changed_since(one: Suggestion, memory: Memory) -> Changed:
    """Return what became of a suggestion since the last month that it was shown.

    ``new``: it stood on no list yet. ``changed``: what is said for it, against it or why
    now is other than in the last month that showed it. ``carried over``: it stood on a
    list, and what is said is the same, or is not known to differ.
    """
    if not memory.was_shown(one.suggestion_id):
        return "new"
    before = memory.last_told(one.suggestion_id)
    return "changed" if before and before != evidence(one) else "carried over"


def choose(
    suggestions: Iterable[Suggestion],
    *,
    memory: Memory,
    config: MonthConfig | None = None,
    barred: Mapping[str, tuple[str, str]] | None = None,
) -> Choice:
    """Choose the month's list.

    Parameters
    ----------
    suggestions : iterable of Suggestion
        All that was found, of every kind; a pair that was found from both sides
        counts once, by its stronger side.
    memory : Memory
        Of the months before this one.
    config : MonthConfig, optional
        Cap, floors and shares.
    barred : mapping, optional
        Suggestion id to (rule, note) of what is not worth a call for a reason of its own.

    Returns
    -------
    Choice
        At most ``cap`` suggestions, possibly none; the strongest first, kinds varied.

    Examples
    --------
    >>> s = Suggestion("partner", "a", "b", ("a", "b"), 1, (), "Why", strength=0.9)
    >>> [x.other_id for x in choose([s], memory=Memory()).listed]
    ['b']
    """
    settings = config or MonthConfig()
    held: list[Held] = []
    worthy: list[Suggestion] = []
    for one in strongest_first(suggestions):
        rule = _held_back(one, memory, settings)
        if rule is None and one.suggestion_id in (barred or {}):
            rule = Held(one, *(barred or {})[one.suggestion_id])
        if rule is None:
            worthy.append(one)
        else:
            held.append(rule)
    listed, crowded = _fill(worthy, settings)
    return Choice(tuple(_varied(listed)), (*crowded, *held))


def _varied(listed: list[Suggestion]) -> list[Suggestion]:
    """Order a list from the strongest, each kind a little later the oftener it came before."""
    left = strongest_first(listed)
    ordered: list[Suggestion] = []
    kinds: Counter[str] = Counter()
    while left:
        best = max(left, key=lambda s: rounded(s.strength - 0.1 * kinds[s.kind]))
        left.remove(best)
        ordered.append(best)
        kinds[best.kind] += 1
    return ordered


def strongest_first(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Return one suggestion an id, by strength, then score, then id."""
    ordered = sorted(
        suggestions,
        key=lambda s: (-rounded(s.strength), -s.score, s.suggestion_id, s.subject_id, s.rank),
    )
    best: dict[str, Suggestion] = {}
    for one in ordered:
        best.setdefault(one.suggestion_id, one)
    return list(best.values())


def _held_back(one: Suggestion, memory: Memory, config: MonthConfig) -> Held | None:
    answer = memory.answer(one.suggestion_id)
    if answer is not None:
        return Held(one, "decided", f"answered “{answer.answer.replace('_', ' ')}” already")
    first = memory.first_shown(one.suggestion_id)
    if first is not None:
        return Held(one, "shown", f"on the list of {first} already")
    floor = config.floors.get(one.kind, 0.0)
    if rounded(one.strength) < floor:
        return Held(one, "floor", "the evidence is too thin for a call")
    return None


def _fill(worthy: list[Suggestion], config: MonthConfig) -> tuple[list[Suggestion], list[Held]]:
    """Take the strongest: some of each kind, then varied kinds and areas, then what is left."""
    taken: list[Suggestion] = []
    asks: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    areas: Counter[str] = Counter()
    rules: dict[str, str] = {}

    def too_often(one: Suggestion) -> bool:
        return any(asks[o] >= config.asks for o in set(one.asked))

    def take(one: Suggestion) -> None:
        taken.append(one)
        asks.update(set(one.asked))
        kinds[one.kind] += 1
        areas[one.area_id or ""] += 1
        rules.pop(one.suggestion_id, None)

    def walk(*, kind_cap: int, vary: bool) -> None:
        have = {s.suggestion_id for s in taken}
        for one in worthy:
            if one.suggestion_id in have:
                continue
            crowded = one.area_id and areas[one.area_id] >= config.per_area
            if len(taken) >= config.cap:
                rules.setdefault(one.suggestion_id, "cap")
            elif too_often(one):
                rules[one.suggestion_id] = "asks"
            elif kinds[one.kind] >= kind_cap or (vary and crowded):
                rules[one.suggestion_id] = "cap"
            else:
                take(one)

    walk(kind_cap=config.least, vary=True)
    walk(kind_cap=max(1, round(config.cap * config.share)), vary=True)
    walk(kind_cap=config.cap, vary=False)
    notes = {
        "cap": f"the month's list holds {config.cap}, and others were stronger",
        "asks": f"one side is asked {config.asks} times this month already",
    }
    crowded = [
        Held(s, rules[s.suggestion_id], notes[rules[s.suggestion_id]])
        for s in worthy
        if s.suggestion_id in rules
    ]
    return taken, crowded
