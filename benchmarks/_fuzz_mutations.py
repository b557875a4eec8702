"""Wrong in all the ways that files are wrong: in their bytes, cells, rows, objects and packing.

`mutated` makes one wrong source of a good one and says how; the same random numbers give the
same source. Where the number of its rows is certain it is said too.
"""

import json
import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from benchmarks._fuzz_seeds import Seed, csv_of, grid_of, packed, short

NASTY = (
    "", " ", "NA", "N/A", "n/a", "-", "--", "#N/A", "#REF!", "null", "None", "nan", "NaN", "inf",
    "-inf", "Infinity", "1e999", "-1e308", "1" * 400, "0", "-1", "0.0", "1,5", "53,1", "1.234,56",
    "٣٤", "½", "3²", "①", "1_000", "0x10", "true", "2026-13-01", "30/02/2026", "02/30/2026",
    "1900-01-00", "0000-00-00", "9999-12-31", "10000-01-01", "45000", "45000.5", "01/02/26",
    "2026-02-30T25:61:00Z", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00",
    "2026-11-03T18:00:00.1234567+00:00", "MO 25:00-26:00", "RRULE:FREQ=SECONDLY;INTERVAL=0",
    "RRULE:FREQ=DAILY;COUNT=999999999 00:00-24:00", "DTSTART:00010101 RRULE:FREQ=YEARLY 1:00-2:00",
    "24/7", "<script>alert(1)</script>", "<p>Soup &amp; <b>bread</b>", "&#x110000;", "&#0;&#55296;",
    "=cmd|' /C calc'!A0", "=1+1", "+44 1270 000001", "@SUM(A1)", "-2+3", "\t=1", "\x00", "a\x00b",
    "\x1b[31mred\x1b[0m", "\x07\x08", "\u202eevil", "\u2066\u2069", "\ufeff", "\u200b", "\u00a0",
    "CafÃ©", "caf\u00e9", "cafe\u0301", "\ud800", "\udfff x", "\U0001f600", "İ", "ß", "ﬁ", "\u2028",
    "a\nb", "a\r\nb", '"', '""', "'", ";", ";;;", ",", "|", "\\", "/", "..", "../../etc/passwd",
    "%s%n", "{}", "{name}", "[]", "[1, 2", '{"a": 1}', "(", "*", "O1", "o1 ", "o1\t", "o 1", "o1",
    "s1", "http://", "javascript:alert(1)", "http://[::1", "www." + "a." * 200, "x" * 20_000,
    "é" * 5_000, " " * 5_000, "<" * 3_000, "&" * 3_000, "(" * 3_000, "a-" * 3_000, "A" * 3_000,
    "; " * 3_000, "1 " * 3_000, "A B " * 1_000, "MO 09:00-10:00; " * 500, ". " * 3_000,
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 10**30, -(10**400), float("nan"), float("inf"), float("-inf"),
    [], {}, [[]], [None], [{}], {"id": None}, {"": ""}, [1, "a", None, {}], "x", ["x"], {"x": "y"},
    {"id": {"id": "o1"}}, [[["o1"]]], "\ud800", {"type": "Polygon", "coordinates": []},
    {"coordinates": [[1]]}, [[-2.5, 53.0], None], 1e-320, 12345678901234567890,
)  # fmt: skip
BYTES = (
    b"\x00", b"\xff", b"\xfe", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1f\x8b", b"PK\x03\x04", b"\xc3",
    b"\xed\xa0\x80", b"\r", b"\n", b"\r\n", b'"', b",", b";", b"\t", b"{", b"[", b"<!DOCTYPE",
    b"&lol;", b"NaN", b"Infinity", b"1e999", b"\\ud800", b"\\u0000", b"<!--", b"%PDF-1.7", b"]]>",
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "utf-8-sig", "cp037",
             "shift_jis", "utf-32", "utf-7")  # fmt: skip
LINE_LISTS = ("tables", "threesixty", "charity_commission")
"""Readers for which each row of a CSV file is a row of the source."""


@dataclass(frozen=True)
class Mutant:
    """A wrong source: how it came about, and its rows where they are certain."""

    seed: Seed
    how: str
    rows: int | None = None
    data: bytes | None = None
    """The bytes of a packed file, where these were changed after packing."""


def mutated(seed: Seed, rng: random.Random) -> Mutant:
    """One wrong source from a good one."""
    name = rng.choice(sorted(seed.files))
    if seed.module == "foreign" and name.endswith(".toml"):
        name = rng.choice([one for one in sorted(seed.files) if not one.endswith(".toml")])
    if seed.is_packed and rng.random() < 0.3:
        data, how = _bytes_changed(packed(seed.name, seed.files), rng)
        return Mutant(seed, f"packed: {how}", data=data)
    if seed.is_folder and rng.random() < 0.05:
        return _files_changed(seed, name, rng)
    data, how, rows = changed(name, seed.files[name], rng)
    alone = len(seed.files) == 1 and not seed.is_packed and short(seed.module) in LINE_LISTS
    return Mutant(
        replace(seed, files={**seed.files, name: data}), f"{name}: {how}", rows if alone else None
    )


