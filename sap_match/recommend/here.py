"""Who is known to work in the place at all, by anything on record.

A register holds who works in half a county, and an officer has no errand between two
charities of the next city. What tells that somebody works here: one of the place's areas
on its record, its name or its own words naming one, or an address within one. An address
is not where an organisation works, so no distance is taken from it; that somebody is
registered here says only that it is not a stranger.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sap_match.geo.postcodes import match_postcode

if TYPE_CHECKING:
    from sap_match.landscape import Landscape, Profile

#: Where fewer than this share is known to work here, that is a gap of the data.
_MOST_TOLD = 0.25
_SHORTEST_NAME = 4


def known_here(landscape: Landscape) -> frozenset[str]:
    """Return the ids of those of whom anything says that they work in the place.

    All of them where the place has no areas, or its records tell this of too few: what
    nobody has recorded speaks against nobody. A confidential place counts as here.
    """
    return landscape.part("known here", lambda: _known_here(landscape))


def _known_here(landscape: Landscape) -> frozenset[str]:
    names = _place_names(landscape)
    codes = tuple(sorted({code for a in landscape.dataset.areas for code in a.postcodes}))
    finds = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b") if names else None
    here = {one for one, p in landscape.profiles.items() if _is_here(p, finds, codes)}
    told = len(here) >= _MOST_TOLD * len(landscape.ids)
    return frozenset(here if told and landscape.dataset.areas else landscape.ids)


def _is_here(profile: Profile, finds: re.Pattern[str] | None, codes: tuple[str, ...]) -> bool:
    if profile.area_ids or profile.closed:
        return True
    if profile.is_outside:
        return False
    if finds is not None and finds.search(f"{profile.name}. {profile.text}"):
        return True
    postcode = profile.organisation.postcode
    return bool(postcode and match_postcode(postcode, codes))


def _place_names(landscape: Landscape) -> list[str]:
    """Return the names of the place and its areas, longest first."""
    dataset = landscape.dataset
    names = {dataset.name or "", *(a.name for a in dataset.areas)}
    return sorted((n for n in names if len(n) >= _SHORTEST_NAME), key=lambda n: (-len(n), n))


def place_name(landscape: Landscape) -> str:
    """Return what the place is called: its borough, else the partnership's name."""
    boroughs = landscape.borough_names
    return boroughs[0] if boroughs else landscape.dataset.name or "this area"
