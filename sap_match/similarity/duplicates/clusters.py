"""From pairs to groups that do not chain: correlation clustering.

The grouping sought is the one with the largest sum, over all pairs inside a group, of what
the pair says (its log-odds, bounded so that one pair never outweighs a crowd; a pair never
compared says `UNSEEN`). A rule or a person that holds two records apart is never overruled,
what a person put together is never taken apart. The sum is raised greedily, strongest pair
first, then by moving single records for as long as a move raises it, a way that ends where no
single move helps (Bansal, Blum and Chawla, Machine Learning 2004; Elsner and Schudy, ILP-NLP
2009). Every step goes by score and id, so the order of the data changes nothing, and work
stays within what is linked by decided pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sap_match.ranking import rounded

Pair = tuple[str, str]

UNSEEN = -2.0
"""What a pair that was never compared says."""
MOST = 8.0
LEAST = -12.0
"""The most that one pair may say for joining two groups, and against."""
ROUNDS = 25
_LEAST_GAIN = 1e-6


def group(
    scores: Mapping[Pair, float],
    duplicates: Sequence[Pair],
    apart: Collection[Pair],
    together: Collection[Pair] = (),
    sources: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return record id to the smallest id of its group; single records are left out.

    Parameters
    ----------
    scores : mapping
        Log-odds of each compared pair of ids, ``left < right``.
    duplicates : sequence of pairs
        Pairs decided *duplicate*: a record joins a group only by one of them.
    apart, together : collection of pairs
        Pairs that must not, and must, stand in one group; *together* is asked for first and
        is left out where it contradicts *apart*.
    sources : mapping, optional
        Record id to its source: no group holds two records of one source, unless asked.

    Examples
    --------
    >>> scores = {("a", "b"): 5.0, ("b", "c"): 4.0, ("a", "c"): -9.0}
    >>> group(scores, [("a", "b"), ("b", "c")], {})
    {'a': 'a', 'b': 'a'}
    >>> group(scores, [("a", "b"), ("b", "c")], {("a", "b")}, [("a", "c")])
    {'a': 'a', 'c': 'a'}
    """
    state = _Groups(scores, duplicates, apart, sources or {})
    for left, right in sorted(together):
        state.join(left, right, asked=True)
    for left, right in sorted(duplicates, key=lambda p: (-rounded(scores[p]), p)):
        state.join(left, right)
    state.improve()
    found = {}
    for members in state.connected():
        if len(members) > 1:
            found.update(dict.fromkeys(members, min(members)))
    return dict(sorted(found.items()))


class _Groups:
    """Who is grouped with whom so far; kept in blocks that a person put together."""

    def __init__(
        self,
        scores: Mapping[Pair, float],
        duplicates: Iterable[Pair],
        apart: Collection[Pair],
        sources: Mapping[str, str],
    ) -> None:
        self.sources = sources
        self.said: dict[str, dict[str, float]] = defaultdict(dict)
        self.linked: dict[str, set[str]] = defaultdict(set)
        self.barred: dict[str, set[str]] = defaultdict(set)
        self.block: dict[str, frozenset[str]] = {}
        self.group: dict[str, set[str]] = {}
        for left, right in duplicates:
            self.linked[left].add(right)
            self.linked[right].add(left)
        for left, right in apart:
            self.barred[left].add(right)
            self.barred[right].add(left)
        for (left, right), score in scores.items():
            if left in self.linked and right in self.linked:
                bounded = min(max(score, LEAST), MOST)
                self.said[left][right] = self.said[right][left] = bounded

    def _of(self, one: str) -> set[str]:
        return self.group.setdefault(one, {one})

    def _block(self, one: str) -> frozenset[str]:
        return self.block.get(one, frozenset((one,)))

    def between(self, one: Collection[str], two: Collection[str]) -> float:
        """Return what all pairs between two sets of records say, in sum."""
        small, large = (one, two) if len(one) <= len(two) else (two, one)
        known = [self.said[x][y] for x in sorted(small) for y in sorted(self.said[x]) if y in large]
        return sum(known) + UNSEEN * (len(small) * len(large) - len(known))

    def barred_between(self, one: Collection[str], two: Collection[str]) -> bool:
        return any(y in two for x in one for y in self.barred.get(x, ()))

    def one_source(self, one: Collection[str], two: Collection[str]) -> bool:
        named = {self.sources[x] for x in one if x in self.sources}
        return bool(named) and any(self.sources.get(y) in named for y in two)

    def join(self, left: str, right: str, *, asked: bool = False) -> bool:
        """Join the groups of two records where nothing speaks against it."""
        one, two = self._of(left), self._of(right)
        if one is two:
            return True
        if self.barred_between(one, two):
            return False
        if not asked and (self.one_source(one, two) or self.between(one, two) <= 0):
            return False
        merged = one | two
        for name in merged:
            self.group[name] = merged
        if asked:
            self.linked[left].add(right)
            self.linked[right].add(left)
            block = self._block(left) | self._block(right)
            self.block.update(dict.fromkeys(block, block))
        return True

    def improve(self) -> None:
        """Move blocks of records between groups while the sum rises."""
        for _ in range(ROUNDS):
            moved = [self._move(one) for one in sorted(self.linked)]
            if not any(moved):
                return

    def _move(self, one: str) -> bool:
        block = self._block(one)
        if one != min(block):
            return False
        here = self._of(one)
        stay = self.between(block, here - block) if len(here) > len(block) else 0.0
        best: set[str] | None = None
        gain = 0.0
        if stay < -_LEAST_GAIN:  # alone is better than here
            best, gain = set(), -stay
        seen = {id(here)}
        for other in sorted({y for x in block for y in self.linked[x]}):
            there = self._of(other)
            if id(there) in seen:
                continue
            seen.add(id(there))
            if self.barred_between(block, there) or self.one_source(block, there):
                continue
            raised = self.between(block, there) - stay
            if raised > gain + _LEAST_GAIN:
                best, gain = there, raised
        if best is None:
            return False
        rest, joined = here - block, best | block
        self.group.update(dict.fromkeys(rest, rest))
        self.group.update(dict.fromkeys(joined, joined))
        return True

    def connected(self) -> list[list[str]]:
        """Return the groups, each in the parts that decided pairs link."""
        parts: list[list[str]] = []
        seen: set[str] = set()
        for one in sorted(self.group):
            if one in seen:
                continue
            mine, open_ = self.group[one], [one]
            seen.add(one)
            part = []
            while open_:
                part.append(open_.pop())
                for other in sorted((self.linked[part[-1]] & mine) - seen):
                    seen.add(other)
                    open_.append(other)
            parts.append(sorted(part))
        return parts
