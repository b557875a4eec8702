"""All partners of all organisations at once, without words.

The same ranking as `recommend_partners` gives one by one, from blocks of sparse products:
who is eligible, score, rank. Rows go through in stretches, so that memory stays bounded
whatever the number of organisations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.memory import Memory
from sap_match.ranking import DECIMALS, above_zero, first_k, reciprocal
from sap_match.recommend.checked import count_of, model_of, word_of
from sap_match.recommend.eligible import Exclude, general_removals, removed_positions
from sap_match.recommend.for_organisations import blocks_of, strengths_at
from sap_match.recommend.fusion import SHARES, Model, Scores, Seek, fuse, seeking
from sap_match.recommend.model_values import values_for_organisations
from sap_match.recommend.partner_model import PartnerModel
from sap_match.recommend.signals import PartnerConfig, part_names

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape
    from sap_match.recommend.for_organisations import Block

#: Numbers that one block of a part may hold.
BLOCK_CELLS = 4_000_000
THREADS = 2
#: A fitted model reads so many times more numbers of a row.
MODEL_READS = 4


@dataclass(frozen=True, eq=False)
class EverybodysPartners:
    """The best partners of many organisations: a row a subject, best first.

    Parameters
    ----------
    ids : tuple of n str
        Organisation ids; positions below mean places in this table.
    subjects : int array of shape (s,)
        Whose partners they are, in the order asked for.
    candidates : int array of shape (s, k)
        -1 where fewer than k are eligible.
    scores : array of shape (s, k)
        NaN where there is no candidate.
    part_names : tuple of p str
        Names of the parts.
    parts : array of shape (s, k, p)
        What each part adds to the score (weight times value).
    """

    ids: tuple[str, ...]
    subjects: NDArray[np.int64]
    candidates: NDArray[np.int64]
    scores: NDArray[np.float64]
    part_names: tuple[str, ...]
    parts: NDArray[np.float64]

    def __repr__(self) -> str:
        return f"<EverybodysPartners: {self.candidates.shape[1]} of {len(self.subjects)}>"

    def partners_of(self, organisation_id: str) -> list[str]:
        """Return the ids of one subject's partners, best first; none where it was not asked."""
        rows = [r for r, i in enumerate(self.subjects.tolist()) if self.ids[i] == organisation_id]
        return [self.ids[i] for r in rows[:1] for i in self.candidates[r].tolist() if i >= 0]

    def to_frame(self) -> pd.DataFrame:
        """Return a pandas table: ``for_id, rank, organisation_id, score`` and a column a part."""
        import pandas as pd

        row, place = np.nonzero(self.candidates >= 0)
        ids = np.array(self.ids, dtype=object)
        columns: dict[str, Any] = {
            "for_id": ids[self.subjects[row]],
            "rank": place + 1,
            "organisation_id": ids[self.candidates[row, place]],
            "score": self.scores[row, place],
        }
        for p, name in enumerate(self.part_names):
            columns[name] = np.round(self.parts[row, place, p], DECIMALS)
        return pd.DataFrame(columns)


def rank_everyone(
    landscape: Landscape,
    *,
    k: int = 10,
    exclude: Exclude = "current",
    subjects: Sequence[str] | None = None,
    memory: Memory | None = None,
    config: PartnerConfig | None = None,
    model: Model | None = None,
    seek: Seek = "both",
) -> EverybodysPartners:
    """Rank the ``k`` best partners of many organisations, without putting them into words.

    Parameters
    ----------
    landscape : Landscape
        The partnership as of a date.
    k : int
        So many a subject, or as many as are eligible.
    exclude, memory, config, model, seek
        As for `sap_match.recommend.partners.recommend_partners`.
    subjects : sequence of str, optional
        Organisation ids; by default all that may be suggested themselves.

    Raises
    ------
    UnknownIdError
        An id in ``subjects`` is unknown.
    DataError
        ``k`` is below 0, ``exclude`` or ``seek`` none of its words, ``model`` no fitted model.

    Examples
    --------
    >>> from datetime import date
    >>> from sap_match.landscape import Landscape
    >>> from sap_match.model import Collaboration, CollaborationMember, Dataset, Organisation
    >>> data = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [Organisation(id=i, name=i, kind="voluntary") for i in "abc"],
    ...         "collaborations": [Collaboration(id=c, kind="consortium") for c in "xy"],
    ...         "collaboration_members": [
    ...             CollaborationMember(collaboration_id=c, organisation_id=o)
    ...             for c, o in [("x", "a"), ("x", "b"), ("y", "b"), ("y", "c")]
    ...         ],
    ...     },
    ... )
    >>> found = rank_everyone(Landscape.build(data, as_of=date(2026, 11, 1)))
    >>> found.partners_of("a"), found.partners_of("b")
    (['c'], [])
    """
    count_of(k, "k")
    word_of(exclude, Exclude, "exclude")
    model_of(model)
    settings = seeking(config or PartnerConfig(), seek)
    rows = _rows(landscape, subjects)
    crowd = _standing(landscape, settings)
    engine = _Engine(landscape, k, exclude, memory or Memory(), settings, model, crowd)
    cells = BLOCK_CELLS // (MODEL_READS if isinstance(model, PartnerModel) else 1)
    stretches = list(_stretches(rows, len(landscape.ids), cells))
    if len(stretches) > 1:
        with ThreadPoolExecutor(THREADS) as pool:
            found = list(pool.map(engine.ranked, stretches))
    else:
        found = [engine.ranked(stretch) for stretch in stretches]
    width = len(engine.names)
    blank = (np.empty((0, k), np.int64), np.empty((0, k)), np.empty((0, k, width)))
    candidates, scores, parts = (
        np.concatenate([blank[a], *(f[a] for f in found)]) for a in range(3)
    )
    return EverybodysPartners(landscape.ids, rows, candidates, scores, engine.names, parts)


