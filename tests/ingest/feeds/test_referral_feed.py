"""A directory's pages and entries are walked to their end, however it misbehaves."""

import gzip
import json
import re
from dataclasses import replace

import pytest

from sap_match.errors import DataError
from sap_match.ingest import read_dataset
from sap_match.ingest.feeds import read_feed
from sap_match.ingest.feeds.web import Web


def names(reading, table="services"):
    return sorted(
        {str(row.cells.get("name")) for t in reading.tables if t.table == table for row in t.rows}
    )


def lunch_clubs(*numbers):
    return [f"Lunch club {n}" for n in numbers]


def told(reading, level="bad"):
    return [f"{p.value}: {p.reason}" for p in reading.problems if p.level == level]


def test_pages_and_full_entries_are_read(serve, directory, fetch):
    server = serve(directory)
    reading = fetch(f"{server.url}/services")
    assert names(reading) == lunch_clubs(1, 2, 3, 4, 5)
    assert names(reading, "organisations") == [f"Kitchen {n}" for n in range(1, 6)]
    assert reading.rows_in == 5
    assert told(reading) == told(reading, "note") == []
    rows = [row for t in reading.tables if t.table == "services" for row in t.rows]
    assert all("MO 12:00-14:00" in str(row.cells["schedule"]) for row in rows)
    assert {h["user-agent"].split()[0] for h in server.headers} == {"sap-match"}


def test_each_thing_is_asked_once(serve, directory, fetch):
    server = serve(directory)
    fetch(f"{server.url}/services")
    assert set(server.counts.values()) == {1}


@pytest.mark.parametrize("end", ["", "/", "/services", "/services/", "/services?per_page=2"])
def test_a_base_address_is_enough(serve, directory, fetch, end):
    server = serve(directory)
    reading = fetch(f"{server.url}{end}")
    assert names(reading) == lunch_clubs(1, 2, 3, 4, 5)


def test_read_dataset_takes_an_address(serve, directory, tmp_path, monkeypatch):
    monkeypatch.setenv("SAP_MATCH_CACHE", str(tmp_path))
    server = serve(directory)
    dataset = read_dataset(f"{server.url}/services")
    assert [s.name for s in dataset.services] == lunch_clubs(1, 2, 3, 4, 5)
    assert [(s.source, s.rows, s.used) for s in dataset.sources] == [
        (f"{server.url}/services", 5, 5)
    ]
    assert list((tmp_path / "feeds").iterdir())


# -- a server in trouble -----------------------------------------------------------------


def flaky(directory, spoil):
    """Spoil the first answers of some paths: ``spoil`` maps path and page to what comes first."""
    left = {key: list(replies) for key, replies in spoil.items()}

    def answer(path, query):
        rest = left.get((path, query.get("page", "1")), left.get(path, []))
        return rest.pop(0) if rest else directory(path, query)

    return answer


@pytest.mark.parametrize(
    ("spoilt", "slept"),
    [
        ([{"status": 500}, {"status": 502}, {"status": 503}], [0.5, 1.0, 2.0]),
        ([{"status": 429, "headers": {"Retry-After": "7"}}], [7.0]),
        ([{"status": 503, "headers": {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}}], [0.5]),
        ([{"hangs_up": True}, {"hangs_up": True}, {"hangs_up": True}], [0.5, 1.0, 2.0]),
        ([{"body": b'{"contents": [{"id": "s1", "na'}], [0.5]),
        ([{"value": {"contents": []}, "length": 5000}], [0.5]),
        ([{"body": b""}], [0.5]),
        ([{"stalls": True}], [0.5]),
    ],
)
def test_a_fault_that_passes_is_waited_for(serve, directory, fetch, waits, reply, spoilt, slept):
    spoil = {("/services", "2"): [reply(**one) for one in spoilt]}
    server = serve(flaky(directory, spoil))
    reading = fetch(f"{server.url}/services")
    assert names(reading) == lunch_clubs(1, 2, 3, 4, 5)
    assert waits.seconds == slept
    assert told(reading) == []


def always(directory, broken):
    return lambda path, query: broken.get((path, query.get("page", "1"))) or directory(path, query)


