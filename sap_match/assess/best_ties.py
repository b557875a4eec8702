"""The new ties that would help a partnership most, of those that would suit the two.

What a tie would change in the network is for `sap_match.graph.best_ties` to say; whether the
two would be suggested to each other, why, and how to begin is for a recommender. Both stand in
one row here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from sap_match.errors import DataError
from sap_match.graph.best_ties import AimName, BestTies, NewTie
from sap_match.graph.best_ties import best_ties as best_of
from sap_match.graph.one_mode import CollaborationNetwork
from sap_match.graph.whatif import WhatIf
from sap_match.memory import Memory, pair
from sap_match.ranking import rounded
from sap_match.results import Results, Suggestion

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

COLUMNS = (
    "rank", "left_id", "left", "right_id", "right", "aim", "before", "after", "network_effect",
    "strength", "suggested", "reason", "counter_reason", "first_step", "to_confirm",
    "suggestion_id",
)  # fmt: skip


#: A weaker suggestion is no tie that suits the two, whatever the network would gain by it.
WEAKEST = 0.2


class Suggest(Protocol):
    """What recommends partners to everybody: `sap_match.recommend_partners`, or one's own."""

    def __call__(
        self, landscape: Landscape, *, k: int, memory: Memory | None
    ) -> Results[Suggestion]:
        """Return at most ``k`` partners of each organisation, less what a hard rule removes."""


@dataclass(frozen=True)
class SensibleTie:
    """A new tie, what it changes in the network, and why it would suit the two.

    Parameters
    ----------
    tie : NewTie
        What the network would gain.
    suggestion : Suggestion
        The better placed of the two ways round.
    left, right : str
        Names, in the order of the tie's ids.
    suggested : str
        To whom the other is suggested, and in which place.
    aim : str
        What ``before`` and ``after`` count.
    """

    tie: NewTie
    suggestion: Suggestion
    left: str
    right: str
    suggested: str
    aim: str

    def to_record(self) -> dict[str, Any]:
        """Return the row as a flat dict."""
        one = self.suggestion
        found = {
            "rank": self.tie.rank,
            "left_id": self.tie.left_id,
            "left": self.left,
            "right_id": self.tie.right_id,
            "right": self.right,
            "aim": self.aim,
            "before": rounded(self.tie.before),
            "after": rounded(self.tie.after),
            "network_effect": self.tie.reason,
            "strength": rounded(one.strength),
            "suggested": self.suggested,
            "to_confirm": "; ".join(one.to_confirm),
        }
        words = ("reason", "counter_reason", "first_step", "suggestion_id")
        found |= {name: getattr(one, name) for name in words}
        return {name: found[name] for name in COLUMNS}


@dataclass(frozen=True, repr=False, kw_only=True)
class SensibleTies(Results[SensibleTie]):
    """New ties in the order in which they were picked; ``network`` is the same without words."""

    network: BestTies

    def __repr__(self) -> str:
        return f"<SensibleTies: {len(self)}, for: {self.network.figure}>"

    def what_if(self) -> WhatIf:
        """Return what all of them together would change."""
        return self.network.what_if()


