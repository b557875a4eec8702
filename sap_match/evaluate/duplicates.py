"""How well double listings are found, against pairs that people judged."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Literal

from sap_match.errors import DataError, UnknownIdError
from sap_match.memory import pair
from sap_match.model import Dataset, Organisation, Service
from sap_match.similarity.duplicates import find_duplicates
from sap_match.similarity.index import SimilarityIndex

Pair = tuple[str, str]
Of = Literal["services", "organisations"]


@dataclass(frozen=True)
class DuplicateQuality:
    """How well one method finds the pairs that are one.

    Attributes
    ----------
    method : str
        What decided.
    found, wrong, missed : int
        Judged pairs that it finds rightly, that it finds and that are not one, and that
        it does not find. Pairs that nobody judged count for nothing.
    precision, recall, f1 : float
        ``found / (found + wrong)``, ``found / (found + missed)`` and their harmonic mean;
        0 where nothing was found.
    """

    method: str
    found: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of what it found that is right."""
        return self.found / (self.found + self.wrong) if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that it found."""
        return self.found / (self.found + self.missed) if self.found else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def to_record(self) -> dict[str, str | float | int]:
        """Return one flat row, rounded to 1e-4."""
        return {
            "method": self.method,
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "found": self.found,
            "wrong": self.wrong,
            "missed": self.missed,
        }


def read_judged(path: Path, known: Collection[str]) -> dict[Pair, bool]:
    """Read pairs that people judged: columns left_id, right_id, expected (yes or no...).

    Where there is a column ``kind``, only rows whose kind speaks of duplicates are read.
    Pairs of which neither id is in ``known`` are of other records and left out.

    Raises
    ------
    DataError
        A column is missing, or ``expected`` says neither yes nor no.
    """
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    judged: dict[Pair, bool] = {}
    for number, row in enumerate(rows, start=1):
        for column in ("left_id", "right_id", "expected"):
            if not row.get(column):
                raise DataError("is empty", source=path.name, row=number, field=column)
        if "duplicate" not in row.get("kind", "duplicate"):
            continue
        answer = row["expected"].strip().casefold()
        if not answer.startswith(("yes", "no")):
            raise DataError(
                "says neither yes nor no", source=path.name, row=number, field="expected",
                value=answer,
            )  # fmt: skip
        ids = pair(row["left_id"], row["right_id"])
        if not set(ids).isdisjoint(known):
            judged[ids] = answer.startswith("yes")
    return judged


def evaluate_duplicates(
    dataset: Dataset,
    truth: Mapping[Pair, bool],
    *,
    of: Of = "services",
    index: SimilarityIndex | None = None,
) -> tuple[DuplicateQuality, ...]:
    """Measure what is found to be listed twice, beside simple rules.

    Parameters
    ----------
    dataset : Dataset
    truth : mapping
        Pairs of ids that people judged, and whether they are one.
    of : {"services", "organisations"}
    index : SimilarityIndex, optional
        As for `find_duplicates`.

    Raises
    ------
    UnknownIdError
        A judged record is not in the data.
    DataError
        No pair was judged to be one.
    """
    judged = {pair(*ids): same for ids, same in truth.items()}
    records = {record.id: record for record in _records(dataset, of)}
    for one in sorted({one for ids in judged for one in ids}):
        if one not in records:
            raise UnknownIdError(of.removesuffix("s"), one, known=records)
    if not any(judged.values()):
        raise DataError("holds no pair that was judged to be one", source="the judged pairs")
    pairs = find_duplicates(dataset, of=of, index=index)
    sure = {pair(p.left_id, p.right_id) for p in pairs if p.decision == "duplicate"}
    looked = {pair(p.left_id, p.right_id) for p in pairs if p.decision in ("duplicate", "review")}
    rules = {
        "decided duplicate": sure,
        "decided duplicate or to be looked at": looked,
        "same name": _sharing(records.values(), _name),
        "same telephone": _sharing(records.values(), lambda r: r.phones),
        "same website or e-mail": _sharing(records.values(), _online),
        "same postcode": _sharing(records.values(), lambda r: (r.postcode or "",)),
    }
    return tuple(_quality(name, judged, found) for name, found in rules.items())


def _records(dataset: Dataset, of: Of) -> tuple[Service | Organisation, ...]:
    return dataset.services if of == "services" else dataset.organisations


def _quality(method: str, judged: Mapping[Pair, bool], found: Collection[Pair]) -> DuplicateQuality:
    return DuplicateQuality(
        method,
        found=sum(same and ids in found for ids, same in judged.items()),
        wrong=sum(not same and ids in found for ids, same in judged.items()),
        missed=sum(same and ids not in found for ids, same in judged.items()),
    )


def _sharing(
    records: Iterable[Service | Organisation],
    keys: Callable[[Service | Organisation], Iterable[str]],
) -> set[Pair]:
    """Return the pairs of records that share a key."""
    holders: dict[str, list[str]] = {}
    for record in records:
        for key in keys(record):
            if plain := " ".join(key.casefold().split()):
                holders.setdefault(plain, []).append(record.id)
    return {two for ids in holders.values() for two in combinations(sorted(set(ids)), 2)}


def _name(record: Service | Organisation) -> tuple[str, ...]:
    return (record.name,)


def _online(record: Service | Organisation) -> tuple[str, ...]:
    page = record.url if isinstance(record, Service) else record.website
    return tuple(one for one in (page, record.email) if one)
