"""What kind of body a name names, and bodies that live by another: parents' associations, friends.

*Timperley Pharmacy* and *Timperley Church* share a word and a street and are not one;
*Friends of Moss Park School* share the school's name, door and website, and are linked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from sap_match.similarity.duplicates.names import plain

_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "school": r"schools?|academy|primary|grammar|sixth form",
        "college or university": r"universit\w+",
        "early years": r"nursery|pre\W?school|playgroup|play group|kindergarten|toddlers?",
        "pharmacy": r"pharmac\w+|chemists?|boots",
        "church": r"church|chapel|parish|cathedral|minster|congregation|parochial",
        "mosque": r"mosque|masjid",
        "synagogue": r"synagogue|shul",
        "surgery": r"surger\w+|medical|health centre|dental|dentists?|practice",
        "library": r"librar(?:y|ies)",
        "uniformed group": r"scouts?|guides?|brownies|cadets?|brigade|beavers",
        "sports club": r"f\.?c\.?|football|cricket|tennis|bowling|bowls|golf|rugby|hockey|lacrosse"
        r"|swimming|athletics?|gymnastics|netball|judo|karate|sports?|leisure|squash",
        "care home": r"care home|nursing home|residential home|care centre",
        "association": r"community association|residents|allotments?|tenants",
        "museum or theatre": r"museum|theatre|gallery|orchestra|choir|band|operatic|dramatic",
        "lodge": r"lodge|masonic|freemasons|rotary|lions|inner wheel|soroptimists?",
        "housing": r"almshouses?|housing",
        "park or garden": r"parks?|gardens?|wood(?:s|land)?|meadows?|green",
    }
)
_PATTERNS = tuple((kind, re.compile(rf"\b(?:{words})\b")) for kind, words in _KINDS.items())
_AUXILIARY = re.compile(
    r"\b(?:p\.?t\.?a\.?|p\.?t\.?f\.?a\.?|p\.?s\.?a\.?|p\.?s\.?f\.?a\.?|p\.?f\.?a\.?|h\.?s\.?a\.?|f\.?o\.?|p\.?a\.?)(?=\W|$)"
    r"|\bparents?\b|\bteachers? association|\bhome school association|\bfriends\b|\bsupporters\b"
    r"|\bold (?:boys|girls|pupils)\b|\balumn\w+|\bwelfare fund\b|\btrust fund\b|\bendowment"
    r"|\bassociation of\b|\bfamily and friends\b|\bstaff association"
)


def kinds_of(name: str) -> frozenset[str]:
    """Return the kinds of body that a name names.

    Examples
    --------
    >>> sorted(kinds_of("Timperley Methodist Church")), sorted(kinds_of("Sale Lunch"))
    (['church'], [])
    """
    text = plain(name)
    return frozenset(kind for kind, pattern in _PATTERNS if pattern.search(text))


def lives_by_another(name: str) -> bool:
    """Whether a name is that of friends, parents or supporters of something else.

    Examples
    --------
    >>> [lives_by_another(n) for n in ("Friends of Sale Park", "Heyes Lane P.T.A.", "Sale Park")]
    [True, True, False]
    """
    return bool(_AUXILIARY.search(plain(name)))
