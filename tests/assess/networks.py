"""Small networks whose figures can be worked out by hand."""

from datetime import date

from sap_match.assess.density_report import network_report
from sap_match.graph import Network
from sap_match.model import (
    Collaboration,
    CollaborationMember,
    Dataset,
    Organisation,
)

AS_OF = date(2026, 11, 1)
KINDS = {"v": "voluntary", "b": "business", "p": "public"}


def dataset(organisations, collaborations=(), relationships=(), areas=()):
    """``organisations`` as ids that begin with their kind's letter, or records."""
    return Dataset.build(
        "test",
        {
            "organisations": [
                Organisation(id=o, name=o.upper(), kind=KINDS[o[0]]) if isinstance(o, str) else o
                for o in organisations
            ],
            "areas": areas,
            "collaborations": [
                Collaboration(id=i, kind=k, starts_on=s) for i, k, _, s in collaborations
            ],
            "collaboration_members": [
                CollaborationMember(collaboration_id=i, organisation_id=m)
                for i, _, members, _ in collaborations
                for m in members
            ],
            "relationships": relationships,
        },
    )


def report(data, by="kind", **more):
    return network_report(
        data,
        Network.build(data, AS_OF),
        by=by,
        areas_of=lambda o: data.organisation(o).areas,
        **more,
    )


def one(rows, name, group="whole network"):
    (found,) = (m for m in rows if (m.name, m.group) == (name, group))
    return found


DAY = date(2025, 1, 1)
SMALL = (
    ["v1", "v2", "v3", "b1", "p1"],
    [("c1", "partnership", ["v1", "v2", "b1"], DAY), ("c2", "consortium", ["v2", "p1"], DAY)],
)
