"""Organisations that may be one and the same, so that none is offered itself.

This is a guard and no judgement: it is broad on purpose, because telling a
charity to ring itself costs an officer's trust, and a partner left out for a
shared switchboard is listed with its rule. `sap_match.similarity.duplicates`
decides who really is listed twice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

from sap_match.model import Organisation
from sap_match.similarity.text import clean, mask

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

_EMPTY = """
the of and for in at a an to on ltd limited cio cic plc llp inc incorporated charity charitable
trust association community group society company uk fund foundation centre project
"""
_EMPTY_WORDS = frozenset(_EMPTY.split())
_SHARED_HOSTS = re.compile(
    r"(facebook|twitter|instagram|wordpress|wixsite|google|linktr|blogspot|weebly|btck|eventbrite"
    r"|nhs\.uk|gov\.uk|hitssports|pitchero|e-voice|freeuk|onesuffolk|charitycommission)"
)
_LARGEST_GROUP = 6
_LONG_SENTENCE = 60
_COMMON_WORD = 100
_SHORTEST_NAME = 10
_LAST = re.compile(r"(?:\d|\b\w)$")
"""A number, or a letter by itself, at the end of a name."""


def name_words(name: str) -> frozenset[str]:
    """Return the words of a name that tell it from others.

    Examples
    --------
    >>> sorted(name_words("The Sale Carers' Centre Ltd."))
    ['carers', 'sale']
    """
    plain = re.sub(r"['’`.]", "", name.casefold())
    words = re.findall(r"[^\W_]+", plain)
    return frozenset("st" if w == "saint" else w for w in words if w not in _EMPTY_WORDS)


def website_key(website: str | None) -> str | None:
    """Return the host of a website that is an organisation's own, else None.

    Examples
    --------
    >>> website_key("http://www.Example.org/about"), website_key("facebook.com/x")
    ('example.org', None)
    """
    if not website:
        return None
    host = re.sub(r"^[a-z]+:/*", "", website.strip().casefold()).split("/")[0].split("?")[0]
    host = host.removeprefix("www.")
    return None if "." not in host or _SHARED_HOSTS.search(host) else host


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone).removeprefix("44").lstrip("0")


def _keys(organisation: Organisation, words: frozenset[str]) -> Iterable[tuple[str, str]]:
    if (host := website_key(organisation.website)) is not None:
        yield "website", host
    for phone in organisation.phones:
        if len(_digits(phone)) >= 9:
            yield "telephone", _digits(phone)
    for identifier in organisation.identifiers:
        yield "register number", identifier.casefold()
    if _telling(words):
        yield "name", " ".join(sorted(words))


def _telling(words: frozenset[str]) -> bool:
    """Whether words are more than numbers and letters: "Charity 3" is not "Business 3"."""
    return any(len(w) > 1 and not w.isdigit() for w in words)


def may_be_same(
    organisations: Iterable[Organisation], texts: Mapping[str, str] | None = None
) -> dict[str, dict[str, str]]:
    """Return for each organisation those that may be it, with what they share.

    Shared keys are a register number, website, telephone, the telling words of the name,
    or (with ``texts``) a whole long sentence; a key that more than six share tells
    nothing. Names with the same words at heart, or the same but for gaps, count too, and
    so do parent and child.

    Examples
    --------
    >>> a = Organisation(id="a", name="Sale Carers Centre", kind="voluntary")
    >>> b = Organisation(id="b", name="Carers Centre in Sale Ltd", kind="voluntary")
    >>> may_be_same([a, b])["a"]
    {'b': 'name'}
    """
    rows = sorted(organisations, key=lambda o: o.id)
    words = {one.id: name_words(one.name) for one in rows}
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in rows:
        told = {("description", s) for s in _long_sentences((texts or {}).get(one.id, ""))}
        for key in sorted({*_keys(one, words[one.id]), *told}):
            groups[key].append(one.id)
    same: dict[str, dict[str, str]] = defaultdict(dict)

    def link(left: str, right: str, what: str) -> None:
        same[left].setdefault(right, what)
        same[right].setdefault(left, what)

    for (what, _), members in sorted(groups.items()):
        if what in ("name", "register number") or len(members) <= _LARGEST_GROUP:
            for left, right in combinations(members, 2):
                link(left, right, what)
    known = {one.id for one in rows}
    for one in rows:
        if one.parent_id in known and one.parent_id != one.id:
            link(one.id, one.parent_id, "parent organisation")
    for left, right in (*_contained(words), *_run_together(rows, words)):
        link(left, right, "name")
    return dict(same)


def _long_sentences(text: str) -> Iterable[str]:
    for sentence in re.split(r"(?<=[.!?])\s+", text.casefold()):
        plain = " ".join(re.findall(r"[^\W_]+", sentence))
        if len(plain) >= _LONG_SENTENCE:
            yield plain


def _contained(words: Mapping[str, frozenset[str]]) -> Iterable[tuple[str, str]]:
    """Pairs whose names have the same telling words at heart.

    All words of one stand in the other's (two or more, or a single word that no third
    name has), or three or more are shared and make up most of both.
    """
    holders: dict[str, list[str]] = defaultdict(list)
    for one in sorted(words):
        for word in words[one]:
            holders[word].append(one)
    for one in sorted(words):
        found = words[one]
        if not _telling(found):
            continue
        rarest = min(found, key=lambda w: (len(holders[w]), w))
        near = holders[rarest]
        if len(found) == 1 and len(near) > 2:
            continue
        yield from ((one, other) for other in near if other != one and found < words[other])
    for one in sorted(words):
        telling = [w for w in words[one] if len(holders[w]) <= _COMMON_WORD]
        for other in sorted({held for w in telling for held in holders[w]}):
            shared, both = words[one] & words[other], words[one] | words[other]
            numbers = {w for w in words[one] ^ words[other] if w.isdigit()}
            counted_apart = numbers & words[one] and numbers & words[other]
            most = len(shared) >= 3 and len(shared) >= 0.6 * len(both)
            if one < other and most and not counted_apart:
                yield one, other


def _run_together(
    rows: list[Organisation], words: Mapping[str, frozenset[str]]
) -> Iterable[tuple[str, str]]:
    """Pairs of whom one name, without its gaps, begins the other ("Fix It" and "Fixit").

    A number or a letter at its end must end there: "Business 10" is not "Business 100".
    """
    plain = {o.id: re.sub(r"[^a-z0-9]+", "", o.name.casefold()) for o in rows}
    name_of = {o.id: o.name.casefold().strip() for o in rows}
    whole = {one: len(found) >= 2 for one, found in words.items()}
    by_name = sorted((name, one) for one, name in plain.items() if len(name) >= _SHORTEST_NAME)
    for i, (name, one) in enumerate(by_name):
        for j in range(i + 1, len(by_name)):
            longer, other = by_name[j]
            if not longer.startswith(name):
                break
            cut = _LAST.search(name_of[one]) and name_of[other].startswith(name_of[one])
            goes_on = name_of[other][len(name_of[one]) :][:1].isalnum()
            if whole[one] and not (cut and goes_on):
                yield one, other


def same_organisations(landscape: Landscape) -> dict[str, dict[str, str]]:
    """Return `may_be_same` of a landscape, computed once.

    By what each says of itself and its services: members of one collaboration have its
    words in common because they work together, not because they are one. Who stood beside
    each other in a collaboration are two, however alike their names ("St Giles Trust" and
    "St Giles Wise Group" in one contract).
    """
    dataset = landscape.dataset

    def texts() -> dict[str, str]:
        own = {
            o.id: (o.description, *(s.description for s in dataset.services_of(o.id)))
            for o in dataset.organisations
        }
        return {one: mask(clean(" ".join(filter(None, told)))) for one, told in own.items()}

    def make() -> dict[str, dict[str, str]]:
        rows = (
            o.model_copy(update={"parent_id": dataset.resolve(o.parent_id)}) if o.parent_id else o
            for o in dataset.organisations
        )
        found = may_be_same(rows, texts())
        return {one: kept for one in found if (kept := _not_beside(landscape, one, found[one]))}

    def read() -> tuple[object, ...]:
        ties = (dataset.collaborations, dataset.collaboration_members)
        return (dataset.organisations, texts(), *ties, landscape.as_of)

    return landscape.part("same", make, of=read)


def _not_beside(landscape: Landscape, one: str, same: Mapping[str, str]) -> dict[str, str]:
    """Leave out whose name is merely like one's and who was in a collaboration beside it."""
    if "name" not in same.values():
        return dict(same)
    own = name_words(landscape.name(one))
    beside = {
        other
        for other in landscape.network.partners_of(one, when="any")
        if name_words(landscape.name(other)) != own
    }
    return {other: what for other, what in same.items() if what != "name" or other not in beside}
