"""Places: points from postcodes, and places that must not be told.

A confidential place is dropped while reading: no later step can tell what it never had.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from sap_match.errors import MissingPartError
from sap_match.geo import (
    Located,
    PostcodeLookup,
    find_postcode,
    looks_swapped,
    split_postcode,
    ukpostcodes,
    valid_point,
)
from sap_match.ingest.areas import Find
from sap_match.ingest.drafts import Draft
from sap_match.ingest.problems import Problems
from sap_match.model import Organisation, location_closed

_PLACED = (
    "organisations", "services", "facilities", "facility_requests", "offers", "needs",
)  # fmt: skip
_TELLING = ("address", "postcode", "latitude", "longitude")
_FINE = ("unit", "sector")


class Whereabouts:
    """Where postcodes are, each looked up once; what is missing is told once.

    Parameters
    ----------
    problems : Problems
        Takes the line that says what to install where postcodes cannot be placed.
    lookup : PostcodeLookup, optional
        By default the offline directory of the extra ``postcodes``. Without it nothing
        fails: the points stay unknown.
    """

    def __init__(self, problems: Problems, lookup: PostcodeLookup | None = None) -> None:
        self._problems = problems
        self._lookup = lookup
        self._known: dict[str, Located | None] = {}
        self._absent = False

    def find(self, postcode: str) -> Located | None:
        """Return where a postcode is, or ``None``."""
        if self._absent:
            return None
        if postcode not in self._known:
            try:
                self._lookup = self._lookup or ukpostcodes()
            except MissingPartError as error:
                self._problems.info("postcodes", "", 0, "postcode", "", str(error))
                self._absent = True
                return None
            self._known[postcode] = self._lookup.point(postcode)
        return self._known[postcode]


def locate(drafts: Sequence[Draft], problems: Problems, find: Find) -> None:
    """Check points, close what is confidential, and find missing points from postcodes.

    The drafts are changed in place. A point is taken from a postcode or its sector; the
    middle of a whole district would be kilometres off and is no place.
    """
    closed = _close(drafts, problems)  # first, so that no problem tells a closed place
    for draft in drafts:
        _check_point(draft, problems)
        if id(draft) not in closed and draft.table in _PLACED and "latitude" not in draft.values:
            _point_from_postcode(draft, problems, find)


def _check_point(draft: Draft, problems: Problems) -> None:
    latitude, longitude = draft.values.get("latitude"), draft.values.get("longitude")
    if latitude is None and longitude is None:
        return
    reason, fix = "", "write both, in degrees; the point counts as unknown"
    if latitude is None or longitude is None:
        reason = "stands without the other half of the point"
    elif looks_swapped(latitude, longitude):
        reason, fix = "looks swapped with longitude", "swap latitude and longitude"
    elif not valid_point(latitude, longitude):
        reason = "is no place"
    if reason:
        name = "longitude" if latitude is None else "latitude"
        given = longitude if latitude is None else latitude
        problems.note(draft.source, draft.table, draft.row, name, given, reason, fix)
        draft.values.pop("latitude", None)
        draft.values.pop("longitude", None)


# -- confidential places --------------------------------------------------------------


@dataclass(frozen=True)
class _Words:
    """What decides whether a place is confidential."""

    name: str
    description: str | None
    themes: tuple[str, ...]
    location_confidential: bool | None


def _is_closed(draft: Draft) -> bool:
    values = draft.values
    words = _Words(
        values["name"], values.get("description"), values.get("themes", ()),
        values.get("location_confidential"),
    )  # fmt: skip
    return location_closed(cast("Organisation", words))


def _close(drafts: Iterable[Draft], problems: Problems) -> set[int]:
    """Drop the places of confidential records; return these drafts by ``id()``.

    An organisation is closed with its text, if all its services are closed, or if it
    shares a closed service's postcode; what a closed organisation owns is closed with it.
    """
    owned: dict[str, list[Draft]] = {}
    organisations = []
    for draft in drafts:
        if draft.table == "organisations":
            organisations.append(draft)
        elif draft.table in _PLACED:
            owned.setdefault(draft.values["organisation_id"], []).append(draft)
    closed: list[Draft] = []
    for organisation in organisations:
        belongings = owned.get(organisation.key, [])
        closed.extend(_closed_with(organisation, belongings))
    for draft in closed:
        _forget_place(draft, problems)
    return {id(draft) for draft in closed}


def _closed_with(organisation: Draft, belongings: Sequence[Draft]) -> Iterable[Draft]:
    named = [d for d in belongings if d.table in ("services", "facilities")]
    services = [d for d in named if d.table == "services"]
    shut = [d for d in named if _is_closed(d)]
    postcodes = {_spelled(d) for d in shut} - {""}
    said = organisation.values.get("location_confidential")
    whole = _is_closed(organisation) or (
        said is None
        and (
            (bool(services) and all(d in shut for d in services))
            or _spelled(organisation) in postcodes
        )
    )
    if whole:
        yield organisation
    for draft in belongings:
        open_said = draft.values.get("location_confidential") is False
        if draft in shut or (not open_said and (whole or _spelled(draft) in postcodes)):
            yield draft


def _spelled(draft: Draft) -> str:
    return str(draft.values.get("postcode", "")).upper().replace(" ", "")


def _forget_place(draft: Draft, problems: Problems) -> None:
    had = [name for name in _TELLING if draft.values.pop(name, None) is not None]
    draft.extra.clear()  # a foreign column may tell the place as well
    if draft.table not in ("organisations", "services"):
        return
    if draft.values.get("location_confidential") is None and had:
        problems.info(
            draft.source,
            draft.table,
            draft.row,
            "location_confidential",
            draft.values["name"],
            "is kept confidential: its place was not read",
            "write no in location_confidential if anyone may know the place",
        )
    draft.values["location_confidential"] = True


# -- points ---------------------------------------------------------------------------


def _point_from_postcode(draft: Draft, problems: Problems, find: Find) -> None:
    postcode = draft.values.get("postcode") or find_postcode(draft.values.get("address", ""))
    if postcode is None:
        return
    if split_postcode(postcode) is None:
        problems.info(
            draft.source,
            draft.table,
            draft.row,
            "postcode",
            postcode,
            "fits no UK postcode; kept as text, without a point",
        )
        return
    located = find(postcode)
    if located is not None and located.precision in _FINE:
        draft.values["latitude"] = located.point.latitude
        draft.values["longitude"] = located.point.longitude
