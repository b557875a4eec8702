"""A digest leaves the house: who did not agree is not named, whatever the words say."""

import re
from dataclasses import replace

import pytest

from sap_match.errors import UnknownIdError
from sap_match.model import Area, Dataset, Organisation, Service
from sap_match.report.digest import Door, render_digest


def organisation(key, name, **more):
    more = {"kind": "voluntary", "publish": True, "areas": ("a-crewe",), **more}
    return Organisation(id=key, name=name, **more)


def service(key, owner, name, **more):
    return Service(id=key, organisation_id=owner, name=name, **more)


@pytest.fixture
def dataset():
    return Dataset.build(
        "d",
        {
            "areas": [
                Area(id="a-crewe", name="Crewe", kind="care_community"),
                Area(id="a-west", name="West Crewe", kind="ward", parent_id="a-crewe"),
                Area(id="a-far", name="Knutsford", kind="town"),
            ],
            "organisations": [
                organisation("o1", "Wilmslow Lunch Club"),
                organisation("o2", "Handforth Community Transport"),
                organisation("o3", "Silent Friends", publish=None),
                organisation("o4", "Quiet House", publish=True, location_confidential=True),
                organisation("o5", "Helping Refuge for Women"),
                organisation("o6", "Only For Officers", suggest="ask"),
                organisation("o7", "Ace", publish=False),
                organisation("o8", "Far Away", areas=("a-far",)),
            ],
            "services": [
                service("s1", "o1", "Hot lunch", schedule=("TH 12:00-14:00",), cost="£4"),
                service("s2", "o2", "Minibus, ring 01632 960123", areas=("a-west",)),
                service("s3", "o3", "Silent sitting"),
                service("s4", "o1", "Lunch for women fleeing domestic abuse"),
                service("s5", "o1", "Old lunch", status="closed"),
                service("s6", "o8", "Elsewhere"),
                service("s7", "o1", "Lunch with Silent Friends"),
                service("s8", "o6", "For officers"),
                service("s9", "o5", "Refuge rooms"),
                service("s10", "o1", "Odd hours", schedule=("whenever",)),
            ],
        },
    )


@pytest.fixture
def month(months):
    def card(n, asked, **words):
        words = {
            "reason": "both serve lunch",
            "area_id": "a-crewe",
            "action": f"Meet {n}",
            **words,
        }
        return months.card("partner", *asked, [f"side {n}", f"part {n}"], **words)

    def gap(theme, status, reason, area_id="a-crewe"):
        return {"area_id": area_id, "theme": theme, "status": status, "reason": reason}

    return replace(
        months.realistic(),
        cards=(
            card(1, ("o1", "o2"), day="Thursdays", place="Crewe"),
            card(2, ("o1", "o3")),
            card(3, ("o1", "o2"), reason="as the Silent Friends say"),
            card(4, ("o4", "o1")),
            card(5, ("o6", "o1")),
            card(6, ("o1", "o2"), reason="a palace of places; mail jo@example.org"),
            replace(card(7, ("o1", "o2")), area_id="a-far"),
            replace(card(8, ("o2", "o1")), area_id="a-west"),
            card(9, ("o1", "gone")),
        ),
        gaps=(
            gap("bereavement", "thin", "one listing"),
            gap("food", "thin", "only Silent Friends"),
            gap("debt", "not known", "no data"),
            gap("far", "thin", "far away", "a-far"),
        ),
    )


@pytest.fixture
def told(month, dataset):
    return render_digest(month, "a-crewe", dataset)


CLOSED = ["Silent", "Quiet House", "Refuge", "domestic abuse", "Only For Officers", "officers\n"]


@pytest.mark.parametrize("which", [0, 1], ids=["markdown", "html"])
def test_who_did_not_agree_is_not_named(told, which):
    text = re.sub(r"(?s)<style>.*?</style>", "", told[which])
    for name in CLOSED:
        assert name not in text
    assert "960123" not in text
    assert "jo@example.org" not in text
    assert "example.org" not in text


def test_what_may_be_told(told):
    text = told[0]
    assert [n for n in range(1, 10) if f"Meet {n}" in text] == [1, 6, 8]
    assert "- **side 1 and part 1** (Crewe · Thursdays). Meet 1. Both serve lunch." in text
    assert "5 further suggestions are with the officer." in text
    assert "- **Hot lunch**: Wilmslow Lunch Club, Thursdays noon to 2 pm; £4" in text
    assert "- **Minibus, ring (contact withheld)**: Handforth Community Transport" in text
    assert "- **Odd hours**: Wilmslow Lunch Club" in text
    for absent in ("Old lunch", "Elsewhere", "Refuge rooms"):
        assert absent not in text


def test_gaps_of_the_area_that_name_nobody(told):
    text = told[0]
    assert "- Bereavement: one listing." in text
    for absent in ("Food:", "Debt", "Far:"):
        assert absent not in text


def test_a_name_is_a_word_not_a_syllable(dataset):
    door = Door(dataset)
    assert door.names_nobody_else("a palace of places")
    assert not door.names_nobody_else("ask ACE first")
    assert not door.names_nobody_else("ask the silent\u202e friends".replace("\u202e", ""))


def test_by_default_nobody_agreed(months, dataset):
    silent = [o.model_copy(update={"publish": None}) for o in dataset.organisations]
    tables = {**dataset.tables, "organisations": silent}
    text, page = render_digest(months.realistic(), "a-crewe", Dataset.build("d", tables))
    assert "No service here has agreed to be listed yet." in text
    assert "3 further suggestions are with the officer." in text
    for o in dataset.organisations:
        assert o.name not in text
        assert o.name not in page


def test_hostile_names_are_inert(months, dataset):
    names = [x for x in months.NASTY if x]
    organisations = [organisation(f"h{n}", name) for n, name in enumerate(names)]
    services = [service(f"t{n}", f"h{n}", f"{name}!") for n, name in enumerate(names)]
    made = Dataset.build(
        "d", {"areas": dataset.areas, "organisations": organisations, "services": services}
    )
    text, page = render_digest(months.nasty(), "a-crewe", made)
    assert "<" not in text
    assert "\x1b" not in text + page
    assert "\u202e" not in text + page
    assert "<script" not in page
    assert "&lt;script&gt;window.owned=1" in page
    assert "script-src" not in page
    assert "default-src &#39;none&#39;" in page


def test_an_unknown_area_is_said(month, dataset):
    with pytest.raises(UnknownIdError, match="a-crewe"):
        render_digest(month, "a-crew", dataset)


def test_an_empty_area(months, dataset):
    text, _ = render_digest(months.empty(), "a-far", dataset)
    assert text.startswith("# Knutsford, November 2026\n")
    assert "Nothing can be told here this month." in text
