"""Registers write in capitals and lose line breaks: names and texts put right for reading.

Only what was SHOUTED is recased; a name that its owner wrote in lower case stays as it is.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

from sap_match.ingest.wordlists import ACRONYMS, GENERIC, PHRASES, PROPER, SMALL_WORDS

SPELLINGS = {
    "dofe": "DofE", "ltd": "Ltd", "ltd.": "Ltd.", "plc": "plc", "gmcvo": "GMCVO", "a.k.a": "a.k.a",
    "t/a": "t/a", "c/o": "c/o", "nr": "nr", "okay": "OK",
}  # fmt: skip


_NO_END = frozenset({"e.g.", "i.e.", "etc.", "no.", "st.", "nr.", "approx.", "incl."})
_NO_VOWEL = re.compile(r"[BCDFGHJKLMNPQRSTVWXZ]{2,5}")
_TITLES = frozenset(
    ["ST", "DR", "MR", "MRS", "MS", "LTD", "RD", "MT", "SR", "JR", "NTH", "PLC", "NR"]
)
_ORDINAL = re.compile(r"\d+(ST|ND|RD|TH)")
_WORD = re.compile(r"[^\s\-/()]+|[\s\-/()]+")
_ADDRESS = re.compile(
    r"\S*(?:://|www\.|@)\S*|\b[\w-]+\.(?:org|com|net|co|info|uk)\b\S*", re.IGNORECASE
)
_GLUED = re.compile(
    r"(?<=[a-z]{3})(?=(?:To|The|We|Our|Make|Makes|Making|Provide|Provides|Providing|Provision|"
    r"Promote|Promotes|Promoting|Promotion|Also|Grants|Relief|Support|Supports|Supporting|Through|"
    r"These|They|This|Other|General|Advancement|Advanced|Education|Educate|Members|Weekly|Receipt|"
    r"Advice|Training|Volunteering|Social|Working|Work|Help|Helping|Helps|Tackle|Leading|Cultural|"
    r"Basic|Radio|Organise|Organising|Fundraising|Conservation|Welfare|Food|Run|Running|Part|"
    r"Regular|Raising|Generations|Halloween|Music|Cake|Items|Assists|Encourage|Cash|Supply|In|"
    r"Assist|Christian|Preaching|Conducting|Holding|Leisure|Recreation|Diversionary)\b)"
)
_MOJIBAKE = {
    "ÔÇÓ": "-", "ÔÇó": "-", "ÔÇô": "-", "ÔÇö": "-", "ÔÇÖ": "'", "ÔÇ£": '"', "ÔÇØ": '"', "+¿": "è",
    "+®": "é", "\u2022": "-", "\u00ad": "", "\u200b": "", "\ufeff": "", "\u00a0": " ", "´": "'",
}  # fmt: skip


_NO_LETTERS = bytes(n for n in range(256) if not chr(n).isalpha() or n > 127)
_NO_CAPITALS = bytes(n for n in range(256) if not chr(n).isupper() or n > 127)
_SPACE_BEFORE = re.compile(r" ([,;)]|\.(?=\s|$))")
_NO_SPACE_AFTER = re.compile(r"[,;](?=[A-Za-z])")
_SIGN_OF_ADDRESS = re.compile(r"://|www\.|@|\.(?:org|com|net|co|info|uk)")


def is_shouted(text: str, *, share: float = 0.8) -> bool:
    """Whether at least ``share`` of the letters are capitals.

    Examples
    --------
    >>> is_shouted("THE RIVER"), is_shouted("The River"), is_shouted("42")
    (True, False, False)
    """
    if text.isascii():
        code = text.encode()
        letters = len(code.translate(None, _NO_LETTERS))
        capitals = len(code.translate(None, _NO_CAPITALS))
    else:
        found = [char for char in text if char.isalpha()]
        letters, capitals = len(found), sum(char.isupper() for char in found)
    return letters > 0 and capitals >= share * letters


def tidy(text: str) -> str:
    """Return one line with its spaces and broken characters put right.

    Examples
    --------
    >>> tidy("Cheshire ,North  Wales ( UK )")
    'Cheshire, North Wales (UK)'
    """
    if not text.isascii():
        for wrong, right in _MOJIBAKE.items():
            text = text.replace(wrong, right)
    text = " ".join((html.unescape(text) if "&" in text else text).split())
    if " ," in text or " ;" in text or " )" in text or " ." in text:
        text = _SPACE_BEFORE.sub(r"\1", text)
    text = text.replace("( ", "(")
    if "," in text or ";" in text:
        text = _NO_SPACE_AFTER.sub(r"\g<0> ", text)
    return text.strip()


def title_name(name: str, *, text: str = "") -> str:
    """Return an organisation's name in title case where it was SHOUTED.

    Parameters
    ----------
    name : str
        As the register has it.
    text : str
        What the organisation writes about itself: its own spelling of a word
        (``DanceSyndrome``, ``AGSB``) counts first.

    Examples
    --------
    >>> title_name("THE PAROCHIAL CHURCH COUNCIL OF ST. MARY-ON-THE-HILL (UK) CIO")
    'The Parochial Church Council of St. Mary-on-the-Hill (UK) CIO'
    >>> (
    ...     title_name("1ST O'NEILL'S P.T.A. AND U3A"),
    ...     title_name("DANCESYNDROME", text="At DanceSyndrome"),
    ... )
    ("1st O'Neill's P.T.A. and U3A", 'DanceSyndrome')
    >>> title_name("Tashbar of Manchester")
    'Tashbar of Manchester'
    """
    name = tidy(name)
    if "(" in name:
        name = _GLUED_BRACKET.sub(" (", name)
    if not is_shouted(name):
        return name
    if "- " in name or "ST." in name:
        name = _SAINT.sub("ST. ", _GLUED_DASH.sub(" - ", name))
    name = _SPACED_INITIALS.sub(_joined_initials, name)
    own = {} if is_shouted(text, share=0.3) else own_spellings(text)
    own |= {word.lower(): word for word in _initials(name)}
    done = ""
    for part in _WORD.findall(name):
        if part == " ":
            done += part
            continue
        starts = not done.strip() or done.endswith((": ", "(", "- "))
        known = own.get(part.strip(_AROUND).lower()) if own else None
        done += _cased(part, known, starts=starts)
    return done


_GLUED_BRACKET = re.compile(r"(?<=[A-Za-z])\((?=\w{3})")
_GLUED_DASH = re.compile(r"(?<=\w)- ")
_SAINT = re.compile(r"\bST\.(?=[A-Z])")
_SPACED_INITIALS = re.compile(r"\b(?:[A-Z] ){2,}[A-Z]\b")
_IN_BRACKETS = re.compile(r"\(([A-Z]{3,6})\)|\b([A-Z]{3,6})(?= \()")
_AROUND = ",.;:'\"!?&"


def _joined_initials(match: re.Match[str]) -> str:
    joined = match[0].replace(" ", "")
    return joined if joined in ACRONYMS else match[0]


def _initials(name: str) -> list[str]:
    """Return words in or before brackets that are the initials of the other words."""
    found: list[str] = []
    if "(" not in name:
        return found
    for word in _IN_BRACKETS.findall(name):
        short = "".join(word)
        others = [w[0] for w in re.findall(r"[A-Z]+", name) if w != short]
        letters = iter(others)
        if others and short[0] == others[0] and all(letter in letters for letter in short):
            found.append(short)
    return found


def own_spellings(text: str) -> dict[str, str]:
    """Return the words that a text writes with capitals inside, by their lower case.

    Examples
    --------
    >>> own_spellings("The AGSB and femSTEM. ASK Us")
    {'agsb': 'AGSB', 'femstem': 'femSTEM', 'ask': 'ASK'}
    """
    if not _CAPITAL_INSIDE.search(text):
        return {}
    bare = _ADDRESS.sub(" ", text) if _may_hold_address(text) else text
    return {
        word.lower(): word
        for word in _CAPITALS_INSIDE.findall(bare)
        if word.lower() not in SMALL_WORDS
        and (len(word) <= 5 or not word.isupper()) and not _GLUED.search(word)
    }  # fmt: skip


def _may_hold_address(text: str) -> bool:
    """Whether it is worth looking for an address, which is slow."""
    low = text.lower()
    return not text.isascii() or bool(_SIGN_OF_ADDRESS.search(low))


_CAPITAL_INSIDE = re.compile(r"[A-Za-z'][A-Z]")
_CAPITALS_INSIDE = re.compile(r"[A-Za-z][a-z']*[A-Z][A-Za-z']*")


@lru_cache(maxsize=16_384)  # the words of names repeat
def _cased(part: str, own: str | None, *, starts: bool) -> str:
    """Return a word in its right case; ``own`` is how its owner writes it, if known."""
    core = part.strip(_AROUND)
    lower = core.lower()
    if _stays(core, part) and lower not in SPELLINGS:
        return part
    if lower in SMALL_WORDS and own is None:
        return part.replace(core, lower.capitalize() if starts else lower)
    if _ORDINAL.fullmatch(core):
        return part.lower()
    return part.replace(core, SPELLINGS.get(lower) or own or _capital(core))


def _stays(core: str, part: str) -> bool:
    """Whether a word in capitals is one that is written so."""
    if not any(char.isalpha() for char in core):
        return True
    vowelless = bool(_NO_VOWEL.fullmatch(core)) and core not in _TITLES
    dotted = core.lower() not in SMALL_WORDS and bool(
        re.fullmatch(r"[A-Z]\.?|(?:[A-Z]\.)+[A-Z]?", core)
    )
    numbered = any(char.isdigit() for char in core) and not _ORDINAL.fullmatch(core)
    return core in ACRONYMS or vowelless or dotted or numbered or not part.isupper()


def _capital(word: str) -> str:
    low = word.lower()
    low = re.sub(r"^(mc)([a-z])", lambda m: "Mc" + m[2].upper(), low)
    low = re.sub(r"^([a-z])", lambda m: m[1].upper(), low)
    # O'Neill, L'Dovid, but Children's and Governors'
    return re.sub(r"^([A-Z])(['’])([a-z]{2,})", lambda m: m[1] + m[2] + m[3].capitalize(), low)


def plain_text(text: str, *, name: str = "") -> str:
    """Return a register's free text with sentences apart and no shouting.

    Parameters
    ----------
    text : str
        As the register has it: line breaks are lost, so that sentences are glued.
    name : str
        The organisation's name in its right case; its words keep their capitals.

    Examples
    --------
    >>> plain_text("TO PROVIDE ADVICE IN TRAFFORD.WE HELP JEWISH ELDERS")
    'To provide advice in Trafford. We help Jewish elders'
    >>> plain_text("Makes grants to organisationsMakes grants to individuals")
    'Makes grants to organisations. Makes grants to individuals'
    >>> plain_text("1)To teach.See www.Teach.org 2)to learn")
    '1) To teach. See www.Teach.org 2) to learn'
    """
    text = tidy(text).strip("-*~ ").strip()
    if is_shouted(text, share=0.6) and len(text) > 12:
        text = _sentence_case(text, name)
    return _apart(text)


def _apart(text: str) -> str:
    if not _may_hold_address(text):
        return _single_spaced(_unglued(text))
    pieces: list[str] = []
    last = 0
    for match in _ADDRESS.finditer(text):
        pieces += [_unglued(text[last : match.start()]), match[0]]
        last = match.end()
    pieces.append(_unglued(text[last:]))
    return _single_spaced("".join(pieces))


def _single_spaced(text: str) -> str:
    return (_SPACES.sub(" ", text) if "  " in text else text).strip()


_SPACES = re.compile(r" {2,}")
_HUMP = re.compile(r"[A-Z](?<=[a-z]{3}.)")
_END_GLUED = re.compile(r"[.;:!?](?<=[a-z)\]0-9].)(?=[A-Z(])")
_BRACKET_GLUED = re.compile(r"[)\]](?:(?<=[a-z].)(?=[A-Z])|(?<=\b[a-z0-9]\))(?=[A-Za-z]))")
_NUMBER_GLUED = re.compile(r"(?:(?<=[a-z.;])(?=\d{1,2}\)\s?[A-Za-z])|(?<=[.;])(?=[a-h]\)))")
_DASH_GLUED = re.compile(r"-(?<=[a-z.;:]-) (?!and\b|or\b|to\b)(?=[A-Za-z])")
_TWO_STOPS = re.compile(r"\.\.(?!\.)")


def _unglued(text: str) -> str:
    """Set apart what lost the line break between; each rule is tried where its signs occur."""
    if _HUMP.search(text):
        text = _GLUED.sub(". ", text)
    text = _END_GLUED.sub(r"\g<0> ", text)
    if ")" in text or "]" in text:
        text = _BRACKET_GLUED.sub(r"\g<0> ", text)
        text = _NUMBER_GLUED.sub(" ", text)
    if "- " in text:
        text = _DASH_GLUED.sub(" - ", text)
    return _TWO_STOPS.sub(".", text) if ".." in text else text


def _sentence_case(text: str, name: str) -> str:
    kept = _proper_words(name)
    text = re.sub(r"(?<=[A-Z)][.!?])(?=[A-Z]{2})", " ", text)
    words: list[str] = []
    starts = True
    for part in re.split(r"(\s+)", text):
        words.append(_in_sentence(part, kept, starts=starts) if part.strip() else part)
        if part.strip():
            ends = part.rstrip(")\"'")
            starts = (
                ends.endswith((".", "!", "?")) and ends.lower() not in _NO_END and len(part) > 2
            )
    done = "".join(words)
    low = done.lower()
    for phrase, (key, pattern) in _PHRASES.items():
        if key in low or not low.isascii():
            done = pattern.sub(phrase, done)
    return done


_PHRASES = {p: (p.lower(), re.compile(rf"\b{p}\b", re.IGNORECASE)) for p in PHRASES}


def _proper_words(name: str) -> dict[str, str]:
    """Return the words of a name that keep their capitals in its own text."""
    words = re.findall(r"[A-Za-z][A-Za-z'’]*", name)
    kept = {w.lower(): w for w in words if w.lower() not in GENERIC and w[0].isupper()}
    initials = "".join(w[0] for w in words if w[0].isupper()).removeprefix(
        "T" * (words[:1] == ["The"])
    )
    if len(initials) >= 3:
        kept[initials.lower()] = initials
    return kept


def _in_sentence(part: str, kept: dict[str, str], *, starts: bool) -> str:
    def one(match: re.Match[str]) -> str:
        word = match[0]
        low = word.lower()
        stem = _OWNED.sub("", low) if "'" in low or "’" in low else low
        if low in kept or stem in kept:
            return kept.get(low) or kept[stem] + low[len(stem) :]
        if word.upper() in ACRONYMS and word.isupper():
            return word
        if _NO_VOWEL.fullmatch(word) and word not in _TITLES:
            return word
        return low.capitalize() if stem in PROPER or word.upper() in _TITLES else low

    if ("." in part or ":" in part or "@" in part) and _ADDRESS.fullmatch(part):
        return part.lower()
    done = _LETTERS.sub(one, part)
    return _FIRST_LETTER.sub(lambda m: m[1] + m[2].upper(), done) if starts else done


_OWNED = re.compile(r"['’]s?$")
_LETTERS = re.compile(r"[A-Za-z][A-Za-z'’]*")
_FIRST_LETTER = re.compile(r"^([^A-Za-z]*)([a-z])")
