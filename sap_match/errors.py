"""The errors that sap_match raises.

::

    SapMatchError
    ├── DataError(ValueError)        a source, row or cell cannot be used
    ├── UnknownIdError(LookupError)  an id that no record has
    ├── InfeasibleError(ValueError)  what was asked contradicts itself
    ├── HistoryError(ValueError)     a month or decision that the history refuses
    └── MissingPartError(ImportError)
        └── MissingModelError        no embedding model on this machine

Each message says what was wrong, what was got and what to do; each class is
also a builtin, so that callers can catch either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher, get_close_matches


def near(value: str, known: Iterable[str], *, k: int = 3) -> tuple[str, ...]:
    """Return up to ``k`` known words or ids that may have been meant, the likeliest first.

    Those that differ in case, punctuation and leading zeros alone come before all others.

    Examples
    --------
    >>> near("XE-ORG-27", ["XE-ORG-0027", "XE-ORG-0127", "XE-ORG-0270"], k=2)
    ('XE-ORG-0027', 'XE-ORG-0127')
    >>> near("busines", ["voluntary", "business", "public"])
    ('business',)
    """
    ordered = sorted(set(known))
    same = [one for one in ordered if _bare(one) == _bare(value)]
    lowered = {one.casefold(): one for one in ordered}
    matcher = SequenceMatcher(b=value.casefold())

    def unlike(one: str) -> tuple[float, str]:
        matcher.set_seq1(one)
        return -matcher.ratio(), one

    close = sorted(get_close_matches(value.casefold(), lowered, n=k, cutoff=0.6), key=unlike)
    return tuple(dict.fromkeys([*same, *(lowered[one] for one in close)]))[:k]


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", re.sub(r"(?<!\d)0+(?=\d)", "", text.casefold()))


_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_LONGEST_MESSAGE = 1_000


def shown(text: str, longest: int = _LONGEST_MESSAGE) -> str:
    r"""Return a text for a message: one line, not too long, nothing in it that does not show.

    Examples
    --------
    >>> shown("a\x1b[31m\n b"), shown("abcdef", 4)
    ('a\\x1b[31m b', 'abc…')
    """
    if len(text) > longest:
        text = f"{text[: longest - 1]}…"
    if not text.isprintable():
        text = _UNSEEN.sub(_written, " ".join(text.split()))
    return text


def _written(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


def listed(names: Iterable[str], *, most: int = 12) -> str:
    """Return the first few names of a list that may be of ten thousand.

    Examples
    --------
    >>> listed("abcde", most=3), listed([])
    ('a, b, c and 2 more', 'none')
    """
    every = [shown(name, 60) for name in names]
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more or "none"


class SapMatchError(Exception):
    """Base of every error that this package raises on purpose."""


class DataError(SapMatchError, ValueError):
    """Data that cannot be used, with the place where it stands.

    Parameters
    ----------
    message : str
        What is wrong and what to do about it.
    source, row, field, value
        File or feed, row as a spreadsheet shows it (the header is row 1), column and cell, where
        they are known.

    Examples
    --------
    >>> print(
    ...     DataError(
    ...         "is no date; write YYYY-MM-DD",
    ...         source="needs.csv",
    ...         row=3,
    ...         field="starts_on",
    ...         value="soon",
    ...     )
    ... )
    needs.csv, row 3, starts_on 'soon': is no date; write YYYY-MM-DD
    """

    def __init__(
        self,
        message: str,
        *,
        source: str | None = None,
        row: int | None = None,
        field: str | None = None,
        value: object = None,
    ) -> None:
        self.message = message
        self.source = source
        self.row = row
        self.field = field
        self.value = value
        where = [part for part in (source, None if row is None else f"row {row}") if part]
        cell = field or ""
        if value is not None:
            cell = f"{cell} {str(value)[:80]!r}".strip()
        if cell:
            where.append(cell)
        super().__init__(shown(f"{', '.join(where)}: {message}" if where else message))


class UnknownIdError(SapMatchError, LookupError):
    """An id that no record has, with the nearest ids that do exist.

    Examples
    --------
    >>> print(UnknownIdError("organisation", "XE-1O", known=["XE-10", "XE-11"]))
    no organisation has the id 'XE-1O'; the nearest are 'XE-10', 'XE-11'
    >>> print(UnknownIdError("organisation", "Weston Pantri", names={"Weston Pantry": "XE-7"}))
    no organisation has the id or name 'Weston Pantri'; the nearest are 'Weston Pantry' (XE-7)
    """

    def __init__(
        self,
        what: str,
        unknown_id: str,
        *,
        known: Iterable[str] = (),
        names: Mapping[str, str] | None = None,
    ) -> None:
        self.what = what
        self.unknown_id = unknown_id
        ids = near(unknown_id, known)
        told = {one: repr(one) for one in ids}
        for name in near(unknown_id, names or ()):
            told.setdefault((names or {})[name], f"{name!r} ({(names or {})[name]})")
        self.near = tuple(told)[:3]
        some = [told[one] for one in self.near]
        hint = f"; the nearest are {', '.join(some)}"
        called = "id" if names is None else "id or name"
        super().__init__(f"no {what} has the {called} {unknown_id!r}{hint if some else ''}")

    def __str__(self) -> str:
        return str(self.args[0])


class InfeasibleError(SapMatchError, ValueError):
    """What was asked contradicts itself, so that no answer can exist."""


class HistoryError(SapMatchError, ValueError):
    """The history refuses a month or a decision; the message says why."""


class MissingPartError(SapMatchError, ImportError):
    """An optional part is not installed; the message gives the line to type."""

    def __init__(self, part: str, extra: str, *, why: str = "") -> None:
        self.part = part
        self.extra = extra
        reason = f" {why}" if why else ""
        super().__init__(f"{part} is not installed{reason}; type: pip install 'sap-match[{extra}]'")


class MissingModelError(MissingPartError):
    """No embedding model was found on this machine."""

    def __init__(self, message: str) -> None:
        SapMatchError.__init__(self, message)
        self.part = "embedding model"
        self.extra = ""
