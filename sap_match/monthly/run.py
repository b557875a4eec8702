"""The month: everything found, the short list chosen, everything else accounted for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from sap_match.assess.density_report import density_report
from sap_match.assess.gaps import gaps
from sap_match.errors import DataError
from sap_match.landscape import Landscape, point_of
from sap_match.memory import Memory, pair
from sap_match.model import Dataset, Facility, Service
from sap_match.monthly.cards import card
from sap_match.monthly.choose import (
    Choice,
    MonthConfig,
    changed_since,
    choose,
    strongest_first,
)
from sap_match.monthly.contents import Card, Month, NetworkPicture
from sap_match.monthly.decisions import with_decisions
from sap_match.monthly.directory import (
    area_lines,
    closing_soon,
    corrections,
    funder_lines,
    not_suggested,
    waiting,
    warnings,
)
from sap_match.monthly.lacking import lacking
from sap_match.monthly.worth import barred
from sap_match.recommend.consortia import form_consortium, team_suggestion
from sap_match.recommend.eligible import general_removals
from sap_match.recommend.facilities import plan_facility_sharing
from sap_match.recommend.pairings import plan_pairings
from sap_match.recommend.partners import PartnerConfig, recommend_partners
from sap_match.recommend.planning import Plan
from sap_match.results import Results, Suggestion
from sap_match.similarity.duplicates import DuplicatePair, Duplicates, find_duplicates
from sap_match.similarity.overlap import Overlap, find_overlaps

if TYPE_CHECKING:
    from sap_match.similarity.encoder import Encoder

_MONTH = re.compile(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])")
_HELD_FOR = {"decided": "shown", "duplicate": "barred", "outside": "barred", "peers": "barred"}
_WHY_HELD = {
    "floor": "had too little evidence for a call",
    "shown": "had been shown or answered before",
    "asks": "would have asked somebody a third time",
    "barred": "would have brought together peers, or one thing with itself",
}
METHOD = (
    (
        "Suggestions use what organisations and services say about themselves, who has worked "
        "with whom, where they work, and what they need or offer."
    ),
    "A registered address is never taken for the place where an organisation works.",
    "Hard rules remove a candidate and are listed; they never become a low score.",
    (
        "The list takes the strongest first, keeps kinds and areas varied, and asks no "
        "organisation more than twice a month."
    ),
    "What somebody reported in confidence about a partner is used for totals only.",
)


@dataclass(frozen=True)
class MonthRun:
    """A month and what the caller's store has to keep of it.

    ``groups`` are the groups of double listings: record, group and organisation id.
    """

    month: Month
    choice: Choice
    landscape: Landscape
    config: MonthConfig
    groups: tuple[tuple[str, str, str], ...] = ()


def check_month(month: str) -> date:
    """Return the first day of ``month``, or raise.

    Examples
    --------
    >>> check_month("2026-11")
    datetime.date(2026, 11, 1)
    """
    if not _MONTH.fullmatch(month):
        raise DataError("is no month; write YYYY-MM, such as 2026-11", field="month", value=month)
    return date.fromisoformat(f"{month}-01")


def run_month(
    dataset: Dataset,
    month: str,
    *,
    as_of: date | None = None,
    memory: Memory | None = None,
    config: MonthConfig | None = None,
    encoder: Encoder | Callable[[], Encoder] | None = None,
) -> MonthRun:
    """Make one month of suggestions.

    Parameters
    ----------
    dataset : Dataset
        All records.
    month : str
        ``YYYY-MM``. The date is ``as_of``, else the first day of the month.
    memory : Memory, optional
        What earlier months left; months from this one on are not read.
    config : MonthConfig, optional
        Cap, floors, shares.
    encoder : Encoder, optional
        See `Landscape.build`.

    Raises
    ------
    DataError
        ``month`` is no month.
    """
    settings = config or MonthConfig()
    first = check_month(month)
    landscape = Landscape.build(dataset, as_of=as_of or first, encoder=encoder)
    remembered = with_decisions(memory or Memory(), landscape.dataset).before(month)
    duplicates = find_duplicates(
        landscape.dataset, index=landscape.service_index, memory=remembered
    )
    overlaps = find_overlaps(
        landscape.dataset,
        landscape.service_index,
        duplicates=duplicates,
        memory=remembered,
        as_of=landscape.as_of,
    )
    rooms = plan_facility_sharing(landscape, memory=remembered)
    found = [*find_all(landscape, remembered, settings), *rooms.matches]
    twice = _listed_twice(landscape, duplicates, remembered)
    choice = choose(
        found, memory=remembered, config=settings, barred=barred(landscape, found, twice)
    )
    written = _month(landscape, month, choice, remembered, duplicates, overlaps, rooms, settings)
    return MonthRun(written, choice, landscape, settings, _groups(landscape, duplicates))


def _groups(landscape: Landscape, duplicates: Duplicates) -> tuple[tuple[str, str, str], ...]:
    """Return record, group and organisation id of each listing in a group of double ones."""
    dataset = landscape.dataset
    return tuple(
        (one, name, dataset.service(one).organisation_id) for one, name in duplicates.group_ids
    )


def _regrouped(duplicates: Duplicates) -> tuple[str, ...]:
    """Say what became of last month's groups of double listings, and which answers clash."""
    counts = Counter(one.change for one in duplicates.changes)
    told = [f"{n} {change}" for change, n in sorted(counts.items())]
    since = f"Groups of double listings since the month before: {_joined(told)}." if told else ""
    return tuple(filter(None, (since, *duplicates.contradictions)))


