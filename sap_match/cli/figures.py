"""The figures of a network for people: the questions as headings, each definition once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from rich.cells import cell_len

from sap_match.assess.density_report import DensityReport
from sap_match.assess.ground import WHOLE
from sap_match.assess.measures import Measure, plain
from sap_match.assess.report_html import could_be, counted
from sap_match.cli.output import WIDTH, say, wrapped
from sap_match.report.escape import terminal

_BY = ", by "
#: Of so many groups each has a line of its own; more of them stand in a table.
_LINES_UP_TO = 4
#: A note of so few letters stands on the line of its figure.
_SHORT_NOTE = 36
_SHORT = {
    "In the records": "in the records",
    "Density within": "density within",
    "Density to others": "density to others",
    "Has a partner": "has a partner",
    "Has a partner outside": "has one outside",
    "Partners each": "partners each",
    "E-I index": "E-I index",
}


@dataclass(frozen=True)
class _Told:
    """What was said of all figures, and in notes on the whole network."""

    about: Sequence[str]
    whole: list[str] = field(default_factory=list)


def show_report(report: DensityReport) -> None:
    """Print a report so that it fits 80 columns."""
    say(wrapped(report.title))
    for one in report.about:
        say(wrapped(one))
    told = _Told(report.about)
    for section, rows in groupby(report, key=lambda row: row.section):
        say()
        say(section)
        say("-" * len(section))
        for block in _blocks(list(rows)):
            say()
            _show(block, told)
    for note in (one for one in report.notes if one not in (*told.about, *told.whole)):
        say()
        say(wrapped(note))


def _blocks(rows: Sequence[Measure]) -> Iterator[list[Measure]]:
    """Yield rows that stand together: a measure, or all measures of a grouping of many."""
    many: dict[str, list[Measure]] = {}
    for _, found in groupby(rows, key=lambda row: (row.name, row.definition)):
        block = list(found)
        by = block[0].name.rpartition(_BY)[2] if _BY in block[0].name else ""
        if by and by in many and len(block) > 1:
            many[by] += block
        elif by and len(block) > _LINES_UP_TO and _short(block[0]) in _SHORT:
            many[by] = block
        elif len(block) > 1 or not by or by not in many:
            yield from [many.pop(one) for one in list(many) if one != by]
            yield block
        else:
            yield many.pop(by)
            yield block
    yield from many.values()


def _short(row: Measure) -> str:
    return row.name.rpartition(_BY)[0]


def _show(block: Sequence[Measure], told: _Told) -> None:
    names = {row.name for row in block}
    if len(names) > 1:
        _table(block)
    elif len(block) == 1:
        _one(block[0], told)
    else:
        _lines(block, told)


def _one(row: Measure, told: _Told) -> None:
    """Print a figure: its name and value, then what over what, what it could be, its note."""
    whom = "" if row.group == WHOLE else f", {row.group}"
    say(wrapped(f"{row.name}{whom}: {_value(row)}", "", "  "))
    said = ": ".join(filter(None, (row.definition, counted(row))))
    say(wrapped(said, "  ", "  "))
    if range_ := could_be(row):
        say(wrapped(f"could be {range_}", "  ", "  "))
    _note(row, told, "  ")


def _lines(block: Sequence[Measure], told: _Told) -> None:
    """Print a figure of several groups under its definition, a line each."""
    say(wrapped(block[0].name))
    say(wrapped(block[0].definition, "  ", "  "))
    hidden = [row for row in block if row.value is None and row.note.startswith("not shown")]
    lines = [row for row in block if row not in hidden]
    cells = [[terminal(c) for c in (row.group, _value(row), counted(row))] for row in lines]
    widths = [max((min(cell_len(c[i]), 38) for c in cells), default=0) for i in range(3)]
    for row, line in zip(lines, cells, strict=True):
        short = row.note if len(row.note) <= _SHORT_NOTE else ""
        _line(line, widths, _could(row) or short)
        if not short and (row.value is None or not counted(row)):
            _note(row, told, "        ")
    if hidden:
        whom = "; ".join(row.group for row in hidden) if lines else "no group can be shown"
        say(wrapped(f"not shown: {whom}", "    ", "        "))
        for note in dict.fromkeys(row.note for row in hidden):
            _note(replace(hidden[0], note=note), told, "        ")


def _line(cells: Sequence[str], widths: Sequence[int], end: str) -> None:
    """Print cells in columns; what does not fit the line goes below."""
    parts = [c + " " * (w - cell_len(c)) for c, w in zip(cells, widths, strict=True) if w]
    line = f"    {'  '.join([*parts, end])}".rstrip()
    if cell_len(line) <= WIDTH:
        say(line)
        return
    say(wrapped(f"{cells[0]}:", "    ", "        "))
    say(wrapped("; ".join(filter(None, (*cells[1:], end))), "        ", "        "))


def _could(row: Measure) -> str:
    return f"could be {range_}" if row.value is not None and (range_ := could_be(row)) else ""


def _note(row: Measure, told: _Told, indent: str) -> None:
    """Print a note: that of a row at each, what is said of all figures or of the whole once."""
    note = row.note.strip()
    before = (*told.about, *told.whole) if row.group == WHOLE else told.about
    if not note or any(note.casefold() in one.casefold() for one in before):
        return
    if row.group == WHOLE:
        told.whole.append(note)
    say(wrapped(note, indent, indent))


def _value(row: Measure) -> str:
    if row.value is not None:
        return plain(row.value)
    return "not shown" if row.note.startswith("not shown") else "not known"


def _table(block: Sequence[Measure]) -> None:
    """Print many groups side by side, and then what the columns are."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    by = block[0].name.rpartition(_BY)[2]
    measures = list(dict.fromkeys(_short(row) for row in block))
    lines: dict[str, dict[str, str]] = {}
    for row in block:
        told = "-" if row.value is None else plain(row.value)
        lines.setdefault(row.group, {})[_short(row)] = told
    grid = Table(show_edge=False, box=None, pad_edge=False, padding=(0, 1, 0, 0))
    grid.add_column(f"by {by}", overflow="fold", ratio=1)
    for one in measures:
        grid.add_column(_SHORT.get(one, one), justify="right", width=_width(one, lines.values()))
    for group, cells in lines.items():
        values = (Text(cells.get(one, "")) for one in measures)
        grid.add_row(Text(terminal(group)), *values)
    console = Console(width=WIDTH, highlight=False, markup=False, no_color=True)
    with console.capture() as caught:
        console.print(grid)
    for line in caught.get().splitlines():
        say(line.rstrip())
    for name, definition in {_short(row): row.definition for row in block}.items():
        say(wrapped(f"{name}: {definition}", "  ", "    "))
    say(wrapped("- is not known. What each could be stands in --out FILE.", "  ", "    "))


def _width(measure: str, lines: Iterable[dict[str, str]]) -> int:
    words = _SHORT.get(measure, measure).split()
    return max([*(len(word) for word in words), *(len(line.get(measure, "")) for line in lines)])
