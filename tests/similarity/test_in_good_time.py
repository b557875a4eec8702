"""Whatever is written in a directory or asked in words is read in good time.

A regular expression that tries every start against every end takes minutes on a cell of one
letter. Each reader, and each pattern that a module keeps, is tried on 20,000 characters of one
to three repeated fragments. Processor time is measured, and the limit is twenty times what the
slowest takes: a quadratic pattern is beyond it, a busy machine is not.
"""

import contextlib
import importlib
import pkgutil
import random
import re
import time
from collections.abc import Mapping

import pytest

import sap_match
from sap_match.errors import SapMatchError
from sap_match.similarity import languages, masking, text, words
from sap_match.similarity.duplicates.addresses import address_of
from sap_match.similarity.duplicates.names import name_of
from sap_match.similarity.duplicates.withheld import discreet, without_place
from sap_match.similarity.overlap import audience
from sap_match.similarity.overlap.activities import activities_in
from sap_match.similarity.overlap.provision import doors_of, is_open, reach_of
from sap_match.similarity.roles import is_person
from sap_match.similarity.search.ages import ages_of_label, ages_written
from sap_match.similarity.search.asking import understand
from sap_match.similarity.search.facts import read_cost
from sap_match.similarity.search.places import Places
from sap_match.similarity.search.urgent import speaks_of
from sap_match.windows import parse, parse_loose

LONG = 20_000
LIMIT = 3.0
FRAGMENTS = (
    " ", "a", "A", "1", ".", ",", "-", "@", "(", "'", "\n", "a ", "A ", "1 ", ":", "/", "&", "Aa",
    "a-", "<", "> ", ";", "é", "●", "– ", "for ", "contact Jane ", "Mr A ", "Monday ", "£1", "www.",
    "10am-2pm ", "aged 1", "a@b.c ", "**", "[a](", "01632 96", "1st Monday of ", "\n- ", "until ",
)  # fmt: skip
READERS = {
    "clean": text.clean,
    "sentences": text.sentences,
    "mask": masking.mask.__wrapped__,
    "words": words.words_of,
    "language": languages.language_of,
    "loose hours": parse_loose,
    "hours": parse,
    "ages": ages_written,
    "label of ages": ages_of_label,
    "cost": read_cost,
    "name": name_of,
    "address": address_of,
    "without place": without_place,
    "contact in part": discreet,
    "activities": activities_in,
    "doors": doors_of,
    "reach": reach_of,
    "is open": lambda told: is_open(None, told),
    "for whom": audience._said_for.__wrapped__,
    "question": lambda told: understand(told, Places(())),
    "crisis": lambda told: speaks_of("nowhere to stay", told),
    "role": is_person,
}


def repeated(parts):
    unit = "".join(parts)
    return f"x{unit * (LONG // len(unit))}x"


def combinations(seed, pool, n):
    rng = random.Random(seed)
    many = (tuple(rng.choices(pool, k=rng.choice((2, 2, 3)))) for _ in range(n))
    return [*((one,) for one in pool), *many]


def seconds(call, told):
    before = time.process_time()
    with contextlib.suppress(SapMatchError):
        call(told)
    return time.process_time() - before


@pytest.mark.parametrize("name", READERS)
def test_a_reader_takes_no_long_time(name):
    for parts in combinations(name, FRAGMENTS, 20):
        assert seconds(READERS[name], repeated(parts)) < LIMIT, parts


def test_a_slow_reader_would_be_seen():
    slow = re.compile(r"a+b").findall
    assert seconds(slow, repeated("a")) > 20 * seconds(text.clean, repeated("a"))


# -- every pattern that a module keeps --------------------------------------------------------


def patterns_in(value, depth=3):
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from patterns_in(one, depth - 1)
    elif depth and isinstance(value, Mapping):
        yield from patterns_in(list(value.values()), depth - 1)
    elif depth and hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        for field in value.__dataclass_fields__:
            yield from patterns_in(getattr(value, field, None), depth - 1)


def modules():
    for one in pkgutil.walk_packages(sap_match.__path__, "sap_match."):
        if one.name.startswith(("sap_match.similarity", "sap_match.windows")):
            yield one.name


def literals_of(pattern):
    """Words and marks that stand in a pattern: what it begins to match is where it is slow."""
    plain = re.sub(r"\\[a-zA-Z]|\(\?[a-zA-Z<>=!:]*", " ", pattern.pattern)
    return sorted({w + " " for w in re.findall(r"[a-zA-Z]{2,}", plain)} | set(plain) - set("\\|?+"))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(modules()))
def test_a_pattern_takes_no_long_time(name):
    held = {p for v in vars(importlib.import_module(name)).values() for p in patterns_in(v)}
    for pattern in sorted(held, key=lambda p: p.pattern):
        if not isinstance(pattern.pattern, str):
            continue
        own = literals_of(pattern)
        pool = [*" aA1.-\n(", *random.Random(name).sample(own, min(12, len(own)))]
        for parts in combinations(name, pool, 20):
            took = seconds(pattern.findall, repeated(parts))
            assert took < LIMIT, (pattern.pattern[:200], parts)
