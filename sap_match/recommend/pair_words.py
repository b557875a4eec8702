"""How a reason for two begins, and the first question to ask: each by what these two are.

No form is taken for the sake of variety. Which one stands depends on facts of the pair:
how few speak of a thing, for which ages and on which days their services run, who knows
both, who is the larger, how near they are. The first fact that holds is told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sap_match.errors import DataError
from sap_match.model import Service
from sap_match.recommend.complement_words import Complement
from sap_match.recommend.exchange import Exchange
from sap_match.recommend.pair_past import Behind, said_in
from sap_match.recommend.parts.complement import rarity
from sap_match.recommend.quoting import label
from sap_match.recommend.shared import is_subject, quote, says, stems_of
from sap_match.recommend.wording import listing
from sap_match.similarity.text import clean, mask, sentences
from sap_match.windows import parse

if TYPE_CHECKING:
    from sap_match.landscape import Landscape, Profile

LACKS = re.compile(
    r"\b(?:(?:we|it|they|club|group) (?:(?:still|also|now|badly|urgently) )?"
    r"(?:(?:needs?|wants?|lacks?) (?:an?|some|more|another|somebody|someone|people|help"
    r"|volunteers)\b|(?:is|are) (?:\w+ )?(?:looking|asking) for\b)"
    r"|(?:has|have|had) no\b(?! way)|short of\b|if (?:it|they|we) (?:had|could find|found)\b"
    r"|until (?:we|somebody|it) (?:finds?|lends? us)\b)"
    r"|(?:^|[;:,–-] )(?:looking for|wanted|needed|we lack)\b:?",
    re.IGNORECASE,
)
"""What begins to say a lack of the writer's own; what is lacking follows it closely."""
_CLOSELY = 45
FEW = 5
"""So many organisations at most are few that speak of a thing."""
ENOUGH_TO_COUNT = 30
"""Of fewer organisations than these, being one of few says nothing."""
OLDEST_YOUNG = 25
"""Up to this age people grow out of a service and look for the next."""
LARGER = 5.0
"""So many times the other's income makes one the larger of two."""
_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def opening(landscape: Landscape, shared: tuple[str, ...], subject: Profile, other: Profile) -> str:
    """Return what both say of the terms that they share, or "" where there are none."""
    if not shared:
        return ""
    mine = quote(subject, shared, avoid=(other.name,))
    theirs = quote(other, shared, avoid=(subject.name,))
    if not (mine and theirs):
        return f"Both speak of {listing(shared)}."
    left = f"{subject.name}{said_in(landscape, subject, mine)}"
    right = f"{other.name}{said_in(landscape, other, theirs)}"
    shown = [t for t in shared if says(mine, t) and says(theirs, t)]
    if not shown:
        return f"{left} says {mine}; {right} says {theirs}."
    lacks = is_lack(subject, mine, shown), is_lack(other, theirs, shown)
    sides = (left, mine), (right, theirs)
    if lacks[0] != lacks[1]:
        return _needed(listing(shown), *(sides if lacks[0] else sides[::-1]))
    return _likeness(landscape, shown, *sides, both_lack=all(lacks))


def _likeness(
    landscape: Landscape,
    shown: Sequence[str],
    left: tuple[str, str],
    right: tuple[str, str],
    *,
    both_lack: bool,
) -> str:
    """Say that two, each with its phrase, speak of the same; or that both look for it."""
    told = f"{', '.join(left)}; {', '.join(right)}"
    if both_lack:
        return f"Both look for {listing(shown)}: {told}."
    if few := _of_few(landscape, shown):
        return f"{few}: {told}."
    if len(shown) == 1:
        return f"{left[0]} speaks of {shown[0]} ({left[1]}), and so does {right[0]} ({right[1]})."
    return f"Both speak of {listing(shown)}: {told}."


def _needed(what: str, needing: tuple[str, str], having: tuple[str, str]) -> str:
    """Say that one lacks what the other speaks of: a need is no likeness, and a word no offer."""
    return (
        f"{needing[0]} has a need ({needing[1]}), and {having[0]} speaks of {what} ({having[1]})."
    )


