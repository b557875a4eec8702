"""The table of checks, the cells that name them, the gate, and what a role may not ask for."""

from datetime import date, timedelta
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.recommend.pairings.checks.cells import Held, Required, held, required
from sap_match.recommend.pairings.checks.gate import (
    EVERYBODY,
    FREE,
    abroad,
    cover,
    lacking,
)
from sap_match.recommend.pairings.checks.may_ask import Role, flags
from sap_match.recommend.pairings.checks.nations import (
    nations_of_areas,
    nations_of_point,
    nations_of_postcode,
)
from sap_match.recommend.pairings.checks.table import known_checks

DAY = date(2026, 11, 2)
CHECKS = known_checks()
ENGLAND = frozenset({"England", "Wales"})
SCOTLAND = frozenset({"Scotland"})
NOWHERE = frozenset()


def passes(lists, asks, nations=ENGLAND, first=DAY, last=date(2027, 6, 30)):
    told = cover(tuple(lists), tuple(asks), nations, DAY)
    return told.passes(first.toordinal(), last.toordinal())


def why(lists, asks, nations=ENGLAND, last=None):
    return [w for _, w in lacking(tuple(lists), tuple(asks), nations, DAY, DAY, last)]


# -- the table --------------------------------------------------------------------------------


def test_every_row_names_its_source_its_day_and_nations_that_there_are():
    four = {"England", "Wales", "Scotland", "Northern Ireland"}
    for rows in CHECKS.rows.values():
        for row in rows:
            assert set(row.nations) <= four
            assert row.nations
            assert row.source
            assert row.looked_up == date(2026, 11, 22)
            assert row.valid_from <= row.valid_to
            assert (
                row.kind == "unsaid" or not row.is_disclosure or row.address.startswith("https://")
            )
        for one, two in pairwise(rows):
            assert two.valid_from == one.valid_to + timedelta(days=1)


def test_no_spelling_means_two_checks():
    told = [a for rows in CHECKS.rows.values() for a in {rows[0].check, *rows[0].aliases}]
    assert len(told) == len(set(told))


def test_a_check_covers_lower_levels_of_its_own_nation_only():
    for name, rows in CHECKS.rows.items():
        for one in CHECKS.standing_for(name):
            assert set(rows[0].nations) & set(CHECKS.rows[one][0].nations)
    assert CHECKS.standing_for("dbs_enhanced_children") == {
        "dbs_enhanced_children",
        "dbs_enhanced_both",
    }
    assert "dbs_enhanced_both" in CHECKS.standing_for("dbs_basic")
    assert not any(one.startswith("dbs") for one in CHECKS.standing_for("pvg_children"))


def test_what_holds_depends_on_the_date():
    before, after = (
        CHECKS.at("dbs_enhanced_children", d) for d in (date(2026, 8, 31), date(2026, 9, 1))
    )
    assert (before.supervised, after.supervised) == (False, True)
    assert CHECKS.at("pvg_children", date(2025, 3, 31)).who_may_ask.startswith("for regulated work")
    assert "compulsory" in CHECKS.at("pvg_children", DAY).who_may_ask
    assert CHECKS.at("pvg_children", date(2026, 3, 31)).years is None
    assert CHECKS.at("pvg_children", date(2026, 4, 1)).years == 5


def test_codes_number_the_checks_without_gaps():
    assert sorted(CHECKS.codes.values()) == list(range(len(CHECKS.rows)))


def test_the_reference_page_holds_every_check():
    page = (files("sap_match") / ".." / "docs" / "reference" / "checks.md").read_text("utf-8")
    for name, rows in CHECKS.rows.items():
        assert f"`{name}`" in page
        assert rows[-1].name in page


