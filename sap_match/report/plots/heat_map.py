"""Which groups are tied to which: ties in each cell, shaded by how they compare with chance."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.mixing import Mixing
from sap_match.report.plots import frames
from sap_match.report.plots.picture import Picture
from sap_match.report.plots.style import GREY, INK, drawing, ink_on, shown, words
from sap_match.report.words import count, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]

_MOST, _LEVEL = 12, 6
_ABOVE, _BELOW, _ALIKE = ("#8bbdd6", "#3a8fb7", "#023567"), "#f7e3d0", "#ffffff"
_FAR_BELOW = "#f6cfa6"
#: Where chance would give fewer ties than this, and few are there, no ratio is told.
_FEW = 1.0


def mixing_heat_map(mixing: Mixing, *, title: str = "Which groups work with which") -> Picture:
    """Return the mixing matrix as shaded cells (extra ``plots``).

    Each cell tells its ties and how many times what chance would give: the same numbers of ties
    for everybody, blind to groups. Darker blue is more than chance; pale and hatched is less.
    A group of one has no pair within, and says so.
    Beyond the twelve groups with most ties, the others stand together.

    Parameters
    ----------
    mixing : Mixing
        From ``mixing_matrix(network)``.
    title : str

    Raises
    ------
    MissingPartError
        matplotlib is not installed.

    Examples
    --------
    >>> from sap_match.graph import mixing_matrix
    >>> two = np.kron(np.eye(2), np.ones((4, 4)))  # two groups, everybody tied within
    >>> two[0, 4] = two[4, 0] = 1
    >>> print(mixing_heat_map(mixing_matrix(two, list("xxxxyyyy"))).alt)
    Mixing of 2 groups: 13 ties, 12 of them (92%) within a group. Most above chance: within x (6
    ties, 1.8 times chance). Most below: x with y (1 tie, 0.2 times chance).
    """
    groups, counts, possible = _joined(mixing)
    ties, chance = _once(counts, directed=mixing.directed)
    over = _over(ties, chance)
    none = np.zeros(ties.shape, dtype=bool) if possible is None else (possible == 0) & (ties == 0)
    over[none] = np.nan
    alt = _told(mixing)
    note = "; ".join(part for part in (_unknown(mixing), mixing.note) if part)
    with drawing():
        figure = frames.framed(title, note, (10.0, 7.2))
        high = 0.76 if len(groups) <= _LEVEL else 0.66
        axes = figure.add_axes((0.2, 0.1, 0.54, high))
        if groups and counts.sum():
            _cells(axes, groups, ties, over, none)
            _key(figure.add_axes((0.775, 0.1, 0.21, high)), directed=mixing.directed)
        else:
            axes.set_axis_off()
            why = "No ties between known groups." if groups else "No groups are known."
            axes.text(0.5, 0.5, why, ha="center", va="center", fontsize=13, color=GREY)
    return Picture(figure, title, alt, note)


def _joined(mixing: Mixing) -> tuple[tuple[str, ...], Floats, Floats | None]:
    """Return at most so many groups, the others put together, their counts and known pairs."""
    counts = np.asarray(mixing.counts, dtype=float)
    possible = None if mixing.possible is None else np.asarray(mixing.possible, dtype=float)
    if len(mixing.groups) <= _MOST:
        return mixing.groups, counts, possible
    order = sorted(
        range(len(mixing.groups)),
        key=lambda g: (-(counts[g].sum() + counts[:, g].sum()), mixing.groups[g]),
    )
    large = sorted(order[: _MOST - 1])
    to = np.zeros((len(mixing.groups), _MOST))
    to[:, -1] = 1.0
    to[large] = np.eye(_MOST)[: _MOST - 1]
    rest = len(mixing.groups) - len(large)
    names = (*(mixing.groups[g] for g in large), f"others ({count(rest, 'group')})")
    return names, to.T @ counts @ to, None if possible is None else to.T @ possible @ to


def _chance(counts: Floats) -> Floats:
    """Return the counts that the same numbers of ties would give, blind to groups."""
    total = counts.sum()
    return np.outer(counts.sum(axis=1), counts.sum(axis=0)) / total if total else counts


def _once(counts: Floats, *, directed: bool) -> tuple[Floats, Floats]:
    """Return ties, each counted once in its cell, and what chance would give."""
    each = np.ones_like(counts) if directed else 1 - np.eye(len(counts)) / 2
    return counts * each, _chance(counts) * each


def _over(ties: Floats, chance: Floats) -> Floats:
    """Return ties over chance, NaN where neither is enough to tell."""
    told = (chance > 0) & ((chance >= _FEW) | (ties >= 3 * _FEW))
    return np.divide(ties, chance, out=np.full_like(ties, np.nan), where=told)


def _look(ratio: float) -> tuple[str, str]:
    """Return colour and hatch of a cell, by the ratio as it is written in it."""
    ratio = round(ratio, 1)
    if np.isnan(ratio) or 0.8 <= ratio <= 1.2:
        return _ALIKE, ""
    if ratio < 0.8:
        return (_FAR_BELOW if ratio < 0.4 else _BELOW), "///"
    return _ABOVE[0 if ratio < 2 else 1 if ratio < 4 else 2], ""


def _cells(
    axes: Axes, groups: tuple[str, ...], ties: Floats, over: Floats, none: NDArray[np.bool_]
) -> None:
    from matplotlib.patches import Rectangle

    g = len(groups)
    large = 12.0 if g <= 4 else 9.5 if g <= 8 else 7.0
    for (row, col), n in np.ndenumerate(ties):
        ratio = float(over[row, col])
        colour, hatch = _look(ratio)
        axes.add_patch(
            Rectangle((col - 0.5, row - 0.5), 1, 1, facecolor=colour, hatch=hatch,
                      edgecolor="#9a9a9a", linewidth=0.8)
        )  # fmt: skip
        told = "no pair" if none[row, col] else f"{number(float(n))}\n{_times(ratio)}"
        text = axes.text(col, row, told, ha="center", va="center", fontsize=large,
                         color=ink_on(colour), linespacing=1.3)  # fmt: skip
        if hatch:
            text.set_bbox({"facecolor": colour, "edgecolor": "none", "pad": 1.5})
    axes.set_xlim(-0.5, g - 0.5)
    axes.set_ylim(g - 0.5, -0.5)
    wide = 14 if g <= _LEVEL else 22
    names = [shown("\n".join(textwrap.wrap(words(group, 34), wide)) or "□") for group in groups]
    level = g <= _LEVEL or max(map(len, names)) <= 5
    axes.set_xticks(range(g), names, rotation=0 if level else 60,
                    ha="center" if level else "left")  # fmt: skip
    axes.set_yticks(range(g), names)
    axes.tick_params(top=True, labeltop=True, bottom=False, labelbottom=False, length=0,
                     labelsize=10 if g <= 8 else 8)  # fmt: skip
    for spine in axes.spines.values():
        spine.set_visible(False)


def _times(ratio: float) -> str:
    return "too few" if np.isnan(ratio) else f"× {ratio:.1f}"


def _key(side: Axes, *, directed: bool) -> None:
    from matplotlib.patches import Rectangle

    side.set_axis_off()
    side.set_xlim(0, 1)
    side.set_ylim(1, 0)
    steps = (
        (_ABOVE[2], "", "4 times chance or more"), (_ABOVE[1], "", "2 to 3.9 times"),
        (_ABOVE[0], "", "1.3 to 1.9 times"), (_ALIKE, "", "about as chance has it"),
        (_BELOW, "///", "0.4 to 0.7 of chance"), (_FAR_BELOW, "///", "less than 0.4"),
    )  # fmt: skip
    for k, (colour, hatch, label) in enumerate(steps):
        y = 0.02 + 0.065 * k
        side.add_patch(Rectangle((0, y), 0.12, 0.045, facecolor=colour, hatch=hatch,
                                 edgecolor=GREY, linewidth=0.7))  # fmt: skip
        side.text(0.17, y + 0.0225, label, va="center", fontsize=9)
    how = "From the row to the column." if directed else "The same both ways."
    side.text(
        0, 0.46, f"In each cell: ties, and how many\ntimes what chance would give\n(the same "
        "number of ties for\neach, blind to groups). Too few:\nchance would give less than one.\n"
        f"{how}",
        va="top", fontsize=9, color=INK, linespacing=1.4,
    )  # fmt: skip


def _unknown(mixing: Mixing) -> str:
    if not mixing.unknown:
        return ""
    return f"{count(mixing.unknown, 'tie')} left out: an end has no known group"


def _told(mixing: Mixing) -> str:
    own = np.asarray(mixing.counts, dtype=float) * (1.0 if mixing.directed else 0.5)
    total, within = float(own.sum()), float(np.trace(own))
    said = [f"Mixing of {count(len(mixing.groups), 'group')}: {count(int(total), 'tie')}"]
    if total:
        said[0] += f", {number(int(within))} of them ({100 * within / total:.0f}%) within a group"
        said += _extremes(mixing)
    said += [part for part in (_unknown(mixing),) if part]
    return f"{'. '.join(said)}."


def _extremes(mixing: Mixing) -> list[str]:
    """Return which cells lie furthest above and below chance, for what chance alone would do."""
    groups, directed = mixing.groups, mixing.directed
    ties, chance = _once(np.asarray(mixing.counts, dtype=float), directed=directed)
    over = _over(ties, chance)
    if mixing.possible is not None:
        over[(np.asarray(mixing.possible) == 0) & (ties == 0)] = np.nan
    far = np.divide(
        ties - chance, np.sqrt(chance), out=np.full_like(ties, np.nan), where=chance > 0
    )
    far[np.isnan(over)] = np.nan
    cells = [
        (round(float(far[r, c]), 6), r, c)
        for r, c in np.ndindex(*ties.shape)
        if not np.isnan(far[r, c]) and (directed or r <= c)
    ]
    said = []
    if cells:
        (_, *most), (_, *least) = max(cells, key=lambda at: (at[0], -at[1], -at[2])), min(cells)
        if round(float(over[*most]), 1) > 1:
            said.append(f"Most above chance: {_cell(groups, ties, over, most, directed)}")
        if round(float(over[*least]), 1) < 1:
            said.append(f"Most below: {_cell(groups, ties, over, least, directed)}")
    return said or ["Ties join groups about as chance would have it"]


def _cell(
    groups: tuple[str, ...],
    ties: Floats,
    over: Floats,
    at: Sequence[int],
    directed: bool,  # noqa: FBT001 - one of two words
) -> str:
    row, col = at
    joined = f"{words(groups[row])} {'to' if directed else 'with'} {words(groups[col])}"
    joined = f"within {words(groups[row])}" if row == col else joined
    return f"{joined} ({count(int(ties[row, col]), 'tie')}, {over[row, col]:.1f} times chance)"
