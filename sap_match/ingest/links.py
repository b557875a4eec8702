"""Plain links: organisations of different sources that are plainly the same.

Two organisations are linked if they share a number of a public register, or if their
names (or other names) are equal but for case, punctuation and legal form, the name has at
least two words and stands once in each source. Nothing may speak against it:

- two numbers of one register that differ never are one organisation;
- a number that a source gives to several organisations is shared by branches, of which
  only one of the same name or postcode is linked; so is a number where the name of one
  goes on with the name of an area, or with a number, and the places do not agree;
- an equal name is not enough where the postcodes lie in different districts, where one is
  a company and the other a charity that is none (a trading subsidiary), or where other
  names go on from it (*Age UK*, *Age UK Sale*) and no place agrees.

A number in the wrong register (``GB-COH-00212481`` for charity 212481) is read as the
right one if the organisation that holds the right one has the same name. Anything finer is
left to `sap_match.linking`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from sap_match.geo.postcodes import split_postcode
from sap_match.ingest.clusters import Numbers, Proposed
from sap_match.ingest.drafts import Draft
from sap_match.ingest.identity import Claim, normal_name, origins_of
from sap_match.ingest.registers import REGISTERS, numbers_in

GOES_ON = 2
"""Names that go on from a name from which it is taken for that of a body with branches."""
_MOST = 60
"""Holders of one number of which every two are looked at; of more, only equal names."""


def plain_links(
    drafts: Sequence[Draft],
    known: Iterable[Claim] = (),
    numbers: Mapping[str, Numbers] | None = None,
) -> list[Proposed]:
    """Return claims that organisations of different sources are one, with the evidence.

    ``known`` are claims that readers made already, which are not made again.
    """
    organisations = sorted((d for d in drafts if d.table == "organisations"), key=lambda d: d.key)
    if len({d.rank for d in organisations}) < 2:
        return []
    held = numbers if numbers is not None else numbers_of(organisations)
    places = _area_words(drafts)
    joined = {frozenset(claim[1:3]) for claim in known}
    found = {*_by_number(organisations, held, places), *_by_name(organisations, held)}
    return sorted(claim for claim in found if frozenset(claim[1:3]) not in joined)


def numbers_of(drafts: Iterable[Draft]) -> dict[str, dict[str, str]]:
    """Return each organisation's numbers, those in the wrong register put right."""
    organisations = [d for d in drafts if d.table == "organisations"]
    numbers = {d.key: register_numbers(d) for d in organisations}
    numbers = {one: held for one, held in numbers.items() if held}
    doubted = {
        (right, int(held[wrong]))
        for held in numbers.values()
        for wrong, right in (("GB-COH", "GB-CHC"), ("GB-CHC", "GB-COH"))
        if right not in held and held.get(wrong, "").isdecimal()
    }
    names: dict[tuple[str, int], set[str]] = defaultdict(set)
    for draft in organisations:
        for register in ("GB-CHC", "GB-COH"):
            number = numbers.get(draft.key, {}).get(register, "")
            if number.isdecimal() and (register, int(number)) in doubted:
                names[register, int(number)] |= names_of(draft)
    for draft in organisations:
        held = numbers.get(draft.key, {})
        for wrong, right in (("GB-COH", "GB-CHC"), ("GB-CHC", "GB-COH")):
            number = held.get(wrong, "")
            if not number.isdecimal() or right in held:
                continue
            others = names.get((right, int(number)))
            if others and others & names_of(draft):
                del held[wrong]
                held[right] = number.lstrip("0") if right == "GB-CHC" else number.zfill(8)
    return numbers


def register_numbers(draft: Draft) -> dict[str, str]:
    """Return an organisation's number in each register that it names.

    Examples
    --------
    >>> register_numbers(
    ...     Draft(
    ...         "organisations",
    ...         "s",
    ...         1,
    ...         0,
    ...         False,
    ...         {"id": "x", "identifiers": ("GB-CHC-1098782", "GB-COH-738693")},
    ...     )
    ... )
    {'GB-CHC': '1098782', 'GB-COH': '00738693'}
    """
    return numbers_in((draft.key, *draft.values.get("identifiers", ())))


def names_of(draft: Draft) -> set[str]:
    """Return an organisation's name and its other names, without case and legal form."""
    said = (str(draft.values.get("name", "")), *draft.extra.get("other_names", "").split(";"))
    return {name for name in map(normal_name, said) if name}


# -- by number ------------------------------------------------------------------------


def _by_number(
    organisations: Sequence[Draft], numbers: Mapping[str, Numbers], places: frozenset[str]
) -> Iterator[Proposed]:
    holders: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in organisations:
        for item in numbers.get(draft.key, {}).items():
            if item[0] in REGISTERS:
                holders[item].append(draft)
    for (register, number), drafts in sorted(holders.items()):
        if len(drafts) < 2:
            continue
        shared = _told_twice(drafts)
        for first, other in _pairs(drafts):
            if _one_source(first, other) or _differ(numbers[first.key], numbers[other.key]):
                continue
            if _same_branch(first, other) or not (shared or _branch(first, other, places)):
                evidence = f"same {REGISTERS[register]} {number}"
                yield Proposed("organisations", first.key, other.key, evidence, "number")


def _pairs(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Draft]]:
    if len(drafts) <= _MOST:
        yield from combinations(drafts, 2)
        return
    by_name: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        for name in names_of(draft):
            by_name[name].append(draft)
    for _, named in sorted(by_name.items()):
        yield from combinations(named[:_MOST], 2)


def _told_twice(drafts: Sequence[Draft]) -> bool:
    """Whether one source holds several of them, be it in what was joined already."""
    ranks = [rank for d in drafts for rank in {o.rank for o in origins_of(d)}]
    return len(set(ranks)) < len(ranks)


