"""Writes the tables of an invented partnership on the real map of Cheshire East.

Every organisation, service, person-like name, offer and need here is invented. The words are in
the folder `authored`; this script only lays them out as the canonical tables, always the same.

    python examples/cheshire_east/build.py [FOLDER]
"""

import csv
import importlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

COLUMNS = {
    "organisations": "id name kind role legal_form description identifiers address postcode "
    "latitude longitude areas themes income employees website email phones contact_public "
    "parent_id accreditations charter_signatory suggest publish location_confidential updated_on "
    "source",
    "services": "id organisation_id name description status themes audiences minimum_age "
    "maximum_age areas address postcode latitude longitude location_confidential schedule cost "
    "url email phones languages assured_on source",
    "facilities": "id organisation_id name description type status address postcode latitude "
    "longitude capacity amenities availability exceptions buffer_minutes notice_days "
    "horizon_days price_per_hour concession_price_per_hour conditions",
    "facility_requests": "id organisation_id purpose people amenities windows hours "
    "budget_per_hour max_distance_km postcode latitude longitude starts_on ends_on repeats",
    "bookings": "facility_id starts ends organisation_id people status",
    "offers": "id organisation_id kind description status skills quantity quantity_min unit "
    "team_min team_max windows lead_days postcode latitude longitude max_distance_km remote "
    "causes exclusions checks budget insured starts_on ends_on",
    "needs": "id organisation_id kind description status skills_required skills_desired quantity "
    "quantity_min unit team_min team_max windows lead_days postcode latitude longitude remote "
    "checks_required minimum_age host_cost supervision causes starts_on ends_on priority",
    "agreements": "offer_id need_id quantity pledged delivered confirmed_by starts_on status",
    "exclusions": "left_id right_id reason until",
    "collaborations": "id kind title description programme starts_on ends_on themes areas value",
    "collaboration_members": "collaboration_id organisation_id role",
    "relationships": "from_id to_id kind frequency trust value reported_on",
    "areas": "id name kind parent_id postcodes latitude longitude boundary population needs "
    "valid_from valid_to",
    "briefs": "id description title programme themes lead_id members capabilities areas "
    "kinds_wanted size_min size_max budget as_of",
    "decisions": "suggestion_id decision reason decided_on decided_by_role",
    "truths": "kind left_id right_id expected note",
}
PARTS = (
    "areas",
    "borough_wide",
    "crewe",
    "crewe_west",
    "macclesfield",
    "macclesfield_estates",
    "congleton",
    "holmes_chapel",
    "smash",
    "smash_south",
    "nantwich",
    "chaw",
    "bdp",
    "knutsford",
    "more_services",
    "more_services_north",
    "listings",
    "room_requests",
    "collaborations",
    "relations",
    "briefs",
    "truths",
    "bad_rows",
)


def tables() -> dict[str, list[dict[str, object]]]:
    """Return every table's rows in the order in which they are authored."""
    result: dict[str, list[dict[str, object]]] = {name: [] for name in COLUMNS}
    amendments = importlib.import_module("authored.amendments").AMENDMENTS
    for part in PARTS:
        for table, cells in importlib.import_module(f"authored.{part}").ROWS:
            unknown = cells.keys() - set(COLUMNS[table].split())
            if unknown:
                raise ValueError(f"{part}: {table} has no column {sorted(unknown)}: {cells}")
            result[table].append({**cells, **amendments.get((table, cells.get("id")), {})})
    return result


def write(folder: Path) -> None:
    """Write one CSV a table into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[name].split(), restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
