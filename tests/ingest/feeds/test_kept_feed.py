"""What was fetched is kept: a run goes on where one was stopped, and asks for what changed."""

import multiprocessing
import sqlite3
import threading
from pathlib import Path

import pytest

from sap_match.errors import DataError
from sap_match.ingest.feeds import kept as keeping
from sap_match.ingest.feeds import read_feed
from sap_match.ingest.feeds.kept import Piece, default_folder, kept


def names(reading):
    rows = [r for t in reading.tables if t.table == "services" for r in t.rows]
    return sorted({str(row.cells.get("name")) for row in rows})


def lunch_clubs(*numbers):
    return [f"Lunch club {n}" for n in numbers]


def told(reading, level="bad"):
    return [p.reason for p in reading.problems if p.level == level]


def test_a_run_after_a_failure_goes_on_where_it_was_stopped(serve, directory, fetch, reply):
    server = serve(
        lambda path, query: (
            reply(stalls=True) if query.get("page") == "3" else directory(path, query)
        )
    )
    first = fetch(f"{server.url}/services")
    assert names(first) == lunch_clubs(1, 2, 3, 4)
    assert len(told(first)) == 1
    had = set(server.asked)
    server.asked.clear()
    server.answer = directory
    second = fetch(f"{server.url}/services")
    assert names(second) == lunch_clubs(1, 2, 3, 4, 5)
    assert told(second) == []
    again = {path for path in server.asked if "page=3" not in path} & had
    assert {path for path in again if "/services" in path} == {"/services"}  # is it the same?


def test_another_server_at_the_same_address_is_not_mixed_in(
    serve, directory, make_directory, fetch, reply
):
    server = serve(
        lambda path, query: (
            reply(status=500) if query.get("page") == "3" else directory(path, query)
        )
    )
    assert names(fetch(f"{server.url}/services")) == lunch_clubs(1, 2, 3, 4)
    other = make_directory()
    for one in other.services:
        one["name"] = f"Other {one['id']}"
    server.answer = other
    second = fetch(f"{server.url}/services")
    assert names(second) == [f"Other s{n}" for n in range(1, 6)]
    assert told(second) == []


def test_what_was_had_is_not_given_when_the_feed_is_dead(serve, directory, fetch, reply):
    server = serve(
        lambda path, query: (
            reply(status=500) if query.get("page") == "3" else directory(path, query)
        )
    )
    fetch(f"{server.url}/services")
    server.answer = lambda _path, _query: reply(status=404)
    with pytest.raises(DataError, match="answers with status 404"):
        fetch(f"{server.url}/services")


class Killed(BaseException):
    """As by a signal: nothing catches it."""


@pytest.mark.parametrize("after", range(1, 9))
def test_a_killed_fetch_is_gone_on_with(serve, directory, fetch, after, monkeypatch):
    server = serve(directory)
    real, count = keeping.Kept.add_page, []
    real_detail = keeping.Kept.add_detail

    def counted(put):
        def wrapped(self, *arguments):
            put(self, *arguments)
            count.append(1)
            if len(count) == after:
                raise Killed

        return wrapped

    with monkeypatch.context() as patch:
        patch.setattr(keeping.Kept, "add_page", counted(real))
        patch.setattr(keeping.Kept, "add_detail", counted(real_detail))
        with pytest.raises(Killed):
            fetch(f"{server.url}/services")
    before = server.counts
    reading = fetch(f"{server.url}/services")
    assert names(reading) == lunch_clubs(1, 2, 3, 4, 5)
    assert told(reading) == []
    twice = [path for path, n in server.counts.items() if n > 1 and path in before]
    assert [path for path in twice if path.startswith("/services")] == ["/services"]


def _fetch_until_killed(url: str, folder: str) -> None:
    read_feed(url, keep=Path(folder))


def test_a_process_that_is_killed_leaves_what_it_had(serve, directory, fetch, tmp_path, reply):
    reached = threading.Event()

    def answer(path, query):
        if path == "/services/s4" and not reached.is_set():
            reached.set()
            return reply(stalls=True)
        return directory(path, query)

    server = serve(answer)
    url = f"{server.url}/services"
    process = multiprocessing.get_context("fork").Process(
        target=_fetch_until_killed, args=(url, str(tmp_path / "kept"))
    )
    process.start()
    assert reached.wait(10)
    process.kill()
    process.join(10)
    server.asked.clear()
    reading = fetch(url)
    assert names(reading) == lunch_clubs(1, 2, 3, 4, 5)
    assert [p for p in server.asked if p.startswith("/services")] == [
        "/services",
        "/services/s4",
        "/services/s5",
    ]


