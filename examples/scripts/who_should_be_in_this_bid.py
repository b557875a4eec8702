"""Who should be in this bid? Teams that cover what a brief asks, and what nobody covers.

    python examples/scripts/who_should_be_in_this_bid.py

To ask it of your own bid, change SOURCE and write the brief.
"""

from sap_match import Landscape, form_consortium, read_dataset
from sap_match.model import Brief

SOURCE = "examples/cheshire_east"
BRIEF = Brief(
    id="a warm Monday",
    title="A warm Monday in Crewe",
    description="A hot lunch and company on Mondays from November to March, with a lift there "
    "and home, and somebody who can sort out an energy bill.",
    lead_id="XE-ORG-0024",  # St Osyth's Church, Gresty
    capabilities=("hot lunch for older people", "transport for older people", "energy advice"),
    areas=("XE-AREA-CREWE",),
    size_min=3,
    size_max=5,
)

landscape = Landscape.build(read_dataset(SOURCE))
seats = form_consortium(landscape, BRIEF, teams=2)

for team in sorted({seat.team for seat in seats}):
    print(f"\nTeam {team}")
    for seat in seats:
        if seat.team == team:
            print(f"   {seat.role:<10} {seat.reason}")

nobody = [what for seat in seats if seat.role == "uncovered" for what in seat.covers]
print("\nNobody covers:", ", ".join(dict.fromkeys(nobody)) or "nothing is left uncovered")
