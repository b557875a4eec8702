import builtins
import itertools
import re
from datetime import date
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError, MissingPartError, UnknownIdError
from sap_match.graph import CollaborationNetwork, gould_fernandez, mixing_matrix
from sap_match.graph.network import Network
from sap_match.graph.trend import trend as graph_trend
from sap_match.model import (
    Collaboration,
)
from sap_match.report.plots import (
    Layout,
    brokerage_bars,
    geographic_map,
    lay_out,
    mixing_heat_map,
    network_map,
    trend_with_bands,
)
from sap_match.report.plots import network_maps as maps
from sap_match.report.plots.frames import marked
from sap_match.report.plots.labels import folded
from sap_match.report.plots.style import COLOURS, lightness, marks_of, words
from tests.report.drawings import drawn_texts, here

SVG = "{http://www.w3.org/2000/svg}"
NASTY = "$\\frac{x}$ <b>&amp; \x1b[31m\u202eRed\x07 \U0001f600 中"


def partnership(n=40, seed=0, gone=(), extra=()):
    """Two groups, tied mostly within; the same lot whatever is left out."""
    rng = np.random.default_rng(seed)
    ids = [f"o{i:02d}" for i in range(n)]
    ties = [
        (a, b)
        for a, b in itertools.combinations(range(n), 2)
        if rng.random() < (0.14 if (a < n // 2) == (b < n // 2) else 0.02)
    ]
    kept = [one for i, one in enumerate(ids) if i not in gone]
    edges = [(ids[a], ids[b]) for a, b in ties if a not in gone and b not in gone]
    return CollaborationNetwork.from_edges(
        [*edges, *extra],
        nodes=[*kept, *{one for tie in extra for one in tie if one not in kept}],
        groups={one: "north" if one < f"o{n // 2:02d}" else "south" for one in kept},
    )


def extents(picture, texts):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    renderer = FigureCanvasAgg(picture.figure).get_renderer()
    return [t.get_window_extent(renderer) for t in texts]


# -- the map of a network ----------------------------------------------------------------------


def test_the_words_tell_the_numbers():
    net = CollaborationNetwork.from_edges(
        [("a", "b"), ("b", "c"), ("d", "e")],
        nodes=list("abcdefg"),
        groups={"a": "x", "b": "x", "c": "y", "d": "y", "e": "y", "f": "x"},
    )
    alt = network_map(net, names={"b": "Beech House"}, highlight=["e"]).alt
    assert alt.startswith("Network map: 7 organisations and 3 ties.")
    assert "Groups: 3 x, 3 y, 1 not known." in alt
    assert "1 of 3 ties (33%) joins different groups." in alt
    assert "Most ties: Beech House (2)." in alt
    assert "3 of the 5 with a tie hang together; the others form 1 smaller part." in alt
    assert "2 organisations have no tie." in alt
    assert "Marked with a ring: e (1)." in alt


def test_groups_differ_in_lightness_shape_and_hatch():
    shades = [lightness(one) for one in COLOURS]
    assert min(np.diff(shades)) >= 8  # of 100, as the module says
    for k in range(1, 9):
        looks = list(marks_of([str(i) for i in range(k)]).values())
        told = sorted(lightness(look.colour) for look in looks)
        assert all(np.diff(told) >= (20 if k <= 3 else 14 if k <= 4 else 8))
        assert len({look.shape for look in looks}) == len({look.hatch for look in looks}) == k


def test_more_groups_than_can_be_told_apart_share_a_look_but_are_counted_apart():
    labels = [f"g{i:02d}" for i in range(12)]
    marks = marked(labels, 12)
    assert len(marks.marks) == 8
    assert marks.marks[-1].name == "others (5 groups)"
    s, t = np.array([10]), np.array([11])
    assert marks.code[10] == marks.code[11]
    assert marks.across(s, t).tolist() == [True]


def test_a_group_whose_label_is_not_known_is_hollow_and_joins_nothing():
    marks = marked(["x", None], 2)
    assert [m.name for m in marks.marks] == ["x", "not known"]
    assert marks.marks[1].colour == "#ffffff"
    assert not marks.across(np.array([0]), np.array([1])).any()


@given(seed=st.integers(0, 50), order=st.randoms(use_true_random=False))
@settings(max_examples=12, deadline=None)
def test_rows_in_any_order_give_the_same_layout(seed, order):
    net = partnership(14, seed)
    edges = list(net.edge_frame()[["source", "target"]].itertuples(index=False, name=None))
    order.shuffle(edges)
    ids = list(net.ids)
    order.shuffle(ids)
    turned = [(b, a) if order.random() < 0.5 else (a, b) for a, b in edges]
    assert lay_out(CollaborationNetwork.from_edges(turned, nodes=ids)) == lay_out(net)


def test_rows_in_any_order_give_the_same_bytes():
    net = partnership(20)
    edges = list(net.edge_frame()[["source", "target"]].itertuples(index=False, name=None))
    groups = dict(zip(net.ids, net.groups, strict=True))
    other = CollaborationNetwork.from_edges(edges[::-1], nodes=net.ids[::-1], groups=groups)
    first, second = network_map(net), network_map(other)
    assert first.alt == second.alt
    assert first.to_bytes("png") == second.to_bytes("png")


def test_those_who_stay_stay_near_their_place():
    before = partnership(40)
    after = partnership(40, gone={3, 17}, extra=[("new", "o05"), ("new", "o30"), ("o01", "o39")])
    first = lay_out(before)
    held, fresh = lay_out(after, first), lay_out(after)
    assert held.moved(first) < 0.25 * fresh.moved(first)
    assert held.moved(first) < 0.3  # a tie is about 1 long
    new, near = np.array(held.positions["new"]), np.array(held.positions["o05"])
    assert np.hypot(*(new - near)) < 2.5


def test_next_month_takes_last_month_as_picture_layout_or_json():
    first = network_map(partnership(20))
    stored = Layout.from_json(first.layout.to_json())
    later = partnership(20, gone={4})
    assert stored == first.layout
    told = [network_map(later, previous=one).layout for one in (first, first.layout, stored)]
    assert told[0] == told[1] == told[2]
    assert network_map(partnership(20), previous=first).layout.moved(first.layout) < 0.15


def test_a_layout_keeps_numbers_and_text_apart():
    layout = Layout({1: (0.0, 1.0), "1": (2.0, 3.0)})
    assert Layout.from_json(layout.to_json()).positions == layout.positions


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"nodes": [["a", 1]]}', '{"nodes": [["a", NaN, 1]]}', '{"nodes": [[[], 1, 2]]}'],
)
def test_a_layout_that_is_none_is_refused(text):
    with pytest.raises(DataError, match="layout"):
        Layout.from_json(text)


