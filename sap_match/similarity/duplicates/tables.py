"""Rows of any table that are one thing: people, addresses, stock; not services alone.

The same way of weighing as for services and organisations (Fellegi and Sunter, JASA 1969, by
expectation maximisation over all pairs there are), on columns of which nothing is known but
their text: *different*, *alike*, *near*, *same*, and *missing*, which weighs nothing. There
are no rules here, because a rule needs to know what a column means.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from sap_match.ranking import ordered, rounded
from sap_match.results import Part, score_of
from sap_match.similarity.duplicates.clusters import group
from sap_match.similarity.duplicates.decide import probability_of
from sap_match.similarity.duplicates.names import plain

LEVELS = ("different", "alike", "near", "same")
LARGEST = 60
"""Rows under one key that are all paired; a key that more rows share is no key."""
SAMPLE = 20_000
ROUNDS = 200
EXPECTED = (0.10, 0.05, 0.15, 0.70)
"""Share of matching pairs at each level before the data is seen, counted as 50 pairs; by
judgement."""
EXPECTED_PAIRS = 50.0

Row = Mapping[str, str]
Pair = tuple[str, str]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RowPair:
    """Two rows that are taken for one, with what each column weighs.

    Attributes
    ----------
    left_id, right_id : str
        ``left_id < right_id``.
    parts : tuple of Part
        Log-odds a column; their sum is the score, and *starting odds* is one of them.
    """

    left_id: str
    right_id: str
    parts: tuple[Part, ...]

    @property
    def score(self) -> float:
        """Log-odds that the two are one."""
        return score_of(self.parts)

    @property
    def probability(self) -> float:
        """Logistic function of the score, from 0 to 1."""
        return probability_of(self.score)


def duplicate_rows(rows: Mapping[str, Row], *, threshold: float = 0.9) -> tuple[RowPair, ...]:
    """Return every pair of rows inside a group of rows that are one, without any label.

    Parameters
    ----------
    rows : mapping
        Row id to column to text; an empty text is unknown.
    threshold : float
        Probability from which two rows are joined, inclusive.

    Returns
    -------
    tuple of RowPair
        By ``(-score, ids)``.

    Examples
    --------
    >>> people = {
    ...     "a": {"name": "Ann Moss", "born": "1950-01-02", "number": "7731"},
    ...     "b": {"name": "Anne Moss", "born": "1950-01-02", "number": "7731"},
    ...     "c": {"name": "Bert Hall", "born": "1971-11-30", "number": "1206"},
    ... }
    >>> [(p.left_id, p.right_id) for p in duplicate_rows(people)]
    [('a', 'b')]
    """
    table = _Table(rows)
    candidates = sorted(table.proposed())
    if not candidates:
        return ()
    codes = table.levels(candidates)
    drawn = table.levels(list(table.drawn(set(candidates))))
    others = max(len(table.ids) * (len(table.ids) - 1) / 2 - len(candidates), 0.0)
    weights, start = _fitted(codes, drawn, others, len(table.ids))
    scores = [
        rounded(start + sum(weights[i, c] for i, c in enumerate(row) if c >= 0))
        for row in codes.tolist()
    ]
    found = dict(zip(candidates, scores, strict=True))
    sure = [pair for pair in candidates if probability_of(found[pair]) >= threshold]
    home = group(found, sure, ())
    members: dict[str, list[str]] = defaultdict(list)
    for one, name in home.items():
        members[name].append(one)
    inside = [pair for ids in members.values() for pair in combinations(sorted(ids), 2)]
    answers = [
        RowPair(*pair, _parts(table.columns, row, weights, start))
        for pair, row in zip(inside, table.levels(inside).tolist(), strict=True)
    ]
    return tuple(ordered(answers, score=lambda r: r.score, key=lambda r: (r.left_id, r.right_id)))


def _parts(
    columns: Sequence[str], row: Sequence[int], weights: Floats, start: float
) -> tuple[Part, ...]:
    parts = [Part("starting_odds", rounded(start))]
    for i, (column, code) in enumerate(zip(columns, row, strict=True)):
        value, fact = (rounded(float(weights[i, code])), LEVELS[code]) if code >= 0 else (0.0, "")
        parts.append(Part(column, value, 1.0, fact))
    return tuple(parts)


class _Table:
    """Rows in one spelling, with the pairs worth comparing."""

    def __init__(self, rows: Mapping[str, Row]) -> None:
        self.ids = sorted(rows)
        self.columns = sorted({c for row in rows.values() for c in row})
        self.cells = {
            one: tuple(" ".join(plain(rows[one].get(c) or "").split()) for c in self.columns)
            for one in self.ids
        }
        self._known: dict[tuple[str, str], int] = {}

    def proposed(self) -> set[Pair]:
        """Return the pairs that share a cell, or the beginnings of two cells."""
        blocks: dict[tuple[object, ...], list[str]] = defaultdict(list)
        for one in self.ids:
            cells = [(i, cell) for i, cell in enumerate(self.cells[one]) if cell]
            for i, cell in cells:
                blocks[i, cell].append(one)
            for (i, x), (j, y) in combinations(cells, 2):
                blocks[i, j, x[:4], y[:4]].append(one)
        return {
            pair for ids in blocks.values() if len(ids) <= LARGEST for pair in combinations(ids, 2)
        }

    def drawn(self, candidates: set[Pair]) -> Iterator[Pair]:
        """Yield pairs that stand for those that nothing proposed, by a hash of ids."""
        rows = sorted(self.ids, key=lambda one: hashlib.sha256(one.encode()).digest())
        left = SAMPLE
        for step in range(1, len(rows) // 2 + 1):
            for i, one in enumerate(rows):
                other = rows[(i + step) % len(rows)]
                pair = (one, other) if one < other else (other, one)
                if pair[0] != pair[1] and pair not in candidates:
                    yield pair
                    left -= 1
                    if not left:
                        return

    def levels(self, pairs: Sequence[Pair]) -> NDArray[np.int64]:
        """Return codes of `LEVELS`, -1 for *missing*, shape (pairs, columns)."""
        rows = [
            [self._level(x, y) for x, y in zip(self.cells[a], self.cells[b], strict=True)]
            for a, b in pairs
        ]
        return np.array(rows, dtype=np.int64).reshape(len(pairs), len(self.columns))

    def _level(self, x: str, y: str) -> int:
        if not x or not y:
            return -1
        if x == y:
            return 3
        key = (x, y) if x < y else (y, x)
        found = self._known.get(key)
        if found is None:
            slip = DamerauLevenshtein.distance(x, y, score_cutoff=2)
            alike = JaroWinkler.similarity(x, y)
            near = slip == 1 or (slip == 2 and len(x) > 7) or alike >= 0.95
            found = 2 if near else int(alike >= 0.85)
            self._known[key] = found
        return found


def _fitted(
    codes: NDArray[np.int64], drawn: NDArray[np.int64], others: float, size: int
) -> tuple[Floats, float]:
    """Return ln(m / u), shape (columns, levels), and the starting log-odds."""
    table, counts, is_open = _patterns(codes, drawn, others)
    prior = np.array(EXPECTED)
    m = np.tile(prior, (codes.shape[1], 1))
    u = _shares(table, counts, np.array([0.97, 0.02, 0.005, 0.005]) * 10)
    odds = np.log(0.1 / max(size, 100))
    chance = np.zeros(len(counts))
    for _ in range(ROUNDS):
        weights = np.clip(np.log(m / u), -8.0, 14.0)
        scores = odds + sum(
            np.where(table[:, i] >= 0, weights[i, table[:, i]], 0.0) for i in range(table.shape[1])
        )
        now = np.where(is_open, 1 / (1 + np.exp(-np.clip(scores, -60, 60))), 0.0)
        settled = float(np.abs(now - chance).max(initial=0.0)) < 1e-6
        chance = now
        if settled:
            break
        m = _shares(table, counts * chance, prior * EXPECTED_PAIRS)
        u = _shares(table, counts * (1 - chance), np.array([0.97, 0.02, 0.005, 0.005]) * 10)
        found = float((counts * chance).sum()) + 1
        odds = np.log(found / max(float(counts.sum()) - found, 1.0) if counts.sum() else 1e-3)
    return np.clip(np.log(m / u), -8.0, 14.0), rounded(float(odds))


def _patterns(
    codes: NDArray[np.int64], drawn: NDArray[np.int64], others: float
) -> tuple[NDArray[np.int64], Floats, NDArray[np.bool_]]:
    """Return distinct patterns, how many pairs each stands for, and whether it is a candidate's."""
    share = others / max(1, len(drawn))
    seen = {(True, p): float(n) for p, n in Counter(map(tuple, codes.tolist())).items()}
    seen.update({(False, p): n * share for p, n in Counter(map(tuple, drawn.tolist())).items()})
    keys = sorted(seen)
    table = np.array([p for _, p in keys], dtype=np.int64).reshape(len(keys), codes.shape[1])
    counts = np.array([seen[k] for k in keys])
    return table, counts, np.array([k for k, _ in keys], dtype=bool)


def _shares(table: NDArray[np.int64], counts: Floats, prior: Floats) -> Floats:
    rows = []
    for i in range(table.shape[1]):
        known = table[:, i] >= 0
        row = np.bincount(table[known, i], counts[known], len(LEVELS)) + prior
        rows.append(row / row.sum())
    return np.array(rows)
