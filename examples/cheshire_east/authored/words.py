"""The few words in which the invented example is written: org, svc, hall, req, offer, need.

An organisation carries its services, rooms, requests, offers and needs; they take its place and
its contacts unless they say otherwise. Ids follow from the organisation's number and the order
within it: the second service of organisation 12 is XE-SVC-0012-2.
"""

import re
import unicodedata
from dataclasses import dataclass

from authored.places import PLACES, SECTORS

Cell = str | int | float | None
Cells = dict[str, Cell]
Row = tuple[str, Cells]

KINDS = {
    **dict.fromkeys(("company", "sole_trader", "plc", "partnership"), "business"),
    **dict.fromkeys(
        ("parish_council", "local_authority", "school", "academy", "nhs", "police", "fire"),
        "public",
    ),
}
REGISTERED = {
    **dict.fromkeys(("charity", "CIO", "leisure_trust", "housing_association"), "XE-CHY"),
    **dict.fromkeys(("CIC", "company", "plc"), "XE-COY"),
}
PREFIX = {
    "services": "SVC",
    "facilities": "FAC",
    "facility_requests": "REQ",
    "offers": "OFR",
    "needs": "NEED",
}


@dataclass(frozen=True)
class Child:
    """A record that waits for the organisation it belongs to."""

    table: str
    cells: Cells


def prose(text: str) -> str:
    """Return the text with its line breaks and indents folded into single spaces."""
    return " ".join(text.split())


