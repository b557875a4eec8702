"""A large network by its groups: one mark a group, lines where ties are more than chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sap_match.graph.adjacency import membership
from sap_match.graph.one_mode import CollaborationNetwork
from sap_match.report.plots import frames
from sap_match.report.plots.labels import put_names
from sap_match.report.plots.layout import Floats, Ints, Layout, in_order, lay_out
from sap_match.report.plots.picture import Picture
from sap_match.report.plots.style import COLOURS, INK, drawing, words
from sap_match.report.words import count, listing, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_STRONGEST, _MOST = 3, 40
#: Ties within a group over chance: the steps of shade, from light to dark.
_TIMES = (1.0, 2.0, 4.0, 8.0)
_SHADES = ("#f2f2f2", COLOURS[7], COLOURS[5], COLOURS[3], COLOURS[1])


def by_group(net: CollaborationNetwork, previous: Layout | None = None) -> Picture:
    """Return the map of a network's groups; see `network_map`."""
    groups, codes = _largest(*net.codes())
    member = membership(codes, len(groups))
    ties = np.asarray((member.T @ net.collapsed @ member).toarray())
    size = np.bincount(codes[codes >= 0], minlength=len(groups))
    kept = _drawn(ties)
    small = CollaborationNetwork.from_matrix(np.where(kept, ties, 0.0), list(groups))
    layout = lay_out(small, previous)
    title = f"Who works with whom, by group{f': {words(net.name, 50)}' if net.name else ''}"
    tied = int((net.degree > 0).sum())
    note = (
        f"{number(tied)} organisations with a tie are too many to draw one by one: a mark is a "
        f"group, and lines are each group's {_STRONGEST} ties furthest above what their numbers "
        f"of ties would give; {net.note}"
    )
    with drawing():
        figure, axes, side = frames.with_side(title, note)
        _draw(axes, groups, size, ties, kept, layout)
        side.text(
            0.0, 1.0, "A mark is a group, larger\nwith more organisations;\nthe number by its "
            "name\nis how many.\n\nDarker: it keeps more to itself;\nties within over those "
            "that\nchance would give.\n\n"
            "A line is wider with more\nties.", va="top", fontsize=9, linespacing=1.35,
        )  # fmt: skip
        _shades(side)
    return Picture(figure, title, _told(net, groups, size, ties), note, layout)


def _largest(groups: tuple[str, ...], codes: Ints) -> tuple[tuple[str, ...], Ints]:
    """Return the largest groups alone, the others put together."""
    if len(groups) <= _MOST:
        return groups, codes
    size = np.bincount(codes[codes >= 0], minlength=len(groups))
    order = sorted(range(len(groups)), key=lambda g: (-size[g], groups[g]))
    large = sorted(order[: _MOST - 1])
    place = np.full(len(groups) + 1, _MOST - 1, dtype=np.int64)
    place[large] = np.arange(len(large))
    place[-1] = -1
    rest = f"others ({count(len(groups) - len(large), 'group')})"
    return (*(groups[g] for g in large), rest), place[codes]


def _drawn(ties: Floats) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Return which pairs of groups are drawn: for each its few furthest above chance."""
    total = ties.sum()
    chance = np.outer(ties.sum(axis=1), ties.sum(axis=0)) / total if total else ties
    over = np.divide(ties, chance, out=np.zeros_like(ties), where=chance > 0)
    np.fill_diagonal(over, 0.0)
    kept = np.zeros(ties.shape, dtype=bool)
    for g, row in enumerate(over):
        best = np.argsort(-row, kind="stable")[:_STRONGEST]
        kept[g, best] = row[best] > 0
    return kept | kept.T


def _outward(ties: Floats) -> Floats:
    whole = ties.sum(axis=1)
    out = np.zeros(len(ties))
    np.divide(whole - np.diag(ties), whole, out=out, where=whole > 0)
    return out


def _inward(ties: Floats) -> Floats:
    """Return each group's ties within over what chance would give; NaN where that is nothing."""
    ends = ties.sum(axis=1)
    chance = ends**2 / max(float(ends.sum()), 1.0)
    out = np.full(len(ties), np.nan)
    np.divide(np.diag(ties), chance, out=out, where=chance > 0)
    return out


