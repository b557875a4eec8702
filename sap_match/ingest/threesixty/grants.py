"""Grants as collaborations: one a grant, whatever rows or files it is spread over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sap_match.geo import normalise_postcode
from sap_match.ingest.hsds.values import nodes, unique
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import Cell, RawRow
from sap_match.ingest.threesixty.cells import (
    Amount,
    Day,
    after_months,
    day_first,
    months_in,
    read_amount,
    read_day,
    said,
)  # fmt: skip
from sap_match.ingest.threesixty.forms import TABLE, Entries, Entry
from sap_match.ingest.threesixty.titles import Node, title_of

_LEAST = ("id", "title", "amountAwarded", "awardDate", "currency")
"""Two rows with one id are one grant if these agree as far as both say them."""
_CODE = re.compile(r"[A-Z]\d{8}")
_KINDS = {
    "E05": "ward", "W05": "ward", "S13": "ward", "N08": "ward", "E06": "borough", "E07": "borough",
    "E08": "borough", "E09": "borough", "W06": "borough", "S12": "borough", "N09": "borough",
}  # fmt: skip
_SCOPES = {
    "GLS010": "Global", "GLS020": "Supranational", "GLS030": "National",
    "GLS040": "Subnational region", "GLS050": "Local authority", "GLS060": "Local area",
    "GLS099": "Undefined",
}  # fmt: skip
_EVENTS = ("plannedDates", "actualDates")


def one_a_grant(found: Entries) -> list[Entry]:
    """Return one entry an id; rows that add to a grant are joined to it and told.

    Spreadsheets spread a grant with several recipients or places over several rows of one
    identifier, or over further sheets. Rows of one identifier that contradict each other
    are two grants, of which the later is left out and told.
    """
    kept: dict[str, Entry] = {}
    for entry in found.grants:
        grant_id = said(entry.grant, "id") if not entry.fault else ""
        if not grant_id:
            bad(found.problems, entry, "id", "", entry.fault or "is empty, and a grant needs one")
            continue
        first = kept.setdefault(grant_id, entry)
        if first is entry:
            continue
        where = (
            f"{first.source}, row {first.row}"
            if first.source != entry.source
            else (f"row {first.row}")
        )
        differs = next((k for k in _LEAST if not _agree(first.grant, entry.grant, k)), None)
        if differs is None:
            added = _join(first.grant, entry.grant)
            found.problems.info(
                entry.source, TABLE, entry.row, title_of("id"), grant_id,
                f"{'adds to' if added else 'repeats'} the grant in {where}",
            )  # fmt: skip
        else:
            bad(
                found.problems, entry, "id", grant_id,
                f"stands already in {where}, with another {title_of(differs)}",
                "give each grant an identifier of its own; the later row was left out",
            )  # fmt: skip
    for part in found.parts:
        grant_id = said(part.grant, "id")
        if part.fault or grant_id not in kept:
            bad(found.problems, part, "id", grant_id, part.fault or "is no grant of this file")
        else:
            _join(kept[grant_id].grant, part.grant)
    return list(kept.values())


def bad(
    problems: Problems, entry: Entry, key: str, value: str, reason: str,
    fix: str = "fill the cell; the row was left out",
) -> None:  # fmt: skip
    """Tell that an entry is left out."""
    problems.bad(
        entry.source, TABLE, entry.row, key and title_of(*key.split(":")), value, reason, fix
    )


def _agree(one: Node, other: Node, key: str) -> bool:
    left, right = said(one, key), said(other, key)
    if not left or not right or left == right:
        return True
    if key == "amountAwarded":
        return _number(left) == _number(right)
    if key == "awardDate":
        return read_day(left).text[:10] == read_day(right).text[:10]
    return left.casefold() == right.casefold()


def _number(text: str) -> float | str:
    found = re.sub(r"[^\d.-]", "", read_amount(text).text)
    try:
        return float(found)
    except ValueError:
        return text


def _join(grant: Node, more: Node) -> bool:
    """Add to a grant what another row says of it, and say whether that is anything."""
    added = False
    for key, value in more.items():
        if isinstance(value, list):
            have = grant.setdefault(key, [])
            have = grant[key] = have if isinstance(have, list) else [have]
            for one in value:
                if one not in have and not _fills(have, one):
                    have.append(one)
                    added = True
        elif key not in grant:
            grant[key] = value
            added = True
    return added


def _fills(have: list[Any], one: Any) -> bool:
    """Whether an entry says of one with its id what that does not say; it is filled in then."""
    if not isinstance(one, dict) or not one.get("id"):
        return False
    same = next((h for h in have if isinstance(h, dict) and h.get("id") == one["id"]), None)
    if same is None or any(same.get(key, value) != value for key, value in one.items()):
        return False
    same.update(one)
    return True


@dataclass
class Grants:
    """The grants of a file, on their way to cells; what is odd in many is told once."""

    problems: Problems
    first: bool | None
    areas: dict[str, Counter[str]] = field(default_factory=dict)
    area_rows: dict[str, Entry] = field(default_factory=dict)
    read_so: dict[tuple[str, str, str], tuple[int, str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, problems: Problems, entries: Iterable[Entry]) -> Grants:
        """Look through all dates of a file for the order in which it writes day and month."""
        return cls(problems, day_first(t for entry in entries for t in _all_days(entry.grant)))

    def award_day(self, grant: Node) -> str:
        """Return the day of the award as ISO text; empty where unknown."""
        day = read_day(said(grant, "awardDate"), first=self.first)
        return "" if day.wrong else day.text[:10]

    def day(self, entry: Entry, text: str, *where: str, last: bool = False) -> str:
        """Return a day as text that can be parsed; what is odd about it is told."""
        found: Day = read_day(text, first=self.first, last=last)
        title = title_of(*where)
        if found.wrong:
            self.problems.note(
                entry.source, TABLE, entry.row, title, text, found.wrong,
                "correct the cell; it counts as unknown",
            )  # fmt: skip
            return ""
        if found.how:
            key = entry.source, title, found.how
            row, example, count = self.read_so.get(key, (entry.row, text, 0))
            self.read_so[key] = row, example, count + 1
        return found.text

    def tell_readings(self) -> None:
        """Tell once a column how dates that are not ISO were read."""
        for (source, title, how), (row, example, count) in sorted(self.read_so.items()):
            what = "is a date" if count == 1 else f"and {count - 1} more are dates"
            self.problems.info(
                source, TABLE, row, title, example, f"{what} read {how}", "write YYYY-MM-DD"
            )

    def dates(self, entry: Entry) -> tuple[str, str]:
        """Return the first and last day: actual before planned, else the award and its months."""
        events = [(field_, e) for field_ in reversed(_EVENTS) for e in nodes(entry.grant, field_)]
        days = [
            [
                self.day(entry, said(event, key), field_, key, last=key == "endDate")
                for key in ("startDate", "endDate")
            ]
            for field_, event in events
        ]
        start = _earliest(days, events, 0) or self.day(
            entry, said(entry.grant, "awardDate"), "awardDate"
        )
        end = _earliest(days, events, 1)
        if end:
            return start, end
        for field_, event in events:
            if length := said(event, "duration"):
                months = months_in(length)
                if months is not None:
                    return start, after_months(start, months)
                self.problems.note(
                    entry.source, TABLE, entry.row, title_of(field_, "duration"), length,
                    "is no number of months", "correct the cell; it counts as unknown",
                )  # fmt: skip
        return start, ""

    def cells(self, entry: Entry) -> dict[str, Cell]:
        """Return the cells of a grant's collaboration."""
        grant = entry.grant
        starts_on, ends_on = self.dates(entry)
        programmes = _labels(grant, "grantProgramme")
        awarded = said(grant, "awardDate")
        award = read_day(awarded, first=self.first)
        cells: dict[str, Cell] = {
            "id": said(grant, "id"),
            "kind": "funding",
            "title": said(grant, "title"),
            "description": said(grant, "description"),
            "programme": programmes[0] if programmes else "",
            "starts_on": starts_on,
            "ends_on": ends_on,
            "themes": _labels(grant, "classifications"),
            "areas": self._areas(entry),
            "beneficiary_points": "; ".join(_points(grant)),
            **self._money(entry),
            "awarded_on": "" if award.wrong else award.text,
            "url": said(grant, "url"),
            "other_programmes": "; ".join(programmes[1:]),
            "funding_type": "; ".join(_labels(grant, "fundingType")),
            "location_scope": _scope(said(grant, "locationScope")),
            "related_activity": "; ".join(related(grant)),
            "updated_on": said(grant, "dateModified"),
        }
        return {key: value for key, value in cells.items() if value not in (None, "", ())}

    def _money(self, entry: Entry) -> dict[str, Cell]:
        grant = entry.grant
        currency = said(grant, "currency")
        awarded = self._amount(entry, "amountAwarded", currency)
        found: dict[str, Cell] = {}
        if awarded.currency != "GBP" and awarded.text:
            self.problems.note(
                entry.source, TABLE, entry.row, title_of("currency"), awarded.currency,
                "is not pounds", "convert the amount; it counts as unknown",
            )  # fmt: skip
            found["value_in_currency"] = f"{awarded.text} {awarded.currency}"
        else:
            found["value"] = awarded.text
        for key, column in (
            ("amountAppliedFor", "amount_applied_for"), ("amountDisbursed", "amount_disbursed"),
        ):  # fmt: skip
            other = self._amount(entry, key, currency)
            unit = "" if other.currency == "GBP" else f" {other.currency}"
            found[column] = f"{other.text}{unit}" if other.text else ""
        return found

    def _amount(self, entry: Entry, key: str, currency: str) -> Amount:
        text = said(entry.grant, key)
        amount = read_amount(text, currency)
        wrong = amount.wrong
        if text and not wrong and re.match(r"[£€$¥]?-", amount.text.strip()):
            wrong = "is below nothing: money given back is no grant"
        if wrong:
            self.problems.note(
                entry.source, TABLE, entry.row, title_of(key), text, wrong,
                "correct the cell; it counts as unknown",
            )  # fmt: skip
            return Amount("", amount.currency)
        if key == "amountAwarded" and text and _number(text) == 0:
            self.problems.info(
                entry.source, TABLE, entry.row, title_of(key), text,
                "is nothing: a grant that was turned down or taken back is still used as one",
                "leave it out if it was not made",
            )  # fmt: skip
        return amount

    def _areas(self, entry: Entry) -> tuple[str, ...]:
        labels: list[str] = []
        for place in nodes(entry.grant, "beneficiaryLocation"):
            name = " ".join(said(place, "name").split())
            code = said(place, "geoCode").upper().replace(" ", "")
            if _CODE.fullmatch(code):
                self.areas.setdefault(code, Counter())[name or code] += bool(name)
                self.area_rows.setdefault(code, entry)
                labels.append(code)
            elif name:
                labels.append(name)
            elif normalise_postcode(code):
                labels.append(code)
        return unique(labels)

    def area_cells(self) -> list[tuple[str, RawRow]]:
        """Return each area that the file gives a code of, under the name most often said."""
        rows = []
        for code, names in self.areas.items():
            name = min(names, key=lambda n: (-names[n], n))
            entry = self.area_rows[code]
            kind = _KINDS.get(code[:3], "other")
            rows.append((entry.source, RawRow(entry.row, {"id": code, "name": name, "kind": kind})))
        return rows