def _rows(landscape: Landscape, subjects: Sequence[str] | None) -> NDArray[np.int64]:
    if subjects is None:
        closed = general_removals(landscape)
        found = [i for i, one in enumerate(landscape.ids) if one not in closed]
    else:
        asked = dict.fromkeys(landscape.dataset.organisation(one).id for one in subjects)
        found = [landscape.position[one] for one in asked]
    return np.array(found, dtype=np.int64)


def _may_be_suggested(landscape: Landscape) -> NDArray[np.bool_]:
    closed = general_removals(landscape)
    return landscape.part(
        "may be suggested",
        lambda: np.array([one not in closed for one in landscape.ids], dtype=bool),
    )


def _stretches(
    rows: NDArray[np.int64], n: int, cells: int = BLOCK_CELLS
) -> Iterator[NDArray[np.int64]]:
    size = max(1, cells // max(n, 1))
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _standing(landscape: Landscape, config: PartnerConfig) -> NDArray[np.float64] | None:
    if config.exposure == 0:
        return None
    from sap_match.recommend.exposure import standing  # which itself ranks everyone

    return standing(landscape, config)


Ranked = tuple["NDArray[np.int64]", "NDArray[np.float64]", "NDArray[np.float64]"]


@dataclass(frozen=True, eq=False)
class _Engine:
    """Ranks one stretch of subjects after another; what they share is made once."""

    landscape: Landscape
    k: int
    exclude: Exclude
    memory: Memory
    config: PartnerConfig
    model: Model | None
    crowd: NDArray[np.float64] | None

    @property
    def names(self) -> tuple[str, ...]:
        """Parts of a score: those of the configuration or model, and crowding where it counts."""
        model = self.model
        names = model.organisations.names if isinstance(model, PartnerModel) else part_names()
        return names if self.crowd is None else (*names, "exposure")

    def ranked(self, rows: NDArray[np.int64]) -> Ranked:
        """Return candidates (-1 for none), scores and parts of the subjects in ``rows``."""
        land, suggested = self.landscape, _may_be_suggested(self.landscape)
        blocks = blocks_of(land, rows.tolist(), self.config)
        ties: dict[str, NDArray[np.float64]] = {}
        if isinstance(self.model, PartnerModel):
            ties = values_for_organisations(land, rows.tolist(), self.config, blocks)
        gone = removed_positions(land, rows.tolist(), exclude=self.exclude, memory=self.memory)
        candidates = np.full((len(rows), self.k), -1, dtype=np.int64)
        scores = np.full((len(rows), self.k), np.nan)
        parts = np.zeros((len(rows), self.k, len(self.names)))
        for r, i in enumerate(rows.tolist()):
            eligible = suggested.copy()
            eligible[gone[r]] = False
            values = {name: None if block is None else block[r] for name, block in blocks.items()}
            found = self._scored(values, eligible, {n: v[r] for n, v in ties.items()})
            best = first_k(np.where(eligible, found.total, -np.inf), self.k).tolist()
            if self.config.weakest > 0:
                strengths = strengths_at(land, i, values, best)
                best = [b for b, s in zip(best, strengths.tolist(), strict=True) if self._holds(s)]
            told = self._parts(found, best)
            candidates[r, : len(best)] = best
            parts[r, : len(best)] = told
            scores[r, : len(best)] = np.round(told.sum(axis=1), DECIMALS) + 0.0
        return candidates, scores, parts

    def _holds(self, strength: float) -> bool:
        return strength >= self.config.weakest

    def _scored(
        self,
        values: Mapping[str, Block],
        eligible: NDArray[np.bool_],
        ties: Mapping[str, NDArray[np.float64]],
    ) -> Scores:
        """Return the total and each part's share, as `sap_match.recommend.fusion.fuse` does."""
        if ties:
            return fuse(ties, eligible, self.config, model=self.model, standing=self.crowd)
        if self.model is not None or self.crowd is not None:
            n = len(eligible)
            full = {name: np.zeros(n) if v is None else v for name, v in values.items()}
            return fuse(full, eligible, self.config, model=self.model, standing=self.crowd)
        total = np.zeros(len(eligible))
        shares = {}
        for name, value in values.items():
            if value is None:
                continue
            if name in SHARES:
                share = np.where(eligible, value, 0.0)
            else:  # only those with any evidence hold a rank
                held = np.flatnonzero(value)
                held = held[eligible[held]]
                held = held[above_zero(np.round(value[held], DECIMALS))]
                share = np.zeros(len(eligible))
                share[held] = reciprocal(np.arange(1.0, len(held) + 1))
            shares[name] = share
            total += self.config.weight(name) * share
        return Scores(total, shares, self.config)

    def _parts(self, scores: Scores, best: Sequence[int]) -> NDArray[np.float64]:
        table = np.zeros((len(best), len(self.names)))
        column = {name: p for p, name in enumerate(self.names)}
        if scores.model is None and scores.crowding is None:
            for name, share in scores.values.items():  # noqa: PD011 - a mapping
                table[:, column[name]] = self.config.weight(name) * np.round(share[best], 9)
            return table
        for b, i in enumerate(best):
            for part in scores.parts(i):
                table[b, column[part.name]] = part.contribution
        return table
