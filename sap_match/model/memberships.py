"""Who is in which collaboration, by either side, kept up when rows come and go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

Pair = tuple[str, str]
"""A collaboration and one of its members."""
Memberships = tuple[dict[str, list[str]], dict[str, list[str]]]
"""Members by collaboration, and collaborations by member."""


def memberships(pairs: Iterable[Pair]) -> Memberships:
    """Return pairs of a collaboration and a member, looked up from either side.

    Examples
    --------
    >>> memberships([("c", "a"), ("c", "b")])
    ({'c': ['a', 'b']}, {'a': ['c'], 'b': ['c']})
    """
    members: dict[str, list[str]] = defaultdict(list)
    joined: dict[str, list[str]] = defaultdict(list)
    for collaboration, member in pairs:
        members[collaboration].append(member)
        joined[member].append(collaboration)
    return dict(members), dict(joined)


def moved(held: Memberships, left: Iterable[Pair], came: Iterable[Pair]) -> Memberships:
    """Return memberships after some pairs left and others came; ``held`` stays as it is.

    Examples
    --------
    >>> moved(memberships([("c", "a"), ("c", "b")]), [("c", "a")], [("d", "b")])
    ({'c': ['b'], 'd': ['b']}, {'a': [], 'b': ['c', 'd']})
    """
    members, joined = (dict(side) for side in held)
    for collaboration, member in left:
        members[collaboration] = _without(members[collaboration], member)
        joined[member] = _without(joined[member], collaboration)
    for collaboration, member in came:
        members[collaboration] = [*members.get(collaboration, ()), member]
        joined[member] = [*joined.get(member, ()), collaboration]
    return members, joined


def _without(held: list[str], one: str) -> list[str]:
    kept = list(held)
    kept.remove(one)
    return kept
