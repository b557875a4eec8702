"""One score from many kinds of evidence: the sum of weight times value, part by part.

Evidence on a scale of its own is ranked among the eligible and counts by its reciprocal
rank (reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009); a share from 0
to 1 (`SHARES`) counts as it is, so that those who are equal stay equal. Who has no
evidence in a part gains nothing there and loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from sap_match.ranking import ranks, reciprocal
from sap_match.recommend.checked import word_of
from sap_match.recommend.signals import PartnerConfig, part_names
from sap_match.results import Part

if TYPE_CHECKING:
    from numpy.typing import NDArray

Seek = Literal["both", "similar", "complementary"]
Values = Mapping[str, "NDArray[np.float64]"]

#: Parts whose values are shares already and are not ranked.
SHARES = frozenset({"themes", "place", "complement", "reciprocity", "size"})
#: Parts that say how alike two are, and how they complete each other; the others say neither.
SIMILAR = frozenset({"text", "themes"})
COMPLEMENTARY = frozenset({"exchange", "complement", "reciprocity"})
#: What is left out for each wish.
_LEFT_OUT: Mapping[Seek, frozenset[str]] = {
    "both": frozenset(),
    "similar": COMPLEMENTARY,
    "complementary": SIMILAR,
}


class Model(Protocol):
    """What a fitted model of partners gives: a score for all and the parts of one."""

    def scores(self, values: Values) -> NDArray[np.float64]:
        """Return log-odds, shape ``(n,)``."""
        ...

    def parts(self, values: Values, i: int) -> tuple[Part, ...]:
        """Return the parts whose contributions add up to candidate ``i``'s score."""
        ...


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores of all candidates of one subject, with what each part gave."""

    total: NDArray[np.float64]
    values: Values
    config: PartnerConfig
    model: Model | None = None
    crowding: NDArray[np.float64] | None = None

    def parts(self, i: int) -> tuple[Part, ...]:
        """Return the parts of candidate ``i``: ``weight * value`` adds up to its score."""
        if self.model is not None:
            found = self.model.parts(self.values, i)
        else:
            found = tuple(
                Part(name, round(float(value[i]), 9), self.config.weight(name))
                for name, value in self.values.items()
            )
        if self.crowding is None:
            return found
        return (*found, Part("exposure", round(float(self.crowding[i]), 9), self.config.exposure))


def seeking(config: PartnerConfig, seek: Seek) -> PartnerConfig:
    """Return the weights for who is sought: those of the other kind of evidence are 0.

    Examples
    --------
    >>> found = seeking(PartnerConfig(), "complementary")
    >>> found.text, found.exchange, found.place == PartnerConfig().place
    (0.0, 1.0, True)
    """
    word_of(seek, Seek, "seek")
    return config.model_copy(update=dict.fromkeys(sorted(_LEFT_OUT[seek]), 0.0))


def fuse(
    values: Values,
    eligible: NDArray[np.bool_],
    config: PartnerConfig,
    *,
    shares: bool = False,
    model: Model | None = None,
    standing: NDArray[np.float64] | None = None,
) -> Scores:
    """Return the scores of one subject's candidates.

    Parameters
    ----------
    values : mapping
        Raw evidence by part, each of shape ``(n,)``, 0 where there is none.
    eligible : bool array of shape (n,)
        Ranks are taken among these, so that who is removed never shifts a score.
    config : PartnerConfig
        A weight for each part.
    shares : bool
        Whether every value is a share from 0 to 1 that counts as it is.
    model : Model, optional
        A fitted model scores instead of the fusion; parts of weight 0 are withheld from it.
    standing : array of shape (n,), optional
        How often each stands among others' first already; see `crowding_of`.
    """
    if model is None:
        told = {n: np.where(eligible, v, 0.0) for n, v in values.items()}
        kept = told if shares else {n: share_of(n, v) for n, v in told.items()}
        weighed = [config.weight(name) * kept[name] for name in kept]
        total = np.asarray(np.sum(weighed, axis=0), dtype=float)
    else:
        out = {n for n in part_names() if config.weight(n) == 0}
        kept = {n: np.zeros(len(v)) if n in out else v for n, v in values.items()}
        total = model.scores(kept)
    if standing is None or config.exposure == 0:
        return Scores(total, kept, config, model)
    crowding = crowding_of(total, standing, eligible)
    return Scores(total + config.exposure * crowding, kept, config, model, crowding)


def share_of(name: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a part's values as they are added up: reciprocal ranks, or shares as they are."""
    return values if name in SHARES else reciprocal(ranks(values))


def crowding_of(
    total: NDArray[np.float64], standing: NDArray[np.float64], eligible: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return what crowding takes from each score, 0 or less, shape ``(n,)``.

    ``-(score - lowest) * s / (s + m)`` for who stands ``s`` times among others' first,
    ``m`` the mean of those who stand there at all. It plays the part of the price that the
    much wanted side bears where places are few (transferable-utility matching: Tomita et
    al., RecSys 2023; crowding in CRRS: Yang et al., SIGIR 2024). Half or more is left to
    whoever stands as often as the mean, and nobody falls below who has no evidence.

    Examples
    --------
    >>> everybody = np.array([True, True, True])
    >>> crowding_of(np.array([1.0, 0.6, 0.0]), np.array([9.0, 0.0, 3.0]), everybody).tolist()
    [-0.6, 0.0, 0.0]
    """
    seen = standing[standing > 0]
    if not len(seen) or not eligible.any():
        return np.zeros(len(total))
    lowest = float(total[eligible].min())
    above = np.where(eligible, total - lowest, 0.0)
    return np.asarray(-above * standing / (standing + float(seen.mean())) + 0.0, dtype=float)
