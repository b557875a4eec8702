"""Consortia that really formed, as canonical tables: four open collections.

Each function reads the files as they were published and returns `Consortia`: a dataset of
organisations, dated collaborations and members, with the date at which it is split and the
roles that are hidden where a brief is answered. `write` lays one out as a folder, so that the
command line can be tried on it:

    python -m benchmarks._consortia_data interreg FOLDER
    sap-match evaluate partners FOLDER --split 2017-01-01
    sap-match partners FOLDER --briefs FOLDER/briefs.csv --out found.csv

The folder's ``briefs.csv`` holds the briefs of what began after the split, ``truth.csv``
(``brief_id, organisation_id``) who really joined; its as-of date is the day before the split.
"""

import argparse
import csv
import gzip
import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks import _record
from sap_match.evaluate.splits import JudgedBrief, eve, judged_briefs, known_at
from sap_match.ingest.writing import write_tables
from sap_match.model import (
    Area,
    Changes,
    Collaboration,
    CollaborationMember,
    Dataset,
    Organisation,
)

H2020_KINDS = {"PRC": "business", "OTH": "voluntary"}
"""Types of participants; universities, research bodies and authorities are public."""


@dataclass(frozen=True)
class Consortia:
    """One collection: its dataset, where it is split, who is hidden in a brief.

    ``hidden`` names the roles that are asked for; empty means every member but the lead.
    """

    dataset: Dataset
    split: date
    hidden: tuple[str, ...]
    files: tuple[Path, ...]

    def briefs(self, split: date | None = None) -> tuple[JudgedBrief, ...]:
        """Briefs of the collaborations that began after the split, with who joined."""
        return judged_briefs(self.dataset, split or self.split, hidden=self.hidden)

    def known(self, split: date | None = None) -> Dataset:
        """What was known at the split: later collaborations gone, everybody still there."""
        return known_at(self.dataset, split or self.split)


