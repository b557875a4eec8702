"""From a SOURCE on the command line to a landscape, with every complaint said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sap_match.cli.output import complain, progress
from sap_match.errors import DataError, UnknownIdError
from sap_match.ingest import history_of, read_dataset
from sap_match.landscape import Landscape, resolve_as_of
from sap_match.memory import Memory
from sap_match.model import Changes, Dataset
from sap_match.monthly.history import History
from sap_match.monthly.decisions import with_decisions
from sap_match.similarity.cache import default_encoder
from sap_match.similarity.encoder import Encoder

#: A source of which more rows than this are bad is not used: the answer would mislead.
MOST_BAD = 0.5


@dataclass(frozen=True)
class Loaded:
    """A dataset that can be used, and the history that belongs to it."""

    dataset: Dataset
    history: History | None

    def memory(self, before: str | None = None) -> Memory:
        """Return what the history remembers, with the decisions table of the data."""
        kept = self.history.memory(before=before) if self.history else Memory()
        return with_decisions(kept, self.dataset)


def load(source: str, *, history: Path | None = None) -> Loaded:
    """Read a source; raise `DataError` when too much of it is bad to be used."""
    progress(f"reading {source}")
    dataset = read_dataset(source)
    bad = sum(s.bad for s in dataset.sources)
    rows = sum(s.rows for s in dataset.sources)
    if not dataset.organisations:
        raise DataError(
            "holds no organisation that can be used; sap-match check says why, row by row",
            source=source,
        )
    if rows and bad / rows > MOST_BAD:
        raise DataError(
            f"{bad} of {rows} rows could not be used; sap-match check says why, row by row",
            source=source,
        )
    if bad:
        complain(f"{bad} of {rows} rows could not be used: sap-match check {source}")
    where = history or history_of(source)
    kept = History(where) if where else None
    return Loaded(_without_forgotten(dataset, kept), kept)


def _without_forgotten(dataset: Dataset, history: History | None) -> Dataset:
    if history is None or not history.exists():
        return dataset
    gone = tuple(o.id for o in dataset.organisations if history.is_suppressed(o.id))
    return dataset.updated(Changes(removals={"organisations": gone})) if gone else dataset


def landscape(
    loaded: Loaded, *, as_of: date | None, model: str | None = None, download: bool = False
) -> Landscape:
    """Build the landscape; say on standard error where the date came from if not given."""
    day, origin = resolve_as_of(loaded.dataset, as_of)
    if origin == "the latest date in the data":
        complain(f"as of {day}, {origin}; say --as-of DATE for another")
    return Landscape.build(
        loaded.dataset, as_of=day, encoder=encoder(model=model, download=download)
    )


def encoder(*, model: str | None = None, download: bool = False) -> Callable[[], Encoder]:
    """Return what makes the encoder behind the cache, when it is first needed."""
    return lambda: default_encoder(model, download=download)


def known(dataset: Dataset, table: str, ids: list[str]) -> list[str]:
    """Return the ids, or raise `UnknownIdError` for the first that is unknown."""
    for one in ids:
        if not dataset.has(table, one):
            raise UnknownIdError(
                table.rstrip("s"), one, known=[getattr(x, "id") for x in dataset.tables[table]]  # noqa: B009
            )
    return [dataset.resolve(one) for one in ids]
