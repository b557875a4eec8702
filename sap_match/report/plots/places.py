"""A map of a place: where organisations work, and their ties, over the outlines of areas.

Only places that may be told are drawn: those of services and facilities, else the middle of an
area. Whoever is confidential, or known to the borough alone, is counted and never drawn.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.errors import DataError
from sap_match.geo.areas import Boundary
from sap_match.geo.points import Point
from sap_match.graph.confidential import not_confidential
from sap_match.graph.one_mode import CollaborationNetwork
from sap_match.report.plots import frames
from sap_match.report.plots.labels import put_names
from sap_match.report.plots.layout import Floats, in_order
from sap_match.report.plots.picture import Picture
from sap_match.report.plots.style import GREY, INK, drawing, words
from sap_match.report.words import count, listing, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

    from sap_match.graph.edges import NodeId
    from sap_match.graph.labels import GroupsLike
    from sap_match.landscape import Landscape
    from sap_match.model import Area

_KM_A_DEGREE = 111.195


def geographic_map(
    landscape: Landscape,
    network: CollaborationNetwork | None = None,
    *,
    groups: GroupsLike = None,
    highlight: Collection[NodeId] = (),
    named: int = 8,
) -> Picture:
    """Return where organisations work and who is tied to whom, on the map (extra ``plots``).

    An organisation with several places stands at the one nearest to the middle of them. One of
    which only an area is known stands at the area's middle, smaller, with the others there.

    Parameters
    ----------
    landscape : Landscape
        Says which places may be told. Whoever is not in it is not drawn.
    network : CollaborationNetwork, optional
        Its ties between organisations of the landscape; today's ties where left out.
    groups : name of a node attribute, mapping from id, or one label a node, optional
        The network's own where left out, else kinds of organisations.
    highlight : ids
        Drawn with a ring and named, where their place may be told.
    named : int
        How many of the best connected are named, where their names find room.

    Raises
    ------
    MissingPartError
        matplotlib is not installed.
    DataError
        The reports are confidential.
    """
    net = landscape.network.one_mode() if network is None else network
    not_confidential(net, "a map of its ties")
    if groups is not None:
        net = net.with_groups(groups)
    elif net.groups is None:
        kinds = {o.id: o.kind for o in landscape.dataset.organisations}
        net = net.with_groups([kinds.get(str(one)) for one in net.ids])
    where, exact = _places(landscape, net)
    drawn = net.among(where)
    title = "Where who works with whom"
    outlines = outlines_of(landscape)
    note = _note(net, drawn, exact, outlines)
    names = {one: landscape.name(str(one)) for one in drawn.ids}
    with drawing():
        figure, axes, side = frames.with_side(title, note)
        marks = frames.marked(drawn.groups, len(drawn))
        spot = _spread(drawn, where, exact)
        if len(drawn):
            there = _ground(axes, landscape, drawn, outlines, spot)
            _draw(axes, drawn, spot, marks, exact)
            _name(axes, drawn, spot, names, highlight, named, there)
            ties = frames.kinds_of_tie(drawn, marks)
            more = () if all(exact.values()) else ("hollow: no more than\nits area is known",)
            frames.legend(side, marks, ties=ties, degree=drawn.degree, more=more)
        else:
            axes.text(0.5, 0.5, "No place of anybody here may be told or is known.", ha="center",
                      va="center", fontsize=13, color=GREY)  # fmt: skip
    return Picture(figure, title, _told(net, drawn, where, names), note)


def _places(
    landscape: Landscape, net: CollaborationNetwork
) -> tuple[dict[NodeId, Point], dict[NodeId, bool]]:
    """Return the place of each organisation that may be drawn, and whether it is its own.

    Fails closed: who is not in the landscape, is confidential or has no place finer than the
    borough is left out.
    """
    where: dict[NodeId, Point] = {}
    exact: dict[NodeId, bool] = {}
    for one in net.ids:
        profile = landscape.profiles.get(str(one))
        if profile is None or profile.closed or profile.precision == "borough only":
            continue
        if not profile.points:
            continue
        where[one] = middle_of(profile.points)
        exact[one] = profile.precision == "service or facility"
    return where, exact


def middle_of(points: Collection[Point]) -> Point:
    """Return the point nearest to the mean of all: a real one, where the mean is nowhere."""
    latitude = sum(p.latitude for p in points) / len(points)
    longitude = sum(p.longitude for p in points) / len(points)
    across = math.cos(math.radians(latitude))
    return min(
        points,
        key=lambda p: (
            round((p.latitude - latitude) ** 2 + ((p.longitude - longitude) * across) ** 2, 12),
            p,
        ),
    )


def outlines_of(landscape: Landscape) -> list[tuple[str, str, Boundary]]:
    """Return name, kind and outline of each area that has one, the widest first."""
    found = []
    for area in landscape.dataset.areas:
        if not area.boundary:
            continue
        try:
            found.append((area.name, area.kind, Boundary.from_geojson(area.boundary)))
        except DataError:
            continue  # told where the data is read; here it is only not drawn

    def size(one: tuple[str, str, Boundary]) -> float:
        west, south, east, north = one[2].box
        return (east - west) * (north - south)

    return sorted(found, key=lambda one: (-size(one), one[0]))


def _spread(
    net: CollaborationNetwork, where: Mapping[NodeId, Point], exact: Mapping[NodeId, bool]
) -> Floats:
    """Return longitude and latitude of each node, those at one point laid around it."""
    if not len(net):
        return np.zeros((0, 2))
    spot = np.array([(where[one].longitude, where[one].latitude) for one in net.ids])
    extent = max(float(np.ptp(spot[:, 0])) * 0.6, float(np.ptp(spot[:, 1])), 0.02)
    together: dict[tuple[float, float], list[NodeId]] = defaultdict(list)
    for one in in_order(net.ids):
        together[tuple(np.round(spot[net.position(one)], 4).tolist())].append(one)
    across = 1 / max(math.cos(math.radians(float(spot[:, 1].mean()))), 0.05)
    for ids in together.values():
        best = sorted(ids, key=lambda one: (not exact[one], -net.degree[net.position(one)]))
        for k, one in enumerate(best if len(best) > 1 else ()):
            radius, angle = 0.010 * extent * math.sqrt(k), 2.399963 * k
            spot[net.position(one)] += (
                radius * math.cos(angle) * across, radius * math.sin(angle)
            )  # fmt: skip
    return spot


def _ground(
    axes: Axes,
    landscape: Landscape,
    drawn: CollaborationNetwork,
    outlines: list[tuple[str, str, Boundary]],
    spot: Floats,
) -> list[Text]:
    """Draw outlines of areas, a scale and the names of places; return these."""
    from matplotlib.collections import LineCollection, PolyCollection

    rings = [ring for _, _, outline in outlines for polygon in outline.polygons for ring in polygon]
    seen = np.vstack([spot, *rings]) if rings else spot
    latitude = float((seen[:, 1].min() + seen[:, 1].max()) / 2)
    stretch = math.cos(math.radians(latitude))
    frames.fit(axes, seen, aspect=1 / max(stretch, 0.05))
    if rings:
        outer = [p[0] for p in outlines[0][2].polygons]
        axes.add_collection(PolyCollection(outer, facecolors="#f4f4f1", linewidths=0, zorder=0),
                            autolim=False)  # fmt: skip
        for k, (_, _, outline) in enumerate(outlines):
            lines = [ring for polygon in outline.polygons for ring in polygon]
            axes.add_collection(
                LineCollection(lines, colors="#8a8a84" if k == 0 else "#bdbdb6",
                               linewidths=1.3 if k == 0 else 0.7, zorder=0.5), autolim=False,
            )  # fmt: skip
    scale_bar(axes, stretch)
    return _named_places(axes, landscape, drawn, spot)


def _named_places(
    axes: Axes, landscape: Landscape, net: CollaborationNetwork, spot: Floats
) -> list[Text]:
    """Write the names of towns and the like in grey, where they stand."""
    from matplotlib.patheffects import withStroke

    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    taken: list[tuple[float, float]] = []
    texts: list[Text] = []
    order = ("town", "ward", "neighbourhood_partnership", "care_community", "other")
    areas = [a for a in landscape.dataset.areas if a.kind in order]
    for area in sorted(areas, key=lambda a: (order.index(a.kind), -(a.population or 0), a.id)):
        at = _spot_of(landscape, area, net, spot)
        if at is None or len(taken) >= 14:
            continue
        x, y = at
        if not (west < x < east and south < y < north):
            continue
        near = [
            (x - a, y - b)
            for a, b in taken
            if abs(x - a) < 0.11 * (east - west) and abs(y - b) < 0.035 * (north - south)
        ]
        if near:
            continue
        taken.append((x, y))
        wide, high = 0.025 * (east - west), 0.03 * (north - south)
        here = (np.abs(spot[:, 0] - x) < wide) & (np.abs(spot[:, 1] - y) < high)
        low = min(y, float(spot[here, 1].min(initial=y))) - 0.012 * (north - south)
        text = axes.text(x, low, words(area.name, 22), fontsize=8.5, color="#5f5f5a", ha="center",
                         va="top", style="italic", zorder=4.5)  # fmt: skip
        text.set_path_effects([withStroke(linewidth=2.2, foreground="white")])
        texts.append(text)
    return texts


def _spot_of(
    landscape: Landscape, area: Area, net: CollaborationNetwork, spot: Floats
) -> tuple[float, float] | None:
    """Return where an area's name stands: at its point, else amid at least five drawn there."""
    if area.latitude is not None and area.longitude is not None:
        return area.longitude, area.latitude
    here = [i for i, one in enumerate(net.ids) if area.id in landscape.areas_of(str(one))]
    if len(here) < 5 or area.kind == "care_community":
        return None
    x, y = np.median(spot[here], axis=0).tolist()
    return x, y


