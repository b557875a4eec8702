"""Who should we work with? Partners for one organisation, each with its reason.

    python examples/scripts/who_should_we_work_with.py

To ask it of your own place, change SOURCE and ORGANISATION.
"""

from sap_match import Landscape, read_dataset, recommend_partners

SOURCE = "examples/cheshire_east"
ORGANISATION = "XE-ORG-0183"  # Knutsford Kaleidoscope Dementia Café

landscape = Landscape.build(read_dataset(SOURCE))
partners = recommend_partners(landscape, for_=ORGANISATION, k=5)

print(f"For {landscape.name(ORGANISATION)}, as of {landscape.as_of}:")
for found in partners:
    print(f"\n{found.rank}. {landscape.name(found.other_id)}")
    print(f"   {found.reason}")
    if found.counter_reason:
        print(f"   Against: {found.counter_reason}")
    print(f"   First step: {found.first_step}")

# A score is the sum of its parts, so it can be taken apart.
best = partners[0]
print(f"\nWhy {landscape.name(best.other_id)} comes first:")
for part in sorted(best.parts, key=lambda p: -p.contribution):
    print(f"   {part.name:<10} {part.contribution:.2f}")
print(f"   {'score':<10} {best.score:.2f}")
