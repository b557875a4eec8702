"""The full entry of each thing that a list names, where the list itself is short."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from sap_match.ingest.feeds.addresses import below, masked, without
from sap_match.ingest.feeds.answers import FeedError
from sap_match.ingest.feeds.asking import Asking
from sap_match.ingest.feeds.kept import Piece
from sap_match.ingest.feeds.lists import Listing, spread
from sap_match.ingest.feeds.wrappers import key_of, page_of

logger = logging.getLogger(__name__)

_PROBES = 5
"""Entries asked for in full, from all over a list, before all are."""
_PART = 32
_LONGEST_ID = 300
_SILENT = "was not asked: the server had stopped answering"
_FAILING = "was not asked: too many before it had failed"
_NOTHING: tuple[Any, ...] = (None, "", [], {})
_NOT_OFFERED = frozenset((400, 401, 403, 404, 405, 406, 410, 501))


def complete(asking: Asking, url: str, of: str, listing: Listing) -> None:
    """Ask for the full entry of everything listed, and keep each at once.

    Nothing is asked where a handful from all over the list says no more than the list does,
    or where the feed offers none.
    """
    kept, number = asking.kept, asking.round
    if kept.marked(number, f"{of} endless"):
        return
    had = kept.detailed(number, of)
    ids = [key for key in listing.ids if _can_be_asked(key)]
    known = kept.marked(number, f"{of} are")
    failed: dict[str, FeedError] = {}
    if not known and len(ids) > _PROBES + 3:
        probes = list(spread(ids, _PROBES))
        failed |= _ask_all(asking, url, of, [key for key in probes if key not in had])
        known = _known(asking, of, listing, probes, failed)
        if known:
            kept.mark(number, f"{of} are", known)
        had = kept.detailed(number, of)
    if known == "alone":
        odd = [e for e in failed.values() if e.fault in {"content", "moved"}]
        tell = asking.note if odd else asking.info
        why = f" ({odd[0].url} {odd[0].message})" if odd else ""
        tell(below(url, "…"), f"gives no full entries of {of}{why}: what the list says is used")
        return
    if known == "full":
        ids = [key for key in ids if not _says_all(listing.entries[listing.rows[key] - 1])]
    failed |= _ask_all(
        asking, url, of, [key for key in ids if key not in had and key not in failed]
    )
    _tell(asking, url, of, listing, failed)


def entries_in_full(asking: Asking, of: str, listing: Listing) -> list[Any]:
    """Return what was listed, each with all that its full entry says of it."""
    kept, number = asking.kept, asking.round
    found = []
    for entry in listing.entries:
        key = key_of(entry)
        detail = kept.detail(number, of, key) if key else None
        found.append(entry if detail is None else joined(entry, detail.value))
    return found


def joined(short: Mapping[str, Any], full: Mapping[str, Any]) -> dict[str, Any]:
    """Return a full entry, and of the list's what the full one leaves empty.

    Examples
    --------
    >>> joined(
    ...     {"id": 1, "name": "Lunch", "organization": {"id": 2}}, {"id": 1, "organization": None}
    ... )
    {'id': 1, 'name': 'Lunch', 'organization': {'id': 2}}
    """
    return {**short, **{k: v for k, v in full.items() if v not in _NOTHING or k not in short}}


def _can_be_asked(key: str) -> bool:
    return key not in {".", ".."} and len(key) <= _LONGEST_ID and key.isprintable()


def _known(
    asking: Asking,
    of: str,
    listing: Listing,
    probes: Iterable[str],
    failed: Mapping[str, FeedError],
) -> str:
    """Return ``full`` or ``alone`` where the list has to be enough, else nothing."""
    probes = list(probes)
    if all(key in failed for key in probes):
        refused = [failed[key] for key in probes]
        if all(e.status in _NOT_OFFERED or e.fault in {"content", "moved"} for e in refused):
            return "alone"
        return ""
    for key in probes:
        detail = asking.kept.detail(asking.round, of, key)
        entry = listing.entries[listing.rows[key] - 1]
        if detail is None or not _says_all(entry) or joined(entry, detail.value) != dict(entry):
            return ""
    return "full"


def _says_all(entry: Any) -> bool:
    """Say whether an entry of a list carries things of its own, as a full one does."""
    return isinstance(entry, Mapping) and any(isinstance(v, list) for v in entry.values())


def _ask_all(asking: Asking, url: str, of: str, ids: list[str]) -> dict[str, FeedError]:
    """Ask for full entries, keep those that come, and return why the others did not.

    For one that does not come the one that an earlier run kept stays.
    """
    kept, number, web = asking.kept, asking.round, asking.web
    whole = kept.whole_round()
    base = without(url, "page", "per_page", "modified_after")
    at_once = web.at_once

    def ask(key: str, old: Piece | None) -> Piece | FeedError:
        address = below(base, key)
        if web.is_silent:
            return FeedError(_SILENT, address, "spent")
        if web.is_failing:
            return FeedError(_FAILING, address, "spent")
        try:
            piece = asking.fetched(address, old=old)
            return replace(piece, value=_of_id(piece.value, key, address))
        except FeedError as error:
            return error

    failed: dict[str, FeedError] = {}
    with ThreadPoolExecutor(max_workers=at_once) as pool:
        for start in range(0, len(ids), _PART if at_once > 1 else 1):
            part = ids[start : start + (_PART if at_once > 1 else 1)]
            olds = [kept.detail(whole, of, key) if whole is not None else None for key in part]
            answers = pool.map(ask, part, olds) if at_once > 1 else map(ask, part, olds)
            for key, old, answer in zip(part, olds, answers, strict=True):
                if isinstance(answer, FeedError):
                    failed[key] = answer
                    if old is not None and asking.falls_back:
                        kept.add_detail(number, of, key, old)
                else:
                    asking.dated(answer)
                    kept.add_detail(number, of, key, answer)
            logger.info("%s: %s in full: %d of %d", masked(url), of, start + len(part), len(ids))
    return failed


def _of_id(value: Any, key: str, url: str) -> Any:
    """Return the full entry that has the id, out of a wrapper where it is in one."""
    if isinstance(value, dict) and key_of(value) == key:
        return value
    page = page_of(value)
    inside = [one for one in page.entries if key_of(one) == key] if page is not None else []
    if len(inside) == 1 and page is not None and len(page.entries) == 1:
        return inside[0]
    got = f"the id {key_of(value)[:60]!r}" if key_of(value) else f"a {type(value).__name__}"
    raise FeedError(f"does not give the entry of this id, but {got} without it", url, "content")


def _tell(
    asking: Asking, url: str, of: str, listing: Listing, failed: Mapping[str, FeedError]
) -> None:
    table = of if of == "services" else "organisations"
    unasked = [key for key, error in failed.items() if error.fault == "spent"]
    as_kept = asking.kept.detailed(asking.round, of)
    for key, error in failed.items():
        if key not in unasked:
            stays = "the one that was kept" if key in as_kept else "what the list says of it"
            asking.problems.note(
                asking.source, table, listing.rows[key], "id", key,
                f"its full entry at {error.url} could not be had: it {error.message}; {stays} is "
                "used",
            )  # fmt: skip
    for key in listing.ids:
        if not _can_be_asked(key):
            asking.problems.note(
                asking.source, table, listing.rows[key],
                "id", key, "is no id that can be asked for; what the list says of it is used",
            )  # fmt: skip
    if unasked:
        asking.cut(
            below(url, "…"),
            f"the full entries of {len(unasked):,} of {len(listing.rows):,} {of} were not asked "
            f"for, because it {_why(failed)}: what was kept, or the list says, of them is used",
        )


def _why(failed: Mapping[str, FeedError]) -> str:
    answered = [error for error in failed.values() if error.message not in {_SILENT, _FAILING}]
    spent = [error for error in answered if error.fault == "spent"]
    return (spent or answered)[-1].message if answered else "had stopped answering"
