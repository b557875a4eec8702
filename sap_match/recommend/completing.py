"""What each organisation lacks and has, read from the records: the ground of complementarity.

An organisation lacks what its open needs ask for, and the themes that its work with
others or its needs are about and it does not hold itself. It has its offers, its themes, and its
work for the people it serves, as its own words tell both.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.graph.network import PARTNER_KINDS
from sap_match.model import Brief, Need, Offer
from sap_match.recommend.eligible import general_removals
from sap_match.recommend.exchange import exchanges, is_open
from sap_match.recommend.pairings.listing import DONE
from sap_match.recommend.parts.complement import brought, other_work, rarity
from sap_match.recommend.parts.reciprocity import harmonic
from sap_match.recommend.parts.size import size_fit
from sap_match.recommend.provision import provision
from sap_match.similarity.subjects import SUBJECTS, VARIANTS, subject_spans
from sap_match.similarity.text import clean, mask
from sap_match.similarity.words import stem, words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape

#: Subjects that are people; the others are work.
PEOPLE = (
    "older people", "disabled people", "learning disabilities", "autism",
    "special educational needs", "dementia", "carers", "bereavement", "domestic abuse",
    "homelessness", "refugees and asylum seekers", "addiction and recovery",
    "offenders and their families", "cancer", "deaf people", "blind people", "early years",
    "new parents", "care leavers and children in care", "LGBT people",
    "ethnic minority communities", "veterans", "mental health",
)  # fmt: skip
WORK = tuple(s for s in SUBJECTS if s not in PEOPLE)
#: Likeness of a need and an offer of one type: none below, wholly met from the second on.
_MET, _WHOLE = 0.30, 0.55
#: The same for what a brief asks and what somebody brings.
_COVERS, _COVERED = 0.40, 0.80
#: What a theme is worth that somebody is only inferred to want, from its work with others.
INFERRED = 0.6


@dataclass(frozen=True)
class Typed:
    """An open need and an offer of the same type that could meet it."""

    value: float
    need: Need
    offer: Offer


@dataclass(frozen=True, eq=False)
class Holdings:
    """Who serves whom, does what, holds which themes and wants which: n rows each."""

    served: NDArray[np.bool_]
    done: NDArray[np.bool_]
    telling: NDArray[np.float64]
    themes: tuple[str, ...]
    held: Any
    wanted: Any
    typed: Mapping[tuple[str, str], Typed]


def holdings(landscape: Landscape) -> Holdings:
    """Return what the organisations of a landscape lack and have, made once."""
    return landscape.part("holdings", lambda: _holdings(landscape))


def gains(landscape: Landscape, subject: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what a subject gains from each organisation, and what each gains from it.

    Two arrays of shape ``(n,)`` from 0 to 1, in the order of ids.
    """
    have, row = holdings(landscape), landscape.position[subject]
    ours = other_work(have.served, have.done, row, have.telling)
    theirs = _other_way(have, row)
    wanted = brought(_row(have.wanted, row), have.held), _met_by(have, row)
    themes = [INFERRED * share for share in wanted]
    typed = [np.zeros(len(landscape.ids)), np.zeros(len(landscape.ids))]
    for (needing, serving), found in have.typed.items():
        if needing == subject:
            typed[0][landscape.position[serving]] = found.value
        elif serving == subject:
            typed[1][landscape.position[needing]] = found.value
    best = [np.maximum.reduce(x) for x in zip((ours, theirs), themes, typed, strict=True)]
    for side in best:
        side[row] = 0.0
    return best[0], best[1]


