"""Funders who have paid for work like this: suggested as funders, never as partners.

The evidence is a grant: it went to somebody whose work is like the asking organisation's
(or the brief's), and the words of both share a telling term. That two
organisations have one funder stays no reason to bring the two together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from sap_match.memory import Memory
from sap_match.model import Brief, Collaboration
from sap_match.ranking import rounded
from sap_match.recommend.eligible import removals_for, removals_for_brief
from sap_match.recommend.readings import brief_text
from sap_match.recommend.shared import shared_words
from sap_match.recommend.wording import listing, money, month_of, shortened
from sap_match.similarity.text import clean, mask

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape


class FunderConfig(BaseModel):
    """What makes a grant worth telling."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    like: float = Field(0.38, ge=0, le=1)
    """Likeness of who was paid and who asks, from which the work counts as alike."""
    years: float = Field(5.0, gt=0)
    """Grants that began longer ago say little about what is paid for today."""


@dataclass(frozen=True)
class FunderHint:
    """A funder to ask, and the grant that speaks for it."""

    for_id: str
    funder_id: str
    collaboration_id: str
    paid_id: str
    likeness: float
    reason: str
    first_step: str


@dataclass(frozen=True)
class _Grant:
    funder: str
    paid: str
    record: Collaboration
    purpose: str


def funders_for(
    landscape: Landscape,
    subject: str | Brief,
    *,
    k: int = 3,
    memory: Memory | None = None,
    config: FunderConfig | None = None,
) -> tuple[FunderHint, ...]:
    """Return up to ``k`` funders who have paid for work like a subject's, the likest first.

    Parameters
    ----------
    landscape : Landscape
    subject : str or Brief
        An organisation's id, or a brief.
    k : int
    memory : Memory, optional
        Pairs that are kept apart.
    config : FunderConfig, optional

    Returns
    -------
    tuple of FunderHint
        One grant a funder. Funders that paid the subject (or the brief's lead or members)
        before are left out: they know each other.

    Raises
    ------
    UnknownIdError
        Nobody has the id.
    """
    settings = config or FunderConfig()
    grants = landscape.part("grants", lambda: _grants(landscape))
    if not grants:
        return ()
    own, name, text, like = _asker(landscape, subject)
    barred = _barred(landscape, subject, memory or Memory())
    barred |= {g.funder for g in grants if g.paid in own} | own
    best: dict[str, tuple[float, _Grant, tuple[str, ...]]] = {}
    for grant in grants:
        likeness = float(like[landscape.position[grant.paid]])
        if grant.funder in barred or grant.paid in own or likeness < settings.like:
            continue
        if _years_ago(landscape, grant.record) > settings.years:
            continue
        known = best.get(grant.funder)
        if known is not None and (-known[0], known[1].record.id) <= (-likeness, grant.record.id):
            continue
        ignore = (name, landscape.name(grant.paid), landscape.name(grant.funder))
        done = f"{grant.purpose}. {landscape.profile(grant.paid).text}"
        shared = shared_words(landscape, text, done, ignore=ignore)
        if shared:
            best[grant.funder] = likeness, grant, shared
    asker = subject.id if isinstance(subject, Brief) else next(iter(own))
    told = [
        _hint(landscape, asker, name, likeness, grant, shared)
        for likeness, grant, shared in best.values()
    ]
    return tuple(sorted(told, key=lambda h: (-h.likeness, h.funder_id))[:k])


def _grants(landscape: Landscape) -> tuple[_Grant, ...]:
    """Return who paid whom for what, of all who may be suggested."""
    dataset = landscape.dataset
    silent = {o.id for o in dataset.organisations if o.suggest == "no" or o.location_confidential}
    payers: dict[str, set[str]] = defaultdict(set)
    paid: dict[str, set[str]] = defaultdict(set)
    for m in dataset.collaboration_members:
        side = payers if (m.role or "").casefold() == "funder" else paid
        side[m.collaboration_id].add(dataset.resolve(m.organisation_id))
    return tuple(
        _Grant(payer, one, c, purpose)
        for c in sorted(dataset.collaborations, key=lambda c: c.id)
        if c.kind == "funding" and (purpose := mask(clean(c.description or c.title or "")))
        for payer in sorted(payers[c.id] - silent)
        for one in sorted(paid[c.id] - payers[c.id] - silent)
        if not landscape.profile(one).closed
    )


def _asker(
    landscape: Landscape, subject: str | Brief
) -> tuple[set[str], str, str, NDArray[np.float64]]:
    """Return whose question it is: ids, name, words, and the likeness to each organisation."""
    index, dataset = landscape.organisation_index, landscape.dataset
    if isinstance(subject, Brief):
        text = brief_text(subject)
        like = index.query(text, landscape.vectors([text])[0])
        own = {dataset.resolve(m) for m in (subject.lead_id, *subject.members) if m}
        return own, subject.title or "", text, np.asarray(like, dtype=float)
    one = dataset.organisation(subject).id
    profile = landscape.profile(one)
    like = index.row(one) if profile.described else np.zeros(len(landscape.ids))
    return {one}, profile.name, profile.text, np.asarray(like, dtype=float)


def _barred(landscape: Landscape, subject: str | Brief, memory: Memory) -> set[str]:
    if isinstance(subject, Brief):
        rules: Sequence[tuple[str, str, str]] = list(
            removals_for_brief(landscape, subject, memory=memory)
        )
    else:
        one = landscape.dataset.organisation(subject).id
        rules = list(removals_for(landscape, one, exclude="none", memory=memory))
    return {other for other, rule, _ in rules if rule != "kind not wanted"}


def _years_ago(landscape: Landscape, grant: Collaboration) -> float:
    return (landscape.as_of - grant.starts_on).days / 365.25 if grant.starts_on else 0.0


def _hint(
    landscape: Landscape,
    asker: str,
    name: str,
    likeness: float,
    grant: _Grant,
    shared: tuple[str, ...],
) -> FunderHint:
    funder, paid = landscape.name(grant.funder), landscape.name(grant.paid)
    sum_ = f" {money(grant.record.value)}" if grant.record.value else ""
    when = f" in {month_of(grant.record.starts_on)}" if grant.record.starts_on else ""
    purpose = shortened(grant.purpose, 110).rstrip(".")
    reason = (
        f"{funder} gave {paid}{sum_}{when} for “{purpose}”; "
        f"{name} and {paid} both speak of {listing(shared)}."
    )
    return FunderHint(
        asker,
        grant.funder,
        grant.record.id,
        grant.paid,
        rounded(likeness),
        reason,
        f"Ask {funder} whether it still pays for such work, and {paid} how it applied.",
    )
