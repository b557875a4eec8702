"""Which offer may meet which need: hard rules, each a function with a reason in words.

A rule looks at one `Meeting` and returns None, or why the two may not be paired. What is
unknown never removes a pair, except a required check; `questions.unknowns` tells it.
Each rule's docstring ends with what it reads, so that it can be done on columns too:
`first` and `last` are the meeting's (from lead_days, starts_on, ends_on and as_of).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sap_match.recommend.pairings.checks.cells import Required, held, required
from sap_match.recommend.pairings.checks.gate import NEVER, cover, lacking
from sap_match.recommend.pairings.dating import later, shortest
from sap_match.recommend.pairings.listing import (
    Listing,
    Meeting,
    ages_told,
    check_words,
)
from sap_match.recommend.pairings.protected import RELIGION, same_religion, touches
from sap_match.recommend.quoting import stems_of
from sap_match.recommend.wording import day_of, distance, listing, money
from sap_match.windows import describe

Rule = Callable[[Meeting], "str | None"]

_ANY_GROUP = frozenset(
    {"group", "organisation", "charity", "body", "cause", "project", "association", "activity"}
)


def kept_apart(m: Meeting) -> str | None:
    """Say why the two organisations, or this very pair, must not be brought together.

    Reads exclusions, agreements, bans, and both owners.
    """
    return m.kept_apart or None


def contradictory(m: Meeting) -> str | None:
    """Say what contradicts itself in one of the two records.

    Reads of each side alone: quantity, unit, team_min, team_max, starts_on, ends_on
    (`Listing.faults`).
    """
    for side in (m.giver, m.host):
        if side.faults:
            return f"what {side.name} listed {listing(side.faults)}: ask {side.name} what is meant"
    return None


def ended(m: Meeting) -> str | None:
    """Say that one side is over at the date. Reads ends_on of both."""
    for side in (m.giver, m.host):
        last = side.record.ends_on
        if last is not None and last < m.as_of:
            return f"what {side.name} listed ended on {day_of(last)}"
    return None


def nothing_left(m: Meeting) -> str | None:
    """Say that earlier agreements have used up one side. Reads what is left of both."""
    for side in (m.giver, m.host):
        if side.left <= 0:
            return f"nothing is left of what {side.name} listed"
    return None


def units_unlike(m: Meeting) -> str | None:
    """Say that the two count in different things. Reads unit of both."""
    given, asked = m.giver.unit, m.host.unit
    if given is None or asked is None or given == asked:
        return None
    return f"{m.giver.name} counts in {given}, {m.host.name} in {asked}"


def for_the_officer(m: Meeting) -> str | None:
    """Say that an exclusion of the offer that touches a protected characteristic meets the host.

    Neither planned nor dropped unseen: the officer decides. Reads exclusions of the offer,
    causes of the need, themes and legal form of its owner.
    """
    for exclusion in m.offer.exclusions:
        what = touches(exclusion)
        found = excluded_by(exclusion, m) if what else None
        if found:
            return (
                f"{m.giver.name} excludes {exclusion}, and {m.host.name} is {found}: that touches "
                f"{listing(what)}, a protected characteristic: the officer decides, not the plan"
            )
    return None


def cause_excluded(m: Meeting) -> str | None:
    """Say that the offer excludes what the host or the need stands for.

    Reads exclusions of the offer, causes of the need, themes and legal form of its owner,
    and whether the owner's place is confidential.
    """
    for exclusion in m.offer.exclusions:
        found = None if touches(exclusion) else excluded_by(exclusion, m)
        if found:
            return f"{m.giver.name} excludes {exclusion}, and {m.host.name} is {found}"
    return None


def excluded_by(exclusion: str, m: Meeting) -> str | None:
    """Return by what the host falls under an exclusion ("listed under faith"), or None."""
    wanted = stems_of(exclusion) - _ANY_GROUP
    labels = [*m.host.owner.themes, *m.need.causes]
    for label in labels:
        if (wanted and wanted <= stems_of(label)) or same_religion(exclusion, label):
            return f"listed under {label}"
    form = (m.host.owner.organisation.legal_form or "").casefold()
    if (wanted & RELIGION and wanted & stems_of(form)) or same_religion(exclusion, form):
        return f"a {form}"
    if "photograph" in wanted and m.host.owner.closed:
        return "a place that is never told"
    return None


def checks_missing(m: Meeting) -> str | None:
    """Say which required check is not held on the first day, and cannot be run in time.

    Reads checks of the offer, checks_required of the need, the nations of its owner, as_of,
    first and last: `m.cover.passes(first, last)`.
    """
    missing = _lacking(m)
    if not missing:
        return None
    names = [asked.name for asked, _ in missing]
    lists = [one.name for one in map(held, m.offer.checks) if not one.fault]
    has = check_words([n for n in dict.fromkeys(lists) if n not in names]) or "none"
    why = list(dict.fromkeys(why for _, why in missing if why))
    told = f" ({listing(why)})" if why else ""
    return f"{m.host.name} requires {check_words(names)}; {m.giver.name} lists {has}{told}"


def _lacking(m: Meeting) -> list[tuple[Required, str]]:
    if not m.need.checks_required:
        return []
    if m.cover.passes(m.first.toordinal(), (m.last or date.max).toordinal()):
        return []
    return lacking(m.offer.checks, m.need.checks_required, m.host.nations, m.as_of, m.first, m.last)


def missing_checks(m: Meeting) -> list[str]:
    """Return the required checks that are not held on the first day."""
    return list(dict.fromkeys(asked.name for asked, _ in _lacking(m)))


def check_that_ends(m: Meeting, last: date) -> str:
    """Say which required check is held now and counts no more before ``last``; "" for none."""
    for cell in m.need.checks_required:
        asked = required(cell)
        one = cover(m.offer.checks, (cell,), m.host.nations, m.as_of)
        if NEVER < one.clean < last.toordinal():
            name, day = check_words([asked.name]), day_of(date.fromordinal(one.clean))
            if asked.months is None:
                return f"What {m.giver.name} lists as {name} ends on {day}."
            rule = f"{m.host.name} takes none older than {asked.months} months"
            return f"What {m.giver.name} lists as {name} counts until {day}: {rule}."
    return ""


def skills_missing(m: Meeting) -> str | None:
    """Say that none of the required skills is offered. Reads skills_required and `m.required`."""
    if not m.need.skills_required or m.required:
        return None
    has = listing(list(m.offer.skills)[:3]) or "no skill"
    return (
        f"{m.host.name} requires {listing(m.need.skills_required)}, and {m.giver.name} lists {has}"
    )


def too_young(m: Meeting) -> str | None:
    """Say that those who come are younger than the need's minimum age.

    Reads minimum_age of the need and the ages in the offer's description.
    """
    told = ages_told(m.offer.description)
    if told is None or m.need.minimum_age is None or told[0] >= m.need.minimum_age:
        return None
    return (
        f"{m.host.name} takes people from {m.need.minimum_age:g}, and those from {m.giver.name} "
        f"are {told[0]}"
    )


def too_far(m: Meeting) -> str | None:
    """Say how far the need lies beyond the distance that the offer will go.

    Reads max_distance_km and remote of the offer, remote of the need, and `m.km`.
    """
    limit = m.offer.max_distance_km
    if limit is None or m.km is None or m.km <= limit or m.remote or maybe_remote(m):
        return None
    return f"{m.host.name} is {distance(m.km)} from {m.giver.name}, which goes {limit:g} km"


def maybe_remote(m: Meeting) -> bool:
    """Whether the offer can be done from afar and the need does not say."""
    return bool(m.offer.remote) and m.need.remote is None


def dates_apart(m: Meeting) -> str | None:
    """Say that the dates do not meet, or leave less time than the notice asked for.

    Reads first and last.
    """
    if m.last is None or m.first <= m.last:
        return None
    if m.as_of <= m.last < later(m.as_of, m.notice):
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
    """Say that the two timetables share no stretch that is long enough.

    Reads windows of both, kind, first and last; the dates themselves only where the period
    is shorter than a week or a timetable has rules.
    """
    giver, host = m.giver.schedule, m.host.schedule
    if giver is None or host is None or m.longest is None or dates_apart(m):
        return None
    if m.longest >= shortest(m.need.kind):
        return None
    return (
        f"{m.giver.name} can on {describe(giver, most=3)}, "
        f"{m.host.name} on {describe(host, most=3)}"
    )


def team_unfit(m: Meeting) -> str | None:
    """Say that no size of team suits both sides: a host holds no more than its largest team.

    Reads team_min, team_max, unit and what is left of both, kind, and `m.most`.
    """
    if m.team is None or m.team[0] <= m.team[1]:
        return None
    least, most = m.team
    if most == m.cover.people and m.willing:
        return (
            f"{least:g} come at a time, and {most:g} from {m.giver.name} are willing to be checked"
        )
    if m.need.team_min is not None and least == m.need.team_min:
        return (
            f"{m.host.name} asks for at least {least:g} at a time, and {m.giver.name} has {most:g}"
        )
    return f"{m.giver.name} comes as {least:g} or more, and {m.host.name} has use for {most:g}"


def cost_uncovered(m: Meeting) -> str | None:
    """Say that a team's day would cost the host more than the offer brings with it.

    Only where both say so and a team is meant; an unsaid budget is a question. Reads
    host_cost of the need, budget of the offer, and what `Meeting.team` reads.
    """
    cost, budget = m.need.host_cost, m.offer.budget
    if m.team is None or not cost or budget is None or budget >= cost:
        return None
    brings = money(budget) if budget else "no money"
    return (
        f"it costs {m.host.name} {money(cost)} to take a team, and {m.giver.name} brings {brings}"
    )


RULES: tuple[tuple[str, Rule], ...] = (
    ("kept apart", kept_apart),
    ("ended", ended),
    ("quantity", nothing_left),
    ("fault", contradictory),
    ("unit", units_unlike),
    ("for the officer", for_the_officer),
    ("exclusion", cause_excluded),
    ("check", checks_missing),
    ("skills", skills_missing),
    ("age", too_young),
    ("distance", too_far),
    ("dates", dates_apart),
    ("times", times_apart),
    ("team", team_unfit),
    ("cost", cost_uncovered),
)
"""Every rule by its name, in the order in which they are told."""

DIFFERENT = "nothing in common"
"""The rule that keeps apart what is offered and what is asked for when they differ."""


def broken(m: Meeting) -> list[tuple[str, str]]:
    """Return (rule, reason) of every rule that the meeting breaks."""
    return [(name, why) for name, rule in RULES if (why := rule(m)) is not None]