def test_the_same_that_is_kept_gives_the_same_reading(serve, directory, fetch, tmp_path):
    url = f"{serve(directory).url}/services"
    first = fetch(url)
    assert fetch(url, keep=tmp_path / "other") == first
    directory.services.reverse()
    third = fetch(url, keep=tmp_path / "third")
    assert names(third) == names(first)


# -- only what changed -------------------------------------------------------------------


def dated(directory, *, heeds=True, removed=()):
    """A directory whose entries say when they changed, and which may heed modified_after."""

    def answer(path, query):
        full = directory.services
        listed = [
            {k: s[k] for k in ("id", "name", "status", "organization", "last_modified")}
            for s in full
        ]
        if path == "/services":
            since = query.get("modified_after")
            if since and heeds:
                listed = [s for s in listed if s["last_modified"][:10] >= since]
            sent = directory(path, {})
            sent.value = directory.page(int(query.get("page", "1")), listed)
            return sent
        return directory(path, query)

    for number, one in enumerate(directory.services, start=1):
        one.setdefault("last_modified", f"2024-01-0{number}T09:00:00Z")
    return answer


def test_only_what_changed_is_asked_for(serve, directory, fetch):
    server = serve(dated(directory))
    fetch(f"{server.url}/services")
    server.asked.clear()
    directory.services[1].update(name="Supper club", last_modified="2024-02-01T09:00:00Z")
    reading = fetch(f"{server.url}/services")
    assert names(reading) == [*lunch_clubs(1, 3, 4, 5), "Supper club"]
    assert reading.rows_in == 5
    assert any("modified_after=2024-01-05" in path for path in server.asked)
    details = [path for path in server.asked if path.startswith("/services/")]
    assert sorted(details) == ["/services/s2", "/services/s5"]
    assert any("only for what changed since 2024-01-05" in one for one in told(reading, "info"))


def test_a_service_taken_off_is_noticed_though_nothing_changed(serve, directory, fetch):
    server = serve(dated(directory))
    fetch(f"{server.url}/services")
    del directory.services[2]
    assert names(fetch(f"{server.url}/services")) == lunch_clubs(1, 2, 4, 5)


def test_a_change_without_a_date_on_the_first_page_is_noticed(serve, directory, fetch):
    server = serve(dated(directory))
    fetch(f"{server.url}/services")
    directory.services[0]["name"] = "Supper club"
    assert "Supper club" in names(fetch(f"{server.url}/services"))


def test_a_server_that_does_not_heed_it_is_told_of(serve, directory, fetch):
    server = serve(dated(directory, heeds=False))
    fetch(f"{server.url}/services")
    directory.services[3]["name"] = "Supper club"
    reading = fetch(f"{server.url}/services")
    assert "Supper club" in names(reading)
    assert any("does not heed modified_after" in one for one in told(reading, "info"))


def test_a_server_that_refuses_it_is_asked_for_all(serve, directory, fetch, reply):
    server = serve(
        lambda path, query: (
            reply({"error": "what?"}, 400) if "modified_after" in query else directory(path, query)
        )
    )
    fetch(f"{server.url}/services")
    directory.services[3]["name"] = "Supper club"
    reading = fetch(f"{server.url}/services")
    assert "Supper club" in names(reading)
    assert told(reading) == []
    assert any("offers no modified_after" in one for one in told(reading, "info"))


def test_what_the_server_says_did_not_change_is_not_sent_again(serve, directory, fetch, reply):
    bodies = []

    def answer(path, query):
        sent = directory(path, query)
        if sent.status == 200:
            tag = f'"{hash(sent.sent) & 0xFFFF}"'
            if server.headers[-1].get("if-none-match") == tag:
                return reply(status=304, body=b"")
            sent.headers["ETag"] = tag
            bodies.append(path)
        return sent

    server = serve(answer)
    first = fetch(f"{server.url}/services")
    bodies.clear()
    directory.services[4]["description"] = "Soup"
    second = fetch(f"{server.url}/services")
    assert names(second) == names(first)
    assert [path for path in bodies if path != "/services"] == ["/services/s5"]


def test_what_is_not_reached_any_more_is_as_kept(serve, directory, fetch, reply):
    server = serve(directory)
    fetch(f"{server.url}/services")
    server.answer = lambda path, query: (
        reply(stalls=True) if query.get("page", "1") != "1" else directory(path, query)
    )
    reading = fetch(f"{server.url}/services")
    assert names(reading) == lunch_clubs(1, 2, 3, 4, 5)
    assert any("3 services that were not reached now are as they were kept" in one
               for one in told(reading))  # fmt: skip


def test_a_full_entry_that_fails_now_is_as_kept(serve, directory, fetch, reply):
    server = serve(directory)
    first = fetch(f"{server.url}/services")
    server.answer = lambda path, query: (
        reply(status=500) if path == "/services/s2" else directory(path, query)
    )
    second = fetch(f"{server.url}/services")
    assert second.tables == first.tables
    assert len(told(second, "note")) == 1


