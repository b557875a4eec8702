"""What an owner's conditions mean for a group: refused, asked about, or for the officer.

What is known is read from `CLAUSES`, a table; the rest of a room's conditions is quoted to
be confirmed. A condition that shuts out a faith, a sex or another protected characteristic
refuses nobody: the officer decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sap_match.recommend.facilities.activities import BALL_GAMES

Effect = Literal["refuse", "officer", "ask"]

_NO = (
    r"\b(?:no|not for|without|never)\s+"
    r"(?:[\w-]+(?:\s[\w-]+)?(?:\s*,\s*|\s*/\s*|\s+(?:or|and|nor|&)\s+)(?:no\s+)?)*"
)
_BANNED = r"\s+(?:is |are )?(?:not (?:allowed|permitted)|prohibited|forbidden|banned)\b"


def _not(words: str) -> str:
    """Return a pattern for "no WORDS" and "WORDS not allowed"."""
    return rf"{_NO}(?:{words})\b|\b(?:{words}){_BANNED}"


@dataclass(frozen=True)
class Clause:
    """A condition that is understood: how owners say it, and what it does to whom.

    ``clash`` is a pattern of purposes that it meets (none: every purpose), ``unless`` one of
    purposes that only seem so.
    """

    words: str
    said: str
    effect: Effect
    clash: str = ""
    unless: str = ""


_SOBER = (
    r"alcohol[- ]free|no alcohol|non[- ]alcoholic|without alcohol|sober|\bdry\b|recover|"
    r"anonymous|addict|misuse|aware|abstin|dependen|support|harm|advice|help"
)
_DRINK = (
    r"alcohol|licen[cs]ed\b|(?<!snack )(?<!tea )(?<!juice )(?<!coffee )(?<!milk )\bbar\b(?! chart)|"
    r"\b(?:wine|beer|gin|whisky|cocktails?|cider|prosecco|ales?|pub|disco|drinks reception)\b"
)
_LOUD = (
    r"\bdiscos?\b|\bbands?\b|\bdrum\w*|\bbrass\b|\bkaraoke\b|\braves?\b|\bdjs?\b|\bgigs?\b|"
    r"\b(?:loud|amplified|noisy|noise)\b"
)
_FOOD = (
    r"\b(?:lunch\w*|breakfasts?|suppers?|dinners?|meals?|soup|cook\w*|bak(?:e|ing)|buffet|"
    r"barbecues?|feasts?|curry)\b"
)
_PARTY = r"(?<!political )(?<!third )\bpart(?:y|ies)\b|\bweddings?\b|\bdiscos?\b"
_FAITH = (
    r"\b(?:faith|relig\w+|worship|prayers?|church|mosque|temple|bible|qur.?an|koran|gospel|islam\w*|"
    r"muslims?|christian\w*|jew\w*|hindu\w*|sikh\w*|buddhis\w*|eid|iftar|ramadan|diwali|"
    r"easter service|carol service|alpha course|sunday school|mass)\b"
)
_POLITICS = r"\b(?:politic\w*|campaign\w*|hustings|councillors?|election\w*|party meeting|mp.?s)\b"
_DOGS = r"\b(?:dogs?|puppy|puppies)\b"
_GAMBLING = r"\b(?:gambl\w+|casino|poker|betting|bingo)\b"
_WORSHIP = rf"{_FAITH}|{_POLITICS}"

CLAUSES = (
    Clause("no alcohol", rf"{_not('alcohol|alcoholic drinks?|drinking|bar')}|\balcohol[- ]free\b",
           "refuse", _DRINK, _SOBER),
    Clause("no loud music or noise",
           rf"{_not('(?:(?:loud|amplified|live|recorded) )*music|(?:loud )?noise|discos?|bands?')}"
           r"|\bquiet (?:use|activities|groups) only\b",
           "refuse", _LOUD, r"noise awareness|hearing|head ?band|no(?:t)? (?:loud|noise)"),
    Clause("no food", _not("(?:hot )?food|eating|catering|cooking|meals"), "refuse", _FOOD,
           r"no food|cookery book|lunch ?time|food for thought"),
    Clause("no parties", _not("(?:private |birthday |children's )?part(?:y|ies)|weddings?"),
           "refuse", _PARTY, r"search part|working part"),
    Clause("no gambling", _not("gambling|betting|bingo"), "refuse", _GAMBLING,
           r"recover|anonymous|addict|harm|aware|support"),
    Clause("no dogs", _not("dogs|animals|pets"), "refuse", _DOGS, r"assistance|guide|hearing dog"),
    Clause("no ball games", _not("ball games?|ball sports?"), "refuse",
           rf"\b(?:{'|'.join(BALL_GAMES)})\b"),
    Clause("no faith or political use",
           (
               _not("(?:religious|faith|political|worship)[\\w ]*|relig\\w+|politic\\w+|worship")
               + r"|\bnon[- ](?:religious|political)\b"
               + r"|\b(?:faith|religious|political)[\w ]* excluded"
           ),
           "officer", _WORSHIP),
    Clause("women only", r"\b(?:women|ladies|females?|girls)[- ]only\b", "officer",
           r"\bmen\b|\bmen.s\b|\bboys?\b|\bdads?\b|\bfathers?\b"),
    Clause("men only", r"(?<!wo)\bmen[- ]only\b", "officer",
           r"\bwomen\b|\bgirls?\b|\bladies\b|\bmums?\b|\bmothers?\b"),
    Clause("charities only",
           (
               r"\b(?:charit\w+|voluntary|not[- ]for[- ]profit|non[- ]profit|community)"
               r"[\w ,&/-]*\bonly\b|\b(?:no|not for|non[- ])\s*commercial\b|\bno business(?:es)?\b"
           ),
           "refuse"),
    Clause("members only", r"\bmembers(?:hip)?[\w ]*\bonly\b|\bregistered membership\b", "ask"),
    Clause("a safeguarding policy", r"\bsafeguarding\b|\bchild protection\b", "ask"),
    Clause("insurance", r"\binsur(?:ance|ed)\b|\bpublic liability\b", "ask"),
    Clause("a keyholder", r"\bkey ?holders?\b|\bhold (?:the |a )?keys?\b", "ask"),
    Clause("a deposit", r"\bdeposits?\b|\bbond\b", "ask"),
    Clause("DBS checks", r"\bdbs\b|\benhanced checks?\b", "ask"),
)  # fmt: skip
"""Conditions that owners set most, in the order in which they are told."""

_QUESTIONS = {
    "members only": "whether {group} may use {room}, which is for members only",
    "a safeguarding policy": "that {group} can show a safeguarding policy, which {room} asks for",
    "insurance": "that {group} is insured, which {room} asks for",
    "a keyholder": "who of {group} holds the key of {room}",
    "a deposit": "that {group} can pay the deposit that {room} asks for",
    "DBS checks": "that {group} has the DBS checks that {room} asks for",
}


_EMPTY = r"^(?:enquire\w*|please ask|ask|by arrangement|contact\b.*|none|n/?a|tbc|yes|free)$"
"""What is written where conditions stand and sets none."""


@dataclass(frozen=True)
class Conditions:
    """What was read of a room's conditions: what is known, and the rest as it stands."""

    known: tuple[Clause, ...] = ()
    rest: tuple[str, ...] = ()


