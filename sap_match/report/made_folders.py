"""Folders of made files: written whole or not at all, and nothing of anybody else's replaced."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sap_match.errors import DataError
from sap_match.export.safely import whole

MARK = "made by sap-match"
"""Stands near the top of every made HTML page and feed."""
_ENDINGS = {"pack": frozenset({".md", ".html"}), "feed": frozenset({".json"})}
_NEAR = 2_000


def check_folder(folder: Path, what: str, *, replace: bool = False) -> None:
    """Refuse a folder that is there already, or whose replacement would lose anything else.

    Parameters
    ----------
    folder : Path
    what : "pack" or "feed"
        What was written to it before, if anything.
    replace : bool
        Whether what was made before may go.

    Raises
    ------
    DataError
        Where to write is not there; or the folder is there and ``replace`` is not asked for;
        or it holds what was not made so.
    """
    if not folder.parent.is_dir():
        raise DataError(f"there is no folder {folder.parent}; make it, or name another")
    if not folder.exists() and not folder.is_symlink():
        return
    if folder.is_symlink():
        raise DataError(f"{folder} is a link to another place; name that itself")
    if not folder.is_dir():
        raise DataError(f"{folder} is a file; name a folder")
    held = sorted(folder.iterdir())
    if held and not replace:
        raise DataError(f"{folder} is there already; say --replace, or name another folder")
    other = next((one for one in held if not _is_made(one, what)), None)
    if other is not None:
        raise DataError(f"{folder} holds {other.name}, which was not made so; name another folder")


def _is_made(path: Path, what: str) -> bool:
    if not path.is_file() or path.is_symlink() or path.suffix not in _ENDINGS[what]:
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        return MARK in file.read(_NEAR)


def write_folder(
    files: Mapping[str, str], folder: Path, what: str, *, replace: bool = False
) -> tuple[str, ...]:
    """Write files to a folder, all of them or none, and return their names in order.

    Raises
    ------
    DataError
        As `check_folder` does.
    """
    check_folder(folder, what, replace=replace)
    with whole(folder) as partial:
        partial.mkdir()
        for name, text in files.items():
            (partial / name).write_text(text, encoding="utf-8", newline="\n")
    return tuple(files)
