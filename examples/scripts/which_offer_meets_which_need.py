"""Which offer meets which need? One plan of all offers and needs, and why the rest is left.

    python examples/scripts/which_offer_meets_which_need.py

To ask it of your own place, change SOURCE.
"""

from sap_match import Landscape, plan_pairings, read_dataset

SOURCE = "examples/cheshire_east"

dataset = read_dataset(SOURCE)
landscape = Landscape.build(dataset)
plan = plan_pairings(landscape)
giver = {offer.id: landscape.name(offer.organisation_id) for offer in dataset.offers}
taker = {need.id: landscape.name(need.organisation_id) for need in dataset.needs}

print(
    f"{len(plan.matches)} pairings of {len(dataset.offers)} offers and {len(dataset.needs)} needs"
)
for found in plan.matches:
    print(f"\n{giver[found.subject_id]} for {taker[found.other_id]}")
    print(f"   {found.reason}")
    print(f"   First step: {found.first_step}")

print("\nStill wanted, with the offer that comes nearest")
for left in plan.unmatched:
    if left.side == "need" and left.nearest in giver:
        print(f"\n{taker[left.id]}, nearest {giver[left.nearest]}\n   {left.reason}")
