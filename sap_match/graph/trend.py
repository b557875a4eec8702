"""How density went from date to date, with intervals, and for a fixed panel beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.errors import DataError
from sap_match.graph.change import GROWTH, in_records
from sap_match.graph.density import density
from sap_match.graph.intervals import Interval, Method, Seed, density_interval
from sap_match.graph.memberships import MAX_FORUM, When
from sap_match.graph.network import Network
from sap_match.graph.one_mode import CollaborationNetwork
from sap_match.graph.projections import counted

if TYPE_CHECKING:
    import pandas as pd

_WORDS = {
    "jackknife": "the jackknife over nodes (Lin, Lunde and Sarkar, 2020)",
    "bootstrap": "the bootstrap of nodes (Snijders and Borgatti, 1999)",
}


def trend(
    network: Network | Sequence[CollaborationNetwork],
    dates: Iterable[date] | None = None,
    *,
    when: When = "current",
    kinds: Collection[str] | None = None,
    max_forum: int | None = MAX_FORUM,
    method: Method = "jackknife",
    draws: int = 400,
    level: float = 0.95,
    rng: Seed = 0,
) -> pd.DataFrame:
    """Return density and mean degree at each date, with intervals, a row a date.

    Of a `Network`, who stands in any record up to a date makes up the network of that date,
    so that it grows as the records do. The panel are those who do so at every date: its
    density does not fall because others came. Its mean degree is its density times its
    number less one.

    Parameters
    ----------
    network : Network, or CollaborationNetworks
        The latter are waves of a survey or such, in order of time.
    dates : dates in order
        For a `Network`, none after its own. For waves, by default their ``as_of``.
    when, kinds, max_forum
        As of `Network.one_mode`, for a `Network` alone.
    method, draws, level, rng
        As of `density_interval`.

    Returns
    -------
    DataFrame, indexed by ``date``
        ``nodes, ties, density, density_low, density_high, mean_degree, mean_degree_low,
        mean_degree_high, panel_nodes, panel_ties, panel_density, panel_density_low,
        panel_density_high, undated`` (collaborations without a start that are counted, NaN for
        waves). ``attrs["note"]`` says what the intervals are.

    Raises
    ------
    DataError
        No dates, dates out of order or twice, a date after the network's; waves of which only
        some have direction, or without dates.

    Examples
    --------
    >>> from sap_match.model import Collaboration
    >>> jobs = [
    ...     Collaboration(id="x", kind="consortium", starts_on=date(2024, 1, 1)),
    ...     Collaboration(id="y", kind="partnership", starts_on=date(2026, 1, 1)),
    ... ]
    >>> members = {"x": "abc", "y": "cd"}
    >>> found = Network.from_collaborations("abcd", jobs, members, as_of=date(2026, 6, 1))
    >>> table = trend(found, [date(2025, 1, 1), date(2026, 1, 1)])
    >>> table[["nodes", "ties", "density", "panel_density"]].round(3).values.tolist()
    [[3.0, 3.0, 1.0, 1.0], [4.0, 4.0, 0.667, 1.0]]
    """
    import pandas as pd

    if isinstance(network, Network):
        on = _in_order(dates)
        parts = [network.at(day) for day in on]
        nets = [one.one_mode(when=when, kinds=kinds, max_forum=max_forum) for one in parts]
        nets = [in_records(net) for net in nets]
        undated = [
            float((one.undated & one.selected(when=when, kinds=kinds, max_forum=max_forum)).sum())
            for one in parts
        ]
    else:
        nets = _waves(network)
        on = _in_order([net.as_of for net in nets] if dates is None else dates)
        undated = [np.nan] * len(nets)
    if len(on) != len(nets):
        raise DataError(
            f"one date a wave: got {len(on)} dates for {len(nets)} waves", field="dates"
        )
    panel = set(nets[0].ids).intersection(*(net.ids for net in nets[1:]))
    settings: dict[str, Any] = {"method": method, "draws": draws, "level": level, "rng": rng}
    rows = [
        {**_of(net, settings), **_panel(net, panel, settings), "undated": count}
        for net, count in zip(nets, undated, strict=True)
    ]
    frame = pd.DataFrame(rows, index=pd.Index(on, name="date"))
    frame.attrs["note"] = _note(nets, method, level, len(panel), undated)
    return frame


def _of(net: CollaborationNetwork, settings: Mapping[str, Any]) -> dict[str, float]:
    others = len(net) - 1
    value, found = float(density(net)), density_interval(net, **settings)
    return {
        "nodes": len(net),
        "ties": net.size,
        **_three("density", value, found, 1),
        **_three("mean_degree", value, found, others),
    }


def _panel(
    net: CollaborationNetwork, panel: set[Any], settings: Mapping[str, Any]
) -> dict[str, float]:
    of = net.among(one for one in net.ids if one in panel)
    return {
        "panel_nodes": len(of),
        "panel_ties": of.size,
        **_three("panel_density", float(density(of)), density_interval(of, **settings), 1),
    }


def _three(name: str, value: float, found: Interval, times: float) -> dict[str, float]:
    return {
        name: value * times,
        f"{name}_low": found.low * times,
        f"{name}_high": found.high * times,
    }


def _in_order(dates: Iterable[Any] | None) -> list[date]:
    given = [] if dates is None else list(dates)
    on = [day.date() if isinstance(day, datetime) else day for day in given]
    if not on or any(not isinstance(day, date) for day in on):
        raise DataError("a trend needs dates, one for each row", field="dates", value=on or None)
    for one, other in pairwise(on):
        if one >= other:
            raise DataError(
                f"the dates are out of order: {one} stands before {other}", field="dates"
            )
    return on


def _waves(nets: Sequence[CollaborationNetwork]) -> list[CollaborationNetwork]:
    found = list(nets)
    if not found or any(not isinstance(net, CollaborationNetwork) for net in found):
        raise DataError("a trend is of a Network, or of CollaborationNetworks", field="network")
    if len({net.directed for net in found}) > 1:
        raise DataError("some waves have direction and others have not", field="directed")
    return found


def _note(
    nets: Sequence[CollaborationNetwork],
    method: str,
    level: float,
    panel: int,
    undated: Sequence[float],
) -> str:
    like = "as if the nodes were drawn from many like them"
    said = [
        f"{100 * level:g}% intervals by {_WORDS[method]}: {like}, and all records were complete",
        f"the panel are the {panel:,} listed or recorded at every date",
        GROWTH,
        f"boundary at the last date: {nets[-1].boundary or 'not said'}",
    ]
    if any(count > 0 for count in undated):
        most = counted(int(max(undated)), "collaboration")
        said.append(f"{most} without a start counted at every date that they had not ended by")
    return "; ".join(said)