def _colour(times: float) -> str:
    """Return one of five steps from light to dark; white where nothing is known."""
    if np.isnan(times):
        return "#ffffff"
    return _SHADES[int(np.searchsorted(_TIMES, times, side="right"))]


def _draw(
    axes: Axes,
    groups: tuple[str, ...],
    size: np.ndarray[tuple[int], np.dtype[np.int64]],
    ties: Floats,
    kept: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
    layout: Layout,
) -> None:
    place = {group: g for g, group in enumerate(groups)}
    rows = np.array([place[str(one)] for one in in_order(layout.positions)], dtype=int)
    if not len(rows):
        axes.text(0.5, 0.5, "No ties between groups.", ha="center", va="center", fontsize=13)
        return
    spot = np.full((len(groups), 2), np.nan)
    spot[rows] = [layout.positions[groups[g]] for g in rows.tolist()]
    frames.fit(axes, spot[rows], margin=0.1)
    s, t = np.nonzero(np.triu(kept))
    most = float(ties[s, t].max(initial=1.0))
    width = 0.4 + 7 * ties[s, t] / most
    frames.lines(axes, spot[s], spot[t], width, np.zeros(len(s), dtype=bool))
    radius = np.sqrt(16 + 520 * size / max(1, size.max()))
    inward = _inward(ties)
    for g in rows.tolist():
        axes.scatter(
            spot[g, 0], spot[g, 1], s=(2 * radius[g]) ** 2, facecolors=_colour(inward[g]),
            edgecolors=INK, linewidths=0.8, zorder=4,
        )  # fmt: skip
    order = sorted(range(len(rows)), key=lambda k: (-size[rows[k]], groups[rows[k]]))
    put_names(
        axes, spot[rows], [(k, f"{groups[rows[k]]} {number(int(size[rows[k]]))}") for k in order],
        radius[rows],
    )  # fmt: skip


def _shades(side: Axes) -> None:
    steps = ("less than chance", "1 to 2 times", "2 to 4 times", "4 to 8 times", "8 times or more")
    for k, (colour, step) in enumerate(zip(_SHADES, steps, strict=True)):
        y = 0.5 - 0.04 * k
        side.scatter(0.05, y, s=90, facecolors=colour, edgecolors=INK, marker="s", linewidths=0.6)
        side.text(0.13, y, step, va="center", fontsize=9)


def _told(
    net: CollaborationNetwork,
    groups: tuple[str, ...],
    size: np.ndarray[tuple[int], np.dtype[np.int64]],
    ties: Floats,
) -> str:
    order = sorted(range(len(groups)), key=lambda g: (-size[g], groups[g]))
    largest = [f"{words(groups[g])} ({number(int(size[g]))})" for g in order[:3]]
    total, within = ties.sum() / 2, np.trace(ties) / 2
    sizes = f"{count(len(net), 'organisation')} in {count(len(groups), 'group')}"
    said = [f"Network map by group: {sizes} and {count(net.size, 'tie')}"]
    said.append(f"Largest: {listing(largest)}")
    if total:
        said.append(
            f"{number(int(total - within))} of {number(int(total))} ties with known groups "
            f"({100 * (total - within) / total:.0f}%) join different groups"
        )
        share = _outward(ties)
        busy = [g for g in order if ties[g].sum() > 0]
        most = max(busy, key=lambda g: (share[g], size[g]))
        least = min(busy, key=lambda g: (share[g], -size[g]))
        said.append(
            f"Most outward: {words(groups[most])} ({100 * share[most]:.0f}% of its ties); least: "
            f"{words(groups[least])} ({100 * share[least]:.0f}%)"
        )
    return f"{'. '.join(said)}."
