"""Who is held back from a list of overlaps: what people answered, and who asked to be left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sap_match.memory import Memory, pair
from sap_match.model import Dataset
from sap_match.results import suggestion_id
from sap_match.similarity.duplicates import DuplicatePair
from sap_match.similarity.overlap.provision import Provision

TAKES_OFF = {
    "never": ("never again", "a person answered never"),
    "distinct": ("not an overlap", "a person answered that it is none"),
    "duplicate": ("one service", "a person answered that the two are one"),
    "not_now": ("not now", "a person answered not now"),
}
"""Answers that take a pair or a group off, with the rule and its note."""


@dataclass(frozen=True)
class HeldBack:
    """What keeps two services off a list."""

    owners: Mapping[str, str]
    never: frozenset[str]
    ask: frozenset[str]
    excluded: frozenset[tuple[str, str]]
    memory: Memory

    def rule(self, left_id: str, right_id: str) -> tuple[str, str] | None:
        """Return the rule and its note that take a pair off, or None."""
        owners = (self.owners.get(left_id, left_id), self.owners.get(right_id, right_id))
        if self.never & set(owners):
            return "suggest = no", "asked not to be suggested"
        told = self.memory.answer(suggestion_id("overlap", left_id, right_id))
        if told is not None and told.answer in TAKES_OFF:
            rule, note = TAKES_OFF[told.answer]
            return rule, told.reason or note
        one = self.memory.answer(suggestion_id("duplicate", left_id, right_id))
        if one is not None and one.answer == "duplicate":
            return TAKES_OFF["duplicate"]
        return None

    def apart(self, left_id: str, right_id: str) -> bool:
        """Whether the two providers are not to be brought together: known, and not proposed."""
        owners = (self.owners.get(left_id, left_id), self.owners.get(right_id, right_id))
        return pair(*owners) in self.excluded or self.memory.is_banned(*owners)

    def to_ask(self, left_id: str, right_id: str) -> bool:
        """Whether one of the two wants to hear of suggestions through the officer only."""
        return bool(self.ask & {self.owners.get(left_id), self.owners.get(right_id)})

    def answer(self, left_id: str, right_id: str) -> str:
        """Return what a person answered to a pair that may still be shown."""
        told = self.memory.answer(suggestion_id("overlap", left_id, right_id))
        return told.answer if told is not None else ""


def held_back(
    dataset: Dataset, offers: Mapping[str, Provision], memory: Memory, *, as_of: date | None
) -> HeldBack:
    """Return who is held back as of a date."""
    return HeldBack(
        owners={one: o.owner_id for one, o in offers.items()},
        never=frozenset(o.id for o in dataset.organisations if o.suggest == "no"),
        ask=frozenset(o.id for o in dataset.organisations if o.suggest == "ask"),
        excluded=frozenset(
            pair(dataset.resolve(x.left_id), dataset.resolve(x.right_id))
            for x in dataset.exclusions
            if x.until is None or as_of is None or x.until >= as_of
        ),
        memory=memory,
    )


def groups_of(duplicates: Iterable[DuplicatePair]) -> dict[str, str]:
    """Return the first id of the group of each record that is listed twice."""
    above: dict[str, str] = {}

    def root(one: str) -> str:
        while above.get(one, one) != one:
            one = above[one]
        return one

    for d in duplicates:
        if d.decision == "duplicate":
            left, right = sorted((root(d.left_id), root(d.right_id)))
            above[right] = left
    return {one: root(one) for one in above}
