"""``sap-match density`` and ``gaps``."""

from __future__ import annotations

from typing import Annotated

import typer

from sap_match.cli.load import load
from sap_match.cli.options import AsOf, DensityBy, GapsBy, HistoryAt, Out, Source, day
from sap_match.cli.output import Layout, Record, finish


def density(
    source: Source,
    *,
    by: Annotated[DensityBy, typer.Option("--by", help="How the figures are split.")] = (
        DensityBy.kind
    ),
    as_of: AsOf = None,
    history: HistoryAt = None,
    out: Out = None,
) -> None:
    """Measure who works with whom.

    Rows: measure, group, value, low, high, numerator, denominator, n, definition, and a note on
    what is missing.
    """
    from sap_match.assess.density_report import density_report

    loaded = load(source, history=history, as_of=day(as_of))
    layout = Layout(
        group=lambda r: f"{r['measure']}: {r['definition']}",
        head=figure,
        body=lambda r: (r["note"],),
        nothing="Nothing can be measured.",
    )
    finish(density_report(loaded.landscape(needs_date=True), by=by.value), out, layout)


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


def figure(row: Record) -> str:
    """Return one measure as a line: of whom, how much, out of what.

    Examples
    --------
    >>> figure({"group": "public", "value": 0.0114, "numerator": 21, "denominator": 1830})
    'public  0.011 (21 of 1,830)'
    """
    told = f"{row['group']}  {_number(row['value'])}"
    if row["value"] is None:
        return told
    if row.get("numerator") is not None and row.get("denominator") is not None:
        told += f" ({_number(row['numerator'])} of {_number(row['denominator'])})"
    if row.get("low") is not None and row.get("high") is not None:
        told += f", anywhere from {_number(row['low'])} to {_number(row['high'])}"
    return told


def _number(value: float | None) -> str:
    if value is None:
        return "not known"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"
