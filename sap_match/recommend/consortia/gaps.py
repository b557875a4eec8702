"""What nobody local covers, and who beyond the area does.

Whether somebody covers a capability is asked as in a team: by its fit less what distance takes off.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sap_match.ranking import rounded, top_k
from sap_match.recommend.consortia.ask import Ask
from sap_match.recommend.consortia.cover import km_to
from sap_match.recommend.consortia.seats import Gap
from sap_match.recommend.consortia.words import gap_reason

#: An organisation is local where distance takes less than this off.
_LOCAL = 0.95
#: Fit below which somebody comes near nothing.
_MENTIONED = 0.3


def gaps_of(asked: Ask) -> tuple[Gap, ...]:
    """Return each capability that nobody who may be asked covers where the brief is."""
    ids = tuple(sorted({*asked.fit, *asked.seated} - ({*asked.rules.must_not} - {*asked.seated})))
    rows = np.array([asked.landscape.position[one] for one in ids], dtype=np.intp)
    if not len(rows):
        return tuple(_told(asked, c, None, None, None) for c in range(_wanted(asked)))
    fit, reach = asked.cover.fit[rows], asked.cover.reach[rows]
    strength = asked.cover.strength[rows]
    km = km_to(asked.landscape, asked.brief)[rows]
    found = []
    for c in range(_wanted(asked)):
        if strength[:, c].max() >= asked.config.covers:
            continue
        here = np.where(reach >= _LOCAL, strength[:, c], -np.inf)
        nearest = _best(np.where(here >= _MENTIONED, here, -np.inf), ids)
        far = np.where((reach < _LOCAL) & (fit[:, c] >= asked.config.covers), fit[:, c], -np.inf)
        beyond = _best(far * np.where(np.isfinite(far), reach, 1.0), ids)
        found.append(
            _told(
                asked, c,
                None if nearest is None else (ids[nearest], float(strength[nearest, c])),
                None if beyond is None else (ids[beyond], float(fit[beyond, c])),
                None if beyond is None or np.isnan(km[beyond]) else float(km[beyond]),
            )
        )  # fmt: skip
    return tuple(found)


def _wanted(asked: Ask) -> int:
    return len(asked.cover.capabilities)


def _best(values: np.ndarray, ids: tuple[str, ...]) -> int | None:
    found = top_k(np.where(values > 0, values, -np.inf), ids, 1)
    return found[0] if found else None


def _told(
    asked: Ask,
    c: int,
    nearest: tuple[str, float] | None,
    beyond: tuple[str, float] | None,
    km: float | None,
) -> Gap:
    gap = Gap(
        asked.brief.id,
        asked.cover.capabilities[c],
        nearest[0] if nearest else None,
        rounded(nearest[1]) if nearest else 0.0,
        beyond[0] if beyond else None,
        rounded(beyond[1]) if beyond else 0.0,
        km,
    )
    return replace(gap, reason=gap_reason(asked, gap))
