"""Every reader of the registry, given sources that are wrong in every way.

A new reader needs a seed: a small good source in `seeds/MODULE/`. From it wrong ones are made;
`benchmarks/fuzz.py` makes a hundred thousand of them.
"""

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks._fuzz_mutations import mutated
from benchmarks._fuzz_oracle import examine
from benchmarks._fuzz_seeds import FOREIGN, all_seeds, modules, seeds, short, write
from sap_match.ingest.formats import FORMATS, format_of

SECONDS = 1.0
"""Of processor time, so that a busy machine fails nothing."""
SEEDS = all_seeds()
EVERY_SEED = pytest.mark.parametrize("seed", SEEDS, ids=[f"{s.module}-{s.name}" for s in SEEDS])
CALM = {"deadline": None, "suppress_health_check": list(HealthCheck), "derandomize": True}


def faults_of(seed, number):
    mutant = mutated(seed, random.Random(f"{seed.module}/{seed.name}/{number}"))
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / seed.name
        if mutant.data is None:
            path = write(mutant.seed, Path(room))
        else:
            path.write_bytes(mutant.data)
        outcome = examine(seed.module, path, rows=mutant.rows)
    slow = [f"took {outcome.seconds:.1f} s"] if outcome.seconds > SECONDS else []
    return [f"{mutant.how}: {fault}" for fault in (*outcome.faults, *slow)]


@pytest.mark.parametrize("module", modules())
def test_every_reader_has_a_seed(module):
    where = f"tests/ingest/fuzz/seeds/{short(module)}/"
    assert seeds(module), f"put a small good source of {module} into {where}: it is fuzzed then"


@EVERY_SEED
def test_a_seed_is_good_and_known(seed, tmp_path):
    path = write(seed, tmp_path)
    outcome = examine(seed.module, path)
    assert (outcome.faults, outcome.refused) == ((), "")
    assert outcome.rows_in > 0
    if seed.module != FOREIGN:
        assert seed.module in FORMATS[format_of(path) or ""]


@EVERY_SEED
@settings(max_examples=8, **CALM)
@given(st.integers(0, 2**32))
def test_a_wrong_source_is_answered_in_time_and_every_row_accounted_for(seed, number):
    assert faults_of(seed, number) == []


@pytest.mark.slow
@EVERY_SEED
@settings(max_examples=400, **CALM)
@given(st.integers(0, 2**32))
def test_many_wrong_sources_are_answered_in_time_and_every_row_accounted_for(seed, number):
    assert faults_of(seed, number) == []


@EVERY_SEED
@settings(max_examples=3, **CALM)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(seed, data):
    with tempfile.TemporaryDirectory() as room:
        if seed.is_folder:
            path = write(seed, Path(room))
            victim = min(p for p in path.rglob("*") if p.is_file() and p.suffix != ".toml")
            victim.write_bytes(data)
        else:
            path = Path(room) / seed.name
            path.write_bytes(data)
        assert examine(seed.module, path).faults == ()


def test_the_measure_itself_sees_a_lost_row(tmp_path):
    from dataclasses import replace

    from benchmarks._fuzz_oracle import accounted
    from sap_match.ingest.tables import read

    path = write(next(s for s in SEEDS if s.name == "organisations.csv"), tmp_path)
    reading = read(path)
    assert list(accounted(reading)) == []
    (table,) = reading.tables
    lossy = replace(reading, tables=(replace(table, rows=table.rows[1:]),))
    assert list(accounted(lossy)) == ["3 rows went in, 2 were handed on or told"]
