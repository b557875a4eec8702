"""What an hour costs a group: owners charge by the class of who asks."""

from __future__ import annotations

from collections.abc import Collection

from sap_match.model import Facility, Organisation


def price_for(
    facility: Facility, organisation: Organisation, concession: Collection[str]
) -> float | None:
    """Return the price an hour for an organisation, None where nobody has recorded it.

    Parameters
    ----------
    facility : Facility
    organisation : Organisation
        Who asks.
    concession : collection of str
        Kinds of organisation that have the concession.

    Examples
    --------
    >>> hall = Facility(
    ...     id="h",
    ...     organisation_id="o",
    ...     name="Hall",
    ...     price_per_hour=20,
    ...     concession_price_per_hour=8,
    ... )
    >>> club = Organisation(id="c", name="Club", kind="voluntary")
    >>> firm = Organisation(id="f", name="Firm", kind="business")
    >>> price_for(hall, club, {"voluntary"}), price_for(hall, firm, {"voluntary"})
    (8.0, 20.0)
    """
    if organisation.kind in concession and facility.concession_price_per_hour is not None:
        return facility.concession_price_per_hour
    return facility.price_per_hour