def test_nobody_stands_on_another_and_parts_stand_apart():
    star = CollaborationNetwork.from_edges(
        [("hub", f"leaf{i}") for i in range(30)] + [(f"p{i}", f"q{i}") for i in range(12)]
    )
    layout = lay_out(star)
    xy = np.array(list(layout.positions.values()))
    gaps = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1)) + 9 * np.eye(len(xy))
    assert gaps.min() > 0.4
    pair = np.array([layout.positions["p0"], layout.positions["q0"]])
    assert 0.5 < np.hypot(*(pair[0] - pair[1])) < 1.5


def test_names_do_not_cover_each_other():
    names = {f"o{i:02d}": f"The Organisation for Matters of Number {i}" for i in range(40)}
    picture = network_map(partnership(40), names=names, named=40)
    texts = [t for t in picture.figure.axes[0].texts if "Organisation" in t.get_text()]
    assert len(texts) >= 5
    for a, b in itertools.combinations(extents(picture, texts), 2):
        assert not (a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1)


def test_what_is_highlighted_is_named_in_any_case():
    net = CollaborationNetwork.from_edges([(f"n{a}", f"n{b}") for a in range(9) for b in range(a)])
    picture = network_map(net, names={"n4": "Quince"}, highlight=["n4"], named=0)
    assert "Quince" in drawn_texts(picture)
    with pytest.raises(UnknownIdError, match="nobody"):
        network_map(net, highlight=["nobody"])


def test_a_name_for_nobody_is_refused():
    with pytest.raises(UnknownIdError, match="nobody"):
        network_map(CollaborationNetwork.from_edges([("a", "b")]), names={"nobody": "N"})


