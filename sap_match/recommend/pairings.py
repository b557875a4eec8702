"""Which offer should meet which need, in what quantity, and why the rest stays unmatched.

Eligible (`pairing_rules`), score, plan (`planning.best_plan`, exact), explain
(`pairing_words`) are four steps. The score of a pair is a weighted sum from 0 to 1, so
that it can be compared across kinds, and its parts are kept.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from sap_match.errors import DataError
from sap_match.geo import Point, distances_km
from sap_match.memory import Memory
from sap_match.model import Agreement, Need, Offer
from sap_match.ranking import ordered
from sap_match.recommend.eligible import excluded_pairs
from sap_match.recommend.pairing_rules import (
    CALLED_OFF,
    DONE,
    Listing,
    Meeting,
    broken,
    is_whole,
    stems,
    unit_of,
    unknowns,
)
from sap_match.recommend.pairing_words import explain, why_unmatched
from sap_match.recommend.planning import (
    UNMATCHED_COLUMNS,
    Limit,
    Link,
    Plan,
    Unmatched,
    best_plan,
)
from sap_match.recommend.same import same_organisations
from sap_match.results import Part, Removal, Results, Suggestion, score_of, suggestion_id
from sap_match.windows import Schedule, parse

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

PARTS = ("text", "skills", "causes", "distance", "time")
PAIRING_COLUMNS = (
    "offer_id", "need_id", "quantity", "score", "reason",
    "counter_reason", "first_step", "to_confirm", *PARTS,
)  # fmt: skip


class PairingConfig(BaseModel):
    """Weights of the parts (they add up to 1) and the scales behind them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: float = Field(0.4, ge=0)
    """Weight of likeness of the two descriptions."""
    skills: float = Field(0.2, ge=0)
    """Weight of the skills asked for that are offered; goes to text where none is asked for."""
    causes: float = Field(0.15, ge=0)
    """Weight of causes in common."""
    distance: float = Field(0.15, ge=0)
    """Weight of nearness."""
    time: float = Field(0.1, ge=0)
    """Weight of the time both have."""
    alike: float = Field(0.3, ge=0, le=1)
    """Likeness below which two descriptions speak of different things."""
    akin: float = Field(0.12, ge=0, le=1)
    """The same where a cause is shared: enough for a team of hands or for money."""
    full: float = Field(0.7, ge=0, le=1)
    """Likeness that counts as whole."""
    skill: float = Field(0.62, ge=0, le=1)
    """Likeness at which two names of skills mean the same."""
    near_km: float = Field(10.0, gt=0)
    """Distance at which nearness has fallen to 1/e where the offer names no limit."""


@dataclass(frozen=True)
class _Candidate:
    meeting: Meeting
    parts: tuple[Part, ...]

    @property
    def score(self) -> float:
        return score_of(self.parts)


