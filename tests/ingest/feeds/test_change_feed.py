"""A feed of changes is walked from page to page to its end, and gone on with from there."""

import json
import re

import pytest

from sap_match.errors import DataError


def facility(number, **more):
    return {
        "id": f"f{number}", "kind": "FacilityUse", "state": "updated", "modified": number,
        "data": {
            "@context": "https://openactive.io/", "@type": "FacilityUse", "@id": f"f{number}",
            "name": f"Court {number}", "provider": {"@type": "Organization", "name": "Leisure"},
            "location": {"@type": "Place", "name": "Hall"},
        }, **more,
    }  # fmt: skip


class Changes:
    """A well-behaved feed of changes."""

    def __init__(self, reply, count=5, size=2):
        self.reply = reply
        self.items = [facility(n) for n in range(1, count + 1)]
        self.size = size

    def page(self, query):
        after = int(query.get("after", "0"))
        part = [item for item in self.items if item["modified"] > after][: self.size]
        last = part[-1]["modified"] if part else after
        return {"next": f"/feed?after={last}", "items": part, "license": "CC BY"}

    def __call__(self, path, query):
        return self.reply(self.page(query)) if path == "/feed" else self.reply(status=404)


@pytest.fixture
def changes(reply):
    return Changes(reply)


def names(reading):
    rows = [r for t in reading.tables if t.table == "facilities" for r in t.rows]
    return sorted({str(row.cells.get("name")).split(",")[0] for row in rows})


def courts(*numbers):
    return [f"Court {n}" for n in numbers]


def told(reading, level="bad"):
    return [p.reason for p in reading.problems if p.level == level]


def kept_items(tmp_path):
    return [i["id"] for i in json.loads((tmp_path / "kept" / "items.json").read_text())["items"]]


def test_pages_are_walked_to_the_empty_one(serve, changes, fetch, tmp_path):
    server = serve(changes)
    reading = fetch(f"{server.url}/feed")
    assert names(reading) == courts(1, 2, 3, 4, 5)
    assert reading.rows_in == 5
    assert told(reading) == []
    assert kept_items(tmp_path) == ["f1", "f2", "f3", "f4", "f5"]


def test_the_next_run_begins_where_the_last_ended(serve, changes, fetch, tmp_path):
    server = serve(changes)
    fetch(f"{server.url}/feed")
    server.asked.clear()
    changes.items[1] = facility(2, modified=6, state="deleted", data=None)
    changes.items.append(facility(7))
    reading = fetch(f"{server.url}/feed")
    assert server.asked[:2] == ["/feed", "/feed?after=5"]
    assert names(reading) == courts(1, 3, 4, 5, 7)
    assert kept_items(tmp_path) == ["f1", "f3", "f4", "f5", "f2", "f7"]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        ({"next": None}, "names no next page"),
        ({"next": 7}, "names no next page"),
        ({"next": "https://other.example/feed?after=4"}, "on another host.*other.example"),
        ({"next": "/feed"}, "leads back to a page before it: it has no end"),
        ({"items": "none"}, "page 2 of the feed is no page of a feed"),
        ({"items": None, "error": "x"}, "page 2 of the feed is no page of a feed"),
    ],
)
def test_a_chain_that_breaks_is_told_and_the_rest_used(serve, changes, fetch, reply, spoil, reason):
    def answer(path, query):
        page = changes.page(query)
        return reply({**page, **spoil} if query.get("after") == "2" else page)

    reading = fetch(f"{serve(answer).url}/feed")
    assert {"Court 1", "Court 2"} <= set(names(reading))
    assert len(told(reading)) == 1
    assert re.search(reason, told(reading)[0])


@pytest.mark.parametrize("broken", [{"status": 500}, {"stalls": True}, {"body": b"<html>"}])
def test_a_run_after_a_failure_goes_on(serve, changes, fetch, reply, broken):
    server = serve(
        lambda path, query: reply(**broken) if query.get("after") == "2" else changes(path, query)
    )
    first = fetch(f"{server.url}/feed")
    assert names(first) == courts(1, 2)
    assert "page 2 of the feed" in told(first)[0]
    server.asked.clear()
    server.answer = changes
    assert names(fetch(f"{server.url}/feed")) == courts(1, 2, 3, 4, 5)
    assert server.asked[:2] == ["/feed", "/feed?after=2"]  # is it the same feed?
    assert server.asked.count("/feed") == 1


def test_a_page_that_names_itself_with_items_is_the_end(serve, changes, fetch, reply):
    def answer(path, query):
        page = changes.page(query)
        return reply({**page, "next": "/feed?after=2"} if query.get("after") == "2" else page)

    reading = fetch(f"{serve(answer).url}/feed")
    assert names(reading) == courts(1, 2, 3, 4)
    assert any("names itself as the next page" in one for one in told(reading, "note"))


def test_pages_that_bring_nothing_new_end(serve, changes, fetch, reply):
    def answer(path, query):
        after = int(query.get("after", "0"))
        return reply({**changes.page({}), "next": f"/feed?after={after + 1}"})

    server = serve(answer)
    reading = fetch(f"{server.url}/feed")
    assert names(reading) == courts(1, 2)
    assert "brings nothing new: it has no end" in told(reading)[0]
    assert len(server.asked) < 10


def test_items_out_of_order_are_noted(serve, changes, fetch, reply):
    changes.items[0]["modified"], changes.items[1]["modified"] = 2, 1
    reading = fetch(f"{serve(changes).url}/feed")
    assert names(reading) == courts(1, 2, 3, 4, 5)
    assert any("1 items come after items that changed later" in n for n in told(reading, "note"))


def test_a_place_that_has_expired_is_begun_again(serve, changes, fetch, reply):
    server = serve(changes)
    fetch(f"{server.url}/feed")
    server.answer = lambda path, query: (
        reply(status=410) if query.get("after") == "5" and len(changes.items) == 5
        and server.counts["/feed"] < 4 else changes(path, query)
    )  # fmt: skip
    reading = fetch(f"{server.url}/feed")
    assert names(reading) == courts(1, 2, 3, 4, 5)


def test_a_dead_feed_is_an_error_unless_something_is_kept(serve, changes, fetch, reply, tmp_path):
    server = serve(changes)
    fetch(f"{server.url}/feed")
    server.answer = lambda _path, _query: reply(status=503)
    reading = fetch(f"{server.url}/feed")
    assert names(reading) == courts(1, 2, 3, 4, 5)
    assert "what was had before is used" in told(reading)[0]
    with pytest.raises(DataError, match="status 503"):
        fetch(f"{server.url}/feed", keep=tmp_path / "other")


def test_another_feed_at_the_same_address_is_not_mixed_in(serve, changes, fetch):
    server = serve(changes)
    assert names(fetch(f"{server.url}/feed")) == courts(1, 2, 3, 4, 5)

    def other(path, query):
        answer = changes(path, query)
        for item in answer.value["items"]:
            item["id"] = f"other-{item['id']}"
        return answer

    server.answer = other
    server.asked.clear()
    fetch(f"{server.url}/feed")
    assert server.asked.count("/feed") == 2  # to compare, and from the beginning
