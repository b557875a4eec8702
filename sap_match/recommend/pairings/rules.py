"""Which offer may meet which need: hard rules, each a function with a reason in words.

A rule looks at one `Meeting` and returns None, or why the two may not be paired. What is
unknown never removes a pair, except a required check; it is returned by `unknowns`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from sap_match.recommend.pairings.listing import (
    Listing,
    Meeting,
    ages_told,
    check_name,
    check_words,
    held_checks,
)
from sap_match.recommend.quoting import stems_of
from sap_match.recommend.wording import day_of, distance, listing
from sap_match.similarity.words import stem
from sap_match.windows import describe

Rule = Callable[[Meeting], "str | None"]

SHORTEST = {"goods": 30}
"""Minutes that two timetables must share, by kind; an hour where nothing is said here."""

#: Words of an exclusion that touch a protected characteristic (Equality Act 2010, section 4).
PROTECTED = frozenset(
    stem(w)
    for w in (
        *("faith", "religion", "religious", "church", "mosque", "islam", "muslim", "jewish"),
        *("christian", "women", "men", "gay", "lesbian", "lgbt", "trans", "transgender", "race"),
        *("racial", "ethnic", "disability", "disabled", "age", "older", "young", "pregnancy"),
        *("maternity", "refugees", "asylum", "migrants", "gypsy", "traveller"),
    )
)
_ANY_GROUP = frozenset(
    {"group", "organisation", "charity", "body", "cause", "project", "association", "activity"}
)
_FAITH = frozenset({"faith", "church", "chapel", "mosque", "synagogue", "gurdwara", "temple"})


def kept_apart(m: Meeting) -> str | None:
    """Say why the two organisations, or this very pair, must not be brought together."""
    return m.kept_apart or None


def ended(m: Meeting) -> str | None:
    """Say that one side is over at the date."""
    for side in (m.giver, m.host):
        last = side.record.ends_on
        if last is not None and last < m.as_of:
            return f"what {side.name} listed ended on {day_of(last)}"
    return None


def nothing_left(m: Meeting) -> str | None:
    """Say that earlier agreements have used up one side."""
    for side in (m.giver, m.host):
        if side.left <= 0:
            return f"nothing is left of what {side.name} listed"
    return None


def units_unlike(m: Meeting) -> str | None:
    """Say that the two count in different things."""
    given, asked = m.giver.unit, m.host.unit
    if given is None or asked is None or given == asked:
        return None
    return f"{m.giver.name} counts in {given}, {m.host.name} in {asked}"


def cause_excluded(m: Meeting) -> str | None:
    """Say that the offer excludes what the host or the need stands for: for the officer."""
    for exclusion in m.offer.exclusions:
        found = excluded_by(exclusion, m)
        if found:
            officer = (
                "the officer should look at it, as it may touch a protected characteristic"
                if stems_of(exclusion) & PROTECTED
                else "the officer should know"
            )
            return f"{m.giver.name} excludes {exclusion}, and {m.host.name} is {found}; {officer}"
    return None


def excluded_by(exclusion: str, m: Meeting) -> str | None:
    """Return by what the host falls under an exclusion ("listed under faith"), or None."""
    wanted = stems_of(exclusion) - _ANY_GROUP
    labels = [*m.host.owner.themes, *m.need.causes]
    for label in labels:
        if wanted and wanted <= stems_of(label):
            return f"listed under {label}"
    form = (m.host.owner.organisation.legal_form or "").casefold()
    if wanted & _FAITH and stems_of(form) & _FAITH:
        return f"a {form}"
    if "photograph" in wanted and m.host.owner.closed:
        return "a place that is never told"
    return None


def checks_missing(m: Meeting) -> str | None:
    """Say which required check is not held, or runs out before the first day."""
    missing = missing_checks(m)
    if not missing:
        return None
    held = held_checks(m.offer.checks)
    over = [
        f"{check_words([n])} ran out on {day_of(until)}"
        for n in missing
        if (until := held.get(n)) is not None and until > date.min
    ]
    has = check_words([n for n in held if n not in missing]) or "none"
    ran_out = f" ({listing(over)})" if over else ""
    return f"{m.host.name} requires {check_words(missing)}; {m.giver.name} lists {has}{ran_out}"


def missing_checks(m: Meeting) -> list[str]:
    """Return the required checks that are not held on the first day."""
    held = held_checks(m.offer.checks)
    return [
        name
        for name in dict.fromkeys(map(check_name, m.need.checks_required))
        if name not in held or ((until := held[name]) is not None and until < m.first)
    ]


def skills_missing(m: Meeting) -> str | None:
    """Say that none of the required skills is offered."""
    if not m.need.skills_required or m.required:
        return None
    has = listing(list(m.offer.skills)[:3]) or "no skill"
    return (
        f"{m.host.name} requires {listing(m.need.skills_required)}, and {m.giver.name} lists {has}"
    )


def too_young(m: Meeting) -> str | None:
    """Say that those who come are younger than the need's minimum age."""
    told = ages_told(m.offer.description)
    if told is None or m.need.minimum_age is None or told[0] >= m.need.minimum_age:
        return None
    return (
        f"{m.host.name} takes people from {m.need.minimum_age:g}, and those from {m.giver.name} "
        f"are {told[0]}"
    )


def too_far(m: Meeting) -> str | None:
    """Say how far the need lies beyond the distance that the offer will go."""
    limit = m.offer.max_distance_km
    if limit is None or m.km is None or m.km <= limit or m.remote or maybe_remote(m):
        return None
    return f"{m.host.name} is {distance(m.km)} from {m.giver.name}, which goes {limit:g} km"


