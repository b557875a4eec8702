"""Which pairs are compared at all: those that share something, a bounded number a record."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

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
Keys = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Candidates:
    """Pairs worth comparing, ordered, and how many each rule brought."""

    pairs: tuple[Pair, ...]
    counts: dict[str, int]


def find_candidates(
    whole: Collection,
    *,
    per_record: int = 40,
    index: SimilarityIndex | None = None,
    sources: Mapping[str, str] | None = None,
) -> Candidates:
    """Return the union of what shared keys, rare name words and nearest texts bring.

    A key counts the less the more records share it; of each record's pairs those that
    share most are kept (and a pair that either of the two keeps is kept). Where ``sources``
    are given, record id to source, two of one source are no pair.
    """
    counts: dict[str, int] = {}
    apart = _by_source(whole, sources)
    keys, strengths = [np.empty(0, np.int64)], [np.empty(0)]
    for rule, brought, how_much in _brought(whole, index):
        found, strength = brought, how_much
        if apart is not None:
            left, right = np.divmod(brought, max(1, len(whole.entries)))
            mixed = (apart[left] != apart[right]) | (apart[left] == 0)
            found, strength = brought[mixed], how_much[mixed]
        if len(found):
            counts[rule] = len(found)
            keys.append(found)
            strengths.append(strength)
    size = len(whole.entries)
    kept = _capped(np.concatenate(keys), np.concatenate(strengths), size, per_record)
    return Candidates(tuple(_pairs(whole, kept)), dict(sorted(counts.items())))


def _by_source(whole: Collection, sources: Mapping[str, str] | None) -> Keys | None:
    """Return a number for each entry's source, 0 where it has none."""
    if sources is None:
        return None
    codes = {name: n for n, name in enumerate(sorted(set(sources.values())), start=1)}
    return np.array([codes.get(sources.get(e.id, ""), 0) for e in whole.entries], dtype=np.int64)


def proposed(
    whole: Collection, index: SimilarityIndex | None = None
) -> Iterator[tuple[str, Pair, float]]:
    """Yield what each rule brings, before the cap: the rule, the pair, how much it says."""
    for rule, keys, strengths in _brought(whole, index):
        for pair, strength in zip(_pairs(whole, keys), strengths.tolist(), strict=True):
            yield rule, pair, strength


def _pairs(whole: Collection, keys: Keys) -> Iterator[Pair]:
    """Yield the ids of pairs told as ``left * size + right``, of positions in the collection."""
    ids = [entry.id for entry in whole.entries]
    left, right = np.divmod(keys, max(1, len(ids)))
    for i, j in zip(left.tolist(), right.tolist(), strict=True):
        yield ids[i], ids[j]


def _brought(
    whole: Collection, index: SimilarityIndex | None
) -> Iterator[tuple[str, Keys, Floats]]:
    """Yield rule by rule the pairs, each as one number, and how much each says."""
    size = len(whole.entries)
    for rule, blocks in _blocks(whole.entries):
        keys, strengths, lengths = [np.empty(0, np.int64)], [], []
        for _, members in sorted(item for item in blocks.items() if len(item[1]) > 1):
            left, right = _within(members, whole.entries)
            keys.append(left * size + right)
            strengths.append(_STRENGTH[rule] / (1 + 0.05 * len(members)))
            lengths.append(len(left))
        yield rule, np.concatenate(keys), np.repeat(np.array(strengths, dtype=float), lengths)
    if index is not None:
        at = {entry.id: i for i, entry in enumerate(whole.entries)}
        near = [(at[a] * size + at[b], score) for (a, b), score in _near_texts(whole, index)]
        yield (
            "alike texts",
            np.array([key for key, _ in near], dtype=np.int64),
            np.array([score for _, score in near], dtype=float),
        )


_STRENGTH = {
    "telephone": 4.0, "page": 4.0, "website": 2.0, "e-mail": 4.0, "identifier": 6.0,
    "address": 4.0, "postcode": 1.5, "name": 6.0, "rare word": 2.0, "two words": 2.0,
    "provider": 2.0, "place": 0.5,
}  # fmt: skip


