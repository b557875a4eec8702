"""The headings of 360Giving tables: the standard's titles, and the paths of its fields.

A table's heading is a title (``Recipient Org:Name``, ``Recipient Org:1:Name`` for the
second of several) or a path as the flatten-tool writes it (``recipientOrganization/0/name``).
Both lead to the same field of the JSON form, so that one reader serves every form. Case,
spaces and punctuation do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

Steps = tuple[str | int, ...]
"""The way to a value in a grant's JSON: ``("recipientOrganization", 0, "name")``."""

Node = dict[str, Any]

_ROOT = {
    "id": ("identifier", "id", "grantidentifier", "grantid"),
    "title": ("title", "granttitle"),
    "description": ("description", "grantdescription"),
    "currency": ("currency",),
    "amountAppliedFor": ("amountappliedfor",),
    "amountAwarded": ("amountawarded",),
    "amountDisbursed": ("amountdisbursed",),
    "awardDate": ("awarddate",),
    "url": ("url", "webaddress"),
    "fromOpenCall": ("fromanopencall", "fromopencall"),
    "regrantType": ("regranttype", "forregranttype"),
    "locationScope": ("locationscope",),
    "dateModified": ("lastmodified", "datemodified"),
    "dataSource": ("datasource",),
    "simpleGrantType": ("simplegranttype",),
}
_LOCATION = {
    "id": ("identifier", "id"),
    "name": ("name",),
    "countryCode": ("countrycode", "country"),
    "latitude": ("latitude",),
    "longitude": ("longitude",),
    "description": ("description",),
    "geoCode": ("geographiccode", "geocode"),
    "geoCodeType": ("geographiccodetype", "geocodetype"),
    "dateModified": ("lastmodified", "datemodified"),
}
_ORGANISATION = {
    "id": ("identifier", "id"),
    "name": ("name",),
    "department": ("department",),
    "contactName": ("contactname",),
    "charityNumber": ("charitynumber",),
    "companyNumber": ("companynumber",),
    "streetAddress": ("streetaddress",),
    "addressLocality": ("city", "addresslocality", "town", "cityortown"),
    "addressRegion": ("county", "addressregion", "region"),
    "addressCountry": ("country", "addresscountry"),
    "postalCode": ("postalcode", "postcode"),
    "telephone": ("phonenumber", "telephone", "phone"),
    "alternateName": ("alternatename", "alternativename"),
    "email": ("email", "emailaddress"),
    "description": ("description",),
    "organisationType": ("orgtype", "organisationtype"),
    "url": ("webaddress", "url", "website"),
    "dateModified": ("lastmodified", "datemodified"),
}
_EVENT = {
    "title": ("title",),
    "startDate": ("startdate", "start"),
    "endDate": ("enddate", "end"),
    "duration": ("durationmonths", "duration"),
    "description": ("description",),
    "dateModified": ("lastmodified", "datemodified"),
}
_CLASSIFICATION = {
    "vocabulary": ("vocabulary",),
    "code": ("code",),
    "title": ("title",),
    "description": ("description",),
    "url": ("url", "webaddress"),
    "dateModified": ("lastmodified", "datemodified"),
}
_TRANSACTION = {
    "id": ("identifier", "id"),
    "transactionDate": ("transactiondate",),
    "currency": ("currency",),
    "value": ("value",),
    "valueDate": ("valuedate",),
    "description": ("description",),
    "provider": ("provider",),
    "recipient": ("recipient",),
    "dateModified": ("lastmodified", "datemodified"),
}
_DOCUMENT = {
    "id": ("identifier", "id"),
    "title": ("title",),
    "url": ("webaddress", "url"),
    "description": ("description",),
    "documentType": ("documenttype",),
    "dateModified": ("lastmodified", "datemodified"),
}
_PERSON = {"id": ("identifier", "id"), "name": ("name",)}
_TO_PEOPLE = {
    "grantPurpose": ("grantpurpose", "grantpurpose0", "grantpurpose1"),
    "primaryGrantReason": ("primarygrantreason",),
    "secondaryGrantReason": ("secondarygrantreason",),
}
_GROUPS: tuple[tuple[str, tuple[str, ...], Mapping[str, tuple[str, ...]], bool], ...] = (
    ("recipientOrganization", ("recipientorg",), _ORGANISATION, True),
    ("fundingOrganization", ("fundingorg",), _ORGANISATION, True),
    ("recipientIndividual", ("recipientind", "recipientindividual"), _PERSON, False),
    ("toIndividualsDetails", ("toindividualsdetails",), _TO_PEOPLE, False),
    ("plannedDates", ("planneddates",), _EVENT, True),
    ("actualDates", ("actualdates",), _EVENT, True),
    ("beneficiaryLocation", ("beneficiarylocation",), _LOCATION, True),
    ("grantProgramme", ("grantprogramme",), _CLASSIFICATION, True),
    ("fundingType", ("fundingtype",), _CLASSIFICATION, True),
    ("classifications", ("classifications", "classification"), _CLASSIFICATION, True),
    ("relatedDocument", ("relateddocument",), _DOCUMENT, True),
    (
        "applicationTransaction",
        ("applicationtransaction", "amountappliedfor"),
        _TRANSACTION,
        True,
    ),
    ("commitmentTransaction", ("commitmenttransaction", "amountawarded"), _TRANSACTION, True),
    (
        "disbursementTransaction",
        ("disbursementtransaction", "amountpaidout", "amountdisbursed"),
        _TRANSACTION,
        True,
    ),
)
_RELATED = re.compile(r"relatedactivity\d*")
_ROOT_OF = {word: field for field, words in _ROOT.items() for word in words}
_LOCATION_OF = {word: field for field, words in _LOCATION.items() for word in words}
_PREFIXES = tuple(
    sorted(
        (
            (prefix, field, {word: leaf for leaf, words in leaves.items() for word in words}, many)
            for field, prefixes, leaves, many in _GROUPS
            for prefix in prefixes
        ),
        key=lambda one: -len(one[0]),
    )
)
_NUMBERED = re.compile(r"(\d{0,6})(.*)")
_TITLES: Mapping[str, str] = {
    "id": "Identifier", "title": "Title", "description": "Description", "currency": "Currency",
    "amountAppliedFor": "Amount Applied For", "amountAwarded": "Amount Awarded",
    "amountDisbursed": "Amount Disbursed", "awardDate": "Award Date", "url": "URL",
    "dateModified": "Last modified", "regrantType": "Regrant Type", "name": "Name",
    "recipientOrganization": "Recipient Org", "fundingOrganization": "Funding Org",
    "recipientIndividual": "Recipient Ind", "plannedDates": "Planned Dates",
    "actualDates": "Actual Dates", "startDate": "Start Date", "endDate": "End Date",
    "duration": "Duration (months)", "charityNumber": "Charity Number",
    "companyNumber": "Company Number", "beneficiaryLocation": "Beneficiary Location",
    "relatedActivity": "Related Activity", "postalCode": "Postal Code",
}  # fmt: skip