def plan_pairings(
    landscape: Landscape,
    *,
    aim: Literal["welfare"] = "welfare",
    memory: Memory | None = None,
    config: PairingConfig | None = None,
) -> Plan:
    """Plan which offer meets which need, and in what quantity.

    Parameters
    ----------
    landscape : Landscape
    aim : "welfare"
        The largest sum of score x quantity over the candidates, exact.
    memory : Memory, optional
        Pairs that were banned or answered *never* are kept apart.
    config : PairingConfig, optional
        Weights and thresholds.

    Returns
    -------
    Plan
        ``matches`` by score, ``candidates`` every pair that no rule removes,
        ``unmatched`` what is left of each open offer and need, with every reason.

    Examples
    --------
    >>> from datetime import date
    >>> from sap_match.landscape import Landscape
    >>> from sap_match.model import Dataset, Organisation
    >>> from sap_match.similarity.encoder import HashedWords
    >>> data = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [
    ...             Organisation(id="b", name="Lindow Paints", kind="business"),
    ...             Organisation(id="v", name="Moss Rose Hall", kind="voluntary"),
    ...         ],
    ...         "offers": [
    ...             Offer(
    ...                 id="o",
    ...                 organisation_id="b",
    ...                 kind="goods",
    ...                 quantity=60,
    ...                 unit="items",
    ...                 description="Surplus pale emulsion paint in tubs",
    ...             )
    ...         ],
    ...         "needs": [
    ...             Need(
    ...                 id="n",
    ...                 organisation_id="v",
    ...                 kind="goods",
    ...                 quantity=25,
    ...                 unit="items",
    ...                 description="Pale emulsion paint for the hall",
    ...             )
    ...         ],
    ...     },
    ... )
    >>> plan = plan_pairings(Landscape.build(data, as_of=date(2026, 11, 1), encoder=HashedWords()))
    >>> [(s.subject_id, s.other_id, s.details["quantity"]) for s in plan.matches]
    [('o', 'n', 25.0)]
    """
    if aim != "welfare":
        raise DataError("is no aim of the planner; the aim is 'welfare'", field="aim", value=aim)
    settings = config or PairingConfig()
    meetings = _meetings(landscape, memory or Memory(), settings)
    verdicts = {(m.offer.id, m.need.id): broken(m) for m in meetings}
    found = [
        _Candidate(m, _parts(m, settings)) for m in meetings if not verdicts[m.offer.id, m.need.id]
    ]
    quantities, total = best_plan([_link(c) for c in found], *_limits(found))
    return Plan(
        matches=_suggestions(landscape, found, quantities),
        unmatched=_unmatched(landscape, meetings, verdicts, found, quantities),
        candidates=_suggestions(landscape, found, None),
        aim=aim,
        total=total,
    )


def pairing_record(suggestion: Suggestion) -> dict[str, Any]:
    """Return the columns of the pairings table."""
    return {
        "offer_id": suggestion.subject_id,
        "need_id": suggestion.other_id,
        "quantity": suggestion.details.get("quantity"),
        "score": suggestion.score,
        "reason": suggestion.reason,
        "counter_reason": suggestion.counter_reason,
        "first_step": suggestion.first_step,
        "to_confirm": "; ".join(suggestion.to_confirm),
        **{part.name: round(part.contribution, 6) for part in suggestion.parts},
    }


# -- who meets whom -----------------------------------------------------------------------


def _meetings(landscape: Landscape, memory: Memory, config: PairingConfig) -> list[Meeting]:
    """Return every offer beside every need of its kind, except an organisation's own."""
    dataset = landscape.dataset
    used = _agreed(dataset.agreements)
    offers = [_listing(landscape, o, used) for o in dataset.offers]
    needs = [_listing(landscape, n, used) for n in dataset.needs]
    likeness = _likenesses(landscape, offers, needs)
    skills = _SkillNames(landscape, [*dataset.offers, *dataset.needs], config.skill)
    apart = _kept_apart(landscape, memory)
    meetings = []
    for i, giver in enumerate(offers):
        for j, host in enumerate(needs):
            offer, need = giver.record, host.record
            assert isinstance(offer, Offer) and isinstance(need, Need)  # noqa: S101
            if offer.kind != need.kind or _is_done(offer) or _is_done(need):
                continue
            if giver.owner.id == host.owner.id:
                continue
            required = skills.covered(need.skills_required, offer)
            desired = skills.covered(need.skills_desired, offer)
            like = float(likeness[i, j])
            meetings.append(
                Meeting(
                    offer=offer, need=need, giver=giver, host=host,
                    as_of=landscape.as_of, timezone=dataset.timezone,
                    km=_km(giver, host), likeness=like,
                    alike=_alike(giver, host, like, bool(required or desired), config),
                    required=required, desired=desired,
                    kept_apart=apart(offer, need, giver, host),
                )
            )  # fmt: skip
    return meetings


def _is_done(record: Offer | Need) -> bool:
    return (record.status or "open").strip().casefold() in DONE