def traded(landscape: Landscape, subject: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return as `gains` does what needs and services (or spare things) are worth to each side."""
    ours, theirs = np.zeros(len(landscape.ids)), np.zeros(len(landscape.ids))
    for (needing, serving), found in _exchanges_of(landscape).get(subject, {}).items():
        side, other = (ours, serving) if needing == subject else (theirs, needing)
        side[landscape.position[other]] = float(np.clip((found - 0.3) / 0.2, 0, 1))
    return ours, theirs


def completing(landscape: Landscape, subject: str) -> dict[str, NDArray[np.float64]]:
    """Return the parts ``complement``, ``reciprocity`` and ``size`` of one organisation.

    Three arrays of shape ``(n,)`` from 0 to 1. What needs and services do for each other
    has a part of its own (``exchange``) and counts here where both sides gain.
    """
    ours, theirs = gains(landscape, subject)
    get, give = traded(landscape, subject)
    incomes = _incomes(landscape)
    own = landscape.dataset.organisation(subject).income
    return {
        "complement": ours,
        "reciprocity": harmonic(np.maximum(ours, get), np.maximum(theirs, give)),
        "size": size_fit(own, incomes),
    }


def completing_brief(
    landscape: Landscape, brief: Brief, members: Sequence[str]
) -> dict[str, NDArray[np.float64]]:
    """Return the parts ``complement`` and ``size`` of a brief.

    The size that fits is an equal share of the budget.
    """
    seats = brief.size_max or brief.size_min or 4
    share = brief.budget / seats if brief.budget else None
    return {
        "complement": brief_gains(landscape, brief, members),
        "size": size_fit(share, _incomes(landscape)),
    }


def _incomes(landscape: Landscape) -> NDArray[np.float64]:
    """Return the incomes, NaN where unknown."""

    def make() -> NDArray[np.float64]:
        told = [landscape.dataset.organisation(one).income for one in landscape.ids]
        return np.array([np.nan if x is None else x for x in told], dtype=float)

    return landscape.part("incomes", make)


def brief_gains(landscape: Landscape, brief: Brief, members: Sequence[str]) -> NDArray[np.float64]:
    """Return which share of what a brief asks and its members lack each organisation brings.

    Capabilities, themes and kinds wanted count alike, where the brief names them.
    """
    rows = [landscape.position[one] for one in members]
    groups = [
        *_lacking_capabilities(landscape, brief, rows),
        *_lacking_themes(landscape, brief, rows),
        *_lacking_kinds(landscape, brief, rows),
    ]
    found = [brought(lacking, held) for lacking, held in groups]
    total = np.sum(found, axis=0) if found else np.zeros(len(landscape.ids))
    return np.asarray(total / max(len(found), 1), dtype=float)


# -- organisations ------------------------------------------------------------------------


def _holdings(landscape: Landscape) -> Holdings:
    told = [subjects_of(text) for text in _own_texts(landscape)]
    served, done = _present(told, PEOPLE), _present(told, WORK)
    closed = general_removals(landscape)
    may = np.array([one not in closed for one in landscape.ids], dtype=bool)
    own = [frozenset(p.themes) for p in map(landscape.profile, landscape.ids)]
    wants = [asked - mine for asked, mine in zip(_asked_themes(landscape), own, strict=True)]
    names = tuple(sorted(set().union(*own))) if own else ()
    asked = Counter(t for o, ok in zip(own, may.tolist(), strict=True) if ok for t in o)
    holders = np.array([asked[t] for t in names], dtype=float)
    return Holdings(
        served=served,
        done=done,
        telling=rarity(served[may].sum(axis=0).astype(float), int(may.sum())),
        themes=names,
        held=_table(own, names, np.ones(len(names))),
        wanted=_table(wants, names, rarity(holders, int(may.sum()))),
        typed=_typed(landscape),
    )


def _own_texts(landscape: Landscape) -> list[str]:
    """Return what each says of itself and its services, or what it was paid for."""
    dataset, found = landscape.dataset, []
    for one in landscape.ids:
        organisation = dataset.organisation(one)
        services = dataset.services_of(one)
        told = [organisation.description or "", *(s.description or "" for s in services)]
        if not any(told) and organisation.role != "funder":
            paid = (c for c in dataset.collaborations_of(one) if c.kind == "funding")
            told = [c.description or "" for c in paid]
        names = [s.name for s in services] if any(told) else []
        found.append(clean(". ".join([*names, *told])))
    return found


@lru_cache(maxsize=4096)
def subjects_of(text: str) -> frozenset[str]:
    """Return the subjects of the sector that a text names.

    Examples
    --------
    >>> sorted(subjects_of("Altrincham Counselling and Lunch Club"))
    ['counselling', 'lunch clubs and shared meals']
    """
    words = words_of(text)
    spans = {tuple(stem(w) for w in words[i:j]) for i, j in subject_spans(words)}
    return frozenset(s for s, variants in VARIANTS.items() if spans and variants & spans)


def _present(told: Sequence[frozenset[str]], subjects: Sequence[str]) -> NDArray[np.bool_]:
    """Return which subjects stand in which texts, shape (texts, subjects)."""
    table = np.zeros((len(told), len(subjects)), dtype=bool)
    column = {subject: j for j, subject in enumerate(subjects)}
    for i, found in enumerate(told):
        table[i, [column[s] for s in found if s in column]] = True
    return table


def _asked_themes(landscape: Landscape) -> list[set[str]]:
    """Return the themes of each one's work with others and of its open needs."""
    dataset = landscape.dataset
    asked: dict[str, set[str]] = defaultdict(set)
    for need in dataset.needs:
        if is_open(need, landscape):
            asked[dataset.resolve(need.organisation_id)] |= {c.casefold() for c in need.causes}
    for one in landscape.ids:
        for c in dataset.collaborations_of(one):
            if c.kind in PARTNER_KINDS and c.kind != "forum":
                asked[one] |= {t.casefold() for t in c.themes}
    return [asked[one] for one in landscape.ids]


def _table(
    rows: Sequence[Iterable[str]], names: Sequence[str], weights: NDArray[np.float64]
) -> Any:
    from scipy import sparse

    place = {name: j for j, name in enumerate(names)}
    cells = [(i, place[t]) for i, row in enumerate(rows) for t in sorted(row) if t in place]
    where = np.array(cells, dtype=np.int64).reshape(-1, 2)
    cells_of = (weights[where[:, 1]], (where[:, 0], where[:, 1]))
    return sparse.csr_array(cells_of, shape=(len(rows), len(names)))


def _row(table: Any, row: int) -> NDArray[np.float64]:
    return np.asarray(table[[row]].toarray()[0], dtype=float)


def _other_way(have: Holdings, row: int) -> NDArray[np.float64]:
    """Return what each gains from one's work for the same people."""
    mine = have.done[row]
    does = int(mine.sum())
    if not does:
        return np.zeros(len(have.done))
    shared = ((have.served & have.served[row]) * have.telling).max(axis=1, initial=0.0)
    said = have.done.any(axis=1)
    return np.asarray(shared * said * (mine & ~have.done).sum(axis=1) / does, dtype=float)


def _met_by(have: Holdings, row: int) -> NDArray[np.float64]:
    """Return which share of the themes that each wants one holds."""
    total = np.asarray(have.wanted.sum(axis=1), dtype=float).ravel()
    met = np.asarray(have.wanted @ _row(have.held, row), dtype=float).ravel()
    share = np.divide(met, total, out=np.zeros(len(total)), where=total > 0)
    return np.asarray(share, dtype=float)


def _typed(landscape: Landscape) -> dict[tuple[str, str], Typed]:
    """Return the best need and offer of one type of each ordered pair (needing, serving)."""
    from sap_match.similarity.blend import PLAIN
    from sap_match.similarity.index import SimilarityIndex

    dataset = landscape.dataset
    needs = [n for n in dataset.needs if is_open(n, landscape)]
    offers = [o for o in dataset.offers if _stands(o, landscape)]
    if not needs or not offers:
        return {}
    texts = [mask(clean(o.description)) for o in offers]
    names = [f"{i:07d}" for i in range(len(offers))]
    index = SimilarityIndex.build(names, texts, landscape.vectors(texts), config=PLAIN)
    asked = [mask(clean(n.description)) for n in needs]
    best: dict[tuple[str, str], Typed] = {}
    for need, text, vector in zip(needs, asked, landscape.vectors(asked), strict=True):
        met = np.clip((index.query(text, vector) - _MET) / (_WHOLE - _MET), 0, 1)
        needing = dataset.resolve(need.organisation_id)
        for offer, value in zip(offers, met.tolist(), strict=True):
            pair = needing, dataset.resolve(offer.organisation_id)
            known = best[pair].value if pair in best else 0.0
            if offer.kind == need.kind and pair[0] != pair[1] and value > known:
                best[pair] = Typed(value, need, offer)
    return best


def _stands(offer: Offer, landscape: Landscape) -> bool:
    ended = offer.ends_on is not None and offer.ends_on < landscape.as_of
    return not ended and (offer.status or "open").strip().casefold() not in DONE


def _exchanges_of(landscape: Landscape) -> dict[str, dict[tuple[str, str], float]]:
    """Return each one's exchanges by (needing, serving)."""

    def make() -> dict[str, dict[tuple[str, str], float]]:
        found: dict[str, dict[tuple[str, str], float]] = defaultdict(dict)
        for (needing, serving), one in exchanges(landscape).items():
            found[needing][needing, serving] = one.value
            found[serving][needing, serving] = one.value
        return dict(found)

    return landscape.part("exchanges by either side", make)


# -- briefs -------------------------------------------------------------------------------

Group = tuple["NDArray[np.float64]", Any]


def _lacking_capabilities(
    landscape: Landscape, brief: Brief, members: Sequence[int]
) -> list[Group]:
    wanted = [c for c in dict.fromkeys(brief.capabilities) if c.strip()]
    can = provision(landscape) if wanted else None
    if can is None or not can.items:
        return []
    owners = np.array([landscape.position[item.owner] for item in can.items])
    covers = np.zeros((len(landscape.ids), len(wanted)))
    for j, (text, vector) in enumerate(zip(wanted, landscape.vectors(wanted), strict=True)):
        fit = np.clip((can.fit(text, vector) - _COVERS) / (_COVERED - _COVERS), 0, 1)
        np.maximum.at(covers[:, j], owners, fit)
    held = covers[list(members)].max(axis=0, initial=0.0)
    return [(1 - held, covers)]


def _lacking_themes(landscape: Landscape, brief: Brief, members: Sequence[int]) -> list[Group]:
    have = holdings(landscape)
    asked = {t.casefold() for t in brief.themes}
    wanted = np.array([t in asked for t in have.themes], dtype=float)
    if not wanted.any():
        return []
    held = have.held[list(members)].toarray().max(axis=0, initial=0.0)
    return [(wanted * (1 - held), have.held)]


def _lacking_kinds(landscape: Landscape, brief: Brief, members: Sequence[int]) -> list[Group]:
    kinds = sorted(set(brief.kinds_wanted))
    if len(kinds) < 2:  # where all must be of one kind, that tells nobody apart
        return []
    organisation = landscape.dataset.organisation
    of = [organisation(one).kind for one in landscape.ids]
    held = np.array([[kind == k for k in kinds] for kind in of], dtype=float)
    return [(1 - held.reshape(-1, len(kinds))[list(members)].max(axis=0, initial=0.0), held)]
