"""Addresses taken apart: house numbers, street, the name of a building.

Ranges (7146-48), corner addresses, a missing *Street* or *North* and a slip in the street
are read as what they stand for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import JaroWinkler, Levenshtein

from sap_match.similarity.duplicates.names import plain

_NUMBER = re.compile(r"^(\d{1,5})[a-z]?(?:\s*[-–/]\s*(\d{1,5})[a-z]?)?\b(?!\s*(?:st|nd|rd|th)\b)")
_ANY_NUMBER = re.compile(
    r"(?<![\w/])(\d{1,5})[a-z]?(?:\s*[-–]\s*(\d{1,5})[a-z]?)?\b(?!\s*(?:st|nd|rd|th)\b)"
)
_WORD = re.compile(r"[^\W_]+")
_JUNK = re.compile(r"[^\w\s,()&#/'–-]")
_FLOOR = re.compile(
    r"\b(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|ground|lower|upper)\s+(?:floor|fl)\b"
)
_BARE_ORDINAL = re.compile(
    r"(?<=\s)(\d{1,3})(\s+(?:st|str|street|ave|av|avenue|pl|place|ct|court|blvd|boulevard)\b)"
)
"""A street that is numbered without an ending: *112 East 51 Street*."""
_KINDS = {
    "st": "street", "str": "street", "rd": "road", "ave": "avenue", "av": "avenue",
    "ln": "lane", "dr": "drive", "blvd": "boulevard", "pl": "place", "ct": "court",
    "sq": "square", "cres": "crescent", "pkwy": "parkway", "hwy": "highway", "ter": "terrace",
    "cl": "close",
}  # fmt: skip
_STREET_KINDS = frozenset(_KINDS.values()) | frozenset(
    "way row mews parade walk grove gardens hill bank steps yard".split()
)
_DIRECTIONS = {
    "n": "north", "s": "south", "e": "east", "w": "west", "north": "north", "south": "south",
    "east": "east", "west": "west",
}  # fmt: skip
_EMPTY = frozenset("the of and at in on to c o unit suite floor ground flat near by".split())
_PART_OF = re.compile(
    r"\b(?:unit|suite|flat|room|rooms|shop|block|floor|apartment|apt|box|arch|garage|plot)s?"
    r"\s+(?:no\s+)?(?:\d+[a-z]?|[a-z]\d*)(?:\s*(?:[-&/]|and)\s*(?:\d+[a-z]?|[a-z]\d*))*\b"
)
"""A part of a building, whose number is no house number."""
_CROSSING = re.compile(
    r"\b(?:between|corner of|opposite|near|behind|off|nr)\b.*?(?=,|$)|\bat\s+\d.*?(?=,|$)"
)
"""What an address adds to find it by."""
_SPELLED_NUMBERS = {
    word: f"{number}th"
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        start=1,
    )
}
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")

AddressLevel = Literal[
    "same", "typing slip", "same building", "same street", "near number", "different",
    "another number",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart; empty parts are unknown.

    Attributes
    ----------
    numbers : frozenset of int
        House numbers, both ends of a range.
    street : frozenset of str
        Words of the street without its kind and direction.
    directions : frozenset of str
    words : frozenset of str
        Every word but numbers, so that a building without a number can be compared.
    """

    numbers: frozenset[int]
    street: frozenset[str]
    directions: frozenset[str]
    words: frozenset[str]

    @property
    def key(self) -> str | None:
        """House number and the street's first word, or None without a number."""
        if not self.numbers or not self.street:
            return None
        return f"{min(self.numbers)} {min(self.street)}"


def address_of(text: str | None) -> Address | None:
    """Take an address apart, or return None where nothing stands.

    Examples
    --------
    >>> a = address_of("7146-48 S. Exchange Ave")
    >>> sorted(a.numbers), sorted(a.street), sorted(a.directions)
    ([7146, 7148], ['exchange'], ['south'])
    >>> sorted(address_of("Mill St Arcade, Crewe").words)
    ['arcade', 'crewe', 'mill', 'street']
    """
    if not text or not text.strip():
        return None
    clean = _JUNK.sub(" ", re.sub(r"[\r\n]+", ", ", plain(text)))
    clean = _PART_OF.sub(" ", _FLOOR.sub(" ", clean))
    clean = (_CROSSING.sub(" ", clean).strip(" ,") or clean).strip(" ,")
    clean = _BARE_ORDINAL.sub(r"\1th\2", clean)
    numbers = _house_numbers(clean)
    words = [_one_word(w) for w in _WORD.findall(clean)]
    words = [w for w in words if w not in _EMPTY]
    street = _street(clean)
    return Address(
        frozenset(numbers),
        frozenset(street),
        frozenset(_DIRECTIONS[w] for w in words if w in _DIRECTIONS),
        frozenset(_DIRECTIONS.get(w, w) for w in words if not w.isdigit()),
    )


def _house_numbers(clean: str) -> set[int]:
    """Return the numbers that begin a part of an address; else all that stand in it.

    So the *211* of *1020 West Bryn Mawr 211* is a room and no house.
    """
    leading = [
        match.groups() for part in clean.split(",") if (match := _NUMBER.match(part.strip()))
    ]
    numbers: set[int] = set()
    for first, last in leading or _ANY_NUMBER.findall(clean):
        numbers.add(int(first))
        if last:
            numbers.add(_end_of_range(first, last))
    return numbers