GONE = "run again: it goes on from there"


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ({"status": 500, "body": b"oh dear"}, r"page 2 answers with status 500 \('oh dear'\)"),
        ({"status": 429, "headers": {"Retry-After": "3600"}}, "page 2 answers with status 429"),
        ({"stalls": True}, r"page 2 says nothing within 0\.4 s"),
        ({"hangs_up": True}, "page 2 breaks off the answer"),
        ({"value": {"contents": []}, "length": 5000}, "page 2 breaks off the answer"),
        ({"body": b"<!DOCTYPE html><title>Sorry</title>"}, "page 2 answers with a web page"),
        ({"body": b'[{"id": 1'}, "page 2 is no JSON"),
        ({"value": {"contents": "none today"}}, "page 2 is no page of a list"),
        ({"value": "soon"}, "page 2 is no page of a list: it holds a str"),
        ({"value": None}, "page 2 is no page of a list: it holds a NoneType"),
        ({"value": {}, "drips": 0.1, "body": b"[" + b" " * 99}, "page 2 had not answered in full"),
        ({"status": 302, "headers": {"Location": "http://other.example/x"}}, "page 2 sends on to"),
        ({"body": b"[" * 100_000}, "page 2 is no JSON"),
    ],
)
def test_what_came_before_a_failure_is_used_and_the_failure_told(
    serve, directory, fetch, reply, broken, reason
):
    server = serve(always(directory, {("/services", "2"): reply(**broken)}))
    reading = fetch(f"{server.url}/services")
    assert {"Lunch club 1", "Lunch club 2"} <= set(names(reading))
    bad = [p for p in reading.problems if p.level == "bad"]
    assert len(bad) == 1
    assert re.match(reason, bad[0].reason), bad[0].reason
    assert bad[0].value == f"{server.url}/services?page=2"
    assert bad[0].source == f"{server.url}/services"
    assert bad[0].fix == GONE


def test_pages_after_a_broken_one_are_still_asked_for(serve, directory, fetch, reply):
    server = serve(always(directory, {("/services", "2"): reply(status=500)}))
    assert names(fetch(f"{server.url}/services")) == lunch_clubs(1, 2, 5)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ({"status": 500}, "answers with status 500"),
        ({"status": 404}, "nothing is there: is the address right"),
        ({"status": 401}, "it wants a key or password"),
        ({"stalls": True}, "says nothing within"),
        ({"body": b"<html>hello"}, "web page .* begins '<html>hello'.*address of the feed itself"),
        ({"body": b"\x1f\x8b\x08garbage"}, "is no JSON"),
        ({"value": 12}, "is no page of a list"),
        ({"status": 301, "headers": {"Location": "//evil.example/"}}, "another host"),
        ({"status": 301, "headers": {"Location": "file:///etc/passwd"}}, "another host"),
        ({"status": 302, "headers": {"Location": "/services"}}, "from page to page"),
    ],
)
def test_a_feed_of_which_nothing_comes_is_an_error(serve, fetch, reply, broken, reason):
    server = serve(lambda _path, _query: reply(**broken))
    with pytest.raises(DataError, match=reason) as error:
        fetch(f"{server.url}/services")
    assert error.value.source.startswith(server.url)


def test_a_dead_host_is_an_error_that_says_so(fetch):
    with pytest.raises(DataError, match=r"cannot be reached .*is the address right"):
        fetch("http://127.0.0.1:9/services")


def test_a_redirect_on_the_host_is_followed(serve, directory, fetch, reply):
    def answer(path, query):
        if path == "/old/services":
            page = f"?page={query['page']}" if "page" in query else ""
            return reply(status=308, headers={"Location": f"../services{page}"})
        return directory(path.replace("/old", ""), query)

    server = serve(answer)
    assert names(fetch(f"{server.url}/old/services")) == lunch_clubs(1, 2, 3, 4, 5)


def test_a_bomb_is_not_unpacked(serve, directory, fetch, reply, quick):
    bomb = gzip.compress(b"[" + b" " * 50_000_000 + b"]")
    assert len(bomb) < 100_000
    packed = reply(body=bomb, headers={"Content-Encoding": "gzip"})
    server = serve(always(directory, {("/services", "2"): packed}))
    reading = fetch(f"{server.url}/services", replace(quick, page_bytes=1_000_000))
    assert names(reading) == lunch_clubs(1, 2, 5)
    assert "page 2 answers with more than 1 MB" in told(reading)[0]


