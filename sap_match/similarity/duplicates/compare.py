"""How far two entries agree, field by field, each as one of a few named levels.

*missing* is a level of its own that weighs nothing. Every level is a fact that an officer
can check; how much it weighs is worked out in `model`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from math import fsum
from types import MappingProxyType

from sap_match.geo import distance_km
from sap_match.similarity.duplicates.addresses import compare_addresses
from sap_match.similarity.duplicates.entries import Collection, Entry
from sap_match.similarity.duplicates.names import Name, Shared, shared
from sap_match.windows import overlap_minutes, weekly_minutes
from sap_match.windows.rules import by_weekday
from sap_match.windows.schedule import Schedule

MISSING = "missing"

LEVELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "name": (
            "nothing shared", "little shared", "some shared", "common part", "mostly shared",
            "half contained", "contained", "near", "same but common", "same word", "same",
        ),
        "telephone": (
            "different", "same exchange", "close numbers", "same, many names use it",
            "same, some names use it", "same, few names use it", "same",
        ),
        "online": (
            "different", "another page of one site", "same site, many names use it",
            "same site or mail", "same page or mail",
        ),
        "address": (
            "another number", "different", "near number", "same street", "same building",
            "same, many names use it", "typing slip", "same",
        ),
        "place": ("far", "within 5 km", "within 1.5 km", "near", "same postcode"),
        "organisation": ("unlike names", "some shared", "linked", "alike names"),
        "times": ("other days", "share a day", "same days", "same hours"),
        "people": ("other ages", "other languages", "some in common", "same"),
        "register": ("different numbers", "same number"),
        "income": ("different", "same"),
        "description": ("unlike", "a little alike", "alike", "very alike"),
    }
)  # fmt: skip
"""Levels of each field, from disagreement to agreement."""

FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "services": (
            "name", "telephone", "online", "address", "place", "organisation", "times", "people",
            "description",
        ),
        "organisations": (
            "name", "telephone", "online", "address", "place", "register", "income",
            "description",
        ),
    }
)  # fmt: skip
CROWD = 8
SOME = 5
FEW = 3
"""Distinct names from which a shared telephone counts as one of few, some, many."""


def compare(a: Entry, b: Entry, whole: Collection, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return the level of each of ``fields`` for two entries.

    Place says nothing where the address agrees already, and nothing about two entries of
    which one is confidential (their places are not in the entries at all).
    """
    found = [_COMPARE[name](a, b, whole) for name in fields]
    if "address" in fields and found[fields.index("address")] in _DECIDED:
        place = fields.index("place")
        if found[place] not in ("far", "within 5 km"):
            found[place] = MISSING
    return tuple(found)


_DECIDED = frozenset(("same", "same, many names use it", "typing slip"))


def compare_names(a: Entry, b: Entry, whole: Collection) -> str:
    """Return the level of two names."""
    if not a.name.words or not b.name.words:
        return MISSING
    both = shared(a.name, b.name, whole.rarity)
    return _level_of(both, a, b, whole) if both.dice >= 0.05 else "nothing shared"


def _level_of(both: Shared, a: Entry, b: Entry, whole: Collection) -> str:
    rare = _is_rare(both, whole)
    if a.name.squashed == b.name.squashed or both.dice >= 0.995:
        if not rare or _only_its_provider(a, b):
            return "same but common"
        return "same" if len(both.both) > 1 else "same word"
    if both.dice < 0.85 and both.containment >= 0.95:
        if not rare:
            return "common part"
        one_word = min(len(a.name.words), len(b.name.words)) == 1
        return "half contained" if one_word else "contained"
    found = next(i for i, (least, _) in enumerate(_SHARED) if both.dice >= least)
    if both.dice >= 0.3 and not rare:
        found += 1
    return _SHARED[found][1]


_SHARED = (
    (0.85, "near"), (0.6, "mostly shared"), (0.3, "some shared"), (0.05, "little shared"),
)  # fmt: skip


def _only_its_provider(a: Entry, b: Entry) -> bool:
    """Whether two services of one provider have no more of a name than the provider's."""
    return a.owner is not None and a.family == b.family and a.owner.squashed == a.name.squashed


def _is_rare(both: Shared, whole: Collection) -> bool:
    """Whether the words that two names share together stand in few names.

    What many names share is an operator's name (*Age UK*) or a kind of thing (*lunch club*).
    """
    if both.weight < RARE * whole.rarity.telling:
        return False
    return whole.users_of(both.both) <= USERS


RARE = 0.75
USERS = 4
"""Distinct names that may have all the words which two names share, for these to be telling."""


