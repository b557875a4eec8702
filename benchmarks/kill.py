"""A month that is made again and killed in the middle: the old month stays, or the new is whole.

    python -m benchmarks.kill [--quick] [--place trafford]

`sap-match run --replace` is killed (SIGKILL) at moments spread evenly through its time, and
again at moments spread through the writing of its files. After each, the month's folder must be
the old month or the new one, byte for byte but for the manifest's clock, the history must be
sound, and in the end a further run must go through and leave nothing behind.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import _record
from benchmarks._many import EXAMPLE
from benchmarks._process import fingerprints, is_whole, sap_match, started
from benchmarks.months import MONTHS, PLACES, data_files

MOMENTS = 10
PATIENCE = 300.0


@dataclass(frozen=True)
class Killed:
    """One kill: when, after how long, and what stood there afterwards."""

    when: str
    seconds: float
    found: str
    history_is_sound: bool


@dataclass(frozen=True)
class Month:
    """A month that can be made in an old and a new form, told apart by the cap of its list."""

    source: Path
    month: str
    room: Path
    cache: Path

    @property
    def out(self) -> Path:
        return self.room / "out"

    @property
    def folder(self) -> Path:
        return self.out / self.month

    @property
    def history(self) -> Path:
        return self.room / "history.sqlite"

    def command(self, out: Path, cap: int, *more: str) -> list[str]:
        options = ["--month", self.month, "--out", str(out), "--cap", str(cap), *more]
        return ["run", str(self.source), *options, "--history", str(self.history)]

    def make(self, out: Path, cap: int, *more: str) -> float:
        ran = sap_match(self.command(out, cap, *more), self.cache)
        if ran.code:
            raise RuntimeError(f"exit {ran.code}: {ran.said[-2000:]}")
        return ran.seconds


OLD_CAP, NEW_CAP = 12, 4


def kills(month: Month, moments: int, writing: int) -> tuple[list[Killed], dict[str, object]]:
    """Kill `moments` runs through their whole time and `writing` more while they write."""
    month.make(month.out, OLD_CAP)
    month.make(month.room / "new", NEW_CAP)
    old = fingerprints(month.folder)
    new = fingerprints(month.room / "new" / month.month)
    assert old != new, "the two forms of the month must differ"
    writes = _writing_seconds(month)
    seconds = month.make(month.room / "again", NEW_CAP)
    found = []
    for i in range(moments):
        share = (i + 0.5) / moments
        found.append(_killed(month, f"{share:.0%} of {seconds:.1f} s", share * seconds, old, new))
    found += [
        _killed_writing(month, writes * i / max(1, writing - 1), old, new) for i in range(writing)
    ]
    month.make(month.out, NEW_CAP, "--replace")
    left = sorted(p.name for p in month.out.iterdir())
    return found, {
        "run_seconds": seconds,
        "of_which_writing_seconds": round(writes, 2),
        "further_run_is_the_new_month": fingerprints(month.folder) == new,
        "left_in_the_folder": left,
        "nothing_left_behind": left == [month.month],
    }


def _killed(month: Month, when: str, after: float, old: dict, new: dict) -> Killed:
    process = started(month.command(month.out, NEW_CAP, "--replace"), month.cache)
    start = time.perf_counter()
    with suppress(subprocess.TimeoutExpired):
        process.wait(after)
    return _after_kill(month, process, when, time.perf_counter() - start, old, new)


def _began_to_write(month: Month, out: Path, process: subprocess.Popen) -> float:
    """Wait for the folder of files that are not yet in place; return the time when it was seen."""
    start = time.perf_counter()
    mark = out / f".{month.month}.partial-{process.pid}"
    while not mark.exists() and process.poll() is None:
        assert time.perf_counter() - start < PATIENCE, "it never began to write"
        time.sleep(0.001)
    return time.perf_counter()


def _writing_seconds(month: Month) -> float:
    """How long a run takes from its first file until its folder is in place and the old gone."""
    out = month.room / "timed"
    month.make(out, OLD_CAP)
    process = started(month.command(out, NEW_CAP, "--replace"), month.cache)
    begun = _began_to_write(month, out, process)
    mark = out / f".{month.month}.partial-{process.pid}"
    while mark.exists() and process.poll() is None:
        time.sleep(0.001)
    seconds = time.perf_counter() - begun
    assert process.wait() == 0
    return seconds


def _killed_writing(month: Month, after: float, old: dict, new: dict) -> Killed:
    """Kill a run so long after it began to write."""
    process = started(month.command(month.out, NEW_CAP, "--replace"), month.cache)
    start = time.perf_counter()
    _began_to_write(month, month.out, process)
    time.sleep(after)
    when = f"{after * 1000:.0f} ms after it began to write"
    return _after_kill(month, process, when, time.perf_counter() - start, old, new)


def _after_kill(month, process, when, seconds, old, new) -> Killed:
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
    process.wait()
    ended = process.returncode == 0
    now = fingerprints(month.folder) if month.folder.is_dir() else {}
    state = "old" if now == old else "new" if now == new else "BROKEN"
    if not is_whole(month.folder):
        state = "BROKEN"
    if state == "new":  # back to the old month, for the next kill to have something to lose
        month.make(month.out, OLD_CAP, "--replace")
    with closing(sqlite3.connect(month.history)) as db:
        sound = db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    told = f"{state} month" + (", run had ended" if ended else "")
    return Killed(when, round(seconds, 2), told, sound)


def main(arguments=None):
    parser = _record.options_of("kill", __doc__.split("\n")[0])
    parser.add_argument("--place", choices=["example", *sorted(MONTHS)], default="example")
    options = parser.parse_args(arguments)
    load = _record.load_now()
    is_example = options.place == "example"
    source = EXAMPLE / "partnership.toml" if is_example else PLACES / f"{options.place}.toml"
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        month = Month(source, MONTHS.get(options.place, "2026-11"), room, room / "cache")
        found, after = kills(month, 3 if options.quick else MOMENTS, 2 if options.quick else 5)
    for one in found:
        print(f"{one.when:32} {one.found}")
    broken = [one for one in found if "BROKEN" in one.found or not one.history_is_sound]
    files = EXAMPLE.glob("*.csv") if is_example else data_files(source)
    under = _record.ROOT if is_example else _record.data_folder()
    return _record.save(
        options,
        what=f"sap-match run --replace of {options.place}, killed {len(found)} times",
        targets={
            "whole": "the old month or the new one after every kill, and a sound history",
            "further run": "a further run goes through and leaves nothing but the month",
        },
        met={
            "whole": not broken,
            "further run": bool(
                after["further_run_is_the_new_month"] and after["nothing_left_behind"]
            ),
        },
        measured={"kills": [asdict(one) for one in found], **after},
        data=_record.hashes(files, under),
        load_before=load,
    )


if __name__ == "__main__":
    sys.exit(main())