@pytest.mark.parametrize("packing", ["br", "gzip, gzip", "zstd"])
def test_an_unknown_packing_is_told(serve, fetch, reply, packing):
    server = serve(lambda _p, _q: reply(body=b"xx", headers={"Content-Encoding": packing}))
    with pytest.raises(DataError, match="packed in a way that was not asked for"):
        fetch(f"{server.url}/services")


def test_packed_pages_are_read(serve, directory, fetch, reply):
    def answer(path, query):
        plain = directory(path, query)
        return reply(
            body=gzip.compress(plain.sent), headers={"Content-Encoding": "gzip"},
            status=plain.status,
        )  # fmt: skip

    assert names(fetch(f"{serve(answer).url}/services")) == lunch_clubs(1, 2, 3, 4, 5)


# -- a list that lies --------------------------------------------------------------------


def claiming(directory, **claims):
    def answer(path, query):
        sent = directory(path, query)
        if path == "/services":
            sent.value = {**sent.value, **claims}
        return sent

    return answer


@pytest.mark.parametrize(
    "claims",
    [
        {"total_items": 2, "total_pages": 1, "last_page": True},
        {"total_items": 0, "total_pages": 0, "empty": True},
        {"total_items": "many", "total_pages": None, "last_page": "no"},
        {"total_items": -5, "total_pages": [1]},
        {"total_pages": 10**30},
    ],
)
def test_what_a_list_claims_does_not_end_it(serve, directory, fetch, claims):
    reading = fetch(f"{serve(claiming(directory, **claims)).url}/services")
    assert names(reading) == lunch_clubs(1, 2, 3, 4, 5)
    assert told(reading) == []


def test_a_list_that_claims_more_than_it_has_is_told(serve, directory, fetch):
    server = serve(claiming(directory, total_items=500, total_pages=250, last_page=False))
    reading = fetch(f"{server.url}/services")
    assert names(reading) == lunch_clubs(1, 2, 3, 4, 5)
    assert any("500" in one for one in told(reading, "bad") + told(reading, "note"))
    assert len(server.asked) < 20


def test_one_page_for_ever_ends(serve, directory, fetch, reply):
    def answer(path, query):
        return directory(path, {}) if path == "/services" else directory(path, query)

    server = serve(answer)
    reading = fetch(f"{server.url}/services")
    assert names(reading) == lunch_clubs(1, 2)
    assert reading.rows_in == 2
    assert len(told(reading)) == 1
    assert "page 2 repeats page 1" in told(reading)[0]
    assert "2 services were listed of 5 that it claims" in told(reading)[0]


def test_pages_that_go_round_end(serve, directory, fetch, reply):
    def answer(path, query):
        if path == "/services":
            number = (int(query.get("page", "1")) - 1) % 2 + 1
            return reply({"content": directory.page(number)["contents"]})
        return directory(path, query)

    server = serve(answer)
    reading = fetch(f"{server.url}/services")
    assert names(reading) == lunch_clubs(1, 2, 3, 4)
    assert any("page 3 repeats page 1" in one for one in told(reading, "note"))


def test_a_page_sent_twice_loses_nothing(serve, directory, fetch):
    def answer(path, query):
        number = int(query.get("page", "1"))
        spoilt = {**query, "page": str(number - 1 if number > 2 else number)}
        return directory(path, spoilt)

    reading = fetch(f"{serve(answer).url}/services")
    assert names(reading) == lunch_clubs(1, 2, 3, 4, 5)
    assert reading.rows_in == 5
    assert any("page 3 repeats page 2" in one for one in told(reading, "note"))


def test_pages_without_end_are_cut(serve, fetch, reply, quick):
    def answer(path, query):
        if path != "/services":
            return reply({"error": "?"}, 404)
        n = int(query.get("page", "1"))
        return reply({"contents": [{"id": f"s{n}", "name": f"Lunch club {n}", "status": "active"}]})

    server = serve(answer)
    reading = fetch(f"{server.url}/services", replace(quick, pages=12))
    assert reading.rows_in == 12
    assert "goes on after 12 pages" in told(reading)[0]
    assert not [path for path in server.asked if path.startswith("/services/")]