def _telephone(a: Entry, b: Entry, whole: Collection) -> str:
    if not a.phones or not b.phones:
        return MISSING
    both = a.phones & b.phones
    if both:
        users = min(whole.crowds[("telephone", p)] for p in both)
        if users < FEW:
            return "same"
        if users < SOME:
            return "same, few names use it"
        return "same, some names use it" if users < CROWD else "same, many names use it"
    exchange = False
    for x in a.phones:
        for y in b.phones:
            if x[:-4] != y[:-4] or len(x) != len(y):
                continue
            if x[-4:-2] == y[-4:-2] and abs(int(x[-2:]) - int(y[-2:])) <= 9:
                return "close numbers"
            exchange = exchange or whole.exchanges.get(x[:-4], 0) <= whole.crowded_exchange
    return "same exchange" if exchange else "different"


def _online(a: Entry, b: Entry, whole: Collection) -> str:
    if not ((a.hosts or a.pages or a.emails) and (b.hosts or b.pages or b.emails)):
        return MISSING
    mails, pages, hosts = a.emails & b.emails, a.pages & b.pages, a.hosts & b.hosts
    exact = [("e-mail", m) for m in mails] + [("page", p) for p in pages]
    if any(whole.crowds[key] < FEW for key in exact):
        return "same page or mail"
    if exact or hosts:
        users = min(whole.crowds[("website", h)] for h in hosts) if hosts else FEW
        if a.pages and b.pages and not pages and _deep(a) and _deep(b):
            return "another page of one site"
        return "same site or mail" if users < SOME else "same site, many names use it"
    return "different"


def _deep(entry: Entry) -> bool:
    return any("/" in page for page in entry.pages)


def _address(a: Entry, b: Entry, whole: Collection) -> str:
    if a.address is None or b.address is None:
        return MISSING
    level = compare_addresses(a.address, b.address, whole.common_places)
    if level is None:
        return MISSING
    if level == "same":
        key = a.address.key or b.address.key
        if key and whole.crowds.get(("address", key), 1) >= CROWD:
            return "same, many names use it"
    return level


def kilometres(a: Entry, b: Entry) -> float | None:
    """Return the distance between two entries where both points are known, else None."""
    return None if a.point is None or b.point is None else distance_km(a.point, b.point)


def _place(a: Entry, b: Entry, _: Collection) -> str:
    away = kilometres(a, b)
    if a.postcode and b.postcode:
        if a.postcode == b.postcode and len(a.postcode) in (1, 3):
            return "same postcode"
        if away is None:
            return _by_postcode(a.postcode, b.postcode)
    if away is None:
        return MISSING
    if away <= 0.3:
        return "near"
    if away <= 1.5:
        return "within 1.5 km"
    return "within 5 km" if away <= 5 else "far"


def _by_postcode(a: tuple[str, ...], b: tuple[str, ...]) -> str:
    known = min(len(a), len(b))
    if known >= 2 and a[1] == b[1]:
        return "within 1.5 km"
    return "within 5 km" if a[0] == b[0] else "far"


def one_contact(a: Entry, b: Entry) -> bool:
    """Whether two entries share a telephone, mail address or own website."""
    return not (
        a.phones.isdisjoint(b.phones)
        and a.emails.isdisjoint(b.emails)
        and a.hosts.isdisjoint(b.hosts)
    )


def _organisation(a: Entry, b: Entry, whole: Collection) -> str:
    if a.owner is None or b.owner is None or a.family == b.family:
        return MISSING  # that they are one has a part of its own
    if _told_by_name(a, whole) or _told_by_name(b, whole):
        return MISSING
    if b.family == a.parent or a.family == b.parent or (a.parent and a.parent == b.parent):
        return "linked"
    best = _owners(a, b, a.owner, b.owner, whole)
    if best.dice >= 0.6 or (best.containment >= 0.95 and best.weight >= 0.5 * whole.owners.telling):
        return "alike names"
    named = (
        best.dice >= 0.3
        or _names_the_other(a.owner, b, whole)
        or _names_the_other(b.owner, a, whole)
    )
    return "some shared" if named else "unlike names"


def _owners(a: Entry, b: Entry, one: Name, two: Name, whole: Collection) -> Shared:
    """Return what two providers' names share, worked out once for any two providers."""
    key = (a.family, b.family)
    found = whole.known_owners.get(key)
    if found is None:
        found = whole.known_owners[key] = shared(one, two, whole.owners)
    return found


def _told_by_name(one: Entry, whole: Collection) -> bool:
    """Whether a listing's provider is named like it, so that the provider tells nothing new."""
    if one.owner is None or one.owner.squashed == one.name.squashed:
        return True
    found = whole.known_told.get(one.id)
    if found is None:
        found = shared(one.owner, one.name, whole.rarity).containment >= 0.95
        whole.known_told[one.id] = found
    return found


