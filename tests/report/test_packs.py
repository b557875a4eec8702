"""Packs: three options for each business, and nothing in them that is anybody else's."""

import re

import pytest

from sap_match.errors import DataError
from sap_match.model import Need, Offer
from sap_match.recommend.pairings import plan_pairings
from sap_match.report.made_folders import MARK
from sap_match.report.packs import PROMISE, as_html, as_markdown, file_names, packs_of, write_packs
from tests.builders import AS_OF, at, facility, landscape, org

PAINT = "Paint the hall and the railings with brushes"
NASTY = "<script>window.owned=1</script> [paint](javascript:x) railings | hall"


def placed(*, as_of=AS_OF, **tables):
    """Return a landscape of the records of several tables."""
    return landscape(*(one for some in tables.values() for one in some), as_of=as_of)


def offer(one, owner, text=PAINT, **more):
    more = {"kind": "volunteering", "quantity": 6, "unit": "people", **at(0), **more}
    return Offer(id=one, organisation_id=owner, description=text, **more)


def need(one, owner, text=PAINT, **more):
    more = {"kind": "volunteering", "quantity": 6, "unit": "people", **at(1), **more}
    return Need(id=one, organisation_id=owner, description=text, **more)


@pytest.fixture
def place():
    """A business with one team; hosts of every kind; a rival whose offer is nobody's business."""
    return placed(
        organisations=[
            org("biz", name="Lindow Paints", kind="business"),
            org("rival", name="Rival Coatings", kind="business"),
            org(
                "open", name="Moss Rose Hall", email="hall@example.org", phones=("01632 960123",),
                contact_public=True,
            ),
            org("shy", name="Quiet Corner", email="quiet@example.org", contact_public=False),
            org("refuge", name="Harbour House", location_confidential=True),
            org("never", name="Leave Us Alone", suggest="no"),
            org("ask", name="Officer Only", suggest="ask"),
            org("fourth", name="Fourth Hall"),
        ],
        offers=[
            offer("o", "biz", team_min=4, team_max=6, windows=("SA 09:00-15:00",)),
            offer("r", "rival", "Paint from the rival’s secret store for railings and hall"),
        ],
        needs=[
            need("n1", "open", host_cost=45, supervision="site lead", windows=("SA 10:00-16:00",)),
            need("n2", "shy", f"{PAINT}. Ring Jo on 01632 960999 or jo@example.org"),
            need("n3", "refuge"),
            need("n4", "never"),
            need("n5", "ask"),
            need("n6", "fourth", checks_required=()),
        ],
        facilities=[
            facility("f", "open", amenities=("step_free", "accessible_toilet"), **at(1)),
            facility("safe", "fourth", name="The safe house", amenities=("step_free",), **at(1)),
        ],
    )  # fmt: skip


def pack_of(place, business="biz"):
    packs = packs_of(plan_pairings(place), place)
    return next(p for p in packs if p.organisation_id == business)


def test_options_come_from_the_plan_first_then_from_what_would_fit(place):
    pack = pack_of(place)
    assert 1 <= len(pack.options) <= 3
    planned = [one.state == "In this month’s plan" for one in pack.options]
    assert planned == sorted(planned, reverse=True)
    assert len({one.title for one in pack.options}) == len(pack.options)


def test_an_option_says_dates_team_cost_access_checks_and_who_decides(place):
    facts = next(dict(o.facts) for o in pack_of(place).options if o.title == "Moss Rose Hall")
    assert facts["When"].startswith("Saturdays 10 am to 3 pm, first on Sat 7 Nov")
    assert "a team of 4 to 6" in facts["Who and how many"]
    assert facts["Cost to the host"] == "£45; supervised by its site lead"
    assert facts["Access"] == "Hall f: step-free access and accessible toilet"
    assert facts["Checks"] == "none asked for"
    assert facts["Who decides"].startswith("Moss Rose Hall, ")
    assert facts["How to reach the host"] == "hall@example.org, 01632 960123"


@pytest.mark.parametrize("write", [as_markdown, as_html])
def test_nothing_of_anybody_else_is_in_a_pack(place, write):
    text = write(pack_of(place))
    for secret in (
        "Rival", "secret store", "Harbour House", "Leave Us Alone", "Officer Only", "quiet",
        "960999", "jo@", "safe house", "score",
    ):  # fmt: skip
        assert secret not in text, secret
    assert "Quiet Corner" in text or "Fourth Hall" in text
    assert PROMISE.split(":")[0] in text


def test_a_need_that_names_somebody_hidden_is_no_option(place):
    told = placed(
        organisations=list(place.dataset.organisations),
        offers=[offer("o", "biz")],
        needs=[need("n", "fourth", f"{PAINT}, beside Harbour House")],
    )
    assert pack_of(told).options == ()
    assert pack_of(told).why_no_more.startswith("There are no options this time")


