"""What the month says besides suggestions: who was left out, what to mend, what closes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sap_match.assess.corrections import what_unlocks
from sap_match.geo import Point, distance_km
from sap_match.landscape import point_of
from sap_match.memory import Memory
from sap_match.model import Brief
from sap_match.monthly.choose import Choice, changed_since
from sap_match.monthly.contents import (
    AreaLine,
    Closing,
    Correction,
    FunderLine,
    NotSuggested,
    Waiting,
)
from sap_match.recommend.eligible import general_removals
from sap_match.recommend.evidence import title_of
from sap_match.recommend.exchange import is_open
from sap_match.recommend.facilities.rules import ENQUIRE
from sap_match.recommend.funders import funders_for
from sap_match.recommend.planning import Plan
from sap_match.results import Suggestion
from sap_match.similarity.text import mask

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

SOON = timedelta(days=30)
MOST_FUNDERS = 6
NEAR_KM = 8.0
"""How far a group may go to a room that says nothing of how far it goes."""
STALE_SOURCE = timedelta(days=3 * 365)


def closing_soon(landscape: Landscape) -> tuple[Closing, ...]:
    """Return needs, offers and room requests with a date within 30 days, soonest first."""
    dataset, start = landscape.dataset, landscape.as_of
    rows = [
        Closing(
            mask(n.description),
            landscape.name(n.organisation_id),
            n.ends_on,
            f"need: {n.kind}",
            n.id,
        )
        for n in dataset.needs
        if n.ends_on and start <= n.ends_on <= start + SOON and is_open(n, landscape)
    ]
    rows += [
        Closing(
            mask(o.description),
            landscape.name(o.organisation_id),
            o.ends_on,
            f"offer: {o.kind}",
            o.id,
        )
        for o in dataset.offers
        if o.ends_on
        and start <= o.ends_on <= start + SOON
        and (o.status or "open").casefold() in ("open", "active")
    ]
    rows += [
        Closing(
            mask(r.purpose),
            landscape.name(r.organisation_id),
            r.starts_on,
            "room wanted",
            r.id,
            "wanted from this day",
        )
        for r in dataset.facility_requests
        if r.starts_on and start <= r.starts_on <= start + SOON
    ]
    return tuple(sorted(rows, key=lambda c: (c.closes_on, c.record_id)))


def waiting(
    landscape: Landscape, memory: Memory, found: Iterable[Suggestion] = ()
) -> tuple[Waiting, ...]:
    """Return what was shown in earlier months and is not finished, oldest first.

    Of those that are ``found`` again and of which something else is told now, that is said.
    """
    rows: dict[str, Waiting] = {}
    news = {s.suggestion_id: s for s in found if changed_since(s, memory) == "changed"}
    for shown in memory.shown:
        answer = memory.answer(shown.suggestion_id)
        if answer is not None and answer.answer != "yes":
            continue
        known = [o for o in shown.organisation_ids if landscape.dataset.has("organisations", o)]
        if len(known) < len(shown.organisation_ids):
            continue
        title = " and ".join(landscape.name(one) for one in known)
        rows.setdefault(
            shown.suggestion_id,
            Waiting(
                shown.suggestion_id,
                title,
                memory.first_shown(shown.suggestion_id) or shown.month,
                answer.answer if answer else "",
                _state(said_yes=answer is not None, news=news.get(shown.suggestion_id)),
            ),
        )
    return tuple(sorted(rows.values(), key=lambda w: (w.since, w.suggestion_id)))


def _state(*, said_yes: bool, news: Suggestion | None) -> str:
    state = "said yes: is it under way?" if said_yes else "no answer yet"
    return f"{state}; new since then: {news.reason}" if news else state


def not_suggested(landscape: Landscape, choice: Choice, memory: Memory) -> tuple[NotSuggested, ...]:
    """Return every organisation that no list has held, this month's or an earlier one."""
    named = {one for s in choice.listed for one in s.asked}
    resolve = landscape.dataset.resolve
    named |= {resolve(one) for s in memory.shown for one in s.organisation_ids}
    crowded: dict[str, str] = {}
    decided: set[str] = set()
    for held in choice.held:
        for one in held.suggestion.asked:
            if held.rule in ("cap", "asks"):
                crowded.setdefault(one, held.note)
            elif held.rule == "decided":
                decided.add(one)
    rules = general_removals(landscape)
    rows = []
    for one in landscape.ids:
        if one in named:
            continue
        profile = landscape.profile(one)
        rule, why, fix = _why_not(landscape, one, rules, crowded, decided)
        rows.append(
            NotSuggested(one, profile.name, why, rule, fix, with_wider(landscape, profile.area_ids))
        )
    return tuple(rows)


