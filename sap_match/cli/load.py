"""From a SOURCE on the command line to a landscape, with every complaint said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sap_match.cli.output import complain, feed_progress, progress
from sap_match.errors import DataError, HistoryError, UnknownIdError
from sap_match.ingest import history_of, read_dataset
from sap_match.ingest.feeds.addresses import masked
from sap_match.landscape import Landscape, resolve_as_of
from sap_match.memory import Memory
from sap_match.model import Brief, Changes, Dataset, Problem
from sap_match.monthly.decisions import with_decisions
from sap_match.monthly.history import History
from sap_match.similarity.cache import default_encoder
from sap_match.similarity.encoder import Encoder, HashedWords

if TYPE_CHECKING:
    from sap_match.linking import Linked

#: A source of which more rows than this are bad is not used: the answer would mislead.
MOST_BAD = 0.5
_SAID = 20
WITHHELD_FIELD = "decided_by_role"
"""Its cell may be a person's name, and is never repeated."""
ANY_DAY = date(2000, 1, 1)
"""Stands in where neither the question nor any record says a date."""


@dataclass(frozen=True)
class Loaded:
    """A dataset that can be used, the history that belongs to it, and how it is looked at."""

    dataset: Dataset
    history: History | None
    as_of: date | None = None
    encoder: Callable[[], Encoder] | None = None
    _landscapes: dict[date, Landscape] = field(default_factory=dict)

    def memory(self, before: str | None = None) -> Memory:
        """Return what the history remembers, with the decisions table of the data."""
        kept = self.history.memory(before=before) if self.history else Memory()
        return with_decisions(kept, self.dataset)

    def landscape(self, brief: Brief | None = None, *, needs_date: bool = False) -> Landscape:
        """Return the landscape as of the date typed, else the brief's, else the data's.

        Where nobody said a date, standard error says which one was taken. Where nothing is
        dated either, no date changes what is alike, so that any will do unless the question
        itself ``needs_date``.
        """
        try:
            day, origin = resolve_as_of(self.dataset, self.as_of, brief=brief)
        except DataError:
            if needs_date:
                raise
            day, origin = ANY_DAY, "any day"
        if day not in self._landscapes:
            if origin == "any day":
                complain("no record is dated, so all are taken as current; --as-of DATE sets a day")
            if origin == "the latest date in the data":
                complain(f"as of {day}, {origin}; say --as-of DATE for another")
            self._landscapes[day] = Landscape.build(self.dataset, as_of=day, encoder=self.encoder)
        return self._landscapes[day]

    def organisation_id(self, told: str) -> str:
        """Return the id of an organisation that is told by its id, or by its name in any case.

        Raises
        ------
        UnknownIdError
            Nobody has the id or name; it says the nearest.
        typer.BadParameter
            Several have the name.
        """
        if self.dataset.has("organisations", told):
            return self.dataset.organisation(told).id
        called = [o.id for o in self.dataset.organisations if _plain(o.name) == _plain(told)]
        if len(called) == 1:
            return called[0]
        if called:
            raise typer.BadParameter(
                f"{len(called)} organisations are called {told!r}: {', '.join(called)}; say an id"
            )
        names = {o.name: o.id for o in self.dataset.organisations}
        raise UnknownIdError("organisation", told, known=names.values(), names=names)

    def names(self, table: str) -> Callable[[str], str]:
        """Return what turns an id of a table into words: name, whose it is, and the id."""
        records: Any = self.dataset.tables[table]
        told = {}
        for record in records:
            owner = getattr(record, "organisation_id", None)
            whose = self.dataset.organisation(owner).name if owner else record.name
            of = "" if whose == record.name else f", {whose}"
            told[record.id] = f"{record.name}{of} ({record.id})"
        return lambda one: told.get(one, one)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def load(
    source: str,
    *,
    history: str | None = None,
    as_of: date | None = None,
    model: str | None = None,
    download: bool = False,
) -> Loaded:
    """Read a source; raise `DataError` when too much of it is bad to be used."""
    progress(f"reading {masked(source)}")
    with feed_progress():
        dataset = read_dataset(source)
    bad = sum(s.bad for s in dataset.sources)
    rows = sum(s.rows for s in dataset.sources)
    if not dataset.organisations or (rows and bad / rows > MOST_BAD):
        complain_of([p for p in dataset.problems if p.level == "bad"])
        holds = "holds no organisation that can be used" if not dataset.organisations else ""
        raise DataError(
            f"{holds or f'{bad} of {rows} rows could not be used'}; mend the rows, then try again",
            source=masked(source),
        )
    complain_of([p for p in dataset.problems if p.level == "bad" and not p.row])
    if bad:
        complain(f"{bad} of {rows} rows could not be used: sap-match check {masked(source)}")
    where = history or history_of(source)
    if where and "://" not in str(where) and Path(where).is_dir():
        raise HistoryError(
            f"{where} is a folder; name a file in it, such as {Path(where) / 'history.sqlite'}"
        )
    kept = History(where) if where else None
    dataset = linked(without_forgotten(dataset, kept), kept)
    return Loaded(dataset, kept, as_of, encoder(model=model, download=download))


def complain_of(problems: Sequence[Problem]) -> None:
    """Say on standard error what was wrong, row by row."""
    for p in problems[:_SAID]:
        value = "" if p.field == WITHHELD_FIELD else f" {p.value[:60]!r}"
        cell = f", {p.field}{value}" if p.field else ""
        where = f"{p.source}, row {p.row}" if p.row else p.source
        complain(f"{where}{cell}: {p.reason}" + (f"; {p.fix}" if p.fix else ""))
    if len(problems) > _SAID:
        complain(f"and {len(problems) - _SAID} more rows: sap-match check says all")


def linked(dataset: Dataset, history: History | None = None) -> Dataset:
    """Return the dataset with organisations of its several sources linked, where they are sure.

    What people answered on duplicates counts. A dataset of one source is left as it is.
    """
    found = linking_of(dataset, history)
    return dataset if found is None else found.dataset


def linking_of(dataset: Dataset, history: History | None = None) -> Linked | None:
    """Return the links between the sources, with those to look at; None where one was read."""
    if not dataset.origins:
        return None
    from sap_match.linking import link_sources

    memory = history.memory() if history is not None and history.exists() else None
    return link_sources(dataset, memory=memory)


def without_forgotten(dataset: Dataset, history: History | None) -> Dataset:
    """Return the dataset without the organisations that the history holds off."""
    if history is None or not history.exists():
        return dataset
    ids = {one: o.id for o in dataset.organisations for one in (o.id, *o.sources)}
    gone = tuple(sorted({ids[one] for one in history.suppressed(ids)}))
    return dataset.updated(Changes(removals={"organisations": gone})) if gone else dataset


def encoder(*, model: str | None = None, download: bool = False) -> Callable[[], Encoder]:
    """Return what makes the encoder behind the cache, when it is first needed."""

    def make() -> Encoder:
        if model is None and not (find_spec("torch") and find_spec("sentence_transformers")):
            complain("torch is not installed: likeness goes by words alone, and finds less")
            return HashedWords(384)
        return default_encoder(model, download=download)

    return make
