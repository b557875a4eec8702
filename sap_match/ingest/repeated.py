"""Keys that stand twice in one object of a JSON file: only the last of them is read."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from sap_match.errors import DataError, listed
from sap_match.ingest.files import decode, read_bytes

_MOST_TOLD = 5


def repeated_keys(path: Path) -> str:
    """Say which keys stand twice in an object of a JSON file; empty where none does.

    A file that cannot be read says nothing here: its reader says so.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "grants.json"
    ...     _ = path.write_text('{"grants": [{"id": 1}], "grants": []}')
    ...     repeated_keys(path)
    "says 'grants' twice in one object; the last was read"
    """
    try:
        text = decode(read_bytes(path))[0].removeprefix("\ufeff")
    except (OSError, DataError):
        return ""
    twice: Counter[str] = Counter()

    def pairs(found: list[tuple[str, Any]]) -> None:
        keys = {key for key, _ in found}
        if len(keys) < len(found):
            counts = Counter(key for key, _ in found)
            twice.update(key for key, count in counts.items() if count > 1)

    if not _read(text, pairs):
        twice.clear()
        for line in text.split("\n"):
            _read(line, pairs)
    if not twice:
        return ""
    some = [f"{key[:60]!r}" for key in sorted(twice)]
    more = f" and {len(some) - _MOST_TOLD} more" if len(some) > _MOST_TOLD else ""
    objects = "one object" if twice.total() == len(twice) == 1 else f"{twice.total():,} places"
    return f"says {listed(some[:_MOST_TOLD])}{more} twice in {objects}; the last was read"


def _read(text: str, pairs: Any) -> bool:
    try:
        json.loads(text, object_pairs_hook=pairs, parse_int=len, parse_float=len)
    except (ValueError, RecursionError):
        return False
    return True
