"""How much each level weighs: Fellegi and Sunter (JASA 1969), fitted by expectation maximisation.

A level weighs ``ln(m / u)``: *m* is its share among pairs that are one thing, *u* its share
among pairs that are not. Two kinds of pairs have their own *u* and their own starting odds,
because they are confused for different reasons: services of one organisation share their
telephone and hall without being one service; services of two organisations do not.

*u* and the odds are worked out over all pairs there are: the candidates, and a sample of
the others that stands for the rest. The sample goes by a hash of ids, so that it does not
depend on the order of rows (as in Splink 5).
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sap_match.similarity.duplicates.compare import LEVELS, MISSING, compare
from sap_match.similarity.duplicates.entries import Collection, Entry
from sap_match.similarity.duplicates.priors import (
    MATCH,
    OTHERS,
    PRIOR_MATCHES,
    PRIOR_OTHERS,
    PRIOR_RATE,
)

Stratum = Literal["across", "within"]
Pattern = tuple[str, ...]
STRATA: tuple[Stratum, ...] = ("across", "within")
SAMPLE = 12_000
"""Pairs drawn to stand for those that no rule proposed."""
FEWEST = 100
"""Entries that a collection is taken to have at least: a handful says nothing of its odds."""
ANCHOR = 0.5
ROUNDS = 200
SETTLED = 1e-6
LIMITS: Mapping[str, tuple[float, float]] = {"description": (-1.0, 2.0), "income": (-0.5, 3.0)}
"""Fields that only add to what others say, with the least and most that they may weigh."""
FURTHEST = (-6.0, 12.0)
AGREES_FROM: Mapping[str, int] = {
    "name": 4, "telephone": 2, "online": 2, "address": 4, "place": 2, "organisation": 2,
    "times": 2, "people": 2, "register": 1, "income": 1, "description": 1,
}  # fmt: skip
"""First level of each field that is an agreement, which never weighs against."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """Log-odds by stratum, field and level, with the odds that a pair starts from.

    Attributes
    ----------
    starting : mapping
        Log-odds by stratum that a pair is one thing before anything is compared.
    levels : mapping
        ``levels[stratum][field][level]``; *missing* weighs 0.
    expected : float
        Pairs of one thing that the fit expects among all pairs.
    """

    fields: tuple[str, ...]
    starting: Mapping[Stratum, float]
    levels: Mapping[Stratum, Mapping[str, Mapping[str, float]]]
    expected: float

    def score(self, stratum: Stratum, pattern: Pattern) -> float:
        """Return the log-odds of a pattern."""
        return self.starting[stratum] + sum(self.of(stratum, pattern))

    def of(self, stratum: Stratum, pattern: Pattern) -> tuple[float, ...]:
        """Return what each field of a pattern weighs, in the order of `fields`."""
        table = self.levels[stratum]
        return tuple(
            table[name].get(level, 0.0) for name, level in zip(self.fields, pattern, strict=True)
        )


def stratum_of(a: Entry, b: Entry) -> Stratum:
    """Whether two entries stand within one organisation or across two."""
    return "within" if a.family == b.family else "across"


def fit(
    whole: Collection, compared: Mapping[tuple[str, str], Pattern], fields: tuple[str, ...]
) -> Weights:
    """Return the weights of the data at hand.

    Parameters
    ----------
    whole : Collection
        All entries.
    compared : mapping
        Pattern of levels of each candidate pair.
    fields : tuple of str
        Names of the pattern's places.
    """
    seen: dict[tuple[Stratum, Pattern, bool], float] = defaultdict(float)
    totals = _totals(whole)
    for (left, right), pattern in compared.items():
        a, b = whole.by_id[left], whole.by_id[right]
        stratum = stratum_of(a, b)
        seen[stratum, pattern, True] += 1
    for stratum in STRATA:
        rest = totals[stratum] - sum(n for (s, _, c), n in seen.items() if s == stratum and c)
        drawn = Counter(compare(a, b, whole, fields) for a, b in _drawn(whole, stratum, compared))
        share = rest / max(1, drawn.total())
        for pattern, count in drawn.items():
            seen[stratum, pattern, False] += count * share
    return _expectation_maximisation(seen, totals, len(whole.entries), fields)


def _totals(whole: Collection) -> dict[Stratum, float]:
    n = len(whole.entries)
    sizes = Counter(e.family for e in whole.entries).values()
    within = sum(s * (s - 1) / 2 for s in sizes)
    return {"within": within, "across": n * (n - 1) / 2 - within}


def _drawn(
    whole: Collection, stratum: Stratum, candidates: Container[tuple[str, str]]
) -> Iterator[tuple[Entry, Entry]]:
    """Draw pairs that are no candidates, by a hash of ids."""
    by_hash = sorted(
        whole.entries, key=lambda e: hashlib.sha256(f"sample\x1f{e.id}".encode()).digest()
    )
    if stratum == "within":
        families: dict[str, list[Entry]] = defaultdict(list)
        for entry in by_hash:
            families[entry.family].append(entry)
        pairs: Iterator[tuple[Entry, Entry]] = (
            pair for rows in families.values() for pair in combinations(rows[:60], 2)
        )
    else:
        pairs = _steps(by_hash)
    left = SAMPLE
    for a, b in pairs:
        ids = (a.id, b.id) if a.id < b.id else (b.id, a.id)
        if ids not in candidates and stratum_of(a, b) == stratum:
            yield a, b
            left -= 1
            if not left:
                return


def _steps(rows: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    n = len(rows)
    for step in range(1, n // 2 + 1):
        for i in range(n if 2 * step != n else n // 2):
            yield rows[i], rows[(i + step) % n]


def _expectation_maximisation(
    seen: Mapping[tuple[Stratum, Pattern, bool], float],
    totals: Mapping[Stratum, float],
    entries: int,
    fields: tuple[str, ...],
) -> Weights:
    rows = sorted(seen)
    counts = np.array([seen[row] for row in rows], dtype=float)
    open_ = np.array([candidate for _, _, candidate in rows], dtype=bool)
    where = np.array([STRATA.index(s) for s, _, _ in rows], dtype=np.int64)
    codes = np.array(
        [
            [LEVELS[f].index(lv) if lv != MISSING else -1 for f, lv in zip(fields, p, strict=True)]
            for _, p, _ in rows
        ],
        dtype=np.int64,
    ).reshape(len(rows), len(fields))
    start = _starting(entries)
    m = [np.array(MATCH[f]) for f in fields]
    u = [np.stack([np.array(OTHERS[s][f]) for s in STRATA]) for f in fields]
    odds = np.log(start)
    matches = np.zeros(len(rows))
    for _ in range(ROUNDS):
        scores = odds[where].copy()
        for i in range(len(fields)):
            known = codes[:, i] >= 0
            scores[known] += _clipped(fields[i], m[i], u[i])[where[known], codes[known, i]]
        chance = np.where(open_, 1 / (1 + np.exp(-scores)), 0.0)
        settled = float(np.abs(chance - matches).max(initial=0.0)) < SETTLED
        matches = chance
        if settled:
            break
        m, u = _maximised(fields, codes, where, counts, matches)
        odds = np.log(_rates(where, counts, matches, totals, start))
    found = {
        stratum: {
            f: dict(zip(LEVELS[f], np.round(_clipped(f, m[i], u[i])[s], 6).tolist(), strict=True))
            for i, f in enumerate(fields)
        }
        for s, stratum in enumerate(STRATA)
    }
    starting = {s: round(float(odds[i]), 6) for i, s in enumerate(STRATA)}
    return Weights(fields, starting, found, float((matches * counts).sum()))


def _starting(entries: int) -> Floats:
    """Odds before the data is seen: across, each entry has a tenth of a double elsewhere."""
    across = PRIOR_RATE["across"] / max(entries - 1, FEWEST)
    return np.array([across / (1 - across), PRIOR_RATE["within"] / (1 - PRIOR_RATE["within"])])


def _rates(
    where: NDArray[np.int64],
    counts: Floats,
    matches: Floats,
    totals: Mapping[Stratum, float],
    start: Floats,
) -> Floats:
    """Odds of a match by stratum; the starting odds count as ten matches with their others."""
    odds = np.empty(len(STRATA))
    for s, stratum in enumerate(STRATA):
        here = where == s
        found = float((matches[here] * counts[here]).sum()) + 10
        others = max(totals[stratum] - found + 10, 0.0) + 10 / start[s]
        odds[s] = found / others
    return odds


def _maximised(
    fields: tuple[str, ...],
    codes: NDArray[np.int64],
    where: NDArray[np.int64],
    counts: Floats,
    matches: Floats,
) -> tuple[list[Floats], list[Floats]]:
    """Shares of each level among matches and others, with the prior's pairs added."""
    m: list[Floats] = []
    u: list[Floats] = []
    for i, name in enumerate(fields):
        size = len(LEVELS[name])
        known = codes[:, i] >= 0
        here = codes[known, i]
        yes = np.bincount(here, (counts * matches)[known], size) * 1.0
        yes += max(PRIOR_MATCHES, ANCHOR * yes.sum()) * np.array(MATCH[name])
        m.append(yes / yes.sum())
        tables = []
        for s, stratum in enumerate(STRATA):
            mine = known & (where == s)
            no = np.bincount(codes[mine, i], (counts * (1 - matches))[mine], size) * 1.0
            no += PRIOR_OTHERS[stratum] * np.array(OTHERS[stratum][name])
            tables.append(no / no.sum())
        u.append(np.stack(tables))
    return m, u


def _clipped(name: str, m: Floats, u: Floats) -> Floats:
    """Return ln(m / u) within limits, shape (strata, levels).

    The lowest level never speaks for a match and an agreement never against one, whatever
    a handful of old telephone numbers in the data suggests.
    """
    low, high = LIMITS.get(name, FURTHEST)
    weights = np.clip(np.log(m[None, :] / u), low, high)
    weights[:, 0] = np.minimum(weights[:, 0], 0.0)
    agrees = AGREES_FROM[name]
    weights[:, agrees:] = np.maximum(weights[:, agrees:], 0.0)
    if name == "name":  # contained, near, same: each at least as much as the one before
        rising = [LEVELS[name].index(x) for x in ("mostly shared", "contained", "near", "same")]
        weights[:, rising] = np.maximum.accumulate(weights[:, rising], axis=1)
    return np.asarray(weights)
