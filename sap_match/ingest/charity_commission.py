"""Rows of the register of charities of England and Wales, in the Commission's own column names.

Read are the register's full download (``publicextract.charity``, as text, JSON or the zip
that it comes in) and what the register's search gives to download, whose columns are
named in words ("Charity number").

A charity is an organisation; it brings no service, because the register lists none.
Its contact address is where it can be written to, often a trustee's home or an
agent's office, so that no place of work is taken from it.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from sap_match.errors import DataError
from sap_match.ingest.cells import is_unknown
from sap_match.ingest.files import member_of_zip, parse_json, read_bytes, read_csv
from sap_match.ingest.formats import Look
from sap_match.ingest.identifiers import charity_id, company_id
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Cell, RawRow, RawTable, Reading
from sap_match.ingest.roles import role_of
from sap_match.ingest.wording import is_shouted, plain_text, tidy, title_name

FORMAT = "charity-commission"
COLUMNS = ("registered_charity_number", "charity_name")
"""Columns by which the format is known; a file without them is refused."""

SEARCH_COLUMNS = {
    "charity_number": "registered_charity_number",
    "registration_number": "registered_charity_number",
    "reg_charity_number": "registered_charity_number",
    "name": "charity_name",
    "status": "charity_registration_status",
    "registration_status": "charity_registration_status",
    "activities": "charity_activities",
    "what_the_charity_does": "charity_activities",
    "company_number": "charity_company_registration_number",
    "address": "charity_contact_address",
    "contact_address": "charity_contact_address",
    "postcode": "charity_contact_postcode",
    "contact_postcode": "charity_contact_postcode",
    "phone": "charity_contact_phone",
    "telephone": "charity_contact_phone",
    "email": "charity_contact_email",
    "website": "charity_contact_web",
    "web": "charity_contact_web",
    "income": "latest_income",
    "registration_date": "date_of_registration",
    "removal_date": "date_of_removal",
}
"""Columns named in words, as the register's search writes them, and the extract's own."""

LEGAL_FORMS = {
    "cio": "CIO",
    "charitable company": "Charitable company",
    "trust": "Charitable trust",
    "previously excepted": "Charity (previously excepted)",
    "other": "Charity",
}
"""The register's `charity_type` and what the dataset calls it."""

_USED = frozenset(
    (
        "organisation_number",
        "registered_charity_number",
        "linked_charity_number",
        "charity_name",
        "charity_type",
        "charity_activities",
        "charity_company_registration_number",
        "charity_contact_address",
        "charity_contact_postcode",
        "charity_contact_phone",
        "charity_contact_email",
        "charity_contact_web",
        "charity_registration_status",
        "date_of_removal",
        "date_of_registration",
        "latest_income",
        "date_of_extract",
    )
)
_ADDRESS = tuple(f"charity_contact_address{n}" for n in range(1, 6))
_NO_TEXT = re.compile(
    r"\W*(?:n/?a|none|nil|not applicable|unchanged|as above|see above|no change)?\W*", re.IGNORECASE
)
_WEB = re.compile(r"(https?[:/]{2,4})?([^\s/@:?#]+\.[^\s/@:?#]{2,})([/?#:]\S*)?", re.IGNORECASE)
_CLOSED = re.compile(
    r"\b(?:is|has) now (?:closed|dissolved)\b|\bcurrently (?:non-?active|inactive|dormant)\b"
    r"|\bnot currently active\b|\bgenerates no activities\b|\bhas ceased\b|\bdormant\b",
    re.IGNORECASE,
)
Row = Mapping[str, str]


def recognises(look: Look) -> bool:
    """Whether a file is the register's download, or a table or JSON with its columns."""
    if look.ending in {".zip", ".json"} and look.name.startswith("publicextract"):
        return True
    if look.is_json:
        return '"registered_charity_number"' in look.text[:4_000]
    return is_register(look.header)


