"""What a few judged pairs teach: corrections of the weights, held back until there are enough.

Each level of each field, and how name, telephone and address go together, may get a
correction; they are the most probable ones given the judged pairs, the log-odds that stood
before, and a normal prior around no correction at all (penalised logistic regression with an
offset; with the intercept alone it is Platt's calibration). Five labels can hardly move
anything, two hundred can. A rule is lifted where people contradict it clearly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from sap_match.ranking import rounded
from sap_match.similarity.duplicates.compare import LEVELS, MISSING
from sap_match.similarity.duplicates.model import AGREES_FROM, Pattern, Stratum

Floats = NDArray[np.float64]
Feature = tuple[str, ...]

SPREAD: Mapping[str, float] = MappingProxyType(
    {"level": 1.0, "together": 1.0, "all": 1.0, "rule": 2.0}
)
"""Standard deviation, in log-odds, of the correction that each kind of feature may need."""
SCALES = (0.1, 0.2, 0.4, 0.8)
"""What the spread is multiplied by: that which foretells judged pairs best that it has not seen."""
FOLDS = 5
GAIN = 1.0
"""Log-likelihood by which more correction must foretell better before it is taken."""
FURTHEST = 8.0
"""Log-odds beyond which the unlabelled fit is no surer: it is often too sure."""
DOUBT = 6
"""Judged pairs that a rule counts as right before anybody judged."""
TRUST = 30
"""Judged pairs that count as much as the costs nobody named."""
STEPS = 50
_TOGETHER = ("name", "telephone", "address")


@dataclass(frozen=True)
class Judged:
    """One judged pair, as the model sees it."""

    stratum: Stratum
    pattern: Pattern
    score: float
    same: bool
    rule: str = ""
    alike: int = 1
    """How many candidate pairs look like it: it speaks for them."""


@dataclass(frozen=True)
class Calibration:
    """Corrections by feature, and the rules that people lifted.

    Examples
    --------
    >>> Calibration().shift("across", ("same",)), Calibration().lifts("branch")
    (0.0, False)
    """

    fields: tuple[str, ...] = ()
    corrections: Mapping[Feature, float] = field(default_factory=dict)
    lifted: frozenset[str] = frozenset()

    def shift(self, stratum: Stratum, pattern: Pattern, rule: str = "") -> float:
        """Return what the labels add to the log-odds of a pattern."""
        if not self.corrections:
            return 0.0
        told = features(stratum, pattern, self.fields, rule)
        return rounded(sum(self.corrections.get(f, 0.0) for f in told))

    def lifts(self, rule: str) -> bool:
        """Whether people have shown that a rule does not hold here."""
        return rule in self.lifted


def features(
    stratum: Stratum, pattern: Pattern, names: tuple[str, ...], rule: str = ""
) -> list[Feature]:
    """Return the features of a pattern.

    Examples
    --------
    >>> features("across", ("same", "missing"), ("name", "telephone"))
    [('all',), ('all', 'across'), ('level', 'name', 'same'), ('level', 'telephone', 'missing'), \
('together', 'name agrees', 'telephone unknown')]
    """
    found: list[Feature] = [("all",), ("all", stratum)]
    found += [("level", name, level) for name, level in zip(names, pattern, strict=True)]
    said = [
        f"{name} {_agreement(name, level)}"
        for name, level in zip(names, pattern, strict=True)
        if name in _TOGETHER
    ]
    found += [("together", a, b) for i, a in enumerate(said) for b in said[i + 1 :]]
    if len(said) > 2:
        found.append(("together", *said))
    return [*found, ("rule", rule)] if rule else found


def _agreement(name: str, level: str) -> str:
    if level == MISSING:
        return "unknown"
    place = LEVELS[name].index(level)
    if place >= AGREES_FROM[name]:
        return "agrees"
    return "differs" if place == 0 else "partly"


def calibrate(judged: Sequence[Judged], names: tuple[str, ...]) -> Calibration:
    """Return the corrections that judged pairs ask for.

    Parameters
    ----------
    judged : sequence of Judged
        In any order.
    names : tuple of str
        The fields of the patterns.
    """
    if not judged:
        return Calibration()
    rows = sorted(judged, key=lambda j: (j.stratum, j.pattern, j.rule, j.same, j.score))
    told = [features(j.stratum, j.pattern, names, j.rule) for j in rows]
    known = sorted({f for one in told for f in one})
    at = {f: i for i, f in enumerate(known)}
    design = np.zeros((len(rows), len(known)))
    for i, one in enumerate(told):
        design[i, [at[f] for f in one]] = 1.0
    offset = np.clip(np.array([j.score for j in rows]), -FURTHEST, FURTHEST)
    same = np.array([j.same for j in rows], dtype=float)
    spread = np.array([SPREAD[f[0]] for f in known])
    counts = np.sqrt([float(j.alike) for j in rows])
    counts /= counts.mean()
    scale = _scale(design, offset, same, spread, counts)
    if not scale:
        return Calibration(names, MappingProxyType({}), _lifted(rows))
    found = _most_probable(design, offset, same, 1 / (scale * spread) ** 2, counts)
    corrections = {f: rounded(float(found[i])) for f, i in at.items()}
    return Calibration(names, MappingProxyType(corrections), _lifted(rows))


def balanced_threshold(chances: Sequence[float], sure: float, judged: int) -> float:
    """Return the probability from which deciding *duplicate* makes expected F1 the largest.

    For those who gave labels and named no costs. With few labels it stays near ``sure``: the
    log-odds are a mean of both, where `TRUST` judged pairs count as much as what stood before.

    Parameters
    ----------
    chances : sequence of float
        Probability of every candidate pair.
    sure : float
        The threshold that the costs ask for.
    judged : int
        How many pairs were judged.

    Examples
    --------
    >>> balanced_threshold([0.9, 0.7, 0.6, 0.1], 0.9, 0)
    0.9
    >>> balanced_threshold([0.9, 0.7, 0.6, 0.1], 0.9, 10_000) < 0.61
    True
    """
    ordered = np.sort(np.asarray(chances, dtype=float))[::-1]
    if not judged or not len(ordered) or not 0 < sure < 1:
        return sure
    found = np.cumsum(ordered)
    f1 = 2 * found / (np.arange(1, len(ordered) + 1) + found[-1])
    best = min(max(float(ordered[int(np.argmax(np.round(f1, 9)))]), 0.3), sure)
    share = judged / (judged + TRUST)
    odds = (1 - share) * np.log(sure / (1 - sure)) + share * np.log(best / (1 - best))
    return rounded(float(1 / (1 + np.exp(-odds))))


def _scale(design: Floats, offset: Floats, same: Floats, spread: Floats, counts: Floats) -> float:
    """Return how far corrections may go, 0 for not at all, by cross-validation."""
    folds = np.arange(len(same)) % FOLDS
    best, least = 0.0, _loss(offset, same, counts) - GAIN
    for scale in SCALES:
        loss = 0.0
        for fold in range(FOLDS):
            out = folds == fold
            if not out.any() or out.all():
                continue
            weights = _most_probable(
                design[~out], offset[~out], same[~out], 1 / (scale * spread) ** 2, counts[~out]
            )
            loss += _loss(offset[out] + design[out] @ weights, same[out], counts[out])
        if loss < least:
            best, least = scale, loss - GAIN
    return best


def _loss(odds: Floats, same: Floats, counts: Floats) -> float:
    """Return how badly log-odds foretell what was judged: the negative log-likelihood."""
    return float((counts * (np.logaddexp(0, odds) - same * odds)).sum())


def _most_probable(
    design: Floats, offset: Floats, same: Floats, precision: Floats, counts: Floats
) -> Floats:
    """Return the mode of the posterior by Newton's steps, halved where they overshoot."""
    weights = np.zeros(design.shape[1])

    def loss(w: Floats) -> float:
        return _loss(offset + design @ w, same, counts) + 0.5 * float((precision * w**2).sum())

    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(offset + design @ weights)))
        slope = design.T @ (counts * (chance - same)) + precision * weights
        curve = (design * (counts * chance * (1 - chance))[:, None]).T @ design + np.diag(precision)
        step, size = np.linalg.solve(curve, slope), 1.0
        while loss(weights - size * step) > loss(weights) and size > 1e-4:
            size /= 2
        weights = weights - size * step
        if float(np.abs(size * step).max()) < 1e-9:
            break
    return weights


def _lifted(rows: Sequence[Judged]) -> frozenset[str]:
    """Return the rules under which people found clearly more pairs to be one than not."""
    balance: dict[str, int] = {}
    for one in rows:
        if one.rule:
            balance[one.rule] = balance.get(one.rule, 0) + (1 if one.same else -1)
    return frozenset(rule for rule, more in balance.items() if more > DOUBT)
