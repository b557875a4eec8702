"""A small model of partners, fitted on a place's own past: who was chosen, among whom.

The past is replayed. What began in its last fifth is hidden, everything is computed as it
was known before, and weights are fitted that put those who really joined before the others:
a conditional logit (McFadden, 1974; as a ranking loss: ListNet, Cao et al., ICML 2007), with
a ridge. A score is a log-odds up to a constant that is the same for all candidates of one
subject. Organisations and consortia have weights of their own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.results import Part

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

Floats = NDArray[np.float64]
Values = Mapping[str, Floats]

#: Dated collaborations of two or more that a fit needs, and those to learn from in them.
NEEDED = 60
QUERIES_NEEDED = 30
RIDGE = 1e-3
SCHEMA = 1


@dataclass(frozen=True)
class Weights:
    """The weights of one task: ``score = sum of weight * (value - mean) / deviation``.

    Attributes
    ----------
    names : tuple of str
        Parts, in order.
    weights, means, deviations : tuple of float
        One a part; weights are of standardised values and may be compared.
    queries, positives : int
        On how many choices, and chosen ones, they were fitted.
    """

    names: tuple[str, ...]
    weights: tuple[float, ...]
    means: tuple[float, ...]
    deviations: tuple[float, ...]
    queries: int
    positives: int

    def scores(self, values: Values) -> Floats:
        """Return log-odds up to a constant; values of shape ``(n,)`` or ``(q, n)``.

        A part that is not among the values is 0 for everybody.
        """
        total: Floats = np.zeros(next(iter(values.values())).shape)
        for name, weight, mean, deviation in self._rows():
            total = total + (weight / deviation) * (values.get(name, 0.0) - mean)
        return total

    def parts(self, values: Values, i: int) -> tuple[Part, ...]:
        """Return the parts whose ``weight * value`` add up to candidate ``i``'s score."""
        at = {name: float(values[name][i]) if name in values else 0.0 for name in self.names}
        return tuple(
            Part(name, round((at[name] - mean) / deviation, 9), weight)
            for name, weight, mean, deviation in self._rows()
        )

    def _rows(self) -> list[tuple[str, float, float, float]]:
        return list(zip(self.names, self.weights, self.means, self.deviations, strict=True))