def _agreed(agreements: Iterable[Agreement]) -> dict[str, float]:
    """Return how much of each offer and need earlier agreements have taken."""
    used: dict[str, float] = {}
    for one in agreements:
        if (one.status or "").strip().casefold() in CALLED_OFF:
            continue
        told = (one.quantity, one.pledged, one.delivered, 1.0)
        quantity = next(q for q in told if q is not None)
        for key in (f"offer {one.offer_id}", f"need {one.need_id}"):
            used[key] = used.get(key, 0.0) + quantity
    return used


def _listing(landscape: Landscape, record: Offer | Need, used: Mapping[str, float]) -> Listing:
    side = "offer" if isinstance(record, Offer) else "need"
    owner = landscape.profile(record.organisation_id)
    quantity = 1.0 if record.quantity is None else record.quantity
    return Listing(
        record=record,
        owner=owner,
        unit=unit_of(record.unit),
        left=max(0.0, quantity - used.get(f"{side} {record.id}", 0.0)),
        known=record.quantity is not None,
        schedule=_schedule(record),
        words=stems(record.description),
    )


def _schedule(record: Offer | Need) -> Schedule | None:
    """Return a record's windows, None where there are none or they cannot be read."""
    if not record.windows:
        return None
    try:
        return parse(record.windows) or None
    except DataError:
        return None


def _kept_apart(landscape: Landscape, memory: Memory) -> Any:
    dataset = landscape.dataset
    excluded = excluded_pairs(landscape)
    same = same_organisations(landscape)
    agreed = {
        (a.offer_id, a.need_id)
        for a in dataset.agreements
        if (a.status or "").strip().casefold() not in CALLED_OFF
    }

    def why(offer: Offer, need: Need, giver: Listing, host: Listing) -> str:
        key = (min(giver.owner.id, host.owner.id), max(giver.owner.id, host.owner.id))
        if (offer.id, need.id) in agreed:
            return f"{giver.name} and {host.name} have agreed this already"
        for side in (giver, host):
            if side.owner.organisation.suggest == "no":
                return f"{side.name} asked not to be suggested"
        if key in excluded:
            return f"{giver.name} and {host.name} are kept apart"
        answer = memory.answer(suggestion_id("pairing", offer.id, need.id))
        if key in memory.banned or (answer is not None and answer.answer == "never"):
            return f"{giver.name} and {host.name}: never again"
        if host.owner.id in same.get(giver.owner.id, {}):
            return f"{giver.name} and {host.name} may be the same organisation"
        return ""

    return why


def _km(giver: Listing, host: Listing) -> float | None:
    """Return km between the two places; None where one is unknown or must not be told."""
    here, there = _points(giver), _points(host)
    if not here or not there:
        return None
    return float(distances_km(here, there).min())


def _points(side: Listing) -> list[tuple[float, float]]:
    if side.owner.closed:
        return []
    record = side.record
    if record.latitude is not None and record.longitude is not None:
        return [(record.latitude, record.longitude)]
    points: Sequence[Point] = side.owner.points
    return [(p.latitude, p.longitude) for p in points]


# -- score --------------------------------------------------------------------------------


def _likenesses(landscape: Landscape, offers: Sequence[Listing], needs: Sequence[Listing]) -> Any:
    """Return the likeness of each offer's and each need's words, shape (offers, needs)."""
    from sap_match.similarity.index import SimilarityIndex
    from sap_match.similarity.text import clean

    if not offers or not needs:
        return np.zeros((len(offers), len(needs)))
    rows = [*((f"offer {o.id}", o) for o in offers), *((f"need {n.id}", n) for n in needs)]
    texts = [clean(one.record.description) for _, one in rows]
    index = SimilarityIndex.build([key for key, _ in rows], texts, landscape.vectors(texts))
    columns = [index.position(f"need {n.id}") for n in needs]
    return index.matrix([f"offer {o.id}" for o in offers])[:, columns]