def changed(name: str, data: bytes, rng: random.Random) -> tuple[bytes, str, int | None]:
    """The bytes of one file, wrong; how; and its rows where they are certain."""
    low = name.lower()
    if rng.random() < 0.3:
        return *_bytes_changed(data, rng), None
    if low.endswith((".csv", ".txt", ".tsv")) and b"BEGIN:" not in data[:20]:
        return _table_changed(data, rng)
    if low.endswith((".json", ".geojson", ".jsonld")):
        return *_json_changed(data, rng), None
    return *_lines_changed(data, rng), None


# -- bytes -------------------------------------------------------------------------------------


def _bytes_changed(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    changes: dict[str, Callable[[], bytes]] = {
        "empty": lambda: b"",
        "cut": lambda: data[: rng.randrange(len(data) + 1)],
        "beheaded": lambda: data[rng.randrange(len(data) + 1) :],
        "flipped": lambda: _flipped(data, rng),
        "inserted": lambda: _spliced(data, rng.choice(BYTES) * rng.choice((1, 1, 1, 50)), rng),
        "noise": lambda: _spliced(data, rng.randbytes(rng.choice((1, 4, 64))), rng),
        "doubled": lambda: data + data,
        "encoded": lambda: _encoded(data, rng.choice(ENCODINGS)),
        "shuffled": lambda: _shuffled(data, rng),
        "nasty": lambda: _spliced(data, rng.choice(NASTY).encode(errors="surrogatepass"), rng),
    }
    how = rng.choice(list(changes))
    return changes[how](), how


def _flipped(data: bytes, rng: random.Random) -> bytes:
    many = bytearray(data)
    for _ in range(rng.choice((1, 1, 3, 20)) if many else 0):
        many[rng.randrange(len(many))] = rng.randrange(256)
    return bytes(many)


def _spliced(data: bytes, more: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + more + data[at + rng.choice((0, 0, 1, 8)) :]


def _encoded(data: bytes, encoding: str) -> bytes:
    return data.decode("utf-8", errors="replace").encode(encoding, errors="replace")


def _shuffled(data: bytes, rng: random.Random) -> bytes:
    cuts = sorted(rng.randrange(len(data) + 1) for _ in range(3))
    parts = [data[: cuts[0]], data[cuts[0] : cuts[1]], data[cuts[1] : cuts[2]], data[cuts[2] :]]
    rng.shuffle(parts)
    return b"".join(parts)


# -- tables ------------------------------------------------------------------------------------


def _table_changed(data: bytes, rng: random.Random) -> tuple[bytes, str, int | None]:
    text = data.split(b"\n", 1)[0]
    mark = max(",\t;", key=lambda one: text.count(one.encode()))
    if mark != ",":
        grid = [line.split(mark) for line in data.decode(errors="replace").split("\n") if line]
    else:
        grid = grid_of(data)
    header = list(grid[0]) if grid else []
    how = [_grid_changed(grid, rng) for _ in range(rng.choice((1, 1, 2, 5)))]
    separator = rng.choice((mark, mark, mark, ";", "\t", ","))
    moved = not grid or grid[0] != header
    whole = not moved and all(line and not any("\0" in cell for cell in line) for line in grid)
    certain = whole and len(grid) > 0 and separator == "," and all(
        "\r" not in cell and "\ud800" not in cell and "\udfff" not in cell
        for line in grid for cell in line
    )  # fmt: skip
    rows = sum(any(c.strip() for c in line) for line in grid[1:]) if certain else None
    return csv_of(grid, separator), ", ".join(how), rows


def _grid_changed(grid: list[list[str]], rng: random.Random) -> str:
    changes: dict[str, Callable[[], None]] = {
        "cell": lambda: _set_cell(grid, rng, rng.choice(NASTY)),
        "column": lambda: _set_column(grid, rng),
        "row again": lambda: grid.insert(rng.randrange(len(grid) + 1), list(rng.choice(grid))),
        "row gone": lambda: grid.pop(rng.randrange(len(grid))),
        "longer row": lambda: rng.choice(grid).extend(rng.choices(NASTY, k=rng.choice((1, 3)))),
        "shorter row": lambda: _shorten(rng.choice(grid), rng),
        "header cell": lambda: _set_cell(grid[:1], rng, rng.choice((*NASTY, *grid[0]))),
        "title above": lambda: grid.insert(0, [rng.choice(NASTY)]),
        "blank row": lambda: grid.insert(rng.randrange(len(grid) + 1), [""]),
        "columns swapped": lambda: _swap(grid, rng),
        "many columns": lambda: _widen(grid, rng.choice((3, 50, 300))),
        "shuffled": lambda: rng.shuffle(grid),
    }
    if not grid or not grid[0]:
        grid.append([rng.choice(NASTY)])
        return "filled"
    how = rng.choice(list(changes))
    changes[how]()
    return how


def _set_cell(grid: list[list[str]], rng: random.Random, value: str) -> None:
    line = rng.choice(grid)
    if line:
        line[rng.randrange(len(line))] = value


def _set_column(grid: list[list[str]], rng: random.Random) -> None:
    at = rng.randrange(len(grid[0]))
    value = rng.choice(NASTY)
    for line in grid[1:]:
        if at < len(line):
            line[at] = value


def _shorten(line: list[str], rng: random.Random) -> None:
    del line[rng.randrange(len(line) + 1) :]


def _swap(grid: list[list[str]], rng: random.Random) -> None:
    one, two = rng.randrange(len(grid[0])), rng.randrange(len(grid[0]))
    for line in grid[1:]:
        if max(one, two) < len(line):
            line[one], line[two] = line[two], line[one]


def _widen(grid: list[list[str]], more: int) -> None:
    for number, line in enumerate(grid):
        line.extend(f"x{n}" if number == 0 else "1" for n in range(more))


# -- objects -----------------------------------------------------------------------------------


def _json_changed(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    try:
        whole = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return _bytes_changed(data, rng)
    holder = [whole]
    how = [_value_changed(holder, rng) for _ in range(rng.choice((1, 1, 2, 6)))]
    text = json.dumps(holder[0], ensure_ascii=rng.random() < 0.5)
    if rng.random() < 0.05:
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(("[", '{"a":')) * 100_000 + text[at:]
        how.append("deep")
    return text.encode("utf-8", errors="surrogatepass"), ", ".join(how)


def _spots(value: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in pairs:
        found.append((value, key))
        if isinstance(inner, dict | list):
            _spots(inner, found)
    return found


def _value_changed(holder: list[Any], rng: random.Random) -> str:
    where, key = rng.choice(_spots(holder, []))
    how = rng.choice(("text", "value", "gone", "again", "wrapped", "renamed", "moved", "many"))
    old = where[key]
    if how == "text":
        where[key] = rng.choice(NASTY)
    elif how == "value":
        where[key] = deepcopy(rng.choice(VALUES))
    elif how == "wrapped":
        where[key] = rng.choice(([old], {"x": old}, [old, deepcopy(old)], {"id": old}))
    elif how == "moved":
        other, spot = rng.choice(_spots(holder, []))
        where[key] = json.loads(json.dumps(other[spot]))
    elif how == "gone" and where is not holder:
        del where[key]
    elif how == "again" and isinstance(where, list) and where is not holder:
        where.insert(key, deepcopy(old))
    elif how == "many" and isinstance(where, list) and where is not holder:
        where.extend(deepcopy(old) for _ in range(50))
    elif isinstance(where, dict):
        where[rng.choice((*NASTY[:60], "id", "name", "organization"))] = where.pop(key)
    return how


# -- lines and packing -------------------------------------------------------------------------


def _lines_changed(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    """Lines of a file such as JSON lines or iCalendar: moved, doubled, cut, one value changed."""
    lines = data.split(b"\n")
    how = rng.choice(("object", "again", "gone", "moved", "cut", "value", "nasty line"))
    at = rng.randrange(len(lines))
    if how == "object":
        lines[at] = _json_changed(lines[at], rng)[0] if lines[at][:1] == b"{" else lines[at]
    elif how == "again":
        lines.insert(rng.randrange(len(lines) + 1), lines[at])
    elif how == "gone":
        del lines[at]
    elif how == "moved":
        lines.insert(rng.randrange(len(lines)), lines.pop(at))
    elif how == "cut":
        lines[at] = lines[at][: rng.randrange(len(lines[at]) + 1)]
    elif how == "value":
        key = lines[at].split(b":", 1)[0]
        lines[at] = key + b":" + rng.choice(NASTY).encode(errors="surrogatepass")
    else:
        lines.insert(at, rng.choice(NASTY).encode(errors="surrogatepass"))
    return b"\n".join(lines), how


def _files_changed(seed: Seed, name: str, rng: random.Random) -> Mutant:
    files = dict(seed.files)
    how = rng.choice(("gone", "renamed", "folder", "twice", "stranger"))
    if how == "gone":
        del files[name]
    elif how == "renamed":
        files[rng.choice(("x.csv", "Organisations (2).csv", "a/b/services.csv"))] = files.pop(name)
    elif how == "folder":
        files[f"{name}/inside.csv"] = files.pop(name)
    elif how == "twice":
        files[name.upper()] = files[name]
    else:
        files[rng.choice((".DS_Store", "notes.pdf", "services.xls", "x.zip.csv"))] = rng.randbytes(
            9
        )
    return Mutant(replace(seed, files=files), f"{name}: file {how}")
