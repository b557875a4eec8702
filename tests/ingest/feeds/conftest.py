"""A directory on the loopback that can be made to misbehave in every way that feeds do."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from sap_match.ingest.feeds import Limits
from sap_match.ingest.feeds.feed import read_feed
from sap_match.ingest.feeds.web import Web
from sap_match.ingest.raw import Reading


@dataclass
class Reply:
    """What the server sends: a JSON value, or bytes."""

    value: Any = None
    status: int = 200
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    """A ``Content-Length`` that lies."""
    stalls: bool = False
    """Whether it says nothing more until the test is over."""
    drips: float = 0.0
    """Seconds between two letters."""
    hangs_up: bool = False

    @property
    def sent(self) -> bytes:
        return json.dumps(self.value).encode() if self.body is None else self.body


Answering = Callable[[str, dict[str, str]], Reply]


class Server:
    """A loopback server whose answers are given by a function of path and query."""

    def __init__(self, answer: Answering) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.over = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self.thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def counts(self) -> Counter[str]:
        return Counter(self.asked)

    def close(self) -> None:
        self.over.set()
        self._http.shutdown()
        self._http.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        return type("Handler", (_Handler,), {"outer": self})


class _Handler(BaseHTTPRequestHandler):
    outer: Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {k: v[-1] for k, v in parse_qs(parts.query).items()}
        self.outer.asked.append(self.path)
        self.outer.headers.append({k.lower(): v for k, v in self.headers.items()})
        try:
            self._send(self.outer.answer(parts.path, query))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _send(self, reply: Reply) -> None:
        if reply.hangs_up:
            self.connection.close()
        elif reply.stalls:
            self.outer.over.wait(10)
        else:
            self._begin(reply)
            self._drip(reply.sent, reply.drips)

    def _begin(self, reply: Reply) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", "application/json")
        length = len(reply.sent) if reply.length is None else reply.length
        self.send_header("Content-Length", str(length))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _drip(self, body: bytes, seconds: float) -> None:
        size = 1 if seconds else max(1, len(body))
        for place in range(0, len(body), size):
            self.wfile.write(body[place : place + size])
            self.wfile.flush()
            if seconds and self.outer.over.wait(seconds):
                return

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def serve() -> Iterator[Callable[[Answering], Server]]:
    """Start a server that answers as a function says."""
    servers: list[Server] = []

    def start(answer: Answering) -> Server:
        servers.append(Server(answer))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@dataclass
class Waits:
    """What was slept, without sleeping."""

    seconds: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


QUICK = Limits(connect_seconds=2.0, read_seconds=0.4, answer_seconds=1.0, file_seconds=5.0)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def fetch(tmp_path: Path, waits: Waits) -> Callable[..., Reading]:
    """Read a feed with short time-outs and no sleep, kept in one folder of this test."""

    def read(url: str, limits: Limits = QUICK, **options: Any) -> Reading:
        options.setdefault("keep", tmp_path / "kept")
        return read_feed(url, web=Web(url, limits, sleep=waits), **options)

    return read


def service(number: int, **more: Any) -> dict[str, Any]:
    """A service in full, of an organisation of its own."""
    return {
        "id": f"s{number}",
        "name": f"Lunch club {number}",
        "description": f"Hot meals on day {number}",
        "status": "active",
        "organization": {"id": f"o{number}", "name": f"Kitchen {number}", "description": "Cooks"},
        "schedules": [
            {"id": f"t{number}", "freq": "WEEKLY", "byday": "MO", "opens_at": "12:00",
             "closes_at": "14:00"}
        ],
        **more,
    }  # fmt: skip


def short(full: dict[str, Any]) -> dict[str, Any]:
    """What a list says of a service."""
    return {k: full[k] for k in ("id", "name", "status", "organization") if k in full}


class Directory:
    """A well-behaved directory, to be spoilt by a test."""

    def __init__(self, count: int = 5, size: int = 2) -> None:
        self.services = [service(n) for n in range(1, count + 1)]
        self.size = size

    def page(self, number: int, entries: list[Any] | None = None) -> dict[str, Any]:
        """One page of the list, in the wrapper of the UK profile 3.0."""
        listed = [short(s) for s in self.services] if entries is None else entries
        pages = -(-len(listed) // self.size)
        part = listed[(number - 1) * self.size : number * self.size]
        return {
            "total_items": len(listed),
            "total_pages": pages,
            "page_number": number,
            "size": len(part),
            "first_page": number == 1,
            "last_page": number >= pages,
            "empty": not part,
            "contents": part,
        }

    def __call__(self, path: str, query: dict[str, str]) -> Reply:
        if path == "/services":
            return Reply(self.page(int(query.get("page", "1"))))
        found = [s for s in self.services if path == f"/services/{s['id']}"]
        return Reply(found[0]) if found else Reply({"error": "not found"}, 404)


@pytest.fixture
def directory() -> Directory:
    return Directory()


@pytest.fixture
def make_directory() -> type[Directory]:
    return Directory


@pytest.fixture
def reply() -> type[Reply]:
    return Reply


@pytest.fixture
def quick() -> Limits:
    return QUICK
