"""``sap-match duplicates``: what seems to be listed twice, why, and what could become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from sap_match.cli import output
from sap_match.cli.load import Loaded, load
from sap_match.cli.options import (
    AsOf,
    Download,
    HistoryAt,
    Model,
    Of,
    Out,
    Source,
    _ending,
    day,
    in_a_folder,
)
from sap_match.cli.output import Layout, Record, finish, write_records
from sap_match.cli.similar import index_of
from sap_match.results import Results
from sap_match.sheets import read_sheet

if TYPE_CHECKING:
    from sap_match.similarity.duplicates import DuplicateConfig, DuplicatePair, Duplicates
    from sap_match.similarity.duplicates.labels import Labels

_DECISIONS = {"duplicate": "Listed twice", "review": "Look at it", "distinct": "Not the same"}
_PAIR = ("left_id", "right_id", "expected")
_IN_PART = "Contacts that are not public are shown in part, closed places never."
_COST = "Of {what}; only the ratios of the three costs count."


def _csv(path: Path | None) -> Path | None:
    if path is not None and path.suffix.lower() != ".csv":
        raise typer.BadParameter(f"{path.name!r} does not end in .csv")
    return in_a_folder(path)


def _cost(name: str, what: str) -> Any:  # typer's options are declared as any default
    return typer.Option(f"--cost-of-{name}", metavar="COST", help=_COST.format(what=what))


def _table(name: str, says: str) -> Any:
    return typer.Option(f"--{name}", metavar="FILE", callback=_ending, help=says)


def duplicates(
    source: Source,
    *,
    of: Annotated[Of, typer.Option("--of", help="What may be listed twice.")] = Of.services,
    pair: Annotated[
        tuple[str, str] | None,
        typer.Option("--pair", metavar="ID ID", help="Show the evidence for two records."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the evidence for every pair, part by part.")
    ] = False,
    related: Annotated[
        bool,
        typer.Option("--related", help="Show branches, linked bodies and neighbours as well."),
    ] = False,
    one_to_one: Annotated[
        bool,
        typer.Option("--one-to-one", help="Each record has one partner at most in every source."),
    ] = False,
    cost_of_false_merge: Annotated[
        float | None, _cost("false-merge", "taking two things for one (10)")
    ] = None,
    cost_of_miss: Annotated[
        float | None, _cost("miss", "leaving a double listing unnoticed (5)")
    ] = None,
    cost_of_review: Annotated[
        float | None, _cost("review", "a person's look at a pair (1)")
    ] = None,
    labels: Annotated[
        Path | None,
        typer.Option("--labels", metavar="FILE", help="Learn from pairs that people judged (CSV)."),
    ] = None,
    label: Annotated[
        Path | None,
        typer.Option(
            "--label",
            metavar="FILE",
            callback=_csv,
            help=f"Write, or add to, a sheet of the pairs most useful to judge (CSV). {_IN_PART}",
        ),
    ] = None,
    pairs: Annotated[
        int, typer.Option("--pairs", metavar="N", min=1, help="How many pairs --label adds.")
    ] = 20,
    conflicts: Annotated[
        Path | None, _table("conflicts", f"Write where listings of one thing disagree. {_IN_PART}")
    ] = None,
    merged: Annotated[
        Path | None,
        _table(
            "merged",
            f"Write what one record of each group would say; nothing is changed. {_IN_PART}",
        ),
    ] = None,
    provenance: Annotated[
        Path | None,
        _table("provenance", f"Write where each value of --merged comes from, and why. {_IN_PART}"),
    ] = None,
    changes: Annotated[
        Path | None, _table("changes", "Write what became of last month's groups.")
    ] = None,
    earlier: Annotated[
        Path | None,
        typer.Option(
            "--earlier",
            metavar="FILE",
            callback=in_a_folder,
            help="Keep what was compared here, and compare only what changed next time.",
        ),
    ] = None,
    as_of: AsOf = None,
    history: HistoryAt = None,
    out: Out = None,
    model: Model = None,
    download: Download = False,
) -> None:
    """List what seems to be listed twice.

    Rows: left_id, right_id, probability, relation, decision, and a column a part of the
    evidence. Answers of people in the history, or in the table of decisions, are honoured.
    """
    costs = _costs(
        cost_of_false_merge=cost_of_false_merge,
        cost_of_miss=cost_of_miss,
        cost_of_review=cost_of_review,
    )
    loaded = load(source, history=history, as_of=day(as_of), model=model, download=download)
    asked = _Asked(
        loaded,
        of.value,
        costs,
        (labels, label),
        one_to_one=one_to_one,
        related=related,
    )
    if label is not None:
        asked.write_sheet(label, pairs)
        return
    if pair is not None:
        asked.show(pair, out)
        return
    found = asked.find(earlier)
    asked.write_tables(found, conflicts, merged, provenance, changes)
    if out is not None:
        for note in found.notes:
            output.complain(note)
    asked.tell(found, out, explain=explain)


def _costs(**typed: float | None) -> dict[str, float]:
    """Return the costs that were typed, or refuse one that is none."""
    for name, cost in typed.items():
        if cost is not None and not cost > 0:
            hint = f"--{name.replace('_', '-')}"
            raise typer.BadParameter("write a number above 0", param_hint=hint)
    return {name: cost for name, cost in typed.items() if cost is not None}


def judged(row: Record) -> str:
    """Return the decision on a pair in words.

    Examples
    --------
    >>> judged({"decision": "review", "relation": "same_record", "probability": 0.69})
    'Look at it: same record, 69 in 100'
    """
    relation = row["relation"].replace("_", " ")
    likely = row.get(f"p_{row['relation']}")
    share = min(max(int(100 * (row["probability"] if likely is None else likely) + 0.5), 1), 99)
    return f"{_DECISIONS[row['decision']]}: {relation}, {share} in 100"


def _to_look_at(found: Duplicates) -> Duplicates:
    """Return what a reader has to look at, with a word on the neighbours that are left out."""
    open_ = tuple(row for row in found if row.decision != "distinct")
    if left := len(found) - len(open_):
        pairs = "1 pair" if left == 1 else f"{left} pairs"
        note = f"{pairs} of different providers at one address, not shown: --related shows them."
        return replace(found, rows=open_, notes=(*found.notes, note))
    return found


@dataclass(frozen=True)
class _Asked:
    """One question: the records, the costs and the labels."""

    loaded: Loaded
    of: Literal["services", "organisations"]
    costs: Mapping[str, float]
    files: tuple[Path | None, Path | None]
    one_to_one: bool
    related: bool

    def config(self) -> DuplicateConfig:
        from sap_match.similarity.duplicates import DuplicateConfig

        return DuplicateConfig(**self.costs, one_to_one=self.one_to_one, list_distinct=self.related)

    def labels(self) -> dict[tuple[str, str], bool]:
        """Return what people judged, with every row that could not be used said."""
        from sap_match.similarity.duplicates.labels import read_labels

        records: Any = self.loaded.dataset.tables[self.of]
        known = {one.id for one in records}
        found: dict[tuple[str, str], bool] = {}
        for path in dict.fromkeys(p for p in self.files if p is not None):
            if path.exists() or path == self.files[0]:
                read = read_labels(path, known)
                _complain(path, read)
                found.update(read.judged)
        return found

    def _common(self) -> dict[str, Any]:
        land = self.loaded.landscape()
        return {
            "of": self.of,
            "index": index_of(land, Of(self.of)),
            "config": self.config(),
            "memory": self.loaded.memory(),
            "labels": self.labels(),
        }

    def find(self, earlier: Path | None) -> Duplicates:
        from sap_match.similarity.duplicates import Compared, find_duplicates

        before = None
        if earlier is not None and earlier.exists():
            before = Compared.from_json(earlier.read_text("utf-8"))
        land = self.loaded.landscape()
        found = find_duplicates(land.dataset, earlier=before, **self._common())
        if earlier is not None:
            earlier.write_text(found.compared.to_json(), encoding="utf-8")
            whole = len(found.compared.patterns)
            output.progress(f"{found.compared.afresh} of {whole} pairs were compared again")
        return found

    def tell(self, found: Duplicates, out: Path | None, *, explain: bool) -> None:
        name = self.loaded.names(self.of)
        rows = {(row.left_id, row.right_id): row for row in found}

        def body(r: Record) -> tuple[str, ...]:
            said = (judged(r), r["reason"])
            if not explain:
                return said
            return (*said, *steps(rows[r["left_id"], r["right_id"]]))

        layout = Layout(
            head=lambda r: f"{name(r['left_id'])}; {name(r['right_id'])}",
            body=body,
            nothing="Nothing seems to be listed twice.",
        )
        finish(found if out is not None or self.related else _to_look_at(found), out, layout)

    def show(self, pair: tuple[str, str], out: Path | None) -> None:
        """Show the evidence for one pair, or write it as a table."""
        from sap_match.similarity.duplicates import explain_duplicate

        row = explain_duplicate(self.loaded.landscape().dataset, *pair, **self._common())
        if out is not None:
            write_records(row.waterfall(), out)
            return
        name = self.loaded.names(self.of)
        output.say(output.wrapped(f"{name(row.left_id)}; {name(row.right_id)}"))
        output.say(output.wrapped(judged(row.to_record()), "    ", "    "))
        if row.reason:
            output.say(output.wrapped(row.reason, "    ", "    "))
        output.say()
        for line in steps(row):
            output.say(output.wrapped(line, "    ", "        "))
        output.say()
        for relation, chance in row.relations.items():
            output.say(output.wrapped(f"{chance:6.1%}  {relation.replace('_', ' ')}", "    "))
        output.say()
        output.say(output.wrapped(f"To answer: {row.suggestion_id}", "    ", "    "))

    def write_sheet(self, path: Path, n: int) -> None:
        """Write a sheet of pairs to judge, after the rows that it has."""
        from sap_match.similarity.duplicates.learning import SHEET, pairs_to_judge

        common = self._common()
        held = _held(path)
        asked = {frozenset((r.get("left_id", ""), r.get("right_id", ""))) for r in held}
        found: Results[Any] = pairs_to_judge(
            self.loaded.landscape().dataset, n, not_again=asked, **common
        )
        write_records([*held, *found.to_records()], path, SHEET)
        waiting = sum(not (r.get("expected") or "").strip() for r in held) + len(found)
        told = f"{len(found)} pairs added to {path}; {waiting} wait for yes or no in the column"
        output.say(output.wrapped(f"{told} expected.", whole=True))
        output.say(output.wrapped(f"Then: --labels {path}", whole=True))

    def write_tables(
        self,
        found: Duplicates,
        conflicts: Path | None,
        merged: Path | None,
        provenance: Path | None,
        changes: Path | None,
    ) -> None:
        """Write the tables beside the list that were asked for."""
        for path, rows in (
            (conflicts, lambda: self.conflicts(found)),
            (merged, lambda: self.merged(found)),
            (provenance, lambda: self.provenance(found)),
            (changes, lambda: [one.to_record() for one in found.changes]),
        ):
            if path is not None:
                written = rows()
                write_records(written, path)
                output.progress(f"{len(written)} rows written to {path}")

    def conflicts(self, found: Duplicates) -> list[Record]:
        from sap_match.similarity.duplicates.conflicts import conflicts

        dataset = self.loaded.landscape().dataset
        return list(conflicts(dataset, found.groups, of=self.of).to_records())

    def merged(self, found: Duplicates) -> list[Record]:
        from sap_match.similarity.duplicates.merging import merge_proposals

        dataset = self.loaded.landscape().dataset
        return list(merge_proposals(dataset, found.groups, of=self.of).to_records())

    def provenance(self, found: Duplicates) -> list[Record]:
        from sap_match.similarity.duplicates.merging import merge_proposals

        dataset = self.loaded.landscape().dataset
        proposals = merge_proposals(dataset, found.groups, of=self.of)
        return [row for one in proposals for row in one.provenance()]


def steps(row: DuplicatePair) -> list[str]:
    """Return the evidence for a pair as lines: what each part adds, and where that leads."""
    return [
        f"{step['weight']:+6.2f}  {step['part'].replace('_', ' ')}"
        f"{': ' if step['fact'] else ''}{step['fact']}  ->  {step['probability']:.1%}"
        for step in row.waterfall()
        if step["weight"] or step["fact"]
    ]


def _held(path: Path) -> list[dict[str, str]]:
    """Return the rows that a sheet has already."""
    if not path.exists():
        return []
    return [dict(row) for _, row in read_sheet(path, _PAIR)]


def _complain(path: Path, read: Labels) -> None:
    for problem in read.problems[:20]:
        output.complain(f"{path.name}, {problem}")
    if len(read.problems) > 20:
        output.complain(f"and {len(read.problems) - 20} more rows of {path.name}")
