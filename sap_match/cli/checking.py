"""``sap-match check``: what was read, linked, and could not be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from sap_match.cli import output
from sap_match.cli.load import MOST_BAD, linking_of
from sap_match.cli.options import Out, Source
from sap_match.ingest import read_dataset
from sap_match.model import Dataset, Link

if TYPE_CHECKING:
    from sap_match.linking import Linked

COLUMNS = ("level", "source", "table", "row", "field", "value", "reason", "fix")
_SHOWN = 40
_LEVELS = {"bad": 0, "note": 1, "link": 2, "info": 3}


def check(source: Source, out: Out = None) -> None:
    """Say what was read and what could not be used.

    Also which records were taken for one, with the evidence.

    Rows: level, source, table, row, field, value, reason, fix.
    """
    dataset = read_dataset(source)
    links = linking_of(dataset)
    dataset = dataset if links is None else links.dataset
    told = [*problem_rows(dataset), *review_rows(links)]
    rows = sorted(told, key=lambda r: _LEVELS[r["level"]])
    if out is not None:
        output.write_records(rows, out, COLUMNS)
    else:
        _print(dataset, rows, source)
    read = sum(s.rows for s in dataset.sources)
    bad = sum(s.bad for s in dataset.sources)
    if not dataset.organisations or (read and bad / read > MOST_BAD):
        output.complain("The data could not be used: mend the bad rows first.")
        raise typer.Exit(1)


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


def _print(dataset: Dataset, rows: list[dict[str, Any]], source: str) -> None:
    output.say(output.wrapped(f"{dataset.name} ({dataset.id})"))
    output.say()
    columns = ("source", "format", "rows", "used", "bad")
    output.table([{name: asdict(s)[name] for name in columns} for s in dataset.sources], columns)
    output.say()
    held = ", ".join(_counted(t, len(records)) for t, records in dataset.tables.items() if records)
    output.say(output.wrapped(f"Holds {held or 'nothing that can be used'}."))
    for level, title in (
        ("bad", "left out: a row that lacks what it needs"),
        ("note", "kept, but one cell counts as unknown"),
        ("link", "taken for one record with another"),
        ("info", "worth knowing, nothing is lost"),
    ):
        found = [row for row in rows if row["level"] == level]
        if found:
            output.say()
            output.say(output.wrapped(f"{len(found):,} {title}"))
            _print_some(found, source)
    if not Counter(row["level"] for row in rows)["bad"]:
        output.say()
        output.say("Every row could be used.")


def _counted(table: str, count: int) -> str:
    words = table.replace("_", " ")
    one = "facility" if table == "facilities" else words.removesuffix("s")
    return f"{count:,} {words if count != 1 else one}"


def _print_some(rows: list[dict[str, Any]], source: str) -> None:
    for row in rows[:_SHOWN]:
        output.say(output.wrapped(_told(row), "  ", "    "))
    if len(rows) > _SHOWN:
        more = f"and {len(rows) - _SHOWN:,} more: sap-match check {source} --out problems.csv"
        output.say(output.wrapped(more, "  ", "    ", whole=True))


def _told(row: dict[str, Any]) -> str:
    if row["level"] == "link":
        return f"{row['value']} {row['reason']}"
    where = f"{row['source']}, row {row['row']}" if row["row"] else row["source"]
    cell = f", {row['field']} {str(row['value'])[:60]!r}" if row["field"] else ""
    fix = f" ({row['fix']})" if row["fix"] else ""
    return f"{where}{cell}: {row['reason']}{fix}"
