"""What was shown, decided and agreed in earlier months: a plain record.

The core keeps no state. Whoever runs it passes a `Memory` in and stores what
comes out; `sap_match.monthly.history` is one such store, a partnership system's
own database is another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal

Answer = Literal["yes", "not_now", "never", "duplicate", "distinct"]
ANSWERS: tuple[Answer, ...] = ("yes", "not_now", "never", "duplicate", "distinct")
_CAUTION: tuple[Answer, ...] = ("distinct", "duplicate", "yes", "not_now", "never")


@dataclass(frozen=True, order=True)
class Shown:
    """One suggestion that stood on one month's list.

    ``organisation_ids`` are the organisations that the suggestion asks something of;
    ``told`` is `told_of` what was said of it, "" where that is not known.
    """

    month: str
    suggestion_id: str
    kind: str
    organisation_ids: tuple[str, ...]
    told: str = ""


@dataclass(frozen=True, order=True)
class Decided:
    """What a person answered to a suggestion. ``decided_by_role`` is a role, never a name."""

    suggestion_id: str
    answer: Answer
    reason: str = ""
    decided_on: date | None = None
    decided_by_role: str = ""


def told_of(*words: str) -> str:
    """Return a short hash of what is told of a suggestion, to know when that changes.

    Examples
    --------
    >>> told_of("Both cook.", "") == told_of("Both cook.", "Since May.")
    False
    """
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Memory:
    """Everything that earlier months left behind.

    Parameters
    ----------
    shown : tuple of Shown
        What stood on earlier lists.
    decided : tuple of Decided
        What people answered; the last answer to a suggestion counts, of several on one
        day the most cautious.
    banned : frozenset of (str, str)
        Sorted pairs of organisation ids that must never be brought together.
    group_ids : mapping
        Stable ids of duplicate groups: record id to group id.

    Examples
    --------
    >>> m = Memory(shown=(Shown("2026-10", "s1", "partner", ("a", "b")),))
    >>> m.before("2026-11").was_shown("s1"), m.before("2026-10").was_shown("s1")
    (True, False)
    """

    shown: tuple[Shown, ...] = ()
    decided: tuple[Decided, ...] = ()
    banned: frozenset[tuple[str, str]] = frozenset()
    group_ids: tuple[tuple[str, str], ...] = field(default=())

    def before(self, month: str) -> Memory:
        """Return the memory of the months before ``month`` (``YYYY-MM``).

        Decisions stay, whatever their date: a person's *never* is honoured at once.
        """
        return replace(self, shown=tuple(s for s in self.shown if s.month < month))

    def with_shown(self, shown: Iterable[Shown]) -> Memory:
        """Return a memory that also holds ``shown``."""
        return replace(self, shown=tuple(sorted({*self.shown, *shown})))

    @cached_property
    def _shown_ids(self) -> frozenset[str]:
        return frozenset(s.suggestion_id for s in self.shown)

    @cached_property
    def _answers(self) -> dict[str, Decided]:
        dated = sorted(
            (d for d in self.decided if d.decided_on),
            key=lambda d: (d.decided_on or date.min, _CAUTION.index(d.answer)),
        )
        last = {d.suggestion_id: d for d in dated}
        # Nobody knows when an undated answer was given: the more cautious of the two counts.
        for one in self.decided:
            known = last.get(one.suggestion_id, one)
            if one.decided_on is None and _CAUTION.index(one.answer) >= _CAUTION.index(
                known.answer
            ):
                last[one.suggestion_id] = one
        return last

    def was_shown(self, suggestion_id: str) -> bool:
        """Whether the suggestion stood on any month's list."""
        return suggestion_id in self._shown_ids

    def answer(self, suggestion_id: str) -> Decided | None:
        """Return the last answer to a suggestion, or None."""
        return self._answers.get(suggestion_id)

    def is_banned(self, left_id: str, right_id: str) -> bool:
        """Whether two organisations must never be brought together."""
        return pair(left_id, right_id) in self.banned

    def last_told(self, suggestion_id: str) -> str:
        """Return what was told of a suggestion in the last month that it was shown, or ""."""
        shown = [(s.month, s.told) for s in self.shown if s.suggestion_id == suggestion_id]
        return max(shown)[1] if shown else ""

    def first_shown(self, suggestion_id: str) -> str | None:
        """Return the first month in which the suggestion stood on a list, or None."""
        months = [s.month for s in self.shown if s.suggestion_id == suggestion_id]
        return min(months) if months else None


def pair(left_id: str, right_id: str) -> tuple[str, str]:
    """Return the two ids in order, as one key for an unordered pair.

    Examples
    --------
    >>> pair("b", "a")
    ('a', 'b')
    """
    return (left_id, right_id) if left_id <= right_id else (right_id, left_id)