# -- cells ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("dbs_enhanced", Held("dbs_enhanced")),
        ("Enhanced DBS check", Held("dbs_enhanced")),
        ("first_aid:2027-03-01", Held("first_aid", until=date(2027, 3, 1))),
        ("first_aid: 2028-02-29 ", Held("first_aid", until=date(2028, 2, 29))),
        ("dbs_enhanced:issued 2024-05-01", Held("dbs_enhanced", issued=date(2024, 5, 1))),
        ("dbs_enhanced:willing 4", Held("dbs_enhanced", willing=4)),
        ("dbs_enhanced: Willing 4 people", Held("dbs_enhanced", willing=4)),
    ],
)
def test_a_held_check_is_read(cell, read):
    assert held(cell) == read


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("dbs_enhanecd", "dbs_enhanced may be meant"),
        ("fork lift", "“fork lift” is no check that is known"),
        ("", "is no check that is known"),
        (":", "is no check that is known"),
        ("dbs_enhanced:willing", "dbs_enhanced:willing 4"),
        ("dbs_enhanced:willing -1", "dbs_enhanced:willing 4"),
        ("dbs_enhanced:willing 0", "nobody is willing"),
        ("driving:willing 3", "no host can run a driving licence"),
        ("first_aid:2027-02-29", "first_aid:2027-03-01"),
        ("dbs_basic:soon", "is not understood"),
    ],
)
def test_what_cannot_be_read_is_told_and_does_not_count(cell, told):
    assert told in held(cell).fault
    asked = (held(cell).name or "dbs_basic") if held(cell).name in CHECKS.rows else "dbs_basic"
    assert not passes([cell], [asked])


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("dbs_enhanced:36 months", Required("dbs_enhanced", 36)),
        ("dbs_enhanced:1 year", Required("dbs_enhanced", 12)),
        ("dbs_enhanced:every 3 years", Required("dbs_enhanced", 36)),
    ],
)
def test_a_renewal_rule_is_read(cell, read):
    assert required(cell) == read


@pytest.mark.parametrize(
    "cell", ["dbs_enhanced:0 months", "dbs_enhanced:2027-01-01", "zumba", "dbs", "background_check"]
)
def test_a_need_whose_check_cannot_be_read_is_met_by_nobody_and_says_so(cell):
    assert required(cell).fault
    assert not passes([cell, "dbs_enhanced_both", "dbs"], [cell])
    assert why([], [cell]) == [required(cell).fault]


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_cell_breaks_the_gate(lists, asks):
    assert isinstance(passes([lists], [asks]), bool)
    assert isinstance(why([lists], [asks]), list)


# -- the gate ---------------------------------------------------------------------------------


def test_a_check_counts_to_its_last_day_and_no_longer():
    lists = ["first_aid:2026-11-20"]
    assert passes(lists, ["first_aid"], first=date(2026, 11, 20))
    assert not passes(lists, ["first_aid"], first=date(2026, 11, 21))
    assert why(["first_aid:2026-10-31"], ["first_aid"]) == [
        "a first-aid certificate ran out on 31 October 2026"
    ]


def test_a_disclosure_has_no_end_but_the_host_has_a_rule():
    assert passes(["dbs_enhanced:issued 2015-01-01"], ["dbs_enhanced"])
    assert passes(["dbs_enhanced:issued 2023-11-02"], ["dbs_enhanced:36 months"])
    assert not passes(["dbs_enhanced:issued 2023-11-01"], ["dbs_enhanced:36 months"])
    assert not passes(["dbs_enhanced"], ["dbs_enhanced:36 months"])
    assert "is not said" in why(["dbs_enhanced"], ["dbs_enhanced:36 months"])[0]


def test_a_certificate_of_29_february_lasts_to_the_28th():
    lists = ["first_aid:issued 2024-02-29"]
    assert passes(lists, ["first_aid"], first=date(2027, 2, 28))
    assert not passes(lists, ["first_aid"], first=date(2027, 3, 1))


def test_a_certificate_of_tomorrow_is_none():
    assert not passes(["dbs_basic:issued 2026-11-03"], ["dbs_basic"])
    assert "still to come" in why(["dbs_basic:issued 2026-11-03"], ["dbs_basic"])[0]


def test_the_better_of_two_entries_counts():
    lists = ["first_aid:2026-10-01", "first_aid:2027-10-01"]
    assert passes(lists, ["first_aid"])
    assert passes(lists[::-1], ["first_aid"])


