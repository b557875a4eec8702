"""The rules of a drafted mapping of places, services and organisations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sap_match.ingest.cells import is_unknown, slug
from sap_match.ingest.mapping import lookup, pattern_of
from sap_match.ingest.propose.columns import Item, Seen, Table

Roles = Mapping[str, Seen]
Plan = tuple[str, list["Rule"], list[str], int]
"""What a table is, the rules of its draft, what is left open, and points for being sure."""


@dataclass(frozen=True)
class Rule:
    """One ``[[sources.rows]]`` of a draft."""

    table: str
    id: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    days: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    derived: bool = False


_PUBLIC = re.compile(
    r"librar|general_practice|\bgp\b|gps\b|surger|school|college|council|hospital|nhs|police"
    r"|fire_station|museum|land_and_building|assets|jobcentre|universit"
)
_BUSINESS = re.compile(r"pharmac|dentist|care_home|optician|shop|restaurant|hotel|business|compan")
_FACILITY = re.compile(
    r"hall|sport|pitch|court|allotment|venue|building|assets|facilit|rooms?|pool|gym|leisure"
    r"|community_centre|playing_field"
)
_SERVICE = re.compile(
    r"food_?bank|service|clinic|surger|pharmac|dentist|librar|care_home|general_practice|helpline"
    r"|advice|hubs?|support|early_childhood|drop_in|pantr|warm_|activit"
)
_CARE = re.compile(r"faith|worship|church|mosque")
_BY_NAME = {
    "*Council": "public",
    "*Borough*": "public",
    "*NHS*": "public",
    "*University*": "public",
    "*School*": "public",
    "*CIC*": "voluntary",
    "*CIO": "voluntary",
    "*Charit*": "voluntary",
    "*Trust*": "voluntary",
    "*Ltd*": "business",
    "*Limited*": "business",
    "*PLC": "business",
    "*LLP": "business",
    "* GmbH*": "business",
}
_LEGAL = {
    "public": "public",
    "private": "business",
    "PUB": "public",
    "PRC": "business",
    "HES": "public",
    "REC": "public",
    "OTH": "voluntary",
    "charity": "voluntary",
    "voluntary": "voluntary",
    "NFP": "voluntary",
    "company": "business",
}
_PLACED = ("address", "postcode", "latitude", "longitude", "phones", "description")
_LONGEST_KEY = 120
_ORG_ID = re.compile(r"[A-Z]{2}-[A-Z]{2,5}-[\w.-]+")
_OPEN_KIND = (
    "whether each organisation is voluntary, a business or public (values.kind); drafted as "
)


def prefix_of(stem: str) -> str:
    """Return what ids of a draft begin with."""
    return slug(stem).replace("_", "-")[:40].strip("-") or "row"


def _texts(column: str, rows: Sequence[Item]) -> list[str]:
    cells = (lookup(row, column) for row in rows)
    return ["; ".join(c) if isinstance(c, tuple) else (c or "").strip() for c in cells]


def row_id(
    prefix: str, columns: Sequence[Seen], roles: Roles, rows: Sequence[Item]
) -> tuple[str, bool]:
    """Return the id of a table's rows, and whether it may stand for several rows.

    A column that no two rows share is the id; else the name with what tells rows of one name
    apart, as few columns as will do. A place in an id is hashed.
    """
    named = roles["name"]
    for column in columns:
        if column.filled == 1 and column.share(_ORG_ID.fullmatch) > 0.95:
            return f"{{{column.name}}}", not column.is_key
    keys = [c for c in columns if c.is_key and _is_id(c)]
    if keys:
        return f"{prefix}-{{{keys[0].name}{_plain(keys[0])}}}", False
    chosen = [keyed(named)[1:-1]]
    texts = [_texts(named.name, rows)]
    others = [c for c in columns if c.name.endswith("id") and c.filled == 1 and c is not named]
    others += [roles[r] for r in ("type", "postcode", "address", "street") if r in roles]
    others += [c for c in columns if c.filled == 1 and 1 < c.distinct < c.rows and c.length < 60]
    for other in dict.fromkeys(c.name for c in others):
        so_far = len({slug(" ".join(t)) for t in zip(*texts, strict=True)})
        if so_far == len(rows):
            break
        more = _texts(other, rows)
        with_it = len({slug(" ".join(t)) for t in zip(*texts, more, strict=True)})
        if with_it > so_far and not any(is_unknown(t) for t in more) and len(chosen) < 4:
            chosen.append(f"{other}|hash")
            texts.append(more)
    ids = ["".join(c) for c in zip(*texts, strict=True)]
    return f"{prefix}-" + "-".join(f"{{{one}}}" for one in chosen), len(set(ids)) < len(rows)


def _is_id(column: Seen) -> bool:
    by_name = re.search(r"(?:^|_)(?:id|code|ref|reference|urn|uprn|key|uuid|number)$", column.plain)
    return bool(by_name) and column.length < 60


def _plain(column: Seen) -> str:
    """Return the filter that an id needs, where its cells have blanks or slashes."""
    return "|slug" if column.share(lambda v: re.search(r"[^\w.-]", v)) else ""


def where(roles: Roles) -> dict[str, str]:
    """Return the columns that say where something is."""
    cells: dict[str, str] = {}
    if "address" in roles:
        town = roles.get("town")
        own = f"{{{roles['address'].name}}}"
        cells["address"] = f"{own}, {{{town.name}}}" if town is not None else roles["address"].name
    elif parts := [f"{{{roles[r].name}}}" for r in ("house", "street") if r in roles]:
        town_part = f", {{{roles['town'].name}}}" if "town" in roles else ""
        cells["address"] = " ".join(parts) + town_part
    for role in ("postcode", "latitude", "longitude"):
        if role in roles:
            cells[role] = roles[role].name
    return cells


def _reach(roles: Roles, url: str) -> dict[str, str]:
    given = {"email": "email", "phone": "phones", "url": url}
    return {column: roles[role].name for role, column in given.items() if role in roles}


def _kind(stem: str, named: Seen, roles: Roles) -> tuple[dict[str, str], dict[str, str], str, int]:
    """Return the column and values that give an organisation's kind, what is assumed, points."""
    for role in ("legal", "type"):
        column = roles.get(role)
        if column is not None and column.share(_is_legal) > 0.5:
            shown = set(column.values)
            given = {k: v for k, v in _LEGAL.items() if k in shown or k.casefold() in shown}
            return {"kind": column.name}, {**given, "*": "voluntary"}, "", 1
    if _BUSINESS.search(stem):
        kind = "business"
    elif _PUBLIC.search(stem):
        kind = "public"
    else:
        kind = "voluntary"
    met = {
        pattern: given
        for pattern, given in _BY_NAME.items()
        if given != kind and any(pattern_of(pattern).fullmatch(v) for v in named.values)
    }
    if not met:
        return {}, {}, kind, 0
    return {"kind": named.name}, {**met, "*": kind}, kind, 0


