"""Ids of groups that stay the same next month, and a log of what became of each group."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Change = Literal["new", "gone", "merged", "split", "changed"]


@dataclass(frozen=True, order=True)
class GroupChange:
    """What became of one group since the month before.

    Attributes
    ----------
    group_id : str
    change : str
        ``new``; ``gone`` (its records are still there and no longer one thing); ``merged``
        (it took in other groups' records); ``split`` (some of its records are in another
        group now); ``changed`` (records came or went).
    joined, left : tuple of str
        Ids of records that came in and went out.
    others : tuple of str
        The other groups that were merged in, or into which it was split.
    """

    group_id: str
    change: Change
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def to_record(self) -> dict[str, str | tuple[str, ...]]:
        """Return one flat row."""
        return {
            "group_id": self.group_id,
            "change": self.change,
            "joined": self.joined,
            "left": self.left,
            "others": self.others,
        }


def keep_ids(
    groups: Iterable[Collection[str]], before: Iterable[tuple[str, str]]
) -> dict[str, tuple[str, ...]]:
    """Return group id to sorted members; a group keeps the id that most of it had.

    Old and new groups are matched one to one, largest overlap first, then by the smaller
    old id. A group without an old id takes its smallest record id, or where an old group
    bears that, the same with ``~2``, ``~3`` ... behind.

    Examples
    --------
    >>> keep_ids([{"a", "b", "c"}], [("b", "g7"), ("c", "g7")])
    {'g7': ('a', 'b', 'c')}
    >>> keep_ids([{"a", "b"}, {"c", "d"}], [("a", "a"), ("b", "a"), ("c", "a"), ("d", "a")])
    {'a': ('a', 'b'), 'c': ('c', 'd')}
    """
    now = sorted(tuple(sorted(members)) for members in groups)
    old = dict(before)
    overlaps = [
        (-count, name, members)
        for members in now
        for name, count in sorted(Counter(old[m] for m in members if m in old).items())
    ]
    ids: dict[tuple[str, ...], str] = {}
    taken: set[str] = set()
    for _, name, members in sorted(overlaps):
        if members not in ids and name not in taken:
            ids[members] = name
            taken.add(name)
    taken |= set(old.values())
    for members in now:
        if members not in ids:
            ids[members] = _free(members[0], taken)
            taken.add(ids[members])
    return {name: members for members, name in sorted(ids.items(), key=lambda item: item[1])}


def _free(wanted: str, taken: Collection[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}~{number}", number + 1
    return name


def changes_of(
    groups: Mapping[str, tuple[str, ...]],
    before: Iterable[tuple[str, str]],
    present: Collection[str],
) -> tuple[GroupChange, ...]:
    """Return what became of each group, ordered by id; what stayed as it was is left out.

    Parameters
    ----------
    present : collection of str
        Ids of all records that there are: groups none of whose records is there any more
        are not told of.

    Examples
    --------
    >>> old = [("a", "a"), ("b", "a"), ("c", "c"), ("d", "c")]
    >>> [
    ...     (c.group_id, c.change, c.others)
    ...     for c in changes_of({"a": ("a", "b", "c", "d")}, old, "abcd")
    ... ]
    [('a', 'merged', ('c',)), ('c', 'gone', ('a',))]
    """
    old: dict[str, set[str]] = defaultdict(set)
    for one, name in before:
        old[name].add(one)
    now = {name: set(members) for name, members in groups.items()}
    was = {one: name for name, members in old.items() for one in members}
    became = {one: name for name, members in now.items() for one in members}
    found = []
    for name in sorted({*old, *now}):
        mine, then = now.get(name, set()), old.get(name, set())
        if mine == then or (not mine and then.isdisjoint(present)):
            continue
        into = {became[m] for m in then if m in became} - {name}
        out_of = {was[m] for m in mine if m in was} - {name}
        if not then:
            change: Change = "new"
        elif not mine:
            change = "gone"
        else:
            change = "merged" if out_of else "split" if into else "changed"
        joined, left = tuple(sorted(mine - then)), tuple(sorted(then - mine))
        found.append(GroupChange(name, change, joined, left, tuple(sorted(out_of or into))))
    return tuple(found)
