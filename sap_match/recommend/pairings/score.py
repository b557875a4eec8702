"""How well an offer suits a need: likeness, skills, causes, distance, time.

Each part is a share from 0 to 1, the weights add up to 1: a sound exact fit scores about
.8 and a doubtful one about .3, whatever the kind.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from sap_match.model import Need, Offer
from sap_match.recommend.pairings.listing import Listing, Meeting
from sap_match.recommend.quoting import stems_of
from sap_match.results import Part
from sap_match.windows import Schedule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape
    from sap_match.recommend.pairings.reliability import Record

PARTS = ("text", "skills", "causes", "distance", "time", "reliability")


class PairingConfig(BaseModel):
    """Weights of the parts (they add up to 1) and the scales behind them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: float = Field(0.35, ge=0)
    """Weight of likeness of the two descriptions; takes the weights of parts that have none."""
    skills: float = Field(0.2, ge=0)
    """Weight of the skills asked for that are offered; goes to text where none is asked for."""
    causes: float = Field(0.15, ge=0)
    """Weight of causes in common."""
    distance: float = Field(0.15, ge=0)
    """Weight of nearness."""
    time: float = Field(0.1, ge=0)
    """Weight of the time that both have."""
    reliability: float = Field(0.05, ge=0)
    """Weight of how far the giver delivered what it pledged, by what hosts have confirmed; goes
    to text where nobody has such a history. A giver without one counts as the mean of all."""
    alike: float = Field(0.3, ge=0, le=1)
    """Likeness from which two descriptions speak of the same thing."""
    akin: float = Field(0.12, ge=0, le=1)
    """The same for hands and money with a cause in common, and for rooms; also where the
    value of the text part begins."""
    full: float = Field(0.6, ge=0, le=1)
    """Likeness that counts as whole: two descriptions in other words seldom reach more."""
    skill: float = Field(0.62, ge=0, le=1)
    """Likeness at which two names of skills mean the same."""
    near_km: float = Field(10.0, gt=0)
    """Distance at which nearness has fallen to 1/e."""
    every_pair: int = Field(300_000, ge=0)
    """Pairs of a kind up to which all that no rule refuses are candidates."""
    of_offer: int = Field(4, ge=1)
    """In larger markets: how many needs each offer keeps, its best first."""
    of_need: int = Field(8, ge=1)
    """In larger markets: how many offers each need keeps."""
    rounds: int = Field(4, ge=0)
    """How often pairs that were left out may come in because the plan's prices ask for it."""
    enough: float = Field(0.01, ge=0, le=1)
    """What left-out pairs could add, as a share of the plan, at which no more come in."""
    small_income: float = Field(100_000.0, ge=0)
    """Income a year, in pounds, up to which a charity is a small one (aim ``fair``)."""


def likenesses(
    landscape: Landscape, offers: Sequence[Listing], needs: Sequence[Listing]
) -> NDArray[np.float64]:
    """Return the likeness of each offer's words to each need's, shape (offers, needs)."""
    from sap_match.similarity.blend import PLAIN
    from sap_match.similarity.index import SimilarityIndex
    from sap_match.similarity.text import clean

    if not offers or not needs:
        return np.zeros((len(offers), len(needs)))
    rows = [*((f"offer {o.id}", o) for o in offers), *((f"need {n.id}", n) for n in needs)]
    texts = [clean(one.record.description) for _, one in rows]
    vectors = landscape.vectors(texts)
    index = SimilarityIndex.build([key for key, _ in rows], texts, vectors, config=PLAIN)
    columns = [index.position(f"need {n.id}") for n in needs]
    return np.asarray(index.matrix([f"offer {o.id}" for o in offers])[:, columns])


@dataclass(frozen=True, eq=False)
class SkillNames:
    """Which skill covers which: by its words, or by what they mean."""

    vectors: dict[str, NDArray[np.float64]]
    threshold: float

    @classmethod
    def of(
        cls, landscape: Landscape, records: Iterable[Offer | Need], threshold: float
    ) -> SkillNames:
        """Return the names of all skills that the records hold, with their vectors."""
        names: set[str] = set()
        for one in records:
            names |= {
                *(one.skills if isinstance(one, Offer) else ()),
                *((*one.skills_required, *one.skills_desired) if isinstance(one, Need) else ()),
            }
        told = sorted(names)
        if not told:
            return cls({}, threshold)
        vectors = np.asarray(landscape.vectors(told), dtype=float)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return cls(dict(zip(told, vectors / np.maximum(lengths, 1e-12), strict=True)), threshold)

    def covered(self, asked: Sequence[str], offer: Offer) -> tuple[tuple[str, str], ...]:
        """Return (asked, offered) of each skill asked for that the offer has.

        A skill that stands in the offer's description in the same words counts too.
        """
        pairs = []
        for skill in asked:
            best = max(offer.skills, key=lambda s: (self._same(skill, s), s), default=None)
            if best is not None and self._same(skill, best) >= self.threshold:
                pairs.append((skill, best))
            elif stems_of(skill) and stems_of(skill) <= stems_of(offer.description):
                pairs.append((skill, skill))
        return tuple(pairs)

    def _same(self, asked: str, offered: str) -> float:
        left, right = stems_of(asked), stems_of(offered)
        if left and right and (left <= right or right <= left):
            return 1.0
        return round(float(self.vectors[asked] @ self.vectors[offered]), 6)