def scale_bar(axes: Axes, stretch: float) -> None:
    """Draw a bar of a round number of kilometres, about a fifth of the map."""
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    wide = (east - west) * _KM_A_DEGREE * stretch
    steps = [d * 10**p for p in range(-1, 4) for d in (1, 2, 5)]
    km = max((s for s in steps if s <= wide / 5), default=steps[0])
    x, y = west + 0.03 * (east - west), south + 0.03 * (north - south)
    end = x + km / (_KM_A_DEGREE * stretch)
    axes.plot([x, x, end, end], [y + 0.008 * (north - south), y, y, y + 0.008 * (north - south)],
              color=INK, linewidth=1.2, zorder=6)  # fmt: skip
    axes.text((x + end) / 2, y + 0.012 * (north - south), f"{km:g} km", ha="center", va="bottom",
              fontsize=8.5)  # fmt: skip


def _draw(
    axes: Axes,
    net: CollaborationNetwork,
    spot: Floats,
    marks: frames.Marked,
    exact: Mapping[NodeId, bool],
) -> None:
    s, t = net.sources, net.targets
    frames.lines(axes, spot[s], spot[t], np.full(net.size, 0.8), marks.across(s, t))
    own = np.array([exact[one] for one in net.ids], dtype=bool)
    radius = _radii(net)
    for mark, members in marks.items():
        for look, rows in ((mark, members[own[members]]), (mark.hollow, members[~own[members]])):
            if len(rows):
                look.scatter(axes, spot[rows], radius[rows])


