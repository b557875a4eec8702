"""What pictures of networks share: the frame, the legend, marks by group, lines."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.adjacency import groups_of
from sap_match.report.plots.style import GREY, INK, UNKNOWN, marks_of, shown, words
from sap_match.report.words import count, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sap_match.graph.one_mode import CollaborationNetwork

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: So many groups have a look of their own; the smaller ones share one.
MOST_GROUPS = 7
#: Of a circle of the same width, so that no shape looks larger than another.
_SAME_AREA = {"s": 0.79, "^": 1.1, "D": 0.72, "v": 1.1}
ACROSS, WITHIN = "#4d4d4d", "#b3b3b3"


@dataclass(frozen=True)
class GroupMark:
    """One group's look."""

    name: str
    code: int
    colour: str
    shape: str
    hatch: str = ""
    edge: str = INK

    @property
    def style(self) -> dict[str, Any]:
        """Face, edge and shape, as ``scatter`` takes them."""
        dashed = {"linestyles": "dotted"} if self.name == UNKNOWN else {}
        edge = self.edge if self.name != UNKNOWN else GREY
        return {"facecolors": self.colour, "edgecolors": edge, "linewidths": 0.8,
                "marker": self.shape, **dashed}  # fmt: skip

    @property
    def hollow(self) -> GroupMark:
        """The same mark without its colour."""
        return replace(self, colour="#ffffff", edge="#555555")

    def scatter(self, axes: Axes, xy: Floats, radius: Any) -> None:
        """Draw points of this group; ``radius`` in points."""
        area = _SAME_AREA.get(self.shape, 1.0) * (2 * np.asarray(radius)) ** 2
        x, y = np.asarray(xy).T
        axes.scatter(x, y, s=area, zorder=4, **self.style)


@dataclass(frozen=True, eq=False)
class Marked:
    """Nodes and how each is drawn; ``code`` is the place of a node's mark."""

    marks: tuple[GroupMark, ...]
    code: Ints
    own: Ints
    """The place of each node's own group, -1 where not known, before small ones are joined."""

    def items(self) -> Iterator[tuple[GroupMark, Ints]]:
        """Yield each mark with the rows of its nodes."""
        for mark in self.marks:
            yield mark, np.flatnonzero(self.code == mark.code)

    def known(self, s: Ints, t: Ints) -> Bools:
        """Whether the groups of both ends are known."""
        return np.asarray((self.own[s] >= 0) & (self.own[t] >= 0))

    def across(self, s: Ints, t: Ints) -> Bools:
        """Whether a tie joins two different groups."""
        return np.asarray(self.known(s, t) & (self.own[s] != self.own[t]))


def marked(labels: Sequence[str | None] | None, n: int) -> Marked:
    """Return how nodes are drawn: by group, the largest seven apart, those not known hollow.

    Examples
    --------
    >>> [m.name for m in marked(["b", "a", None], 3).marks]
    ['a', 'b', 'not known']
    """
    if labels is None:
        one = marks_of(["all"])["all"]
        whole = GroupMark("", 0, one.colour, one.shape)
        return Marked((whole,), np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64))
    groups, own = groups_of(labels, n)
    size = np.bincount(own[own >= 0], minlength=len(groups))
    order = sorted(range(len(groups)), key=lambda g: (-size[g], groups[g]))
    large = sorted(order if len(order) <= MOST_GROUPS else order[:MOST_GROUPS])
    names = [groups[g] for g in large]
    if len(groups) > len(large):
        names.append(f"others ({count(len(groups) - len(large), 'group')})")
    looks = marks_of(names)
    marks = [
        GroupMark(name, k, looks[name].colour, looks[name].shape, looks[name].hatch)
        for k, name in enumerate(names)
    ]
    place = np.full(len(groups) + 1, len(large), dtype=np.int64)
    place[large] = np.arange(len(large))
    place[-1] = len(names)
    if (own < 0).any():
        marks.append(GroupMark(UNKNOWN, len(names), "#ffffff", "o"))
    return Marked(tuple(marks), place[own], np.asarray(own, dtype=np.int64))


