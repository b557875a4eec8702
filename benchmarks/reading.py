"""Draw suggestions of a place to be read by a person: ``python -m benchmarks.reading``.

The draw is by seed, among what the month would put before an officer; the verdicts
are written by hand into docs/explanation/reading-trafford.md.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sap_match.ingest import read_dataset
from sap_match.landscape import Landscape
from sap_match.memory import Memory
from sap_match.model import Brief
from sap_match.monthly.choose import MonthConfig
from sap_match.monthly.run import run_month
from sap_match.recommend.partners import recommend_partners

PLACE = Path(__file__).parent / "places" / "trafford.toml"
MONTH = "2024-04"
SEED = 20240401


def partners(landscape: Landscape, run: Any) -> list[tuple[str, ...]]:
    """Rows that the list took or would have taken, had it been longer."""
    worthy = [*run.choice.listed]
    worthy += [h.suggestion for h in run.choice.held if h.rule in ("cap", "asks")]
    name = landscape.name
    return [
        (s.subject_id, s.other_id, f"{name(s.subject_id)} + {name(s.other_id)}", s.reason)
        for s in worthy
        if s.kind == "partner"
    ]


def briefs(landscape: Landscape, seed: int) -> Iterator[tuple[str, ...]]:
    """The best partner for each of forty real awards, read as a brief of its recipient."""
    dataset = landscape.dataset
    awards = [
        c
        for c in dataset.collaborations
        if c.kind == "funding" and c.description and len(c.description) > 120
    ]
    for award in random.Random(seed).sample(awards, min(40, len(awards))):  # noqa: S311
        lead = next(
            (
                m.organisation_id
                for m in dataset.collaboration_members
                if m.collaboration_id == award.id and m.role != "funder"
            ),
            None,
        )
        brief = Brief(id=award.id, description=award.description or "", lead_id=lead)
        for s in recommend_partners(landscape, brief=brief, k=1, memory=Memory()):
            told = f"{(award.description or '')[:90]}… + {landscape.name(s.other_id)}"
            yield award.id, s.other_id, told, s.reason


def pairs(rows: Any, names: Any, *, decisions: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Pairs of a month's table, with what there is of a reason."""
    return [
        (
            r["left_id"],
            r["right_id"],
            f"{names.get(r['left_id'], '')} + {names.get(r['right_id'], '')}",
            r.get("reason") or f"{r['decision']}: {r['relation']} ({r['probability']:.2f})",
        )
        for r in rows
        if not decisions or r["decision"] in decisions
    ]


def main(arguments: list[str] | None = None) -> None:
    """Print the draw as Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--count", type=int, default=20)
    given = parser.parse_args(arguments)
    dataset = read_dataset(PLACE)
    run = run_month(dataset, MONTH, config=MonthConfig())
    landscape = Landscape.build(dataset, as_of=date.fromisoformat(f"{MONTH}-01"))
    month = run.month
    kinds = {
        "partners": partners(landscape, run),
        "partners for a brief": list(briefs(landscape, given.seed)),
        "duplicates": pairs(month.duplicates, month.names, decisions=("duplicate", "review")),
        "overlaps": pairs(month.overlaps, month.names),
    }
    out = sys.stdout.write
    for kind, rows in kinds.items():
        drawn = random.Random(given.seed).sample(  # noqa: S311 - a draw, not a secret
            sorted(rows), min(given.count, len(rows))
        )
        out(f"\n## {kind}: {len(drawn)} of {len(rows)}\n\n")
        for number, row in enumerate(drawn, start=1):
            out(f"{number}. `{row[0]}` `{row[1]}` **{row[2]}** {row[3]}\n")


if __name__ == "__main__":
    main()