def test_willing_people_pass_where_there_is_time_and_only_so_many():
    one = cover(("dbs_enhanced:willing 4",), ("dbs_enhanced",), ENGLAND, DAY)
    ready = DAY + timedelta(weeks=4)
    assert date.fromordinal(one.ready) == ready
    assert one.passes(DAY.toordinal(), ready.toordinal())
    assert not one.passes(DAY.toordinal(), ready.toordinal() - 1)
    assert one.cap(DAY.toordinal()) == 4
    assert "allow 4 weeks" in why(["dbs_enhanced:willing 4"], ["dbs_enhanced"], last=DAY)[0]


def test_willing_people_follow_those_whose_check_runs_out():
    lists = ("dbs_enhanced:2026-11-30", "dbs_enhanced:willing 2")
    one = cover(lists, ("dbs_enhanced",), ENGLAND, DAY)
    assert one.cap(date(2026, 11, 30).toordinal()) == EVERYBODY
    assert one.cap(date(2026, 12, 1).toordinal()) == 2


def test_the_fewest_of_several_willing_count():
    lists = ("dbs_enhanced:willing 4", "safeguarding:willing 2", "first_aid")
    one = cover(lists, ("dbs_enhanced", "safeguarding", "first_aid"), ENGLAND, DAY)
    assert one.people == 2
    assert cover(lists, ("dbs_enhanced", "driving"), ENGLAND, DAY).until < DAY.toordinal()


def test_an_english_check_does_not_do_in_scotland():
    assert passes(["dbs_enhanced"], ["dbs_enhanced"], ENGLAND)
    assert passes(["dbs_enhanced"], ["dbs_enhanced"], NOWHERE)
    assert not passes(["dbs_enhanced"], ["dbs_enhanced"], SCOTLAND)
    assert not passes(["dbs_enhanced_both"], ["pvg_children"], SCOTLAND)
    assert passes(["pvg_both"], ["pvg_children"], SCOTLAND)
    assert passes(["first_aid"], ["first_aid"], SCOTLAND)
    assert why(["dbs_enhanced"], ["dbs_enhanced"], SCOTLAND) == [
        "an enhanced DBS check is for England and Wales, and the host is in Scotland"
    ]
    assert abroad(required("accessni_enhanced"), ENGLAND)


def test_nothing_required_is_free():
    assert cover((), (), SCOTLAND, DAY) == FREE
    assert passes([], [])


names = st.sampled_from(sorted(CHECKS.rows))
entries = st.builds(
    lambda name, more: f"{name}{more}",
    names | st.just("zumba"),
    st.sampled_from(["", ":2026-11-20", ":issued 2025-01-01", ":willing 3", ":soon", ":willing 1"]),
)
asked = st.builds(
    lambda name, more: f"{name}{more}", names, st.sampled_from(["", "", ":36 months", ":often"])
)
places = st.sampled_from([NOWHERE, ENGLAND, SCOTLAND, frozenset({"England", "Scotland"})])
days = st.integers(0, 90).map(lambda n: DAY + timedelta(days=n))


@settings(max_examples=300)
@given(st.lists(entries, max_size=4), entries, st.lists(asked, max_size=3), places, days, days)
def test_one_more_check_never_closes_the_gate_nor_lowers_the_number(
    lists, one, asks, nations, first, last
):
    now = cover(tuple(lists), tuple(asks), nations, DAY)
    more = cover((*lists, one), tuple(asks), nations, DAY)
    if now.passes(first.toordinal(), last.toordinal()):
        assert more.passes(first.toordinal(), last.toordinal())
        assert more.cap(first.toordinal()) >= now.cap(first.toordinal())


@settings(max_examples=300)
@given(st.lists(entries, max_size=4), st.lists(asked, max_size=3), asked, places, days, days)
def test_one_more_requirement_never_opens_the_gate(lists, asks, one, nations, first, last):
    if passes(lists, [*asks, one], nations, first, last):
        assert passes(lists, asks, nations, first, last)


@settings(max_examples=300)
@given(st.lists(entries, max_size=4), st.lists(asked, max_size=3), places, days, days)
def test_the_gate_and_its_words_agree(lists, asks, nations, first, last):
    told = lacking(tuple(lists), tuple(asks), nations, DAY, first, last)
    assert bool(told) == (not passes(lists, asks, nations, first, last))


