"""Bookings, agreements, exclusions, confidential reports and decisions; all invented."""

import hashlib

# Records read best as they are laid out here.
# fmt: off
from authored.words import Cell, Row


def organisation(number: int) -> str:
    """Return an organisation's id."""
    return f"XE-ORG-{number:04d}"


def suggestion(kind: str, *ids: str) -> str:
    """Return the id under which the month knows a suggestion: a hash of kind and sorted ids."""
    return hashlib.sha256("\x1f".join([kind, *sorted(ids)]).encode()).hexdigest()[:16]


def rows(table: str, columns: str, *cells: tuple[Cell, ...]) -> list[Row]:
    """Return rows of one table from tuples in the order of the columns."""
    names = columns.split()
    return [(table, dict(zip(names, one, strict=True))) for one in cells]


BOOKINGS = rows(
    "bookings", "facility_id starts ends organisation_id people status",
    ("XE-FAC-0004-1", "2026-11-07T09:30", "2026-11-07T12:30", "XE-ORG-0002", 45, "confirmed"),
    ("XE-FAC-0004-1", "2026-11-10T10:00", "2026-11-10T12:00", "XE-ORG-0042", 14, "confirmed"),
    ("XE-FAC-0010-1", "2026-11-04T10:00", "2026-11-04T12:00", "XE-ORG-0018", 10, "confirmed"),
    ("XE-FAC-0010-1", "2026-11-05T14:00", "2026-11-05T16:00", "XE-ORG-0022", 6, "confirmed"),
    ("XE-FAC-0011-1", "2026-12-04T19:00", "2026-12-04T22:30", "XE-ORG-0016", 70, "confirmed"),
    ("XE-FAC-0013-1", "2026-11-02T13:00", "2026-11-02T16:00", "XE-ORG-0021", 22, "confirmed"),
    ("XE-FAC-0013-1", "2026-11-16T13:00", "2026-11-16T16:00", "XE-ORG-0021", 22, "confirmed"),
    ("XE-FAC-0013-1", "2026-11-30T13:00", "2026-11-30T16:00", "XE-ORG-0021", 22, "confirmed"),
    ("XE-FAC-0014-1", "2026-11-24T18:00", "2026-11-24T21:00", "XE-ORG-0015", 150, "confirmed"),
    ("XE-FAC-0014-2", "2026-11-06T18:30", "2026-11-06T20:30", "XE-ORG-0038", 24, "confirmed"),
    ("XE-FAC-0030-1", "2026-11-06T14:00", "2026-11-06T16:00", "XE-ORG-0030", 80, "confirmed"),
    ("XE-FAC-0050-1", "2026-11-11T10:30", "2026-11-11T13:00", "", 200, "confirmed"),
    ("XE-FAC-0056-1", "2026-11-11T19:00", "2026-11-11T21:00", "XE-ORG-0059", 30, "provisional"),
    ("XE-FAC-0056-1", "2026-11-21T13:00", "2026-11-21T16:00", "XE-ORG-0072", 25, "cancelled"),
    ("XE-FAC-0078-1", "2026-11-10T14:00", "2026-11-10T16:00", "XE-ORG-0085", 30, "confirmed"),
    ("XE-FAC-0078-1", "2026-11-24T14:00", "2026-11-24T16:00", "XE-ORG-0085", 30, "confirmed"),
    ("XE-FAC-0078-1", "2026-11-06T10:00", "2026-11-06T13:30", "XE-ORG-0088", 10, "confirmed"),
    ("XE-FAC-0095-1", "2026-11-20T18:30", "2026-11-20T21:30", "XE-ORG-0095", 20, "confirmed"),
    ("XE-FAC-0108-1", "2026-11-12T10:00", "2026-11-12T12:00", "XE-ORG-0211", 6, "confirmed"),
    ("XE-FAC-0126-1", "2026-11-02T13:30", "2026-11-02T16:30", "XE-ORG-0126", 25, "confirmed"),
    ("XE-FAC-0136-1", "2026-11-12T10:00", "2026-11-12T13:00", "XE-ORG-0137", 40, "confirmed"),
    ("XE-FAC-0177-1", "2026-11-13T18:30", "2026-11-13T22:00", "XE-ORG-0177", 60, "confirmed"),
    ("XE-FAC-0184-1", "2026-11-26T13:00", "2026-11-26T15:00", "XE-ORG-0186", 15, "provisional"),
    ("XE-FAC-0204-1", "2026-11-09T10:00", "2026-11-09T11:30", "XE-ORG-0208", 12, "confirmed"),
)

AGREEMENTS = rows(
    "agreements",
    "offer_id need_id quantity pledged delivered confirmed_by starts_on status",
    ("XE-OFR-0180-2", "XE-NEED-0009-2", 4, 4, 4, "host", "2026-03-11", "delivered"),
    ("XE-OFR-0110-1", "XE-NEED-0003-1", 2, 2, 0, "", "2026-10-20", "proposed"),
    ("XE-OFR-0097-1", "XE-NEED-0103-1", 8, 8, 3, "host", "2026-01-17", "delivered"),
    ("XE-OFR-0174-1", "XE-NEED-0172-1", 3, 3, 0, "", "2026-09-01", "cancelled"),
)

