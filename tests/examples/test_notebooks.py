"""The notebooks run from top to bottom.

Most are committed without outputs. Those of the network are read as they are, so that they are
committed executed: what they show must be what they would show again.
"""

import re
from html.parser import HTMLParser
from itertools import takewhile
from pathlib import Path
from typing import Any

import nbformat
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
EXECUTED = [
    path
    for path in NOTEBOOKS
    if path.stem
    in {
        "how_dense_is_our_partnership",
        "one_year_on",
        "who_holds_it_together_and_what_if_they_leave",
    }
]

#: Something of the example that a table of the notebook must name.
ANSWERS = {
    "how_dense_is_our_partnership": ["61 of 24,976", "Bromley Farm", "83 of 182"],
    "one_year_on": ["58 of 98", "Farm minds, south Cheshire", "292 of 387"],
    "what_is_listed_twice": ["Saint Osyth&#x27;s Luncheon Club", "Saint Osyth's Luncheon Club"],
    "which_offer_meets_which_need": ["P. Ledger Payroll (sole trader)"],
    "which_room_for_which_group": ["Design and technology workshop"],
    "who_holds_it_together_and_what_if_they_leave": [
        "Without Leighton Brook Medical Practice, 6 cut off",
        "Macc Debt and Damp and Knutsford Furniture Fairies",
        "without King County Police, 1 other is cut off",
    ],
    "who_should_be_in_this_bid": ["Plain Truths Debt Clinic", "juggling lessons"],
    "who_should_we_work_with": ["Congleton Forget-Me-Not Group"],
}

#: Who says so: the cell after which a notebook of the network turns to open data.
DATA_CELL = "SAP_MATCH_DATA"
MOST_BYTES = 1_500_000
_DOTS = re.compile(r"data:image/png;base64,[^\"]+")
_VERSIONS = re.compile(r"data\s[0-9a-f]{12};\ssap_match\s\d[\w.+]*")


