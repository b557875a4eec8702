"""``sap-match check``: what was read, linked, and could not be used."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path

from sap_match.cli import output
from sap_match.cli.load import MOST_BAD
from sap_match.ingest import read_dataset
from sap_match.model import Dataset

COLUMNS = ("level", "source", "table", "row", "field", "value", "reason", "fix")
_SHOWN = 40


def check_source(source: str, out: Path | None) -> int:
    """Print (or write) the problems table; return 0 if the data can be used, else 1."""
    if out is not None:
        output.check_ending(out)
    dataset = read_dataset(source)
    rows = [
        {name: asdict(p)[name] for name in COLUMNS}
        for p in sorted(dataset.problems, key=lambda p: (_ORDER[p.level], p))
    ]
    if out is not None:
        output.write_records(rows, out, COLUMNS)
    else:
        _print(dataset, rows)
    read = sum(s.rows for s in dataset.sources)
    bad = sum(s.bad for s in dataset.sources)
    if not dataset.organisations or (read and bad / read > MOST_BAD):
        output.complain("The data could not be used: mend the bad rows first.")
        return 1
    return 0


_ORDER = {"bad": 0, "note": 1, "info": 2}


def _print(dataset: Dataset, rows: list[dict[str, object]]) -> None:
    output.say(f"{output.terminal(dataset.name)} ({output.terminal(dataset.id)})")
    output.say()
    output.table(
        [
            {"source": s.source, "format": s.format, "rows": s.rows, "used": s.used, "bad": s.bad}
            for s in dataset.sources
        ],
        ("source", "format", "rows", "used", "bad"),
    )
    output.say()
    counts = {table: len(records) for table, records in dataset.tables.items() if records}
    output.say(
        output.wrapped(
            "Holds " + ", ".join(f"{n} {t.replace('_', ' ')}" for t, n in counts.items()) + ".",
            "",
            "",
        )
    )
    if dataset.links:
        output.say()
        output.say(f"{len(dataset.links)} records were linked as one:")
        for link in dataset.links[:_SHOWN]:
            output.say(
                output.wrapped(
                    f"{link.other_id} is {link.kept_id}: {link.evidence}", "  ", "    "
                )
            )
        _more(len(dataset.links))
    levels = Counter(str(r["level"]) for r in rows)
    output.say()
    output.say(
        f"{levels['bad']} bad rows (left out), {levels['note']} notes (cell unknown), "
        f"{levels['info']} remarks"
    )
    output.show(
        rows[:_SHOWN],
        head=lambda r: (
            f"{r['level']}: {r['source']}, row {r['row']}"
            + (f", {r['field']} {str(r['value'])[:60]!r}" if r["field"] else "")
        ),
        body=("reason", "fix"),
        nothing="Every row and cell could be used.",
    )
    _more(len(rows))


def _more(count: int) -> None:
    if count > _SHOWN:
        output.say(f"... and {count - _SHOWN} more; --out problems.csv writes them all")
