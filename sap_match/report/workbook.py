"""The month as a workbook: filters, a column to decide in, and no cell that runs.

Needs the extra ``workbook``. The same month gives the same bytes: the dates inside
the file are the month's own.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sap_match.errors import DataError, MissingPartError
from sap_match.model import SCHEMA_VERSION, Problem
from sap_match.monthly.contents import Card, Month
from sap_match.report.below import shareable
from sap_match.report.escape import is_formula, plain
from sap_match.report.tables import HEADINGS
from sap_match.report.words import day, label, month_name

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

NUMBER = "No."
DECISION, DECISION_REASON = "Decision", "Reason for the decision"
SUGGESTION_ID = "Suggestion id"
ANSWERS = ("yes", "not_now", "never")
_MOST_CHARACTERS = 32_000  # a cell holds 32,767
_MOST_ROWS = 1_000_000  # a sheet holds 1,048,576
_LONG = 26
_EPOCH = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")

_HOW = (
    f"Choose yes, not_now or never in the column {DECISION} of the sheet Suggestions (never with "
    "a reason beside it), save, then type: sap-match feedback SOURCE suggestions.xlsx"
)

Line = Mapping[str, Any]


@dataclass(frozen=True)
class Sheet:
    """One sheet: its title, columns and rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Line, ...]


def write_workbook(month: Month, path: Path) -> None:
    """Write the month's workbook.

    Raises
    ------
    MissingPartError
        openpyxl is not installed.
    """
    path.write_bytes(workbook_bytes(month))


def workbook_bytes(month: Month) -> bytes:
    """Return the workbook's bytes, the same for the same month.

    Raises
    ------
    MissingPartError
        openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise MissingPartError("openpyxl", "workbook", why="and the workbook needs it") from error
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    for sheet in sheets(month):
        _add(book, sheet)
    _offer_answers(book["Suggestions"])
    book["Read me"].auto_filter.ref = None
    book.active = 0
    out = io.BytesIO()
    book.save(out)
    return _without_clock(out.getvalue(), month.as_of)


def sheets(month: Month) -> tuple[Sheet, ...]:
    """Return what the sheets hold, in order."""
    names = month.names
    listed = [{NUMBER: n, **_suggestion(month, c)} for n, c in enumerate(month.cards, start=1)]
    more = [_suggestion(month, card) for card in month.more]
    return (
        _sheet("Suggestions", listed, first=_SUGGESTION_COLUMNS),
        _sheet("Not on the list", [_undecided(row) for row in more]),
        _sheet(
            "Not suggested yet", [_not_suggested(one) for one in map(asdict, month.not_suggested)]
        ),
        _sheet("Duplicates", [_named(row, names) for row in month.duplicates]),
        _sheet("Overlaps", [_named(row, names) for row in month.overlaps]),
        _sheet("Gaps", [_named(row, names) for row in month.gaps]),
        _sheet("Density", [_named(row, names) for row in month.density]),
        _sheet("Problems", [_problem(p) for p in month.problems]),
        _sheet("Read me", _read_me(month)),
    )


_SUGGESTION_COLUMNS = (
    NUMBER, "Suggestion", "What to do", DECISION, DECISION_REASON, "Why these", "Why now",
    "One reason against", "Ask first", "To confirm", "Place", "Day", "Area", "Kind", "Themes",
    "Since it was shown", "Rank", "Score", SUGGESTION_ID, "Subject id", "Other id",
)  # fmt: skip


def _problem(problem: Problem) -> Line:
    """Return a problem; of a contact's cell the place, not what stands there."""
    return {label(k): v for k, v in asdict(shareable(problem)).items()}


def _undecided(row: Line) -> Line:
    """Return a suggestion that is not on the list, without the columns to decide in."""
    return {name: cell for name, cell in row.items() if name not in {DECISION, DECISION_REASON}}


def _suggestion(month: Month, card: Card) -> Line:
    s = card.suggestion
    return {
        "Suggestion": card.title,
        "What to do": card.action,
        DECISION: None,
        DECISION_REASON: None,
        "Why these": card.reason,
        "Why now": card.why_now,
        "One reason against": card.counter_reason,
        "Ask first": card.first_step,
        "To confirm": "; ".join(card.to_confirm),
        "Place": card.place,
        "Day": card.day,
        "Area": month.names.get(card.area_id or "", card.area_id),
        "Kind": s.kind,
        "Themes": "; ".join(card.themes),
        "Since it was shown": card.changed if card.changed != "new" else "",
        "Rank": s.rank,
        "Score": s.score,
        SUGGESTION_ID: s.suggestion_id,
        "Subject id": s.subject_id,
        "Other id": s.other_id,
    }


def _not_suggested(row: Line) -> Line:
    return {
        "Organisation": row["name"],
        "Why": row["why"],
        "What would help": row["fix"],
        "Rule": row["rule"],
        "Organisation id": row["organisation_id"],
    }


def _named(row: Line, names: Mapping[str, str]) -> Line:
    """Return a row with a name before each id that has one, and headings for keys."""
    named: dict[str, Any] = {}
    for key, value in row.items():
        heading = HEADINGS.get(key, label(key.removesuffix("_id")))
        if key.endswith("_id") and isinstance(value, str) and value in names:
            named[heading] = names[value]
        named[label(key)] = value
    return named


