"""What two have behind them: where a phrase was said, and the programmes that both worked in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sap_match.graph.network import PARTNER_KINDS
from sap_match.memory import pair
from sap_match.model import Collaboration
from sap_match.recommend.eligible import excluded_pairs
from sap_match.recommend.quoting import label
from sap_match.recommend.shared import says
from sap_match.recommend.wording import listing, month_of
from sap_match.similarity.text import clean

if TYPE_CHECKING:
    from sap_match.landscape import Landscape, Profile

#: A programme that more than this share of those with any programme were in is no tie.
_COMMON = 0.5
_FEW = 10
#: A common landlord is no reason, and neither is who only paid or inspected.
_WORKED_TOGETHER = tuple(kind for kind in PARTNER_KINDS if kind != "shared_facility")
_NO_COLLEAGUE = ("funder", "regulator")


@dataclass(frozen=True)
class Behind:
    """What two did together: its title ("" unknown), and when it ended (None: it goes on)."""

    title: str
    ended: date | None
    forum: bool = False

    def words(self) -> str:
        """Return it as a clause.

        Examples
        --------
        >>> Behind("Warm rooms", date(2025, 12, 19)).words()
        'they worked together on Warm rooms until December 2025'
        >>> Behind("Carers' table", None, forum=True).words()
        "they sit together in Carers' table"
        """
        verb, on = ("sit", "in") if self.forum else ("work", "on")
        past = "sat" if self.forum else "worked"
        what = f" {on} {self.title}" if self.title else ""
        if self.ended is None:
            return f"they {verb} together{what}"
        return f"they {past} together{what} until {month_of(self.ended)}"


def behind(landscape: Landscape, left: str, right: str) -> Behind | None:
    """Return what two do together or did last, by the network's own rule, or None.

    Who was paid by the same funder, shared a landlord or sat in a large forum did nothing
    together.
    """
    both = joint_of(landscape, left, right)
    joint = [both[c] for c in landscape.network.making_partners(both, kinds=_WORKED_TOGETHER)]
    if not joint:
        return None
    on = [c for c in joint if c.ends_on is None or c.ends_on >= landscape.as_of]
    last = max(on or joint, key=lambda c: (c.kind != "forum", c.ends_on or date.max, c.id))
    return Behind(label(last.title or ""), None if on else last.ends_on, last.kind == "forum")


def joint_of(landscape: Landscape, left: str, right: str) -> dict[str, Collaboration]:
    """Return whatever both were in, of any kind: what it says tells neither from the other."""
    theirs = {c.id for c in landscape.dataset.collaborations_of(right)}
    return {c.id: c for c in landscape.dataset.collaborations_of(left) if c.id in theirs}


def is_of_joint(
    landscape: Landscape, profile: Profile, phrase: str, joint: Collection[Collaboration]
) -> bool:
    """Whether a quoted phrase stands in what two did together, and nowhere in one's own words."""
    core = phrase.strip("“”… ").rstrip(".").casefold()
    if not core or not joint or any(core in text for text in _own_words(landscape, profile)):
        return False
    return any(core in clean(f"{c.title or ''}. {c.description or ''}").casefold() for c in joint)


def _own_words(landscape: Landscape, profile: Profile) -> list[str]:
    services = landscape.dataset.services_of(profile.id)
    own = [profile.organisation.description, *(s.description for s in services)]
    return [clean(text).casefold() for text in own if text]


def known_to_both(landscape: Landscape, left_id: str, right_id: str) -> list[str]:
    """Return the names of those who worked with both, each at something of its own.

    Nobody who is kept apart from one of the two, or asked to be left out or asked first,
    and nobody whom both know from what they did together.
    """
    common = landscape.network.common_partners(left_id, right_id, kinds=_WORKED_TOGETHER)
    apart, joint = excluded_pairs(landscape), joint_of(landscape, left_id, right_id)
    organisation = landscape.dataset.organisation
    beyond = [
        landscape.network.partners_beyond(side, joint, kinds=_WORKED_TOGETHER)
        for side in ((left_id, right_id) if joint and common else ())
    ]
    return [
        landscape.name(one)
        for one in common
        if organisation(one).role not in _NO_COLLEAGUE
        and organisation(one).suggest not in ("no", "ask")
        and not any(pair(one, side) in apart for side in (left_id, right_id))
        and all(one in known for known in beyond)
    ]


def common_partner_words(names: Sequence[str]) -> str:
    """Say whom both have worked with, or ""."""
    return f"both have worked with {listing(names[:2])}" if names else ""


def said_in(landscape: Landscape, profile: Profile, phrase: str) -> str:
    """Return in what a quoted phrase was said, in brackets, or "" where in its own words.

    An organisation that wrote nothing itself is quoted from its grants and projects, and
    the reader is told which.
    """
    core = phrase.strip("“”… ").rstrip(".").casefold()
    if not core or any(core in text for text in _own_words(landscape, profile)):
        return ""
    known = landscape.dataset.collaborations_of(profile.id)
    told = [c for c in known if c.description and core in clean(c.description).casefold()]
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

    Not those that every second one was in, nor who was paid by whom, nor what both did
    together, which is told as that.
    """
    joint = frozenset(joint_of(landscape, left, right))
    mine, theirs = (_programmes(landscape, one, but=joint) for one in (left, right))
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


def _programmes(
    landscape: Landscape, one: str, *, but: Collection[str] = ()
) -> dict[str, tuple[str, int]]:
    """Return an organisation's programmes: name as written, and the last year (0 unknown)."""
    found: dict[str, tuple[str, int]] = {}
    for c in landscape.dataset.collaborations_of(one):
        if c.id in but or c.kind not in PARTNER_KINDS or not c.programme:
            continue
        if key := _key(c.programme):
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
