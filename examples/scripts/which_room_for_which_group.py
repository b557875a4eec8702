"""Which room for which group? Free hours, capacity and what a group needs, all respected.

    python examples/scripts/which_room_for_which_group.py

To ask it of your own place, change SOURCE.
"""

from sap_match import Landscape, plan_facility_sharing, read_dataset

SOURCE = "examples/cheshire_east"

dataset = read_dataset(SOURCE)
landscape = Landscape.build(dataset)
plan = plan_facility_sharing(landscape)
request = {one.id: one for one in dataset.facility_requests}

for found in plan.matches:
    wanted, room = request[found.subject_id], dataset.facility(found.other_id)
    print(f"\n{landscape.name(wanted.organisation_id)}: {wanted.purpose}")
    print(f"   {room.name} of {landscape.name(room.organisation_id)}")
    print(f"   from {found.details['starts']} to {found.details['ends']}")
    for unsure in found.to_confirm:
        print(f"   To confirm: {unsure}")

print("\nWithout a room")
for left in plan.unmatched:
    print(f"   {landscape.name(request[left.id].organisation_id)}: {left.reason}")
