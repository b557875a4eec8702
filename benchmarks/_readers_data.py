"""Files for the benchmark of readers, made by repeating what is given and altering it.

Every row or service gets a number, a name, a text, a postcode and hours of its own, so that
nothing that was worked out for one serves another more often than it would in a real source.
"""

import csv
import gzip
import json
import random
import re
import string

from benchmarks import _record

SEED = 20261122
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DISTRICTS = ("M", "WA", "SK", "CW", "BL", "OL", "WN", "PR", "L", "LS")
_TERMINALS = string.ascii_uppercase.translate(str.maketrans("", "", "CIKMOV"))


def register_source():
    return _record.data_folder() / "trafford" / "charities_operating_in_trafford.csv"


def service_source():
    return _record.data_folder() / "hsds" / "hsds3_service_full.json"


def grants_source():
    return _record.data_folder() / "trafford" / "trafford_council_voluntary_sector_grants.csv"


def register(path, count):
    """A charity register of ``count`` rows as CSV."""
    rng = random.Random(SEED)  # noqa: S311 - data, not a secret
    with register_source().open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        columns, rows = reader.fieldnames, list(reader)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        for number in range(count):
            writer.writerow(_charity(rows[number % len(rows)], number, rng))


def _charity(row, number, rng):
    company, text = row["charity_company_registration_number"], row["charity_activities"]
    words, told = row["charity_name"].split(), text.split()
    at = rng.randrange(len(words) + 1)
    told.insert(rng.randrange(len(told) + 1), f"and group {number}")
    return {
        **row,
        "registered_charity_number": str(200_000 + number),
        "charity_company_registration_number": "NA" if company == "NA" else f"{1_000_000 + number}",
        "charity_name": " ".join([*words[:at], rng.choice(words), *words[at:], str(number)]),
        "charity_activities": text if text == "NA" else " ".join(told),
        "charity_contact_postcode": _postcode(rng),
        "charity_contact_phone": f"0161{rng.randrange(10**7):07}",
    }


def _postcode(rng):
    inward = f"{rng.randrange(10)}{rng.choice(_TERMINALS)}{rng.choice(_TERMINALS)}"
    return f"{rng.choice(_DISTRICTS)}{rng.randrange(1, 40)} {inward}"


def services(path, count):
    """A page of ``count`` full HSDS 3.0 services as JSON."""
    rng = random.Random(SEED)  # noqa: S311 - data, not a secret
    text = json.dumps(json.loads(service_source().read_text(encoding="utf-8")))
    with path.open("w", encoding="utf-8") as stream:
        stream.write('{"contents": [\n')
        for number in range(count):
            stream.write(",\n" * bool(number) + json.dumps(_service(text, number, rng)))
        stream.write("\n]}\n")


def _service(text, number, rng):
    one = json.loads(_UUID.sub(lambda match: f"{match[0][:-6]}{number:06x}", text))
    one["name"] += f" {number}"
    one["description"] += f" Number {number} of many, in room {rng.randrange(500)}."
    one["organization"]["name"] += f" {number}"
    for schedule in one.get("schedules", ()):
        opens = rng.randrange(0, 12 * 60)
        closes = opens + rng.randrange(30, 12 * 60)
        schedule["opens_at"] = f"{opens // 60:02}:{opens % 60:02}"
        schedule["closes_at"] = f"{closes // 60:02}:{closes % 60:02}"
    return one


