"""The table of checks: what each is, where and when it holds, who may be asked for it.

The facts are data (``checks.csv``, with sources); this module only reads them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from importlib.resources import files

from sap_match.errors import DataError

DISCLOSURES = frozenset({"disclosure", "membership", "unsaid"})
"""Kinds that look into a person's past: each is one nation's, and asked for by law only."""


@dataclass(frozen=True)
class Check:
    """One row of the table: a check as it was from ``valid_from`` to ``valid_to``.

    ``covers`` are the checks that it stands for beside itself; ``years`` for how long a
    certificate counts from its day of issue, None where nothing sets an end; ``weeks`` how
    long to allow where the host runs it, 0 where it cannot be had that way.
    ``asked_for`` says for what it may be asked: ``any`` role, ``listed`` roles, a
    ``regulated role``, or regulated activity with ``children`` or ``adults``;
    ``supervised`` is False where a supervised role is none.
    """

    check: str
    name: str
    kind: str
    nations: tuple[str, ...]
    covers: tuple[str, ...]
    years: int | None
    weeks: int
    asked_for: tuple[str, ...]
    supervised: bool
    valid_from: date
    valid_to: date
    then: str
    aliases: tuple[str, ...]
    who_may_ask: str
    source: str
    address: str
    looked_up: date
    unsure: str

    @property
    def is_disclosure(self) -> bool:
        """Whether it looks into a person's past, so that it is one nation's."""
        return self.kind in DISCLOSURES


@dataclass(frozen=True, eq=False)
class Checks:
    """Every known check, by name, with its rows in the order of their dates.

    Examples
    --------
    >>> checks = known_checks()
    >>> checks.at("dbs_enhanced", date(2026, 11, 1)).name
    'an enhanced DBS check'
    >>> sorted(checks.standing_for("dbs_basic") - checks.standing_for("dbs_standard"))
    ['dbs_basic']
    """

    rows: Mapping[str, tuple[Check, ...]]

    @cached_property
    def codes(self) -> Mapping[str, int]:
        """Each check's number, by name: its bit in a mask, its column in a matrix."""
        return {name: i for i, name in enumerate(sorted(self.rows))}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Each spelling's check, its own name among them."""
        told = {name: name for name in self.rows}
        for rows in self.rows.values():
            told |= dict.fromkeys(rows[0].aliases, rows[0].check)
        return told

    def known(self, spelling: str) -> str | None:
        """Return the check that a cell names, None where it names none.

        Examples
        --------
        >>> known_checks().known("Enhanced DBS check"), known_checks().known("fork lift")
        ('dbs_enhanced', None)
        """
        plain = spelled(spelling)
        for name in (plain, plain.removesuffix("_check"), plain.removesuffix("_certificate")):
            if name in self.names:
                return self.names[name]
        return None

    def nearest(self, spelling: str) -> str:
        """Return the known check that is spelled most like an unknown one, or "".

        Examples
        --------
        >>> known_checks().nearest("dbs_enhnaced"), known_checks().nearest("zzzz")
        ('dbs_enhanced', '')
        """
        from rapidfuzz import process

        found = process.extractOne(spelled(spelling), sorted(self.names), score_cutoff=70)
        return self.names[found[0]] if found else ""

    def at(self, name: str, day: date) -> Check:
        """Return a check as it is on a day; before its first day or after its last, the nearest."""
        rows = self.rows[name]
        return next((row for row in rows if day <= row.valid_to), rows[-1])

    def standing_for(self, name: str) -> frozenset[str]:
        """Return the checks that do where one is asked for: itself and all that cover it."""
        return self._standing[name]

    @cached_property
    def _standing(self) -> Mapping[str, frozenset[str]]:
        covered = {name: self._covered(name) for name in self.rows}
        return {
            name: frozenset(one for one, under in covered.items() if name in under)
            for name in self.rows
        }

    def _covered(self, name: str) -> frozenset[str]:
        below = {c for row in self.rows[name] for c in row.covers}
        return frozenset({name}).union(*(self._covered(c) for c in sorted(below)))


def spelled(check: str) -> str:
    """Return a check in one spelling: lower case, underscores, no apostrophes.

    Examples
    --------
    >>> spelled("DBS Enhanced"), spelled("enhanced DBS with children's barred list")
    ('dbs_enhanced', 'enhanced_dbs_with_childrens_barred_list')
    """
    return re.sub(r"[\s\-_]+", "_", re.sub(r"['’]", "", check.strip().casefold())).strip("_")


@lru_cache(maxsize=1)
def known_checks() -> Checks:
    """Return the table that comes with the package, read once.

    Raises
    ------
    DataError
        A row of the table names a check that there is not.
    """
    told = (files("sap_match.recommend.pairings.checks") / "checks.csv").read_text("utf-8")
    rows: dict[str, list[Check]] = {}
    for cells in csv.DictReader(told.splitlines()):
        rows.setdefault(cells["check"], []).append(_check(cells))
    for name, told_rows in rows.items():
        for other in [c for row in told_rows for c in (*row.covers, *filter(None, [row.then]))]:
            if other not in rows:
                raise DataError("is no check of the table", field=name, value=other)
    return Checks({n: tuple(sorted(r, key=lambda x: x.valid_from)) for n, r in rows.items()})


def _check(cells: Mapping[str, str]) -> Check:
    return Check(
        check=cells["check"],
        name=cells["name"],
        kind=cells["kind"],
        nations=_listed(cells["nations"]),
        covers=_listed(cells["covers"]),
        years=int(cells["years"]) if cells["years"] else None,
        weeks=int(cells["weeks"] or 0),
        asked_for=_listed(cells["asked_for"]),
        supervised=cells["supervised"] != "no",
        valid_from=date.fromisoformat(cells["valid_from"] or "0001-01-01"),
        valid_to=date.fromisoformat(cells["valid_to"] or "9999-12-31"),
        then=cells["then"],
        aliases=_listed(cells["aliases"]),
        who_may_ask=cells["who_may_ask"],
        source=cells["source"],
        address=cells["address"],
        looked_up=date.fromisoformat(cells["looked_up"]),
        unsure=cells["unsure"],
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(";")))
