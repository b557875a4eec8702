"""Asking a feed for JSON, and collecting what went wrong on the way."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sap_match.errors import DataError
from sap_match.ingest.feeds.addresses import masked
from sap_match.ingest.feeds.answers import Answer, FeedError, beginning
from sap_match.ingest.feeds.kept import Kept, Piece
from sap_match.ingest.feeds.web import Web
from sap_match.ingest.files import parse_json
from sap_match.ingest.problems import Problems

logger = logging.getLogger(__name__)

FRESH = timedelta(hours=24)
"""A round that began longer ago, by the server's clock, is not gone on with."""
AGAIN = "run again: it goes on from there"


class StaleError(Exception):
    """The open round is of a list that is not any more: too old, or changed since."""


@dataclass
class Asking:
    """One run's way through one feed: whom it asks, what it keeps, what it complains of."""

    url: str
    web: Web
    kept: Kept
    round: int = 0
    resumed: bool = False
    is_cut: bool = False
    falls_back: bool = True
    """Whether what an earlier whole run had may stand for what does not come now."""
    problems: Problems = field(default_factory=Problems)

    @property
    def source(self) -> str:
        """What problems call the feed."""
        return masked(self.url)

    def json(self, url: str, *, old: Piece | None = None, tries: int | None = None) -> Piece:
        """Return what an address answers, as JSON; ``old`` where the server says it still holds.

        Raises
        ------
        FeedError
            It answers nothing that can be used.
        StaleError
            The round that was gone on with began too long ago.
        """
        piece = self.fetched(url, old=old, tries=tries)
        self.dated(piece)
        return piece

    def fetched(self, url: str, *, old: Piece | None = None, tries: int | None = None) -> Piece:
        """Return what `json` does, in any thread; its time is left to be seen to by `dated`."""

        def use(answer: Answer) -> Piece:
            if answer.status == 304:
                if old is None:
                    raise FeedError("says that nothing changed, unasked", url, "content")
                return Piece(old.value, old.etag, old.modified, url, answer.day)
            value = json_of(answer)
            headers = answer.headers
            tag, modified = headers.get("etag", ""), headers.get("last-modified", "")
            return Piece(value, tag, modified, url, answer.day)

        headers = old.conditions if old is not None else {}
        got = self.web.get(url, use=use, headers=headers, tries=tries)
        assert isinstance(got, Piece)  # noqa: S101 - for the reader of types
        return got

    def dated(self, piece: Piece) -> None:
        """See to the time of an answer: it begins a round, or comes too late for it.

        Raises
        ------
        StaleError
            The round that was gone on with began too long ago.
        """
        if not self.round or not piece.day:
            return
        began = self.kept.began(self.round)
        if self.resumed and began and _apart(began, piece.day) > FRESH:
            raise StaleError
        if not began:
            self.kept.set_began(self.round, piece.day)

    def cut(self, url: str, reason: str, fix: str = AGAIN) -> None:
        """Complain that the feed could not be had to its end."""
        self.is_cut = True
        self.bad(url, reason, fix)

    def bad(self, url: str, reason: str, fix: str = "") -> None:
        """Complain of something by which entries may be missing."""
        self.problems.bad(self.source, "", 0, "", masked(url), reason, fix)
        logger.info("%s: %s", masked(url), reason)

    def note(self, url: str, reason: str, fix: str = "", *, row: int = 0) -> None:
        """Note something that was not as it should be."""
        self.problems.note(self.source, "", row, "", masked(url), reason, fix)

    def info(self, url: str, reason: str) -> None:
        """Note something worth knowing."""
        self.problems.info(self.source, "", 0, "", masked(url), reason)


def json_of(answer: Answer) -> Any:
    """Return the JSON of an answer, whatever its server calls it.

    Raises
    ------
    FeedError
        It is a web page, nothing at all, or no JSON.
    """
    body = answer.body.lstrip(b"\xef\xbb\xbf \t\r\n")
    kind = answer.headers.get("content-type", "").split(";")[0].strip()[:60] or "of no named kind"
    if not body:
        raise FeedError(
            "answers with nothing", answer.url, "content", status=answer.status, may_pass=True
        )
    if body[:1] == b"<":
        raise FeedError(
            f"answers with a web page ({kind}) and no data; it begins {beginning(body)!r}: is this "
            "the address of the feed itself?", answer.url, "content", status=answer.status,
        )  # fmt: skip
    try:
        value = parse_json(answer.body, source=masked(answer.url))
        json.dumps(value)  # it is kept as JSON again
    except (DataError, RecursionError, ValueError) as error:
        why = error.message if isinstance(error, DataError) else "is nested too deeply"
        line = f" in line {error.row}" if isinstance(error, DataError) and error.row else ""
        raise FeedError(
            f"{why}{line} ({kind}; it begins {beginning(body)!r}); was it cut off?",
            answer.url, "content", status=answer.status, may_pass=body[:1] in b"[{",
        ) from error  # fmt: skip
    return value


def _apart(began: str, now: str) -> timedelta:
    try:
        return datetime.fromisoformat(now) - datetime.fromisoformat(began)
    except (ValueError, TypeError):
        return timedelta(0)
