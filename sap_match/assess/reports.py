"""What organisations report in confidence about their ties: only ever in sum.

No figure here stands on fewer than five who answered, nobody is named, and no
figure about a group can be taken from the whole to leave fewer than five.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from sap_match.assess.grouping import Groups
from sap_match.assess.measures import Measure
from sap_match.graph.figure import Figure
from sap_match.model import Relationship

FEWEST = 5
_NOT_SHOWN = f"not shown: fewer than {FEWEST} organisations answered"
_WHAT = (
    ("trust", "Trust reported", "mean of the reports' trust, on the scale of the survey"),
    ("value", "Value reported", "mean of the reports' value, on the scale of the survey"),
)


def reported(
    relationships: Sequence[Relationship],
    organisation_ids: Sequence[str],
    groups: Groups | None,
    *,
    as_of: date,
    whole: str,
) -> list[Measure]:
    """Return what is reported of ties: response, returned reports, mean trust and value.

    Groups are shown only where they are apart, each has none or at least five who
    answered, and so has what is left over.

    Parameters
    ----------
    relationships : sequence of Relationship
        Reports after ``as_of`` are left out.
    organisation_ids : sequence of n str
        In the order of the rows of ``groups``.
    whole : str
        Name of the whole network.
    """
    known = [r for r in relationships if r.reported_on is None or r.reported_on <= as_of]
    if not known:
        return []
    place = {one: i for i, one in enumerate(organisation_ids)}
    n, answered = len(place), {r.from_id for r in known}
    note = f"{len(answered)} of {n} organisations answered; nothing is known of the others' view"
    rows = [
        Measure.of(
            "Response",
            whole,
            Figure.ratio(len(answered), n, definition="organisations that reported / all"),
            n=n,
            note="reports are confidential: no pair and nobody is named",
        ),
        _returned(known, whole, len(answered), note),
    ]
    for field, name, definition in _WHAT:
        rows.append(_mean(known, field, name, whole, definition, note))
        if groups is not None:
            rows.extend(_by_group(known, field, name, definition, groups, place))
    return rows


def _mean(
    reports: Sequence[Relationship], field: str, name: str, group: str, definition: str, note: str
) -> Measure:
    told = [r for r in reports if getattr(r, field) is not None]
    who = {r.from_id for r in told}
    if len(who) < FEWEST:
        return Measure(name, group, None, None, None, None, definition, _NOT_SHOWN)
    mean = float(np.mean(sorted(getattr(r, field) for r in told)))
    return Measure(name, group, mean, None, None, len(who), definition, note)


def _returned(reports: Sequence[Relationship], whole: str, answered: int, note: str) -> Measure:
    """Share of reports about those who answered that the other side returned."""
    name = "Reports returned"
    definition = "reports that the other side made too / reports between those who answered"
    who = {r.from_id for r in reports}
    pairs = {(r.from_id, r.to_id) for r in reports if r.to_id in who and r.to_id != r.from_id}
    if answered < FEWEST or len({a for a, _ in pairs}) < FEWEST:
        return Measure(name, whole, None, None, None, None, definition, _NOT_SHOWN)
    back = sum((b, a) in pairs for a, b in pairs)
    figure = Figure(back / len(pairs), definition=definition)
    return Measure.of(name, whole, figure, n=answered, note=note)


def _by_group(
    reports: Sequence[Relationship],
    field: str,
    name: str,
    definition: str,
    groups: Groups,
    place: dict[str, int],
) -> list[Measure]:
    if not groups.apart:
        return []
    told = [r for r in reports if getattr(r, field) is not None and r.from_id in place]
    label = groups.labels()
    found = {group: [r for r in told if label[place[r.from_id]] == group] for group in groups.names}
    answered = {group: len({r.from_id for r in rows}) for group, rows in found.items()}
    shown = {group for group, count in answered.items() if count >= FEWEST}
    left = len({r.from_id for r in told}) - sum(answered[group] for group in shown)
    if 0 < left < FEWEST:
        shown = set()  # else the whole less the groups shown would tell of the few
    title = f"{name}, by {groups.by}"
    return [
        _mean(found[group], field, title, group, definition, f"{answered[group]} answered")
        if group in shown
        else Measure(title, group, None, None, None, None, definition, _NOT_SHOWN)
        for group in groups.names
        if answered[group]
    ]
