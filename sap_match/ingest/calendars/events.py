"""From an event of a calendar to the times at which a facility is taken.

Events repeat as their rules say (RFC 5545, sections 3.8.5 and 3.3.10) on the clock of their
own time zone. What an event is about, and who is invited, is never looked at: a calendar of
a hall names people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from sap_match.errors import DataError
from sap_match.windows.rules import canonical
from sap_match.windows.schedule import CODES

MOST_TIMES = 1_500
"""No event gives more times than this: four years of every day."""
_LONGEST = timedelta(days=366)
_OLDEST = 60
_YEARS = range(1900, 2200)
KEPT = frozenset(
    (
        "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS",
        "TRANSP", "UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "LOCATION", "FREEBUSY",
        "X-MICROSOFT-CDO-BUSYSTATUS",
    )
)  # fmt: skip
"""The lines of an event that are looked at."""


class Taken(NamedTuple):
    """One time: from, up to; with an offset, or in the partnership's local time."""

    starts: datetime
    ends: datetime


class Bounds(NamedTuple):
    """From when to when repeating events are worked out, both as local days."""

    first: date
    last: date


@dataclass(frozen=True)
class Event:
    """One event: its first time, how it repeats, and the word of each thing that matters.

    Times are on the wall clock of ``zone``; ``zone`` is ``None`` for floating times and
    whole days.
    """

    row: int
    uid: str
    start: datetime
    length: timedelta
    zone: tzinfo | None
    whole_days: bool
    rules: tuple[str, ...]
    added: tuple[tuple[datetime, timedelta | None], ...]
    left_out: frozenset[datetime | date]
    instead_of: datetime | None
    later_too: bool
    sequence: int
    stamp: datetime | None
    status: str
    location: str
    why_not: str
    """Why it takes no time: it is called off, or marked as free."""
    notes: tuple[tuple[str, str, str], ...] = ()
    """Lines that could not be used: name, value and why."""


def event_of(block: str, row: int) -> Event | str:
    r"""Return the event of the lines from ``BEGIN:VEVENT`` to ``END:VEVENT``, or why it is none.

    Examples
    --------
    >>> found = event_of(
    ...     "BEGIN:VEVENT\nDTSTART;TZID=Europe/London:20261103T180000\nDURATION:PT1H\nEND:VEVENT\n",
    ...     1,
    ... )
    >>> found.start.isoformat(), str(found.zone), found.length
    ('2026-11-03T18:00:00', 'Europe/London', datetime.timedelta(seconds=3600))
    >>> event_of("BEGIN:VEVENT\nDTSTART:soon\nEND:VEVENT\n", 1)
    'DTSTART is no date and time'
    """
    from icalendar import Event as Component

    try:
        node: Any = Component.from_ical(block)
    except Exception as error:  # noqa: BLE001 - the library raises what its parts raise
        return f"is no event that can be read: {error}"[:200]
    begins = _first(node, "DTSTART")
    start = getattr(begins, "dt", None)
    if not isinstance(start, date):
        return "DTSTART is no date and time" if "\nDTSTART" in block else "has no DTSTART"
    zone, notes = _zone(begins)
    whole_days = not isinstance(start, datetime)
    try:
        wall = _wall(start, zone)
        length = _length(node, wall, zone, whole_days=whole_days)
        added = tuple(_added(node, zone))
        left_out = frozenset(_times(node, "EXDATE", zone))
        replaced = next(iter(_times(node, "RECURRENCE-ID", zone)), None)
    except (OverflowError, ValueError, TypeError):
        return "is beyond the calendar"
    why = _impossible(wall, length)
    if length is None or why:
        return why
    return Event(
        row=row,
        uid=_text(node, "UID"),
        start=wall,
        length=length,
        zone=None if whole_days else zone,
        whole_days=whole_days,
        rules=tuple(_rules(node)),
        added=added,
        left_out=left_out,
        instead_of=_midnight(replaced),
        later_too=_later_too(node),
        sequence=_number(_text(node, "SEQUENCE")),
        stamp=_stamp(node),
        status=_text(node, "STATUS").lower(),
        location=" ".join(_text(node, "LOCATION").split())[:200],
        why_not=_why_not(node),
        notes=(*notes, *_errors(node)),
    )


def _impossible(start: datetime, length: timedelta | None) -> str:
    if start.year not in _YEARS:
        return "is beyond the calendar"
    if length is None:
        return "does not end after it begins"
    return "lasts more than a year" if length > _LONGEST else ""


