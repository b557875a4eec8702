"""One page of a list, in whichever wrapper a feed puts it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sap_match.ingest.hsds.values import text_of

LISTS = (
    "contents", "content", "services", "organizations", "organisations", "data", "results", "items",
)  # fmt: skip
_TOTAL = ("total_items", "totalElements", "total_elements", "totalItems", "totalCount", "total")
_PAGES = ("total_pages", "totalPages", "pageCount")
_NUMBER = ("page_number", "number", "pageNumber", "page")
_LAST = ("last_page", "last", "lastPage")


@dataclass(frozen=True)
class Page:
    """The entries of a page, and what its wrapper claims; ``None`` where it claims nothing."""

    entries: tuple[Any, ...]
    total: int | None = None
    pages: int | None = None
    number: int | None = None
    is_last: bool | None = None
    is_wrapped: bool = False
    following: str = ""

    @property
    def sha256(self) -> str:
        """What tells a page that repeats another, whatever its wrapper claims."""
        return sha256_of(self.entries)


def page_of(value: Any) -> Page | None:
    """Return a page of a list, or ``None`` where the value is none.

    Examples
    --------
    >>> page = page_of({"totalElements": "12", "number": 1, "last": False, "content": [{"id": 1}]})
    >>> page.entries, page.total, page.number, page.is_last
    (({'id': 1},), 12, 1, False)
    >>> page_of({"version": "3.0"}) is None, page_of({"contents": "none"}) is None
    (True, True)
    """
    if isinstance(value, list):
        return Page(tuple(value))
    if not isinstance(value, Mapping):
        return None
    inner = value.get("_embedded")
    held = inner if isinstance(inner, Mapping) else value
    for name in LISTS:
        if isinstance(held.get(name), list):
            # an organisation carries its services, and is no page of them
            if name in {"services", "organizations", "organisations"} and "name" in value:
                continue
            return _wrapped(held[name], value)
    if value.get("empty") is True and any(value.get(k, 0) is None for k in LISTS[:2]):
        return _wrapped([], value)
    return None


def _wrapped(entries: list[Any], value: Mapping[str, Any]) -> Page:
    claims = value.get("page") if isinstance(value.get("page"), Mapping) else value
    last = next((value[k] for k in _LAST if isinstance(value.get(k), bool)), None)
    return Page(
        tuple(entries),
        _number(claims, _TOTAL),
        _number(claims, _PAGES),
        _number(claims, _NUMBER),
        last,
        is_wrapped=True,
        following=_following(value),
    )


def _following(value: Mapping[str, Any]) -> str:
    """Return the address that a page names as the next, if it does."""
    for place in (value, value.get("links"), value.get("_links")):
        named = place.get("next") if isinstance(place, Mapping) else None
        named = named.get("href") if isinstance(named, Mapping) else named
        if isinstance(named, str) and named.strip():
            return named.strip()
    return ""


def _number(claims: Any, names: tuple[str, ...]) -> int | None:
    for name in names:
        text = text_of(claims.get(name))
        if text.isdecimal() and len(text) < 10:
            return int(text)
    return None


def sha256_of(value: Any) -> str:
    """Return one hash of a JSON value, whatever the order of its fields."""
    text = json.dumps(value, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def key_of(entry: Any) -> str:
    """Return the id of a list's entry, or nothing.

    Examples
    --------
    >>> key_of({"id": 12}), key_of({"name": "Lunch"}), key_of("x")
    ('12', '', '')
    """
    return text_of(entry.get("id")) if isinstance(entry, Mapping) else ""