@lru_cache(maxsize=65_536)
def steps_of(heading: str) -> Steps | None:
    """Return the field that a heading stands for, or ``None`` where it is none of the standard.

    Examples
    --------
    >>> steps_of("Recipient Org:Name"), steps_of("recipientOrganization/1/name")
    (('recipientOrganization', 0, 'name'), ('recipientOrganization', 1, 'name'))
    >>> steps_of("AWARD  date"), steps_of("Funding Org:Location:0:Geographic Code")
    (('awardDate',), ('fundingOrganization', 0, 'location', 0, 'geoCode'))
    >>> steps_of("Our reference") is None
    True
    """
    if len(heading) > 200:
        return None
    compact = re.sub(r"[^a-z0-9]+", "", heading.casefold())
    compact = re.sub(r"organi[sz]ations?", "org", compact)
    if compact in _ROOT_OF:
        return (_ROOT_OF[compact],)
    if _RELATED.fullmatch(compact):
        return ("relatedActivity", int(compact.removeprefix("relatedactivity") or 0))
    for prefix, field, leaves, many in _PREFIXES:
        if not compact.startswith(prefix):
            continue
        number, rest = _split(compact[len(prefix) :])
        start: Steps = (field, number) if many else (field,)
        if rest in leaves:
            return (*start, leaves[rest])
        if leaves is not _LOCATION_OF and rest.startswith("location") and many:
            inner, leaf = _split(rest.removeprefix("location"))
            if leaf in _LOCATION_OF:
                return (*start, "location", inner, _LOCATION_OF[leaf])
    return None


def _split(text: str) -> tuple[int, str]:
    match = _NUMBERED.fullmatch(text)
    return (int(match[1] or 0), match[2]) if match else (0, text)


