"""What people answered about pairs: it wins over evidence, rules and groups.

An answer is kept under the suggestion id of a pair, which every row carries. ``duplicate`` or
``yes`` puts two records together, ``distinct`` or ``never`` holds them apart, ``not_now``
leaves the pair for a later look. Of several answers the last counts (see `Memory`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from sap_match.memory import Decided, Memory
from sap_match.results import suggestion_id

Pair = tuple[str, str]
Verdict = Literal["same", "not the same", "later"]
_VERDICT: Mapping[str, Verdict] = {
    "duplicate": "same",
    "yes": "same",
    "distinct": "not the same",
    "never": "not the same",
    "not_now": "later",
}
SURE = 12.0
"""Log-odds of what a person said."""


@dataclass(frozen=True)
class Answered:
    """People's answers by pair of ids, in order.

    Attributes
    ----------
    verdicts : mapping
    said : mapping
        Who answered and when, in words.
    """

    verdicts: Mapping[Pair, Verdict] = field(default_factory=dict)
    said: Mapping[Pair, str] = field(default_factory=dict)

    def of(self, verdict: Verdict) -> tuple[Pair, ...]:
        """Return the pairs with one verdict, sorted."""
        return tuple(sorted(p for p, v in self.verdicts.items() if v == verdict))

    def contradictions(self, groups: Mapping[str, str]) -> tuple[str, ...]:
        """Return in words which answers could not all be kept.

        Parameters
        ----------
        groups : mapping
            Record id to group, as they were formed with these answers.
        """
        apart = self.of("not the same")
        return tuple(
            f"People said that {left} and {right} are one ({self.said[left, right]}), "
            f"and that {_clash(left, right, self.of('same'), apart)} are not; "
            f"{left} and {right} are kept apart until one answer is changed."
            for left, right in self.of("same")
            if groups.get(left, left) != groups.get(right, right)
        )


def _clash(left: str, right: str, together: Iterable[Pair], apart: Iterable[Pair]) -> str:
    """Name the pair held apart that stands in the way of two put together."""
    home = {left: {left}, right: {right}}
    for one, two in together:
        joined = home.get(one, {one}) | home.get(two, {two})
        home.update(dict.fromkeys(joined, joined))
    found = [f"{x} and {y}" for x, y in apart if x in home[left] and y in home[left]]
    return found[0] if found else "others that go with them"


def answers_in(
    memory: Memory | None, pairs: Iterable[Pair], present: Iterable[str], *, organisations: bool
) -> Answered:
    """Return what the memory knows about the pairs of the collection.

    An answer is stored under a hash, so it is looked for among ``pairs`` (the candidates),
    the pairs inside last month's groups, and the pairs that the memory shows by their ids.
    For organisations the answer *duplicate* or *distinct* to a suggested partnership of the
    two counts as well.
    """
    if memory is None or not memory.decided:
        return Answered()
    here = frozenset(present)
    known = {*pairs, *_remembered(memory)}
    verdicts: dict[Pair, Verdict] = {}
    said: dict[Pair, str] = {}
    for left, right in sorted(known):
        if left not in here or right not in here:
            continue
        answer = memory.answer(suggestion_id("duplicate", left, right))
        if answer is None and organisations:
            partner = memory.answer(suggestion_id("partner", left, right))
            answer = partner if partner and partner.answer in ("duplicate", "distinct") else None
        if answer is not None:
            verdicts[left, right] = _VERDICT[answer.answer]
            said[left, right] = _in_words(answer)
    return Answered(verdicts, said)


def _remembered(memory: Memory) -> Iterable[Pair]:
    members: dict[str, list[str]] = {}
    for one, name in memory.group_ids:
        members.setdefault(name, []).append(one)
    for ids in members.values():
        yield from combinations(sorted(set(ids)), 2)
    for shown in memory.shown:
        if shown.kind in ("duplicate", "partner") and len(shown.organisation_ids) == 2:
            left, right = sorted(shown.organisation_ids)
            yield left, right


def _in_words(answer: Decided) -> str:
    """Return who said it and when.

    Examples
    --------
    >>> _in_words(Decided("s", "yes", decided_by_role="link officer"))
    'said by a link officer'
    """
    who = answer.decided_by_role.strip() or "person"
    when = f" on {answer.decided_on.isoformat()}" if answer.decided_on else ""
    return f"said by {'an' if who[0].lower() in 'aeiou' else 'a'} {who}{when}"
