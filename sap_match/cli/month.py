"""``sap-match run`` and ``demo``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sap_match.cli import output
from sap_match.cli.load import load
from sap_match.cli.options import (
    AsOf,
    Download,
    HistoryAt,
    Model,
    Month,
    MonthsAt,
    Source,
    day,
)
from sap_match.errors import DataError

if TYPE_CHECKING:
    from sap_match.cli.load import Loaded
    from sap_match.monthly import contents

DEMO_MONTH = "2026-11"
_CAP = 12
_BEST = 5


def run(
    source: Source,
    *,
    month: Month,
    out: MonthsAt,
    as_of: AsOf = None,
    history: HistoryAt = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Make the month again, in place of the old one.")
    ] = False,
    cap: Annotated[
        int, typer.Option("--cap", metavar="N", min=0, help="The longest list of a month.")
    ] = _CAP,
    model: Model = None,
    download: Download = False,
) -> None:
    """Make a month: report, workbook, tables, digests.

    The folder DIR/YYYY-MM appears whole or not at all.
    """
    from sap_match.report.folder import check_target

    check_target(out, month, replace=replace)
    loaded = load(source, history=history, as_of=day(as_of), model=model, download=download)
    folder, made = make_month(loaded, month, out, replace=replace, cap=cap)
    cards = made.cards
    worth = "suggestion" if len(cards) == 1 else "suggestions"
    output.say(f"{len(cards)} {worth} worth a call in {month}. Open {folder / 'report.html'}")
    if not cards:
        output.say(output.wrapped(made.why_short))
    if made.lacking and len(cards) < cap:
        output.say("What would make the list longer:")
        for one in made.lacking:
            output.say(output.wrapped(one, "- ", "  "))


def demo(
    out: MonthsAt = Path("out/demo"),
) -> None:
    """Make the month of the shipped example.

    Prints its five best suggestions and says where the report lies.
    """
    source = example_folder() / "partnership.toml"
    loaded = load(str(source), history=str(out / "history.sqlite"))
    folder, made = make_month(loaded, DEMO_MONTH, out, replace=True, cap=_CAP)
    cards = made.cards
    output.say("The best of an invented partnership on the map of Cheshire East:")
    for number, card in enumerate(cards[:_BEST], start=1):
        output.say()
        output.say(output.wrapped(f"{number}. {card.title}", rest="   "))
        against = card.counter_reason and f"Against: {card.counter_reason}"
        for line in (card.action, card.reason, against, f"First step: {card.first_step}"):
            if line:
                output.say(output.wrapped(line, "   ", "   "))
    output.say()
    output.say(f"{len(cards)} are worth a call in {DEMO_MONTH}.")
    output.say(f"The report:    {folder / 'report.html'}")
    output.say(f"The workbook:  {folder / 'suggestions.xlsx'}")
    output.say("The next step: docs/tutorials/first-month.md")


def make_month(
    loaded: Loaded, month: str, out: Path, *, replace: bool, cap: int
) -> tuple[Path, contents.Month]:
    """Make a month and write its folder; then remember what was shown."""
    from sap_match.monthly.choose import MonthConfig
    from sap_match.monthly.run import run_month
    from sap_match.report.folder import write_month

    output.progress("looking for partners, pairings, rooms and duplicates")
    made = run_month(
        loaded.dataset,
        month,
        as_of=loaded.as_of,
        memory=loaded.memory(before=month),
        config=MonthConfig(cap=cap),
        encoder=loaded.encoder,
    )
    output.progress("writing the report")
    folder = write_month(made, out, replace=replace)
    if loaded.history is not None:
        loaded.history.record_month(month, made.choice.shown(month), made.groups)
    return folder, made.month


def example_folder() -> Path:
    """Return the shipped example, or say where it is to be had."""
    folder = Path(__file__).resolve().parents[2] / "examples" / "cheshire_east"
    if not (folder / "partnership.toml").is_file():
        raise DataError(
            "is not there: the example comes with the source, not with the installed package; "
            "clone the repository and type make demo",
            source=str(folder),
        )
    return folder
