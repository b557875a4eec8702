"""What a figure is beside the figures that chance gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.graph.figure import Figure

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

_CLOSE = 1e-9  # draws this near the observed value count as equal to it


@dataclass(frozen=True, eq=False)
class ChanceTest:
    """A figure, the figures of the draws, and how often chance goes as far.

    Parameters
    ----------
    observed : Figure
    draws : float array
        Kept as drawn; those in which the measure is not defined are NaN and count for nothing.
    conditioned_on : str
        What the draws have in common with the network.
    seed : str
        What the draws began from.
    """

    observed: Figure
    draws: Floats
    conditioned_on: str
    seed: str = ""

    def __repr__(self) -> str:
        name = self.observed.name or "Figure"
        return f"<ChanceTest: {name} {self.observed:.3f}, chance {self.mean:.3f}, p = {self.p:.3f}>"

    @property
    def defined(self) -> Floats:
        """The draws in which the measure is defined."""
        return self.draws[np.isfinite(self.draws)]

    @property
    def mean(self) -> float:
        """Mean of the draws; NaN without any."""
        return float(self.defined.mean()) if len(self.defined) else nan

    @property
    def sd(self) -> float:
        """Standard deviation of the draws; NaN with fewer than two."""
        return float(self.defined.std(ddof=1)) if len(self.defined) > 1 else nan

    @property
    def z(self) -> float:
        """How many standard deviations the figure is from the mean; NaN where they do not vary."""
        return (float(self.observed) - self.mean) / self.sd if self.sd > _CLOSE else nan

    def quantiles(self, of: Sequence[float] = (0.025, 0.25, 0.5, 0.75, 0.975)) -> pd.Series[float]:
        """Return quantiles of the draws; NaN without any."""
        import pandas as pd

        values = np.quantile(self.defined, of) if len(self.defined) else np.full(len(of), nan)
        return pd.Series(values, index=pd.Index(list(of), name="quantile"), dtype=float)

    @property
    def p_low(self) -> float:
        """Chance of a figure as low: ``(b + 1) / (draws + 1)``, ``b`` draws as low or lower."""
        return self._p(self.defined <= float(self.observed) + _CLOSE)

    @property
    def p_high(self) -> float:
        """Chance of a figure as high, ``(b + 1) / (draws + 1)``."""
        return self._p(self.defined >= float(self.observed) - _CLOSE)

    @property
    def p(self) -> float:
        """Chance of a figure as far out either way: twice the smaller tail, at most 1."""
        return float(np.minimum(1.0, 2 * np.minimum(self.p_low, self.p_high)))

    def _p(self, far: NDArray[np.bool_]) -> float:
        if np.isnan(self.observed) or not len(far):
            return nan
        return float(far.sum() + 1) / (len(far) + 1)

    @property
    def note(self) -> str:
        """How many draws, from which seed, what they keep, and what the figure says of itself."""
        said = [f"{len(self.draws):,} draws{f' ({self.seed})' if self.seed else ''}"]
        said.append(f"conditioned on {self.conditioned_on}")
        lost = len(self.draws) - len(self.defined)
        if lost:
            said.append(f"not defined in {lost:,} draws, which are left out")
        return "; ".join([*said, *([self.observed.note] if self.observed.note else [])])

    @property
    def citation(self) -> str:
        """The line to copy: the figure's own, then chance and p."""
        chance = f"by chance {self.mean:.3f} (sd {self.sd:.3f}), p = {self.p:.3g} two-sided"
        how = f"{len(self.draws):,} draws, {self.seed}, conditioned on {self.conditioned_on}"
        return f"{self.observed.citation} Chance: {chance}; {how}."

    def to_frame(self) -> pd.DataFrame:
        """Return one row: ``observed, mean, sd, z, low, high, p, p_low, p_high, draws`` and note.

        ``low`` and ``high`` hold 95% of the draws.
        """
        import pandas as pd

        low, high = self.quantiles((0.025, 0.975))
        row = {
            "observed": float(self.observed),
            "mean": self.mean,
            "sd": self.sd,
            "z": self.z,
            "low": low,
            "high": high,
            "p": self.p,
            "p_low": self.p_low,
            "p_high": self.p_high,
            "draws": len(self.draws),
            "note": self.note,
        }
        return pd.DataFrame([row], index=pd.Index([self.observed.name], name="measure"))

    def _repr_html_(self) -> str:
        import html

        table: str = self.to_frame().drop(columns="note").to_html(float_format="{:.4g}".format)
        return f"{table}<p>{html.escape(self.note)}</p>"


@dataclass(frozen=True, eq=False)
class MixingTest:
    """Ties between groups beside those of the same groups dealt out anew.

    Parameters
    ----------
    groups : tuple of g str
    observed : array of shape (g, g)
        Ties; without direction within a group each once, and symmetric between.
    draws : array of shape (draws, g, g)
    directed : bool
    note : str
    """

    groups: tuple[str, ...]
    observed: Floats
    draws: Floats
    directed: bool
    note: str

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each two groups.

        ``group, other, ties, mean, sd, z, low, high, p, p_low, p_high, p_adjusted``: ``low`` and
        ``high`` hold 95% of the draws, ``p_adjusted`` allows for testing all cells at once (Holm,
        Scandinavian Journal of Statistics 6, 1979).
        """
        import pandas as pd

        g = len(self.groups)
        cells = [(a, b) for a in range(g) for b in range(0 if self.directed else a, g)]
        rows = []
        for a, b in cells:
            one = ChanceTest(Figure(self.observed[a, b]), self.draws[:, a, b], "", "")
            row: dict[str, Any] = {
                "group": self.groups[a],
                "other": self.groups[b],
                "ties": self.observed[a, b],
            }
            kept = one.to_frame().drop(columns=["observed", "draws", "note"])
            rows.append({**row, **dict(kept.iloc[0])})
        frame = pd.DataFrame(rows, columns=_MIXING)
        frame["p_adjusted"] = holm(frame["p"].to_numpy(dtype=float))
        frame.attrs["note"] = self.note
        return frame

    def _repr_html_(self) -> str:
        import html

        table: str = self.to_frame().to_html(index=False, float_format="{:.3g}".format)
        return f"{table}<p>{html.escape(self.note)}</p>"


_MIXING = ["group", "other", "ties", "mean", "sd", "z", "low", "high", "p", "p_low", "p_high"]


def holm(p: Floats) -> Floats:
    """Return p values that allow for all of them being looked at; NaN stays NaN.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, 0.03])).tolist()
    [0.03, 0.06, 0.06]
    """
    found = np.full(len(p), np.nan)
    seen = np.flatnonzero(np.isfinite(p))
    order = seen[np.argsort(p[seen], kind="stable")]
    times = np.arange(len(order), 0, -1)
    found[order] = np.minimum(1.0, np.maximum.accumulate(p[order] * times))
    return found


def checked(draws: int) -> int:
    """Return how many draws were asked for.

    Raises
    ------
    DataError
        None or fewer than none.
    """
    if isinstance(draws, bool) or not isinstance(draws, int | np.integer) or draws < 1:
        raise DataError(
            "a test needs 1 draw or more; 1,000 to look, 10,000 to publish",
            field="draws",
            value=draws,
        )
    return int(draws)


def seeded(rng: int | np.random.Generator) -> tuple[np.random.Generator, str]:
    """Return a generator, and what it began from in words."""
    if isinstance(rng, np.random.Generator):
        return rng, "a generator handed in"
    return np.random.default_rng(rng), f"seed {rng}"
