from xml.etree import ElementTree as ET

import pytest

from sap_match.monthly.contents import NetworkPicture
from sap_match.recommend.consortia import Team
from sap_match.report import plots

SVG = "{http://www.w3.org/2000/svg}"


def radii(picture):
    drawn = ET.fromstring(plots.network(picture))
    return {c.get("class"): float(c.get("r")) for c in drawn.iter("circle")}


def test_area_grows_with_number():
    found = radii(NetworkPicture({"voluntary": 100, "public": 25}, ()))
    assert found["kind kind-voluntary"] == 2 * found["kind kind-public"]


def test_few_are_still_seen():
    found = radii(NetworkPicture({"voluntary": 100_000, "business": 1}, ()))
    assert found["kind kind-business"] >= 15


def test_a_tie_widens_with_number():
    drawn = ET.fromstring(
        plots.network(
            NetworkPicture(
                {"voluntary": 9, "business": 9, "public": 9},
                (
                    ("public", "voluntary", 10),
                    ("business", "voluntary", 5),
                    ("public", "public", 3),
                ),
            )
        )
    )
    widths = [float(line.get("stroke-width")) for line in drawn.iter("line")]
    assert sorted(widths) == [7.0, 14.0]
    assert "Public, 3 ties within" in [t.text for t in drawn.iter("text")]


def test_a_kind_nobody_is_of_is_not_drawn():
    drawn = ET.fromstring(
        plots.network(NetworkPicture({"voluntary": 2, "public": 0}, (("public", "voluntary", 1),)))
    )
    assert len(list(drawn.iter("circle"))) == 1
    assert not list(drawn.iter("line"))


def test_hostile_kinds_are_words():
    picture = NetworkPicture({'"><script>': 1, "voluntary": 1}, (("<b>", "<b>", 2),))
    drawn = ET.fromstring(plots.network(picture))
    assert [e.tag for e in drawn] == ["circle", "text", "text"]
    assert '"><script>' in drawn.get("aria-label")


def test_nothing_is_drawn_of_nothing():
    assert list(ET.fromstring(plots.network(NetworkPicture({}, ())))) == []
    assert plots.describe_network(NetworkPicture({}, ())) == "no organisations."


@pytest.mark.parametrize(
    ("value", "most", "filled"), [(0, 5, 0), (5, 5, 96), (9, 5, 96), (3, 0, 0)]
)
def test_bars_stay_in_their_frame(value, most, filled):
    drawn = ET.fromstring(plots.bar(value, most))
    assert float(drawn[1].get("width")) == filled


def test_a_team_is_drawn_with_who_covers_what_and_what_nobody_does():
    team = Team(
        "b", 1, ("a", "b"), {"a": {"lunch & tea": 0.8}, "b": {}}, 0, 0, 0, "exact", 0.4, 1, 0, 2
    )
    svg = plots.draw_consortium(team, ("lunch & tea", "<lifts>"), {"a": "Ash", "b": "Birch"})
    drawn = ET.fromstring(svg)
    assert drawn.get("role") == "img"
    assert drawn.find(f"{SVG}desc").text == (
        "Ash: lunch & tea (80 of 100); Birch: nothing that the others lack; nobody: <lifts>."
    )
    assert len(list(drawn.iter(f"{SVG}line"))) == 1
    assert sum("stroke-dasharray" in box.attrib for box in drawn.iter(f"{SVG}rect")) == 1
    assert "nobody" in [t.text for t in drawn.iter(f"{SVG}text")]
