"""What the columns of an unknown table hold, guessed from their names and their cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sap_match.ingest.cells import is_unknown
from sap_match.ingest.mapping import DAYS
from sap_match.ingest.tables import cell_text

Item = Mapping[str, Any]

_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}", re.IGNORECASE)
_URL = re.compile(
    r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:org|com|co\.uk|uk|net)\b\S*", re.IGNORECASE
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PHONE = re.compile(r"[+(\d][\d\s()./-]{6,}(?:\s?(?:ext|x).*)?", re.IGNORECASE)
_DAY_FIRST = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_YEAR_FIRST = re.compile(r"\d{4}[/.]\d{1,2}[/.]\d{1,2}")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}.*")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_UNSAFE = re.compile(r"[{}|\"\\\x00-\x1f]")
_SAMPLE = 500
_MOST_COLUMNS = 400
_DEEPEST = 3


@dataclass(frozen=True)
class Seen:
    """One column: its name as it stands, in plain words, and a sample of its cells."""

    name: str
    plain: str
    values: tuple[str, ...]
    filled: float
    distinct: int
    rows: int

    def share(self, fits: Callable[[str], object]) -> float:
        """Return the share of the known values that fit."""
        return sum(bool(fits(v)) for v in self.values) / len(self.values) if self.values else 0.0

    @property
    def is_key(self) -> bool:
        """Whether every row has a value and no two the same."""
        return self.filled == 1 and self.distinct == self.rows > 0

    @property
    def length(self) -> float:
        """The mean length of the known values."""
        return sum(map(len, self.values)) / len(self.values) if self.values else 0.0

    @property
    def longest(self) -> int:
        """The length of the longest known value."""
        return max(map(len, self.values), default=0)

    @property
    def is_text(self) -> bool:
        """Whether most values are words."""
        return self.share(_LETTERS.search) > 0.5


@dataclass(frozen=True)
class Table:
    """A table as it was understood: what its file is called, columns, roles, dates and days."""

    stem: str
    columns: Sequence[Seen]
    roles: Mapping[str, Seen]
    rows: Sequence[Item]
    dates: Mapping[str, str]
    days: Mapping[str, str]


def plain_name(column: str) -> str:
    """Return a column's name in lower case with its words joined by ``_``.

    Examples
    --------
    >>> plain_name("PostCode"), plain_name("Opening times"), plain_name("address.postcode")
    ('post_code', 'opening_times', 'address_postcode')
    """
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", column.strip())
    return re.sub(r"[\W_]+", "_", split.casefold()).strip("_")


def columns_seen(items: Sequence[Item]) -> list[Seen]:
    """Return the columns of rows, those of nested objects as paths, in their order."""
    cells: dict[str, list[str]] = {}
    flat = [dict(_flat(item)) for item in items]
    for row in flat:
        for name in row:
            if len(cells) < _MOST_COLUMNS:
                cells.setdefault(name, [])
    for row in flat:
        for name, column in cells.items():
            column.append(row.get(name, ""))
    seen = []
    for name, column in cells.items():
        known = [text for text in column if not is_unknown(text)]
        if _UNSAFE.search(name) or not name.strip():
            continue
        seen.append(
            Seen(
                name,
                plain_name(name),
                tuple(known[:_SAMPLE]),
                len(known) / len(column),
                len(set(known)),
                len(column),
            )
        )
    return seen


def _flat(item: Item, before: str = "", depth: int = 0) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in item.items():
        name = f"{before}{key}"
        if isinstance(value, Mapping):
            if depth < _DEEPEST:
                found += _flat(value, f"{name}.", depth + 1)
        elif isinstance(value, list):
            if value and not any(isinstance(v, Mapping | list) for v in value):
                found.append((name, "; ".join(str(v) for v in value)[:500]))
        else:
            text = cell_text(value)
            found.append((name, text.strip() if isinstance(text, str) else ""))
    return found


_PEOPLE = re.compile(
    r"first_?name|surname|last_?name|forename|date_of_birth|dob|vol_?long_?id|nhs_number"
)
_AREA = re.compile(
    r"\b(?:area|ward|la|lad|lsoa|msoa|oa|la_name|district|county|region|country|borough|parish"
    r"|constituency|ccg|icb|health_and_wellbeing_board|neighbou?rhood|programme|program|source"
    r"|sponsoring|alternate|synonym|file|user|contact|category|icon)\b|^wd|^lad|^(?:par|ctry|rgn)",
)

NAMES: Mapping[str, tuple[str, ...]] = {
    "postcode": (
        r"post_?code|postal_?code|zip(?:_code)?|pcds?",
        r".*_(?:post_?code|postal_code|zip|postcode)",
    ),
    "latitude": (r"lat(?:itude)?|geo_?y|y", r".*_(?:lat|latitude)"),
    "longitude": (r"lon(?:g(?:itude)?)?|lng|geo_?x|x", r".*_(?:lon|long|longitude|lng)"),
    "address": (
        r"(?:full_|street_|site_|postal_)?addr(?:ess)?",
        r".*_address|address_1|address_line_1",
    ),
    "house": (r"(?:street_|house_|building_)number|number",),
    "street": (r"street(?:_?name)?|road|address_street|address_1", r".*_street"),
    "town": (r"(?:post_?)?town|city", r".*_(?:town|city)"),
    "phone": (r"(?:tele)?phone(?:_?n(?:umber|o))?|tel|contact_number", r".*_(?:tele)?phone"),
    "email": (r"e_?mail(?:_address)?", r".*_email"),
    "url": (r"website|web|url|homepage|web_?site_url|web_?link", r".*_(?:website|url)"),
    "schedule": (r"open(?:ing)?_(?:hours|times)|hours|opening|times", r".*opening_(?:hours|times)"),
    "operator": (
        (
            r"provider(?:_?name)?|operator|managed_by|run_by|operated_by|owner|owned_by|agency"
            r"|organi[sz]ation(?:_?(?:name|label|title))?|company(?:_name)?|service_provider_name"
            r"|project_partner|partner(?:_name)?|lead_partner|recipient|beneficiary|member"
        ),
    ),
    "operator_id": (
        (
            r"provider_?(?:code|id|key)|organi[sz]ation_?(?:id|code)|pic|partner_id|service_provider_?"
            r"(?:id|key)|operator_id|owner_id|agency_id"
        ),
    ),
    "project": (
        (
            r"project(?:_?(?:id|ref(?:erence)?|number|rcn|code))?|rcn|contract(?:_?(?:id|ref(?:erence)?"
            r"|number))?|grant_?(?:id|ref)|acronym|consortium(?:_id)?|collaboration(?:_id)?"
        ),
    ),
    "title": (r"(?:project|contract)_?(?:title|name)|title",),
    "starts_on": (r"(?:project_)?start(?:s|_?date|s_on)?|from_date|begins?",),
    "ends_on": (r"(?:project_)?end(?:s|_?date|s_on)?|to_date|until",),
    "programme": (r"program(?:me)?(?:_name)?",),
    "role": (r"role|member_role|partner_role",),
    "type": (
        r"(?:facility_|establishment_|service_|site_)?type|category(?:_name)?|kind|other_?detail",
    ),
    "description": (
        (
            r"description(?:_en)?|activities|objects|about|synopsis|purpose|summary|services|facilities"
            r"|service_?info|what_.*|details|info|notes"
        ),
        r".*_(?:description|synopsis)",
    ),
    "capacity": (r"capacity|max_?capacity|seats",),
    "income": (r"(?:latest_)?income|turnover",),
    "charity_number": (r"(?:reg(?:istered)?_)?charity_n(?:umber|o)|reg_number",),
    "company_number": (r"company_(?:registration_)?n(?:umber|o)",),
    "legal": (r"legal_(?:status|form)|trust_type|legal_entity",),
    "updated_on": (r".*(?:last_)?updated?(?:_date|_on|_at)|inspection_date|assured_(?:on|date)",),
}
"""Patterns of plain column names for each role, surer ones first."""


def _is_day(text: str) -> object:
    return any(form.fullmatch(text) for form in (_ISO_DAY, _DAY_FIRST, _YEAR_FIRST))


_SHAPES: Mapping[str, tuple[Callable[[str], object], float]] = {
    "postcode": (lambda v: len(v) < 12 and any(c.isdigit() for c in v), 0.5),
    "latitude": (lambda v: _NUMBER.fullmatch(v) and -90 <= float(v) <= 90, 0.9),
    "longitude": (lambda v: _NUMBER.fullmatch(v) and -180 <= float(v) <= 180, 0.9),
    "phone": (_PHONE.match, 0.4),
    "email": (_EMAIL.match, 0.5),
    "url": (_URL.match, 0.4),
    "starts_on": (_is_day, 0.6),
    "ends_on": (_is_day, 0.6),
    "updated_on": (_is_day, 0.6),
    "capacity": (_NUMBER.fullmatch, 0.9),
    "income": (lambda v: re.fullmatch(r"£?[\d,]+(?:\.\d+)?", v), 0.8),
    "operator": (_LETTERS.search, 0.6),
    "title": (_LETTERS.search, 0.5),
    "address": (_LETTERS.search, 0.5),
    "street": (_LETTERS.search, 0.5),
    "town": (_LETTERS.search, 0.5),
    "type": (_LETTERS.search, 0.5),
    "description": (_LETTERS.search, 0.5),
    "schedule": (_LETTERS.search, 0.3),
}
"""What a role's cells look like, and how many of them must."""


