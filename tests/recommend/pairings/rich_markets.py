"""Markets drawn at random in which every rule and every part of the score has its cases."""

from datetime import timedelta

from hypothesis import strategies as st

from sap_match.model import Agreement, Exclusion, Need, Offer, Organisation
from tests.recommend.drawn_markets import AS_OF

KINDS = ("volunteering", "skills", "goods", "space", "funding")
TEXTS = (
    "Painting fences and clearing paths at the community garden",
    "Bookkeeping and payroll advice for small charities",
    "Surplus desks and chairs from an office; aged 14 to 16 welcome",
    "A meeting room on Tuesday evenings for one charity",
)
SKILLS = ("bookkeeping", "payroll advice", "gardening", "web design", "painting")
CAUSES = ("environment", "older people", "Faith", "faith")
CHECKS = ("dbs_basic", "dbs_enhanced", "first_aid", "driving")
UNITS = (None, "people", "hours", "items", "person")
WINDOWS = (
    (), ("MO 09:00-12:00",), ("MO-FR 10:00-16:30",), ("SA 10:00-10:45",), ("FR 20:00-01:00",),
    ("SU 22:00-24:00", "MO 00:00-03:00"), ("RRULE:FREQ=MONTHLY;BYDAY=1SA 10:00-13:00",),
    ("TU 18:00-21:00", "TH 13:00-14:30"), ("nonsense",),
)  # fmt: skip

days = st.none() | st.integers(-10, 40).map(lambda n: AS_OF + timedelta(days=n))
maybe = st.none() | st.integers(0, 6)
some = lambda of, most=2: st.lists(st.sampled_from(of), max_size=most, unique=True).map(tuple)  # noqa: E731
places = st.sampled_from((None, (53.1, -2.4), (53.1, -2.3), (53.2, -2.1)))


def _ordered(draw, strategy):
    low, high = draw(strategy), draw(strategy)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return low, high


@st.composite
def offers(draw, number):
    starts, ends = _ordered(draw, days)
    least, most = _ordered(draw, maybe)
    place = draw(places)
    held = st.one_of(
        st.sampled_from(CHECKS),
        st.sampled_from(
            (
                "first_aid:2026-11-20",
                "driving:2026-10-01",
                "dbs_basic:soon",
                "dbs_enhanced:willing 2",
                "dbs_enhanced:issued 2024-05-01",
            )
        ),
    )
    return Offer(
        id=f"o{number}", organisation_id=f"b{draw(st.integers(0, 2))}",
        kind=draw(st.sampled_from(KINDS)), description=draw(st.sampled_from(TEXTS)),
        skills=draw(some(SKILLS)), quantity=draw(st.none() | st.integers(0, 8)),
        unit=draw(st.sampled_from(UNITS)), team_min=least, team_max=most,
        windows=draw(st.sampled_from(WINDOWS)), lead_days=draw(st.none() | st.integers(0, 20)),
        latitude=place and place[0], longitude=place and place[1],
        max_distance_km=draw(st.none() | st.sampled_from((0.0, 5.0, 12.0, 40.0))),
        remote=draw(st.sampled_from((None, True, False))), causes=draw(some(CAUSES, 3)),
        exclusions=draw(some(("faith groups", "older people", "alcohol", "photographs"))),
        checks=draw(st.lists(held, max_size=3, unique=True).map(tuple)),
        starts_on=starts, ends_on=ends, budget=draw(st.none() | st.sampled_from((0, 40, 60))),
    )  # fmt: skip


@st.composite
def needs(draw, number):
    starts, ends = _ordered(draw, days)
    least, most = _ordered(draw, maybe)
    place = draw(places)
    return Need(
        id=f"n{number}", organisation_id=draw(st.sampled_from(("v0", "v1", "v2", "b0"))),
        kind=draw(st.sampled_from(KINDS)), description=draw(st.sampled_from(TEXTS)),
        skills_required=draw(some(SKILLS)), skills_desired=draw(some(SKILLS)),
        quantity=draw(st.none() | st.integers(0, 8)), unit=draw(st.sampled_from(UNITS)),
        team_min=least, team_max=most, windows=draw(st.sampled_from(WINDOWS)),
        lead_days=draw(st.none() | st.integers(0, 20)),
        latitude=place and place[0], longitude=place and place[1],
        remote=draw(st.sampled_from((None, True, False))),
        checks_required=draw(some((*CHECKS, "dbs_enhanced:36 months"))),
        host_cost=draw(st.none() | st.sampled_from((0, 50))),
        minimum_age=draw(st.none() | st.sampled_from((14, 16, 18))),
        causes=draw(some(CAUSES)), starts_on=starts, ends_on=ends,
    )  # fmt: skip


@st.composite
def rich_markets(draw, most=5):
    """The tables of a market of up to ``most`` offers and needs."""
    given_ = [draw(offers(i)) for i in range(draw(st.integers(1, most)))]
    asked = [draw(needs(j)) for j in range(draw(st.integers(1, most)))]
    organisations = [
        *(Organisation(id=f"b{i}", name=f"Firm {'ABC'[i]}", kind="business",
                       suggest="no" if i == 2 and draw(st.booleans()) else None)
          for i in range(3)),
        *(Organisation(id=f"v{i}", name=f"Group {'XYZ'[i]}", kind="voluntary",
                       themes=draw(some(CAUSES)),
                       legal_form=draw(st.sampled_from((None, "church", "charity"))),
                       location_confidential=draw(st.sampled_from((None, True))),
                       latitude=53.1, longitude=-2.35)
          for i in range(3)),
    ]  # fmt: skip
    pairs = st.tuples(st.sampled_from(given_), st.sampled_from(asked))
    return {
        "organisations": organisations,
        "offers": given_,
        "needs": asked,
        "agreements": [
            Agreement(
                offer_id=o.id, need_id=n.id, quantity=1, pledged=2,
                delivered=draw(st.sampled_from((None, 0, 1, 2))),
                confirmed_by=draw(st.sampled_from((None, "host", "business"))),
            )
            for o, n in draw(st.lists(pairs, max_size=2, unique_by=lambda p: (p[0].id, p[1].id)))
        ],
        "exclusions": [
            Exclusion(left_id=a, right_id=b)
            for a, b in draw(st.lists(
                st.tuples(st.sampled_from(("b0", "b1")), st.sampled_from(("v0", "v1"))),
                max_size=1))
        ],
    }  # fmt: skip
