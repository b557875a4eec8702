"""What words say of a theme, a day or an hour: the published list behind `gaps`.

A record's own themes come first. Words are read where a record has none, and in
what an area says that it needs. A finer theme (a lunch club is finer than food)
is always read from words, since few directories mark it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: Words that mark each theme. Case is ignored.
WORDS: dict[str, str] = {
    "addiction": r"addict\w*|drug users?|drugs|alcohol\w*|substance (?:mis)?use|gambl\w+",
    "bereavement": r"bereave\w*|grief|griev\w+|widow\w*",
    "carers": r"carers?|caring for|respite",
    "children and families": r"child(?:ren)?|famil(?:y|ies)|parents?|toddlers?|bab(?:y|ies)"
    r"|dads|mums",
    "dementia": r"dementia|alzheimer\w*|memory (?:caf[eé]|clinic|service|loss)",
    "digital inclusion": r"digital\w*|laptops?|getting online|get online|computers?|no signal",
    "disability": r"disab\w+|wheelchairs?|changing places|sight loss|hearing loss|deaf|blind",
    "domestic abuse": r"domestic (?:abuse|violence)|women'?s refuge",
    "employment and skills": r"employment|employability|unemploy\w+|job ?(?:clubs?|seekers?)"
    r"|into work",
    "farming": r"farm(?:s|ers?|ing)?",
    "food": r"food|hunger|hungry|hot meals?|meals|fed",
    "fuel poverty": r"fuel poverty|heating|energy bills|pre-?payment|damp|cold homes",
    "housing and homelessness": r"homeless\w*|rough sleep\w*|housing|hostels?|evict\w+",
    "loneliness": r"lonel\w*|isolat(?:ed|ion)|befriend\w*|alone|company and|companionship",
    "mental health": r"mental (?:ill[- ])?health|self-harm|suicid\w*|depress\w+|anxiety|counsell\w+"
    r"|farm(?:ing)? stress|under strain",
    "money advice": r"debts?|money advice|benefits? advice|welfare rights|budgeting|rent",
    "older people": r"older|elderly|pensioners?|over[- ](?:[5-8]\d|fift|sixt|sevent)\w*|later life",
    "refugees and migration": r"refugees?|asylum|newly arrived|newcomers?|resettle\w*|migrants?",
    "repair and reuse": r"repairs?|re-?use",
    "transport": r"transport|lifts?|bus(?:es)?(?! (?:away|shelter))|minibus\w*|without a car"
    r"|no longer drive",
    "warm spaces": r"warm (?:spaces?|rooms?|hubs?|places?|welcome)",
    "young people": r"young people|youths?|teenage\w*|teens?",
}
#: Finer themes, read from words even where a record has themes of its own.
FINER: dict[str, str] = {
    "autism and special needs": r"autis\w+|neurodiver\w+|adhd|special (?:educational )?needs",
    "English classes": r"esol|english",
    "food banks and pantries": r"food ?banks?|pantr(?:y|ies)|larders?|food parcels?"
    r"|community (?:shop|fridge)|food schemes?",
    "men's groups": r"men|men'?s|dads",
    "school-holiday activities": r"school[- ]holidays?|holiday (?:clubs?|food|hunger|activities)",
    "shared meals": r"lunch(?:eon|es)?|dinners?|suppers?|hot meals?|community meals?|fed on",
    "stroke": r"strokes?(?! of)",
}
#: Where the finer theme is meant, the broader one is not asked for as well.
BROADER: dict[str, str] = {
    "English classes": "refugees and migration",
    "food banks and pantries": "food",
    "school-holiday activities": "children and families",
    "shared meals": "food",
}
#: What a place is for, rather than a service.
MEETING_PLACES = "places to meet"
_MEETING_WORDS = r"halls?|community centres?|a centre"

#: Themes that people go without; only of these is a silence worth a line unasked.
PEOPLE_NEED = frozenset(WORDS) - {"farming", "repair and reuse", "domestic abuse"}
#: Themes for which a group's own need tells that people's need is not met.
GROUPS_ASK = PEOPLE_NEED | {"farming"}

_READ = {
    name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for name, words in {**WORDS, **FINER, MEETING_PLACES: _MEETING_WORDS}.items()
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = re.compile(rf"\b({'|'.join(_DAYS)})s?\b", re.IGNORECASE)
_OTHERS = re.compile(r"other than|apart from|rest of the week|except", re.IGNORECASE)
_EVENING = re.compile(r"\bevenings?\b|after (?:five|six|dark)|fit shifts|at night", re.IGNORECASE)
_CHILDREN = re.compile(r"\b(?:child\w*|toddlers?|bab(?:y|ies)|dads|mums)\b", re.IGNORECASE)
_WEEKEND = re.compile(r"\bweekends?\b", re.IGNORECASE)

EVENING = 7
Times = frozenset[int]


@dataclass(frozen=True)
class Wish:
    """One thing that an area says it needs.

    Parameters
    ----------
    words : str
        As the area says it.
    themes : frozenset of str
    times : frozenset of int
        Weekdays from 0 for Monday, and 7 for evenings; empty where none is named.
    """

    words: str
    themes: frozenset[str]
    times: Times = frozenset()


def themes_in(text: str, known: Iterable[str] = ()) -> frozenset[str]:
    """Return the themes that words of ``text`` mark; a ``known`` label marks itself.

    Examples
    --------
    >>> sorted(themes_in("Company and a hot meal on Mondays"))
    ['food', 'loneliness', 'shared meals']
    >>> sorted(themes_in("A place for beekeeping", known=["beekeeping"]))
    ['beekeeping']
    """
    found = {name for name, pattern in _READ.items() if pattern.search(text)}
    spaced = " ".join(["", *re.findall(r"\w+", text.casefold()), ""])
    found |= {one for one in known if f" {one} " in spaced}
    return frozenset(found)


def themes_of(labels: Sequence[str], text: str) -> frozenset[str]:
    """Return the themes of a record: its own labels and finer ones of its words.

    Labels keep their own names, and mark the themes whose words they hold. Without
    labels the words speak alone.

    Examples
    --------
    >>> sorted(themes_of(["Food", "older people"], "Roast dinners every Thursday"))
    ['food', 'older people', 'shared meals']
    >>> sorted(themes_of([], "Support for people with dementia"))
    ['dementia']
    """
    if not labels:
        return themes_in(text) - {MEETING_PLACES}
    own = {label.casefold() for label in labels}
    own |= {name for label in labels for name in WORDS if _READ[name].search(label)}
    return frozenset(own | {name for name in FINER if _READ[name].search(text)})


def times_in(text: str) -> Times:
    """Return the weekdays and evenings that a text asks for.

    Other days than one are the other working days; a weekend must be named.

    Examples
    --------
    >>> sorted(times_in("on days other than Thursday, above all on Monday"))
    [0, 1, 2, 4]
    >>> sorted(times_in("Evening places for teenagers"))
    [7]
    """
    named = {_DAYS.index(day.casefold()) for day in _DAY.findall(text)}
    if named and _OTHERS.search(text):
        named = set(range(5)) - {_DAYS.index(d.casefold()) for d in _DAY.findall(text)[:1]}
    if _WEEKEND.search(text):
        named |= {5, 6}
    if _EVENING.search(text):
        named.add(EVENING)
    return frozenset(named)


def wishes(
    needs: Iterable[str], known: Iterable[str] = (), *, places: Iterable[str] = ()
) -> tuple[Wish, ...]:
    """Return what an area's needs say, a sentence at a time.

    A sentence that names a day and no theme speaks of the sentence before it. Names
    of ``places`` say nothing of a theme (Colshaw Farm is an estate).

    Examples
    --------
    >>> for wish in wishes(["Older people fed on Thursdays. Mondays are dreaded."]):
    ...     print(wish.words, sorted(wish.themes), sorted(wish.times))
    Older people fed on Thursdays ['older people', 'shared meals'] [3]
    Mondays are dreaded ['older people', 'shared meals'] [0]
    """
    found: list[Wish] = []
    labels = tuple(known)
    names = sorted({re.escape(one) for one in places}, key=lambda one: (-len(one), one))
    place = re.compile(rf"\b(?:{'|'.join(names)})\b" if names else r"(?!)")
    before: frozenset[str] = frozenset()
    for part in needs:
        for sentence in re.split(r"[.;!?]\s+|[.;!?]$", part):
            words = sentence.strip()
            if not words:
                continue
            bare, times = place.sub("", words), times_in(words)
            themes = _finest(themes_in(bare, labels), bare)
            if not themes and times & set(range(7)):
                themes = before
            found.append(Wish(words, themes, times))
            before = themes or before
    return tuple(found)


def _finest(themes: frozenset[str], words: str) -> frozenset[str]:
    """Drop the broader of two themes, and families who are named for something else."""
    kept = themes - {BROADER[one] for one in themes if one in BROADER}
    return kept if len(kept) < 2 or _CHILDREN.search(words) else kept - {"children and families"}


def said(times: Iterable[int]) -> str:
    """Return weekdays and evenings in words, as ``Monday, Tuesday and evenings``."""
    names = [*(day.capitalize() for day in _DAYS), "evenings"]
    words = [names[one] for one in sorted(times)]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