def maybe_remote(m: Meeting) -> bool:
    """Whether the offer can be done from afar and the need does not say."""
    return bool(m.offer.remote) and m.need.remote is None


def dates_apart(m: Meeting) -> str | None:
    """Say that the dates do not meet, or leave less time than the notice asked for."""
    if m.last is None or m.first <= m.last:
        return None
    if m.as_of <= m.last < m.as_of + timedelta(days=m.notice):
        return f"{m.notice} days' notice is asked for, and the last day is {day_of(m.last)}"
    return f"{m.giver.name} can {period(m.giver, m.as_of)}, {m.host.name} {period(m.host, m.as_of)}"


def period(side: Listing, as_of: date) -> str:
    """Return from when to when a listing stands, in words."""
    first, last = max(side.record.starts_on or as_of, as_of), side.record.ends_on
    if first == last:
        return f"on {day_of(first)} only"
    if last is None:
        return f"from {day_of(first)}"
    return f"until {day_of(last)}" if first == as_of else f"{day_of(first)} to {day_of(last)}"


def times_apart(m: Meeting) -> str | None:
    """Say that the two timetables share no stretch that is long enough."""
    giver, host = m.giver.schedule, m.host.schedule
    if giver is None or host is None or m.longest is None or dates_apart(m):
        return None
    if m.longest >= SHORTEST.get(m.need.kind, 60):
        return None
    return (
        f"{m.giver.name} can on {describe(giver, most=3)}, "
        f"{m.host.name} on {describe(host, most=3)}"
    )


def team_unfit(m: Meeting) -> str | None:
    """Say that no size of team suits both sides."""
    if m.team is None or m.team[0] <= m.team[1]:
        return None
    least, most = m.team
    if m.need.team_min is not None and least == m.need.team_min:
        return (
            f"{m.host.name} asks for at least {least:g} at a time, and {m.giver.name} has {most:g}"
        )
    return f"{m.giver.name} comes as {least:g} or more, and {m.host.name} has use for {most:g}"


RULES: tuple[tuple[str, Rule], ...] = (
    ("kept apart", kept_apart),
    ("ended", ended),
    ("quantity", nothing_left),
    ("unit", units_unlike),
    ("exclusion", cause_excluded),
    ("check", checks_missing),
    ("skills", skills_missing),
    ("age", too_young),
    ("distance", too_far),
    ("dates", dates_apart),
    ("times", times_apart),
    ("team", team_unfit),
)
"""Every rule by its name, in the order in which they are told."""

DIFFERENT = "nothing in common"
"""The rule that keeps apart what is offered and what is asked for when they differ."""


def broken(m: Meeting) -> list[tuple[str, str]]:
    """Return (rule, reason) of every rule that the meeting breaks."""
    return [(name, why) for name, rule in RULES if (why := rule(m)) is not None]


# -- what must be asked -------------------------------------------------------------------


def unknowns(m: Meeting) -> tuple[str, ...]:
    """Return what must be asked because neither record says it."""
    return (*_place_to_ask(m), *_times_to_ask(m), *_people_to_ask(m), *_rest_to_ask(m))


def _place_to_ask(m: Meeting) -> Iterator[str]:
    limit = m.offer.max_distance_km
    if m.remote:
        return
    if m.km is not None and limit is not None and m.km > limit:
        yield f"that {m.host.name} would take it from afar"
    elif m.host.owner.closed:
        yield f"a handover point that {m.host.name} names; its own place is never told"
    elif m.km is None and limit is not None:
        yield f"where {m.host.name} is: {m.giver.name} goes {limit:g} km"


def _times_to_ask(m: Meeting) -> Iterator[str]:
    sides = (m.giver, m.host)
    unsaid = [side for side in sides if side.schedule is None]
    if len(unsaid) == 1:
        yield f"which days suit {unsaid[0].name}"
    elif unsaid and m.need.kind in ("volunteering", "space"):
        yield "which days suit both"
    for side in sides:
        if side.schedule is not None and side.schedule.needs_start:
            yield f"in which weeks {side.name} means"


def _people_to_ask(m: Meeting) -> Iterator[str]:
    if m.need.minimum_age is not None and ages_told(m.offer.description) is None:
        yield f"that everybody from {m.giver.name} is at least {m.need.minimum_age:g}"
    covered = {skill for skill, _ in m.required}
    for skill in m.need.skills_required:
        if skill not in covered:
            yield f"{skill}, which {m.host.name} requires and {m.giver.name} does not list"
    if m.need.kind == "volunteering" and m.offer.insured is None and not m.remote:
        yield f"that the people from {m.giver.name} are insured"


def _rest_to_ask(m: Meeting) -> Iterator[str]:
    for side in (m.giver, m.host):
        if not side.known:
            yield f"how much {side.name} {'has' if side is m.giver else 'wants'}"
    if (m.giver.unit is None) != (m.host.unit is None):
        yield f"that both count in {m.unit}"
    for exclusion in m.offer.exclusions:
        if not stems_of(exclusion) & PROTECTED or not m.host.owner.themes:
            yield f"that {m.host.name} has no part in “{exclusion}”, which {m.giver.name} excludes"
    for side in (m.giver, m.host):
        if side.owner.organisation.suggest == "ask":
            yield f"that {side.name} wants to be suggested"