def test_an_id_listed_twice_is_one_service(serve, directory, fetch):
    directory.services.insert(3, directory.services[0])
    reading = fetch(f"{serve(directory).url}/services")
    assert names(reading) == lunch_clubs(1, 2, 3, 4, 5)
    assert reading.rows_in == 6
    assert any("repeat" in p.reason for p in reading.problems)


def test_a_list_that_shifts_while_it_is_read(serve, directory, fetch, make_directory):
    def answer(path, query):
        if path == "/services" and query.get("page") == "2" and len(directory.services) == 5:
            directory.services.insert(0, make_directory(9).services[8])
        return directory(path, query)

    reading = fetch(f"{serve(answer).url}/services")
    assert set(lunch_clubs(1, 2, 3, 4, 5)) <= set(names(reading))


def test_entries_of_no_sense_are_told_and_the_others_used(serve, directory, fetch, reply):
    spoilt = [1, None, "x", [], {}, {"id": None, "name": "Nameless"}, {"id": ["a"], "name": "L"}]
    listed = [*directory.services[:1], *spoilt]
    directory.size = 20

    def answer(path, query):
        if path == "/services":
            return reply(directory.page(int(query.get("page", "1")), listed))
        return directory(path, query)

    reading = fetch(f"{serve(answer).url}/services")
    assert reading.rows_in == 8
    assert "Lunch club 1" in names(reading)
    rows = {row.row for t in reading.tables for row in t.rows}
    assert rows | {p.row for p in reading.problems} >= set(range(1, 9))


@pytest.mark.parametrize("first", [0, 1])
def test_the_wrapper_of_version_1(serve, directory, fetch, reply, first):
    old = [
        {"id": n, "name": f"Old {n}", "organization": {"id": f"o{n}", "name": f"Org {n}"}}
        for n in range(1, 6)
    ]
    full = {
        "regular_schedules": [{"weekday": "MO", "opens_at": "10:00", "closes_at": "11:00"}],
        "fundings": [{"id": "f", "source": "Council"}],
        "service_taxonomys": [{"id": "x", "taxonomy": {"id": "t", "name": "Food"}}],
    }

    def answer(path, query):
        if path == "/v1/services":
            n = int(query.get("page", first)) - first
            part = old[n * 2 : n * 2 + 2]
            return reply(
                {"totalElements": 5, "totalPages": 3, "number": n + first, "size": 2,
                 "first": n == 0, "last": n >= 2, "empty": not part, "content": part}
            )  # fmt: skip
        found = [s for s in old if path == f"/v1/services/{s['id']}"]
        return reply({**found[0], **full}) if found else reply(status=404)

    reading = fetch(f"{serve(answer).url}/v1")
    assert names(reading) == [f"Old {n}" for n in range(1, 6)]
    assert reading.format == "oruk-1.0-json"
    assert reading.rows_in == 5


def test_pages_counted_from_nought_without_saying_so(serve, directory, fetch):
    def answer(path, query):
        if path != "/services":
            return directory(path, query)
        sent = directory(path, {"page": str(int(query.get("page", "0")) + 1)})
        del sent.value["page_number"]
        return sent

    assert names(fetch(f"{serve(answer).url}/services")) == lunch_clubs(1, 2, 3, 4, 5)


def test_a_next_on_the_host_is_followed_and_no_other(serve, directory, fetch, reply):
    def answer(path, query):
        if path != "/services":
            return directory(path, query)
        number = int(query.get("cursor", query.get("page", "1")))
        sent = directory(path, {"page": str(number)})
        where = {1: "/services?cursor=2", 2: "https://evil.example/services?cursor=3"}.get(number)
        sent.value["next"] = where
        return sent

    server = serve(answer)
    assert names(fetch(f"{server.url}/services")) == lunch_clubs(1, 2, 3, 4, 5)
    assert "/services?cursor=2" in server.asked


