"""A live feed by its address: what kind it is, fetched into what is kept of it, then read."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sap_match.errors import DataError
from sap_match.ingest.feeds import changefeed, plain, referral
from sap_match.ingest.feeds.addresses import below, checked, last_name
from sap_match.ingest.feeds.answers import FeedError
from sap_match.ingest.feeds.asking import AGAIN, Asking
from sap_match.ingest.feeds.kept import Kept, kept
from sap_match.ingest.feeds.limits import Limits
from sap_match.ingest.feeds.web import Web
from sap_match.ingest.feeds.wrappers import page_of
from sap_match.ingest.files import parse_json, read_bytes
from sap_match.ingest.formats import read_any
from sap_match.ingest.raw import Reading

logger = logging.getLogger(__name__)

FileReader = Callable[[Path, str], Reading | None]
"""Reads a fetched file under the name of its source; ``None`` where it is of no known kind."""


def read_feed(
    url: str,
    *,
    keep: Path | None = None,
    limits: Limits | None = None,
    fall_back: bool = False,
    read_file: FileReader | None = None,
    web: Web | None = None,
) -> Reading:
    """Fetch a feed and read it.

    An address is an Open Referral feed (with or without ``/services``), a feed of changes
    (RPDE), or a plain file of any format that is read. What is fetched is kept page by page;
    a run after one that was stopped goes on from there.

    Parameters
    ----------
    url : str
        The feed, of http or https.
    keep : Path, optional
        The folder in which it is kept; by default one of its own among this user's caches.
    limits : Limits, optional
        How long, how often and how much is asked.
    fall_back : bool
        Whether a feed of which nothing can be had now is read as it was kept by an earlier
        run, with a complaint that says of which day.
    read_file : callable, optional
        Reads a plain file; by default as any known format.
    web : Web, optional
        The client, for tests.

    Returns
    -------
    Reading
        Where the feed could not be had to its end, what was had of it, with a *bad* problem
        that names the page and the reason.

    Raises
    ------
    DataError
        Nothing at all could be had or read.
    """
    address = checked(url)
    client = web or Web(address, limits or Limits())
    try:
        with kept(address, keep) as held:
            asking = Asking(address, client, held, falls_back=fall_back or keep is not None)
            return _Feed(asking, read_file or _any_file).reading(fall_back=fall_back)
    finally:
        client.close()


def _any_file(path: Path, source: str) -> Reading | None:
    return read_any(path, source=source)


class _Feed:
    """One feed on its way from an address to a reading."""

    def __init__(self, asking: Asking, read_file: FileReader) -> None:
        self.asking = asking
        self.kept: Kept = asking.kept
        self.read_file = read_file

    def reading(self, *, fall_back: bool) -> Reading:
        """Fetch and read, or read what is kept where that is allowed."""
        kind = self.kept.note("kind")
        try:
            if kind:
                return self._again(kind)
            return self._found_out()
        except FeedError as error:
            older = self._older(error) if fall_back else None
            if older is not None:
                return older
            hint = "" if fall_back or not self._day() else (
                f"; a copy of {self._day()} is kept: write optional = true beside its url in a "
                "partnership.toml to have it used"
            )  # fmt: skip
            raise DataError(f"{error.message}{hint}", source=error.url) from error

    def _again(self, kind: str) -> Reading:
        """Fetch a feed of a kind that an earlier run found out."""
        asking = self.asking
        if kind == "referral":
            return self._referral(is_below=self.kept.note("below") == "1")
        if kind == "changes":
            changefeed.fetch(asking, asking.url)
            return changefeed.read(asking)
        return self._found_out()

    def _found_out(self) -> Reading:
        """Fetch a feed, and find out of what kind it is."""
        asking = self.asking
        url = asking.url
        if last_name(url).lower() == "services":
            return self._referral(is_below=False)
        try:
            path = plain.fetch(asking, url)
        except FeedError as error:
            if plain.has_ending(url) or not _may_be_below(error):
                raise
            return self._services_below(url, error)
        value = _json(path)
        if changefeed.is_page(value):
            changefeed.fetch(asking, url)
            self.kept.set_note("kind", "changes")
            return changefeed.read(asking)
        page = page_of(value)
        if page is not None and page.is_wrapped and (page.pages or 2) > 1 and _is_paged(page):
            return self._referral(is_below=False)
        reading = self.read_file(path, asking.source)
        if reading is not None:
            self.kept.set_note("kind", "file")
            return self._with_remarks(_named_once(reading, path.name))
        if plain.has_ending(url):
            raise DataError("is a file of no kind that is read", source=asking.source)
        unknown = FeedError("answers with nothing that is read", url, "content")
        return self._services_below(url, unknown)

    def _services_below(self, url: str, error: FeedError) -> Reading:
        try:
            return self._referral(is_below=True)
        except FeedError as below_it:
            raise FeedError(
                f"{error.message}; and {below_it.url} {below_it.message}", url, below_it.fault
            ) from below_it

    def _referral(self, *, is_below: bool) -> Reading:
        """Fetch and read services, at the address itself or at ``services`` below it."""
        url = self.asking.url
        at = below(url, referral.SERVICES) if is_below else below(url)
        try:
            referral.fetch(self.asking, at)
        except FeedError as error:
            if is_below or error.status != 404 or at == url:
                raise
            referral.fetch(self.asking, url)  # it wants the stroke at the end
        self.kept.set_note("below", str(int(is_below)))
        self.kept.set_note("kind", "referral")
        return referral.read(self.asking)

    def _with_remarks(self, reading: Reading) -> Reading:
        asking = self.asking
        for remark in self.kept.remarks:
            asking.info(asking.url, remark)
        problems = tuple(sorted({*reading.problems, *asking.problems.sorted()}))
        return replace(reading, problems=problems)

    def _day(self) -> str:
        """Return the day of the copy that is kept, or nothing where none is."""
        whole = self.kept.whole_round()
        if whole is not None:
            return self.kept.began(whole)[:10] or "an earlier day"
        if self.kept.note("kind") == "file" and plain.kept_file(self.asking) is not None:
            return self.kept.note("day") or "an earlier day"
        return ""

    def _older(self, error: FeedError) -> Reading | None:
        """Read the copy that an earlier run kept, and say so; ``None`` where there is none."""
        day, asking = self._day(), self.asking
        if not day:
            return None
        asking.problems.bad(
            asking.source,
            "",
            0,
            "",
            error.url,
            f"{error.message}: the copy of {day} is used",
            AGAIN,
        )
        whole = self.kept.whole_round()
        if whole is not None:
            return referral.read(asking, number=whole)
        path = plain.kept_file(asking)
        reading = self.read_file(path, asking.source) if path is not None else None
        if reading is None or path is None:
            return None
        return self._with_remarks(_named_once(reading, path.name))


def _named_once(reading: Reading, name: str) -> Reading:
    """Take a file's name off what is called by its address, which ends with it already."""
    longer = f"{reading.source}/{name}"

    def once(source: str) -> str:
        return reading.source if source == longer else source

    tables = tuple(replace(table, source=once(table.source)) for table in reading.tables)
    problems = tuple(sorted(replace(p, source=once(p.source)) for p in reading.problems))
    return replace(reading, tables=tables, problems=problems)


def _may_be_below(error: FeedError) -> bool:
    """Say whether a base that answers so may still have its services below it."""
    return error.fault in {"content", "moved"} or (error.fault == "status" and error.status < 500)


def _is_paged(page: Any) -> bool:
    claims = (page.total, page.pages, page.number, page.is_last)
    return any(claim is not None for claim in claims) or bool(page.following)


def _json(path: Path) -> Any:
    """Return the JSON of a small file, or ``None``."""
    if path.stat().st_size > Limits.page_bytes:
        return None
    try:
        data = read_bytes(path)
        return parse_json(data, source=path.name) if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (
            b"{", b"["
        ) else None  # fmt: skip
    except DataError:
        return None