def test_a_small_network_is_named_throughout_and_a_large_one_in_part():
    ring = {n: [(f"n{i:02d}", f"n{(i + 1) % n:02d}") for i in range(n)] for n in (3, 25, 26)}
    named = {
        n: sum(re.fullmatch(r"n\d\d", text) is not None for text in drawn_texts(network_map(
            CollaborationNetwork.from_edges(edges)))) for n, edges in ring.items()
    }  # fmt: skip
    assert named == {3: 3, 25: 25, 26: 10}
    pair = CollaborationNetwork.from_edges([("a", "b")])
    assert {"a", "b"} <= set(drawn_texts(network_map(pair)))
    assert not {"a", "b"} & set(drawn_texts(network_map(pair, named=0)))


def test_a_map_with_direction_says_that_it_counts_arrows():
    edges = [("a", "b"), ("b", "a"), ("b", "c")]
    alt = network_map(CollaborationNetwork.from_edges(edges, directed=True)).alt
    assert "3 ties (arrows: a tie told both ways is two)." in alt
    assert "arrows" not in network_map(CollaborationNetwork.from_edges(edges[1:])).alt


def test_those_without_a_tie_are_gathered_and_counted():
    net = CollaborationNetwork.from_edges([("a", "b")], nodes=["a", "b", *"cdefg"])
    picture = network_map(net)
    assert "5 without a tie" in drawn_texts(picture)
    assert set(picture.layout.positions) == {"a", "b"}


@pytest.mark.parametrize("nodes", [[], ["one"]])
def test_an_empty_and_a_lonely_network_say_so(nodes):
    net = CollaborationNetwork.from_edges([], nodes=nodes, groups=dict.fromkeys(nodes, "x"))
    picture = network_map(net)
    assert ("nobody is in this network" in picture.alt) == (not nodes)
    assert any("Nobody" in text for text in drawn_texts(picture))
    assert ET.fromstring(picture.to_bytes("svg")).tag == f"{SVG}svg"
    assert "no ties" in mixing_heat_map(mixing_matrix(net)).alt
    assert "0 of" in brokerage_bars(gould_fernandez(net)).alt


def test_a_network_without_groups_is_drawn_alike():
    picture = network_map(CollaborationNetwork.from_edges([("a", "b")]))
    assert "Groups" not in picture.alt
    assert "tie" in drawn_texts(picture)


def test_direction_is_drawn_as_heads():
    from matplotlib.collections import PolyCollection

    ties = [("a", "b"), ("b", "a"), ("b", "c")]
    for directed, heads in ((True, 3), (False, 0)):
        net = CollaborationNetwork.from_edges(ties, directed=directed)
        found = network_map(net).figure.axes[0].findobj(PolyCollection)
        assert sum(len(one.get_paths()) for one in found if type(one) is PolyCollection) == heads


def test_a_large_network_is_drawn_by_its_groups_and_says_so(monkeypatch):
    monkeypatch.setattr(maps, "MOST_NODES", 20)
    picture = network_map(partnership(40))
    assert picture.alt.startswith("Network map by group: 40 organisations in 2 groups")
    assert "too many to draw one by one" in picture.note
    assert set(picture.layout.positions) == {"north", "south"}
    again = network_map(partnership(40, gone={2}), previous=picture)
    assert again.layout.moved(picture.layout) < 0.2


def test_a_large_network_without_groups_is_drawn_by_its_best_connected(monkeypatch):
    monkeypatch.setattr(maps, "MOST_NODES", 20)
    monkeypatch.setattr(maps, "_CORE", 15)
    whole = partnership(40)
    bare = CollaborationNetwork.from_edges(whole.edge_frame(), nodes=list(whole.ids))
    least = min(bare.ids, key=lambda one: bare.degree[bare.position(one)])
    picture = network_map(bare, highlight=[least])
    assert "drawn are the 16 best connected of 40 alone" in picture.note
    assert f"{bare.size} ties" in picture.alt  # the words are of all
    assert len(picture.layout.positions) <= 16


