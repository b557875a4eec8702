r"""Cells of written tables: safe in a spreadsheet, and the same again when they are read.

A text that a spreadsheet could take for a formula is written with an apostrophe before
it, and reading takes one apostrophe away where a formula follows; no other text is
touched, so that every text comes back as it was. In a list cell, whose entries stand
between ``;``, an entry's own semicolon is written ``\;``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_STARTS = tuple("=+-@|%\t\r\n\0＝＋－＠")
_HARMLESS = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|\+[\d ().-]{6,20}\d")
"""Numbers, and telephone numbers in international form."""
_APART = re.compile(r"(\\*)(;|\Z)")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula; a number is none.

    Examples
    --------
    >>> [is_formula(t) for t in ("=1+1", " @SUM(A1)", "-3.5", "+44 1632 960123", "a-b")]
    [True, True, False, False, False]
    """
    bare = text.strip(" \u00a0")
    return bare.startswith(_STARTS) and not _HARMLESS.fullmatch(bare)


def guarded(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs.

    Examples
    --------
    >>> guarded("=1+1"), guarded("'=1+1"), guarded("'tis")
    ("'=1+1", "''=1+1", "'tis")
    """
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def unguarded(cell: str) -> str:
    """Return the text of a cell that `guarded` wrote, or that anybody guarded so.

    Examples
    --------
    >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("'tis"), unguarded("=1+1")
    ('=1+1', "'=1+1", "'tis", '=1+1')
    """
    return cell[1:] if cell[:1] == "'" and is_formula(cell.lstrip("'")) else cell


def unguarded_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cells of a row as `unguarded` has them.

    Examples
    --------
    >>> unguarded_row({"name": "'=Lunch", "age": None})
    {'name': '=Lunch', 'age': None}
    """
    return {
        unguarded(name): unguarded(cell) if isinstance(cell, str) else cell
        for name, cell in row.items()
    }


def join_entries(entries: Iterable[str]) -> str:
    r"""Return entries as one list cell.

    Examples
    --------
    >>> join_entries(["food; drink", "advice"])
    'food\\; drink; advice'
    """
    whole = list(entries)
    return "; ".join(_escaped(e, last=n == len(whole)) for n, e in enumerate(whole, start=1))


def _escaped(entry: str, *, last: bool) -> str:
    def doubled(found: re.Match[str]) -> str:
        slashes, mark = found[1] * 2, found[2]
        if mark:
            return f"{slashes}\\;"
        return found[1] if last else slashes

    return _APART.sub(doubled, entry)


def split_entries(cell: str) -> tuple[str, ...]:
    r"""Return the entries of a list cell, as `join_entries` wrote them.

    Examples
    --------
    >>> split_entries("food\\; drink; advice")
    ('food; drink', 'advice')
    """
    entries, entry, place = [], "", 0
    for found in re.finditer(r"(\\*);", cell):
        slashes = len(found[1])
        entry += cell[place : found.start()] + "\\" * (slashes // 2)
        place = found.end()
        if slashes % 2:
            entry += ";"
        else:
            entries.append(entry.strip())
            entry = ""
    entries.append((entry + cell[place:]).strip())
    return tuple(entries)
