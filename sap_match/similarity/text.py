"""From a record to the text that stands for it, without markup, shouting or contact details."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sap_match.model import Organisation, Service
from sap_match.similarity.words import (
    BOILERPLATE,
    GIVEN_NAMES,
    KEEPS_CAPITALS,
    ORGANISATION_WORDS,
    PROPER,
    STOP_WORDS,
    stem,
    words_of,
)

MAXIMUM_LENGTH = 2000
"""Characters of a text that are read; an encoder of 256 tokens reads about the first 1,100."""

MINIMUM_WORDS = 2
"""Distinct telling words, beyond those of the name, that make a text say something."""


@dataclass(frozen=True)
class Text:
    """What is known of a record in words.

    Attributes
    ----------
    text : str
        Name and description, clean and masked; at most 2,000 characters.
    described : bool
        Whether it says more than the name does. What is not described is similar to nothing.
    length : int
        Characters of description, without the name.
    """

    text: str
    described: bool
    length: int


# -- records ------------------------------------------------------------------------------


def service_text(service: Service, organisation: Organisation | None = None) -> str:
    """Return a service in words: name, organisation, description, themes and audiences.

    Examples
    --------
    >>> service_text(
    ...     Service(
    ...         id="s",
    ...         organisation_id="o",
    ...         name="LUNCH CLUB",
    ...         description="Hot meals. Ring Jane Smith on 01632 960123.",
    ...         audiences=("older people",),
    ...     )
    ... )
    'Lunch club. Hot meals. For older people.'
    """
    provider = clean(organisation.name) if organisation is not None else ""
    return _joined([clean(service.name), provider, *_service_parts(service)])


def described_service(service: Service, organisation: Organisation | None = None) -> Text:
    """Return `service_text` with whether it says more than its name.

    Examples
    --------
    >>> described_service(Service(id="s", organisation_id="o", name="Lunch club")).described
    False
    """
    name = _joined([service.name, organisation.name if organisation is not None else ""])
    return _described(service_text(service, organisation), name, _service_parts(service))


def organisation_text(
    organisation: Organisation,
    services: Iterable[Service] = (),
    collaboration_texts: Iterable[str] = (),
) -> Text:
    """Return an organisation in words.

    The name and description come first, then themes, services (by name, so that their
    order in a file does not matter) and what it did with others; repeated sentences are
    left out, and the whole is cut at 2,000 characters.

    Examples
    --------
    >>> o = Organisation(
    ...     id="o",
    ...     name="Moss Rose Shed",
    ...     kind="voluntary",
    ...     description="Woodwork and repair for isolated men.",
    ... )
    >>> organisation_text(o)
    Text(text='Moss Rose Shed. Woodwork and repair for isolated men.', described=True, length=37)
    >>> organisation_text(o.model_copy(update={"description": "A shed."})).described
    False
    """
    parts = [clean(organisation.description or ""), _listed(organisation.themes)]
    for service in sorted(services, key=lambda s: (s.name, s.description or "", s.id)):
        parts += [clean(service.name), *_service_parts(service)]
    parts += [clean(text) for text in sorted(collaboration_texts)]
    name = clean(organisation.name)
    return _described(_joined([name, *parts]), name, parts)


def _service_parts(service: Service) -> list[str]:
    audiences = _listed(service.audiences)
    return [
        clean(service.description or ""),
        _listed(service.themes),
        f"For {audiences[:1].lower()}{audiences[1:]}" if audiences else "",
    ]


def _listed(labels: Sequence[str]) -> str:
    return clean(", ".join(sorted(set(labels)))).replace("_", " ")


def _joined(parts: Iterable[str]) -> str:
    """Join parts into sentences, each distinct sentence once, cut at a whole word."""
    kept: dict[str, str] = {}
    for part in parts:
        for sentence in sentences(part):
            body = sentence.rstrip()
            ended = body if body.endswith((".", "!", "?")) else body.rstrip(" ,;:") + "."
            kept.setdefault(ended.lower(), ended)
    return _cut(" ".join(kept.values()), MAXIMUM_LENGTH)


def _described(text: str, name: str, parts: Sequence[str]) -> Text:
    body = _joined(parts)
    known = {stem(w) for w in words_of(name)}
    telling = {stem(w) for w in words_of(body) if is_telling(w)} - known
    return Text(text=text, described=len(telling) >= MINIMUM_WORDS, length=len(body))


def is_telling(word: str) -> bool:
    """Whether a word by itself says something about what an organisation does.

    Examples
    --------
    >>> [is_telling(w) for w in ("providing", "the", "dementia", "2")]
    [False, False, True, False]
    """
    return (
        len(word) > 2
        and not word[0].isdigit()
        and word not in STOP_WORDS
        and word not in BOILERPLATE
        and stem(word) not in BOILERPLATE
    )


# -- cleaning -----------------------------------------------------------------------------

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff\ufffd]")
_HIDDEN = re.compile(r"(?is)<(script|style|head)\b.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)")
_BLOCK = re.compile(r"(?i)<\s*(?:/\s*(?:p|li|div|h[1-6]|tr|ul|ol)|br\s*/?|li)\b[^<>]*>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>?")
_SPACES = re.compile(r"[^\S\n]+")


def clean(text: str) -> str:
    """Return ``text`` without markup, control characters, shouting and contact details.

    Examples
    --------
    >>> clean("<p>WARM SPACE &amp; SOUP FOR ALL</p> Ring Mrs Jones: 01632 960 123")
    'Warm space & soup for all'
    """
    return _cut(_quiet(mask(text)), MAXIMUM_LENGTH)


def _plain(text: str) -> str:
    """Take off markup, entities, control and invisible characters."""
    for _ in range(2):  # directories escape twice
        text = html.unescape(text)
        text = _TAG.sub(" ", _BLOCK.sub("\n", _HIDDEN.sub(" ", text)))
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = "".join(
        c if c == "\n" or not unicodedata.category(c).startswith("C") else " " for c in text
    )
    return _SPACES.sub(" ", text).strip()


def _quiet(text: str) -> str:
    """Lower-case sentences that are written in capitals."""
    return " ".join(_spoken(s) if _is_shouted(s) else s for s in sentences(text))


def _is_shouted(sentence: str) -> bool:
    letters = [c for c in sentence if c.isalpha()]
    words = [w for w in sentence.split() if sum(c.isalpha() for c in w) > 3]
    return len(words) >= 1 and sum(c.isupper() for c in letters) > 0.7 * len(letters)


def _spoken(sentence: str) -> str:
    def word(match: re.Match[str]) -> str:
        w = match.group()
        if w in KEEPS_CAPITALS:
            return w
        return w.capitalize() if w.lower() in PROPER else w.lower()

    said = re.sub(r"[^\W\d_]+", word, sentence)
    return said[:1].upper() + said[1:]


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    cut = text[: length + 1].rsplit(None, 1)[0] if " " in text[: length + 1] else text[:length]
    return cut[:length].rstrip(" ,;:-")


# -- contact details ----------------------------------------------------------------------

_GAP = "\ue000"
_NAME = "\ue001"
_PERSON = "\ue002"
_GAPS = f"[{_GAP}{_PERSON}]"
_UPPER = "A-Z" + "".join(c for c in map(chr, range(0xC0, 0x250)) if c.isupper())
_CAPITALISED = rf"[{_UPPER}][\w'’]*(?:-[{_UPPER}]\w*)*"
_EMAIL = re.compile(r"[\w.+'-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\s?(?:\.|\(dot\))\s?[\w-]+)+")
_URL = re.compile(
    r"(?i)\b(?:https?://|www\s?\.)\S+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:co\.uk|org\.uk|ac\.uk|gov\.uk|nhs\.uk|sch\.uk|me\.uk|com|org|net|info|uk)"
    r"\b(?:/\S*)?|(?<!\w)@\w{3,}"
)
_PHONE = re.compile(
    r"(?<![\w£$€.,-])(?:(?:\+|00)\s?\(?44\)?(?:[\s().-]*\d){9,11}"
    r"|\(?0(?:[\s()./-]{0,2}\d){9,10}|[127]\d{9})(?![\w%])(?:\s*ext\.?\s*\d+)?"
    r"|(?<=\b(?:tel|all|one)\b)[\s:.]*(?!0)\d{3,4}[\s-]?\d{3,4}(?!\w)",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"\b(?:GIR\s?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?\s{0,2}\d[ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE
)
_HONORIFIC = re.compile(
    rf"\b(?:the\s+)?(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Rev|Revd|Reverend|Canon|Cllr|Councillor|Prof|Professor"
    rf"|MR|MRS|MS|MISS|DR|REV|REVD|CLLR|Pastor|Imam|Rabbi|Fr|Sir|Dame)\.?"
    rf"(?:\s*(?:&|and|AND)\s*)?)+\s+(?:[A-Z]\.?\s+)*{_CAPITALISED}(?:\s+(?:[A-Z]\.?\s+)?{_CAPITALISED}){{0,2}}"
)
_INVITES = re.compile(
    rf"(?P<lead>\b(?i:contact(?:\s+(?:name|person|details))?|ask\s+for|call|ring|phone|telephone|tel(?!-)|"
    rf"speak\s+(?:to|with)|talk\s+to|email|e-mail|text|write\s+to|led\s+by|run\s+by|organised\s+by|"
    rf"managed\s+by|co-?ordinator|organiser|secretary|treasurer|chair(?:man|woman|person)?|manager|"
    rf"apply\s+to|book\s+with|enquiries\s+to|bookings)\b\s*(?:(?i:is|are|at|:|-|–|,|\(|our|the)\s*)*)"
    rf"(?P<name>{_CAPITALISED}(?:\s+(?:[A-Z]\.?\s+)?{_CAPITALISED}){{0,2}})"
)
_INVITED_TITLE = re.compile(
    rf"(?P<lead>\b(?i:contact|ask\s+for|call|ring|phone|telephone|tel|speak\s+(?:to|with)|talk\s+to|"
    rf"e-?mail|text|write\s+to|apply\s+to|book\s+with|enquiries\s+to|bookings)\b[\s:,-]*){_NAME}"
)
_ASKS = re.compile(
    r"(?i)^(?:contact|ask|call|ring|phone|tel|speak|talk|email|e-mail|text|write|apply|book)"
)
_LEAD_IN = re.compile(
    r"(?i)(?:\b(?:for\s+(?:more|further|any|full)\s+(?:information|info|details?|enquiries)|for\s+details|"
    r"please|feel\s+free|to|for|contact|us|call|ring|phone|telephone|tel|mobile|mob|fax|e-?mail|mail|text|"
    r"visit|see|website|web\s?site|web|site|page|their|found|be|can|have|a|facebook|twitter|instagram|go|on|at|via|or|and|by|"
    r"our|the|is|are|address|number|no|helpline|from|with|speak|ask|look|find|out|follow|postcode|of|in|"
    r"located|based|situated|further|more|information|info|details|enquiries|you\s+can|also|"
    r"available|check|book(?:ing)?s?|name|person)\b[\s:;,.()\-–&/]*)*"
    rf"[\s(\[:,\-–]*(?P<gap>{_GAPS})"
    rf"(?:[\s)\],;:/&\-–]*(?:or|and|on|at)?[\s)\],;:/&\-–]*{_GAPS})*[)\]]*"
)
_TRAIL = re.compile(
    rf"(?P<gap>{_GAPS})(?:\s*(?i:for\s+(?:more|further|any|full)\s+(?:information|info|details?)|for\s+details"
    rf"|to\s+(?:book|find\s+out\s+more)))"
)


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
    text = _plain(text)
    gapped = _HONORIFIC.sub(_title_gap, text)
    gapped = _INVITES.sub(_invited_gap, gapped)
    gapped = _INVITED_TITLE.sub(rf"\g<lead>{_PERSON}", gapped).replace(_NAME, "[name]")
    for pattern in (_EMAIL, _URL, _PHONE, _POSTCODE):
        gapped = pattern.sub(_GAP, gapped)
    if not re.search(_GAPS, gapped):
        return gapped
    gapped = _TRAIL.sub(r"\g<gap>", gapped)
    gapped = _LEAD_IN.sub(r"\g<gap>", gapped)
    return _closed(gapped)


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


def _closed(gapped: str) -> str:
    """Close the gaps; drop sentences of which too little is left to say anything."""
    kept = []
    for sentence in re.split(r"(?<=[.!?])\s+|\n", gapped):
        if not re.search(_GAPS, sentence):
            kept.append(sentence.strip())
            continue
        rest = re.sub(r"\s+([,.;:!?])", r"\1", re.sub(_GAPS, " ", sentence))
        rest = re.sub(r"\(\s*\)|\[\s*\]", "", rest)
        rest = re.sub(r"([,;:])[\s,;:]*(?=[,;:.])", "", rest)
        rest = _SPACES.sub(" ", rest).strip(" ,;:-–&/(")
        left = len([w for w in words_of(rest) if w not in STOP_WORDS])
        if left >= (2 if _PERSON in sentence else 1):
            kept.append(rest if rest.endswith((".", "!", "?")) else rest + ".")
    return " ".join(k for k in kept if k)


# -- sentences ----------------------------------------------------------------------------

_STARTERS = (
    "To|The|We|Our|This|These|They|For|Also|Other|General|Education|"
    "Elderly|Children|People|Provid\\w+|Promot\\w+|Mak\\w+|Act|Acts|Sponsor\\w+|Recreation\\w*|"
    "Religious|Economic|Disability|Arts|Amateur|Environment\\w*|Overseas|Support\\w*|Rais\\w+|"
    "Advanc\\w+|Organis\\w+|Help\\w*|Additional|Expenditure|Weekly|Fund\\w*|Work\\w*|Members\\w*"
)
_GLUED_STOP = re.compile(r"(?<=[a-z)\]])([.!?])(?=[A-Z][a-z]|A |I )")
_GLUED_WORD = re.compile(rf"(?<=[a-z]{{3}})(?=(?:{_STARTERS})\b)")
_ENUMERATOR = re.compile(
    r"(?:(?<=^)|(?<=[\s.;:,])|(?<=[a-z]{4}))(?:\(?(?:[a-h]|\d{1,2}|i{1,3}|iv|v)\)|\d{1,2}\.)(?=\s*[A-Z])\s*"
)
_BULLET = re.compile(
    r"(?:^|(?<=[\s.;:]))[•▪●·*–—-]+\s+(?=[A-Z])|;\s*[-–]\s*|:\s*[-–]\s+|\s[-–]\s(?=[A-Z])"
)
_END = re.compile(r"(?<=[.!?])[\"'’”)]*\s+(?=[\"'‘“(]?[A-Z0-9])|\s*\n+\s*|;\s+(?=[A-Z])")
_ABBREVIATION = re.compile(
    r"(?i)(?:(?<![\w'’])(?:st|mr|mrs|ms|dr|revd?|e\.g|i\.e|no|inc|approx|c|nr|rd|ave|vs|eg|ie|prof|co|[a-z])\.)$"
)


def sentences(text: str) -> list[str]:
    """Split a text into sentences and list items, also where a register has glued them.

    Examples
    --------
    >>> sentences("To help needy persons in Manchester.To make grantsTo relieve a) The sick.")
    ['To help needy persons in Manchester.', 'To make grants', 'To relieve', 'The sick.']
    >>> sentences("Meets at St. Anne's, e.g. Mondays.")
    ["Meets at St. Anne's, e.g. Mondays."]
    """
    text = _GLUED_STOP.sub(r"\1 ", text)
    text = _GLUED_WORD.sub("\n", text)
    text = _ENUMERATOR.sub("\n", text)
    text = _BULLET.sub("\n", text)
    pieces: list[str] = []
    for piece in _END.split(text):
        stripped = piece.strip()
        if not any(c.isalnum() for c in stripped):
            continue
        if pieces and _ABBREVIATION.search(pieces[-1]):
            pieces[-1] = f"{pieces[-1]} {stripped}"
        else:
            pieces.append(stripped)
    return pieces