def is_lack(profile: Profile, phrase: str, terms: Sequence[str]) -> bool:
    """Whether a phrase quoted from an organisation says that it lacks one of some terms.

    The term follows what says the lack, in the same clause: a church that wants a driver
    lacks no church.
    """
    core = phrase.strip("“”… ").rstrip(".").casefold()
    for told in sentences(mask(clean(profile.text))):
        if core not in told.casefold():
            continue
        for cue in LACKS.finditer(told):
            after = re.split(r"[,;:.]", told[cue.end() : cue.end() + _CLOSELY])[0]
            if any(says(after, term) for term in terms):
                return True
    return False


def _of_few(landscape: Landscape, shown: Sequence[str]) -> str:
    """Say of how few organisations the two are, where they are of few, else "".

    Only of terms of several words: a single rare word is often a chance.
    """
    n = len(landscape.ids)
    speak = {t: speakers(landscape, t) for t in shown if len(t.replace("-", " ").split()) > 1}
    if n < ENOUGH_TO_COUNT or not speak:
        return ""
    rarest = min(speak, key=lambda t: (speak[t], shown.index(t)))
    if speak[rarest] <= 2:
        alone = listing([t for t in speak if speak[t] <= 2], "or")
        return f"Of {n:,} organisations these two alone speak of {alone}"
    if speak[rarest] <= FEW:
        return f"Only {speak[rarest]} of {n:,} organisations speak of {rarest}"
    return ""


def speakers(landscape: Landscape, term: str) -> int:
    """Return how many organisations use every word of a term, in any of its forms."""
    holders = landscape.part("who uses a stem", lambda: _holders(landscape))
    found = [holders.get(stem, frozenset()) for stem in sorted(stems_of(term))]
    return len(frozenset.intersection(*found)) if found else 0


def telling(landscape: Landscape, term: str) -> float:
    """Return from 0 to 1 how much it tells that two use a term.

    Its rarity among the organisations that have written anything (whole where these are
    fewer than `ENOUGH_TO_COUNT`); half of it for a single word that is the name of no
    subject, which two may share by chance.
    """
    n = landscape.part("how many wrote", lambda: sum(map(_wrote, landscape.profiles.values())))
    often = np.array([min(n, speakers(landscape, term))], dtype=float)
    rare = float(rarity(often, n)[0]) if n >= ENOUGH_TO_COUNT else 1.0
    chance = len(term.replace("-", " ").split()) == 1 and not is_subject(term)
    return rare * (0.5 if chance else 1.0)


def _wrote(profile: Profile) -> bool:
    return profile.described


def _holders(landscape: Landscape) -> dict[str, frozenset[int]]:
    rows: dict[str, set[int]] = defaultdict(set)
    for i, one in enumerate(landscape.ids):
        for stem in stems_of(landscape.profile(one).text):
            rows[stem].add(i)
    return {stem: frozenset(found) for stem, found in rows.items()}


def first_step(
    landscape: Landscape,
    subject: Profile,
    other: Profile,
    found: Exchange | None,
    shared: tuple[str, ...],
    known_to_both: Sequence[str] = (),
    completes: Complement | None = None,
    past: Behind | None = None,
) -> str:
    """Return the first question to ask, and whom.

    Parameters
    ----------
    found : Exchange, optional
        What one needs and the other has: it comes before all else.
    shared : tuple of str
        Terms that both use.
    known_to_both : sequence of str
        Names of organisations that both have worked with.
    completes : Complement, optional
        What the one brings that the other lacks.
    past : Behind, optional
        What the two do together, or did: who know each other need nobody between them.
    """
    if past and past.ended:
        return _about_the_past(subject, other, past)
    if found:
        return _about_the_need(landscape, found)
    mine = service_about(landscape, subject, shared)
    theirs = service_about(landscape, other, shared)
    asks = (
        completes.ask if completes and completes.typed else "",
        _about_support(subject, other, shared),
        _about_services(subject, mine, other, theirs) if mine and theirs else "",
        "" if past else _about_acquaintance(subject, other, known_to_both),
        completes.ask if completes else "",
        f"Ask {subject.name} whom it would send to {label(theirs.name)}." if theirs else "",
        f"Ask {other.name} whom it would send to {label(mine.name)}." if mine else "",
    )
    return next(filter(None, asks), "") or _about_words(subject, other, shared)


