"""Who should be in this bid: teams that cover what a brief wants.

A team is found exactly (mixed-integer programming, HiGHS): it covers the wanted
capabilities as well as the candidates can, with no member who adds nothing, within
the brief's size. Each further team shares at most half of its new members with any
team before it, so that there is a real choice. Who already stands in the brief
covers first and costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from sap_match.memory import Memory, pair
from sap_match.model import Brief
from sap_match.ranking import rounded, top_k
from sap_match.recommend.eligible import removals_for
from sap_match.recommend.evidence import title_of
from sap_match.recommend.narrow import share_left
from sap_match.recommend.partners import fit_for_brief
from sap_match.recommend.provision import Item, provision
from sap_match.recommend.shared import quote, shared_words
from sap_match.recommend.signals import brief_text
from sap_match.recommend.wording import listing
from sap_match.results import Part, Results, Suggestion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape

SeatRole = Literal["lead", "member", "partner", "uncovered"]
SEAT_COLUMNS = ("brief_id", "team", "organisation_id", "role", "covers", "reason", "score")


class ConsortiumConfig(BaseModel):
    """What makes a team."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    covers: float = Field(0.55, ge=0, le=1)
    """Fit of a capability and what an organisation brings, from which it covers it."""
    near_km: float = Field(6.0, gt=0)
    """Distance from the brief's areas within which what somebody brings counts whole."""
    candidates: int = Field(40, ge=1)
    """How many of the brief's best partners are considered, besides each capability's best."""
    seat_cost: float = Field(0.25, ge=0)
    """What a further member must add in coverage to be worth a seat."""
    fit: float = Field(0.2, ge=0)
    """Weight of a member's general fit to the brief beside what it covers."""


@dataclass(frozen=True)
class Seat:
    """One row of a team: an organisation and what it covers, or a capability nobody covers."""

    brief_id: str
    team: int
    organisation_id: str | None
    role: SeatRole
    covers: tuple[str, ...]
    reason: str
    score: float = 0.0


@dataclass(frozen=True)
class _Cover:
    """How well each candidate covers each capability, and by what.

    ``strength`` is of shape (candidates, capabilities), from 0 to 1, and falls with
    distance; ``by`` holds the item behind each cell.
    """

    ids: tuple[str, ...]
    capabilities: tuple[str, ...]
    strength: NDArray[np.float64]
    by: tuple[tuple[Item | None, ...], ...]
    apart: tuple[tuple[str, str], ...] = ()
    """Pairs of candidates of whom a team takes one at most."""


def form_consortium(
    landscape: Landscape,
    brief: Brief,
    *,
    teams: int = 3,
    memory: Memory | None = None,
    config: ConsortiumConfig | None = None,
) -> Results[Seat]:
    """Form up to ``teams`` teams for a brief.

    Parameters
    ----------
    landscape : Landscape
        The partnership as of a date.
    brief : Brief
        Its ``capabilities`` (else its themes) are what has to be covered; ``lead_id``
        and ``members`` are seated in every team.
    teams : int
        How many alternatives, best first; fewer when no more differ enough.

    Returns
    -------
    Results of Seat
        A capability that nobody covers is a row with no organisation and the role
        ``uncovered``.

    Raises
    ------
    UnknownIdError
        The lead or a member is unknown.
    """
    settings = config or ConsortiumConfig()
    dataset = landscape.dataset
    seated = tuple(
        dict.fromkeys(dataset.organisation(m).id for m in (brief.lead_id, *brief.members) if m)
    )
    remembered = memory or Memory()
    fit, removed = fit_for_brief(landscape, brief, memory=remembered)
    cover = _cover(landscape, brief, seated, tuple(fit), settings)
    cover = replace(cover, apart=_apart(landscape, cover.ids, seated, remembered))
    seats: list[Seat] = []
    earlier: list[frozenset[str]] = []
    for number in range(1, teams + 1):
        chosen = _team(brief, cover, seated, fit, earlier, settings)
        if chosen is None:
            break
        seats += _seats(landscape, brief, number, cover, seated, chosen, fit)
        earlier.append(frozenset(chosen) - frozenset(seated))
        if not earlier[-1]:
            break
    return Results(tuple(seats), record=seat_record, removed=removed, columns=SEAT_COLUMNS)


def seat_record(seat: Seat) -> dict[str, Any]:
    """Return the columns of ``sap-match consortium``."""
    return {
        "brief_id": seat.brief_id,
        "team": seat.team,
        "organisation_id": seat.organisation_id,
        "role": seat.role,
        "covers": "; ".join(seat.covers),
        "reason": seat.reason,
        "score": seat.score,
    }


def capabilities_of(brief: Brief) -> tuple[str, ...]:
    """Return what has to be covered: the capabilities, else the themes, else the whole brief."""
    return brief.capabilities or brief.themes or (brief.title or brief.description,)


