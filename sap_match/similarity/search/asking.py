"""From the words of a question to conditions, urgency, and what is wanted.

Only conditions that are said outright are understood; what is not sure stays among the words.
Each condition keeps the words it came from, so that a person can see it and switch it off.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from sap_match.errors import DataError
from sap_match.similarity.search.access import NAMES, NEEDS
from sap_match.similarity.search.ages import OLDEST, Ages, hull
from sap_match.similarity.search.conditions import (
    KINDS,
    AccessTest,
    AgeTest,
    Condition,
    CostTest,
    DayTest,
    Kind,
    Test,
    WhoTest,
)
from sap_match.similarity.search.places import Places
from sap_match.similarity.search.times import times_in, without_deadlines
from sap_match.similarity.search.urgent import Urgency, urgencies

LONGEST = 1000
"""Characters of a question that are read."""

AccessName = Literal[
    "wheelchair",
    "step-free",
    "hearing-loop",
    "bsl",
    "accessible-toilet",
    "changing-places",
    "parking",
]


class Filters(BaseModel):
    """Conditions that are set, not said: they hold always, and replace what words say.

    Examples
    --------
    >>> Filters(age=84, cost=0, access=("wheelchair",)).age
    84.0
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    area: str | None = None
    """An area's id or name, or a postcode."""
    age: Annotated[float, Field(ge=0, le=OLDEST)] | None = None
    """In years."""
    day: str | None = None
    """Days and time of day in words: "Tuesdays", "weekday evenings", "Sat after 2pm"."""
    cost: Annotated[float, Field(ge=0)] | None = None
    """The most it may cost, in pounds; 0 is free."""
    access: tuple[AccessName, ...] = ()
    """What the place must have."""


@dataclass(frozen=True)
class Asked:
    """A question as it was understood.

    Its words are in no ``repr``, so that no log or traceback of a caller shows them.

    Attributes
    ----------
    wanted : str
        The words without those of the conditions.
    conditions : tuple of Condition
        Those set first, then those understood.
    urgent : tuple of Urgency
        Kinds of urgency, the gravest first.
    """

    wanted: str = field(repr=False)
    conditions: tuple[Condition, ...] = field(default=(), repr=False)
    urgent: tuple[Urgency, ...] = field(default=(), repr=False)


def understand(
    text: str,
    places: Places,
    *,
    filters: Filters | None = None,
    ignore: Collection[Kind] = (),
) -> Asked:
    """Separate what is wanted from conditions, and see what is urgent.

    Parameters
    ----------
    text : str
        A question in anybody's words; the first 1,000 characters are read.
    places : Places
        The areas that can be named.
    filters : Filters, optional
        Conditions that are set.
    ignore : collection of str
        Kinds of conditions that are not to be understood from the words.

    Raises
    ------
    DataError
        The text is empty, or a filter names no area or no day. No message repeats the text.

    Examples
    --------
    >>> asked = understand("Somewhere warm on Tuesdays, he uses a wheelchair", Places(()))
    >>> asked.wanted, [c.label for c in asked.conditions]
    ('Somewhere warm', ['on Tuesdays', 'step-free'])
    """
    said = " ".join(text.replace("’", "'").replace("‘", "'").split())[:LONGEST]
    if not any(c.isalnum() for c in said):
        raise DataError("the question is empty; write what is looked for in a few words")
    asked_by, said = said, without_deadlines(said) if "day" not in ignore else said
    if not any(c.isalnum() for c in said):
        said = asked_by
    fixed = set_conditions(filters or Filters(), places)
    kinds = {c.kind for c in fixed}
    needs = {c.test for c in fixed}
    rest, understood = said, []
    for condition, span in _understood(said, places):
        asked_for = condition.kind in ignore or (
            condition.kind in kinds if condition.kind != "access" else condition.test in needs
        )
        if condition.kind not in ignore and span is not None:
            rest = rest[: span[0]] + " " * (span[1] - span[0]) + rest[span[1] :]
        if not asked_for and condition not in understood:
            understood.append(condition)
    wanted = re.sub(r"\s+([,.;!?])", r"\1", " ".join(rest.split()))
    wanted = re.sub(
        r"(?:^|\s)(?:and|or|on|in|for|with|,)+\s*$", "", wanted.strip(" ,.;:-!?")
    ).strip(" ,")
    if not re.search(r"\w{3}", wanted):
        wanted = said
    order = {kind: i for i, kind in enumerate(KINDS)}
    understood.sort(key=lambda c: (order[c.kind], c.label))
    return Asked(wanted, (*fixed, *understood), urgencies(asked_by))


