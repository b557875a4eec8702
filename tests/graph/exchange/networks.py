"""Networks of all kinds, for the tests of every format."""

import math
from dataclasses import replace
from datetime import date, datetime

import numpy as np
from hypothesis import strategies as st

from sap_match.graph import CollaborationNetwork

AWKWARD = [
    "",
    " ",
    "=1+1",
    "'=1",
    "'",
    "-3",
    "true",
    "1",
    "None",
    "nan",
    "a,b;c\td",
    'say "yes"',
    "two\nlines",
    "car\rriage\r\n",
    "Zażółć",
    "مرحبا",
    "\x00\x07",
    "_x0007_",
    "\u2028",
    "\ufeff",
    "--",
    "-->]]>",
    "<a&b>",
    "%",
    "*Arcs",
    "a\\",
    "data:",
    "~date",
]
texts = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=8))
whole = st.integers(-(10**6), 10**6)
numbers = st.one_of(st.floats(allow_nan=False), st.just(math.nan))
mixed = st.one_of(
    texts,
    whole,
    st.integers(),
    numbers,
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.lists(st.one_of(texts, whole), max_size=2),
    st.tuples(texts, whole),
    st.dictionaries(texts, whole, max_size=2),
)
kinds = st.sampled_from(
    [
        texts,
        whole,
        numbers,
        st.booleans(),
        st.dates(),
        st.datetimes(),
        st.lists(texts, max_size=2),
        st.lists(texts, max_size=2).map(tuple),
        mixed,
    ]
)
names = st.one_of(
    st.sampled_from(["label", "Label", "name", "id", "group", "type", "weight", "answered", "x y"]),
    texts,
)


@st.composite
def columns(draw, size):
    table = {}
    for name in draw(st.lists(names, unique=True, max_size=3)):
        cells = st.one_of(st.none(), draw(kinds))
        table[name] = tuple(draw(st.lists(cells, min_size=size, max_size=size)))
    return table


@st.composite
def networks(draw):
    n = draw(st.integers(0, 5))
    ids = draw(
        st.lists(
            st.one_of(texts.filter(bool), whole),
            min_size=n,
            max_size=n,
            unique_by=str,
        )
    )
    ends = st.tuples(st.sampled_from(range(n)), st.sampled_from(range(n))) if n else st.nothing()
    pairs = draw(st.lists(ends, unique=True, max_size=6)) if n else []
    weight = st.one_of(st.just(1.0), st.floats(1e-9, 1e9))
    edges = [(ids[a], ids[b], draw(weight)) for a, b in pairs]
    group = st.one_of(st.none(), texts)
    made = CollaborationNetwork.from_edges(
        edges,
        nodes=ids,
        groups=draw(st.one_of(st.none(), st.lists(group, min_size=n, max_size=n))),
        directed=draw(st.booleans()),
        answered=draw(st.one_of(st.none(), st.just(ids[:1]))),
        name=draw(texts),
        boundary=draw(texts),
        as_of=draw(st.one_of(st.none(), st.dates())),
    )
    return replace(
        made,
        told_by=draw(st.sampled_from(["either", "both"])),
        node_attributes=draw(columns(n)),
        tie_attributes=draw(columns(made.size)),
        attributes=draw(st.dictionaries(texts, st.one_of(st.none(), mixed), max_size=3)),
    )


def partnership():
    """A small partnership that says something of every kind."""
    return CollaborationNetwork(
        ids=("Ash Trust", 'Beech "House"', "Cedar, Elm & Co", 7),
        sources=np.array([0, 0]),
        targets=np.array([1, 2]),
        weights=np.array([2.0, 0.5]),
        groups=("voluntary", "public", None, "business"),
        answered=np.array([True, True, False, True]),
        node_attributes={
            "name": ("Ash", "Beech\nHouse", "=Cedar", None),
            "staff": (3, None, -1, 0),
            "income": (1.5, math.inf, None, 0.1),
            "charity": (True, False, None, None),
            "since": (date(2020, 2, 29), None, None, date(2026, 11, 1)),
            "seen": (datetime(2026, 11, 1, 9, 30), None, None, None),  # noqa: DTZ001
            "tags": (["food", "warm spaces"], [], None, ["Zażółć"]),
            "any": (1, "1", None, (1, "a")),
            "empty": (None, None, None, None),
        },
        tie_attributes={"kind": ("partnership", None), "joint": (2, 1)},
        attributes={"source": "a survey", "wave": 2},
        name="Here",
        boundary="all that answered",
        as_of=date(2026, 11, 1),
        told_by="both",
        notes=("1 self-tie dropped",),
    )
