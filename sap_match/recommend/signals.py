"""What speaks for two working together: the kinds of evidence, their weights and strength.

`for_organisations` and `for_briefs` make the evidence, `fusion` scores it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from sap_match.recommend.parts.neighbours import share_of_best

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Parts from 0 to 1 that make a suggestion stronger where they are known.
_MAY_CONVINCE = ("complement", "neighbours", "named")


@dataclass(frozen=True)
class _WeighsAPart:
    """Marks a field of `PartnerConfig` as the weight of the part of the same name."""


Weight = Annotated[float, Field(ge=0), _WeighsAPart()]
"""How much a part counts: a field of this type makes a part and a column of its name."""


class PartnerConfig(BaseModel):
    """Weights of the parts and the scales behind them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Weight = 1.0
    """Weight of likeness of what is written about the two."""
    network: Weight = 0.6
    """Weight of the walk through common collaborations."""
    together: Weight = 1.0
    """Weight of earlier work together with who stands in a brief already."""
    neighbours: Weight = 0.6
    """Weight of earlier collaborations that were like a brief, for who was in them."""
    named: Weight = 0.6
    """Weight of being named in a brief."""
    exchange: Weight = 1.0
    """Weight of one side's need that a service of the other could meet."""
    themes: Weight = 0.4
    """Weight of shared themes, rare themes counting more."""
    place: Weight = 0.6
    """Weight of nearness of the places where both work."""
    complement: Weight = 0.4
    """Weight of what one side lacks and the other has."""
    reciprocity: Weight = 0.2
    """Weight of both sides gaining."""
    size: Weight = 0.1
    """Weight of incomes that fit each other."""
    near_km: float = Field(4.0, gt=0)
    """Distance at which nearness has fallen to 1/e."""
    text_floor: float = Field(0.25, ge=0, le=1)
    """Likeness below which two texts are no evidence of anything."""
    weakest: float = Field(0.0, ge=0, le=1)
    """Strength below which a candidate is not worth putting into words; 0 keeps k of them."""
    exposure: float = Field(0.0, ge=0, le=1)
    """How much who stands among others' first already gives way to others; 0 is not at all."""

    def weight(self, part: str) -> float:
        """Return the weight of a part of the score."""
        return float(getattr(self, part))


def part_names() -> tuple[str, ...]:
    """Return the parts of a partner's score, in the order of `PartnerConfig`'s weights.

    Examples
    --------
    >>> part_names()[:2]
    ('text', 'network')
    """
    fields = PartnerConfig.model_fields.items()
    return tuple(n for n, f in fields if any(isinstance(m, _WeighsAPart) for m in f.metadata))


@dataclass(frozen=True)
class Evidence:
    """Raw values behind one subject's parts, each of shape ``(n,)`` in the order of ids.

    ``substance`` says from 0 to 1 how much both sides have written: what rests on two
    short lines is never strong. ``shares`` says that every value is a share from 0 to 1
    which counts as it is, not by its rank; ``likeness`` is then the likeness of the texts
    that ``text`` is a share of.
    """

    values: Mapping[str, NDArray[np.float64]]
    km: NDArray[np.float64]
    substance: NDArray[np.float64]
    likeness: NDArray[np.float64] | None = None
    shares: bool = False

    def km_to(self, i: int) -> float | None:
        """Return the distance to candidate ``i`` in km, or None where it is unknown."""
        km = float(self.km[i])
        return None if np.isnan(km) else km

    def with_more(self, own: Evidence) -> Evidence:
        """Return a brief's evidence together with that of an organisation which takes part.

        What the brief says nothing of is the organisation's; of what both bear on, as what
        is lacking, the stronger counts. Likeness, place and ties are the brief's, which
        the organisation takes part in; what only it has counts as a share of the best.
        """
        briefs = ("text", "themes", "place", "size", "network", "together")
        both = {
            name: np.maximum(value, own.values[name])
            for name, value in self.values.items()
            if name in own.values and name not in briefs
        }
        only = {n: share_of_best(v, least=1.0) for n, v in own.values.items()}
        return replace(self, values={**only, **self.values, **both})

    def strengths(self) -> NDArray[np.float64]:
        """Return the evidence as one number from 0 to 1 that subjects can be compared by.

        A noisy-or: each kind of evidence may convince on its own, and two weak kinds
        together convince more than one.
        """
        v = self.values
        doubts = (
            1
            - 0.65
            * related(v["text"] if self.likeness is None else self.likeness)
            * self.substance,
            1 - np.clip((v["exchange"] - 0.3) / 0.2, 0, 0.75),
            1 - np.where(v.get("together", v["network"]) > 0, 0.2, 0.0),
            1 - 0.35 * v["themes"],
            1 - 0.25 * np.clip(v["place"], 0, 1),
            *(1 - 0.35 * np.clip(v[name], 0, 1) for name in _MAY_CONVINCE if name in v),
        )
        return np.asarray(1 - np.prod(doubts, axis=0), dtype=float)


def related(likeness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return from 0 to 1 how well a likeness speaks for working together.

    It rises from .30 to .45 and falls from .55 to .70: two that write nearly the same
    do the same work, which makes them peers (or rivals, or one listed twice), while
    partners have something to bring that the other lacks.

    Examples
    --------
    >>> related(np.array([0.2, 0.375, 0.5, 0.7])).round(1).tolist()
    [0.0, 0.5, 1.0, 0.3]
    """
    rise = np.clip((likeness - 0.30) / 0.15, 0, 1)
    fall = 1 - 0.7 * np.clip((likeness - 0.55) / 0.15, 0, 1)
    return np.asarray(rise * fall, dtype=float)
