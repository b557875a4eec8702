"""Walking the pages of a list to their end, whatever the feed claims about it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from sap_match.ingest.feeds.addresses import asked_with, linked, masked, stays, without
from sap_match.ingest.feeds.answers import FeedError
from sap_match.ingest.feeds.asking import Asking, StaleError
from sap_match.ingest.feeds.kept import Piece
from sap_match.ingest.feeds.wrappers import Page, key_of, page_of

logger = logging.getLogger(__name__)

IDLE = 3
"""Pages in a row that bring nothing new, after which a feed that promises more is left."""
_MISSED = 2
"""Pages in a row that fail, after which the rest of a list is left for another run."""


class Listing:
    """What a list has said so far.

    Examples
    --------
    >>> listing = Listing()
    >>> listing.take(1, Page(({"id": "a"},), total=2)), listing.expects_more()
    (True, True)
    >>> listing.take(2, Page(({"id": "a"},), total=2)), listing.take(3, Page(({"id": "b"},)))
    (False, True)
    >>> listing.ids, listing.expects_more()
    (['a', 'b'], False)
    """

    def __init__(self) -> None:
        self.entries: list[Any] = []
        self.rows: dict[str, int] = {}
        self.total: int | None = None
        self.pages: int | None = None
        self.page = 0
        self.idle = 0
        self.repeats: dict[int, int] = {}
        self.has_shifted = False
        """Whether the list changed while it was walked, so that entries may have been passed."""
        self._is_last: bool | None = None
        self._hashes: dict[str, int] = {}
        self._unnamed = 0
        self._is_empty = False

    @property
    def ids(self) -> list[str]:
        """The ids in the order in which they were first listed."""
        return list(self.rows)

    @property
    def different(self) -> int:
        """How many different entries were listed."""
        return len(self.rows) + self._unnamed

    def take(self, number: int, page: Page) -> bool:
        """Take the ``number``-th page; say whether it brought anything new."""
        self.page = number
        if None not in (self.total, page.total) and self.total != page.total:
            self.has_shifted = True
        self.total = page.total if page.total is not None else self.total
        self.pages = page.pages if page.pages is not None else self.pages
        self._is_last = page.is_last
        self._is_empty = not page.entries
        earlier = self._hashes.setdefault(page.sha256, number)
        before = self.different
        if page.entries and earlier != number:
            self.repeats[number] = earlier
        else:
            for entry in page.entries:
                self.entries.append(entry)
                key = key_of(entry)
                self.has_shifted |= key in self.rows
                if key:
                    self.rows.setdefault(key, len(self.entries))
                else:
                    self._unnamed += 1
        is_new = self.different > before
        self.idle = 0 if is_new else self.idle + 1
        return is_new

    def expects_more(self) -> bool:
        """Say whether the feed claims that there is more than was listed."""
        if self.total is not None and self.different < self.total:
            return True
        if self.pages is not None and self.page < self.pages:
            return True
        return self._is_last is False

    def is_over(self) -> bool:
        """Say whether nothing more is to be had, whatever is claimed."""
        if not self.idle:
            return False
        return not self.expects_more() or self.idle >= IDLE


def walk(asking: Asking, url: str, of: str) -> Listing:
    """Walk a list page by page and keep each; go on where an earlier run was stopped.

    One page is asked beyond what the feed claims to be its last: claims are often wrong.

    Raises
    ------
    FeedError
        Not even the first page could be had.
    """
    kept, number = asking.kept, asking.round
    listing = Listing()
    had = dict(kept.pages(number, of))
    addresses = _Addresses(asking.url, url)
    _check_its_first_page(asking, addresses.of(1), had)
    if kept.marked(number, f"{of} ended"):
        return _taken(listing, had)
    place, missed, is_cut = 1, 0, False
    while not _too_much(asking, listing, url, place, of):
        address = addresses.of(place)
        try:
            piece = had.get(place) or _asked(asking, address, listing, of)
        except FeedError as error:
            if place == 1:
                raise
            if not listing.expects_more() and not missed:
                break  # it was asked beyond its claimed end
            missed += 1
            is_cut = True
            asking.cut(address, f"page {place} {error.message}")
            if _is_hopeless(error) or missed >= _MISSED or listing.pages is None:
                return listing
            place += 1
            continue
        missed = 0
        page = page_or_raise(piece.value, address)
        if place not in had:
            _check_that_it_is_the_same(asking, listing, page, had)
            kept.add_page(number, of, place, piece)
        listing.take(place, page)
        addresses.learn(place, page)
        if listing.is_over() and not addresses.may_begin_again(place):
            break
        place += 1
    else:
        return listing
    if not is_cut:
        _end(asking, listing, addresses, of)
    return listing


def _end(asking: Asking, listing: Listing, addresses: _Addresses, of: str) -> None:
    """Look for what was passed, tell what is not as claimed, and note that the end was reached."""
    _look_again(asking, listing, addresses, of)
    if listing.has_shifted and not listing.repeats:
        _walk_again(asking, listing, addresses, of)
    _tell(asking, listing, addresses.of(1), of)
    asking.kept.mark(asking.round, f"{of} ended")


def _taken(listing: Listing, had: dict[int, Piece]) -> Listing:
    for place, piece in sorted(had.items()):
        listing.take(place, page_or_raise(piece.value, piece.url))
    return listing


def _look_again(asking: Asking, listing: Listing, addresses: _Addresses, of: str) -> None:
    """Ask for page 1 by its number where pages may be counted from nought, and one is missing."""
    is_all = listing.different >= listing.total if listing.total is not None else listing.page < 3
    if is_all or not addresses.is_plain:
        return
    address = addresses.first_by_number()
    try:
        piece = asking.json(address, tries=1)
        page = page_or_raise(piece.value, address)
    except FeedError:
        return
    place = listing.page + 1
    if listing.take(place, page):
        asking.kept.add_page(asking.round, of, place, piece)
    else:
        listing.repeats.pop(place, None)


def _walk_again(asking: Asking, listing: Listing, addresses: _Addresses, of: str) -> None:
    """Ask for every page once more where entries moved between pages, and take what was passed."""
    found: dict[str, Any] = {}
    pages = listing.page
    for place in range(1, min(pages, asking.web.limits.pages) + 1):
        address = addresses.of(place)
        try:
            page = page_or_raise(asking.json(address, tries=1).value, address)
        except FeedError:
            break
        if not page.entries:
            break
        found |= {key: e for e in page.entries if (key := key_of(e)) and key not in listing.rows}
    if not found:
        return
    piece = Piece({"contents": list(found.values())}, url=f"{addresses.of(1)}#again")
    asking.kept.add_page(asking.round, of, pages + 1, piece)
    listing.take(pages + 1, Page(tuple(found.values()), total=listing.total))
    asking.note(
        addresses.of(1), f"the list changed while it was walked; walked once more, it gave "
        f"{len(found):,} more {of}", "run again when the feed is quiet",
    )  # fmt: skip


def page_or_raise(value: Any, url: str) -> Page:
    """Return a page of a list.

    Raises
    ------
    FeedError
        The value is none.
    """
    page = page_of(value)
    if page is None:
        fields = ", ".join(str(k) for k in list(value)[:8]) if isinstance(value, dict) else ""
        what = f"an object with {fields[:120]}" if fields else f"a {type(value).__name__}"
        raise FeedError(f"is no page of a list: it holds {what}", url, "content")
    return page


def _asked(asking: Asking, address: str, listing: Listing, of: str) -> Piece:
    whole = asking.kept.whole_round()
    old = asking.kept.page_at(whole, address) if whole is not None else None
    beyond = listing.page > 0 and not listing.expects_more()
    piece = asking.json(address, old=old, tries=1 if beyond else None)
    page_or_raise(piece.value, address)
    logger.info("%s: %s listed so far: %d", masked(address), of, listing.different)
    return piece


def _check_its_first_page(asking: Asking, address: str, had: Mapping[int, Piece]) -> None:
    """Begin anew where the first page is not what an earlier run had: another list may be there.

    Raises
    ------
    FeedError
        It could not be had now: what an earlier run had is not gone on with unseen.
    StaleError
        It is another.
    """
    old = had.get(1)
    if not asking.resumed or not had:
        return
    piece = asking.json(address, old=old)
    now = page_or_raise(piece.value, address)
    if old is None or page_or_raise(old.value, address).sha256 != now.sha256:
        raise StaleError


def _check_that_it_is_the_same(
    asking: Asking, listing: Listing, page: Page, had: dict[int, Piece]
) -> None:
    """Begin anew where the list grew or shrank since an earlier run: its pages shifted."""
    totals = {page.total, listing.total}
    if asking.resumed and had and None not in totals and len(totals) > 1:
        raise StaleError


def _is_hopeless(error: FeedError) -> bool:
    return error.fault == "spent" or error.status == 429


def _too_much(asking: Asking, listing: Listing, url: str, place: int, of: str) -> bool:
    limits = asking.web.limits
    reason = fix = ""
    if place > limits.pages:
        reason, fix = f"goes on after {limits.pages:,} pages", "max_pages"
    elif len(listing.entries) > limits.items:
        reason, fix = f"goes on after {limits.items:,} entries", "max_items"
    if reason:
        asking.cut(
            url, f"{reason}: the list of {of} was left there and its full entries not asked for",
            f"if so many are right, raise {fix} in a partnership.toml",
        )  # fmt: skip
        asking.kept.mark(asking.round, f"{of} endless")
    return bool(reason)


def _tell(asking: Asking, listing: Listing, url: str, of: str) -> None:
    """Tell where what was listed is not what was claimed."""
    claimed = f" of {listing.total:,} that it claims" if listing.total is not None else ""
    if listing.repeats:
        page, earlier = next(iter(listing.repeats.items()))
        told = f"page {page} repeats page {earlier}"
        if listing.expects_more() and listing.total != listing.different:
            asking.bad(
                url,
                f"{told}, and no later page brings anything new: {listing.different:,} "
                f"{of} were listed{claimed}",
                "tell the feed's keeper; what was listed is used",
            )
            return
        asking.note(url, f"{told}: its entries count once", "tell the feed's keeper")
    if listing.total is not None and listing.total != listing.different:
        asking.note(
            url, f"claims {listing.total:,} {of} and lists {listing.different:,}: those listed "
            "are used", "tell the feed's keeper",
        )  # fmt: skip


class _Addresses:
    """The address of each page: by its number, or where the page before points to."""

    def __init__(self, feed: str, url: str) -> None:
        self._feed = feed
        self._url = without(url, "page")
        self._from_nought = False
        self._next: dict[int, str] = {}
        self._used = {self._url}
        self.is_plain = True

    def of(self, place: int) -> str:
        if place == 1:
            return self._url
        address = self._next.get(place) or asked_with(
            self._url, page=place - 1 if self._from_nought else place
        )
        self._used.add(address)
        return address

    def first_by_number(self) -> str:
        """Return the address of the page that is called 1."""
        return asked_with(self._url, page=1)

    def may_begin_again(self, place: int) -> bool:
        """Say whether page 1 may be the first page though the feed counted that as 0."""
        return place == 2 and self._from_nought

    def learn(self, place: int, page: Page) -> None:
        """Take from a page how the next one is asked for."""
        if place == 1:
            self._from_nought = page.number == 0
            self.is_plain = page.number is None and not page.following
        if not page.following:
            return
        address = linked(self._url, page.following)
        if stays(self._feed, address) and address not in self._used:
            self._next[place + 1] = address


def spread(ids: list[str], count: int) -> Iterator[str]:
    """Yield some ids from all over a list.

    Examples
    --------
    >>> list(spread(list("abcdefghi"), 3))
    ['a', 'e', 'i']
    """
    if len(ids) <= count:
        yield from ids
        return
    for i in range(count):
        yield ids[round(i * (len(ids) - 1) / (count - 1))]