def best_ties(
    landscape: Landscape,
    suggest: Suggest,
    *,
    k: int = 5,
    aim: AimName = "cross_kind_density",
    network: CollaborationNetwork | None = None,
    top: int = 10,
    memory: Memory | None = None,
    each: int | None = 1,
    unknown: bool = False,
) -> SensibleTies:
    """Return the ``k`` new ties that help the network most, of those that suit the two.

    A tie is proposed only where the recommender suggests one of the two to the other among its
    first ``top``: so nobody who asked not to be suggested, no pair that is kept apart, no
    partners of today, no funder as a delivery partner. What it gains the network
    (`sap_match.graph.best_ties`) is multiplied by the strength of the suggestion; one weaker
    than .2 has too little evidence to be proposed at all.

    Parameters
    ----------
    landscape : Landscape
    suggest : callable
        `sap_match.recommend_partners`, or anything that is called alike: how to fit a model or
        weigh otherwise, see there (``functools.partial`` passes it on).
    k : int
        So many, or fewer where no other suggestion would help the network.
    aim : {"cross_kind_density", "reach", "resilience"}
        As for `sap_match.graph.best_ties`.
    network : CollaborationNetwork, optional
        Who is tied to whom, and in which group: by default today's partners, by kind. Another
        comes from ``landscape.network.one_mode``; whom it does not hold is not proposed.
    top : int
        How far down an organisation's suggestions are looked at.
    memory : Memory, optional
        Pairs that are never to be brought together.
    each : int, optional
        In so many of the ties one organisation may be; None sets no limit.
    unknown : bool
        Whether organisations that no record of collaboration names may be proposed too: whom
        they know already is not known.

    Returns
    -------
    SensibleTies
        For officers: it names organisations that have not agreed to be named.

    Raises
    ------
    DataError
        ``k``, ``top`` or ``each`` is no whole number above 0, or the aim is none.

    Examples
    --------
    >>> from datetime import date
    >>> from sap_match.landscape import Landscape
    >>> from sap_match.model import Collaboration, CollaborationMember, Dataset, Organisation
    >>> kinds = {"a": "voluntary", "b": "voluntary", "c": "business", "d": "business"}
    >>> data = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [Organisation(id=i, name=i.upper(), kind=kinds[i]) for i in kinds],
    ...         "collaborations": [Collaboration(id=c, kind="partnership") for c in ("x", "y")],
    ...         "collaboration_members": [
    ...             CollaborationMember(collaboration_id=c, organisation_id=o)
    ...             for c, o in ["xa", "xb", "yc", "yd"]
    ...         ],
    ...     },
    ... )
    >>> land = Landscape.build(data, as_of=date(2026, 11, 1))
    >>> def suggest(landscape, *, k, memory):  # stands in for recommend_partners
    ...     reason = "Both serve lunch to older people."
    ...     one = Suggestion("partner", "b", "c", ("b", "c"), 1, (), reason, strength=0.6)
    ...     return Results((one,), record=Suggestion.to_record)
    >>> found = best_ties(land, suggest, k=1)
    >>> found[0].left, found[0].right, found[0].suggestion.reason
    ('B', 'C', 'Both serve lunch to older people.')
    >>> found[0].tie.reason.split(". ")[0]
    'B would have its first partner in the group business'
    """
    if not isinstance(top, int) or isinstance(top, bool) or top < 1:
        raise DataError("is a whole number of 1 or more", field="top", value=top)
    made = suggest(landscape, k=top, memory=memory)
    ways = _ways(made)
    names = {one: landscape.name(one) for one in landscape.ids}
    net = network or _by_kind(landscape)
    found = best_of(
        net,
        k,
        aim,
        _weights(ways, net),
        each=each,
        unknown=unknown,
        names=names,
    )
    counts = {one: sum(1 for s in made if s.subject_id == one) for one in _subjects(ways)}
    rows = []
    for tie in found:
        way = ways[pair(str(tie.left_id), str(tie.right_id))]
        said = "; ".join(_place(one, names, counts[one.subject_id]) for one in way)
        left, right = names[str(tie.left_id)], names[str(tie.right_id)]
        rows.append(SensibleTie(tie, way[0], left, right, said, found.figure))
    weak = sum(way[0].strength < WEAKEST for way in ways.values())
    told = f"the first {top} suggested to each of {len(counts):,}: {len(ways):,} pairs"
    if weak:
        told += f", {weak:,} of them left out: too little evidence"
    notes = [told, *found.notes, *made.notes]
    return SensibleTies(
        tuple(rows), record=SensibleTie.to_record, removed=made.removed,
        notes=tuple(dict.fromkeys(notes)), columns=COLUMNS, network=found,
    )  # fmt: skip


def _by_kind(landscape: Landscape) -> CollaborationNetwork:
    kinds = {one.id: one.kind for one in landscape.dataset.organisations}
    return landscape.network.one_mode(groups=kinds)


def _weights(
    ways: Mapping[tuple[str, str], tuple[Suggestion, ...]], net: CollaborationNetwork
) -> dict[tuple[str, str], float]:
    """Return how strongly each pair is suggested that is strong enough and in the network."""
    return {
        both: way[0].strength
        for both, way in ways.items()
        if way[0].strength >= WEAKEST and both[0] in net and both[1] in net
    }


def _ways(made: Results[Suggestion]) -> dict[tuple[str, str], tuple[Suggestion, ...]]:
    """Return for each pair how it is suggested, the strongest way round first."""
    found: dict[tuple[str, str], list[Suggestion]] = {}
    for one in made:
        found.setdefault(pair(one.subject_id, one.other_id), []).append(one)
    return {
        both: tuple(sorted(way, key=lambda s: (-s.strength, s.rank, s.subject_id)))
        for both, way in found.items()
    }


def _subjects(ways: Mapping[tuple[str, str], tuple[Suggestion, ...]]) -> list[str]:
    return sorted({one.subject_id for way in ways.values() for one in way})


def _place(one: Suggestion, names: Mapping[str, str], many: int) -> str:
    return f"{names[one.other_id]} is {one.rank} of {many} suggested to {names[one.subject_id]}"