def _why_not(
    landscape: Landscape,
    organisation_id: str,
    rules: Mapping[str, tuple[str, str]],
    crowded: Mapping[str, str],
    decided: set[str],
) -> tuple[str, str, str]:
    """Return (rule, why, the one fix)."""
    profile = landscape.profile(organisation_id)
    if organisation_id in rules:
        rule, note = rules[organisation_id]
        fix = (
            "Nothing to do unless they change their mind."
            if rule.startswith("suggest")
            else "If they do deliver services, set role to provider."
        )
        return "rule", f"{rule}: {note}", fix
    if not profile.described:
        return (
            "thin text",
            "too little is written about it to go by",
            f"Ask what {profile.name} does: two sentences will do.",
        )
    if organisation_id in crowded:
        return "cap", crowded[organisation_id], "Nothing: it waits for a later month."
    if organisation_id in decided:
        return "decided", "what was found was answered already", "Nothing."
    if profile.is_unplaced:
        return (
            "no place",
            "nothing strong enough was found, and where it works is unknown",
            f"Ask {profile.name} in which towns it works.",
        )
    return (
        "floor",
        "nothing strong enough was found",
        f"Ask {profile.name} what it needs and what it could give.",
    )


def with_wider(landscape: Landscape, area_ids: Iterable[str | None]) -> tuple[str, ...]:
    """Return areas with every area that they lie in, ordered.

    Where there is one borough it stands for the whole partnership: everything lies in it,
    what has no smaller place too.
    """
    areas = landscape.dataset.areas
    parents = {a.id: a.parent_id for a in areas}
    boroughs = [a.id for a in areas if a.kind == "borough"]
    found = set(boroughs) if len(boroughs) == 1 else set()
    for one in area_ids:
        above = one
        while above is not None and above not in found:
            found.add(above)
            above = parents.get(above)
    return tuple(sorted(found))


def area_lines(
    landscape: Landscape, choice: Choice, left_out: Sequence[NotSuggested]
) -> tuple[AreaLine, ...]:
    """Return one line an area: suggestions, organisations, how many never suggested.

    What counts in a town counts in what the town lies in, too.
    """
    suggestions = Counter(
        a
        for s in choice.listed
        for a in with_wider(
            landscape, [s.area_id, *(x for one in s.asked for x in landscape.areas_of(one))]
        )
    )
    members = Counter(
        a for one in landscape.ids for a in with_wider(landscape, landscape.areas_of(one))
    )
    never = Counter(a for row in left_out for a in row.area_ids)
    order = {"borough": 0, "care_community": 1, "neighbourhood_partnership": 2, "town": 3}
    areas = sorted(landscape.dataset.areas, key=lambda a: (order.get(a.kind, 4), a.name, a.id))
    return tuple(
        AreaLine(
            a.id,
            a.name,
            a.kind,
            suggestions[a.id],
            suggestions[a.id] == 0,
            members[a.id],
            never[a.id],
        )
        for a in areas
        if members[a.id] or suggestions[a.id]
    )


def corrections(landscape: Landscape, rooms: Plan, k: int = 5) -> tuple[Correction, ...]:
    """Return the corrections that would unlock most, with whom to ask.

    What a correction unlocks is counted: the requests that have no room of ``rooms`` and
    that a hall could meet but for its unknown hours; the needs, offers and ties of an
    organisation without text or place.
    """
    rows = _hours_to_add(landscape, rooms)
    for one, lacks, worth in what_unlocks(landscape, skip=general_removals(landscape)):
        name = landscape.name(one)
        title, evidence, then = _LACKS[lacks]
        rows.append(Correction(title.format(name), one, name, name, worth, evidence, then))
    useful = (c for c in rows if c.unlocks > 0)
    return tuple(sorted(useful, key=lambda c: (-c.unlocks, c.record_id))[:k])


