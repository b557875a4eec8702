"""Where two work, said no more exactly than it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sap_match.geo.points import distances_km
from sap_match.geo.postcodes import normalise_postcode
from sap_match.landscape.profile import point_of
from sap_match.model import Area, Facility, Service
from sap_match.recommend.wording import distance, listing

if TYPE_CHECKING:
    from sap_match.landscape import Landscape, Profile

#: Further apart than this, places are no reason.
FAR_KM = 15.0
NEARBY_KM = 0.3
#: Below this a distance is told only where both points are of a door or a whole postcode.
COARSE_KM = 1.0


def place_words(landscape: Landscape, subject: Profile, other: Profile, km: float | None) -> str:
    """Return how near two work, as exactly as their points are known, or "".

    The point of a postcode's sector or of a whole area is no address: two of them are told
    as *in the same part of* an area that both work in, or not at all.
    """
    names = list(dict.fromkeys(a.name for a in shared_areas(landscape, subject, other)))
    both = f"both work in {listing(names[:2])}" if names else ""
    if km is None or km >= FAR_KM or not (_has_site(subject) and _has_site(other)):
        return both
    if km >= COARSE_KM or _exact(landscape, subject, other):
        if km >= NEARBY_KM:
            town = f", in {names[0]}" if names else ""
            return f"their places are {distance(km)} apart{town}"
        return both or "they work at or near the same address"
    return f"both work in the same part of {names[0]}" if names else ""


def near_brief(other: Profile, km: float | None) -> str:
    """Return how far somebody works from where a brief is, or "" where that is not known.

    Where a brief is, is known by its areas or a postcode: a distance below `COARSE_KM` is
    told as *close to*.
    """
    if km is None or not _has_site(other):
        return ""
    near = f"{distance(km)} from" if km >= COARSE_KM else "close to"
    return f"it works {near} where the brief is"


def shared_areas(landscape: Landscape, subject: Profile, other: Profile) -> list[Area]:
    """Return the areas that both work in, the smallest kind first, never the borough."""
    shared = sorted(set(subject.area_ids) & set(other.area_ids))
    areas = [landscape.dataset.area(a) for a in shared]
    size = {"town": 0, "ward": 0, "other": 1, "neighbourhood_partnership": 2, "care_community": 3}
    local = [a for a in areas if a.kind != "borough"]
    return sorted(local, key=lambda a: (size.get(a.kind, 4), a.id))


def _has_site(profile: Profile) -> bool:
    return profile.precision == "service or facility"


def _exact(landscape: Landscape, subject: Profile, other: Profile) -> bool:
    """Whether the two nearest sites are placed by more than a sector, and not set apart.

    A site without a postcode has the point that was given for it; one with a part of a
    postcode has that part's middle. Two whole postcodes that differ are two places, however
    near their points.
    """
    mine, theirs = _sites(landscape, subject), _sites(landscape, other)
    points = [
        np.array([(s.latitude, s.longitude) for s in sites], dtype=float)
        for sites in (mine, theirs)
    ]
    grid = distances_km(points[0], points[1])
    i, j = np.unravel_index(int(grid.argmin()), grid.shape)
    codes = [s.postcode for s in (mine[int(i)], theirs[int(j)])]
    units = [normalise_postcode(code) for code in codes if code]
    if None in units:
        return False
    return float(grid.min()) >= NEARBY_KM or len(set(units)) < 2


def _sites(landscape: Landscape, profile: Profile) -> list[Service | Facility]:
    data = landscape.dataset
    sites: list[Service | Facility] = [
        *data.services_of(profile.id),
        *data.facilities_of(profile.id),
    ]
    return [s for s in sites if point_of(s) is not None]
