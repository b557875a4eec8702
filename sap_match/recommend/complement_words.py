"""What one brings that the other lacks, in words with the phrase that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sap_match.graph.network import PARTNER_KINDS
from sap_match.model import Collaboration
from sap_match.recommend.completing import PEOPLE, WORK, holdings
from sap_match.recommend.exchange import is_open
from sap_match.recommend.pair_past import is_of_joint, joint_of
from sap_match.recommend.shared import quote, says
from sap_match.recommend.wording import listing, shortened
from sap_match.similarity.subjects import SUBJECTS
from sap_match.similarity.text import clean, mask

if TYPE_CHECKING:
    from sap_match.landscape import Landscape, Profile


@dataclass(frozen=True)
class Complement:
    """What completes two: a clause to tell, and what to ask the one who brings it.

    ``typed`` where a need of the one meets an offer of the other on record.
    """

    clause: str
    ask: str
    typed: bool = False


def complement_of(landscape: Landscape, subject: Profile, other: Profile) -> Complement | None:
    """Return what the other brings that a subject lacks, the plainest first, or None."""
    return (
        _typed(landscape, subject, other)
        or _typed(landscape, other, subject)
        or _other_work(landscape, subject, other)
        or _themes(landscape, subject, other)
    )


def _typed(landscape: Landscape, needing: Profile, serving: Profile) -> Complement | None:
    found = holdings(landscape).typed.get((needing.id, serving.id))
    if found is None:
        return None
    wanted, offered = (
        shortened(mask(clean(x.description)), 90).rstrip(".") for x in (found.need, found.offer)
    )
    return Complement(
        f"{needing.name} needs “{wanted}”, and {serving.name} offers “{offered}”",
        f"Ask {serving.name} whether its offer would help {needing.name}, and from when.",
        typed=True,
    )


def _other_work(landscape: Landscape, subject: Profile, other: Profile) -> Complement | None:
    """Say whom both serve, and what the other does for them that the subject does not."""
    have = holdings(landscape)
    a, b = landscape.position[subject.id], landscape.position[other.id]
    shared = np.flatnonzero(have.served[a] & have.served[b])
    extra = np.flatnonzero(have.done[b] & ~have.done[a])
    if not len(shared) or not len(extra) or not have.done[a].any():
        return None
    whom = PEOPLE[max(shared.tolist(), key=lambda j: (have.telling[j], -j))]
    holders = have.done.sum(axis=0)
    rarest = sorted(extra.tolist(), key=lambda j: (holders[j], j))
    names = ". ".join([other.name, *(s.name for s in landscape.dataset.services_of(other.id))])
    joint = list(joint_of(landscape, subject.id, other.id).values())
    told = ((WORK[j], _phrase(other, WORK[j], names)) for j in rarest)
    shown = ((w, p) for w, p in told if not is_of_joint(landscape, other, p, joint))
    work, phrase = next(((w, p) for w, p in shown if p), ("", ""))
    if not work:
        return None
    return Complement(
        f"both work on {whom}, and {other.name} adds {work} ({phrase})",
        f"Ask {other.name} whether the people of {subject.name} could come to it for {work}.",
    )


def _themes(landscape: Landscape, subject: Profile, other: Profile) -> Complement | None:
    """Say which theme of its work with others or its needs a subject has not, and the other has."""
    have = holdings(landscape)
    a, b = landscape.position[subject.id], landscape.position[other.id]
    wanted, held = (
        set(table.indices[table.indptr[i] : table.indptr[i + 1]].tolist())
        for table, i in ((have.wanted, a), (have.held, b))
    )
    joint = joint_of(landscape, subject.id, other.id)
    known = _called_for_together(landscape, subject.id, joint)
    themes = [t for j in sorted(wanted & held) if (t := have.themes[j]) not in known][:2]
    if not themes:
        return None
    phrase = quote(other, [t for t in themes if says(other.text, t)])
    own = phrase and not is_of_joint(landscape, other, phrase, list(joint.values()))
    told = f" ({phrase})" if own else ""
    return Complement(
        f"{other.name} works on {listing(themes)}{told}, which the work of {subject.name} with "
        "others calls for",
        f"Ask {other.name} whether it would bring {listing(themes)} to what {subject.name} does.",
    )


def _called_for_together(
    landscape: Landscape, subject: str, joint: Mapping[str, Collaboration]
) -> set[str]:
    """Return the themes that a subject wants for nothing but what both did together."""
    dataset = landscape.dataset
    themes = {t.casefold() for c in joint.values() for t in c.themes}
    if not themes:
        return set()
    for need in dataset.needs:
        if dataset.resolve(need.organisation_id) == subject and is_open(need, landscape):
            themes -= {c.casefold() for c in need.causes}
    for c in dataset.collaborations_of(subject):
        if c.id not in joint and c.kind in PARTNER_KINDS and c.kind != "forum":
            themes -= {t.casefold() for t in c.themes}
    return themes


def _phrase(profile: Profile, subject: str, names: str) -> str:
    """Return a phrase in which an organisation speaks of a subject, in quotes, or "".

    One word is a weak sign (a *café* is no lunch club, *patient* no hospital): told is what
    stands in a name, in two wordings, or in one of several words.
    """
    used = [w for w in SUBJECTS[subject] if says(profile.text, w)]
    named = any(says(names, w) for w in used)
    used.sort(key=lambda w: -len(w.split()))
    if not used or not (named or len(used) > 1 or " " in used[0]):
        return ""
    return next(filter(None, (quote(profile, (w,)) for w in used)), "")
