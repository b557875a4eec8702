"""One organisation that two sources place apart: told, unless its place must not be."""

import pytest

from sap_match.ingest.assemble import assemble
from sap_match.ingest.place import Place
from sap_match.ingest.raw import RawRow, RawTable, Reading


def listed_twice(first, second, *, kind="table", name="Mill Brow Pantry", **more):
    """The organisation as two sources list it, at two postcodes."""

    def reading(source, organisation_id, postcode, form, **cells):
        row = RawRow(
            2,
            {"id": organisation_id, "name": name, "kind": "voluntary", "postcode": postcode}
            | cells,
        )
        return Reading(source, form, (RawTable("organisations", source, (row,)),), rows_in=1)

    return assemble(
        [reading("one", "a", first, kind, **more), reading("two", "b", second, "table")],
        Place("x"),
    )


def notes(dataset):
    return [(p.source, p.row, p.value, p.reason) for p in dataset.problems if p.level == "note"]


def test_two_addresses_are_told():
    dataset = listed_twice("CW1 2BG", "CW1 3AA")
    assert notes(dataset) == [("two", 2, "CW1 3AA", "a has another address elsewhere: CW1 2BG")]
    assert dataset.organisation("b").postcode == "CW1 2BG"


@pytest.mark.parametrize("other", ["cw12bg", " CW1  2BG", ""])
def test_one_address_in_two_spellings_is_one(other):
    dataset = listed_twice("CW1 2BG", other)
    assert len(dataset.organisations) == 1
    assert notes(dataset) == []


def test_where_a_trustee_can_be_written_to_is_not_told():
    dataset = listed_twice("CW1 2BG", "CW1 3AA", kind="charity-commission")
    assert len(dataset.organisations) == 1
    assert notes(dataset) == []


@pytest.mark.parametrize("more", [{"location_confidential": "yes"}, {"themes": "domestic abuse"}])
def test_a_closed_place_is_told_in_no_other_words(more):
    dataset = listed_twice("CW1 2BG", "CW1 3AA", name="Mill Brow House", **more)
    assert len(dataset.organisations) == 1
    assert not any("CW1" in f"{p.value}{p.reason}" for p in dataset.problems)
