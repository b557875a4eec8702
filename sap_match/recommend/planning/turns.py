"""Aims in turn: each as good as can be without giving up what those before it reached."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from sap_match.recommend.planning.fair import Objective, worst_first

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.recommend.planning.formulation import Formulation
    from sap_match.recommend.planning.problem import Problem


def unchanged(asked: Formulation, part: Problem) -> Objective:
    """Return the aim of changing least of what was agreed before.

    A pair that keeps its quantity (and day) counts 1, one that is dropped 0; one that is
    changed counts half of the part of its quantity that it keeps.
    """
    blocks = asked.blocks
    kept = np.flatnonzero(part.kept > 0)
    agreed = part.kept[kept]
    place = np.full(part.size, -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    mine = np.flatnonzero(place[asked.link] >= 0)
    row, column, link = place[asked.link[mine]], asked.quantity[mine], asked.link[mine]
    stays = blocks.add_columns(_can_stay(part, kept), whole=True)
    held = blocks.add_columns(agreed, whole=False)
    count, each = len(kept), np.arange(len(kept))
    same_day = (asked.day[mine] == 0) | (part.kept_day[link] == 0)
    same_day |= asked.day[mine] == part.kept_day[link]
    room = np.maximum(part.most[kept] - agreed, 0.0)
    blocks.add_rows(
        [(row[same_day], column[same_day], 1.0), (each, stays, -agreed)], lowest=0.0, count=count
    )
    blocks.add_rows([(row, column, 1.0), (each, stays, room)], highest=agreed + room, count=count)
    blocks.add_rows([(row, column, 1.0), (each, held, -1.0)], lowest=0.0, count=count)
    worth = np.concatenate([np.full(count, 0.5), 0.5 / agreed])
    return np.concatenate([stays, held]), worth


def _can_stay(part: Problem, kept: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return 1 for pairs that can keep their quantity and day, as far as they alone tell."""
    stays = (part.kept[kept] <= part.most[kept]) & (part.kept[kept] >= part.least[kept])
    if part.days:
        days = (part.kept_day[i] in part.days[i] for i in kept.tolist())
        stays &= np.array(list(days)) | (part.kept_day[kept] == 0)
    return stays.astype(float)


def served(asked: Formulation, part: Problem) -> Objective:
    """Return the aim that counts who gets or places something, on both sides.

    Something is the side's lower quota, and at least one unit (or all of it, where that
    is less than one).
    """
    blocks = asked.blocks
    found = []
    for sides, of in zip(part.both, part.ends, strict=True):
        count = len(sides.ids)
        something = np.maximum(sides.least, np.minimum(1.0, sides.most))
        gets = blocks.add_columns(np.ones(count), whole=True)
        cells = [(of[asked.link], asked.quantity, 1.0), (np.arange(count), gets, -something)]
        blocks.add_rows(cells, lowest=0.0, count=count)
        found.append(gets)
    columns = np.concatenate(found)
    return columns, np.ones(len(columns))


def turns_of(
    asked: Formulation, part: Problem, aim: str, raised: NDArray[np.float64]
) -> list[Objective]:
    """Return the aims of a part in the order of their turns; the last is welfare."""
    turns: list[Objective] = []
    if (part.kept > 0).any():
        turns.append(unchanged(asked, part))
    if aim == "most first":
        turns.append(served(asked, part))
    if aim == "fair":
        turns += worst_first(asked, part, raised)
    return [*turns, (asked.quantity, part.score[asked.link])]


def lottery(problem: Problem) -> NDArray[np.float64]:
    """Return a number from 0 to 1 for each link, drawn by the seed and the two ids alone.

    Examples
    --------
    >>> from sap_match.recommend.planning.problem import Limit, Link, problem_of
    >>> links = [Link("o", "n1", 0.5, 1), Link("o", "n2", 0.5, 1)]
    >>> limits = {"o": Limit(0, 1)}, {"n1": Limit(0, 1), "n2": Limit(0, 1)}
    >>> lottery(problem_of(links, *limits)).round(3).tolist()
    [0.268, 0.39]
    """
    key = str(problem.seed).encode()
    drawn = []
    for sides in problem.both:
        digests = b"".join(blake2b(i.encode(), digest_size=8, key=key).digest() for i in sides.ids)
        drawn.append(np.frombuffer(digests, dtype="<u8").astype(np.uint64))
    mixed = drawn[0][problem.left] * np.uint64(0x9E3779B97F4A7C15) + drawn[1][problem.right]
    mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(29)
    return np.asarray((mixed >> np.uint64(11)).astype(float) / 2.0**53)