@lru_cache(maxsize=8192)
def read_conditions(conditions: str, description: str = "") -> Conditions:
    """Return what conditions mean; a description may set them too.

    Examples
    --------
    >>> found = read_conditions("No alcohol or loud music; shoes off, please")
    >>> [c.words for c in found.known], found.rest
    (['no alcohol', 'no loud music or noise'], ('shoes off, please',))
    """
    known: dict[str, Clause] = {}
    rest: list[str] = []
    for piece in _pieces(conditions):
        found = [c for c in CLAUSES if _meets(c.said, piece)]
        known.update({c.words: c for c in found})
        if not found and not _meets(_EMPTY, piece):
            rest.append(piece)
    for piece in _pieces(description):
        known.update({c.words: c for c in CLAUSES if c.clash and _meets(c.said, piece)})
    in_order = tuple(c for c in CLAUSES if c.words in known)
    return Conditions(in_order, tuple(dict.fromkeys(rest)))


def _pieces(text: str) -> list[str]:
    return [
        " ".join(p.split()).rstrip(" .") for p in re.split(r";|\.(?!\w)|\n", text) if p.strip(" .")
    ]


def _meets(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


@lru_cache(maxsize=65536)
def clashes(conditions: Conditions, purpose: str) -> tuple[tuple[Clause, str], ...]:
    """Return the conditions that a purpose plainly conflicts with, each with its own word.

    Examples
    --------
    >>> found = read_conditions("no alcohol")
    >>> [(c.words, word) for c, word in clashes(found, "Quiz night with a licensed bar")]
    [('no alcohol', 'licensed')]
    >>> clashes(found, "Alcohol recovery group"), clashes(found, "Snack bar for carers")
    ((), ())
    """
    found = []
    for clause in conditions.known:
        if not clause.clash or (clause.unless and _meets(clause.unless, purpose)):
            continue
        word = re.search(clause.clash, purpose, re.IGNORECASE)
        if word is not None:
            found.append((clause, word[0].casefold()))
    return tuple(found)


def questions(
    conditions: Conditions, room: str, group: str, *, heeded: Callable[[str], bool] | None = None
) -> list[str]:
    """Return what must be asked because the owner sets it as a condition.

    Parameters
    ----------
    conditions : Conditions
    room, group : str
        Their names.
    heeded : callable, optional
        Whether words were heeded otherwise (hours, shared use), so that nobody need be asked.

    Examples
    --------
    >>> questions(read_conditions("Insurance needed; shoes off"), "The hall", "Soup Circle")
    ... # doctest: +NORMALIZE_WHITESPACE
    ['that Soup Circle is insured, which The hall asks for',
     'that Soup Circle can accept “shoes off”, which The hall sets as a condition']
    """
    told = [
        _QUESTIONS[c.words].format(group=group, room=room)
        for c in conditions.known
        if c.words in _QUESTIONS
    ]
    told += [
        f"that {group} can accept “{rest}”, which {room} sets as a condition"
        for rest in conditions.rest
        if heeded is None or not heeded(rest)
    ]
    return told


_LEFT_OUT = (
    (r"\bderelict\b|\bboarded up\b|\bdisused\b|\bdemolished\b", "derelict"),
    (r"\bvacant (?:land|plot|site|ground)\b|^land$|^land (?:at|off|adjacent|adj|to the|rear)\b",
     "vacant land"),
    (r"\bvacant\b(?! possession)|^void$", "vacant"),
    ((r"\bprivate use\b|\bnot (?:available )?for (?:public )?(?:hire|community use)\b|"
      r"\bnot (?:available|open) to (?:the )?public\b|\bno (?:community|public) use\b"),
     "for private use"),
    ((r"\bclosed for (?:major |essential |urgent )?(?:repairs?|refurb\w*|renovation|works?|good|"
      r"building work\w*)\b|\bpermanently closed\b|\bunder (?:re)?construction\b"),
     "closed for repairs"),
)  # fmt: skip
_NEGATED = re.compile(r"\b(?:no longer|not|never|was|were|formerly|once)\s+$", re.IGNORECASE)


@lru_cache(maxsize=8192)
def left_out(status: str, type_: str, conditions: str, name: str, description: str) -> str:
    """Return why a site is nothing to lend, "" where nothing says so.

    Examples
    --------
    >>> left_out("", "Vacant land", "", "Plot 4", ""), left_out("", "", "Private Use", "Pool", "")
    ('vacant land', 'for private use')
    >>> left_out("active", "village hall", "", "Old Hall", "No longer derelict: come and see.")
    ''
    """
    for text in (status, type_, conditions, name, description):
        for pattern, what in _LEFT_OUT:
            for found in re.finditer(pattern, text.strip(), re.IGNORECASE):
                if not _NEGATED.search(text.strip()[: found.start()]):
                    said = found[0].casefold()
                    return said if what == "closed for repairs" else what
    return ""