class _Images(HTMLParser):
    """Alternative texts of the images of some HTML, None where there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.alts: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.alts.append(dict(attrs).get("alt"))


def code_of(book: Any) -> list[Any]:
    return [cell for cell in book.cells if cell.cell_type == "code"]


def said(cell: Any) -> list[str]:
    """What a cell shows, less the dots of its pictures: what it prints, then each table.

    The versions of data and library in a citation are left out: a release changes them, and
    no figure with them. So are warnings of other libraries, which come and go with what is
    installed.
    """
    printed = "".join(one["text"] for one in cell.outputs if one.get("name") == "stdout")
    shown = [one["data"] for one in cell.outputs if "data" in one]
    found = [printed, *(data[kind] for data in shown for kind in sorted(data))]
    return [_DOTS.sub("", _VERSIONS.sub("", text)) for text in found if text]


def of_example(cells: list[Any]) -> list[Any]:
    """The cells before the one that looks for open data."""
    return list(takewhile(lambda cell: DATA_CELL not in cell.source, cells))


def executed(path: Path) -> Any:
    from nbclient import NotebookClient

    book = nbformat.read(path, as_version=4)
    NotebookClient(book, timeout=300, resources={"metadata": {"path": str(FOLDER)}}).execute()
    return book


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_is_whole(path: Path):
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    assert code_of(book)
    title = book.cells[0].source.splitlines()[0]
    stem = title.removeprefix("# ").rstrip("?").lower().replace(",", "").replace(" ", "_")
    assert stem == path.stem


@pytest.mark.parametrize("path", sorted({*NOTEBOOKS} - {*EXECUTED}), ids=lambda p: p.stem)
def test_a_notebook_of_suggestions_holds_no_outputs(path: Path):
    code = code_of(nbformat.read(path, as_version=4))
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


@pytest.mark.parametrize("path", EXECUTED, ids=lambda p: p.stem)
def test_a_notebook_of_the_network_was_executed_in_order_without_a_complaint(path: Path):
    code = code_of(nbformat.read(path, as_version=4))
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    outputs = [one for cell in code for one in cell.outputs]
    assert {one.output_type for one in outputs} <= {"stream", "display_data", "execute_result"}
    assert not any(one.get("name") == "stderr" for one in outputs)
    assert not any("execution" in cell.metadata for cell in code)  # no times of day
    text = "\n".join(part for cell in code for part in said(cell))
    assert not re.search(r"(?<![\w.])/(?:home|tmp|root|work|Users|var|mnt)/|[A-Z]:\\\\", text)
    assert not re.search(r"0x[0-9a-f]{6,}", text)
    assert path.stat().st_size < MOST_BYTES


@pytest.mark.parametrize("path", EXECUTED, ids=lambda p: p.stem)
def test_each_picture_is_told_in_words(path: Path):
    pictures = 0
    for cell in code_of(nbformat.read(path, as_version=4)):
        for one in cell.outputs:
            seen = _Images()
            seen.feed(one.get("data", {}).get("text/html", ""))
            for alt in seen.alts:
                assert alt is not None
                assert len(alt) > 60
                assert re.search(r"\d", alt)  # it says what is found, not what is drawn
                assert alt in one["data"]["text/plain"]
                pictures += 1
    assert pictures >= 3


@pytest.mark.parametrize("path", EXECUTED, ids=lambda p: p.stem)
def test_a_number_in_the_reading_stands_in_a_table_above_it(path: Path):
    above, readings = "", 0
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            above += "\n".join(said(cell))
        elif cell.source.startswith("*In "):
            readings += 1
            paragraph = cell.source.split("\n\n")[0]
            for number in re.findall(r"\d[\d,]*(?:\.\d+)?", paragraph):
                assert re.search(rf"(?<![\d.,]){re.escape(number.rstrip(','))}(?!\d)", above), (
                    number
                )
    assert readings >= 2


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the notebook client's own libraries
@pytest.mark.parametrize("path", sorted({*NOTEBOOKS} - {*EXECUTED}), ids=lambda p: p.stem)
def test_a_notebook_runs_and_shows_tables(
    path: Path, own_vectors: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    outputs = [one for cell in code_of(executed(path)) for one in cell.outputs]
    tables = [o["data"]["text/html"] for o in outputs if "text/html" in o.get("data", {})]
    assert len(tables) >= 2
    assert any(words in table for words in ANSWERS[path.stem] for table in tables)
    complaints = "".join(o["text"] for o in outputs if o.get("name") == "stderr")
    assert "sap_match" not in complaints


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("path", EXECUTED, ids=lambda p: p.stem)
def test_a_notebook_of_the_network_shows_the_same_again(
    path: Path, shared_data: Path, own_vectors: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setenv("SAP_MATCH_DATA", str(shared_data))
    before, after = code_of(nbformat.read(path, as_version=4)), code_of(executed(path))
    for old, new in zip(before, after, strict=True):
        assert said(new) == said(old), old.source
    text = "\n".join(part for cell in after for part in said(cell))
    for words in ANSWERS[path.stem]:
        assert words in text
    outputs = [one for cell in after for one in cell.outputs]
    assert "sap_match" not in "".join(o["text"] for o in outputs if o.get("name") == "stderr")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("path", EXECUTED, ids=lambda p: p.stem)
def test_without_open_data_the_example_is_shown_alone_and_it_is_said(
    path: Path, tmp_path: Path, own_vectors: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setenv("SAP_MATCH_DATA", str(tmp_path))
    before, after = code_of(nbformat.read(path, as_version=4)), code_of(executed(path))
    alone = of_example(after)
    assert [said(cell) for cell in alone] == [said(cell) for cell in of_example(before)]
    assert "NOT here: the example stands alone" in "".join(said(after[len(alone)]))
    assert all(said(cell) == [] for cell in after[len(alone) + 1 :])