def package(folder, count):
    """The tabular HSDS 3.0 package with its rows ``count`` times, under ids of their own."""
    folder.mkdir()
    source = service_source().parent / "hsds3_datapackage"
    for file in sorted(source.glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            columns, rows = reader.fieldnames, list(reader)
        with (folder / file.name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns)
            writer.writeheader()
            for number in range(count):
                writer.writerows(_renumbered(row, number) for row in rows)


def _renumbered(row, number):
    def own(cell):
        return _UUID.sub(lambda match: f"{match[0][:-6]}{number:06x}", cell or "")

    done = {column: own(cell) for column, cell in row.items() if column is not None}
    if "name" in done and "description" in done:
        done["name"] += f" {number}"
    return done


def grants(path, count):
    """A 360Giving table of ``count`` grants to twice as many hands as are given."""
    rng = random.Random(SEED)  # noqa: S311 - data, not a secret
    with grants_source().open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        columns, rows = reader.fieldnames, list(reader)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        for number in range(count):
            row = dict(rows[number % len(rows)])
            row["Identifier"] = f"{row['Identifier']}-{number}"
            copy = rng.randrange(2)
            row["Recipient Org:Name"] += " again" * copy
            row["Recipient Org:Identifier"] += "-2" * copy
            writer.writerow(row)


def grants_json(path, count):
    """The grants of the table as the standard's JSON."""
    with grants_source().open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with path.open("w", encoding="utf-8") as stream:
        stream.write('{"grants": [\n')
        for number in range(count):
            row = rows[number % len(rows)]
            hand = {"id": f"{row['Recipient Org:Identifier']}-{number // len(rows) % 2}",
                    "name": row["Recipient Org:Name"]}  # fmt: skip
            funder = {"id": row["Funding Org:Identifier"], "name": row["Funding Org:Name"]}
            one = {"id": f"{row['Identifier']}-{number}", "title": row["Title"],
                   "description": f"{row['Description']} Number {number}.", "currency": "GBP",
                   "amountAwarded": 1000 + number, "awardDate": row["Award Date"][:10],
                   "recipientOrganization": [hand], "fundingOrganization": [funder]}  # fmt: skip
            stream.write(",\n" * bool(number) + json.dumps(one))
        stream.write("\n]}\n")


def volunteering_source():
    return _record.data_folder() / "uk_volunteering" / "doit_activities.jsonl.gz"


def volunteering(path, count):
    """Activities of Do-it, one a line, each with an id, a title and words of its own."""
    with gzip.open(volunteering_source(), "rt", encoding="utf-8") as stream:
        given = [json.loads(line) for line in stream]
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            one = dict(given[number % len(given)])
            one["id"] = f"{number:024x}"
            one["title"] = f"{one['title']} {number}"
            one["description"] = f"{one.get('description') or ''} Number {number}."
            stream.write(json.dumps(one) + "\n")


def halls(path, count):
    """A page of an OpenActive feed: facility uses with places, prices and opening hours."""
    rng = random.Random(SEED)  # noqa: S311 - data, not a secret
    items = [{"state": "updated", "kind": "FacilityUse", "id": f"u{number}", "modified": number + 1,
              "data": _hall(number, rng)} for number in range(count)]  # fmt: skip
    path.write_text(json.dumps({"items": items, "next": "https://halls.example/feed"}), "utf-8")


def _hall(number, rng):
    return {
        "@type": "FacilityUse", "@id": f"https://halls.example/uses/{number}",
        "name": f"Hall {number}", "description": f"A hall with a sprung floor. Number {number}.",
        "facilityType": [{"@type": "Concept", "prefLabel": "Sports Hall"}],
        "provider": {"@type": "Organization", "name": f"Leisure Trust {number // 8}",
                     "@id": f"https://halls.example/providers/{number // 8}"},
        "location": {
            "@type": "Place", "name": f"Centre {number // 4}",
            "address": {"@type": "PostalAddress", "postalCode": _postcode(rng),
                        "streetAddress": f"{number} Mill Lane"},
            "amenityFeature": [{"@type": "ChangingFacilities", "value": True}],
        },
        "hoursAvailable": [{"dayOfWeek": ["https://schema.org/Monday", "https://schema.org/Friday"],
                            "opens": f"{7 + number % 5:02}:00", "closes": "21:30"}],
    }  # fmt: skip


def calendar(folder, count):
    """A hall with a calendar of single times; every tenth event repeats for ten weeks."""
    folder.mkdir()
    rng = random.Random(SEED)  # noqa: S311 - data, not a secret
    (folder / "organisations.csv").write_text("id,name,kind\no1,Trust,voluntary\n", "utf-8")
    (folder / "facilities.csv").write_text("id,organisation_id,name\nh1,o1,Main Hall\n", "utf-8")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:Main Hall"]
    for number in range(count):
        day = f"2026{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}"
        hour = rng.randrange(7, 21)
        lines += ["BEGIN:VEVENT", f"UID:{number}", "DTSTAMP:20260101T000000Z",
                  f"DTSTART:{day}T{hour:02}0000", f"DTEND:{day}T{hour + 1:02}3000",
                  *["RRULE:FREQ=WEEKLY;COUNT=10"] * (number % 10 == 0), "END:VEVENT"]  # fmt: skip
    (folder / "main hall.ics").write_text("\r\n".join([*lines, "END:VCALENDAR", ""]), "utf-8")


def extract(folder, count):
    """The register's whole download: charities, and five tables of some rows a charity."""
    folder.mkdir()
    rng = random.Random(SEED)  # noqa: S311 - data, not a secret
    with register_source().open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    charities = ({"organisation_number": str(n), "linked_charity_number": "0",
                  **_charity(rows[n % len(rows)], n, rng)} for n in range(count))  # fmt: skip
    _tabs(folder / "publicextract.charity.txt", charities)
    for name, each in _BESIDE.items():
        more = ({"organisation_number": str(n), **row} for n in range(count) for row in each(n))
        _tabs(folder / f"publicextract.{name}.txt", more)


_BESIDE = {
    "charity_classification": lambda n: [
        {"classification_code": "1", "classification_type": kind,
         "classification_description": f"{kind} {(n + k) % 17}"}
        for k, kind in enumerate(("What", "What", "How", "Who"))
    ],
    "charity_area_of_operation": lambda n: [
        {"geographic_area_type": "Local Authority",
         "geographic_area_description": f"District {(n * k) % 317}"}
        for k in (1, 3, 7)
    ],
    "charity_other_names": lambda n: [
        {"charity_name_type": "Working name", "charity_name": f"THE NUMBER {n} CLUB"}
    ] * (n % 3 == 0),
    "charity_annual_return_parta": lambda n: [
        {"fin_period_end_date": f"202{k}-03-31", "count_volunteers": str(n % 50 + k)}
        for k in (4, 5)
    ],
    "charity_trustee": lambda _: [
        {"trustee_id": str(k), "trustee_name": "A", "individual_or_organisation": "P"}
        for k in range(5)
    ],
}  # fmt: skip


def _tabs(path, rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        for number, row in enumerate(rows):
            if number == 0:
                stream.write("\t".join(row) + "\r\n")
            stream.write("\t".join(" ".join(cell.split()) for cell in row.values()) + "\r\n")
