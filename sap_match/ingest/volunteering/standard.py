"""Activities and organisations in the words of the UK volunteering data standard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sap_match.ingest.kinds import kind_of
from sap_match.ingest.raw import Cell
from sap_match.ingest.volunteering.times import Session, is_long, moment_of, times_of
from sap_match.ingest.volunteering.values import (
    Node,
    Requirements,
    described,
    first_text,
    host_of,
    id_of,
    labels_of,
    line_of,
    name_in_profile,
    phone_of,
    point_of,
    postcode_in,
    requirements_of,
    text_of,
)

_KEPT = ("accessibility", "demography", "language", "reward")
_BEGINS = ("beginning", "begining", "begin", "start", "startDate")
_ENDS = ("end", "endDate")


def is_activity(node: Any) -> bool:
    """Whether an entry is an activity of the standard."""
    return _is(node, "activity")


def is_organisation(node: Any) -> bool:
    """Whether an entry is an organisation of the standard."""
    return _is(node, "organisation")


def _is(node: Any, word: str) -> bool:
    if not isinstance(node, Mapping):
        return False
    given = node.get("type", node.get("@type"))
    words = given if isinstance(given, list) else [given]
    return any(isinstance(w, str) and _last(w) == word for w in words)


def _last(iri: str) -> str:
    return iri.rstrip("/").replace("#", "/").replace(":", "/").rsplit("/", 1)[-1].casefold()


def labels_in(entries: Iterable[Any]) -> dict[str, str]:
    """Return the labels of the concepts that a file lists, by their ids."""
    found: dict[str, str] = {}
    for node in entries:
        if not isinstance(node, Mapping) or is_activity(node) or is_organisation(node):
            continue
        one, label = id_of(node), first_text(node, "prefLabel", "label", "displayName")
        if one and label and ("type" in node or "@type" in node or "prefLabel" in node):
            found[one] = label
    return found


def closing_days(entries: Iterable[Any]) -> bool:
    """Whether a file writes ``begining``, as the system does that may mean a closing day."""
    return any(
        "begining" in time
        for node in entries
        if is_activity(node)
        for session in _nodes(node.get("session"))
        for time in _nodes(session.get("time"))
    )


def _nodes(value: Any) -> Iterator[Node]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, Mapping):
            yield one


def sessions_of(node: Node) -> list[Session]:
    """Return the times of an activity's sessions; what is no time is left out."""
    return [session for session, _ in _sessions(node)]


def _sessions(node: Node) -> Iterator[tuple[Session, tuple[tuple[str, str, str], ...]]]:
    for session in _nodes(node.get("session")):
        for time in _nodes(session.get("time")):
            begins = next((time[key] for key in _BEGINS if time.get(key)), None)
            finishes = next((time[key] for key in _ENDS if time.get(key)), None)
            starts, timed, wrong = moment_of(begins)
            ends, also, wrong_end = moment_of(finishes)
            doubts = [("starts_on", line_of(begins) or str(begins), wrong)] if wrong else []
            doubts += [("ends_on", line_of(finishes) or str(finishes), wrong_end)] * bool(wrong_end)
            if starts is not None or ends is not None or doubts:
                yield Session(starts, ends, timed and also), tuple(doubts)


def activity_parts(
    node: Node, known: Mapping[str, str], *, closes: bool = False
) -> tuple[dict[str, Cell], dict[str, Cell] | None, Requirements, tuple[tuple[str, str, str], ...]]:
    """Return an activity's need, its organisation as far as known, requirements and doubts.

    ``closes`` says that a session of more than a day begins on the last day on which one may
    join, and that its end means nothing.
    """
    found = list(_sessions(node))
    sessions = [session for session, _ in found]
    doubts = [doubt for _, more in found for doubt in more]
    if closes and len(sessions) == 1 and is_long(sessions[0]):
        sessions = [replace(sessions[0], starts=None, ends=sessions[0].starts)]
    times = times_of(sessions)
    wanted = requirements_of(labels_of(node.get("requirement"), known))
    place = _place(node)
    remote = _remote(node)
    link = first_text(node, "applyLink", "applylink")
    title = first_text(node, "label", "name", "title")
    owner = node.get("organisation", node.get("organization"))
    organisation_id = id_of(owner)
    need: dict[str, Cell] = {
        "id": id_of(node),
        "organisation_id": organisation_id,
        "kind": "volunteering",
        "description": described(title, text_of(node.get("description")), wanted.others),
        "skills_desired": labels_of(node.get("skill"), known),
        "checks_required": wanted.checks,
        "minimum_age": wanted.minimum_age,
        "remote": remote,
        "causes": labels_of(node.get("cause"), known),
        **times.cells(),
        **place,
        "apply_link": link,
        "emergency": "yes" if node.get("requiresEmergencyParticipation") is True else "",
        **{key: labels_of(node.get(key), known) for key in _KEPT},
    }
    organisation = _owner(owner, organisation_id, known, link) if organisation_id else None
    return need, organisation, wanted, (*doubts, *times.doubts)


