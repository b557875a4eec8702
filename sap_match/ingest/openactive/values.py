"""Values of OpenActive's JSON-LD: with and without ``@``, alone or in lists, of any type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from types import MappingProxyType

from sap_match.ingest.hsds.values import Node, nodes, text_of

_NAMED = re.compile(r"[^/#:]+$")
_DURATION = re.compile(
    r"P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})(?:\.\d+)?S)?)?"
)


def said(node: Node, *names: str) -> str:
    """Return the first text that any of several fields holds, in a list or a language or not.

    Examples
    --------
    >>> said({"name": [{"@value": "Hall"}]}, "name"), said({"@id": 7}, "id"), said({}, "name")
    ('Hall', '7', '')
    """
    for name in names:
        for key in _KEYS.get(name, (name,)):
            value = node.get(key)
            if value is None:
                continue
            found = text_of(value) if type(value) in _PLAIN else next(_texts(value), "")
            if found:
                return found
    return ""


def texts(node: Node, *names: str) -> Iterator[str]:
    """Yield every text that several fields hold; ``id`` means ``@id`` as well.

    Examples
    --------
    >>> list(texts({"sameAs": ["http://a", None, "http://b"]}, "sameAs"))
    ['http://a', 'http://b']
    """
    for name in names:
        for key in _KEYS.get(name, (name,)):
            yield from _texts(node.get(key))


def _texts(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else (value,):
        inner = one.get("@value") if isinstance(one, Mapping) else one
        if found := text_of(inner):
            yield found


_KEYS = MappingProxyType({"id": ("@id", "id"), "type": ("@type", "type")})
_PLAIN = frozenset((str, int, float, bool))


def type_of(node: Node, *, otherwise: str = "") -> str:
    """Return what an object is, without its vocabulary.

    Examples
    --------
    >>> type_of({"@type": "https://openactive.io/FacilityUse"}), type_of({"type": ["oa:Slot"]})
    ('FacilityUse', 'Slot')
    >>> type_of({}, otherwise="FacilityUse/Slot")
    'Slot'
    """
    for found in (*texts(node, "type"), otherwise):
        named = _NAMED.search(found)
        if named:
            return named[0]
    return ""


def labels(node: Node, *names: str) -> tuple[str, ...]:
    """Return the labels of concepts, or the texts that stand for them, each once.

    Examples
    --------
    >>> labels(
    ...     {"activity": [{"prefLabel": "Badminton"}, "Tennis", {"prefLabel": "Badminton"}]},
    ...     "activity",
    ... )
    ('Badminton', 'Tennis')
    """
    found: list[str] = []
    for name in names:
        value = node.get(name)
        for one in value if isinstance(value, list) else [value]:
            label = said(one, "prefLabel", "name") if isinstance(one, Mapping) else text_of(one)
            found.append(label)
    return tuple(dict.fromkeys(label for label in found if label and "://" not in label))


def pointed_at(node: Node, *names: str) -> tuple[str, Node | None]:
    """Return the id that a field points to, and the object where it is embedded.

    Examples
    --------
    >>> pointed_at({"facilityUse": "http://a/1"}, "facilityUse")
    ('http://a/1', None)
    >>> pointed_at({"facilityUse": {"@id": "http://a/1"}}, "facilityUse")
    ('http://a/1', {'@id': 'http://a/1'})
    """
    for inner in nodes(node, *names):
        return said(inner, "id", "identifier", "url"), inner
    return said(node, *names), None


def is_true(value: object) -> bool | None:
    """Return whether a feature is there; ``None`` where nothing tells.

    Examples
    --------
    >>> [is_true(v) for v in (True, "true", "No", 120, 0, "ask", None)]
    [True, True, False, True, False, None, None]
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value > 0
    return _WORDS.get(text_of(value).casefold())


_WORDS = MappingProxyType(
    {
        "true": True, "yes": True, "y": True, "1": True,
        "false": False, "no": False, "n": False, "0": False,
    }
)  # fmt: skip


def duration(text: str) -> timedelta | None:
    """Return an ISO 8601 duration of weeks, days and times; ``None`` for anything else.

    Examples
    --------
    >>> duration("PT1H30M"), duration("P1D"), duration("PT"), duration("an hour")
    (datetime.timedelta(seconds=5400), datetime.timedelta(days=1), None, None)
    """
    found = _DURATION.fullmatch(text.strip().upper())
    if found is None or not any(found.groups()):
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
