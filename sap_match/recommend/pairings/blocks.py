"""Chunks of offers beside all needs of their kind: rules and score as arrays.

A pair that is refused here breaks the rule by `rules.broken` too; a pair that is let
through may still break one that arrays cannot tell (dates worked out from a timetable, a
check that runs out), so candidates are verified one by one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.model import Need, Offer
from sap_match.recommend.pairings.columns import (
    Columns,
    Skills,
    columns_of,
    incidence,
    shared_minutes,
)
from sap_match.recommend.pairings.labels import Covers, Table
from sap_match.recommend.pairings.laid import Rows
from sap_match.recommend.pairings.listing import Listing
from sap_match.recommend.pairings.rules import RULES, cause_excluded, for_the_officer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.recommend.pairings.beside import Beside
    from sap_match.recommend.pairings.score import PairingConfig
    from sap_match.similarity.index import SimilarityIndex

CELLS = 1_000_000
"""Pairs that one block holds."""
TIMETABLES = 4_000_000
"""Pairs of distinct timetables up to which all are laid beside each other at once."""
RULE_NAMES = tuple(name for name, _ in RULES)


@dataclass(frozen=True, eq=False)
class Block:
    """Some offers beside all needs of their kind; arrays of shape (offers, needs).

    ``alike`` are pairs about the same sort of thing and not of one organisation, ``seen``
    all that are not of one organisation. ``first`` is the first rule broken (a position in
    `RULE_NAMES`, -1: none), ``broken`` how many.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    seen: NDArray[np.bool_]
    alike: NDArray[np.bool_]
    first: NDArray[np.int8]
    broken: NDArray[np.int8]
    likeness: NDArray[np.float64]
    score: NDArray[np.float32]

    @property
    def eligible(self) -> NDArray[np.bool_]:
        """Pairs that are alike and that no rule is known to refuse."""
        return self.alike & (self.first < 0)


