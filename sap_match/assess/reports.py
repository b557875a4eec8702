"""What organisations report in confidence about their ties: only ever in sum.

No figure here stands on fewer than five who answered, nobody is named, and no difference of
figures that are shown (of groups, of groupings, of both) tells of fewer than five: see
`sap_match.assess.confidential`. Which groups are shown is decided over every grouping at
once, so that one report by kind and one by area together tell no more than one alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import isnan

import numpy as np
from numpy.typing import NDArray

from sap_match.assess.confidential import FEWEST, enough, released, showable
from sap_match.assess.grouping import Groups
from sap_match.assess.measures import Measure
from sap_match.graph import relationships as rel
from sap_match.graph.figure import Figure
from sap_match.graph.relationships import Reports
from sap_match.model import Relationship

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
_SCORES = ("trust", "value")
_ITEMS = {"trust": rel.TRUST_ITEMS, "value": rel.VALUE_ITEMS}
_LEVELS = (
    ("frequency", "How often", "reports that say so / reports that say how often"),
    ("kind", "How the tie is described", "reports that say so / reports that say what kind of tie"),
)


def reported(
    relationships: Sequence[Relationship],
    organisation_ids: Sequence[str],
    groupings: Sequence[Groups],
    *,
    as_of: date,
    whole: str,
    show: Collection[str] | None = None,
    fewest: int = FEWEST,
) -> list[Measure]:
    """Return what is reported of ties: response, trust, value, and how far two sides agree.

    Parameters
    ----------
    relationships : sequence of Relationship
        Reports after ``as_of`` are left out.
    organisation_ids : sequence of n str
        In the order of the rows of ``groupings``.
    groupings : sequence of Groups
        Every way of grouping that anybody may ask for: all of them decide what is held back.
    whole : str
        Name of the whole network.
    show : collection of str, optional
        By which of the groupings figures are told; all of them if left out.
    fewest : int
        How many organisations a figure must stand on.
    """
    reports = Reports.of(relationships, organisation_ids, as_of=as_of)
    if not len(reports):
        return []
    asked = {one.by for one in groupings} if show is None else set(show)
    told = _Told(reports, tuple(groupings), frozenset(asked), whole, fewest)
    return [
        *_response(told),
        *_centralisation(told),
        *_both_sides(told),
        *(row for field in _SCORES for row in _score(told, field)),
        *(row for field, name, words in _LEVELS for row in _levels(told, field, name, words)),
    ]


@dataclass(frozen=True)
class _Told:
    """Reports, the groups that they may be told by, and what keeps them confidential."""

    reports: Reports
    groupings: tuple[Groups, ...]
    asked: frozenset[str]
    whole: str
    fewest: int

    @property
    def hidden(self) -> str:
        return f"not shown: fewer than {self.fewest} organisations answered"

    @property
    def held_back(self) -> str:
        return (
            "not shown: it, or what is left without it, would tell of fewer than "
            f"{self.fewest} organisations"
        )

    @cached_property
    def note(self) -> str:
        answered = len(self.reports.answered)
        return (
            f"{answered:,} of {self.reports.n:,} organisations answered; nothing is known of the "
            "others' view"
        )

    @cached_property
    def counted(self) -> Bools:
        """Reports that count yet, shape (r,): a few who answered late wait for others."""
        return released(self.reports.days, self.reports.senders, self.fewest)

    def nothing(self, name: str, group: str, definition: str, note: str = "") -> Measure:
        return Measure(name, group, None, None, None, None, definition, note or self.hidden)


def _response(told: _Told) -> list[Measure]:
    reports, n = told.reports, told.reports.n
    answered = len(reports.answered)
    rows = [
        Measure.of(
            "Response",
            told.whole,
            Figure.ratio(answered, n, definition="organisations that reported / all"),
            n=n,
            note="reports are confidential: no pair and nobody is named",
        )
    ]
    did = np.zeros(n, dtype=bool)
    did[reports.answered] = True
    definition = "organisations of the group that reported / all of it"
    for groups, shown in _shown(told, np.ones(len(reports), dtype=bool), of="senders"):
        for g, group in enumerate(groups.names):
            member = groups.member[:, g]
            size, found = int(member.sum()), int((member & did).sum())
            name = f"Response, by {groups.by}"
            if found and not shown[g]:
                rows.append(told.nothing(name, group, definition, _why(told, found)))
                continue
            figure = Figure.ratio(found, size, definition=definition)
            rows.append(Measure.of(name, group, figure, n=size))
    return [*rows, _ties_each(told)]


def _why(told: _Told, answered: int) -> str:
    return told.hidden if answered < told.fewest else told.held_back


def _ties_each(told: _Told) -> Measure:
    name, definition = "Ties reported each", "ties reported / organisations that reported"
    counted = told.reports.only(told.counted)
    if not enough(counted.senders, told.fewest):
        return told.nothing(name, told.whole, definition)
    ties = len(np.unique(counted.senders * counted.n + counted.targets))
    answered = len(counted.answered)
    figure = Figure.ratio(ties, answered, definition=definition)
    return Measure.of(name, told.whole, figure, n=answered, note=told.note)


def _centralisation(told: _Told) -> list[Measure]:
    """Return how far reports point to one organisation, where at least five point to it."""
    name = "Reports point to one"
    definition = (
        "how far the most named organisation is named beyond all others, 0 (all alike) to 1 (all "
        "name one, and only that one)"
    )
    counted = told.reports.only(told.counted)
    value, most = rel.centralisation(counted)
    if not enough(counted.senders, told.fewest):
        return [told.nothing(name, told.whole, definition)]
    if most < told.fewest:
        note = f"not shown: no organisation is named by {told.fewest} others"
        return [told.nothing(name, told.whole, definition, note)]
    n = len(counted.answered)
    return [Measure(name, told.whole, value, None, None, n, definition, told.note)]


def _both_sides(told: _Told) -> list[Measure]:
    """Return how often a report is returned, and whether two sides agree that there is a tie."""
    returned = "reports that the other side made too / reports between those who answered"
    agree = (
        "how far two sides who answered say the same of there being a tie, 0 as by chance, 1 always"
    )
    names = (("Reports returned", returned), ("Two sides agree on a tie", agree))
    counted = told.reports.only(told.counted)
    inside = np.isin(counted.targets, counted.answered)
    between = counted.only(inside)
    key = between.senders * between.n + between.targets
    back = np.isin(between.targets * between.n + between.senders, key)
    few = [
        0 < len(np.unique(between.senders[part])) < told.fewest  # those who are, and are not
        for part in (back, ~back)
    ]
    if any(few) or not enough(between.senders, told.fewest):
        return [told.nothing(name, told.whole, words) for name, words in names]
    sides, n = rel.both_sides(counted), len(counted.answered)
    return [
        Measure.of(name, told.whole, Figure(value, definition=words), n=n, note=told.note)
        for (name, words), value in zip(names, (sides.returned, sides.kappa), strict=True)
    ]


def _score(told: _Told, field: str) -> list[Measure]:
    scores = getattr(told.reports, field)
    given = ~np.isnan(scores) & told.counted
    title = f"{field.capitalize()} reported"
    made = told.reports.composed[field][given]
    items = ", ".join(_ITEMS[field])
    if made.all() and len(made):
        what = f"mean over reports of the mean of {items}"
    elif made.any():
        what = f"mean of the reports' {field}: the mean of {items} where a report holds all three"
    else:
        what = f"mean of the reports' {field}, on the scale of the survey"
    rows = [_mean(told, scores, given, title, told.whole, what, told.note)]
    ends = (("senders", title), ("targets", f"{field.capitalize()} received"))
    for of, name in ends:
        for groups, shown in _shown(told, given, of=of):
            for g, group in enumerate(groups.names):
                mine = given & groups.member[getattr(told.reports, of), g]
                who = len(np.unique(told.reports.senders[mine]))
                if not who:
                    continue
                told_of = f"{name}, by {groups.by}"
                words = what if of == "senders" else f"{what}; by whom a report is about"
                if shown[g]:
                    note = f"{who} answered"
                    rows.append(_mean(told, scores, mine, told_of, group, words, note))
                else:
                    rows.append(told.nothing(told_of, group, words, _why(told, who)))
    return [*rows, *_apart(told, field, scores)]


def _mean(
    told: _Told, scores: Floats, mask: Bools, name: str, group: str, definition: str, note: str
) -> Measure:
    who = told.reports.senders[mask]
    if not enough(who, told.fewest):
        return told.nothing(name, group, definition)
    mean = float(np.sort(scores[mask]).mean())
    return Measure(name, group, mean, None, None, len(np.unique(who)), definition, note)


def _apart(told: _Told, field: str, scores: Floats) -> list[Measure]:
    """Return how far apart two sides' scores are, and their agreement beyond chance."""
    a, b, left, right = told.reports.only(told.counted).both_ways(scores[told.counted])
    names = (
        (
            f"Two sides apart on {field}",
            f"mean difference between the {field} that two sides report of each other",
        ),
        (
            f"Two sides agree on {field}",
            f"how far two sides' {field} agrees (weighted kappa), 0 as by chance, 1 always",
        ),
    )
    who = np.unique(np.concatenate([a, b]))
    both = np.concatenate([a, b])
    if not enough(both, told.fewest) or len(a) < told.fewest:
        note = f"not shown: fewer than {told.fewest} pairs of organisations reported on each other"
        return [told.nothing(name, told.whole, words, note) for name, words in names]
    pairs = f"{len(a)} {'pair' if len(a) == 1 else 'pairs'} of organisations that both answered"
    values = (rel.mean_difference(left, right), rel.weighted_kappa(left, right))
    return [
        Measure.of(
            name,
            told.whole,
            Figure(value, definition=words),
            n=len(who),
            note=f"{pairs}{'; all scores are alike' if isnan(value) else ''}",
        )
        for (name, words), value in zip(names, values, strict=True)
    ]