def _about_the_past(subject: Profile, other: Profile, past: Behind) -> str:
    did = past.words().removeprefix("they ").replace(" together", f" with {subject.name}", 1)
    return f"Ring {other.name}, which {did}, and ask whether they would take it up again."


def _about_acquaintance(subject: Profile, other: Profile, known: Sequence[str]) -> str:
    if not known:
        return ""
    return (
        f"Ask {known[0]}, who has worked with both, what {subject.name} and "
        f"{other.name} could do for each other."
    )


def _about_the_need(landscape: Landscape, found: Exchange) -> str:
    serving, needing = landscape.name(found.serving), landscape.name(found.needing)
    if found.give_name == serving:
        return f"Ask {serving} whether it could help {needing} with that, and from when."
    what = found.give_name or "what it has to spare"
    return f"Ask {serving} whether {what} could help {needing}, and from when."


def _about_support(subject: Profile, other: Profile, shared: tuple[str, ...]) -> str:
    if other.organisation.role != "infrastructure":
        return ""
    about = f" on {listing(shared[:2])}" if shared else ""
    return (
        f"Ask {other.name}, which is here to support others, whom it knows{about} and what it "
        f"could do for {subject.name}."
    )


def _about_services(subject: Profile, mine: Service, other: Profile, theirs: Service) -> str:
    left, right = label(mine.name), label(theirs.name)
    younger, older = sorted((mine, theirs), key=lambda s: (s.maximum_age or 999, s.id))
    ends, begins = younger.maximum_age, older.minimum_age
    follows = ends is not None and begins is not None and -2 < begins - ends < 4
    if follows and ends is not None and ends <= OLDEST_YOUNG:
        runs = subject if younger is mine else other
        return (
            f"Ask {runs.name} where those go who grow out of {label(younger.name)} (up to "
            f"{ends:g}), and whether {label(older.name)} (from "
            f"{begins:g}) would have them."
        )
    here, there = _days(mine), _days(theirs)
    if here and there and not here & there:
        return (
            f"Ask {subject.name} whether those who come to {left} on {_told(here)} would come to "
            f"{right} on {_told(there)}, and {other.name} the other way round."
        )
    return (
        f"Ask {subject.name} whether it would tell the people at {left} about {right}, "
        f"and ask {other.name} the same the other way round."
    )


def _about_words(subject: Profile, other: Profile, shared: tuple[str, ...]) -> str:
    if not quote(other, shared):
        return f"Ask {subject.name} whether it knows {other.name}."
    larger = _larger(subject, other)
    if larger is not None:
        smaller = other if larger is subject else subject
        return (
            f"Ask {larger.name}, the larger of the two, whether {listing(shared[:2])} is something "
            f"that it would do together with {smaller.name}."
        )
    both = f"{subject.name} and {other.name}"
    if len(shared) == 1:
        return f"Ask {other.name} what it could do on {shared[0]} together with {subject.name}."
    if len(shared) == 2:
        return f"Ask {both} whom each would send to the other for {listing(shared, 'or')}."
    return f"Ask {both} what they could share for {listing(shared[:2])}: people, helpers or rooms."


def _larger(left: Profile, right: Profile) -> Profile | None:
    """Return the one whose income is `LARGER` times the other's, where both are known."""
    incomes = (left.organisation.income or 0, right.organisation.income or 0)
    if min(incomes) <= 0 or max(incomes) < LARGER * min(incomes):
        return None
    return left if incomes[0] > incomes[1] else right


def service_about(
    landscape: Landscape, profile: Profile, shared: tuple[str, ...]
) -> Service | None:
    """Return the first service of an organisation that speaks of a shared term."""
    for service in landscape.dataset.services_of(profile.id):
        text = f"{service.name} {service.description or ''}".casefold()
        if any(term in text for term in shared):
            return service
    return None


def _days(service: Service) -> frozenset[int]:
    """Return the weekdays on which a service runs each week, empty where nobody knows."""
    try:
        schedule = parse(list(service.schedule)) if service.schedule else None
    except DataError:
        return frozenset()
    return frozenset(w.weekday for w in schedule.windows) if schedule else frozenset()


def _told(days: frozenset[int]) -> str:
    if len(days) > 2:
        return f"{len(days)} days a week"
    return listing([_DAYS[day] for day in sorted(days)])
