"""Every command: its rows, its words for people, and how it ends."""

import csv
import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from sap_match.recommend.signals import part_names

PARTS = part_names()

#: Columns that a command's rows begin with, and some that follow.
ROWS = {
    "partners": (
        ["for_id", "rank", "organisation_id", "score", "reason"],
        {"text", "network", "exchange", "themes", "place"},
    ),
    "partners --briefs briefs.csv": (
        ["for_id", "rank", "organisation_id", "score", "reason"],
        {"text", "place"},
    ),
    "consortium": (["brief_id", "team", "organisation_id", "role", "covers", "reason"], set()),
    "consortium --briefs briefs.csv": (
        ["brief_id", "team", "organisation_id", "role", "covers", "reason"],
        set(),
    ),
    "pairings": (["offer_id", "need_id", "quantity", "score", "reason"], {"text", "distance"}),
    "facilities": (["request_id", "facility_id", "starts", "ends", "score", "reason"], set()),
    "similar": (["id", "rank", "other_id", "score"], set()),
    "similar --of organisations": (["id", "rank", "other_id", "score"], set()),
    "similar --text lunch": (["id", "rank", "other_id", "score"], set()),
    "duplicates": (
        ["left_id", "right_id", "probability", "relation", "decision"],
        {"name", "telephone"},
    ),
    "duplicates --of organisations": (
        ["left_id", "right_id", "probability", "relation", "decision"],
        set(),
    ),
    "overlaps": (["left_id", "right_id", "score", "reason"], set()),
    "density": (
        ["measure", "group", "value"],
        {"numerator", "denominator", "definition", "note"},
    ),
    "density --by area": (["measure", "group", "value"], {"definition"}),
    "density --by theme": (["measure", "group", "value"], {"definition"}),
    "gaps": (["area_id", "area", "theme", "status"], {"reason", "confidence", "whom_to_ask"}),
    "check": (["level", "source", "table", "row", "field", "value", "reason", "fix"], set()),
}
#: These may find nothing in a village of six.
MAY_BE_EMPTY = {"duplicates --of organisations", "overlaps", "check"}


def typed(command: str, source: Path) -> list[str]:
    """The words of a command, with the source in its place and files inside the source."""
    name, *rest = command.split()
    return [name, str(source), *(str(source / w) if w.endswith(".csv") else w for w in rest)]


def read(path: Path) -> tuple[list[str], list[dict[str, object]]]:
    if path.suffix == ".json":
        body = json.loads(path.read_text("utf-8"))
        return body["columns"], body["rows"]
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as handle:
            rows = csv.DictReader(handle)
            return list(rows.fieldnames or ()), list(rows)
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    return table.column_names, table.to_pylist()


@pytest.mark.parametrize("ending", ["csv", "json", "parquet"])
@pytest.mark.parametrize("command", ROWS)
def test_rows_have_the_columns_that_are_promised(command, ending, village, tmp_path, sap_match):
    out = tmp_path / f"rows.{ending}"
    said = sap_match(*typed(command, village), "--out", out)
    assert (said.code, said.out) == (0, ""), said.err
    columns, rows = read(out)
    first, more = ROWS[command]
    assert columns[: len(first)] == first
    assert more <= set(columns)
    if command not in MAY_BE_EMPTY:
        assert rows


@pytest.mark.parametrize("command", ["partners", "density", "similar"])
def test_the_three_forms_say_the_same(command, village, tmp_path, sap_match):
    found = []
    for ending in ("csv", "json", "parquet"):
        out = tmp_path / f"rows.{ending}"
        assert sap_match(*typed(command, village), "--out", out).code == 0
        found.append(read(out))
    (names, as_text), (names_2, as_json), (names_3, as_parquet) = found
    assert names == names_2 == names_3
    assert as_json == as_parquet
    assert [r[names[0]] for r in as_text] == [str(r[names[0]]) for r in as_json]


