"""Comparing again only what changed gives what comparing all gives."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.ingest import read_dataset
from sap_match.model import Changes, Dataset, Organisation, Service
from sap_match.similarity.duplicates import Compared, find_duplicates
from sap_match.similarity.duplicates.again import hash_of
from sap_match.similarity.duplicates.entries import collect, entries_of

EXAMPLE = Path(__file__).parents[2] / "examples" / "cheshire_east"
words = st.lists(
    st.sampled_from("lunch club plain sale park north repair cafe friends of the".split()),
    min_size=1,
    max_size=4,
).map(" ".join)
records = st.dictionaries(
    st.sampled_from("abcdefghij"),
    st.tuples(
        words,
        st.sampled_from(["", "01632 960001", "01632 960002"]),
        st.sampled_from(["", "1 High Street", "2 High Street", "The Hall"]),
    ),
    min_size=2,
)


def dataset(rows):
    organisations = [
        Organisation(
            id=one, name=name, kind="voluntary", phones=tuple(filter(None, [phone])),
            address=address or None,
        )
        for one, (name, phone, address) in rows.items()
    ]  # fmt: skip
    return Dataset.build("d", {"organisations": organisations})


@settings(max_examples=40, deadline=None)
@given(records, records)
def test_equal_to_a_fresh_run_whatever_changed(before, after):
    first = find_duplicates(dataset(before), of="organisations")
    fresh = find_duplicates(dataset(after), of="organisations")
    again = find_duplicates(dataset(after), of="organisations", earlier=first.compared)
    assert again.rows == fresh.rows
    assert dict(again.compared.patterns) == dict(fresh.compared.patterns)
    assert again.compared.afresh <= fresh.compared.afresh


def test_nothing_changed_nothing_is_compared():
    d = read_dataset(EXAMPLE)
    first = find_duplicates(d)
    assert first.compared.afresh == len(first.compared.patterns) > 100
    again = find_duplicates(d, earlier=first.compared)
    assert again.compared.afresh == 0
    assert again.rows == first.rows


def test_one_changed_telephone_touches_its_own_pairs():
    d = read_dataset(EXAMPLE)
    first = find_duplicates(d)
    service = d.service("XE-SVC-0022-1")
    changed = service.model_copy(update={"phones": ("01632 969999",)})
    then = d.updated(Changes(upserts={"services": (changed,)}))
    again = find_duplicates(then, earlier=first.compared)
    assert again.rows == find_duplicates(then).rows
    assert 0 < again.compared.afresh < 0.2 * len(again.compared.patterns)


def test_a_neighbour_s_change_that_makes_a_number_crowded_is_noticed():
    def rows(n):
        names = ["Plain Lunch", "Sale Shed", "Hale Choir", "Vale Chess", "Dale Repair", "Kale Art"]
        return {str(i): (names[i], "01632 960001", "") for i in range(n)}

    first = find_duplicates(dataset(rows(2)), of="organisations")
    again = find_duplicates(dataset(rows(6)), of="organisations", earlier=first.compared)
    fresh = find_duplicates(dataset(rows(6)), of="organisations")
    assert dict(again.compared.patterns) == dict(fresh.compared.patterns)
    assert again.compared.patterns["0", "1"] != first.compared.patterns["0", "1"]


def test_other_fields_are_not_carried_over():
    d = read_dataset(EXAMPLE)
    services = find_duplicates(d)
    organisations = find_duplicates(d, of="organisations", earlier=services.compared)
    assert organisations.compared.afresh == len(organisations.compared.patterns)


def test_it_can_be_kept_as_text():
    found = find_duplicates(read_dataset(EXAMPLE)).compared
    kept = Compared.from_json(found.to_json())
    assert (kept.made_by, dict(kept.hashes), dict(kept.patterns)) == (
        found.made_by,
        dict(found.hashes),
        dict(found.patterns),
    )
    for text in ("", "[]", '{"made_by": 1}', '{"made_by":"x","hashes":{},"patterns":[[1]]}'):
        with pytest.raises(DataError, match="earlier"):
            Compared.from_json(text)


def test_a_hash_never_holds_words_and_knows_the_record():
    owner = Organisation(id="o", name="Sale Vale", kind="voluntary")
    services = [
        Service(id="s1", organisation_id="o", name="Lunch", phones=("01632 960001",)),
        Service(id="s2", organisation_id="o", name="Lunch", phones=("01632 960001",)),
    ]
    d = Dataset.build("d", {"organisations": [owner], "services": services})
    whole = collect(entries_of(d, "services"))
    one, two = (hash_of(e, whole) for e in whole.entries)
    assert one != two
    assert len(one) == 24
    assert int(one, 16) >= 0
