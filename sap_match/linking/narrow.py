"""Which organisations are worth weighing: those with something of another source's in common.

A register of a whole country beside one borough's directory: only the rows of the register
that share a rare word of the name, a postcode, a telephone or a website with somebody of
another source can be linked, and of these the nearest few for each.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

from sap_match.ingest.identity import normal_name
from sap_match.model import Dataset, Organisation

WHOLE = 20_000
"""Organisations up to which all are weighed together."""
NEAREST = 12
"""Of each organisation, how many of the other sources are kept in a larger dataset."""
CROWD = 400
"""Holders of a key of one source beyond which it tells nothing."""


def narrowed(dataset: Dataset) -> Dataset:
    """Return the dataset, of a large one only what can be linked at all.

    The result is for weighing only: it holds organisations, areas and nothing else.
    """
    if len(dataset.organisations) <= WHOLE:
        return dataset
    kept = _worth_weighing(dataset.organisations)
    return Dataset.build(
        dataset.id,
        {
            "organisations": [
                o.model_copy(update={"parent_id": None}) if o.parent_id not in kept else o
                for o in dataset.organisations
                if o.id in kept
            ],
            "areas": dataset.areas,
        },
        as_of=dataset.as_of,
    )


def _worth_weighing(organisations: Iterable[Organisation]) -> set[str]:
    """Return the ids of all but the largest source, and of the nearest to them in any."""
    rows = list(organisations)
    sizes = Counter(one.source or "" for one in rows)
    largest = max(sizes, key=lambda s: (sizes[s], s))
    mine = {o.id: (o.source or "", _keys(o)) for o in rows if (o.source or "") != largest}
    asked = {key for _, keys in mine.values() for key in keys}
    holders: dict[str, dict[str, list[str]]] = {key: defaultdict(list) for key in asked}
    for one in rows:
        source, keys = mine.get(one.id) or (largest, _keys(one))
        for key in keys:
            if key in asked:
                holders[key][source].append(one.id)
    kept = set(mine)
    for source, keys in mine.values():
        kept.update(_nearest(source, keys, holders))
    return kept


def _nearest(
    source: str, keys: Iterable[str], holders: Mapping[str, Mapping[str, list[str]]]
) -> list[str]:
    """Return the ids of other sources that share most, a key counting less the more have it."""
    shared: dict[str, float] = defaultdict(float)
    for key in keys:
        others = [i for s, ids in holders[key].items() if s != source for i in ids]
        if 0 < len(others) <= CROWD:
            for other in others:
                shared[other] += 1 / len(others)
    return sorted(shared, key=lambda i: (-round(shared[i], 9), i))[:NEAREST]


def _keys(one: Organisation) -> list[str]:
    words = normal_name(one.name).split()
    keys = {f"w {w}" for w in words if len(w) > 3}
    keys |= {f"n {' '.join(words)}"} | {f"p {a} {b}" for a, b in pairwise(words)}
    keys |= {f"t {re.sub(chr(92) + 'D', '', phone)[-9:]}" for phone in one.phones}
    keys |= {f"i {text.strip().upper()}" for text in (one.id, *one.identifiers)}
    if one.postcode:
        keys.add(f"c {''.join(one.postcode.upper().split())}")
    if one.website:
        keys.add(f"s {re.sub(r'^[a-z]+:/*(www[.])?|/.*$', '', one.website.strip().casefold())}")
    return sorted(keys)
