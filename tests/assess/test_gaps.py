"""Needs against provision: a gap is said only where the records can bear it."""

import json
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.assess.areas import AreaTree
from sap_match.assess.coverage import Coverage, Evidence
from sap_match.assess.gaps import COLUMNS, gaps, gaps_between, judge
from sap_match.assess.provision import Listing
from sap_match.graph import Network
from sap_match.model import Area, Dataset, Facility, Need, Organisation, Service

AS_OF = date(2026, 11, 1)
AREAS = (
    Area(id="b", name="Borough", kind="borough"),
    Area(id="hill", name="Hill Care Community (Up, Down)", kind="care_community", parent_id="b"),
    Area(id="dale", name="Dale Care Community", kind="care_community", parent_id="b"),
    Area(id="vale", name="Vale Care Community", kind="care_community", parent_id="b"),
    Area(id="up", name="Up", kind="town", parent_id="hill", latitude=53.2, longitude=-2.2),
    Area(id="np", name="Hill Partnership", kind="neighbourhood_partnership", parent_id="hill"),
)


class Place:
    """A dataset under construction: areas with needs, and services in them."""

    def __init__(self, needs=None, areas=AREAS):
        self.areas = [a.model_copy(update={"needs": (needs or {}).get(a.id, ())}) for a in areas]
        self.organisations, self.services, self.facilities, self.needs = [], [], [], []

    def organisation(self, i, areas=(), **more):
        more.setdefault("kind", "voluntary")
        self.organisations.append(Organisation(id=i, name=f"Org {i}", areas=areas, **more))
        return self

    def service(self, i, area, themes, *, by=None, **more):
        owner = by or f"o-{i}"
        if owner not in {o.id for o in self.organisations}:
            self.organisation(owner, areas=(area,) if area else ())
        areas = (area,) if area else ()
        self.services.append(
            Service(id=i, organisation_id=owner, name=f"Service {i}", areas=areas,
                    themes=themes, **more)
        )  # fmt: skip
        return self

    def filled(self, *areas, theme="arts"):
        """Enough listings for silence to be worth something."""
        for area in areas or ("hill", "dale", "vale"):
            for n in range(12):
                self.service(f"x-{area}-{n:02}", area, (theme,))
        return self

    def dataset(self):
        return Dataset.build(
            "d",
            {
                "areas": self.areas,
                "organisations": self.organisations,
                "services": self.services,
                "facilities": self.facilities,
                "needs": self.needs,
            },
        )

    def gaps(self):
        return run(self.dataset())


def run(data):
    def areas_of(organisation_id):
        own = data.organisation(organisation_id).areas
        return tuple(
            sorted({*own, *(a for s in data.services_of(organisation_id) for a in s.areas)})
        )

    return gaps_between(data, Network.build(data, AS_OF), as_of=AS_OF, areas_of=areas_of)


def one(rows, area, theme):
    (found,) = (r for r in rows if (r.area_id, r.theme) == (area, theme))
    return found


LUNCH = {"themes": ("older people",), "description": "Hot lunch"}


