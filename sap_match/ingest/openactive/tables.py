"""OpenActive's facilities, their parts and their slots, joined to canonical tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sap_match.ingest.hsds.values import Node, nodes
from sap_match.ingest.openactive.elsewhere import GROUP_PRICE, PRICE
from sap_match.ingest.openactive.elsewhere import SLOT as SLOT_HINT
from sap_match.ingest.openactive.fields import (
    Price,
    facility_cells,
    filled,
    price_of,
    provider_of,
)
from sap_match.ingest.openactive.slots import SlotTime, slot_time, times_of
from sap_match.ingest.openactive.values import pointed_at, said
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Cell, RawRow, RawTable

WHOLE, PART, SLOT = "FacilityUse", "IndividualFacilityUse", "Slot"
FACILITIES = frozenset((WHOLE, PART))
_OWN = frozenset(
    (
        "@id", "id", "@type", "type", "name", "identifier", "url", "individualFacilityUse",
        "event", "events", "slot", "aggregateFacilityUse",
    )
)  # fmt: skip
"""What a part does not take over from the whole."""


@dataclass(frozen=True)
class Piece:
    """One object of a feed: where it stood, what it is, the feed's id for it."""

    where: str
    row: int
    kind: str
    feed_id: str
    data: Node


@dataclass(frozen=True)
class _Facility:
    """A facility use; ``whole`` is the id of the use that it is a part of."""

    id: str
    piece: Piece
    data: Node
    whole: str = ""
    embedded: bool = False
    """Whether another object carries it, so that it is implied and not listed."""


@dataclass(frozen=True)
class _Slot:
    piece: Piece
    data: Node
    of: str


