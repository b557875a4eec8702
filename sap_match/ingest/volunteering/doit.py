"""Activities of Do-it, flat (one level of keys) or as its database writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sap_match.ingest.kinds import kind_of
from sap_match.ingest.raw import Cell
from sap_match.ingest.volunteering.times import Session, moment_of, times_of
from sap_match.ingest.volunteering.values import (
    Node,
    Requirements,
    described,
    id_of,
    labels_of,
    line_of,
    phone_of,
    point_of,
    postcode_in,
    requirements_of,
    text_of,
)

_AFAR = ("from home", "online", "remote")
_HERE = ("in person", "single location", "multiple locations")
_LEGAL = {"company": "limited company", "nfp": "voluntary organisation"}


def is_doit(node: Any) -> bool:
    """Whether an entry is an activity of Do-it."""
    return isinstance(node, Mapping) and (
        "activityDefinitionSubDocument" in node or {"org_id", "title"} <= node.keys()
    )


def doit_parts(
    node: Node,
) -> tuple[dict[str, Cell], dict[str, Cell] | None, Requirements, tuple[tuple[str, str, str], ...]]:
    """Return an activity's need, its organisation, what is required, and doubts."""
    if "activityDefinitionSubDocument" in node:
        node = flattened(node)
    starts, start_timed, wrong = moment_of(node.get("start"))
    ends, end_timed, wrong_end = moment_of(node.get("end"))
    times = times_of([Session(starts, ends, start_timed and end_timed)] if starts or ends else [])
    doubts = [
        (field, line_of(node.get(key)) or str(node.get(key)), reason)
        for field, key, reason in (("starts_on", "start", wrong), ("ends_on", "end", wrong_end))
        if reason
    ]
    wanted = requirements_of(labels_of(node.get("requirements")))
    street = line_of(node.get("street"))
    is_place = street.casefold() not in _AFAR
    place = point_of(node.get("lat"), node.get("lon")) if is_place else {}
    remote = _remote(node)
    if remote == "yes" and place:
        remote = ""
        doubts.append(("remote", "yes", "is said of a role that has a place of its own"))
    need: dict[str, Cell] = {
        "id": id_of(node.get("id")),
        "organisation_id": id_of(node.get("org_id")),
        "kind": "volunteering",
        "description": described(
            line_of(node.get("title")), text_of(node.get("description")), wanted.others
        ),
        "status": "closed" if node.get("deleted") is True else "",
        "checks_required": wanted.checks,
        "minimum_age": wanted.minimum_age,
        "remote": remote,
        "causes": labels_of(node.get("causes")),
        **_wanted_people(node.get("volunteers_wanted")),
        "team_min": _positive(node.get("team_min")),
        "team_max": _positive(node.get("team_max")),
        **times.cells(),
        **place,
        "postcode": postcode_in(street),
        "apply_link": line_of(node.get("apply_link")),
        "activity_type": line_of(node.get("type")),
        "application_type": line_of(node.get("application_type")),
        "programme": line_of(node.get("app")),
        "listed_on": line_of(node.get("created"))[:10],
    }
    organisation = _organisation(node) if need["organisation_id"] else None
    return need, organisation, wanted, (*doubts, *times.doubts)


def _remote(node: Node) -> str:
    given = node.get("is_online")
    if isinstance(given, bool):
        return "yes" if given else "no"
    option = line_of(node.get("location_option")).casefold()
    return "yes" if option in _AFAR else "no" if option in _HERE else ""


def _positive(value: object) -> str:
    text = line_of(value)
    return "" if text.lstrip("-0. ") == "" or text.startswith("-") else text


def _wanted_people(value: object) -> dict[str, Cell]:
    """Return how many are wanted; nought and below stand for any number."""
    number = _positive(value)
    return {"quantity": number, "unit": "people"} if number else {}


def _organisation(node: Node) -> dict[str, Cell] | None:
    """Return whose activity it is; a text that is the activity's own is not its organisation's."""
    one = id_of(node.get("org_id"))
    name = line_of(node.get("org_name"))
    if not name:
        from sap_match.ingest.volunteering.standard import unnamed

        return unnamed(one, "doit.life")
    purpose, about = text_of(node.get("org_purpose")), text_of(node.get("org_description"))
    if about[:80].casefold() == text_of(node.get("description"))[:80].casefold():
        about = ""
    if about and len(purpose.split()) < 4:  # such as "Help others"
        purpose = ""
    if about.casefold().startswith(purpose.casefold()[:60]):
        purpose = ""
    text = "\n".join(part for part in (purpose, about) if part)
    address = line_of(node.get("org_address"))
    legal = _LEGAL.get(line_of(node.get("org_type")).casefold())
    return {
        "id": one,
        "name": name,
        "kind": kind_of(name, legal_form=legal, text=text),
        "description": text,
        "themes": labels_of(node.get("org_causes")),
        "address": address,
        "postcode": postcode_in(address),
        "website": line_of(node.get("org_website")),
        "email": line_of(node.get("org_email")),
        "phones": phone_of(node.get("org_phone")),
    }


def flattened(node: Node) -> Node:
    """Return an activity of Do-it's database as the flat form has it."""
    about = _node(node.get("activityDefinitionSubDocument"))
    owner = _node(about.get("organizationSubDocument"))
    place = _node(node.get("address"))
    region = next((_node(r) for r in _list(node.get("regions"))), {})
    middle = _node(region.get("geocenterLocation"))
    east, north = _point(_node(place.get("location")).get("coordinates"))
    return {
        "id": id_of(node.get("_id", node.get("id"))),
        "title": about.get("title"),
        "description": about.get("description"),
        "type": about.get("type"),
        "causes": about.get("causeOptions"),
        "requirements": [
            *_list(about.get("requirementOptions")), *_list(about.get("volunteerRequirements")),
        ],
        "location_option": about.get("locationOption"),
        "is_online": node.get("isOnline"),
        "application_type": about.get("eventApplicationType"),
        "app": _node(about.get("appSummary")).get("name"),
        "org_id": id_of(owner) or id_of(about.get("organization") or node.get("organization")),
        "org_name": owner.get("name"),
        "org_type": owner.get("type"),
        "org_purpose": owner.get("purpose"),
        "org_description": owner.get("description"),
        "org_causes": owner.get("causeOptions"),
        "org_website": owner.get("websiteLink"),
        "org_address": _node(owner.get("fullAddress")).get("street"),
        "org_email": owner.get("contactEmail"),
        "org_phone": owner.get("contactPhoneNumber"),
        "street": place.get("street") or region.get("displayName"),
        "lon": middle.get("lon") if east is None else east,
        "lat": middle.get("lat") if north is None else north,
        "start": _dated(node.get("startDate", about.get("startDate"))),
        "end": _dated(node.get("endDate", about.get("endDate"))),
        "created": _dated(node.get("createdAt")),
        "team_min": node.get("teamsMinSize"),
        "team_max": node.get("teamsMaxSize"),
        "volunteers_wanted": node.get("volunteerNumber"),
        "apply_link": node.get("externalApplyLink"),
        "deleted": node.get("deleted") is True or about.get("deleted") is True,
    }  # fmt: skip


def _node(value: Any) -> Node:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _point(coordinates: Any) -> tuple[Any, Any]:
    pair = _list(coordinates)
    return (pair[0], pair[1]) if len(pair) > 1 else (None, None)


def _dated(value: Any) -> Any:
    return value.get("$date") if isinstance(value, Mapping) else value
