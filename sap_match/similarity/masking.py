"""Text without markup and without anybody's name, number or address."""

from __future__ import annotations

import re
from functools import lru_cache

from sap_match.similarity.plain import plain
from sap_match.similarity.words import (
    GIVEN_NAMES,
    ORGANISATION_WORDS,
    STOP_WORDS,
    stem,
    word_set,
    words_of,
)

_SPACES = re.compile(r"[^\S\n]+")

_GAP = "\ue000"
_NAME = "\ue001"
_PERSON = "\ue002"
_GAPS = f"[{_GAP}{_PERSON}]"
_UPPER = "A-Z" + "".join(c for c in map(chr, range(0xC0, 0x250)) if c.isupper())
_CAPITALISED = rf"[{_UPPER}][\w'’]*(?:-[{_UPPER}]\w*)*"
_LOCAL = r"[\w.+'!#$%&*/=?^`{|}~-]{1,64}"
_AT = r"(?:@|[(\[{<]\s?at\s?[)\]}>])"
_DOT = r"(?:\.|[(\[{<]\s?dot\s?[)\]}>])"
_EMAIL = re.compile(
    rf"(?i)(?:mailto:)?{_LOCAL}\s?{_AT}\s?[\w-]{{1,63}}(?:\s?{_DOT}\s?[\w-]{{1,63}}){{1,6}}"
    rf"|{_LOCAL}@[\w-]+"
    r"|\b[\w.+-]{1,64}(?:\s+dot\s+[\w-]{1,63}){0,3}\s+at\s+[\w-]{1,63}(?:\s+dot\s+[\w-]{1,63}){0,3}"
    r"\s+dot\s+(?:org|com|net|uk|co|info|gov|ac|cymru|wales|scot|pl)\b"
)
_URL = re.compile(
    r"(?i)\b(?:https?://|www\s?\.)\S+"
    r"|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.(?:co\.uk|org\.uk|ac\.uk|gov\.uk|nhs\.uk|sch\.uk|me\.uk|com|org|net|info|uk"
    r"|(?-i:wales|cymru|scot|london|eu|ie|pl|io|tv|app|online|website|site|charity|foundation|gle|ly|church|club|link)"
    r"(?=/|\b(?!\.\w)))"
    r"\b(?:/\S*)?|(?<!\w)@\w{3,}"
)
_PHONE = re.compile(
    r"(?<![\d£$€])(?<!\d[.,-])(?:(?:\+|00)\s?\(?44\)?(?:[\s().‐-―-]*\d){9,11}"
    r"|(?:\+|00)[1-9](?:[\s()./‐-―-]{0,4}\d){7,13}"
    r"|(?!0\d\.[0-5]\d\s?[-–]\s?[012]\d\.)\(?[0O](?:[\s()./‐-―-]{0,4}\d){9,10}|[127]\d{9})(?![\w%])(?:\s*ext\.?\s*\d+)?"
    r"|(?<=\b(?:tel|all|one)\b)[\s:.]*(?!0)\d{3,4}[\s-]?\d{3,4}(?!\w)",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"\b(?:GIR\s?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?\s{0,2}\d[ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE
)
_HONORIFIC = re.compile(
    rf"\b(?:the\s+)?(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Rev|Revd|Reverend|Canon|Cllr|Councillor|Prof|Professor"
    rf"|MR|MRS|MS|MISS|DR|REV|REVD|CLLR|Pastor|Imam|Rabbi|Fr|Sir|Dame)\.?"
    rf"(?:\s*(?:&|and|AND)\s*)?){{1,4}}\s+(?:[A-Z]\.?\s+)*{_CAPITALISED}(?:\s+(?:[A-Z]\.?\s+)?{_CAPITALISED}){{0,2}}"
)
_ASKS_ABROAD = (
    r"cysylltwch\s+â|ffoniwch|e-?bostiwch|siaradwch\s+â|gofynnwch\s+am|"
    r"skontaktuj\s+się\s+z|kontakt(?:\s+z)?|zadzwoń(?:\s+do)?|dzwoń(?:\s+do)?|napisz\s+do|"
    r"pytaj\s+o|pytać\s+o|proszę\s+pytać\s+o"
)
"""How Welsh and Polish listings invite contact."""
_INVITES = re.compile(
    rf"(?P<lead>\b(?i:{_ASKS_ABROAD}|contact(?:\s+(?:name|person|details))?|ask\s+for|call|ring|phone|telephone|tel(?!-)|"
    rf"speak\s+(?:to|with)|talk\s+to|email|e-mail|text|write\s+to|led\s+by|run\s+by|organised\s+by|"
    rf"managed\s+by|co-?ordinator|organiser|secretary|treasurer|chair(?:man|woman|person)?|manager|"
    rf"apply\s+to|book\s+with|enquiries\s+to|bookings)\b\s*(?:(?i:is|are|at|:|-|–|,|\(|our|the)\s*)*)"
    rf"(?P<name>{_CAPITALISED}(?:\s+(?:[A-Z]\.?\s+)?{_CAPITALISED}){{0,2}})"
)
_INVITED_TITLE = re.compile(
    rf"(?P<lead>\b(?i:{_ASKS_ABROAD}|contact|ask\s+for|call|ring|phone|telephone|tel|speak\s+(?:to|with)|talk\s+to|"
    rf"e-?mail|text|write\s+to|apply\s+to|book\s+with|enquiries\s+to|bookings)\b[\s:,-]*){_NAME}"
)
_ASKS = re.compile(
    rf"(?i)^(?:{_ASKS_ABROAD}|contact|ask|call|ring|phone|tel|speak|talk|email|e-mail|text|write|apply|book)"
)
_LEAD_IN = word_set("""
a address also and any are at available based be book booking bookings by call can check contact
details detail email e-mail enquiries facebook fax feel find follow for found free from full further
go have helpline in info information instagram is located look mail mob mobile more name no number
of on or our out page person phone please postcode ring see site situated speak tel telephone text
the their to twitter us via visit web website with you ask is
ar â cysylltwch ffoniwch ffôn ebost e-bost e-bostiwch neu gwefan wybodaeth
kontakt na nr skontaktuj zadzwoń dzwoń telefon telefonu napisz lub albo numer strona stronę prosimy
""")
_LAST_WORD = re.compile(r"(?:^|(?<=[\s(\[:;,.&/–-]))([\w-]+)[\s:;,.()\[\]&/–-]*\Z")
_BETWEEN = re.compile(
    r"\A[\s)\],;:/&–-]*(?:(?:or|and|on|at|lub|albo|neu)\b[\s)\],;:/&–-]*)?\Z", re.IGNORECASE
)
_TRAIL = re.compile(
    rf"(?P<gap>{_GAPS})(?:\s*(?i:for\s+(?:more|further|any|full)\s+(?:information|info|details?)|for\s+details"
    rf"|to\s+(?:book|find\s+out\s+more)))"
)