class TestStatus:
    def test_five_thursday_lunch_clubs_and_none_on_monday(self):
        place = Place({"up": ["A hot meal on days other than Thursday, above all on Monday"]})
        place.filled()
        for n in range(5):
            place.service(f"l{n}", "up", **LUNCH, schedule=("TH 12:00-14:00",))
        row = one(place.gaps(), "up", "shared meals")
        assert row.status == "thin"
        assert (row.services, row.providers) == (5, 5)
        assert "Of these 5 on Thursday; none on Monday, Tuesday, Wednesday and Friday" in row.reason
        assert "Up says it needs: “A hot meal on days other than Thursday" in row.reason

    def test_a_monday_club_meets_a_monday_wish(self):
        place = Place({"up": ["Lunch on Mondays"]}).filled()
        place.service("l1", "up", **LUNCH, schedule=("MO 12:00-14:00",))
        place.service("l2", "up", **LUNCH, schedule=("TH 12:00-14:00",))
        assert one(place.gaps(), "up", "shared meals").status == "provision found"

    def test_hours_that_nobody_listed_are_not_known_and_no_gap(self):
        place = Place({"up": ["Lunch on Mondays"]}).filled()
        place.service("l1", "up", **LUNCH).service("l2", "up", **LUNCH)
        row = one(place.gaps(), "up", "shared meals")
        assert row.status == "not known"
        assert "No hours are listed" in row.reason

    def test_nothing_in_a_well_listed_place(self):
        place = Place({"hill": ["Dementia"]}).filled()
        row = one(place.gaps(), "hill", "dementia")
        assert row.status == "none recorded"
        assert row.confidence == "good: 12 listings by 12 organisations in Hill Care Community"
        assert "Nothing for dementia is listed here." in row.reason

    def test_nothing_in_a_place_of_which_little_is_listed(self):
        place = Place({"hill": ["Dementia"]}).filled("dale", "vale")
        place.service("s", "hill", ("food",))
        row = one(place.gaps(), "hill", "dementia")
        assert row.status == "not known"
        assert row.confidence.startswith("poor: 1 listing")
        assert "Too little is listed here for silence to mean anything" in row.reason

    def test_listings_that_do_not_say_where_make_silence_worth_nothing(self):
        place = Place({"hill": ["Dementia"]}).filled().service("s", None, ("dementia",))
        row = one(place.gaps(), "hill", "dementia")
        assert row.status == "not known"
        assert "1 listing for dementia does not say where" in row.reason

    def test_one_provider_is_thin_and_two_are_found(self):
        place = Place({"hill": ["Dementia"]}).filled().service("s1", "up", ("dementia",))
        assert one(place.gaps(), "hill", "dementia").status == "thin"
        place.service("s2", "up", ("dementia",), by="o-s1")  # two services, still one provider
        assert one(place.gaps(), "hill", "dementia").status == "thin"
        place.service("s3", "up", ("dementia",))
        assert one(place.gaps(), "hill", "dementia").status == "provision found"

    def test_what_serves_the_whole_borough_is_not_what_is_here(self):
        place = Place({"hill": ["Dementia"]}).filled().service("s1", "b", ("dementia",))
        row = one(place.gaps(), "hill", "dementia")
        assert (row.status, row.services) == ("thin", 0)
        assert "For a wider area Service s1" in row.reason

    def test_a_borough_named_beside_a_town_does_not_make_it_borough_wide(self):
        place = Place({"dale": ["Dementia"]}).filled()
        place.service("s1", "up", ("dementia",))
        place.services[-1] = place.services[-1].model_copy(update={"areas": ("b", "up")})
        assert one(place.gaps(), "dale", "dementia").status == "none recorded"

    def test_closed_services_do_not_count(self):
        place = Place({"hill": ["Dementia"]}).filled()
        place.service("s1", "hill", ("dementia",), status="defunct")
        assert one(place.gaps(), "hill", "dementia").status == "none recorded"

    def test_a_partnership_laid_over_towns_is_judged_on_them(self):
        place = Place({"np": ["Dementia"]}).filled()
        place.service("s1", "up", ("dementia",)).service("s2", "up", ("dementia",))
        row = one(place.gaps(), "np", "dementia")
        assert row.status == "provision found"
        assert "Nothing is listed by Hill Partnership itself, so this is about Hill" in row.reason

    def test_a_hall_meets_a_wish_for_a_hall(self):
        place = Place({"hill": ["New houses and no hall"]}).filled()
        assert one(place.gaps(), "hill", "places to meet").status == "none recorded"
        for n in (1, 2):
            place.organisation(f"h{n}", areas=("up",), role="venue")
            place.facilities.append(Facility(id=f"f{n}", organisation_id=f"h{n}", name="Room"))
        assert one(place.gaps(), "hill", "places to meet").status == "provision found"