def _listed_twice(
    landscape: Landscape, services: Results[DuplicatePair], memory: Memory
) -> frozenset[tuple[str, str]]:
    """Return the pairs of organisations that are, or run, one thing listed twice."""
    dataset = landscape.dataset
    owner = {s.id: dataset.resolve(s.organisation_id) for s in dataset.services}
    own = find_duplicates(
        dataset, of="organisations", index=landscape.organisation_index, memory=memory
    )
    pairs = {pair(d.left_id, d.right_id) for d in own if d.decision != "distinct"}
    pairs |= {
        pair(owner[d.left_id], owner[d.right_id]) for d in services if d.decision != "distinct"
    }
    return frozenset((a, b) for a, b in pairs if a != b)


def find_all(landscape: Landscape, memory: Memory, config: MonthConfig) -> Iterator[Suggestion]:
    """Yield every suggestion of every kind but rooms, unchosen."""
    removed = general_removals(landscape)
    # Businesses and public bodies come in as the other side: two of them need no officer.
    subjects = [
        one
        for one in landscape.ids
        if one not in removed
        and landscape.profile(one).described
        and landscape.profile(one).organisation.kind == "voluntary"
        and not landscape.profile(one).is_outside
    ]
    partners = PartnerConfig(weakest=config.weakest)
    found = recommend_partners(
        landscape, for_=subjects, k=config.per_subject, memory=memory, config=partners
    )
    yield from (s for s in found if s.strength >= config.weakest)
    for brief in landscape.dataset.briefs:
        seats = form_consortium(landscape, brief, teams=1, memory=memory)
        team = team_suggestion(landscape, brief, seats)
        if team is not None:
            yield team
    yield from plan_pairings(landscape, memory=memory).matches