def test_of_too_many_ties_the_strongest_are_drawn(monkeypatch):
    monkeypatch.setattr(maps, "_MOST_TIES", 10)
    monkeypatch.setattr(maps, "_STRONGEST", 1)
    edges = [(f"n{a}", f"n{b}", 5 if b == a - 1 else 1) for a in range(8) for b in range(a)]
    less, said = maps._thinned(CollaborationNetwork.from_edges(edges))
    assert said == (
        "of 28 ties among them each one's 1 strongest are drawn, and what keeps parts together"
    )
    assert set(less.weights.tolist()) == {5.0}
    assert 4 <= less.size <= 7


# -- every picture ------------------------------------------------------------------------------


def pictures():
    net = partnership(16)
    frame = pd.DataFrame({"date": ["2025-11-01", "2026-11-01"], "density": [0.1, 0.2]})
    return [
        network_map(net),
        mixing_heat_map(mixing_matrix(net)),
        brokerage_bars(gould_fernandez(net)),
        trend_with_bands(frame),
        geographic_map(here()),
    ]


def test_what_hangs_together_still_does_when_ties_are_thinned(monkeypatch):
    from scipy.sparse import csgraph

    monkeypatch.setattr(maps, "_MOST_TIES", 10)
    monkeypatch.setattr(maps, "_STRONGEST", 1)
    for directed in (True, False):
        edges = [(a, b) for g in range(4) for a in range(5 * g, 5 * g + 5) for b in range(5 * g, a)]
        edges += [(4, 5), (9, 10), (14, 15)]
        less, _ = maps._thinned(CollaborationNetwork.from_edges(edges, directed=directed))
        assert less.size < 30
        assert csgraph.connected_components(less.collapsed)[0] == 1


def test_saved_twice_the_bytes_are_the_same(tmp_path):
    for k, (one, again) in enumerate(zip(pictures(), pictures(), strict=True)):
        for form in ("svg", "png", "pdf") if k == 0 else ("svg",):
            saved = one.save(tmp_path / f"{k}.{form}").read_bytes()
            assert saved == again.to_bytes(form)
            assert b"<dc:date>" not in saved
            assert b"CreationDate" not in saved


def test_an_svg_has_title_and_description():
    for picture in pictures():
        root = ET.fromstring(picture.to_bytes("svg"))
        ids = root.get("aria-labelledby").split()
        told = {one.get("id"): one.text for one in root if one.get("id") in ids}
        assert root.get("role") == "img"
        assert [told[one] for one in ids] == [picture.title, picture.alt]


def test_in_a_notebook_it_is_an_image_with_its_words():
    for picture in pictures()[:2]:
        bundle = picture._repr_mimebundle_()
        assert bundle["text/html"].startswith('<img src="data:image/png;base64,')
        assert f'alt="{picture.alt[:20]}' in picture._repr_html_()
        assert picture.alt in bundle["text/plain"]


def test_no_global_state_is_left_behind():
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    network_map(partnership(10)).to_bytes("svg")
    assert dict(mpl.rcParams) == before


def test_the_machine_s_own_settings_change_nothing():
    import matplotlib as mpl

    plain = network_map(partnership(12)).to_bytes("svg")
    with mpl.rc_context({"font.size": 20, "axes.facecolor": "red", "svg.hashsalt": None}):
        assert network_map(partnership(12)).to_bytes("svg") == plain


def test_another_form_is_refused(tmp_path):
    with pytest.raises(DataError, match="svg, png or pdf"):
        network_map(partnership(10)).save(tmp_path / "map.gif")


def test_without_matplotlib_the_line_to_type_is_told(monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.split(".")[0] == "matplotlib":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    net = partnership(10)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingPartError, match=r"pip install 'sap-match\[plots\]'"):
        network_map(net)


def test_text_from_directories_stays_text():
    net = CollaborationNetwork.from_edges(
        [("a", "b"), ("b", "c"), ("b", "d")],
        groups={"a": NASTY, "b": "x_{1}^2$", "c": "$y$", "d": "z"},
        name=NASTY,
    )
    names = {"b": NASTY, "a": "מרכז " * 12, "c": "L" * 300}
    told = [
        network_map(net, names=names, highlight=list("abcd")),
        mixing_heat_map(mixing_matrix(net), title=NASTY),
        brokerage_bars(gould_fernandez(net), names),
    ]
    for picture in told:
        source = picture.to_bytes("svg").decode()
        ET.fromstring(source)  # well-formed, whatever the names hold
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\u202e]", source)
        assert "<b>" not in source
        assert "<b>" not in picture._repr_html_()
        assert "L" * 60 not in " ".join(drawn_texts(picture))
    assert "\\frac{x}" in " ".join(drawn_texts(told[0]))  # written out, not set as mathematics


