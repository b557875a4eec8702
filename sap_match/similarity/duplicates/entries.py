"""What is compared: a service or an organisation, read once into the form that pairs need.

The place of a confidential service or organisation never gets into an entry, so nothing
after this module can compare or print it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from sap_match.errors import DataError
from sap_match.geo import Point, split_postcode
from sap_match.model import Dataset, Organisation, Service, location_closed
from sap_match.similarity.duplicates.addresses import Address, address_of
from sap_match.similarity.duplicates.bodies import kinds_of, lives_by_another
from sap_match.similarity.duplicates.names import (
    Name,
    Rarity,
    Shared,
    languages_in,
    name_of,
    words_in,
)
from sap_match.similarity.text import clean
from sap_match.similarity.words import STOP_WORDS
from sap_match.windows import Schedule, parse

Of = Literal["services", "organisations"]

_SHARED_HOSTS = re.compile(
    r"(^|\.)(facebook|fb|twitter|x|instagram|wordpress|wixsite|google|linktr|blogspot|weebly|btck|"
    r"eventbrite|nhs|gov|hitssports|pitchero|e-voice|freeuk|onesuffolk|charitycommission|youtube|"
    r"meetup|sites|bit|tinyurl)\."
)
_REGISTER = re.compile(r"^GB-(?:CHC|COH|SC|NIC|EDU|MPR|CASC|UKPRN|SHPE|NHS)-\w+$")
_FREE_MAIL = frozenset(
    "gmail.com googlemail.com hotmail.com hotmail.co.uk outlook.com live.co.uk live.com yahoo.com "
    "yahoo.co.uk btinternet.com aol.com icloud.com me.com sky.com talktalk.net virginmedia.com "
    "ntlworld.com btconnect.com mail.com msn.com protonmail.com".split()
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One listing, ready to be compared.

    Attributes
    ----------
    family : str
        The organisation that provides it (for organisations: itself).
    owner : Name or None
        That organisation's name; None for organisations.
    parent : str
        Id of the parent organisation, or the empty string.
    postcode : tuple of str
        District, sector and unit as far as they are known; other postcodes as one part.
    text : mapping
        Telling words of the description with their counts.
    """

    id: str
    name: Name
    family: str
    owner: Name | None
    parent: str
    phones: frozenset[str]
    pages: frozenset[str]
    hosts: frozenset[str]
    emails: frozenset[str]
    identifiers: frozenset[str]
    address: Address | None
    postcode: tuple[str, ...]
    point: Point | None
    closed: bool
    schedule: Schedule | None
    ages: tuple[float, float] | None
    audiences: frozenset[str]
    languages: frozenset[str]
    places: frozenset[str]
    income: float | None
    bodies: frozenset[str]
    auxiliary: bool
    text: Mapping[str, int] = field(default_factory=dict)


DIRECTORY = 50
"""Services in a table from which an owner of more than half is taken for its compiler."""


def entries_of(dataset: Dataset, of: Of) -> tuple[Entry, ...]:
    """Return the services or organisations of a dataset as entries, ordered by id.

    Raises
    ------
    DataError
        ``of`` is neither word.
    """
    if of not in ("services", "organisations"):
        raise DataError("compare 'services' or 'organisations'", field="of", value=of)
    places = _place_words(dataset)
    if of == "organisations":
        return tuple(_organisation(o, dataset, places) for o in dataset.organisations)
    names = {o.id: name_of(o.name) for o in dataset.organisations}
    rows = tuple(
        _service(s, dataset.organisation(s.organisation_id), names, places)
        for s in dataset.services
    )
    directory = _directory_among(rows)
    return tuple(
        replace(e, family=e.id, owner=e.name, parent="") if e.family == directory else e
        for e in rows
    )


def _directory_among(rows: Sequence[Entry]) -> str:
    """Return the family that holds most of many services, or "".

    Whoever stands behind most of a table is whoever compiled it: that two listings share him
    says nothing of who provides them, so each counts as a provider of its own.
    """
    if len(rows) < DIRECTORY:
        return ""
    family, held = Counter(e.family for e in rows).most_common(1)[0]
    return family if 2 * held > len(rows) else ""


def _place_words(dataset: Dataset) -> frozenset[str]:
    """Words of the names of areas, which tell branches of one body apart."""
    return frozenset(
        w for a in dataset.areas if a.kind != "borough" for w in words_in(a.name) if len(w) > 3
    )