# -- nations ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("postcode", "nations"),
    [
        ("SK10 1AA", {"England"}),
        ("G1 1AA", {"Scotland"}),
        ("CF10 1AA", {"England", "Wales"}),
        ("CH5 3AA", {"England", "Wales"}),
        ("BT7 1NN", {"Northern Ireland"}),
        ("TD15 1AA", {"England", "Scotland"}),
        ("JE2 3AB", set()),
        ("20095", set()),
        (None, set()),
    ],
)
def test_a_postcode_says_the_nation(postcode, nations):
    assert nations_of_postcode(postcode) == nations


@pytest.mark.parametrize(
    ("point", "nations"),
    [
        ((53.16, -2.22), {"England", "Wales"}),
        ((50.12, -5.53), {"England"}),
        ((51.48, -3.18), {"England", "Wales"}),
        ((57.15, -2.11), {"Scotland"}),
        ((54.9, -5.02), {"Scotland"}),
        ((55.64, -6.19), {"Scotland"}),
        ((60.15, -1.15), {"Scotland"}),
        ((54.6, -5.93), {"Northern Ireland"}),
        ((54.99, -3.05), set()),
        ((55.645, -2.22), set()),
        ((54.89, -2.93), {"England", "Wales"}),
        ((55.42, -2.79), {"Scotland"}),
        ((55.01, -1.62), {"England", "Wales"}),
        ((55.77, -2.0), set()),
        ((53.35, -6.26), set()),
        ((54.15, -4.48), set()),
        ((48.85, 2.35), set()),
    ],
)
def test_a_point_says_the_nation_away_from_borders(point, nations):
    assert nations_of_point(*point) == nations


def test_codes_of_areas_say_the_nation():
    assert nations_of_areas(["E06000049", "crewe"]) == {"England"}
    assert nations_of_areas(["W06000015", "E06000049"]) == {"England", "Wales"}


# -- what may be asked for --------------------------------------------------------------------

ROLE = Role("volunteering", "people")


@pytest.mark.parametrize(
    ("asks", "role", "told"),
    [
        ("dbs_enhanced_children", Role("volunteering", "people", days=1), "one day is none"),
        ("dbs_enhanced_both", Role("volunteering", "people", days=3), "3 days are none"),
        ("accessni_enhanced_children", Role("skills", "hours", days=2), "2 days are none"),
        ("dbs_enhanced", Role("goods", "items"), "goods brings nobody to check"),
        ("dbs_standard", Role("funding", "pounds"), "funding brings nobody to check"),
        ("pvg_adults", Role("space", "hours"), "space brings nobody to check"),
        ("dbs_enhanced", Role("skills", "hours", minimum_age=14), "nobody under 16"),
    ],
)
def test_what_a_role_may_not_ask_for_is_flagged_with_its_source(asks, role, told):
    (flag,) = flags((asks,), role, DAY)
    assert told in flag
    assert "source: " in flag


@pytest.mark.parametrize(
    ("asks", "role"),
    [
        ("dbs_enhanced_children", ROLE),
        ("dbs_enhanced_children", Role("volunteering", "people", days=4)),
        ("dbs_enhanced_children", Role("volunteering", "people", days=1, at_night=True)),
        ("dbs_enhanced_adults", Role("volunteering", "people", days=1)),
        ("dbs_enhanced", Role("goods", "sessions", days=1)),
        ("dbs_basic", Role("goods", "items")),
        ("insurance", Role("space", "hours")),
        ("zumba", Role("funding", "pounds")),
    ],
)
def test_what_may_be_asked_for_is_not_flagged(asks, role):
    assert flags((asks,), role, DAY) == ()


def test_supervision_took_a_role_out_until_september_2026():
    role = Role("volunteering", "people", supervised=True)
    (flag,) = flags(("dbs_enhanced_children",), role, date(2026, 8, 31))
    assert "this role is supervised" in flag
    assert flags(("dbs_enhanced_children",), role, date(2026, 9, 1)) == ()


def test_a_check_that_is_no_more_is_flagged_with_what_took_its_place():
    (flag,) = flags(("disclosure_basic",), ROLE, DAY)
    assert "none since 31 March 2025, and a Level 1 disclosure takes its place" in flag
    assert passes(["disclosure_level_1"], ["disclosure_basic"], SCOTLAND)