# -- the kept folder ---------------------------------------------------------------------


def test_two_at_once_do_not_spoil_each_other(serve, directory, tmp_path):
    url = f"{serve(directory).url}/services"
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(read_feed(url, keep=tmp_path / "kept")))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [names(reading) for reading in found] == [lunch_clubs(1, 2, 3, 4, 5)] * 4


def test_another_process_is_not_waited_for_for_ever(serve, directory, fetch, tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "PATIENCE_SECONDS", 0.05)
    url = f"{serve(directory).url}/services"
    with kept(url, tmp_path / "kept"), pytest.raises(DataError, match="another process is fetch"):
        fetch(url)


def test_a_folder_of_another_feed_is_refused(serve, directory, fetch):
    server = serve(directory)
    fetch(f"{server.url}/services")
    with pytest.raises(DataError, match=r"holds another feed, .*name a folder of its own"):
        fetch(f"{server.url}/other")


@pytest.mark.parametrize("spoilt", [b"", b"not a database", b"SQLite format 3\0" + b"x" * 5000])
def test_a_broken_copy_is_begun_anew(serve, directory, fetch, tmp_path, spoilt):
    url = f"{serve(directory).url}/services"
    fetch(url)
    for name in ("feed.sqlite-wal", "feed.sqlite-shm"):
        (tmp_path / "kept" / name).unlink(missing_ok=True)
    (tmp_path / "kept" / "feed.sqlite").write_bytes(spoilt)
    assert names(fetch(url)) == lunch_clubs(1, 2, 3, 4, 5)


def test_where_nothing_can_be_kept_the_feed_is_read_all_the_same(
    serve, directory, fetch, tmp_path, monkeypatch
):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("SAP_MATCH_CACHE", str(tmp_path / "file"))
    url = f"{serve(directory).url}/services"
    reading = fetch(url, keep=None)
    assert names(reading) == lunch_clubs(1, 2, 3, 4, 5)
    assert any("nothing of it is kept for the next run" in one for one in told(reading, "info"))
    with pytest.raises(DataError, match="nothing can be kept there"):
        fetch(url, keep=tmp_path / "file" / "x")


def test_each_feed_has_a_folder_of_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv("SAP_MATCH_CACHE", str(tmp_path))
    urls = [
        "https://example.org/services", "https://example.org/services?x=1",
        "http://example.org/services", "https://example.org:8080/../../etc", "https://[::1]/a",
    ]  # fmt: skip
    folders = {default_folder(url) for url in urls}
    assert len(folders) == len(urls)
    assert {folder.parent for folder in folders} == {tmp_path / "feeds"}


def test_no_password_is_kept(serve, directory, fetch, tmp_path):
    server = serve(directory)
    fetch(server.url.replace("://", "://me:hunter2@") + "/services?token=k3y")
    data = b"".join(p.read_bytes() for p in (tmp_path / "kept").rglob("*") if p.is_file())
    assert b"hunter2" not in data
    assert b"k3y" not in data


def test_an_old_round_is_not_gone_on_with(serve, directory, fetch, reply, tmp_path):
    server = serve(
        lambda path, query: (
            reply(stalls=True) if query.get("page") == "3" else directory(path, query)
        )
    )
    fetch(f"{server.url}/services")
    with sqlite3.connect(tmp_path / "kept" / "feed.sqlite") as db:
        db.execute("UPDATE rounds SET began = '2020-01-01T00:00:00+00:00'")
    db.close()
    server.answer = directory
    directory.services[0]["name"] = "Supper club"
    assert "Supper club" in names(fetch(f"{server.url}/services"))


def test_a_list_that_grew_meanwhile_is_begun_anew(serve, directory, fetch, reply, make_directory):
    server = serve(
        lambda path, query: (
            reply(stalls=True) if query.get("page") == "3" else directory(path, query)
        )
    )
    fetch(f"{server.url}/services")
    server.answer = directory
    directory.services.insert(0, make_directory(9).services[8])
    directory.services.pop(1)
    directory.services.insert(0, make_directory(8).services[7])
    assert names(fetch(f"{server.url}/services")) == lunch_clubs(2, 3, 4, 5, 8, 9)


def test_a_round_is_kept_until_the_next_is_whole(tmp_path):
    with kept("https://example.org/services", tmp_path) as held:
        first = held.begin("2024-01-01")
        held.add_page(first, "services", 1, Piece([{"id": 1}]))
        held.end(first)
        second = held.begin("2024-01-02")
        assert (held.open_round(), held.whole_round()) == (second, first)
        held.end(second)
        assert (held.open_round(), held.whole_round()) == (None, second)
        assert held.pages(first, "services") == []