def _service(
    service: Service, owner: Organisation, names: Mapping[str, Name], places: frozenset[str]
) -> Entry:
    closed = location_closed(service) or location_closed(owner)
    name = name_of(service.name)
    said = words_in(" ".join([service.name, service.description or "", *service.audiences]))
    pages, hosts, emails = online_keys(service.url, service.email)
    return Entry(
        id=service.id,
        name=name,
        family=owner.id,
        owner=names[owner.id],
        parent=owner.parent_id or "",
        phones=phone_keys(service.phones),
        pages=pages,
        hosts=hosts,
        emails=emails,
        identifiers=frozenset(),
        address=None if closed else address_of(service.address),
        postcode=() if closed else postcode_parts(service.postcode),
        point=None if closed else _point(service.latitude, service.longitude),
        closed=closed,
        schedule=schedule_of(service.schedule),
        ages=ages_of(service),
        audiences=frozenset(a.casefold() for a in service.audiences),
        languages=languages_in(said) | languages_in(words_in(" ".join(service.languages))),
        places=frozenset(name.words) & places,
        income=None,
        bodies=frozenset(),
        auxiliary=False,
        text=text_words(service.description),
    )


def _organisation(one: Organisation, dataset: Dataset, places: frozenset[str]) -> Entry:
    closed = location_closed(one) or any(map(location_closed, dataset.services_of(one.id)))
    name = name_of(one.name)
    pages, hosts, emails = online_keys(one.website, one.email)
    return Entry(
        id=one.id,
        name=name,
        family=one.id,
        owner=None,
        parent=one.parent_id or "",
        phones=phone_keys(one.phones),
        pages=pages,
        hosts=hosts,
        emails=emails,
        identifiers=register_numbers(one.identifiers, one.id),
        address=None if closed else address_of(one.address),
        postcode=() if closed else postcode_parts(one.postcode),
        point=None if closed else _point(one.latitude, one.longitude),
        closed=closed,
        schedule=None,
        ages=None,
        audiences=frozenset(),
        languages=languages_in(words_in(one.name)),
        places=frozenset(name.words) & places,
        income=one.income or None,
        bodies=kinds_of(one.name),
        auxiliary=lives_by_another(one.name),
        text=text_words(one.description),
    )


# -- single fields ------------------------------------------------------------------------


def phone_keys(phones: Iterable[str]) -> frozenset[str]:
    """Return telephone numbers as digits without the country's code.

    Examples
    --------
    >>> sorted(phone_keys(["+44 (0)1632 960123", "01632 960 123", "ext 4"]))
    ['1632960123']
    """
    found = set()
    for phone in phones:
        digits = re.sub(r"\D", "", phone.replace("(0)", ""))
        digits = digits.removeprefix("0044").removeprefix("44") if len(digits) > 11 else digits
        digits = digits.lstrip("0")
        if len(digits) >= 6:
            found.add(digits)
    return frozenset(found)


