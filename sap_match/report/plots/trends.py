"""Density from date to date beside what tells why it moves: mean degree, and a fixed panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.report.plots import frames
from sap_match.report.plots.picture import Picture
from sap_match.report.plots.style import COLOURS, GREY, drawing
from sap_match.report.words import count, number

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]

_NEEDED = ("date", "density")
_DARK, _MIDDLE = COLOURS[0], COLOURS[3]


def trend_with_bands(
    frame: pd.DataFrame, *, title: str = "Is the partnership closer than it was?", note: str = ""
) -> Picture:
    """Return density and mean degree over time with their bands (extra ``plots``).

    Density falls when a directory grows, though nobody works less with others; so mean degree
    stands beside it, and the density among those present at every date, where they are given.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row a date, what `sap_match.graph.trend` gives: ``date`` (a column or the index) and
        ``density``, and where known ``nodes`` (or ``n``), ``mean_degree``, ``panel_density``,
        ``panel_nodes``, and for each figure ``..._low`` and ``..._high``.
    title, note : str

    Raises
    ------
    DataError
        The columns ``date`` and ``density`` are not there.
    MissingPartError
        matplotlib is not installed.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {"date": ["2025-11-01", "2026-11-01"], "n": [100, 200], "density": [0.04, 0.02],
    ...      "mean_degree": [3.96, 3.98]}
    ... )
    >>> print(trend_with_bands(frame).alt)
    Trend over 2 dates, 2025-11-01 to 2026-11-01, from 100 to 200 organisations. Density fell from
    0.040 to 0.020. Mean degree rose from 3.96 to 3.98. The directory grew, so that density alone
    misleads.
    """  # fmt: skip
    frame = frame.reset_index() if frame.index.name == "date" else frame
    note = note or str(frame.attrs.get("note", ""))
    lacking = [name for name in _NEEDED if name not in frame.columns]
    if lacking:
        raise DataError(
            f"the trend has no column {lacking[0]!r}; give what trend() returns", field=lacking[0]
        )
    order = sorted(range(len(frame)), key=lambda i: _day(frame["date"].iloc[i]))
    rows = frame.iloc[order]
    dates = np.array([_day(one) for one in rows["date"]], dtype="datetime64[D]")
    with drawing():
        figure = frames.framed(title, note, (10.0, 5.4))
        if len(dates):
            left = figure.add_axes((0.08, 0.235, 0.39, 0.52))
            right = figure.add_axes((0.57, 0.235, 0.39, 0.52))
            _densities(left, dates, rows)
            _degrees(right, dates, rows)
        else:
            figure.text(0.5, 0.5, "No dates to compare.", ha="center", fontsize=13, color=GREY)
    return Picture(figure, title, _told(dates, rows), note)


def _day(value: Any) -> np.datetime64:
    try:
        return np.datetime64(value, "D")
    except ValueError as error:
        raise DataError("is no date; write YYYY-MM-DD", field="date", value=value) from error


def _column(rows: pd.DataFrame, name: str) -> Floats | None:
    if name not in rows.columns:
        return None
    found = rows[name].to_numpy(dtype=float, na_value=np.nan)
    return None if np.isnan(found).all() else found


def _size(rows: pd.DataFrame) -> Floats | None:
    found = _column(rows, "nodes")
    return _column(rows, "n") if found is None else found


def _densities(axes: Axes, dates: Any, rows: pd.DataFrame) -> None:
    _line(axes, dates, rows, "density", _DARK, "o", "-", "of all then listed",
          _column(rows, "panel_density"))  # fmt: skip
    always = _column(rows, "panel_nodes")
    size = "" if always is None else f" (n = {number(float(always[-1]))})"
    told = f"of those there always{size}"
    panel = _line(axes, dates, rows, "panel_density", _MIDDLE, "s", "--", told,
                  _column(rows, "density"))  # fmt: skip
    if panel:
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2, frameon=False,
                    borderaxespad=0.2, fontsize=8.5)  # fmt: skip
        axes.set_title("Density", loc="left", fontsize=11, fontweight="bold", pad=24)
    else:
        axes.set_title("Density", loc="left", fontsize=11, fontweight="bold")
    _dated(axes, dates, _size(rows))


def _degrees(axes: Axes, dates: Any, rows: pd.DataFrame) -> None:
    axes.set_title("Mean degree: partners of one organisation", loc="left", fontsize=11,
                   fontweight="bold", pad=24 if "panel_density" in rows.columns else 6)  # fmt: skip
    if not _line(axes, dates, rows, "mean_degree", _DARK, "o", "-", ""):
        axes.text(0.5, 0.5, "not given", transform=axes.transAxes, ha="center", color=GREY)
    _dated(axes, dates, _size(rows))


def _line(
    axes: Axes, dates: Any, rows: pd.DataFrame, name: str, colour: str, shape: str, dash: str,
    label: str, below: Floats | None = None,
) -> bool:  # fmt: skip
    """Draw a column with its band; its numbers stand under it where it is ``below`` another."""
    value = _column(rows, name)
    if value is None:
        return False
    low, high = _column(rows, f"{name}_low"), _column(rows, f"{name}_high")
    if low is not None and high is not None:
        axes.fill_between(dates, low, high, facecolor=colour, alpha=0.16, linewidth=0, zorder=1)
        for edge in (low, high):
            axes.plot(dates, edge, color=colour, linewidth=0.7, linestyle=":", zorder=2)
    axes.plot(dates, value, color=colour, marker=shape, linestyle=dash, linewidth=1.8,
              markersize=6, label=label, zorder=3)  # fmt: skip
    digits = ".3f" if "density" in name else ".2f"
    for k in sorted({0, len(value) - 1}):
        if not np.isnan(value[k]):
            up = below is None or not below[k] > value[k]
            axes.annotate(f"{value[k]:{digits}}", (dates[k], value[k]), zorder=4, fontsize=8.5,
                          xytext=(0, 7 if up else -15), textcoords="offset points",
                          ha="center")  # fmt: skip
    return True


def _dated(axes: Axes, dates: Any, n: Floats | None) -> None:
    k = len(dates)
    step = max(1, int(np.ceil(k / 6)))
    at = sorted({*range(0, k, step), k - 1}) if (k - 1) % step == 0 else list(range(0, k, step))
    labels = [str(dates[i]) if n is None else f"{dates[i]}\nn = {number(float(n[i]))}" for i in at]
    axes.set_xticks(dates[at], labels, fontsize=8)
    axes.margins(x=0.1, y=0.15)
    axes.set_ylim(bottom=0, top=axes.get_ylim()[1] * 1.08)
    axes.grid(axis="y", color="#e3e3e3", linewidth=0.7, zorder=0)


def _told(dates: Any, rows: pd.DataFrame) -> str:
    if not len(dates):
        return "Trend: no dates to compare."
    n = _size(rows)
    said = [f"Trend over {count(len(dates), 'date')}, {dates[0]} to {dates[-1]}"]
    if len(dates) == 1:
        said = [f"One date, {dates[0]}: nothing to compare it with"]
    if n is not None:
        grew = f"from {number(float(n[0]))} to {number(float(n[-1]))} organisations"
        said[0] += f", {grew}" if len(dates) > 1 else f", {number(float(n[0]))} organisations"
    moved = {}
    for name, word, digits in (
        ("density", "Density", ".3f"),
        ("mean_degree", "Mean degree", ".2f"),
        ("panel_density", "Among those there throughout, density", ".3f"),
    ):
        value = _column(rows, name)
        if value is None:
            continue
        moved[name] = float(value[-1] - value[0])
        said.append(f"{word} {_moved(value, digits)}{_band(rows, name, digits)}")
    if (
        moved.get("density", 0.0) < 0
        and max(moved.get("mean_degree", -1.0), moved.get("panel_density", -1.0)) >= 0
        and n is not None
        and n[-1] > n[0]
    ):
        said.append("The directory grew, so that density alone misleads")
    return f"{'. '.join(said)}."


def _moved(value: Floats, digits: str) -> str:
    first, last = float(value[0]), float(value[-1])
    if len(value) == 1:
        return f"was {first:{digits}}"
    if np.isnan(first) or np.isnan(last):
        return "is not known at one of the ends"
    if f"{first:{digits}}" == f"{last:{digits}}":
        return f"stayed at {last:{digits}}"
    return f"{'rose' if last > first else 'fell'} from {first:{digits}} to {last:{digits}}"


def _band(rows: pd.DataFrame, name: str, digits: str) -> str:
    low, high = _column(rows, f"{name}_low"), _column(rows, f"{name}_high")
    if low is None or high is None or np.isnan(low[-1]) or np.isnan(high[-1]):
        return ""
    return f" (last between {low[-1]:{digits}} and {high[-1]:{digits}})"
