"""What the report's page says, in words and in the order of the page.

Plain dicts for the template: every date, number and sentence is written here, so
that the template only places them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sap_match.model import SCHEMA_VERSION
from sap_match.monthly.contents import AreaLine, Card, Month
from sap_match.report import plots
from sap_match.report.below import below_the_fold, never_links, never_words
from sap_match.report.escape import plain
from sap_match.report.words import (
    count,
    day,
    days_until,
    label,
    listing,
    month_name,
    number,
    sentence,
    shorten,
)

RING_FIRST = 5
ANSWERS = (("yes", "Yes"), ("not_now", "Not now"), ("never", "Never"))
KINDS = {
    "partner": "introduction",
    "consortium": "team for a piece of work",
    "pairing": "offer for a need",
    "facility": "room for a group",
}
_LINES = 14
_FEW = 6
_CLOSING = 6


def view(month: Month) -> dict[str, Any]:
    """Return what the template reads: words only, in the order of the page."""
    first, rest = month.cards[:RING_FIRST], month.cards[RING_FIRST:]
    parts = {**_first_screen(month), **below_the_fold(month)}
    return {
        **parts,
        "schema_version": SCHEMA_VERSION,
        "place": shorten(month.place, 80),
        "month": month_name(month.month),
        "as_of": day(month.as_of),
        "as_of_iso": month.as_of.isoformat(),
        "draft": month.draft,
        "answers": ANSWERS,
        "ring_first": [card_view(one) for one in first],
        "rest": [card_view(one) for one in rest],
        "rest_words": f"{count(len(rest), 'more suggestion')} on this month’s list, further down",
        "contents": _contents(rest=bool(rest), funders=bool(month.funders)),
        "funders": [
            {
                "title": f"{shorten(one.funder_name)}, for {shorten(one.for_name)}",
                "reason": sentence(one.reason),
                "ask": sentence(one.first_step),
            }
            for one in month.funders
        ],
    }


def card_view(card: Card) -> dict[str, Any]:
    """Return a card's words in the order in which it is read out."""
    facts = [
        ("Why these", sentence(card.reason), False),
        ("Why now", sentence(card.why_now), False),
        ("One reason against", sentence(card.counter_reason), False),
        ("Where and when", _where(card), False),
        ("First question", sentence(card.first_step), True),
        ("To confirm", sentence(listing(card.to_confirm)), False),
    ]
    return {
        "id": card.suggestion.suggestion_id,
        "title": shorten(card.title, 300),
        "action": sentence(card.action),
        "facts": [fact for fact in facts if fact[1]],
        "changed": "" if card.changed == "new" else label(card.changed),
        "kind": label(KINDS[card.suggestion.kind]),
        "themes": ", ".join(label(theme) for theme in card.themes[:4]),
    }


def _where(card: Card) -> str:
    place, when = plain(card.place), plain(card.day)
    if not when and card.suggestion.kind in {"partner", "consortium"}:
        return place or "Place not known"  # they settle the day themselves
    if not place and not when:
        return "Place and day not known: ask"
    return f"{place or 'Place not known'} · {when or 'day not known'}"


def _areas_first(lines: Sequence[AreaLine]) -> int:
    """Return how many lines stand open: whole kinds of areas, as many as find room."""
    shown = 0
    for kind in dict.fromkeys(line.kind for line in lines):
        same = sum(line.kind == kind for line in lines)
        if shown and shown + same > _LINES:
            break
        shown += same
    return min(shown, _LINES) if shown >= _FEW else min(len(lines), _LINES)


def _first_screen(month: Month) -> dict[str, Any]:
    waiting = sorted(month.waiting, key=lambda one: (one.since, one.suggestion_id))
    closing = sorted(month.closing, key=lambda one: (one.closes_on, one.record_id))
    anchors = never_links(month)
    areas = [_area_view(line, month, anchors) for line in month.areas]
    shown = _areas_first(month.areas)
    return {
        "worth": f"{number(len(month.cards))} worth a call",
        "carried": f"{number(month.carried_over)} carried over",
        "dropped_count": f"{number(len(month.dropped))} dropped",
        "warnings": [sentence(one) for one in month.warnings],
        "why_short": sentence(month.why_short),
        "lacking": [sentence(one) for one in month.lacking],
        "nothing": _nothing(month),
        "closing": [
            {
                "when": day(one.closes_on),
                "left": days_until(one.closes_on, month.as_of),
                "what": shorten(one.what, 90),
                "who": shorten(one.who),
                "kind": one.kind.replace("_", " "),
                "note": sentence(one.note),
            }
            for one in closing
        ],
        "closing_first": _CLOSING,
        "closing_more": f"{count(len(closing) - _CLOSING, 'more date')} in the next 30 days",
        "waiting": [
            {
                "id": one.suggestion_id,
                "title": shorten(one.title),
                "state": f"Since {month_name(one.since)}: {_answer(one.answer)}.",
                "note": sentence(one.note),
            }
            for one in waiting[:_LINES]
        ],
        "waiting_more": f"And {number(len(waiting) - _LINES)} more." * (len(waiting) > _LINES),
        "areas": areas[:shown],
        "areas_more": areas[shown:],
        "areas_more_words": count(len(areas[shown:]), "more area"),
        "never_all": never_words(month),
        "corrections": [
            {
                "what": sentence(shorten(one.what, 200)),
                "record": "" if one.record_name in one.what else shorten(one.record_name),
                "id": one.record_id,
                "why": sentence(one.why),
                "ask": f"Ask {one.whom_to_ask.rstrip('.')}." if one.whom_to_ask else "",
                "gain": sentence(one.gain),
            }
            for one in month.corrections[:RING_FIRST]
        ],
    }


def _nothing(month: Month) -> str:
    why = plain(month.why_short).strip() or "No suggestion passed the floor of quality."
    return f"Nothing is worth a call this month. {sentence(why)}"


def _answer(answer: str) -> str:
    words = {
        "": "not answered yet",
        "yes": "you said yes, and nothing came back since",
        "not_now": "you said not now",
    }
    return words.get(answer, answer.replace("_", " "))


def _area_view(line: AreaLine, month: Month, anchors: dict[str, str]) -> dict[str, Any]:
    from markupsafe import Markup

    most = max((one.suggestions for one in month.areas), default=0)
    return {
        "name": shorten(line.name, 60),
        "suggestions": number(line.suggestions),
        "nothing_yet": line.nothing_yet,
        "bar": Markup(plots.bar(line.suggestions, most, width=44)),  # noqa: S704 - our own drawing
        "never": f"{number(line.never_suggested)} of {number(line.organisations)}",
        "never_words": f"{number(line.never_suggested)} of {number(line.organisations)} "
        f"not suggested yet in {line.name}",
        "link": anchors.get(line.area_id, ""),
    }


def _contents(*, rest: bool, funders: bool) -> list[tuple[str, str]]:
    there = [("rest", "The rest of the list")] * rest + [("funders", "Funders")] * funders
    return [
        *there,
        ("network", "Network"),
        ("density", "Density"),
        ("overlaps", "Overlaps"),
        ("duplicates", "Listed twice"),
        ("gaps", "Needs against provision"),
        ("never", "Not suggested yet"),
        ("dropped", "Dropped"),
        ("problems", "Problems"),
        ("method", "Method"),
    ]
