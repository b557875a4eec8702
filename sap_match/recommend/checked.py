"""What a caller hands over, checked before anything is counted."""

from __future__ import annotations

from typing import Any, get_args

from sap_match.errors import DataError
from sap_match.model import Brief


def count_of(value: Any, field: str) -> int:
    """Return how many are asked for.

    Raises
    ------
    DataError
        No whole number, or below 0.

    Examples
    --------
    >>> count_of(3, "k")
    3
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise DataError("is no whole number", field=field, value=repr(value))
    if value < 0:
        raise DataError("cannot be below 0: ask for none or for some", field=field, value=value)
    return value


def word_of(value: Any, words: Any, field: str) -> None:
    """Refuse a word that is none of a ``Literal``'s."""
    if value not in get_args(words):
        known = ", ".join(get_args(words))
        raise DataError(f"is none of {known}", field=field, value=str(value))


def brief_of(value: Any) -> Brief:
    """Return a brief, and refuse what only names one.

    Raises
    ------
    DataError
        Anything but a record: an id is looked up in the dataset by the caller.
    """
    if not isinstance(value, Brief):
        raise DataError(
            "is no brief; hand over the record, such as dataset.brief('ID') or Brief(id=...)",
            field="brief",
            value=repr(value),
        )
    return value


def model_of(value: Any) -> None:
    """Refuse a model that can neither score nor say why; none at all is fine."""
    if value is not None and not (hasattr(value, "scores") and hasattr(value, "parts")):
        raise DataError(
            "is no fitted model; make one with fit_partner_model(landscape)",
            field="model",
            value=repr(value)[:60],
        )