def set_conditions(filters: Filters, places: Places) -> tuple[Condition, ...]:
    """Return the conditions that are set.

    Raises
    ------
    DataError
        No area has the name, or the day is not understood.
    """
    found: list[tuple[Kind, Test]] = []
    if filters.area is not None:
        area = places.named(filters.area)
        if area is None:
            near = places.near(filters.area)
            hint = f"; the nearest are {', '.join(near)}" if near else ""
            raise DataError(f"no area has the name or id {filters.area!r}{hint}")
        found.append(("area", area))
    if filters.age is not None:
        found.append(("age", AgeTest(Ages(filters.age, filters.age))))
    if filters.day is not None:
        times, rest = times_in(f"on {filters.day}")
        if times is None or re.sub(r"\b(?:on|at|in|the|and|or)\b|\W", "", rest):
            raise DataError(
                f"{filters.day!r} is no day that is understood; "
                "write e.g. Tuesday, 'weekday evenings' or 'Saturday after 2pm'"
            )
        found.append(("day", DayTest(times.days, times.start, times.end)))
    if filters.cost is not None:
        found.append(("cost", CostTest(filters.cost)))
    needs = dict.fromkeys(NAMES[name] for name in filters.access)
    found += [("access", AccessTest(need)) for need in needs]
    return tuple(Condition(kind, test) for kind, test in found)


_Found = tuple[Condition, tuple[int, int] | None]


def _understood(said: str, places: Places) -> Iterator[_Found]:
    for find in (_access, _day, _cost, _ages, _who):
        yield from find(said)
    area = places.found_in(said)
    if area is not None:
        test, (start, end) = area
        yield Condition("area", test, said[start:end]), (start, end)


def _access(said: str) -> Iterator[_Found]:
    for name, need in NEEDS.items():
        match = need.asked.search(said)
        if match is None or re.search(
            r"\b(?:not|no|n't|without)\s+(?:\w+\s+)?$", said[: match.start()]
        ):
            continue
        if name == "accessible_toilet" and NEEDS["changing_places"].asked.search(said):
            continue
        whole = re.sub(r"^(?:and|or|but|,)\s+", "", match.group().strip())
        keep = name == "hearing"  # services for Deaf people are wanted too
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        yield Condition("access", AccessTest(name), whole), None if keep else (start, match.end())


def _day(said: str) -> Iterator[_Found]:
    spans: list[tuple[int, int]] = []
    times, _ = times_in(said, spans=spans)
    if times is not None:
        words = " ".join(said[a:b].strip() for a, b in spans)
        yield Condition("day", DayTest(times.days, times.start, times.end), words), spans[0]
        for span in spans[1:]:
            yield Condition("day", DayTest(times.days, times.start, times.end), words), span


_POUNDS = {"fiver": 5.0, "tenner": 10.0, "quid": 1.0}
_AT_MOST = re.compile(
    r"\b(?:under|less than|below|up to|max(?:imum)?(?: of)?|at most|no more than|not more than"
    r"|within)\s+"
    r"(?:a\s+)?(?:£\s*(?P<a>\d+(?:\.\d{1,2})?)|(?P<b>\d+(?:\.\d{1,2})?)\s*(?:pounds?|quid)"
    r"|(?P<c>fiver|tenner))",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"(?<![-\w])(?:(?:must be|has to be|needs to be|that(?:'s| is| are)|it(?:'s| is)|for"
    r"|totally|completely)"
    r"\s+)?free(?:\s+of\s+charge|\s+to\s+(?:attend|join|use))?\b"
    r"(?!\s*-|\s+(?:time|school|meals?|range|from|of\b|period|parking|on\b|in\s+the|at\b|after"
    r"|before|every"
    r"|bus|travel|lance|speech|food|wifi|during|most|all|evenings?|mornings?|afternoons?|up\b"
    r"|will|days?))"
    r"|\b(?:no|without)\s+(?:cost|charge|fee|paying)s?\b|\bfor\s+(?:nothing|nowt)\b"
    r"|\bcosts?\s+nothing\b|\bza\s+darmo\b|\bam\s+ddim\b",
    re.IGNORECASE,
)
_NOT_COST = re.compile(
    r"\b(?:i'?m|i am|am|are|is|he's|she's|we're|they're|feel|when|gluten|dairy|sugar|alcohol"
    r"|drug|drugs"
    r"|smoke|step|fat|nut|get|set|be|break|trouble|stress|care|hands|barrier|pain)\s*-?\s*$",
    re.IGNORECASE,
)


