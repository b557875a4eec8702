"""Every method that a task is put to: the simple ones as far as the data allows, and ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import cast

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.evaluate import baselines, latent, retrieved
from sap_match.evaluate.questions import Questions
from sap_match.evaluate.ranked import DEPTH, Ranked, Score, judged, rank_all
from sap_match.landscape import Landscape
from sap_match.memory import Memory
from sap_match.model import Brief
from sap_match.recommend.everyone import rank_everyone
from sap_match.recommend.partner_model import PartnerModel, fit_partner_model
from sap_match.recommend.partners import fit_for_brief
from sap_match.recommend.past import Past, past_of

Floats = NDArray[np.float64]

SUGGESTIONS = "suggestions"
FITTED = "suggestions, fitted"
ONE_STEP = "one step by joint work"
TEXT_ONLY = "words and meaning alone"
NEAREST_WORDS = "nearest collaborations by words"


def simple_methods(landscape: Landscape, *, reads: bool = True) -> dict[str, Score]:
    """Return the simple methods that have anything to go by here, by name.

    Without programmes, areas, texts or places the methods that need them are left out.
    ``reads`` off leaves out what needs the sentence encoder.
    """
    past = past_of(landscape)
    found: dict[str, Score] = {"most partners": partial(baselines.popularity, past)}
    if past.area_names:
        found["most partners in the same area"] = partial(baselines.local_popularity, past)
    if past.programme_names:
        found["most in the same programme"] = partial(baselines.programme_popularity, past)
    found |= {
        "preferential attachment": partial(baselines.preferential_attachment, past),
        "common partners": partial(baselines.common_neighbours, past),
        "Adamic-Adar": partial(baselines.adamic_adar, past),
        "common partners (resource allocation)": partial(baselines.resource_allocation, past),
        "resource allocation by joint work": partial(baselines.weighted_resource_allocation, past),
        ONE_STEP: partial(baselines.one_step, past),
        "personalised PageRank": partial(baselines.pagerank, past),
        "truncated SVD": latent.spectral(past),
        "ALS": latent.implicit_factors(past),
    }
    return found | _reading(landscape, past, reads=reads)


def _reading(landscape: Landscape, past: Past, *, reads: bool) -> dict[str, Score]:
    found: dict[str, Score] = {}
    if any(past.texts):
        words = retrieved.nearest_by_words(past)
        found[NEAREST_WORDS] = words
        if reads:
            meaning = retrieved.nearest_by_meaning(past, landscape.vectors)
            found["nearest collaborations by meaning"] = meaning
        if past.programme_names:
            found["by words and same programme, fused"] = retrieved.fused(past, words)
    if reads and any(p.described for p in landscape.profiles.values()):
        found[TEXT_ONLY] = partial(_alike, landscape)
    if any(p.points for p in landscape.profiles.values()):
        found["nearest"] = retrieved.nearest_places(landscape)
    return found


def _alike(landscape: Landscape, asked: Questions) -> Floats:
    """Return the likeness of what is written about candidates to the query's own words."""
    index, found = landscape.organisation_index, []
    for subject, text in zip(asked.subjects, asked.texts, strict=True):
        if isinstance(subject, str):
            found.append(np.asarray(index.row(subject), dtype=float))
        elif text:
            told = index.query(text, landscape.vectors([text])[0])
            found.append(np.asarray(told, dtype=float))
        else:
            found.append(np.zeros(len(landscape.ids)))
    return np.array(found).reshape(len(asked), len(landscape.ids))


# -- ours ---------------------------------------------------------------------------------


def suggested(
    landscape: Landscape, asked: Questions, *, model: PartnerModel | None = None
) -> Ranked:
    """Rank as `recommend_partners` does, by default or with a fitted ``model``.

    Organisations are ranked all at once, briefs one by one; neither is put into words.
    """
    name = SUGGESTIONS if model is None else FITTED
    if asked.task == "new":
        return judged(name, asked, _at_once(landscape, asked, model))

    def ranked(subject: str | Brief) -> list[str]:
        brief = cast("Brief", subject)
        return list(fit_for_brief(landscape, brief, memory=Memory(), model=model)[0])

    return judged(name, asked, _by_subject(landscape, asked, ranked))


def _at_once(
    landscape: Landscape, asked: Questions, model: PartnerModel | None
) -> NDArray[np.int64]:
    """Return the first hundred of each, though some of those ranked may not be named here."""
    closed = int((~asked.eligible).sum())
    found = rank_everyone(
        landscape,
        k=min(DEPTH + closed, len(landscape.ids)),
        exclude="past",
        subjects=[str(one) for one in asked.subjects],
        model=model,
    )
    first = np.full((len(asked), DEPTH), -1, dtype=np.int64)
    for row, places in enumerate(found.candidates):
        kept = places[(places >= 0) & asked.eligible[places]][:DEPTH]
        first[row, : len(kept)] = kept
    return first


def _by_subject(
    landscape: Landscape, asked: Questions, ranked: Callable[[str | Brief], list[str]]
) -> NDArray[np.int64]:
    first = np.full((len(asked), DEPTH), -1, dtype=np.int64)
    for row, subject in enumerate(asked.subjects):
        barred = asked.barred.indices[asked.barred.indptr[row] : asked.barred.indptr[row + 1]]
        out = set(barred.tolist())
        places = (landscape.position[one] for one in ranked(subject))
        kept = [i for i in places if asked.eligible[i] and i not in out][:DEPTH]
        first[row, : len(kept)] = kept
    return first


def fitted(landscape: Landscape) -> PartnerModel | str:
    """Return the model that the place's own past gives, or why there is none."""
    try:
        return fit_partner_model(landscape)
    except DataError as thin:
        return f"no fitted model: {thin}"


def all_methods(
    landscape: Landscape, asked: Questions, *, model: PartnerModel | None = None, reads: bool = True
) -> Iterator[Ranked]:
    """Yield what every method answers: ours first, then the simple ones."""
    yield suggested(landscape, asked)
    if model is not None:
        yield suggested(landscape, asked, model=model)
    for name, score in simple_methods(landscape, reads=reads).items():
        if name == ONE_STEP and asked.task == "new":
            continue  # it only knows past partners, who are no candidates here
        yield rank_all(name, asked, score)