def lists_people(columns: Sequence[Seen]) -> bool:
    """Whether a table names persons one by one; such a table is nobody's directory."""
    return sum(bool(_PEOPLE.fullmatch(c.plain)) for c in columns) > 1


def roles_of(columns: Sequence[Seen]) -> dict[str, Seen]:
    """Return which column holds what; a column has one role and a role one column.

    Examples
    --------
    >>> rows = [{"Hall": "Plain Hall", "PostCode": "CW1 2AB", "GeoY": 53.1, "GeoX": -2.4}]
    >>> {role: column.name for role, column in roles_of(columns_seen(rows)).items()}
    {'postcode': 'PostCode', 'latitude': 'GeoY', 'longitude': 'GeoX', 'name': 'Hall'}
    """
    taken: dict[str, Seen] = {}
    for role, patterns in NAMES.items():
        fits, least = _SHAPES.get(role, (len, 0.0))
        for pattern in patterns:
            found = [
                c
                for c in columns
                if c not in taken.values()
                and c.values
                and re.fullmatch(pattern, c.plain)
                and c.share(fits) >= least
            ]
            if found:
                best = max(found, key=lambda c: (_worth(role, c), -columns.index(c)))
                taken[role] = best
                break
    if {"latitude", "longitude"} & taken.keys() < {"latitude", "longitude"}:
        taken.pop("latitude", None)
        taken.pop("longitude", None)
    name = _name(columns, taken)
    if name is not None:
        taken["name"] = name
    return taken


