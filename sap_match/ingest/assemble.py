"""From what the readers hand on to one checked dataset.

Every format goes through here: cells are parsed, rows that are one record are joined,
ids and areas are resolved, places are found, and all that is wrong is collected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sap_match.ingest.areas import resolve_areas
from sap_match.ingest.cells import parse_day
from sap_match.ingest.drafts import Draft, build, drafts_of
from sap_match.ingest.facility_names import name_facilities
from sap_match.ingest.identity import join_links, merge_repeats, origins_of
from sap_match.ingest.links import numbers_of, plain_links
from sap_match.ingest.locate import Whereabouts, locate
from sap_match.ingest.place import Place
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Reading
from sap_match.ingest.references import resolve_references
from sap_match.ingest.verdicts import read_verdicts, tell_unknown
from sap_match.model import Dataset, Origin, Problem, SourceInfo


def assemble(readings: Sequence[Reading], place: Place) -> Dataset:
    """Make one dataset of what several readers gave.

    Parameters
    ----------
    readings : sequence of Reading
        In the order in which sources have their say: where two list one record, the
        earlier one's id and values stand.
    place : Place
        The partnership's own settings.

    Returns
    -------
    Dataset
        With every problem, source and link; good rows are used whatever the bad ones say.

    Examples
    --------
    >>> from sap_match.ingest.raw import RawRow, RawTable
    >>> rows = (
    ...     RawRow(1, {"id": "o1", "name": "Lunch Club", "kind": "voluntary"}),
    ...     RawRow(2, {"id": "o2", "kind": "voluntary"}),
    ... )
    >>> reading = Reading(
    ...     "groups.csv", "canonical", (RawTable("organisations", "groups.csv", rows),), rows_in=2
    ... )
    >>> dataset = assemble([reading], Place("demo"))
    >>> [o.name for o in dataset.organisations], [p.reason for p in dataset.problems]
    (['Lunch Club'], ['is empty, and organisations need it'])
    """
    problems = Problems()
    for reading in readings:
        problems.extend(reading.problems)
    drafts = merge_repeats(drafts_of(readings, problems, place.timezone), problems)
    claims = [claim for reading in readings for claim in reading.links]
    numbers = numbers_of(drafts)
    names = {rank: reading.source for rank, reading in enumerate(readings)}
    verdicts = read_verdicts(place.links, problems) if place.links else ()
    drafts, aliases, links = join_links(
        drafts,
        [*claims, *plain_links(drafts, claims, numbers)],
        numbers=numbers,
        verdicts=verdicts,
        problems=problems,
        names=names,
    )
    tell_unknown(verdicts, drafts, aliases, problems)
    drafts = name_facilities(drafts, aliases, problems)
    drafts = resolve_references(drafts, aliases, problems)
    find = Whereabouts(problems).find
    locate(drafts, problems, find)
    _tell_other_places(drafts, readings, problems)
    drafts = resolve_areas(drafts, problems, find)
    tables: dict[str, list[Any]] = defaultdict(list)
    origins: dict[str, tuple[Origin, ...]] = {}
    for draft in drafts:
        if len(readings) > 1 and draft.table in ("organisations", "services"):
            draft.values.setdefault("source", draft.source)
            origins[draft.key] = tuple(replace(o, source=names[o.rank]) for o in origins_of(draft))
        tables[draft.table].append(build(draft))
    found = problems.sorted()
    return Dataset.build(
        place.id,
        tables,
        name=place.name,
        as_of=place.as_of,
        timezone=place.timezone,
        licence=place.licence,
        aliases=dict(sorted(aliases.items())),
        problems=found,
        sources=_sources(readings, found),
        links=links,
        origins=dict(sorted(origins.items())),
        verdicts=verdicts,
    )


def _tell_other_places(
    drafts: Iterable[Draft], readings: Sequence[Reading], problems: Problems
) -> None:
    """Tell where two sources place one record under two postcodes.

    Not where the place must not be told, and not of the charity register: what stands
    there is where a trustee can be written to.
    """
    for draft in drafts:
        here = draft.values.get("postcode")
        if not here:
            continue
        formats = {readings[one.rank].format for one in origins_of(draft)}
        if "charity-commission" not in formats:
            for other in draft.elsewhere:
                problems.note(
                    other.source, draft.table, other.row, "postcode", other.postcode,
                    f"{draft.key} has another address elsewhere: {here}",
                    "find out which is right; the one elsewhere is used",
                )  # fmt: skip


def _sources(readings: Sequence[Reading], problems: Iterable[Problem]) -> tuple[SourceInfo, ...]:
    """Count rows in, used and bad: a row is bad where nothing that came of it was used.

    What is said of a whole source (row 0) is no row of it, unless nothing else came.
    """
    bad = {(p.source, p.table, p.row) for p in problems if p.level == "bad"}
    infos = []
    for reading in readings:
        used = {(p.source, p.row): False for p in _of_rows(reading)}
        for table in reading.tables:
            for row in table.rows:
                place = table.source, row.row
                good = (table.source, table.table, row.row) not in bad
                used[place] = used.get(place, False) or good
        rows = reading.rows_in or len(used)
        lost = min(sum(not good for good in used.values()), rows)
        infos.append(
            SourceInfo(
                reading.source,
                reading.format,
                rows,
                rows - lost,
                lost,
                reading.sha256,
                _day(reading.meta.get("updated_on")),
            )
        )
    return tuple(infos)


def _of_rows(reading: Reading) -> list[Problem]:
    bad = [p for p in reading.problems if p.level == "bad"]
    return [p for p in bad if p.row] if reading.rows_in else bad


def _day(text: str | None) -> date | None:
    return parse_day(text)[0] if text else None