# -- frame ------------------------------------------------------------------------------------


def framed(title: str, note: str, size: tuple[float, float] = (10.0, 7.0)) -> Figure:
    """Return a figure with its title above and its note below."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, dpi=100, facecolor="white")
    figure.text(0.02, 1 - 0.28 / size[1], words(title, 90), fontsize=14, fontweight="bold",
                va="center")  # fmt: skip
    lines = textwrap.wrap(words(note, 640), int(size[0] * 16), max_lines=4, placeholder="…")
    figure.text(
        0.02, 0.12 / size[1], "\n".join(lines), fontsize=7.2, color=GREY, va="bottom",
        linespacing=1.25,
    )  # fmt: skip
    return figure


def with_side(title: str, note: str) -> tuple[Figure, Axes, Axes]:
    """Return a figure with a map to the left and room for the legend to the right."""
    figure = framed(title, note)
    axes = figure.add_axes((0.01, 0.09, 0.765, 0.845))
    side = figure.add_axes((0.785, 0.09, 0.205, 0.845))
    for one in (axes, side):
        one.set_axis_off()
        one.set_xlim(0, 1)
        one.set_ylim(0, 1)
    return figure, axes, side


def fit(axes: Axes, xy: Floats, *, aspect: float = 1.0, margin: float = 0.06) -> None:
    """Set limits so that all points show, one step across as long as ``aspect`` steps up."""
    low, high = xy.min(axis=0), xy.max(axis=0)
    middle, span = (low + high) / 2, np.maximum(high - low, 1e-6)
    box = axes.get_window_extent()
    shape = box.width / box.height * aspect
    least = 2.0 if aspect == 1.0 else 0.0
    tall = max(span[1], span[0] / shape, least) * (1 + 2 * margin)
    axes.set_ylim(middle[1] - tall / 2, middle[1] + tall / 2)
    axes.set_xlim(middle[0] - tall * shape / 2, middle[0] + tall * shape / 2)


def radii(degree: Floats, n: int) -> Floats:
    """Return the radius of each mark in points: its area grows with the number of ties."""
    most = max(float(degree.max(initial=0.0)), 1.0)
    small, large = (3.8, 11.0) if n <= 60 else (2.9, 10.5) if n <= 200 else (2.0, 8.0)
    return np.asarray(np.sqrt(small**2 + (large**2 - small**2) * degree / most))


# -- lines ------------------------------------------------------------------------------------


def lines(axes: Axes, start: Floats, end: Floats, width: Floats, across: Bools) -> None:
    """Draw ties: those within a group pale and below, those between groups dark."""
    from matplotlib.collections import LineCollection

    for kind, colour, order in ((~across, WITHIN, 1), (across, ACROSS, 2)):
        if kind.any():
            pairs = np.stack([start[kind], end[kind]], axis=1)
            axes.add_collection(
                LineCollection(
                    list(pairs), colors=colour, linewidths=width[kind], alpha=0.75, zorder=order
                ),
                autolim=False,
            )


def arrows(axes: Axes, start: Floats, end: Floats, radius: Floats, across: Bools) -> None:
    """Draw a small head before the mark that each tie goes to; ``radius`` in points."""
    from matplotlib.collections import PolyCollection

    unit = 1 / (axes.transData.transform((1.0, 0.0))[0] - axes.transData.transform((0.0, 0.0))[0])
    point = unit * axes.figure.dpi / 72
    gap = end - start
    length = np.maximum(np.hypot(*gap.T), 1e-9)[:, None]
    along = gap / length
    side = np.column_stack([-along[:, 1], along[:, 0]])
    tip = end - along * (radius[:, None] + 1.2) * point
    foot = tip - along * 5.0 * point
    heads = np.stack([tip, foot + side * 1.9 * point, foot - side * 1.9 * point], axis=1)
    colours = [ACROSS if one else "#8f8f8f" for one in across.tolist()]
    axes.add_collection(PolyCollection(list(heads), facecolors=colours, linewidths=0, zorder=3),
                        autolim=False)  # fmt: skip


# -- side -------------------------------------------------------------------------------------


def legend(
    side: Axes,
    marks: Marked,
    *,
    ties: Sequence[str] = (),
    degree: Floats | None = None,
    more: Sequence[str] = (),
) -> None:
    """Write what marks, sizes and lines mean, from the top of the side down."""
    from matplotlib.lines import Line2D

    handles: list[Line2D] = []
    labels: list[str] = []
    for mark, rows in marks.items():
        if len(rows) and mark.name:
            handles.append(_key(mark, 7.5))
            labels.append(f"{words(mark.name, 24)} ({number(len(rows))})")
    most = int(degree.max(initial=0.0)) if degree is not None else 0
    if most > 1 and degree is not None:
        handles.append(Line2D([], [], linestyle=""))
        labels.append(f"larger: more ties\n(the most: {number(most)})")
    for line in more:
        handles.append(Line2D([], [], linestyle=""))
        labels.append(line)
    for name, colour in zip(ties, (WITHIN, ACROSS), strict=False):
        if name:
            handles.append(Line2D([], [], color=colour, linewidth=1.8))
            labels.append(name if name == "tie" else f"tie {name}")
    if handles:
        side.legend(
            handles, labels, loc="upper left", bbox_to_anchor=(0.0, 1.0), frameon=False,
            borderaxespad=0.0, labelspacing=0.75, handletextpad=0.7, fontsize=9,
        )  # fmt: skip


def kinds_of_tie(net: CollaborationNetwork, marks: Marked) -> tuple[str, ...]:
    """Return what lines mean, those within a group first; empty where there are none."""
    across = marks.across(net.sources, net.targets)
    kinds = ("within a group", "between groups") if net.groups is not None else ("tie",)
    have = (bool((~across).any()), bool(across.any()))
    return tuple(k if there else "" for k, there in zip(kinds, have, strict=False))


def _key(mark: GroupMark, size: float) -> Any:
    from matplotlib.lines import Line2D

    edge = GREY if mark.name == UNKNOWN else INK
    return Line2D(
        [], [], linestyle="", marker=mark.shape, markersize=size, markerfacecolor=mark.colour,
        markeredgecolor=edge, markeredgewidth=0.8,
    )  # fmt: skip


def gathered(side: Axes, marks: Marked, rows: Sequence[int], *, most: int = 240) -> None:
    """Draw those without a tie at the foot of the side, in rows, with their number."""
    if not rows:
        return
    alone = np.asarray(rows)
    across = 14
    chosen = np.concatenate([alone[marks.code[alone] == mark.code] for mark in marks.marks])
    drawn = chosen if len(chosen) <= most else chosen[:0]
    deep = int(np.ceil(len(drawn) / across))
    step = min(0.027, 0.40 / max(deep, 1))
    top = 0.02 + step * deep
    side.text(0.0, top + 0.03, f"{number(len(alone))} without a tie", fontsize=9, va="bottom",
              fontweight="bold")  # fmt: skip
    for mark in marks.marks:
        at = np.flatnonzero(marks.code[drawn] == mark.code)
        if len(at):
            mark.scatter(
                side, np.column_stack([0.03 + (at % across) * 0.07, top - (at // across) * step]),
                np.full(len(at), 2.6),
            )  # fmt: skip
    if not len(drawn):
        told = [
            f"{number(int((marks.code[alone] == m.code).sum()))} {words(m.name, 24)}"
            for m in marks.marks
            if m.name and (marks.code[alone] == m.code).any()
        ]
        side.text(0.0, top + 0.02, shown("\n".join(told)), fontsize=8, va="top")
