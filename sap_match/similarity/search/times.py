"""Days and times of day as people say when they can come."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sap_match.windows import weekday_named

EVERY_DAY = tuple(range(7))


@dataclass(frozen=True)
class Times:
    """Days (0 for Monday) and minutes since midnight between which somebody can come."""

    days: tuple[int, ...]
    start: int = 0
    end: int = 1440


_DAY = (
    r"(?:mondays?|tuesdays?|tuesady|teusdays?|wednesdays?|wensdays?|wendsdays?|wednsdays?"
    r"|thursdays?"
    r"|thurdays?|thrusdays?|fridays?|saturdays?|saterdays?|sundays?|tues?|weds|thurs?|fri"
    r"|poniedzia[lł]\w{1,3}|wtor(?:ek|ki)|[sś]rod[aęey]|czwart(?:ek|ki)|pi[aą]t(?:ek|ki)"
    r"|sobot[aęy]|niedziel[aęe]"
    r"|dydd\s+(?:llun|mawrth|mercher|iau|gwener|sadwrn|sul)|nos\s+(?:lun|fawrth|fercher|iau|wener))"
)
_SHORT = r"(?:mon|tue|wed|thu|sat|sun|[MTWFS][OUEHRA])"
_GROUP = r"(?:week[- ]?ends?|week[- ]?days?)"
_LED = r"(?:(?:on|every|each|any|only|just|most|next|this|for|by)\s+(?:a\s+)?)"
_ANY_DAY = rf"(?:{_DAY}|{_GROUP})"
_JOIN = r"(?:\s*(?:,|/|&|\+|\band\b|\bor\b)\s*(?:on\s+)?)"
_PART = (
    r"(?:early\s+|late\s+)?(?:mornings?|mornin|afternoons?|aftenoons?|evenings?|evning"
    r"|nights?(?!\s*(?:shelter"
    r"|mares?))|lunch\s?times?|tea\s?times?|day\s?times?)"
)
_NOT = (
    r"(?:not|except|but\s+not|can'?t\s+(?:do|make|come)|cannot\s+(?:do|make|come)|no\s+good"
    r"|nothing|never)\s+(?:on\s+|for\s+)?"
)
_DAYS = re.compile(
    rf"(?P<not>\b{_NOT})?"
    rf"(?:\b{_LED}{{0,2}}(?P<days>{_ANY_DAY}(?:(?:\s*-\s*"
    rf"|\s+to\s+){_DAY})?(?:{_JOIN}(?:{_ANY_DAY}|{_SHORT}\b))*)"
    rf"|\b(?P<run>{_SHORT}(?:\s*-\s*|\s+to\s+)(?:{_DAY}|{_SHORT}))"
    rf"|\b{_LED}{{1,2}}(?P<short>{_SHORT}(?:(?:\s*-\s*|\s+to\s+)(?:{_DAY}|{_SHORT}))?"
    rf"(?:{_JOIN}(?:{_ANY_DAY}|{_SHORT}))*))\b(?!\s+(?:school|best|papers?|roast))",
    re.IGNORECASE,
)
_PAST = (
    r"(?:died|dies|passed(?:\s+away)?|happened|evicted|released|discharged|arrested|(?:get|gets|got"
    r"|getting|be|am|is|been|being)\s+paid|pay\s?day(?:\s+is)?)"
)
_DEADLINE = re.compile(
    rf"\b(?:(?:until|till|til|before|since|by|last|after)\s+|(?P<past>{_PAST}\s+)(?:on\s+)?)"
    rf"(?:(?:the|end|of|next|this|last|coming|a)\s+){{0,4}}"
    rf"(?:{_DAY}|{_SHORT}(?=\s*(?:[.,;!?]|$))|week[- ]?ends?)\b(?:\s+{_PART}\b)?",
    re.IGNORECASE,
)
"""A day up to which, or since which, something is so: no day on which somebody can come."""
_HOLY = re.compile(
    r"\b(?:shrove|good|black|ash|maundy|palm|easter|whit|bank holiday)\s+$", re.IGNORECASE
)
_PARTS = re.compile(
    rf"\b(?:in\s+the\s+|during\s+the\s+|of\s+an?\s+|at\s+|on\s+)?(?:an?\s+)?(?P<part>{_PART})\b"
    r"(?!\s+(?:class|course|sitting|sitter|bus|primrose))",
    re.IGNORECASE,
)
_AFTER_WHAT = re.compile(r"\bafter[- ](?:(?P<school>school)|work)\b(?!\s+club)", re.IGNORECASE)
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?(?:m\b\.?)?"
_AFTER = re.compile(rf"\b(?:after|from)\s+{_CLOCK}(?:\s*(?:o'?clock|onwards))?(?!\s*(?:year"
rf"|week|month|mile|people|\d))",
                    re.IGNORECASE)  # fmt: skip
_BEFORE = re.compile(
    rf"\b(?:before|until|till)\s+{_CLOCK}(?!\s*(?:year|week|month|\d))", re.IGNORECASE
)
_AT = re.compile(r"\b(?:at|around|about)\s+(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?m\b", re.IGNORECASE)
_BETWEEN = re.compile(
    rf"\b(?:between\s+|from\s+)?{_CLOCK}\s*(?:-|–|to|and"
    rf"|until)\s*(\d{{1,2}})(?:[:.](\d{{2}}))?\s*([ap])\.?m\b"
    rf"|\bbetween\s+{_CLOCK}\s+and\s+{_CLOCK}(?!\s*(?:year|week|month|mile|people|\d))",
    re.IGNORECASE,
)
_SPELLED = {"tuesady": 1, "teusday": 1, "wensday": 2, "wendsday": 2, "wednsday": 2, "thurday": 3,
            "thrusday": 3, "saterday": 5, "tue": 1, "tues": 1, "weds": 2, "thur": 3, "thurs": 3,
            "mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6}  # fmt: skip


def without_deadlines(text: str) -> str:
    """Return a text with spaces in place of days that only say how long something lasts.

    Examples
    --------
    >>> " ".join(without_deadlines("no food until Friday, lunch on Monday").split())
    'no food , lunch on Monday'
    """

    def without(match: re.Match[str]) -> str:
        return (match["past"] or "").ljust(len(match.group()))

    return _DEADLINE.sub(without, text)


def times_in(text: str, *, spans: list[tuple[int, int]] | None = None) -> tuple[Times | None, str]:
    """Return when a text says that somebody can come, and the text without those words.

    Parameters
    ----------
    text : str
    spans : list, optional
        Filled with where those words stand.

    Examples
    --------
    >>> times_in("a choir on Tuesday evenings")
    (Times(days=(1,), start=1020, end=1440), 'a choir')
    >>> times_in("weekends, not Sundays")[0], times_in("sat nav lessons")[0]
    (Times(days=(5,), start=0, end=1440), None)
    """
    where: list[tuple[int, int]] = [] if spans is None else spans
    wanted: set[int] = set()
    unwanted: set[int] = set()
    for match in _DAYS.finditer(text):
        if _HOLY.search(text[: match.start()]):
            continue
        days = _days(match["days"] or match["run"] or match["short"])
        if days:
            (unwanted if match["not"] else wanted).update(days)
            where.append(match.span())
    left = (wanted or set(EVERY_DAY)) - unwanted
    start, end = _clock(text, where)
    if not wanted and where and _AFTER_WHAT.search(text):
        left -= {5, 6}
    if not where or not left:
        where.clear()
        return None, text
    rest = text
    for first, last in where:
        rest = rest[:first] + " " * (last - first) + rest[last:]
    return Times(tuple(sorted(left)), start, end), " ".join(rest.split())


def _days(said: str) -> list[int]:
    found: list[int] = []
    for piece in re.split(r"\s*(?:,|/|&|\+|\band\b|\bor\b)\s*(?:on\s+)?", said.lower()):
        if re.fullmatch(_GROUP, piece):
            found += [5, 6] if "end" in piece else [0, 1, 2, 3, 4]
            continue
        ends = [_day(name) for name in re.split(r"\s*-\s*|\s+to\s+", piece)]
        known = [d for d in ends if d is not None]
        if len(known) == 2:
            found += [(known[0] + i) % 7 for i in range((known[1] - known[0]) % 7 + 1)]
        else:
            found += known
    return found


_FOREIGN = (
    ("poniedzia", 0), ("wtor", 1), ("środ", 2), ("srod", 2), ("czwart", 3), ("piąt", 4),
    ("piat", 4), ("sobot", 5), ("niedziel", 6), ("dydd llun", 0), ("dydd mawrth", 1),
    ("dydd mercher", 2), ("dydd iau", 3), ("dydd gwener", 4), ("dydd sadwrn", 5),
    ("dydd sul", 6), ("nos lun", 0),
    ("nos fawrth", 1), ("nos fercher", 2), ("nos iau", 3), ("nos wener", 4),
)  # fmt: skip


def _day(name: str) -> int | None:
    foreign = next((d for begin, d in _FOREIGN if " ".join(name.split()).startswith(begin)), None)
    if foreign is not None:
        return foreign
    plain = name.strip().lower().removesuffix("s") if len(name) > 5 else name.strip().lower()
    if plain in _SPELLED:
        return _SPELLED[plain]
    return _SPELLED.get(name.strip().lower(), weekday_named(name))


_PART_TIMES = (
    ("morn", 360, 720),
    ("lunch", 690, 870),
    ("after", 720, 1080),
    ("aften", 720, 1080),
    ("tea", 960, 1140),
    ("ev", 1020, 1440),
    ("night", 1080, 1440),
    ("day", 540, 1020),
)


def _clock(text: str, where: list[tuple[int, int]]) -> tuple[int, int]:
    """Return between which minutes of the day; the whole day where nothing is said."""
    for match in _BETWEEN.finditer(text):
        groups = match.groups()
        six = groups[:6] if groups[3] is not None else groups[6:]
        last = _minutes(six[3], six[4], six[5])
        first = _minutes(
            six[0], six[1], six[2] or (six[5] if int(six[0]) <= int(six[3]) % 12 else None)
        )
        if first is not None and last is not None and first < last:
            where.append(match.span())
            return first, last
    for pattern, which in ((_AFTER, "after"), (_BEFORE, "before"), (_AT, "at")):
        found = pattern.search(text)
        minutes = _minutes(*found.groups()[:3]) if found else None
        if found is not None and minutes is not None:
            where.append(found.span())
            spans = {
                "after": (minutes, 1440),
                "before": (0, minutes),
                "at": (minutes, minutes + 30),
            }
            return spans[which]
    after = _AFTER_WHAT.search(text)
    if after is not None:
        where.append(after.span())
        return (900, 1140) if after["school"] else (1020, 1440)
    start, end = 1440, 0
    for match in _PARTS.finditer(text):
        part = match["part"].lower().split()[-1]
        if part.startswith("night") and not _near_day(match, where, text):
            continue  # "can't sleep at night" says nothing of opening times
        low, high = next((a, b) for begin, a, b in _PART_TIMES if part.startswith(begin))
        start, end = min(start, low), max(end, high)
        where.append(match.span())
    return (start, end) if end else (0, 1440)


def _near_day(match: re.Match[str], where: list[tuple[int, int]], text: str) -> bool:
    return any(not text[last : match.start()].strip() for _, last in where)


def _minutes(hour: str | None, minute: str | None, half: str | None) -> int | None:
    """Return minutes since midnight; a bare hour from 1 to 7 is in the afternoon."""
    if hour is None or int(hour) > 24 or int(minute or 0) > 59:
        return None
    hours = int(hour)
    if half and 1 <= hours <= 12:
        hours = hours % 12 + (12 if half.lower() == "p" else 0)
    elif not half and 1 <= hours <= 7:
        hours += 12
    return min(1440, hours * 60 + int(minute or 0))