@dataclass(frozen=True, eq=False)
class Kind:
    """The offers and needs of one kind, laid out; positions are those in the market."""

    name: str
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    offers: Columns
    needs: Columns
    skills: Skills
    beside: Beside
    words: SimilarityIndex
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]

    @property
    def pairs(self) -> int:
        """How many pairs there are."""
        return len(self.left) * len(self.right)

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks, a few offers each."""
        step = max(1, CELLS // max(1, len(self.right)))
        for start in range(0, len(self.left), step):
            yield self._block(slice(start, min(start + step, len(self.left))))

    def _block(self, part: slice) -> Block:
        config = self.beside.config
        o = Rows(self, part)
        likeness = self.words.block(self.rows[part], self.columns)
        seen = self.offers.owner[part][:, None] != self.needs.owner[None, :]
        alike = seen & self._alike(o, likeness, config)
        first = np.full(alike.shape, -1, dtype=np.int8)
        broken = np.zeros(alike.shape, dtype=np.int8)
        for name, refused in self._refusals(o):
            first[refused & (first < 0)] = RULE_NAMES.index(name)
            broken += refused
        return Block(
            self.left[part], self.right, seen, alike, first, broken, likeness,
            self._score(o, likeness, config),
        )  # fmt: skip

    def _alike(
        self, o: Rows, likeness: NDArray[np.float64], config: PairingConfig
    ) -> NDArray[np.bool_]:
        """Tell what `score.are_alike` tells."""
        found = likeness >= config.alike
        if self.name in ("skills", "volunteering"):
            found |= o.covered > 0
        if self.name in ("skills", "goods"):
            return found
        akin = likeness >= config.akin
        if self.name == "space":
            return found | akin
        free = [self.name == "volunteering" and _anywhere(x) for x in self.offers.listings[o.part]]
        anywhere = np.array(free, dtype=np.bool_)
        return np.asarray(found | (akin & (anywhere[:, None] | (o.causes > 0))))

    # -- rules ------------------------------------------------------------------------------

    def _refusals(self, o: Rows) -> Iterator[tuple[str, NDArray[np.bool_]]]:
        """Yield each rule, in the order of `RULE_NAMES`, with the pairs that it refuses."""
        part, offers, needs = o.part, self.offers, self.needs
        shape = (o.size, needs.size)

        def either(left: Any, right: Any) -> NDArray[np.bool_]:
            return np.asarray(np.broadcast_to(left[part][:, None] | right[None, :], shape))

        yield "kept apart", either(offers.silent, needs.silent) | self._apart(o)
        today = self.beside.landscape.as_of.toordinal()
        yield "ended", either(offers.last < today, needs.last < today)
        yield "quantity", either(offers.left <= 0, needs.left <= 0)
        yield "fault", either(offers.faulty, needs.faulty)
        given, asked = offers.unit[part][:, None], needs.unit[None, :]
        yield "unit", (given >= 0) & (asked >= 0) & (given != asked)
        yield "for the officer", self._protected.block(part)
        yield "exclusion", self._exclusions.block(part)
        yield "check", o.unchecked
        yield "skills", self._needing[None, :] & (o.required == 0)
        yield "age", offers.youngest[part][:, None] < needs.youngest[None, :]
        yield "distance", o.far
        yield "dates", o.first > o.last
        yield "times", o.times_apart & (o.first <= o.last)
        yield "team", o.unfit
        yield "cost", o.unpaid

    @cached_property
    def causes(self) -> tuple[Any, Any]:
        """Return the causes that offers name, and which of them needs and hosts stand for."""
        names: dict[str, int] = {}
        given = incidence(
            [[c.casefold() for c in dict.fromkeys(o.record.causes)] for o in self.offers.listings],
            names,
        )
        has = incidence(
            [
                sorted({c.casefold() for c in (*n.record.causes, *n.owner.themes)})
                for n in self.needs.listings
            ],
            names,
            grow=False,
        )
        return given, has

    @cached_property
    def minutes(self) -> NDArray[np.float32] | None:
        """Return what each two distinct timetables share, None where these are too many."""
        one, two = self.offers.timetables, self.needs.timetables
        if len(one.longest) * len(two.longest) > TIMETABLES:
            return None
        return shared_minutes(one, two, np.arange(len(one.longest)))

    @cached_property
    def people(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return which offers and which needs may count in people."""
        return self._in_unit(("people", None))

    @cached_property
    def counted(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return which offers and which needs say that they count in people."""
        return self._in_unit(("people",))

    def _in_unit(self, units: tuple[str | None, ...]) -> tuple[Any, Any]:
        one, two = (
            np.array([x.unit in units for x in side.listings], dtype=bool)
            for side in (self.offers, self.needs)
        )
        return one, two

    @cached_property
    def _needing(self) -> NDArray[np.bool_]:
        return np.asarray(np.diff(self.skills.required.indptr) > 0)

    def _apart(self, o: Rows) -> NDArray[np.bool_]:
        """Return the pairs that agreements, exclusions and bans keep apart."""
        found = np.zeros((o.size, self.needs.size), dtype=bool)
        for i, listing in enumerate(self.offers.listings[o.part]):
            for need in self.beside.apart.needs_of(listing.id):
                j = self._place.get(need)
                if j is not None:
                    found[i, j] = True
            for owner in self.beside.apart.hosts_of(listing.owner.id):
                found[i, self._hosts.get(owner, [])] = True
        return found

    @cached_property
    def _place(self) -> dict[str, int]:
        return {one.id: j for j, one in enumerate(self.needs.listings)}

    @cached_property
    def _hosts(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for j, one in enumerate(self.needs.listings):
            found.setdefault(one.owner.id, []).append(j)
        return found

    @cached_property
    def _labels(self) -> tuple[list[Hashable], list[Hashable]]:
        """Return the exclusions of each offer, and all of each host that these can touch."""
        offers: list[Hashable] = [tuple(_offer(o).exclusions) or None for o in self.offers.listings]
        needs: list[Hashable] = [
            (n.owner.themes, n.record.causes, n.owner.organisation.legal_form, n.owner.closed)
            for n in self.needs.listings
        ]
        return offers, needs

    @cached_property
    def _protected(self) -> Table:
        return Table.of(self, for_the_officer, *self._labels)

    @cached_property
    def _exclusions(self) -> Table:
        return Table.of(self, cause_excluded, *self._labels)

    @cached_property
    def covers(self) -> Covers:
        """Return when each offer's checks meet those that each need requires."""
        return Covers.of(self)

    @cached_property
    def _kept_word(self) -> NDArray[np.float64]:
        """Return how far each offer's owner delivered what it pledged."""
        kept = self.beside.reliability
        return np.array([kept.of(o.owner.id).value for o in self.offers.listings], dtype=float)

    # -- score ------------------------------------------------------------------------------

    def _score(
        self, o: Rows, likeness: NDArray[np.float64], config: PairingConfig
    ) -> NDArray[np.float32]:
        """Return what `score.parts_of` adds up to, time at its best where dates decide."""
        scale = max(config.full - config.akin, 1e-9)
        asked = np.diff(self.skills.asked.indptr)
        known = self.beside.reliability.known
        text = config.text + (0.0 if known else config.reliability)
        of_text = np.where(asked > 0, text, text + config.skills).astype(np.float32)
        of_skills = np.where(asked > 0, config.skills / np.maximum(asked, 1), 0.0)
        score = np.clip((likeness - config.akin) / scale, 0.0, 1.0).astype(np.float32) * of_text
        score += o.covered * of_skills.astype(np.float32)
        score += config.causes * o.cause_value
        score += config.distance * o.nearness
        score += config.time * o.time_fit
        if known:
            score += (config.reliability * self._kept_word[o.part]).astype(np.float32)[:, None]
        return np.asarray(score, dtype=np.float32)


def kinds_of(beside: Beside) -> list[Kind]:
    """Lay out the offers and needs of each kind that has both."""
    from sap_match.similarity.blend import PLAIN
    from sap_match.similarity.index import SimilarityIndex
    from sap_match.similarity.text import clean

    offers, needs = beside.offers, beside.needs
    names = [*(f"offer {o.id}" for o in offers), *(f"need {n.id}" for n in needs)]
    texts = [clean(one.record.description) for one in (*offers, *needs)]
    vectors = beside.landscape.vectors(texts)
    words = SimilarityIndex.build(names, texts, vectors, config=PLAIN)
    place = np.array([words.position(name) for name in names], dtype=np.int64)
    found = []
    for name in sorted({o.record.kind for o in offers} & {n.record.kind for n in needs}):
        left = np.array([i for i, o in enumerate(offers) if o.record.kind == name], dtype=np.int64)
        right = np.array([j for j, n in enumerate(needs) if n.record.kind == name], dtype=np.int64)
        owners: dict[str, int] = {}
        units: dict[str, int] = {}
        mine = [offers[i] for i in left.tolist()]
        theirs = [needs[j] for j in right.tolist()]
        found.append(
            Kind(
                name=name,
                left=left,
                right=right,
                offers=columns_of(mine, owners=owners, units=units),
                needs=columns_of(theirs, owners=owners, units=units),
                skills=Skills.of(mine, theirs, beside.skills),
                beside=beside,
                words=words,
                rows=place[left],
                columns=place[right + len(offers)],
            )
        )
    return found


def _anywhere(listing: Listing) -> bool:
    """Whether an offer names neither cause nor skill."""
    return not _offer(listing).causes and not _offer(listing).skills


def _offer(listing: Listing) -> Offer:
    if not isinstance(listing.record, Offer):
        raise TypeError(f"{listing.id} is no offer")
    return listing.record


def _need(listing: Listing) -> Need:
    if not isinstance(listing.record, Need):
        raise TypeError(f"{listing.id} is no need")
    return listing.record
