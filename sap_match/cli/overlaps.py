"""``sap-match overlaps``: providers that offer alike, for like people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sap_match.cli.load import Loaded, load
from sap_match.cli.options import AsOf, Download, HistoryAt, Model, Of, Out, Source, _file, day
from sap_match.cli.output import Layout, Record, complain, finish, progress, write_records
from sap_match.cli.similar import index_of
from sap_match.similarity.overlap.note_rows import Notes, read_notes, unheard

if TYPE_CHECKING:
    from sap_match.results import Results
    from sap_match.similarity.overlap import Overlap
    from sap_match.similarity.overlap.groups import OverlapGroup

Groups = Annotated[
    Path | None, _file("groups", "Write groups of one theme and place to this file as well.")
]
NotesFile = Annotated[
    Path | None,
    typer.Option(
        "--notes",
        metavar="FILE",
        help="What both sides say: a CSV of left_id, right_id, side, note, by_role.",
    ),
]
_MOST_SAID = 20


def overlaps(
    source: Source,
    *,
    of: Annotated[Of, typer.Option("--of", help="What is compared.")] = Of.services,
    groups: Groups = None,
    notes: NotesFile = None,
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

    loaded = load(source, history=history, as_of=day(as_of), model=model, download=download)
    told = _Told.of(notes, loaded, of)
    land, name = loaded.landscape(), loaded.names(of.value)
    index, memory = index_of(land, of), loaded.memory()
    twice = find_duplicates(land.dataset, of=of.value, index=index, memory=memory)
    found = find_overlaps(
        land.dataset, index, of=of.value, duplicates=twice, memory=memory,
        notes=told.notes.notes,
        as_of=land.as_of,
    )  # fmt: skip
    told.complain(found)
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
        body=lambda r: paragraphs(r, name),
        group=lambda r: title_of[r["left_id"], r["right_id"]],
        nothing="No two providers offer alike.",
    )
    finish(shown, None, layout)


@dataclass(frozen=True)
class _Told:
    """What a file of notes says, and of whom."""

    path: Path | None
    notes: Notes
    owners: Mapping[str, str]

    @classmethod
    def of(cls, path: Path | None, loaded: Loaded, of: Of) -> _Told:
        records: Any = loaded.dataset.tables[of.value]
        owners = {one.id: getattr(one, "organisation_id", one.id) for one in records}
        return cls(path, read_notes(path, owners) if path else Notes((), ()), owners)

    def complain(self, found: Results[Overlap]) -> None:
        """Say every row whose note is shown nowhere."""
        problems = sorted([*self.notes.problems, *unheard(self.notes, found, self.owners)])
        name = self.path.name if self.path else ""
        for problem in problems[:_MOST_SAID]:
            complain(f"{name}, {problem}")
        if len(problems) > _MOST_SAID:
            complain(f"and {len(problems) - _MOST_SAID} more rows of {name}")


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


def paragraphs(row: Record, name: Callable[[str], str]) -> Iterator[str]:
    """Yield what is said of an overlap to people; each side's note under its name."""
    yield row["reason"]
    for label, column in (
        ("Against", "counter_reason"),
        ("To confirm", "to_confirm"),
        ("Could do", "could_do"),
        (f"Said by {name(row['left_id'])}", "left_note"),
        (f"Said by {name(row['right_id'])}", "right_note"),
    ):
        if row[column]:
            yield f"{label}: {row[column]}"
