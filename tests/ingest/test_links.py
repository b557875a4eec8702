"""Plain links on reading: numbers, branches, people's verdicts, and what is told of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sap_match.errors import DataError
from sap_match.ingest import read_dataset
from sap_match.model import Dataset

HEADER = "id,name,kind,identifiers,postcode,legal_form\n"


def read(folder: Path, verdicts: str | None = None, **sources: str) -> Dataset:
    text = 'id = "d"\n' + ('links = "same.csv"\n' if verdicts is not None else "")
    text += '[[areas]]\nid = "sale"\nname = "Sale"\nkind = "town"\n'
    for name, rows in sources.items():
        (folder / name).mkdir()
        (folder / name / "organisations.csv").write_text(HEADER + rows, encoding="utf-8")
        text += f'[[sources]]\nname = "{name}"\npath = "{name}"\n'
    if verdicts is not None:
        (folder / "same.csv").write_text(verdicts, encoding="utf-8")
    (folder / "partnership.toml").write_text(text, encoding="utf-8")
    return read_dataset(folder)


def links(dataset: Dataset) -> list[tuple[str, str, str]]:
    return [(x.kept_id, x.other_id, x.kind) for x in dataset.links]


def test_one_id_in_two_sources_is_told(tmp_path):
    row = "GB-CHC-1000001,Hope,voluntary,,,\n"
    dataset = read(tmp_path, register=row, grants=row)
    assert links(dataset) == [("GB-CHC-1000001", "GB-CHC-1000001", "number")]
    assert dataset.links[0].evidence == "same charity number 1000001 in register and grants"


@pytest.mark.parametrize(
    ("left", "right", "survivor"),
    [
        ("m,Mill Society,voluntary,GB-MPR-29766R,,", "c,Mill,voluntary,GB-COH-IP29766R,,", "m"),
        ("x,Old Mill Fund,voluntary,GB-CHC-212481,,",
         "y,Old Mill Fund,voluntary,GB-COH-00212481,,", "x"),
        ("x,A B,voluntary,GB-CHC-1171262;GB-COH-CE008889,,",
         "y,C D,voluntary,GB-COH-CE008889,,", "x"),
    ],
    ids=["mutual", "a charity number as a company's", "CIO"],
)  # fmt: skip
def test_a_number_in_any_spelling_links(tmp_path, left, right, survivor):
    dataset = read(tmp_path, a=f"{left}\n", b=f"{right}\n")
    assert [o.id for o in dataset.organisations] == [survivor]
    assert [x.kind for x in dataset.links] == ["number"]


def test_of_two_registers_of_a_mutual_the_mutuals_own_id_stays(tmp_path):
    dataset = read(
        tmp_path,
        a="GB-COH-IP29766R,Mill Society,voluntary,,,\nz,Nobody,voluntary,,,\n",
        b="GB-MPR-29766R,Mill Society,voluntary,,,\n",
    )
    # the earliest source that lists it speaks first, whatever the register
    assert dataset.organisation("GB-MPR-29766R").id == "GB-COH-IP29766R"


def test_branches_that_share_a_number_stay_apart_but_for_the_same_one(tmp_path):
    dataset = read(
        tmp_path,
        register="GB-CHC-306101,Scouting,voluntary,,SW1A 1AA,\n",
        directory=(
            "s1,1st Sale Scouts,voluntary,GB-CHC-306101,M33 1AA,\n"
            "s2,2nd Sale Scouts,voluntary,GB-CHC-306101,M33 2AA,\n"
        ),
        grants="g,1st Sale Scouts,voluntary,GB-CHC-306101,,\n",
    )
    assert links(dataset) == [("s1", "g", "number")]
    assert [o.name for o in dataset.organisations] == [
        "Scouting", "1st Sale Scouts", "2nd Sale Scouts",
    ]  # fmt: skip


def test_a_linked_charity_is_another_record(tmp_path):
    dataset = read(
        tmp_path,
        a="GB-CHC-210843,Field House Fund,voluntary,,,\n",
        b="x,Field House Fund,voluntary,GB-CHC-210843-2,,\n",
    )
    assert links(dataset) == []


def test_two_numbers_of_a_register_never_meet_by_way_of_a_third(tmp_path):
    dataset = read(
        tmp_path,
        a="GB-CHC-1000001,Hope House Trust,voluntary,,,\n",
        b="x,Hope House Trust,voluntary,,,\n",
        c="GB-CHC-1000002,Hope House Trust,voluntary,,,\n",
    )
    assert links(dataset) == [("GB-CHC-1000001", "x", "name")]
    (told,) = [p for p in dataset.problems if "is not taken for one" in p.reason]
    assert "1000001" in told.reason
    assert told.level == "info"


@pytest.mark.parametrize(
    "rows",
    [
        ("x,Dovecote Care,voluntary,GB-CHC-1000001,,Trust",
         "y,Dovecote Care Ltd,voluntary,GB-COH-01234567,,"),
        ("x,Dovecote Care,voluntary,GB-CHC-1000001,,", "y,Dovecote Care CIC,voluntary,,,"),
        ("x,Mr John Doe,voluntary,,,", "y,Mr John Doe,voluntary,,,"),
        ("x,Age Aid,voluntary,,,\nx2,Age Aid Sale,voluntary,,,\nx3,Age Aid Hale,voluntary,,,",
         "y,Age Aid,voluntary,,,"),
    ],
    ids=["trading company", "CIC", "person", "a national name"],
)  # fmt: skip
def test_an_equal_name_is_not_enough(tmp_path, rows):
    assert links(read(tmp_path, a=f"{rows[0]}\n", b=f"{rows[1]}\n")) == []


def test_another_name_counts_as_a_name(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "organisations.csv").write_text(
        "id,name,kind,other_names\nx,Talking Together,voluntary,Relate Sale;Old Name Club\n"
    )
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "organisations.csv").write_text("id,name,kind\ny,Old Name Club,voluntary\n")
    (tmp_path / "partnership.toml").write_text(
        'id = "d"\n[[sources]]\npath = "a"\n[[sources]]\npath = "b"\n'
    )
    assert links(read_dataset(tmp_path)) == [("x", "y", "name")]


def test_a_person_parts_what_a_number_joins_and_joins_what_nothing_does(tmp_path):
    dataset = read(
        tmp_path,
        "left_id,right_id,verdict,reason\ny,x,different,the hall\nz,x,Same,told so\n",
        a="x,Hope,voluntary,GB-CHC-1000001,,\n",
        b="y,Hope,voluntary,GB-CHC-1000001,,\nz,Light,voluntary,GB-CHC-1000002,,\n",
    )
    assert links(dataset) == [("x", "z", "person")]
    assert dataset.links[0].evidence == "told so"
    assert [v.same for v in dataset.verdicts] == [False, True]


def test_wrong_verdicts_are_told_with_their_row(tmp_path):
    dataset = read(
        tmp_path,
        "left_id,right_id,verdict\nx,,same\nx,x,same\nx,y,perhaps\nx,y,same\ny,x,different\nx,q,same\n",
        a="x,Hope,voluntary,,,\n",
        b="y,Light,voluntary,,,\n",
    )
    told = {(p.row, p.field, p.level) for p in dataset.problems if p.source == "same.csv"}
    assert told == {
        (1, "right_id", "bad"), (2, "right_id", "bad"), (3, "verdict", "bad"),
        (5, "verdict", "bad"), (6, "left_id", "note"),
    }  # fmt: skip
    assert links(dataset) == [("x", "y", "person")]


@pytest.mark.parametrize(
    ("text", "message"), [(None, "is no file"), ("a,b\n", "lacks the column left_id")]
)
def test_a_file_of_verdicts_that_cannot_be_used_is_said(tmp_path, text, message):
    row = "x,Hope,voluntary,,,\n"
    (tmp_path / "partnership.toml").write_text('id = "d"\nlinks = "same.csv"\n')
    (tmp_path / "organisations.csv").write_text(HEADER + row)
    if text is not None:
        (tmp_path / "same.csv").write_text(text)
    with pytest.raises(DataError, match=message):
        read_dataset(tmp_path)


def test_on_trafford_links_are_many_and_each_has_its_evidence(shared_data):
    dataset = read_dataset(Path(__file__).parents[2] / "benchmarks" / "places" / "trafford.toml")
    assert len(dataset.links) > 80
    assert all(link.evidence and link.kind for link in dataset.links)
    kinds = {link.kind for link in dataset.links}
    assert {"id", "number", "name"} <= kinds
    assert dataset.organisation("XX-MH-trafford-carers-centre").id == "GB-CHC-1102075"
