"""Each question has a script and a notebook; the scripts are short and answer from the root."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SCRIPTS = sorted((EXAMPLES / "scripts").glob("*.py"))

#: Something of the example that the answer must name.
ANSWERS = {
    "how_dense_is_our_partnership": ["Density, whole network: ", "Cite as: ", "Ask: "],
    "one_year_on": ["Ties: 3 born, 58 kept, 37 ended", "Plain and Edge Leisure Trust: 5 ended"],
    "what_is_listed_twice": [
        "Saint Osyth's Luncheon Club",  # the church's own Monday lunch, in the group's own words
        "St Aelred's Thursday Lunch / Bromley Farm Thursday Table",
    ],
    "which_offer_meets_which_need": ["P. Ledger Payroll (sole trader) for Alsager Mere Pre-School"],
    "which_room_for_which_group": ["Design and technology workshop of Kings Weir High School"],
    "who_holds_it_together_and_what_if_they_leave": [
        "Without Leighton Brook Medical Practice, 6 cut off",
        "Largest component: 14, then 7",
    ],
    "who_should_be_in_this_bid": ["Team 1", "lead       St Osyth's Church", "Nobody covers: "],
    "who_should_we_work_with": ["For Knutsford Kaleidoscope Dementia Café", "comes first"],
}


def test_each_question_has_a_script_and_a_notebook():
    notebooks = sorted((EXAMPLES / "notebooks").glob("*.ipynb"))
    assert [p.stem for p in SCRIPTS] == [p.stem for p in notebooks] == sorted(ANSWERS)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_a_script_is_short_and_says_how_to_use_it(script: Path):
    text = script.read_text("utf-8")
    assert len(text.splitlines()) <= 40
    told = ast.get_docstring(ast.parse(text)) or ""
    assert told.split("?")[0].lower().replace(" ", "_").replace(",", "") == script.stem
    assert f"python examples/scripts/{script.name}" in told
    assert "change SOURCE" in told


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_a_script_uses_public_names_alone(script: Path):
    tree = ast.parse(script.read_text("utf-8"))
    taken = {
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sap_match")
    }
    assert taken <= {"sap_match", "sap_match.graph", "sap_match.model"}


@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_a_script_answers_from_the_root(script: Path, own_vectors: Path):
    done = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:sap_match", str(script)],
        cwd=EXAMPLES.parent,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    for words in ANSWERS[script.stem]:
        assert words in done.stdout
    assert "XE-" not in done.stdout.replace("(XE)", "")  # names are for people, ids for machines
