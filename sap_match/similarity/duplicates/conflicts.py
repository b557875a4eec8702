"""Where the listings of one thing disagree: a telephone, an address, other hours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from types import MappingProxyType
from typing import Any

from sap_match.model import Dataset, Service
from sap_match.results import Results
from sap_match.similarity.duplicates.addresses import address_of, compare_addresses
from sap_match.similarity.duplicates.entries import (
    Of,
    online_keys,
    phone_keys,
    postcode_parts,
    register_numbers,
    schedule_of,
)
from sap_match.similarity.duplicates.names import name_of
from sap_match.similarity.duplicates.sides import ages_in_words, record_of
from sap_match.similarity.duplicates.withheld import PLACE, Listing, Withheld, withheld


@dataclass(frozen=True)
class Conflict:
    """What one listing says in a field in which the listings of one thing disagree.

    Attributes
    ----------
    group_id, field : str
        The group of listings, and the field; all rows with the same two belong together.
    record_id, value : str
        One listing and what it says. Contacts are shown in part unless they are public.
    source : str
    assured_on : date or None
        When the listing was last assured or updated.
    """

    group_id: str
    field: str
    record_id: str
    value: str
    source: str = ""
    assured_on: date | None = None

    def to_record(self) -> dict[str, Any]:
        """Return one flat row."""
        return {
            "group_id": self.group_id,
            "field": self.field,
            "record_id": self.record_id,
            "value": self.value,
            "source": self.source or None,
            "assured_on": self.assured_on.isoformat() if self.assured_on else None,
        }


COLUMNS = ("group_id", "field", "record_id", "value", "source", "assured_on")


def conflicts(
    dataset: Dataset, groups: Mapping[str, Sequence[str]], *, of: Of = "services"
) -> Results[Conflict]:
    """Return the fields in which listings of one thing disagree, a row a listing.

    A different way to write the same is no conflict, nor is an empty cell, nor one telephone
    more; places of confidential records are left out.

    Parameters
    ----------
    dataset : Dataset
    groups : mapping
        Group id to the ids of its records, as ``find_duplicates(...).groups``.
    of : str
        ``services`` or ``organisations``.

    Returns
    -------
    Results of Conflict
        By group, field and record.

    Examples
    --------
    >>> from sap_match.model import Organisation
    >>> d = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [
    ...             Organisation(id=i, name="Sale Vale", kind="voluntary", phones=(phone,))
    ...             for i, phone in (
    ...                 ("a", "01632 960001"),
    ...                 ("b", "+44 1632 960001"),
    ...                 ("c", "01632 960777"),
    ...             )
    ...         ]
    ...     },
    ... )
    >>> [
    ...     (c.field, c.record_id, c.value)
    ...     for c in conflicts(d, {"a": ("a", "b")}, of="organisations")
    ... ]
    []
    >>> [
    ...     (c.field, c.record_id, c.value)
    ...     for c in conflicts(d, {"a": ("a", "c")}, of="organisations")
    ... ]
    [('phones', 'a', '...001'), ('phones', 'c', '...777')]
    """
    rows = []
    for name, ids in sorted(groups.items()):
        records = [record_of(dataset, of, one) for one in sorted(ids)]
        may = withheld(dataset, records)
        for field, differ in _DIFFER.items():
            if may.hidden and field in PLACE:
                continue
            saying = [r for r in records if _said(r, field)]
            if any(differ(a, b) for a, b in combinations(saying, 2)):
                rows += [
                    Conflict(
                        name,
                        field,
                        r.id,
                        _in_words(dataset, r, field, _for(dataset, r, may)),
                        may.cell("source", r.source) or "",
                        assured(r),
                    )
                    for r in saying
                ]
    return Results(tuple(rows), record=Conflict.to_record, columns=COLUMNS)


def assured(record: Listing) -> date | None:
    """Return when a record was last assured or updated."""
    return record.assured_on if isinstance(record, Service) else record.updated_on


def _said(record: Listing, field: str) -> Any:
    """Return what a record says in a field; falsy where it says nothing."""
    if field == "ages":
        return ages_in_words(
            getattr(record, "minimum_age", None), getattr(record, "maximum_age", None)
        )
    return getattr(record, field, None)


def _for(dataset: Dataset, record: Listing, group: Withheld) -> Withheld:
    """Return what may be told of one listing: the group's places, its own contacts."""
    return replace(group, contacts=withheld(dataset, [record]).contacts)


def _in_words(dataset: Dataset, record: Listing, field: str, may: Withheld) -> str:
    value = _said(record, field)
    if field == "organisation_id":
        return f"{may.cell('name', dataset.organisation(value).name)} ({value})"
    value = may.cell(field, value)
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _apart(keys: Callable[[Any], Any], field: str) -> Callable[[Listing, Listing], bool]:
    """Whether two records' keys of a field have nothing in common, both having some."""

    def differ(a: Listing, b: Listing) -> bool:
        one, two = keys(_said(a, field)), keys(_said(b, field))
        if isinstance(one, frozenset):
            return bool(one and two and not one & two)
        return bool(one and two and one != two)

    return differ


def _addresses_differ(a: Listing, b: Listing) -> bool:
    one, two = address_of(a.address), address_of(b.address)
    if one is None or two is None:
        return False
    level = compare_addresses(one, two, frozenset())
    return level is not None and level not in ("same", "typing slip", "same building")


def _registers_differ(a: Listing, b: Listing) -> bool:
    """Two numbers of one register, none in common."""
    one, two = (register_numbers(_said(r, "identifiers") or (), r.id) for r in (a, b))
    schemes = [{i.rpartition("-")[0] for i in ids if "-" in i} for ids in (one, two)]
    return not one & two and bool(schemes[0] & schemes[1])


def _postcodes_differ(a: Listing, b: Listing) -> bool:
    one, two = postcode_parts(a.postcode), postcode_parts(b.postcode)
    return bool(one and two) and one[: len(two)] != two[: len(one)]


def _plain(value: str) -> str:
    return " ".join(value.casefold().split())


_DIFFER: Mapping[str, Callable[[Listing, Listing], bool]] = MappingProxyType(
    {
        "name": _apart(lambda v: name_of(v).squashed, "name"),
        "organisation_id": _apart(lambda v: v, "organisation_id"),
        "phones": _apart(phone_keys, "phones"),
        "email": _apart(lambda v: online_keys(None, v)[2], "email"),
        "url": _apart(lambda v: online_keys(v, None)[0], "url"),
        "website": _apart(lambda v: online_keys(v, None)[0], "website"),
        "address": _addresses_differ,
        "postcode": _postcodes_differ,
        "schedule": _apart(lambda v: repr(schedule_of(v) or ""), "schedule"),
        "ages": _apart(lambda v: v, "ages"),
        "cost": _apart(_plain, "cost"),
        "status": _apart(_plain, "status"),
        "identifiers": _registers_differ,
        "legal_form": _apart(_plain, "legal_form"),
        "kind": _apart(_plain, "kind"),
        "parent_id": _apart(lambda v: v, "parent_id"),
        "suggest": _apart(_plain, "suggest"),
    }
)
