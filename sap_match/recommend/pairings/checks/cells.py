"""What the cells ``checks`` and ``checks_required`` say, one entry at a time.

Held: ``dbs_enhanced``, ``first_aid:2027-03-01`` (the last day on which it counts),
``dbs_enhanced:issued 2024-05-01``, ``dbs_enhanced:willing 4`` (up to four people are
willing to be checked; the host runs the check). Required: ``dbs_enhanced``,
``dbs_enhanced:36 months`` or ``dbs_enhanced:3 years`` (the host's own renewal rule).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sap_match.recommend.pairings.checks.table import known_checks, spelled

_WILLING = re.compile(r"willing\s*:?\s*(\d{1,5})(?:\s+(?:people|person))?", re.IGNORECASE)
_RENEWED = re.compile(
    r"(?:every\s+|within\s+)?(\d{1,3})\s*(month|year)s?(?:\s+old)?", re.IGNORECASE
)


@dataclass(frozen=True)
class Held:
    """One check that an offer lists; ``fault`` says why it does not count, or "".

    ``until`` is the last day on which it counts and ``issued`` the certificate's day, where
    they are given; ``willing`` is how many people are willing to be checked, None where the
    check is held already.
    """

    name: str
    until: date | None = None
    issued: date | None = None
    willing: int | None = None
    fault: str = ""


@dataclass(frozen=True)
class Required:
    """One check that a need asks for; ``fault`` says why nobody can meet it, or "".

    ``months`` is the age at which the host wants a certificate renewed, None for no rule.
    """

    name: str
    months: int | None = None
    fault: str = ""


@lru_cache(maxsize=4096)
def held(cell: str) -> Held:
    """Read one entry of ``checks``.

    Examples
    --------
    >>> held("DBS enhanced:willing 4")
    Held(name='dbs_enhanced', until=None, issued=None, willing=4, fault='')
    >>> held("dbs_enhnaced").fault
    '“dbs_enhnaced” is no check that is known; dbs_enhanced may be meant'
    >>> held("first_aid:soon").fault
    '“first_aid:soon” is not understood; write e.g. first_aid:2027-03-01'
    """
    name, fault, rest = _named(cell)
    if fault or not rest:
        return Held(name, fault=fault)
    if found := _WILLING.fullmatch(rest):
        return _willing(cell, name, int(found[1]))
    word, _, told = rest.partition(" ")
    issued = word.casefold() == "issued"
    try:
        day = date.fromisoformat(told.strip() if issued else rest)
    except ValueError:
        example = "willing 4" if "willing" in rest.casefold() else "2027-03-01"
        return Held(name, fault=f"“{cell.strip()}” is not understood; write e.g. {name}:{example}")
    return Held(name, issued=day) if issued else Held(name, until=day)


@lru_cache(maxsize=4096)
def required(cell: str) -> Required:
    """Read one entry of ``checks_required``.

    Examples
    --------
    >>> required("dbs_enhanced:3 years")
    Required(name='dbs_enhanced', months=36, fault='')
    >>> required("dbs_enhanced:often").fault
    '“dbs_enhanced:often” is not understood; write e.g. dbs_enhanced:36 months'
    >>> required("background_check").fault
    'a background check whose level is not said: nobody can say who holds it'
    """
    name, fault, rest = _named(cell)
    if fault:
        return Required(name, fault=fault)
    row = known_checks().rows[name][-1]
    if row.kind == "unsaid":
        return Required(name, fault=f"{row.name}: nobody can say who holds it")
    if not rest:
        return Required(name)
    found = _RENEWED.fullmatch(rest)
    if found is None or not int(found[1]):
        return Required(
            name, fault=f"“{cell.strip()}” is not understood; write e.g. {name}:36 months"
        )
    return Required(name, int(found[1]) * (12 if found[2].casefold() == "year" else 1))


def _named(cell: str) -> tuple[str, str, str]:
    """Return name, fault and what stands after the colon."""
    told, _, rest = cell.partition(":")
    name = known_checks().known(told)
    if name is not None:
        return name, "", " ".join(rest.split())
    meant = known_checks().nearest(told)
    hint = f"; {meant} may be meant" if meant else ""
    return spelled(told), f"“{told.strip()}” is no check that is known{hint}", ""


def _willing(cell: str, name: str, people: int) -> Held:
    row = known_checks().rows[name][-1]
    if not row.weeks:
        return Held(name, fault=f"“{cell.strip()}”: no host can run {row.name} for those who come")
    if not people:
        return Held(name, fault=f"“{cell.strip()}” says that nobody is willing")
    return Held(name, willing=people)