@pytest.mark.parametrize("command", ROWS)
def test_people_read_eighty_columns(command, village, sap_match):
    said = sap_match(*typed(command, village))
    assert said.code == 0, said.err
    assert said.out.strip()
    assert max(cell_len(line) for line in said.out.splitlines()) <= 80
    assert said.err == ""


@pytest.mark.parametrize("command", [c for c in ROWS if "brie" not in c and c != "consortium"])
def test_nothing_to_say_is_said_in_words_and_keeps_its_columns(command, tmp_path, sap_match):
    (tmp_path / "organisations.csv").write_text("id,name,kind\na,A,voluntary\n", "utf-8")
    dated = [] if command == "check" else ["--as-of", "2026-11-01"]
    said = sap_match(*typed(command, tmp_path), *dated)
    assert (said.code, said.err) == (0, "")
    assert said.out.strip()
    out = tmp_path / "rows.csv"
    assert sap_match(*typed(command, tmp_path), *dated, "--out", out).code == 0
    assert read(out)[0][: len(ROWS[command][0])] == ROWS[command][0]


def test_no_briefs_and_no_dates_are_said(tmp_path, sap_match):
    (tmp_path / "organisations.csv").write_text("id,name,kind\na,A,voluntary\n", "utf-8")
    assert "name a file of them with --briefs" in sap_match("consortium", tmp_path).complaint
    said = sap_match("density", tmp_path)
    assert said.code == 1
    assert "say --as-of DATE" in said.complaint


@pytest.mark.slow
@pytest.mark.parametrize("command", ROWS)
def test_every_command_has_something_to_say_of_the_example(command, example, tmp_path, sap_match):
    said = sap_match(*typed(command, example))
    assert said.code == 0, said.err
    assert len(said.out.splitlines()) >= 5
    assert max(cell_len(line) for line in said.out.splitlines()) <= 80
    assert "11 of 1207 rows could not be used" in said.complaint or command == "check"
    out = tmp_path / "rows.json"
    assert sap_match(*typed(command, example), "--out", out).code == 0
    columns, rows = read(out)
    assert rows
    assert columns[: len(ROWS[command][0])] == ROWS[command][0]


def test_the_plan_of_the_village_is_the_one_that_one_would_make(village, tmp_path, sap_match):
    out, left, all_pairs = (tmp_path / f"{n}.json" for n in ("plan", "left", "pairs"))
    sap_match("pairings", village, "--out", out, "--unmatched", left, "--candidates", all_pairs)
    assert [(r["offer_id"], r["need_id"], r["quantity"]) for r in read(out)[1]] == [
        ("o-team", "n-beds", 4)
    ]
    columns, rows = read(left)
    assert columns == ["side", "id", "quantity_left", "reason", "nearest"]
    assert {("offer", "o-paint", 10), ("need", "n-money", 900)} <= {
        (r["side"], r["id"], r["quantity_left"]) for r in rows
    }
    assert ("o-team", "n-beds") in {(r["offer_id"], r["need_id"]) for r in read(all_pairs)[1]}


def test_rooms_of_the_village(village, tmp_path, sap_match):
    out, left = tmp_path / "plan.json", tmp_path / "left.csv"
    sap_match("facilities", village, "--out", out, "--unmatched", left)
    rows = read(out)[1]
    assert [(r["request_id"], r["facility_id"]) for r in rows] == [("req", "room")]
    assert rows[0]["starts"].startswith("2026-11-09T11:00")
    assert [r["id"] for r in read(left)[1]] == ["req-big"]


def test_what_nobody_covers_is_a_row_without_an_organisation(village, tmp_path, sap_match):
    out = tmp_path / "teams.json"
    sap_match("consortium", village, "--teams", 1, "--out", out)
    rows = read(out)[1]
    assert [r["covers"] for r in rows if r["role"] == "uncovered"] == ["welding"]
    assert all((r["organisation_id"] is None) == (r["role"] == "uncovered") for r in rows)
    assert {r["team"] for r in rows} == {1}