@dataclass(frozen=True)
class PartnerModel:
    """Fitted weights for partners of organisations and for completing consortia.

    Attributes
    ----------
    organisations : Weights
        For ``recommend_partners(..., for_=..., model=...)``.
    consortia : Weights or None
        For a brief with a lead or members. None where there are texts: then briefs are read
        by the fusion; or where too few consortia could be learnt from: then briefs go by the
        weights of organisations.
    collaborations : int
        Dated collaborations of two or more that the past held.
    split : str
        The ISO date from which on it was replayed.
    as_of : str
        The ISO date up to which the past was read.
    """

    organisations: Weights
    consortia: Weights | None
    collaborations: int
    split: str
    as_of: str

    def scores(self, values: Values) -> Floats:
        """Return log-odds up to a constant, of values as `model_values` makes them."""
        return self._of(values).scores(values)

    def parts(self, values: Values, i: int) -> tuple[Part, ...]:
        """Return the parts whose ``weight * value`` add up to candidate ``i``'s score."""
        return self._of(values).parts(values, i)

    def _of(self, values: Values) -> Weights:
        """Return the weights that go with values: those of a consortium have direct ties."""
        together = self.consortia if "one_step" in values else None
        return together or self.organisations

    @property
    def weights(self) -> list[dict[str, Any]]:
        """One row a task and part, the weightiest first: task, part, weight, mean, deviation."""
        found = []
        for task, one in (("organisations", self.organisations), ("consortia", self.consortia)):
            if one is None:
                continue
            rows = zip(one.names, one.weights, one.means, one.deviations, strict=True)
            found += [
                {"task": task, "part": n, "weight": w, "mean": m, "deviation": d}
                for n, w, m, d in sorted(rows, key=lambda r: (-abs(r[1]), r[0]))
            ]
        return found

    def to_json(self) -> str:
        """Return the model as JSON text; `from_json` reads it back."""
        return json.dumps({"schema_version": SCHEMA, **asdict(self)}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> PartnerModel:
        """Read a model back.

        Raises
        ------
        DataError
            The text is no such model.
        """
        try:
            told = json.loads(text)
            organisations, consortia = _read(told["organisations"]), _read(told["consortia"])
            known = {name: told[name] for name in ("collaborations", "split", "as_of")}
            schema = told["schema_version"]
        except (ValueError, KeyError, TypeError, AttributeError) as found:
            raise DataError(
                f"this is no partner model as to_json writes it ({found!r}): fit it again"
            ) from found
        if schema != SCHEMA or organisations is None:
            raise DataError(f"the model is of schema {schema}, not {SCHEMA}: fit it again")
        return cls(organisations=organisations, consortia=consortia, **known)


def _read(told: Mapping[str, Any] | None) -> Weights | None:
    if told is None:
        return None
    lists = {name: tuple(told[name]) for name in ("names", "weights", "means", "deviations")}
    if len({len(one) for one in lists.values()}) != 1:
        raise ValueError("names and weights are not of one length")
    return Weights(**{**told, **lists})


def fit_partner_model(
    landscape: Landscape, *, ridge: float = RIDGE, most: int = 800, modesty: float = 0.05
) -> PartnerModel:
    """Fit a small model of partners on a landscape's own past.

    For briefs it is fitted, and used, only where nothing is written of organisations and of
    what they did. On Somali aid, where there are texts, it found fewer of those who joined
    than the fusion did: nDCG@10 .26 to .35 in 2018 (where .41 to .40 from mid-2018 on).

    Parameters
    ----------
    landscape : Landscape
        Nothing after its as-of date is looked at.
    ridge : float
        What a squared weight costs, in log-likelihood of one choice.
    most : int
        Organisations to learn from at most, drawn by a fixed seed; of consortia twice as many.
    modesty : float
        Taken off a candidate's score for each factor e of its partners (after the fit), so
        that places in first tens do not all go to those who are in everything anyway. 0 is
        what fits the past best.

    Returns
    -------
    PartnerModel
        For ``recommend_partners(..., model=...)``.

    Raises
    ------
    DataError
        The history is too thin: fewer than 60 dated collaborations of two or more, or fewer
        than 30 organisations that gained a partner in the last fifth of them.
    """
    from sap_match.recommend.replay import replayed

    past = replayed(landscape, needed=NEEDED, most=most)
    organisations = _fitted(past.organisations, ridge, modesty)
    if organisations is None:
        raise DataError(
            f"{past.organisations.queries} organisations gained a partner that could be foretold "
            f"from {past.split} on; a fit needs {QUERIES_NEEDED}. Leave the model out: the parts "
            "are fused without it",
            source=landscape.dataset.id,
        )
    consortia = _fitted(past.consortia, ridge, modesty)
    return PartnerModel(
        organisations, consortia, past.collaborations, past.split, landscape.as_of.isoformat()
    )


@dataclass(frozen=True, eq=False)
class Choices:
    """What was chosen among what: rows of values, in stretches of one choice each.

    Parameters
    ----------
    names : tuple of p str
    values : array of shape (r, p)
    chosen : bool array of shape (r,)
    begins : int array of shape (q,)
        First row of each choice, ascending.
    """

    names: tuple[str, ...]
    values: NDArray[np.float32]
    chosen: NDArray[np.bool_]
    begins: NDArray[np.int64]

    @property
    def queries(self) -> int:
        """Choices in which somebody was chosen that could be foretold."""
        return int((self._positives > 0).sum()) if len(self.begins) else 0

    @property
    def _positives(self) -> Floats:
        return np.add.reduceat(self.chosen.astype(float), self.begins)


def _fitted(told: Choices, ridge: float, modesty: float) -> Weights | None:
    if told.queries < QUERIES_NEEDED:
        return None
    means = told.values.mean(axis=0, dtype=np.float64)
    deviations = told.values.std(axis=0, dtype=np.float64)
    some = np.flatnonzero(deviations > 1e-6)
    z = (told.values[:, some] - means[some]) / deviations[some]
    weights = conditional_logit(z, told.chosen, told.begins, ridge=ridge)
    names = tuple(told.names[i] for i in some)
    if "partners" in names:
        weights[names.index("partners")] -= modesty * deviations[some][names.index("partners")]
    return Weights(
        names=names,
        weights=tuple(round(float(x), 6) for x in weights),
        means=tuple(round(float(x), 6) for x in means[some]),
        deviations=tuple(max(round(float(x), 6), 1e-6) for x in deviations[some]),
        queries=told.queries,
        positives=int(told.chosen.sum()),
    )


def conditional_logit(
    values: Floats, chosen: NDArray[np.bool_], begins: NDArray[np.int64], *, ridge: float
) -> Floats:
    """Return the weights that make what was chosen likeliest among what could have been.

    Maximises the mean over all chosen of ``ln(exp(w x) / sum of exp(w x'))``, the sum over
    its choice, less ``ridge / 2 * |w|^2`` (McFadden, 1974). Convex: one answer.

    Parameters
    ----------
    values : array of shape (r, p)
    chosen : bool array of shape (r,)
    begins : int array of shape (q,)
        First row of each choice.

    Examples
    --------
    Two of three times the higher was taken: odds of 2 are ln 2.

    >>> x = np.array([[1.0], [0], [1], [0], [1], [0]])
    >>> taken = np.array([True, False, True, False, False, True])
    >>> conditional_logit(x, taken, np.array([0, 2, 4]), ridge=0.0).round(3).tolist()
    [0.693]
    """
    from scipy.optimize import minimize

    of = np.repeat(np.arange(len(begins)), np.diff([*begins, len(values)]))
    wanted = np.add.reduceat(chosen.astype(float), begins)
    many = max(float(wanted.sum()), 1.0)
    pull = values.T @ chosen

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = values @ weights
        top = np.maximum.reduceat(scores, begins)
        odds = np.exp(scores - top[of])
        sums = np.add.reduceat(odds, begins)
        gain = scores @ chosen - wanted @ (np.log(sums) + top)
        slope = pull - values.T @ (odds * (wanted / sums)[of])
        return -gain / many + ridge * weights @ weights / 2, -slope / many + ridge * weights

    start = np.zeros(values.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return np.asarray(found.x, dtype=float)
