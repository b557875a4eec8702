"""What must stay out of every table of listings: closed places, and contacts not for the public.

One rule for the sheet to judge, the conflicts and the proposals. Where one listing of a thing
is closed, the place of all of them is: another listing may name the street that it hides.
It errs towards taking too much out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sap_match.model import Dataset, Organisation, Service, location_closed
from sap_match.similarity.text import clean

Listing = Service | Organisation
WITHHELD = "(place withheld)"
PLACE = ("address", "postcode", "latitude", "longitude")
_CODES = ("id", "organisation_id", "parent_id", "identifiers", "sources", "kind", "role", "suggest")
_NO_PHONES = ("schedule", "source", "url", "website")
_KINDS = (
    "street|st|road|rd|lane|ln|avenue|ave|av|drive|dr|close|crescent|cres|court|ct|place|pl|way"
    "|terrace|terr|grove|gardens|gdns|square|sq|hill|row|mews|walk|park|parade|rise|view|mount"
    "|boulevard|blvd|green|gate|wharf|yard|fold|brow|bank|heol|ffordd|stryd"
)
_POSTCODE = r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?[\s-]{0,3}\d[A-Za-z]{2}\b"
_CAPITAL = r"[A-Z][\w'’.-]{0,40}"
_PLACES = (
    re.compile(rf"\b\d+[a-z]?(?:\s?[-/–]\s?\d+[a-z]?)?[,\s]+(?:[\w'’.-]+\s+){{1,3}}(?:{_KINDS})\b",
               re.IGNORECASE),
    re.compile(rf"(?:\b{_CAPITAL},?\s+){{0,3}}{_POSTCODE}"),
    re.compile(rf"\b(?:{_CAPITAL}\s+){{1,4}}(?=[A-Z])(?i:{_KINDS})\b"),
    re.compile(r"(?<![\d.])-?\d{1,3}\.\d{3,}"),
    re.compile(r"///\w+\.\w+\.\w+"),
)  # fmt: skip
_SEVERAL = re.compile(rf"{re.escape(WITHHELD)}(?:[\s,;]*{re.escape(WITHHELD)})+")
_EMAIL = re.compile(r"(?<![^\s<>,;:()])[^\s<>,;:()]+@[^\s<>,;:()]+")
_PHONE = re.compile(r"(?<![\w.])(?:\+|\(?0)\d[\d\s()-]{7,15}\d")


@dataclass(frozen=True)
class Withheld:
    """What may be told of listings that stand together.

    Attributes
    ----------
    hidden : bool
        Whether the place of one of them is closed.
    lines : tuple of str
        Address lines and postcodes of them and of their organisations, if ``hidden``.
    contacts : bool
        Whether the contacts of all of them are public.
    boroughs : frozenset of str
        Ids of areas that are wide enough to be told of a closed place.
    """

    hidden: bool
    lines: tuple[str, ...]
    contacts: bool
    boroughs: frozenset[str]

    def cell(self, field: str, value: Any) -> Any:
        """Return a field's value as it may be written; ``None`` where nothing may be said."""
        if field in PLACE:
            return None if self.hidden else value
        if field == "areas":
            return tuple(one for one in value if not self.hidden or one in self.boroughs)
        if field in _CODES or not value:
            return value
        if isinstance(value, tuple):
            return tuple(self._text(field, one) for one in value)
        return self._text(field, value) if isinstance(value, str) else value

    def placeless(self, field: str, value: Any) -> Any:
        """Return a field's value without a closed place, contacts as they are."""
        bare = Withheld(self.hidden, self.lines, contacts=True, boroughs=self.boroughs)
        return bare.cell(field, value) if self.hidden else value

    def _text(self, field: str, text: str) -> str:
        if field in ("email", "phones"):
            return discreet(text, whole=self.contacts)
        if self.hidden:
            text = without_place(text, self.lines)
        if field == "description" and (self.hidden or not self.contacts):
            text = clean(text)
            return without_place(text, self.lines) if self.hidden else text
        if self.contacts:
            return text
        text = _EMAIL.sub(lambda m: discreet(m.group()), text)
        return text if field in _NO_PHONES else _PHONE.sub(lambda m: discreet(m.group()), text)


def withheld(dataset: Dataset, records: Sequence[Listing]) -> Withheld:
    """Return what may be told of listings that stand together."""
    hidden = any(closed(dataset, r) for r in records)
    lines: list[str] = []
    for record in records if hidden else ():
        for one in _around(dataset, record):
            lines += [*re.split(r"[,;\n]+", one.address or ""), one.postcode or ""]
    boroughs = frozenset(a.id for a in dataset.areas if a.kind == "borough")
    contacts = all(public(dataset, r) for r in records)
    found = {one.strip() for one in lines if len(one.strip()) > 2}
    ordered = sorted(found, key=lambda one: (-len(one), one))
    return Withheld(hidden, tuple(ordered), contacts, boroughs)


def _around(dataset: Dataset, record: Listing) -> Iterable[Listing]:
    """Return a record with its organisation, or with its services."""
    if isinstance(record, Service):
        return (record, dataset.organisation(record.organisation_id))
    return (record, *dataset.services_of(record.id))


def closed(dataset: Dataset, record: Listing) -> bool:
    """Whether the place of a record must not be told."""
    if isinstance(record, Service):
        return location_closed(record) or location_closed(
            dataset.organisation(record.organisation_id)
        )
    return location_closed(record) or any(map(location_closed, dataset.services_of(record.id)))


def public(dataset: Dataset, record: Listing) -> bool:
    """Whether contacts of a record may be shown whole."""
    owner = record if isinstance(record, Organisation) else None
    if owner is None and isinstance(record, Service):
        owner = dataset.organisation(record.organisation_id)
    return bool(owner and owner.contact_public)


def without_place(text: str, lines: Iterable[str] = ()) -> str:
    """Return text without postcodes, streets, points, and the given address lines.

    Examples
    --------
    >>> without_place("A safe room at 17 Secret Lane, Zedtown CW1 2AB, for women.")
    'A safe room at (place withheld), for women.'
    >>> without_place("Ring the Old Vicarage first", ["The Old Vicarage", "Old Vicarage"])
    'Ring (place withheld) first'
    """
    for line in lines:
        words = re.findall(r"[^\W_]+", line)
        if words:
            tight = re.fullmatch(_POSTCODE, line.strip())
            parts = [re.escape(c) for c in ("".join(words) if tight else words)]
            between = r"[\W_]*" if tight else r"[\W_]+"
            pattern = r"(?<![^\W_])" + between.join(parts) + r"(?![^\W_])"
            text = re.sub(pattern, WITHHELD, text, flags=re.IGNORECASE)
    for place in _PLACES:
        text = place.sub(WITHHELD, text)
    return _SEVERAL.sub(WITHHELD, text)


def discreet(contact: str, *, whole: bool = False) -> str:
    """Return a telephone or mail address in part: enough to tell two apart, not to use it.

    Examples
    --------
    >>> discreet("01632 960123"), discreet("jo.bloggs@example.org")
    ('...123', 'j...@example.org')
    >>> discreet("01632 960123", whole=True)
    '01632 960123'
    """
    if whole or not contact:
        return contact
    if "@" in contact:
        name, _, host = contact.rpartition("@")
        return f"{name[:1]}...@{host}"
    digits = re.sub(r"\D", "", contact)
    return f"...{digits[-3:]}" if len(digits) > 5 else "..."
