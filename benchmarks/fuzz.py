"""A hundred thousand wrong sources: does every reader answer in time and account for every row?

    python -m benchmarks.fuzz [--quick] [--inputs 120000] [--only tables,foreign] [--no-atheris]

Each input is a good source made wrong (`_fuzz_mutations`), the same for the same number, in two
processes with a watch-dog on each input. Where atheris is installed, its coverage-guided inputs
come on top. What is asked of a reader is written in `_fuzz_oracle`: no crash, less than a second
of processor time, every row used or told.
"""

import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from benchmarks._fuzz_mutations import Mutant, mutated
from benchmarks._fuzz_oracle import examine
from benchmarks._fuzz_seeds import Seed, all_seeds, modules, write
from benchmarks._record import load_now, options_of, save

SLOWEST = 1.0
"""Seconds of processor time that one input may take."""
GIVEN_UP = 20
"""Seconds of processor time after which an input is stopped, and of silence times 6 a process."""
BATCH = 100
WORKERS = 2
ATHERIS_RUNS = 10_000
FAULTS = ("crashes", "hangs", "lost_rows", "other_faults")


class HangError(Exception):
    """An input that was stopped."""


@dataclass
class Count:
    """What came of the inputs of one reader."""

    inputs: int = 0
    refused: int = 0
    rows: int = 0
    slowest_s: float = 0.0
    faults: Counter = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        found = {name: self.faults[name] for name in FAULTS}
        return {
            "inputs": self.inputs,
            "refused_with_a_message": self.refused,
            "rows_read": self.rows,
            "slowest_s": round(self.slowest_s, 3),
            **found,
            **({"examples": self.examples} if self.examples else {}),
        }


def one_input(seed: Seed, number: int) -> dict[str, Any]:
    """Make one wrong source and read it; say what was wrong with the reading."""
    mutant = mutated(seed, _dice(seed, number))
    told: dict[str, Any] = {"module": seed.module, "faults": {}}
    with tempfile.TemporaryDirectory(dir=_fast_folder()) as room:
        path = _written(mutant, seed, Path(room))
        signal.setitimer(signal.ITIMER_PROF, GIVEN_UP)
        try:
            outcome = examine(seed.module, path, rows=mutant.rows)
        except HangError:
            told["faults"]["hangs"] = f"stopped after {GIVEN_UP} s"
            told["seconds"] = float(GIVEN_UP)
            return told
        except BaseException as error:  # noqa: BLE001 - whatever a reader raises is a finding
            told["faults"]["crashes"] = f"{type(error).__name__}: {str(error)[:200]}"
            return told
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    told |= {"seconds": outcome.seconds, "refused": bool(outcome.refused), "rows": outcome.rows_in}
    if outcome.seconds > SLOWEST:
        told["faults"]["hangs"] = f"{outcome.seconds:.1f} s"
    for fault in outcome.faults:
        kind = "lost_rows" if re.search(r"rows|neither used nor told", fault) else "other_faults"
        told["faults"].setdefault(kind, fault[:300])
    return told


def _dice(seed: Seed, number: int) -> random.Random:
    return random.Random(f"{seed.module}/{seed.name}/{number}")  # noqa: S311 - to be repeated


def _fast_folder() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - memory, where there is


def _written(mutant: Mutant, seed: Seed, room: Path) -> Path:
    if mutant.data is None:
        return write(mutant.seed, room)
    path = room / seed.name
    path.write_bytes(mutant.data)
    return path


# -- processes ---------------------------------------------------------------------------------


def _work(pipe: Connection, seeds: list[Seed]) -> None:
    """Answer batches (seed, first number, how many) until told to stop."""

    def stop(*_: object) -> None:
        raise HangError

    signal.signal(signal.SIGPROF, stop)
    while (job := pipe.recv()) is not None:
        at, first, many = job
        for number in range(first, first + many):
            pipe.send(("began", number))
            pipe.send(("done", one_input(seeds[at], number)))
        pipe.send(("idle", None))


@dataclass
class Worker:
    """A process that reads inputs, and the input that it is at."""

    process: Process
    pipe: Connection
    job: tuple[int, int, int] | None = None
    at: int = 0
    heard: float = 0.0


def started(seeds: list[Seed]) -> Worker:
    """Start a process that waits for batches."""
    ours, theirs = Pipe()
    process = Process(target=_work, args=(theirs, seeds), daemon=True)
    process.start()
    theirs.close()
    return Worker(process, ours, heard=time.monotonic())


