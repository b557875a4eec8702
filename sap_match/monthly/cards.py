"""A suggestion made ready to be read out: names, action, place, day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sap_match.monthly.contents import Card, Changed
from sap_match.recommend.evidence import title_of
from sap_match.recommend.wording import listing
from sap_match.results import Suggestion

if TYPE_CHECKING:
    from sap_match.landscape import Landscape


def card(landscape: Landscape, suggestion: Suggestion, *, changed: Changed = "new") -> Card:
    """Return the card of one suggestion."""
    names = _names(landscape, suggestion)
    return Card(
        suggestion=suggestion,
        title=_title(landscape, suggestion, names),
        names=names,
        action=_action(landscape, suggestion, names),
        why_now=suggestion.why_now,
        reason=suggestion.reason,
        counter_reason=suggestion.counter_reason,
        first_step=suggestion.first_step,
        place=_place(landscape, suggestion),
        day=str(suggestion.details.get("day", "")),
        themes=_themes(landscape, suggestion),
        changed=changed,
        area_id=suggestion.area_id,
        to_confirm=suggestion.to_confirm,
    )


def _names(landscape: Landscape, suggestion: Suggestion) -> tuple[str, ...]:
    return tuple(dict.fromkeys(landscape.name(one) for one in suggestion.asked))


def _title(landscape: Landscape, suggestion: Suggestion, names: tuple[str, ...]) -> str:
    if suggestion.kind == "consortium" or _is_brief(landscape, suggestion):
        brief = landscape.dataset.brief(suggestion.subject_id)
        what = title_of(brief)
        if suggestion.kind == "consortium":
            return f"{what}: a team of {len(names)}"
        return f"{what}: {names[-1]}"
    return listing(names)


def _is_brief(landscape: Landscape, suggestion: Suggestion) -> bool:
    return suggestion.kind == "partner" and landscape.dataset.has("briefs", suggestion.subject_id)


def _action(landscape: Landscape, suggestion: Suggestion, names: tuple[str, ...]) -> str:
    """Return the proposed action in one sentence: who is brought together, to do what."""
    written = suggestion.details.get("action")
    if written:
        return str(written)
    if _is_brief(landscape, suggestion):
        brief = landscape.dataset.brief(suggestion.subject_id)
        return f"Ask {names[-1]} to join “{title_of(brief)}”."
    shared = suggestion.details.get("shared_terms") or ()
    about = f" about {' and '.join(list(shared)[:2])}" if shared else ""
    return f"Introduce {names[0]} to {names[-1]}{about}."


def _place(landscape: Landscape, suggestion: Suggestion) -> str:
    if suggestion.area_id is None:
        return ""
    return landscape.dataset.area(suggestion.area_id).name


def _themes(landscape: Landscape, suggestion: Suggestion) -> tuple[str, ...]:
    sides = [set(landscape.profile(one).themes) for one in suggestion.asked]
    shared = set.intersection(*sides) if sides else set()
    return tuple(sorted(shared))
