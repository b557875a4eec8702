"""A plain file by its address: fetched into the kept folder under a safe name, then read."""

from __future__ import annotations

import os
import re
from pathlib import Path

from sap_match.ingest.feeds.addresses import last_name
from sap_match.ingest.feeds.answers import Answer, FeedError, beginning
from sap_match.ingest.feeds.asking import Asking

ENDINGS = (
    ".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".jsonld", ".geojson", ".ics", ".xlsx",
    ".xlsm", ".zip", ".parquet",
)  # fmt: skip
_BY_TYPE = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "text/calendar": ".ics",
    "application/json": ".json",
    "application/ld+json": ".jsonld",
    "application/geo+json": ".geojson",
    "application/x-ndjson": ".jsonl",
    "application/zip": ".zip",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.apache.parquet": ".parquet",
}
_DISPOSITION = re.compile(r"""filename="?([^";]+)"?""", re.IGNORECASE)


def has_ending(url: str) -> bool:
    """Say whether an address names a file of an ending that is read."""
    return last_name(url).lower().removesuffix(".gz").endswith(ENDINGS)


def fetch(asking: Asking, url: str) -> Path:
    """Fetch a file, unless the server says that the kept one still holds; return where it is.

    Raises
    ------
    FeedError
        It could not be had, or is a web page.
    """
    kept = asking.kept
    room = kept.folder / "file"
    room.mkdir(mode=0o700, exist_ok=True)
    had = kept_file(asking)
    conditions = {"If-None-Match": kept.note("etag"), "If-Modified-Since": kept.note("modified")}
    headers = {k: v for k, v in conditions.items() if v} if had is not None else {}
    partial = room / f".partial-{os.getpid()}"
    try:
        with partial.open("wb") as into:

            def use(answer: Answer) -> Answer:
                into.flush()
                _refuse_page(partial, answer)
                return answer

            answer: Answer = asking.web.get(url, use=use, headers=headers, into=into)
        if answer.status == 304 and had is not None:
            return had
        name = _safe_name(url, answer, partial)
        for old in room.iterdir():
            if old != partial and not old.name.startswith("."):
                old.unlink()
        path = room / name
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    kept.set_note("file", name)
    kept.set_note("etag", answer.headers.get("etag", ""))
    kept.set_note("modified", answer.headers.get("last-modified", ""))
    kept.set_note("day", answer.day[:10])
    return path


def kept_file(asking: Asking) -> Path | None:
    """Return the file that an earlier run fetched, or ``None``."""
    name = asking.kept.note("file")
    path = asking.kept.folder / "file" / name
    return path if name and path.is_file() else None


def _refuse_page(path: Path, answer: Answer) -> None:
    with path.open("rb") as file:
        start = file.read(400).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start and answer.status != 304:
        raise FeedError("answers with nothing", answer.url, "content", may_pass=True)
    if re.match(rb"<(!doctype html|html|head|body|script)\b", start, re.IGNORECASE):
        raise FeedError(
            f"answers with a web page and no data; it begins {beginning(start)!r}: is this the "
            "address of the file itself?", answer.url, "content",
        )  # fmt: skip


def _safe_name(url: str, answer: Answer, path: Path) -> str:
    """Return a name without folders and odd letters, with an ending by which it is known.

    A name never leads out of its folder.
    """
    told = _DISPOSITION.search(answer.headers.get("content-disposition", ""))
    names = [last_name(url), re.split(r"[/\\]", told[1])[-1] if told else ""]
    names = [re.sub(r"[^A-Za-z0-9._-]+", "_", name)[-80:].lstrip(".") for name in names]
    for name in names:
        if name.lower().removesuffix(".gz").endswith(ENDINGS):
            return name
    stem = (names[0] or names[1] or "feed").split(".")[0] or "feed"
    kind = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    return stem + (_BY_TYPE.get(kind) or _ending_of(path))


def _ending_of(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(400).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:4] == b"PK\x03\x04":
        return ".xlsx" if b"[Content_Types].xml" in start else ".zip"
    if start[:1] in {b"[", b"{"}:
        return ".json"
    return ".ics" if start.startswith(b"BEGIN:VCALENDAR") else ".csv"