def related(grant: Node) -> tuple[str, ...]:
    """Return the ids of the activities that a grant says it belongs to.

    Examples
    --------
    >>> related({"relatedActivity": ["360G-a-1; 360G-a-2", "360G-a-1"]})
    ('360G-a-1', '360G-a-2')
    """
    value = grant.get("relatedActivity")
    if not value:
        return ()
    texts = value if isinstance(value, list) else [value]
    parts = (part for text in texts if isinstance(text, str) for part in text.split(";"))
    return unique([said({"id": part}, "id") for part in parts])


def _labels(grant: Node, key: str) -> tuple[str, ...]:
    """Return the titles, else the codes, of a grant's programmes or classifications."""
    return unique([
        " ".join((said(one, "title") or said(one, "code")).split()) for one in nodes(grant, key)
    ])  # fmt: skip


def _points(grant: Node) -> list[str]:
    """Return the points of beneficiaries' places that have no name and no code."""
    bare = (p for p in nodes(grant, "beneficiaryLocation") if not said(p, "name"))
    found = ((said(p, "latitude"), said(p, "longitude")) for p in bare if not said(p, "geoCode"))
    return [f"{latitude}, {longitude}" for latitude, longitude in found if latitude and longitude]


def _scope(text: str) -> str:
    return _SCOPES.get(text.upper(), text)


def _earliest(days: list[list[str]], events: list[tuple[str, Mapping[str, Any]]], side: int) -> str:
    """Return the first start, or the last end, of the actual dates, else of the planned."""
    for field_ in reversed(_EVENTS):
        given = [d[side] for d, (f, _) in zip(days, events, strict=True) if f == field_ and d[side]]
        if given:
            return max(given) if side else min(given)
    return ""


def _all_days(grant: Node) -> Iterable[str]:
    """Yield the dates of a grant that are not ISO dates."""
    holders = [
        (grant, ("awardDate",)),
        *((event, ("startDate", "endDate")) for f in _EVENTS for event in nodes(grant, f)),
    ]
    for node, keys in holders:
        for key in keys:
            text = node.get(key)
            if isinstance(text, str) and len(text) < 40 and text[4:5] != "-":
                yield text.strip()
