"""Funders, clubs and support bodies, offered as what they are: never as delivery partners.

A funder is asked for money (`sap_match.recommend.funders`). A club's or parents'
association's members may come to something, or use a room. A support body
(infrastructure) helps those who deliver. None of them takes a place among the partners or
on the month's list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sap_match.memory import Memory
from sap_match.model import Brief
from sap_match.ranking import ordered, rounded
from sap_match.recommend.eligible import removals_for, removals_for_brief
from sap_match.recommend.funders import funders_for
from sap_match.recommend.pair_words import telling
from sap_match.recommend.quoting import label
from sap_match.recommend.readings import brief_text
from sap_match.recommend.shared import quote, shared_words
from sap_match.recommend.wording import distance, listing

if TYPE_CHECKING:
    from sap_match.landscape import Landscape, Profile

Role = Literal["funder", "club", "infrastructure"]
#: How each is told of: "as a funder".
AS_WHAT: dict[str, str] = {
    "funder": "as a funder",
    "club": "for its members",
    "infrastructure": "as a support body",
}
#: Distance up to which a club's members come to something, or use a room.
NEAR_KM = 3.0
#: Shared terms that tell less than this together are no reason to ring a club.
_TELLING = 0.45
#: What it is worth that a club near by may lack a room, or that a support body is near.
_ROOM = 0.3


@dataclass(frozen=True)
class RoleHint:
    """An organisation that is no delivery partner, what it is offered as, and why."""

    for_id: str
    organisation_id: str
    role: Role
    score: float
    reason: str
    first_step: str


def offered_as_they_are(
    landscape: Landscape,
    subject: str | Brief,
    *,
    k: int = 3,
    memory: Memory | None = None,
) -> tuple[RoleHint, ...]:
    """Return up to ``k`` funders, ``k`` clubs and ``k`` support bodies for a subject.

    Parameters
    ----------
    landscape : Landscape
    subject : str or Brief
        An organisation's id, or a brief.
    k : int
        At most so many of each.
    memory : Memory, optional
        Pairs that are kept apart.

    Returns
    -------
    tuple of RoleHint
        Funders, then clubs, then support bodies, each by ``(-score, id)``. Empty where
        nothing fits: a club that is merely near is not named.

    Raises
    ------
    UnknownIdError
        Nobody has the id.
    """
    remembered = memory or Memory()
    asker = _Asker.of(landscape, subject, remembered)
    paid = [
        RoleHint(h.for_id, h.funder_id, "funder", h.likeness, h.reason, h.first_step)
        for h in funders_for(landscape, subject, k=k, memory=remembered)
    ]
    found: dict[str, list[RoleHint]] = {"club": [], "infrastructure": []}
    for organisation in landscape.dataset.organisations:
        role = organisation.role
        if role not in found or organisation.suggest == "no" or organisation.id in asker.barred:
            continue
        other = landscape.profile(organisation.id)
        hint = (
            _club(landscape, asker, other) if role == "club" else _support(landscape, asker, other)
        )
        if hint is not None:
            found[role].append(hint)
    best = (ordered(x, score=lambda h: h.score, key=lambda h: h.organisation_id)[:k]
            for x in found.values())  # fmt: skip
    return (*paid, *(hint for some in best for hint in some))


@dataclass(frozen=True)
class _Asker:
    id: str
    name: str
    text: str
    profile: Profile | None
    barred: frozenset[str]

    @classmethod
    def of(cls, landscape: Landscape, subject: str | Brief, memory: Memory) -> _Asker:
        if isinstance(subject, Brief):
            out = removals_for_brief(landscape, subject, memory=memory)
            barred = frozenset(other for other, rule, _ in out if rule != "kind not wanted")
            lead = subject.lead_id and landscape.profile(subject.lead_id)
            name = label(subject.title or "") or "this work"
            return cls(subject.id, name, brief_text(subject), lead or None, barred)
        profile = landscape.profile(subject)
        out = removals_for(landscape, profile.id, exclude="current", memory=memory)
        barred = frozenset(other for other, _, _ in out)
        return cls(profile.id, profile.name, profile.text, profile, barred)


def _club(landscape: Landscape, asker: _Asker, club: Profile) -> RoleHint | None:
    """Return a club near by whose members care for the same thing, or lack a room."""
    near = _near(landscape, asker, club)
    if not near:
        return None
    shared, tells = _shared(landscape, asker, club)
    if tells >= _TELLING and (phrase := quote(club, shared)):
        return RoleHint(
            asker.id, club.id, "club", rounded(min(1.0, tells)),
            f"{club.name}, a club {near}, says {phrase}; {asker.name} speaks of "
            f"{listing(shared)} too.",
            f"Ask {club.name} whether its members would like to hear of {asker.name}.",
        )  # fmt: skip
    rooms = landscape.dataset.facilities_of(asker.profile.id) if asker.profile else ()
    if rooms and not landscape.dataset.facilities_of(club.id):
        room = label(rooms[0].name)
        return RoleHint(
            asker.id, club.id, "club", _ROOM,
            f"{club.name} is a club {near} and lists no room of its own; {asker.name} has {room}.",
            f"Ask {club.name} where its members meet, and whether {room} would serve them.",
        )  # fmt: skip
    return None


def _support(landscape: Landscape, asker: _Asker, other: Profile) -> RoleHint | None:
    """Return a support body of the same part of the place, or one that speaks of the same."""
    shared, tells = _shared(landscape, asker, other)
    near = _near(landscape, asker, other)
    if not other.described or not (near or tells >= _TELLING):
        return None
    phrase = quote(other, shared) if tells >= _TELLING else ""
    says = f"it says {phrase}, and {asker.name} speaks of {listing(shared)} too" if phrase else ""
    return RoleHint(
        asker.id, other.id, "infrastructure", rounded(min(1.0, tells + _ROOM * bool(near))),
        f"{other.name} is here to support others{f', {near}' if near else ''}"
        f"{f'; {says}' if says else ''}.",
        f"Ask {other.name} what help it has for {asker.name}, and whom it knows.",
    )  # fmt: skip


def _shared(landscape: Landscape, asker: _Asker, other: Profile) -> tuple[tuple[str, ...], float]:
    shared = shared_words(landscape, asker.text, other.text, ignore=(asker.name, other.name))
    return shared, sum(telling(landscape, term) for term in shared)


def _near(landscape: Landscape, asker: _Asker, other: Profile) -> str:
    """Say how near somebody is to the asker, or "" where that is far or unknown."""
    if asker.profile is None:
        return ""
    km = landscape.distance_km(asker.profile.id, other.id)
    if km is not None:
        return f"{distance(km)} away" if km <= NEAR_KM else ""
    both = set(asker.profile.area_ids) & set(other.area_ids)
    areas = [landscape.dataset.area(a) for a in sorted(both)]
    return next((f"in {a.name} too" for a in areas if a.kind != "borough"), "")
