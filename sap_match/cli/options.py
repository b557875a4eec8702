"""What may be typed after a command: arguments and options that several commands share."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from sap_match.cli.output import ENDINGS
from sap_match.errors import DataError

FILE_ENDINGS = (".csv", ".json", ".parquet", ".pdf", ".html", ".xlsx", ".docx", ".zip", ".md")


def _ending(path: Path | None) -> Path | None:
    if path is not None and path.suffix.lower() not in ENDINGS:
        raise typer.BadParameter(
            f"{path.name!r} ends in none of {', '.join(ENDINGS)}: the ending decides the form"
        )
    if path is not None and path.is_dir():
        raise typer.BadParameter(f"{path} is a folder; name a file in it, such as {path}/rows.csv")
    return in_a_folder(path)


def in_a_folder(path: Path | None) -> Path | None:
    """Return where a file is to be written, or refuse a folder that is not there.

    A mistyped folder is an error and is never made.
    """
    if path is not None and not path.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {path.parent}; make it, or name another")
    return path


def _history(where: str | None) -> str | None:
    if where is not None and "://" not in where and Path(where).is_dir():
        raise typer.BadParameter(
            f"{where} is a folder; name a file in it, such as {Path(where) / 'history.sqlite'}"
        )
    return where


def _folder(path: Path) -> Path:
    """Refuse what is a file, or is named like one: the months would lie in a folder of it."""
    if path.is_file():
        raise typer.BadParameter(f"{path} is a file; name a folder, such as out")
    if path.suffix.lower() in FILE_ENDINGS and not path.is_dir():
        raise typer.BadParameter(
            f"{path} is named like a file, and a month is a folder; name a folder, such as out"
        )
    return path


def moment(text: str | datetime) -> datetime:
    """Return the day that was typed, or say how to type one.

    Examples
    --------
    >>> moment("2025-11-01")
    datetime.datetime(2025, 11, 1, 0, 0)
    """
    if isinstance(text, datetime):
        return text
    found = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text.strip())
    if found is None:
        raise typer.BadParameter("write 2025-11-01 (year-month-day)")
    try:
        return datetime(int(found[1]), int(found[2]), int(found[3]))  # noqa: DTZ001 - a day, not a time
    except ValueError:
        raise typer.BadParameter(f"{text.strip()}: there is no such day") from None


def _month(month: str) -> str:
    from sap_match.monthly.run import check_month

    try:
        check_month(month)
    except DataError as error:
        raise typer.BadParameter(f"{month!r} {error.message}") from error
    return month


def _file(name: str, says: str) -> Any:  # typer's options are declared as any default
    return typer.Option(f"--{name}", metavar="FILE", callback=_ending, help=says)


Source = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE",
        help="A partnership.toml, a folder of tables, a workbook, an Open Referral file or "
        "folder, or the web address (URL) of a feed or file.",
    ),
]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", metavar="DATE", parser=moment, help="See the data as of this date."),
]
HistoryAt = Annotated[
    str | None,
    typer.Option(
        "--history",
        metavar="PATH",
        callback=_history,
        help="Where earlier months and answers are remembered.",
    ),
]
Download = Annotated[
    bool, typer.Option("--download", help="Fetch the model if it is not on this machine.")
]
Model = Annotated[
    str | None,
    typer.Option("--model", metavar="NAME", help="Another sentence model, by name or folder."),
]
Month = Annotated[
    str,
    typer.Option("--month", metavar="YYYY-MM", callback=_month, help="The month to make."),
]
MonthsAt = Annotated[
    Path,
    typer.Option(
        "--out", metavar="DIR", callback=_folder, help="The folder that holds a folder a month."
    ),
]
K = Annotated[int, typer.Option("-k", metavar="N", min=1, max=10_000, help="How many each.")]
Briefs = Annotated[
    Path | None, typer.Option("--briefs", metavar="FILE", help="A table of briefs (CSV).")
]
Out = Annotated[Path | None, _file("out", "Write a .csv, .json or .parquet file instead.")]
Unmatched = Annotated[
    Path | None, _file("unmatched", "Write what stays unmatched, and why, to this file.")
]
Gaps = Annotated[Path | None, _file("gaps", "Write what nobody local covers to this file.")]
Candidates = Annotated[
    Path | None, _file("candidates", "Write every pair that was considered to this file.")
]


class ExcludeChoice(StrEnum):
    """Which partners of an organisation are left out."""

    past = "past"
    current = "current"
    none = "none"


class SeekChoice(StrEnum):
    """Which kind of partner is sought."""

    both = "both"
    similar = "similar"
    complementary = "complementary"


class Of(StrEnum):
    """What is compared."""

    services = "services"
    organisations = "organisations"


class DensityBy(StrEnum):
    """What density is split by."""

    kind = "kind"
    area = "area"
    theme = "theme"


class GapsBy(StrEnum):
    """What gaps are counted by."""

    area = "area"


def day(moment: datetime | None) -> date | None:
    """Return the date that was typed, if one was."""
    return moment.date() if moment else None
