"""Names beside their marks, none over another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.report.plots.style import INK, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

Floats = NDArray[np.float64]

#: Where a name may stand around its mark, the best first: (across, up).
_ROUND = (
    (1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0),
    (0.8, 0.8), (-0.8, 0.8), (0.8, -0.8), (-0.8, -0.8),
)  # fmt: skip
_PARTS = re.compile(r"[^\s._/-]+[\s._/-]*|[\s._/-]+")  # names of tables are told with dots
#: Points between mark and name; from the third on joined by a dotted line.
_STEPS, _JOINED = (3.0, 9.0, 24.0, 42.0, 64.0), 2


def folded(name: object, width: int = 22) -> str:
    r"""Return a name on at most two lines.

    Examples
    --------
    >>> folded("Valley Brook Allotments and Gardens")
    'Valley Brook\nAllotments and Gardens'
    """
    text = words(name, 2 * width)
    if len(text) <= width:
        return text
    parts = _PARTS.findall(text)
    lines = [""]
    for part in parts:
        if lines[-1] and len(f"{lines[-1]}{part}".rstrip()) > width:
            lines.append("")
        lines[-1] += part
    first, *rest = (line.strip() for line in lines)
    first, second = _cut(first, width), "".join(rest) if len(rest) < 2 else " ".join(rest)
    return f"{first}\n{_cut(second, width + 4)}" if second else first


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"


def put_names(
    axes: Axes,
    xy: Floats,
    names: Sequence[tuple[int, str]],
    radius: Floats,
    *,
    must: Sequence[int] = (),
    size: float = 8.0,
    avoid: Sequence[Text] = (),
) -> list[int]:
    """Write names beside their marks and return the rows that were named.

    Parameters
    ----------
    axes : matplotlib axes with their limits set
    xy : array of shape (n, 2)
        All marks, in data units.
    names : sequence of (row, name)
        The most wanted first. One that finds no room is left out, unless it ``must`` stand.
    radius : array of shape (n,)
        Of the marks, in points.
    must : sequence of rows
    size : float
        Of the letters, in points.
    avoid : sequence of matplotlib texts
        Already there, not to be covered.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.patheffects import withStroke

    figure = axes.figure
    canvas: Any = FigureCanvasAgg(figure)  # type: ignore[arg-type]  # a whole figure
    renderer = canvas.get_renderer()
    point = figure.dpi / 72
    pixels, round_ = axes.transData.transform(xy), radius * point
    frame = axes.get_window_extent(renderer)
    taken = [_box(text.get_window_extent(renderer)) for text in avoid]
    named: list[int] = []
    for row, name in names:
        text = axes.text(0, 0, folded(name), fontsize=size, color=INK, zorder=6, linespacing=0.95)
        box = text.get_window_extent(renderer)
        wide, high = box.width, box.height
        best = _place(
            pixels, round_, row, (wide, high), np.array(taken).reshape(-1, 4), frame.extents, point,
            _STEPS if row in must else _STEPS[:2],
        )  # fmt: skip
        if best is None and row not in must:
            text.remove()
            continue
        spot, far = best or (_outside(pixels[row], round_[row], (wide, high), frame.extents), True)
        taken.append((spot[0], spot[1], spot[0] + wide, spot[1] + high))
        x, y = axes.transData.inverted().transform(spot)
        text.set_position((x, y))
        text.set_verticalalignment("bottom")
        text.set_path_effects([withStroke(linewidth=2.4, foreground="white")])
        if far:
            _line(axes, pixels[row], round_[row], taken[-1])
        named.append(row)
    return named


def _box(box: Any) -> tuple[float, float, float, float]:
    return float(box.x0), float(box.y0), float(box.x1), float(box.y1)


def _place(
    pixels: Floats,
    radius: Floats,
    row: int,
    size: tuple[float, float],
    taken: Floats,
    frame: Any,
    point: float,
    steps: Sequence[float],
) -> tuple[tuple[float, float], bool] | None:
    """Return the lower left corner that covers least, and whether it is far; None if none."""
    wide, high = size
    x, y = pixels[row]
    found: list[tuple[float, tuple[float, float], bool]] = []
    for ring, step in enumerate(steps):
        for k, (across, up) in enumerate(_ROUND):
            reach = radius[row] + step * point
            left = x + across * reach - (wide / 2) * (1 - np.sign(across))
            low = y + up * reach - (high / 2) * (1 - np.sign(up))
            right, top = left + wide, low + high
            if left < frame[0] or low < frame[1] or right > frame[2] or top > frame[3]:
                continue
            clear = 2 * point
            if (
                (taken[:, 0] < right + clear) & (taken[:, 2] > left - clear)
                & (taken[:, 1] < top + clear) & (taken[:, 3] > low - clear)
            ).any():  # fmt: skip
                continue
            dx = np.maximum(np.maximum(left - pixels[:, 0], pixels[:, 0] - right), 0)
            dy = np.maximum(np.maximum(low - pixels[:, 1], pixels[:, 1] - top), 0)
            covers = np.hypot(dx, dy) < radius + point
            covers[row] = False
            rims = np.hypot(dx, dy) - radius
            nearer = np.flatnonzero(rims < rims[row])  # a name is its nearest mark's
            if (covers.any() or len(nearer)) and len(steps) < len(_STEPS):
                continue
            lost = min(len(nearer), 3) * (6.0 if ring < _JOINED else 0.5)
            cost = 3 * float((radius[covers] / point).sum()) + 2.5 * ring + lost + 0.1 * k
            found.append((cost, (float(left), float(low)), ring >= _JOINED))
    return min(found)[1:] if found else None


def _outside(
    at: Floats, radius: float, size: tuple[float, float], frame: Any
) -> tuple[float, float]:
    """Return a corner beside the mark, within the frame, whatever it covers."""
    left = min(max(at[0] + radius, frame[0]), frame[2] - size[0])
    low = min(max(at[1] + radius, frame[1]), frame[3] - size[1])
    return float(left), float(low)


def _line(axes: Axes, start: Floats, radius: float, box: tuple[float, float, float, float]) -> None:
    """Join a name to the rim of its mark."""
    end = np.array([min(max(start[0], box[0]), box[2]), min(max(start[1], box[1]), box[3])])
    gap = end - start
    rim = start + gap * min(1.0, radius / max(float(np.hypot(*gap)), 1e-9))
    ends = axes.transData.inverted().transform([rim, end])
    axes.plot(ends[:, 0], ends[:, 1], color=INK, linewidth=0.7, linestyle=":", zorder=5.5)
