"""A question in words: asked of a landscape, and its answer laid out for people."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import typer

from sap_match.cli.load import Loaded
from sap_match.cli.options import Of
from sap_match.cli.output import complain, progress, say, wrapped, write_records
from sap_match.errors import DataError
from sap_match.landscape import Landscape
from sap_match.model import location_closed
from sap_match.similarity.search import KINDS, READ_ON, Answer, Filters, Finder, Found, Kind

_SHOWN = 3


def kinds_of(ignore: Iterable[str] | None) -> tuple[Kind, ...]:
    """Return kinds of conditions as they were typed."""
    for kind in ignore or ():
        if kind not in KINDS:
            raise typer.BadParameter(
                f"{kind!r} is not one of {', '.join(KINDS)}", param_hint="--ignore"
            )
    return cast("tuple[Kind, ...]", tuple(ignore or ()))


def answer_to(
    landscape: Landscape, of: Of, text: str, filters: Filters, ignore: tuple[Kind, ...], k: int
) -> Answer:
    """Return the answer to words that are neither cached nor logged.

    Raises
    ------
    typer.BadParameter
        A filter names no area or no day.
    """
    index = landscape.service_lookup if of is Of.services else landscape.organisation_lookup
    finder = Finder.build(landscape.dataset, index, of=of.value)
    try:
        asked = finder.understand(text, filters=filters, ignore=ignore)
    except DataError as error:
        hint = "--area" if "area" in error.message else "--day"
        raise typer.BadParameter(error.message, param_hint=hint) from None
    encoder = landscape.encoder
    encode = getattr(encoder, "encode_uncached", encoder.encode)
    return finder.search(asked, encode([finder.to_encode(asked)])[0], k=k)


def present(answer: Answer, loaded: Loaded, of: Of, out: Path | None) -> None:
    """Show an answer, or write its rows to a file and say on standard error what is urgent."""
    rows = [
        {
            "id": "",
            "rank": f.rank,
            "other_id": f.id,
            "score": f.score,
            "to_confirm": "; ".join(f.to_confirm),
            "why": _why(f),
        }
        for f in answer.found
    ]
    if out is not None:
        if answer.nearest:
            near = ", ".join(f.id for f in answer.nearest)
            complain(f"{NOTHING_FITS} The nearest, not written: {near}.")
        for line in _urgent_lines(answer, loaded, of):
            complain(line.strip())
        write_records(rows, out, TEXT_COLUMNS)
        progress(f"{len(rows)} rows written to {out}")
        return
    if answer.urgent:
        say("URGENT HELP FIRST")
        for line in _urgent_lines(answer, loaded, of):
            inset = "  " if line.startswith(" ") else ""
            say(wrapped(line.strip(), inset, "    "))
        say()
    _say_understood(answer)
    _say_found(answer, loaded, of)
    _say_left_out(answer, loaded, of)


def write_left_out(answer: Answer, path: Path) -> None:
    """Write what is alike and was left out by a condition, with the rule."""
    rows = [
        {"id": x.id, "likeness": x.likeness, "condition": x.kind, "rule": x.rule}
        for x in answer.left_out
    ]
    write_records(rows, path, ("id", "likeness", "condition", "rule"))


def _say_found(answer: Answer, loaded: Loaded, of: Of) -> None:
    name = loaded.names(of.value)
    if answer.nearest:
        say(wrapped(f"{NOTHING_FITS} The nearest, which may be about something else:"))
    for found in answer.found or answer.nearest:
        say(wrapped(f"{found.rank}. {name(found.id)}, {found.score:.2f}", "", "   "))
        for paragraph in (
            _why(found),
            _facts(found.id, loaded, of),
            contact(found.id, loaded, of),
            _confirm(found),
        ):
            if paragraph:
                say(wrapped(paragraph, "   ", "   "))
    if not answer.found and not answer.nearest:
        say(NOTHING_ELSE if answer.urgent else NOTHING_FITS)


NOTHING_FITS = "Nothing that is listed fits these words well."
NOTHING_ELSE = "Nothing else that is listed speaks of it."
TEXT_COLUMNS = ("id", "rank", "other_id", "score", "to_confirm", "why")


def _why(found: Found) -> str:
    shared = f"speaks of {', '.join(found.shared)}" if found.shared else "is described alike"
    return "; ".join(
        [f"speaks of help for “{found.about}”" if found.about else shared, *found.holds]
    )


def contact(one: str, loaded: Loaded, of: Of) -> str:
    """Return how to reach a record: what is public of telephone, mail, address and page.

    The place of what is confidential is not told, nor its page; an organisation's address may
    be somebody's home. Contacts and addresses are public where their owner says so.
    """
    from sap_match.similarity.duplicates.withheld import closed, public

    dataset = loaded.dataset
    record: Any = dataset.service(one) if of is Of.services else dataset.organisation(one)
    owner = dataset.organisation(getattr(record, "organisation_id", one))
    hidden, told = closed(dataset, record), []
    if public(dataset, record):
        told += [*(record.phones or owner.phones)[:1], record.email or owner.email]
        if of is Of.services and not hidden and record.address:
            told.append(", ".join(filter(None, (record.address, record.postcode))))
    if not hidden:
        told.append(getattr(record, "url", None) or owner.website)
    ways = ", ".join(filter(None, told))
    return f"Contact: {ways}." if ways else "Its contact is not public; ask the partnership."


def _confirm(found: Found) -> str:
    return f"To confirm: {'; '.join(found.to_confirm)}." if found.to_confirm else ""


def _facts(one: str, loaded: Loaded, of: Of) -> str:
    """Return when, where and at what price; no place where that is confidential."""
    if of is not Of.services:
        return ""
    service = loaded.dataset.service(one)
    owner = loaded.dataset.organisation(service.organisation_id)
    closed = location_closed(service) or location_closed(owner)
    where = [
        loaded.dataset.area(a).name
        for a in service.areas[:_SHOWN]
        if loaded.dataset.has("areas", a)
    ]
    parts = [
        _when(service.schedule),
        "place confidential" if closed else ", ".join(where),
        service.cost or "",
    ]
    return ". ".join(p[:1].upper() + p[1:] for p in parts if p)


def _when(schedule: tuple[str, ...]) -> str:
    from sap_match.windows import describe, parse

    try:
        known = parse(schedule)
    except DataError:
        return ""
    return describe(known, most=3) if known else ""


def _say_understood(answer: Answer) -> None:
    say(wrapped(f"Looked for: {answer.asked.wanted}", "", "    "))
    for word, other in answer.slips:
        say(wrapped(f"{word!r} was also read as {other!r}", "    ", "    "))
    said = [c for c in answer.asked.conditions if c.words]
    for condition in answer.asked.conditions:
        source = f" (from “{condition.words}”)" if condition.words else " (set)"
        say(wrapped(f"Only: {condition.label}{source}", "", "    "))
    if said:
        kinds = " ".join(f"--ignore {kind}" for kind in dict.fromkeys(c.kind for c in said))
        say(wrapped(f"Not meant so? {kinds}", "", "    "))
    say()


def _urgent_lines(answer: Answer, loaded: Loaded, of: Of) -> list[str]:
    lines, name = [], loaded.names(of.value)
    told: set[str] = set()
    for urgent in answer.urgent:
        lines.append(f"{urgent.urgency.theme[:1].upper()}{urgent.urgency.theme[1:]}:")
        lines += [
            f"  {line.name}: {line.contact}, {line.hours}; {line.purpose}."
            for line in urgent.urgency.lines
            if line.name not in told
        ]
        told |= {line.name for line in urgent.urgency.lines}
        lines += [f"  Here: {name(one)}{_phone(one, loaded, of)}" for one in urgent.local_ids]
    if lines:
        lines.append(f"National lines as of {READ_ON}.")
    return lines


def _phone(one: str, loaded: Loaded, of: Of) -> str:
    """Return a telephone number where its owner has made it public."""
    dataset = loaded.dataset
    record: Any = dataset.service(one) if of is Of.services else dataset.organisation(one)
    owner = dataset.organisation(getattr(record, "organisation_id", one))
    numbers = record.phones or owner.phones
    return f", {numbers[0]}" if numbers and owner.contact_public else ""


def _say_left_out(answer: Answer, loaded: Loaded, of: Of) -> None:
    if not answer.left_out:
        return
    name = loaded.names(of.value)
    counts = "; ".join(f"{count} by “{label}”" for label, count in answer.rules())
    say()
    say(wrapped(f"Left out though alike: {counts}. The likest:", "", "    "))
    for one in answer.left_out[:_SHOWN]:
        say(wrapped(f"- {name(one.id)}: {one.rule}", "", "  "))
