"""What is known of a partnership at a date: what starts later does not exist yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sap_match.errors import DataError
from sap_match.model import Brief, Changes, Dataset


def resolve_as_of(
    dataset: Dataset, as_of: date | None = None, *, brief: Brief | None = None
) -> tuple[date, str]:
    """Return the as-of date and what it was taken from.

    The order is the caller's date, the brief's, the dataset's (partnership.toml),
    the latest date in the data. Nothing asks the clock.

    Raises
    ------
    DataError
        No date is given and the data holds none.

    Examples
    --------
    >>> resolve_as_of(Dataset.build("d", {}), date(2026, 11, 1))
    (datetime.date(2026, 11, 1), 'given')
    """
    candidates = (
        (as_of, "given"),
        (brief.as_of if brief else None, "the brief"),
        (dataset.as_of, "partnership.toml"),
        (dataset.latest_date, "the latest date in the data"),
    )
    for found, origin in candidates:
        if found is not None:
            return found, origin
    raise DataError("no record is dated, so say --as-of DATE", source=dataset.id)


def as_known_at(dataset: Dataset, as_of: date) -> tuple[Dataset, tuple[str, ...]]:
    """Return the dataset without what starts after ``as_of``, and what that leaves unsure.

    Collaborations and relationship reports that begin later are left out. Undated
    collaborations and records updated later are kept, and counted in the notes as
    *not known at that date*.
    """
    later = tuple(c.id for c in dataset.collaborations if c.starts_on and c.starts_on > as_of)
    undated = sum(1 for c in dataset.collaborations if c.starts_on is None)
    updated = sum(1 for o in dataset.organisations if o.updated_on and o.updated_on > as_of)
    reports = tuple(r for r in dataset.relationships if not r.reported_on or r.reported_on <= as_of)
    unborn = _not_registered_yet(dataset, as_of)
    notes = []
    if unborn:
        notes.append(f"{len(unborn)} organisations were registered after {as_of} and are left out")
    if later:
        notes.append(f"{len(later)} collaborations start after {as_of} and are left out")
    if undated:
        notes.append(f"{undated} collaborations without a date are used: not known at that date")
    if updated:
        notes.append(f"{updated} organisations were updated after {as_of}: not known at that date")
    known = dataset
    if later or unborn:
        removals = {"collaborations": later, "organisations": unborn}
        known = known.updated(Changes(removals=removals))
    if len(reports) < len(dataset.relationships):
        known = replace(known, relationships=reports)
    return known.with_as_of(as_of), tuple(notes)


def _not_registered_yet(dataset: Dataset, as_of: date) -> tuple[str, ...]:
    """Organisations on a register only later, and in no collaboration before."""
    found = []
    for organisation in dataset.organisations:
        told = organisation.extra.get("registered_on")
        registered = _iso_date(told) if told else None
        if (
            registered is not None
            and registered > as_of
            and not any(
                c.starts_on and c.starts_on <= as_of
                for c in dataset.collaborations_of(organisation.id)
            )
        ):
            found.append(organisation.id)
    return tuple(found)


def _iso_date(cell: str) -> date | None:
    """Return the date that a foreign cell begins with, or None where it is written otherwise."""
    try:
        return date.fromisoformat(cell.strip()[:10])
    except ValueError:
        return None
