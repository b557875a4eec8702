"""What is said of a pairing: action, reason, counter-reason, first question; why not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sap_match.recommend.pairing_rules import Listing, Meeting, stems
from sap_match.recommend.wording import day_of, distance, listing, money, sentence, shortened
from sap_match.similarity.text import clean, sentences
from sap_match.windows import describe, describe_slot
from sap_match.windows.overlap import common

if TYPE_CHECKING:
    from sap_match.landscape import Landscape
    from sap_match.model import Need, Offer

Verdicts = Mapping[tuple[str, str], list[tuple[str, str]]]


def explain(landscape: Landscape, m: Meeting, quantity: float) -> dict[str, Any]:
    """Return the words and details of one pairing."""
    unit = m.giver.unit or m.host.unit
    day = day_words(m)
    return {
        "reason": _reason(m, quantity, unit, day),
        "counter_reason": _counter(m, quantity, unit),
        "first_step": _first_step(m),
        "area_id": None if m.host.owner.closed else next(iter(m.host.owner.area_ids), None),
        "details": {
            "quantity": quantity,
            "unit": unit,
            "day": day,
            "km": None if m.km is None or m.remote else round(m.km, 2),
            "action": _action(m, quantity, unit),
        },
    }


def amount(quantity: float, unit: str | None) -> str:
    """Return a quantity in words.

    Examples
    --------
    >>> amount(12, "people"), amount(450, "pounds"), amount(1, "sessions"), amount(1, "people")
    ('12 people', '£450', '1 session', '1 person')
    """
    if unit == "pounds":
        return money(quantity)
    one = {"people": "person"}.get(unit or "", (unit or "").removesuffix("s"))
    return f"{quantity:g} {one if quantity == 1 else unit or ''}".strip()


def day_words(m: Meeting) -> str:
    """Return when both can: the weekly times they share and the first date, or ""."""
    if not m.slots or m.giver.schedule is None or m.host.schedule is None:
        return ""
    shared = common(m.giver.schedule, m.host.schedule)
    if shared and len(m.slots) > 1:
        return f"{describe(shared, most=3)}, from {describe_slot(m.slots[0]).split(',')[0]}"
    return describe_slot(m.slots[0])


def quoted(text: str, telling: frozenset[str]) -> str:
    """Return the sentence of a text that holds most of the telling words, shortened."""
    best = max(sentences(clean(text)), key=lambda s: len(stems(s) & telling), default=text)
    return shortened(best, 110).rstrip(".")


def _reason(m: Meeting, quantity: float, unit: str | None, day: str) -> str:
    both = m.giver.words & m.host.words
    gives = quoted(m.offer.description, both)
    asks = quoted(m.need.description, both)
    told = [f"{m.giver.name} offers “{gives}”; {m.host.name} asks for “{asks}”."]
    facts = [f"{amount(quantity, unit)} of {amount(m.giver.left, unit)}"] if unit else []
    if m.remote:
        facts.append("done from afar")
    elif m.km is not None:
        facts.append("next door" if m.km < 0.1 else f"{distance(m.km)} apart")
    skills = sorted({b for _, b in (*m.required, *m.desired)})
    if skills:
        facts.append(f"for {listing(skills[:3])}")
    told.append(sentence(", ".join([*facts, *([day] if day else [])])))
    return " ".join(t for t in told if t)


def _action(m: Meeting, quantity: float, unit: str | None) -> str:
    what = amount(quantity, unit) if unit else "what it offers"
    return f"Bring {what} from {m.giver.name} to {m.host.name}."


def _counter(m: Meeting, quantity: float, unit: str | None) -> str:
    if quantity < m.host.left:
        return f"It leaves {m.host.name} {amount(m.host.left - quantity, unit)} short."
    return ""


def _first_step(m: Meeting) -> str:
    return f"Ask {m.host.name} who would receive {m.giver.name}."


def why_unmatched(
    side: str,
    record: Offer | Need,
    own: Listing,
    used: float,
    meetings: Sequence[Meeting],
    verdicts: Verdicts,
    scores: Mapping[tuple[str, str], float],
    quantities: Mapping[tuple[str, str], float],
    as_of: date,
) -> tuple[str, str]:
    """Return why something is left, in words with counts, and the id that came nearest."""
    if record.ends_on is not None and record.ends_on < as_of:
        return f"It ended on {day_of(record.ends_on)}.", ""
    others = "needs" if side == "offer" else "offers"
    if not meetings:
        return f"There are no {others} of {record.kind}.", ""
    counts = Counter(rules[0][0] for m in meetings if (rules := verdicts[m.offer.id, m.need.id]))
    told = ", ".join(
        f"{n} {name}" for name, n in sorted(counts.items(), key=lambda x: (-x[1], x[0]))
    )
    nearest = min(
        meetings,
        key=lambda m: (len(verdicts[m.offer.id, m.need.id]), -m.likeness, m.offer.id, m.need.id),
    )
    name = nearest.need.id if side == "offer" else nearest.offer.id
    return sentence(f"of {len(meetings)} {others} of {record.kind}: {told}"), name
