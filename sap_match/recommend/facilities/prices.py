"""What an hour costs a group: owners charge by the class of who asks."""

from __future__ import annotations

from collections.abc import Collection

from sap_match.model import Facility


def price_for(facility: Facility, kind: str, concession: Collection[str]) -> float | None:
    """Return the price an hour for a kind of organisation, None where nobody has recorded it.

    Parameters
    ----------
    facility : Facility
    kind : str
        What asks: voluntary, business or public.
    concession : collection of str
        Kinds that have the concession.

    Examples
    --------
    >>> hall = Facility(
    ...     id="h",
    ...     organisation_id="o",
    ...     name="Hall",
    ...     price_per_hour=20,
    ...     concession_price_per_hour=8,
    ... )
    >>> price_for(hall, "voluntary", {"voluntary"}), price_for(hall, "business", {"voluntary"})
    (8.0, 20.0)
    """
    if kind in concession and facility.concession_price_per_hour is not None:
        return facility.concession_price_per_hour
    return facility.price_per_hour
