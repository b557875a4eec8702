"""Small Open Referral packages in the shapes of the standard's versions.

The rows are invented; the columns of 1.1 and 2.0 come from the schemas that the
standard published, so that a package here has every column of its version.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile

ORGANISATIONS = [
    {
        "id": "o1",
        "name": "Hope Centre",
        "description": "A non-profit that helps neighbours",
        "email": "hello@example.org",
        "url": "http://hope.example.org",
        "legal_status": "Limited company",
    },
    {"id": "o2", "name": "Vale Council", "legal_status": "Local authority"},
]
SERVICES = [
    {
        "id": "s1",
        "organization_id": "o1",
        "program_id": "p1",
        "name": "Lunch Club",
        "description": "Hot lunch and company",
        "status": "active",
        "fees": "£3 a meal",
        "x_ref": "LW-1",
    },
    {"id": "s2", "organization_id": "o1", "name": "Advice", "status": "inactive"},
    {"id": "s3", "organization_id": "o2", "name": "Library", "status": "active"},
]
COMMON = {
    "organization": ORGANISATIONS,
    "service": SERVICES,
    "program": [{"id": "p1", "organization_id": "o1", "name": "Older people"}],
    "location": [
        {"id": "l2", "name": "Hope Hall", "latitude": "53.1", "longitude": "-2.4"},
        {"id": "l1", "name": "St Mary's", "latitude": "53.2", "longitude": "-2.5"},
        {"id": "l3", "name": "Town Library", "latitude": "0", "longitude": "0"},
    ],
    "service_at_location": [
        {"id": "a1", "service_id": "s1", "location_id": "l2"},
        {"id": "a2", "service_id": "s1", "location_id": "l1"},
        {"id": "a3", "service_id": "s3", "location_id": "l3"},
        {"id": "a4", "service_id": "s3", "location_id": "nowhere"},
    ],
    "physical_address": [
        {
            "id": "d1",
            "location_id": "l1",
            "attention": "Ann Persona",
            "address_1": "1 High Street",
            "city": "Crewe",
            "state_province": "Cheshire",
            "postal_code": "CW1 2AB",
            "country": "GB",
        },
        {
            "id": "d2",
            "location_id": "l2",
            "address_1": "2 Low Street",
            "city": "Crewe",
            "state_province": "Cheshire",
            "postal_code": "CW2 6AB",
            "country": "GB",
        },
    ],
    "postal_address": [
        {
            "id": "d3",
            "location_id": "l1",
            "address_1": "PO Box 1",
            "city": "Crewe",
            "state_province": "Cheshire",
            "postal_code": "CW1 1AA",
            "country": "GB",
        }
    ],
    "phone": [
        {"id": "f1", "organization_id": "o1", "number": "01270 000001"},
        {"id": "f2", "service_id": "s1", "number": "01270 000002", "extension": "5"},
        {"id": "f3", "contact_id": "c1", "number": "07700 900001"},
        {"id": "f4", "contact_id": "c2", "number": "01270 000004"},
    ],
    "contact": [
        {"id": "c1", "service_id": "s1", "name": "Ann Persona", "email": "ann@example.org"},
        {"id": "c2", "service_id": "s2", "department": "Reception", "email": "desk@example.org"},
    ],
    "service_area": [
        {"id": "r1", "service_id": "s1", "service_area": "Crewe"},
        {"id": "r2", "service_id": "s1", "service_area": "Shavington"},
    ],
    "language": [{"id": "g1", "service_id": "s1", "language": "Polish"}],
    "accessibility_for_disabilities": [
        {"id": "b1", "location_id": "l1", "accessibility": "Ramp and hearing loop"}
    ],
    "funding": [{"id": "u1", "service_id": "s1", "source": "The council"}],
}
OF_VERSION = {
    "1.1": {
        "regular_schedule": [
            {
                "id": "h1",
                "service_id": "s1",
                "weekday": "Monday",
                "opens_at": "12:00",
                "closes_at": "14:00",
            },
            {
                "id": "h2",
                "service_at_location_id": "a1",
                "weekday": "3",
                "opens_at": "12:00:00",
                "closes_at": "14:00:00",
            },
            {"id": "h3", "location_id": "l1", "weekday": "Friday", "opens_at": "09:00"},
        ],
        "holiday_schedule": [{"id": "y1", "service_id": "s1", "closed": "true"}],
        "eligibility": [{"id": "e1", "service_id": "s1", "eligibility": "Older people"}],
        "taxonomy": [
            {"id": "t1", "name": "Food", "vocabulary": "Open Eligibility services"},
            {"id": "t2", "name": "Seniors", "vocabulary": "Target groups"},
        ],
        "service_taxonomy": [
            {"id": "x1", "service_id": "s1", "taxonomy_id": "t1"},
            {"id": "x2", "service_id": "s1", "taxonomy_id": "t2"},
            {"id": "x3", "service_id": "s2", "taxonomy_detail": "Debt"},
        ],
    },
    "2.0": {
        "schedule": [
            {
                "id": "h1",
                "service_id": "s1",
                "freq": "WEEKLY",
                "interval": "1",
                "byday": "MO,WE",
                "opens_at": "12:00",
                "closes_at": "14:00",
            },
            {
                "id": "h2",
                "service_at_location_id": "a3",
                "freq": "MONTHLY",
                "byday": "1SA",
                "opens_at": "10:00",
                "closes_at": "13:00",
            },
        ],
        "taxonomy_term": [
            {"id": "t1", "term": "Food", "taxonomy": "Services"},
            {"id": "t2", "term": "Seniors", "taxonomy": "Target groups"},
        ],
        "service_attribute": [
            {"id": "x1", "service_id": "s1", "taxonomy_term_id": "t1"},
            {"id": "x2", "service_id": "s1", "taxonomy_term_id": "t2"},
        ],
    },
}
LUNCH_CLUB = {
    "id": "s1",
    "organisation_id": "o1",
    "name": "Lunch Club",
    "description": "Hot lunch and company",
    "status": "active",
    "themes": ("Food",),
    "areas": ("Crewe", "Shavington"),
    "cost": "£3 a meal",
    "phones": ("01270 000002 ext. 5",),
    "languages": ("Polish",),
    "schedule": ("MO 12:00-14:00", "WE 12:00-14:00"),
    "address": "St Mary's, 1 High Street, Crewe, Cheshire",
    "postcode": "CW1 2AB",
    "latitude": "53.2",
    "longitude": "-2.5",
    "other_locations": "Hope Hall, CW2 6AB",
    "accessibility": "Ramp and hearing loop",
    "funding": "The council",
    "program_id": "p1",
    "x_ref": "LW-1",
}
"""What either version says of the first service, apart from for whom it is."""


def schema_of(folder, version):
    """Return file name and columns of each table of a version, from its published schema."""
    package = json.loads((folder / f"hsds{version}_datapackage.json").read_text())
    return {
        one["name"]: (one["path"], [field["name"] for field in one["schema"]["fields"]])
        for one in package["resources"]
    }


def rows_of(version):
    """Return the rows of every table of a version."""
    return COMMON | OF_VERSION[version]


def csv_bytes(columns, rows):
    """Return rows as CSV with all columns of the schema and any that only the rows have."""
    stream = io.StringIO()
    names = [*columns, *dict.fromkeys(c for row in rows for c in row if c not in columns)]
    writer = csv.DictWriter(stream, names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def members_of(schema, rows, *, gzipped=(), rename=None):
    """Return the files of a package by name; tables without rows have only a header."""
    members = {}
    for name, (path, columns) in schema.items():
        data = csv_bytes(columns, rows.get(name, []))
        file = (rename or {}).get(name, path)
        if gzipped == "all" or name in gzipped:
            file, data = f"{file}.gz", gzip.compress(data, mtime=0)
        members[file] = data
    return members


def write_folder(folder, members):
    """Write a package as a folder."""
    for name, data in members.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def write_zip(path, members, *, inside=""):
    """Write a package as a zip, its files in a folder ``inside`` it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(f"{inside}{name}", data)
    return path
