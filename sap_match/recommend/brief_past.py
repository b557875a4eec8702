"""What a candidate has behind it that bears on a brief: work with those it seats, work like it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sap_match.model import Brief, Collaboration
from sap_match.recommend.parts.neighbours import likeness_of
from sap_match.recommend.past import past_of
from sap_match.recommend.quoting import label
from sap_match.recommend.shared import shared_words
from sap_match.recommend.wording import listing

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

#: Least cosine of words at which earlier work is told as like a brief.
LIKE = 0.12


def seated_by(landscape: Landscape, brief: Brief) -> tuple[str, ...]:
    """Return the ids of a brief's lead and members, the lead first."""
    dataset = landscape.dataset
    given = (dataset.resolve(m) for m in (brief.lead_id, *brief.members) if m)
    return tuple(dict.fromkeys(given))


def worked_with_seated(landscape: Landscape, seated: Sequence[str], other_id: str) -> str:
    """Say with whom of those whom a brief seats somebody worked, and on what, or ""."""
    partners = landscape.network.partners_of(other_id, when="any")
    for one in seated:
        for joint in partners.get(one, ()):
            if title := label(landscape.dataset.collaboration(joint).title or ""):
                return f"it worked with {landscape.name(one)} on {title}"
    return ""


def like_work(
    landscape: Landscape, brief: Brief, other_id: str, seated: Sequence[str] = (), *, told: str = ""
) -> str:
    """Say which of somebody's earlier collaborations speaks most of what a brief asks, or "".

    Work with those whom the brief seats, and what ``told`` names already, does not count.
    """
    past = past_of(landscape)
    wanted = ". ".join(dict.fromkeys(filter(None, (brief.title, brief.description))))
    at = landscape.position[other_id]
    columns = past.members[[at]].indices
    if not len(columns) or not wanted:
        return ""
    with_seated = past.members[[landscape.position[one] for one in seated]].sum(axis=0)
    like = likeness_of(past, wanted, columns) * (np.asarray(with_seated).ravel()[columns] == 0)
    for place in np.lexsort((columns, -np.round(like, 6)))[:3].tolist():
        found = landscape.dataset.collaboration(past.collaboration_ids[columns[place]])
        title = label(found.title or "")
        text = f"{found.title or ''}. {found.description or ''}"
        shared = shared_words(landscape, wanted, text, ignore=(landscape.name(other_id),))
        if like[place] >= LIKE and title and title not in told and shared:
            return f"it was in {title}{_year(found)}, which speaks of {listing(shared)} too"
    return ""


def _year(found: Collaboration) -> str:
    return f" ({found.starts_on.year})" if found.starts_on else ""