def _blocks(entries: Sequence[Entry]) -> Iterator[tuple[str, dict[str, list[int]]]]:
    """Yield each rule with the positions of the entries under each of its keys.

    One rule at a time, because most keys of a large directory are one record's alone.
    """
    holders = Counter(w for e in entries for w in set(e.name.words))
    rare = max(12, round(len(entries) ** 0.5))
    for rule in sorted(_STRENGTH):
        blocks: dict[str, list[int]] = defaultdict(list)
        for position, entry in enumerate(entries):
            for key in sorted(_keys_of(rule, entry, holders, rare)):
                blocks[key].append(position)
        yield rule, blocks


def _keys_of(rule: str, entry: Entry, holders: Counter[str], rare: int) -> Iterable[str]:
    """Return one rule's keys of an entry, each once."""
    if rule == "provider":
        return (entry.family,) if entry.owner is not None else ()
    if rule == "place":
        where = _where(entry)
        return (where,) if where else ()
    if rule == "name":
        return (entry.name.squashed,) if entry.name.squashed else ()
    if rule in ("rare word", "two words"):
        return _words_of(rule, entry, holders, rare)
    return [key for kind, key in contact_keys(entry) if kind == rule]


def _words_of(rule: str, entry: Entry, holders: Counter[str], rare: int) -> set[str]:
    """Return a name's rare words (written as one too), or its rarest words in twos."""
    words = sorted(set(entry.name.words), key=lambda w: (holders[w], w))
    if rule == "two words":
        return {f"{one} {two}" for one, two in combinations(sorted(words[:5]), 2)}
    keys = {w for w in words[:6] if holders[w] <= rare}
    return keys | {w for w in entry.name.joins if 0 < holders[w] <= rare}


def _where(entry: Entry) -> str | None:
    """Return a small place and its timetable, under which one session may stand twice."""
    if entry.schedule is None:
        return None
    place = entry.postcode[:2] if len(entry.postcode) > 1 else ()
    if not place and entry.point is not None:
        place = (f"{entry.point.latitude:.2f}", f"{entry.point.longitude:.2f}")
    return f"{place} {entry.schedule!r}" if place else None


def _within(members: Sequence[int], entries: Sequence[Entry]) -> tuple[Keys, Keys]:
    """Every two of a block; of a large one, each with the next ones by name."""
    if len(members) <= LARGEST_BLOCK:
        here = np.array(members, dtype=np.int64)
        first, second = _every_two(len(members))
        return here[first], here[second]
    by_name = sorted(members, key=lambda i: (entries[i].name.squashed, entries[i].id))
    two = [
        (one, other) if one < other else (other, one)
        for i, one in enumerate(by_name)
        for other in by_name[i + 1 : i + 1 + NEXT]
    ]
    both = np.array(two, dtype=np.int64)
    return both[:, 0], both[:, 1]


@lru_cache(maxsize=LARGEST_BLOCK)
def _every_two(size: int) -> tuple[Keys, Keys]:
    first, second = np.triu_indices(size, 1)
    return first, second


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


def _capped(keys: Keys, strengths: Floats, size: int, per_record: int) -> Keys:
    """Return the pairs that either of the two keeps, in order.

    Each record keeps its strongest; equal ones by the ids.
    """
    pairs, place = np.unique(keys, return_inverse=True)
    strength = np.round(np.bincount(place, strengths, len(pairs)), 6)
    by_strength = np.argsort(-strength, kind="stable")
    left, right = np.divmod(pairs[by_strength], max(1, size))
    ends = np.stack([left, right], axis=1).astype(np.int32).ravel()
    order = np.argsort(ends, kind="stable")
    counts = np.bincount(ends, minlength=size)
    before = np.repeat(np.cumsum(counts) - counts, counts)
    first = order[np.arange(len(order)) - before < per_record]
    kept = np.zeros(len(pairs), dtype=bool)
    kept[by_strength[first // 2]] = True
    return np.asarray(pairs[kept])
