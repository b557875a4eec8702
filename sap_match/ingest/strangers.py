"""Files that no reader knows: documentation, look-ups, or tables with columns of their own."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sap_match.errors import DataError, SapMatchError
from sap_match.ingest.files import parse_json, read_bytes
from sap_match.ingest.foreign import load_items
from sap_match.ingest.formats import Look
from sap_match.ingest.problems import Problems
from sap_match.ingest.propose.draft import EMPTY, NoProposal, Proposal, list_in, propose

DOCUMENTATION = "documentation"
LOOKUP = "look-up"
TABLE = "own columns"
UNKNOWN = "not read"
MOST_BYTES = 64 * 1024**2
"""A larger file is not looked into for a draft."""

_DOCUMENTS = re.compile(
    r"(?:read[-_ ]?me|source|licen[cs]e|copying|notice|change(?:log|s)|contributing|authors|about"
    r"|manifest|checksums?|sha256sums?)(?:$|[._-])|.*[_-](?:licen[cs]e|readme)(?:$|\.)",
    re.IGNORECASE,
)
_WRITTEN = {
    ".md": "a text", ".rst": "a text", ".pdf": "a document", ".doc": "a document",
    ".docx": "a document", ".odt": "a document", ".html": "a web page", ".htm": "a web page",
    ".toml": "settings", ".ini": "settings", ".yaml": "settings", ".yml": "settings",
    ".png": "a picture", ".jpg": "a picture", ".jpeg": "a picture", ".gif": "a picture",
    ".svg": "a picture", ".py": "a program", ".r": "a program", ".js": "a program",
    ".sql": "a program", ".ipynb": "a notebook",
}  # fmt: skip
_VOCABULARIES = frozenset((".ttl", ".rdf", ".owl", ".nt", ".n3", ".skos"))
_TABLES = frozenset((".csv", ".tsv", ".txt", ".xlsx", ".json", ".jsonl", ".ndjson", ".geojson",
                     ".jsonld"))  # fmt: skip
_SCHEMA = re.compile(r'"(?:\$schema|resources|\$id|primaryKey)"\s*:')
_CONCEPTS = re.compile(r'"(?:ConceptScheme|Concept|skos:|taxonomy|term_uri)|"concept"\s*:')

_AID = re.compile(r'"(?:source"\s{0,9}:\s{0,9}"IATI|iati-(?:activit|identifier)|iati_identifier)')


@dataclass(frozen=True)
class Stranger:
    """A file that no reader knows.

    Attributes
    ----------
    name : str
        Where it stands below the folder, or its name.
    kind : str
        `DOCUMENTATION`, `LOOKUP`, `TABLE` or `UNKNOWN`.
    about : str
        What it seems to be.
    proposal : Proposal, optional
        A drafted mapping of a table.
    rows : int
        How many rows were seen.
    link : str
        The path that the draft names.
    """

    name: str
    kind: str
    about: str
    proposal: Proposal | None = None
    rows: int = 0
    link: str = ""


def stranger(path: Path, *, name: str | None = None, link: str | None = None) -> Stranger:
    """Say what a file is that no reader knows; draft a mapping where it is a table.

    Parameters
    ----------
    path : Path
        The file.
    name : str, optional
        What to call it; by default its name.
    link : str, optional
        The path that a draft names; by default the file's name.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     readme = Path(folder) / "README.md"
    ...     _ = readme.write_text("About these files")
    ...     stranger(readme).kind
    'documentation'
    """
    look = Look(path)
    told = name or path.name
    known = _by_name(look)
    if known is not None:
        return Stranger(told, *known)
    try:
        where, items = _rows(path, look)
    except SapMatchError as error:
        return Stranger(told, UNKNOWN, _reason(error))
    except RecursionError:
        return Stranger(told, UNKNOWN, "is nested too deeply to be looked into")
    draft = propose(path.name, items, path=link or path.name, where=where)
    if isinstance(draft, NoProposal):
        kind = DOCUMENTATION if draft.about == EMPTY else LOOKUP
        return Stranger(told, kind, draft.about, rows=len(items))
    return Stranger(told, TABLE, draft.about, draft, len(items), link or path.name)


def _by_name(look: Look) -> tuple[str, str] | None:
    """Return the kind of a file that is known without its rows, and what it is."""
    path = look.path
    told: Sequence[tuple[object, str, str]] = (
        (look.is_folder, UNKNOWN, "a folder within a folder; give it by itself"),
        (not path.is_file(), UNKNOWN, "no file that can be read"),
        (not os.access(path, os.R_OK), UNKNOWN, "may not be opened by you"),
        (not look.start, UNKNOWN, "is empty"),
        (look.ending in _WRITTEN, DOCUMENTATION, _WRITTEN.get(look.ending, "")),
        (_is_text(look), DOCUMENTATION, "a text"),
        (_describes_tables(look), DOCUMENTATION, "a description of tables"),
        (look.is_json and _AID.search(look.text), UNKNOWN, "aid activities as IATI has them"),
        (look.ending in _VOCABULARIES, LOOKUP, "a vocabulary"),
        (look.is_json and _CONCEPTS.search(look.text), LOOKUP, "a vocabulary"),
        (look.ending not in _TABLES and not look.is_json, UNKNOWN, "of no kind that is read"),
    )
    found = next(((kind, about) for fits, kind, about in told if fits), None)
    if found is None and path.stat().st_size > MOST_BYTES:
        return UNKNOWN, "of no format that is known, and too large to be looked into"
    return found


def _is_text(look: Look) -> bool:
    if look.ending == ".txt" and len(look.header) < 2:
        return True
    return bool(_DOCUMENTS.match(look.name)) and look.ending not in (".csv", ".xlsx")


def _describes_tables(look: Look) -> bool:
    if look.name == "datapackage.json" or look.name.endswith((".schema.json", "_schema.json")):
        return True
    return look.is_json and bool(_SCHEMA.search(look.text)) and '"features"' not in look.text


def _rows(path: Path, look: Look) -> tuple[str, list[Any]]:
    """Return where the rows of a table stand, and the rows."""
    if not look.is_json or look.ending in (".jsonl", ".ndjson", ".geojson"):
        return "", [item for _, item in load_items(path, {}, path.name, Problems())]
    content = parse_json(read_bytes(path), source=path.name)
    found = list_in(content)
    if found is None:
        raise DataError(_unlisted(content), source=path.name)
    return found


def _unlisted(content: Any) -> str:
    """Say what a JSON value is in which no list of rows stands."""
    if isinstance(content, Mapping) and len(content) > 1:
        return f"JSON of {len(content):,} entries by their keys, with no list of rows"
    return "JSON with no list of rows"


def _reason(error: SapMatchError) -> str:
    message = error.message if isinstance(error, DataError) else str(error)
    return message.split("; say in items")[0]
