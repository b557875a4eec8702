"""Several teams: the next best that really differ, and the Pareto front."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor
from typing import TYPE_CHECKING

from sap_match.recommend.consortia.ask import Ask
from sap_match.recommend.consortia.problem import Row

if TYPE_CHECKING:
    from sap_match.recommend.consortia.exact import Solved


def differing(asked: Ask, teams: int) -> Iterator[Solved]:
    """Yield up to ``teams`` teams, best first; of no two are more than a share the same.

    The share is the config's ``differ``, of the new members of the earlier team. The first that
    is yielded has no team where the rules clash; then there is no other.
    """
    rows: list[Row] = []
    for number in range(teams):
        found = asked.solved(rows)
        if found.team is None:
            if not number:
                yield found
            return
        yield found
        new = tuple(i for i in found.team if i not in asked.problem.seated)
        if not new:
            return
        rows.append(Row("differs", new, most=floor(asked.config.differ * len(new))))
