"""Whether what is seen is more than chance: figures beside those of groups dealt out anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sap_match.assess import measures
from sap_match.assess.ground import WHOLE, Ground
from sap_match.assess.grouping import Groups
from sap_match.assess.measures import Measure, placed, plain

#: Of so many groups each two are tested; of more the index alone is.
_EACH_UP_TO = 6


def against_chance(
    ground: Ground, groupings: Sequence[Groups], *, draws: int, rng: int
) -> tuple[list[Measure], list[str]]:
    """Return what ``draws`` deals give, and what is to be said of what was not tested.

    The ties stay and groups are dealt out anew among those of whom anything is recorded. Only
    where nobody is in two groups: else there is nothing to deal. That partners of one are
    partners is not tested: collaborations of three make it so whatever people do.
    """
    rows: list[Measure] = []
    notes: list[str] = []
    for groups in groupings if draws else ():
        if not groups.apart:
            notes.append(f"By {groups.by}: not tested against chance, as many are in several.")
        elif len(groups.names) > 1:
            rows += placed(_dealt(ground, groups, draws, rng), measures.CHANCE)
    return rows, notes


def _dealt(ground: Ground, groups: Groups, draws: int, rng: int) -> list[Measure]:
    from sap_match.graph.ei import ei_index
    from sap_match.graph.significance import label_test, mixing_test

    inside = [one for one, seen in zip(ground.network.ids, ground.recorded, strict=True) if seen]
    net = ground.net.with_groups(groups.labels()).among(inside)
    test = label_test(net, measure=ei_index, draws=draws, rng=rng)
    low, high = (float(one) for one in test.quantiles((0.025, 0.975)))
    how = f"{draws:,} draws, seed {rng}"
    rows = [
        Measure(
            name=f"Chance of such an E-I index, {groups.by}s",
            group=WHOLE,
            value=_known(test.p),
            numerator=None,
            denominator=None,
            n=len(net),
            definition="share of draws in which the index is as far from what chance gives, either "
            f"way, when {groups.by}s are dealt out anew among the same ties (p)",
            note=f"{plain(float(test.observed))}; 95% of draws from {plain(low)} to {plain(high)}"
            f"; {how}"
            if test.p == test.p
            else f"no ties between organisations of a known {groups.by}",
        )
    ]
    if len(groups.names) <= _EACH_UP_TO:
        rows += _each_two(mixing_test(net, draws=draws, rng=rng).to_frame(), groups, len(net))
    return rows


def _each_two(frame: Any, groups: Groups, n: int) -> list[Measure]:
    """Return for each two groups the chance of so many ties, allowing for all being looked at."""
    rows = []
    for one in frame.to_dict("records"):
        a, b = one["group"], one["other"]
        told = f"{plain(one['ties'])} ties; by chance {plain(one['low'])} to {plain(one['high'])}"
        rows.append(
            Measure(
                name=f"Chance of so many ties, {groups.by}s",
                group=f"within {a}" if a == b else f"{a} and {b}",
                value=_known(one["p_adjusted"]),
                numerator=None,
                denominator=None,
                n=n,
                definition="share of draws with as many or as few, whichever is rarer, both ways "
                "counted and all cells allowed for (Holm); below 0.05 is seldom chance",
                note=told,
            )
        )
    return rows


def _known(value: float) -> float | None:
    return float(value) if value == value else None  # noqa: PLR0124 - not-a-number
