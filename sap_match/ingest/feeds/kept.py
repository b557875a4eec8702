"""What was fetched of a feed, kept in a folder page by page, so that a kill loses nothing.

A feed's folder holds ``feed.sqlite`` (each page and item in a transaction of its own),
``lock.sqlite`` (held by the process that fetches; the system lets go of it when that dies)
and what is read of it (``services.json``, ``items.json`` or the file itself).

A *round* is one walk through the feed. It is open until the walk has come to its end, and
a later run goes on with an open one; the last round that was walked to its end is kept
beside it, to fall back on and to ask only for what changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import re
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sap_match.errors import DataError
from sap_match.ingest.feeds.addresses import checked, host_of, masked

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 120.0
"""How long one process waits for another that fetches the same feed."""

READ_FILES = ("services.json", "items.json")
"""What is read of a feed, beside its state."""

_STATE = "feed.sqlite"
_VERSION = "1"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS rounds (
    round INTEGER PRIMARY KEY, began TEXT NOT NULL, whole INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS pages (
    round INTEGER, list TEXT, number INTEGER, url TEXT, etag TEXT, modified TEXT, body BLOB,
    PRIMARY KEY (round, list, number)
);
CREATE TABLE IF NOT EXISTS details (
    round INTEGER, list TEXT, id TEXT, etag TEXT, modified TEXT, body BLOB,
    PRIMARY KEY (round, list, id)
);
CREATE TABLE IF NOT EXISTS marks (
    round INTEGER, key TEXT, value TEXT, PRIMARY KEY (round, key)
);
CREATE TABLE IF NOT EXISTS items (
    key TEXT PRIMARY KEY, place INTEGER NOT NULL, body BLOB
);
"""


