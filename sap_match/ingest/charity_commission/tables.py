"""What the register's other tables say of a charity, beside its own row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sap_match.ingest.cells import is_unknown
from sap_match.ingest.charity_commission.cells import Row
from sap_match.ingest.raw import Cell
from sap_match.ingest.wording import plain_text, title_name

SAYS_NOTHING = frozenset({"general charitable purposes", "other charitable purposes",
                          "other charitable activities", "other defined groups"})  # fmt: skip
"""Classes in which anything can be."""
_GIVES = frozenset({"makes grants to individuals", "makes grants to organisations",
                    "provides other finance"})  # fmt: skip
_ONE_ROLE: tuple[tuple[frozenset[str], str], ...] = (
    (_GIVES, "funder"),
    (frozenset({"provides buildings/facilities/open space"}), "venue"),
    (frozenset({"acts as an umbrella or resource body"}), "infrastructure"),
)
"""What a charity does, of all that the register's *How* can say, where it says nothing else."""
_SUCCESSION = ("merge", "amalgamat", "incorporat", "transfer", "convert", "conversion")
_LATEST = ("fin_period_end_date", "ar_due_date", "ar_cycle_reference")


class Successor(NamedTuple):
    """The charity that the register says took another's place, and its words."""

    organisation_number: str
    charity_number: str
    words: str


@dataclass(slots=True)
class Said:
    """All that the other tables say of one charity."""

    what: set[str] = field(default_factory=set)
    who: set[str] = field(default_factory=set)
    how: set[str] = field(default_factory=set)
    areas: set[str] = field(default_factory=set)
    wide: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    policies: set[str] = field(default_factory=set)
    regulators: set[str] = field(default_factory=set)
    objects: str = ""
    benefit: str = ""
    returned: dict[str, str] = field(default_factory=dict)
    period: dict[str, str] = field(default_factory=dict)
    successors: set[Successor] = field(default_factory=set)


def _classification(row: Row, said: Said) -> None:
    kind = row.get("classification_type", "").lower()
    known = {"what": said.what, "who": said.who, "how": said.how}.get(kind)
    text = row.get("classification_description", "")
    if known is not None and not is_unknown(text):
        known.add(" ".join(text.split()))


def _area(row: Row, said: Said) -> None:
    label = " ".join(row.get("geographic_area_description", "").split())
    if is_unknown(label):
        return
    kind = row.get("geographic_area_type", "").lower()
    if kind in {"country", "continent", "region"} or label.lower().startswith("throughout"):
        said.wide.add(label)
    else:
        said.areas.add(area_label(label))


def area_label(text: str) -> str:
    """Return the register's name of a local authority as others write it.

    Examples
    --------
    >>> area_label("Trafford City"), area_label("Cheshire East"), area_label("City Of London")
    ('Trafford', 'Cheshire East', 'City Of London')
    """
    short = text.removesuffix(" City")
    return short if short.strip() else text


def _name(row: Row, said: Said) -> None:
    name = title_name(row.get("charity_name", "")).replace(";", ",")
    if not is_unknown(name):
        said.names.add(name)


def _document(row: Row, said: Said) -> None:
    objects, benefit = row.get("charitable_objects", ""), row.get("area_of_benefit", "")
    said.objects = max(said.objects, "" if is_unknown(objects) else objects)
    said.benefit = max(said.benefit, "" if is_unknown(benefit) else " ".join(benefit.split()))


_RETURNED = {
    "count_volunteers": "volunteers",
    "count_govt_contracts": "government_contracts",
    "count_govt_grants": "government_grants",
    "income_from_government_contracts": "income_from_government_contracts",
    "income_from_government_grants": "income_from_government_grants",
    "count_employees": "employees",
}
"""Figures of an annual return, and what they are called here."""


def _annual_return(row: Row, said: Said) -> None:
    """Keep each figure of the latest period that states it."""
    period = next((row[name] for name in _LATEST if not is_unknown(row.get(name, ""))), "")
    for column, name in _RETURNED.items():
        figure = row.get(column, "")
        if is_unknown(figure):
            continue
        if (period, figure) > (said.period.get(name, ""), said.returned.get(name, "")):
            said.period[name], said.returned[name] = period, figure


