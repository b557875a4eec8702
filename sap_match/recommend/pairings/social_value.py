"""Social value: hours (or another unit) times a unit value that the user loads.

No values are shipped: published ones are licensed, and change. A file of values has the columns
``value``, ``unit`` or ``kind`` or both, and if wanted ``code`` (of a TOMs measure or a PPN 002
outcome), ``source``, ``valid_from`` and ``valid_to``.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Literal, get_args

from sap_match.errors import DataError, listed, near
from sap_match.ingest.cells import is_unknown, parse_day, parse_number
from sap_match.ingest.decoding import decode
from sap_match.model.records import GiveKind
from sap_match.ranking import rounded
from sap_match.recommend.pairings.ledger import LedgerRow
from sap_match.recommend.pairings.listing import unit_of
from sap_match.results import Results

VALUE_COLUMNS = ("unit", "kind", "value", "code", "source", "valid_from", "valid_to")
SOCIAL_VALUE_COLUMNS = (
    "organisation_id", "organisation", "kind", "unit", "basis", "quantity",
    "unit_value", "social_value", "code", "source",
)  # fmt: skip
Basis = Literal[
    "delivered_confirmed", "delivered_stated", "allocated", "agreed", "planned", "pledged"
]
KINDS: tuple[str, ...] = get_args(GiveKind)


@dataclass(frozen=True)
class UnitValue:
    """What one unit of a kind is said to be worth, in pounds, by whom and when.

    ``unit`` or ``kind`` may be "": then it holds for every one. Both days count.
    """

    value: float
    unit: str = ""
    kind: str = ""
    code: str = ""
    source: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    row: int | None = None

    def holds(self, row: LedgerRow, as_of: date | None) -> bool:
        """Whether this value is for a row of the ledger on a day."""
        return (
            self.unit in {"", row.unit}
            and self.kind in {"", row.kind}
            and (as_of is None or self.valid_from is None or self.valid_from <= as_of)
            and (as_of is None or self.valid_to is None or as_of <= self.valid_to)
        )

    @property
    def special(self) -> int:
        """How closely it is told: a value for a unit and a kind goes before one for either."""
        return bool(self.unit) + 2 * bool(self.kind)

    def clashes(self, other: UnitValue) -> bool:
        """Whether two values are for the same thing, by the same code, on a common day."""
        same = (self.unit, self.kind, self.code) == (other.unit, other.kind, other.code)
        starts = max(self.valid_from or date.min, other.valid_from or date.min)
        return same and starts <= min(self.valid_to or date.max, other.valid_to or date.max)


@dataclass(frozen=True)
class SocialValue:
    """One row of the ledger, by one unit value: ``quantity * unit_value`` in pounds."""

    account: LedgerRow
    basis: Basis
    by: UnitValue

    @property
    def quantity(self) -> float:
        """How many units count."""
        return float(getattr(self.account, self.basis))

    @property
    def amount(self) -> float:
        """The product, in pounds and whole pence."""
        return round(self.quantity * self.by.value + 1e-9, 2)

    def to_record(self) -> dict[str, Any]:
        """Return the columns of `SOCIAL_VALUE_COLUMNS`."""
        row = self.account
        return {
            "organisation_id": row.organisation_id,
            "organisation": row.organisation,
            "kind": row.kind,
            "unit": row.unit,
            "basis": self.basis,
            "quantity": rounded(self.quantity),
            "unit_value": self.by.value,
            "social_value": self.amount,
            "code": self.by.code,
            "source": self.by.source,
        }


def social_value(
    ledger: Iterable[LedgerRow],
    values: Sequence[UnitValue] | Path | str,
    *,
    basis: Basis = "delivered_confirmed",
    as_of: date | None = None,
) -> Results[SocialValue]:
    """Return units times unit value, a row for each code that a row of the ledger falls under.

    By one code a row counts once, by the value that is told most closely (unit and kind before
    kind before unit). Values of different codes are different measures: never add them up.

    Parameters
    ----------
    ledger : iterable of LedgerRow
    values : sequence of UnitValue, or the path of a CSV file of them
    basis : str
        Which column of the ledger counts; by default what hosts have confirmed.
    as_of : date, optional
        The day on which the values are read; needed where two values of one code follow
        each other.

    Raises
    ------
    DataError
        Where the file cannot be used, with row, column and cell; and where ``as_of`` is
        needed and not given.

    Examples
    --------
    The number is made up:

    >>> account = LedgerRow("biz", "Cobalt Ltd", "volunteering", "hours", delivered_confirmed=18.0)
    >>> found = social_value(
    ...     [account], [UnitValue(10.0, unit="hours", code="X1", source="made up")]
    ... )
    >>> [(row["quantity"], row["social_value"], row["code"]) for row in found.to_records()]
    [(18.0, 180.0, 'X1')]
    """
    if basis not in get_args(Basis):
        raise DataError(f"is no column to count; there are {listed(get_args(Basis))}", value=basis)
    known = read_values(values) if isinstance(values, str | Path) else tuple(values)
    rows: list[SocialValue] = []
    without: set[str] = set()
    for account in ledger:
        if not getattr(account, basis):
            continue
        by = _closest([v for v in known if v.holds(account, as_of)])
        rows += [SocialValue(account, basis, v) for v in by]
        if not by:
            without.add(f"{account.kind} in {account.unit or 'no unit'}")
    notes = (f"no value was given for {listed(sorted(without))}",) if without else ()
    return Results(
        tuple(rows), record=SocialValue.to_record, notes=notes, columns=SOCIAL_VALUE_COLUMNS
    )


def _closest(values: Sequence[UnitValue]) -> list[UnitValue]:
    """Return one value a code: the one that is told most closely."""
    found: dict[str, UnitValue] = {}
    for value in sorted(values, key=lambda v: (v.code, -v.special)):
        first = found.setdefault(value.code, value)
        if first is not value and first.special == value.special:
            raise DataError(
                "has two values that follow each other; say on which day they are read (as_of)",
                row=value.row,
                field="code",
                value=value.code,
            )
    return list(found.values())


def read_values(path: Path | str) -> tuple[UnitValue, ...]:
    """Return the unit values of a CSV file.

    Raises
    ------
    DataError
        Naming file, row, column and cell of the first fault, and how many more there are:
        a value that is read wrongly would be reported, so no row is passed over.
    """
    file = Path(path)
    try:
        text, _ = decode(file.read_bytes())
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", source=file.name) from error
    return values_of(text, source=file.name)


def values_of(text: str, *, source: str = "values") -> tuple[UnitValue, ...]:
    r"""Return the unit values of the text of a CSV file; see `read_values`.

    Examples
    --------
    >>> values_of("unit,value,code,source\nhour,10.50,X1,made up\n")[0].value
    10.5
    """
    reader = csv.DictReader(io.StringIO(text, newline=""))
    names = [(name or "").strip().casefold() for name in reader.fieldnames or ()]
    reader.fieldnames = names
    if "value" not in names or not {"unit", "kind"} & set(names):
        raise DataError(
            f"needs the columns value and unit or kind; it has {listed(names)}", source=source
        )
    found: list[UnitValue] = []
    faults: list[DataError] = []
    for cells in reader:
        told = {k: (v or "").strip() for k, v in cells.items() if k and isinstance(v, str)}
        if any(told.values()):
            try:
                found.append(_value_of(told, source, reader.line_num))
            except DataError as fault:
                faults.append(fault)
    faults.extend(_clashes(found, source))
    if faults:
        first = faults[0]
        more = f" (and {len(faults) - 1} more rows have faults)" if len(faults) > 1 else ""
        raise DataError(
            f"{first.message}{more}",
            source=source,
            row=first.row,
            field=first.field,
            value=first.value,
        )
    return tuple(found)


def _value_of(told: dict[str, str], source: str, row: int) -> UnitValue:
    def fault(message: str, field: str) -> DataError:
        value = told.get(field, "")
        return DataError(message, source=source, row=row, field=field, value=value)

    if is_unknown(told.get("value", "")):
        raise fault("is empty; write pounds a unit, 0 or more", "value")
    value, wrong = parse_number(told["value"])
    if value is None or value < 0 or not math.isfinite(value):
        raise fault(wrong or "is no value; write pounds a unit, 0 or more", "value")
    kind = told.get("kind", "").casefold()
    if kind and kind not in KINDS:
        meant = near(kind, KINDS, k=1)
        hint = f"; {meant[0]} may be meant" if meant else ""
        raise fault(f"is no kind of offer{hint}; there are {listed(KINDS)}", "kind")
    unit = unit_of(told.get("unit")) or ""
    if not unit and not kind:
        raise fault("says neither unit nor kind, so that nothing is known to be valued", "unit")
    days: dict[str, date | None] = {}
    for field in ("valid_from", "valid_to"):
        if is_unknown(told.get(field, "")):
            days[field] = None
            continue
        days[field], wrong = parse_day(told[field])
        if days[field] is None:
            raise fault(wrong or "is no date; write YYYY-MM-DD", field)
    start, end = days["valid_from"], days["valid_to"]
    if start and end and end < start:
        raise fault(f"is before valid_from {start.isoformat()}", "valid_to")
    return UnitValue(
        value, unit, kind, told.get("code", ""), told.get("source", ""), start, end, row
    )


def _clashes(values: Sequence[UnitValue], source: str) -> Iterator[DataError]:
    for first, second in combinations(values, 2):
        if first.clashes(second):
            yield DataError(
                f"values the same as row {first.row} on a common day; let the one end before "
                "the other begins, or give each its code",
                source=source,
                row=second.row,
                field="value",
                value=f"{second.value:g}",
            )
