"""A plan of pairings as a map: who could give what to whom."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.geo.points import Point
from sap_match.model import Need, Offer
from sap_match.recommend.pairings.amounts import amount
from sap_match.report.plots import frames
from sap_match.report.plots.labels import put_names
from sap_match.report.plots.layout import Floats
from sap_match.report.plots.picture import Picture
from sap_match.report.plots.places import middle_of, outlines_of, scale_bar
from sap_match.report.plots.style import GREY, INK, drawing, words
from sap_match.report.words import count

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

    from sap_match.landscape import Landscape
    from sap_match.recommend.planning import Plan
    from sap_match.results import Suggestion

_LOOKS: dict[str, dict[str, Any]] = {
    "volunteering": {"color": "#023567", "linestyle": "-"},
    "skills": {"color": "#cf5361", "linestyle": (0, (5, 1.5))},
    "goods": {"color": "#2fa0c6", "linestyle": (0, (1, 1))},
    "funding": {"color": "#8c1d1d", "linestyle": "-."},
    "space": {"color": "#7a6a00", "linestyle": (0, (3, 1, 1, 1))},
}


def pairings_map(plan: Plan, landscape: Landscape) -> Picture:
    """Return a plan of pairings as a map: lines from offers to needs (extra ``plots``).

    A line is as wide as its quantity beside the largest of its unit, and is of its kind's
    colour and dashes. Pairs of which a place is confidential or not known are left out and
    counted; what is done from afar is counted too.

    Parameters
    ----------
    plan : Plan
        Of `sap_match.recommend.pairings.plan_pairings`.
    landscape : Landscape

    Raises
    ------
    MissingPartError
        matplotlib is not installed.
    """
    offers = {o.id: o for o in landscape.dataset.offers}
    needs = {n.id: n for n in landscape.dataset.needs}
    drawn: list[tuple[Suggestion, Point, Point]] = []
    hidden = afar = 0
    for match in plan.matches:
        offer, need = offers[match.subject_id], needs[match.other_id]
        a, b = _where(landscape, offer), _where(landscape, need)
        if a is None or b is None:
            hidden += 1
        elif offer.remote and need.remote:
            afar += 1
        else:
            drawn.append((match, a, b))
    title = "Who could give what to whom"
    note = _map_note(drawn, hidden, afar)
    alt = _map_told(drawn, offers, needs, landscape, note)
    with drawing():
        figure, axes, side = frames.with_side(title, note)
        if drawn:
            _draw_pairs(axes, drawn, offers, needs, landscape)
            _map_key(side, [offers[m.subject_id].kind for m, _, _ in drawn])
        else:
            axes.text(0.5, 0.5, "No pair of which both places may be told.", ha="center",
                      va="center", fontsize=13, color=GREY)  # fmt: skip
    return Picture(figure, title, alt, note)


def _where(landscape: Landscape, record: Offer | Need) -> Point | None:
    """Return where something is given or wanted; None where that is not to be told or known."""
    profile = landscape.profile(record.organisation_id)
    if profile.closed or profile.organisation.suggest == "no":
        return None
    if record.latitude is not None and record.longitude is not None:
        return Point(record.latitude, record.longitude)
    if profile.precision == "borough only" or not profile.points:
        return None
    return middle_of(profile.points)


def _draw_pairs(
    axes: Axes,
    drawn: Sequence[tuple[Suggestion, Point, Point]],
    offers: Mapping[str, Offer],
    needs: Mapping[str, Need],
    landscape: Landscape,
) -> None:
    from matplotlib.collections import LineCollection

    ids = list(dict.fromkeys(one for m, _, _ in drawn for one in _ends(m, offers, needs)))
    at: dict[str, Point] = {}
    for m, a, b in drawn:
        giver, host = _ends(m, offers, needs)
        at.setdefault(giver, a)
        at.setdefault(host, b)
    outlines = outlines_of(landscape)
    rings = [r for _, _, one in outlines for polygon in one.polygons for r in polygon]
    spot = _apart([at[one] for one in ids])
    latitude = float(spot[:, 1].mean())
    stretch = max(math.cos(math.radians(latitude)), 0.05)
    frames.fit(axes, spot, aspect=1 / stretch, margin=0.14)
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    rings = [
        ring
        for ring in map(np.asarray, rings)
        if (ring.max(axis=0) > (west, south)).all() and (ring.min(axis=0) < (east, north)).all()
    ]
    if rings:
        axes.add_collection(LineCollection(rings, colors="#bdbdb6", linewidths=0.7, zorder=0.5),
                            autolim=False)  # fmt: skip
    scale_bar(axes, stretch)
    place = {one: k for k, one in enumerate(ids)}
    most = _most_of_unit(drawn)
    uneven = any(_quantity(m) < most[m.details.get("unit")] for m, _, _ in drawn)
    for m, _, _ in drawn:
        ends = [place[one] for one in _ends(m, offers, needs)]
        kind = offers[m.subject_id].kind
        share = _quantity(m) / most[m.details.get("unit")] if uneven else 0.3
        axes.plot(
            spot[ends, 0], spot[ends, 1], **_LOOKS[kind], linewidth=1.2 + 3.8 * share,
            alpha=0.85, zorder=2, solid_capstyle="round",
        )  # fmt: skip
    towns = _towns(axes, landscape, spot)
    givers = {_ends(m, offers, needs)[0] for m, _, _ in drawn}
    _ends_drawn(axes, ids, spot, landscape, givers, towns)


def _towns(axes: Axes, landscape: Landscape, spot: Floats) -> list[Text]:
    """Write the names of towns in grey, below the marks that stand there, and return them."""
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    texts: list[Text] = []
    for area in sorted(landscape.dataset.areas, key=lambda a: (-(a.population or 0), a.id)):
        x, y = area.longitude, area.latitude
        if area.kind != "town" or x is None or y is None or len(texts) > 11:
            continue
        wide, high = 0.09 * (east - west), 0.035 * (north - south)
        while (near := (np.abs(spot[:, 0] - x) < wide) & (np.abs(spot[:, 1] - y) < high)).any():
            y = float(spot[near, 1].min()) - 1.05 * high
        at_scale = x < west + 0.2 * (east - west) and y < south + 0.1 * (north - south)
        if west + wide < x < east - wide and south + high < y < north and not at_scale:
            texts.append(
                axes.text(x, y, words(area.name, 22), fontsize=8.5, color="#5f5f5a", ha="center",
                          va="center", style="italic", zorder=1)
            )  # fmt: skip
    return texts


def _ends(
    match: Suggestion, offers: Mapping[str, Offer], needs: Mapping[str, Need]
) -> tuple[str, str]:
    return offers[match.subject_id].organisation_id, needs[match.other_id].organisation_id


def _ends_drawn(
    axes: Axes,
    ids: Sequence[str],
    spot: Floats,
    landscape: Landscape,
    givers: set[str],
    towns: Sequence[Text],
) -> None:
    is_giver = np.array([one in givers for one in ids])
    x, y = spot.T
    axes.scatter(x[is_giver], y[is_giver], s=52, marker="s", color=INK, zorder=4)
    axes.scatter(x[~is_giver], y[~is_giver], s=58, marker="o", facecolors="white", edgecolors=INK,
                 linewidths=1.4, zorder=4)  # fmt: skip
    names = [(k, landscape.name(one)) for k, one in enumerate(ids)]
    put_names(axes, spot, names, np.full(len(ids), 4.0), must=range(len(ids)) if len(ids) <= 30
              else (), size=7.5, avoid=towns)  # fmt: skip


def _apart(points: Sequence[Point]) -> Floats:
    """Return longitudes and latitudes, those at one point laid around it."""
    spot = np.array([(p.longitude, p.latitude) for p in points])
    extent = max(float(np.ptp(spot[:, 0])) * 0.6, float(np.ptp(spot[:, 1])), 0.02)
    seen: dict[tuple[float, float], int] = {}
    for k, row in enumerate(np.round(spot, 4).tolist()):
        n = seen[row[0], row[1]] = seen.get((row[0], row[1]), -1) + 1
        radius, angle = 0.03 * extent * math.sqrt(n), 2.399963 * n
        spot[k] += (radius * math.cos(angle) * 1.6, radius * math.sin(angle))
    return spot


def _quantity(match: Suggestion) -> float:
    return float(match.details.get("quantity") or 0.0)


def _most_of_unit(drawn: Sequence[tuple[Suggestion, Point, Point]]) -> dict[str | None, float]:
    most: dict[str | None, float] = {}
    for m, _, _ in drawn:
        unit = m.details.get("unit")
        most[unit] = max(most.get(unit, 1e-9), _quantity(m))
    return most


def _map_key(side: Axes, kinds: Sequence[str]) -> None:
    from matplotlib.lines import Line2D

    mark: dict[str, Any] = {"linestyle": "", "markersize": 7, "markeredgecolor": INK}
    handles = [
        Line2D([], [], marker="s", markerfacecolor=INK, label="gives", **mark),
        Line2D([], [], marker="o", markerfacecolor="white", label="asks", **mark),
        *(
            Line2D(
                [], [], **_LOOKS[kind], linewidth=2.6,
                label=f"{kind} ({kinds.count(kind)})",
            )
            for kind in _LOOKS
            if kind in kinds
        ),
        Line2D([], [], linestyle="", label="wider: more, beside the\nmost of the same unit"),
    ]  # fmt: skip
    side.legend(
        handles=handles, loc="upper left", frameon=False, borderaxespad=0, labelspacing=0.8,
        fontsize=9, handlelength=2.6,
    )  # fmt: skip


def _map_note(drawn: Sequence[object], hidden: int, afar: int) -> str:
    note = f"{count(len(drawn), 'pairing')} drawn; planned, and agreed with nobody yet."
    if hidden:
        note += f" {count(hidden, 'pairing')} left out: a place is confidential or not known."
    if afar:
        note += f" {count(afar, 'pairing')} left out: done from afar."
    return f"{note} Who stands at one point is laid around it."


def _map_told(
    drawn: Sequence[tuple[Suggestion, Point, Point]],
    offers: Mapping[str, Offer],
    needs: Mapping[str, Need],
    landscape: Landscape,
    note: str,
) -> str:
    told = []
    for m, _, _ in drawn[:40]:
        giver, host = (landscape.name(one) for one in _ends(m, offers, needs))
        some = amount(_quantity(m), m.details.get("unit"))
        km = m.details.get("km")
        far = f", {km:g} km" if isinstance(km, int | float) else ""
        told.append(f"{giver} to {host}: {some} ({offers[m.subject_id].kind}{far}).")
    return f"A map of offers and needs. {' '.join(told)} {note}"
