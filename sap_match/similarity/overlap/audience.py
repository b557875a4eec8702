"""For whom a service is, read from its ages, audiences, themes, languages and words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sap_match.model import Organisation, Service
from sap_match.similarity.overlap.audience_words import (
    GENERAL,
    LANGUAGE_CODES,
    LANGUAGE_NAMES,
    SOFT,
    SPECIALIST,
    STAGE_WORDS,
    STAGES,
    UMBRELLAS,
)

Ages = tuple[float, float]
YEARS_IN_COMMON = 1
"""Ages that share no more than this are other ages: 11 to 18 and 18 to 25."""

OPENING = 350
"""Characters of a description in which it says for whom it is."""
MOST_GROUPS = 3
"""Groups of which a description may name so many and still be for these."""


@dataclass(frozen=True)
class Audience:
    """For whom a service is, as far as it says.

    Attributes
    ----------
    ages : (float, float) or None
        Least and greatest age as its record or its words give them in figures.
    stages : frozenset of str
        Stages of life that it names or its ages reach; empty where it says nothing.
    groups : frozenset of str
        Specialist groups: *women*, *carers*, *people with dementia*, *Polish speakers*.
    declared : frozenset of str
        Those that stand in its audiences or its name, and not only in its description.
    others : frozenset of str
        Labels of its audiences that are in no list of ours, and soft ones (*low income*).
    languages : frozenset of str
        Languages in which it is held, where it says so.
    everyone : bool
        Whether it says that anybody may come.
    """

    ages: Ages | None = None
    stages: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    declared: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    everyone: bool = False

    @property
    def known(self) -> bool:
        """Whether it says anything."""
        return bool(self.stages or self.groups or self.others or self.everyone)


def audience_of(service: Service) -> Audience:
    """Return for whom a service is.

    Examples
    --------
    >>> one = Service(
    ...     id="s",
    ...     organisation_id="o",
    ...     name="Drop-in",
    ...     description="Somewhere to talk for women carers aged 13 to 25.",
    ... )
    >>> found = audience_of(one)
    >>> found.ages, sorted(found.groups), sorted(found.stages)
    ((13.0, 25.0), ['carers', 'women'], ['young adults', 'young people'])
    """
    return _audience(
        service.name,
        service.description or "",
        tuple(service.audiences),
        tuple(t for t in service.themes if names_people(t)),
        tuple(service.languages),
        _sound(service.minimum_age, service.maximum_age),
    )


def audience_of_organisation(organisation: Organisation) -> Audience:
    """Return for whom an organisation works, by its name, themes and description."""
    themes = tuple(t for t in organisation.themes if names_people(t))
    return _audience(organisation.name, organisation.description or "", (), themes, (), None)


def _sound(low: float | None, high: float | None) -> Ages | None:
    """Return ages as an interval; None where nothing is said or it makes no sense."""
    bounds = [b for b in (low, high) if b is not None]
    if not bounds or any(not 0 <= b <= 130 for b in bounds):
        return None
    interval = (low or 0.0, math.inf if high is None else high)
    return interval if interval[0] <= interval[1] else None


def _audience(
    name: str,
    text: str,
    labels: Sequence[str],
    themes: Sequence[str],
    languages: Sequence[str],
    ages: Ages | None,
) -> Audience:
    open_to_all = _labelled_for_all(labels)
    told_labels, said = " . ".join(labels), "" if open_to_all else _said_for(text)
    head = " . ".join([name, *labels, *themes, said])
    declared = _specialist(head)
    told = ages or _ages_in(" ; ".join([*labels, name, said]), loose=True)
    if not told and not open_to_all:
        told = _ages_in(text)
    stages: frozenset[str] = frozenset()
    if told:
        stages = stages_of(told)
    elif not open_to_all:
        stages = _stages_in(told_labels) or _stages_in(head) or _stages_in(text)
    soft = {w for w, pattern in SOFT.items() if pattern.search(head.casefold())}
    groups = _balanced(declared if open_to_all else declared | _spoken_of(text))
    return Audience(
        ages=told,
        stages=stages,
        groups=groups,
        declared=declared & groups,
        others=frozenset(soft | _own_labels(labels)),
        languages=_languages(name, languages),
        everyone=open_to_all or bool(_OPEN.search(text.casefold())),
    )


# -- groups -------------------------------------------------------------------------------


@lru_cache(maxsize=2**14)
def _specialist(text: str) -> frozenset[str]:
    folded = _NOT_WHOM.sub(" ", text.casefold().replace("’", "'"))
    return frozenset(g for g, pattern in SPECIALIST.items() if pattern.search(folded))


_NOT_WHOM = re.compile(
    r"\b(?:disabled (?:access|toilets?|parking|facilities)|wheelchair (?:access\w*|users? welcome)"
    r"|hearing loop|(?:and|or|,) (?:their )?(?:whole )?famil(?:y|ies)(?: members| and friends)?"
    r"|their families|family members|(?:parents?|mums|families)(?: and | or |/)(?:their )?carers?"
    r"|carers? (?:and|with|of) (?:their )?(?:toddlers?|babies|under[- ]?fives|children|little ones)"
    r"|regardless of .{0,80}|of all faiths(?: and none)?|irrespective of .{0,80})"
)
"""Mentions of people that say nothing of whom a service is for."""


def _spoken_of(text: str) -> frozenset[str]:
    """Return the groups for whom a description begins by saying that it is.

    Who is named far down, or as one of many, is somebody who comes as well.
    """
    found = _specialist(text[:OPENING])
    return found if len(_balanced(found)) <= MOST_GROUPS else frozenset()


_FOR = re.compile(
    r"(?:^|[.!?;:\n(][^\S\n]*)((?:(?:this|the|our) \w+ is )?(?:only |just |mainly |especially )?"
    r"(?:for|open to|aimed at|meant for|suitable for|designed for|intended for|restricted to"
    r"|exclusively for|specially for|welcoming|anybody|anyone|everybody|only|just|those|a \w+ "
    r"(?:just |only )?for)\b[^.!?;\n]{2,90})|\b([^.!?;,\n]{2,50} (?:are|is) welcome)\b"
    r"|\b([^.!?;,\n]{2,50} only)(?=[.!?;)]|$)",
    re.IGNORECASE,
)


@lru_cache(maxsize=2**14)
def _said_for(text: str) -> str:
    """Return what a description says in so many words of whom it is for.

    Examples
    --------
    >>> _said_for("Hot meals and a quiz. For women only.").strip()
    'For women only'
    """
    found = ["".join(filter(None, m)) for m in _FOR.findall(text)]
    return " . ".join(one.strip() for one in found)


def _balanced(groups: frozenset[str]) -> frozenset[str]:
    """Drop the sexes where both are named: that says *everybody*, at length."""
    for both in ({"women", "men"}, {"mothers", "fathers"}):
        groups = groups - both if both <= groups else groups
    return groups


def shared_groups(a: frozenset[str], b: frozenset[str]) -> frozenset[str]:
    """Return the groups that both name, where one may name the wider of the other's.

    Examples
    --------
    >>> sorted(shared_groups(frozenset({"South Asian people"}), frozenset({"ethnic minorities"})))
    ['South Asian people']
    """
    found = set(a & b)
    for left, right in ((a, b), (b, a)):
        found |= {one for one in left if UMBRELLAS.get(one, frozenset()) & right}
    return frozenset(found)


def _own_labels(labels: Sequence[str]) -> frozenset[str]:
    """Return short labels that are in no list of ours: they mean what they say."""
    found = set()
    for label in labels:
        said = " ".join(label.casefold().replace("_", " ").strip(" .").split())
        known = (
            _specialist(said)
            or _stages_in(said)
            or _ages_in(said, loose=True)
            or any(p.search(said) for p in SOFT.values())
            or GENERAL.search(said)
        )
        if said and not known and len(said.split()) <= 3:
            found.add(said)
    return frozenset(found)


def _labelled_for_all(labels: Sequence[str]) -> bool:
    """Whether a label leaves nobody out: *Anyone who is homeless*, but not *Anyone over 18*."""
    return any(
        GENERAL.fullmatch(label.casefold().strip(" ."))
        and not _specialist(label)
        and not _ages_in(label, loose=True)
        for label in labels
    )


_OPEN = re.compile(
    r"\b(open to (?:all|everyone|everybody|anyone|anybody)|for everyone|for all ages|all ages"
    r"|all welcome|everyone (?:is )?welcome|anyone (?:is )?welcome|anybody welcome|for anyone)\b"
)


def _languages(name: str, cells: Iterable[str]) -> frozenset[str]:
    found = set()
    for cell in cells:
        said = cell.casefold().strip(" .")
        code = said.split("-")[0].split("_")[0]
        known = LANGUAGE_CODES.get(code) or LANGUAGE_NAMES.get(said)
        if known or said:
            found.add(known or said)
    if not found:
        found = {LANGUAGE_NAMES[w] for w in re.findall(r"[a-zéèê]+", name.casefold())
                 if w in LANGUAGE_NAMES}  # fmt: skip
    return frozenset(found)


# -- ages ---------------------------------------------------------------------------------


def stages_of(ages: Ages) -> frozenset[str]:
    """Return the stages of life that ages reach by more than a year.

    Examples
    --------
    >>> sorted(stages_of((11, 18)))
    ['young people']
    """
    low, high = ages
    reached = {
        stage
        for stage, (first, last) in STAGES.items()
        if min(high + 1, last) - max(low, first) > YEARS_IN_COMMON
    }
    widest = max(STAGES, key=lambda s: (min(high + 1, STAGES[s][1]) - max(low, STAGES[s][0]), s))
    return frozenset(reached or {widest})


def _stages_in(text: str) -> frozenset[str]:
    return _stages_of_text(_NOT_WHOM.sub(" ", text.casefold().replace("’", "'")))


@lru_cache(maxsize=2**14)
def _stages_of_text(folded: str) -> frozenset[str]:
    found: set[str] = set()
    for pattern, stages in STAGE_WORDS:
        if pattern.search(folded):
            found |= stages
            folded = pattern.sub(" ", folded)  # *young adults* are no *adults* again
    return frozenset(found)


_NUMBER_WORDS = {
    "birth": 0, "five": 5, "fives": 5, "eights": 8, "twelves": 12, "sixteen": 16, "eighteen": 18,
    "eighteens": 18, "twenty-fives": 25, "fifties": 50, "sixties": 60, "fifty": 50, "sixty": 60,
}  # fmt: skip
_N = (
    r"(\d{1,3}|birth|five|fives|eights|twelves|sixteen|eighteens?|twenty-fives|fifties|sixties"
    r"|fifty|sixty)"
)
_YEARS = r"(?:\s*(?:years?|yrs?|y/o)(?:[ -]olds?| of age)?)?"
_BETWEEN = re.compile(
    rf"\b(?:(?:aged?|ages)(?: from| between)?|between the ages? of)\s*{_N}{_YEARS}\s*"
    rf"(?:to|and|[-–—])\s*{_N}\b(?!\s*(?:am|pm|:|\.\d))"
)
_SPAN = re.compile(r"\b(\d{1,2})\s*(?:to|and|[-–—])\s*(\d{1,2})\s*(?:years?|yrs?|year[ -]olds?)\b")
_OVER = re.compile(
    rf"\b(?:over(?:[ -]the age of)?[ -]{_N}(?:'?s)?|aged?\s*(?:over\s*)?{_N}{_YEARS}\s*"
    rf"(?:and|or)\s*(?:over|above|older|up)|{_N}\s*(?:\+|plus\b)"
    rf"|{_N}{_YEARS} (?:and|or) (?:over|above))"
)
_UNDER = re.compile(rf"\b(?:under(?:[ -]the age of)?[ -]{_N}(?:'?s)?|aged? up to {_N})")
_BARE = re.compile(r"^\s*(\d{1,2})\s*[-–—]\s*(\d{1,2})\s*$")
_PERSON = (
    r"(?:any(?:one|body)|every(?:one|body)|people|persons|adults|residents|those|men|women|children"
    r"|youngsters|boys|girls|kids|ladies|gentlemen|if you are|you must be|for|open to)"
)
_OF_PEOPLE = re.compile(rf"\b{_PERSON} (?:aged |who are )?$")
_STRICT = re.compile(
    r"'?s$|aged|age of|years|yrs|\+|plus|fives|eights|twelves|eighteens|ties|and over|above"
)


@lru_cache(maxsize=2**14)
def _ages_in(text: str, *, loose: bool = False) -> Ages | None:
    """Return the widest ages that words give in figures; None where none do.

    Unless ``loose``, *over 50* alone is a number of things: *over 50s* is an age.
    """
    folded = text.casefold().replace("’", "'")
    found = [_pair(m) for m in (*_BETWEEN.finditer(folded), *_SPAN.finditer(folded))]
    if loose:
        found += [_pair(m) for part in folded.split(";") if (m := _BARE.match(part))]
    if not any(found):
        over = [_one(m) for m in _OVER.finditer(folded) if loose or _is_age(m)]
        under = [_one(m) for m in _UNDER.finditer(folded) if loose or _is_age(m)]
        low, high = (
            min((n for n in over if n is not None), default=None),
            max((n for n in under if n is not None), default=None),
        )
        return _sound(low, None if high is None else high - 1)
    sound = [pair for pair in found if pair]
    return min(p[0] for p in sound), max(p[1] for p in sound)


def _is_age(match: re.Match[str]) -> bool:
    """Whether *over 50* is an age and no number of things."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    return bool(_STRICT.search(match.group()) or _OF_PEOPLE.search(before))


