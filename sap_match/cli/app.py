"""The commands of ``sap-match``, in the order in which its help lists them."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from sap_match.cli.answers import feedback, forget
from sap_match.cli.checking import check
from sap_match.cli.consortia import consortium
from sap_match.cli.correcting import corrections
from sap_match.cli.duplicates import duplicates
from sap_match.cli.evaluating import evaluate
from sap_match.cli.exporting import export
from sap_match.cli.measuring import density, gaps
from sap_match.cli.month import demo, run
from sap_match.cli.output import say
from sap_match.cli.overlaps import overlaps
from sap_match.cli.planning import facilities, pairings
from sap_match.cli.similar import similar
from sap_match.cli.suggesting import partners

app = typer.Typer(
    name="sap-match",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)

for command in (
    demo,
    run,
    check,
    partners,
    consortium,
    pairings,
    facilities,
    similar,
    duplicates,
    overlaps,
    density,
    gaps,
    corrections,
    export,
    evaluate,
    feedback,
    forget,
):
    app.command()(command)


def _version(wanted: bool) -> None:
    if wanted:
        say(f"sap-match {version('sap-match')}")
        raise typer.Exit


@app.callback()
def about(
    say_version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Say the version."),
    ] = False,
) -> None:
    """Suggest partners, consortia, pairings and rooms for a social action partnership.

    Begin with: sap-match demo
    """