def _end_of_range(first: str, last: str) -> int:
    """Return the end of ``7146-48``: 7148."""
    return int(first[: len(first) - len(last)] + last if len(last) < len(first) else last)


def _one_word(word: str) -> str:
    ordinal = _ORDINAL.match(word)
    if ordinal:
        return f"{ordinal.group(1)}th"
    if word in _SPELLED_NUMBERS:
        return _SPELLED_NUMBERS[word]
    word = _KINDS.get(word, "st" if word == "saint" else word)
    if len(word) > 4 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return word


def _street(clean: str) -> list[str]:
    """Words of the part that begins with a number, without kind and direction."""
    for part in clean.split(","):
        match = _NUMBER.match(part.strip())
        if match:
            words = [_one_word(w) for w in _WORD.findall(part.strip()[match.end() :])]
            kept = [w for w in words if w not in _DIRECTIONS and w not in _EMPTY]
            bare = [w for w in kept if w not in _STREET_KINDS]
            return bare or kept
    return []


def compare_addresses(
    a: Address, b: Address, common: frozenset[str] = frozenset()
) -> AddressLevel | None:
    """Return how far two addresses are one; None where they say too little.

    Words of ``common`` (towns) are not looked at where a house number is missing.

    Examples
    --------
    >>> one, two = address_of("316 N Pulaski Rd"), address_of("316 Pulaski")
    >>> compare_addresses(one, two)
    'same'
    >>> compare_addresses(one, address_of("410 N Pulaski Rd"))
    'another number'
    >>> compare_addresses(address_of("Salt Store, Wheelock"), address_of("The Salt Store"))
    'same building'
    """
    if a.numbers and b.numbers:
        return _numbered(a, b)
    return _named(a, b, common)


def _numbered(a: Address, b: Address) -> AddressLevel:
    street = _same_street(a, b)
    turned = bool(a.directions and b.directions and not a.directions & b.directions)
    if a.numbers & b.numbers:
        if street and not turned:
            return "same"
        return "typing slip" if street or _slip(a, b) else "another number"
    if street and not turned:
        near = min(abs(x - y) for x in a.numbers for y in b.numbers)
        if near <= 4 or any(_transposed(x, y) for x in a.numbers for y in b.numbers):
            return "typing slip"
        if near <= NEIGHBOURS or any(_one_digit_off(x, y) for x in a.numbers for y in b.numbers):
            return "near number"
    return "another number"


NEIGHBOURS = 30
"""House numbers of one street this far apart may be one site: two doors, an old number."""


def _one_digit_off(x: int, y: int) -> bool:
    left, right = str(x), str(y)
    return len(left) >= 3 and Levenshtein.distance(left, right) == 1


def _same_street(a: Address, b: Address) -> bool:
    left, right = a.street or a.words, b.street or b.words
    if not left or not right:
        return True
    if not left.isdisjoint(right) or _slip(a, b):
        return True
    for x in left:
        for y in right:
            if _one_in_two(x, y):
                return True
    return False


def _one_in_two(x: str, y: str) -> bool:
    """Whether a word is the end of another: *point*, *northpoint*."""
    short, long = (x, y) if len(x) <= len(y) else (y, x)
    return len(short) >= 5 and long.endswith(short)


def _slip(a: Address, b: Address) -> bool:
    for x in a.street:
        for y in b.street:
            if len(x) > 3 and len(y) > 3 and JaroWinkler.similarity(x, y, score_cutoff=0.9) >= 0.9:
                return True
    return False


def _transposed(x: int, y: int) -> bool:
    left, right = str(x), str(y)
    return len(left) == len(right) >= 3 and sorted(left) == sorted(right)


def _named(a: Address, b: Address, common: frozenset[str]) -> AddressLevel | None:
    """Compare addresses of which one at least has no house number.

    Where one has a number and the other has none, no more than the street can be the same.
    """
    without = _STREET_KINDS | common
    plain_a, plain_b = a.words - without, b.words - without
    if not plain_a or not plain_b:
        return None
    if bool(a.numbers) != bool(b.numbers):
        return "same street" if a.street & b.words or b.street & a.words else "different"
    both = _matched(plain_a, plain_b)
    share = 2 * both / (len(plain_a) + len(plain_b))
    inside = both / min(len(plain_a), len(plain_b))
    if share > 0.8:
        return "same"
    if (inside >= 0.99 and both >= 2) or share >= 0.6:
        return "same building"
    if both >= 2 or (both and inside >= 0.5):
        return "same street"
    return "different"


def _matched(left: frozenset[str], right: frozenset[str]) -> int:
    both = left & right
    rest_left, rest_right = sorted(left - both), sorted(right - both)
    joined = sum(
        1 for x in rest_left if any(x == y + z for y in rest_right for z in rest_right if y != z)
    ) + sum(
        1 for x in rest_right if any(x == y + z for y in rest_left for z in rest_left if y != z)
    )
    return len(both) + 2 * joined if joined else len(both)
