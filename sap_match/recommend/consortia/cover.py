"""Who covers what, and how well: the wanted capabilities against what everybody brings.

What an organisation brings are its services, rooms, offers and own words (`provision`). Who has
none of these is known by the collaborations it joined, at a discount: a team of ten did that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sap_match.model import Brief
from sap_match.recommend.narrow import share_left
from sap_match.recommend.provision import Item, Provision, provision
from sap_match.recommend.readings import brief_text
from sap_match.similarity.blend import PLAIN
from sap_match.similarity.index import SimilarityIndex
from sap_match.similarity.text import clean, mask
from sap_match.similarity.words import stem, words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape

#: What is left of a fit that rests on what an organisation did with others.
WITH_OTHERS = 0.9
#: What a second thing that somebody brings for a capability adds to the first: of the share of
#: its fit above `_LITTLE`. Whoever does a thing twice does it, and did not just use the word.
SECOND = 0.25
#: What is left of the fit of who is known to work elsewhere, at no known distance.
ELSEWHERE = 0.95
#: How far the share of wanted words that somebody uses may go beyond likeness of meaning.
WORDS_BEYOND = 0.35
#: A fit below this is not looked at for what the service is narrower than.
_LITTLE = 0.3


@dataclass(frozen=True, eq=False)
class Cover:
    """How well everybody covers each capability, and by what.

    ``fit`` is of shape (organisations, capabilities), from 0 to 1, and says nothing of place;
    ``reach`` of shape (organisations,) is the share of it that is left where the brief is;
    ``item(i, c)`` is what stands behind a cell.
    """

    capabilities: tuple[str, ...]
    fit: NDArray[np.float64]
    reach: NDArray[np.float64]
    by: NDArray[np.intp]
    items: tuple[Item, ...]

    @property
    def strength(self) -> NDArray[np.float64]:
        """Fit, less what distance takes off."""
        return np.asarray(self.fit * self.reach[:, None], dtype=float)

    def item(self, i: int, c: int) -> Item | None:
        """Return what an organisation would cover a capability with."""
        return self.items[self.by[i, c]] if self.by[i, c] >= 0 else None


@dataclass(frozen=True, eq=False)
class Experience:
    """What organisations without words of their own did with others.

    ``done.items`` are collaborations; entry ``k`` of ``owners`` took part in ``joined[k]``.
    """

    done: Provision
    owners: NDArray[np.intp]
    joined: NDArray[np.intp]


def cover_of(
    landscape: Landscape, brief: Brief, capabilities: Sequence[str], near_km: float
) -> Cover:
    """Return who covers what for a brief."""
    held, known = provision(landscape), experience(landscape)
    position = landscape.position
    owners = np.array([position[item.owner] for item in held.items], dtype=np.intp)
    n, m = len(landscape.ids), len(capabilities)
    fit, by = np.zeros((n, m)), np.full((n, m), -1, dtype=np.intp)
    asked = f"{brief_text(brief)}. {'. '.join(capabilities)}"
    vectors = landscape.vectors(capabilities)
    for c, (text, vector) in enumerate(zip(capabilities, vectors, strict=True)):
        if held.items:
            fits = _tempered(held, text, vector)
            for i in np.flatnonzero(fits >= _LITTLE):
                fits[i] *= share_left(held.items[i], text, asked)
            _best(fit[:, c], by[:, c], owners, fits, np.arange(len(fits)))
        if len(known.owners):
            fits = WITH_OTHERS * _tempered(known.done, text, vector)[known.joined]
            _best(fit[:, c], by[:, c], known.owners, fits, len(held.items) + known.joined)
    return Cover(
        tuple(capabilities), fit, reach(landscape, brief, near_km), by,
        (*held.items, *known.done.items),
    )  # fmt: skip


def _tempered(held: Provision, text: str, vector: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return how well each thing fits, words counting only as far as the meaning bears them out.

    An exhibition on transport drives nobody: it uses the word, and is about something else.
    """
    fits = held.fit(text, vector)
    like = np.minimum(held.index.query(text, vector) / 0.5, 1.0)
    used = 2 * fits - like
    return np.asarray(0.5 * like + 0.5 * np.minimum(used, like + WORDS_BEYOND), dtype=float)


def _best(
    fit: NDArray[np.float64],
    by: NDArray[np.intp],
    owners: NDArray[np.intp],
    fits: NDArray[np.float64],
    items: NDArray[np.intp],
) -> None:
    """Put each owner's best item into its cell, with what its second best adds."""
    order = np.argsort(fits, kind="stable")
    best = np.full(len(fit), -1, dtype=np.intp)
    best[owners[order]] = order
    others = order[best[owners[order]] != order]
    second = np.zeros(len(fit))
    second[owners[others]] = fits[others]
    rows = np.flatnonzero(best >= 0)
    found = np.minimum(1.0, fits[best[rows]] + SECOND * np.maximum(0.0, second[rows] - _LITTLE))
    better = found > fit[rows]
    rows, found = rows[better], found[better]
    fit[rows], by[rows] = found, items[best[rows]]