def online_keys(
    website: str | None, email: str | None
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return pages (host and path), own hosts (also of the mail address) and mail addresses.

    Examples
    --------
    >>> online_keys("https://www.example.org/lunch/", "hello@example.org")
    (frozenset({'example.org/lunch'}), frozenset({'example.org'}), frozenset({'hello@example.org'}))
    >>> online_keys("facebook.com/ourclub", "ourclub@gmail.com")[1]
    frozenset()
    """
    pages, hosts, emails = set(), set(), set()
    if website and "." in website:
        page = re.sub(r"^[a-z]+:/*", "", website.strip().casefold()).split("#")[0].rstrip("/")
        page = page.removeprefix("www.")
        host = page.split("/")[0].split("?")[0]
        if not _SHARED_HOSTS.search(host):
            hosts.add(host)
        if "." in host and (host in hosts or "/" in page):
            pages.add(page)
    if email and "@" in email:
        address = email.strip().casefold()
        emails.add(address)
        domain = address.rsplit("@", 1)[1]
        if domain not in _FREE_MAIL and not _SHARED_HOSTS.search(domain):
            hosts.add(domain)
    return frozenset(pages), frozenset(hosts), frozenset(emails)


def register_numbers(identifiers: Iterable[str], own_id: str = "") -> frozenset[str]:
    """Return the identifiers in capitals, and the id where it is one of a British register.

    Examples
    --------
    >>> sorted(register_numbers(["gb-chc-1109047"], "GB-EDU-106344"))
    ['GB-CHC-1109047', 'GB-EDU-106344']
    >>> register_numbers([], "row-7")
    frozenset()
    """
    own = [own_id] if _REGISTER.match(own_id) else []
    return frozenset(i.strip().upper() for i in (*identifiers, *own) if i.strip())


def postcode_parts(postcode: str | None) -> tuple[str, ...]:
    """Return district, sector and unit of a UK postcode as far as given; else the text.

    Examples
    --------
    >>> postcode_parts("cw1 2ab"), postcode_parts("CW1 2"), postcode_parts("60615")
    (('CW1', 'CW1 2', 'CW1 2AB'), ('CW1', 'CW1 2'), ('60615',))
    """
    if not postcode or not postcode.strip():
        return ()
    parts = split_postcode(postcode)
    if parts is None:
        return (" ".join(postcode.upper().split()),)
    known = (parts.outcode, getattr(parts, "sector", None), getattr(parts, "unit", None))
    return tuple(p for p in known if p)


def text_words(text: str | None) -> dict[str, int]:
    """Return the telling words of a description with their counts, contacts masked."""
    if not text:
        return {}
    words = words_in(clean(text))
    return dict(Counter(w for w in words if len(w) > 2 and w not in STOP_WORDS))


def _point(latitude: float | None, longitude: float | None) -> Point | None:
    return None if latitude is None or longitude is None else Point(latitude, longitude)


def schedule_of(cells: Sequence[str]) -> Schedule | None:
    """Return a timetable, or None where nothing stands that can be read."""
    try:
        return parse(cells) or None
    except DataError:
        return None


def ages_of(service: Service) -> tuple[float, float] | None:
    """Return the ages that a service says it is for, or None where it says nothing."""
    low, high = service.minimum_age, service.maximum_age
    return None if low is None and high is None else (low or 0.0, high or math.inf)


# -- the whole collection -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Collection:
    """All entries with what only the whole tells: rarity of words, crowding of contacts.

    ``crowds`` counts, for each telephone, host, mail address and address, the distinct
    names that use it: a number under one name is a good witness, a switchboard is not.
    """

    entries: tuple[Entry, ...]
    rarity: Rarity
    owners: Rarity
    text_idf: Mapping[str, float]
    crowds: Mapping[tuple[str, str], int]
    by_id: Mapping[str, Entry]
    holders: Mapping[str, frozenset[str]]
    common_places: frozenset[str]
    exchanges: Mapping[str, int]
    crowded_exchange: int
    known_users: dict[frozenset[str], int] = field(default_factory=dict, compare=False)
    known_told: dict[str, bool] = field(default_factory=dict, compare=False)
    known_owners: dict[tuple[str, str], Shared] = field(default_factory=dict, compare=False)
    known_sizes: dict[str, float] = field(default_factory=dict, compare=False)
    known_days: dict[str, frozenset[int]] = field(default_factory=dict, compare=False)

    def users_of(self, words: frozenset[str]) -> int:
        """Return how many distinct names have all of ``words``."""
        found = self.known_users.get(words)
        if found is None:
            having = sorted((self.holders.get(w, frozenset()) for w in words), key=len)
            found = len(having[0].intersection(*having[1:])) if having else 0
            self.known_users[words] = found
        return found


def collect(entries: Sequence[Entry]) -> Collection:
    """Return the entries with rarity and crowding worked out."""
    rows = tuple(sorted(entries, key=lambda e: e.id))
    common = _common_places(rows)
    counts = Counter(w for e in rows for w in e.text)
    size = len(rows) + 1
    users: dict[tuple[str, str], set[str]] = {}
    for entry in rows:
        for key in contact_keys(entry):
            users.setdefault(key, set()).add(entry.name.squashed)
    holders: dict[str, set[str]] = {}
    for entry in rows:
        for word in entry.name.words:
            holders.setdefault(word, set()).add(entry.name.squashed)
    numbers = {p for e in rows for p in e.phones}
    exchanges = Counter(p[:-4] for p in numbers)
    return Collection(
        rows,
        Rarity((e.name for e in rows), places=common),
        Rarity((e.owner for e in rows if e.owner is not None), places=common),
        {w: math.log(size / (c + 1)) + 0.1 for w, c in counts.items()},
        {key: len(names) for key, names in users.items()},
        {e.id: e for e in rows},
        {w: frozenset(names) for w, names in holders.items()},
        common,
        exchanges,
        max(6, round(0.01 * len(numbers))),
    )


def _common_places(rows: Sequence[Entry]) -> frozenset[str]:
    """Words that stand in many addresses: towns, which tell neither addresses nor names apart."""
    counts = Counter(w for e in rows if e.address is not None for w in e.address.words)
    least = max(8, round(0.02 * sum(e.address is not None for e in rows)))
    return frozenset(w for w, c in counts.items() if c >= least and len(w) > 3)


def contact_keys(entry: Entry) -> list[tuple[str, str]]:
    """Return the keys by which an entry can be reached or visited, with their kind."""
    keys = [("telephone", p) for p in entry.phones]
    keys += [("page", p) for p in entry.pages]
    keys += [("website", h) for h in entry.hosts]
    keys += [("e-mail", m) for m in entry.emails]
    keys += [("identifier", i) for i in entry.identifiers]
    if entry.address is not None and entry.address.key:
        keys.append(("address", entry.address.key))
    if len(entry.postcode) == 3:
        keys.append(("postcode", entry.postcode[2]))
    return sorted(keys)