def _worth(role: str, column: Seen) -> float:
    if role == "description":
        return column.length * column.filled
    return column.filled


def _name(columns: Sequence[Seen], taken: Mapping[str, Seen]) -> Seen | None:
    """Return the column that names a row: by its own name, else the telling text column."""
    free = [
        c
        for c in columns
        if c not in taken.values()
        and c.is_text
        and c.filled > 0.5
        and c.length < 90
        and (c.distinct > 1 or c.rows < 5)
        and not _AREA.search(c.plain.replace("_name", ""))
    ]
    for pattern in (r"name|title|dist_?name", r".*_?name", r".*_?title|label|.*_label"):
        found = [c for c in free if re.fullmatch(pattern, c.plain)]
        if found:
            return max(found, key=lambda c: (c.distinct, -columns.index(c)))
    telling = [
        c for c in free if c.distinct > 0.9 * c.rows and not re.search(r"code|id$|url|web", c.plain)
    ]
    return telling[0] if telling and telling[0] in free[:3] else None


def day_columns(columns: Sequence[Seen]) -> dict[str, str]:
    """Return the columns that hold the opening times of one day each, by the day.

    Examples
    --------
    >>> rows = [{f"opens_{day}": "09:00-17:00" for day in ("monday", "tuesday", "friday")}]
    >>> list(day_columns(columns_seen(rows)))
    ['monday', 'tuesday', 'friday']
    """
    found: dict[str, str] = {}
    for column in columns:
        for day in DAYS:
            if re.search(rf"(?:^|_){day[:3]}(?:{day[3:]})?(?:$|_)", column.plain):
                found.setdefault(day, column.name)
    return {day: found[day] for day in DAYS if day in found} if len(found) > 2 else {}


def is_day_first(column: Seen) -> bool:
    """Whether a column's dates are written as 31/12/2026."""
    return column.share(_DAY_FIRST.fullmatch) > 0.5


def is_iso(column: Seen) -> bool:
    """Whether a column's dates are written as 2026-12-31."""
    return column.share(_ISO_DAY.fullmatch) > 0.5


def is_year_first(column: Seen) -> bool:
    """Whether a column's dates are written as 2026/12/31."""
    return column.share(_YEAR_FIRST.fullmatch) > 0.5
