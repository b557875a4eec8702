"""A note is shown, or its row is said: none is lost in silence."""

from sap_match.results import Part
from sap_match.similarity.overlap.note_rows import read_notes, unheard
from sap_match.similarity.overlap.pair import Overlap

OWNERS = {"s1": "o1", "s2": "o2", "s3": "o3", "s4": "o1"}
FOUND = [Overlap("s1", "s2", (Part("text", 0.5),), "Both cook.")]


def problems_of(tmp_path, rows, header="left_id,right_id,side,note,by_role"):
    path = tmp_path / "notes.csv"
    path.write_text(f"{header}\n{rows}\n", encoding="utf-8")
    notes = read_notes(path, OWNERS)
    return [str(p) for p in sorted([*notes.problems, *unheard(notes, FOUND, OWNERS)])], notes.notes


def only(tmp_path, row):
    said, notes = problems_of(tmp_path, row)
    assert len(said) == 1, said
    assert "Value error" not in said[0]
    return said[0], notes


def test_what_can_be_used_is_said_nothing_of(tmp_path):
    good = "s2,s1,s1,full,warden\ns1,s2,left,full,\n,,o2,asks to wait,\n,,s1,open,\ns1,s2,o2,ok,"
    said, notes = problems_of(tmp_path, good)
    assert said == []
    assert len(notes) == 5


def test_each_wrong_row_is_told_with_its_cell_and_what_to_do(tmp_path):
    told = {
        "s1,,left,full,": "row 2, right_id: is empty and the other is not; write both ids",
        ",s1,left,full,": "row 2, left_id: is empty and the other is not",
        "s1,s1,left,full,": "row 2, right_id 's1': is the same as left_id",
        "s1,s22,left,full,": "row 2, right_id 's22': is the id of no record that is compared; "
        "did you mean 's2'?",
        "s1,s2,s3,full,": "row 2, side 's3': is neither side of this pair; write one of left, "
        "right, s1, s2, o1, o2",
        "s1,s2,,full,": "row 2, side: is empty; write one of left, right",
        "s1,s4,o1,full,": "row 2, side 'o1': runs both of them; write left or right",
        ",,left,full,": "row 2, side 'left': is a side of no pair",
        ",,o9,full,": "row 2, side 'o9': is an id that nobody has",
        "s1,s2,left,,": "row 2, note: is empty; write what this side says",
        f"s1,s2,left,{'x' * 2001},": "has 2,001 characters; shorten it to 2,000",
        f"s1,s2,left,full,{'x' * 81}": "is longer than 80 characters; write a role",
    }
    for row, words in told.items():
        said, notes = only(tmp_path, row)
        assert words in said
        assert said.endswith("the note is left out")
        assert notes == ()


def test_a_note_on_what_is_not_listed_is_told(tmp_path):
    said, _ = only(tmp_path, "s1,s3,left,full,")
    assert said.startswith("row 2, left_id and right_id 's1 and s3': are not listed as an overlap")
    said, _ = only(tmp_path, ",,o3,full,")
    assert said.startswith("row 2, side 'o3': stands in no overlap that is listed")


def test_a_person_is_no_role_and_is_not_repeated(tmp_path):
    said, notes = only(tmp_path, "s1,s2,left,full,Jane Smith")
    assert "is a person and no role" in said
    assert "shown without it" in said
    assert "Jane" not in said
    assert [n.by_role for n in notes] == [""]
