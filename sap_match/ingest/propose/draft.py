"""A drafted mapping for a table that no reader knows, guessed from its columns and cells.

The draft is the text of a ``partnership.toml`` that can be read as it stands; what it
cannot know (whether an organisation is voluntary, who runs a hall) it leaves open in words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from sap_match.ingest.cells import slug
from sap_match.ingest.propose.columns import (
    Item,
    Seen,
    Table,
    columns_seen,
    day_columns,
    is_day_first,
    is_iso,
    is_year_first,
    lists_people,
    roles_of,
)
from sap_match.ingest.propose.rules import Plan, Rule, places
from sap_match.ingest.propose.ties import projects, wants

EMPTY = "an example to be filled in: nothing stands in any column"
MOST_ROWS = 5_000
"""No more rows than this are looked at."""
_HIGH, _FAIR = 4, 2
_WANTS = re.compile(r"need|opportunit|volunteer")
_OWNERS = re.compile(r"provider|organi[sz]ation|member|partner|charit|group")


@dataclass(frozen=True)
class Proposal:
    """A drafted mapping.

    Attributes
    ----------
    toml : str
        The text of a ``partnership.toml``.
    about : str
        What the table seems to be, in a few words.
    confidence : str
        ``high``, ``fair`` or ``low``.
    left_open : tuple of str
        What whoever uses it has to decide.
    block : str
        The draft's ``[[sources]]`` alone, to stand beside others in one file.
    """

    toml: str
    about: str
    confidence: str
    left_open: tuple[str, ...] = ()
    block: str = ""


@dataclass(frozen=True)
class NoProposal:
    """Why no mapping is drafted: what the table seems to be instead."""

    about: str


def propose(
    name: str, items: Sequence[Item], *, path: str = "", where: str = ""
) -> Proposal | NoProposal:
    """Draft a mapping for the rows of a table.

    Parameters
    ----------
    name : str
        The file's name: its words say what the rows may be (``care_homes.csv``).
    items : sequence of mapping
        Rows by column; objects within objects are seen as paths.
    path : str
        The path that the draft names; by default ``name``.
    where : str
        Where in a JSON file the list of rows stands (``items`` of the draft).

    Returns
    -------
    Proposal or NoProposal
        The draft, or what the table seems to be where no row of it is a record.

    Examples
    --------
    >>> rows = [
    ...     {"Hall": "Plain Hall", "Run by": "Plain Church", "Postcode": "CW1 2AB", "Seats": "80"},
    ...     {"Hall": "Edge Rooms", "Run by": "Edge Council", "Postcode": "CW1 2AD", "Seats": ""},
    ... ]
    >>> draft = propose("halls.csv", rows)
    >>> draft.about, draft.confidence
    ('halls or rooms and who runs them', 'fair')
    >>> propose("tags.csv", [{"code": "A", "tag": "Art"}, {"code": "B", "tag": "Bells"}]).about
    'a list of words or codes to look things up'
    """
    rows = items[:MOST_ROWS]
    columns = columns_seen(rows)
    if lists_people(columns):
        return NoProposal("a list of persons by name, which is not for this")
    if sum(len(column.values) for column in columns) <= 1:
        return NoProposal(EMPTY)
    roles = roles_of(columns)
    stem = re.split(r"\.", PurePath(name).name.casefold())[0]
    dated = ("starts_on", "ends_on", "updated_on")
    dates: dict[str, str] = {role: _dated(roles[role]) for role in dated if role in roles}
    plan = _plan(Table(stem, columns, roles, rows, dates, day_columns(columns)))
    if isinstance(plan, NoProposal):
        return plan
    about, rules, left_open, sure = plan
    confidence = "high" if sure >= _HIGH else "fair" if sure >= _FAIR else "low"
    called = " ".join(slug(stem).replace("_", "-").split("-")) or "table"
    drafted = (
        f"# Drafted from the columns of {_line(name)}: {about}. Confidence: {confidence}.",
        "# Look at every line before you use it.",
        *(f"# Open: {_line(one)}" for one in left_open),
    )
    block = _block(path or name, called, where, rules)
    head = heading(slug(stem).replace("_", "-") or "drafted", called[:1].upper() + called[1:])
    toml = "\n".join([*drafted, *head, "", *block, ""])
    beside = "\n".join([*drafted, *block, ""])
    return Proposal(toml, about, confidence, tuple(left_open), beside)


def _plan(table: Table) -> Plan | NoProposal:
    """Decide what a table is, and write its rules."""
    roles = table.roles
    has_operator = _is_filled(roles, "operator") or _is_filled(roles, "operator_id")
    placed = {"latitude", "postcode", "address", "street"} & roles.keys()
    found = placed or {"phone", "url", "email"} & roles.keys()
    if "project" in roles and has_operator and "latitude" not in roles:
        return projects(table)
    if has_operator and "description" in roles and _WANTS.search(table.stem):
        return wants(table)
    if "name" in roles and (found or "charity_number" in roles):
        return places(table)
    if has_operator and found:
        named = roles["operator"] if "operator" in roles else roles["operator_id"]
        return places(replace(table, roles={**roles, "name": named}))
    if "name" in roles and not placed and _OWNERS.search(table.stem):
        return places(table)
    return NoProposal(_about(table, placed=bool(placed)))


def _about(table: Table, *, placed: bool) -> str:
    """Say what a table seems to be that is no directory."""
    roles, columns = table.roles, table.columns
    if placed:
        return "a list of places (postcodes, wards or points) to look places up"
    if len(columns) == 2 and all(re.search(r"(?:^|_)ids?$", c.plain) for c in columns):
        return "pairs of ids, which belong to another table"
    if "project" in roles or ({"title", "description"} <= roles.keys() and len(columns) > 5):
        return "texts of projects or the like, without who takes part or where"
    if "name" in roles or "title" in roles or len(columns) <= 4:
        return "a list of words or codes to look things up"
    return "a table without a name, an organisation or a place in any column"


def _is_filled(roles: Mapping[str, Seen], role: str) -> bool:
    return role in roles and roles[role].filled >= 0.7


def _dated(column: Seen) -> str:
    """Return the template that reads a column's dates; empty where they are in no known form."""
    if is_iso(column):
        return column.name
    if is_year_first(column):
        return f"{{{column.name}|ymd}}"
    return f"{{{column.name}|dmy}}" if is_day_first(column) else ""