def test_one_listed_twice_is_found_and_told_in_words(village, sap_match):
    said = sap_match("duplicates", village).out
    assert "Thursday lunch, Thursday Lunch (s-lunch)" in said
    assert re.search(r"(Listed twice|Look at it): same record, \d+ in 100", said)


def test_partners_for_one_and_how_many(village, tmp_path, sap_match):
    out = tmp_path / "p.json"
    sap_match("partners", village, "--for", "lunch", "--for", "garden", "-k", 2, "--out", out)
    rows = read(out)[1]
    assert [(r["for_id"], r["rank"]) for r in rows] == [
        ("lunch", 1), ("lunch", 2), ("garden", 1), ("garden", 2),
    ]  # fmt: skip
    assert all(r["score"] == pytest.approx(sum(r[p] or 0 for p in PARTS), abs=2e-6) for r in rows)


def test_partners_of_one_who_takes_part_in_a_brief(village, tmp_path, sap_match):
    out, one = tmp_path / "p.json", tmp_path / "one.csv"
    rows = (village / "briefs.csv").read_text("utf-8").splitlines()
    one.write_text("\n".join(rows[:2]), "utf-8")
    said = sap_match("partners", village, "--for", "lunch", "--briefs", one, "--out", out)
    assert said.code == 0, said.err
    assert {r["for_id"] for r in read(out)[1]} == {"lunch"}
    two = tmp_path / "two.csv"
    two.write_text("\n".join([*rows[:2], rows[1].replace(rows[1].split(",")[0], "x", 1)]), "utf-8")
    said = sap_match("partners", village, "--for", "lunch", "--briefs", two)
    assert said.code == 2
    assert "name a file of one" in said.err


def test_alike_or_completing_is_asked_for(village, tmp_path, sap_match):
    def parts(seek):
        out = tmp_path / f"{seek}.json"
        assert sap_match("partners", village, "--seek", seek, "--out", out).code == 0
        return {p for r in read(out)[1] for p in PARTS if r[p]}

    assert not parts("complementary") & {"text", "themes"}
    assert not parts("similar") & {"exchange", "complement", "reciprocity"}
    assert parts("both") & {"text", "themes"}


def test_who_is_left_out(village, tmp_path, sap_match):
    def others(exclude: str) -> set[str]:
        out = tmp_path / "p.json"
        sap_match("partners", village, "--for", "lunch", "--exclude", exclude, "--out", out)
        return {str(r["organisation_id"]) for r in read(out)[1]}

    assert "drivers" in others("current")  # their winter together is over
    assert "drivers" not in others("past")
    assert others("none") >= others("current")


def test_as_of_is_what_was_typed_else_the_briefs_own(own_village, tmp_path, sap_match):
    title = "id,title,description,lead_id,as_of\n"
    source = own_village(briefs=f"{title}b1,Orchard,Work in the orchard,garden,2026-01-01\n")
    out = tmp_path / "d.json"
    sap_match("density", source, "--as-of", "2026-01-01", "--out", out)
    ties = next(r for r in read(out)[1] if r["measure"] == "Density")
    assert ties["numerator"] == 3  # the winter lunches had not ended, the orchard not begun
    sap_match("density", source, "--out", out)
    assert next(r for r in read(out)[1] if r["measure"] == "Density")["numerator"] == 1


def test_the_date_that_was_taken_from_the_data_is_said(own_village, sap_match):
    source = own_village()
    (source / "partnership.toml").write_text('id = "v"\nname = "V"\n', "utf-8")
    said = sap_match("density", source)
    assert said.code == 0
    assert "as of 2026-05-01, the latest date in the data" in said.complaint


# -- how it ends ----------------------------------------------------------------------------


