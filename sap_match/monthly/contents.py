"""What a month holds when it is ready to be read: plain records, no scores to recompute.

`sap_match.monthly.run` fills a `Month`; `sap_match.report` turns it into pages,
a workbook and digests. Everything in words is written here already, so that two
readers of one month say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from sap_match.model import Problem, SourceInfo
from sap_match.results import Suggestion

Changed = Literal["new", "carried over", "changed"]
Row = Mapping[str, Any]
"""One row of a results table: column name to a plain value."""


@dataclass(frozen=True)
class Card:
    """One suggestion on the list, ready to be read out on the telephone.

    Parameters
    ----------
    suggestion : Suggestion
        What was suggested, with its parts and ids.
    title : str
        Both sides in one line.
    names : tuple of str
        Display names of the sides, subject first.
    action : str
        The proposed action in one sentence.
    why_now, reason, counter_reason : str
        Why this month, a fact of these two, and one reason against ("" where none).
    first_step : str
        The first question to ask.
    place, day : str
        "Congleton", "Thursdays 10 am to noon"; "" where unknown.
    changed : str
        ``new``, ``carried over`` or ``changed`` since the last month that showed it.
    to_confirm : tuple of str
        What nobody knows yet and must be asked.
    """

    suggestion: Suggestion
    title: str
    names: tuple[str, ...]
    action: str
    why_now: str = ""
    reason: str = ""
    counter_reason: str = ""
    first_step: str = ""
    place: str = ""
    day: str = ""
    themes: tuple[str, ...] = ()
    changed: Changed = "new"
    area_id: str | None = None
    to_confirm: tuple[str, ...] = ()


@dataclass(frozen=True)
class Closing:
    """A need, fund or room request with a date in the next 30 days."""

    what: str
    who: str
    closes_on: date
    kind: str
    record_id: str
    note: str = ""


@dataclass(frozen=True)
class Waiting:
    """A suggestion of an earlier month that nobody has finished.

    ``since`` is the month (``YYYY-MM``) in which it was first shown; ``answer`` is the
    last answer, "" where there is none.
    """

    suggestion_id: str
    title: str
    since: str
    answer: str = ""
    note: str = ""


@dataclass(frozen=True)
class AreaLine:
    """One area's line: how much is suggested there, and how many are never suggested."""

    area_id: str
    name: str
    kind: str
    suggestions: int
    nothing_yet: bool
    organisations: int
    never_suggested: int


@dataclass(frozen=True)
class Correction:
    """One correction of the directory, with what it would unlock and whom to ask."""

    what: str
    record_id: str
    record_name: str
    whom_to_ask: str
    unlocks: int
    why: str = ""
    gain: str = ""
    """What could then be done, in a sentence."""


@dataclass(frozen=True)
class FunderLine:
    """A funder that somebody on the list could ask, and the grant that speaks for it."""

    for_name: str
    funder_name: str
    reason: str
    first_step: str


@dataclass(frozen=True)
class NotSuggested:
    """One organisation that nothing suggests: why, by which rule, and the one fix."""

    organisation_id: str
    name: str
    why: str
    rule: str
    fix: str
    area_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class NetworkPicture:
    """How many organisations of each kind there are, and the ties between the kinds.

    ``ties`` holds ``(kind, kind, number of tied pairs)``, each unordered pair of kinds
    once, a kind with itself included. ``alone`` counts organisations without a tie.
    """

    organisations: Mapping[str, int]
    ties: tuple[tuple[str, str, int], ...]
    alone: int = 0


@dataclass(frozen=True)
class Month:
    """One month of one place, ready to be read.

    Parameters
    ----------
    month : str
        ``YYYY-MM``.
    warnings : tuple of str
        What should stop the reader: a stale or missing source.
    cards : tuple of Card
        The capped list, best first; the first five are to be rung first.
    more : tuple of Card
        Everything else that was suggested.
    dropped : tuple of (str, str)
        Title and why it stands on no list.
    duplicates, overlaps, gaps, density : tuple of mapping
        Flat rows of those results.
    method : tuple of str
        Sentences that say how the month was made.
    names : mapping
        Display names of organisations, and of every other record that a row names, by id.

    Examples
    --------
    >>> Month(place_id="demo", place="Demo", month="2026-11", as_of=date(2026, 11, 1)).cards
    ()
    """

    place_id: str
    place: str
    month: str
    as_of: date
    warnings: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    more: tuple[Card, ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()
    carried_over: int = 0
    closing: tuple[Closing, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    areas: tuple[AreaLine, ...] = ()
    corrections: tuple[Correction, ...] = ()
    funders: tuple[FunderLine, ...] = ()
    """Funders who have paid for work like that of those on the list."""
    not_suggested: tuple[NotSuggested, ...] = ()
    duplicates: tuple[Row, ...] = ()
    overlaps: tuple[Row, ...] = ()
    gaps: tuple[Row, ...] = ()
    density: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    sources: tuple[SourceInfo, ...] = ()
    method: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    network: NetworkPicture | None = None
    why_short: str = ""
    """Why the list is short or empty, in one sentence; "" where it is full."""
    lacking: tuple[str, ...] = ()
    """What the whole directory lacks, and what to add so that more could be suggested."""
    draft: bool = False
