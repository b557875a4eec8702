"""From one collection to another through one index: words to services, needs to offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.model import Need, Offer
from sap_match.similarity.index import SimilarityIndex
from sap_match.similarity.text import clean


@dataclass(frozen=True)
class Match:
    """What is described like a text: whose text, at which rank, what, how alike (0 to 1)."""

    id: str
    rank: int
    other_id: str
    score: float


def nearest_across(
    index: SimilarityIndex,
    texts: Mapping[str, str],
    vectors: Mapping[str, NDArray[np.floating[Any]]] | None = None,
    *,
    k: int = 10,
) -> tuple[Match, ...]:
    """Return the ``k`` records of an index that are described most like each text.

    Parameters
    ----------
    index : SimilarityIndex
        Of services, of offers, of anything.
    texts : mapping of str to str
        Texts of another collection by their ids: needs, questions, briefs.
    vectors : mapping of str to array of shape (d,), optional
        Of each text; needed where the index holds vectors.
    k : int
        At most so many each.

    Returns
    -------
    tuple of Match
        Ordered by id, then by rank.

    Raises
    ------
    DataError
        A text has no vector although the index holds vectors.

    Examples
    --------
    >>> offers = SimilarityIndex.build(["paint", "van"], ["Surplus paint", "A van on Saturdays"])
    >>> [m.other_id for m in nearest_across(offers, {"n1": "paint for our hall"}, k=1)]
    ['paint']
    """
    found = []
    for one in sorted(texts):
        vector = None if vectors is None else vectors.get(one)
        if vectors is not None and vector is None:
            raise DataError("a text has no vector; give one for each", value=one)
        near = index.nearest(text=texts[one], vector=vector, k=k)
        found += [Match(one, rank, n.id, n.score) for rank, n in enumerate(near, start=1)]
    return tuple(found)


def given_text(record: Offer | Need) -> str:
    """Return an offer or a need in words: what it is, its skills and causes.

    Examples
    --------
    >>> need = Need(
    ...     id="n",
    ...     organisation_id="o",
    ...     kind="skills",
    ...     description="BOOKS KEPT",
    ...     skills_required=("bookkeeping",),
    ... )
    >>> given_text(need)
    'Books kept. Bookkeeping.'
    """
    skills = record.skills if isinstance(record, Offer) else record.skills_required
    parts = [clean(record.description), clean(", ".join(skills)), clean(", ".join(record.causes))]
    told = (f"{p[:1].upper()}{p[1:].rstrip('.')}." for p in parts if p)
    return " ".join(told).replace("_", " ")
