"""One row of the charity register as the cells of an organisation."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sap_match.ingest.cells import is_unknown
from sap_match.ingest.identifiers import charity_id, company_id
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Cell
from sap_match.ingest.roles import role_of
from sap_match.ingest.wording import is_shouted, plain_text, tidy, title_name

Row = Mapping[str, str]
"""One row under the extract's column names."""

LEGAL_FORMS = {
    "cio": "CIO",
    "charitable company": "Charitable company",
    "trust": "Charitable trust",
    "previously excepted": "Charity (previously excepted)",
    "other": "Charity",
}
"""The register's `charity_type` and what the dataset calls it."""

_ADDRESS = ("charity_contact_address", *(f"charity_contact_address{n}" for n in range(1, 6)))
_USED = frozenset(
    (
        "organisation_number", "registered_charity_number", "linked_charity_number",
        "charity_name", "charity_type", "charity_activities",
        "charity_company_registration_number", "charity_contact_postcode",
        "charity_contact_phone", "charity_contact_email", "charity_contact_web",
        "charity_registration_status", "date_of_removal", "date_of_registration",
        "latest_income", "date_of_extract", *_ADDRESS,
    )
)  # fmt: skip
_NO_TEXT = re.compile(
    r"\W*(?:n/?a|none|nil|not applicable|unchanged|as above|see above|no change)?\W*", re.IGNORECASE
)
_WEB = re.compile(r"(https?[:/]{2,4})?([^\s/@:?#]+\.[^\s/@:?#]{2,})([/?#:]\S*)?", re.IGNORECASE)
_CLOSED = re.compile(
    r"\b(?:is|has) now (?:closed|dissolved)\b|\bcurrently (?:non-?active|inactive|dormant)\b"
    r"|\bnot currently active\b|\bgenerates no activities\b|\bhas ceased\b|\bdormant\b",
    re.IGNORECASE,
)
_NO_DIGIT = re.compile(r"\D")
_NOT_EMPTY = frozenset((None, "", ()))


def organisation_cells(row: Row) -> dict[str, Cell] | None:
    """Return the canonical cells of one register row, or ``None`` without a charity number.

    Examples
    --------
    >>> cells = organisation_cells(
    ...     {
    ...         "registered_charity_number": "1102003",
    ...         "charity_name": "CITIZENS ADVICE TRAFFORD",
    ...         "charity_type": "Charitable company",
    ...         "charity_company_registration_number": "5027375",
    ...         "charity_activities": "PROVISION OF ADVICE IN TRAFFORD",
    ...     }
    ... )
    >>> cells["id"], cells["name"], cells["description"], cells["identifiers"]
    ('GB-CHC-1102003', 'Citizens Advice Trafford', 'Provision of advice in Trafford',
     ('GB-CHC-1102003', 'GB-COH-05027375'))
    """
    known = {key: value for key, value in row.items() if not is_unknown(value)}
    number = known.get("registered_charity_number")
    own_id = charity_id(number, known.get("linked_charity_number"))
    if own_id is None:
        return None
    main_id = own_id if own_id.count("-") == 2 else own_id.rpartition("-")[0]
    raw = known.get("charity_activities", "")
    raw = "" if _NO_TEXT.fullmatch(raw) else raw
    name = title_name(known.get("charity_name", ""), text=raw)
    text = plain_text(raw, name=name)
    company = company_id(known.get("charity_company_registration_number"))
    if own_id != main_id:
        company = None  # the row of a linked charity names the main one's company
    form = known.get("charity_type", "")
    cells: dict[str, Cell] = {
        "id": own_id,
        "name": name,
        "kind": "voluntary",
        "role": role_of(name, text).role,
        "legal_form": LEGAL_FORMS.get(form.lower(), form),
        "description": text,
        "identifiers": (own_id,) if company is None else (own_id, company),
        "address": _address(known),
        "postcode": known.get("charity_contact_postcode", "").strip(),
        "income": known.get("latest_income"),
        "website": website(known.get("charity_contact_web", "")),
        "email": known.get("charity_contact_email"),
        "phones": phone(known.get("charity_contact_phone", "")),
        "parent_id": main_id if own_id != main_id else None,
        "updated_on": known.get("date_of_extract"),
        "registered_on": known.get("date_of_registration"),
    }
    cells.update(_standing(known, text))
    cells.update({key: value for key, value in known.items() if key not in _USED})
    return {key: value for key, value in cells.items() if value not in _NOT_EMPTY}


