"""What the evidence for a pair says in words, without telling any contact's value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sap_match.ranking import ordered
from sap_match.results import Part

AUDIBLE = 0.5
"""Log-odds from which a part is worth a word."""

_SAID: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("name", "nothing shared"): "unlike names",
        ("name", "little shared"): "names with little in common",
        ("name", "some shared"): "names with some words in common",
        ("name", "common part"): "one name within the other, of words that many names have",
        ("name", "mostly shared"): "names with most words in common",
        ("name", "half contained"): "one name within the other",
        ("name", "contained"): "one name within the other",
        ("name", "near"): "nearly the same name",
        ("name", "same but common"): "the same name, though a common one",
        ("name", "same word"): "the same name of one word",
        ("name", "same"): "the same name",
        ("telephone", "different"): "different telephones",
        ("telephone", "same exchange"): "telephones on one exchange",
        ("telephone", "close numbers"): "neighbouring telephone numbers",
        ("telephone", "same, many names use it"): "a telephone that many share",
        ("telephone", "same, some names use it"): "a telephone that several share",
        ("telephone", "same, few names use it"): "a telephone that few share",
        ("telephone", "same"): "the same telephone",
        ("online", "different"): "different websites or mail addresses",
        ("online", "another page of one site"): "two pages of one website",
        ("online", "same site, many names use it"): "a website that many share",
        ("online", "same site or mail"): "one website or mail domain",
        ("online", "same page or mail"): "the same page or mail address",
        ("address", "another number"): "different house numbers",
        ("address", "different"): "different addresses",
        ("address", "near number"): "numbers of one street close to each other",
        ("address", "same street"): "addresses with words in common",
        ("address", "same building"): "nearly the same address",
        ("address", "same, many names use it"): "a building that many use",
        ("address", "typing slip"): "addresses but for a slip the same",
        ("address", "same"): "the same address",
        ("place", "far"): "places over 5 km apart",
        ("place", "within 5 km"): "places 1.5 to 5 km apart",
        ("place", "within 1.5 km"): "places within 1.5 km",
        ("place", "near"): "places within 300 m",
        ("place", "same postcode"): "the same postcode",
        ("organisation", "one organisation"): "one provider",
        ("organisation", "unlike names"): "unlike providers",
        ("organisation", "some shared"): "providers whose names have words in common",
        ("organisation", "linked"): "providers of one family",
        ("organisation", "alike names"): "providers with like names",
        ("times", "other days"): "other days",
        ("times", "share a day"): "only some days in common",
        ("times", "same days"): "the same days",
        ("times", "same hours"): "the same hours",
        ("people", "other ages"): "other ages",
        ("people", "other languages"): "other languages",
        ("people", "some in common"): "some of the same people",
        ("people", "same"): "the same people",
        ("register", "different numbers"): "different register numbers",
        ("register", "same number"): "the same register number",
        ("income", "different"): "different income",
        ("income", "same"): "the same income",
        ("description", "unlike"): "unlike descriptions",
        ("description", "a little alike"): "descriptions a little alike",
        ("description", "alike"): "like descriptions",
        ("description", "very alike"): "very like descriptions",
    }
)


_AGAINST: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("telephone", "same exchange"): "different telephones",
        ("telephone", "close numbers"): "different telephones",
        ("name", "some shared"): "names with only some words in common",
        ("name", "little shared"): "names with little in common",
        ("name", "common part"): "names with only widespread words in common",
        ("address", "same street"): "addresses with only words in common",
        ("address", "near number"): "different house numbers of one street",
        ("organisation", "some shared"): "providers whose names have only words in common",
        ("people", "some in common"): "only some of the same people",
    }
)
"""What a level says where it weighs against."""


def reason(parts: Sequence[Part], why: str = "") -> str:
    """Return what agrees, what does not, each strongest first, and a rule's own words.

    Examples
    --------
    >>> reason([Part("name", 4.0, fact="near"), Part("times", -1.0, fact="other days")])
    'Nearly the same name; but other days.'
    """
    told = ordered(
        (p for p in parts if (p.name, p.fact) in _SAID),
        score=lambda p: abs(p.contribution),
        key=lambda p: p.name,
    )
    agrees = [_SAID[p.name, p.fact] for p in told if p.contribution >= AUDIBLE]
    differs = [
        _AGAINST.get((p.name, p.fact), _SAID[p.name, p.fact])
        for p in told
        if p.contribution <= -AUDIBLE
    ]
    words = [", ".join(agrees)] if agrees else []
    if differs:
        words.append(f"{'but ' if agrees else ''}{', '.join(differs)}")
    if why:
        words.append(why)
    text = "; ".join(words)
    return f"{text[:1].upper()}{text[1:]}." if text else ""
