"""The past replayed: what could be known at an earlier date, and who was chosen after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.landscape import Landscape
from sap_match.model import Changes, Record
from sap_match.recommend.model_values import (
    speaks,
    values_for_consortia,
    values_for_organisations,
)
from sap_match.recommend.partner_model import Choices
from sap_match.recommend.parts.ties import Tables, tables_of
from sap_match.recommend.past import past_of
from sap_match.recommend.signals import PartnerConfig

#: The last share of the dated collaborations, which is replayed.
HIDDEN = 0.2
#: Who may be chosen: so many of the best by each of these, so far as they are known.
AMONG = 60
BEST_BY = (
    "two_steps", "near_walk", "circles_64", "one_step", "alike_consortia", "partners", "text",
    "neighbours",
)  # fmt: skip
#: Consortia to learn from for each organisation: of each just one member is hidden.
TOGETHER = 2
#: Subjects whose walks are made at once; few, so that they stay in a processor's cache.
BLOCK = 16
SEED = 5


@dataclass(frozen=True, eq=False)
class Replayed:
    """Choices of the last years, with what was known before them."""

    organisations: Choices
    consortia: Choices
    collaborations: int
    split: str


def replayed(landscape: Landscape, *, needed: int, most: int) -> Replayed:
    """Return what was chosen in the last fifth of the dated collaborations, and among whom.

    Raises
    ------
    DataError
        Fewer than ``needed`` dated collaborations of two or more, or all of one date.
    """
    past = past_of(landscape)
    dated = (past.sizes > 1) & ~np.isnat(past.starts)
    starts = np.sort(past.starts[dated])
    if len(starts) < needed or starts[0] == starts[-1]:
        raise DataError(
            f"a model of partners is fitted on at least {needed} collaborations of two or more "
            f"with a start, on more than one date; known by {landscape.as_of} are {len(starts)}. "
            "Leave the model out: the parts are fused without it",
            source=landscape.dataset.id,
        )
    split = starts[min(int(len(starts) * (1 - HIDDEN)), len(starts) - 1)]
    if split == starts[0]:
        split = starts[starts > starts[0]][0]
    then = earlier(landscape, split.item())
    later = np.flatnonzero(dated & (past.starts >= split))
    columns = past.members[:, later].tocsc()
    rng = np.random.default_rng(SEED)
    asked = _new_partners(tables_of(then), columns, most, rng)
    hidden: list[Query] = []
    if not speaks(landscape):
        hidden = _hidden_members(tables_of(then), columns, TOGETHER * most, rng)
    return Replayed(
        _choices(_for_organisations(then, asked), asked),
        _choices(_for_consortia(then, hidden), hidden),
        len(starts),
        split.item().isoformat(),
    )


def earlier(landscape: Landscape, split: date) -> Landscape:
    """Return the landscape as it was known for sure before a date.

    Collaborations that began later or without a date go; who was updated later keeps its
    place and loses its words.
    """
    dataset = landscape.dataset
    gone = tuple(
        c.id for c in dataset.collaborations if c.starts_on is None or c.starts_on >= split
    )
    silent: tuple[Record, ...] = tuple(
        o.model_copy(update={"description": None, "themes": ()})
        for o in dataset.organisations
        if o.updated_on and o.updated_on >= split
    )
    changes = Changes(upserts={"organisations": silent}, removals={"collaborations": gone})
    return Landscape.build(
        dataset.updated(changes), as_of=split - timedelta(days=1), encoder=lambda: landscape.encoder
    )


Values = dict[str, NDArray[np.float64]]
#: Who is given, who is right, who may not be named.
Query = tuple[list[int], list[int], list[int]]


def _new_partners(before: Tables, later: Any, most: int, rng: np.random.Generator) -> list[Query]:
    """Return organisations, who became their partners, and who was already."""
    joint = later.multiply((before.joined > 0).astype(float)[:, None]).tocsr()
    met = (joint @ joint.T).tocsr()
    found: list[Query] = []
    for i in rng.permutation(np.flatnonzero(np.diff(met.indptr) > 1)).tolist():
        old = before.ties.indices[before.ties.indptr[i] : before.ties.indptr[i + 1]].tolist()
        now = met.indices[met.indptr[i] : met.indptr[i + 1]].tolist()
        new = sorted(set(now) - {i, *old})
        if new and len(found) < most:
            found.append(([i], new, [i, *old]))
    return found


def _hidden_members(before: Tables, later: Any, most: int, rng: np.random.Generator) -> list[Query]:
    """Return the members of later consortia that are given, and the one that is hidden."""
    cells: list[Query] = []
    for j in range(later.shape[1]):
        all_members = later.indices[later.indptr[j] : later.indptr[j + 1]].tolist()
        members = sorted(m for m in all_members if before.joined[m] > 0)
        if len(members) > 1:
            for one in members:
                given = [m for m in members if m != one]
                cells.append((given, [one], given))
    return [cells[i] for i in rng.permutation(len(cells))[:most].tolist()]


def _for_organisations(then: Landscape, asked: Sequence[Query]) -> Iterator[Values]:
    return _rows(asked, lambda some: values_for_organisations(
        then, [given[0] for given, _, _ in some], PartnerConfig()))  # fmt: skip


def _for_consortia(then: Landscape, asked: Sequence[Query]) -> Iterator[Values]:
    return _rows(asked, lambda some: values_for_consortia(then, [given for given, _, _ in some]))


def _rows(asked: Sequence[Query], values: Callable[[Sequence[Query]], Values]) -> Iterator[Values]:
    for start in range(0, len(asked), BLOCK):
        some = asked[start : start + BLOCK]
        told = values(some)
        for r in range(len(some)):
            yield {name: value[r] for name, value in told.items()}


def _choices(told: Iterable[Values], asked: Sequence[Query]) -> Choices:
    tables: list[dict[str, NDArray[np.float32]]] = []
    chosen, lengths = [], []
    for values, (_, wanted, barred) in zip(told, asked, strict=True):
        among = _among(values, barred)
        if len(among):
            tables.append({n: v[among].astype(np.float32) for n, v in values.items()})
            chosen.append(np.isin(among, wanted))
            lengths.append(len(among))
    if not tables:
        return Choices((), np.empty((0, 0), np.float32), np.empty(0, bool), np.empty(0, np.int64))
    names = tuple(dict.fromkeys(name for table in tables for name in table))
    whole = np.zeros((sum(lengths), len(names)), dtype=np.float32)
    begins = np.cumsum([0, *lengths])[:-1].astype(np.int64)
    for table, start, length in zip(tables, begins.tolist(), lengths, strict=True):
        for column, name in enumerate(names):
            if name in table:
                whole[start : start + length, column] = table[name]
    return Choices(names, whole, np.concatenate(chosen), begins)


def _among(values: Values, barred: Sequence[int]) -> NDArray[np.int64]:
    """Return the candidates that may be chosen: the best by walks, by partners, by words."""
    n = len(values["partners"])
    out = np.zeros(n, dtype=bool)
    out[list(barred)] = True
    found = np.zeros(n, dtype=bool)
    for name in BEST_BY:
        if name in values:
            row = np.where(out, -1.0, values[name])
            best = np.argpartition(-row, AMONG - 1)[:AMONG] if n > AMONG else np.arange(n)
            found[best[row[best] > 0]] = True
    return np.flatnonzero(found & ~out)