def experience(landscape: Landscape) -> Experience:
    """Return what the organisations that say nothing of themselves did with others, made once."""
    return landscape.part("experience", lambda: _experience(landscape))


def _experience(landscape: Landscape) -> Experience:
    dataset, network = landscape.dataset, landscape.network
    speaks = {item.owner for item in provision(landscape).items}
    told = {c.id: f"{c.title or ''}. {c.description or ''}" for c in dataset.collaborations}
    silent = np.array([one not in speaks for one in landscape.ids], dtype=bool)
    items: list[Item] = []
    owners: list[NDArray[np.int64]] = []
    joined: list[NDArray[np.int64]] = []
    for j in np.flatnonzero(network.selected() & (network.kinds != "forum")):
        one = network.collaboration_ids[j]
        who = network.members[network.indptr[j] : network.indptr[j + 1]]
        who = who[silent[who]]
        text = clean(told[one])
        if len(who) and len(text) > 3:
            title = clean(dataset.collaboration(one).title or "")
            owners.append(who)
            joined.append(np.full(len(who), len(items)))
            items.append(Item("", "collaboration", title, mask(text)))
    texts = [item.text for item in items]
    index = SimilarityIndex.build(
        [f"{i:07d}" for i in range(len(items))], texts, landscape.vectors(texts), config=PLAIN
    )
    stems = tuple(frozenset(stem(w) for w in words_of(t)) for t in texts)
    nobody = np.zeros(0, dtype=np.intp)
    return Experience(
        Provision(tuple(items), index, stems),
        np.concatenate(owners).astype(np.intp) if owners else nobody,
        np.concatenate(joined).astype(np.intp) if joined else nobody,
    )


def reach(landscape: Landscape, brief: Brief, near_km: float) -> NDArray[np.float64]:
    """Return from 0 to 1 how far each organisation's work reaches where the brief is.

    Whole within ``near_km`` of the brief's areas, then falling; whole, too, where the
    place is unknown (that is asked, not punished) or the organisation serves the areas. Of who
    is known to work in other areas only, so far as that is all that is known, most is left.
    """
    km = km_to(landscape, brief)
    near = np.exp(-np.maximum(0.0, np.nan_to_num(km, nan=0.0) - near_km) / (2 * near_km))
    near[_only_elsewhere(landscape, brief) & np.isnan(km)] = ELSEWHERE
    return np.asarray(np.where(serves(landscape, areas_of(landscape, brief)), 1.0, near))


def _only_elsewhere(landscape: Landscape, brief: Brief) -> NDArray[np.bool_]:
    """Return who works in some areas of which none is, holds or lies in one of the brief's."""
    wanted = landscape.with_wider(areas_of(landscape, brief))
    if not wanted:
        return np.zeros(len(landscape.ids), dtype=bool)
    kinds = {a.id: a.kind for a in landscape.dataset.areas}
    held = (landscape.areas_of(one) for one in landscape.ids)
    return np.array(
        [
            bool(own) and not wanted & set(own) and any(kinds[a] != "borough" for a in own)
            for own in held
        ],
        dtype=bool,
    )


def areas_of(landscape: Landscape, brief: Brief) -> tuple[str, ...]:
    """Return the brief's areas that exist."""
    return tuple(a for a in brief.areas if landscape.dataset.has("areas", a))


def km_to(landscape: Landscape, brief: Brief) -> NDArray[np.float64]:
    """Return km from the brief's areas to everybody, nan where unknown."""
    return landscape.distances_from(landscape.centres_of(areas_of(landscape, brief)))


def serves(landscape: Landscape, areas: Sequence[str]) -> NDArray[np.bool_]:
    """Return who works in one of some areas, or in what lies in one."""
    wanted = set(areas)
    found = np.zeros(len(landscape.ids), dtype=bool)
    if wanted:
        wider = landscape.part("wider areas", lambda: _wider(landscape))
        found[[i for i, held in enumerate(wider) if held & wanted]] = True
    return found


def _wider(landscape: Landscape) -> tuple[frozenset[str], ...]:
    above: dict[tuple[str, ...], frozenset[str]] = {}
    found = []
    for one in landscape.ids:
        own = landscape.areas_of(one)
        if own not in above:
            above[own] = landscape.with_wider(own)
        found.append(above[own])
    return tuple(found)