def read(
    path: Path, *, source: str | None = None, wanted: Callable[[Row], bool] | None = None
) -> Reading:
    """Read register rows from a CSV, tab-separated or JSON file, gzipped, zipped or plain.

    Parameters
    ----------
    path : Path
        A file with at least `registered_charity_number` and `charity_name`, or the same in
        words ("Charity number", "Charity name").
    source : str, optional
        What problems call the file; by default its name.
    wanted : callable, optional
        Says of a row, under the extract's column names, whether it is asked for.

    Raises
    ------
    DataError
        If the file cannot be read or lacks those columns.
    """
    name = source or path.name
    data = _unpacked(read_bytes(path, source=name), name)
    rows = _rows(data, name)
    problems = Problems()
    _note_no_activities(name, rows, problems)
    if wanted is not None:
        chosen = [(number, row) for number, row in rows if wanted(row)]
        left = len(rows) - len(chosen)
        if left:
            problems.info(name, "", 0, "where", "", f"{left} of {len(rows)} rows are not asked for")
        rows = chosen
    records: list[RawRow] = []
    links: list[tuple[str, str, str, str]] = []
    for number, row in rows:
        cells = organisation_cells(row)
        if cells is None:
            _bad_number(name, number, row, problems)
            continue
        _note_oddities(name, number, row, problems)
        records.append(RawRow(number, cells))
        company = company_id(row.get("charity_company_registration_number"))
        if company is not None:
            evidence = f"the charity register gives it company number {company[7:]}"
            links.append(("organisations", str(cells["id"]), company, evidence))
    return Reading(
        source=name,
        format=FORMAT,
        tables=(RawTable("organisations", name, tuple(records)),),
        problems=problems.sorted(),
        links=tuple(_unambiguous(links)),
        rows_in=len(rows),
        sha256=hashlib.sha256(data).hexdigest(),
    )


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
    raw = known.get("charity_activities", "")
    raw = "" if _NO_TEXT.fullmatch(raw) else raw
    name = title_name(known.get("charity_name", ""), text=raw)
    text = plain_text(raw, name=name)
    company = company_id(known.get("charity_company_registration_number"))
    main_id = charity_id(number)
    cells: dict[str, Cell] = {
        "id": own_id,
        "name": name,
        "kind": "voluntary",
        "role": role_of(name, text).role,
        "legal_form": LEGAL_FORMS.get(
            known.get("charity_type", "").lower(), known.get("charity_type")
        ),
        "description": text,
        "identifiers": tuple(filter(None, (own_id, company))),
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
    cells.update({key: value for key, value in known.items() if key not in _USED | set(_ADDRESS)})
    return {key: value for key, value in cells.items() if value not in (None, "", ())}


def _standing(row: Row, text: str) -> dict[str, Cell]:
    """Return what keeps a charity from being suggested: off the register, or closed by its word."""
    if is_removed(row):
        words = ("removed from the register", row.get("date_of_removal"))
        return {"suggest": "no", "status": " ".join(filter(None, words))}
    if _CLOSED.search(text) and len(text) < 150:
        return {"suggest": "no", "status": "says that it is not active"}
    return {}


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
    digits = re.sub(r"\D", "", text)
    return " ".join(text.split()) if digits.strip("0") and len(digits) >= 6 else None


def _address(row: Row) -> str:
    parts = [row.get(column, "") for column in ("charity_contact_address", *_ADDRESS)]
    text = tidy(", ".join(part.strip(" ,") for part in parts if part.strip(" ,")))
    return title_name(text) if is_shouted(text) else text


def is_register(columns: Iterable[str]) -> bool:
    """Whether columns are those of the charity register, in its own names or in words.

    Examples
    --------
    >>> is_register(["Charity number", "Charity name", "Status"]), is_register(["Name"])
    (True, False)
    """
    return set(COLUMNS) <= {_column(one) for one in columns}


def _column(name: str) -> str:
    """Return the extract's name of a column."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")
    return SEARCH_COLUMNS.get(plain, plain)


def _unpacked(data: bytes, name: str) -> bytes:
    """Return the register's file out of the zip that it is downloaded in."""
    if data[:4] != b"PK\x03\x04":
        return data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = [one for one in archive.namelist() if not one.endswith("/")]
    except zipfile.BadZipFile as error:
        raise DataError(f"is no zip that can be read: {error}", source=name) from error
    found = [one for one in inside if "charity." in one.lower()] or inside
    if len(found) != 1:
        raise DataError(
            "holds several files; unpack it and give publicextract.charity.txt", source=name
        )
    return member_of_zip(data, found[0], name)


def _rows(data: bytes, name: str) -> list[tuple[int, Row]]:
    data = data.removeprefix(b"\xef\xbb\xbf")
    if data.lstrip()[:1] in (b"[", b"{"):
        found = parse_json(data, source=name)
        listed = found if isinstance(found, list) else [found]
        rows: list[tuple[int, Row]] = [
            (number, {str(k): "" if v is None else str(v) for k, v in item.items()})
            for number, item in enumerate(listed, start=1)
            if isinstance(item, dict)
        ]
        columns = list(dict.fromkeys(column for _, row in rows for column in row))
    else:
        table = read_csv(data, source=name)
        rows, columns = list(table.rows), list(table.columns)
    own = {c: _column(c) if _column(c) not in columns else c for c in columns}
    missing = [column for column in COLUMNS if column not in set(own.values())]
    if missing:
        raise DataError(
            f"has no column {missing[0]!r}; rows of the charity register need "
            f"{' and '.join(COLUMNS)}. Its columns are {', '.join(columns) or 'none'}: map them "
            'in partnership.toml with format = "table"',
            source=name,
        )
    return [(number, {own[key]: value for key, value in row.items()}) for number, row in rows]


def _note_no_activities(name: str, rows: list[tuple[int, Row]], problems: Problems) -> None:
    if rows and not any("charity_activities" in row for _, row in rows):
        problems.info(
            name, "organisations", 0, "charity_activities", "",
            "is not there, so that nobody can know what these charities do",
            "take the register's full download, which has the column, or add a description",
        )  # fmt: skip


def _bad_number(name: str, number: int, row: Row, problems: Problems) -> None:
    value = row.get("registered_charity_number", "")
    problems.bad(
        name, "organisations", number, "registered_charity_number", value,
        "is no charity number of England and Wales",
        "write its 6 or 7 digits; the row was left out",
    )  # fmt: skip


_READABLE: tuple[tuple[str, Callable[[str], str | None], str, str], ...] = (
    ("charity_company_registration_number", company_id, "is no company number",
     "write its 8 characters"),
    ("charity_contact_web", website, "is no web address", "write e.g. www.example.org"),
    ("charity_contact_phone", phone, "is no phone number", "correct it"),
)  # fmt: skip


def _note_oddities(name: str, number: int, row: Row, problems: Problems) -> None:
    for column, reads, reason, fix in _READABLE:
        said = row.get(column, "")
        if not is_unknown(said) and reads(said) is None:
            problems.note(
                name, "organisations", number, column, said, reason, f"{fix}; it counts as unknown"
            )


def _unambiguous(
    links: list[tuple[str, str, str, str]],
) -> list[tuple[str, str, str, str]]:
    """Leave out companies that several charities name: they say nothing about who is who."""
    kept_ids: dict[str, set[str]] = {}
    for _, kept, other, _ in links:
        kept_ids.setdefault(other, set()).add(kept)
    return sorted(link for link in links if len(kept_ids[link[2]]) == 1)