def times_of(
    event: Event, bounds: Bounds, replaced: Iterable[datetime] = ()
) -> tuple[list[Taken], tuple[str, str, str] | None]:
    """Return the times that an event takes, and what of its rule could not be used.

    Parameters
    ----------
    event : Event
    bounds : Bounds
        A repeating event is worked out within them; a single one counts wherever it is.
    replaced : iterable of datetime
        Its times that another event moves or calls off.

    Returns
    -------
    (list of Taken, remark or None)
        The times in order, each once.
    """
    away = {*event.left_out, *replaced}
    found: dict[datetime, timedelta] = {}
    remark: tuple[str, str, str] | None = None
    if event.rules:
        for rule in event.rules:
            starts, why = _repeated(event, rule, bounds)
            found.update(dict.fromkeys(starts, event.length))
            if why:
                remark = "RRULE", rule, why
    else:
        found[event.start] = event.length
    found.update((start, length or event.length) for start, length in event.added)
    kept = sorted(s for s in found if s not in away and s.date() not in away and s.year in _YEARS)
    if len(kept) > MOST_TIMES:
        kept = kept[:MOST_TIMES]
        remark = "RRULE", event.rules[0] if event.rules else "", (
            f"gives more than {MOST_TIMES} times: the first are used"
        )  # fmt: skip
    return [Taken(*_placed(s, found[s], event.zone)) for s in kept], remark


def _repeated(event: Event, rule: str, bounds: Bounds) -> tuple[list[datetime], str]:
    """Return the starts of one rule on the event's own clock; the first always counts."""
    try:
        text = _checked(rule, event)
    except DataError as error:
        why = error.message.split("; write")[0].split(" (known")[0]
        return [event.start], f"is not understood: {why}; only its first time is used"
    if bounds.first.year - event.start.year > _OLDEST:
        return [event.start], f"began more than {_OLDEST} years ago; only its first time is used"
    first = datetime.combine(bounds.first, time.min)
    last = datetime.combine(bounds.last, time.max)
    starts = [event.start] if first <= event.start <= last else []
    for start in rrulestr(text, dtstart=event.start).xafter(first, inc=True):
        if start > last or len(starts) > MOST_TIMES:
            break
        starts.append(start)
    return starts, ""


def _checked(rule: str, event: Event) -> str:
    """Return a rule that dateutil can be given: one that it would seek for ever is refused."""
    parts = dict(p.split("=", 1) for p in rule.upper().split(";") if "=" in p)
    until = parts.pop("UNTIL", "")
    weekday = CODES[event.start.weekday()]
    begins = f"{event.start:%Y%m%d}"
    interval = parts.get("INTERVAL", "1")
    if (
        parts.get("FREQ") == "DAILY"
        and interval.isdecimal()
        and int(interval[:9]) % 7 == 0
        and weekday not in parts.get("BYDAY", weekday)
    ):
        raise DataError("no day fits this rule")
    canonical(";".join([*(f"{k}={v}" for k, v in parts.items()), f"DTSTART={begins}"]))
    text = ";".join(f"{k}={v}" for k, v in parts.items())
    if not until:
        return text
    last = _until(until, event.zone)
    if last is None:
        raise DataError("UNTIL is no date")
    return f"{text};UNTIL={last:%Y%m%dT%H%M%S}"