def _names_the_other(owner: Name, other: Entry, whole: Collection) -> bool:
    """Whether a listing's name takes up a good part of another's provider."""
    if set(owner.words).isdisjoint(other.name.words):
        return False
    return shared(owner, other.name, whole.rarity).containment >= 0.3


def days_of(schedule: Schedule) -> frozenset[int]:
    """Return the weekdays on which a timetable has hours (0 is Monday)."""
    days = {w.weekday for w in schedule.windows}
    for rule in schedule.rules:
        days |= set(by_weekday(rule))
    return frozenset(days)


def _days(one: str, schedule: Schedule, whole: Collection) -> frozenset[int]:
    """Return `days_of`, worked out once for each entry."""
    found = whole.known_days.get(one)
    if found is None:
        found = whole.known_days[one] = days_of(schedule)
    return found


def _times(a: Entry, b: Entry, whole: Collection) -> str:
    if a.schedule is None or b.schedule is None:
        return MISSING
    if a.schedule == b.schedule:
        return "same hours"
    left, right = _days(a.id, a.schedule, whole), _days(b.id, b.schedule, whole)
    if not left or not right:
        return MISSING
    if left == right:
        return "same days"
    if left <= right or right <= left:
        least = min(weekly_minutes(a.schedule), weekly_minutes(b.schedule))
        common = overlap_minutes(a.schedule, b.schedule)
        if least and common >= 0.75 * least:
            return "same days"
    return "share a day" if left & right else "other days"


def apart_in_age(a: Entry, b: Entry) -> bool:
    """Whether both say for what ages they are and no more than a year is common.

    So are 11 to 18 and 18 to 25.
    """
    if a.ages is None or b.ages is None:
        return False
    low, high = max(a.ages[0], b.ages[0]), min(a.ages[1], b.ages[1])
    return high - low < 1 and a.ages != b.ages


def _people(a: Entry, b: Entry, _: Collection) -> str:
    if apart_in_age(a, b):
        return "other ages"
    if a.languages and b.languages and not a.languages & b.languages:
        return "other languages"
    if a.ages is not None and b.ages is not None:
        return "same" if a.ages == b.ages else "some in common"
    both = a.audiences & b.audiences
    if not both:
        return MISSING  # one group has many names: other words are no disagreement
    return "same" if a.audiences == b.audiences else "some in common"


def _register(a: Entry, b: Entry, _: Collection) -> str:
    if a.identifiers & b.identifiers:
        return "same number"
    schemes = {i.rpartition("-")[0] for i in a.identifiers if "-" in i}
    others = {i.rpartition("-")[0] for i in b.identifiers if "-" in i}
    return "different numbers" if schemes & others else MISSING


def _income(a: Entry, b: Entry, _: Collection) -> str:
    if a.income is None or b.income is None:
        return MISSING
    return "same" if math.isclose(a.income, b.income, rel_tol=1e-4) else "different"


def _description(a: Entry, b: Entry, whole: Collection) -> str:
    if len(a.text) < 4 or len(b.text) < 4:
        return MISSING
    dot = _in_common(a.text, b.text, whole.text_idf)
    alike = dot / math.sqrt(_size_of(a, whole) * _size_of(b, whole)) if dot else 0.0
    if alike >= 0.5:
        return "very alike"
    if alike >= 0.25:
        return "alike"
    return "a little alike" if alike >= 0.12 else "unlike"


def text_cosine(a: Mapping[str, int], b: Mapping[str, int], idf: Mapping[str, float]) -> float:
    """Return the cosine of two texts' TF-IDF words, from 0 to 1.

    Examples
    --------
    >>> round(text_cosine({"soup": 1, "bread": 1}, {"soup": 1}, {"soup": 1.0, "bread": 1.0}), 3)
    0.707
    """
    dot = _in_common(a, b, idf)
    if not dot:
        return 0.0
    sizes = fsum(idf[w] ** 2 for w in a) * fsum(idf[w] ** 2 for w in b)
    return dot / math.sqrt(sizes)


def _in_common(a: Mapping[str, int], b: Mapping[str, int], idf: Mapping[str, float]) -> float:
    return fsum([idf[w] ** 2 for w in a.keys() & b.keys()])  # exact, whatever the order


def _size_of(one: Entry, whole: Collection) -> float:
    """Return the squared length of a text's TF-IDF words, worked out once for each text."""
    found = whole.known_sizes.get(one.id)
    if found is None:
        found = whole.known_sizes[one.id] = fsum(whole.text_idf[w] ** 2 for w in one.text)
    return found


_COMPARE = MappingProxyType(
    {
        "name": compare_names,
        "telephone": _telephone,
        "online": _online,
        "address": _address,
        "place": _place,
        "organisation": _organisation,
        "times": _times,
        "people": _people,
        "register": _register,
        "income": _income,
        "description": _description,
    }
)
