"""Asking a feed only for what changed since an earlier run (``modified_after``)."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sap_match.ingest.feeds.addresses import asked_with, without
from sap_match.ingest.feeds.answers import FeedError
from sap_match.ingest.feeds.asking import Asking
from sap_match.ingest.feeds.kept import Piece
from sap_match.ingest.feeds.lists import Listing, page_or_raise, walk
from sap_match.ingest.feeds.wrappers import Page, key_of, sha256_of
from sap_match.ingest.hsds.values import text_of

logger = logging.getLogger(__name__)

CHANGED = "changed"
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]|$)")


def only_changes(asking: Asking, url: str, of: str) -> Listing | None:
    """Return the kept list with what changed since, or ``None`` where all must be asked for.

    A feed that heeds ``modified_after`` says nothing of what was taken off it. So its first
    page is asked for as well: where that counts or shows anything else than the kept list
    with its changes, the whole list is walked.
    """
    kept = asking.kept
    whole = kept.whole_round()
    if whole is None or kept.marked(asking.round, "all asked"):
        return None
    older = kept_listing(asking, whole, of)
    since = _since(asking, whole, of)
    if not older.rows or not since or older.different != len(older.rows):
        return None
    merged = _merged(asking, url, of, older, since)
    if merged is None:
        kept.drop_pages(asking.round, CHANGED)
        kept.mark(asking.round, "all asked")
        return None
    changed, entries = merged
    kept.add_page(asking.round, of, 1, Piece({"contents": entries}, url=f"{url}#merged"))
    for key in kept.detailed(whole, of):
        old = kept.detail(whole, of, key)
        if key not in changed and old is not None:
            kept.add_detail(asking.round, of, key, old)
    kept.mark(asking.round, f"{of} ended")
    kept.mark(asking.round, f"{of} are", kept.marked(whole, f"{of} are"))
    asking.info(
        url, f"was asked only for what changed since {since} (modified_after): {len(changed):,} "
        f"of {len(entries):,} {of}; the others are as kept",
    )  # fmt: skip
    return kept_listing(asking, asking.round, of)


def kept_listing(asking: Asking, number: int, of: str) -> Listing:
    """Return a list as a round kept it."""
    listing = Listing()
    for place, piece in asking.kept.pages(number, of):
        listing.take(place, page_or_raise(piece.value, piece.url))
    return listing


def _merged(
    asking: Asking, url: str, of: str, older: Listing, since: str
) -> tuple[set[str], list[Any]] | None:
    problems = list(asking.problems.sorted())
    try:
        changed = walk(asking, asked_with(url, modified_after=since), CHANGED)
        first = asking.json(without(url, "page"))
        front = page_or_raise(first.value, url)
    except FeedError as error:
        asking.problems = type(asking.problems)(problems)
        asking.info(url, f"offers no modified_after (it {error.message}): everything was asked for")
        return None
    asking.problems = type(asking.problems)(problems)
    if asking.is_cut:
        asking.is_cut = False
        return None
    fresh = {key: changed.entries[row - 1] for key, row in changed.rows.items()}
    if _was_ignored(changed, older, since):
        asking.info(url, f"does not heed modified_after={since}: everything was asked for")
        return None
    entries = [fresh.get(key_of(entry), entry) for entry in older.entries]
    entries += [entry for key, entry in fresh.items() if key not in older.rows]
    if not _agrees(front, entries):
        logger.info("%s: what changed does not add up: %s is walked whole", asking.source, of)
        return None
    return set(fresh), entries


def _was_ignored(changed: Listing, older: Listing, since: str) -> bool:
    days = [_day(entry) for entry in changed.entries]
    if any(day and day < since for day in days):
        return True
    return changed.different >= older.different and not all(days)


def _agrees(front: Page, entries: list[Any]) -> bool:
    """Say whether the first page of the whole list is as the kept list with its changes has it."""
    if front.total != len(entries):
        return False
    ours = {key_of(entry): sha256_of(entry) for entry in entries}
    return all(ours.get(key_of(entry)) == sha256_of(entry) for entry in front.entries)


def _since(asking: Asking, whole: int, of: str) -> str:
    """Return the day of the last change that is kept, by the feed's own dates.

    That is never after the day on which the kept round began.
    """
    began = asking.kept.began(whole)[:10]
    days = []
    for entry in _everything(asking, whole, of):
        day = _day(entry)
        if day and (not began or day <= began):
            days.append(day)
    if days:
        return max(days)
    if not began:
        return ""
    return (date.fromisoformat(began) - timedelta(days=1)).isoformat()


def _everything(asking: Asking, whole: int, of: str) -> Iterator[Any]:
    yield from kept_listing(asking, whole, of).entries
    for key in sorted(asking.kept.detailed(whole, of)):
        piece = asking.kept.detail(whole, of, key)
        if piece is not None:
            yield piece.value


def _day(entry: Any) -> str:
    """Return the day on which an entry says it was last changed, or nothing."""
    if not isinstance(entry, Mapping):
        return ""
    found = _DAY.match(text_of(entry.get("last_modified")))
    try:
        return date.fromisoformat(found[1]).isoformat() if found else ""
    except ValueError:
        return ""
