"""Whatever a server sends, a feed ends: it is read, or refused with a reason."""

import json
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sap_match.errors import SapMatchError
from sap_match.ingest.feeds import Limits, read_feed
from sap_match.ingest.feeds.answers import Answer
from sap_match.ingest.feeds.web import Web, _refused
from sap_match.ingest.raw import Reading

BASE = "http://127.0.0.1:1"

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(), st.text(max_size=8),
    st.sampled_from(["s1", "s2", "2024-01-01", "..", "", "/services?page=2", "https://x.example/"]),
)  # fmt: skip
keys = st.sampled_from(
    [
        "id", "name", "contents", "content", "items", "next", "total_items", "total_pages",
        "number",
        "last", "last_page", "empty", "organization", "services", "schedules", "links", "_embedded",
        "page", "state", "kind", "modified", "data", "last_modified", "description", "status",
    ]
)  # fmt: skip
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6),
    max_leaves=12,
)
entries = st.dictionaries(keys, values, max_size=5).map(lambda d: {"name": "Lunch", **d})
pages = st.builds(
    lambda listed, more: {**more, "contents": listed},
    st.lists(entries | values, max_size=4),
    st.dictionaries(keys, values, max_size=4),
)
changes = st.builds(
    lambda listed, following: {"items": listed, "next": following, "license": "x"},
    st.lists(entries | values, max_size=4),
    st.sampled_from(["/services?page=2", "/services?page=3", "", f"{BASE}/services", "//x.y/"]),
)
bodies = st.one_of(
    pages.map(lambda v: json.dumps(v).encode()),
    changes.map(lambda v: json.dumps(v).encode()),
    entries.map(lambda v: json.dumps(v).encode()),
    values.map(lambda v: json.dumps(v).encode()),
    st.binary(max_size=30),
)
answers = st.tuples(st.sampled_from([200] * 8 + [404, 500, 304, 204]), bodies)


class Stub(Web):
    """Answers from a list, and always the same to the same question."""

    def __init__(self, url, script):
        super().__init__(url, Limits(pages=20), sleep=lambda _s: None)
        self.script, self.told, self.count = script, {}, 0

    def _once(self, url, headers, into):
        self.count += 1
        assert self.count < 600, "it does not end"
        index = self.told.setdefault(url, len(self.told) % len(self.script))
        status, body = self.script[index]
        answer = Answer(url, status, {"date": "Sat, 21 Nov 2026 10:00:00 GMT"}, body)
        if status >= 400 or status == 204:
            raise _refused(answer)
        if into is not None:
            into.seek(0)
            into.truncate()
            into.write(body)
            return Answer(url, status, answer.headers)
        return answer


@given(st.lists(answers, min_size=1, max_size=8), st.sampled_from(["/services", "", "/feed"]))
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_answers_give_a_reading_or_a_reason(script, path):
    url = f"{BASE}{path}"
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(2):  # from the beginning, and from what was kept
            try:
                reading = read_feed(url, keep=Path(folder), web=Stub(url, script))
            except SapMatchError as error:
                assert str(error)  # noqa: PT017 - either is right
            else:
                assert isinstance(reading, Reading)
                rows = {row.row for table in reading.tables for row in table.rows}
                told = {p.row for p in reading.problems}
                if "hsds" in reading.format or "oruk" in reading.format:
                    assert max(rows, default=0) <= reading.rows_in
                    assert rows or told
