"""What two have behind them: where a phrase was said, and the programmes that both worked in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sap_match.graph.network import PARTNER_KINDS
from sap_match.model import Collaboration
from sap_match.recommend.quoting import label
from sap_match.recommend.shared import says
from sap_match.recommend.wording import listing, month_of
from sap_match.similarity.text import clean

if TYPE_CHECKING:
    from sap_match.landscape import Landscape, Profile

#: A programme that more than this share of those with any programme were in is no tie.
_COMMON = 0.5
_FEW = 10


def said_in(landscape: Landscape, profile: Profile, phrase: str) -> str:
    """Return in what a quoted phrase was said, in brackets, or "" where in its own words.

    An organisation that wrote nothing itself is quoted from its grants and projects, and
    the reader is told which.
    """
    core = phrase.strip("“”… ").rstrip(".")
    services = landscape.dataset.services_of(profile.id)
    own = [profile.organisation.description, *(s.description for s in services)]
    if not core or any(core in clean(text) for text in own if text):
        return ""
    known = landscape.dataset.collaborations_of(profile.id)
    told = [c for c in known if c.description and core in clean(c.description)]
    if not told:
        return ""
    last = max(told, key=lambda c: (c.starts_on or date.min, c.id))
    return f" ({_named(last)})"


def last_said(landscape: Landscape, profile: Profile, terms: Sequence[str]) -> date | None:
    """Return when any of some terms was last used, where grants and projects alone use them.

    None where an organisation uses one in its own words, or nothing is dated.
    """
    services = landscape.dataset.services_of(profile.id)
    own = [profile.organisation.description, *(s.description for s in services)]
    if not terms or any(says(text, term) for text in own if text for term in terms):
        return None
    dates = [
        c.starts_on
        for c in landscape.dataset.collaborations_of(profile.id)
        if c.starts_on and c.description and any(says(c.description, t) for t in terms)
    ]
    return max(dates, default=None)


def _named(one: Collaboration) -> str:
    when = f" of {month_of(one.starts_on)}" if one.starts_on else ""
    if one.kind == "funding":
        return f"in a grant{when}"
    programme = f", {one.programme}" if one.programme else ""
    return f"in {label(one.title or '') or 'a project'}{programme}{when}"


def programmes_of_both(landscape: Landscape, left: str, right: str) -> str:
    """Say in which programmes both have worked, by name with the last years, or "".

    Not those that every second one was in, nor who was paid by whom.
    """
    mine, theirs = _programmes(landscape, left), _programmes(landscape, right)
    holders = landscape.part("programme holders", lambda: _holders(landscape))
    most = max(_FEW, _COMMON * len(set().union(*holders.values())) if holders else 0)
    shared = sorted(
        (p for p in mine.keys() & theirs.keys() if len(holders[p]) <= most),
        key=lambda p: (len(holders[p]), p),
    )
    told = []
    for one in shared[:2]:
        years = sorted({y for y in (mine[one][1], theirs[one][1]) if y})
        told.append(mine[one][0] + (f" ({listing([str(y) for y in years])})" if years else ""))
    return f"both have worked in {listing(told)}" if told else ""


def programme_known(landscape: Landscape, other: str, programme: str | None) -> str:
    """Say when somebody last worked in a programme, or ""."""
    found = _programmes(landscape, other).get(_key(programme or ""))
    if found is None:
        return ""
    return f"it has worked in {found[0]} before" + (f" ({found[1]})" if found[1] else "")


def _programmes(landscape: Landscape, one: str) -> dict[str, tuple[str, int]]:
    """Return an organisation's programmes: name as written, and the last year (0 unknown)."""
    found: dict[str, tuple[str, int]] = {}
    for c in landscape.dataset.collaborations_of(one):
        if c.kind in PARTNER_KINDS and c.programme and (key := _key(c.programme)):
            year = c.starts_on.year if c.starts_on else 0
            name = " ".join(c.programme.split())
            known = found.get(key, (name, 0))
            found[key] = (min(known[0], name), max(known[1], year))
    return found


def _holders(landscape: Landscape) -> dict[str, set[str]]:
    holders: dict[str, set[str]] = defaultdict(set)
    for one in landscape.ids:
        for key in _programmes(landscape, one):
            holders[key].add(one)
    return dict(holders)


def _key(programme: str) -> str:
    return " ".join(programme.casefold().split())
