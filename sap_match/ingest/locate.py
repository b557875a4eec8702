"""Places: points from postcodes, areas from points, and places that must not be told.

A confidential place is dropped while reading: no later step can tell what it never had.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sap_match.errors import DataError, MissingPartError
from sap_match.geo import (
    Boundary,
    Located,
    PostcodeLookup,
    areas_of_many,
    find_postcode,
    looks_swapped,
    match_postcode,
    split_postcode,
    ukpostcodes,
    valid_point,
)
from sap_match.ingest.drafts import Draft
from sap_match.ingest.problems import Problems
from sap_match.model import Organisation, location_closed

_PLACED = (
    "organisations", "services", "facilities", "facility_requests", "offers", "needs",
)  # fmt: skip
_TELLING = ("address", "postcode", "latitude", "longitude")
_FINE = ("unit", "sector")
_FINENESS = {"unit": 0, "sector": 1, "outcode": 2}


def locate(
    drafts: Sequence[Draft], problems: Problems, lookup: PostcodeLookup | None = None
) -> list[Draft]:
    """Check points, find missing ones from postcodes, close what is confidential, name areas.

    Parameters
    ----------
    drafts : sequence of Draft
        With ids and areas resolved; changed in place.
    problems : Problems
        Takes what is wrong or worth knowing.
    lookup : PostcodeLookup, optional
        Where postcodes are; by default the offline directory of the extra ``postcodes``.
        Without it nothing fails: the points stay unknown, and one line says so.
    """
    for draft in drafts:
        _check_point(draft, problems)
    closed = _close(drafts, problems)
    _points_from_postcodes([d for d in drafts if id(d) not in closed], problems, lookup)
    areas = [d for d in drafts if d.table == "areas"]
    boundaries = _boundaries(areas, problems)
    services = [
        d
        for d in drafts
        if d.table == "services" and not d.values.get("areas") and id(d) not in closed
    ]
    _name_areas(services, areas, boundaries)
    return list(drafts)


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


# -- points and areas -----------------------------------------------------------------


def _points_from_postcodes(
    drafts: Iterable[Draft], problems: Problems, lookup: PostcodeLookup | None
) -> None:
    known: dict[str, Located | None] = {}
    missing_part = False
    for draft in drafts:
        if draft.table not in _PLACED or "latitude" in draft.values:
            continue
        postcode = draft.values.get("postcode") or find_postcode(draft.values.get("address", ""))
        if postcode is None or missing_part:
            continue
        if split_postcode(postcode) is None:
            problems.info(
                draft.source,
                draft.table,
                draft.row,
                "postcode",
                postcode,
                "fits no UK postcode; kept as text, without a point",
            )
            continue
        try:
            lookup = lookup or ukpostcodes()
        except MissingPartError as error:
            problems.info("postcodes", draft.table, 0, "postcode", "", str(error))
            missing_part = True
            continue
        if postcode not in known:
            known[postcode] = lookup.point(postcode)
        located = known[postcode]
        if located is not None and located.precision in _FINE:
            draft.values["latitude"] = located.point.latitude
            draft.values["longitude"] = located.point.longitude


def _boundaries(areas: Iterable[Draft], problems: Problems) -> dict[str, Boundary]:
    found = {}
    for area in areas:
        geometry = area.values.get("boundary")
        if geometry is None:
            continue
        try:
            found[area.key] = Boundary.from_geojson(geometry)
        except DataError as error:
            problems.note(
                area.source,
                "areas",
                area.row,
                "boundary",
                geometry,
                error.message,
                "correct the boundary; it counts as unknown",
            )
            del area.values["boundary"]
    return found


def _name_areas(
    services: Sequence[Draft], areas: Sequence[Draft], boundaries: Mapping[str, Boundary]
) -> None:
    """Give each service the areas in which its point or postcode lies."""
    nan = float("nan")
    points = [[d.values.get("latitude", nan), d.values.get("longitude", nan)] for d in services]
    within = areas_of_many(points, boundaries) if services else []
    listed = [a for a in areas if a.values.get("postcodes")]
    by_postcode: dict[str, tuple[str, ...]] = {}
    for draft, ids in zip(services, within, strict=True):
        found = list(ids)
        postcode = draft.values.get("postcode")
        if postcode:
            if postcode not in by_postcode:
                by_postcode[postcode] = _areas_by_postcode(postcode, listed)
            found += by_postcode[postcode]
        if found:
            draft.values["areas"] = tuple(sorted(set(found)))


def _areas_by_postcode(postcode: str, areas: Iterable[Draft]) -> tuple[str, ...]:
    """Return, of each kind of area, those whose postcodes fit most finely."""
    best: dict[str, list[tuple[int, str]]] = {}
    for area in areas:
        fit = match_postcode(postcode, area.values["postcodes"])
        if fit is not None:
            best.setdefault(area.values["kind"], []).append((_FINENESS[fit], area.key))
    return tuple(
        key for fits in best.values() for fineness, key in sorted(fits) if fineness == min(fits)[0]
    )
