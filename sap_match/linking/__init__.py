"""Organisations of different sources that are one, beyond what numbers and equal names say.

The records of a register, a grant file and a directory are weighed against each other by the
duplicates module; what is sure is joined and told, what is likely is handed back for a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from sap_match.errors import DataError
from sap_match.ingest.clusters import Clusters, Proposed, cluster
from sap_match.ingest.drafts import Draft
from sap_match.ingest.identity import link_of, normal_name
from sap_match.ingest.joining import draft_of, join_organisations, survivor_of
from sap_match.ingest.links import numbers_of, plain_links
from sap_match.linking.evidence import Judge, own_probability, own_reason
from sap_match.linking.narrow import narrowed
from sap_match.memory import Memory
from sap_match.model import Dataset, Link, LinkVerdict, Origin
from sap_match.ranking import ordered
from sap_match.results import Removal, Results
from sap_match.similarity.duplicates import DuplicateConfig, DuplicatePair, find_duplicates

__all__ = ["LinkConfig", "Linked", "ToReview", "link_sources", "unlink"]

TABLE = "organisations"


class LinkConfig(BaseModel):
    """How sure a link must be.

    Parameters
    ----------
    sure : float
        Least probability at which a name that a place or contact bears out is linked.
    alone : float
        Least probability at which a name alone is linked: written with the same words, at
        least three of them, and no other name goes on from it.
    review : float
        Least probability of a pair that is handed back for a person.
    by_name_alone : bool
        Whether names alone are linked at all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    sure: float = Field(0.9, ge=0, le=1)
    alone: float = Field(0.7, ge=0, le=1)
    review: float = Field(0.2, ge=0, le=1)
    by_name_alone: bool = True


