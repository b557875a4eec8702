"""Draw the pictures of docs/explanation/partners-gallery.md: ``python -m benchmarks.gallery``."""

from __future__ import annotations

from pathlib import Path

from sap_match.ingest import read_dataset
from sap_match.landscape import Landscape
from sap_match.recommend.partners import recommend_partners
from sap_match.report.parts_plot import describe_parts, draw_parts

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "cheshire_east" / "partnership.toml"
ASSETS = ROOT / "docs" / "assets"
#: Who asks, and which of the first partners is drawn.
DRAWN = (
    ("XE-ORG-0036", 1), ("XE-ORG-0001", 1), ("XE-ORG-0024", 1),
    ("XE-ORG-0225", 1), ("XE-ORG-0100", 1),
)  # fmt: skip


def main() -> None:
    """Write one SVG a suggestion, and say each in words for the page's alt texts."""
    import sys

    landscape = Landscape.build(read_dataset(EXAMPLE))
    ASSETS.mkdir(exist_ok=True)
    for one, rank in DRAWN:
        found = recommend_partners(landscape, for_=one, k=rank)[rank - 1]
        title = f"{landscape.name(one)} + {landscape.name(found.other_id)}"
        path = ASSETS / f"partners-{one.casefold()}.svg"
        path.write_text(draw_parts(found, title), encoding="utf-8")
        sys.stdout.write(f"{path.name}: {title}: {describe_parts(found)}\n  {found.reason}\n")
        sys.stdout.write(f"  Against: {found.counter_reason}\n  First: {found.first_step}\n")


if __name__ == "__main__":
    main()