def _cost(said: str) -> Iterator[_Found]:
    match = _AT_MOST.search(said)
    if match is not None:
        most = float(match["a"] or match["b"] or _POUNDS[match["c"].lower()])
        yield Condition("cost", CostTest(most), match.group()), match.span()
        return
    for match in _FREE.finditer(said):
        if match.group().lower().endswith("free") and _NOT_COST.search(said[: match.start()]):
            continue
        yield Condition("cost", CostTest(0.0), match.group()), match.span()
        return


# -- whom it is for -----------------------------------------------------------------------

_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
         "eighty": 80, "ninety": 90}  # fmt: skip
_ONES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
         "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
         "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19}  # fmt: skip
_FIGURE = (
    rf"(?:\d{{1,3}}|(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(list(_ONES)[:9])}))?"
    rf"|{'|'.join(_ONES)})"
)
_OLD = re.compile(
    rf"\b(?:(?:a|an|my|our|for|who|aged?)\s+){{0,6}}(?P<a>{_FIGURE})(?:\s*(?:and|&"
    rf"|or)\s*(?P<b>{_FIGURE}))?"
    r"[- ]?(?:year|yr|yo)s?[- ]?olds?\b"
    rf"|\baged?\s+(?:of\s+)?(?P<c>{_FIGURE})\b(?!\s*(?:-|to|\+))"
    rf"|\b(?:i'?m|i\s+am|he'?s|he\s+is|she'?s|she\s+is|who'?s|who\s+is|(?:dad|mum|mam|nan|gran"
    rf"|grandma"
    r"|grandad|son|daughter|husband|wife|brother|sister|friend|neighbour|mother|father|lad|girl)"
    rf"(?:'s|\s+is)?|turned|turning|just)\s+(?:nearly\s+|almost\s+|now\s+"
    rf"|only\s+)?(?P<d>{_FIGURE})\b"
    r"(?!\s*(?:[.:]\d|am\b|pm\b|%|miles?|mins?|minutes?|weeks?|months?|stone|kids|children"
    r"|days?|hours?"
    r"|years?|times|in\b|of\b|people|feet|foot|st\b|o'clock|th\b|month|day))"
    rf"|\b(?:son|daughter|lad|girl|boy|child|kid|grandson|granddaughter)\s+(?:of"
    rf"|who\s+is)\s+(?P<e>{_FIGURE})\b",
    re.IGNORECASE,
)
_DECADE = re.compile(
    rf"\bin\s+(?:my|his|her|their)\s+(?P<t>{'|'.join(_TENS)}|\d0s?)(?:ies|s|'s)?\b".replace(
        "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety",
        "twent|thirt|fort|fift|sixt|sevent|eight|ninet",
    ),
    re.IGNORECASE,
)
_OVERS = re.compile(
    r"\b(?:for\s+)?(?:the\s+)?over[- ]?(?P<n>\d\d)(?:'?s)?\b|\b(?P<m>\d\d)\s*\+", re.IGNORECASE
)
_UNDERS = re.compile(r"\b(?:for\s+)?(?:the\s+)?under[- ]?(?P<n>\d{1,2}"
r"|fives?)(?:'?s)?\b(?!\s*(?:pounds|quid))",
                     re.IGNORECASE)  # fmt: skip