def heading(place_id: str, name: str) -> list[str]:
    """Return the lines of a ``partnership.toml`` that say what it is called."""
    return [f"id = {as_toml(place_id)}", f"name = {as_toml(name)}"]


def source_block(path: str, kind: str) -> str:
    """Return the ``[[sources]]`` of a file of a format that is known."""
    return "\n".join(["[[sources]]", f"path = {as_toml(path)}", f"format = {as_toml(kind)}", ""])


def _block(path: str, name: str, where: str, rules: Sequence[Rule]) -> list[str]:
    lines = [
        "[[sources]]",
        f"path = {as_toml(path)}",
        'format = "table"',
        f"name = {as_toml(name)}",
    ]
    if where:
        lines.append(f"items = {as_toml(where)}")
    for rule in rules:
        lines += ["", "[[sources.rows]]", *rule_lines(rule)]
    return lines


def rule_lines(rule: Rule) -> list[str]:
    """Return the lines of one rule."""
    lines = [f"table = {as_toml(rule.table)}"]
    if rule.id:
        lines.append(f"id = {as_toml(rule.id)}")
    if rule.derived:
        lines.append("derived = true # several rows may give the same record")
    lines += [f"columns.{key} = {as_toml(text)}" for key, text in rule.columns.items()]
    for key, days in rule.days.items():
        inner = ", ".join(f"{day} = {as_toml(column)}" for day, column in days.items())
        lines.append(f"columns.{key} = {{ {inner} }}")
    if rule.constants:
        inner = ", ".join(f"{key} = {as_toml(text)}" for key, text in rule.constants.items())
        lines.append(f"constants = {{ {inner} }}")
    for key, values in rule.values.items():
        inner = ", ".join(f"{as_toml(old)} = {as_toml(new)}" for old, new in values.items())
        lines.append(f"values.{key} = {{ {inner} }}")
    return lines


def as_toml(text: str) -> str:
    """Return a text as a TOML string, which JSON's strings are too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def list_in(content: Any) -> tuple[str, list[Any]] | None:
    """Return where in a JSON value its longest list of objects stands, and the list.

    Examples
    --------
    >>> list_in({"meta": {}, "data": {"records": [{"a": 1}]}})
    ('data.records', [{'a': 1}])
    >>> list_in({"a": [1, 2]}) is None
    True
    """
    if isinstance(content, list):
        return ("", content) if _are_objects(content) else None
    found: list[tuple[str, list[Any]]] = []
    queue: list[tuple[str, Any]] = [("", content)]
    for _ in range(4):
        inner = []
        for before, node in queue[:200]:
            if not isinstance(node, Mapping):
                continue
            for key, value in list(node.items())[:200]:
                where = f"{before}.{key}".strip(".")
                if isinstance(value, list) and _are_objects(value):
                    if "." not in str(key):
                        found.append((where, value))
                else:
                    inner.append((where, value))
        queue = inner
    return max(found, key=lambda one: (len(one[1]), one[0])) if found else None


def _are_objects(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(v, Mapping) for v in values[:50])