def _levels(told: _Told, field: str, name: str, definition: str) -> list[Measure]:
    """Return the share of reports at each level; those of a few are held back together."""
    level = getattr(told.reports, field)
    given = (level != "") & told.counted
    words = np.unique(level[given]).tolist()
    if not words:
        return []
    words = rel.often_first(words) if field == "frequency" else words
    by_size = sorted(words, key=lambda word: (-int((level[given] == word).sum()), word))
    sets = [given, *(given & (level == word) for word in by_size)]
    shown = showable(sets, told.reports.senders, told.fewest)
    if not shown[0]:
        return [told.nothing(name, told.whole, definition)]
    let = {word for word, yes in zip(by_size, shown[1:], strict=True) if yes}
    rows = []
    for word in (one for one in words if one in let):
        mine = given & (level == word)
        n = len(np.unique(told.reports.senders[mine]))
        share = Figure.ratio(int(mine.sum()), int(given.sum()), definition=definition)
        rows.append(Measure.of(name, word, share, n=n))
    rest = [word for word in words if word not in let]
    if rest:
        rows.append(told.nothing(name, ", ".join(rest), definition, told.held_back))
    return rows


def _shown(told: _Told, given: Bools, *, of: str) -> Iterator[tuple[Groups, list[bool]]]:
    """Yield each grouping that was asked for, with which of its groups may be shown."""
    reports = told.reports
    given = given & told.counted
    ends = [(groups, end) for groups in told.groupings for end in ("senders", "targets")]
    sets = [given]
    for groups, end in ends:
        at = getattr(reports, end)
        sets += [given & groups.member[at, g] for g in range(len(groups.names))]
    shown = iter(showable(sets, reports.senders, told.fewest)[1:])
    for groups, end in ends:
        mine = [next(shown) for _ in groups.names]
        if end == of and groups.by in told.asked:
            yield groups, mine
