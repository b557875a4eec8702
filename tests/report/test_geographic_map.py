"""Ties and places on the ground: nobody confidential is drawn or told."""

from datetime import date

import numpy as np
import pytest

from sap_match.graph import CollaborationNetwork
from sap_match.landscape import Landscape
from sap_match.model import (
    Changes,
    Dataset,
    Organisation,
)
from sap_match.report.plots import (
    geographic_map,
    network_map,
)
from tests.report.drawings import SECRET, drawn_texts, here

SVG = "{http://www.w3.org/2000/svg}"
NASTY = "$\\frac{x}$ <b>&amp; \x1b[31m\u202eRed\x07 \U0001f600 中"


def points_of(picture):
    axes = picture.figure.axes[0]
    return np.vstack([np.zeros((0, 2)), *(c.get_offsets() for c in axes.collections
                                          if len(c.get_offsets()) and hasattr(c, "get_sizes")
                                          and len(c.get_sizes()))])  # fmt: skip


def test_a_confidential_place_is_neither_drawn_nor_told():
    landscape = here()
    picture = geographic_map(landscape, highlight=["secret"])
    whole = " ".join([picture.alt, picture.note, picture.title, *drawn_texts(picture)])
    source = picture.to_bytes("svg").decode() + picture.to_bytes("pdf").decode("latin-1")
    for text in (whole, source):
        assert SECRET not in text
        assert "Haven" not in text
    assert len(points_of(picture)) == 6
    assert not np.isclose(points_of(picture), (-2.137, 53.337), atol=0.01).all(axis=1).any()
    assert "2 organisations are not drawn: no place known, or none told" in picture.alt
    assert "6 organisations where they work, and 6 ties between them" in picture.alt
    open_ = geographic_map(here(secret=False))
    assert np.isclose(points_of(open_), (-2.137, 53.337), atol=0.01).all(axis=1).any()


def test_what_sounds_like_a_refuge_is_closed_though_nobody_said_so():
    landscape = here(secret=None)
    changed = landscape.dataset.organisation("secret").model_copy(
        update={"name": "Women's Refuge Here"}
    )

    closed = landscape.updated(Changes(upserts={"organisations": (changed,)}))
    picture = geographic_map(closed)
    assert len(points_of(picture)) == 6
    assert "Refuge" not in picture.to_bytes("svg").decode() + " ".join(drawn_texts(picture))


def test_a_registered_address_is_no_place():
    drawn = points_of(geographic_map(here()))
    assert not np.isclose(drawn, (-2.2, 53.2), atol=0.02).all(axis=1).any()


def test_who_is_not_in_the_landscape_is_not_drawn():
    net = CollaborationNetwork.from_edges([("o0", "stranger"), ("o0", "o1")])
    picture = geographic_map(here(), net)
    assert "2 organisations where they work, and 1 tie between them" in picture.alt
    assert "1 organisation is not drawn" in picture.alt


def test_one_known_by_its_area_is_hollow_at_its_middle():
    picture = geographic_map(here())
    assert "1 stand hollow at the middle of their area" in picture.note
    assert any("hollow" in text for text in drawn_texts(picture))
    assert np.isclose(points_of(picture), (-2.3, 53.1), atol=0.001).all(axis=1).any()


def test_a_kilometre_east_is_as_long_as_one_north_and_the_bar_is_right():
    axes = geographic_map(here()).figure.axes[0]
    (a, b), (c, d) = axes.transData.transform([(-2.3, 53.2), (-2.3 + 1, 53.2 + 1)])
    assert (c - a) / (d - b) == pytest.approx(np.cos(np.radians(53.2)), rel=0.01)
    bar = next(line for line in axes.lines if len(line.get_xdata()) == 4)
    km = float(next(t.get_text() for t in axes.texts if t.get_text().endswith(" km"))[:-3])
    wide = np.ptp(bar.get_xdata()) * 111.195 * np.cos(np.radians(53.2))
    assert wide == pytest.approx(km, rel=0.01)


def test_outlines_are_drawn_and_their_lack_is_told():
    from matplotlib.collections import LineCollection

    def rings(picture):
        found = picture.figure.axes[0].findobj(LineCollection)
        return [ring for one in found for ring in one.get_segments() if len(ring) == 5]

    assert len(rings(geographic_map(here()))) == 1
    assert rings(geographic_map(here(outline=False))) == []
    assert "no outlines of areas" in geographic_map(here(outline=False)).note
    assert "Townham" in drawn_texts(geographic_map(here(outline=False)))


def test_a_place_of_nobody_says_so():
    data = Dataset.build("d", {"organisations": [Organisation(id="a", name="A", kind="public")]})
    picture = geographic_map(Landscape.build(data, as_of=date(2026, 11, 1)))
    assert "no place of anybody here" in picture.alt
    assert any("No place of anybody" in text for text in drawn_texts(picture))


# -- real networks ------------------------------------------------------------------------------


def test_the_rescue_of_real_people_is_drawn(shared_data):
    import json

    path = shared_data / "emon" / "networks_with_reference_measures.json"
    for name, one in json.loads(path.read_text()).items():
        net = CollaborationNetwork.from_edges(
            one["edges"], nodes=len(one["nodes"]), groups=one["sector"], directed=True, name=name
        )
        picture = network_map(net, names=dict(enumerate(one["nodes"])))
        assert f"{len(one['nodes'])} organisations and {len(one['edges'])} ties" in picture.alt
        assert len(picture.to_bytes("png")) > 30_000
