"""The register of charities of England and Wales, in the Commission's own column names.

Read are the register's full download (``publicextract.charity``, as text, JSON or the zip
that it comes in), alone or in a folder or zip with the register's other tables, and what
the register's search gives to download, whose columns are named in words ("Charity number").

A charity is an organisation; it brings no service, because the register lists none.
Its contact address is where it can be written to, often a trustee's home or an
agent's office, so that no place of work is taken from it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from sap_match.errors import DataError, listed
from sap_match.ingest.charity_commission.cells import (
    Row,
    is_removed,
    organisation_cells,
    phone,
    website,
)
from sap_match.ingest.charity_commission.extract import Charities
from sap_match.ingest.charity_commission.rows import (
    TableFile,
    is_packed_table,
    table_named,
    tables_in,
)
from sap_match.ingest.files import read_bytes, read_csv
from sap_match.ingest.formats import Look
from sap_match.ingest.grids import tell
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import RawTable, Reading

__all__ = [
    "COLUMNS", "FORMAT", "is_register", "is_removed", "organisation_cells", "phone", "read",
    "recognises", "website",
]  # fmt: skip

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
_SIGNS = {
    "classification_code": "charity_classification",
    "classification_type": "charity_classification",
    "geographic_area_type": "charity_area_of_operation",
    "charity_name_type": "charity_other_names",
    "charitable_objects": "charity_governing_document",
    "count_volunteers": "charity_annual_return_parta",
    "count_employees": "charity_annual_return_partb",
    "trustee_id": "charity_trustee",
    "policy_name": "charity_policy",
    "event_type": "charity_event_history",
    "report_name": "charity_published_report",
    "regulator_name": "charity_other_regulators",
}
"""Columns by which the other tables are known."""
_BESIDE = re.compile(r".*\.(?:md|pdf|docx?|toml)|readme.*|licence.*|license.*")
_FIRST_OF_EXTRACT = ("date_of_extract", "organisation_number")


def recognises(look: Look) -> bool:
    """Whether a file is a table of the register's download, or has its columns.

    A folder is the register's if all that is in it is.
    """
    if look.is_folder:
        tables = [n for n in look.inside if table_named(n) or is_packed_table(n)]
        rest = [n for n in look.inside if n not in tables]
        return bool(tables) and all(_BESIDE.fullmatch(name) for name in rest)
    if look.ending == ".zip":
        return is_packed_table(look.name) or any(map(table_named, look.inside))
    if look.ending == ".json" and look.name.startswith("publicextract"):
        return True
    if look.is_json:
        return '"registered_charity_number"' in look.text[:4_000]
    return is_register(look.header) or _other_table(look) is not None


def _other_table(look: Look) -> str | None:
    """Return which table but the charities' own a file is, by its columns or its name."""
    named = table_named(look.name)
    columns = look.header if not look.is_json else re.findall(r'"([a-z_]+)"\s*:', look.text[:4_000])
    if "organisation_number" in columns:
        named = next((_SIGNS[c] for c in columns if c in _SIGNS), named)
    elif not look.name.startswith("publicextract."):
        return None
    return None if named == "charity" else named