def batches(seeds: list[Seed], inputs: int) -> Iterator[tuple[int, int, int]]:
    """Share inputs out: each reader gets as many, each of its seeds as many of these."""
    names = sorted({seed.module for seed in seeds})
    for at, seed in enumerate(seeds):
        alike = sum(other.module == seed.module for other in seeds)
        share = -(-inputs // (len(names) * alike))
        for first in range(0, share, BATCH):
            yield at, first, min(BATCH, share - first)


def run(seeds: list[Seed], inputs: int) -> dict[str, Count]:
    """Read all inputs in two processes; one that falls silent is ended, and its input told."""
    counts = {module: Count() for module in sorted({seed.module for seed in seeds})}
    waiting = list(batches(seeds, inputs))[::-1]
    workers = [started(seeds) for _ in range(WORKERS)]
    for worker in workers:
        _give(worker, waiting)
    last = time.monotonic()
    while any(worker.job for worker in workers):
        for pipe in wait([w.pipe for w in workers if w.job], timeout=5):
            worker = next(w for w in workers if w.pipe is pipe)
            try:
                _hear(worker, seeds, counts, waiting)
            except (EOFError, OSError):
                _replace(worker, workers, seeds, counts, waiting, "the process died")
        for worker in [w for w in workers if w.job]:
            if time.monotonic() - worker.heard > GIVEN_UP * 6:
                _replace(worker, workers, seeds, counts, waiting, "the process fell silent")
        if time.monotonic() - last > 60:
            last = time.monotonic()
            print(f"   {sum(c.inputs for c in counts.values()):,} read", flush=True)
    for worker in workers:
        worker.pipe.send(None)
        worker.process.join(10)
    return counts


def _give(worker: Worker, waiting: list[tuple[int, int, int]]) -> None:
    worker.job = waiting.pop() if waiting else None
    worker.heard = time.monotonic()
    if worker.job:
        worker.pipe.send(worker.job)


def _hear(worker: Worker, seeds: list[Seed], counts: dict, waiting: list) -> None:
    kind, what = worker.pipe.recv()
    worker.heard = time.monotonic()
    if kind == "began":
        worker.at = what
    elif kind == "done":
        _count(counts[what["module"]], what, f"{seeds[worker.job[0]].name}, input {worker.at}")
    else:
        _give(worker, waiting)


def _replace(worker: Worker, workers: list, seeds: list, counts: dict, waiting: list, why: str):
    at, first, many = worker.job
    told = {"module": seeds[at].module, "faults": {"crashes": why}}
    _count(counts[seeds[at].module], told, f"{seeds[at].name}, input {worker.at}")
    worker.process.kill()
    rest = first + many - worker.at - 1
    if rest > 0:
        waiting.append((at, worker.at + 1, rest))
    workers[workers.index(worker)] = fresh = started(seeds)
    _give(fresh, waiting)


def _count(count: Count, told: dict[str, Any], where: str) -> None:
    count.inputs += 1
    count.refused += told.get("refused", False)
    count.rows += told.get("rows", 0)
    count.slowest_s = max(count.slowest_s, told.get("seconds", 0.0))
    for kind, what in told["faults"].items():
        count.faults[kind] += 1
        plain = re.sub(r"\d+", "0", what)[:60]
        if sum(key.startswith(kind) for key in count.examples) < 12:
            count.examples.setdefault(f"{kind} {plain}", f"{where}: {what}")


# -- coverage ----------------------------------------------------------------------------------


def guided(seeds: list[Seed], runs: int) -> dict[str, Any]:
    """Run atheris on one seed of each reader; where it is not installed, say so."""
    if find_spec("atheris") is None:
        return {"installed": False}
    flat = [s for s in seeds if s.is_packed or not any(".xlsx/" in name for name in s.files)]
    chosen = {seed.module: seed for seed in reversed(flat)}
    each = max(runs // len(chosen), 10)
    found: dict[str, Any] = {"installed": True, "readers": {}}
    with tempfile.TemporaryDirectory() as room:
        for module, seed in sorted(chosen.items()):
            command = [sys.executable, "-m", "benchmarks._fuzz_atheris", module, seed.name,
                       str(each), f"{room}/{module}"]  # fmt: skip
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                check=False,
                timeout=3600,
                env={**os.environ, "OMP_NUM_THREADS": "1"},
            )
            units = re.search(r"number_of_executed_units: (\d+)", done.stderr)
            trace = "" if done.returncode == 0 else done.stderr[-1500:]
            found["readers"][module] = {
                "seed": seed.name,
                "inputs": int(units[1]) if units else 0,
                "good": done.returncode == 0,
                **({"trace": trace} if trace else {}),
            }
            print(f"   atheris {module}: {found['readers'][module]['inputs']} inputs", flush=True)
    return found


def main(arguments=None):
    parser = options_of("fuzz", __doc__.split("\n", 1)[0])
    parser.add_argument("--inputs", type=int, default=120_000, help="over all readers")
    parser.add_argument("--only", default="", help="readers, by the names of their modules")
    parser.add_argument("--no-atheris", action="store_true", help="mutated seeds alone")
    options = parser.parse_args(arguments)
    before = load_now()
    wanted = options.only.split(",") if options.only else modules()
    seeds = [seed for seed in all_seeds() if seed.module in wanted]
    began = time.monotonic()
    counts = run(seeds, 2_000 if options.quick else options.inputs)
    atheris = {"asked": False}
    if not options.no_atheris:
        atheris = guided(seeds, 500 if options.quick else ATHERIS_RUNS)
    found = {module: count.record() for module, count in counts.items()}
    total = {name: sum(one[name] for one in found.values()) for name in ("inputs", *FAULTS)}
    good = all(one["good"] for one in atheris.get("readers", {}).values())
    return save(
        options,
        what="wrong sources read by every reader",
        targets={
            "inputs": "100,000 inputs, and every reader of the registry has a seed",
            "crashes": "no reader raises anything but an error that says what to do",
            "hangs": "no input takes a second of processor time",
            "lost_rows": "rows in = rows used + rows told",
            "other_faults": "each problem says where, why and what to do, in a readable line",
            "atheris": "no fault found by coverage either, where it is installed",
        },
        met={
            "inputs": {seed.module for seed in seeds} == set(modules())
            and (options.quick or total["inputs"] >= 100_000),
            **{name: total[name] == 0 for name in FAULTS},
            "atheris": good,
        },
        measured={
            "total": total,
            "readers": found,
            "atheris": atheris,
            "minutes": round((time.monotonic() - began) / 60, 1),
        },
        data=[],
        load_before=before,
    )


if __name__ == "__main__":
    sys.exit(main())