def _remote(node: Node) -> str:
    given = node.get("allowsRemoteParticipation")
    if isinstance(given, bool):
        return "yes" if given else "no"
    text = line_of(given).casefold()
    return {"true": "yes", "false": "no", "yes": "yes", "no": "no"}.get(text, "")


def _place(node: Node) -> dict[str, Cell]:
    """Return where an activity is: the first place that is one and no home."""
    inner = [p for s in _nodes(node.get("session")) for p in _nodes(s.get("location"))]
    for place in [*inner, *_nodes(node.get("location"))]:
        if line_of(place.get("locationType")).casefold() in ("remote", "online", "from home"):
            continue
        address = first_text(place, "address", "locationLabel", "label")
        cells = {
            **point_of(place.get("latitude"), place.get("longitude")),
            "postcode": first_text(place, "postcode", "postalCode") or postcode_in(address),
        }
        if any(cells.values()):
            return cells
    return {}


def _owner(
    owner: Any, organisation_id: str, known: Mapping[str, str], link: str
) -> dict[str, Cell]:
    if isinstance(owner, Mapping) and first_text(owner, "label", "name"):
        return organisation_cells({**owner, "id": organisation_id}, known)
    return unnamed(organisation_id, host_of(link))  # telephones are often the platform's


def unnamed(organisation_id: str, host: str) -> dict[str, Cell]:
    """Return the cells of an organisation of which nothing but an id is known.

    Examples
    --------
    >>> unnamed("117D0DAA-71A0", "volunteer.example.org")["name"]
    'Not named (117D0DAA), on volunteer.example.org'
    """
    on = f", on {host}" if host else ""
    return {
        "id": organisation_id,
        "name": f"Not named ({organisation_id[:8]}){on}",
        "kind": "voluntary",
        "suggest": "ask",
        "unnamed": "yes",
        "platform_host": host,
    }


def organisation_cells(node: Node, known: Mapping[str, str]) -> dict[str, Cell]:
    """Return the cells of an organisation of the standard.

    A page of the platform is no website of the organisation; its address may hold its name.
    """
    one = id_of(node)
    page = first_text(node, "applyLink", "applylink")
    website = first_text(node, "website")
    link = next((w for w in (website, page) if "/profile/" in w or "/provider-profile/" in w), "")
    texts = [text_of(node.get("purpose")), text_of(node.get("description"))]
    text = "\n".join(dict.fromkeys(filter(None, texts)))
    said = first_text(node, "label", "name")
    name = said or name_in_profile(link, text)
    place = next(_nodes(node.get("location")), {})
    address = first_text(place, "address", "locationLabel")
    cells: dict[str, Cell] = {
        "id": one,
        "name": name,
        "kind": kind_of(name, text=text),
        "description": text if text.casefold() != name.casefold() else "",
        "themes": labels_of(node.get("cause"), known),
        "address": address,
        "postcode": first_text(place, "postcode", "postalCode") or postcode_in(address),
        **point_of(place.get("latitude"), place.get("longitude")),
        "website": "" if website == link else website,
        "email": first_text(node, "email"),
        "phones": phone_of(node.get("phone")),
    }
    if not name and one:
        nameless = unnamed(one, host_of(link or page or website))
        return {**cells, **nameless}
    if link:
        cells["platform_host"] = host_of(link)
        cells["profile"] = link
    if not said:
        cells["named_by"] = "the address of its page on the platform"
    return cells
