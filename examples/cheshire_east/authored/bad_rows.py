"""Rows and cells as they should not be, invented: about two in a hundred, to be found."""

# Records read best as they are laid out here.
# fmt: off
from authored.words import Row

ROWS: list[Row] = [
    # bad rows: a required cell is empty or its id leads nowhere
    ("organisations", {
        "id": "XE-ORG-0901", "name": "", "kind": "voluntary", "legal_form": "unincorporated",
        "areas": "XE-AREA-CREWE", "source": "2019 directory",
    }),
    ("organisations", {
        "id": "XE-ORG-0902", "name": "Wheelock Pigeon Fanciers", "kind": "",
        "areas": "XE-AREA-SANDBACH", "source": "2019 directory",
    }),
    ("services", {
        "id": "XE-SVC-0900-1", "organisation_id": "XE-ORG-9999", "name": "Ghost walk with tea",
        "description": "Its provider is in no table.", "source": "2021 directory",
    }),
    ("services", {
        "id": "XE-SVC-0900-2", "organisation_id": "XE-ORG-0777", "name": "Tai chi in the park",
        "description": "Provider deleted in 2022, service left behind.",
        "source": "2021 directory",
    }),
    ("services", {
        "id": "XE-SVC-0900-3", "organisation_id": "XE-ORG-0010", "name": "",
        "description": "Somebody saved the form before giving it a name.",
        "source": "borough directory",
    }),
    ("services", {
        "id": "XE-SVC-0900-4", "organisation_id": "", "name": "Parent and baby yoga",
        "description": "No provider given.", "source": "borough directory",
    }),
    ("facilities", {
        "id": "XE-FAC-0900-1", "organisation_id": "XE-ORG-9999", "name": "The green hut",
        "type": "scout hut", "capacity": 40,
    }),
    ("needs", {
        "id": "XE-NEED-0900-1", "organisation_id": "XE-ORG-0020", "kind": "goods",
        "description": "", "quantity": 2,
    }),
    ("offers", {
        "id": "XE-OFR-0900-1", "organisation_id": "XE-ORG-0089", "kind": "lunch",
        "description": "A kind of offer that there is not.",
    }),
    ("collaboration_members", {
        "collaboration_id": "XE-COL-0016", "organisation_id": "XE-ORG-0951", "role": "partner",
    }),
    ("bookings", {
        "facility_id": "XE-FAC-9999-1", "starts": "2026-11-09T10:00", "ends": "2026-11-09T12:00",
        "status": "confirmed",
    }),
    # notes: the row stays, the cell is unknown or kept as text
    ("organisations", {
        "id": "XE-ORG-0903", "name": "Weston Whist Drive", "kind": "voluntary",
        "legal_form": "unincorporated", "areas": "XE-AREA-WESTON", "role": "club",
        "phones": "ask in the paper shop", "source": "2019 directory",
    }),
    ("organisations", {
        "id": "XE-ORG-0904", "name": "Poynton Poetry Please", "kind": "voluntary",
        "legal_form": "unincorporated", "income": "about 5k", "areas": "XE-AREA-POYNTON",
        "updated_on": "2026-02-30", "role": "club", "source": "2019 directory",
    }),
    ("services", {
        "id": "XE-SVC-0900-5", "organisation_id": "XE-ORG-0098",
        "name": "Hot pot supper and beetle drive",
        "description": "Latitude and longitude the wrong way round.",
        "areas": "XE-AREA-GOOSTREY", "latitude": -2.335, "longitude": 53.213,
        "schedule": "FREQ=MONTHLY;BYDAY=3SA 19:00-22:00", "cost": "£6",
        "source": "borough directory",
    }),
    ("services", {
        "id": "XE-SVC-0900-6", "organisation_id": "XE-ORG-0082", "name": "Toy swap",
        "description": "Bring three, take three, keep one for the dog.",
        "postcode": "NR TESCO", "areas": "XE-AREA-BROMLEY-FARM", "schedule": "first Saturday-ish",
        "minimum_age": "babies", "source": "borough directory",
    }),
    ("facilities", {
        "id": "XE-FAC-0900-2", "organisation_id": "XE-ORG-0146", "name": "Lamb Yard snug",
        "type": "meeting room", "capacity": "lots", "postcode": "CW3 0", "latitude": 52.994,
        "longitude": -2.499, "availability": "most days", "price_per_hour": "a fiver",
    }),
    ("collaborations", {
        "id": "XE-COL-0090", "kind": "partnership", "title": "Verge pledges",
        "starts_on": "31/06/2025", "themes": "environment", "areas": "XE-AREA-SANDBACH",
    }),
    ("collaboration_members", {
        "collaboration_id": "XE-COL-0090", "organisation_id": "XE-ORG-0116", "role": "partner",
    }),
    ("collaboration_members", {
        "collaboration_id": "XE-COL-0090", "organisation_id": "XE-ORG-0107", "role": "partner",
    }),
]
