"""A target is written whole or not at all, and nothing of anybody else's is replaced."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sap_match.errors import DataError
from sap_match.export.hsds_files import TABLES as HSDS_TABLES
from sap_match.ingest.tables import LINKS, SETTINGS
from sap_match.model import TABLES

_WRITTEN = frozenset(
    [
        SETTINGS, "datapackage.json", "services.json", "organizations.json",
        *(f"{table}{ending}" for table in (*TABLES, LINKS) for ending in (".csv", ".parquet")),
        *(f"{table}.csv" for table in HSDS_TABLES),
    ]
)  # fmt: skip
"""The names of all files that an export may hold."""


def check_target(target: Path, *, replace: bool, source: str = "") -> None:
    """Refuse a target that is there, or whose replacement would lose anything else.

    Raises
    ------
    DataError
        The folder to write in is not there; the target is there and ``replace`` is not
        asked for; or it is the source, lies around it, or holds files of somebody else.
    """
    if not target.parent.is_dir():
        raise DataError(f"there is no folder {target.parent}; make it, or name another")
    given = Path(source)
    if source and given.exists():
        inner = given.resolve()
        if target.resolve() == inner or target.resolve() in inner.parents:
            raise DataError(f"{target} holds what is read; name another place")
    if not target.exists() and not target.is_symlink():
        return
    if not replace:
        raise DataError(f"{target} is there already; say --replace, or name another place")
    if target.is_symlink():
        raise DataError(f"{target} is a link to another place; name that itself")
    if target.is_dir():
        others = sorted(p.name for p in target.iterdir() if p.name not in _WRITTEN or p.is_dir())
        if others:
            raise DataError(
                f"{target} holds {others[0]}, which no export wrote; name another folder"
            )


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Give a path to write to, which takes the target's place when all is written.

    Where writing fails the target stays as it was.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     target = Path(folder) / "a.txt"
    ...     with whole(target) as partial:
    ...         _ = partial.write_text("all of it")
    ...     target.read_text(), len(list(Path(folder).iterdir()))
    ('all of it', 1)
    """
    # the ending stays: it may decide how the file is written
    partial = target.with_name(f".partial-{os.getpid()}-{target.name}")
    aside = target.with_name(f".earlier-{os.getpid()}-{target.name}")
    try:
        yield partial
        if target.is_dir():
            target.rename(aside)
        try:
            partial.replace(target)
        except OSError:
            if aside.exists():
                aside.rename(target)
            raise
    finally:
        for left in (partial, aside):
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink(missing_ok=True)
