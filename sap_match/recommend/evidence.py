"""Facts about two records, put into words that an officer can repeat on the phone.

A reason holds what is true of these two and would be false of the next candidate:
the words both use (quoted), a need that the other's service meets, a partner both
have worked with, the distance between their places. A common funder, landlord or
large forum is no reason and is never looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sap_match.model import Brief, Collaboration
from sap_match.recommend.brief_past import like_work, seated_by, worked_with_seated
from sap_match.recommend.complement_words import Complement, complement_of
from sap_match.recommend.exchange import Exchange, exchange_between
from sap_match.recommend.here import known_here, place_name
from sap_match.recommend.pair_past import (
    behind,
    common_partner_words,
    is_of_joint,
    joint_of,
    known_to_both,
    last_said,
    programme_known,
    programmes_of_both,
    said_in,
)
from sap_match.recommend.pair_place import FAR_KM, near_brief, place_words, shared_areas
from sap_match.recommend.pair_words import first_step, opening, telling
from sap_match.recommend.quoting import label
from sap_match.recommend.shared import first_words, prose, quote, shared_words
from sap_match.recommend.trade import one_trade
from sap_match.recommend.wording import (
    distance,
    listing,
    money,
    month_of,
    sentence,
    shortened,
)
from sap_match.similarity.text import clean

if TYPE_CHECKING:
    from sap_match.landscape import Landscape, Profile
    from sap_match.recommend.signals import Evidence

RECENT = timedelta(days=183)
STALE = timedelta(days=3 * 365)
RIVALS = 0.72
#: Shared terms that tell less than this together are no beginning of a reason.
LOOSE = 0.4
TINY_INCOME = 10_000
CLAUSES = 3
"""A reason has no more clauses than these, the strongest first."""


def title_of(brief: Brief) -> str:
    """Return what a brief is called: its title, else the beginning of its description.

    Examples
    --------
    >>> title_of(Brief(id="b", description="Lunch on Mondays. Ring Jane Smith on 01632 960123."))
    'Lunch on Mondays'
    """
    return label(brief.title or "") or shortened(clean(brief.description), 60).rstrip(".")


def explain_partner(
    landscape: Landscape, subject_id: str, other_id: str, evidence: Evidence, i: int
) -> dict[str, Any]:
    """Return the words of one suggestion: reason, counter-reason, first step and so on."""
    subject, other = landscape.profile(subject_id), landscape.profile(other_id)
    found = exchange_between(landscape, subject_id, other_id)
    shared = shared_words(landscape, subject.text, other.text, ignore=(subject.name, other.name))
    km = evidence.km_to(i)
    known = known_to_both(landscape, subject_id, other_id)
    completes = None if found else complement_of(landscape, subject, other)
    opened = _exchange_words(landscape, found) if found else ""
    opened = opened or _opened(landscape, subject, other, shared, completes)
    past = behind(landscape, subject_id, other_id)
    begins = [sentence(past.words())] if past else []
    if opened or not begins:
        begins.append(opened or _no_more_than_ranked(landscape, subject, other))
    reason = _woven(
        *begins,
        completes.clause if completes and opened != _begun(completes.clause) else "",
        common_partner_words(known),
        programmes_of_both(landscape, subject_id, other_id),
        place_words(landscape, subject, other, km),
    )
    return {
        "asked": (subject_id, other_id),
        "reason": reason,
        "counter_reason": _counter(
            landscape,
            subject,
            other,
            shared,
            landscape.organisation_index.similarity(subject_id, other_id),
            km,
            tied=bool(found or completes or known or past),
        ),
        "first_step": first_step(landscape, subject, other, found, shared, known, completes, past),
        "why_now": why_now(landscape, other),
        "to_confirm": to_confirm(subject, other),
        "area_id": area_of_pair(landscape, subject, other),
        "details": {
            "shared_terms": shared,
            "km": None if km is None else round(km, 2),
            "exchange": found is not None,
            "role": other.organisation.role or "",
            **({"completes": completes.clause} if completes else {}),
            **({"action": _exchange_action(landscape, found)} if found else {}),
        },
    }


def explain_for_brief(
    landscape: Landscape, brief: Brief, other_id: str, evidence: Evidence, i: int
) -> dict[str, Any]:
    """Return the words of one candidate for a brief."""
    other = landscape.profile(other_id)
    wanted = ". ".join([brief.title or "", brief.description, *brief.capabilities])
    shared = shared_words(landscape, wanted, other.text)
    told = quote(other, shared)
    if told:
        name = f"{other.name}{said_in(landscape, other, told)}"
        main = f"The brief asks for {listing(shared)}, and {name} says {told}."
    elif first_words(other):
        main = f"{_told_of(landscape, other)}."
    else:
        main = f"Nothing that {other.name} has written meets the brief."
    seated = seated_by(landscape, brief)
    like = like_work(landscape, brief, other_id, seated, told=main)
    if like and not told and not first_words(other):
        main, like = f"{other.name} {like.removeprefix('it ')}.", ""
    km = evidence.km_to(i)
    reason = _woven(
        main,
        worked_with_seated(landscape, seated, other_id),
        like,
        common_partner_words(known_to_both(landscape, seated[0], other_id)) if seated else "",
        programme_known(landscape, other_id, brief.programme),
        near_brief(other, km),
    )
    return {
        "asked": (other_id,),
        "reason": reason,
        "counter_reason": _own_counter(landscape, other, km),
        "first_step": _ask_for_brief(brief, other, shared),
        "why_now": why_now(landscape, other),
        "to_confirm": to_confirm(other),
        "area_id": None if other.closed else next(iter(other.area_ids), None),
        "details": {
            "shared_terms": shared,
            "km": None if km is None else round(km, 2),
            "role": other.organisation.role or "",
        },
    }


def _opened(
    landscape: Landscape,
    subject: Profile,
    other: Profile,
    shared: tuple[str, ...],
    completes: Complement | None,
) -> str:
    """Return what both say, or what the one adds where what they share tells little."""
    tells = sum(telling(landscape, term) for term in shared)
    if completes and (completes.typed or tells < LOOSE):
        return _begun(completes.clause)
    joint = list(joint_of(landscape, subject.id, other.id).values())
    if any(is_of_joint(landscape, p, quote(p, shared), joint) for p in (subject, other)):
        return ""  # what both did together says the same of both
    return opening(landscape, shared, subject, other)


def _begun(clause: str) -> str:
    return f"{clause[0].upper()}{clause[1:]}."


# -- one fact, one clause -----------------------------------------------------------------


def _woven(main: str, *clauses: str) -> str:
    """Return one sentence: the telling fact, then what goes with it, `CLAUSES` in all.

    A sentence such as "They are 2 km apart." by itself could stand under any pair; woven
    into what only these two share, it cannot.
    """
    told = [_continued(c.removesuffix(".")) for c in clauses if c][: CLAUSES - 1]
    return "; ".join([main.removesuffix("."), *told]) + "." if told else main


def _continued(clause: str) -> str:
    """Return a clause as it goes on after a semicolon: names keep their capitals."""
    first, _, rest = clause.partition(" ")
    return f"{first.casefold()} {rest}" if first in ("Both", "Only", "Of") else clause


def _exchange_words(landscape: Landscape, found: Exchange) -> str:
    wanted = shortened(found.want, 110).rstrip(".")
    needing, serving = landscape.name(found.needing), landscape.name(found.serving)
    verb = "says" if found.said else "needs help"
    if found.give_name == serving:
        return f"{needing} {verb}: “{wanted}”; that is what {serving} does."
    if found.give_name:
        return f"{needing} {verb}: “{wanted}”; {serving} has {found.give_name}."
    return f"{needing} {verb}: “{wanted}”; {serving} says: “{shortened(found.give, 110)}”"


def _exchange_action(landscape: Landscape, found: Exchange) -> str:
    needing, serving = landscape.name(found.needing), landscape.name(found.serving)
    return f"Introduce {needing} to {serving}: “{shortened(found.want, 80).rstrip('.')}”."


def _no_more_than_ranked(landscape: Landscape, subject: Profile, other: Profile) -> str:
    says = [_told_of(landscape, subject), _told_of(landscape, other)]
    return f"{listing(says)}."


def _told_of(landscape: Landscape, profile: Profile) -> str:
    """Return what somebody says of itself, or was paid for, by the rule of the report."""
    if profile.described:
        if words := first_words(profile):
            source = said_in(landscape, profile, words)
            return f"{profile.name}{source} {'says' if source else 'says of itself'} {words}"
        if profile.themes:
            return f"{profile.name} works on {listing(profile.themes[:3])}"
    some = prose(profile.text, profile.themes, profile.name).strip(" .")
    return f"{profile.name} has written {'too little to go by' if some else 'nothing'}"


def _counter(
    landscape: Landscape,
    subject: Profile,
    other: Profile,
    shared: tuple[str, ...],
    likeness: float,
    km: float | None,
    *,
    tied: bool,
) -> str:
    """Return the one thing that speaks most against two, or "".

    ``tied`` says that a need, a partner or what the one adds speaks for them.
    """
    both = f"{subject.name} and {other.name}"
    if likeness >= RIVALS:
        return (
            f"They describe nearly the same work, so {both} may compete for the same money "
            "and people."
        )
    if _is_stranger(landscape, subject) and _is_stranger(landscape, other):
        names = f"{subject.name} or {other.name}"
        return f"Nothing on record says that {names} works in {place_name(landscape)}."
    if told := _own_counter(landscape, other, km):
        return told
    if one_trade(landscape, subject.id, other.id):
        return f"{both} do the same work: they may know each other well."
    if old := next(filter(None, (_old_words(landscape, p, shared) for p in (other, subject))), ""):
        return old
    return (
        "" if shared or tied else "Nothing on record is common to the two but their line of work."
    )


def _old_words(landscape: Landscape, profile: Profile, shared: tuple[str, ...]) -> str:
    """Say that what somebody is quoted with is old, where it stands nowhere else."""
    said = last_said(landscape, profile, shared)
    if said is None or landscape.as_of - said <= STALE:
        return ""
    return f"What ties {profile.name} to it is of {month_of(said)}: ask whether it still does that."


def _own_counter(landscape: Landscape, other: Profile, km: float | None) -> str:
    return next(filter(None, _against(landscape, other, km)), "")


def _against(landscape: Landscape, other: Profile, km: float | None) -> Iterator[str]:
    """Yield what speaks against somebody, the gravest first."""
    organisation, old = other.organisation, only_known_from(landscape, other)
    if km is not None and km >= FAR_KM:
        yield f"{other.name} works {distance(km)} away."
    if old is not None and landscape.as_of - old > STALE:
        last = month_of(old)
        yield f"All that is known of {other.name} is from {last}: ask whether it still runs."
    if _is_stranger(landscape, other):
        yield f"Nothing on record says that {other.name} works in {place_name(landscape)}."
    if organisation.updated_on and landscape.as_of - organisation.updated_on > STALE:
        yield f"The entry of {other.name} was last touched in {month_of(organisation.updated_on)}."
    if organisation.income is not None and organisation.income < TINY_INCOME:
        year = f"{other.name} lives on {money(organisation.income)} a year"
        yield f"{year}: it may have nobody to spare."
    if other.is_unplaced and _most_are_placed(landscape):
        yield f"Nobody has recorded where {other.name} works."


def _is_stranger(landscape: Landscape, profile: Profile) -> bool:
    """Whether nothing says that somebody works in the place, where most are placed or not."""
    if profile.id in known_here(landscape):
        return False
    return not (profile.is_unplaced and _most_are_placed(landscape))


def _most_are_placed(landscape: Landscape) -> bool:
    """Whether a place that nobody knows is something to say of one, and not of them all."""

    def make() -> bool:
        profiles = landscape.profiles.values()
        return 2 * sum(p.is_unplaced for p in profiles) < len(profiles)

    return landscape.part("most are placed", make)


def only_known_from(landscape: Landscape, profile: Profile) -> date | None:
    """Return the date of the last collaboration, where nothing else is written about it."""
    if profile.organisation.description or landscape.dataset.services_of(profile.id):
        return None
    dates = [c.starts_on for c in landscape.dataset.collaborations_of(profile.id) if c.starts_on]
    return max(dates, default=None)


def _ask_for_brief(brief: Brief, other: Profile, shared: tuple[str, ...]) -> str:
    about = listing(shared[:2]) or label(brief.title or "") or "this work"
    return f"Ask {other.name} whether it would take on {about}, and with how many hours a week."


def why_now(landscape: Landscape, profile: Profile) -> str:
    """Return what makes this month a good one to ask, or "".

    A grant or project that began within the last half year, with its date.
    """
    recent: list[Collaboration] = [
        c
        for c in landscape.dataset.collaborations_of(profile.id)
        if c.starts_on and landscape.as_of - RECENT <= c.starts_on <= landscape.as_of and c.title
    ]
    if not recent:
        return ""
    last = max(recent, key=lambda c: (c.starts_on, c.id))
    began = month_of(last.starts_on) if last.starts_on else ""
    if last.kind == "funding":
        worth = f" {money(last.value)}" if last.value else " a grant"
        purpose = shortened(clean(last.description or last.title or ""), 90).rstrip(".")
        return f"{profile.name} was given{worth} in {began} for “{purpose}”."
    title = label(last.title or "") or "a project"
    return sentence(f"{profile.name} began {title} in {began}")


def to_confirm(*profiles: Profile) -> tuple[str, ...]:
    """Return what must be asked because no record says it."""
    unknown = []
    for profile in profiles:
        if profile.is_unplaced:
            unknown.append(f"where {profile.name} works")
        if profile.organisation.suggest == "ask":
            unknown.append(f"that {profile.name} wants to be suggested")
    return tuple(unknown)


def area_of_pair(landscape: Landscape, subject: Profile, other: Profile) -> str | None:
    """Return the smallest area that both work in, else the subject's first, else None.

    None where a side's place is confidential: an area's digest is no place for it.
    """
    if subject.closed or other.closed:
        return None
    shared = shared_areas(landscape, subject, other)
    if shared:
        return shared[0].id
    local = [a for a in subject.area_ids if landscape.dataset.area(a).kind != "borough"]
    return local[0] if local else next(iter(subject.area_ids), None)