def test_letters_that_the_font_has_not_are_squares():
    assert words("中 Tea") == "□ Tea"
    assert folded("") == ""
    assert max(map(len, folded("W" * 100).split("\n"))) <= 27


# -- mixing, brokerage, trend -------------------------------------------------------------------


def test_a_heat_map_tells_ties_once_and_what_is_unknown():
    two = np.kron(np.eye(2), np.ones((5, 5)))
    two[0, 5] = two[5, 0] = 1
    labels = ["x"] * 5 + ["y"] * 5
    mixing = mixing_matrix(two, labels)
    picture = mixing_heat_map(mixing)
    assert "Mixing of 2 groups: 21 ties, 20 of them (95%) within a group" in picture.alt
    cells = [text.split("\n") for text in drawn_texts(picture) if "×" in text]
    assert sorted(cells) == [["1", "× 0.1"], ["1", "× 0.1"], ["10", "× 1.9"], ["10", "× 1.9"]]
    unsure = mixing_heat_map(mixing_matrix(two, [*labels[:-1], None]))
    assert "4 ties left out: an end has no known group" in unsure.alt
    assert "4 ties left out" in unsure.note


def test_a_group_of_one_has_no_pair_within():
    net = CollaborationNetwork.from_edges(
        [("a", "b"), ("a", "c"), ("b", "c")], groups={"a": "x", "b": "y", "c": "y"}
    )
    picture = mixing_heat_map(mixing_matrix(net))
    texts = drawn_texts(picture)
    assert texts.count("no pair") == 1
    assert not [text for text in texts if text.startswith("0\n")]
    assert "within x" not in picture.alt
    star = CollaborationNetwork.from_edges(
        [("a", leaf) for leaf in "bcdefg"], groups={"a": "x", **dict.fromkeys("bcdefg", "y")}
    )
    assert "within x" not in mixing_heat_map(mixing_matrix(star)).alt


def test_below_chance_is_hatched_and_above_is_darker():
    from matplotlib.patches import Rectangle

    two = np.kron(np.eye(2), np.ones((5, 5)))
    two[0, 5] = two[5, 0] = 1
    axes = mixing_heat_map(mixing_matrix(two, ["x"] * 5 + ["y"] * 5)).figure.axes[0]
    cells = [one for one in axes.patches if isinstance(one, Rectangle)]
    assert [one.get_hatch() for one in cells] == ["", "///", "///", ""]
    dark, pale = (lightness("#" + "".join(f"{round(255 * c):02x}" for c in one.get_facecolor()[:3]))
                  for one in cells[:2])  # fmt: skip
    assert pale - dark >= 5


def test_a_cell_in_which_chance_gives_less_than_a_tie_tells_no_ratio():
    picture = mixing_heat_map(mixing_matrix(np.ones((3, 3)), ["x", "y", "z"]))
    assert not [text for text in drawn_texts(picture) if "×" in text]
    assert sum("too few" in text for text in drawn_texts(picture)) == 6
    assert drawn_texts(picture).count("no pair") == 3


def test_many_groups_share_the_last_row():
    net = CollaborationNetwork.from_edges(
        [(i, i + 1) for i in range(59)], groups={i: f"g{i % 20:02d}" for i in range(60)}
    )
    texts = drawn_texts(mixing_heat_map(mixing_matrix(net)))
    assert any(text.replace("\n", " ") == "others (9 groups)" for text in texts)


def test_bars_count_a_pair_once_without_direction():
    star = CollaborationNetwork.from_edges(
        [("hub", leaf) for leaf in "abc"],
        groups={"hub": "x", "a": "x", "b": "y", "c": "z"},
    )
    picture = brokerage_bars(gould_fernandez(star), {"hub": "The Hub"})
    assert "1 of 4 organisations joins others" in picture.alt
    assert "The Hub (3 pairs, most often (67%) as gatekeeper or representative)" in picture.alt
    widths = [bar.get_width() for box in picture.figure.axes[0].containers for bar in box]
    assert widths == [0, 0, 2, 1]


