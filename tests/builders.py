"""Small places, built by hand: records from a few words, and landscapes of them."""

from collections import defaultdict
from datetime import date

from sap_match.landscape import Landscape
from sap_match.model import (
    TABLES,
    Area,
    Brief,
    Collaboration,
    CollaborationMember,
    Dataset,
    Facility,
    FacilityRequest,
    Need,
    Offer,
    Organisation,
    Relationship,
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


def small_partnership():
    """Return the records of a place in which a month finds every kind of suggestion."""
    return [
        area("vale", name="Vale", kind="care_community", **at(2)),
        area("weir", name="Weir", **at(0)),
        *_organisations(),
        service("s-lunch", "lunch", "Hot lunch and pudding for older people on Thursdays.",
                name="Thursday Lunch", areas=("weir",), themes=("food",), **at(0)),
        service("s-bus", "bus", "A minibus and driver for older people who cannot walk far.",
                name="Door Bus", areas=("weir",), themes=("transport",), **at(1)),
        service("s-tea", "tea", "Tea, baking and music for carers of people with dementia.",
                name="Memory Tea", areas=("weir",), **at(2)),
        service("s-care", "care", "Sitters for people with dementia: carers have an evening.",
                name="Evening Off", areas=("vale",), **at(3)),
        service("s-refuge", "refuge", "A women's refuge with five rooms.", name="Refuge", **at(4)),
        need("n-bus", "lunch", "A minibus and driver for older people who cannot walk to lunch"),
        need("n-paint", "tea", "Pale emulsion paint in tubs for the tea room", kind="goods",
             quantity=25, unit="items", ends_on=date(2026, 11, 20)),
        Offer(id="o-paint", organisation_id="paints", kind="goods", quantity=60, unit="items",
              description="Pale emulsion paint in tubs, surplus"),
        facility("f-hall", "hall", name="Long Room", capacity=60, price_per_hour=6,
                 amenities=("kitchen",), availability=("MO 09:00-17:00",), **at(1)),
        FacilityRequest(id="r-class", organisation_id="learn", purpose="Class of twenty", people=20,
                        hours=2, windows=("MO 10:00-12:00",), **at(1),
                        starts_on=date(2026, 11, 16)),
        *together("c-old", "lunch", "tea", title="Warm winter", ends_on=date(2026, 3, 31),
                  starts_on=date(2025, 11, 1)),
        *together("c-now", "bus", "care", title="Rides to respite", starts_on=date(2026, 9, 1)),
        *together("c-grant", "fund", "lunch", "learn", kind="funding", title="Vale grants"),
        Brief(id="b", title="Evenings for carers", description="A night off a week for carers.",
              lead_id="care", areas=("weir",),
              capabilities=("tea and music for people with dementia", "minibus and driver",
                            "level 2 immigration advice")),
        Relationship(from_id="lunch", to_id="bus", kind="zealous", frequency="fortnightly",
                     trust=4.25, value=77123, reported_on=date(2026, 3, 1)),
    ]  # fmt: skip


def _organisations():
    town = {"areas": ("weir",)}
    return [
        org(
            "lunch",
            "Lunch club for older people in Weir; ten more have no way to get here.",
            **town,
        ),
        org("bus", "Community transport with two minibuses that stand empty before three.", **town),
        org("tea", "Volunteers who bake, sing and dance with people with dementia.", **town),
        org("care", "Sitting service, respite and listening for carers.", areas=("vale",)),
        org("learn", "English classes and bicycles for refugees and asylum seekers.", **town),
        org("hall", "Village hall trust with a kitchen, a stage and a garden.", **town),
        org("paints", "Paint maker with surplus tubs and a yard.", kind="business", **town),
        org("refuge", "Rooms and advocacy for women and children.", themes=("domestic abuse",)),
        org("thin", name="Weir Quilters", **town),
        org("silent", "Archery and falconry on the meadow.", suggest="no", **town),
        org("fund", "Grants for the vale and its villages.", role="funder", **town),
        org("scouts", "Camping, knots and canoes for the young.", role="club", **town),
    ]
