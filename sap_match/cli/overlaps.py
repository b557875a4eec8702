"""``sap-match overlaps``: providers that offer alike, for like people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError

from sap_match.cli.load import load
from sap_match.cli.options import AsOf, Download, HistoryAt, Model, Of, Out, Source, _file, day
from sap_match.cli.output import Layout, Record, complain, finish, progress, write_records
from sap_match.cli.similar import index_of
from sap_match.errors import DataError
from sap_match.similarity.overlap.notes import OverlapNote

if TYPE_CHECKING:
    from sap_match.results import Results
    from sap_match.similarity.overlap import Overlap
    from sap_match.similarity.overlap.groups import OverlapGroup

Groups = Annotated[
    Path | None, _file("groups", "Write groups of one theme and place to this file as well.")
]
Notes = Annotated[
    Path | None,
    typer.Option(
        "--notes",
        metavar="FILE",
        help="What both sides say: a CSV of left_id, right_id, side, note, by_role.",
    ),
]
_NOTE_COLUMNS = ("left_id", "right_id", "side", "note", "by_role")


def overlaps(
    source: Source,
    *,
    of: Annotated[Of, typer.Option("--of", help="What is compared.")] = Of.services,
    groups: Groups = None,
    notes: Notes = None,
    as_of: AsOf = None,
    history: HistoryAt = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """List providers that offer alike, for like people, in like places and times.

    Not a fault: who might know of each other, and what they could do together.

    Rows: left_id, right_id, score, reason, and a column a part of the score.
    Groups: group_id, title, theme, place, members, member_ids, score, days, days_without.
    """
    from sap_match.similarity.duplicates import find_duplicates
    from sap_match.similarity.overlap import find_overlaps
    from sap_match.similarity.overlap.groups import group_overlaps

    said = list(read_notes(notes)) if notes is not None else []
    loaded = load(source, history=history, as_of=day(as_of), model=model, download=download)
    land, name = loaded.landscape(), loaded.names(of.value)
    index, memory = index_of(land, of), loaded.memory()
    twice = find_duplicates(land.dataset, of=of.value, index=index, memory=memory)
    found = find_overlaps(
        land.dataset, index, of=of.value, duplicates=twice, memory=memory, notes=said,
        as_of=land.as_of,
    )  # fmt: skip
    gathered = group_overlaps(
        land.dataset, index, overlaps=found, of=of.value, duplicates=twice, memory=memory,
        as_of=land.as_of,
    )  # fmt: skip
    if groups is not None:
        write_records(gathered.to_records(), groups, gathered.columns)
        progress(f"{len(gathered)} groups written to {groups}")
    if out is not None:
        finish(found, out, Layout(head=str))
        return
    shown, title_of = in_groups(found, gathered)
    layout = Layout(
        head=lambda r: f"{name(r['left_id'])} and {name(r['right_id'])}",
        body=paragraphs,
        group=lambda r: title_of[r["left_id"], r["right_id"]],
        nothing="No two providers offer alike.",
    )
    finish(shown, None, layout)


def in_groups(
    found: Results[Overlap], gathered: Results[OverlapGroup]
) -> tuple[Results[Overlap], dict[tuple[str, str], str]]:
    """Return overlaps with those of one group together, and the words above each pair."""
    number = {one: i for i, group in enumerate(gathered) for one in group.member_ids}
    order: dict[tuple[str, str], int] = {}
    words: dict[tuple[str, str], str] = {}
    for o in found:
        place = number.get(o.left_id)
        together = place is not None and place == number.get(o.right_id)
        order[o.left_id, o.right_id] = place if together and place is not None else len(gathered)
        words[o.left_id, o.right_id] = (
            f"{gathered[place].title}. {' '.join(gathered[place].could_do)}"
            if together and place is not None
            else "Others, two and two"
        )
    rows = sorted(found, key=lambda o: order[o.left_id, o.right_id])
    return replace(found, rows=tuple(rows)), words


def paragraphs(row: Record) -> Iterator[str]:
    """Yield what is said of an overlap to people."""
    yield row["reason"]
    for label, column in (
        ("Against", "counter_reason"),
        ("To confirm", "to_confirm"),
        ("Could do", "could_do"),
        ("One side", "left_note"),
        ("The other side", "right_note"),
    ):
        if row[column]:
            yield f"{label}: {row[column]}"


def read_notes(path: Path) -> Iterator[OverlapNote]:
    """Yield the notes of a file; rows that cannot be used are said and left out.

    Raises
    ------
    DataError
        The file cannot be read, or lacks a column.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read as UTF-8 text: {error}", source=str(path)) from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    names = {(n or "").strip().casefold(): n for n in rows.fieldnames or ()}
    missing = [n for n in ("side", "note") if n not in names]
    if missing:
        needed = ", ".join(_NOTE_COLUMNS)
        raise DataError(
            f"has no column {' or '.join(missing)}; it needs {needed}", source=path.name
        )
    for number, row in enumerate(rows, start=2):
        cells = {n: (row.get(names[n]) or "").strip() for n in _NOTE_COLUMNS if n in names}
        if not any(cells.values()):
            continue
        try:
            yield OverlapNote(**cells)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            field = ".".join(map(str, first["loc"])) or "row"
            complain(f"{path.name}, row {number}, {field}: {first['msg']}; the note is left out")