def read(
    path: Path,
    *,
    source: str | None = None,
    wanted: Callable[[Row], bool] | None = None,
    asked: Collection[str] = (),
) -> Reading:
    """Read the register from a CSV, tab-separated or JSON file, gzipped, zipped or plain.

    Parameters
    ----------
    path : Path
        A file with at least `registered_charity_number` and `charity_name`, or the same in
        words ("Charity number", "Charity name"); or a folder or zip of the register's tables.
    source : str, optional
        What problems call it; by default its name.
    wanted : callable, optional
        Says of a row, under the extract's column names, whether it is asked for.
    asked : collection of str
        Columns that ``wanted`` looks at; those that stand in another table of the register
        (``geographic_area_description``) are handed to it as tuples.

    Raises
    ------
    DataError
        If it cannot be read, lacks those columns or, of the register's tables, the first.
    """
    name = source or path.name
    look = Look(path)
    other = None if look.is_folder or look.ending == ".zip" else _other_table(look)
    if other is not None:
        raise DataError(
            f"is the register's table {other}, which says nothing by itself: put it into one "
            "folder with publicextract.charity, and give that folder",
            source=name,
        )
    files = tables_in(path, name)
    main = [file for file in files if file.table == "charity"]
    if not main:
        raise DataError(
            f"holds {listed(sorted(f.table for f in files))} of the register, but not "
            "publicextract.charity, in which the charities stand: put it there too",
            source=name,
        )
    problems = Problems()
    for more in main[1:]:
        problems.info(more.name, "organisations", 0, "", "", f"is not read: {main[0].name} is")
    is_stream = look.is_folder or look.is_json or len(files) > 1 or _is_extract(look)
    charities = Charities(main[0].name, problems, wanted)
    others = [file for file in files if file.table != "charity"]
    charities.hold_aside(others, asked)
    rows = _streamed(main[0], charities) if is_stream else _whole(path, main[0], charities)
    charities.take(_renamed(rows, main[0].name))
    if others:
        charities.add(others)
    return Reading(
        source=name,
        format=FORMAT,
        tables=(RawTable("organisations", main[0].name, charities.rows()),),
        problems=problems.sorted(),
        links=charities.links(),
        rows_in=charities.rows_in,
        sha256=_sha256(files),
    )


def _is_extract(look: Look) -> bool:
    """Whether a file is of the full download, whose rows are handed on one by one."""
    return look.ending == ".zip" or (
        look.header[:2] == _FIRST_OF_EXTRACT and "\t" in look.text.split("\n", 1)[0]
    )


def _sha256(files: Iterable[TableFile]) -> str:
    """Return the hash of a file, or one of several files' hashes and names."""
    found = [(file.table, file.digest.hexdigest()) for file in files]
    if len(found) == 1:
        return str(found[0][1])
    return hashlib.sha256(repr(sorted(found)).encode()).hexdigest()


def _streamed(file: TableFile, charities: Charities) -> Iterator[tuple[int, Row]]:
    yield from file.rows(charities.fault)


def _whole(path: Path, file: TableFile, charities: Charities) -> Iterator[tuple[int, Row]]:
    data = read_bytes(path, source=file.name)
    file.digest.update(data)
    table = read_csv(data, source=file.name)
    del data
    charities.columns = table.columns
    before = len(table.rows)
    charities.rows_in += table.rows_in - before
    table = tell(table, charities.problems, file.name, "organisations")
    charities.rows_in += before - len(table.rows)
    yield from table.rows


def _renamed(rows: Iterable[tuple[int, Row]], name: str) -> Iterator[tuple[int, Row]]:
    """Yield rows under the extract's column names.

    Raises
    ------
    DataError
        The first row has no column for the number or the name.
    """
    names: dict[str, str] = {}
    same, checked = True, False
    for number, row in rows:
        if not checked:
            _refuse_other_columns(row, name)
            checked = True
        for column in row:
            if column not in names:
                own = _column(column)
                names[column] = own if own == column or own not in row else column
                same = same and names[column] == column
        yield number, row if same else {names[column]: cell for column, cell in row.items()}
    if not checked:
        _refuse_other_columns((), name)


def _refuse_other_columns(columns: Iterable[str], name: str) -> None:
    known = list(columns)
    missing = [column for column in COLUMNS if column not in {_column(one) for one in known}]
    if missing:
        raise DataError(
            f"has no column {missing[0]!r}; rows of the charity register need "
            f"{' and '.join(COLUMNS)}. Its columns are {listed(known)}: map them "
            'in partnership.toml with format = "table"',
            source=name,
        )


def is_register(columns: Iterable[str]) -> bool:
    """Whether columns are those of the charity register, in its own names or in words.

    Examples
    --------
    >>> is_register(["Charity number", "Charity name", "Status"]), is_register(["Name"])
    (True, False)
    """
    found = {_column(one) for one in columns}
    return set(COLUMNS) <= found and not found & _SIGNS.keys()


def _column(name: str) -> str:
    """Return the extract's name of a column."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")
    return SEARCH_COLUMNS.get(plain, plain)
