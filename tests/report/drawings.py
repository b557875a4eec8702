"""Places to be drawn, and what stands on a picture."""

from datetime import date

from sap_match.landscape import Landscape
from sap_match.model import (
    Area,
    Collaboration,
    CollaborationMember,
    Dataset,
    Organisation,
    Service,
)

OUTLINE = (
    '{"type": "Polygon", "coordinates": '
    "[[[-2.7,53.0],[-2.0,53.0],[-2.0,53.4],[-2.7,53.4],[-2.7,53.0]]]}"
)
SECRET = "Haven Nobody May Find"


def drawn_texts(picture):
    from matplotlib.text import Text

    return [t.get_text() for t in picture.figure.findobj(Text) if t.get_text()]


def here(*, outline=True, secret=True):
    """Five with a service, one known by area, one by the borough, one confidential."""
    places = {f"o{i}": (53.05 + 0.05 * i, -2.5 + 0.07 * i) for i in range(5)}
    organisations = [Organisation(id=one, name=f"Group {one}", kind="voluntary") for one in places]
    organisations += [
        Organisation(id="area", name="Area Alone", kind="public", areas=("town",)),
        Organisation(id="borough", name="Borough Alone", kind="public", areas=("all",),
                     latitude=53.2, longitude=-2.2, postcode="CW1 1AA"),
        Organisation(id="secret", name=SECRET, kind="voluntary", areas=("town",),
                     location_confidential=secret),
    ]  # fmt: skip
    at = {**places, "secret": (53.337, -2.137)}
    services = [
        Service(id=f"s-{one}", organisation_id=one, name="Tea", latitude=a, longitude=b)
        for one, (a, b) in at.items()
    ]
    members = ["o0", "o1", "o2", "area", "borough", "secret"]
    return Landscape.build(
        Dataset.build(
            "here",
            {
                "organisations": organisations,
                "services": services,
                "areas": [
                    Area(id="all", name="All of It", kind="borough",
                         boundary=OUTLINE if outline else None),
                    Area(id="town", name="Townham", kind="town", parent_id="all",
                         latitude=53.1, longitude=-2.3),
                ],
                "collaborations": [Collaboration(id="c", kind="partnership")],
                "collaboration_members": [
                    CollaborationMember(collaboration_id="c", organisation_id=one)
                    for one in members
                ],
            },
        ),
        as_of=date(2026, 11, 1),
    )  # fmt: skip