_MY = r"(?:for|with) (?:(?:my|our|a|an|the|his|her|some|any|us) )?(?:\w{1,30}[- ](?:old )?){0,2}?"
"""Of a question, in which one space stands between words."""
_ADULTS = Ages(18, OLDEST)
_PEOPLE: tuple[tuple[str, Ages], ...] = (
    (rf"{_MY}(?:baby|babies|newborn|bubs?)\b", Ages(0, 2)),
    (rf"{_MY}(?:toddlers?|little\s+ones?|pre-?schoolers?|tots?)\b", Ages(0, 4)),
    ((rf"{_MY}(?:kids?|kiddies|children|child|bairns?)\b(?!\s+(?:with\s+)?(?:dad"
    rf"|mum))"), Ages(0, 17)),
    ((rf"{_MY}(?:teens?|teenagers?|teenage\s+(?:son|daughter|boy|girl)s?"
    rf"|young\s+people)\b"), Ages(11, 19)),
    (r"\bi'?m\s+a\s+(?:teen|teenager)\b", Ages(11, 19)),
    ((rf"{_MY}(?:nan|nana|nanna|gran|granny|grandma|grandmother|grandad|granddad|grandfather|grandpa"
     r"|grandparents?|pensioners?|elderly\s+(?:\w+)|old(?:er)?\s+(?:people|folk|person|man"
     r"|woman|lady"
     r"|mum|dad|mother|father|relative|neighbour|couple|gentleman)|oaps?"
     r"|seniors?)\b"), Ages(55, OLDEST)),
    (r"\bi'?m\s+(?:a\s+)?(?:pensioner|retired|oap)\b", Ages(55, OLDEST)),
    ((rf"{_MY}(?:mum|mam|mom|dad|father|mother|husband|wife|parents?|adults?)\b"
     r"(?!\s*(?:'s\s+|and\s+|&\s+|with\s+)?(?:toddlers?|bab(?:y|ies)|kids?|children"
     r"|tots?))"), _ADULTS),
)  # fmt: skip
_PEOPLE_PATTERNS = tuple((re.compile(p, re.IGNORECASE), ages) for p, ages in _PEOPLE)
_SEX: tuple[tuple[str, Literal["men", "women"]], ...] = (
    ((rf"\b{_MY}(?:dad|father|husband|grandad|granddad|grandfather|grandpa|brother|uncle|nephew"
    rf"|boyfriend"
     r"|man|men|son|sons|boys?|lads?|hubby|bloke|blokes|stepson|grandson)\b(?!\s*(?:'s|and|&"
     r"|or)\b)"), "men"),
    ((rf"\b{_MY}(?:mum|mam|mother|wife|nan|nana|gran|granny|grandma|grandmother|sister|aunt"
    rf"|auntie|niece"
     r"|girlfriend|woman|women|daughters?|girls?|ladies|lady|stepdaughter|granddaughter)\b"
     r"(?!\s*(?:'s|and|&|or)\b)"), "women"),
    ((r"\b(?:i'?m|i\s+am)\s+(?:a|an)\s+(?:\w+\s+){0,2}(?:man|bloke|lad|dad|father|widower)\b"
    r"|\bas\s+a\s+man\b"),
     "men"),
    ((r"\b(?:i'?m|i\s+am)\s+(?:a|an)\s+(?:\w+\s+){0,2}(?:woman|lady|girl|mum|mother|widow)\b"
    r"|\bas\s+a\s+woman\b"
     r"|\bwomen[- ]only\b|\bfor\s+women\b"), "women"),
)  # fmt: skip
_SEX_PATTERNS = tuple((re.compile(p, re.IGNORECASE), sex) for p, sex in _SEX)


def _number(said: str) -> float:
    lower = said.lower().replace("-", " ")
    if lower.isdigit():
        return float(lower)
    return float(sum({**_TENS, **_ONES}[w] for w in lower.split()))


def _ages(said: str) -> Iterator[_Found]:
    """Figures first: they are exact; else the people whom it is said to be for."""
    exact: list[tuple[Ages, re.Match[str]]] = []
    for match in _OLD.finditer(said):
        told_ages = [_number(match[name]) for name in "abcde" if match[name]]
        exact += [(Ages(age, age), match) for age in told_ages if age <= OLDEST]
    for match in _DECADE.finditer(said):
        starts = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60, "sevent": 70,
                  "eight": 80, "ninet": 90}  # fmt: skip
        told = match["t"].lower().rstrip("s")
        low = starts.get(told) or int(told)
        exact.append((Ages(low, low + 9), match))
    if exact:
        yield from _one_of(exact, "for age {}", drop=True)
        return
    for pattern in (_OVERS, _UNDERS):
        found = pattern.search(said)
        if found is not None:
            told = next(g for g in found.groups() if g).lower()
            number = 5.0 if told.startswith("five") else float(told)
            ages = Ages(number, OLDEST) if pattern is _OVERS else Ages(0, number - 1)
            yield from _one_of([(ages, found)], "for age {}", drop=False)
            return
    people = [(told_of, m) for p, told_of in _PEOPLE_PATTERNS for m in p.finditer(said)]
    if people:  # that it is for an adult says nothing of what is wanted
        adults = all(told_of == _ADULTS for told_of, _ in people)
        yield from _one_of(people, "for somebody aged {}", drop=adults)


def _one_of(found: list[tuple[Ages, re.Match[str]]], label: str, *, drop: bool) -> Iterator[_Found]:
    ages = hull(a for a, _ in found)
    if ages is None or (ages.low <= 0 and ages.high >= OLDEST):
        return
    words = ", ".join(dict.fromkeys(m.group().strip() for _, m in found))
    test = AgeTest(ages, label.format(ages))
    spans = [m.span() for _, m in found] if drop else [None]
    for span in dict.fromkeys(spans):
        yield Condition("age", test, words), span


def _who(said: str) -> Iterator[_Found]:
    if urgencies(said):  # whoever asks in danger may speak of two people
        return
    found = [(sex, m) for pattern, sex in _SEX_PATTERNS if (m := pattern.search(said))]
    if len({sex for sex, _ in found}) == 1:
        sex, match = found[0]
        yield Condition("who", WhoTest(sex), match.group().strip()), None
