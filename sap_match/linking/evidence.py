"""Whether a pair that the duplicates module weighed is sure enough to be linked unasked.

A rule reads the levels by which two organisations agree, as `find_duplicates` tells them. It
is stricter than the weights: a link changes the data before anybody has looked.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from sap_match.ingest.clusters import Numbers
from sap_match.ingest.drafts import Draft
from sap_match.ingest.identity import normal_name, origins_of
from sap_match.ingest.links import GOES_ON, GoingOn, is_person, names_of, other_body
from sap_match.model import LinkKind
from sap_match.ranking import rounded
from sap_match.similarity.duplicates import DuplicatePair

_ONE_NAME = frozenset(("same", "same word", "same but common", "near"))
_WITHIN = frozenset(("contained", "half contained", "common part"))
_CONTACT: Mapping[str, frozenset[str]] = {
    "telephone": frozenset(("same", "same, few names use it")),
    "online": frozenset(("same page or mail", "same site or mail")),
    "address": frozenset(("same", "typing slip")),
    "place": frozenset(("same postcode", "near")),
}
"""Levels of each field by which a name is borne out."""
_DOOR: Mapping[str, frozenset[str]] = {
    "telephone": _CONTACT["telephone"],
    "address": _CONTACT["address"],
    "place": frozenset(("same postcode",)),
}
"""Levels by which a branch is told from its head office: a website is often shared by all."""
_AGAINST: Mapping[str, frozenset[str]] = {
    "telephone": frozenset(("different", "close numbers", "same exchange")),
    "online": frozenset(("different", "another page of one site")),
    "address": frozenset(("different", "another number")),
    "place": frozenset(("far", "within 5 km")),
}
_OTHER_WORDS = (
    "charity fund funds trust foundation friends pta ptfa fota psa pfa association parents parent "
    "playgroup preschool nursery creche toddlers trading enterprises enterprise developments "
    "development services service project shop cafe scouts scout guides guide brownies cubs "
    "beavers youth club choir league department team council branch division district group "
    "junior juniors senior seniors ladies women womens men mens boys girls infant infants veterans "
    "committee supporters society almshouses bequest endowment holdings housing properties"
)
"""What another body than the first is called by: *Hope*, *Hope Trading*."""
_MARKS = frozenset(
    "north south east west central greater upper lower first second third fourth fifth sixth "
    "seventh eighth ninth tenth".split()
)
_BRACKETS = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True)
class Judgement:
    """What a pair comes to: the kind of link that it may be, or why a person must look."""

    kind: LinkKind | None
    doubt: str = ""


class Judge:
    """What decides on pairs of one dataset: its places, and which names go on from others."""

    def __init__(
        self,
        drafts: Mapping[str, Draft],
        numbers: Mapping[str, Numbers],
        places: Iterable[str],
        *,
        by_name_alone: bool,
    ) -> None:
        self._drafts, self._numbers = drafts, numbers
        self._places = frozenset(places)
        self._going_on = GoingOn(name for d in drafts.values() for name in names_of(d))
        self._by_name_alone = by_name_alone
        self._namesakes = Counter(
            (source, key)
            for draft in drafts.values()
            for key in _name_keys(draft)
            for source in _of(draft)
        )

    def __call__(self, pair: DuplicatePair, *, sure: float, alone: float) -> Judgement:
        """Return whether a pair is linked, and as what.

        Parameters
        ----------
        pair : DuplicatePair
            With its parts.
        sure : float
            Least probability of a link for which a contact or a place speaks, too.
        alone : float
            Least probability of a link by the name alone.
        """
        facts = {part.name: part.fact for part in pair.parts}
        probability = own_probability(pair)
        one, two = self._drafts[pair.left_id], self._drafts[pair.right_id]
        against = self._against(one, two, facts)
        if against:
            return Judgement(None, against)
        bearing = _agreeing(facts, _CONTACT)
        if not bearing:
            return self._alone(one, two, facts, sure_enough=probability >= alone)
        if probability < sure:
            return Judgement(None, "it is likely, and not sure")
        if self._more_than_a_name(one, two, facts) and not _agreeing(facts, _DOOR):
            return Judgement(
                None, "only one of the names goes on, and no place or telephone agrees"
            )
        return Judgement("name and place")

    def _against(self, one: Draft, two: Draft, facts: Mapping[str, str]) -> str:
        """Return why a pair is not linked whatever its probability, or the empty string."""
        return next(filter(None, self._doubts(one, two, facts)), "")

    def _doubts(self, one: Draft, two: Draft, facts: Mapping[str, str]) -> Iterator[str]:
        yield facts.get("rule", "")
        names = [str(d.values["name"]) for d in (one, two)]
        if any(map(is_person, names)):
            yield "one is a person by the name"
        if facts.get("name") not in _ONE_NAME | _WITHIN:
            yield "the names are not one"
        held = [self._numbers.get(d.key, {}) for d in (one, two)]
        if other_body(one, two, *held):
            yield "one name, two bodies in law"
        if _school_and_charity(*held) and normal_name(names[0]) != normal_name(names[1]):
            yield "a school, and a charity of nearly its name"
        if _lie_apart(facts):
            yield "the places lie apart"
        sides = _own_words(one, two)
        more = sides[0] | sides[1]
        if all(sides):
            yield "each of the names has a word of its own"
        if more & OTHER_BODY:
            yield f"only one of the names says {min(more & OTHER_BODY)}: perhaps two bodies"
        if any(w in _MARKS or w[0].isdigit() for w in more):
            yield "only one of the names has a number or a side: perhaps two branches"
        if "public" in (one.values.get("kind"), two.values.get("kind")):
            yield self._public(facts, held)

    def _public(self, facts: Mapping[str, str], held: list[Numbers]) -> str:
        """Return what is doubtful of a public body: a department has most of its name."""
        if facts.get("name") in _ONE_NAME:
            return ""
        if any("GB-EDU" in numbers for numbers in held) and _agreeing(facts, _DOOR):
            return ""
        return "a public body, and perhaps its department"

    def _alone(
        self, one: Draft, two: Draft, facts: Mapping[str, str], *, sure_enough: bool
    ) -> Judgement:
        """Judge two of which nothing agrees but the names."""
        if _agreeing(facts, _AGAINST):
            return Judgement(None, "only the names agree, and a contact or a place does not")
        names = [normal_name(str(d.values["name"])) for d in (one, two)]
        telling = min(len(set(name.split()) - _SMALL) for name in names)
        alike = facts.get("name") == "same" or not _more_words(one, two)
        going_on = max(map(self._going_on.count, map(_without_brackets, (one, two))))
        if not (alike and self._by_name_alone and sure_enough) or telling < TELLING:
            return Judgement(None, "only the names agree")
        if going_on >= GOES_ON:
            return Judgement(None, "only the names agree, and other names go on from it")
        exact = names[0] == names[1]
        keys = {d.key: _name_keys(d)[0 if exact else 1] for d in (one, two)}
        if max(self._namesakes[o, keys[d.key]] for d in (one, two) for o in _of(d)) > 1:
            return Judgement(None, "only the names agree, and one source has the name twice")
        return Judgement("name")

    def _more_than_a_name(self, one: Draft, two: Draft, facts: Mapping[str, str]) -> bool:
        """Whether one name goes on from the other, as a branch's does from its body's.

        What follows a dash or a colon, or stands in brackets, only explains a name.
        """
        more = _more_words(one, two)
        if more & self._places:
            return True
        shorter, longer = sorted((one, two), key=lambda d: (len(_without_brackets(d)), d.key))
        begins = _without_brackets(longer).startswith(f"{_without_brackets(shorter)} ")
        if more and begins and _without_brackets(shorter) not in _main_parts(longer):
            return True
        return (
            facts.get("name") in _WITHIN
            and self._going_on.count(_without_brackets(shorter)) >= GOES_ON
        )


TELLING = 3
"""Words that a name must have to stand alone where it is not written alike."""


def own_probability(pair: DuplicatePair) -> float:
    """Return a pair's probability by its own evidence, without the group that it fell into."""
    score = sum(part.contribution for part in pair.parts if part.name != "group")
    return rounded(1 / (1 + math.exp(-max(-700.0, min(700.0, score)))))