def plain(name: str) -> str:
    """A name without case, accents and signs, which tells one organisation by one id."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    bare = bare if re.search(r"\w", bare) else name.casefold()
    return re.sub(r"\W+", " ", bare).strip()


def slug(name: str) -> str:
    return plain(name).replace(" ", "-")


class Areas:
    """Area ids by label; every label that was asked for becomes an area of kind ``other``."""

    def __init__(self):
        self._names = {}

    def ids(self, *labels):
        found = []
        for label in labels:
            if label and label.strip() and slug(label):
                one = f"area:{slug(label)}"
                self._names.setdefault(one, label.strip())
                found.append(one)
        return tuple(dict.fromkeys(found))

    def records(self):
        return [Area(id=i, name=n, kind="other") for i, n in sorted(self._names.items())]


def built(name, organisations, areas, collaborations, members):
    return Dataset.build(
        name,
        {
            "organisations": organisations,
            "areas": areas.records(),
            "collaborations": collaborations,
            "collaboration_members": members,
        },
    )


def rows_of(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def day(text):
    """A date with - or /, or None."""
    try:
        return date.fromisoformat((text or "")[:10].replace("/", "-"))
    except ValueError:
        return None


def h2020(data: Path) -> Consortia:
    """European research consortia: no text, 27,411 organisations, daily starts."""
    file = data / "h2020" / "participations.csv.gz"
    areas, organisations, projects, members = Areas(), {}, {}, {}
    for r in rows_of(file):
        organisations.setdefault(r["pic"], Organisation(
            id=r["pic"], name=f"PIC {r['pic']}", legal_form=r["type"],
            kind=H2020_KINDS.get(r["type"], "public"), areas=areas.ids(r["country"]),
        ))  # fmt: skip
        projects.setdefault(r["rcn"], Collaboration(
            id=r["rcn"], kind="consortium", starts_on=day(r["start_date"]),
            ends_on=day(r["end_date"]),
        ))  # fmt: skip
        members.setdefault((r["rcn"], r["pic"]), CollaborationMember(
            collaboration_id=r["rcn"], organisation_id=r["pic"],
            role="lead" if r["role"] == "coordinator" else r["role"],
        ))  # fmt: skip
    whole = built("h2020", organisations.values(), areas, projects.values(), members.values())
    return Consortia(whole, date(2018, 1, 1), (), (file,))


def interreg(data: Path) -> Consortia:
    """Consortia across European borders: text, themes, programme, town and country."""
    folder = data / "interreg"
    files = (folder / "partners.csv.gz", folder / "projects.csv.gz")
    areas, organisations, members, projects = Areas(), {}, {}, {}
    public = {}
    partners = list(rows_of(files[0]))
    for r in partners:
        public.setdefault(plain(r["Project Partner"]), r["Legal Status"].casefold())
    for r in rows_of(files[1]):
        key = interreg_id(r)
        projects[key] = Collaboration(
            id=key, kind="consortium", title=r["Project Name"] or r["Acronym"],
            description="\n".join(filter(None, (r["Description EN"], r["Expected Results EN"])))
            or None,
            programme=r["Programme"], starts_on=day(r["Project start"]),
            ends_on=day(r["Project end"]),
            themes=tuple(filter(None, (r["Thematic1"], r["Thematic2"]))),
        )  # fmt: skip
    began = {key: (one.starts_on or date.max, key) for key, one in projects.items()}
    partners = [r for r in partners if interreg_id(r) in projects and slug(r["Project Partner"])]
    for r in sorted(partners, key=lambda r: (began[interreg_id(r)], r["Town"], r["Country"])):
        one = slug(r["Project Partner"])
        # places as in its first project: later ones were not known then
        organisations.setdefault(one, Organisation(
            id=one, name=r["Project Partner"], areas=areas.ids(r["Town"], r["Country"]),
            kind={"public": "public", "private": "business"}.get(
                public[plain(r["Project Partner"])], "voluntary"),
        ))  # fmt: skip
        role = "lead" if r["Lead Partner"] == "Yes" else "partner"
        pair = (interreg_id(r), one)
        if role == "lead" or pair not in members:
            members[pair] = CollaborationMember(
                collaboration_id=pair[0], organisation_id=one, role=role
            )
    whole = built("interreg", organisations.values(), areas, projects.values(), members.values())
    return Consortia(whole, date(2017, 1, 1), (), files)


def interreg_id(row):
    return f"{slug(row['Programme'].removeprefix('2014 - 2020 '))}:{slug(row['Acronym'])}"


def iati_somalia(data: Path) -> Consortia:
    """Aid to Somalia: text, sectors, places; who carries it out is hidden, not who pays.

    Somebody who pays or plans as well as carries out is given by that other role, as in the
    files: who reports an activity is nearly always named among those.
    """
    file = data / "iati_somalia" / "iati-data.json.gz"
    names = data / "iati_somalia" / "org-index.json.gz"
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        activities = json.load(stream)
    with gzip.open(names, "rt", encoding="utf-8") as stream:
        known = {one: entry["info"]["name"] for one, entry in json.load(stream).items()}
    areas, organisations, projects, members = Areas(), {}, {}, []
    for a in activities:
        if a["identifier"] in projects:
            continue
        roles = {}
        for role in ("implementing", "programming", "funding"):  # the later ones are given
            roles.update(dict.fromkeys(a["orgs"].get(role, ()), role))
        places = [p for level in ("admin1", "admin2", "unclassified")
                  for p in a["locations"].get(level, ())]  # fmt: skip
        projects[a["identifier"]] = Collaboration(
            id=a["identifier"], kind="partnership", title=a["title"] or None,
            description=a["description"] or None, starts_on=day(a["dates"].get("start")),
            ends_on=day(a["dates"].get("end")), areas=areas.ids(*places),
            themes=tuple(dict.fromkeys(
                s for some in a["sectors"].values() for s in some if not s.startswith("(No"))),
        )  # fmt: skip
        for one, role in sorted(roles.items()):
            organisations.setdefault(
                one, Organisation(id=one, name=known.get(one) or one, kind="voluntary")
            )
            members.append(CollaborationMember(
                collaboration_id=a["identifier"], organisation_id=one, role=role))  # fmt: skip
    whole = built("iati_somalia", organisations.values(), areas, projects.values(), members)
    return Consortia(whole, date(2019, 1, 1), ("implementing",), (file, names))


def hmpps_interventions(data: Path) -> Consortia:
    """Probation contracts: text, type of service and region; a prime and its subcontractors."""
    folder = data / "hmpps_interventions"
    files = (folder / "contracts.jsonl.gz", folder / "participations.csv")
    with gzip.open(files[0], "rt", encoding="utf-8") as stream:
        texts = {r["contract_reference"]: r for r in map(json.loads, stream)}
    areas, organisations, projects, members = Areas(), {}, {}, {}
    with files[1].open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for r in rows:
        told = texts.get(r["contract"], {})
        organisations.setdefault(r["provider_code"], Organisation(
            id=r["provider_code"], name=r["provider_name"], kind="voluntary"))  # fmt: skip
        projects.setdefault(r["contract"], Collaboration(
            id=r["contract"], kind="consortium", title=r["title"] or None,
            description=told.get("short_description") or None, programme=r["contract_type"],
            starts_on=day(r["start"]), ends_on=day(r["end"]),
            areas=areas.ids(r["nps_region"], r["pcc_region"]),
            themes=tuple(dict.fromkeys(
                a["need_area"] for a in told.get("activities") or () if a.get("need_area"))),
        ))  # fmt: skip
        pair = (r["contract"], r["provider_code"])
        if r["role"] == "prime" or pair not in members:
            members[pair] = CollaborationMember(
                collaboration_id=pair[0], organisation_id=pair[1],
                role="lead" if r["role"] == "prime" else "partner",
            )  # fmt: skip
    whole = built(
        "hmpps_interventions", organisations.values(), areas, projects.values(), members.values()
    )
    return Consortia(whole, date(2022, 1, 1), (), files)


COLLECTIONS = {
    "h2020": h2020,
    "interreg": interreg,
    "somalia": iati_somalia,
    "probation": hmpps_interventions,
}


def lay_out(found: Consortia, folder: Path) -> None:
    """Write the whole collection as canonical tables, with the briefs and their truth."""
    briefs = found.briefs()
    upserts = {"briefs": tuple(one.brief for one in briefs)}
    write_tables(
        found.dataset.updated(Changes(upserts=upserts)).with_as_of(eve(found.split)), folder
    )
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["brief_id", "organisation_id"])
        table.writerows([one.brief.id, w] for one in briefs for w in sorted(one.wanted))


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("name", choices=sorted(COLLECTIONS))
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    lay_out(COLLECTIONS[options.name](_record.data_folder()), options.folder)


if __name__ == "__main__":
    main()
