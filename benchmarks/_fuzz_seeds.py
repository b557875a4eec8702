"""Small valid sources, one or more for each reader, from which fuzzing starts.

They lie in `tests/ingest/fuzz/seeds/MODULE/`, named as the reader would meet them; a new reader
needs one there, and a test says so. What is not text is written as a folder of text and packed
when it is used: `x.zip/` becomes a zip, `x.xlsx/` a workbook with a sheet for each CSV file in
it, `x.parquet/` and `x.csv.gz/` what their names say. The seeds of `foreign` are folders with
the `partnership.toml` that maps them.
"""

import csv
import gzip
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sap_match.ingest.formats import FORMATS

SEEDS = Path(__file__).resolve().parent.parent / "tests" / "ingest" / "fuzz" / "seeds"
FOREIGN = "foreign"
PACKED = (".zip", ".xlsx", ".parquet", ".gz")
DAY = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Seed:
    """A file, or a folder of files, by path inside it; what is packed has a packed name.

    A name such as ``place.xlsx/services.csv`` is a file inside of what is packed.
    """

    module: str
    name: str
    files: Mapping[str, bytes]

    @property
    def is_folder(self) -> bool:
        return not self.is_packed and set(self.files) != {self.name}

    @property
    def is_packed(self) -> bool:
        return self.name.endswith(PACKED)


def modules() -> list[str]:
    """Every reader: those of `FORMATS`, and the one of mapped tables."""
    return [*(module for names in FORMATS.values() for module in names), FOREIGN]


def short(module: str) -> str:
    """A reader's name for folders: ``hsds_tabular`` of ``hsds.tabular``."""
    return module.removesuffix(".reader").replace(".", "_")


def seeds(module: str) -> list[Seed]:
    """The seeds of one reader, by name."""
    folder = SEEDS / short(module)
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [_seed(module, path) for path in found if not path.name.startswith(".")]


def all_seeds() -> list[Seed]:
    """The seeds of every reader."""
    return [seed for module in modules() for seed in seeds(module)]


def write(seed: Seed, folder: Path) -> Path:
    """Write a seed, packed where its name says so, and return where it is."""
    path = folder / seed.name
    if seed.is_packed:
        path.write_bytes(packed(seed.name, seed.files))
        return path
    if not seed.is_folder:
        path.write_bytes(seed.files[seed.name])
        return path
    for name, data in _packed_inside(seed.files).items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    path.mkdir(exist_ok=True)
    return path


def packed(name: str, files: Mapping[str, bytes]) -> bytes:
    """Pack files as a name's ending says."""
    if name.endswith(".zip"):
        return zipped(files)
    if name.endswith(".gz"):
        return gzip.compress(b"".join(files[one] for one in sorted(files)), mtime=0)
    grids = {one.rsplit(".", 1)[0]: grid_of(data) for one, data in sorted(files.items())}
    return _workbook(grids) if name.endswith(".xlsx") else _parquet(next(iter(grids.values())))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The bytes of a zip, the same for the same files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, DAY), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def grid_of(data: bytes) -> list[list[str]]:
    """The cells of a CSV file."""
    before = csv.field_size_limit(2**31 - 1)
    try:
        text = data.decode("utf-8", errors="replace").replace("\0", "")
        return [line for line in csv.reader(io.StringIO(text, newline="")) if line]
    finally:
        csv.field_size_limit(before)


def csv_of(grid: list[list[str]], separator: str = ",") -> bytes:
    """Cells as a CSV file."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator="\n").writerows(grid)
    return stream.getvalue().encode("utf-8", errors="surrogatepass")


def _seed(module: str, path: Path) -> Seed:
    if path.is_file():
        return Seed(module, path.name, {path.name: path.read_bytes()})
    files = {
        one.relative_to(path).as_posix(): one.read_bytes()
        for one in sorted(path.rglob("*"))
        if one.is_file()
    }
    return Seed(module, path.name, files)


def _packed_inside(files: Mapping[str, bytes]) -> dict[str, bytes]:
    done: dict[str, bytes] = {}
    inner: dict[str, dict[str, bytes]] = {}
    for name, data in files.items():
        top, _, rest = name.partition("/")
        if rest and top.endswith(PACKED):
            inner.setdefault(top, {})[rest] = data
        else:
            done[name] = data
    return done | {name: packed(name, found) for name, found in inner.items()}


def _workbook(grids: Mapping[str, list[list[str]]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, grid in grids.items():
        sheet = book.create_sheet(re.sub(r"[\\*?:/\[\]\x00-\x1f]", "_", name)[:31] or "x")
        for line in grid:
            sheet.append([_typed(cell) for cell in line])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _typed(cell: str) -> object:
    """A cell as a spreadsheet would hold it: a number as a number; forbidden letters as spaces."""
    clean = "".join(c if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff") else " "
                    for c in cell)[:32_767]  # fmt: skip
    clean = clean.replace("\ufffe", " ").replace("\uffff", " ")
    try:
        return int(clean) if clean.isascii() and clean.isdigit() and len(clean) < 15 else clean
    except ValueError:
        return clean


def _parquet(grid: list[list[str]]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    header = grid[0] if grid else ["id"]
    lines = [(line + [""] * len(header))[: len(header)] for line in grid[1:]]
    columns = [[_plain(line[n]) or None for line in lines] for n in range(len(header))]
    table = pa.Table.from_arrays([pa.array(c, pa.string()) for c in columns],
                                 names=[_plain(h) for h in header])  # fmt: skip
    stream = io.BytesIO()
    parquet.write_table(table, stream)
    return stream.getvalue()


def _plain(text: str) -> str:
    return text.encode("utf-8", errors="replace").decode()