_LACKS = {
    "description": (
        "Write two sentences about what {} does",
        "with so little text it can be matched with nobody",
        "It could then be introduced to others",
    ),
    "areas": (
        "Say in which towns {} works",
        "with no place every distance is unknown",
        "Who works near it could then be found",
    ),
}


def _hours_to_add(landscape: Landscape, rooms: Plan) -> list[Correction]:
    """Return the halls that a request without a room could go to, were their hours known."""
    dataset = landscape.dataset
    unmet = {row.id for row in rooms.unmatched}
    could = Counter(
        one.other_id
        for one in rooms.unmatched.removed
        if one.rule == ENQUIRE
        and one.subject_id in unmet
        and _within_reach(landscape, one.subject_id, one.other_id)
    )
    found = []
    for f in dataset.facilities:
        if could[f.id]:
            missing = "hours and capacity" if f.capacity is None else "hours"
            n = could[f.id]
            group = "1 group that has" if n == 1 else f"{n} groups that have"
            found.append(
                Correction(
                    f"Add the {missing} of {f.name}",
                    f.id,
                    f.name,
                    landscape.name(f.organisation_id),
                    n,
                    "without hours no request can be planned there",
                    f"{group} no room could then be offered it, if the times suit",
                )
            )
    return found


def _within_reach(landscape: Landscape, request_id: str, facility_id: str) -> bool:
    """Whether a hall lies where a group may go; where its limit is unknown, within `NEAR_KM`.

    Where a place is unknown, both must work in one area smaller than the borough.
    """
    dataset = landscape.dataset
    request = next(r for r in dataset.facility_requests if r.id == request_id)
    hall = dataset.facility(facility_id)
    group = landscape.profile(request.organisation_id)
    owner = landscape.profile(hall.organisation_id)
    here = point_of(hall)
    if request.latitude is not None and request.longitude is not None:
        there: tuple[Point, ...] = (Point(request.latitude, request.longitude),)
    else:
        there = group.points
    if here is not None and there:
        limit = request.max_distance_km or NEAR_KM
        return min(distance_km(here, point) for point in there) <= limit
    shared = set(group.area_ids) & set(owner.area_ids)
    return any(dataset.area(a).kind != "borough" for a in shared)


def funder_lines(landscape: Landscape, choice: Choice, memory: Memory) -> tuple[FunderLine, ...]:
    """Return funders for the briefs and the voluntary organisations on the list, one each.

    The likest grants first, each grant told once, `MOST_FUNDERS` at most.
    """
    dataset = landscape.dataset
    listed = dict.fromkeys(one for s in choice.listed for one in s.asked)
    askers: list[str | Brief] = [
        b for b in dataset.briefs if any(s.subject_id == b.id for s in choice.listed)
    ]
    askers += [one for one in listed if dataset.organisation(one).kind == "voluntary"]
    hints = [h for asker in askers for h in funders_for(landscape, asker, k=1, memory=memory)]
    lines: dict[str, FunderLine] = {}
    for hint in sorted(hints, key=lambda h: (-h.likeness, h.for_id)):
        if len(lines) < MOST_FUNDERS:
            is_brief = dataset.has("briefs", hint.for_id)
            asker_name = title_of(dataset.brief(hint.for_id)) if is_brief else ""
            line = FunderLine(
                asker_name or landscape.name(hint.for_id),
                landscape.name(hint.funder_id),
                hint.reason,
                hint.first_step,
            )
            lines.setdefault(hint.collaboration_id, line)
    return tuple(lines.values())


def warnings(landscape: Landscape, month: str) -> tuple[str, ...]:
    """Return what should stop the reader: stale sources, many bad rows, a date out of step."""
    dataset = landscape.dataset
    found = []
    for source in dataset.sources:
        if source.updated_on and landscape.as_of - source.updated_on > STALE_SOURCE:
            found.append(f"{source.source} was last updated on {source.updated_on}.")
        if source.rows and source.bad / source.rows > 0.1:
            found.append(
                f"{source.bad} of {source.rows} rows of {source.source} could not be used."
            )
        if source.rows == 0:
            found.append(f"{source.source} is empty or missing.")
    latest = dataset.latest_date
    first = date.fromisoformat(f"{month}-01")
    if latest and first - latest > timedelta(days=365):
        found.append(f"Nothing in the data is newer than {latest}.")
    return tuple(found)
