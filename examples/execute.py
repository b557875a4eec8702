"""Execute the notebooks of the network anew, in place, so that they can be read as they are.

    python examples/execute.py

Open data is looked for as the notebooks say. No time of day and no version of Python is kept.
"""

import logging
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent / "notebooks"
EXECUTED = (
    "how_dense_is_our_partnership",
    "one_year_on",
    "who_holds_it_together_and_what_if_they_leave",
)


def execute(path: Path) -> None:
    """Execute one notebook where it lies, and write it back."""
    book = nbformat.read(path, as_version=4)
    where = {"metadata": {"path": str(path.parent)}}
    NotebookClient(
        book, timeout=600, record_timing=False, coalesce_streams=True, resources=where
    ).execute()
    book.metadata.language_info = {"name": "python"}
    nbformat.write(book, path)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for stem in EXECUTED:
        execute(FOLDER / f"{stem}.ipynb")
        logging.getLogger(__name__).info("executed %s", stem)