def shared_causes(giver: Listing, host: Listing) -> tuple[str, ...]:
    """Return the causes of the offer that the need or its host stands for, in its own order."""
    offer = giver.record
    has = {c.casefold() for c in (*host.record.causes, *host.owner.themes)}
    return tuple(c for c in dict.fromkeys(offer.causes) if c.casefold() in has)


def are_alike(
    giver: Listing, host: Listing, likeness: float, skills: SkillNames, config: PairingConfig
) -> bool:
    """Whether what is offered and what is asked for are the same sort of thing.

    Alike words are enough, and so is a skill in common. A team of hands, money and rooms
    say little about themselves: a cause in common stands in for words, and hands that
    name neither cause nor skill, and rooms, may go anywhere.
    """
    if likeness >= config.alike:
        return True
    kind, offer, need = giver.record.kind, giver.record, host.record
    if not isinstance(offer, Offer) or not isinstance(need, Need):
        return False
    if kind in ("skills", "volunteering"):
        asked = (*need.skills_required, *need.skills_desired)
        if asked and skills.covered(asked, offer):
            return True
    if likeness < config.akin or kind in ("skills", "goods"):
        return False
    anywhere = kind == "volunteering" and not offer.causes and not offer.skills
    return kind == "space" or anywhere or bool(shared_causes(giver, host))


def parts_of(m: Meeting, config: PairingConfig, record: Record | None = None) -> tuple[Part, ...]:
    """Return the parts of a meeting's score, each with the fact behind it.

    ``record`` is how the giver kept its word; None where nobody has such a history.
    """
    asked = {*m.need.skills_required, *m.need.skills_desired}
    weights = {name: float(getattr(config, name)) for name in PARTS}
    idle = [*([] if asked else ["skills"]), *([] if record else ["reliability"])]
    weights["text"] += sum(weights[name] for name in idle)
    weights |= dict.fromkeys(idle, 0.0)
    scale = max(config.full - config.akin, 1e-9)
    values = {
        "text": min(1.0, max(0.0, (m.likeness - config.akin) / scale)),
        "skills": len({skill for skill, _ in (*m.required, *m.desired)}) / max(len(asked), 1),
        "causes": _cause_value(m),
        "distance": _nearness(m, config),
        "time": _time_fit(m),
        "reliability": record.value if record else 0.0,
    }
    facts = {
        "skills": ", ".join(a if a == b else f"{a} ({b})" for a, b in (*m.required, *m.desired)),
        "causes": ", ".join(m.causes),
        "distance": "remote" if m.remote else "" if m.km is None else f"{m.km:.1f} km",
        "reliability": record.fact if record else "",
    }
    return tuple(Part(n, round(values[n], 6), weights[n], facts.get(n, "")) for n in PARTS)


def _cause_value(m: Meeting) -> float:
    """Return .7 for one shared cause, 1 for two; .5 where the offer names none."""
    if not m.offer.causes:
        return 0.5
    return min(1.0, 0.7 + 0.3 * (len(m.causes) - 1)) if m.causes else 0.0


def _nearness(m: Meeting, config: PairingConfig) -> float:
    if m.remote:
        return 1.0
    return 0.4 if m.km is None else math.exp(-m.km / config.near_km)


def _time_fit(m: Meeting) -> float:
    """Return how much of the shorter side's longest stretch the two share; .5 if unknown."""
    if m.longest is None or m.giver.schedule is None or m.host.schedule is None:
        return 0.5
    shorter = min(_longest(m.giver.schedule), _longest(m.host.schedule))
    return min(1.0, m.longest / shorter) if shorter else 0.5


def _longest(schedule: Schedule) -> int:
    windows = [w.end - w.start for w in schedule.windows]
    return max([*windows, *(r.end - r.start for r in schedule.rules)], default=0)
