"""Small places, built by hand: records from a few words, and landscapes of them."""

from collections import defaultdict
from datetime import date

from sap_match.landscape import Landscape
from sap_match.model import (
    TABLES,
    Area,
    Collaboration,
    CollaborationMember,
    Dataset,
    Facility,
    Need,
    Organisation,
    Service,
)
from sap_match.similarity.encoder import HashedWords

AS_OF = date(2026, 11, 1)
TOWN = {"latitude": 53.1, "longitude": -2.4}
"""A point; a hundredth of a degree north of it is 1.1 km away."""


def org(one, text=None, **more):
    """Return an organisation that is named after its id, voluntary unless said."""
    more = {"name": f"{one.title()} Group", "kind": "voluntary", **more}
    return Organisation(id=one, description=text, **more)


def at(km):
    """Return a point so many km north of `TOWN`."""
    return {"latitude": TOWN["latitude"] + km / 111.195, "longitude": TOWN["longitude"]}


def service(one, owner, text=None, **more):
    more = {"name": f"Service {one}", **more}
    return Service(id=one, organisation_id=owner, description=text, **more)


def facility(one, owner, **more):
    return Facility(id=one, organisation_id=owner, **{"name": f"Hall {one}", **more})


def need(one, owner, text, **more):
    return Need(id=one, organisation_id=owner, description=text, **{"kind": "space", **more})


def area(one, **more):
    return Area(id=one, **{"name": one.title(), "kind": "town", **more})


def together(one, *members, kind="partnership", **more):
    """Return a collaboration and its members."""
    return [
        Collaboration(id=one, kind=kind, **more),
        *(CollaborationMember(collaboration_id=one, organisation_id=m) for m in members),
    ]


def tables_of(*records):
    """Return records (and lists of them) by table."""
    names = {kind: table for table, kind in TABLES.items()}
    tables = defaultdict(list)
    for given in records:
        for record in given if isinstance(given, list) else [given]:
            tables[names[type(record)]].append(record)
    return dict(tables)


def dataset(*records, **more):
    return Dataset.build("place", tables_of(*records), name="Littleplace", **more)


def landscape(*records, as_of=AS_OF, encoder=None, **more):
    """Return a landscape whose encoder knows words and no meanings."""
    built = dataset(*records, **more)
    return Landscape.build(built, as_of=as_of, encoder=encoder or HashedWords())
