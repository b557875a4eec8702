"""iCalendar: the events of a hall's calendar are its bookings.

A calendar rarely knows which facility it is of. In ``partnership.toml`` its source says so
(``facility = "h1"``); else an event's LOCATION, the calendar's own name or the file's name
must be the id or the name of a facility of the partnership.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sap_match.errors import DataError
from sap_match.ingest.calendars.events import KEPT, Bounds, Event, Taken, event_of, times_of
from sap_match.ingest.files import decode, read_bytes, read_package, sha256_of
from sap_match.ingest.formats import Look
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import HINT, Cell, RawRow, RawTable, Reading

FORMAT = "icalendar"
DAYS_BEFORE, DAYS_AFTER = 366, 731
"""Repeating events are worked out from a year before to two years after the calendar was made."""
MOST_BOOKINGS = 50_000
"""No calendar gives more bookings than this."""
_BEGIN = re.compile(r"(BEGIN|END):([A-Z-]+)\s*$", re.IGNORECASE)
_NAME = re.compile(r"(?:X-WR-CALNAME|NAME)(?:;[^:]*)?:(.*)", re.IGNORECASE)
_COMPONENTS = frozenset(("VEVENT", "VFREEBUSY", "VTODO", "VJOURNAL"))
_ENDINGS = frozenset((".ics", ".ical", ".icalendar", ".ifb"))


def recognises(look: Look) -> bool:
    """Whether a text begins as a calendar does; of a folder, whether all its files do."""
    if look.is_folder:
        files = [p for p in look.path.iterdir() if not p.name.startswith(".")]
        return bool(files) and all(p.suffix.lower() in _ENDINGS for p in files)
    return bool(re.match(r"\s*BEGIN:V(?:CALENDAR|EVENT)\b", look.text[:200], re.IGNORECASE))


def read(path: Path, *, source: str | None = None, facility: str | None = None) -> Reading:
    """Read bookings from a calendar file, gzipped or not, or a folder of such files.

    Parameters
    ----------
    path : Path
        ``.ics``; of a folder each file is a calendar of its own.
    source : str, optional
        What problems call it; by default its name.
    facility : str, optional
        The id (or name) of the facility that all events are of.

    Raises
    ------
    DataError
        It is no calendar.
    """
    name = source or path.name
    problems = Problems()
    if path.is_dir():
        members = read_package(path, endings=_ENDINGS, source=name)
        texts = [(f"{name}/{m.name}", m.stem, m.data) for m in members]
        sha256 = sha256_of(members)
    else:
        data = read_bytes(path, source=name)
        texts = [(name, path.name.split(".")[0], data)]
        sha256 = hashlib.sha256(data).hexdigest()
    tables = []
    rows_in = 0
    for where, stem, data in texts:
        calendar = _Calendar.of(decode(data)[0], where, problems)
        rows_in += len(calendar.blocks)
        rows = tuple(calendar.rows(facility, stem))
        tables.append(RawTable("bookings", where, rows))
    return Reading(name, FORMAT, tuple(tables), problems.sorted(), rows_in=rows_in, sha256=sha256)


class Block(NamedTuple):
    """One component of a calendar: its kind, and its lines that matter."""

    kind: str
    text: str
    whole: bool
    """Whether its end stands where it should."""


def blocks_of(text: str) -> tuple[list[Block], list[str]]:
    r"""Return the components of a calendar, and the lines that are of the calendar itself.

    Each stands for itself, so that a broken event loses nothing of the others. Only lines
    that tell times are kept: not what an event is about, and nobody who is invited.

    Examples
    --------
    >>> blocks, own = blocks_of(
    ...     "BEGIN:VCALENDAR\nX-WR-CALNAME:Main\n  Hall\nBEGIN:VEVENT\nSUMMARY:x\n"
    ...     "DTSTART:20261103\n T180000Z\nEND:VEVENT\nEND:VCALENDAR"
    ... )
    >>> own, blocks[0].text.splitlines()
    (['X-WR-CALNAME:Main Hall'], ['BEGIN:VEVENT', 'DTSTART:20261103T180000Z', 'END:VEVENT'])
    """
    split = _Split()
    for line in _unfolded(text):
        split.take(line)
    split.finish(whole=False)
    return [block for block in split.blocks if block.kind != "VTIMEZONE"], split.own


@dataclass
class _Split:
    """A calendar on its way to components: the one that is open, and those that are done."""

    blocks: list[Block] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    kind: str = ""
    lines: list[str] = field(default_factory=list)
    inner: int = 0

    def take(self, line: str) -> None:
        """Take one whole line."""
        mark = _BEGIN.match(line)
        if mark is None:
            self._plain(line)
        elif mark[2].upper() == "VCALENDAR":
            self.finish(whole=False)
        elif mark[1].upper() == "BEGIN":
            self._begin(mark[2].upper())
        elif mark[2].upper() == self.kind:
            self.finish(whole=True)
        else:
            self.inner = max(0, self.inner - 1)

    def _plain(self, line: str) -> None:
        if not self.kind:
            self.own.append(line)
        elif not self.inner and re.split("[;:]", line, maxsplit=1)[0].upper() in KEPT:
            self.lines.append(line)

    def _begin(self, kind: str) -> None:
        if not self.kind:
            self.kind = kind
        elif kind == self.kind:  # the one before never ended
            self.finish(whole=False)
            self.kind = kind
        else:
            self.inner += 1  # an alarm within an event

    def finish(self, *, whole: bool) -> None:
        """Close the component that is open, if one is."""
        if self.kind:
            text = "\n".join([f"BEGIN:{self.kind}", *self.lines, f"END:{self.kind}", ""])
            self.blocks.append(Block(self.kind, text, whole))
        self.kind, self.lines, self.inner = "", [], 0


def _unfolded(text: str) -> Iterator[str]:
    """Yield the lines of a calendar, those that go on in the next one made whole."""
    parts: list[str] = []
    for line in re.split(r"\r\n|\n|\r", text.lstrip("\ufeff")):
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:])
            continue
        if parts:
            yield "".join(parts)
        parts = [line.strip()] if line.strip() else []
    if parts:
        yield "".join(parts)


@dataclass
class _Calendar:
    """One calendar on its way to bookings."""

    where: str
    name: str
    blocks: list[Block]
    problems: Problems
    called_off: bool = False
    given: set[tuple[str, str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, text: str, where: str, problems: Problems) -> _Calendar:
        blocks, own = blocks_of(text)
        known = any(block.kind in _COMPONENTS for block in blocks)
        if not known and "BEGIN:VCALENDAR" not in text[:10_000].upper():
            raise DataError("is no calendar: it has no BEGIN:VCALENDAR", source=where)
        named = (found[1] for line in own if (found := _NAME.fullmatch(line)))
        name = re.sub(r"\\([,;\\])", r"\1", next(named, "")).strip()[:200]
        off = any(re.fullmatch(r"METHOD:CANCEL", line, re.IGNORECASE) for line in own)
        return cls(where, name, blocks, problems, called_off=off)

    def rows(self, facility: str | None, stem: str) -> Iterator[RawRow]:
        """Yield a booking for each time that is taken."""
        events = list(self._events())
        standing = self._standing(events)
        bounds = _bounds(standing)
        moved: dict[str, set[datetime]] = defaultdict(set)
        for event in standing:
            if event.instead_of is not None and event.uid:
                moved[event.uid].add(event.instead_of)
        if any(event.rules for event in standing):
            self.problems.info(
                self.where, "bookings", 0, "RRULE", f"{bounds.first} to {bounds.last}",
                "repeating events are worked out for these days",
            )  # fmt: skip
        for event in standing:
            replaced = moved[event.uid] if event.instead_of is None else ()
            place = self._names(facility, event.location, stem)
            yield from self._bookings(event, bounds, replaced, place)
        for row, block in enumerate(self.blocks, start=1):
            if block.kind == "VFREEBUSY":
                yield from self._busy(row, block, self._names(facility, "", stem))

    # ------------------------------------------------------------------------------- events

    def _events(self) -> Iterator[Event]:
        for row, block in enumerate(self.blocks, start=1):
            if block.kind == "VFREEBUSY":
                continue
            if block.kind != "VEVENT":
                what = {"VTODO": "a to-do", "VJOURNAL": "a note"}.get(block.kind, block.kind)
                self._info(row, "", f"is not asked for: {what[:40]} is no booking")
                continue
            found = event_of(block.text, row) if block.whole else "has no END:VEVENT"
            if isinstance(found, str):
                name = "DTSTART" if "DTSTART" in found else ""
                self.problems.bad(
                    self.where, "bookings", row, name, "", found,
                    "mend the event; it was left out",
                )  # fmt: skip
                continue
            for name, value, why in found.notes:
                self.problems.note(self.where, "bookings", row, name, value, why, "mend the event")
            yield found

    def _standing(self, events: list[Event]) -> list[Event]:
        """Return the events that no later word of the same event replaces."""
        latest: dict[tuple[str, datetime | None], int] = {}
        for event in events:
            key = event.uid, event.instead_of
            latest[key] = max(latest.get(key, 0), event.sequence)
        standing = []
        for event in events:
            if event.uid and event.sequence < latest[event.uid, event.instead_of]:
                self._info(event.row, "SEQUENCE", "repeats: a later word of the event is used")
                continue
            if event.later_too:
                self.problems.note(
                    self.where, "bookings", event.row, "RECURRENCE-ID", "THISANDFUTURE",
                    "moves all later times as well, and only the one is moved",
                    "look at the later ones",
                )  # fmt: skip
            standing.append(event)
        return standing

    def _bookings(
        self, event: Event, bounds: Bounds, replaced: Iterable[datetime], place: dict[str, Cell]
    ) -> Iterator[RawRow]:
        why_not = "is called off" if self.called_off else event.why_not
        if why_not:
            self._info(event.row, "STATUS", why_not)
            return
        times, remark = times_of(event, bounds, replaced)
        if remark:
            name, value, why = remark
            self.problems.note(
                self.where, "bookings", event.row, name, value, why, "look at the event"
            )
        if not times:
            self._info(event.row, "RRULE", "takes no time within these days")
            return
        status = event.status if event.status in ("confirmed", "tentative") else "booked"
        yield from self._each(event.row, times, {**place, "status": status})

    def _each(self, row: int, times: Iterable[Taken], cells: dict[str, Cell]) -> Iterator[RawRow]:
        told = False
        any_given = False
        for time in times:
            starts, ends = _written(time.starts), _written(time.ends)
            key = str(cells["facility_id"]), starts, ends
            if key in self.given:
                continue
            if len(self.given) >= MOST_BOOKINGS:
                if not told:
                    self.problems.note(
                        self.where, "bookings", row, "RRULE", "",
                        f"is beyond the {MOST_BOOKINGS:,} bookings that a calendar may give",
                        "give a calendar of fewer years",
                    )  # fmt: skip
                    told = True
                continue
            self.given.add(key)
            any_given = True
            yield RawRow(row, {**cells, "starts": starts, "ends": ends})
        if not any_given and not told:
            self._info(row, "DTSTART", "repeats: takes no time that another event has not taken")

    def _busy(self, row: int, block: Block, place: dict[str, Cell]) -> Iterator[RawRow]:
        from icalendar import FreeBusy

        try:
            node: Any = FreeBusy.from_ical(block.text)
            found = node.get("FREEBUSY") or []
            periods = found if isinstance(found, list) else [found]
            busy = [
                Taken(*_period(one.dt))
                for one in periods
                if str(one.params.get("FBTYPE", "BUSY")).upper().startswith("BUSY")
            ]
        except Exception as error:  # noqa: BLE001 - the library raises what its parts raise
            self.problems.bad(
                self.where, "bookings", row, "FREEBUSY", "", f"cannot be read: {error}"[:200],
                "mend it; it was left out",
            )  # fmt: skip
            return
        busy = [time for time in busy if time.starts < time.ends]
        if not busy:
            self._info(row, "FREEBUSY", "tells of no time that is taken")
            return
        yield from self._each(row, busy, {**place, "status": "booked"})

    # --------------------------------------------------------------------------- which facility

    def _names(self, facility: str | None, location: str, stem: str) -> dict[str, Cell]:
        """Return what may name the facility: `sap_match.ingest.facility_names` decides."""
        if facility:
            return {"facility_id": facility}
        words = {"facility_id": location, f"{HINT}calendar": self.name, f"{HINT}file": stem}
        first = next(filter(None, words.values()), stem)
        return {**{name: word for name, word in words.items() if word}, "facility_id": first}

    def _info(self, row: int, name: str, reason: str) -> None:
        self.problems.info(self.where, "bookings", row, name, "", reason)


def _period(value: tuple[datetime, datetime | timedelta]) -> tuple[datetime, datetime]:
    start, end = value
    return start, start + end if isinstance(end, timedelta) else end


def _written(moment: datetime) -> str:
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="minutes" if not moment.second else "seconds")


def _bounds(events: Iterable[Event]) -> Bounds:
    """Return the days within which repeating events are worked out.

    Counted from when the calendar was made: its latest time stamp, else its latest event.
    """
    listed = list(events)
    stamps = [event.stamp for event in listed if event.stamp]
    made = max(stamps or [event.start for event in listed], default=datetime(2000, 1, 1))  # noqa: DTZ001
    day = min(max(made.date(), date(1971, 1, 1)), date(2199, 1, 1))
    return Bounds(day - timedelta(days=DAYS_BEFORE), day + timedelta(days=DAYS_AFTER))