class _SkillNames:
    """Which skill covers which: by its words, or by what they mean."""

    def __init__(
        self, landscape: Landscape, records: Iterable[Offer | Need], threshold: float
    ) -> None:
        names: set[str] = set()
        for one in records:
            given = one.skills if isinstance(one, Offer) else ()
            asked = (*one.skills_required, *one.skills_desired) if isinstance(one, Need) else ()
            names |= {*given, *asked}
        self.names = sorted(names)
        vectors = np.asarray(landscape.vectors(self.names), dtype=float)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True) if len(self.names) else vectors
        unit = vectors / np.where(lengths == 0, 1, lengths)
        self.like = dict(zip(self.names, unit, strict=True))
        self.threshold = threshold

    def covered(self, asked: Sequence[str], offer: Offer) -> tuple[tuple[str, str], ...]:
        """Return (asked, offered) of each skill asked for that the offer has."""
        told = stems(offer.description)
        pairs = []
        for skill in asked:
            best = max(offer.skills, key=lambda s: (self._same(skill, s), s), default=None)
            if best is not None and self._same(skill, best) >= self.threshold:
                pairs.append((skill, best))
            elif stems(skill) and stems(skill) <= told:
                pairs.append((skill, skill))
        return tuple(pairs)

    def _same(self, asked: str, offered: str) -> float:
        left, right = stems(asked), stems(offered)
        if left and right and (left <= right or right <= left):
            return 1.0
        return round(float(self.like[asked] @ self.like[offered]), 6)


def _alike(
    giver: Listing, host: Listing, like: float, skilled: bool, config: PairingConfig
) -> bool:
    """Whether two listings are about the same thing at all."""
    if like >= config.alike or (skilled and giver.record.kind in ("skills", "volunteering")):
        return True
    by_cause = giver.record.kind in ("volunteering", "funding")
    return by_cause and like >= config.akin and bool(_shared_causes(giver, host))


def _shared_causes(giver: Listing, host: Listing) -> tuple[str, ...]:
    wanted = {c.casefold(): c for c in getattr(giver.record, "causes", ())}
    has = {c.casefold() for c in (*host.record.causes, *host.owner.themes)}
    return tuple(wanted[c] for c in sorted(wanted) if c in has)


def _parts(m: Meeting, config: PairingConfig) -> tuple[Part, ...]:
    asked = len(m.need.skills_required) + len(m.need.skills_desired)
    spread = max(config.full - config.akin, 1e-9)
    text = min(1.0, max(0.0, (m.likeness - config.akin) / spread))
    weights = {name: getattr(config, name) for name in PARTS}
    if not asked:
        weights |= {"text": config.text + config.skills, "skills": 0.0}
    shared = _shared_causes(m.giver, m.host)
    values = {
        "text": text,
        "skills": len({*m.required, *m.desired}) / asked if asked else 0.0,
        "causes": min(1.0, 0.7 + 0.3 * (len(shared) - 1)) if shared else 0.0,
        "distance": _nearness(m, config),
        "time": _time_fit(m),
    }
    if not m.offer.causes:
        values["causes"] = 0.5
    facts = {
        "skills": ", ".join(a if a == b else f"{a} ({b})" for a, b in (*m.required, *m.desired)),
        "causes": ", ".join(shared),
        "distance": "remote" if m.remote else "" if m.km is None else f"{m.km:.1f} km",
    }
    return tuple(Part(n, round(values[n], 6), weights[n], facts.get(n, "")) for n in PARTS)


def _nearness(m: Meeting, config: PairingConfig) -> float:
    if m.remote:
        return 1.0
    if m.km is None:
        return 0.4
    return math.exp(-m.km / config.near_km)


def _time_fit(m: Meeting) -> float:
    """Return how much of the shorter side's longest stretch the two share; .5 if unknown."""
    if m.slots is None or m.giver.schedule is None or m.host.schedule is None:
        return 0.5
    longest = [
        max((w.end - w.start for w in (*s.windows, *s.rules)), default=0)
        for s in (m.giver.schedule, m.host.schedule)
    ]
    return min(1.0, m.longest / min(longest)) if min(longest) else 0.5


# -- plan ---------------------------------------------------------------------------------


