"""Texts, requirements, names and telephone numbers as volunteering platforms write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sap_match.ingest.mapping import clean_text
from sap_match.ingest.raw import Cell

Node = Mapping[str, Any]

CHECKS: Mapping[str, str] = {
    "dbs basic": "dbs_basic",
    "basic dbs": "dbs_basic",
    "basic dbs check": "dbs_basic",
    "dbs standard": "dbs_standard",
    "standard dbs": "dbs_standard",
    "standard dbs check": "dbs_standard",
    "dbs enhanced": "dbs_enhanced",
    "enhanced dbs": "dbs_enhanced",
    "enhanced dbs check": "dbs_enhanced",
    "first aid": "first_aid",
    "first aid certificate": "first_aid",
    "food hygiene": "food_hygiene",
    "food hygiene certificate": "food_hygiene",
    "safeguarding training": "safeguarding",
}
"""Labels that name a check outright; no other label becomes one of these."""

UNNAMED_CHECKS: Mapping[str, str] = {
    "background check": "background_check",
    "background checks": "background_check",
    "dbs": "dbs_level_not_said",
    "dbs check": "dbs_level_not_said",
    "dbs check required": "dbs_level_not_said",
    "dbs required": "dbs_level_not_said",
    "crb": "dbs_level_not_said",
    "crb check": "dbs_level_not_said",
}
"""Labels that ask for a check without its level: nobody holds what is not said, so that
such a need is offered to nobody until its keeper says which."""

_AGE = re.compile(
    r"(?:\+\s*(\d{1,2})|(\d{1,2})\s*\+|(?:age[ds]?|over|from)\s+(\d{1,2})\+?)", re.IGNORECASE
)
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.IGNORECASE)
_LINKING = ("and", "of", "for", "the")
_ENDS_SO = re.compile(
    r"\w*land|(?:s|br|st|gr|h|b|w|comm|dem|husb|exp|thous)and|\w*(?:roof|hoof)|\w*(?:a|oo|o|ea)the",
    re.IGNORECASE,
)
_ORGANISATION_WORDS = re.compile(
    r"trust|club|society|association|hospice|centre|center|church|charity|council|school|college"
    r"|university|museum|library|theatre|group|project|foundation|network|community|forum|united"
    r"|league|scouts?|guides?|samaritans|concern|action|support|care|advice|foodbank|food|hub"
    r"|service|partnership|alliance|federation|institute|academy|hospital|nhs|police|fc\b|rfc"
    r"|cic\b|cio\b|ltd|limited|friends|wildlife|garden|farm|housing|homes|ageuk|rspb|rspca|mind\b"
    r"|volunteer|festival|arts?\b|music|sports?|gallery|youth|uk\b|gb\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\.|^http|(?:orguk|couk|govuk|gov-uk|net-uk|acuk|com)\b", re.IGNORECASE)
_LONGEST_NAME = 120


def text_of(value: object) -> str:
    r"""Return a text without entities, tags and lone carriage returns; what is none is empty.

    Examples
    --------
    >>> text_of("Why?\r\rWe can&#39;t &amp; won&rsquo;t\r")
    "Why?\nWe can't & won’t"
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return clean_text(str(value).replace("\r\n", "\n").replace("\r", "\n")).strip()


def line_of(value: object) -> str:
    """Return a text as one line."""
    return " ".join(text_of(value).split())