STOPS = (".", "!", "?", "。", "！", "？", "؟", "۔", "।")
"""What ends a sentence, in Latin letters and in others."""


@lru_cache(maxsize=2**14)
def mask(text: str) -> str:
    """Return ``text`` without e-mail, telephone, web and postal addresses or contact persons.

    A person is one after a title (*Mrs Jones* becomes *[name]*), or after words that invite
    contact (*ask for Jane Smith*). The words that led up to what was taken go with it, so that
    the rest reads on. It errs towards taking too much: what is lost is a name or a number.

    Examples
    --------
    >>> mask("Soup on Mondays. For details contact Jane Smith, 01632 960123, jane@example.org.")
    'Soup on Mondays.'
    >>> mask("Meets at St John's Hall, CW1 2AB, from 10:00 to 12:00. Led by Dr A. Patel.")
    "Meets at St John's Hall, from 10:00 to 12:00. Led by [name]."
    """
    text = plain(text)
    gapped = _HONORIFIC.sub(_title_gap, text)
    gapped = _INVITES.sub(_invited_gap, gapped)
    gapped = _INVITED_TITLE.sub(rf"\g<lead>{_PERSON}", gapped).replace(_NAME, "[name]")
    for pattern in (_EMAIL, _URL, _PHONE, _POSTCODE):
        gapped = pattern.sub(_GAP, gapped)
    if not re.search(_GAPS, gapped):
        return gapped
    gapped = _TRAIL.sub(r"\g<gap>", gapped)
    return _closed(_without_lead_in(gapped))


def _title_gap(match: re.Match[str]) -> str:
    words = words_of(match.group())
    return match.group() if stem(words[-1]) in ORGANISATION_WORDS else _NAME


def _invited_gap(match: re.Match[str]) -> str:
    """Take a name after an invitation: any likely person where contact is asked for.

    After *led by* or *secretary* only a known given name is taken for a person, since
    bodies lead and run things too.
    """
    names = match.group("name").split()
    first = names[0].lower().strip(".")
    shouted = match.group("name").isupper()
    is_person = first in GIVEN_NAMES
    if not is_person and len(names) > 1 and not shouted and _ASKS.match(match.group("lead")):
        is_person = not any(
            stem(w.lower()) in ORGANISATION_WORDS
            or w.lower() in ORGANISATION_WORDS
            or w.lower() in STOP_WORDS
            or w.isupper()
            for w in names
        )
    if not is_person:
        return match.group()
    taken = names[:2] if shouted else names
    rest = " ".join(names[len(taken) :])
    return f"{match.group('lead')}{_PERSON}{' ' if rest else ''}{rest}"


def _without_lead_in(gapped: str) -> str:
    """Take away the words that only led up to a gap: *for details ring*, *or e-mail us at*."""
    pieces = re.split(f"({_GAPS})", gapped)
    kept: list[str] = []
    for i, piece in enumerate(pieces):
        if i + 1 == len(pieces) or i % 2:
            kept.append(piece)
            continue
        if i and _BETWEEN.match(piece):
            continue  # one contact after another
        while (last := _LAST_WORD.search(piece[-40:])) and last.group(1).lower() in _LEAD_IN:
            piece = piece[: len(piece) - len(last.group())]  # noqa: PLW2901 - cut word by word
        kept.append(piece.rstrip(" ([:,–-") + " ")
    return "".join(kept)


def _closed(gapped: str) -> str:
    """Close the gaps; drop sentences of which too little is left to say anything."""
    kept = []
    pieces = re.split(r"((?<=[.!?])\s+|\n)", gapped)
    for sentence, end in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        stop = "\n" if "\n" in end else " "
        if not re.search(_GAPS, sentence):
            kept.append(sentence.strip() + stop if sentence.strip() else "")
            continue
        rest = re.sub(r"(?<!\s)\s+([,.;:!?])", r"\1", re.sub(_GAPS, " ", sentence))
        rest = re.sub(r"\(\s*\)|\[\s*\]", "", rest)
        if rest.count(")") > rest.count("("):  # its opening went with what it led up to
            rest = rest.replace(")", "", 1)
        rest = re.sub(r"([,;:])[\s,;:]*(?=[,;:.])", "", rest)
        rest = _SPACES.sub(" ", rest).lstrip(" ,;:-–&/").rstrip(" ,;:-–&/(")
        left = len([w for w in words_of(rest) if w not in STOP_WORDS])
        if left >= (2 if _PERSON in sentence else 1):
            kept.append((rest if rest.endswith(STOPS) else rest + ".") + stop)
    return "".join(kept).strip()
