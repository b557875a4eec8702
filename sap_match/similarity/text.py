"""From a record to the text that stands for it, without markup, shouting or contact details."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sap_match.model import Organisation, Service
from sap_match.similarity.masking import STOPS, mask
from sap_match.similarity.subjects import subject_spans
from sap_match.similarity.words import (
    BOILERPLATE,
    KEEPS_CAPITALS,
    PROPER,
    STOP_WORDS,
    stem,
    words_of,
)

__all__ = [
    "Text",
    "clean",
    "described_service",
    "is_telling",
    "mask",
    "organisation_text",
    "sentences",
    "service_text",
]

MAXIMUM_LENGTH = 2000
"""Characters of a text that are read; an encoder of 256 tokens reads about the first 1,100."""

MINIMUM_WORDS = 2
"""Distinct telling words, beyond those of the name, that make a text say something."""

MINIMUM_LENGTH = 3
"""Words of a description that names a subject of the sector, and so says something too."""


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
            ended = _ended(sentence)
            kept.setdefault(ended.lower(), ended)
    return _cut(" ".join(kept.values()), MAXIMUM_LENGTH)


def _described(text: str, name: str, parts: Sequence[str]) -> Text:
    body = _joined(parts)
    words = [w for w in words_of(body) if w not in STOP_WORDS]
    known = {stem(w) for w in words_of(name)}
    more = {stem(w) for w in words} - known
    telling = {stem(w) for w in words if is_telling(w)} - known
    names_subject = len(words) >= MINIMUM_LENGTH and bool(subject_spans(words_of(body)))
    described = bool(more) and (len(telling) >= MINIMUM_WORDS or names_subject)
    return Text(text=text, described=described, length=len(body))


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


@lru_cache(maxsize=2**14)
def clean(text: str) -> str:
    """Return ``text`` without markup, control characters, shouting and contact details.

    Examples
    --------
    >>> clean("<p>WARM SPACE &amp; SOUP FOR ALL</p> Ring Mrs Jones: 01632 960 123")
    'Warm space & soup for all'
    """
    return _cut(_quiet(mask(text)), MAXIMUM_LENGTH)


def _quiet(text: str) -> str:
    """Lower-case sentences that are written in capitals."""
    said = [_spoken(s) if _is_shouted(s) else s for s in _without_repeats(sentences(text))]
    if len(said) < 2:
        return "".join(said)
    last = said[-1][:1].upper() + said[-1][1:]
    return " ".join([*(_ended(s) for s in said[:-1]), last])


def _without_repeats(told: Sequence[str]) -> list[str]:
    """Keep each sentence of more than three words once, where it stands first."""
    kept: dict[str, str] = {}
    for i, sentence in enumerate(told):
        key = sentence.casefold().rstrip(" .,;:!?")
        kept.setdefault(key if key.count(" ") > 2 else f"{key}\n{i}", sentence)
    return list(kept.values())


def _ended(sentence: str) -> str:
    body = sentence.rstrip(" ,;:")
    body = body[:1].upper() + body[1:]
    return body if body.endswith(STOPS) else body + "."


def _is_shouted(sentence: str) -> bool:
    if not _CAPITALS.search(sentence):
        return False
    letters = [c for c in sentence if c.isalpha()]
    words = [w for w in sentence.split() if sum(c.isalpha() for c in w) > 3]
    return len(words) >= 1 and sum(c.isupper() for c in letters) > 0.7 * len(letters)


_CAPITALS = re.compile(r"[^\W\d_a-zß-öø-ÿ]{3}")


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


_SPACES = re.compile(r"[^\S\n]+")


# -- sentences ----------------------------------------------------------------------------

_STARTERS = (
    "To|The|We|Our|This|These|They|For|Also|Other|General|Education|"
    "Elderly|Children|People|Provid\\w{1,20}|Promot\\w{1,20}|Mak\\w{1,20}|Act|Acts|Sponsor\\w{1,20}|Recreation\\w{0,20}|"
    "Religious|Economic|Disability|Arts|Amateur|Environment\\w{0,20}|Overseas|Support\\w{0,20}|Rais\\w{1,20}|"
    "Advanc\\w{1,20}|Organis\\w{1,20}|Help\\w{0,20}|Additional|Expenditure|Weekly|Fund\\w{0,20}|Work\\w{0,20}|Members\\w{0,20}"
)
_GLUED_STOP = re.compile(r"(?<=[a-z)\]])([.!?])(?=[A-Z][a-z]|A |I )")
_GLUED_WORD = re.compile(rf"(?<=[a-z]{{3}})(?=(?:{_STARTERS})\b)")
_ENUMERATOR = re.compile(
    r"(?:(?<=^)|(?<=[\s.;:,])|(?<=[a-z]{4}))(?:\(?(?:[a-h]|\d{1,2}|i{1,3}|iv|v)\)|\d{1,2}\.)(?=\s*[A-Z])\s*"
)
_NUMBERED = re.compile(r"(?:^|(?<=[\s.;:,]))\((?:[a-h]|[ivx]{1,4}|\d{1,2})\)\s*")
_BULLET = re.compile(
    r"(?:^|(?<=[\s.;:]))[•▪●·*–—-]+\s+(?=[A-Z])|;\s*[-–]\s*|:\s*[-–]\s+|(?<=[a-z])\s?[-–]\s(?=[A-Z])"
    r"|(?:(?<!\s)\s+)?(?<![•▪●])[•▪●]+\s*(?=\w)|(?m:^[-*–—·]+\s+)"
)
_CAPITAL_LETTER = "A-Z\u0391-\u03a9\u0410-\u042f" + "".join(
    c for c in map(chr, range(0xC0, 0x250)) if c.isupper()
)
_END = re.compile(
    rf"(?<=[.!?])[\"'’”)]*\s+(?=[\"'‘“(]?[{_CAPITAL_LETTER}0-9])|(?<!\s)\s*\n\s*|;\s+|(?<=[。！？])|(?<=[؟۔।])\s+"
)
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
    return list(_split(text))


@lru_cache(maxsize=2**14)
def _split(text: str) -> tuple[str, ...]:
    text = _SPACES.sub(" ", text)
    text = _GLUED_STOP.sub(r"\1 ", text)
    text = _GLUED_WORD.sub("\n", text)
    text = _NUMBERED.sub("\n", _ENUMERATOR.sub("\n", text))
    text = _BULLET.sub("\n", text)
    pieces: list[str] = []
    for piece in _END.split(text):
        stripped = piece.strip()
        if not any(c.isalnum() for c in stripped):
            continue
        if pieces and _ABBREVIATION.search(pieces[-1][-12:]):
            pieces[-1] = f"{pieces[-1]} {stripped}"
        else:
            pieces.append(stripped)
    return tuple(pieces)
