"""Which places must never be told: refuges and the like, failing closed."""

from __future__ import annotations

import re

from sap_match.model.records import Facility, Organisation, Service

_CLOSED_WORDS = re.compile(
    r"\b(women'?s refuge|refuges?\b(?!\s+island)|domestic (?:abuse|violence)"
    r"|sexual (?:abuse|violence|assault|exploitation)|rape"
    r"|traffick\w*|modern slavery|honou?r[- ]based|forced marriage|safe ?house)\b",
    re.IGNORECASE,
)
_WILDLIFE_REFUGE = re.compile(
    r"\b(animal|wildlife|donkey|bird|cat|dog)s?\W+(?:\w+\W+)?refuge", re.IGNORECASE
)


def location_closed(record: Organisation | Service | Facility) -> bool:
    """Return whether the place of ``record`` is confidential.

    What the record says counts first; where it is silent, its themes, name and
    description decide, and any doubt closes: a domestic abuse helpline loses its
    point on the map, which costs little, where an open refuge could cost a life.

    Examples
    --------
    >>> location_closed(Service(id="s", organisation_id="o", name="Women's refuge"))
    True
    >>> location_closed(Service(id="s", organisation_id="o", name="Lunch club"))
    False
    >>> location_closed(
    ...     Service(id="s", organisation_id="o", name="Women's refuge", location_confidential=False)
    ... )
    False
    """
    said = getattr(record, "location_confidential", None)
    if said is not None:
        return bool(said)
    words = " ".join([record.name, record.description or "", *getattr(record, "themes", ())])
    if not _CLOSED_WORDS.search(words):
        return False
    return bool(_CLOSED_WORDS.search(_WILDLIFE_REFUGE.sub(" ", words)))