def labels_of(value: object, known: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the labels of a list of labels, of objects with one, or of ids in ``known``.

    Examples
    --------
    >>> labels_of([{"id": "c1", "label": "Community"}, "Sport", None, {"displayName": "Arts"}])
    ('Community', 'Sport', 'Arts')
    """
    found: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, Mapping):
            label = first_text(one, "label", "displayName", "prefLabel", "name", "title")
            label = label or (known or {}).get(id_of(one), "")
        else:
            label = line_of(one)
            label = (known or {}).get(label, label)
        if label and label.casefold() != "none":
            found.append(label)
    return tuple(dict.fromkeys(found))


def first_text(node: Node, *keys: str) -> str:
    """Return the first of several keys' texts that is there, as one line."""
    return next((text for key in keys if (text := line_of(node.get(key)))), "")


def id_of(value: object) -> str:
    """Return an id: itself, an object's, or an extended-JSON ``$oid``; without its base.

    Examples
    --------
    >>> id_of({"_id": {"$oid": "64ab"}}), id_of("https://id.volunteeringdata.io/60B5"), id_of(12)
    ('64ab', '60B5', '12')
    """
    for _ in range(4):
        if not isinstance(value, Mapping):
            break
        value = next((value[k] for k in ("$oid", "id", "@id", "_id") if k in value), None)
    text = line_of(value)
    return re.sub(r"^https?://id\.volunteeringdata\.io/|^id:", "", text)


@dataclass(frozen=True)
class Requirements:
    """What labels of requirements say: an age, checks, and the rest in their own words."""

    minimum_age: str = ""
    checks: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    """Labels that ask for a check without its level."""
    others: tuple[str, ...] = ()


def requirements_of(labels: Iterable[str]) -> Requirements:
    """Sort labels of requirements; a check is only taken from a label that names it.

    Examples
    --------
    >>> found = requirements_of(["+18", "Background checks", "Enhanced DBS check", "Own Transport"])
    >>> found.minimum_age, found.checks, found.others
    ('18', ('background_check', 'dbs_enhanced'), ('Own Transport',))
    """
    ages: list[int] = []
    checks: list[str] = []
    unnamed: list[str] = []
    others: list[str] = []
    for label in labels:
        plain = " ".join(re.sub(r"[^a-z0-9+]+", " ", label.casefold()).split())
        if age := _AGE.fullmatch(label.strip()):
            ages.append(int(next(part for part in age.groups() if part)))
        elif plain in CHECKS:
            checks.append(CHECKS[plain])
        elif plain in UNNAMED_CHECKS:
            checks.append(UNNAMED_CHECKS[plain])
            unnamed.append(label)
        else:
            others.append(label)
    return Requirements(
        str(max(ages)) if ages else "",
        tuple(dict.fromkeys(checks)),
        tuple(unnamed),
        tuple(others),
    )


def described(title: str, text: str, wanted: Iterable[str] = ()) -> str:
    """Return a need's description: what it is called, its text, and what else is asked for.

    Examples
    --------
    >>> described("Driver", "Driver", ["Own Transport"]), described("Driver", "Take meals out.")
    ('Driver. Asked for: Own Transport.', 'Driver. Take meals out.')
    """
    title = title.strip(" .")
    plain = " ".join(text.split())
    if not title or plain.casefold().startswith(title.casefold()):
        body = text or title
    else:
        body = f"{title}. {text}" if plain else title
    asked = "; ".join(wanted)
    return f"{body.rstrip(' .')}. Asked for: {asked}." if asked else body


def point_of(latitude: object, longitude: object) -> dict[str, Cell]:
    """Return the cells of a point; one at 0, 0 is none.

    Examples
    --------
    >>> point_of(53.1, -2.5), point_of(0, 0.0), point_of("", None)
    ({'latitude': '53.1', 'longitude': '-2.5'}, {}, {})
    """
    north, east = line_of(latitude), line_of(longitude)
    if not north or not east or {north, east} <= {"0", "0.0", "-0.0"}:
        return {}
    return {"latitude": north, "longitude": east}


def postcode_in(text: str) -> str:
    """Return the last postcode that an address ends with or holds.

    Examples
    --------
    >>> postcode_in("Lionel Street, Birmingham B3 1DG"), postcode_in("From Home")
    ('B3 1DG', '')
    """
    found = _POSTCODE.findall(text)
    return f"{found[-1][0]} {found[-1][1]}".upper() if found else ""


def phone_of(value: object) -> str:
    """Return a telephone number; what only fills the field is none.

    Examples
    --------
    >>> phone_of("0141 212 2682"), phone_of("0123456789"), phone_of("0191"), phone_of("None")
    ('0141 212 2682', '', '', '')
    """
    text = line_of(value)
    digits = re.sub(r"\D", "", text)
    filler = digits in "01234567890123456789" or len(set(digits)) < 3
    return "" if len(digits) < 9 or filler else text


def host_of(link: str) -> str:
    """Return the host of a web address without ``www.``."""
    match = re.match(r"\s*https?://(?:www\.)?([^/\s?#:]+)", link, re.IGNORECASE)
    return match[1].lower() if match else ""


def name_in_profile(link: str, text: str) -> str:
    """Return an organisation's name from the address of its page on a platform, if it is one.

    Words are told apart by capitals and hyphens, or are found in the organisation's own text.
    What may be a person's name (two words, none of which any organisation has) is none.

    Examples
    --------
    >>> page = "https://x.org/volunteers/provider-profile/"
    >>> name_in_profile(page + "BridportYouthandCommunityCentreTrust", "")
    'Bridport Youth and Community Centre Trust'
    >>> name_in_profile(page + "ArdgowanHospice-37", "Ardgowan Hospice cares.")
    'Ardgowan Hospice'
    >>> name_in_profile(page + "Anna-Example", ""), name_in_profile("https://x.org", "")
    ('', '')
    """
    match = re.search(r"/(?:provider-)?profile/([^/?#]+)/?$", link)
    if match is None or _ADDRESS.search(match[1]):
        return ""
    slug = re.sub(r"[-_]\d+$", "", match[1]).strip("-_ ")
    letters = re.sub(r"\W|_", "", slug).casefold()
    if len(letters) < 4 or len(slug) > _LONGEST_NAME:
        return ""
    spelled = r"[\W_]{0,3}".join(map(re.escape, letters))
    found = re.search(rf"(?<!\w){spelled}(?!\w)", text[:2_000], re.IGNORECASE)
    if found is not None and found[0] != found[0].lower():
        return " ".join(found[0].split()).strip(" ,(")
    words = [word for part in re.split(r"[-_ ]+", slug) for word in _words(part)]
    name = " ".join(words)
    is_clear = len(words) > 2 or _ORGANISATION_WORDS.search(name)
    return name if is_clear and words else ""


def _words(part: str) -> list[str]:
    pieces = re.findall(r"[A-Z]{2,}(?=[A-Z][a-z])|[A-Z]?[^A-Z]+|[A-Z]+\d*", part)
    words: list[str] = []
    for number, piece in enumerate(pieces):
        glued = next((w for w in _LINKING if piece.lower().endswith(w)), "")
        stem = piece[: -len(glued)] if glued else ""
        is_last = number == len(pieces) - 1
        if len(stem) > 2 and not is_last and not _ENDS_SO.fullmatch(piece):
            words += [stem, glued]
        else:
            words.append(piece)
    return words
