"""The page as text: its order, its outline, and that nothing in it runs or calls out."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from sap_match.monthly.contents import FunderLine
from sap_match.report.html import asset, content_policy, render_html

FIRST_SCREEN = [
    "Ring first",
    "Closing soon",
    "Waiting for you",
    "By area",
    "Fix the directory",
]
BELOW = [
    "The rest of the list",
    "Network",
    "Density",
    "Overlaps, for officers",
    "Listed twice",
    "Needs against provision",
    "Not suggested yet, and the one thing that would help",
    "Dropped, and why",
    "Problems in the data",
    "Method",
]
VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """Elements in order, each with its attributes, text and the tags that it stands in."""

    def __init__(self, text: str):
        super().__init__()
        self.elements: list[dict] = []
        self.open: list[dict] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        element = {
            "tag": tag,
            "attrs": dict(attrs),
            "text": "",
            "in": [e["tag"] for e in self.open],
        }
        self.elements.append(element)
        if tag not in VOID and not tag.startswith(("rect", "circle", "line")):
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if self.open and self.open[-1]["tag"] == tag:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1]["tag"] == tag, f"</{tag}> closes <{self.open[-1]['tag']}>"
        self.open.pop()

    def handle_data(self, data):
        for element in self.open:
            element["text"] += data

    def all(self, *tags):
        return [e for e in self.elements if e["tag"] in tags]

    def words(self, *tags):
        return [" ".join(e["text"].split()) for e in self.all(*tags)]


@pytest.fixture(scope="module")
def pages(months):
    return {
        name: Page(render_html(getattr(months, name)())) for name in ("realistic", "nasty", "empty")
    }


@pytest.fixture(params=["realistic", "nasty", "empty"])
def page(pages, request):
    return pages[request.param]


def test_the_first_screen_stands_in_its_order(pages):
    assert pages["realistic"].words("h2") == FIRST_SCREEN + BELOW
    assert pages["empty"].words("h2") == FIRST_SCREEN + BELOW[1:]


def test_the_first_line(pages):
    (line,) = pages["realistic"].words("h1")
    assert line.startswith("Cheshire East November 2026 data as of Sun 1 Nov 2026 ")
    assert line.endswith(" 9 worth a call, 2 carried over, 14 dropped")


def test_a_card_is_read_out_in_its_order(months):
    text = render_html(months.realistic())
    card = text[
        text.index('class="card"') : text.index('class="card"', text.index('class="card"') + 1)
    ]
    parts = [
        "Wilmslow Lunch Club and Handforth Community Transport",
        "Introduce them, so that",
        "Why these",
        "Why now",
        "One reason against",
        "Wilmslow · Thursdays 10 am to noon",
        "First question",
        "“Could your Thursday minibus",
        ">Yes<",
        ">Not now<",
        ">Never<",
        "Reason",
    ]
    places = [card.index(part) for part in parts]
    assert places == sorted(places)


def test_the_first_five_are_rung_first(pages):
    page = pages["realistic"]
    cards = [e for e in page.elements if e["attrs"].get("class") == "card"]
    assert len(cards) == 9
    text = page.words("section")[1]  # after the warning
    assert "Warm homes in Nantwich" in text
    assert "Polska Szkoła" not in text


def test_no_decimals_of_scores_above_the_fold(months):
    month = months.realistic()
    noisy = replace(
        month,
        cards=tuple(
            replace(c, suggestion=replace(c.suggestion, parts=(months.Part("text", 0.123456),)))
            for c in month.cards
        ),
    )
    first_screen = render_html(noisy).split('class="below"')[0]
    words = re.sub(r"(?s)<style>.*?</style>|<svg.*?</svg>|<[^>]*>", "", first_screen)
    assert "0.123" not in words
    assert not re.search(r"\b0\.\d", words)


def test_one_main_one_h1_and_headings_without_gaps(page):
    assert len(page.all("main")) == len(page.all("h1")) == 1
    assert len(page.all("header")) == len(page.all("footer")) == len(page.all("nav")) == 1
    levels = [int(e["tag"][1]) for e in page.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))


def test_ids_are_unique_and_links_lead_somewhere(page):
    ids = [e["attrs"]["id"] for e in page.elements if "id" in e["attrs"]]
    assert len(ids) == len(set(ids))
    targets = [e["attrs"]["href"] for e in page.all("a")]
    assert targets[0] == "#ring-first"
    assert {t[1:] for t in targets} <= set(ids)
    named = [
        e["attrs"]["aria-labelledby"] for e in page.elements if "aria-labelledby" in e["attrs"]
    ]
    assert set(named) <= set(ids)


def test_every_control_has_a_label(page):
    for control in page.all("input"):
        assert "label" in control["in"]
        assert "fieldset" in control["in"] or control["attrs"]["id"] == "hand-in-role"
    assert len(page.all("fieldset")) == len(page.all("legend"))
    radios = [e["attrs"] for e in page.all("input") if e["attrs"]["type"] == "radio"]
    assert {r["value"] for r in radios} <= {"yes", "not_now", "never"}
    assert len(radios) == 3 * len(page.all("fieldset"))


def test_tables_have_captions_and_scopes(page):
    for head in page.all("th"):
        assert head["attrs"].get("scope") in {"col", "row"}


def test_nothing_of_the_page_lies_elsewhere(page):
    for element in page.elements:
        attrs = element["attrs"]
        assert element["tag"] not in {"iframe", "object", "embed", "img", "form", "base", "audio"}
        assert not {name for name in attrs if name.startswith("on")}
        assert "style" not in attrs
        assert "src" not in attrs
        if element["tag"] == "link":
            assert attrs == {"rel": "icon", "href": "data:,"}
    assert "@import" not in asset("report.css")
    assert "url(" not in asset("report.css")


def test_the_policy_lets_only_our_own_style_and_script_in(pages):
    for page in pages.values():
        (policy,) = [
            e["attrs"]["content"]
            for e in page.all("meta")
            if e["attrs"].get("http-equiv") == "Content-Security-Policy"
        ]
        scripts = page.all("script")
        script = scripts[0]["text"] if scripts else ""
        assert policy == content_policy(style=page.all("style")[0]["text"], script=script)
        assert "unsafe" not in policy
        assert len(scripts) <= 1
    assert not pages["empty"].all("script"), "a page without answers needs no script"
    assert asset("feedback.js").isascii()


def test_hostile_text_is_text(pages, months):
    page = pages["nasty"]
    assert len(page.all("script")) == len(page.all("style")) == 1
    assert page.all("script")[0]["text"] == asset("feedback.js")
    shown = " ".join(page.words("main"))
    assert "<script>window.owned=1</script>" in shown
    assert "{{ 7 * 7 }}" in shown
    for forbidden in ("\x1b", "\x00", "\x07", "\u202e", "\u2066"):
        assert forbidden not in shown


def test_an_empty_month_says_so_kindly(months):
    text = render_html(months.empty())
    assert "Nothing is worth a call this month. No suggestion passed the floor" in text
    short = render_html(replace(months.empty(), why_short="The directory holds 4 organisations."))
    assert "Nothing is worth a call this month. The directory holds 4 organisations." in short


def test_what_the_directory_lacks_stands_where_the_list_is_short(months):
    wish = "There are 2 rooms, but nobody asks for one: add a table facility_requests."
    short = render_html(replace(months.empty(), lacking=(wish,)))
    assert short.index("What is missing") < short.index(wish) < short.index("Closing soon")
    assert wish in render_html(replace(months.realistic(), lacking=(wish,)))
    assert "What the whole directory lacks" not in render_html(months.realistic())


def test_funders_stand_apart_and_say_that_they_are_asked_for_money(months):
    line = FunderLine("Lunch Club", "County Fund", "It gave £9 to a club like it", "Ask it")
    page = render_html(replace(months.realistic(), funders=(line,)))
    assert page.index("The rest of the list") < page.index("Funders who have paid for work")
    assert "County Fund, for Lunch Club" in page
    assert "no reason to bring them together" in page
    assert "Funders who have paid" not in render_html(months.realistic())


def test_warnings_and_drafts_are_said_first(months):
    text = render_html(replace(months.realistic(), draft=True))
    assert text.index("Draft:") < text.index("<h1>") < text.index("library leaflets")
    assert text.index("library leaflets") < text.index("Ring first")


def test_problems_are_cut_and_counted(months):
    page = Page(render_html(months.realistic()))
    text = " ".join(page.words("main"))
    assert "10 rows could not be used; 63 notes on single cells and columns." in text
    assert "And 23 more, all of them in problems.csv." in text


def test_each_area_leads_to_those_never_suggested_there(months):
    page = Page(render_html(months.realistic()))
    links = [e for e in page.all("a") if "not suggested yet in" in e["attrs"].get("aria-label", "")]
    assert len(links) == 7  # of eight areas one has nobody
    groups = {e["attrs"]["id"]: e["text"] for e in page.all("div") if "id" in e["attrs"]}
    crewe = next(e for e in links if e["attrs"]["aria-label"].endswith("Crewe"))
    assert "Group number 13" in groups[crewe["attrs"]["href"][1:]]


def test_the_borough_leads_to_everybody(months):
    month = months.realistic()
    whole = replace(month.areas[0], never_suggested=len(month.not_suggested))
    page = Page(render_html(replace(month, areas=(whole, *month.areas[1:]))))
    (link,) = [e for e in page.all("a") if e["text"].startswith("60 of")]
    assert link["attrs"]["href"] == "#never"


def test_what_is_distinct_is_not_listed_twice(months):
    text = render_html(months.realistic()).split('id="duplicates"')[1].split("</section>")[0]
    assert "Saint Peters Food Pantry" in text
    assert "Wesley" not in text


def test_the_same_month_gives_the_same_page(months):
    assert render_html(months.realistic()) == render_html(months.realistic())


def test_how_to_answer_without_the_script(months):
    month = months.realistic()
    text = render_html(month)
    one = month.cards[0].suggestion.suggestion_id
    assert f"<code>{one},yes,,2026-11-01,officer</code>" in text
    assert "sap-match feedback SOURCE feedback.csv" in text


def test_waiting_is_oldest_first(months):
    month = months.realistic()
    page = Page(render_html(replace(month, waiting=month.waiting[::-1])))
    text = " ".join(page.words("main"))
    assert text.index("Sandbach Repair") < text.index("Knutsford Dementia")


def test_measures_by_group_stand_side_by_side(months):
    text = render_html(months.realistic()).split('id="density"')[1].split("</section>")[0]
    page = Page(f"<div>{text[text.index('<h2') :]}</div>")
    rows = [r["text"].strip() for r in page.all("tr")]
    assert "MeasureValueCould beCountedWhat it is" in rows
    assert "KindDensity within" in rows
    assert "public0.142" in rows
    assert "Of too few who answered to be told by kind: Trust reported." in text
    assert any(r.startswith("Density0.01560.0141 to 0.4310 of 19,900Partners /") for r in rows)


def kinds_of_areas(months, *sizes):
    month = months.realistic()
    lines = [
        replace(month.areas[0], area_id=f"{kind}-{n}", name=f"Area {kind}-{n}", kind=kind)
        for kind, size in zip(("borough", "care_community", "town"), sizes, strict=False)
        for n in range(size)
    ]
    text = render_html(replace(month, areas=tuple(lines)))
    open_part = text.split('id="areas-h"')[1].split("<details>")[0].split("</section>")[0]
    return open_part.count('<th scope="row">')


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [((1, 8, 30), 9), ((1, 8, 5), 14), ((1, 30), 14), ((0, 0, 3), 3), ((20,), 14)],
)
def test_whole_kinds_of_areas_stand_open(months, sizes, shown):
    assert kinds_of_areas(months, *sizes) == shown


def test_partners_settle_the_day_themselves(months):
    month = months.realistic()

    def where(kind, place, day):
        card = replace(month.cards[0], place=place, day=day)
        card = replace(card, suggestion=replace(card.suggestion, kind=kind))
        text = render_html(replace(month, cards=(card,)))
        return re.search(r"Where and when</dt><dd>(.*?)</dd>", text)[1]

    assert where("partner", "Crewe", "") == "Crewe"
    assert where("partner", "", "") == "Place not known"
    assert where("facility", "Crewe", "") == "Crewe · day not known"
    assert where("pairing", "", "") == "Place and day not known: ask"
