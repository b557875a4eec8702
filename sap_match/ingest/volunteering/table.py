"""TeamKinetic's table of opportunities (``PLACEMENTID``, ``NAME``, ``OPPTYPE``)."""

from __future__ import annotations

from collections.abc import Mapping

from sap_match.ingest.raw import Cell
from sap_match.ingest.volunteering.standard import unnamed
from sap_match.ingest.volunteering.times import Session, moment_of, times_of
from sap_match.ingest.volunteering.values import (
    Requirements,
    described,
    host_of,
    line_of,
    postcode_in,
    text_of,
)

COLUMNS = frozenset(("placementid", "name", "opptype"))
PEOPLE = frozenset(("volid", "vollongid", "firstname", "surname"))
"""Columns of tables that list volunteers, who are nobody's business here."""


def opportunity_parts(
    row: Mapping[str, str],
) -> tuple[dict[str, Cell], dict[str, Cell] | None, Requirements, tuple[tuple[str, str, str], ...]]:
    """Return an opportunity's need, whose it is, what is required, and doubts."""
    cells = {column.strip().casefold(): value for column, value in row.items()}
    link = line_of(cells.get("weblink"))
    host = host_of(link)
    number = line_of(cells.get("placementid"))
    starts, _, wrong = moment_of(cells.get("startdate", ""))
    ends, _, wrong_end = moment_of(cells.get("enddate", ""))
    times = times_of([Session(starts, ends, timed=False)] if starts or ends else [])
    doubts = [
        (field, line_of(cells.get(key)), reason)
        for field, key, reason in (
            ("starts_on", "startdate", wrong), ("ends_on", "enddate", wrong_end),
        )
        if reason
    ]  # fmt: skip
    kind = line_of(cells.get("locationtype"))
    authorised = line_of(cells.get("authorised")).casefold()
    owner = line_of(cells.get("providerlongid")) or host or "opportunities"
    name = line_of(cells.get("providername"))
    need: dict[str, Cell] = {
        "id": f"{host}-{number}" if host and number else number,
        "organisation_id": owner,
        "kind": "volunteering",
        "description": described(line_of(cells.get("name")), text_of(cells.get("description"))),
        "status": "paused" if authorised in ("false", "no", "0") else "",
        "remote": "yes" if kind.casefold() in ("remote", "from home", "online") else "",
        "postcode": postcode_in(line_of(cells.get("postalcode"))),
        **times.cells(),
        "apply_link": link,
        "activity_type": line_of(cells.get("opptype")),
        "location_type": kind,
        "tags": line_of(cells.get("tags")),
    }
    known: dict[str, Cell] = {"id": owner, "name": name, "kind": "voluntary"}
    listed = {**unnamed(owner, host), "name": f"Organisations listed on {host or 'a platform'}"}
    return need, known if name else listed, Requirements(), (*doubts, *times.doubts)