def test_fewer_than_three_say_why_and_name_nobody(place):
    told = placed(
        organisations=list(place.dataset.organisations),
        offers=[offer("o", "biz", max_distance_km=3)],
        needs=[need("n", "fourth"), need("far", "open", **at(30)), need("hid", "never")],
    )
    pack = pack_of(told)
    assert [one.title for one in pack.options] == ["Fourth Hall"]
    assert "is too far away" in pack.why_no_more
    assert "Moss" not in pack.why_no_more
    assert "Alone" not in pack.why_no_more


def test_what_is_written_in_a_directory_is_escaped():
    place = placed(
        organisations=[
            org("biz", name="<b>Biz</b> & Sons", kind="business"),
            org("host", name="Host <img src=x onerror=alert(1)>"),
        ],
        offers=[offer("o", "biz", NASTY)],
        needs=[need("n", "host", NASTY)],
    )
    pack = pack_of(place)
    assert len(pack.options) == 1
    page, text = as_html(pack), as_markdown(pack)
    assert "<script" not in page
    assert "<img" not in page + text
    assert "<b>" not in page + text
    assert "&lt;script&gt;" in page
    assert "[paint](javascript" not in text
    assert 'lang="en-GB"' in page
    assert re.findall(r"<h(\d)", page) == ["1", "2"]


def test_names_of_files_are_safe_and_apart():
    ids = ("../../etc/passwd", "a/b", "a-b", "A-B", "nul", "", "é", "x" * 300, "ok_1")
    names = file_names(ids)
    assert len({n.casefold() for n in names.values()}) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,80}", n) for n in names.values())
    assert names["ok_1"] == "ok_1"
    assert file_names(reversed(ids)) == names


def test_a_folder_of_packs_is_whole_and_replaces_only_packs(place, tmp_path):
    plan, folder = plan_pairings(place), tmp_path / "packs"
    made = write_packs(plan, place, folder)
    assert sorted(p.name for p in folder.iterdir()) == sorted(made)
    assert set(made) == {"biz.md", "biz.html", "rival.md", "rival.html"}
    with pytest.raises(DataError, match="--replace"):
        write_packs(plan, place, folder)
    before = (folder / "biz.html").read_text("utf-8")
    write_packs(plan, place, folder, replace=True)
    assert (folder / "biz.html").read_text("utf-8") == before
    (folder / "letter.md").write_text("my own", encoding="utf-8")
    with pytest.raises(DataError, match=r"letter\.md"):
        write_packs(plan, place, folder, replace=True)
    assert (folder / "letter.md").read_text("utf-8") == "my own"
    with pytest.raises(DataError, match="there is no folder"):
        write_packs(plan, place, tmp_path / "typo" / "packs")
    assert MARK in before


CONTRAST = """() => {
  const light = c => { const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => x / 255)
      .map(x => x <= .04045 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4);
    return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; };
  const ground = e => { for (; e; e = e.parentElement) { const b = getComputedStyle(e)
      .backgroundColor; if (!/, 0\\)$/.test(b)) return b; } return 'rgb(255,255,255)'; };
  return [...document.querySelectorAll('body *')].filter(e => e.textContent.trim()).map(e => {
    const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
    return (a + .05) / (b + .05); }).filter(r => r < 4.5).length; }"""


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_fits_the_screen_a_sheet_of_paper_and_weak_eyes(chromium, place, tmp_path, width):
    path = tmp_path / "biz.html"
    path.write_text(as_html(pack_of(place)), encoding="utf-8")
    page = chromium.new_page(viewport={"width": width, "height": 900})
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(path.as_uri())
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(CONTRAST) == 0
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.close()


def test_the_day_is_the_landscapes(place):
    assert pack_of(place).as_of == f"Sun 1 Nov {AS_OF.year}"


def test_a_change_of_the_business_s_own_is_an_option_and_no_change_of_the_host_s():
    place = placed(
        organisations=[
            org("biz", name="Lindow Paints", kind="business"),
            org("open", name="Moss Rose Hall"),
            org("late", name="Fourth Hall"),
        ],
        offers=[offer("o", "biz", windows=("SA 09:00-15:00",), max_distance_km=0.5)],
        needs=[
            need("far", "open", windows=("SA 10:00-16:00",)),
            # only the host could ask for less notice
            need("later", "late", ends_on=AS_OF, lead_days=30, **at(0)),
        ],
    )
    pack = pack_of(place)
    assert [(one.need_id, one.state[:21]) for one in pack.options] == [
        ("far", "Would fit if you coul")
    ]
    assert "instead of 0.5 km" in pack.options[0].state
    assert pack.options[0].state in as_markdown(pack).replace("\\", "")