def _link(c: _Candidate) -> Link:
    m = c.meeting
    unit = m.giver.unit or m.host.unit
    most = min(m.giver.left, m.host.left)
    least, cap = m.team or (0.0, most)
    whole = is_whole(unit)
    most = min(most, cap)
    return Link(
        left=m.offer.id,
        right=m.need.id,
        score=c.score,
        most=float(math.floor(most)) if whole and most >= 1 else most,
        whole=whole,
        least=least,
    )


def _limits(found: Sequence[_Candidate]) -> tuple[dict[str, Limit], dict[str, Limit]]:
    left: dict[str, Limit] = {}
    right: dict[str, Limit] = {}
    for c in found:
        offer, need = c.meeting.offer, c.meeting.need
        giver, host = c.meeting.giver, c.meeting.host
        left[offer.id] = Limit(_least(offer.quantity_min, giver), giver.left, _visits(c.meeting))
        right[need.id] = Limit(_least(need.quantity_min, host), host.left)
    return left, right


def _least(quantity_min: float | None, side: Listing) -> float:
    """Return the lower quota; what is agreed already counts towards it."""
    agreed = (side.record.quantity or 1.0) - side.left
    return max(0.0, (quantity_min or 0.0) - agreed)


def _visits(m: Meeting) -> int | None:
    """Return to how many hosts the teams of an offer can go; one team is never split."""
    if m.team is None or (m.offer.team_min is None and m.offer.team_max is None):
        return None
    return max(1, int(m.giver.left // m.offer.team_max)) if m.offer.team_max else 1


# -- what comes out -----------------------------------------------------------------------


def _suggestions(
    landscape: Landscape,
    found: Sequence[_Candidate],
    quantities: Mapping[tuple[str, str], float] | None,
) -> Results[Suggestion]:
    """Return candidates as suggestions; with ``quantities`` only those of the plan."""
    rows = []
    ranks: dict[str, int] = {}
    for c in ordered(found, score=lambda x: x.score, key=_key):
        m = c.meeting
        quantity = _link(c).most if quantities is None else quantities.get(_key(c), 0.0)
        if quantity <= 0:
            continue
        ranks[m.offer.id] = ranks.get(m.offer.id, 0) + 1
        rows.append(
            Suggestion(
                kind="pairing",
                subject_id=m.offer.id,
                other_id=m.need.id,
                asked=(m.giver.owner.id, m.host.owner.id),
                rank=ranks[m.offer.id],
                parts=c.parts,
                strength=c.score,
                to_confirm=unknowns(m),
                **explain(landscape, m, quantity),
            )
        )
    return Results(tuple(rows), record=pairing_record, columns=PAIRING_COLUMNS)


def _key(c: _Candidate) -> tuple[str, str]:
    return c.meeting.offer.id, c.meeting.need.id


def _unmatched(
    landscape: Landscape,
    meetings: Sequence[Meeting],
    verdicts: Mapping[tuple[str, str], list[tuple[str, str]]],
    found: Sequence[_Candidate],
    quantities: Mapping[tuple[str, str], float],
) -> Results[Unmatched]:
    scores = {_key(c): c.score for c in found}
    rows = []
    for side, record in (
        *(("offer", o) for o in landscape.dataset.offers),
        *(("need", n) for n in landscape.dataset.needs),
    ):
        if _is_done(record):
            continue
        listing = _listing(landscape, record, _agreed(landscape.dataset.agreements))
        s = 0 if side == "offer" else 1
        used = sum(q for key, q in quantities.items() if key[s] == record.id)
        left = round(listing.left - used, 4)
        if left <= 0:
            continue
        mine = [m for m in meetings if (m.offer.id, m.need.id)[s] == record.id]
        reason, nearest = why_unmatched(
            side, record, listing, used, mine, verdicts, scores, quantities, landscape.as_of
        )
        rows.append(Unmatched(side, record.id, left, reason, nearest))  # type: ignore[arg-type]
    removed = [
        Removal(offer_id, need_id, rules[0][0], rules[0][1])
        for (offer_id, need_id), rules in sorted(verdicts.items())
        if rules
    ]
    return Results(
        tuple(rows), record=Unmatched.to_record, removed=tuple(removed), columns=UNMATCHED_COLUMNS
    )