def _cover(
    landscape: Landscape,
    brief: Brief,
    seated: Sequence[str],
    ranked: Sequence[str],
    config: ConsortiumConfig,
) -> _Cover:
    capabilities = capabilities_of(brief)
    position = landscape.position
    held = provision(landscape)
    owners = np.array([position[item.owner] for item in held.items], dtype=np.intp)
    n, m = len(landscape.ids), len(capabilities)
    strength = np.zeros((n, m))
    by = np.full((n, m), -1, dtype=np.intp)
    vectors = landscape.vectors(capabilities)
    asked = f"{brief_text(brief)}. {'. '.join(capabilities)}"
    for c, (text, vector) in enumerate(zip(capabilities, vectors, strict=True)):
        fits = held.fit(text, vector) * [share_left(i, text, asked) for i in held.items]
        for i in np.argsort(fits, kind="stable"):  # the best item of an owner comes last
            strength[owners[i], c], by[owners[i], c] = fits[i], i
    strength *= _reach(landscape, brief, config)[:, None]
    eligible = {*seated, *ranked}
    wanted = {*seated, *ranked[: config.candidates]}
    mask = np.array([one in eligible for one in landscape.ids])
    for c in range(m):
        column = np.where(mask, strength[:, c], -np.inf)
        wanted |= {landscape.ids[i] for i in top_k(column, landscape.ids, 8)}
    ids = tuple(sorted(wanted))
    rows = [position[one] for one in ids]
    items = tuple(tuple(held.items[k] if k >= 0 else None for k in by[i]) for i in rows)
    return _Cover(ids, capabilities, strength[rows], items)


def _apart(
    landscape: Landscape, ids: Sequence[str], seated: Sequence[str], memory: Memory
) -> tuple[tuple[str, str], ...]:
    """Return the pairs of candidates that a rule keeps from sitting in one team."""
    free = [one for one in ids if one not in seated]
    pairs = set()
    for one in free:
        for other, rule, _ in removals_for(landscape, one, exclude="none", memory=memory):
            if rule != "itself" and other in free:
                pairs.add(pair(one, other))
    return tuple(sorted(pairs))


def _reach(landscape: Landscape, brief: Brief, config: ConsortiumConfig) -> NDArray[np.float64]:
    """Return from 0 to 1 how far each organisation's work reaches where the brief is.

    Whole within ``near_km`` of the brief's areas, then falling; whole, too, where the
    place is unknown (that is asked, not punished) or the organisation serves the areas.
    """
    dataset = landscape.dataset
    areas = [a for a in brief.areas if dataset.has("areas", a)]
    km = landscape.distances_from(landscape.centres_of(areas))
    over = np.maximum(0.0, np.nan_to_num(km, nan=0.0) - config.near_km)
    near = np.exp(-over / (2 * config.near_km))
    serves = np.array(
        [bool(landscape.with_wider(landscape.areas_of(i)) & set(areas)) for i in landscape.ids]
    )
    return np.asarray(np.where(serves, 1.0, near), dtype=float)


