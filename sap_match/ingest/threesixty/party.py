"""What one grant says of an organisation."""

from __future__ import annotations

import re
from typing import NamedTuple

from sap_match.ingest.hsds.values import nodes
from sap_match.ingest.threesixty.cells import said
from sap_match.ingest.threesixty.titles import Node

_NOBODY = re.compile(
    r"(?:an? |the )?(?:private |anonymous |named )?individuals?"
    r"(?: recipients?| beneficiar(?:y|ies))?"
    r"|grants? to (?:an )?individuals?|individual(?: grant)?s? recipients?|anonymi[sz]ed|anonymous"
    r"|(?:name |personal (?:data|details) )?(?:redacted|withheld)|private person",
    re.IGNORECASE,
)
FIELDS = (
    "id", "name", "charityNumber", "companyNumber", "streetAddress", "addressLocality",
    "addressRegion", "postalCode", "telephone", "alternateName", "email", "description",
    "organisationType", "url", "dateModified", "location",
)  # fmt: skip
"""What is taken of an organisation in the standard's JSON."""


class Party(NamedTuple):
    """What one grant says of an organisation, in the file's own words."""

    said: str
    name: str
    charity: str = ""
    company: str = ""
    address: str = ""
    postcode: str = ""
    latitude: str = ""
    longitude: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    description: str = ""
    form: str = ""
    other_name: str = ""
    updated_on: str = ""


def party_of(node: Node) -> Party:
    """Return an organisation of a grant; the name of a person to contact is never taken.

    Examples
    --------
    >>> party_of({"id": "GB-CHC-1102003", "name": "Advice", "contactName": "A. Person"}).name
    'Advice'
    """
    places = nodes(node, "location") if "location" in node else ()
    place = next((one for one in places if said(one, "latitude")), {})
    parts = [said(node, key) for key in ("streetAddress", "addressLocality", "addressRegion")]
    return Party(
        said(node, "id"),
        " ".join(said(node, "name").split()),
        said(node, "charityNumber"),
        said(node, "companyNumber"),
        ", ".join(part for part in parts if part),
        said(node, "postalCode"),
        said(place, "latitude"),
        said(place, "longitude"),
        said(node, "url"),
        said(node, "email"),
        said(node, "telephone"),
        said(node, "description"),
        said(node, "organisationType"),
        said(node, "alternateName"),
        said(node, "dateModified"),
    )


def is_person(name: str) -> bool:
    """Whether a name stands for a person who is not named.

    Examples
    --------
    >>> is_person("Individual Recipient"), is_person("Individual Support CIC")
    (True, False)
    """
    return _NOBODY.fullmatch(name) is not None