def _until(text: str, zone: tzinfo | None) -> datetime | None:
    """Return the last moment of a rule on the event's own clock."""
    try:
        if len(text) == 8:
            return datetime.combine(datetime.strptime(text, "%Y%m%d").date(), time.max)  # noqa: DTZ007
        moment = datetime.strptime(text.rstrip("Z")[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007
        if text.endswith("Z") and zone is not None:
            return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return moment


def _placed(start: datetime, length: timedelta, zone: tzinfo | None) -> tuple[datetime, datetime]:
    """Return a time with its zone; it lasts as long as clocks in UTC say."""
    if zone is None:
        return start, start + length
    begins = start.replace(tzinfo=zone).astimezone(UTC)
    return begins, begins + length


# ---------------------------------------------------------------------------- reading the lines


def _all(node: Any, name: str) -> list[Any]:
    """Return the values of a property, without those that the library could not read."""
    found = node.get(name)
    values = found if isinstance(found, list) else [] if found is None else [found]
    return [value for value in values if type(value).__name__ != "vBroken"]


def _number(text: str) -> int:
    return int(text[:9]) if text.isdecimal() else 0


def _first(node: Any, name: str) -> Any:
    return next(iter(_all(node, name)), None)


def _text(node: Any, name: str) -> str:
    found = _first(node, name)
    return "" if found is None else str(found).strip()


def _zone(value: Any) -> tuple[tzinfo | None, tuple[tuple[str, str, str], ...]]:
    """Return the zone of a time, and a note where it names one that nobody knows."""
    named = str(getattr(value, "params", {}).get("TZID", ""))
    moment = getattr(value, "dt", None)
    zone = moment.tzinfo if isinstance(moment, datetime) else None
    if zone is not None:
        return zone, ()
    known = zone_called(named)
    if named and known is None:
        return None, (("TZID", named, "is no time zone; the time is read as the place's own"),)
    return known, ()


def zone_called(name: str) -> ZoneInfo | None:
    """Return the zone that a calendar program means.

    Examples
    --------
    >>> str(zone_called("/citadel.org/20210210_1/Europe/London")), zone_called("Home")
    ('Europe/London', None)
    """
    parts = name.strip('"/ ').split("/")
    for length in (3, 2, 1):
        if len(parts) < length or (length == 1 and len(parts) > 1):
            continue
        try:
            return ZoneInfo("/".join(parts[-length:]))
        except (KeyError, ValueError, OSError):
            continue
    return None


def _wall(moment: date, zone: tzinfo | None) -> datetime:
    """Return a time on the wall clock of an event's zone; a date is its first moment."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time.min)
    if moment.tzinfo is not None and zone is not None:
        moment = moment.astimezone(zone)
    return moment.replace(tzinfo=None)


def _midnight(moment: datetime | date | None) -> datetime | None:
    if moment is None or isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time.min)


def _length(
    node: Any, start: datetime, zone: tzinfo | None, *, whole_days: bool
) -> timedelta | None:
    """Return how long an event lasts; nothing where it does not end after it begins."""
    ends = getattr(_first(node, "DTEND"), "dt", None)
    lasts = getattr(_first(node, "DURATION"), "dt", None)
    length = timedelta(days=1) if whole_days else timedelta(0)
    if isinstance(ends, date):
        until = _wall(ends, zone)
        length = until - start
        if zone is not None:
            begin, end = (m.replace(tzinfo=zone).astimezone(UTC) for m in (start, until))
            length = end - begin
        if whole_days and not length:  # some programs write the same day twice
            length = timedelta(days=1)
    elif isinstance(lasts, timedelta):
        length = lasts
    return length if length > timedelta(0) else None


def _times(node: Any, name: str, zone: tzinfo | None) -> Iterator[datetime | date]:
    """Yield the moments of a property, on the event's clock; a date stays one."""
    for value in _all(node, name):
        for one in getattr(value, "dts", None) or [value]:
            moment = getattr(one, "dt", None)
            if isinstance(moment, tuple):
                moment = moment[0]
            if isinstance(moment, datetime):
                yield _wall(moment, zone)
            elif isinstance(moment, date):
                yield moment


def _added(node: Any, zone: tzinfo | None) -> Iterator[tuple[datetime, timedelta | None]]:
    for value in _all(node, "RDATE"):
        for one in getattr(value, "dts", ()):
            moment = getattr(one, "dt", None)
            if isinstance(moment, tuple):
                begin, end = moment
                length = end if isinstance(end, timedelta) else end - begin
                if length > timedelta(0):
                    yield _wall(begin, zone), length
            elif isinstance(moment, date):
                yield _wall(moment, zone), None


def _rules(node: Any) -> Iterator[str]:
    for value in _all(node, "RRULE"):
        if hasattr(value, "to_ical"):
            yield value.to_ical().decode("utf-8", "replace")


def _later_too(node: Any) -> bool:
    params: Mapping[str, str] = getattr(_first(node, "RECURRENCE-ID"), "params", {})
    return str(params.get("RANGE", "")).upper() == "THISANDFUTURE"


def _stamp(node: Any) -> datetime | None:
    for name in ("LAST-MODIFIED", "DTSTAMP"):
        moment = getattr(_first(node, name), "dt", None)
        if isinstance(moment, datetime) and 1990 <= moment.year <= 2100:
            return moment.replace(tzinfo=None)
    return None


def _why_not(node: Any) -> str:
    if _text(node, "STATUS").upper() == "CANCELLED":
        return "is called off"
    if _text(node, "TRANSP").upper() == "TRANSPARENT":
        return "does not take the time: it is marked as free"
    if _text(node, "X-MICROSOFT-CDO-BUSYSTATUS").upper() == "FREE":
        return "does not take the time: it is marked as free"
    return ""


_TELLING = frozenset(("DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"))


def _errors(node: Any) -> Iterator[tuple[str, str, str]]:
    """Yield the lines that the library could not read and that matter."""
    for name, why in getattr(node, "errors", ()):
        if name in _TELLING:
            yield name, str(why)[:120], "is not understood"
