"""Files taken up whole and put down whole."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sap_match.errors import DataError

MOST_BYTES = 2**30
#: More nodes than this are a slip of the pen in a header that says how many there are.
MOST_NODES = 2_000_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Ask:
    """What a reader may be told: how the text is encoded, and which of several relations."""

    encoding: str | None = None
    relation: str | int | None = None


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Raises
    ------
    DataError
        No such file, a folder, an empty file, or one above 1 GiB.
    """
    try:
        if path.is_dir():
            raise DataError("is a folder; name a file in it", source=str(path))
        if path.stat().st_size > MOST_BYTES:
            raise DataError("is larger than 1 GiB; cut it", source=path.name)
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, DataError):
            raise
        why = getattr(error, "strerror", None) or error
        raise DataError(f"cannot be opened: {why}", source=str(path)) from error
    if not data.strip():
        raise DataError("is empty", source=path.name)
    return data


def decoded(data: bytes, source: str, encoding: str | None = None) -> str:
    r"""Return text in UTF-8 or UTF-16, with or without a byte-order mark, or as ``encoding`` says.

    Raises
    ------
    DataError
        It is neither; the message names the line.

    Examples
    --------
    >>> decoded(b"\xef\xbb\xbfid", "nodes.csv")
    'id'
    """
    found = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding or found)
    except LookupError:
        raise DataError("is no encoding", field="encoding", value=encoding) from None
    except UnicodeError as error:
        at = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
        raise DataError(
            f"is not written in {(encoding or found).upper()}; save it as UTF-8, or say how it is "
            "written: encoding='cp1252'",
            source=source,
            row=at,
        ) from None
    if "\0" in text:
        raise DataError("is no file of text", source=source)
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise DataError("is empty", source=source)
    return text


def chosen(names: Sequence[str], relation: str | int | None, source: str) -> int:
    """Return which of several relations is asked for: by name, or by number from 1.

    Raises
    ------
    DataError
        None is asked for though there are several, or one that is not there.
    """
    if relation is None and len(names) == 1:
        return 0
    told = ", ".join(f"{at} {name!r}" for at, name in enumerate(names[:12], start=1))
    if relation is None:
        raise DataError(
            f"holds {len(names)} relations ({told}); say relation=1 or its name", source=source
        )
    if isinstance(relation, int) and 1 <= relation <= len(names):
        return relation - 1
    found = [at for at, name in enumerate(names) if name == relation]
    if len(found) != 1:
        raise DataError(
            f"no such relation; there are {told}", source=source, field="relation", value=relation
        )
    return found[0]


def write_whole(parts: Mapping[Path, Iterable[str]]) -> tuple[Path, ...]:
    """Write texts in UTF-8, each whole, and none before all are there.

    Raises
    ------
    DataError
        There is no such folder, or it cannot be written into.
    """
    partial = {path: path.with_name(f".{path.name}.partial-{os.getpid()}") for path in parts}
    try:
        for path, pieces in parts.items():
            if path.is_dir():
                raise DataError("is a folder; name a file in it", source=str(path))
            with partial[path].open("w", encoding="utf-8", newline="") as file:
                file.writelines(pieces)
        for path, held in partial.items():
            held.replace(path)
    except OSError as error:
        where = next(iter(parts))
        why = f"there is no folder {where.parent}" if not where.parent.is_dir() else error.strerror
        raise DataError(f"cannot be written: {why}", source=str(where)) from error
    finally:
        for held in partial.values():
            held.unlink(missing_ok=True)
    return tuple(parts)
