"""A small careful client: bounded in time and size, patient with faults, true to one host."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from sap_match.ingest.feeds.addresses import host_of, linked, masked, stays
from sap_match.ingest.feeds.answers import Answer, FeedError, all_or_start, beginning
from sap_match.ingest.feeds.answers import pieces as pieces_of
from sap_match.ingest.feeds.limits import Limits

logger = logging.getLogger(__name__)

AGENT = "sap-match (reads open directories; https://openreferral.org, https://openactive.io)"
_REDIRECTS = 5
_MAY_PASS = frozenset((408, 409, 425, 429, 500, 502, 503, 504, 507, 520, 521, 522, 523, 524))
_MOVED = frozenset((301, 302, 303, 307, 308))
_NOT_CHANGED = 304
_PLAINLY = {
    "Connection refused": "nothing answers at that port: connection refused",
    "[Errno -2]": "no host of that name is known",
    "[Errno -3]": "the name of the host could not be looked up",
    "[Errno -5]": "no host of that name is known",
    "nodename nor servname": "no host of that name is known",
    "getaddrinfo failed": "no host of that name is known",
    "WRONG_VERSION_NUMBER": "it answers without encryption: should it be http and not https",
}


class Web:
    """Asks one host for pages and files.

    Parameters
    ----------
    url : str
        The feed; its user and password go with every request to its host, and to no other.
    limits : Limits
        How long, how often and how much.
    sleep, clock : callable
        How to wait and tell time, for tests.
    """

    def __init__(
        self,
        url: str,
        limits: Limits,
        *,
        sleep: Callable[[float], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url = url
        self.limits = limits
        self.asked = 0
        self._sleep = sleep or time.sleep
        self._clock = clock
        self._until = clock() + limits.seconds
        self._bytes = 0
        self._unanswered = 0
        self._had = self._failed = self._failed_in_a_row = 0
        self._lost = 0.0
        self._lock = threading.Lock()
        self._idle: list[_Line] = []
        self._lines: list[_Line] = []

    def close(self) -> None:
        """Hang up."""
        for line in self._lines:
            line.client.close()

    @property
    def at_once(self) -> int:
        """How many things may be asked at the same time.

        A server without encryption is seldom one that can answer several.
        """
        return self.limits.at_once if self.url.startswith("https:") else 1

    @property
    def is_silent(self) -> bool:
        """Whether the server left several requests in a row without any answer."""
        return self._unanswered >= self.limits.give_up_after

    @property
    def is_failing(self) -> bool:
        """Whether so much was asked in vain that nothing more of the kind should be."""
        limits = self.limits
        return self._failed_in_a_row >= limits.failing_in_a_row or self._lost >= limits.lost_seconds

    @property
    def _is_brief(self) -> bool:
        """Whether each thing is asked only once: requests were left unanswered, or many failed."""
        often = self._failed >= self.limits.failing_after
        return self._unanswered > 0 or (often and self._failed * 4 >= self._had)

    def get(
        self,
        url: str,
        *,
        use: Callable[[Answer], Any] | None = None,
        headers: Mapping[str, str] | None = None,
        tries: int | None = None,
        into: BinaryIO | None = None,
    ) -> Any:
        """Return what ``use`` makes of the answer, by default the answer itself.

        Parameters
        ----------
        url : str
            What is asked.
        use : callable, optional
            Turns the answer into something; its `FeedError` counts as a failed try.
        headers : mapping, optional
            Sent along.
        tries : int, optional
            Instead of the limits' own.
        into : file, optional
            Where the body of a plain file is written instead.

        Raises
        ------
        FeedError
            Nothing useful came, however often it was asked.
        """
        most = self.limits.tries if tries is None else tries
        most = 1 if self._is_brief else most
        began = self._clock()
        for attempt in range(1, most + 1):
            try:
                answer = self._followed(url, headers or {}, into)
                result = answer if use is None else use(answer)
            except FeedError as error:
                wait = self._wait(error, attempt, most)
                if wait is None:
                    self._note(error, self._clock() - began)
                    raise
                logger.info("%s: %s; asked again in %g s", error.url, error.message, wait)
                self._sleep(wait)
            else:
                with self._lock:
                    self._unanswered = self._failed_in_a_row = 0
                    self._had += 1
                return result
        raise AssertionError("the last try returns or raises")  # pragma: no cover

    def _note(self, error: FeedError, seconds: float) -> None:
        with self._lock:
            if error.fault in {"time", "network"}:
                self._unanswered += 1
            elif error.fault == "status":
                self._unanswered = 0
            if error.may_pass or error.fault == "time":
                self._failed += 1
                self._failed_in_a_row += 1
                self._lost += seconds

    def _wait(self, error: FeedError, attempt: int, most: int) -> float | None:
        """Return how long to wait before the next try; ``None`` where there is none."""
        if not error.may_pass:
            return None
        if attempt >= (min(most, 2) if error.fault == "time" else most):
            return None
        wait = self.limits.first_wait * 2.0 ** (attempt - 1)
        if error.retry_after is not None:
            if error.retry_after > self.limits.longest_wait:
                return None
            wait = max(wait, error.retry_after)
        return wait if self._clock() + wait < self._until else None

    def _followed(self, url: str, headers: Mapping[str, str], into: BinaryIO | None) -> Answer:
        """Ask, and follow redirects that stay on the host."""
        here = url
        for _ in range(_REDIRECTS):
            if not stays(self.url, here):
                raise FeedError(
                    f"leads to another host, {masked(here)[:200]}; links to other hosts are not "
                    "followed: where that is right, give its address itself", url, "moved",
                )  # fmt: skip
            answer = self._once(here, headers, into)
            if answer.status not in _MOVED:
                return answer
            target = linked(here, answer.headers.get("location", ""))
            if not stays(here, target):
                here = target or "nowhere"
                raise FeedError(
                    f"sends on to {masked(here)[:200]} (status {answer.status}), another host or "
                    "less safe; that is not followed: where it is right, give its address itself",
                    url, "moved", status=answer.status,
                )  # fmt: skip
            here = target
        raise FeedError(f"sends on from page to page, {_REDIRECTS} times and more", url, "moved")

    def _once(self, url: str, headers: Mapping[str, str], into: BinaryIO | None) -> Answer:
        import httpx

        left = self._until - self._clock()
        if left <= 0:
            raise FeedError(
                f"was not asked: the whole feed took more than {self.limits.seconds:g} s; raise "
                "max_seconds, or run again: it goes on from here", url, "spent",
            )  # fmt: skip
        longest = self.limits.answer_seconds if into is None else self.limits.file_seconds
        self.asked += 1
        with self._line() as line, line.until(min(longest, left)) as late:
            try:
                return self._received(line, url, headers, into, late)
            except httpx.TimeoutException as error:
                raise _timed_out(url, self.limits, error) from None
            except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError, ValueError) as e:
                if isinstance(e, FeedError):
                    raise
                if late.is_set():
                    raise _took_too_long(url, longest) from None
                raise _broken(url, e) from None

    def _received(
        self, line: _Line, url: str, headers: Mapping[str, str], into: BinaryIO | None,
        late: threading.Event,
    ) -> Answer:  # fmt: skip
        trace = {"trace": line.spy}
        if into is not None:  # whatever an earlier try wrote
            into.seek(0)
            into.truncate()
        with line.client.stream("GET", url, headers=dict(headers), extensions=trace) as response:
            got = {k.lower(): v for k, v in response.headers.items()}
            if response.status_code in _MOVED or response.status_code == _NOT_CHANGED:
                return Answer(url, response.status_code, got)
            most = self.limits.page_bytes if into is None else self.limits.file_bytes
            if response.status_code >= 400:
                most = min(most, 65_536)
            pieces = self._timely(pieces_of(response.iter_raw(), got, url, most), url, late)
            body = b""
            if into is not None and response.status_code < 400:
                for piece in pieces:
                    into.write(piece)
            else:
                body = all_or_start(pieces, is_whole=response.status_code < 400)
            answer = Answer(url, response.status_code, got, body)
        if answer.status >= 400 or answer.status < 200:
            raise _refused(answer)
        return answer

    def _timely(self, pieces: Iterator[bytes], url: str, late: threading.Event) -> Iterator[bytes]:
        """Pass pieces on while there is time and room."""
        for piece in pieces:
            self._count(len(piece), url)
            if late.is_set():
                raise _took_too_long(url, self.limits.answer_seconds)
            yield piece
        if late.is_set():
            raise _took_too_long(url, self.limits.answer_seconds)

    def _count(self, size: int, url: str) -> None:
        with self._lock:
            self._bytes += size
        if self._bytes > self.limits.file_bytes:
            raise FeedError(
                "was not read to its end: the whole feed holds more than "
                f"{self.limits.file_bytes // 1024**2} MB; raise max_megabytes if that is right",
                url, "spent",
            )  # fmt: skip

    @contextmanager
    def _line(self) -> Iterator[_Line]:
        with self._lock:
            line = self._idle.pop() if self._idle else None
            if line is None:
                line = _Line(self.url, self.limits)
                self._lines.append(line)
        try:
            yield line
        finally:
            with self._lock:
                self._idle.append(line)


class _Line:
    """One connection, which can be cut from outside when an answer takes too long."""

    def __init__(self, url: str, limits: Limits) -> None:
        import httpx

        self.stream: Any = None
        parts = urlsplit(url)
        self.client = httpx.Client(
            headers={
                "User-Agent": AGENT,
                "Accept": "application/json, text/csv;q=0.9, */*;q=0.5",
                "Accept-Encoding": "gzip, deflate",
            },
            timeout=httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds),
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=1),
            follow_redirects=False,
            trust_env=parts.hostname not in {"localhost", "127.0.0.1", "::1"},
        )

    def spy(self, event: str, info: Mapping[str, Any]) -> None:
        """Remember the connection that is being used."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            self.stream = info.get("return_value")

    @contextmanager
    def until(self, seconds: float) -> Iterator[threading.Event]:
        """Cut the connection after some seconds."""
        late = threading.Event()

        def cut() -> None:
            late.set()
            plug = self.stream.get_extra_info("socket") if self.stream is not None else None
            if plug is not None:
                try:
                    plug.shutdown(2)
                except (OSError, ValueError):
                    logger.debug("the connection was closed already")

        timer = threading.Timer(seconds, cut)
        timer.daemon = True
        timer.start()
        try:
            yield late
        finally:
            timer.cancel()