def own_reason(pair: DuplicatePair) -> str:
    """Return what agrees in words, without what is said of the group."""
    grouped = next((part.fact for part in pair.parts if part.name == "group"), "")
    told = pair.reason.replace(f"; {grouped}", "") if grouped else pair.reason
    return told[:1].lower() + told[1:].removesuffix(".")


def _lie_apart(facts: Mapping[str, str]) -> bool:
    """Whether places speak against a pair: an address to write to may be a trustee's home."""
    place = facts.get("place")
    if place == "within 5 km" and facts.get("name") in _ONE_NAME:
        return not _agreeing(facts, {n: _CONTACT[n] for n in ("telephone", "online")})
    return place in _AGAINST["place"]


def _agreeing(facts: Mapping[str, str], levels: Mapping[str, frozenset[str]]) -> list[str]:
    return [name for name, good in levels.items() if facts.get(name) in good]


def _more_words(one: Draft, two: Draft) -> set[str]:
    """Return words that only one of the names has."""
    mine, theirs = _own_words(one, two)
    return mine | theirs


def _own_words(one: Draft, two: Draft) -> tuple[set[str], set[str]]:
    """Return the words that only the one name has, and only the other.

    Who runs it, in brackets, does not count, nor one word misspelt. Of the other names that
    bodies have, those that agree best are taken.
    """
    found = []
    for mine in _plain_names(one):
        for theirs in _plain_names(two):
            left = [w for w in mine if w not in theirs]
            right = [w for w in theirs if w not in mine]
            slips = _misspelt(left, right) if "".join(left) != "".join(right) else {*left, *right}
            found.append((set(left) - slips, set(right) - slips))
    return min(found, key=lambda x: (len(x[0]) + len(x[1]), sorted(x[0]), sorted(x[1])))