# -- full entries ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ({"status": 500}, "answers with status 500"),
        ({"status": 404}, "answers with status 404"),
        ({"stalls": True}, "says nothing within"),
        ({"body": b"<html>"}, "web page"),
        ({"value": []}, "does not give the entry of this id, but a list"),
        ({"value": {"id": "s4", "name": "Other"}}, "but the id 's4'"),
        ({"value": {"error": "none"}}, "but a dict without it"),
    ],
)
def test_without_its_full_entry_a_service_is_read_as_listed(
    serve, directory, fetch, reply, broken, reason
):
    server = serve(always(directory, {("/services/s3", "1"): reply(**broken)}))
    reading = fetch(f"{server.url}/services")
    assert names(reading) == lunch_clubs(1, 2, 3, 4, 5)
    notes = [p for p in reading.problems if p.level == "note"]
    assert [(p.row, p.field, p.value) for p in notes] == [(3, "id", "s3")]
    assert reason in notes[0].reason
    assert "what the list says of it is used" in notes[0].reason
    assert told(reading) == []


def test_a_server_that_falls_silent_is_left_alone(serve, make_directory, fetch, reply):
    directory = make_directory(count=30, size=50)

    def answer(path, query):
        number = path.rpartition("s")[2]
        return (
            reply(stalls=True) if number.isdigit() and int(number) > 8 else directory(path, query)
        )

    server = serve(answer)
    reading = fetch(f"{server.url}/services")
    assert len(names(reading)) == 30
    assert any("were not asked for" in one for one in told(reading))
    assert len(server.asked) < 25


def test_full_entries_are_not_asked_for_where_the_list_has_them(serve, make_directory, fetch):
    directory = make_directory(count=40, size=50)

    def answer(path, query):
        if path == "/services":
            sent = directory(path, query)
            sent.value = directory.page(int(query.get("page", "1")), directory.services)
            return sent
        return directory(path, query)

    server = serve(answer)
    reading = fetch(f"{server.url}/services")
    assert len(names(reading)) == 40
    assert len([path for path in server.asked if path.startswith("/services/")]) == 5


def test_a_feed_without_full_entries(serve, make_directory, fetch, reply):
    directory = make_directory(count=40, size=50)

    def answer(path, query):
        return directory(path, query) if path == "/services" else reply(status=404)

    server = serve(answer)
    reading = fetch(f"{server.url}/services")
    assert len(names(reading)) == 40
    assert any("gives no full entries of services" in one for one in told(reading, "info"))
    assert len(server.asked) < 15


def test_what_a_full_entry_leaves_empty_is_kept_of_the_list(serve, directory, fetch):
    for one in directory.services:
        one["organization_id"] = one["organization"]["id"]

    def answer(path, query):
        sent = directory(path, query)
        if path.startswith("/services/"):
            sent.value = {**sent.value, "organization": None}
        return sent

    reading = fetch(f"{serve(answer).url}/services")
    assert names(reading, "organisations") == [f"Kitchen {n}" for n in range(1, 6)]


@pytest.mark.parametrize("strange", ["a/b", "../services", "..", "é ?#", "x" * 400])
def test_strange_ids_are_asked_for_safely(serve, directory, fetch, reply, strange):
    directory.services[2]["id"] = strange
    server = serve(directory)
    reading = fetch(f"{server.url}/services")
    assert names(reading) == lunch_clubs(1, 2, 3, 4, 5)
    assert all(path.startswith(("/services", "/organizations")) for path in server.asked)


def test_organisations_are_read_where_a_feed_lists_them(serve, directory, fetch, reply):
    listed = [{"id": "o1", "name": "Kitchen 1"}, {"id": "o77", "name": "Quiet hall"}]
    full = {"organization_identifiers": [
        {"id": "i", "identifier_scheme": "GB-CHC", "identifier_type": "GB-CHC",
         "identifier": "1000001"}]}  # fmt: skip

    def answer(path, query):
        if path == "/organizations":
            return reply({"contents": listed if query.get("page", "1") == "1" else []})
        found = [one for one in listed if path == f"/organizations/{one['id']}"]
        return reply({**found[0], **full}) if found else directory(path, query)

    reading = fetch(f"{serve(answer).url}/services")
    assert "Quiet hall" in names(reading, "organisations")
    assert names(reading) == lunch_clubs(1, 2, 3, 4, 5)
    assert reading.rows_in == 7
    cells = [r.cells for t in reading.tables if t.table == "organisations" for r in t.rows]
    quiet = next(c for c in cells if c["name"] == "Quiet hall")
    assert "1000001" in json.dumps(quiet["identifiers"])


