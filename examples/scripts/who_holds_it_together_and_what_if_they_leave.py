"""Who holds it together, and what if they leave? Who is cut off without whom, and what changes.

    python examples/scripts/who_holds_it_together_and_what_if_they_leave.py

To ask it of your own place, change SOURCE. No model of language is needed.
"""

from sap_match import Landscape, read_dataset
from sap_match.graph import fragility, largest_loss, what_if

SOURCE = "examples/cheshire_east"

landscape = Landscape.build(read_dataset(SOURCE))
kinds = {one.id: one.kind for one in landscape.dataset.organisations}
network = landscape.network.one_mode(groups=kinds, name=landscape.dataset.name)

loss = fragility(network).sort_values(["cut_off", "pairs_kept"], ascending=[False, True])
for one, row in loss[loss["cut_off"] > 0].head(5).iterrows():
    others = "; ".join(landscape.name(other) for other in row["who"])
    print(f"Without {landscape.name(one)}, {row['cut_off']} cut off: {others}.\n")

first = loss.index[0]
print(f"If {landscape.name(first)} left:")
change = what_if(network, remove=[first])
for measure in ("Ties", "Largest component", "Connected pairs", "Fragility"):
    row = change.row(measure)
    print(f"   {measure}: {row.before:.4g}, then {row.after:.4g} ({row.definition})")

print(f"\n{largest_loss(network).citation}")