def _figure(word: str) -> float:
    return float(_NUMBER_WORDS.get(word, word))


def _pair(match: re.Match[str]) -> Ages | None:
    low, high = (_figure(g) for g in match.groups())
    return (low, high) if low < high <= 120 else None


def _one(match: re.Match[str]) -> float | None:
    said = next((g for g in match.groups() if g), None)
    age = None if said is None else _figure(said)
    return age if age is not None and 2 <= age <= 100 else None


# -- themes that name people --------------------------------------------------------------

_PEOPLE = frozenset(
    "old elder elderly pensioner pensioners child children family families young youth teenager "
    "teenagers carer carers disabled man men woman women girl girls boy boys refugee refugees "
    "migration asylum seeker seekers veteran veterans student students person people parent "
    "parents baby babies toddler toddlers adult adults resident residents lgbt lgbtq tenant "
    "tenants farmer farmers worker workers migrant migrants older life later disability".split()
)
_JOINS = frozenset(("and", "or", "with", "under", "over", "in", "for", "of"))


def names_people(theme: str) -> bool:
    """Whether a theme says for whom a service is, and not what it does.

    Examples
    --------
    >>> [names_people(t) for t in ("older people", "children and families", "food")]
    [True, True, False]
    """
    words = [w for w in re.findall(r"[a-z]+", theme.casefold()) if w not in _JOINS]
    return bool(words) and all(w in _PEOPLE for w in words)
