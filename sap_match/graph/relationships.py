"""What organisations report of their ties: composed, and the two sides set side by side.

Reports are confidential. The functions here work on whole arrays and know nothing of who
may see a figure; what is shown to people goes through ``assess.reports``, which lets out
nothing that stands on fewer than five organisations. `reported.reported_network`
makes a network of them that knows itself to be confidential.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from math import isfinite, nan
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sap_match.model import Relationship

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: What trust and value are the mean of in PARTNER, and the columns they may be called by.
TRUST_ITEMS: Mapping[str, tuple[str, ...]] = {
    "reliability": ("reliability", "reliable"),
    "shared mission": ("shared_mission", "mission", "in_support_of_mission"),
    "openness to discussion": ("openness_to_discussion", "openness", "open_to_discussion"),
}
VALUE_ITEMS: Mapping[str, tuple[str, ...]] = {
    "power and influence": ("power_and_influence", "power_influence", "power", "influence"),
    "level of involvement": ("level_of_involvement", "involvement", "time_commitment"),
    "resource contribution": ("resource_contribution", "resources", "resources_contributed"),
}
#: Words for how often, the most often first; others follow in the order of the alphabet.
OFTEN = ("daily", "weekly", "fortnightly", "monthly", "quarterly", "yearly", "annually", "never")


def composed(
    extra: Mapping[str, str], items: Mapping[str, Sequence[str]], given: float | None
) -> tuple[float, bool]:
    """Return a score as PARTNER composes it, and whether it is composed.

    The mean of the three items where a report holds all of them, else what was ``given``
    (NaN where nothing was). A part of three is not averaged: it would stand beside the means
    of others as if it were one (Visible Network Labs, PARTNER CPRM, trust and value scores).

    Parameters
    ----------
    extra : mapping from column to text
        Foreign columns of a report, as its record keeps them.
    items : mapping from an item to the columns that it may stand in

    Examples
    --------
    >>> composed({"Reliability": "4", "mission": "3", "openness": "2"}, TRUST_ITEMS, 1.0)
    (3.0, True)
    >>> composed({"reliability": "4"}, TRUST_ITEMS, 2.0)
    (2.0, False)
    """
    cells = {name.casefold().strip().replace(" ", "_").replace("-", "_"): v for name, v in
             extra.items()}  # fmt: skip
    found = [_first(cells, columns) for columns in items.values()]
    told = [one for one in found if one is not None]
    if len(told) == len(items):
        return float(np.mean(told)), True
    return (nan if given is None else float(given)), False


def _first(cells: Mapping[str, str], columns: Sequence[str]) -> float | None:
    for column in columns:
        try:
            number = float(str(cells.get(column, "")).strip())
        except ValueError:
            continue
        if isfinite(number) and number >= 0:
            return number
    return None


@dataclass(frozen=True, eq=False)
class Reports:
    """Reports as arrays: who says what of whom. Confidential; never shown as they are.

    Parameters
    ----------
    n : int
        Number of organisations.
    senders, targets : int arrays of shape (r,)
        Places of who reports, and of whom, in id order.
    trust, value : float arrays of shape (r,)
        NaN where not told.
    frequency, kind : str arrays of shape (r,)
        Empty where not told.
    days : datetime64[D] array of shape (r,)
        NaT where not told.
    composed : mapping from "trust" and "value" to a bool array of shape (r,)
        Whether a report's score is the mean of its items, or as it was given.
    """

    n: int
    senders: Ints
    targets: Ints
    trust: Floats
    value: Floats
    frequency: NDArray[np.str_]
    kind: NDArray[np.str_]
    days: NDArray[np.datetime64]
    composed: Mapping[str, Bools]

    @classmethod
    def of(
        cls, relationships: Iterable[Relationship], ids: Sequence[str], *, as_of: date | None = None
    ) -> Self:
        """Return the reports made by ``as_of``, the latest of each kind on each tie.

        Reports of an organisation on itself, or on one that is not in ``ids``, are left out.

        Examples
        --------
        >>> said = [Relationship(from_id="a", to_id="b", trust=t) for t in (2, 3)]
        >>> Reports.of(said, ["a", "b"]).trust.tolist()
        [3.0]
        """
        place = {one: i for i, one in enumerate(ids)}
        latest: dict[tuple[str, str, str], Relationship] = {}
        for r in sorted(relationships, key=_order):
            known = as_of is None or r.reported_on is None or r.reported_on <= as_of
            if known and r.from_id != r.to_id and r.from_id in place and r.to_id in place:
                latest[r.from_id, r.to_id, r.kind or ""] = r
        rows = [latest[key] for key in sorted(latest)]
        trust = [composed(r.extra, TRUST_ITEMS, r.trust) for r in rows]
        value = [composed(r.extra, VALUE_ITEMS, r.value) for r in rows]
        return cls(
            n=len(place),
            senders=np.array([place[r.from_id] for r in rows], dtype=np.int64),
            targets=np.array([place[r.to_id] for r in rows], dtype=np.int64),
            trust=np.array([score for score, _ in trust], dtype=float),
            value=np.array([score for score, _ in value], dtype=float),
            frequency=np.array([_word(r.frequency) for r in rows], dtype=np.str_),
            kind=np.array([_word(r.kind) for r in rows], dtype=np.str_),
            days=np.array([r.reported_on for r in rows], dtype="datetime64[D]"),
            composed={
                "trust": np.array([made for _, made in trust], dtype=bool),
                "value": np.array([made for _, made in value], dtype=bool),
            },
        )

    def __len__(self) -> int:
        return len(self.senders)

    def __repr__(self) -> str:
        return f"<Reports: {len(self)} by {len(self.answered)} of {self.n} organisations>"

    def only(self, mask: Bools) -> Reports:
        """Return the reports under a mask of shape (r,)."""
        return replace(
            self,
            senders=self.senders[mask],
            targets=self.targets[mask],
            trust=self.trust[mask],
            value=self.value[mask],
            frequency=self.frequency[mask],
            kind=self.kind[mask],
            days=self.days[mask],
            composed={name: made[mask] for name, made in self.composed.items()},
        )

    @cached_property
    def answered(self) -> Ints:
        """Places of those who made a report, ascending."""
        return np.unique(self.senders)

    def both_ways(self, scores: Floats) -> tuple[Ints, Ints, Floats, Floats]:
        """Return pairs who both gave a score: left, right, left's score, right's score.

        ``left < right``, each pair once; several reports on one tie are averaged first.
        """
        told = ~np.isnan(scores)
        key = self.senders[told] * self.n + self.targets[told]
        ties, at = np.unique(key, return_inverse=True)
        mean = np.bincount(at, weights=scores[told]) / np.maximum(np.bincount(at), 1)
        a, b = np.divmod(ties, max(self.n, 1))
        back = np.searchsorted(ties, b * self.n + a)
        returned = np.zeros(len(ties), dtype=bool)
        inside = back < len(ties)
        returned[inside] = ties[back[inside]] == (b * self.n + a)[inside]
        once = returned & (a < b)
        return a[once], b[once], mean[once], mean[back[once]]


def _order(r: Relationship) -> tuple[bool, date, str, str]:
    """Undated first, then by date; what one row says decides between rows of a day."""
    return r.reported_on is not None, r.reported_on or date.min, r.model_dump_json(), r.to_id


def _word(text: str | None) -> str:
    return (text or "").strip().casefold().replace("_", " ")


@dataclass(frozen=True)
class BothSides:
    """Pairs of which both sides answered: in how many both, one, or none reports a tie.

    Examples
    --------
    >>> BothSides(both=2, one=2, none=2).returned
    0.6666666666666666
    """

    both: int
    one: int
    none: int

    @property
    def returned(self) -> float:
        """Reports that the other side made too, of reports between those who answered.

        ``2 both / (2 both + one)``, the edgewise reciprocity of the reported ties; NaN without
        a report between them.
        """
        told = 2 * self.both + self.one
        return 2 * self.both / told if told else nan

    @property
    def kappa(self) -> float:
        """Agreement on whether there is a tie, beyond chance, -1 to 1; NaN if all say alike.

        ``(p - e) / (1 - e)``: ``p`` the share of pairs in which both say the same, ``e = d^2 +
        (1 - d)^2`` with ``d`` the density of the reports. The two sides of a pair have no
        order, so they share one margin (Scott, Public Opinion Quarterly 19, 1955).
        """
        pairs = self.both + self.one + self.none
        d = (2 * self.both + self.one) / (2 * pairs) if pairs else 0.0
        chance = d**2 + (1 - d) ** 2
        return ((self.both + self.none) / pairs - chance) / (1 - chance) if 0 < d < 1 else nan


def both_sides(reports: Reports) -> BothSides:
    """Count the pairs of those who answered by how many sides report a tie.

    Examples
    --------
    >>> said = [Relationship(from_id=a, to_id=b) for a, b in ("ab", "ba", "bc", "ca")]
    >>> both_sides(Reports.of(said, "abcd"))
    BothSides(both=1, one=2, none=0)
    """
    between = np.isin(reports.targets, reports.answered)
    key = np.unique(reports.senders[between] * reports.n + reports.targets[between])
    a, b = np.divmod(key, max(reports.n, 1))
    both = int(np.isin(b * reports.n + a, key).sum()) // 2
    answered = len(reports.answered)
    one = len(key) - 2 * both
    return BothSides(both, one, answered * (answered - 1) // 2 - both - one)


def mean_difference(left: Floats, right: Floats) -> float:
    """Return how far apart the two sides' scores are on average; NaN without pairs.

    Examples
    --------
    >>> mean_difference(np.array([5.0, 3.0]), np.array([4.0, 3.0]))
    0.5
    """
    return float(np.abs(left - right).mean()) if len(left) else nan


def weighted_kappa(left: Floats, right: Floats) -> float:
    """Return the agreement of two sides' scores beyond chance, at most 1.

    ``1 - mean |left - right| / mean |u - v|``, the second over all ``u`` and ``v`` of both
    sides together: linear weights (Cohen, Psychological Bulletin 70, 1968) on one margin, as
    the sides of a pair have no order. NaN without pairs, or where all scores are alike.

    Examples
    --------
    >>> weighted_kappa(np.array([1.0, 2.0]), np.array([1.0, 2.0]))
    1.0
    """
    levels, counts = np.unique(np.concatenate([left, right]), return_counts=True)
    share = counts / max(counts.sum(), 1)
    below = np.cumsum(share)[:-1]
    by_chance = 2 * float((np.diff(levels) * below * (1 - below)).sum())  # mean |u - v|
    return 1 - mean_difference(left, right) / by_chance if by_chance > 0 else nan


def correlation(left: Floats, right: Floats) -> float:
    """Return how the two sides' scores go together, -1 to 1, each pair entered both ways.

    Pearson's correlation of (left, right) and (right, left) together, as which side is the
    left means nothing (Fisher's intraclass correlation). NaN where all scores are alike.

    Examples
    --------
    >>> correlation(np.array([1.0, 2.0]), np.array([2.0, 1.0]))
    -1.0
    """
    x, y = np.concatenate([left, right]), np.concatenate([right, left])
    if not len(x) or np.ptp(x) == 0:
        return nan
    centred = x - x.mean()
    return float((centred * (y - x.mean())).sum() / (centred**2).sum())


def centralisation(reports: Reports) -> tuple[float, int]:
    """Return how far reports point to one organisation, 0 to 1, and how many name that one.

    ``sum over i of (most - named_i) / ((n - 1) most possible)``, with ``named_i`` how many
    organisations name ``i`` and at most all who answered (all others, if everybody did) naming
    one (Freeman, Social Networks 1, 1979, on the ties that were reported). NaN without a
    report.

    Examples
    --------
    >>> said = [Relationship(from_id=one, to_id="a") for one in "bcd"]
    >>> centralisation(Reports.of(said, "abcd"))
    (1.0, 3)
    """
    key = np.unique(reports.senders * reports.n + reports.targets)
    if not len(key):
        return nan, 0
    named = np.bincount(key % reports.n, minlength=reports.n)
    answered, n = len(reports.answered), reports.n
    possible = answered if answered < n else n - 1
    return float((named.max() - named).sum() / ((n - 1) * possible)), int(named.max())


def often_first(words: Iterable[str]) -> list[str]:
    """Return words for how often, the most often first, others after them by the alphabet.

    Examples
    --------
    >>> often_first(["yearly", "now and then", "weekly"])
    ['weekly', 'yearly', 'now and then']
    """
    place = {word: i for i, word in enumerate(OFTEN)}
    return sorted(words, key=lambda word: (place.get(word, len(OFTEN)), word))
