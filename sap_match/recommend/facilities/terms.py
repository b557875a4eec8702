"""School terms: rooms that are let in term time only, or not while the school is there.

Term dates are data: a facility's own column ``terms`` ("2026-09-02/2026-10-23; ..."), else
those of `FacilityConfig.terms`. Nothing is assumed where neither is given: the dates are to
be confirmed, and school hours count as taken on every weekday.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sap_match.errors import DataError
from sap_match.model import Facility
from sap_match.recommend.stretches import DAY, Stretch, both, day_start, without
from sap_match.windows import parse_exceptions
from sap_match.windows.slots import Closure

SCHOOL_DAY = (9 * 60, 15 * 60 + 30)
"""Minutes of the day between which a school has its rooms for itself."""
HOLIDAY = timedelta(days=4)
"""A closure at least so long is a holiday, and says that the holidays were given."""

_TERM = re.compile(r"\bterm[- ]?times?\b|\b(?:in|during) term\b|\bterm only\b", re.IGNORECASE)
_TERM_SENTENCE = re.compile(
    r"^\W*(?:(?:available|open|let|for hire|hire|bookable|bookings?)\b[\w ]*)?"
    r"term[- ]?time(?:s)?(?: \w+){0,2}(?: only)?\W*$",
    re.IGNORECASE,
)
_NOT_TERM = re.compile(
    r"\b(?:not|never|no \w+|outside|except)\b[\w ]{0,20}\bterm|\bholidays only\b", re.IGNORECASE
)
_SAYS_TERM = re.compile(r"\W*\b(?:in |during )?term[- ]?times?(?: only)?\b\W*$", re.IGNORECASE)
_NOT_SCHOOL = re.compile(
    r"\b(?:not|never|no \w+|closed|unavailable|outside|out of|except)\b[\w ]{0,24}"
    r"\bschool (?:hours|days?|time)\b|\bafter school(?: hours)? only\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Terms:
    """What school terms do to the hours of a room.

    ``known`` are first and last days of terms, None where nobody gave them.
    """

    only: bool = False
    outside: bool = False
    no_school_hours: bool = False
    known: tuple[Closure, ...] | None = None
    holidays_given: bool = False

    @property
    def matter(self) -> bool:
        """Whether terms do anything to the room's hours."""
        return self.only or self.outside or self.no_school_hours

    @property
    def to_ask(self) -> bool:
        """Whether the dates must be confirmed because no terms are known."""
        return (self.only or self.outside) and self.known is None and not self.holidays_given


def terms_of(facility: Facility, terms: Sequence[Closure]) -> Terms:
    """Return what a facility's words say of terms, with the term dates that hold for it.

    Parameters
    ----------
    facility : Facility
    terms : sequence of (date, date)
        First and last days of the partnership's terms; empty where they are not known.

    Examples
    --------
    >>> hall = Facility(
    ...     id="h",
    ...     organisation_id="o",
    ...     name="Hall",
    ...     description="Term time only. Stage.",
    ...     conditions="Not during school hours",
    ... )
    >>> found = terms_of(hall, ())
    >>> found.only, found.no_school_hours, found.to_ask
    (True, True, True)
    """
    said = "; ".join([facility.conditions or "", facility.type or "", *facility.availability])
    sentences = re.split(r"[.;\n]", facility.description or "")
    outside = bool(_NOT_TERM.search(said))
    only = not outside and (
        bool(_TERM.search(said)) or any(_TERM_SENTENCE.match(s.strip()) for s in sentences)
    )
    school = any(_NOT_SCHOOL.search(text) for text in (said, *sentences))
    own = _own_terms(facility)
    known = own if own is not None else (tuple(terms) or None)
    long = any(b - a >= HOLIDAY for a, b in _closed(facility))
    return Terms(only, outside, school, known, long)


def says_terms(text: str) -> bool:
    """Return whether words speak of terms or school hours.

    Examples
    --------
    >>> says_terms("not during school hours"), says_terms("shoes off")
    (True, False)
    """
    return any(p.search(text) for p in (_TERM, _NOT_TERM, _NOT_SCHOOL))


def without_terms(cell: str) -> str:
    """Return an hours cell without its words about terms.

    Examples
    --------
    >>> without_terms("MO 18:00-21:00 (term time only)")
    'MO 18:00-21:00'
    """
    return _SAYS_TERM.sub("", cell).strip()


def in_terms(hours: Sequence[Stretch], terms: Terms, first: date, last: date) -> list[Stretch]:
    """Return the hours that terms leave.

    Examples
    --------
    >>> monday = day_start(date(2026, 11, 2))
    >>> found = in_terms(
    ...     [(monday + 480, monday + 1080)],
    ...     Terms(no_school_hours=True),
    ...     date(2026, 11, 1),
    ...     date(2026, 11, 9),
    ... )
    >>> [(a - monday, b - monday) for a, b in found]
    [(480, 540), (930, 1080)]
    """
    left = list(hours)
    spans = [(day_start(a), day_start(b) + DAY) for a, b in terms.known or ()]
    if terms.known is not None and terms.only:
        left = both(left, spans)
    if terms.known is not None and terms.outside:
        left = without(left, spans)
    if terms.no_school_hours:
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        school = [
            (day_start(d) + SCHOOL_DAY[0], day_start(d) + SCHOOL_DAY[1])
            for d in days
            if d.weekday() < 5 and (terms.known is None or any(a <= d <= b for a, b in terms.known))
        ]
        left = without(left, school)
    return left


def _own_terms(facility: Facility) -> tuple[Closure, ...] | None:
    cell = facility.extra.get("terms") or facility.extra.get("term_dates") or ""
    try:
        return parse_exceptions(cell) or None
    except DataError:
        return None


def _closed(facility: Facility) -> list[Closure]:
    found: list[Closure] = []
    for cell in facility.exceptions:
        try:
            found += parse_exceptions(cell)
        except DataError:
            continue
    return found