def _radii(net: CollaborationNetwork) -> Floats:
    return frames.radii(net.degree, len(net)) * 0.85 if net.size else np.full(len(net), 3.2)


def _name(
    axes: Axes,
    net: CollaborationNetwork,
    spot: Floats,
    names: Mapping[NodeId, str],
    highlight: Collection[NodeId],
    named: int,
    there: Sequence[Text],
) -> None:
    radius = _radii(net)
    ringed = [net.position(one) for one in in_order(highlight) if one in net]
    if ringed:
        axes.scatter(spot[ringed, 0], spot[ringed, 1], s=(2 * radius[ringed] + 7) ** 2,
                     facecolors="none", edgecolors=INK, linewidths=1.6, zorder=5)  # fmt: skip
    place = {one: k for k, one in enumerate(in_order(net.ids))}
    order = sorted(range(len(net)), key=lambda i: (-net.degree[i], place[net.ids[i]]))[:named]
    order = [*ringed, *(i for i in order if i not in ringed and net.degree[i] > 1)]
    put_names(axes, spot, [(i, names[net.ids[i]]) for i in order], radius,
              must=[*ringed, *order[:3]], size=7.5, avoid=there)  # fmt: skip


def _note(
    net: CollaborationNetwork,
    drawn: CollaborationNetwork,
    exact: Mapping[NodeId, bool],
    outlines: Collection[Any],
) -> str:
    hidden, area = len(net) - len(drawn), sum(not one for one in exact.values())
    said = []
    if hidden:
        said.append(f"{count(hidden, 'organisation')} not drawn: no place known, or none told")
    if area:
        said.append(f"{number(area)} stand hollow at the middle of their area")
    if not outlines:
        said.append("no outlines of areas are in the data")
    return "; ".join([*said, net.note])


def _told(
    net: CollaborationNetwork,
    drawn: CollaborationNetwork,
    where: Mapping[NodeId, Point],
    names: Mapping[NodeId, str],
) -> str:
    from sap_match.geo.points import distance_km

    hidden = len(net) - len(drawn)
    if not len(drawn):
        return "Map of the place: no place of anybody here may be told or is known."
    said = [
        f"Map of the place: {count(len(drawn), 'organisation')} where they work, and "
        + count(drawn.size, "tie between them", "ties between them")
    ]
    far = [
        distance_km(where[drawn.ids[a]], where[drawn.ids[b]])
        for a, b in zip(drawn.sources.tolist(), drawn.targets.tolist(), strict=True)
    ]
    if far:
        said.append(
            f"Half of the ties are shorter than {np.median(far):.1f} km; "
            f"the longest is {max(far):.1f} km"
        )
    order = sorted(in_order(drawn.ids), key=lambda one: -drawn.degree[drawn.position(one)])[:3]
    best = [
        f"{words(names[one], 60)} ({number(int(drawn.degree[drawn.position(one)]))})"
        for one in order
        if drawn.degree[drawn.position(one)] > 1
    ]
    said += [f"Most ties on the map: {listing(best)}"] if best else []
    if hidden:
        verb = "is" if hidden == 1 else "are"
        said.append(
            f"{count(hidden, 'organisation')} {verb} not drawn: no place known, or none told"
        )
    return f"{'. '.join(said)}."