def test_bars_with_direction_tell_five_roles_and_the_first_few():
    edges = [(i, 0) for i in range(1, 8)] + [(0, i) for i in range(8, 14)] + [(1, 14), (14, 2)]
    net = CollaborationNetwork.from_edges(
        edges, directed=True, groups={i: str(i % 3) for i in range(15)}
    )
    roles = gould_fernandez(net)
    axes = brokerage_bars(roles, top=1).figure.axes[0]
    widths = np.array([[bar.get_width() for bar in box] for box in axes.containers])
    assert widths.shape == (5, 1)
    assert np.array_equal(widths[:, 0], roles.raw[0, :5])
    marks = sum(len(one.get_offsets()) for one in axes.collections)
    far = (np.abs(roles.z[0, :5]) >= 1.96) & (roles.raw[0, :5] > 0.02 * roles.raw[0, 5])
    assert marks == far.sum() > 0


def trend(**columns):
    return pd.DataFrame({"date": [date(2025, 11, 1), date(2026, 11, 1)], **columns})


def test_a_trend_warns_that_density_falls_when_a_directory_grows():
    frame = trend(
        n=[100, 200], density=[0.04, 0.03], density_low=[0.03, 0.02], density_high=[0.05, 0.04],
        mean_degree=[4.0, 6.0], panel_density=[0.04, 0.05],
    )  # fmt: skip
    alt = trend_with_bands(frame).alt
    assert "from 100 to 200 organisations" in alt
    assert "Density fell from 0.040 to 0.030 (last between 0.020 and 0.040)." in alt
    assert "Among those there throughout, density rose from 0.040 to 0.050." in alt
    assert "density alone misleads" in alt
    assert "misleads" not in trend_with_bands(trend(density=[0.1, 0.2])).alt


def test_a_trend_stands_in_the_order_of_its_dates():
    frame = trend(density=[0.1, 0.2])
    assert trend_with_bands(frame.iloc[::-1]).to_bytes("png") == trend_with_bands(frame).to_bytes(
        "png"
    )


def test_bands_are_drawn_where_they_are_known():
    from matplotlib.collections import PolyCollection

    known = trend(density=[0.1, 0.2], density_low=[0.05, 0.1], density_high=[0.2, 0.3])
    for frame, bands in ((known, 1), (trend(density=[0.1, 0.2]), 0)):
        assert len(trend_with_bands(frame).figure.findobj(PolyCollection)) == bands


def test_what_the_graph_tells_over_time_is_drawn_as_it_comes():
    jobs = [
        Collaboration(id="x", kind="consortium", starts_on=date(2024, 1, 1)),
        Collaboration(id="y", kind="partnership", starts_on=date(2026, 1, 1)),
    ]
    found = Network.from_collaborations(
        "abcd", jobs, {"x": "abc", "y": "cd"}, as_of=date(2026, 6, 1)
    )
    table = graph_trend(found, [date(2025, 1, 1), date(2026, 1, 1)])
    picture = trend_with_bands(table)
    assert "from 3 to 4 organisations. Density fell from 1.000 to 0.667" in picture.alt
    assert picture.note == table.attrs["note"]
    assert "of those there always (n = 3)" in drawn_texts(picture)


def test_trends_of_nothing_one_date_and_gaps():
    assert "no dates" in trend_with_bands(trend(density=[0.1, 0.2]).iloc[:0]).alt
    assert "nothing to compare it with" in trend_with_bands(trend(density=[0.1, 0.2]).iloc[:1]).alt
    assert "not known at one of the ends" in trend_with_bands(trend(density=[np.nan, 0.2])).alt
    with pytest.raises(DataError, match="density"):
        trend_with_bands(pd.DataFrame({"date": []}))
    with pytest.raises(DataError, match="no date"):
        trend_with_bands(pd.DataFrame({"date": ["soon"], "density": [0.1]}))


# -- the place ----------------------------------------------------------------------------------