@pytest.mark.parametrize("command", sorted({c.split()[0] for c in ROWS}))
def test_a_source_that_is_not_there_ends_with_1(command, sap_match, tmp_path):
    said = sap_match(command, tmp_path / "nothing")
    assert (said.code, said.out) == (1, "")
    assert "there is no such file or folder" in said.complaint


def test_an_unknown_id_ends_with_2_and_names_the_nearest(village, sap_match):
    said = sap_match("partners", village, "--for", "lunhc")
    assert said.code == 2
    assert "'lunch'" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["partners"],
        ["no-such-command"],
        ["partners", "SOURCE", "--no-such-option"],
        ["partners", "SOURCE", "-k", "0"],
        ["partners", "SOURCE", "-k", "many"],
        ["partners", "SOURCE", "--exclude", "everybody"],
        ["partners", "SOURCE", "--for", "lunch", "--briefs", "b.csv"],
        ["density", "SOURCE", "--by", "shoe-size"],
        ["gaps", "SOURCE", "--by", "kind"],
        ["density", "SOURCE", "--as-of", "01/11/2026"],
        ["density", "SOURCE", "--out", "figures.xls"],
        ["pairings", "SOURCE", "--unmatched", "left.txt"],
        ["pairings", "SOURCE", "--aim", "profit"],
        ["run", "SOURCE", "--month", "2026-13", "--out", "out"],
        ["run", "SOURCE", "--month", "November", "--out", "out"],
        ["run", "SOURCE", "--out", "out"],
        ["similar", "SOURCE", "--of", "towns"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_says_why(arguments, village, sap_match):
    said = sap_match(*[village if one == "SOURCE" else one for one in arguments])
    assert said.code == 2
    assert said.err.startswith("Usage: sap-match")
    assert "Traceback" not in said.err


def test_no_command_shows_the_help(sap_match):
    said = sap_match("--help")
    assert said.code == 0
    for name in ("demo", "run", "check", *{c.split()[0] for c in ROWS}, "feedback", "forget"):
        assert re.search(rf"^  {name} +[A-Z]", said.out, flags=re.MULTILINE), name
    assert sap_match().code == 2


@pytest.mark.parametrize(
    "name", ["demo", "run", "evaluate", "feedback", "forget", *sorted({c.split()[0] for c in ROWS})]
)
def test_each_command_explains_itself_in_eighty_columns(name, sap_match):
    said = sap_match(name, "--help")
    assert said.code == 0
    assert said.out.startswith(f"Usage: sap-match {name}")
    assert max(map(len, said.out.splitlines())) <= 80
    assert "..." not in said.out.replace("[OPTIONS]...", "")


def test_the_version(sap_match):
    from importlib.metadata import version

    assert sap_match("--version").out == f"sap-match {version('sap-match')}\n"


def test_data_that_is_mostly_bad_is_not_used(own_village, sap_match):
    rows = "\n".join(f"x{i},,voluntary" for i in range(40))
    source = own_village(organisations=f"id,name,kind\nhall,Hall,voluntary\n{rows}\n")
    said = sap_match("density", source)
    assert said.code == 1
    assert "organisations.csv, row 3, name ''" in said.complaint
    assert "rows could not be used; mend the rows" in said.complaint


def test_some_bad_rows_are_said_and_the_good_ones_used(own_village, sap_match):
    source = own_village(exclusions="left_id,right_id\nhall,lunch\nhall,nobody\n")
    said = sap_match("density", source)
    assert said.code == 0
    assert "1 of 29 rows could not be used" in said.complaint


# -- check ----------------------------------------------------------------------------------


def test_check_says_what_was_read_and_every_row_that_was_not(own_village, tmp_path, sap_match):
    source = own_village(
        exclusions="left_id,right_id,until\nhall,lunch,soon\nhall,nobody,\n",
    )
    said = sap_match("check", source)
    text = " ".join(said.out.split())
    assert said.code == 0
    assert "Mill Brow Partnership" in text
    assert "6 organisations" in text
    assert "1 left out" in text
    assert "exclusions.csv, row 3, right_id 'nobody'" in text
    assert "exclusions.csv, row 2, until 'soon'" in text
    out = tmp_path / "problems.json"
    assert sap_match("check", source, "--out", out).code == 0
    assert [(r["level"], r["row"], r["field"]) for r in read(out)[1] if r["level"] != "info"] == [
        ("bad", 3, "right_id"),
        ("note", 2, "until"),
    ]


def test_check_of_data_that_cannot_be_used_ends_with_1(own_village, sap_match):
    source = own_village(organisations="id,name,kind\nx,,\ny,,\n")
    said = sap_match("check", source)
    assert said.code == 1
    assert "organisations.csv, row 2" in said.out
    assert "could not be used" in said.err


def test_check_tells_links_with_their_evidence(own_village, tmp_path, sap_match):
    twice = "id,name,kind,identifiers\na,Moss Side Pantry,voluntary,GB-CHC-1012345\n"
    more = "b,Moss Side Pantry,voluntary,GB-CHC-1012345\n"
    source = own_village(organisations=twice + more)
    for name in ("services", "facilities", "facility_requests", "offers", "needs", "briefs"):
        (source / f"{name}.csv").unlink()
    (source / "collaboration_members.csv").unlink()
    out = tmp_path / "problems.json"
    sap_match("check", source, "--out", out)
    links = [r for r in read(out)[1] if r["level"] == "link"]
    if links:  # how records are linked is the reader's business; that it is told is ours
        assert links[0]["value"] in {"a", "b"}
        assert "is the same as" in str(links[0]["reason"])
    assert (" taken for one record" in sap_match("check", source).out) == bool(links)


# -- evaluate -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "methods"),
    [
        pytest.param(["partners"], {"suggestions", "most partners"}, marks=pytest.mark.slow),
        (["duplicates", "--truth", "TRUTHS"], {"decided duplicate", "same name"}),
        (["similarity"], {"blend .6/.4, description"}),
    ],
)
def test_quality_stands_beside_simple_methods(arguments, methods, example, tmp_path, sap_match):
    what, *rest = [str(example / "truths.csv") if a == "TRUTHS" else a for a in arguments]
    out = tmp_path / "quality.json"
    assert sap_match("evaluate", what, example, *rest, "--out", out).code == 0
    columns, rows = read(out)
    assert columns[0] == "method"
    assert methods <= {str(row["method"]) for row in rows}
    assert all(0 <= float(v) <= 1 for r in rows for n, v in r.items() if n in {"f1", "ndcg_at_10"})


