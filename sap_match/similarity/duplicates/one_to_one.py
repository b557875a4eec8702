"""Each record at most one partner in every other source: the best assignment.

For linking two tables that each list a thing once. Between two sources the pairs are chosen
whose scores add up to the most (Kuhn, Naval Research Logistics 1955), connected part by
connected part, and of equal choices the first by id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from sap_match.errors import DataError
from sap_match.ranking import rounded
from sap_match.similarity.duplicates.vetoes import Veto

Pair = tuple[str, str]

ONE_SOURCE = Veto("one source", "different", "both are in one source, which lists nothing twice")
ONE_PARTNER = Veto(
    "one to one", "different", "another record of that source is the better partner of one of them"
)
LARGEST = 2_000
"""Records on one side of a connected part beyond which pairs are taken best first."""


def check_sources(sources: Mapping[str, str]) -> None:
    """Raise where the records do not say of what sources they are.

    Raises
    ------
    DataError
        Fewer than two sources are named.
    """
    if len(set(sources.values())) < 2:
        raise DataError(
            "names fewer than two sources, so nothing can be linked one to one; fill the column "
            "in, or leave one_to_one off",
            field="source",
        )


def held_apart(scores: Mapping[Pair, float], sources: Mapping[str, str]) -> dict[Pair, Veto]:
    """Return the pairs that a one-to-one linking leaves out, with the reason.

    Parameters
    ----------
    scores : mapping
        What joining each pair is worth: only pairs above 0 are linked.
    sources : mapping
        Record id to its source; a record without one is left as it is.

    Examples
    --------
    >>> scores = {("a1", "b1"): 5.0, ("a1", "b2"): 4.0, ("a2", "b1"): 4.5}
    >>> sources = {"a1": "a", "a2": "a", "b1": "b", "b2": "b"}
    >>> sorted(held_apart(scores, sources))
    [('a1', 'b1')]
    """
    apart: dict[Pair, Veto] = {}
    between: dict[tuple[str, str], dict[Pair, float]] = defaultdict(dict)
    for pair in sorted(scores):
        one, two = (sources.get(i) for i in pair)
        if one is None or two is None:
            continue
        if one == two:
            apart[pair] = ONE_SOURCE
        elif scores[pair] > 0:
            left, right = pair if one < two else pair[::-1]
            between[min(one, two), max(one, two)][left, right] = rounded(scores[pair])
    for _, open_ in sorted(between.items()):
        chosen = {pair for part in _parts(open_) for pair in _assigned(part)}
        for left, right in open_.keys() - chosen:
            apart[min(left, right), max(left, right)] = ONE_PARTNER
    return dict(sorted(apart.items()))


def _parts(scores: Mapping[Pair, float]) -> Iterator[dict[Pair, float]]:
    """Yield the pairs part by part: no record stands in two parts."""
    at: dict[tuple[int, str], list[Pair]] = defaultdict(list)
    for pair in scores:
        for side in (0, 1):
            at[side, pair[side]].append(pair)
    seen: set[Pair] = set()
    for first in sorted(scores):
        if first in seen:
            continue
        seen.add(first)
        open_, part = [first], {}
        while open_:
            pair = open_.pop()
            part[pair] = scores[pair]
            for side in (0, 1):
                for other in at[side, pair[side]]:
                    if other not in seen:
                        seen.add(other)
                        open_.append(other)
        yield part


def _assigned(part: Mapping[Pair, float]) -> set[Pair]:
    rows, columns = (sorted({pair[side] for pair in part}) for side in (0, 1))
    if len(part) == 1:
        return set(part)
    if max(len(rows), len(columns)) > LARGEST:
        return _best_first(part)
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    worth = np.zeros((len(rows), len(columns)))
    row_at = {one: i for i, one in enumerate(rows)}
    column_at = {one: j for j, one in enumerate(columns)}
    for number, (left, right) in enumerate(sorted(part)):
        # a hair for the earlier ids, far below what a score is rounded to
        worth[row_at[left], column_at[right]] = part[left, right] - 1e-9 * number / len(part)
    found = zip(*linear_sum_assignment(worth, maximize=True), strict=True)
    return {(rows[i], columns[j]) for i, j in found if (rows[i], columns[j]) in part}


def _best_first(part: Mapping[Pair, float]) -> set[Pair]:
    used: set[tuple[int, str]] = set()
    chosen = set()
    for pair in sorted(part, key=lambda p: (-part[p], p)):
        ends = {(0, pair[0]), (1, pair[1])}
        if used.isdisjoint(ends):
            used |= ends
            chosen.add(pair)
    return chosen
