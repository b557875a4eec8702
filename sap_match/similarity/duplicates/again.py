"""Comparing again only what changed: the levels of earlier pairs, by content hash.

How far two records agree depends on them and on what the collection says of their words and
contacts: how rare, how crowded. The hash of a record is taken over both, so a record has the
same hash only where comparing it again could give nothing new; a pair of two such records
keeps the levels that it had. Nothing is kept here: the caller passes in what came out of the
run before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import Any

from sap_match.errors import DataError
from sap_match.similarity.duplicates.compare import compare
from sap_match.similarity.duplicates.entries import Collection, Entry, contact_keys

Pair = tuple[str, str]
Pattern = tuple[str, ...]


@dataclass(frozen=True)
class Compared:
    """What one run compared, for the next run.

    Attributes
    ----------
    made_by : str
        What compared: release and fields. Another one's work is not used.
    hashes : mapping
        Record id to the hash of all that comparing it reads.
    patterns : mapping
        Pair of ids to its levels.
    afresh : int
        How many pairs this run had to compare; the others were carried over.
    """

    made_by: str = ""
    hashes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    patterns: Mapping[Pair, Pattern] = field(default_factory=lambda: MappingProxyType({}))
    afresh: int = 0

    def to_json(self) -> str:
        """Return it as text that any store can keep.

        Examples
        --------
        >>> Compared.from_json(Compared("r", {"a": "1"}, {("a", "b"): ("same",)}).to_json()).hashes
        {'a': '1'}
        """
        body = {
            "made_by": self.made_by,
            "hashes": dict(sorted(self.hashes.items())),
            "patterns": [[*pair, *levels] for pair, levels in sorted(self.patterns.items())],
        }
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Compared:
        """Read what `to_json` wrote.

        Raises
        ------
        DataError
            The text is something else.
        """
        try:
            body = json.loads(text)
            patterns = {(row[0], row[1]): tuple(row[2:]) for row in body["patterns"]}
            return cls(str(body["made_by"]), dict(body["hashes"]), patterns)
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise DataError(
                "does not hold an earlier comparison; run once without it", source="earlier"
            ) from error


def compare_again(
    whole: Collection,
    pairs: Iterable[Pair],
    names: tuple[str, ...],
    earlier: Compared | None = None,
) -> Compared:
    """Compare pairs, taking over the levels of those of which neither record changed.

    Equal in every level to comparing all of them.
    """
    made_by = f"{_release()} {' '.join(names)}"
    places = " ".join(sorted(whole.common_places))
    hashes = {entry.id: hash_of(entry, whole, places) for entry in whole.entries}
    known = earlier if earlier is not None and earlier.made_by == made_by else Compared()
    same = {one for one, digest in hashes.items() if known.hashes.get(one) == digest}
    patterns: dict[Pair, Pattern] = {}
    distinct: dict[Pattern, Pattern] = {}  # few, so that millions of pairs share them
    afresh = 0
    for pair in pairs:
        left, right = pair
        held = known.patterns.get(pair) if left in same and right in same else None
        if held is None:
            held = compare(whole.by_id[left], whole.by_id[right], whole, names)
            afresh += 1
        patterns[pair] = distinct.setdefault(held, held)
    return Compared(made_by, hashes, patterns, afresh)


def hash_of(entry: Entry, whole: Collection, places: str = "") -> str:
    """Return the hash of a record and of what the collection says of its words and contacts.

    ``places`` are the collection's common place names, which bear on every address.
    """
    said: list[Any] = [_plain(getattr(entry, one.name)) for one in fields(entry)]
    for name, rarity in ((entry.name, whole.rarity), (entry.owner, whole.owners)):
        if name is not None:
            words = sorted({*name.words, *name.joins})
            said.append([(w, round(rarity.of(w), 12)) for w in words])
            said.append(rarity.telling)
    if entry.owner is not None:
        said.append([(w, whole.rarity.of(w)) for w in sorted(set(entry.owner.words))])
    said.append([whole.crowds.get(key, 0) for key in contact_keys(entry)])
    said.append([(w, whole.text_idf.get(w, 0.0)) for w in sorted(entry.text)])
    said.append(places)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:24]


def _plain(value: object) -> object:
    """Return a value whose text is the same in every run: sets and mappings in order."""
    if value is None or isinstance(value, str | float | int):
        return value
    if isinstance(value, frozenset | set):
        return sorted(map(repr, value))
    if isinstance(value, Mapping):
        return sorted((str(k), repr(v)) for k, v in value.items())
    if hasattr(value, "__dataclass_fields__"):
        return [
            _plain(getattr(value, one))
            for one in value.__dataclass_fields__
            if not one.startswith("_")
        ]
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value


def _release() -> str:
    try:
        return version("sap-match")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "source"
