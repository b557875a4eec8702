"""Which records become one: the surest claims first, and nothing joined that speaks against it.

Two records are in one cluster if a way of claims leads from one to the other. A claim is not
followed where it would bring together, by whatever way,

- two that a person said are not one;
- two numbers of one register (unless a person said that the two are one);
- by a name alone or a name and place, two records of one source.

A claim that is not followed is handed back with the reason, so that it can be told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sap_match.model import LinkKind, LinkVerdict

Numbers = Mapping[str, str]
"""Number by register."""

_STRENGTH: Mapping[str, int] = {"person": 0, "id": 1, "number": 2, "name": 3, "name and place": 4}
_BY_NAME = ("name", "name and place")


class Proposed(NamedTuple):
    """A claim that two ids of one table are one record, and what it rests on."""

    table: str
    left: str
    right: str
    evidence: str
    kind: LinkKind = "number"
    score: float = 0.0
    """Log-odds, where a model weighed the pair: of two claims of a kind, the higher goes first."""


@dataclass(frozen=True)
class Clusters:
    """Ids that became one, the claims that were followed, and those that were not, with why."""

    members: tuple[tuple[str, ...], ...]
    followed: tuple[Proposed, ...]
    refused: tuple[tuple[Proposed, str], ...]


def cluster(
    claims: Iterable[Proposed],
    *,
    numbers: Mapping[str, Numbers],
    sources: Mapping[str, frozenset[str]],
    verdicts: Iterable[LinkVerdict] = (),
) -> Clusters:
    """Join the ids of one table; the order of claims and of sources does not matter.

    Parameters
    ----------
    claims : iterable of Proposed
    numbers : mapping
        Id to its number in each register.
    sources : mapping
        Id to the sources that it stands in.
    verdicts : iterable of LinkVerdict
        A ``same`` is a claim as well, a ``different`` holds two apart.

    Examples
    --------
    >>> claims = [Proposed("organisations", "a", x, "same name", "name") for x in ("b", "c")]
    >>> numbers = {"b": {"GB-CHC": "1000001"}, "c": {"GB-CHC": "1000002"}}
    >>> found = cluster(claims, numbers=numbers, sources={})
    >>> found.members, [why for _, why in found.refused]
    ((('a', 'b'),), ['their numbers in GB-CHC differ (1000001 and 1000002)'])
    """
    joining = _Joining(numbers, sources, verdicts)
    followed, refused = [], []
    for claim in sorted({_in_order(c) for c in claims}, key=_surest):
        why = joining.against(claim)
        if why:
            refused.append((claim, why))
        else:
            joining.join(claim.left, claim.right)
            followed.append(claim)
    return Clusters(joining.groups(), tuple(followed), tuple(refused))


def _in_order(claim: Proposed) -> Proposed:
    if claim.left <= claim.right:
        return claim
    return claim._replace(left=claim.right, right=claim.left)


def _surest(claim: Proposed) -> tuple[int, float, str, str, str]:
    return _STRENGTH[claim.kind], -claim.score, claim.left, claim.right, claim.evidence


class _Joining:
    """Ids on their way to clusters, with all that a cluster holds."""

    def __init__(
        self,
        numbers: Mapping[str, Numbers],
        sources: Mapping[str, frozenset[str]],
        verdicts: Iterable[LinkVerdict],
    ) -> None:
        self._numbers, self._sources = numbers, sources
        self._home: dict[str, set[str]] = {}
        self._foes: dict[str, set[str]] = defaultdict(set)
        for verdict in verdicts:
            if not verdict.same:
                self._foes[verdict.left_id].add(verdict.right_id)
                self._foes[verdict.right_id].add(verdict.left_id)

    def _members(self, one: str) -> set[str]:
        return self._home.get(one, {one})

    def against(self, claim: Proposed) -> str:
        """Return why two must not be joined, or the empty string."""
        left, right = self._members(claim.left), self._members(claim.right)
        if left is right:
            return ""
        foes = sorted((a, b) for a in left for b in self._foes.get(a, set()) & right)
        if foes:
            return f"a person said that {foes[0][0]} and {foes[0][1]} are not one"
        if claim.kind == "person":
            return ""
        mine, theirs = self._numbers_of(left), self._numbers_of(right)
        for register in sorted(mine.keys() & theirs.keys()):
            if mine[register].isdisjoint(theirs[register]):
                two = f"{min(mine[register])} and {min(theirs[register])}"
                return f"their numbers in {register} differ ({two})"
        if claim.kind in _BY_NAME:
            twice = sorted(self._sources_of(left) & self._sources_of(right))
            if twice:
                return f"two records of {twice[0]} would become one, and no number says that"
        return ""

    def _numbers_of(self, members: set[str]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for one in members:
            for register, number in self._numbers.get(one, {}).items():
                found[register].add(number)
        return found

    def _sources_of(self, members: set[str]) -> set[str]:
        return {source for one in members for source in self._sources.get(one, ())}

    def join(self, left: str, right: str) -> None:
        both = self._members(left) | self._members(right)
        self._home.update(dict.fromkeys(both, both))

    def groups(self) -> tuple[tuple[str, ...], ...]:
        return tuple(sorted({tuple(sorted(members)) for members in self._home.values()}))
