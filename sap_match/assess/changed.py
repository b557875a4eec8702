"""What changed since an earlier date: density beside what a growing list does to it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.assess import measures
from sap_match.assess.ground import WHOLE, Ground
from sap_match.assess.measures import Measure, placed, plain
from sap_match.errors import DataError
from sap_match.graph.change import Change, compare, in_records
from sap_match.graph.dates import as_date
from sap_match.graph.density import density, mean_degree
from sap_match.graph.figure import Figure
from sap_match.graph.intervals import difference_interval
from sap_match.graph.one_mode import CollaborationNetwork

if TYPE_CHECKING:
    import pandas as pd

_NAMED = 5
#: Below so much kept, change is not that of one network (Snijders, van de Bunt and Steglich, 2010).
_ONE_NETWORK = 0.2


def since_of(since: object, as_of: date) -> date | None:
    """Return the date to compare with.

    Raises
    ------
    DataError
        It is no date, or not before the date of the figures.
    """
    if since is None:
        return None
    day = as_date(since, "since")
    if day >= as_of:
        raise DataError(
            f"the figures are as of {as_of}: give an earlier date to compare them with, or a "
            f"later one to measure at (as_of)",
            field="since",
            value=day,
        )
    return day


def changed(ground: Ground, since: date) -> list[Measure]:
    """Return what changed from ``since`` to the date of the figures, in a section of its own."""
    before = ground.network.at(since).one_mode(name=ground.title)
    found = compare(before, ground.net)
    section = measures.CHANGED.format(since)
    if not found.present[0].any():
        said = f"no record had begun by {since}: nothing is known of who worked with whom"
        return placed([_unknown(ground, said)], section)
    if not len(found.keys):
        said = "no record makes two organisations partners at either date: nothing to compare"
        return placed([_unknown(ground, said)], section)
    return placed(
        [*_then_and_now(ground, found, since), *_ties(ground, found, since), *_who(ground, found)],
        section,
    )


def _unknown(ground: Ground, why: str) -> Measure:
    return Measure("Ties kept", WHOLE, None, None, None, ground.n, _KEPT, why)


_KEPT = "ties at both dates / ties at either"


def _then_and_now(ground: Ground, found: Change, since: date) -> list[Measure]:
    """Return the same figures at both dates: of all in the records, and of the panel."""
    on = (f"at {since}", f"at {ground.network.as_of}")
    recorded = [in_records(net) for net in (found.before, found.after)]
    panel = [found.of_panel.before, found.of_panel.after]
    rows = []
    for k, when in enumerate(on):
        rows.append(
            Measure.of(
                "In the records by then",
                when,
                Figure.ratio(
                    len(recorded[k]),
                    ground.n,
                    definition="organisations in any collaboration that had begun / all",
                ),
                n=ground.n,
            )
        )
    rows += [
        _pairs(net, when, "Density then and now", _DENSITY)
        for net, when in zip(recorded, on, strict=True)
    ]
    rows += [
        _each(net, when, "Partners each then and now", "mean number of partners of those in any")
        for net, when in zip(recorded, on, strict=True)
    ]
    rows += [
        _pairs(net, when, "Density of those present at both dates", _PANEL)
        for net, when in zip(panel, on, strict=True)
    ]
    return [*rows, _panel_change(panel)]


_DENSITY = (
    "partners / possible pairs of organisations in any collaboration that had begun; falls when "
    "more are recorded, whoever works with whom"
)
_PANEL = (
    "partners / possible pairs of those in the records by the first date: does not fall because "
    "others came"
)


def _pairs(net: CollaborationNetwork, when: str, name: str, definition: str) -> Measure:
    n = len(net)
    return Measure.of(
        name, when, Figure.ratio(net.size, n * (n - 1) / 2, definition=definition), n=n
    )


def _each(net: CollaborationNetwork, when: str, name: str, definition: str) -> Measure:
    figure = mean_degree(net)
    return Measure.told(figure, when, name=name, definition=definition, counted=False)


def _panel_change(panel: list[CollaborationNetwork]) -> Measure:
    """Return by how much the density of the panel changed, and how sure that is."""
    first, last = panel
    value = float(density(last)) - float(density(first))
    interval = difference_interval(first, last)
    note = []
    if value and density(first) > 0:
        note.append(f"{plain(float(f'{100 * abs(value) / density(first):.3g}'))}% of what it was")
    if not np.isnan(interval.low):
        way = "it fell" if interval.high < 0 else "it may be as it was"
        way = "it rose" if interval.low > 0 else way
        note.append(
            f"95% interval {plain(interval.low)} to {plain(interval.high)}, as if these were drawn "
            f"from many like them: {way}"
        )
    return Measure(
        "Change of density of those present at both dates",
        WHOLE,
        None if np.isnan(value) else value,
        None,
        None,
        len(first),
        "their density now less that at the first date",
        "; ".join(note),
    )


def _ties(ground: Ground, found: Change, since: date) -> list[Measure]:
    """Return how many ties were kept, are new, and ended; and what dates do not say."""
    network = ground.network
    old = network.at(since)
    undated = int((network.undated & network.selected(when="current")).sum())
    endless = old.selected(when="current") & np.isnat(old.ends)
    notes = []
    if undated:
        some = (
            "1 collaboration without a start counts"
            if undated == 1
            else (f"{undated:,} collaborations without a start count")
        )
        notes.append(f"{some} at both dates, which makes change look smaller")
    if found.stability < _ONE_NETWORK:
        notes.append("so little was kept that the two dates hardly show one network")
    running = int(old.selected(when="current").sum())
    ends = ""
    if running and endless.any():
        ends = (
            f"{int(endless.sum()):,} of {running:,} collaborations that ran at {since} have no "
            "end: they count as going on"
        )
    n = int((found.present[0] | found.present[1]).sum())

    def share(figure: Figure, name: str, definition: str, note: str) -> Measure:
        told = figure.replace(definition=definition, note="")
        return Measure.of(name, WHOLE, told, n=n, note=note)

    return [
        share(found.stability, "Ties kept", _KEPT, "; ".join(notes)),
        share(
            found.born_share,
            "New ties",
            "ties now that were not there at the first date / ties now",
            _newcomers(found),
        ),
        share(
            found.ended_share,
            "Ended ties",
            "ties of the first date that are there no more / ties of the first date",
            ends,
        ),
    ]


def _newcomers(found: Change) -> str:
    late = "what began lately may not be written down yet"
    born = found.born
    if not len(born):
        return late
    through, came = int(born["newcomer"].sum()), len(found.newcomers)
    some = "1 organisation" if came == 1 else f"{came:,} organisations"
    return (
        f"{through:,} of {len(born):,} with one that was in no record before ({some} came into the "
        f"records); {late}"
    )


def _who(ground: Ground, found: Change) -> list[Measure]:
    """Return who has more and who has fewer partners than at the first date."""
    stayed = found.nodes[found.nodes["status"] == "stayed"]
    more, less = stayed[stayed["change"] > 0], stayed[stayed["change"] < 0]
    fewer = less.iloc[np.lexsort((less.index.to_numpy(dtype=str), less["change"].to_numpy()))]
    return [
        *_named(ground, found, more, "More connected", "more partners than at the first date"),
        *_named(ground, found, fewer, "Less connected", "fewer partners than at the first date"),
    ]


def _named(
    ground: Ground, found: Change, frame: pd.DataFrame, name: str, definition: str
) -> list[Measure]:
    n = len(found.panel)
    of = "those in the records at both"
    words = f"how many {definition}; of {of} the most changed are named"
    total = Measure.of(
        f"{name} than before",
        WHOLE,
        Figure.ratio(len(frame), n, definition=f"organisations with {definition} / {of}"),
        n=n,
    )
    rows = [_one(ground, one, row, name, words) for one, row in frame.head(_NAMED).iterrows()]
    return [total, *rows]


def _one(ground: Ground, organisation_id: Any, row: Any, name: str, definition: str) -> Measure:
    then, now = int(row["before"]), int(row["after"])
    return Measure(
        name,
        ground.names[ground.net.position(organisation_id)],
        float(abs(row["change"])),
        None,
        None,
        None,
        definition,
        f"{then:,} then, {now:,} now",
    )
