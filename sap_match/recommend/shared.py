"""What two records both say: telling terms in common, and the phrases that show them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from sap_match.recommend.wording import shortened
from sap_match.similarity.subjects import VARIANTS
from sap_match.similarity.terms import shared_terms, snippet
from sap_match.similarity.text import sentences
from sap_match.similarity.words import stem, words_of

if TYPE_CHECKING:
    from sap_match.landscape import Landscape, Profile

_WORDS = """
afternoon afternoons appointment appointments arrangement becoming chair chairs check cold corner
counter diverse door eight eighteen eleven expand experienced fifty find fitted five former forty
getting hill hot kettle lent low nine old outlying paid patients post pound pounds prices quiet
read refer referral referrals referred responsibility ring risk round say seven show shows sits six
sixty somebody started stop strategic street sustain sustains table talk ten thirty twelve twenty
visit visits voice voices wait waits week weekday weekdays weekly advancement beneficiaries
preservation preserve promotion protection provision relief relieve syndrome syndromes
"""
#: Words that are rare enough to be shared by chance and say nothing about the work.
_HOLLOW = frozenset(_WORDS.split())
_SENSES = """
anybody anyone asking answer answers bank board book booked booking books box boxes bring brought
build call cards card change changing charge choose circle close closed coach cover cross cut
decide decided draw drink drinking drinks drive drop end ends fall file fill fire fit gate hand
hang head hold keep land lead leave leaving letter lift lifts light line link lock look mark match
mind miss mood mother note open order ordinary pack park pass pick place plant plants play point
pool post press print push rent rest ride rise road roll run save saying says sent serve set shift
shifts sign sit sits sitting sleep soft sort spring stage stand stay step stick stock store swing
test tip touch track trail train trained trains trip turn twice walk warm wash watch wear word
words worker working
"""
#: Verbs and words of many senses, which two sentences seldom mean alike: *drink*, *shift*.
_MANY_SENSES = frozenset(_SENSES.split())


def shared_words(
    landscape: Landscape, left: str, right: str, *, ignore: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return up to three telling terms that both texts use.

    Words of area names and of the names in ``ignore`` are no evidence of anything. A word of
    many senses (*on our books*, *book six weeks ahead*) counts only where a second telling
    term stands beside it in a sentence of both.
    """
    names = common_names(landscape)
    idf = landscape.organisation_index.idf
    found = shared_terms(left, right, idf, 8, exclude=names, names=ignore)
    telling = (t for t in found if t.casefold() not in _HOLLOW)
    both = [t for t in telling if says(left, t) and says(right, t)]
    plain = [t for t in both if t.casefold() not in _MANY_SENSES]
    return tuple(t for t in both if t in plain or _borne_out(t, plain, left, right))[:3]


def _borne_out(term: str, others: Sequence[str], left: str, right: str) -> bool:
    """Whether another term stands beside one in a sentence of each of two texts."""
    beside = [
        {o for s in sentences(text) if says(s, term) for o in others if says(s, o)}
        for text in (left, right)
    ]
    return bool(beside[0] & beside[1])


def common_names(landscape: Landscape) -> tuple[str, ...]:
    """Return names of areas, and words that one in twenty-five names holds, made once."""
    return landscape.part("common names", lambda: _common_names(landscape))


def _common_names(landscape: Landscape) -> tuple[str, ...]:
    organisations = landscape.dataset.organisations
    words = Counter(w for o in organisations for w in set(re.findall(r"\w+", o.name.casefold())))
    often = {w for w, n in words.items() if n > max(5, len(organisations) / 25)}
    areas = {a.name for a in landscape.dataset.areas}
    return tuple(sorted({*areas, landscape.dataset.name, *often}))


#: The number of a house in a street: where somebody is, which a reason never tells.
_HOUSE = re.compile(
    r"\b\d+[A-Za-z]?,? (?=(?:[A-Z][a-z]+ ){1,3}"
    r"(?:Road|Street|Avenue|Drive|Close|Lane|Grove|Crescent|Way|Gardens|Terrace|Mews|Court)\b)"
)


def quote(profile: Profile, terms: Sequence[str], *, avoid: Sequence[str] = ()) -> str:
    """Return a phrase of an organisation's text that shows ``terms``, in quotes, or ""."""
    if not terms:
        return ""
    told = prose(profile.text, profile.themes, profile.name)
    found = snippet(told, terms, 80, avoid=(profile.name, *avoid))
    return f"“{found}”" if found else ""


@lru_cache(maxsize=4096)
def prose(text: str, themes: tuple[str, ...], name: str) -> str:
    """Return a text without its name, house numbers and sentences that only list its themes."""
    known = set(themes)
    body = _HOUSE.sub("", text.removeprefix(name)).lstrip(". ")
    return " ".join(
        s
        for s in sentences(body)
        if not {w.strip().casefold() for w in s.rstrip(".").split(",")} <= known
    )


def first_words(profile: Profile) -> str:
    """Return how an organisation's own description begins, in quotes, or ""."""
    told = sentences(prose(profile.text, profile.themes, profile.name))
    first = next((s for s in told if len(s) > 25), "")
    return f"“{shortened(first, 110).rstrip('.')}”" if first else ""


def says(text: str, term: str) -> bool:
    """Whether a text holds every word of a term, in any of its forms."""
    return stems_of(term) <= stems_of(text)


def is_subject(term: str) -> bool:
    """Whether a term is the name of a subject of the sector, or a wording of one.

    Examples
    --------
    >>> is_subject("choirs"), is_subject("interactive")
    (True, False)
    """
    return tuple(stem(w) for w in words_of(term)) in _SUBJECT_WORDINGS


_SUBJECT_WORDINGS = frozenset(v for wordings in VARIANTS.values() for v in wordings)


@lru_cache(maxsize=16384)
def stems_of(text: str) -> frozenset[str]:
    """Return the stems of a text's words."""
    return frozenset(stem(w) for w in words_of(text))