@dataclass(frozen=True)
class Piece:
    """A page or item as it was kept: its value and what the server said of its version."""

    value: Any
    etag: str = ""
    modified: str = ""
    url: str = ""
    day: str = ""
    """When the server says it answered; it is not kept."""

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for it only if it changed."""
        found = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in found.items() if value}


class Kept:
    """The kept pages and items of one feed; open it with `kept`."""

    def __init__(self, folder: Path, db: sqlite3.Connection) -> None:
        self.folder = folder
        self.remarks: list[str] = []
        self._db = db

    # -- rounds ------------------------------------------------------------------------

    def open_round(self) -> int | None:
        """Return the round that is not at its end, or ``None``."""
        row = self._one("SELECT round FROM rounds WHERE whole = 0 ORDER BY round DESC")
        return int(row[0]) if row else None

    def whole_round(self) -> int | None:
        """Return the last round that was walked to its end, or ``None``."""
        row = self._one("SELECT round FROM rounds WHERE whole = 1 ORDER BY round DESC")
        return int(row[0]) if row else None

    def began(self, number: int) -> str:
        """Return when a round began, by the server's clock; nothing where it did not say."""
        row = self._one("SELECT began FROM rounds WHERE round = ?", number)
        return str(row[0]) if row else ""

    def begin(self, began: str = "") -> int:
        """Begin a round anew; an open one is given up."""
        with self._transaction():
            old = self.open_round()
            if old is not None:
                self._drop(old)
            row = self._one("SELECT MAX(round) FROM rounds")
            number = int(row[0] or 0) + 1 if row else 1
            self._db.execute("INSERT INTO rounds (round, began) VALUES (?, ?)", (number, began))
        return number

    def set_began(self, number: int, began: str) -> None:
        """Note when a round began, where that is not known yet."""
        self._db.execute(
            "UPDATE rounds SET began = ? WHERE round = ? AND began = ''", (began, number)
        )

    def end(self, number: int) -> None:
        """Say that a round came to its end; earlier ones are not needed any more."""
        with self._transaction():
            self._db.execute("UPDATE rounds SET whole = 1 WHERE round = ?", (number,))
            for (old,) in self._all("SELECT round FROM rounds WHERE round < ?", number):
                self._drop(old)

    def _drop(self, number: int) -> None:
        for table in ("rounds", "pages", "details", "marks"):
            self._db.execute(f"DELETE FROM {table} WHERE round = ?", (number,))  # noqa: S608

    # -- pages, items and marks --------------------------------------------------------

    def add_page(self, number: int, of: str, page: int, piece: Piece) -> None:
        """Keep one page of a list."""
        self._db.execute(
            "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)",
            (number, of, page, masked(piece.url), piece.etag, piece.modified, _packed(piece.value)),
        )

    def pages(self, number: int, of: str) -> list[tuple[int, Piece]]:
        """Return the kept pages of a list in their order."""
        query = (
            "SELECT number, body, etag, modified, url FROM pages "
            "WHERE round = ? AND list = ? ORDER BY number"
        )
        return [
            (int(n), Piece(_unpacked(b), e, m, u)) for n, b, e, m, u in self._all(query, number, of)
        ]

    def page_at(self, number: int, url: str) -> Piece | None:
        """Return the kept page of an address, or ``None``."""
        query = "SELECT body, etag, modified, url FROM pages WHERE round = ? AND url = ?"
        row = self._one(query, number, masked(url))
        return Piece(_unpacked(row[0]), *row[1:]) if row else None

    def drop_pages(self, number: int, of: str) -> None:
        """Forget the pages of a list."""
        self._db.execute("DELETE FROM pages WHERE round = ? AND list = ?", (number, of))

    def add_detail(self, number: int, of: str, key: str, piece: Piece) -> None:
        """Keep one item in full."""
        self._db.execute(
            "INSERT OR REPLACE INTO details VALUES (?, ?, ?, ?, ?, ?)",
            (number, of, key, piece.etag, piece.modified, _packed(piece.value)),
        )

    def detail(self, number: int, of: str, key: str) -> Piece | None:
        """Return an item in full, or ``None`` where it was not had."""
        query = "SELECT body, etag, modified FROM details WHERE round = ? AND list = ? AND id = ?"
        row = self._one(query, number, of, key)
        return Piece(_unpacked(row[0]), row[1], row[2]) if row else None

    def detailed(self, number: int, of: str) -> set[str]:
        """Return the ids of the items that were had in full."""
        query = "SELECT id FROM details WHERE round = ? AND list = ?"
        return {str(key) for (key,) in self._all(query, number, of)}

    def mark(self, number: int, key: str, value: str = "1") -> None:
        """Note something of a round."""
        self._db.execute("INSERT OR REPLACE INTO marks VALUES (?, ?, ?)", (number, key, value))

    def marked(self, number: int, key: str) -> str:
        """Return what was noted of a round, or nothing."""
        row = self._one("SELECT value FROM marks WHERE round = ? AND key = ?", number, key)
        return str(row[0]) if row else ""

    # -- items of a feed of changes ----------------------------------------------------

    def add_items(self, items: list[tuple[str, Any]], then: dict[str, str]) -> int:
        """Keep the items of a page and how to go on; return how many say anything new."""
        fresh = 0
        with self._transaction():
            row = self._one("SELECT MAX(place) FROM items")
            place = int(row[0] or 0) if row else 0
            for key, value in items:
                body = _packed(value)
                old = self._one("SELECT body FROM items WHERE key = ?", key)
                if old is not None and old[0] == body:
                    continue
                place += 1
                fresh += 1
                self._db.execute(
                    "INSERT OR REPLACE INTO items VALUES (?, ?, ?)", (key, place, body)
                )
            for name, value in then.items():
                self.set_note(name, value)
        return fresh

    def items(self) -> list[Any]:
        """Return the last state of each item, in the order in which it came."""
        return [_unpacked(b) for (b,) in self._all("SELECT body FROM items ORDER BY place")]

    def drop_items(self) -> None:
        """Forget all items."""
        self._db.execute("DELETE FROM items")

    # -- the whole ---------------------------------------------------------------------

    def note(self, key: str) -> str:
        """Return what was noted of the feed, or nothing."""
        row = self._one("SELECT value FROM about WHERE key = ?", key)
        return str(row[0]) if row else ""

    def set_note(self, key: str, value: str) -> None:
        """Note something of the feed."""
        self._db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, value))

    def _one(self, query: str, *terms: object) -> Any:
        return self._db.execute(query, terms).fetchone()

    def _all(self, query: str, *terms: object) -> list[Any]:
        return self._db.execute(query, terms).fetchall()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


