"""``sap-match export``: what was read comes out again."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sap_match.cli.load import load
from sap_match.cli.options import Source, in_a_folder
from sap_match.cli.output import complain, say, wrapped

if TYPE_CHECKING:
    from sap_match.export.giving import Export


class ExportFormat(StrEnum):
    """What is written."""

    canonical = "canonical"
    parquet = "parquet"
    hsds = "hsds"
    hsds_tabular = "hsds-tabular"


def export(
    source: Source,
    *,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="DIR_OR_FILE",
            callback=in_a_folder,
            help="A folder to make; or a file: .xlsx (canonical), .json (hsds), .zip "
            "(hsds-tabular).",
        ),
    ],
    form: Annotated[
        ExportFormat,
        typer.Option(
            "--format",
            help="Canonical tables, the same as Parquet, or Open Referral's HSDS 3.0 as JSON "
            "or as a data package.",
        ),
    ] = ExportFormat.canonical,
    with_contacts: Annotated[
        bool,
        typer.Option("--with-contacts", help="Give out contacts that nobody said are public, too."),
    ] = False,
    with_confidential: Annotated[
        bool,
        typer.Option(
            "--with-confidential",
            help="Give out reports on ties and reasons of exclusions (canonical tables only).",
        ),
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Replace an earlier export.")] = False,
    history: Annotated[
        str | None,
        typer.Option("--history", metavar="PATH", help="Who was forgotten is not given out."),
    ] = None,
) -> None:
    """Write what was read: canonical tables, or HSDS 3.0.

    Says what is withheld, and what the format cannot hold. Confidential places are
    never written.
    """
    from sap_match.errors import DataError
    from sap_match.export.giving import check_ending, write_dataset
    from sap_match.export.safely import check_target

    try:  # before the source is read: a mistyped target costs no minute
        check_ending(out, form.value)
        check_target(out, replace=replace, source=source)
    except DataError as error:
        raise typer.BadParameter(error.message) from error
    if with_confidential and form in (ExportFormat.hsds, ExportFormat.hsds_tabular):
        raise typer.BadParameter("--with-confidential is for canonical tables alone")
    dataset = load(source, history=history).dataset
    done = write_dataset(
        dataset,
        out,
        form.value,
        contacts=with_contacts,
        confidential=with_confidential,
        replace=replace,
        source=source,
    )
    tell(done)


def tell(done: Export) -> None:
    """Say what was written on standard output, and what was not on standard error."""
    held = ", ".join(f"{n:,} {table.replace('_', ' ')}" for table, n in done.counts.items())
    say(wrapped(f"{done.target}: {held or 'nothing'}", rest="  ", whole=True))
    for line in done.withheld:
        complain(f"withheld: {line}")
    groups: dict[str, list[str]] = {}
    for what, count in done.left_out.items():
        head, _, tail = what.rpartition(": ")
        groups.setdefault(head, []).append(f"{tail} {count:,}")
    for head, parts in groups.items():
        of = f", of {head}" if head else ""
        complain(f"{done.format} does not hold{of}: {', '.join(parts)}")