def _same_branch(first: Draft, other: Draft) -> bool:
    """Whether two that hold one number are one by their names or by their postcodes."""
    postcodes = [_postcode(d) for d in (first, other)]
    return bool(names_of(first) & names_of(other)) or (
        postcodes[0] != "" and postcodes[0] == postcodes[1]
    )


def _branch(first: Draft, other: Draft, places: frozenset[str]) -> bool:
    """Whether one of two with one number may be the other's branch: it says so, or lies apart."""
    if _apart(first, other):
        return True
    for mine in names_of(first):
        for theirs in names_of(other):
            one, two = set(mine.split()), set(theirs.split())
            more = (one - two) | (two - one)
            if one & two and any(w in places or w[0].isdigit() for w in more):
                return True
    return False


# -- by name --------------------------------------------------------------------------


def _by_name(organisations: Sequence[Draft], numbers: Mapping[str, Numbers]) -> Iterator[Proposed]:
    holders: dict[str, list[Draft]] = defaultdict(list)
    for draft in organisations:
        for name in names_of(draft):
            holders[name].append(draft)
    going_on = GoingOn(holders)
    for name, drafts in sorted(holders.items()):
        if len(drafts) < 2 or len(name.split()) < 2 or _told_twice(drafts) or is_person(name):
            continue  # a common name, a person's, or one that a source holds twice: no evidence
        for first, other in combinations(drafts, 2):
            held = [numbers.get(d.key, {}) for d in (first, other)]
            if _one_source(first, other) or _differ(*held) or _apart(first, other):
                continue
            if other_body(first, other, *held) or (
                not _near(first, other) and going_on.count(name) >= GOES_ON
            ):
                continue
            evidence = f"same name {name!r} in {first.source} and {other.source}"
            yield Proposed("organisations", first.key, other.key, evidence, "name")


class GoingOn:
    """How many names begin with the words of another name and go on."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(names)

    def count(self, name: str) -> int:
        """Return how many go on from ``name``."""
        from bisect import bisect_left

        start = bisect_left(self._names, f"{name} ")
        return bisect_left(self._names, f"{name}!", start) - start


_COMPANY_FORM = re.compile(r"compan|limited", re.IGNORECASE)
_LIMITED = re.compile(r"\b(?:ltd|limited)\b", re.IGNORECASE)
_INTEREST = re.compile(r"\bc\.?i\.?c\b|community interest", re.IGNORECASE)


def other_body(first: Draft, other: Draft, mine: Numbers, theirs: Numbers) -> bool:
    """Whether two of one name are two bodies in law: a charity, and a company beside it.

    A community interest company cannot be a charity. A company that calls itself *limited*
    is not the charity of that name where the charity does not, and is no company by its
    form (a CIO's company number begins with ``CE``): it may be its trading subsidiary.
    """
    for one, held, two, others in (
        (first, mine, other, theirs),
        (other, theirs, first, mine),
    ):
        if "GB-CHC" not in held or "GB-CHC" in others:
            continue
        if _INTEREST.search(f"{two.values.get('name', '')} {two.values.get('legal_form') or ''}"):
            return True
        form = str(one.values.get("legal_form") or "")
        company = others.get("GB-COH", "")
        if not company or company.startswith("CE") or "GB-COH" in held:
            continue
        limited = [bool(_LIMITED.search(str(d.values.get("name", "")))) for d in (one, two)]
        if form and not _COMPANY_FORM.search(form) and limited == [False, True]:
            return True
    return False


def is_person(name: str) -> bool:
    """Whether a name is a person's by its title: two of one name need not be one.

    Examples
    --------
    >>> is_person("Mrs A Thornley"), is_person("Mrs Thornley's Almshouses"), is_person("Drive On")
    (True, True, False)
    """
    return _TITLE.match(name) is not None


_TITLE = re.compile(
    r"\s*(?:mr|mrs|ms|miss|dr|rev|revd|fr|sir|dame|cllr|prof)\b\.?\s", re.IGNORECASE
)


# -- what speaks against it -----------------------------------------------------------


def _one_source(left: Draft, right: Draft) -> bool:
    mine, theirs = origins_of(left), origins_of(right)
    return not {o.rank for o in mine}.isdisjoint(o.rank for o in theirs)


def _differ(left: Mapping[str, str], right: Mapping[str, str]) -> bool:
    return any(left[register] != right[register] for register in left.keys() & right.keys())


def _postcode(draft: Draft) -> str:
    return "".join(str(draft.values.get("postcode") or "").upper().split())


def _district(draft: Draft) -> str:
    told = str(draft.values.get("postcode") or "")
    parts = split_postcode(told)
    return parts.outcode if parts else (told.upper().split() or [""])[0]


def _apart(left: Draft, right: Draft) -> bool:
    """Whether the districts differ, or where a postcode is unknown, the numbers of the houses."""
    one, two = _district(left), _district(right)
    if one and two:
        return one != two
    houses = [set(re.findall(r"\d+", str(d.values.get("address") or ""))) for d in (left, right)]
    return all(houses) and houses[0].isdisjoint(houses[1])


def _near(left: Draft, right: Draft) -> bool:
    """Whether both have a postcode and the districts agree."""
    return bool(_district(left)) and _district(left) == _district(right)


def _area_words(drafts: Iterable[Draft]) -> frozenset[str]:
    """Return the words of the names of areas, by which branches tell themselves apart."""
    return frozenset(
        word
        for draft in drafts
        if draft.table == "areas"
        for word in normal_name(str(draft.values.get("name", ""))).split()
        if len(word) > 3
    )
