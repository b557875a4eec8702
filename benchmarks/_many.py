"""A landscape of as many services as a large borough lists, made from the shipped example.

The example is copied as often as it takes. In every copy each fourth telling word of a text
gives way to another of the example's words, names are put together anew and places move by up
to two kilometres, so that no two records are the same. The same seed gives the same records.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from sap_match.ingest import read_dataset
from sap_match.model import Dataset
from sap_match.model.records import Record
from sap_match.similarity.words import STOP_WORDS

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "cheshire_east"
SEED = 20261101
_COPIED = ("organisations", "services", "facilities", "needs", "offers", "collaborations",
           "collaboration_members")  # fmt: skip
_WORD = re.compile(r"[^\W\d_]{4,}")
_OWN_CONTACT = {"website": None, "email": None, "phones": (), "identifiers": (), "url": None}


def many_services(count: int, source: Path = EXAMPLE, seed: int = SEED) -> Dataset:
    """A dataset with exactly `count` services, and the organisations that they need."""
    first = read_dataset(source)
    rng = np.random.default_rng(seed)
    words = _vocabulary(first)
    tables: dict[str, list[Record]] = {name: list(first.tables[name]) for name in _COPIED}
    number = 1
    while len(tables["services"]) < count:
        for name, rows in _copy(first, number, words, rng).items():
            tables[name] += rows
        number += 1
    tables["services"] = tables["services"][:count]
    others = {n: rows for n, rows in first.tables.items() if n in ("areas", "briefs")}
    return Dataset.build("many", {**tables, **others}, name=first.name, as_of=first.as_of)


def _vocabulary(dataset: Dataset) -> list[str]:
    texts = [r.description or "" for r in (*dataset.organisations, *dataset.services)]
    found = {w.lower() for text in texts for w in _WORD.findall(text)}
    return sorted(found - STOP_WORDS)


def _copy(
    first: Dataset, number: int, words: Sequence[str], rng: np.random.Generator
) -> dict[str, list[Record]]:
    tables = first.tables
    names = {name: _mixed_names([r.name for r in tables[name]], rng)
             for name in ("organisations", "services", "facilities")}  # fmt: skip
    rows: dict[str, list[Record]] = {}
    for name in _COPIED:
        rows[name] = []
        for i, record in enumerate(tables[name]):
            change = _marked(record, f"-{number}")
            fields = type(record).model_fields
            change |= {f: v for f, v in _OWN_CONTACT.items() if f in fields}
            if getattr(record, "description", None):
                change["description"] = _reworded(record.description, words, rng)
            if name in names:
                change["name"] = names[name][i]
            if getattr(record, "latitude", None) is not None:
                north, east = rng.uniform(-0.02, 0.02, 2)
                change["latitude"] = round(record.latitude + north, 4)
                change["longitude"] = round(record.longitude + east, 4)
            rows[name].append(record.model_copy(update=change))
    return rows


def _marked(record: Record, mark: str) -> dict[str, object]:
    """Own ids and references get the mark of the copy; areas are shared by all."""
    keys = ("id", "organisation_id", "collaboration_id", "parent_id")
    found: Mapping[str, str | None] = {k: getattr(record, k, None) for k in keys}
    change: dict[str, object] = {k: v + mark for k, v in found.items() if v}
    if "sources" in type(record).model_fields:
        change["sources"] = ()
    return change


def _mixed_names(names: Sequence[str], rng: np.random.Generator) -> list[str]:
    """The first half of each name with the second half of another."""
    halves = [(n.split()[: len(n.split()) // 2], n.split()[len(n.split()) // 2 :]) for n in names]
    order = rng.permutation(len(names))
    return [" ".join(halves[i][0] + halves[j][1]) for i, j in enumerate(order)]


def _reworded(text: str, words: Sequence[str], rng: np.random.Generator) -> str:
    """The text with every fourth of its telling words, and at least one, another."""
    telling = [m.span() for m in _WORD.finditer(text) if m.group().lower() not in STOP_WORDS]
    if not telling:
        return text
    count = max(1, len(telling) // 4)
    for i in sorted(rng.choice(len(telling), count, replace=False), reverse=True):
        start, end = telling[i]
        text = f"{text[:start]}{words[int(rng.integers(len(words)))]}{text[end:]}"
    return text
