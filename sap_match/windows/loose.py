"""Opening times as people write them, read only where there is one way to read them.

Every word of the text must be understood: "by appointment", "term time only" or "except
bank holidays" make it *not known*, because the hours that stand there are not the whole
truth. Nothing is ever guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sap_match.windows.clock import Clock, between
from sap_match.windows.reading import weekday_named
from sap_match.windows.rules import on_weekday
from sap_match.windows.schedule import CODES, Rule, Schedule, Window

LONGEST = 400  # characters; a longer text is a story, not a timetable

_ORDINALS = {
    "1st": "1", "first": "1", "2nd": "2", "second": "2", "3rd": "3", "third": "3",
    "4th": "4", "fourth": "4", "last": "-1",
}  # fmt: skip
_GROUPS = {
    "daily": range(7), "every day": range(7), "7 days a week": range(7),
    "seven days a week": range(7), "weekdays": range(5), "weekday": range(5),
    "weekends": range(5, 7), "weekend": range(5, 7),
}  # fmt: skip
_TOKENS = re.compile(
    r"""
      (?P<always>24\s*/\s*7)
    | (?P<allday>24\s*hours(?:\ a\ day)?\b|all\ day\b)
    | (?P<group>daily|every\ day|(?:7|seven)\ days\ a\ week|weekdays?|weekends?)\b
    | (?P<month>(?:of|in)\ (?:(?:the|each|every)\ )?month\b|(?:each|every)\ month\b|monthly\b)
    | (?P<ordinal>(?:1st|2nd|3rd|4th|first|second|third|fourth|last)\b)
    | (?P<day>(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\b
    | (?P<clock>
          (?:12\s*)?(?P<word>noon|midday|midnight)\b
        | (?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?!\d)
          \s*(?P<half>[ap]\.?m\b\.?)?(?:\s*(?P<word2>noon|midday|midnight)\b)?
      )
    | (?P<dash>-)
    | (?P<until>(?:to|until|till|til)\b)
    | (?P<unless>except(?:\ for)?\b|excluding\b|apart\ from\b)
    | (?P<closed>closed\b)
    | (?P<and>[,;.:&/+|()\n]|and\b)
    | (?P<filler>(?:we\ are|is|are|open|opening|hours?|times?|food\ ?bank|food\ store|store|food
        |parcels?|served|every|each|from|between|on|the|available)\b)
    | (?P<space>\s+)
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Days:
    weekly: frozenset[int] = frozenset()
    monthly: frozenset[str] = frozenset()


_EVERY_DAY = _Days(frozenset(range(7)))
_ALWAYS = Schedule(tuple(Window(day, 0, 1440) for day in range(7)))


@dataclass(frozen=True, slots=True)
class _Times:
    stretches: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    kind: str


_Block = _Days | _Times | _Mark


class _UnsureError(Exception):
    """There is no one way to read the text."""


def parse_loose(text: str, *, weekday: int | None = None) -> Schedule | None:
    """Read opening times in common English, or return ``None`` when unsure.

    Parameters
    ----------
    text : str
        "Tuesdays, Wednesdays and Fridays, 10am-2pm", "Mon-Fri: 6.30am-10pm, Sat closed",
        "1st Saturday of the month 10am - 12 noon", "9 - 4 weekdays except Wed 9 - 2".
    weekday : int, optional
        The day (0 for Monday) that a cell without days belongs to, in a table with a
        column a day; only then does "closed" give an empty schedule.

    Returns
    -------
    Schedule or None
        ``None`` also where a word was not understood.

    Notes
    -----
    Hours without am and pm are read where one reading is an opening time: "10 - 12" is in
    the morning, "9 - 4" a working day, "1 - 3" an afternoon; "7 - 9" is ``None``.

    Examples
    --------
    >>> from sap_match.windows.reading import format
    >>> format(parse_loose("Tues & Fridays, 1.30 - 3.30pm; 1st Saturday of month 10am - 12noon"))
    'TU 13:30-15:30; FR 13:30-15:30; RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-12:00'
    >>> parse_loose("Mon - Fri by appointment") is None
    True
    """
    clean = re.sub(
        r"[ \t]+", " ", re.sub(r"(?<!\s)\s*[‐-―−]\s*", "-", text.replace("\xa0", " "))
    ).strip()
    if not clean or len(clean) > LONGEST:
        return None
    try:
        tokens = list(_tokens(clean))
        blocks = list(_Reader(tokens).blocks())
        if any(_kind(token) == "always" for token in tokens):
            # "24/7" says it all; beside anything else than "daily" it is not sure.
            days = [block for block in blocks if isinstance(block, _Days)]
            schedule = _schedule(blocks if days else [_EVERY_DAY, *blocks], weekday)
            return schedule if schedule == _ALWAYS else None
        return _schedule(blocks, weekday)
    except _UnsureError:
        return None


def _schedule(blocks: list[_Block], weekday: int | None) -> Schedule | None:
    if weekday is None:
        return _assembled(blocks).schedule() or None
    if any(isinstance(block, _Days) for block in blocks):
        return None
    return _assembled([_Days(frozenset({weekday})), *blocks]).schedule()


def _tokens(text: str) -> Iterator[re.Match[str]]:
    position = 0
    while position < len(text):
        match = _TOKENS.match(text, position)
        if match is None:
            raise _UnsureError(text[position:])
        if match.lastgroup not in {"filler", "space"}:
            yield match
        position = match.end()


def _kind(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return next(kind for kind in _KINDS if groups[kind] is not None)


_UP_TO = {"dash", "until"}
_KINDS = (
    "always", "allday", "group", "month", "ordinal", "day", "clock", "dash", "until", "unless",
    "closed", "and", "filler", "space",
)  # fmt: skip


class _Reader:
    """Gathers tokens into blocks of days, of times, and marks between them."""

    def __init__(self, tokens: list[re.Match[str]]) -> None:
        self.tokens = tokens
        self.at = 0

    def kind(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return _kind(self.tokens[at]) if at < len(self.tokens) else "end"

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1].group()

    def skip(self, *kinds: str) -> None:
        while self.kind() in kinds:
            self.at += 1

    def blocks(self) -> Iterator[_Block]:
        self.skip("and", "dash")
        while self.kind() != "end":
            kind = self.kind()
            if kind in {"group", "ordinal", "day", "month"}:
                yield self.days()
            elif kind == "clock":
                yield self.times()
            elif kind in {"always", "allday"}:
                self.take()
                yield _Times(((0, 1440),))
            elif kind in {"unless", "closed"}:
                self.take()
                yield _Mark(kind)
            else:
                raise _UnsureError(kind)
            # "Wednesday - 10am" and "Mon: 9am": what stands between blocks only parts them.
            self.skip("and", "dash")

    def days(self) -> _Days:
        weekly: set[int] = set()
        monthly: set[str] = set()
        while self.kind() in {"group", "ordinal", "day", "month"}:
            if self.kind() == "group":
                weekly.update(_GROUPS[re.sub(r"\s+", " ", self.take().lower())])
            elif self.kind() == "day":
                weekly.update(self.day_range())
            else:
                monthly.update(self.of_month())
            if self.days_go_on():
                self.skip("and")
        return _Days(frozenset(weekly), frozenset(monthly))

    def days_go_on(self) -> bool:
        ahead = 0
        while self.kind(ahead) == "and":
            ahead += 1
        return self.kind(ahead) in {"group", "ordinal", "day", "month"}

    def day_range(self) -> list[int]:
        first = self.weekday()
        if self.kind() not in _UP_TO or self.kind(1) != "day":
            return [first]
        self.take()
        last = self.weekday()
        return [(first + step) % 7 for step in range((last - first) % 7 + 1)]

    def weekday(self) -> int:
        number = weekday_named(self.take())
        if number is None:
            raise _UnsureError
        return number

    def of_month(self) -> list[str]:
        """Read "1st and 3rd Tuesday of the month"; a bare "1st Tuesday" is not sure."""
        said = self.kind() == "month"
        if said:
            self.take()
            self.skip("and", "dash")
        numbers: list[str] = []
        while self.kind() == "ordinal":
            numbers.append(_ORDINALS[self.take().lower()])
            self.skip("and")
        if not numbers or self.kind() != "day":
            raise _UnsureError
        code = CODES[self.weekday()]
        if self.kind() == "month":
            self.take()
            said = True
        if not said:
            raise _UnsureError
        return [number + code for number in numbers]

    def times(self) -> _Times:
        stretches: list[tuple[int, int]] = []
        while self.kind() == "clock":
            start = self.clock()
            if not self.is_stretch(-1):
                # "between 9am and 5pm" has an "and" where others have a dash.
                raise _UnsureError
            self.take()
            stretch = between(start, self.clock())
            if stretch is None:
                raise _UnsureError
            stretches.append(stretch)
            ahead = 0
            while self.kind(ahead) == "and":
                ahead += 1
            if self.kind(ahead) != "clock" or not self.is_stretch(ahead):
                break
            self.skip("and")
        return _Times(tuple(stretches))

    def is_stretch(self, ahead: int) -> bool:
        return self.kind(ahead + 1) in _UP_TO and self.kind(ahead + 2) == "clock"

    def clock(self) -> Clock:
        match = self.tokens[self.at]
        self.take()
        word = match["word"] or match["word2"]
        hour = 12 if match["hour"] is None else int(match["hour"])
        clock = Clock.read(match["hour"] or "12", match["minute"], match["half"], word)
        if clock is None or (word and hour != 12):
            raise _UnsureError
        return clock


@dataclass(slots=True)
class _Timetable:
    weekly: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    monthly: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)

    def add(self, days: _Days, times: _Times) -> None:
        if days.weekly & self.closed:
            raise _UnsureError
        for day in days.weekly:
            self._add_to(self.weekly.setdefault(day, []), times)
        for code in days.monthly:
            self._add_to(self.monthly.setdefault(code, []), times)

    @staticmethod
    def _add_to(known: list[tuple[int, int]], times: _Times) -> None:
        for start, end in times.stretches:
            if any(start < other_end and other < end for other, other_end in known):
                # Two different hours for one day are two services, or a slip.
                raise _UnsureError
            known.append((start, end))

    def drop(self, days: _Days) -> None:
        """Take the hours of some days away, all of which must have been told."""
        if days.monthly or not all(self.weekly.get(day) for day in days.weekly):
            raise _UnsureError
        for day in days.weekly:
            self.weekly[day] = []

    def close(self, days: _Days) -> None:
        if any(self.weekly.get(day) for day in days.weekly):
            self.drop(days)
        elif days.monthly:
            raise _UnsureError
        self.closed.update(days.weekly)

    def schedule(self) -> Schedule:
        windows: list[Window] = []
        for day, stretches in self.weekly.items():
            windows.extend(w for start, end in stretches for w in on_weekday(day, start, end))
        codes_at: dict[tuple[int, int], list[str]] = {}
        for code in sorted(self.monthly):
            for stretch in self.monthly[code]:
                codes_at.setdefault(stretch, []).append(code)
        rules = [
            Rule(f"FREQ=MONTHLY;BYDAY={','.join(codes)}", start, end)
            for (start, end), codes in codes_at.items()
        ]
        return Schedule(tuple(windows), tuple(rules))


def _assembled(blocks: list[_Block]) -> _Timetable:
    """Pair days with times: days first or times first, one way throughout."""
    table = _Timetable()
    days_first = bool(blocks) and not isinstance(blocks[0], _Times)
    queue = list(blocks)
    while queue:
        head = queue.pop(0)
        if head == _Mark("unless"):
            _unless(table, queue)
        elif head == _Mark("closed"):
            _closed(table, queue)
        else:
            _pair(table, head, queue, days_first=days_first)
    return table


def _pair(table: _Timetable, head: _Block, queue: list[_Block], *, days_first: bool) -> None:
    if isinstance(head, _Days) and days_first:
        without = queue[1] if queue[:1] == [_Mark("unless")] and len(queue) > 1 else None
        if isinstance(without, _Days):
            head = _less(head, without)  # "Daily (except Tues) 10am - 12"
            del queue[:2]
        following = queue.pop(0) if queue else None
        if following == _Mark("closed"):
            table.close(head)
            return
        if isinstance(following, _Times):
            table.add(head, following)
            return
    elif isinstance(head, _Times) and not days_first and queue and isinstance(queue[0], _Days):
        table.add(queue[0], head)
        del queue[0]
        return
    raise _UnsureError


def _less(days: _Days, without: _Days) -> _Days:
    if without.monthly or not without.weekly < days.weekly:
        raise _UnsureError
    return _Days(days.weekly - without.weekly, days.monthly)


def _unless(table: _Timetable, queue: list[_Block]) -> None:
    """Read the end of a text: "except Wednesdays", "except Wed 9 - 2"."""
    days = [block for block in queue if isinstance(block, _Days)]
    times = [block for block in queue if isinstance(block, _Times)]
    if len(days) != 1 or len(times) > 1 or len(days) + len(times) != len(queue):
        raise _UnsureError
    table.drop(days[0])
    for block in times:
        table.add(days[0], block)
    queue.clear()


def _closed(table: _Timetable, queue: list[_Block]) -> None:
    days = queue.pop(0) if queue else None
    if not isinstance(days, _Days):
        raise _UnsureError
    table.close(days)