def is_header(cells: Iterable[str]) -> bool:
    """Whether a line of a table is the heading of one with grants: an id and an organisation.

    Examples
    --------
    >>> is_header(["Identifier", "Title", "Recipient Org:Name"]), is_header(["id", "name"])
    (True, False)
    """
    found = {steps for cell in cells if (steps := steps_of(cell.strip('" \ufeff')))}
    parties = {str(s[0]) for s in found if len(s) > 1 and s[-1] in ("id", "name")}
    return ("id",) in found and bool(
        {"recipientOrganization", "fundingOrganization", "recipientIndividual"} & parties
    )


def is_part(cells: Iterable[str]) -> bool:
    """Whether a line is the heading of a sheet with more about grants that stand elsewhere.

    Examples
    --------
    >>> is_part(["Identifier", "Planned Dates:Start Date"]), is_part(["Identifier", "Title"])
    (True, False)
    """
    found = [steps for cell in cells if (steps := steps_of(cell))]
    return ("id",) in found and any(len(steps) > 1 for steps in found)


def grant_of(cells: Mapping[str, str]) -> Node:
    """Return a row of a table as the JSON form has it; empty cells are left out.

    Examples
    --------
    >>> grant_of(
    ...     {"Identifier": "g1", "Recipient Org:Name": "Choir", "Recipient Org:1:Name": "Band"}
    ... )
    {'id': 'g1', 'recipientOrganization': [{'name': 'Choir'}, {'name': 'Band'}]}
    """
    grant: Node = {}
    lists: dict[str, dict[int, Any]] = {}
    for heading, text in cells.items():
        steps = steps_of(heading) if text else None
        if steps is None:
            continue
        field = str(steps[0])
        if len(steps) == 1:
            grant.setdefault(field, text)
        elif isinstance(steps[1], str):
            grant.setdefault(field, {}).setdefault(steps[1], text)
        elif len(steps) == 2:
            lists.setdefault(field, {}).setdefault(steps[1], text)
        else:
            entry = lists.setdefault(field, {}).setdefault(steps[1], {})
            if len(steps) == 3:
                entry.setdefault(steps[2], text)
            else:
                inner = entry.setdefault("location", {}).setdefault(steps[3], {})
                inner.setdefault(steps[4], text)
    for field, entries in lists.items():
        grant[field] = [_listed(entries[number]) for number in sorted(entries)]
    return grant


def _listed(entry: Any) -> Any:
    if isinstance(entry, dict) and isinstance(entry.get("location"), dict):
        places = entry["location"]
        return {**entry, "location": [places[number] for number in sorted(places)]}
    return entry


def renumbered(header: Iterable[str]) -> tuple[str, ...]:
    """Return headings of which none stands twice: a repeated one is the next of its list.

    Examples
    --------
    >>> renumbered(["Identifier", "Beneficiary Location:Name", "Beneficiary Location:Name"])
    ('Identifier', 'Beneficiary Location:Name', 'beneficiaryLocation/1/name')
    """
    seen: set[Steps] = set()
    names: list[str] = []
    for heading in header:
        name, steps = heading, steps_of(heading)
        if steps in seen and steps is not None and len(steps) == 3 and isinstance(steps[1], int):
            number = steps[1]
            while (steps[0], number, steps[2]) in seen:
                number += 1
            steps = (steps[0], number, steps[2])
            name = "/".join(map(str, steps))
        if steps is not None:
            seen.add(steps)
        names.append(name)
    return tuple(names)


def title_of(*steps: str) -> str:
    """Return the standard's title of a field, as problems name it.

    Examples
    --------
    >>> title_of("recipientOrganization", "name"), title_of("awardDate")
    ('Recipient Org:Name', 'Award Date')
    """
    return ":".join(_TITLES.get(step, step) for step in steps)


@lru_cache(maxsize=4096)
def field_of(key: str) -> str:
    """Return a key of a grant's JSON in the standard's spelling, or as it is.

    Examples
    --------
    >>> field_of("recipientOrganisation"), field_of("award_date"), field_of("ourReference")
    ('recipientOrganization', 'awardDate', 'ourReference')
    """
    if len(key) > 100:
        return key
    compact = re.sub(r"[^a-z0-9]+", "", key.casefold())
    compact = re.sub(r"organi[sz]ations?", "org", compact)
    if compact in _ROOT_OF:
        return _ROOT_OF[compact]
    named = next((field for prefix, field, _, _ in _PREFIXES if prefix == compact), key)
    return "relatedActivity" if compact == "relatedactivity" else named
