"""One reader under atheris: inputs that reach code which no input reached before are kept.

    python -m benchmarks._fuzz_atheris MODULE SEED RUNS FOLDER

Runs in a process of its own, because atheris ends the process when it is done. It exits with 0
where all runs were good, and with a trace of the first that was not.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["sap_match.ingest"], enable_loader_override=False):
    import sap_match.ingest.detect

    assert sap_match.ingest.detect.read_dataset

from benchmarks._fuzz_oracle import examine
from benchmarks._fuzz_seeds import packed, seeds, write

SLOWEST = 1.0


class FaultError(Exception):
    """A reader that did not do what it owes."""


def main() -> None:
    module, name, runs, folder = sys.argv[1:5]
    seed = next(one for one in seeds(module) if one.name == name)
    corpus = Path(folder)
    corpus.mkdir(parents=True, exist_ok=True)
    varied = next(n for n in sorted(seed.files) if not n.endswith(".toml"))
    first = packed(seed.name, seed.files) if seed.is_packed else seed.files[varied]
    (corpus / "seed").write_bytes(first)

    def one(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as room:
            if seed.is_folder:
                path = write(seed, Path(room))
                (path / varied).write_bytes(data)
            else:
                path = Path(room) / seed.name
                path.write_bytes(data)
            outcome = examine(module, path)
        if outcome.faults or outcome.seconds > 3 * SLOWEST:  # instrumented code is slower
            raise FaultError(outcome)

    options = [f"-runs={runs}", "-max_len=20000", "-seed=1", "-print_final_stats=1", str(corpus)]
    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
