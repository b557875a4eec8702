"""Which pairs are compared at all: those that share something, a bounded number a record."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from sap_match.similarity.duplicates.entries import Collection, Entry, contact_keys

if TYPE_CHECKING:
    from sap_match.similarity.index import SimilarityIndex

LARGEST_BLOCK = 200
"""Records under one key of which every two are paired; of more, each with its next ones."""
NEXT = 25
NEIGHBOURS = 6
NEIGHBOUR_FLOOR = 0.45
CHUNK = 400

Pair = tuple[str, str]


@dataclass(frozen=True)
class Candidates:
    """Pairs worth comparing, ordered, and how many each rule brought."""

    pairs: tuple[Pair, ...]
    counts: dict[str, int]


def find_candidates(
    whole: Collection, *, per_record: int = 40, index: SimilarityIndex | None = None
) -> Candidates:
    """Return the union of what shared keys, rare name words and nearest texts bring.

    A key counts the less the more records share it; of each record's pairs those that
    share most are kept (and a pair that either of the two keeps is kept).
    """
    strengths: dict[Pair, float] = defaultdict(float)
    counts: Counter[str] = Counter()
    for rule, pair, strength in proposed(whole, index):
        strengths[pair] += strength
        counts[rule] += 1
    return Candidates(tuple(sorted(_capped(strengths, per_record))), dict(sorted(counts.items())))


def proposed(
    whole: Collection, index: SimilarityIndex | None = None
) -> Iterator[tuple[str, Pair, float]]:
    """Yield what each rule brings, before the cap: the rule, the pair, how much it says."""
    blocks = _blocks(whole.entries)
    for rule, key in sorted(blocks):
        members = blocks[rule, key]
        if len(members) < 2:
            continue
        strength = _STRENGTH[rule] / (1 + 0.05 * len(members))
        for a, b in _within(members):
            yield rule, (a, b), strength
    if index is not None:
        for pair, score in _near_texts(whole, index):
            yield "alike texts", pair, score


_STRENGTH = {
    "telephone": 4.0, "page": 4.0, "website": 2.0, "e-mail": 4.0, "identifier": 6.0,
    "address": 4.0, "postcode": 1.5, "name": 6.0, "rare word": 2.0, "two words": 2.0,
    "provider": 2.0, "place": 0.5,
}  # fmt: skip


def _blocks(entries: Sequence[Entry]) -> dict[tuple[str, str], list[Entry]]:
    blocks: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    holders = Counter(w for e in entries for w in set(e.name.words))
    rare = max(12, round(len(entries) ** 0.5))
    for entry in entries:
        for key in contact_keys(entry):
            blocks[key].append(entry)
        for key in sorted(_name_keys(entry, holders, rare)):
            blocks[key].append(entry)
        if entry.owner is not None:
            blocks["provider", entry.family].append(entry)
        where = _where(entry)
        if where:
            blocks["place", where].append(entry)
    return blocks


def _name_keys(entry: Entry, holders: Counter[str], rare: int) -> set[tuple[str, str]]:
    """Return the whole name, its rare words (written as one too) and its rarest words in twos."""
    words = sorted(set(entry.name.words), key=lambda w: (holders[w], w))
    keys = {("rare word", w) for w in words[:6] if holders[w] <= rare}
    keys |= {("rare word", w) for w in entry.name.joins if 0 < holders[w] <= rare}
    keys |= {("two words", f"{one} {two}") for one, two in combinations(sorted(words[:5]), 2)}
    if entry.name.squashed:
        keys.add(("name", entry.name.squashed))
    return keys


def _where(entry: Entry) -> str | None:
    """Return a small place and its timetable, under which one session may stand twice."""
    if entry.schedule is None:
        return None
    place = entry.postcode[:2] if len(entry.postcode) > 1 else ()
    if not place and entry.point is not None:
        place = (f"{entry.point.latitude:.2f}", f"{entry.point.longitude:.2f}")
    return f"{place} {entry.schedule!r}" if place else None


def _within(members: Sequence[Entry]) -> Iterator[Pair]:
    """Every two of a block; of a large one, each with the next ones by name."""
    if len(members) <= LARGEST_BLOCK:
        ordered = sorted({m.id for m in members})
        yield from combinations(ordered, 2)
        return
    by_name = sorted({m.id: m for m in members}.values(), key=lambda m: (m.name.squashed, m.id))
    for i, one in enumerate(by_name):
        for other in by_name[i + 1 : i + 1 + NEXT]:
            yield (one.id, other.id) if one.id < other.id else (other.id, one.id)


def _near_texts(whole: Collection, index: SimilarityIndex) -> Iterator[tuple[Pair, float]]:
    ids = [e.id for e in whole.entries if e.id in index]
    columns = np.array([index.position(one) for one in ids], dtype=np.int64)
    for start in range(0, len(ids), CHUNK):
        rows = ids[start : start + CHUNK]
        block = index.matrix(rows)[:, columns]
        for i, one in enumerate(rows):
            scores = block[i]
            scores[start + i] = 0.0
            best = heapq.nsmallest(
                NEIGHBOURS,
                np.flatnonzero(scores >= NEIGHBOUR_FLOOR).tolist(),
                key=lambda j: (-round(float(scores[j]), 6), ids[j]),
            )
            for j in best:
                pair = (one, ids[j]) if one < ids[j] else (ids[j], one)
                yield pair, float(scores[j])


def _capped(strengths: dict[Pair, float], per_record: int) -> set[Pair]:
    mine: dict[str, list[tuple[float, Pair]]] = defaultdict(list)
    for pair, strength in strengths.items():
        entry = (-round(strength, 6), pair)
        mine[pair[0]].append(entry)
        mine[pair[1]].append(entry)
    kept: set[Pair] = set()
    for found in mine.values():
        kept.update(pair for _, pair in heapq.nsmallest(per_record, found))
    return kept