@contextlib.contextmanager
def kept(url: str, folder: Path | None = None) -> Iterator[Kept]:
    """Open what is kept of a feed, for this process alone.

    Parameters
    ----------
    url : str
        The feed.
    folder : Path, optional
        Where it is kept; by default a folder of its own among this user's caches. Where that
        cannot be written, nothing is kept and a remark says so.

    Raises
    ------
    DataError
        The given folder cannot be used, holds another feed, or another process is fetching.
    """
    home = folder or default_folder(url)
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        writable = os.access(home, os.W_OK | os.X_OK)
        reason = "it is not to be written in"
    except OSError as error:
        writable, reason = False, error.strerror or str(error)
    if not writable:
        if folder is not None:
            raise DataError(f"nothing can be kept there: {reason}", source=str(folder))
        with TemporaryDirectory() as room, kept(url, Path(room)) as held:
            held.remarks.append(f"nothing of it is kept for the next run, in {home}: {reason}")
            yield held
        return
    with _locked(home, url), contextlib.closing(_opened(home)) as db:
        held = Kept(home, db)
        owner = held.note("url") or masked(url)
        if owner != masked(url):
            raise DataError(
                f"holds another feed, {owner}; name a folder of its own", source=str(home)
            )
        held.set_note("url", owner)
        yield held


def default_folder(url: str) -> Path:
    """Return the folder of a feed among this user's caches.

    That is below ``SAP_MATCH_CACHE`` where it is set, else below the system's place for caches.
    """
    named = os.environ.get("SAP_MATCH_CACHE")
    if named:
        root = Path(named)
    else:
        import platformdirs

        root = Path(platformdirs.user_cache_dir("sap-match"))
    shown = re.sub(r"[^a-z0-9.-]+", "-", host_of(url))[:60].strip(".-") or "feed"
    return root / "feeds" / f"{shown}-{hashlib.sha256(url.encode()).hexdigest()[:16]}"


def erase(url: str, folder: Path | None = None) -> Path | None:
    """Delete all that is kept of a feed; return the folder, or ``None`` where nothing was.

    Raises
    ------
    DataError
        Another process is fetching the feed, or a file cannot be deleted.
    """
    address = checked(url)
    home = folder or default_folder(address)
    if not (home / _STATE).exists():
        return None
    with _locked(home, address):
        try:
            read = [home / name for name in READ_FILES if (home / name).is_file()]
            for path in sorted([*home.glob(f"{_STATE}*"), *home.glob("file/*"), *read]):
                path.unlink()
        except OSError as error:
            raise DataError(
                f"cannot be emptied ({error.strerror}); delete the folder yourself",
                source=str(home),
            ) from error
    return home


@contextlib.contextmanager
def _locked(home: Path, url: str) -> Iterator[None]:
    lock = sqlite3.connect(home / "lock.sqlite", timeout=PATIENCE_SECONDS, isolation_level=None)
    with contextlib.closing(lock):
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            raise DataError(
                "another process is fetching this feed; wait for it, or name another folder with "
                f"keep ({error})", source=masked(url),
            ) from error  # fmt: skip
        yield


def _opened(home: Path) -> sqlite3.Connection:
    """Open the kept state; one that is broken or of another version is begun anew."""
    path = home / _STATE
    for attempt in (1, 2):
        db = sqlite3.connect(path, isolation_level=None)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.executescript(_SCHEMA)
            found = db.execute("SELECT value FROM about WHERE key = 'version'").fetchone()
            if found is None:
                db.execute("INSERT INTO about VALUES ('version', ?)", (_VERSION,))
            if found is None or found[0] == _VERSION:
                return db
        except sqlite3.DatabaseError as error:
            logger.debug("what was kept is broken: %s", error)
            if attempt == 2:
                db.close()
                raise DataError(
                    f"what was kept cannot be used ({error}); delete the folder", source=str(home)
                ) from error
        db.close()
        for name in (_STATE, f"{_STATE}-wal", f"{_STATE}-shm"):
            (home / name).unlink(missing_ok=True)
    raise DataError("what was kept cannot be used; delete the folder", source=str(home))


def _packed(value: Any) -> bytes:
    return zlib.compress(json.dumps(value, sort_keys=False).encode(), 1)


def _unpacked(body: bytes) -> Any:
    return json.loads(zlib.decompress(body))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(f".{path.name}.partial-{os.getpid()}")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
