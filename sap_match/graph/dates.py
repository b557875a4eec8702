"""The date of a network, as people hand it over."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from sap_match.errors import DataError

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def as_date(value: Any, field: str = "as_of") -> date:
    """Return a date: one it is already, of a moment its day, or read from ``"2026-11-01"``.

    Raises
    ------
    DataError
        Anything else; ``01/11/2026`` is January in one country and November in another.

    Examples
    --------
    >>> as_date("2026-11-01"), as_date(datetime(2026, 11, 1, 9, 30))
    (datetime.date(2026, 11, 1), datetime.date(2026, 11, 1))
    """
    if hasattr(value, "astype"):  # a date of numpy
        value = value.astype("datetime64[D]").item() if value.dtype.kind == "M" else None
    try:
        if isinstance(value, datetime) and value == value:  # noqa: PLR0124 - no empty moment
            return value.date()
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str) and _ISO.fullmatch(value.strip()):
            return date.fromisoformat(value.strip())
    except ValueError:  # no such day
        pass
    raise DataError(
        'is no date; write datetime.date(2026, 11, 1) or "2026-11-01"', field=field, value=value
    )