class TestDemand:
    def need(self, place, i, owner, **more):
        place.needs.append(
            Need(id=i, organisation_id=owner, kind="volunteering", description="Help", **more)
        )

    def test_what_groups_ask_for_counts_in_their_area(self):
        place = Place().filled().service("s", "up", ("dementia",))
        self.need(place, "n1", "o-s", causes=("dementia",))
        self.need(place, "n2", "o-s", causes=("dementia",), status="met")
        self.need(place, "n3", "o-s", causes=("dementia",), ends_on=date(2026, 10, 31))
        row = one(place.gaps(), "hill", "dementia")
        assert row.demand == 1
        assert "Org o-s asks for volunteering." in row.reason

    def test_where_a_refuge_is_is_not_told(self):
        place = Place({"hill": ["Domestic abuse"]}).filled()
        place.organisation("r", areas=("up",), location_confidential=True)
        place.service("refuge", "up", ("domestic abuse",), by="r", latitude=53.2, longitude=-2.2)
        self.need(place, "n", "r", causes=("mental health",))
        rows = place.gaps()
        row = one(rows, "hill", "domestic abuse")
        assert row.status == "not known"
        assert (row.services, row.nearest_id, row.nearest_km) == (0, None, None)
        assert "where they work is not told" in row.reason
        assert not any(r.theme == "mental health" for r in rows)
        assert all(r.whom_to_ask_id != "r" for r in rows)

    def test_what_no_theme_explains_is_said_and_not_dropped(self):
        rows = Place({"hill": ["The last shop sells bait"]}).filled().gaps()
        assert any("Hill Care Community" in n and "sells bait" in n for n in rows.notes)

    def test_a_wound_up_area_needs_nothing(self):
        gone = Area(id="old", name="Old", kind="town", valid_to=date(2020, 1, 1))
        rows = Place({"old": ["Dementia"]}, areas=(*AREAS, gone)).filled().gaps()
        assert not any(r.area_id == "old" for r in rows)


class TestUnasked:
    def test_what_others_have_and_one_has_not(self):
        place = Place().filled().service("s1", "hill", ("dementia",))
        place.service("s2", "dale", ("dementia",))
        (row,) = place.gaps()
        assert (row.area_id, row.theme, row.status) == ("vale", "dementia", "none recorded")
        assert row.demand == 0

    def test_nobody_misses_what_is_rare_or_no_need(self):
        place = Place().filled().service("s1", "hill", ("dementia",))
        assert list(place.gaps()) == []

    def test_a_theme_that_says_nowhere_has_one_row_for_the_borough(self):
        place = Place().filled().service("s0", "hill", ("dementia",))
        for n in range(3):
            place.service(f"s{n + 1}", None, ("dementia",))
        (row,) = place.gaps()
        assert (row.area_id, row.status) == ("b", "not known")
        assert "1 of 4 listings for dementia say in which area of Borough" in row.reason
        assert row.confidence == "poor: 1 of 4 listings for dementia have an area"


class TestWhomToAsk:
    def wish(self):
        return Place({"up": ["Dementia"], "hill": ["Dementia"]}).filled()

    def test_the_council_of_the_town_comes_first(self):
        place = self.wish().service("s", "up", ("dementia",))
        place.organisation("c", areas=("up",), kind="public", legal_form="parish_council")
        assert one(place.gaps(), "up", "dementia").whom_to_ask == "Org c (the council here)"
        assert one(place.gaps(), "hill", "dementia").whom_to_ask_id == "c"

    def test_then_who_works_on_it_there(self):
        place = self.wish().service("s", "up", ("dementia",))
        place.organisation("inf", areas=("b",), role="infrastructure")
        assert one(place.gaps(), "up", "dementia").whom_to_ask == "Org o-s (works on it here)"

    def test_then_who_supports_groups_around(self):
        place = self.wish().organisation("inf", areas=("b",), role="infrastructure")
        row = one(place.gaps(), "up", "dementia")
        assert row.whom_to_ask == "Org inf (supports groups in the wider area)"

    def test_who_said_no_is_not_asked(self):
        place = self.wish().organisation("inf", areas=("b",), role="infrastructure", suggest="no")
        assert one(place.gaps(), "up", "dementia").whom_to_ask_id != "inf"