def _name_keys(draft: Draft) -> tuple[str, str]:
    """Return a name as it is written, and its words in order of the alphabet."""
    words = {_plain_word(w) for w in _without_brackets(draft).split()} - _SMALL
    return normal_name(str(draft.values["name"])), f"words {' '.join(sorted(words))}"


def _of(draft: Draft) -> set[str]:
    return {origin.source for origin in origins_of(draft)}


def _misspelt(mine: Iterable[str], theirs: Iterable[str]) -> set[str]:
    """Return the words of either side that are one word misspelt on the other."""
    return {
        word
        for one in mine
        for two in theirs
        if min(len(one), len(two)) > 3 and not one[0].isdigit() and fuzz.ratio(one, two) >= SLIP
        for word in (one, two)
    }


SLIP = 80
"""Alikeness (of 100) from which two words are taken for one misspelt."""


def _plain_names(draft: Draft) -> list[list[str]]:
    own = _without_brackets(draft)
    others = names_of(draft) - {normal_name(str(draft.values["name"]))}
    return [
        [_plain_word(w) for w in name.split() if w not in _SMALL] for name in sorted({own, *others})
    ]


def _without_brackets(draft: Draft) -> str:
    """Return a name without what stands in brackets, if that is more than a word."""
    name = str(draft.values["name"])
    return normal_name(_BRACKETS.sub(lambda m: " " if len(m[1].split()) > 1 else m[0], name))


def _main_parts(draft: Draft) -> set[str]:
    """Return what stands before a dash or a colon of a name."""
    return {normal_name(p) for p in re.split(r"\s[-–—]\s|:\s", str(draft.values["name"]))[:1]}


def _plain_word(word: str) -> str:
    word = word.removesuffix("s") if len(word) > 4 and not word.endswith("ss") else word
    return _SPELLED.get(word, word)


_SPELLED = {"saint": "st", "center": "centre", "assoc": "association", "assn": "association"}
_SMALL = frozenset("the of and for in at a an to with on by".split())


def _school_and_charity(mine: Numbers, theirs: Numbers) -> bool:
    return any(
        "GB-EDU" in one and "GB-CHC" in two and "GB-CHC" not in one
        for one, two in ((mine, theirs), (theirs, mine))
    )


OTHER_BODY = frozenset(map(_plain_word, _OTHER_WORDS.split()))
"""Words, as names are compared, that make a name that of another body beside the first."""
