"""What speaks for an organisation joining a piece of work that a brief describes.

Every value is a share from 0 to 1 and counts as it is, so that a score is the plain sum
of weight times share: how sure one kind of evidence is must not be lost in ranks, where
the first of many strangers stands as high as the first of many friends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sap_match.model import Brief
from sap_match.recommend.completing import completing_brief
from sap_match.recommend.parts.context import (
    not_elsewhere,
    same_programme,
    shared_places,
    shared_themes,
)
from sap_match.recommend.parts.naming import Names, Places
from sap_match.recommend.parts.neighbours import (
    alike_by_members,
    likeness,
    nearest,
    share_of_best,
    steps_from,
    votes,
)
from sap_match.recommend.past import Past, past_of
from sap_match.recommend.readings import (
    ENOUGH,
    brief_text,
    here_at_all,
    readings,
    substance,
    theme_overlap,
)
from sap_match.recommend.signals import Evidence, PartnerConfig

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sap_match.landscape import Landscape

#: How many collaborations have a vote.
NEIGHBOURS = 50
#: What the same programme says by itself, on the scale of likeness.
USUAL = 0.05
#: How much more a collaboration counts that shares all themes.
THEMES = 0.5
#: What is left of a collaboration's vote that was in other places only.
ELSEWHERE = 0.3
#: A vote that is worth as much as one collaboration whose likeness is this.
CLEAR = 0.3
#: Likeness above the floor at which own words speak wholly for somebody; words that are
#: inherited from collaborations are longer and looser, and need all that is left.
OWN_WORDS = 0.2
#: What earlier work still says of somebody who has own words: it may have been another's part.
BESIDE_OWN_WORDS = 0.4
#: Nearness of who works in an area that the brief names, or is for, if nobody else does.
NAMED_AREA, OWN_AREA = 0.6, 0.25


def evidence_for_brief(landscape: Landscape, brief: Brief, config: PartnerConfig) -> Evidence:
    """Return the evidence between a brief and all organisations, each value from 0 to 1.

    ``text`` is likeness of own words to the brief's, or to a capability that it wants (the
    best counts), ``together`` a short walk from the lead and the members (the root of its
    share, as the second and third of a team's old partners come again nearly as often as
    the first; where no words are like the brief's, half of it is who was in collaborations
    whose members were most like these), ``neighbours`` the votes of earlier collaborations
    that were like this one, ``named`` how much of the name stands in the brief, ``place``
    nearness, also to areas that the brief names.

    Raises
    ------
    UnknownIdError
        The lead or a member is unknown.
    """
    dataset = landscape.dataset
    given = [dataset.organisation(m).id for m in (brief.lead_id, *brief.members) if m]
    given = list(dict.fromkeys(given))
    rows = [landscape.position[m] for m in given]
    own = _own_words(landscape)
    like = _likeness(landscape, brief, placeless=bool(own.any()))
    span = np.where(own, OWN_WORDS, max(1 - config.text_floor, 0.01))
    areas = tuple(a for a in brief.areas if dataset.has("areas", a))
    points = landscape.centres_of(areas or _places(landscape).named_in([written(brief)]))
    if not areas and not points:
        points = tuple(p for m in given for p in landscape.profile(m).points)
    km = landscape.distances_from(points)
    past = past_of(landscape)
    voted = _neighbours(past, brief, rows, areas)
    values = {
        "text": np.clip((like - config.text_floor) / span, 0, 1),
        "network": np.zeros(len(landscape.ids)),
        "together": _together(past, rows, wordless=not voted.any()),
        "neighbours": np.where(own, BESIDE_OWN_WORDS, 1.0) * voted,
        "named": _without(_names(landscape).named_in(written(brief)), rows),
        "exchange": np.zeros(len(landscape.ids)),
        "themes": theme_overlap(landscape, tuple(t.casefold() for t in brief.themes)),
    }
    near = _nearness(landscape, brief, km, areas, config)
    return Evidence(
        values={
            **values,
            "place": near * _bearing(values) if own.any() else near,
            **completing_brief(landscape, brief, given),
        },
        km=km,
        substance=substance(landscape, ENOUGH),
        likeness=np.where(like >= config.text_floor, like, 0.0),
        shares=True,
    )


def written(brief: Brief) -> str:
    """Return what is written in a brief, without its labels: title and description."""
    return ". ".join(dict.fromkeys(filter(None, (brief.title, brief.description))))


def _own_words(landscape: Landscape) -> NDArray[np.bool_]:
    """Return who writes of itself or of its services, not only through collaborations."""

    def make() -> NDArray[np.bool_]:
        dataset = landscape.dataset
        found = [
            landscape.profiles[one].described
            and bool(dataset.organisation(one).description or dataset.services_of(one))
            for one in landscape.ids
        ]
        return np.array(found, dtype=bool)

    return landscape.part("own words", make)


def _likeness(landscape: Landscape, brief: Brief, *, placeless: bool) -> NDArray[np.float64]:
    texts = [brief_text(brief), *brief.capabilities]
    if placeless:
        texts = [_places(landscape).left_out_of(text) for text in texts]
    told = list(zip(texts, landscape.vectors(texts), strict=True))
    found = [index.query(t, v) for index in readings(landscape) for t, v in told]
    return np.asarray(np.max(found, axis=0), dtype=float)


def _together(past: Past, rows: Sequence[int], *, wordless: bool) -> NDArray[np.float64]:
    walked = np.sqrt(share_of_best(steps_from(past, rows)))
    if not wordless:
        return walked
    return (walked + np.sqrt(share_of_best(alike_by_members(past, rows)))) / 2


def _neighbours(
    past: Past, brief: Brief, rows: Sequence[int], areas: Sequence[str]
) -> NDArray[np.float64]:
    """Return the votes of the collaborations nearest to a brief, from 0 to 1, shape (n,).

    One of them counts ``(likeness + .05 * same programme) * programme * (1 + .5 * themes)
    * (1 + places) * here``: see `parts.context` for the factors. What the programme says by
    itself serves a brief whose words are new; a programme never seen leaves the words.
    """
    programme = same_programme(past, brief.programme)
    known = programme == 1.0 if (programme < 1.0).any() else np.zeros(len(past))
    alike = likeness(past, [written(brief)])[0] + USUAL * known
    places = areas or sorted({area for i in rows for area in past.areas[i]})
    setting = (1 + THEMES * shared_themes(past, brief.themes)) * (1 + shared_places(past, places))
    here = not_elsewhere(past, areas, elsewhere=ELSEWHERE)
    weights = nearest((alike * programme * setting * here)[None], NEIGHBOURS)
    return share_of_best(_without(votes(past, weights)[0], rows), least=CLEAR)


def _nearness(
    landscape: Landscape,
    brief: Brief,
    km: NDArray[np.float64],
    areas: Sequence[str],
    config: PartnerConfig,
) -> NDArray[np.float64]:
    """Return nearness from 0 to 1, the highest that holds.

    ``exp(-km / near_km)``; .6 for an area that the brief or its programme names, .25 for an
    area that the brief is for, each times its rarity among organisations (a town says
    where, a country hardly); .1 for who is known to work in the place at all.
    """
    past = past_of(landscape)
    found = np.maximum(
        np.exp(-np.nan_to_num(km, nan=np.inf) / config.near_km), here_at_all(landscape)
    )
    told = _places(landscape).named_in([written(brief), brief.programme or ""])
    worth = dict.fromkeys(areas, OWN_AREA) | dict.fromkeys(told, NAMED_AREA)
    n, place = len(past.ids), {one: i for i, one in enumerate(past.area_names)}
    for one in sorted(worth.keys() & place.keys()):
        holders = past.by_area[[place[one]]].indices
        rarity = np.log((1 + n) / (1 + len(holders))) / np.log(1 + n)
        found[holders] = np.maximum(found[holders], worth[one] * rarity)
    return np.asarray(found, dtype=float)


def _bearing(values: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return how far being near bears on a brief, from .25 to 1.

    Whole where words, themes or ties speak at least by half for somebody. In a place where
    organisations write of themselves, one that does something else, or says nothing, is no
    partner for being round the corner.
    """
    spoken = np.max([values[n] for n in ("text", "themes", "together", "neighbours")], axis=0)
    return np.asarray(0.25 + 0.75 * np.minimum(1.0, 2 * spoken), dtype=float)


def _without(values: NDArray[np.float64], rows: Sequence[int]) -> NDArray[np.float64]:
    """Return values without those who are in the brief already."""
    kept = values.copy()
    kept[list(rows)] = 0.0
    return kept


def _names(landscape: Landscape) -> Names:
    names = landscape.dataset.organisations
    return landscape.part("names", lambda: Names(tuple(o.name for o in names)))


def _places(landscape: Landscape) -> Places:
    def make() -> Places:
        areas = landscape.dataset.area
        return Places({one: areas(one).name for one in past_of(landscape).area_names})

    return landscape.part("places by name", make)
