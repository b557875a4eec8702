"""One area's digest, for its members: only who wants to be named is named.

An organisation is named when its ``publish`` is yes and its place is no secret; a
suggestion is told when everyone in it is, and when no sentence of it names anybody
else. What is not told is counted, and stays with the officer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sap_match.errors import DataError
from sap_match.model import SCHEMA_VERSION, Dataset, Organisation, Service, location_closed
from sap_match.monthly.contents import Card, Month, Row
from sap_match.report.escape import markdown, mask_contacts, plain
from sap_match.report.html import asset, content_policy, environment
from sap_match.report.words import count, day, label, month_name, plural, sentence, shorten
from sap_match.windows import describe, parse

_MOST_SERVICES = 40
_MOST_GAPS = 8
_TELLING = ("thin", "none recorded", "")


def render_digest(
    month: Month, area_id: str, dataset: Dataset, *, door: Door | None = None
) -> tuple[str, str]:
    """Return an area's digest as Markdown and as one HTML file.

    Parameters
    ----------
    month : Month
    area_id : str
        Areas within it count as part of it.
    dataset : Dataset
        Says who wants to be named, and which services the area has.
    door : Door, optional
        ``Door(dataset)``, kept where several digests of one dataset are made.

    Raises
    ------
    UnknownIdError
        No area has the id.

    Examples
    --------
    >>> from datetime import date
    >>> from sap_match.model import Area
    >>> place = Dataset.build("d", {"areas": [Area(id="a", name="Alsager", kind="town")]})
    >>> text, page = render_digest(Month("d", "D", "2026-11", date(2026, 11, 1)), "a", place)
    >>> text.splitlines()[0]
    '# Alsager, November 2026'
    """
    told = digest(month, area_id, dataset, door or Door(dataset))
    return _markdown(told), _html(told)


@dataclass(frozen=True)
class Digest:
    """What an area's digest says, in words, not yet escaped."""

    area: str
    month: str
    as_of: str
    place: str
    suggestions: tuple[dict[str, str], ...]
    with_officer: str
    services: tuple[dict[str, str], ...]
    services_more: str
    gaps: tuple[str, ...]


def digest(month: Month, area_id: str, dataset: Dataset, door: Door) -> Digest:
    """Return what the digest of an area may say."""
    within = _within(dataset, area_id)
    here = [card for card in month.cards if card.area_id in within]
    open_cards = [card for card in here if door.may_tell(card)]
    services = sorted(_services(dataset, within, door), key=lambda s: (s.name.casefold(), s.id))
    kept_back = len(here) - len(open_cards)
    left = len(services) - _MOST_SERVICES
    return Digest(
        area=shorten(dataset.area(area_id).name),
        month=month_name(month.month),
        as_of=day(month.as_of),
        place=shorten(month.place),
        suggestions=tuple(_suggestion(card) for card in open_cards),
        with_officer=f"{count(kept_back, 'further suggestion')} {plural(kept_back, 'is', 'are')} "
        "with the officer."
        if kept_back
        else "",
        services=tuple(_service(dataset, one) for one in services[:_MOST_SERVICES]),
        services_more=f"And {count(left, 'more service')}." if left > 0 else "",
        gaps=tuple(_gaps(month.gaps, within, door)),
    )


@dataclass(frozen=True)
class Door:
    """Decides who and what may leave: the dataset's word on naming, failing closed."""

    dataset: Dataset

    def is_open(self, organisation: Organisation) -> bool:
        """Whether the organisation may be named at all."""
        return (
            organisation.publish is True
            and organisation.suggest not in {"no", "ask"}
            and not location_closed(organisation)
        )

    def is_open_id(self, organisation_id: str) -> bool:
        """Whether the id is an organisation's that may be named."""
        return self.dataset.has("organisations", organisation_id) and self.is_open(
            self.dataset.organisation(organisation_id)
        )

    @cached_property
    def _closed_names(self) -> tuple[str, ...]:
        closed = {
            o.id: o.name.casefold() for o in self.dataset.organisations if not self.is_open(o)
        }
        services = (
            s.name.casefold()
            for s in self.dataset.services
            if location_closed(s) or self.dataset.resolve(s.organisation_id) in closed
        )
        return tuple(sorted({*closed.values(), *services}))

    def names_nobody_else(self, text: str) -> bool:
        """Whether no word of the text names somebody who did not ask to be named."""
        low = plain(text).casefold()
        return not any(
            name in low and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", low)
            for name in self._closed_names
        )

    def may_tell(self, card: Card) -> bool:
        """Whether everyone in the suggestion may be named, and nobody else is."""
        said = [card.title, card.action, card.reason, card.why_now, card.place]
        everyone = all(map(self.is_open_id, card.suggestion.asked))
        return everyone and self.names_nobody_else("\n".join(said))