def slug(name: str) -> str:
    """Return the part of an example.org address that stands for a name."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("ł", "l"))
    words = re.sub(r"[^a-z0-9 ]", "", plain).split()
    kept = "-".join(word for word in words if word not in ("the", "of", "and", "for"))
    return kept[:40].rstrip("-")


def area_ids(labels: str) -> str:
    """Return area ids for the places known by that key; other labels are kept as they came."""
    parts = [part.strip() for part in labels.split(";") if part.strip()]
    return ";".join(PLACES[part][0] if part in PLACES else part for part in parts)


def point(place: str) -> Cells:
    """Return postcode sector, latitude and longitude of a place; all empty for a whole area."""
    sector = PLACES[place][1]
    latitude, longitude = SECTORS.get(sector, (None, None))
    return {"postcode": sector, "latitude": latitude, "longitude": longitude}


def landline(number: int) -> str:
    """Return a number from the range kept for drama."""
    return f"01632 960{number:03d}"


def _contacts(number: int, name: str, has: str, legal_form: str) -> Cells:
    domain = f"{slug(name)}.example.org"
    register = REGISTERED.get(legal_form)
    return {
        "identifiers": f"{register}-{900000 + 37 * number}" if register and "i" in has else "",
        "website": f"https://{domain}/" if "w" in has else "",
        "email": f"{'office' if 'w' in has else 'contact'}@{domain}" if "e" in has else "",
        "phones": ";".join(
            [landline(number)] * ("p" in has) + [f"07700 900{number:03d}"] * ("m" in has)
        ),
        "contact_public": "yes" if "w" in has and "p" in has else "no" if "m" in has else "",
        "publish": "yes" if "w" in has else "",
    }


def _usual_contacts(income: int | None, legal_form: str) -> str:
    if income is None or income >= 10_000:
        return "wepi"
    return {"charity": "wepi", "CIO": "wei", "CIC": "wmi", "church": "wp"}.get(legal_form, "em")


def org(
    number: int,
    name: str,
    legal_form: str,
    place: str,
    themes: str,
    income: int | None,
    text: str = "",
    *children: Child,
    has: str | None = None,
    covers: str | None = None,
    **more: Cell,
) -> list[Row]:
    """Return the rows of one organisation and of everything written under it.

    `has` says which contacts it lists: website, email, phone, mobile, identifier.
    """
    identity = f"XE-ORG-{number:04d}"
    listed = _usual_contacts(income, legal_form) if has is None else has
    cells: Cells = {
        "id": identity,
        "name": name,
        "kind": KINDS.get(legal_form, "voluntary"),
        "role": "provider",
        "legal_form": legal_form,
        "description": prose(text),
        "areas": area_ids(covers if covers is not None else place),
        "themes": themes,
        "income": income,
        "updated_on": f"2026-{1 + number * 7 % 10:02d}-{1 + number * 11 % 28:02d}",
        "source": "partnership list" if number % 3 else "borough directory",
        **point(place),
        **_contacts(number, name, listed, legal_form),
        **more,
    }
    rows: list[Row] = [("organisations", cells)]
    counts: dict[str, int] = {}
    for child in children:
        counts[child.table] = counts.get(child.table, 0) + 1
        own: Cells = {
            "id": f"XE-{PREFIX[child.table]}-{number:04d}-{counts[child.table]}",
            "organisation_id": identity,
        }
        rows.append((child.table, _placed(child, own, cells, place)))
    return rows


def also(
    number: int, first: int, name: str, legal_form: str, place: str, *children: Child, has: str = ""
) -> list[Row]:
    """Return further records of an organisation that is written elsewhere, numbered from `first`.

    Every child must be of one table.
    """
    rows = org(number, name, legal_form, place, "", None, "", *children, has=has)[1:]
    for position, (_, cells) in enumerate(rows):
        cells["id"] = f"{str(cells['id']).rsplit('-', 1)[0]}-{first + position}"
    return rows


def _placed(child: Child, own: Cells, owner: Cells, place: str) -> Cells:
    cells = dict(child.cells)
    where = str(cells.pop("place", None) or place)
    inherited: Cells = point(where)
    if child.table == "services":
        inherited["areas"] = area_ids(where)
        if not cells.pop("silent", None):
            website = str(owner["website"])
            inherited["url"] = website + slug(str(cells["name"])) if website else ""
            inherited["phones"] = owner["phones"]
            inherited["email"] = owner["email"]
        if "areas" in cells:
            cells["areas"] = area_ids(str(cells["areas"]))
    return {**inherited, **own, **cells}


def _ages(ages: tuple[int | None, int | None] | None) -> Cells:
    low, high = ages or (None, None)
    return {"minimum_age": low, "maximum_age": high}


def svc(
    name: str,
    themes: str,
    schedule: str,
    cost: str,
    text: str = "",
    *,
    at: str = "",
    aud: str = "",
    ages: tuple[int | None, int | None] | None = None,
    **more: Cell,
) -> Child:
    """A service: name, themes, when, what it costs, what it is; `at` is the venue."""
    cells: Cells = {
        "name": name,
        "description": prose(text),
        "status": "active",
        "themes": themes,
        "audiences": aud,
        **_ages(ages),
        "address": at,
        "schedule": schedule,
        "cost": cost,
        "source": "borough directory",
        **more,
    }
    return Child("services", cells)


def hall(
    name: str,
    kind: str,
    capacity: int | None,
    amenities: str,
    availability: str,
    price: float | None,
    text: str = "",
    **more: Cell,
) -> Child:
    """A room that can be asked for: name, type, people, amenities, when it is free, price."""
    cells: Cells = {
        "name": name,
        "description": prose(text),
        "type": kind,
        "status": "active",
        "capacity": capacity,
        "amenities": amenities,
        "availability": availability,
        "price_per_hour": price,
        **more,
    }
    return Child("facilities", cells)


def req(
    purpose: str,
    people: int | None,
    amenities: str,
    windows: str,
    hours: float | None,
    budget: float | None,
    km: float | None,
    **more: Cell,
) -> Child:
    """A request for a room: purpose, people, amenities, when, hours each time, budget, reach."""
    cells: Cells = {
        "purpose": prose(purpose),
        "people": people,
        "amenities": amenities,
        "windows": windows,
        "hours": hours,
        "budget_per_hour": budget,
        "max_distance_km": km,
        **more,
    }
    return Child("facility_requests", cells)


def offer(kind: str, quantity: float | None, unit: str, text: str, **more: Cell) -> Child:
    """Something given: volunteering, skills, goods, funding or space."""
    cells: Cells = {
        "kind": kind,
        "quantity": quantity,
        "unit": unit,
        "description": prose(text),
        "status": "open",
        **more,
    }
    return Child("offers", cells)


def need(kind: str, quantity: float | None, unit: str, text: str, **more: Cell) -> Child:
    """Something lacking, of the same kinds as an offer."""
    cells: Cells = {
        "kind": kind,
        "quantity": quantity,
        "unit": unit,
        "description": prose(text),
        "status": "open",
        **more,
    }
    return Child("needs", cells)