def test_duplicates_are_judged_by_people(village, sap_match):
    said = sap_match("evaluate", "duplicates", village)
    assert said.code == 2
    assert "--truth" in said.err
    assert sap_match("evaluate", "everything", village).code == 2


@pytest.mark.parametrize("command", ["similar", "duplicates", "overlaps"])
def test_a_folder_without_any_date_is_compared_all_the_same(command, tmp_path, sap_match):
    (tmp_path / "organisations.csv").write_text(
        "id,name,kind,description\n"
        "a,Ash Lunch,voluntary,Hot lunch and company for carers of the town.\n"
        "b,Birch Lunch,voluntary,A hot lunch with company for carers.\n",
        encoding="utf-8",
    )
    out = tmp_path / "rows.csv"
    found = sap_match(command, str(tmp_path), "--of", "organisations", "--out", str(out))
    assert found.code == 0, found.err
    assert "no record is dated" in found.complaint
    assert out.read_text(encoding="utf-8-sig").startswith(("id,", "left_id,"))


def test_a_measure_of_an_undated_folder_asks_for_the_day(tmp_path, sap_match):
    (tmp_path / "organisations.csv").write_text("id,name,kind\na,Ash,voluntary\n", encoding="utf-8")
    found = sap_match("density", str(tmp_path))
    assert found.code == 1
    assert "--as-of DATE" in found.complaint
