"""What is listed twice? And, which is no fault, who offers alike at the same time and place.

    python examples/scripts/what_is_listed_twice.py

To ask it of your own directory, change SOURCE.
"""

from sap_match import Landscape, find_duplicates, find_overlaps, read_dataset

SOURCE = "examples/cheshire_east"

landscape = Landscape.build(read_dataset(SOURCE))
dataset, index = landscape.dataset, landscape.service_index
twice = find_duplicates(dataset, index=index)

for decision, title in (("duplicate", "Listed twice"), ("review", "To be looked at")):
    print(f"\n{title}")
    for pair in twice:
        if pair.decision == decision:
            left, right = dataset.service(pair.left_id), dataset.service(pair.right_id)
            print(f"   {left.name} / {right.name} ({pair.probability:.2f}): {pair.reason}")

print("\nTwo that offer alike: do they know of each other?")
for overlap in find_overlaps(dataset, index, duplicates=twice)[:10]:
    left, right = dataset.service(overlap.left_id), dataset.service(overlap.right_id)
    print(f"   {left.name} / {right.name}: {overlap.reason}")