def _refused(answer: Answer) -> FeedError:
    status = answer.status
    hint = {
        401: "; it wants a key or password: give the address that has it, or ask its keeper",
        403: "; it wants a key or password: give the address that has it, or ask its keeper",
        404: "; nothing is there: is the address right?",
        410: "; it is gone for good",
        429: "; it was asked too often: run again later, it goes on from here",
    }.get(status, "; its server is in trouble: run again later" if status >= 500 else "")
    said = beginning(answer.body)
    return FeedError(
        f"answers with status {status}" + (f" ({said!r})" if said else "") + hint,
        answer.url, "status", status=status, may_pass=status in _MAY_PASS,
        retry_after=_asked_to_wait(answer) if status in {429, 503} else None,
    )  # fmt: skip


def _asked_to_wait(answer: Answer) -> float | None:
    """Return what ``Retry-After`` means in seconds: a number, or a time by the server's clock."""
    asked = answer.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", asked):
        return float(asked)
    try:
        then = parsedate_to_datetime(asked)
        now = parsedate_to_datetime(answer.headers.get("date", ""))
        return max(0.0, (then - now).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _timed_out(url: str, limits: Limits, error: Exception) -> FeedError:
    reached = "Connect" in type(error).__name__
    seconds = limits.connect_seconds if reached else limits.read_seconds
    what = "cannot be reached" if reached else "says nothing"
    return FeedError(f"{what} within {seconds:g} s", url, "time", may_pass=True)


def _took_too_long(url: str, seconds: float) -> FeedError:
    return FeedError(f"had not answered in full after {seconds:g} s", url, "time", may_pass=False)


def _broken(url: str, error: Exception) -> FeedError:
    name = type(error).__name__
    text = masked(" ".join(str(error).split()))[:160]
    if "CERTIFICATE" in text.upper():
        why = "it signed its own" if "self-signed" in text or "self signed" in text else text
        return FeedError(
            f"has a certificate that does not hold ({why}), so that nobody knows who answers; ask "
            "its keeper to mend it", url, "network",
        )  # fmt: skip
    if name in {"InvalidURL", "UnsupportedProtocol", "ValueError", "UnicodeError"}:
        return FeedError(f"is no address that can be asked ({text})", url, "content")
    if name == "ConnectError":
        why = _PLAINLY.get(next((k for k in _PLAINLY if k in text), ""), text or host_of(url))
        what = f"cannot be reached ({why}); is the address right, is there a network?"
    else:
        what = f"breaks off the answer ({text or name})"
    return FeedError(what, url, "network", may_pass=True)
