"""One way out for every format: what may be told, into a folder or file, whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from sap_match.errors import DataError
from sap_match.export.hsds import package_of
from sap_match.export.hsds_files import json_files, page, tabular_files, write_texts
from sap_match.export.safely import check_target, whole
from sap_match.export.withheld import Shareable, shareable
from sap_match.ingest.cells import slug
from sap_match.ingest.writing import write_parquet, write_tables, write_workbook
from sap_match.model import Dataset

Format = Literal["canonical", "parquet", "hsds", "hsds-tabular"]
ENDINGS: Mapping[Format, tuple[str, ...]] = {
    "canonical": ("", ".xlsx"),
    "parquet": ("",),
    "hsds": ("", ".json"),
    "hsds-tabular": ("", ".zip"),
}
"""How a target of each format may end; nothing is a folder."""
_FILES = (
    ".csv", ".xlsx", ".json", ".zip", ".parquet", ".xls", ".ods", ".txt", ".toml", ".gz", ".pdf",
    ".html", ".docx",
)  # fmt: skip
_ANY_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Export:
    """What was written, what was withheld, and what the format cannot hold (with counts)."""

    target: Path
    format: str
    counts: Mapping[str, int]
    withheld: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)


def write_dataset(
    dataset: Dataset,
    target: Path,
    format: Format = "canonical",  # noqa: A002 - the command's own word
    *,
    contacts: bool = False,
    confidential: bool = False,
    replace: bool = False,
    source: str = "",
) -> Export:
    """Write a dataset to a folder or file that is there whole or not at all.

    Parameters
    ----------
    dataset : Dataset
        As it was read.
    target : Path
        A folder; or a file whose ending is one of the format's (`ENDINGS`).
    format : str
        ``canonical`` (CSV files, or a workbook), ``parquet``, ``hsds`` (JSON) or
        ``hsds-tabular`` (a data package).
    contacts, confidential : bool
        See `sap_match.export.withheld.shareable`; ``confidential`` is for canonical
        tables alone.
    replace : bool
        Whether an earlier export may be replaced.
    source : str
        Where the dataset was read from, so that it is never overwritten.

    Raises
    ------
    DataError
        The target cannot be used; nothing was written.
    """
    ending = check_ending(target, format)
    if confidential and format not in ("canonical", "parquet"):
        raise DataError("confidential reports go into canonical tables alone")
    check_target(target, replace=replace, source=source)
    found = shareable(dataset, contacts=contacts, confidential=confidential)
    with whole(target) as partial:
        if format in ("canonical", "parquet"):
            return _canonical(found.dataset, target, partial, format, found.withheld)
        form = "tabular" if format == "hsds-tabular" else "json"
        return _hsds(found, target, partial, (form, ending))


def check_ending(target: Path, format: Format) -> str:  # noqa: A002 - the command's own word
    """Return the ending that decides the form, or refuse it.

    Examples
    --------
    >>> check_ending(Path("out/place.xlsx"), "canonical"), check_ending(Path("place.v2"), "hsds")
    ('.xlsx', '')
    """
    if format not in get_args(Format):
        raise DataError(f"{format!r} is no format; write one of {', '.join(get_args(Format))}")
    ending = target.suffix.lower()
    allowed = ENDINGS[format]
    if ending in allowed and not (ending and target.is_dir()):
        return ending
    if ending in _FILES and not target.is_dir():
        forms = [f"a file that ends in {one}" if one else "a folder" for one in allowed]
        raise DataError(f"{target.name}: {format} is written to {' or '.join(forms)}")
    return ""


def _canonical(
    dataset: Dataset,
    target: Path,
    partial: Path,
    form: Format,
    withheld: tuple[str, ...],
) -> Export:
    if target.suffix.lower() == ".xlsx" and not target.is_dir():
        write_workbook(dataset, partial)
    elif form == "parquet":
        write_parquet(dataset, partial)
    else:
        write_tables(dataset, partial)
    counts = {table: len(rows) for table, rows in dataset.tables.items() if rows}
    return Export(target, form, counts, withheld)


def _hsds(found: Shareable, target: Path, partial: Path, form: tuple[str, str]) -> Export:
    package = package_of(found.dataset)
    counts = {"organizations": len(package.organisations), "services": len(package.services)}
    left_out = dict(package.left_out)
    dataset = found.dataset
    tabular = form[0] == "tabular"
    if form == ("json", ".json"):
        partial.write_text(page(package.services), encoding="utf-8", newline="")
        inside = {s["organization_id"] for s in package.services}
        alone = sum(o["id"] not in inside for o in package.organisations)
        if alone:
            left_out["organisations without a service (a folder holds them)"] = alone
            counts["organizations"] -= alone
    elif tabular:
        files = tabular_files(package, name=slug(dataset.id) or "directory", title=dataset.name)
        if form[1] == ".zip":
            partial.write_bytes(_zipped(files))
        else:
            write_texts(files, partial)
    else:
        write_texts(json_files(package), partial)
    never = " --with-confidential gives them"  # into canonical tables alone
    withheld = tuple(w.replace(never, " never in this format") for w in found.withheld)
    return Export(target, "HSDS 3.0", counts, withheld, left_out)


def _zipped(files: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _ANY_TIME), text.encode())
    return out.getvalue()
