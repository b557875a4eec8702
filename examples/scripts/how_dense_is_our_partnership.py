"""How dense is our partnership? Who works with whom, sector by sector, and what is missing.

    python examples/scripts/how_dense_is_our_partnership.py

To ask it of your own place, change SOURCE. No model of language is needed.
"""

from collections import Counter

from sap_match import Landscape, density_report, gaps, read_dataset

SOURCE = "examples/cheshire_east"

landscape = Landscape.build(read_dataset(SOURCE))
report = density_report(landscape, by="kind")

for measure in report:
    if measure.name.startswith("Density") and measure.value is not None:
        print(f"\n{measure.name}, {measure.group}: {measure.value:.3f}")
        print(f"   {measure.definition}; {measure.note}")
for note in report.notes:
    print(f"\n{note}")

missing = gaps(landscape)
print("\nNeeds beside what is listed:", dict(Counter(gap.status for gap in missing)))
for gap in missing[:8]:
    print(f"\n{gap.area}, {gap.theme}: {gap.status}\n   {gap.reason}\n   Ask: {gap.whom_to_ask}")
