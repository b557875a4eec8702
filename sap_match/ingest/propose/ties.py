"""The rules of a drafted mapping of who takes part in what, and of what organisations lack."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sap_match.ingest.propose.columns import Table
from sap_match.ingest.propose.rules import (
    Plan,
    Rule,
    keyed,
    operator_id,
    organisations,
    prefix_of,
    row_id,
    where,
)

_GIVEN = {
    "time": "volunteering",
    "volunteer*": "volunteering",
    "item*": "goods",
    "good*": "goods",
    "money": "funding",
    "fund*": "funding",
    "skill*": "skills",
    "space": "space",
    "*": "volunteering",
}


def projects(table: Table) -> Plan:
    """Return the draft of a table that says who takes part in what."""
    stem, roles, dates = table.stem, table.roles, table.dates
    project = f"project-{keyed(roles['project'])}"
    owner = operator_id(roles)
    rule, open_kind, points = organisations(stem, roles, own=False, identifier=owner)
    cells = {}
    if "title" in roles:
        cells["title"] = roles["title"].name
    for role in ("description", "programme"):
        if role in roles:
            cells[role] = roles[role].name
    cells |= {role: dates[role] for role in ("starts_on", "ends_on") if dates.get(role)}
    lead = "lead" in roles.get("operator", roles["project"]).plain
    member = {"collaboration_id": project, "organisation_id": owner}
    if "role" in roles:
        member["role"] = roles["role"].name
    left_open = ["the kind of each collaboration; drafted as partnership"]
    left_open += [
        f"the dates of {roles[role].name}, which are in no known form"
        for role in ("starts_on", "ends_on")
        if role in roles and not dates.get(role)
    ]
    if open_kind:
        left_open.append(open_kind)
    if "operator" not in roles:
        left_open.append("the organisations' names: no column holds them")
    rules = [
        rule,
        Rule("collaborations", project, cells, {"kind": "partnership"}, derived=True),
        Rule("collaboration_members", "", member, {"role": "lead"} if lead else {}, derived=True),
    ]
    return (
        "organisations and the projects they take part in",
        rules,
        left_open,
        2 + points + ("operator" in roles),
    )


def wants(table: Table) -> Plan:
    """Return the draft of a table of what organisations lack."""
    stem, columns, roles, rows = table.stem, table.columns, table.roles, table.rows
    dates = table.dates
    owner = operator_id(roles)
    rule, open_kind, points = organisations(stem, roles, own=False, identifier=owner)
    named = {**roles, "name": roles["description"]}
    identifier, repeats = row_id(prefix_of(stem), columns, named, rows)
    cells = {"organisation_id": owner, "description": roles["description"].name}
    values: dict[str, Mapping[str, str]] = {}
    constants = {"kind": "volunteering"}
    left_open = [open_kind] if open_kind else []
    kinds = roles.get("type")
    words = r"time|item|good|money|fund|skill|space|volunteer"
    if kinds is not None and kinds.share(lambda v: re.match(words, v, re.IGNORECASE)) > 0.8:
        cells["kind"], constants = kinds.name, {}
        values = {"kind": _GIVEN}
    else:
        left_open.append("what is wanted; drafted as volunteering")
    cells |= {k: v for k, v in where(roles).items() if k != "address"}
    cells |= {role: dates[role] for role in ("starts_on", "ends_on") if dates.get(role)}
    rules = [rule, Rule("needs", identifier, cells, constants, values, derived=repeats)]
    return "what organisations are in need of", rules, left_open, 3 + points