def _is_legal(text: str) -> bool:
    return text.casefold() in {word.casefold() for word in _LEGAL}


def organisations(stem: str, roles: Roles, *, own: bool, identifier: str) -> tuple[Rule, str, int]:
    """Return the rule for organisations, what is left open of their kind, and points.

    ``own`` says that each row is an organisation; else several rows share one.
    """
    named = roles["name"] if own else roles.get("operator", roles.get("operator_id"))
    if named is None:
        named = roles["name"]
    column, values, assumed, points = _kind(stem, named, roles)
    has_name = own or "operator" in roles
    cells = {"name": named.name if has_name else f"Organisation {{{named.name}}}", **column}
    if own:
        if "description" in roles and not _FACILITY.search(stem):
            cells["description"] = roles["description"].name
        cells |= {**where(roles), **_reach(roles, "website")}
        if "income" in roles:
            cells["income"] = roles["income"].name
        if "charity_number" in roles and not identifier.startswith("{"):
            cells |= _charity(roles["charity_number"])
    constants = {} if column else {"kind": assumed}
    constants |= {"role": "venue"} if _FACILITY.search(stem) or _CARE.search(stem) else {}
    by_kind = {"kind": values} if values else {}
    rule = Rule("organisations", identifier, cells, constants, by_kind, derived=not own)
    return rule, f"{_OPEN_KIND}{assumed}" if assumed else "", points


def _charity(column: Seen) -> dict[str, str]:
    """Return the identifiers of numbers that are all of England and Wales."""
    bare = column.share(lambda v: re.fullmatch(r"\d{6,7}", v)) == 1
    whole = column.share(_ORG_ID.fullmatch) > 0.95
    return (
        {"identifiers": column.name if whole else f"GB-CHC-{{{column.name}}}"}
        if (bare or whole)
        else {}
    )


def operator_id(roles: Roles) -> str:
    """Return the id of those who run or take part."""
    return f"org-{keyed(roles.get('operator_id') or roles['operator'])}"


def keyed(column: Seen) -> str:
    """Return what of a column goes into an id: its words, or a hash of long texts."""
    return f"{{{column.name}|{'hash' if column.longest > _LONGEST_KEY else 'slug'}}}"


