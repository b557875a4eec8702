"""How well double listings are found, against pairs that people judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Literal

from sap_match.errors import DataError, UnknownIdError
from sap_match.memory import pair
from sap_match.model import Dataset, Organisation, Service
from sap_match.sheets import read_sheet
from sap_match.similarity.duplicates import DuplicateConfig, find_duplicates
from sap_match.similarity.duplicates.work import work_on
from sap_match.similarity.index import SimilarityIndex

Pair = tuple[str, str]
Of = Literal["services", "organisations"]


def _harmonic(precision: float, recall: float) -> float:
    total = precision + recall
    return 2 * precision * recall / total if total else 0.0


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
        return _harmonic(self.precision, self.recall)

    def to_record(self) -> dict[str, str | float | int | None]:
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


@dataclass(frozen=True)
class GroupQuality:
    """How well groups of listings stand for things; each value from 0 to 1."""

    method: str
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return _harmonic(self.precision, self.recall)

    def to_record(self) -> dict[str, str | float | int | None]:
        """Return one flat row, rounded to 1e-4, with the columns of `DuplicateQuality`."""
        return {
            "method": self.method,
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "found": None,
            "wrong": None,
            "missed": None,
        }


@dataclass(frozen=True)
class Point:
    """Precision and recall where pairs count as found from ``threshold`` (inclusive)."""

    threshold: float
    precision: float
    recall: float
    f1: float

    def to_record(self) -> dict[str, float]:
        """Return one flat row, rounded to 1e-4."""
        return {name: round(value, 4) for name, value in vars(self).items()}


THRESHOLDS = (
    0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999,
)  # fmt: skip
"""Probabilities at which precision and recall are told."""


def read_judged(path: Path, known: Collection[str]) -> dict[Pair, bool]:
    """Read pairs that people judged: columns left_id, right_id, expected (yes or no...).

    Where there is a column ``kind``, only rows whose kind speaks of duplicates are read.
    Pairs of which neither id is in ``known`` are of other records and left out.

    Raises
    ------
    DataError
        A column is missing, or ``expected`` says neither yes nor no.
    """
    judged: dict[Pair, bool] = {}
    for number, row in read_sheet(path, ("left_id", "right_id", "expected")):
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
    truth: Mapping[Pair, bool] | None = None,
    *,
    entities: Mapping[str, str] | None = None,
    of: Of = "services",
    index: SimilarityIndex | None = None,
    config: DuplicateConfig | None = None,
) -> tuple[DuplicateQuality | GroupQuality, ...]:
    """Measure what is found to be listed twice, beside simple rules.

    Parameters
    ----------
    dataset : Dataset
    truth : mapping, optional
        Pairs of ids that people judged, and whether they are one.
    entities : mapping, optional
        Instead: record id to the thing that it is a listing of (see `entities_in`). Then every
        pair of its records is judged, and the groups are measured as well.
    of : {"services", "organisations"}
    index, config
        As for `find_duplicates`.

    Raises
    ------
    UnknownIdError
        A judged record is not in the data.
    DataError
        No pair was judged to be one, or neither ``truth`` nor ``entities`` is given.
    """
    records = {record.id: record for record in _records(dataset, of)}
    judged = _judged(truth, entities, records, of)
    pairs = find_duplicates(dataset, of=of, index=index, config=config)
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
    found = tuple(_quality(name, judged, one) for name, one in rules.items())
    if entities is None:
        return found
    return (*found, b_cubed("groups, B-cubed", entities, dict(pairs.group_ids)))


def precision_recall(
    dataset: Dataset,
    truth: Mapping[Pair, bool] | None = None,
    *,
    entities: Mapping[str, str] | None = None,
    of: Of = "services",
    index: SimilarityIndex | None = None,
) -> tuple[Point, ...]:
    """Return precision and recall of pairs, before grouping, at each of `THRESHOLDS`.

    Parameters
    ----------
    dataset, truth, entities, of, index
        As for `evaluate_duplicates`.

    Raises
    ------
    UnknownIdError, DataError
        As for `evaluate_duplicates`.
    """
    records = {record.id: record for record in _records(dataset, of)}
    judged = _judged(truth, entities, records, of)
    chances = work_on(dataset, of, index=index).answers.probabilities()
    points = []
    for threshold in THRESHOLDS:
        found = {ids for ids, chance in chances.items() if chance >= threshold}
        quality = _quality("", judged, found)
        points.append(Point(threshold, quality.precision, quality.recall, quality.f1))
    return tuple(points)


def entities_in(dataset: Dataset, column: str, *, of: Of = "services") -> dict[str, str]:
    """Return record id to what a column of the data says that it is a listing of.

    Records in which the column is empty are not judged.

    Raises
    ------
    DataError
        No record has the column.
    """
    found = {}
    for record in _records(dataset, of):
        value = getattr(record, column, None) or (record.extra or {}).get(column)
        if value not in (None, ""):
            found[record.id] = str(value).strip()
    if not found:
        raise DataError(f"no record of the {of} has a value in it", field=column)
    return found


def b_cubed(method: str, entities: Mapping[str, str], groups: Mapping[str, str]) -> GroupQuality:
    """Measure groups record by record (Bagga and Baldwin, LREC 1998).

    A record's precision is the share of its group that is the same thing, its recall the
    share of that thing's listings that are in its group; a record in no group is one alone.

    Examples
    --------
    >>> quality = b_cubed("m", {"a": "x", "b": "x", "c": "y"}, {"a": "g", "b": "g", "c": "g"})
    >>> round(quality.precision, 3), quality.recall
    (0.556, 1.0)
    """
    home = {one: ("group", groups[one]) if one in groups else ("alone", one) for one in entities}
    sizes, things = Counter(home.values()), Counter(entities.values())
    both = Counter((home[one], entities[one]) for one in entities)
    shares = [both[home[one], entities[one]] for one in entities]
    n = max(1, len(entities))
    precision = sum(share / sizes[home[one]] for one, share in zip(entities, shares, strict=True))
    recall = sum(share / things[entities[one]] for one, share in zip(entities, shares, strict=True))
    return GroupQuality(method, precision / n, recall / n)


def _judged(
    truth: Mapping[Pair, bool] | None,
    entities: Mapping[str, str] | None,
    records: Collection[str],
    of: Of,
) -> Mapping[Pair, bool]:
    """Return the judged pairs, each in order; every pair of known entities is judged."""
    if (truth is None) == (entities is None):
        raise DataError("give either judged pairs or the entities of the records")
    judged: Mapping[Pair, bool]
    if entities is not None:
        judged, named = _Entities(entities), set(entities)
    else:
        judged = {pair(*ids): same for ids, same in (truth or {}).items()}
        named = {one for ids in judged for one in ids}
    for one in sorted(named):
        if one not in records:
            raise UnknownIdError(of.removesuffix("s"), one, known=records)
    if not any(judged.values()):
        raise DataError("holds no pair that was judged to be one", source="the judged pairs")
    return judged


class _Entities(Mapping[Pair, bool]):
    """Every pair of records whose entity is known, without a list of all of them.

    Iterating gives the pairs that are one; of the others one asks by key.
    """

    def __init__(self, entities: Mapping[str, str]) -> None:
        self.entities = entities
        members: dict[str, list[str]] = {}
        for one in sorted(entities):
            members.setdefault(entities[one], []).append(one)
        self._same = [two for ids in members.values() for two in combinations(ids, 2)]

    def __getitem__(self, ids: Pair) -> bool:
        return self.entities[ids[0]] == self.entities[ids[1]]

    def __iter__(self) -> Iterator[Pair]:
        return iter(self._same)

    def __len__(self) -> int:
        return len(self._same)


def _records(dataset: Dataset, of: Of) -> tuple[Service | Organisation, ...]:
    return dataset.services if of == "services" else dataset.organisations


def _quality(method: str, judged: Mapping[Pair, bool], found: Collection[Pair]) -> DuplicateQuality:
    right = sum(ids in judged and judged[ids] for ids in found)
    return DuplicateQuality(
        method,
        found=right,
        wrong=sum(ids in judged and not judged[ids] for ids in found),
        missed=sum(judged.values()) - right,
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
