"""How dense is the partnership: every figure with definition, denominator and what is missing.

A tie here is being partners at the date: two organisations in one collaboration
that has not ended, other than funding or a forum above 25. An organisation that
no collaboration names is not without ties; nothing is recorded of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, get_args

import numpy as np

from sap_match.assess import analyst, chance, changed, group_figures, measures, report_html, reports
from sap_match.assess.confidential import FEWEST, fewest_of
from sap_match.assess.ground import WHOLE, Ground
from sap_match.assess.grouping import AreasOf, By, Groups, groups
from sap_match.assess.measures import COLUMNS, Measure, placed
from sap_match.assess.whole_figures import nothing, whole_measures
from sap_match.errors import DataError, near
from sap_match.graph.network import Network
from sap_match.model import Dataset
from sap_match.results import Results

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

_ALL: tuple[By, ...] = get_args(By)
_BY_KIND = "Who stands between is named where figures go by kind (--by kind)."


@dataclass(frozen=True)
class DensityReport(Results[Measure]):
    """The figures of a network, in the order of the questions that they answer.

    A sequence of `Measure` with ``to_records()``, ``to_frame()`` and a table for notebooks.

    Parameters
    ----------
    title : str
        The place and the date.
    about : tuple of str
        What all figures stand on, and what is missing: read it first.
    """

    title: str = ""
    about: tuple[str, ...] = ()

    @property
    def citation(self) -> str:
        """The line to cite the report as a whole by; each measure has one of its own."""
        return self.notes[0] if self.notes else ""

    def section(self, question: str) -> tuple[Measure, ...]:
        """Return the figures that answer a question, of which the beginning is enough.

        The questions are those of `measures.SECTIONS`, and what was asked besides; none of the
        figures may answer one.

        Raises
        ------
        DataError
            No section of this report, or more than one, begins so.
        """
        here = tuple(dict.fromkeys(row.section for row in self))
        asked = " ".join(str(question).split()).casefold()
        every = tuple(dict.fromkeys((*here, *measures.SECTIONS, measures.ANALYST)))
        found = (
            [one for one in every if one.casefold() == asked]
            or [one for one in here if asked and one.casefold().startswith(asked)]
            or [one for one in every if asked and one.casefold().startswith(asked)]
        )
        if len(found) != 1:
            raise DataError(
                f"{'no section begins' if not found else 'several sections begin'} so; the "
                f"sections of this report are: {'; '.join(here)}",
                field="section",
                value=question,
            )
        return tuple(row for row in self if row.section == found[0])

    def __repr__(self) -> str:
        known = sum(row.value is not None for row in self)
        return f"<DensityReport: {self.title}; {len(self)} figures, {known} of them known>"

    def _repr_html_(self) -> str:
        return report_html.page(self.rows, title=self.title, about=self.about, notes=self.notes)


def density_report(
    landscape: Landscape,
    *,
    by: By | Sequence[By] = "kind",
    tests: int = 0,
    rng: int = 0,
    fewest: int = FEWEST,
    allow_fewer_than_five: bool = False,
    full: bool = False,
    since: date | str | None = None,
) -> DensityReport:
    """Return every measure of a landscape's network, question by question.

    Parameters
    ----------
    landscape : Landscape
    by : {"kind", "area", "theme"} or several of them
        What groups are made of.
    tests : int
        How many networks are drawn to see what chance alone would give; 0 draws none. Say
        1,000 to look, 10,000 to publish.
    rng : int
        Seed of the draws; the same seed gives the same figures.
    fewest : int
        How many organisations a figure about confidential reports must stand on.
    allow_fewer_than_five : bool
        Without it ``fewest`` may be raised, never lowered below five.
    full : bool
        Whether a last section holds what an analyst may want besides: structural holes, core and
        periphery, communities, overlap of kinds of collaboration and more.
    since : date or text such as "2025-11-01", optional
        An earlier date; a section says what changed since.

    Raises
    ------
    DataError
        A grouping that there is not, draws below 0, ``fewest`` below five, or ``since`` not
        before the date of the landscape.
    """
    return network_report(
        landscape.dataset,
        landscape.network,
        by=by,
        areas_of=landscape.areas_of,
        tests=tests,
        rng=rng,
        fewest=fewest,
        allow_fewer_than_five=allow_fewer_than_five,
        full=full,
        since=since,
    )


def network_report(  # noqa: PLR0913 - one name a choice, as in `density_report`
    dataset: Dataset,
    network: Network,
    *,
    by: By | Sequence[By],
    areas_of: AreasOf,
    tests: int = 0,
    rng: int = 0,
    fewest: int = FEWEST,
    allow_fewer_than_five: bool = False,
    full: bool = False,
    since: date | str | None = None,
) -> DensityReport:
    """Return every measure of ``network``, whose organisations are those of ``dataset``.

    Examples
    --------
    >>> from datetime import date
    >>> from sap_match.model import Collaboration, CollaborationMember, Organisation
    >>> data = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [Organisation(id=i, name=i, kind="voluntary") for i in "abcd"],
    ...         "collaborations": [Collaboration(id="c", kind="partnership")],
    ...         "collaboration_members": [
    ...             CollaborationMember(collaboration_id="c", organisation_id=o) for o in "ab"
    ...         ],
    ...     },
    ... )
    >>> report = network_report(
    ...     data, Network.build(data, date(2026, 11, 1)), by="kind", areas_of=lambda _: ()
    ... )
    >>> density = next(m for m in report if m.name == "Density")
    >>> round(density.value, 3), density.denominator, density.low, density.high
    (0.167, 6.0, 0.0, 1.0)
    """
    wanted, draws = _wanted(by), _draws(tests)
    few = fewest_of(fewest, allow_fewer_than_five=allow_fewer_than_five)
    first = changed.since_of(since, network.as_of)
    names = tuple(dataset.organisation(one).name for one in network.ids)
    ground = Ground(network, names, f"{dataset.name} ({dataset.id})")
    asked = _ALL if dataset.relationships else wanted  # all of them decide what is held back
    made = {one: groups(dataset, one, as_of=network.as_of, areas_of=areas_of) for one in asked}
    rows, untested = _figures(ground, [made[one] for one in wanted], draws, rng)
    said = reports.reported(
        dataset.relationships,
        network.ids,
        tuple(made.values()),
        as_of=network.as_of,
        whole=WHOLE,
        show=wanted,
        fewest=few,
    )
    rows += placed(said, measures.REPORTED)
    if first is not None:
        rows += changed.changed(ground, first)
    if full and not ground.empty:
        rows += analyst.for_the_analyst(ground, [made[one] for one in wanted])
    notes = [f"Cite as: {ground.cited}"]
    notes += [f"By {one}: {made[one].note}." for one in wanted if made[one].note]
    notes += [
        f"By {one}: all organisations are in one group, {made[one].names[0]}; there is nothing "
        "to compare."
        for one in wanted
        if made[one].alone
    ]
    notes += [f"By {one}: no organisation has one." for one in wanted if not made[one].names]
    if "kind" not in wanted and not ground.empty:
        notes.append(_BY_KIND)
    notes += untested
    if ground.empty:
        notes.append(ground.nothing)
    return DensityReport(
        tuple(placed(rows, "", ground.source)),
        record=Measure.to_record,
        notes=tuple(notes),
        columns=COLUMNS,
        title=f"{dataset.name}, as of {network.as_of}",
        about=ground.about,
    )


def _figures(
    ground: Ground, groupings: Sequence[Groups], tests: int, rng: int
) -> tuple[list[Measure], list[str]]:
    """Return the figures of the ties in the order of the sections, and what was not tested."""
    if ground.empty:
        return placed([nothing(ground)], measures.DENSE), []
    rows = whole_measures(ground)
    for one in groupings:
        if one.names:
            rows += group_figures.group_measures(ground, one)
    dealt, untested = chance.against_chance(ground, groupings, draws=tests, rng=rng)
    place = {section: i for i, section in enumerate(measures.SECTIONS)}
    return sorted([*rows, *dealt], key=lambda row: place[row.section]), untested


def _wanted(by: By | Sequence[By]) -> tuple[By, ...]:
    wanted = (by,) if isinstance(by, str) else tuple(dict.fromkeys(by))
    for one in wanted:
        if one not in _ALL:
            close = near(str(one), _ALL, k=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise DataError(f"{one!r} is not one of {', '.join(_ALL)}{hint}", field="by")
    if not wanted:
        raise DataError(f"say by what figures are split: {', '.join(_ALL)}", field="by")
    return wanted


def _draws(tests: int) -> int:
    if isinstance(tests, bool) or not isinstance(tests, int | np.integer) or tests < 0:
        raise DataError(f"tests is how many networks are drawn, 0 or more; got {tests!r}")
    return int(tests)