def places(table: Table) -> Plan:
    """Return the draft of a table of places, services or organisations."""
    stem, columns, roles, rows, days = (
        table.stem,
        table.columns,
        table.roles,
        table.rows,
        table.days,
    )
    prefix = prefix_of(stem)
    named = roles["name"]
    operator = roles.get("operator") or roles.get("operator_id")
    run = operator is not None and operator.filled >= 0.7 and operator is not named
    same = operator is named
    is_hall = bool(_FACILITY.search(stem)) or ("capacity" in roles and not _PUBLIC.search(stem))
    is_service = not is_hall and (
        run or same or "schedule" in roles or bool(days) or bool(_SERVICE.search(stem))
    )
    identifier, repeats = row_id(prefix, columns, roles, rows)
    left_open: list[str] = []
    sure = 1 + (named.plain in ("name", "title")) + bool(where(roles)) + (not repeats)
    several = False
    if run or same:
        owner = operator_id(roles)
        rule, open_kind, points = organisations(stem, roles, own=False, identifier=owner)
    else:
        several = is_hall or (is_service and named.distinct < named.filled * named.rows)
        owner = _site_id(prefix, columns, roles, rows) if several else identifier
        shared = (several and owner != identifier) or repeats
        rule, open_kind, points = organisations(stem, roles, own=True, identifier=owner)
        cells = dict(rule.columns)
        if several and not is_hall:  # of several places, none is the organisation's
            cells = {k: v for k, v in cells.items() if k not in _PLACED}
        rule = replace(rule, columns=cells, derived=shared)
        if is_hall:
            left_open.append("who runs each place: no column says so; drafted as the place itself")
            sure -= 1
    rules = [rule]
    if open_kind:
        left_open.append(open_kind)
        sure -= 1
    thing = _thing(table, owner, is_hall=is_hall)
    if is_hall or is_service:
        name, cells, constants, times = thing
        if same:
            cells["name"] = named.name
        own_id = identifier if run or is_hall or same or several else f"{identifier}-service"
        if own_id == owner:
            own_id = f"{own_id}-place"
        rules.append(Rule(name, own_id, cells, constants, {}, times, derived=repeats))
    if repeats:
        left_open.append("several rows have the same id, and the first of them is used")
    kinds = {True: "halls or rooms", False: "services" if is_service else "organisations"}
    about = kinds[is_hall] + (" and who runs them" if run or same or is_hall else "")
    return about, rules, left_open, sure + points


def _site_id(prefix: str, columns: Sequence[Seen], roles: Roles, rows: Sequence[Item]) -> str:
    """Return the id of the place that several rooms or pitches share."""
    named = roles["name"]
    names = _texts(named.name, rows)
    for column in columns:
        if _is_id(column) and column.filled == 1 and column is not named:
            pairs = set(zip(_texts(column.name, rows), names, strict=True))
            if len(pairs) == column.distinct:
                return f"{prefix}-site-{{{column.name}{_plain(column)}}}"
    return f"{prefix}-site-{keyed(named)}"


def _thing(
    table: Table, owner: str, *, is_hall: bool
) -> tuple[str, dict[str, str], dict[str, str], dict[str, Mapping[str, str]]]:
    """Return the table, columns, constants and days of what stands at a place."""
    stem, roles, dates, days = table.stem, table.roles, table.dates, table.days
    named = roles["name"]
    kind = roles.get("type")
    constants: dict[str, str] = {}
    cells = {"organisation_id": owner, "name": named.name}
    if is_hall and kind is not None and kind.filled > 0.9 and named.distinct < named.rows:
        cells["name"] = f"{{{kind.name}}} at {{{named.name}}}"
    if "description" in roles:
        cells["description"] = roles["description"].name
    elif kind is not None and not is_hall:
        cells["description"] = kind.name
    cells |= where(roles)
    if is_hall:
        if kind is not None:
            cells["type"] = kind.name
        else:
            constants["type"] = stem.replace("_", " ").removeprefix("trafford ")
        if "capacity" in roles:
            cells["capacity"] = roles["capacity"].name
    else:
        cells |= _reach(roles, "url")
        if dates.get("updated_on"):
            cells["assured_on"] = dates["updated_on"]
    times = "availability" if is_hall else "schedule"
    if "schedule" in roles and not days:
        cells[times] = roles["schedule"].name
    return (
        "facilities" if is_hall else "services",
        cells,
        constants,
        {times: days} if days else {},
    )
