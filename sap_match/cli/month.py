"""``sap-match run`` and ``sap-match demo``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sap_match.cli import output
from sap_match.cli.load import encoder as default
from sap_match.cli.load import load
from sap_match.errors import DataError
from sap_match.monthly.choose import MonthConfig
from sap_match.monthly.contents import Card
from sap_match.monthly.run import check_month, run_month
from sap_match.report.folder import check_target, write_month

if TYPE_CHECKING:
    from sap_match.similarity.encoder import Encoder

DEMO_MONTH = "2026-11"
_RING_FIRST = 5


def run_and_write(
    source: str,
    month: str,
    out: Path,
    *,
    as_of: date | None,
    history: Path | None,
    replace: bool,
    cap: int,
    encoder: Callable[[], Encoder],
) -> tuple[Path, tuple[Card, ...]]:
    """Make a month and write its folder, whole or not at all; then remember what was shown."""
    check_month(month)
    check_target(out, month, replace=replace)
    loaded = load(source, history=history)
    output.progress("looking for partners, pairings, rooms and duplicates")
    made = run_month(
        loaded.dataset,
        month,
        as_of=as_of,
        memory=loaded.memory(before=month),
        config=MonthConfig(cap=cap),
        encoder=encoder,
    )
    output.progress("writing the report")
    folder = write_month(made, out, replace=replace)
    if loaded.history is not None:
        loaded.history.record_month(month, made.choice.shown(month))
    count = len(made.month.cards)
    worth = "suggestion" if count == 1 else "suggestions"
    output.say(f"{count} {worth} worth a call in {month}. Open {folder / 'report.html'}")
    return folder, made.month.cards


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


def run_demo(out: Path) -> None:
    """Run the month on the shipped example and print its five best suggestions."""
    folder, cards = run_and_write(
        str(example_folder() / "partnership.toml"),
        DEMO_MONTH,
        out,
        as_of=None,
        history=out / "history.sqlite",
        replace=True,
        cap=MonthConfig().cap,
        encoder=default(),
    )
    output.say()
    output.say("The five best, for an invented partnership on the map of Cheshire East:")
    for number, card in enumerate(cards[:_RING_FIRST], start=1):
        output.say()
        output.say(output.wrapped(f"{number}. {card.title}", "", "   "))
        for line in (card.action, card.reason, card.counter_reason, card.first_step):
            if line:
                output.say(output.wrapped(line, "   ", "   "))
    output.say()
    output.say(f"The report:   {folder / 'report.html'}")
    output.say(f"The workbook: {folder / 'suggestions.xlsx'}")
    output.say("The next step: docs/tutorials/first-month.md")