def test_a_server_that_answers_everything_with_its_services(serve, directory, fetch, reply):
    def answer(path, query):
        return directory("/services", query)

    reading = fetch(f"{serve(answer).url}/services")
    assert names(reading) == lunch_clubs(1, 2, 3, 4, 5)
    assert reading.rows_in == 5


def test_an_address_with_a_password_is_never_shown(serve, directory, fetch, reply):
    server = serve(always(directory, {("/services", "2"): reply(status=500)}))
    url = server.url.replace("://", "://me:hunter2@") + "/services?api_key=k3y"
    reading = fetch(url)
    assert server.headers[0]["authorization"].startswith("Basic ")
    assert "hunter2" not in repr(reading)
    assert "k3y" not in repr(reading)
    server.answer = lambda _path, _query: reply(status=500)
    with pytest.raises(DataError) as error:
        fetch(url, keep=None)
    assert "hunter2" not in str(error.value)
    assert "k3y" not in str(error.value)


def test_a_feed_that_takes_too_long_is_cut(serve, directory, tmp_path, quick):
    ticks = iter(range(0, 10_000, 100))
    url = f"{serve(directory).url}/services"
    web = Web(url, replace(quick, seconds=1000), sleep=lambda _s: None, clock=lambda: next(ticks))
    reading = read_feed(url, keep=tmp_path / "kept", web=web)
    assert set(lunch_clubs(1, 2)) <= set(names(reading))
    assert any(
        "the whole feed took more than 1000 s; raise max_seconds" in r for r in told(reading)
    )


def test_several_at_once_read_the_same_as_one_by_one(
    serve, make_directory, fetch, tmp_path, monkeypatch, reply
):
    directory = make_directory(count=70, size=20)
    server = serve(always(directory, {("/services/s9", "1"): reply(status=404)}))
    one_by_one = fetch(f"{server.url}/services")
    monkeypatch.setattr(Web, "at_once", 6)
    assert fetch(f"{server.url}/services", keep=tmp_path / "other") == one_by_one
    assert len(names(one_by_one)) == 70


def test_a_page_that_stalls_does_not_cost_those_after_it(serve, directory, fetch, reply):
    server = serve(always(directory, {("/services", "2"): reply(stalls=True)}))
    assert names(fetch(f"{server.url}/services")) == lunch_clubs(1, 2, 5)


def test_services_that_move_between_pages_are_neither_lost_nor_doubled(
    serve, make_directory, fetch
):
    directory = make_directory(count=6)

    def answer(path, query):
        reply = directory(path, query)
        if path == "/services" and query.get("page") == "2":
            directory.services.append(directory.services.pop(0))  # page 1's first goes to the end
        return reply

    reading = fetch(f"{serve(answer).url}/services")
    assert names(reading) == [f"Lunch club {n}" for n in range(1, 7)]
    assert len([r for t in reading.tables if t.table == "services" for r in t.rows]) >= 6


def test_many_failing_entries_are_asked_for_once_each(serve, make_directory, fetch, reply, waits):
    directory = make_directory(count=120, size=120)

    def answer(path, query):
        if path.startswith("/services/") and int(path.rpartition("s")[2]) % 3 == 0:
            return reply(status=500)
        return directory(path, query)

    server = serve(answer)
    reading = fetch(f"{server.url}/services")
    assert len(names(reading)) == 120
    assert len([p for p in reading.problems if "full entry" in p.reason]) == 40
    assert sum(waits.seconds) < 30
    assert len(server.asked) < 120 + 40


def test_a_server_that_only_fails_is_left_alone(serve, make_directory, fetch, reply):
    directory = make_directory(count=300, size=300)
    server = serve(
        lambda path, query: (
            reply(status=500) if path.startswith("/services/") else directory(path, query)
        )
    )
    reading = fetch(f"{server.url}/services")
    assert len(names(reading)) == 300
    assert len(server.asked) < 60
    assert any("were not asked for" in p.reason for p in reading.problems if p.level == "bad")


def test_a_bare_list_whose_pages_are_counted_from_nought(serve, make_directory, fetch, reply):
    directory = make_directory(count=7)

    def answer(path, query):
        if path != "/services":
            return directory(path, query)
        return reply(directory.page(int(query.get("page", "0")) + 1)["contents"])

    reading = fetch(f"{serve(answer).url}/services")
    assert names(reading) == [f"Lunch club {n}" for n in range(1, 8)]
