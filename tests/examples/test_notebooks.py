"""The notebooks are committed without outputs, and run from top to bottom."""

from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))

#: Something of the example that a table of the notebook must name.
ANSWERS = {
    "how_dense_is_our_partnership": ["possible pairs of organisations", "Bromley Farm"],
    "what_is_listed_twice": ["Saint Osyth&#x27;s Luncheon Club", "Saint Osyth's Luncheon Club"],
    "which_offer_meets_which_need": ["P. Ledger Payroll (sole trader)"],
    "which_room_for_which_group": ["Design and technology workshop"],
    "who_should_be_in_this_bid": ["Plain Truths Debt Clinic", "juggling lessons"],
    "who_should_we_work_with": ["Congleton Forget-Me-Not Group"],
}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_is_whole_and_holds_no_outputs(path: Path):
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert code
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    title = book.cells[0].source.splitlines()[0]
    assert title.removeprefix("# ").rstrip("?").lower().replace(" ", "_") == path.stem


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the notebook client's own libraries
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs_and_shows_tables(
    path: Path, own_vectors: Path, monkeypatch: pytest.MonkeyPatch
):
    from nbclient import NotebookClient

    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    book = nbformat.read(path, as_version=4)
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(FOLDER)}}).execute()
    outputs = [o for cell in book.cells if cell.cell_type == "code" for o in cell.outputs]
    tables = [o["data"]["text/html"] for o in outputs if "text/html" in o.get("data", {})]
    assert len(tables) >= 2
    assert any(words in table for words in ANSWERS[path.stem] for table in tables)
    said = "".join(o["text"] for o in outputs if o.get("name") == "stderr")
    assert "sap_match" not in said
