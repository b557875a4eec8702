"""What a server answered, or why that could not be had or used; bodies are unpacked bit by bit."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from sap_match.errors import DataError
from sap_match.ingest.feeds.addresses import masked

Fault = Literal["status", "time", "network", "size", "content", "moved", "spent"]


class FeedError(DataError):
    """An answer that could not be had or used.

    Parameters
    ----------
    message : str
        What is wrong, in plain words.
    url : str
        What was asked; it is shown without its secrets.
    fault : str
        ``status``, ``time``, ``network``, ``size``, ``content``, ``moved`` or ``spent``.
    status : int
        What the server answered, 0 where it did not.
    may_pass : bool
        Whether another try may have more luck.
    retry_after : float, optional
        How many seconds the server asks to wait.
    """

    def __init__(
        self,
        message: str,
        url: str,
        fault: Fault,
        *,
        status: int = 0,
        may_pass: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, source=masked(url))
        self.url = masked(url)
        self.fault: Fault = fault
        self.status = status
        self.may_pass = may_pass
        self.retry_after = retry_after


@dataclass(frozen=True)
class Answer:
    """What a server answered: its address after redirects, headers in lower case, the body."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def day(self) -> str:
        """When the server says it answered, as an ISO time; nothing where it does not say."""
        try:
            return parsedate_to_datetime(self.headers.get("date", "")).isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            return ""


def pieces(
    raw: Iterator[bytes], headers: Mapping[str, str], url: str, most: int
) -> Iterator[bytes]:
    """Yield the body unpacked, and stop where it grows too large: nothing is unpacked whole."""
    packing = headers.get("content-encoding", "").strip().lower()
    if packing in {"", "identity", "none", "utf-8"}:
        unpack = None
    elif packing in {"gzip", "x-gzip"}:
        unpack = zlib.decompressobj(wbits=31)
    elif packing == "deflate":
        unpack = zlib.decompressobj(wbits=47)
    else:
        raise FeedError(
            f"is packed in a way that was not asked for ({packing[:40]})", url, "content"
        )
    total = 0
    for piece in raw:
        for out in [piece] if unpack is None else _unpacked(unpack, piece, url):
            total += len(out)
            if total > most:
                raise FeedError(
                    f"answers with more than {most // 1024**2 or 1} MB; it is not read further",
                    url, "size",
                )  # fmt: skip
            yield out
    if unpack is not None and not unpack.eof and total:
        raise FeedError("breaks off in the middle (packed)", url, "content", may_pass=True)


def all_or_start(pieces: Iterator[bytes], *, is_whole: bool) -> bytes:
    """Return all that came; of a refusal, which is only shown, whatever came of it."""
    body = bytearray()
    try:
        for piece in pieces:
            body += piece
    except FeedError:
        if is_whole:
            raise
    return bytes(body)


def _unpacked(unpack: Any, piece: bytes, url: str) -> Iterator[bytes]:
    rest = piece
    while rest and not unpack.eof:
        try:
            out = unpack.decompress(rest, 1024**2)
        except zlib.error:
            raise FeedError("is broken where it is packed", url, "content", may_pass=True) from None
        rest = unpack.unconsumed_tail
        yield out


def beginning(body: bytes) -> str:
    r"""Return the first characters of an answer, fit to be shown.

    Examples
    --------
    >>> beginning(b"<html>\n  <title>Sorry</title>")
    '<html> <title>Sorry</title>'
    """
    text = re.sub(r"\s+", " ", body[:400].decode("utf-8", "replace")).strip()
    return masked("".join(c for c in text if c.isprintable()))[:60]