def _read_me(month: Month) -> list[Line]:
    said = [
        ("Place", month.place),
        ("Month", month_name(month.month)),
        ("Data as of", day(month.as_of)),
        *(("Read this first", one) for one in month.warnings),
        ("How to answer", _HOW),
        ("Cells", "Text that looks like a formula is kept as text and never runs"),
        *(("Method", one) for one in month.method),
        ("Schema", SCHEMA_VERSION),
    ]  # fmt: skip
    return [{"About": about, "Said": text} for about, text in said]


def _sheet(title: str, rows: Sequence[Line], *, first: Sequence[str] = ()) -> Sheet:
    columns = dict.fromkeys(first)
    for row in rows:
        columns.update(dict.fromkeys(row))
    return Sheet(title, tuple(columns) or ("Nothing to show",), tuple(rows[:_MOST_ROWS]))


# -- cells ---------------------------------------------------------------------------------


def _add(book: Workbook, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(sheet.title)
    bold, fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="0B4F5C")
    wrapped = Alignment(wrap_text=True, vertical="top")
    for across, column in enumerate(sheet.columns, 1):
        head = page.cell(row=1, column=across)
        _put(head, column)
        head.font, head.fill, head.alignment = bold, fill, wrapped
        letter = get_column_letter(across)
        page.column_dimensions[letter].width = _width(sheet, column)
        for down, row in enumerate(sheet.rows, 2):
            value = row.get(column)
            if value is not None and value != "":
                cell = page.cell(row=down, column=across)
                _put(cell, value)
                cell.alignment = wrapped
    page.freeze_panes = "A2" if sheet.title != "Suggestions" else "C2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
    page.sheet_view.zoomScale = 100
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _put(cell: Cell, value: Any) -> None:
    """Set a cell to a number, a date or inert text; nothing else gets in."""
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, int | float):
        if value == value and abs(value) != float("inf"):  # noqa: PLR0124 - not-a-number stays empty
            cell.value = float(value) if isinstance(value, float) else int(value)
        return
    if isinstance(value, date) and not isinstance(value, datetime):
        cell.value, cell.number_format = value, "ddd d mmm yyyy"
        return
    if isinstance(value, tuple | list):
        value = "; ".join(map(str, value))
    text = plain(value)[:_MOST_CHARACTERS]
    cell.value = text
    cell.data_type = "s"  # openpyxl would take "=1" for a formula and "#N/A" for an error
    if is_formula(text):
        cell.quotePrefix = True


def _width(sheet: Sheet, column: str) -> float:
    longest = max((len(plain(row.get(column))) for row in sheet.rows[:200]), default=0)
    room = 46 if longest > 2 * _LONG else _LONG
    return float(min(room, max(10, len(column) + 2, longest + 2)))


def _offer_answers(page: Worksheet) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = get_column_letter(_SUGGESTION_COLUMNS.index(DECISION) + 1)
    choice = DataValidation(
        type="list",
        formula1=f'"{",".join(ANSWERS)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Decision",
        error=f"Choose one of {', '.join(ANSWERS)}, or leave it empty.",
    )
    page.add_data_validation(choice)
    choice.add(f"{letter}2:{letter}{max(2, page.max_row)}")


def _without_clock(book: bytes, as_of: date) -> bytes:
    """Return the same workbook with the month's date in place of the clock's."""
    stamp = f"{as_of.isoformat()}T00:00:00Z".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=_order):
            body = old.read(name)
            if name == "docProps/core.xml":
                body = _STAMP.sub(rb"\g<1>" + stamp + rb"\g<2>", body)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o600 << 16
            new.writestr(entry, body, zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()


_order: Callable[[str], tuple[bool, str]] = lambda name: (name != "[Content_Types].xml", name)  # noqa: E731


def is_month(path: Path) -> bool:
    """Whether a file is a month's workbook, not a workbook of canonical tables."""
    if path.suffix.lower() != ".xlsx" or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as parts:
        names = parts.read("xl/workbook.xml") if "xl/workbook.xml" in parts.namelist() else b""
    return b'name="Suggestions"' in names


def decisions_in(
    path: Path, *, role: str = "partnership officer"
) -> list[tuple[int, dict[str, str]]]:
    """Return the answers that somebody wrote into a workbook, as rows of `decisions`.

    Each comes with its row in the sheet Suggestions. Rows without an answer are left out.
    Answers are given as they stand; reading the table checks them. The day is the one on
    which the workbook was last saved.

    Raises
    ------
    MissingPartError
        openpyxl is not installed.
    DataError
        The file is no workbook of a month.
    """
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise MissingPartError("openpyxl", "workbook", why="to read answers") from error
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise DataError(f"is no workbook that can be read ({error})", source=path.name) from error
    try:
        if "Suggestions" not in book.sheetnames:
            raise DataError("has no sheet Suggestions", source=path.name)
        lines = book["Suggestions"].iter_rows(values_only=True)
        head = [str(name or "") for name in next(lines, ())]
        rows = [(n, dict(zip(head, line, strict=False))) for n, line in enumerate(lines, start=2)]
        saved = book.properties.modified
    finally:
        book.close()
    if DECISION not in head or SUGGESTION_ID not in head:
        raise DataError(
            f"has no columns {DECISION} and {SUGGESTION_ID}", source=f"{path.name}, Suggestions"
        )
    return [
        (
            number,
            {
                "suggestion_id": str(row.get(SUGGESTION_ID) or ""),
                "decision": str(row[DECISION]).strip(),
                "reason": str(row.get(DECISION_REASON) or ""),
                "decided_on": saved.date().isoformat() if saved else "",
                "decided_by_role": role,
            },
        )
        for number, row in rows
        if str(row.get(DECISION) or "").strip()
    ]
