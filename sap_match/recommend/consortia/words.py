"""A team in words: what each member covers and with what, and what nobody does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sap_match.recommend.consortia.ask import Ask
from sap_match.recommend.consortia.seats import Gap, SeatRole
from sap_match.recommend.evidence import title_of
from sap_match.recommend.lacks import without_lacks
from sap_match.recommend.shared import quote, shared_words
from sap_match.recommend.wording import distance, listing

#: Fit from which what comes nearest is worth asking about.
_MIGHT_DO = 0.45


def seat_reason(asked: Ask, one: str, covers: Sequence[int], role: SeatRole) -> str:
    """Return why somebody sits there."""
    name = asked.landscape.name(one)
    told = [_covered(asked, one, c) for c in covers]
    if told:
        return f"{name} covers {listing(told)}."
    if role == "partner":
        if one in asked.rules.must:
            return f"{name} has to be in the team, and covers nothing that the others lack."
        title = title_of(asked.brief)
        return f"{name} fits “{title}” though it covers nothing that the others lack."
    return f"{name} stands in the brief already."


def change_reason(
    asked: Ask,
    one: str,
    covers: Sequence[int],
    lost: Sequence[int],
    gone: str | None,
    gaps: Sequence[Gap],
) -> str:
    """Return what a newcomer covers of what a team lacks, and what is lacking still."""
    name, names = asked.landscape.name, asked.cover.capabilities
    lacking = [names[c] for c in lost if c not in covers]
    nobody = [g.capability for g in gaps if g.capability in lacking]
    others = [c for c in lacking if c not in nobody]
    out = f" now that {name(gone)} is out" if gone else ""
    told = [f"Nobody known here covers {listing(nobody)}{out}."] if nobody else []
    if len(lacking) < len(lost) or not lost:
        told.insert(0, seat_reason(asked, one, covers, "partner"))
        if gone and not lost and _covers_anything(asked, gone):
            told.append(f"What {name(gone)} covered, the others in the team cover too.")
    elif nobody and not others:
        fits = f"{name(one)} could be asked whom it knows"
        if covers:
            fits = f"{name(one)} covers {listing([_covered(asked, one, c) for c in covers])}"
        told = [f"{told[0][:-1]}; of those who fit “{title_of(asked.brief)}”, {fits}."]
    else:
        told.insert(0, f"{name(one)} covers nothing of what the team lacks{out}.")
        if covers:
            told.insert(1, f"It covers {listing([_covered(asked, one, c) for c in covers])}.")
    if others:
        told.append(f"Others known here would have to be asked for {listing(others)}.")
    return " ".join(told)


def _covers_anything(asked: Ask, one: str) -> bool:
    wanted = range(len(asked.cover.capabilities))
    return any(asked.strength(one, c) >= asked.config.covers for c in wanted)


def _covered(asked: Ask, one: str, c: int) -> str:
    """Return a capability with the service that shows it, or a quoted phrase."""
    i = asked.landscape.position[one]
    item, capability = asked.cover.item(i, c), asked.cover.capabilities[c]
    if item is not None and item.kind == "collaboration" and item.name:
        return f"{capability}, having taken part in {item.name}"
    if item is not None and item.name:
        return f"{capability} with {item.name}"
    profile = asked.landscape.profile(one)
    profile = replace(profile, text=without_lacks(profile.text))
    shared = shared_words(asked.landscape, capability, profile.text)
    found = quote(profile, shared)
    return f"{capability} ({found})" if found else capability


def gap_reason(asked: Ask, gap: Gap) -> str:
    """Return what is lacking, who comes nearest and who beyond the area could be asked."""
    name, what = asked.landscape.name, gap.capability
    if gap.nearest_id is None and gap.beyond_id is None:
        return f"Nobody here has written anything about {what}."
    told = []
    if gap.nearest_id is not None:
        c = asked.cover.capabilities.index(what)
        item = asked.cover.item(asked.landscape.position[gap.nearest_id], c)
        with_ = f" with {item.name}" if item is not None and item.name else ""
        does = gap.nearest_fit >= _MIGHT_DO
        then = ": ask whether that would do" if does else " and could be asked whom it knows"
        told.append(f"{name(gap.nearest_id)} comes nearest{with_}{then}.")
    if gap.beyond_id is not None:
        away = f", {distance(gap.km)} away," if gap.km is not None else ""
        told.append(f"{name(gap.beyond_id)}{away} covers it from beyond the area.")
    return " ".join([f"Nobody here clearly covers {what}.", *told])