def _standing(row: Row, text: str) -> dict[str, Cell]:
    """Return what keeps a charity from being suggested: the register's word, or its own."""
    if is_removed(row):
        words = ("removed from the register", row.get("date_of_removal"))
        return {"suggest": "no", "status": " ".join(filter(None, words))}
    if _says_yes(row, "cio_is_dissolved"):
        return {"suggest": "no", "status": "a CIO that is dissolved"}
    if len(text) < 150 and _CLOSED.search(text):
        return {"suggest": "no", "status": "says that it is not active"}
    for column, status in _IN_TROUBLE:
        if _says_yes(row, column):
            return {"suggest": "ask", "status": status}
    return {}


_IN_TROUBLE = (
    ("charity_insolvent", "insolvent, says the register"),
    ("charity_in_administration", "in administration, says the register"),
)


def _says_yes(row: Row, column: str) -> bool:
    return row.get(column, "").strip().lower() in {"true", "t", "1", "yes", "y"}


def is_removed(row: Row) -> bool:
    """Whether the register says that the charity is no longer on it.

    Examples
    --------
    >>> is_removed({"charity_registration_status": "Removed"}), is_removed({})
    (True, False)
    """
    status = row.get("charity_registration_status", "").strip().lower()
    return status == "removed" or bool(row.get("date_of_removal", "").strip())


def website(text: str) -> str | None:
    """Return a web address with its scheme, or ``None`` where it is none.

    Examples
    --------
    >>> website("www.LCNT.org.uk"), website("https://a.org/x"), website("facebook: us")
    ('http://www.lcnt.org.uk', 'https://a.org/x', None)
    >>> website("http//:www.a.org.uk")
    'http://www.a.org.uk'
    """
    match = _WEB.fullmatch(text.strip())
    if match is None:
        return None
    scheme = "https" if (match[1] or "").lower().startswith("https") else "http"
    return f"{scheme}://{match[2].lower()}{match[3] or ''}"


def phone(text: str) -> str | None:
    """Return a phone number as it was typed, or ``None`` where it holds no number.

    Examples
    --------
    >>> phone(" 01619694483"), phone("00000000"), phone("--")
    ('01619694483', None, None)
    """
    digits = _NO_DIGIT.sub("", text)
    return " ".join(text.split()) if digits.strip("0") and len(digits) >= 6 else None


def _address(row: Row) -> str:
    parts = [row[column].strip(" ,") for column in _ADDRESS if column in row]
    text = tidy(", ".join(part for part in parts if part))
    return title_name(text) if is_shouted(text) else text


_READABLE = (
    ("charity_company_registration_number", "is no company number", "write its 8 characters"),
    ("charity_contact_web", "is no web address", "write e.g. www.example.org"),
    ("charity_contact_phone", "is no phone number", "correct it"),
)


def tell_oddities(
    source: str, number: int, row: Row, cells: Mapping[str, Cell], problems: Problems
) -> None:
    """Tell of what a row says that could not be read of it."""
    read = (
        len(cells["identifiers"] or ()) > 1 or "parent_id" in cells,
        "website" in cells,
        "phones" in cells,
    )
    for (column, reason, fix), done in zip(_READABLE, read, strict=True):
        if not done and not is_unknown(said := row.get(column, "")):
            problems.note(
                source,
                "organisations",
                number,
                column,
                said,
                reason,
                f"{fix}; it counts as unknown",
            )