@dataclass(frozen=True)
class ToReview:
    """Two organisations of different sources that may be one, for a person to say.

    Attributes
    ----------
    left_id, right_id : str
        ``left_id < right_id``, the ids under which they stand now.
    probability : float
        That the two are one, from 0 to 1.
    doubt : str
        Why they were not linked.
    reason : str
        What agrees and what does not, in words.
    """

    left_id: str
    right_id: str
    probability: float
    doubt: str
    reason: str

    def to_record(self) -> dict[str, Any]:
        """Return a flat dict; with ``verdict`` filled in it is a row of a file of links."""
        return {
            "left_id": self.left_id,
            "right_id": self.right_id,
            "probability": self.probability,
            "verdict": None,
            "doubt": self.doubt,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class Linked:
    """A dataset with its sources linked, and all that can undo it.

    Attributes
    ----------
    dataset : Dataset
        With the links made added to ``links``.
    links : tuple of Link
        Those that were made now.
    review : Results of ToReview
        Pairs that are likely one and not sure, by ``(-probability, ids)``; its ``removed``
        lists those that a number, a person or another record of a source held apart.
    before : Dataset
        As it was given.
    """

    dataset: Dataset
    links: tuple[Link, ...]
    review: Results[ToReview]
    before: Dataset = field(repr=False)
    config: LinkConfig = field(default_factory=LinkConfig)
    memory: Memory | None = field(default=None, repr=False)
    verdicts: tuple[LinkVerdict, ...] = ()


def link_sources(
    dataset: Dataset,
    *,
    config: LinkConfig | None = None,
    memory: Memory | None = None,
    verdicts: Iterable[LinkVerdict] = (),
) -> Linked:
    """Link organisations of different sources that are one.

    Parameters
    ----------
    dataset : Dataset
        Of which each organisation says its ``source``; with fewer than two sources nothing
        is done.
    config : LinkConfig, optional
    memory : Memory, optional
        People's answers on duplicates: *duplicate* links two, *distinct* holds them apart.
    verdicts : iterable of LinkVerdict
        People's word, beside that which the dataset holds already.

    Returns
    -------
    Linked
        Two numbers of one register are never joined, nor two records of one source, by
        whatever way; which id and which values stay is told in `sap_match.ingest.identity`.

    Examples
    --------
    >>> from sap_match.model import Organisation
    >>> rows = [
    ...     Organisation(
    ...         id="GB-CHC-100001",
    ...         name="The Larkfield Pantry Project",
    ...         kind="voluntary",
    ...         postcode="M33 7ZZ",
    ...         website="larkfield.example.org",
    ...         source="register",
    ...     ),
    ...     Organisation(
    ...         id="d1",
    ...         name="Larkfield Pantry Project CIO",
    ...         kind="voluntary",
    ...         website="https://www.larkfield.example.org/",
    ...         source="directory",
    ...     ),
    ... ]
    >>> linked = link_sources(Dataset.build("d", {"organisations": rows}))
    >>> [(x.kept_id, x.other_id, x.kind) for x in linked.links]
    [('GB-CHC-100001', 'd1', 'name')]
    >>> unlink(linked, "GB-CHC-100001", "d1").dataset == linked.before
    True
    """
    settings = config or LinkConfig()
    said = _standing(dataset, (*dataset.verdicts, *verdicts))
    extra = tuple(verdicts)
    if len({o.source for o in dataset.organisations if o.source}) < 2:
        return Linked(dataset, (), _results([], []), dataset, settings, memory, extra)
    # What numbers, equal names and people say comes first, so that what is weighed then is whole;
    # and what became one then leaves fewer to be mistaken for: so on until nothing more is found.
    joined, found, review = _round(dataset, settings, said, ())
    links = list(found)
    while True:
        pairs = find_duplicates(
            narrowed(joined),
            of="organisations",
            config=DuplicateConfig(between_sources=True),
            memory=memory,
        )
        joined, found, review = _round(joined, settings, _standing(joined, said), pairs)
        links += found
        if not found:
            return Linked(joined, tuple(links), review, dataset, settings, memory, extra)


def _round(
    dataset: Dataset,
    config: LinkConfig,
    verdicts: tuple[LinkVerdict, ...],
    pairs: Iterable[DuplicatePair],
) -> tuple[Dataset, tuple[Link, ...], Results[ToReview]]:
    """Return the dataset with what is sure made one, the links, and what is left to look at."""
    work = _Work(dataset, narrowed(dataset), config, verdicts)
    work.look()
    for pair in pairs:
        work.weigh(pair)
    for verdict in verdicts:
        work.hear(verdict)
    found = work.joined()
    links = tuple(work.links(found))
    review = _results(work.review(found), work.removed(found))
    return join_organisations(dataset, found.members, links), links, review


def unlink(linked: Linked, left_id: str, right_id: str, *, reason: str = "") -> Linked:
    """Return the sources linked anew without the link of two ids.

    Links made when the sources were read (by a number, an equal name) are undone by a row
    ``different`` in the file that ``links`` in partnership.toml names.

    Raises
    ------
    DataError
        The two were not linked here.
    """
    after = linked.dataset
    before = linked.before
    here = (
        after.has(TABLE, left_id)
        and after.has(TABLE, right_id)
        and after.resolve(left_id) == after.resolve(right_id)
        and before.resolve(left_id) != before.resolve(right_id)
    )
    if not here:
        raise DataError(
            "are not linked here; a link that was made on reading is undone by a row "
            "'different' in the file of links that partnership.toml names",
            field="pair", value=f"{left_id}, {right_id}",
        )  # fmt: skip
    left, right = sorted((before.resolve(left_id), before.resolve(right_id)))
    verdict = LinkVerdict(left, right, same=False, reason=reason or "unlinked")
    return link_sources(
        before,
        config=linked.config,
        memory=linked.memory,
        verdicts=(*linked.verdicts, verdict),
    )


def _standing(dataset: Dataset, verdicts: Iterable[LinkVerdict]) -> tuple[LinkVerdict, ...]:
    """Return the verdicts under the ids that stand now; what is one already is left out."""
    found = []
    for verdict in verdicts:
        left, right = sorted((dataset.resolve(verdict.left_id), dataset.resolve(verdict.right_id)))
        if left != right and dataset.has(TABLE, left) and dataset.has(TABLE, right):
            found.append(LinkVerdict(left, right, verdict.same, verdict.reason, verdict.row))
    return tuple(sorted(set(found)))


def _results(rows: Iterable[ToReview], removed: Iterable[Removal]) -> Results[ToReview]:
    best = ordered(rows, score=lambda r: r.probability, key=lambda r: (r.left_id, r.right_id))
    return Results(
        tuple(best),
        record=ToReview.to_record,
        removed=tuple(sorted(removed)),
        columns=("left_id", "right_id", "probability", "verdict", "doubt", "reason"),
    )


def _of_rank(draft: Draft, ranks: Mapping[str, int]) -> Draft:
    """Return a draft whose sources are told apart by their names."""
    origins = tuple(Origin(ranks.get(o.source, -1), o.source, o.derived) for o in draft.origins)
    return replace(draft, rank=min(o.rank for o in origins), origins=origins)


def _to_review(pair: DuplicatePair, doubt: str) -> ToReview:
    return ToReview(pair.left_id, pair.right_id, own_probability(pair), doubt, own_reason(pair))


class _Work:
    """Pairs on their way to links and to what a person must look at."""

    def __init__(
        self,
        dataset: Dataset,
        weighed: Dataset,
        config: LinkConfig,
        verdicts: tuple[LinkVerdict, ...],
    ) -> None:
        self.dataset, self.config, self.verdicts = dataset, config, verdicts
        self.drafts: dict[str, Draft] = {o.id: draft_of(o, dataset) for o in weighed.organisations}
        self.numbers = numbers_of(self.drafts.values())
        places = {w for a in dataset.areas for w in normal_name(a.name).split() if len(w) > 3}
        self.judge = Judge(self.drafts, self.numbers, places, by_name_alone=config.by_name_alone)
        self.pairs: dict[tuple[str, str], DuplicatePair] = {}
        self.claims: list[Proposed] = []
        self.likely: list[ToReview] = []
        self.told_apart: list[Removal] = []

    def look(self) -> None:
        """Take for claims what numbers and equal names plainly say, as on reading."""
        ranks = {name: n for n, name in enumerate(sorted(set().union(*self._all_sources())))}
        rows = [_of_rank(draft, ranks) for draft in self.drafts.values()]
        areas = [
            Draft(
                "areas", self.dataset.id, 0, 0, derived=False, values={"id": a.id, "name": a.name}
            )
            for a in self.dataset.areas
        ]
        self.claims += plain_links([*rows, *areas], numbers=self.numbers)

    def _all_sources(self) -> Iterator[frozenset[str]]:
        for one in self.drafts:
            yield self.sources_of(one)

    def weigh(self, pair: DuplicatePair) -> None:
        """Make a pair a claim, or something to look at, or nothing."""
        facts = {part.name: part.fact for part in pair.parts}
        ids = pair.left_id, pair.right_id
        if not self._of_two_sources(*ids):
            return
        self.pairs[ids] = pair
        if "person" in facts:
            if pair.decision == "duplicate":
                self._claim(pair, "person", facts["person"])
            else:
                self.told_apart.append(Removal(*ids, "person", facts["person"]))
            return
        found = self.judge(pair, sure=self.config.sure, alone=self.config.alone)
        if found.kind is not None:
            self._claim(pair, found.kind, own_reason(pair))
        elif own_probability(pair) >= self.config.review and pair.decision != "distinct":
            self.likely.append(_to_review(pair, found.doubt))

    def _of_two_sources(self, left: str, right: str) -> bool:
        one, two = self.sources_of(left), self.sources_of(right)
        return bool(one) and bool(two) and one.isdisjoint(two)

    def sources_of(self, one: str) -> frozenset[str]:
        """Return the names of the sources that an organisation stands in."""
        origins = self.dataset.origins.get(one)
        if origins:
            return frozenset(o.source for o in origins)
        source = self.dataset.organisation(one).source
        return frozenset([source]) if source else frozenset()

    def _claim(self, pair: DuplicatePair, kind: Any, why: str) -> None:
        self.claims.append(Proposed(TABLE, pair.left_id, pair.right_id, why, kind, pair.score))

    def hear(self, verdict: LinkVerdict) -> None:
        """Take a person's *same* for a claim."""
        if verdict.same:
            why = verdict.reason or "a person said so"
            self.claims.append(Proposed(TABLE, verdict.left_id, verdict.right_id, why, "person"))

    def joined(self) -> Clusters:
        """Return which organisations become one."""
        ids = {one for claim in self.claims for one in (claim.left, claim.right)}
        return cluster(
            self.claims,
            numbers=self.numbers,
            sources={one: self.sources_of(one) for one in ids},
            verdicts=self.verdicts,
        )

    def links(self, found: Clusters) -> Iterator[Link]:
        """Yield a link for each id that another now stands for."""
        for ids in found.members:
            kept = survivor_of(ids, self.dataset)
            for other in ids:
                if other != kept:
                    yield self._with_parts(link_of(TABLE, kept, other, ids, found), found)

    def _with_parts(self, link: Link, found: Clusters) -> Link:
        """Return a link with the weights of the pair that it rests on."""
        touching = [
            pair
            for c in found.followed
            if link.other_id in (c.left, c.right)
            and (pair := self.pairs.get((c.left, c.right))) is not None
        ]
        if not touching:
            return link
        best = max(touching, key=lambda p: (link.kept_id in (p.left_id, p.right_id), p.score))
        parts = tuple((p.name, p.contribution, p.fact) for p in best.parts if p.name != "group")
        return replace(link, probability=own_probability(best), parts=parts)

    def review(self, found: Clusters) -> list[ToReview]:
        """Return what is likely, but for what became one by other ways."""
        home = {one: ids[0] for ids in found.members for one in ids}
        apart = {(v.left_id, v.right_id) for v in self.verdicts if not v.same}
        refused = [
            _to_review(pair, why)
            for c, why in found.refused
            if (pair := self.pairs.get((c.left, c.right))) is not None
        ]
        return [
            row
            for row in (*self.likely, *refused)
            if home.get(row.left_id, row.left_id) != home.get(row.right_id, row.right_id)
            and (row.left_id, row.right_id) not in apart
        ]

    def removed(self, found: Clusters) -> list[Removal]:
        """Return what was held apart, with why."""
        rows = [Removal(c.left, c.right, "held apart", why) for c, why in found.refused]
        return [*rows, *self.told_apart]
