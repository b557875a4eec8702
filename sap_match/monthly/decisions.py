"""Decisions that come with the data, beside those that the history holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from sap_match.memory import Decided, Memory, pair
from sap_match.model import Dataset
from sap_match.results import suggestion_id


def with_decisions(memory: Memory, dataset: Dataset) -> Memory:
    """Return the memory with the decisions table of the data added."""
    told = tuple(
        Decided(d.suggestion_id, d.decision, d.reason or "", d.decided_on, d.decided_by_role or "")
        for d in dataset.decisions
    )
    whole = replace(memory, decided=tuple(dict.fromkeys([*memory.decided, *told])))
    return under_new_ids(whole, dataset)


def under_new_ids(memory: Memory, dataset: Dataset) -> Memory:
    """Return the memory under the ids that its organisations have now.

    An organisation that was linked to another since goes by that one's id, and so does every
    suggestion about it: what was shown is not new, and a *never* stays one.

    Examples
    --------
    >>> from sap_match.memory import Decided, Memory
    >>> from sap_match.model import Dataset, Organisation
    >>> rows = [Organisation(id=i, name=i, kind="voluntary") for i in ("GB-CHC-1", "b")]
    >>> dataset = Dataset.build("d", {"organisations": rows}, aliases={"old": "GB-CHC-1"})
    >>> said = Decided(suggestion_id("partner", "old", "b"), "never")
    >>> memory = under_new_ids(Memory(decided=(said,), banned=frozenset({("b", "old")})), dataset)
    >>> memory.answer(suggestion_id("partner", "GB-CHC-1", "b")).answer, sorted(memory.banned)
    ('never', [('GB-CHC-1', 'b')])
    """
    if not dataset.aliases:
        return memory
    resolve = dataset.resolve
    now = dict(_renamed(memory, dataset))
    shown = (
        replace(
            s,
            suggestion_id=now.get(s.suggestion_id, s.suggestion_id),
            organisation_ids=tuple(dict.fromkeys(map(resolve, s.organisation_ids))),
        )
        for s in memory.shown
    )
    decided = (
        replace(d, suggestion_id=now.get(d.suggestion_id, d.suggestion_id)) for d in memory.decided
    )
    banned = (pair(resolve(a), resolve(b)) for a, b in memory.banned)
    return replace(
        memory,
        shown=tuple(dict.fromkeys(shown)),
        decided=tuple(dict.fromkeys(decided)),
        banned=frozenset(one for one in banned if one[0] != one[1]),
    )


def _renamed(memory: Memory, dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Yield the id that each remembered suggestion about two organisations had, and has now.

    An id is a hash and cannot be read, so that every old id is tried beside every organisation.
    """
    wanted = {s.suggestion_id for s in memory.shown} | {d.suggestion_id for d in memory.decided}
    ids = [*(o.id for o in dataset.organisations), *(b.id for b in dataset.briefs)]
    old = [one for one in dataset.aliases if dataset.has("organisations", one)]
    if not wanted or len(old) * (len(ids) + len(old)) > _MOST_TRIED:
        return
    for left, right in product(old, [*ids, *old]):
        if dataset.resolve(left) == dataset.resolve(right):
            continue
        for kind in _OF_TWO:
            before = suggestion_id(kind, left, right)
            if before in wanted:
                yield before, suggestion_id(kind, dataset.resolve(left), dataset.resolve(right))


_OF_TWO = ("partner", "duplicate")
"""Suggestions about two organisations, by whose ids they are known."""
_MOST_TRIED = 2_000_000