@dataclass
class Market:
    """Everything that one source holds, joined once all of it is there."""

    source: str
    problems: Problems
    timezone: str
    _facilities: list[_Facility] = field(default_factory=list)
    _slots: list[_Slot] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)
    _rows: dict[tuple[str, str, bool], list[RawRow]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def take(self, piece: Piece) -> None:
        """Take one object; what is embedded in it is taken with it."""
        if piece.kind == SLOT:
            ref, inner = pointed_at(piece.data, "facilityUse", "superEvent")
            self._slots.append(_Slot(piece, piece.data, ref))
            if inner is not None:
                self._carried(piece, ref, inner)
            return
        names = [said(piece.data, "id"), piece.feed_id, said(piece.data, "identifier")]
        names.append(said(piece.data, "url"))
        own = next(filter(None, names), "")
        if not own:
            self._bad(piece, "facilities", "id", "", "is empty, and a facility needs one")
            return
        for name in filter(None, names):
            self._names.setdefault(name, own)
        whole = ""
        if piece.kind == PART:
            whole, inner = pointed_at(piece.data, "aggregateFacilityUse")
            if inner is not None:
                self._carried(piece, whole, inner)
        self._facilities.append(_Facility(own, piece, piece.data, whole))
        self._slots += (_Slot(piece, s, own) for s in _slots_in(piece.data))
        for part in nodes(piece.data, "individualFacilityUse") if piece.kind == WHOLE else ():
            part_id = said(part, "id", "identifier", "url")
            if part_id:
                self._names.setdefault(part_id, part_id)
                self._facilities.append(_Facility(part_id, piece, part, own, embedded=True))
                self._slots += (_Slot(piece, s, part_id) for s in _slots_in(part))

    def _carried(self, piece: Piece, ref: str, inner: Node) -> None:
        if ref and said(inner, "name"):
            self._facilities.append(_Facility(ref, piece, inner, embedded=True))

    # --------------------------------------------------------------------------- joining

    def tables(self) -> tuple[RawTable, ...]:
        """Return the canonical tables of everything taken."""
        known: dict[str, _Facility] = {}
        for one in sorted(self._facilities, key=lambda f: f.embedded):
            known.setdefault(self._names.get(one.id, one.id), one)
        times = self._times(known)
        wholes = {own: self._whole_of(own, known) for own in known}
        parts = Counter(wholes.values())
        for own, one in known.items():
            if parts[own] and own not in times:
                self._as_parts(one, parts[own])
                continue
            whole = wholes[own]
            if whole in times and own not in times:
                self._as_whole(one, whole)
                continue
            self._facility(own, one, known.get(whole), times.get(own, ()))
        for one in self._facilities:  # one id listed twice: assembling tells which row stands
            own = self._names.get(one.id, one.id)
            if not one.embedded and known[own] is not one:
                self._listed_again(own, one)
        return tuple(
            RawTable(table, where, tuple(rows), derived=derived)
            for (table, where, derived), rows in sorted(self._rows.items())
        )

    def _whole_of(self, own: str, known: Mapping[str, _Facility]) -> str:
        """Return the listed use that a use is a part of; a part of a part is a use by itself."""
        whole = self._names.get(known[own].whole, known[own].whole)
        return whole if whole in known and whole != own and not known[whole].whole else ""

    def _times(self, known: Mapping[str, _Facility]) -> dict[str, list[tuple[_Slot, SlotTime]]]:
        """Return the slots of each facility; those that cannot be used are told."""
        zone = ZoneInfo(self.timezone)
        found: dict[str, list[tuple[_Slot, SlotTime]]] = defaultdict(list)
        strangers: list[tuple[_Slot, SlotTime]] = []
        for slot in self._slots:
            time = slot_time(slot.data, zone)
            own = self._names.get(slot.of, slot.of)
            if isinstance(time, str):
                self._bad(slot.piece, "bookings", "startDate", said(slot.data, "startDate"), time)
            elif not own:
                why = "is empty, and a slot needs its facility"
                self._bad(slot.piece, "bookings", "facilityUse", "", why)
            elif "Cancel" in said(slot.data, "eventStatus"):
                self._info(slot.piece, "eventStatus", "EventCancelled", "is a slot called off")
            else:
                if time.left is None:
                    self.problems.note(
                        slot.piece.where, "bookings", slot.piece.row, "remainingUses",
                        said(slot.data, "remainingUses"), "is no number of uses",
                        "whether the slot is free counts as unknown",
                    )  # fmt: skip
                if own in known:
                    found[own].append((slot, time))
                else:
                    strangers.append((_Slot(slot.piece, slot.data, own), time))
        self._strangers(strangers)
        return found

    def _strangers(self, slots: Sequence[tuple[_Slot, SlotTime]]) -> None:
        """Hand on slots of facilities that another source may hold, each time once."""
        best: dict[tuple[str, datetime, datetime], tuple[_Slot, SlotTime]] = {}
        for slot, time in slots:
            if time.left is None:
                continue
            key = slot.of, *time.stretch
            if key not in best or (best[key][1].left or 0) < time.left:
                best[key] = slot, time
        for slot, time in slots:
            if time.left is None or best[slot.of, *time.stretch][0] is not slot:
                self._info(slot.piece, "startDate", slot.of, "repeats: another slot tells as much")
                continue
            hints = {
                SLOT_HINT: str(time.left),
                **dict(zip((PRICE, GROUP_PRICE), map(_money, time.price), strict=True)),
            }
            starts, ends = (moment.isoformat() for moment in time.stretch)
            self._booking(slot.piece, slot.of, starts, ends, hints)

    def _facility(
        self,
        own: str,
        one: _Facility,
        whole: _Facility | None,
        slots: Sequence[tuple[_Slot, SlotTime]],
    ) -> None:
        piece = one.piece
        inherited = {k: v for k, v in whole.data.items() if k not in _OWN} if whole else {}
        data = {**inherited, **one.data}
        provider = provider_of(data)
        if not provider.cells:
            self._bad(piece, "facilities", "provider", said(data, "provider"), provider.why)
            for slot, _ in slots:
                if slot.piece is not piece:
                    why = "is of a facility that was left out"
                    self._bad(slot.piece, "bookings", "facilityUse", own, why)
            return
        if "name" in provider.cells:
            row = RawRow(piece.row, provider.cells)
            self._rows["organisations", piece.where, True].append(row)
        found = facility_cells(data)
        for name, value, reason in found.remarks:
            self.problems.note(
                piece.where, "facilities", piece.row, name, value, reason, "it counts as unknown"
            )
        organisation_id = provider.cells["id"]
        cells: dict[str, Cell] = {
            **found.cells,
            "id": own,
            "organisation_id": organisation_id,
            "name": _name(one.data, whole),
            "part_of": self._names.get(one.whole, one.whole),
        }
        self._timed(piece, cells, data, slots)
        self._rows["facilities", piece.where, one.embedded].append(RawRow(piece.row, filled(cells)))
        same = {name: cells[name] for name in ("id", "organisation_id", "name") if cells[name]}
        for slot, _ in slots:  # each slot is a row that speaks of this facility
            if slot.piece is not piece:
                row = RawRow(slot.piece.row, same)
                self._rows["facilities", slot.piece.where, True].append(row)

    def _timed(
        self,
        piece: Piece,
        cells: dict[str, Cell],
        data: Node,
        slots: Sequence[tuple[_Slot, SlotTime]],
    ) -> None:
        """Add what the slots say: windows, bookings, uses and the price of an hour."""
        times = times_of([time for _, time in slots], ZoneInfo(self.timezone))
        lengths = {time.end - time.start for _, time in slots}
        hours = lengths.pop().total_seconds() / 3600 if len(lengths) == 1 else None
        price = price_of(nodes(data, "offers"), hours)
        for _, time in slots:
            price = price.dearer(time.price)
        cells.update(_prices(price))
        most = max((time.maximum for _, time in slots if time.maximum is not None), default=None)
        if most is not None:
            cells["maximum_uses"] = str(most)
        if not times.windows:
            return
        if cells.get("availability"):
            cells["hours_available"] = cells["availability"]
            self.problems.info(
                self.source, "facilities", 0, "hours_available", "",
                "slots say when a facility can be had; its opening hours beside them are kept as "
                "extra",
            )  # fmt: skip
        cells["availability"] = times.windows
        if times.left_out:
            self.problems.note(
                piece.where, "facilities", piece.row, "availability", str(times.left_out),
                "days of slots are more than a cell holds: the earliest are used",
                "read a shorter stretch of the feed",
            )  # fmt: skip
        full = sorted(
            ((time.start, time.end, slot.piece) for slot, time in slots if time.left == 0),
            key=lambda one: one[:2],
        )
        position, longest = 0, full[0] if full else None
        for start, end in times.taken:
            while position < len(full) and full[position][0] <= start:
                if longest is None or full[position][1] > longest[1] or longest[1] <= start:
                    longest = full[position]
                position += 1
            held = longest[2] if longest else piece
            self._booking(held, str(cells["id"]), start.isoformat(), end.isoformat())

    # --------------------------------------------------------------------------- telling

    def _booking(
        self,
        piece: Piece,
        facility_id: str,
        starts: str,
        ends: str,
        hints: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        cells = {"facility_id": facility_id, "starts": starts, "ends": ends, "status": "booked"}
        self._rows["bookings", piece.where, False].append(RawRow(piece.row, {**cells, **hints}))

    def _as_parts(self, one: _Facility, count: int) -> None:
        what = "its part" if count == 1 else f"its {count} parts"
        name = said(one.data, "name")
        self._info(one.piece, "individualFacilityUse", name, f"is read as {what}")

    def _as_whole(self, one: _Facility, whole: str) -> None:
        reason = f"is no facility of its own: the slots are of {whole}"
        self._info(one.piece, "individualFacilityUse", said(one.data, "name"), reason)

    def _listed_again(self, own: str, one: _Facility) -> None:
        provider = provider_of(one.data)
        cells = filled({
            **facility_cells(one.data).cells, "id": own,
            "organisation_id": provider.cells.get("id") or "unknown",
            "name": said(one.data, "name") or own,
        })  # fmt: skip
        piece = one.piece
        self._rows["facilities", piece.where, False].append(RawRow(piece.row, cells))

    def _info(self, piece: Piece, name: str, value: str, reason: str) -> None:
        self.problems.info(piece.where, "facilities", piece.row, name, value, reason)

    def _bad(
        self,
        piece: Piece,
        table: str,
        name: str,
        value: str,
        reason: str,
        fix: str = "ask the publisher; the row was left out",
    ) -> None:
        self.problems.bad(piece.where, table, piece.row, name, value, reason, fix)


def _slots_in(facility: Node) -> Iterator[Node]:
    yield from nodes(facility, "event", "events", "slot")


def _name(facility: Node, whole: _Facility | None) -> str:
    """Return a facility's name; a part says of what it is a part."""
    name = said(facility, "name")
    above = said(whole.data, "name") if whole else ""
    if not name:
        return above
    return name if not above or above.casefold() in name.casefold() else f"{above}: {name}"


def _prices(price: Price) -> dict[str, Cell]:
    return {"price_per_hour": _money(price.each), "concession_price_per_hour": _money(price.group)}


def _money(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".removesuffix(".00")
