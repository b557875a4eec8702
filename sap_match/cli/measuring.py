"""``sap-match density`` and ``gaps``."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from sap_match.cli.load import load
from sap_match.cli.options import AsOf, DensityBy, GapsBy, HistoryAt, Out, Source, day, moment
from sap_match.cli.output import Layout, finish


def density(
    source: Source,
    *,
    by: Annotated[DensityBy, typer.Option("--by", help="How the figures are split.")] = (
        DensityBy.kind
    ),
    tests: Annotated[
        int,
        typer.Option(
            "--tests",
            min=0,
            metavar="N",
            help="Draw N random networks to see what chance would give: 1000 to look, 10000 to "
            "publish.",
        ),
    ] = 0,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since",
            parser=moment,
            metavar="YYYY-MM-DD",
            help="An earlier date: what changed since?",
        ),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="With what an analyst may want besides.")
    ] = False,
    as_of: AsOf = None,
    history: HistoryAt = None,
    out: Out = None,
) -> None:
    """Measure who works with whom, question by question.

    Rows: measure, group, value, low, high, numerator, denominator, n, definition, a note on what
    is missing, section and citation.
    """
    from sap_match.assess.density_report import density_report
    from sap_match.cli.figures import show_report

    loaded = load(source, history=history, as_of=day(as_of))
    report = density_report(
        loaded.landscape(needs_date=True),
        by=by.value,
        tests=tests,
        full=full,
        since=day(since),
    )
    if out is not None:
        finish(report, out, Layout(head=str))
        return
    show_report(report)


def gaps(
    source: Source,
    *,
    by: Annotated[GapsBy, typer.Option("--by", help="What gaps are counted by.")] = GapsBy.area,  # noqa: ARG001 - one choice so far
    as_of: AsOf = None,
    history: HistoryAt = None,
    out: Out = None,
) -> None:
    """Set what is needed beside what is there.

    Never called a gap where data is missing.

    Rows: area_id, area, theme, status, reason, whom_to_ask and more.
    """
    from sap_match.assess.gaps import gaps as find_gaps

    loaded = load(source, history=history, as_of=day(as_of))
    layout = Layout(
        group=lambda r: str(r["area"]),
        head=lambda r: f"{r['theme']}: {r['status']}",
        body=lambda r: (r["reason"], r["whom_to_ask"] and f"Ask: {r['whom_to_ask']}"),
        nothing="No need is recorded.",
    )
    finish(find_gaps(loaded.landscape(needs_date=True)), out, layout)