def _month(
    landscape: Landscape,
    month: str,
    choice: Choice,
    memory: Memory,
    duplicates: Duplicates,
    overlaps: Results[Overlap],
    rooms: Plan,
    config: MonthConfig,
) -> Month:
    dataset = landscape.dataset
    left_out = not_suggested(landscape, choice, memory)
    open_items = waiting(landscape, memory, [h.suggestion for h in choice.held])
    cards = tuple(card(landscape, s, changed=changed_since(s, memory)) for s in choice.listed)
    decided = [h for h in choice.held if h.rule == "decided"]
    return Month(
        place_id=dataset.id,
        place=dataset.name,
        month=month,
        as_of=landscape.as_of,
        warnings=warnings(landscape, month),
        cards=cards,
        more=_more(landscape, choice, memory),
        dropped=tuple((card(landscape, h.suggestion).title, h.note) for h in decided),
        carried_over=len(open_items),
        closing=closing_soon(landscape),
        waiting=open_items,
        areas=area_lines(landscape, choice, left_out),
        corrections=corrections(landscape, rooms),
        funders=funder_lines(landscape, choice, memory),
        not_suggested=left_out,
        duplicates=tuple(r for r in duplicates.to_records() if r["decision"] != "distinct"),
        overlaps=tuple(o.to_record() for o in overlaps if _is_here(dataset, o)),
        gaps=tuple(gaps(landscape).to_records()),
        density=tuple(density_report(landscape, by=("kind", "area", "theme")).to_records()),
        problems=dataset.problems,
        sources=dataset.sources,
        method=(*METHOD, *landscape.notes, *_regrouped(duplicates)),
        names=_display_names(dataset),
        network=_picture(landscape),
        why_short=_why_short(choice, config),
        lacking=lacking(landscape),
    )


def _more(landscape: Landscape, choice: Choice, memory: Memory) -> tuple[Card, ...]:
    """Return what is not on the list: first what had no room, then the rest, rule by rule."""
    cards: list[Card] = []
    for rules in (("cap", "asks"), ("shown", "decided"), ("floor",)):
        held = strongest_first(h.suggestion for h in choice.held if h.rule in rules)
        cards += [card(landscape, s, changed=changed_since(s, memory)) for s in held]
    return tuple(cards)


def _why_short(choice: Choice, config: MonthConfig) -> str:
    if len(choice.listed) >= config.cap:
        return ""
    rules = Counter(_HELD_FOR.get(h.rule, h.rule) for h in choice.held)
    told = [f"{rules[rule]} {what}" for rule, what in _WHY_HELD.items() if rules[rule]]
    if not choice.listed:
        return f"Of what was found, {_joined(told)}." if told else "No two records fit each other."
    why = f"of the other suggestions {_joined(told)}" if told else "nothing else was found"
    return f"The list could hold {config.cap}: {why}."


def _joined(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _display_names(dataset: Dataset) -> dict[str, str]:
    named: Iterable[tuple[str, str]] = chain(
        ((o.id, o.name) for o in dataset.organisations),
        ((s.id, _with_owner(dataset, s)) for s in dataset.services),
        ((f.id, _with_owner(dataset, f)) for f in dataset.facilities),
        ((a.id, a.name) for a in dataset.areas),
    )
    return dict(named)


def _is_here(dataset: Dataset, overlap: Overlap) -> bool:
    """Whether one of the two is not known to work outside the partnership's areas."""
    sides = (dataset.service(overlap.left_id), dataset.service(overlap.right_id))
    return any(s.areas or point_of(s) is None for s in sides)


def _with_owner(dataset: Dataset, record: Service | Facility) -> str:
    owner = dataset.organisation(record.organisation_id).name
    return record.name if owner.casefold() in record.name.casefold() else f"{record.name} ({owner})"


def _picture(landscape: Landscape) -> NetworkPicture:
    kinds = {o.id: o.kind for o in landscape.dataset.organisations}
    counts: dict[str, int] = {}
    for kind in kinds.values():
        counts[kind] = counts.get(kind, 0) + 1
    ties: dict[tuple[str, str], int] = {}
    alone = 0
    for one in landscape.ids:
        partners = landscape.network.partners_of(one, when="any")
        alone += not partners
        for other in partners:
            if one < other:
                left, right = sorted((kinds[one], kinds[other]))
                ties[left, right] = ties.get((left, right), 0) + 1
    return NetworkPicture(
        dict(sorted(counts.items())),
        tuple((left, right, n) for (left, right), n in sorted(ties.items())),
        alone,
    )
