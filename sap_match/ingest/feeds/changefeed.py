"""A feed of changes (RPDE, as OpenActive publishes): each page names the next, to the last.

The last page is empty and names itself. It is where the next run begins: only what changed
since comes then.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from sap_match.errors import DataError
from sap_match.ingest.feeds.addresses import linked, masked, stays
from sap_match.ingest.feeds.answers import FeedError
from sap_match.ingest.feeds.asking import Asking
from sap_match.ingest.feeds.kept import write_whole
from sap_match.ingest.formats import read_any
from sap_match.ingest.hsds.values import text_of
from sap_match.ingest.raw import Reading

logger = logging.getLogger(__name__)

_READ = "items.json"
_NEXT = "next"
_IDLE = 3
_EXPIRED = frozenset((400, 404, 410))


def is_page(value: Any) -> bool:
    """Say whether a value is a page of such a feed.

    Examples
    --------
    >>> is_page({"items": [], "next": "https://example.org/feed?afterId=1"}), is_page({"items": []})
    (True, False)
    """
    if not isinstance(value, Mapping) or not isinstance(value.get("items"), list):
        return False
    entries = value["items"]
    like = all(isinstance(one, Mapping) and "state" in one for one in entries[:3])
    return isinstance(value.get("next"), str) and (like or "license" in value)


def fetch(asking: Asking, url: str) -> None:
    """Walk a feed from where an earlier run ended to its end.

    Raises
    ------
    FeedError
        Nothing at all could be had.
    """
    kept = asking.kept
    start = linked(url, kept.note(_NEXT)) if kept.note(_NEXT) else url
    if start != url and not (stays(url, start) and _is_the_same(asking, url)):
        kept.drop_items()
        kept.set_note(_NEXT, "")
        start = url
    try:
        _walk(asking, start)
    except FeedError as error:
        if start == url or error.status not in _EXPIRED:
            if not kept.items() or not asking.falls_back:
                raise
            asking.cut(start, f"the feed {error.message}: what was had before is used")
            return
        asking.info(start, f"where the last run ended {error.message}: read from the beginning")
        kept.drop_items()
        kept.set_note(_NEXT, "")
        _walk(asking, url)


def _is_the_same(asking: Asking, url: str) -> bool:
    """Say whether the first page holds what is kept, save what changed later.

    What changes goes to the end of such a feed, so that its beginning stays.

    Raises
    ------
    FeedError
        The first page could not be had, and nothing may stand for it.
    """
    try:
        items = _asked(asking, url)["items"]
    except FeedError:
        if asking.falls_back:
            return True
        raise
    kept = asking.kept.items()
    latest = max((_when(item) for item in kept), default=0)
    had = {key: item for key, item in _keyed(kept, "") if key.strip()}
    named = [(key, item) for key, item in _keyed(items, url) if key.split("\n")[-1] and key in had]
    known = sum(had[key] == item for key, item in named)
    later = sum(_when(item) > latest for item in items)
    return bool(known + later >= len(items))


def _when(item: Any) -> int:
    """Return when an item was changed, by the feed's own count; 0 where it does not say."""
    text = text_of(item.get("modified")) if isinstance(item, Mapping) else ""
    return int(text) if text.isdecimal() and len(text) <= 30 else 0


def _walk(asking: Asking, start: str) -> None:
    address, seen, idle, page_number, last = start, {start}, 0, 0, (0, "")
    while True:
        page_number += 1
        if _too_much(asking, address, page_number):
            return
        try:
            value = _asked(asking, address)
        except FeedError as error:
            if page_number == 1:
                raise
            asking.cut(address, f"page {page_number} of the feed {error.message}")
            return
        items = value["items"]
        last = _in_order(asking, address, items, last)
        following, wrong = _following(asking, address, value)
        ended = following == address
        fresh = asking.kept.add_items(
            list(_keyed(items, address)), {_NEXT: _without_user(following or address)}
        )
        logger.info("%s: %d items, %d new", masked(address), len(items), fresh)
        idle = 0 if fresh else idle + 1
        if wrong:
            asking.cut(address, wrong, "tell the feed's keeper; what came before is used")
            return
        if ended:
            if items:
                asking.note(
                    address, "has items and names itself as the next page: taken as the end",
                    "tell the feed's keeper",
                )  # fmt: skip
            return
        if following in seen or idle >= _IDLE:
            what = "leads back to a page before it" if following in seen else "brings nothing new"
            asking.bad(
                address, f"page {page_number} of the feed {what}: it has no end",
                "tell the feed's keeper; what came before is used",
            )  # fmt: skip
            return
        seen.add(following)
        address = following


def _asked(asking: Asking, address: str) -> Mapping[str, Any]:
    value = asking.json(address).value
    if not isinstance(value, Mapping) or not isinstance(value.get("items"), list):
        raise FeedError("is no page of a feed: it has no items", address, "content")
    return value


def _too_much(asking: Asking, address: str, page: int) -> bool:
    limits = asking.web.limits
    if page > limits.pages:
        asking.cut(
            address, f"the feed goes on after {limits.pages:,} pages: it was left there",
            "run again to go on, or raise max_pages in a partnership.toml",
        )  # fmt: skip
    return page > limits.pages


def _following(asking: Asking, address: str, value: Mapping[str, Any]) -> tuple[str, str]:
    """Return the next page's address, and what is wrong with it."""
    named = value.get("next")
    if not isinstance(named, str) or not named.strip():
        return "", "names no next page, so that its end is not known"
    following = linked(asking.url, linked(address, named))
    if not stays(asking.url, following):
        return "", (
            f"names a next page on another host or less safe, {masked(named)[:200]}, which is not "
            "followed"
        )
    return following, ""


def _in_order(
    asking: Asking, address: str, items: list[Any], last: tuple[int, str]
) -> tuple[int, str]:
    """Note where items are not in the order of their changes; return the last one's."""
    wrong = 0
    for item in items:
        if not isinstance(item, Mapping):
            continue
        modified = text_of(item.get("modified"))
        if not modified.isdecimal() or len(modified) > 30:
            continue
        here = (int(modified), text_of(item.get("id")))
        wrong += here[0] < last[0]
        last = max(last, here)
    if wrong:
        asking.note(
            address, f"{wrong:,} items come after items that changed later: a change may be missed",
            "tell the feed's keeper",
        )  # fmt: skip
    return last


def _keyed(items: list[Any], address: str) -> Iterator[tuple[str, Any]]:
    """Yield each item with what tells it from others: a later one of the same replaces it."""
    for number, item in enumerate(items, start=1):
        key = text_of(item.get("id")) if isinstance(item, Mapping) else ""
        kind = text_of(item.get("kind")) if isinstance(item, Mapping) else ""
        yield (f"{kind}\n{key}" if key else f"\n{masked(address)}\n{number}"), item


def _without_user(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def read(asking: Asking) -> Reading:
    """Read the last state of each item that is kept.

    Raises
    ------
    DataError
        No reader knows its items.
    """
    items = asking.kept.items()
    if not items:
        raise DataError("holds no items", source=asking.source)
    path = asking.kept.folder / _READ
    lines = ",\n".join(json.dumps(item) for item in items)
    write_whole(path, f'{{"next": {json.dumps(asking.source)}, "items": [\n{lines}\n]}}\n'.encode())
    reading = read_any(path, source=asking.source)
    if reading is None:
        raise DataError("its items are of no kind that is read", source=asking.source)
    for remark in asking.kept.remarks:
        asking.info(asking.url, remark)
    problems = tuple(sorted({*reading.problems, *asking.problems.sorted()}))
    return replace(reading, problems=problems)
