"""A partnership's records as one whole: look-ups, references, changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal, cast

from sap_match.errors import DataError, UnknownIdError
from sap_match.model import records as r
from sap_match.model.links import Link, LinkVerdict, Origin
from sap_match.model.memberships import Memberships, memberships, moved
from sap_match.model.references import (
    BrokenReference,
    Keyed,
    broken,
    in_order,
    keyed,
    prune,
    refuse_broken,
    unique,
    without,
)
from sap_match.model.tables import REFERENCES, TABLES, key_of, keys_of


@dataclass(frozen=True, order=True)
class Problem:
    """One line of the problems table: what could not be used, where, why, what to do.

    ``level`` is ``bad`` (the row was left out), ``note`` (the row stays, the cell is
    unknown) or ``info`` (worth knowing, nothing lost). Only ``bad`` counts towards
    stopping.
    """

    source: str
    table: str
    row: int
    field: str
    value: str
    level: Literal["bad", "note", "info"]
    reason: str
    fix: str = ""


@dataclass(frozen=True)
class SourceInfo:
    """What one source gave: rows read, rows used, rows bad, and when it was last updated."""

    source: str
    format: str
    rows: int
    used: int
    bad: int
    sha256: str = ""
    updated_on: date | None = None


@dataclass(frozen=True)
class Changes:
    """Records to add or replace (by key) and keys to remove, a table each.

    Removing an organisation removes what refers to it by a required field.
    """

    upserts: Mapping[str, tuple[r.Record, ...]] = field(default_factory=dict)
    removals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Dataset:
    """All records of one partnership, checked and frozen.

    Tables are tuples ordered by key, so that the order of rows in a file never
    matters. Build one with `Dataset.build`, or read one with
    `sap_match.ingest.read_dataset`.

    Raises
    ------
    DataError
        From `build`: a key occurs twice or a required reference cannot be resolved.

    Examples
    --------
    >>> from sap_match.model import Dataset, Organisation, Service
    >>> d = Dataset.build(
    ...     "demo",
    ...     {
    ...         "organisations": [Organisation(id="o1", name="Lunch Club", kind="voluntary")],
    ...         "services": [Service(id="s1", organisation_id="o1", name="Lunch")],
    ...     },
    ... )
    >>> d.organisation("o1").name, [s.id for s in d.services_of("o1")]
    ('Lunch Club', ['s1'])
    """

    id: str
    name: str = ""
    as_of: date | None = None
    timezone: str = "Europe/London"
    licence: str = ""
    organisations: tuple[r.Organisation, ...] = ()
    areas: tuple[r.Area, ...] = ()
    services: tuple[r.Service, ...] = ()
    facilities: tuple[r.Facility, ...] = ()
    facility_requests: tuple[r.FacilityRequest, ...] = ()
    bookings: tuple[r.Booking, ...] = ()
    offers: tuple[r.Offer, ...] = ()
    needs: tuple[r.Need, ...] = ()
    agreements: tuple[r.Agreement, ...] = ()
    exclusions: tuple[r.Exclusion, ...] = ()
    collaborations: tuple[r.Collaboration, ...] = ()
    collaboration_members: tuple[r.CollaborationMember, ...] = ()
    relationships: tuple[r.Relationship, ...] = ()
    briefs: tuple[r.Brief, ...] = ()
    decisions: tuple[r.Decision, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    sources: tuple[SourceInfo, ...] = ()
    links: tuple[Link, ...] = ()
    origins: Mapping[str, tuple[Origin, ...]] = field(default_factory=dict)
    verdicts: tuple[LinkVerdict, ...] = ()

    @classmethod
    def build(  # noqa: PLR0913 - one argument a field of the dataset
        cls,
        id: str,  # noqa: A002 - the records' own word
        tables: Mapping[str, Iterable[r.Record]],
        *,
        name: str = "",
        as_of: date | None = None,
        timezone: str = "Europe/London",
        licence: str = "",
        aliases: Mapping[str, str] | None = None,
        problems: Iterable[Problem] = (),
        sources: Iterable[SourceInfo] = (),
        links: Iterable[Link] = (),
        origins: Mapping[str, tuple[Origin, ...]] | None = None,
        verdicts: Iterable[LinkVerdict] = (),
    ) -> Dataset:
        """Check and freeze ``tables`` (table name to records)."""
        unknown = sorted(set(tables) - set(TABLES))
        if unknown:
            raise DataError(
                f"no table is called {unknown[0]!r}; the tables are {', '.join(TABLES)}"
            )
        checked = {table: unique(table, tables.get(table, ())) for table in TABLES}
        dataset = cls(
            id=id,
            name=name or id,
            as_of=as_of,
            timezone=timezone,
            licence=licence,
            aliases=dict(aliases or {}),
            problems=tuple(problems),
            sources=tuple(sources),
            links=tuple(links),
            origins=dict(origins or {}),
            verdicts=tuple(verdicts),
            **{table: tuple(rows.values()) for table, rows in checked.items()},  # type: ignore[arg-type]  # the tables are fields of their own types
        )
        dataset.__dict__["_by_id"] = checked
        dataset._refuse_broken(checked, checked, ())
        return dataset

    @property
    def tables(self) -> dict[str, tuple[r.Record, ...]]:
        """Every table by its name, empty ones too."""
        return {table: cast("tuple[r.Record, ...]", getattr(self, table)) for table in TABLES}

    # -- look-ups ---------------------------------------------------------------------

    @cached_property
    def _by_id(self) -> dict[str, dict[str, r.Record]]:
        return {
            table: dict(zip(keys_of(table, rows), rows, strict=True))
            for table, rows in self.tables.items()
        }

    def resolve(self, record_id: str) -> str:
        """Return the id under which a record now stands, following merges.

        Examples
        --------
        >>> Dataset.build("d", {}, aliases={"old": "mid", "mid": "new"}).resolve("old")
        'new'
        """
        seen = set()
        while record_id in self.aliases and record_id not in seen:
            seen.add(record_id)
            record_id = self.aliases[record_id]
        return record_id

    def get(self, table: str, record_id: str) -> r.Record:
        """Return one record of ``table``, or raise `UnknownIdError` with near ids."""
        rows = self._by_id[table]
        found = rows.get(record_id) or rows.get(self.resolve(record_id))
        if found is None:
            raise UnknownIdError(_SINGULAR.get(table, table[:-1]), record_id, known=rows)
        return found

    def has(self, table: str, record_id: str) -> bool:
        """Whether ``table`` holds the id (or one it became)."""
        rows = self._by_id[table]
        return record_id in rows or self.resolve(record_id) in rows

    def organisation(self, organisation_id: str) -> r.Organisation:
        """Return the organisation with this id (or the one it became)."""
        return cast("r.Organisation", self.get("organisations", organisation_id))

    def service(self, service_id: str) -> r.Service:
        """Return the service with this id."""
        return cast("r.Service", self.get("services", service_id))

    def facility(self, facility_id: str) -> r.Facility:
        """Return the facility with this id."""
        return cast("r.Facility", self.get("facilities", facility_id))

    def area(self, area_id: str) -> r.Area:
        """Return the area with this id."""
        return cast("r.Area", self.get("areas", area_id))

    def area_called(self, area_id: str) -> r.Area | None:
        """Return the area with exactly this id, or None where there is none."""
        return cast("r.Area | None", self._by_id["areas"].get(area_id))

    def collaboration(self, collaboration_id: str) -> r.Collaboration:
        """Return the collaboration with this id."""
        return cast("r.Collaboration", self.get("collaborations", collaboration_id))

    def brief(self, brief_id: str) -> r.Brief:
        """Return the brief with this id."""
        return cast("r.Brief", self.get("briefs", brief_id))

    @cached_property
    def _owned(self) -> dict[str, dict[str, tuple[r.Record, ...]]]:
        owned: dict[str, dict[str, tuple[r.Record, ...]]] = {}
        for table in _OWNED:
            groups: dict[str, list[r.Record]] = defaultdict(list)
            for record in self.tables[table]:
                groups[self.resolve(record.organisation_id)].append(record)  # type: ignore[attr-defined]
            owned[table] = {owner: tuple(rows) for owner, rows in groups.items()}
        return owned

    def services_of(self, organisation_id: str) -> tuple[r.Service, ...]:
        """Return an organisation's services, ordered by id."""
        return cast(
            "tuple[r.Service, ...]",
            self._owned["services"].get(self.resolve(organisation_id), ()),
        )

    def facilities_of(self, organisation_id: str) -> tuple[r.Facility, ...]:
        """Return an organisation's facilities, ordered by id."""
        return cast(
            "tuple[r.Facility, ...]",
            self._owned["facilities"].get(self.resolve(organisation_id), ()),
        )

    def offers_of(self, organisation_id: str) -> tuple[r.Offer, ...]:
        """Return what an organisation offers, ordered by id."""
        return cast(
            "tuple[r.Offer, ...]", self._owned["offers"].get(self.resolve(organisation_id), ())
        )

    def needs_of(self, organisation_id: str) -> tuple[r.Need, ...]:
        """Return what an organisation lacks, ordered by id."""
        return cast(
            "tuple[r.Need, ...]", self._owned["needs"].get(self.resolve(organisation_id), ())
        )

    @cached_property
    def _memberships(self) -> Memberships:
        return memberships(self._pairs(self.collaboration_members))

    def _pairs(self, rows: Iterable[r.Record]) -> list[tuple[str, str]]:
        found = cast("Iterable[r.CollaborationMember]", rows)
        return [(m.collaboration_id, self.resolve(m.organisation_id)) for m in found]

    def members_of(self, collaboration_id: str) -> tuple[str, ...]:
        """Return the ids of a collaboration's members, ordered."""
        return tuple(sorted(set(self._memberships[0].get(collaboration_id, ()))))

    def collaborations_of(self, organisation_id: str) -> tuple[r.Collaboration, ...]:
        """Return the collaborations that an organisation is in, ordered by id."""
        owner = self.resolve(organisation_id)
        known = self._joined.get(owner)
        if known is None:
            ids = self._memberships[1].get(owner, ())
            known = tuple(self.collaboration(c) for c in sorted(set(ids)))
            self._joined[owner] = known
        return known

    @cached_property
    def _joined(self) -> dict[str, tuple[r.Collaboration, ...]]:
        """What `collaborations_of` was asked for already."""
        return {}

    @cached_property
    def latest_date(self) -> date | None:
        """The latest date on which anything in the data was recorded, or None."""
        dates = [
            *(o.updated_on for o in self.organisations),
            *(s.assured_on for s in self.services),
            *(c.starts_on for c in self.collaborations),
            *(x.reported_on for x in self.relationships),
            *(d.decided_on for d in self.decisions),
        ]
        return max((d for d in dates if d is not None), default=None)

    # -- changes ----------------------------------------------------------------------

    def updated(self, changes: Changes) -> Dataset:
        """Return the dataset with ``changes`` made; it equals one built from scratch.

        Raises
        ------
        UnknownIdError
            A key to remove does not exist.
        DataError
            An upserted record refers to nothing.
        """
        after = dict(self._by_id)
        removed = {table: set(keys) for table, keys in changes.removals.items() if keys}
        for table, keys in removed.items():
            missing = sorted(keys - after[table].keys())
            if missing:
                name = _SINGULAR.get(table, table[:-1])
                raise UnknownIdError(name, missing[0], known=after[table])
            after[table] = without(after[table], keys)
        given = {table: dict(keyed(table, rows)) for table, rows in changes.upserts.items() if rows}
        for table, rows in given.items():
            after[table] = in_order(after[table] | rows)
        pruned, thinned = prune(after, removed)
        self._refuse_broken(pruned, given, thinned)
        return self._with_tables(pruned)

    def _refuse_broken(
        self, after: Mapping[str, Keyed], given: Mapping[str, Keyed], thinned: Collection[str]
    ) -> None:
        """Check the references of what is given, and those to where something is gone from."""
        found: list[BrokenReference] = []
        for ref in REFERENCES:
            rows = after[ref.table] if ref.target in thinned else given.get(ref.table, {})
            if ref.required and rows:
                found += broken(ref, rows.values(), after[ref.target], self.aliases)
        refuse_broken(found, self.id)

    def _with_tables(self, after: dict[str, Keyed]) -> Dataset:
        """Return this dataset with other rows, sharing what was derived from the same ones."""
        before = self._by_id
        other = {table for table, rows in after.items() if rows is not before[table]}
        rows = {table: tuple(after[table].values()) for table in sorted(other)}
        changed = replace(self, **rows)  # type: ignore[arg-type]  # the tables are fields of their own types
        changed.__dict__["_by_id"] = after
        return changed.sharing(self)

    def sharing(self, before: Dataset) -> Dataset:
        """Take over what another dataset of the same aliases looked up, where nothing changed."""
        if not any(self.unlike(before, t) or before.unlike(self, t) for t in _OWNED):
            self.__dict__["_owned"] = before._owned
        if "_memberships" not in before.__dict__ or "_memberships" in self.__dict__:
            return self
        left, came = self._pairs(before.unlike(self, _IN)), self._pairs(self.unlike(before, _IN))
        self.__dict__["_memberships"] = moved(before._memberships, left, came)
        other = {one for _, one in (*left, *came)}
        for collaboration in before.unlike(self, "collaborations"):
            other |= set(before.members_of(key_of("collaborations", collaboration)))
        known = dict(before._joined)
        self.__dict__["_joined"] = {i: held for i, held in known.items() if i not in other}
        return self

    def unlike(self, other: Dataset, table: str) -> list[r.Record]:
        """Return the records of a table that another dataset has not got or has otherwise."""
        if getattr(self, table) is getattr(other, table):
            return []
        rows = other._by_id[table]
        return [x for key, x in self._by_id[table].items() if rows.get(key) is not x]

    def with_as_of(self, as_of: date) -> Dataset:
        """Return the same dataset under another as-of date."""
        dated = replace(self, as_of=as_of)
        dated.__dict__.update({n: self.__dict__[n] for n in _KEPT if n in self.__dict__})
        return dated


#: What is derived from the tables alone.
_KEPT = ("_by_id", "_owned", "_memberships", "_joined")
_IN = "collaboration_members"
_OWNED = ("services", "facilities", "facility_requests", "offers", "needs")
_SINGULAR = {"facilities": "facility", "facility_requests": "facility request"}