def _team(
    brief: Brief,
    cover: _Cover,
    seated: Sequence[str],
    fit: dict[str, float],
    earlier: Sequence[frozenset[str]],
    config: ConsortiumConfig,
) -> dict[str, tuple[int, ...]] | None:
    """Return the best team: member id to the capabilities (positions) it covers."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import lil_matrix

    n, m = cover.strength.shape
    if n == 0:
        return {}
    gain = np.where(cover.strength >= config.covers, cover.strength, 0.0)
    seat_cost = np.array(
        [0.0 if i in seated else config.seat_cost - config.fit * fit.get(i, 0.0) for i in cover.ids]
    )
    objective = np.concatenate([seat_cost, -gain.ravel()])
    low = np.concatenate([[1.0 if i in seated else 0.0 for i in cover.ids], np.zeros(n * m)])
    high = np.concatenate([np.ones(n), (gain > 0).ravel().astype(float)])
    rows = lil_matrix((n * m + m + 1 + len(earlier) + len(cover.apart), n + n * m))
    upper = np.zeros(rows.shape[0])
    lower = np.full(rows.shape[0], -np.inf)
    for k in range(n * m):  # only who has a seat covers
        rows[k, n + k], rows[k, k // m] = 1.0, -1.0
    for c in range(m):  # each capability is covered once
        rows[n * m + c, n + c :: m] = 1.0
        upper[n * m + c] = 1.0
    size = n * m + m
    rows[size, :n] = 1.0
    lower[size] = min(max(brief.size_min or 0, len(seated)), n)
    upper[size] = max(brief.size_max or max(len(seated) + 6, 8), len(seated), brief.size_min or 0)
    for t, before in enumerate(earlier, start=1):
        for i, one in enumerate(cover.ids):
            if one in before:
                rows[size + t, i] = 1.0
        upper[size + t] = len(before) // 2
    for t, both in enumerate(cover.apart, start=size + 1 + len(earlier)):
        for one in both:
            rows[t, cover.ids.index(one)] = 1.0
        upper[t] = 1.0
    found = milp(
        objective,
        integrality=np.concatenate([np.ones(n), np.zeros(n * m)]),
        bounds=Bounds(low, high),
        constraints=LinearConstraint(rows.tocsr(), lower, upper),
        options={"time_limit": 300.0, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None
    taken = found.x[:n] > 0.5
    covered = found.x[n:].reshape(n, m) > 0.5
    return {
        one: tuple(int(c) for c in np.flatnonzero(covered[i]))
        for i, one in enumerate(cover.ids)
        if taken[i]
    }


def _seats(
    landscape: Landscape,
    brief: Brief,
    team: int,
    cover: _Cover,
    seated: Sequence[str],
    chosen: dict[str, tuple[int, ...]],
    fit: dict[str, float],
) -> list[Seat]:
    rows = []
    lead = landscape.dataset.resolve(brief.lead_id) if brief.lead_id else None
    order = [*seated, *sorted(set(chosen) - set(seated))]
    for one in order:
        i = cover.ids.index(one)
        role: SeatRole = "lead" if one == lead else "member" if one in seated else "partner"
        score = rounded(sum(cover.strength[i, c] for c in chosen[one]) + fit.get(one, 0.0))
        rows.append(
            Seat(
                brief.id,
                team,
                one,
                role,
                tuple(cover.capabilities[c] for c in chosen[one]),
                _seat_reason(landscape, brief, cover, i, chosen[one], role),
                score,
            )
        )
    rows.sort(key=lambda s: (s.role != "lead", s.role != "member", -s.score, s.organisation_id))
    covered = {c for found in chosen.values() for c in found}
    for c, capability in enumerate(cover.capabilities):
        if c not in covered:
            rows.append(
                Seat(
                    brief.id, team, None, "uncovered", (capability,), _nearest(landscape, cover, c)
                )
            )
    return rows


def _seat_reason(
    landscape: Landscape,
    brief: Brief,
    cover: _Cover,
    i: int,
    covers: Sequence[int],
    role: SeatRole,
) -> str:
    name = landscape.name(cover.ids[i])
    told = []
    for c in covers:
        item = cover.by[i][c]
        if item is not None and item.name:
            told.append(f"{cover.capabilities[c]} with {item.name}")
        else:
            told.append(f"{cover.capabilities[c]}{_quote(landscape, i, cover, c)}")
    if told:
        return f"{name} covers {listing(told)}."
    if role == "partner":
        return f"{name} fits “{title_of(brief)}” though it covers nothing that the others lack."
    return f"{name} stands in the brief already."


def _quote(landscape: Landscape, i: int, cover: _Cover, c: int) -> str:
    profile = landscape.profile(cover.ids[i])
    shared = shared_words(landscape, cover.capabilities[c], profile.text)
    told = quote(profile, shared)
    return f" ({told})" if told else ""


def _nearest(landscape: Landscape, cover: _Cover, c: int) -> str:
    i = int(np.argmax(cover.strength[:, c])) if cover.ids else -1
    item = cover.by[i][c] if cover.ids else None
    if item is None or cover.strength[i, c] <= 0:
        return f"Nobody here has written anything about {cover.capabilities[c]}."
    name = landscape.name(cover.ids[i])
    what = f" with {item.name}" if item.name else ""
    return (
        f"Nobody here clearly covers {cover.capabilities[c]}; "
        f"{name} comes nearest{what} and could be asked whom it knows."
    )


def team_suggestion(
    landscape: Landscape, brief: Brief, seats: Sequence[Seat], team: int = 1
) -> Suggestion | None:
    """Return one team as a suggestion for the month, or None where nobody was found."""
    rows = [s for s in seats if s.team == team]
    partners = [s for s in rows if s.role == "partner" and s.organisation_id]
    if not partners:
        return None
    wanted = len(capabilities_of(brief))
    uncovered = [c for s in rows if s.role == "uncovered" for c in s.covers]
    share = 1 - len(uncovered) / wanted
    names = [landscape.name(s.organisation_id or "") for s in partners]
    title = title_of(brief)
    asked = [s.organisation_id for s in rows if s.organisation_id]
    lead = next((landscape.name(s.organisation_id or "") for s in rows if s.role == "lead"), "")
    other = "other " if lead else ""
    return Suggestion(
        kind="consortium",
        subject_id=brief.id,
        other_id="+".join(sorted(s.organisation_id or "" for s in partners)),
        asked=tuple(dict.fromkeys(asked)),
        rank=team,
        parts=(Part("coverage", round(share, 6), 1.0, f"{wanted - len(uncovered)} of {wanted}"),),
        reason=" ".join(s.reason for s in partners if s.covers)
        or f"{listing(names)} fit “{title}” best.",
        counter_reason=f"Nobody here covers {listing(uncovered)}." if uncovered else "",
        first_step=(
            f"Ask {lead or names[0]} whether it would call the {other}{len(partners)} together "
            f"for an hour on “{title}”, and who is missing."
        ),
        strength=round(0.8 * share, 6),
        area_id=next((a for a in brief.areas if landscape.dataset.has("areas", a)), None),
        details={
            "action": f"Bring {listing([*filter(None, [lead]), *names])} together for “{title}”.",
            "covers": "; ".join(c for s in partners for c in s.covers),
        },
    )
