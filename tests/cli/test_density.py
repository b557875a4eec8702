"""``sap-match density`` for people: questions as headings, each definition once, 80 columns."""

import json

import pytest
from rich.cells import cell_len

from sap_match.assess.density_report import DensityReport
from sap_match.assess.measures import Measure
from sap_match.cli.figures import show_report


def test_questions_are_headings_in_their_order(village, sap_match):
    said = sap_match("density", village).out
    heads = [line for line, below in zip(said.splitlines(), said.splitlines()[1:], strict=False)
             if below and set(below) == {"-"}]  # fmt: skip
    assert heads[:2] == ["How dense is it?", "Who works with whom?"]
    assert len(heads) == len(set(heads)) >= 5
    assert max(cell_len(line) for line in said.splitlines()) <= 80


def test_a_definition_and_a_note_are_said_once(village, sap_match):
    words = " ".join(sap_match("density", village).out.split())
    assert words.count("partners / possible pairs of organisations:") == 1
    assert words.count("no record is not no tie") <= 1
    assert words.count("Cite as: ") == 1


def test_a_figure_reads_in_words(village, sap_match):
    said = sap_match("density", village).out
    assert "Density: 0.0667\n  partners / possible pairs of organisations: 1 of 15\n" in said


def test_many_groups_stand_side_by_side(own_village, sap_match):
    areas = "".join(f"a{i},Area {i},care_community\n" for i in range(6))
    people = "".join(f"o{i},Org {i},voluntary,a{i}\n" for i in range(6))
    source = own_village(
        areas=f"id,name,kind\n{areas}",
        organisations=f"id,name,kind,areas\n{people}",
        collaborations="id,kind\nc,partnership\n",
        collaboration_members="collaboration_id,organisation_id\nc,o0\nc,o1\n",
    )
    for table in ("services", "offers", "needs", "facilities", "facility_requests", "bookings",
                  "exclusions", "relationships", "agreements", "briefs", "decisions"):  # fmt: skip
        (source / f"{table}.csv").unlink(missing_ok=True)
    said = sap_match("density", source, "--by", "area", "--as-of", "2026-11-01")
    assert said.code == 0, said.err
    rows = [line for line in said.out.splitlines() if line.startswith("Area ")]
    assert [row.split()[:2] for row in rows] == [["Area", str(i)] for i in range(6)]
    assert max(cell_len(line) for line in said.out.splitlines()) <= 80


def test_chance_is_told_where_draws_are_asked_for(village, sap_match):
    assert "Is it by chance?" not in sap_match("density", village).out
    said = sap_match("density", village, "--tests", 50)
    assert "Is it by chance?" in said.out
    assert "50 draws, seed 0" in said.out
    assert sap_match("density", village, "--tests", -1).code == 2


def test_a_file_has_every_column(village, tmp_path, sap_match):
    out = tmp_path / "d.json"
    assert sap_match("density", village, "--out", out).out == ""
    rows = json.loads(out.read_text("utf-8"))["rows"]
    assert list(rows[0])[-2:] == ["section", "citation"]
    assert all(row["citation"].startswith(f"{row['measure']}, {row['group']}: ") for row in rows)


def test_nobody_asked_is_told_of_nothing(own_village, sap_match):
    source = own_village(relationships="from_id,to_id,trust\nhall,lunch,5\n")
    said = sap_match("density", source)
    assert "not shown: fewer than 5 organisations answered" in said.out
    assert "Trust reported: not shown" in said.out


def test_what_changed_since_a_date(village, sap_match):
    said = sap_match("density", village, "--since", "2025-01-01")
    assert said.code == 0, said.err
    assert "What changed since 2025-01-01?" in said.out
    assert max(cell_len(line) for line in said.out.splitlines()) <= 80
    assert "What changed" not in sap_match("density", village).out


def test_a_later_date_to_compare_with_is_refused(village, sap_match):
    said = sap_match("density", village, "--since", "2030-01-01")
    assert said.code == 1
    assert "earlier date" in " ".join(said.err.split())
    assert sap_match("density", village, "--since", "last year").code == 2


def test_what_an_analyst_wants_besides(village, sap_match):
    said = sap_match("density", village, "--full")
    assert said.code == 0, said.err
    assert said.out.index("How dense is it?") < said.out.index("For the analyst")
    assert "Krackhardt's efficiency" in said.out
    assert max(cell_len(line) for line in said.out.splitlines()) <= 80
    assert "For the analyst" not in sap_match("density", village).out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("01/11/2025", "write 2025-11-01 (year-month-day)"),
        ("2025-13-01", "2025-13-01: there is no such day"),
        ("last year", "write 2025-11-01 (year-month-day)"),
    ],
)
@pytest.mark.parametrize("option", ["--since", "--as-of"])
def test_a_day_typed_wrongly_is_told_how_to_write_one(village, sap_match, option, typed, said):
    wrong = sap_match("density", village, option, typed)
    assert wrong.code == 2
    assert said in wrong.err
    assert f"'{option}'" in wrong.err
    assert "format" not in wrong.err
    assert max(map(cell_len, wrong.err.splitlines())) <= 80


def test_a_row_keeps_its_own_note_and_the_whole_says_its_once(capsys):
    rows = [
        Measure("Stands between", whom, 1.0, None, None, 3, "pairs", "2 of them so", section="S")
        for whom in ("A", "B")
    ]
    rows += [
        Measure(name, "whole network", 1.0, None, None, 3, "pairs", "of all", section="S")
        for name in ("Density", "Partners each")
    ]
    rows.append(Measure("Other", "A", 1.0, None, None, 3, "pairs", "at the head", section="S"))
    show_report(
        DensityReport(
            tuple(rows), record=Measure.to_record, title="T", about=("Told at the head.",)
        )
    )
    said = capsys.readouterr().out
    assert said.count("2 of them so") == 2
    assert said.count("of all") == 1
    assert said.count("at the head") == 1


def test_by_area_tells_where_names_stand(village, sap_match):
    assert "--by kind" in " ".join(sap_match("density", village, "--by", "area").out.split())