def _policy(row: Row, said: Said) -> None:
    if not is_unknown(name := row.get("policy_name", "")):
        said.policies.add(name.replace(";", ","))


def _regulator(row: Row, said: Said) -> None:
    if not is_unknown(name := row.get("regulator_name", "")):
        said.regulators.add(name.replace(";", ","))


def _event(row: Row, said: Said) -> None:
    words = " ".join(f"{row.get('event_type', '')} {row.get('reason', '')}".split())
    other = row.get("assoc_organisation_number", "")
    if is_unknown(other) or not any(word in words.lower() for word in _SUCCESSION):
        return
    number = row.get("assoc_registered_charity_number", "")
    said.successors.add(Successor(other.strip(), number.strip(), words.lower()))


COLLECTORS: Mapping[str, Callable[[Row, Said], None]] = {
    "charity_classification": _classification,
    "charity_area_of_operation": _area,
    "charity_other_names": _name,
    "charity_governing_document": _document,
    "charity_annual_return_parta": _annual_return,
    "charity_annual_return_partb": _annual_return,
    "charity_policy": _policy,
    "charity_other_regulators": _regulator,
    "charity_event_history": _event,
}
"""The tables that say something of a charity, and what takes it up."""


class Counted(NamedTuple):
    """What was seen of one table."""

    rows: int
    used: int
    organisations: int = 0


def collect(table: str, rows: Iterable[tuple[int, Row]], charities: Mapping[str, Said]) -> Counted:
    """Take from one table what it says of the charities asked for.

    Of trustees only the organisations among them are counted; persons are passed over, and
    nothing of them is kept.
    """
    take = COLLECTORS.get(table)
    seen: Counter[str] = Counter()
    for _, row in rows:
        seen["rows"] += 1
        said = charities.get(row.get("organisation_number", ""))
        if said is None:
            continue
        if take is not None:
            take(row, said)
            seen["used"] += 1
        elif row.get("individual_or_organisation", "").strip().lower() in {"o", "organisation"}:
            seen["organisations"] += 1
    return Counted(seen["rows"], seen["used"], seen["organisations"])


def cells_said(said: Said, cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """Return the cells that the other tables add to those of a charity's own row.

    Examples
    --------
    >>> said = Said(what={"Education/training"}, how={"Makes Grants To Organisations"})
    >>> cells_said(said, {"id": "GB-CHC-1102003", "name": "Plain Fund", "role": "provider"})
    {'themes': ('Education/training',), 'how': 'Makes Grants To Organisations', 'role': 'funder'}
    """
    own = str(cells.get("name", "")).casefold()
    listed: dict[str, Cell] = {
        "themes": _sorted(t for t in said.what if t.lower() not in SAYS_NOTHING),
        "areas": _sorted(said.areas),
        "audiences": _joined(t for t in said.who if t.lower() not in SAYS_NOTHING),
        "how": _joined(said.how),
        "area_of_operation": _joined(said.wide),
        "other_names": _joined(name for name in said.names if name.casefold() != own),
        "policies": _joined(said.policies),
        "regulators": _joined(said.regulators),
        "area_of_benefit": said.benefit,
        **said.returned,
    }
    if "description" not in cells and said.objects:
        listed["description"] = plain_text(said.objects, name=str(cells.get("name", "")))
        listed["description_from"] = "its charitable objects"
    role = _role_by_how(said.how)
    if role is not None and cells.get("role") == "provider":
        listed["role"] = role
    return {name: cell for name, cell in listed.items() if cell}


def _role_by_how(how: Iterable[str]) -> str | None:
    ways = {way.lower() for way in how} - SAYS_NOTHING
    return next((role for only, role in _ONE_ROLE if ways and ways <= only), None)


def successor_of(said: Said, own: str) -> Successor | None:
    """Return the one charity that took the place of the one numbered ``own``, or ``None``."""
    others = [s for s in said.successors if s.organisation_number != own]
    return min(others) if len({s.organisation_number for s in others}) == 1 else None


def _sorted(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(texts))


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(sorted(texts))