def _within(dataset: Dataset, area_id: str) -> frozenset[str]:
    found = {dataset.area(area_id).id}
    grew = True
    while grew:
        inside = {a.id for a in dataset.areas if a.parent_id in found} - found
        found |= inside
        grew = bool(inside)
    return frozenset(found)


def _services(dataset: Dataset, within: frozenset[str], door: Door) -> Iterable[Service]:
    for service in dataset.services:
        owner = dataset.organisation(service.organisation_id)
        areas = service.areas or owner.areas
        if within.isdisjoint(areas) or not door.is_open(owner) or location_closed(service):
            continue
        if "clos" in (service.status or "").casefold() or not door.names_nobody_else(service.name):
            continue
        yield service


def _service(dataset: Dataset, service: Service) -> dict[str, str]:
    owner = dataset.organisation(service.organisation_id)
    about = [times_in_words(service), service.cost or ""]
    return {
        "name": shorten(mask_contacts(plain(service.name)), 100),
        "owner": "" if owner.name == service.name else shorten(owner.name, 100),
        "about": mask_contacts(plain("; ".join(filter(None, about)))),
    }


def times_in_words(service: Service) -> str:
    """Return a service's times in words, or "" where they cannot be read.

    Examples
    --------
    >>> times_in_words(Service(id="s", organisation_id="o", name="S", schedule=("TH 10:00-12:00",)))
    'Thursdays 10 am to noon'
    """
    if not service.schedule:
        return ""
    try:
        return describe(parse("; ".join(service.schedule)), most=4)
    except DataError:
        return ""


def _suggestion(card: Card) -> dict[str, str]:
    where = " · ".join(filter(None, (card.place, card.day)))
    return {
        "title": shorten(mask_contacts(plain(card.title)), 200),
        "action": mask_contacts(plain(sentence(card.action))),
        "why": mask_contacts(
            plain(" ".join(map(sentence, filter(None, (card.reason, card.why_now)))))
        ),
        "where": mask_contacts(plain(where)),
    }


def _gaps(rows: Iterable[Row], within: frozenset[str], door: Door) -> Iterable[str]:
    told = 0
    for row in rows:
        if row.get("area_id") not in within or row.get("status", "") not in _TELLING:
            continue
        text = _gap(row)
        if told < _MOST_GAPS and text and door.names_nobody_else(text):
            told += 1
            yield text


def _gap(row: Row) -> str:
    said: dict[str, Any] = {key: row.get(key) or "" for key in ("theme", "reason")}
    text = (
        f"{label(str(said['theme']))}: {said['reason']}" if said["theme"] else str(said["reason"])
    )
    return sentence(mask_contacts(plain(text))) if said["reason"] else ""


# -- how it is written -------------------------------------------------------------------

_RULE = "Only organisations that agreed to be named are named here."


def _markdown(told: Digest) -> str:
    md = markdown
    lines = [f"# {md(told.area)}, {md(told.month)}", "", f"{md(told.place)}. {_RULE}"]
    lines += ["", "## Worth a conversation", ""]
    for one in told.suggestions:
        where = f" ({md(one['where'])})" if one["where"] else ""
        lines += [f"- **{md(one['title'])}**{where}. {md(one['action'])} {md(one['why'])}".rstrip()]
    lines += _or_nothing(told.suggestions, "Nothing can be told here this month.")
    if told.with_officer:
        lines += ["", told.with_officer]
    lines += ["", "## What is asked for and little listed", ""]
    lines += [f"- {md(one)}" for one in told.gaps]
    lines += _or_nothing(told.gaps, "Nothing is recorded.")
    lines += ["", "## What is on", ""]
    for service in told.services:
        about = ", ".join(md(service[key]) for key in ("owner", "about") if service[key])
        lines += [f"- **{md(service['name'])}**{': ' * bool(about)}{about}"]
    lines += _or_nothing(told.services, "No service here has agreed to be listed yet.")
    if told.services_more:
        lines += ["", told.services_more]
    lines += ["", f"Data as of {told.as_of}. Schema {SCHEMA_VERSION}."]
    return "\n".join(lines) + "\n"


def _or_nothing(found: tuple[object, ...], words: str) -> list[str]:
    return [] if found else [words]


def _html(told: Digest) -> str:
    from markupsafe import Markup

    style = asset("report.css")
    return (
        environment()
        .get_template("digest.html.j2")
        .render(
            told=told,
            rule=_RULE,
            schema_version=SCHEMA_VERSION,
            style=Markup(style),  # noqa: S704 - our own file
            policy=content_policy(style=style),
        )
    )
