"""One year on? Which ties were born and which ended, and is the partnership closer than it was.

    python examples/scripts/one_year_on.py

To ask it of your own place, change SOURCE, and THEN to the day to look back to.
"""

from datetime import date

from sap_match import Landscape, read_dataset
from sap_match.graph import compare

SOURCE = "examples/cheshire_east"
THEN = date(2025, 11, 1)

landscape = Landscape.build(read_dataset(SOURCE))
network, name = landscape.network, landscape.dataset.name
year = compare(network.at(THEN).one_mode(name=name), network.one_mode(name=name))

print(f"{THEN} to {landscape.as_of}")
print(f"Ties: {year.born_count} born, {year.kept_count} kept, {year.ended_count} ended\n")

print(f"{'':12} {'everybody':>20} {'there at both dates':>24}")
for measure, row in year.table().iterrows():
    everybody = f"{row['before']:.4g}, then {row['after']:.4g}"
    panel = f"{row['panel_before']:.4g}, then {row['panel_after']:.4g}"
    print(f"{measure:12} {everybody:>20} {panel:>24}")

print("\nLost most ties:")
for one, row in year.nodes.tail(5).iloc[::-1].iterrows():
    print(f"   {landscape.name(one)}: {row['ended']} ended, {row['born']} born")

print(f"\n{year.stability.citation}")