class TestNearest:
    def test_it_is_measured_from_the_area_and_named(self):
        place = Place({"up": ["Dementia"]}).filled()
        place.service("s", "dale", ("dementia",), latitude=53.245, longitude=-2.2)
        row = one(place.gaps(), "up", "dementia")
        assert row.nearest_id == "s"
        assert row.nearest_km == pytest.approx(5.0, abs=0.1)
        assert "Service s of Org o-s, is 5 km from the middle of Up" in row.reason

    def test_a_registered_address_is_no_place(self):
        place = Place({"up": ["Dementia"]}).filled()
        place.organisation(
            "o", areas=("dale",), themes=("dementia",), latitude=53.2, longitude=-2.2
        )
        assert one(place.gaps(), "up", "dementia").nearest_km is None


class TestNoGround:
    def test_without_areas_there_is_a_note_and_no_row(self):
        data = Dataset.build(
            "d",
            {"organisations": [Organisation(id="o", name="O", kind="voluntary", themes=("food",))]},
        )
        rows = run(data)
        assert list(rows) == []
        assert rows.notes[0].startswith("Not known: the data holds no areas")

    def test_an_empty_dataset(self):
        assert list(run(Dataset.build("d", {}))) == []


def test_rows_are_ordered_and_flat():
    place = Place({"up": ["Dementia"], "hill": ["Carers"]}).filled()
    place.service("s1", "hill", ("carers",)).service("s2", "hill", ("carers",))
    rows = place.gaps()
    assert [r.score for r in rows] == sorted((r.score for r in rows), reverse=True)
    assert rows[0].theme == "dementia"
    records = rows.to_records()
    assert list(records[0]) == list(COLUMNS)
    json.dumps(records, allow_nan=False)


def test_it_takes_a_landscape():
    data = Place({"up": ["Dementia"]}).filled().dataset()
    landscape = SimpleNamespace(
        dataset=data,
        network=Network.build(data, AS_OF),
        as_of=AS_OF,
        areas_of=lambda o: data.organisation(o).areas,
    )
    assert gaps(landscape).to_records() == run(data).to_records()


@given(st.randoms())
@settings(max_examples=15, deadline=None)
def test_the_order_of_rows_never_matters(random):
    place = Place({"up": ["Lunch on Mondays", "Dementia"], "dale": ["Carers"]}).filled()
    for n in range(4):
        place.service(f"s{n}", "up", **LUNCH, schedule=("TH 12:00-14:00",))
    before = place.gaps().to_records()
    for table in (place.areas, place.organisations, place.services):
        random.shuffle(table)
    assert place.gaps().to_records() == before


LISTINGS = st.lists(
    st.builds(
        Listing,
        id=st.text("ab", min_size=1, max_size=3),
        organisation_id=st.sampled_from("xyz"),
        name=st.just("n"),
        themes=st.just(frozenset({"food"})),
        areas=st.just(("a",)),
        times=st.none() | st.frozensets(st.integers(0, 7)),
    ),
    max_size=4,
).map(tuple)


@given(
    local=LISTINGS,
    near=LISTINGS,
    wide=LISTINGS,
    unplaced=st.integers(0, 3),
    closed=st.integers(0, 1),
    described=st.integers(0, 12),
    wanted=st.frozensets(st.integers(0, 7)),
    small=st.booleans(),
)
def test_none_recorded_is_never_said_where_anything_speaks_against_it(
    local, near, wide, unplaced, closed, described, wanted, small
):
    found = Evidence(local, near, wide, unplaced, closed)
    status, _ = judge(found, Coverage("A", 12, 9, described), wanted, small=small)
    if status == "none recorded":
        assert (local, wide, unplaced, closed) == ((), (), 0, 0)
        assert described >= 5
    if status == "provision found":
        assert local


def test_areas_in_each_other_do_not_hang():
    tree = AreaTree.build(
        [
            Area(id="a", name="A", kind="town", parent_id="b"),
            Area(id="b", name="B", kind="town", parent_id="a"),
        ],
        AS_OF,
    )
    assert tree.above("a") == ("b",)
    assert tree.within("a") == ("a", "b")