EXCLUSIONS = rows(
    "exclusions", "left_id right_id reason until",
    (organisation(6), organisation(7), "two food schemes that fell out over a freezer", ""),
    (organisation(40), organisation(11), "declined: licensed venue, dry café", ""),
    (organisation(4), organisation(5), "asked to be left to sort it out themselves",
     "2027-06-30"),
    (organisation(43), organisation(163), "safeguarding matter, ask the officer", ""),
    (organisation(89), organisation(85), "shifts; may be asked again", "2027-01-31"),
    (organisation(153), organisation(210), "wants photographs: never", ""),
    (organisation(62), organisation(77), "noise", ""),
    (organisation(141), organisation(142), "trade dispute", "2026-10-01"),
    (organisation(217), organisation(204), "contract in dispute", "2027-03-31"),
)

# from, to, kind, how often, trust and value from 1 to 5, reported on
REPORTS = """
1 42 refers_to weekly 5 5; 1 18 refers_to weekly 4 5; 1 22 refers_to monthly 4 4
1 4 works_with yearly 3 2; 4 23 works_with monthly 5 4; 4 6 knows yearly 2 2
6 22 works_with weekly 5 5; 6 23 competes_with monthly 2 2; 7 23 knows yearly 3 1
23 24 works_with weekly 5 5; 23 22 works_with monthly 4 5; 23 6 competes_with monthly 2 2
24 26 wants_to_know yearly 3 4; 26 24 knows yearly 3 3; 26 220 works_with monthly 4 3
22 8 refers_to monthly 4 4; 8 145 works_with weekly 5 4; 43 44 works_with weekly 4 4
44 43 works_with weekly 3 4; 44 202 refers_to weekly 3 5; 45 44 knows yearly 4 3
46 202 refers_to monthly 3 4; 47 51 works_with weekly 5 5; 51 47 works_with weekly 5 5
55 204 works_with monthly 2 4; 62 64 works_with weekly 5 5; 62 65 refers_to monthly 4 4
78 85 works_with monthly 5 4; 79 78 competes_with yearly 3 1; 80 79 knows yearly 3 1
82 94 works_with weekly 5 5; 85 89 works_with monthly 3 3; 85 208 refers_to monthly 4 4
103 91 refers_to monthly 4 5; 109 1 refers_to weekly 5 5; 109 204 refers_to weekly 4 5
118 119 works_with weekly 5 5; 119 205 works_with monthly 4 3; 127 217 refers_to weekly 5 5
137 136 works_with weekly 4 4; 145 147 works_with weekly 5 5; 155 156 works_with weekly 5 5
172 176 works_with weekly 5 5; 181 182 works_with monthly 4 3; 183 182 works_with weekly 3 4
209 225 works_with weekly 5 5; 213 203 refers_to weekly 3 5
"""
RELATIONSHIPS: list[Row] = [
    ("relationships", {
        "from_id": organisation(int(left)),
        "to_id": organisation(int(right)),
        "kind": kind,
        "frequency": frequency,
        "trust": int(trust),
        "value": int(value),
        "reported_on": "2026-05-31" if int(left) % 2 else "2025-05-31",
    })
    for left, right, kind, frequency, trust, value in (
        report.split() for line in REPORTS.strip().splitlines() for report in line.split("; ")
    )
]

DECISIONS = rows(
    "decisions", "suggestion_id decision reason decided_on decided_by_role",
    (suggestion("partner", organisation(23), organisation(29)), "yes",
     "rang both; plots to supply the pantry", "2026-09-14", "partnership officer"),
    (suggestion("partner", organisation(78), organisation(79)), "never",
     "two Thursday clubs, no wish to merge", "2026-09-14", "partnership officer"),
    (suggestion("partner", organisation(103), organisation(20)), "not_now",
     "nobody answers", "2026-10-06", "partnership officer"),
    (suggestion("pairing", "XE-OFR-0187-1", "XE-NEED-0024-1"), "never",
     "a pub snug is no minibus", "2026-10-06", "partnership officer"),
    (suggestion("facility", "XE-REQ-0096-1", "XE-FAC-0098-1"), "not_now",
     "parents say too far to cycle in the dark", "2026-10-06", "community connector"),
    (suggestion("duplicate", "XE-SVC-0004-1", "XE-SVC-0003-2"), "distinct",
     "one speaks Polish, the other English", "2026-08-20", "directory editor"),
    (suggestion("duplicate", "XE-SVC-0024-1", "XE-SVC-0025-1"), "duplicate",
     "checked by telephone", "2026-08-20", "directory editor"),
)

ROWS: list[Row] = [*BOOKINGS, *AGREEMENTS, *EXCLUSIONS, *RELATIONSHIPS, *DECISIONS]
