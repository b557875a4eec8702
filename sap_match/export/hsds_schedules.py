"""Opening times as the schedules of HSDS 3.0; the other way round from reading them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from sap_match.ingest.hsds.schedules import schedule_cells

Node = dict[str, Any]
_WEEKLY = re.compile(r"(MO|TU|WE|TH|FR|SA|SU) (\d\d:\d\d)-(\d\d:\d\d)")
_RULE = re.compile(r"(?:DTSTART:(\d{8})\S* )?RRULE:(\S+) (\d\d:\d\d)-(\d\d:\d\d)")
_FIELDS = {
    "FREQ": "freq", "INTERVAL": "interval", "BYDAY": "byday", "BYMONTHDAY": "bymonthday",
    "COUNT": "count", "UNTIL": "until", "WKST": "wkst",
}  # fmt: skip


class Schedules(NamedTuple):
    """Schedules of the standard, and the times that it has no fields for, in words."""

    nodes: tuple[Node, ...]
    left: tuple[str, ...]


def schedules_of(cells: Iterable[str]) -> Schedules:
    """Return opening times as schedules; each is checked by reading it back.

    Examples
    --------
    >>> schedules_of(["MO 09:00-12:00", "WE 09:00-12:00"]).nodes
    ({'freq': 'WEEKLY', 'byday': 'MO,WE', 'opens_at': '09:00:00', 'closes_at': '12:00:00'},)
    >>> schedules_of(["RRULE:FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1 10:00-12:00"]).left
    ('RRULE:FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1 10:00-12:00',)
    """
    days: dict[tuple[str, str], list[str]] = {}
    nodes: list[Node] = []
    left: list[str] = []
    for cell in cells:
        weekly = _WEEKLY.fullmatch(cell)
        if weekly:
            days.setdefault((weekly[2], weekly[3]), []).append(weekly[1])
            continue
        node = _ruled(cell)
        if node is not None and schedule_cells(node).cells == (cell,):
            nodes.append(node)
        else:
            left.append(cell)
    plain = [{"freq": "WEEKLY", "byday": ",".join(d), **_times(*t)} for t, d in days.items()]
    return Schedules((*plain, *nodes), tuple(left))


def _ruled(cell: str) -> Node | None:
    match = _RULE.fullmatch(cell)
    if match is None:
        return None
    parts = dict(part.partition("=")[::2] for part in match[2].split(";"))
    if not parts.keys() <= _FIELDS.keys():
        return None
    node: Node = {_FIELDS[name]: value for name, value in parts.items()}
    for name in ("interval", "count"):
        if name in node:
            node[name] = int(node[name])
    if "until" in node:
        node["until"] = _iso(node["until"])
    if match[1]:
        node["dtstart"] = _iso(match[1])
    if node["freq"] == "DAILY" and node.get("dtstart") == node.get("until"):
        node["freq"] = "WEEKLY"  # once; the standard knows weeks and months alone
    if node["freq"] not in ("WEEKLY", "MONTHLY"):
        return None
    return node | _times(match[3], match[4])


def _times(opens: str, closes: str) -> Node:
    return {"opens_at": f"{opens}:00", "closes_at": f"{closes.replace('24:00', '00:00')}:00"}


def _iso(day: str) -> str:
    return f"{day[:4]}-{day[4:6]}-{day[6:8]}"
