"""``sap-match check``: what was read, linked, and could not be used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sap_match.cli import output
from sap_match.cli.checked import tell
from sap_match.cli.drafting import drafts_of, tell_drafts, tell_strangers, write_drafts
from sap_match.cli.load import MOST_BAD, linking_of
from sap_match.cli.options import Out, Source, in_a_folder
from sap_match.errors import DataError
from sap_match.ingest import read_dataset
from sap_match.model import Dataset, Link

if TYPE_CHECKING:
    from sap_match.linking import Linked

COLUMNS = ("level", "source", "table", "row", "field", "value", "reason", "fix")
_LEVELS = {"bad": 0, "note": 1, "link": 2, "info": 3}


def _new(path: Path | None) -> Path | None:
    if path is not None and path.suffix.lower() != ".toml":
        raise typer.BadParameter(f"{path.name!r} does not end in .toml, as settings do")
    if path is not None and path.exists():
        raise typer.BadParameter(f"{path} is there already and is not overwritten; name another")
    return in_a_folder(path)


Propose = Annotated[
    Path | None,
    typer.Option(
        "--propose", metavar="FILE", callback=_new,
        help="Write a drafted mapping (a partnership.toml) of tables with columns of their own.",
    ),
]  # fmt: skip


def check(source: Source, out: Out = None, propose: Propose = None) -> None:
    """Say what was read and what could not be used.

    Also which records were taken for one, with the evidence. Tables with columns of their
    own get a drafted mapping.

    Rows: level, source, table, row, field, value, reason, fix.
    """
    if propose is not None:
        write_drafts(source, propose)
        return
    try:
        with output.feed_progress():
            dataset = read_dataset(source)
    except DataError:
        if out is None:
            found = drafts_of(source)
            tell_strangers(found)
            tell_drafts(found, source)
        raise
    links = linking_of(dataset)
    dataset = dataset if links is None else links.dataset
    told = [*problem_rows(dataset), *review_rows(links)]
    rows = sorted(told, key=lambda r: _LEVELS[r["level"]])
    if out is not None:
        output.write_records(rows, out, COLUMNS)
    else:
        tell(dataset, rows, source)
        tell_drafts(drafts_of(source), source)
    read = sum(s.rows for s in dataset.sources)
    bad = sum(s.bad for s in dataset.sources)
    if not any(dataset.tables.values()) or (read and bad / read > MOST_BAD):
        output.complain("The data could not be used: mend the bad rows first.")
        raise typer.Exit(1)
    if not dataset.organisations:
        output.complain("No organisation is in it: it is of use beside a source that has some.")


def problem_rows(dataset: Dataset) -> Iterator[dict[str, Any]]:
    """Yield every bad row, note and remark, and every link with its evidence."""
    for problem in sorted(dataset.problems):
        yield {name: asdict(problem)[name] for name in COLUMNS}
    for link in dataset.links:
        yield {
            "level": "link",
            "source": dataset.id,
            "table": link.table,
            "row": None,
            "field": "id",
            "value": link.other_id,
            "reason": link_in_words(link),
            "fix": "",
        }


def review_rows(links: Linked | None) -> Iterator[dict[str, Any]]:
    """Yield the pairs of two sources that may be one, for a person to say."""
    for pair in links.review if links is not None else ():
        yield {
            "level": "info",
            "source": "links",
            "table": "organisations",
            "row": None,
            "field": "id",
            "value": pair.right_id,
            "reason": f"may be one with {pair.left_id} ({pair.probability:.2f}): {pair.doubt}",
            "fix": "say same or different in the file that links in partnership.toml names",
        }


def link_in_words(link: Link) -> str:
    """Return what joined two ids, what that rests on, and how sure it is.

    Examples
    --------
    >>> link_in_words(Link("a", "b", "organisations", "The same name.", "name", 0.95))
    'is the same as a: The same name (by name, probability 0.95)'
    """
    sure = "" if link.probability is None else f", probability {link.probability:.2f}"
    evidence = link.evidence.removesuffix(".")
    if link.kept_id == link.other_id:
        return f"stands once: {evidence}"
    return f"is the same as {link.kept_id}: {evidence} (by {link.kind}{sure})"
