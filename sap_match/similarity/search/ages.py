"""Ages and sexes as people and directories write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

OLDEST = 130

Sex = Literal["men", "women"]


@dataclass(frozen=True, order=True)
class Ages:
    """A stretch of ages in years, both ends included.

    Examples
    --------
    >>> Ages(11, 16).overlaps(Ages(16, 99)), Ages(65, OLDEST).overlaps(Ages(0, 17))
    (True, False)
    >>> str(Ages(11, 16)), str(Ages(60, OLDEST)), str(Ages(0, 4)), str(Ages(84, 84))
    ('11 to 16', '60 and over', 'up to 4', '84')
    """

    low: float
    high: float

    def overlaps(self, other: Ages) -> bool:
        """Whether some age lies in both."""
        return self.low <= other.high and other.low <= self.high

    def __str__(self) -> str:
        if self.low == self.high:
            return f"{self.low:g}"
        if self.high >= OLDEST:
            return f"{self.low:g} and over"
        return f"{self.low:g} to {self.high:g}" if self.low > 0 else f"up to {self.high:g}"


def hull(many: Iterable[Ages]) -> Ages | None:
    """Return the stretch that holds all of them, or None without any.

    Examples
    --------
    >>> hull([Ages(8, 8), Ages(10, 10)])
    Ages(low=8, high=10)
    """
    known = list(many)
    if not known:
        return None
    return Ages(min(a.low for a in known), max(a.high for a in known))


_LABELS: tuple[tuple[str, Ages], ...] = (
    (r"\b(?:toddlers?|bab(?:y|ies)|under[- ]?fives|pre-?school\w*)\b", Ages(0, 5)),
    (r"\b(?:older|elderly|pensioners?|seniors?|retired)\b", Ages(50, OLDEST)),
    (r"\byoung adults?\b", Ages(16, 30)),
    (r"\b(?:young (?:people|persons?)|teen(?:s|agers?)?|youth|students?)\b", Ages(10, 25)),
    (r"\b(?:children|kids|pupils|girls|boys|infants)\b", Ages(0, 18)),
    (r"\badults?\b", Ages(18, OLDEST)),
    (r"\b(?:wo)?men\b", Ages(16, OLDEST)),
)
_LABEL_PATTERNS = tuple((re.compile(p, re.IGNORECASE), ages) for p, ages in _LABELS)


def ages_of_label(label: str) -> Ages | None:
    """Return the ages that an audience's label speaks of, or None where it speaks of none.

    Examples
    --------
    >>> ages_of_label("older people"), ages_of_label("carers")
    (Ages(low=50, high=130), None)
    """
    written = ages_written(label)
    if written is not None:
        return written
    return hull(ages for pattern, ages in _LABEL_PATTERNS if pattern.search(label))


_NUMBER = r"(\d{1,3})"
_UNIT = r"(?:\s*(?:years?|yrs?|year[- ]olds?)(?:\s+(?:of\s+age|olds?))?)"
_SPAN = re.compile(
    rf"\b(?:aged?s?|from|years)\s*(?:of\s*)?(?:between\s+)?{_NUMBER}\s*(?:-|–|—|to"
    rf"|and)\s*{_NUMBER}\b"
    rf"|\b{_NUMBER}\s*(?:-|–|to)\s*{_NUMBER}{_UNIT}|\b{_NUMBER}\s*(?:-|–|to)\s*{_NUMBER}s\b"
    rf"|^\s*{_NUMBER}\s*(?:-|–|to)\s*{_NUMBER}\s*$",
    re.IGNORECASE,
)
_OVER = re.compile(
    rf"\b(?:over|aged)[- ]?(?:the\s+age\s+of\s+)?{_NUMBER}(?:['’]?s|\s+and\s+over|\s*\+"
    rf"|\s+or\s+over)?"
    rf"(?![\d,.]*\s*(?:people|families|years?\s+of\s+exp|volunteers|services|members|%))\b"
    rf"|\b{_NUMBER}\s*(?:\+|plus\b|and\s+over\b|and\s+above\b|years\s+and\s+over\b)",
    re.IGNORECASE,
)
_UNDER = re.compile(
    rf"\bunder[- ]?(?:the\s+age\s+of\s+)?{_NUMBER}(?:['’]?s)?\b"
    rf"|\b(?:up\s+to|until)\s+(?:the\s+age\s+of\s+|age\s+){_NUMBER}\b",
    re.IGNORECASE,
)
_FIVES = re.compile(r"\bunder[- ]fives\b", re.IGNORECASE)


def ages_written(text: str) -> Ages | None:
    """Return the widest stretch of ages that a text names in figures, or None.

    Examples
    --------
    >>> ages_written("counselling for young people aged 13 to 25 years")
    Ages(low=13.0, high=25.0)
    >>> ages_written("over 50s; under 18"), ages_written("fifty years of service to 300 families")
    (Ages(low=0, high=130), None)
    """
    found: list[Ages] = []
    rest = text
    for match in _SPAN.finditer(text):
        low, high = (float(n) for n in match.groups() if n)
        if low < high <= 110:
            found.append(Ages(low, high))
    rest = _SPAN.sub(" ", text)
    for match in _OVER.finditer(rest):
        low = float(next(n for n in match.groups() if n))
        if 4 <= low <= 90:
            exact = re.match(r"(?i)aged[- ]?\d+$", match.group())
            found.append(Ages(low, OLDEST) if not exact else Ages(low, low))
    for match in _UNDER.finditer(rest):
        high = float(next(n for n in match.groups() if n))
        if 1 <= high <= 40:
            found.append(Ages(0, high - 1 if "under" in match.group().lower() else high))
    if _FIVES.search(rest):
        found.append(Ages(0, 4))
    return hull(found)


_FEMALE = re.compile(r"\b(?:women|girls|mothers|mums|ladies|female)\b", re.IGNORECASE)
_MALE = re.compile(r"\b(?:men|boys|fathers|dads|lads|male)\b", re.IGNORECASE)


def only_for(labels: Iterable[str]) -> Sex | None:
    """Return the one sex that a list of audiences names, or None where it names both or others.

    Examples
    --------
    >>> only_for(["women", "girls"]), only_for(["women", "men"]), only_for(["women", "families"])
    ('women', None, None)
    """
    told = [("f" * bool(_FEMALE.search(x)) + "m" * bool(_MALE.search(x))) for x in labels]
    if not told or set(told) not in ({"f"}, {"m"}):
        return None
    return "women" if told[0] == "f" else "men"
