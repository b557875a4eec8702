"""A week of a sharing plan as a calendar: rooms by hours."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sap_match.recommend.stretches import DAY, Stretch, day_start, minute_of
from sap_match.report.calendars import may_be_told, meetings_of
from sap_match.report.openactive import booked_of, open_hours
from sap_match.report.plots import frames
from sap_match.report.plots.labels import folded
from sap_match.report.plots.picture import Picture
from sap_match.report.plots.style import COLOURS, GREY, drawing, ink_on, words
from sap_match.report.words import WEEKDAYS, count, day, listing
from sap_match.windows.slots import zone_named

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sap_match.landscape import Landscape
    from sap_match.recommend.planning import Plan

_PLANNED, _OPEN, _TAKEN = COLOURS[0], "#dcebf2", "#ffffff"
_MOST_ROWS = 60
_EARLIEST, _LATEST = 8 * 60, 21 * 60


@dataclass(frozen=True)
class _Row:
    """One room on one day: minutes of the day that are open, booked and planned."""

    on: date
    room: str
    open: tuple[Stretch, ...]
    booked: tuple[Stretch, ...]
    planned: tuple[tuple[int, int, str], ...]


def week_grid(plan: Plan, landscape: Landscape, monday: date) -> Picture:
    """Return a week of a sharing plan as a calendar: rooms by hours (extra ``plots``).

    Under each day stands each room in which something is planned, with the hours in which it is
    open (pale), what is booked already (hatched) and who is planned when (dark, named).

    Parameters
    ----------
    plan : Plan
        Of `sap_match.recommend.facilities.plan_facility_sharing`.
    landscape : Landscape
    monday : date
        The first of the seven days.

    Raises
    ------
    MissingPartError
        matplotlib is not installed.
    """
    rows = _rows(plan, landscape, monday)
    shown, more = rows[:_MOST_ROWS], len(rows) - _MOST_ROWS
    title = f"Rooms planned in the week of {day(monday)}"
    alt, note = _week_told(rows, plan, landscape, monday, more)
    with drawing():
        high = max(3.2, 1.8 + 0.36 * (len(shown) + 0.9 * len({r.on for r in shown})))
        figure = frames.framed(title, note, (10.0, high))
        axes = figure.add_axes((0.235, 0.62 / high, 0.735, 1 - 1.62 / high))
        if shown:
            _draw_week(axes, shown)
            _week_key(axes, high)
        else:
            axes.set_axis_off()
            axes.text(0.4, 0.5, "Nothing is planned in this week.", ha="center", fontsize=13,
                      color=GREY)  # fmt: skip
    return Picture(figure, title, alt, note)


def _rows(plan: Plan, landscape: Landscape, monday: date) -> list[_Row]:
    data, zone = landscape.dataset, zone_named(landscape.dataset.timezone)
    rooms = {f.id: f for f in data.facilities}
    asked = {r.id: r.organisation_id for r in data.facility_requests}
    planned: dict[tuple[date, str], list[tuple[int, int, str]]] = defaultdict(list)
    for one in meetings_of(plan, landscape):
        start, end = one.starts.astimezone(zone), one.ends.astimezone(zone)
        if 0 <= (start.date() - monday).days < 7:
            whose = landscape.profile(asked[one.request_id])
            name = "a group" if whose.closed else whose.name
            base = day_start(start.date())
            planned[start.date(), one.facility_id].append(
                (minute_of(start) - base, minute_of(end) - base, name)
            )
    week = (monday, monday + timedelta(days=6))
    hours = {room: open_hours(rooms[room], landscape, *week) for _, room in planned}
    held = {room: booked_of(rooms[room], landscape) for _, room in planned}
    return [
        _Row(
            on=on,
            room=rooms[room].name,
            open=_within(hours[room], on),
            booked=_within(held[room], on),
            planned=tuple(sorted(planned[on, room])),
        )
        for on, room in sorted(planned, key=lambda key: (key[0], rooms[key[1]].name, key[1]))
    ]


def _within(stretches: Iterable[Stretch], on: date) -> tuple[Stretch, ...]:
    base = day_start(on)
    cut = ((max(a - base, 0), min(b - base, DAY)) for a, b in stretches)
    return tuple((a, b) for a, b in cut if a < b)


def _draw_week(axes: Axes, rows: Sequence[_Row]) -> None:
    first = min(_EARLIEST, *(a for r in rows for a, _, _ in r.planned)) // 60
    last = -(-max(_LATEST, *(b for r in rows for _, b, _ in r.planned)) // 60)
    axes.set_xlim(first, last)
    y, before = 0.0, None
    for row in rows:
        if row.on != before:
            y += 0.9
            axes.text(
                first, y - 0.42, f"{WEEKDAYS[row.on.weekday()]} {row.on.day} {row.on:%B}",
                fontsize=9.5, fontweight="bold", va="center", ha="left",
            )  # fmt: skip
            before = row.on
        y += 1
        _draw_row(axes, row, y - 0.5, (first, last))
    axes.set_ylim(y + 0.15, 0)
    axes.set_yticks([])
    step = 1 if last - first <= 16 else 2
    axes.set_xticks(range(first, last + 1, step), [_hour(h) for h in range(first, last + 1, step)])
    axes.tick_params(
        axis="x", labelsize=8, length=0, top=False, labeltop=True, labelbottom=len(rows) > 12
    )
    for edge in ("left", "bottom"):
        axes.spines[edge].set_visible(False)
    axes.set_axisbelow(True)
    axes.grid(axis="x", color="#e3e3e3", linewidth=0.6)


def _draw_row(axes: Axes, row: _Row, y: float, span: tuple[int, int]) -> None:
    axes.text(
        span[0] - 0.12,
        y,
        folded(row.room, 30),
        fontsize=7.6,
        ha="right",
        va="center",
        linespacing=0.95,
        clip_on=False,
    )
    high = 0.86

    def bars(stretches: Iterable[tuple[int, int]], order: int, **style: Any) -> None:
        some = [(max(a / 60, span[0]), min(b / 60, span[1])) for a, b in stretches]
        axes.broken_barh(
            [(a, b - a) for a, b in some if a < b], (y - high / 2, high), zorder=order, **style
        )

    bars(row.open, 1, facecolors=_OPEN)
    bars(row.booked, 2, facecolors=_TAKEN, edgecolors=GREY, hatch="////", linewidth=0.6)
    bars(((a, b) for a, b, _ in row.planned), 3, facecolors=_PLANNED, edgecolors="white",
         linewidth=0.8)  # fmt: skip
    for start, end, name in row.planned:
        _name_in_bar(axes, name, start / 60, end / 60, y, span)


def _name_in_bar(
    axes: Axes, name: str, start: float, end: float, y: float, span: tuple[int, int]
) -> None:
    """Write a name into its bar on one or two lines, as much of it as there is room for."""
    letters = max(4, int((end - start) * 7.5 * 14.8 / (span[1] - span[0])))
    lines = textwrap.wrap(
        words(name, 60), max(letters, 8), max_lines=2, placeholder="…",
        break_long_words=letters < 8,
    )  # fmt: skip
    lines = [line.replace(":…", "…") for line in lines]
    axes.text(
        (start + end) / 2, y, "\n".join(lines), fontsize=6.6, color=ink_on(_PLANNED), ha="center",
        va="center", zorder=4, linespacing=0.95, clip_on=True,
    )  # fmt: skip


def _hour(hour: int) -> str:
    if hour % 24 == 12:
        return "noon"
    return f"{hour % 12 or 12} {'am' if hour % 24 < 12 else 'pm'}"


def _week_key(axes: Axes, high: float) -> None:
    from matplotlib.patches import Patch

    axes.figure.legend(
        handles=[
            Patch(facecolor=_PLANNED, label="planned, agreed with nobody yet"),
            Patch(facecolor=_TAKEN, edgecolor=GREY, hatch="////", label="booked already"),
            Patch(facecolor=_OPEN, label="open"),
        ],
        loc="upper right", bbox_to_anchor=(0.99, 1 - 0.46 / high), ncols=3, frameon=False,
        fontsize=8, borderaxespad=0,
    )  # fmt: skip


def _week_told(
    rows: Sequence[_Row], plan: Plan, landscape: Landscape, monday: date, more: int
) -> tuple[str, str]:
    meetings = [(r, a, b, name) for r in rows for a, b, name in r.planned]
    hours = sum(b - a for _, a, b, _ in meetings) / 60
    rooms = len({r.room for r in rows})
    facilities = {f.id: f for f in landscape.dataset.facilities}
    hidden = sum(
        not may_be_told(landscape, facilities[m.other_id])
        for m in plan.matches
        if m.other_id in facilities
    )
    days = [f"{WEEKDAYS[n]} {k}" for n in range(7) if (k := _on(meetings, monday, n))]
    alt = (
        f"A calendar of the week of {day(monday)}: {count(len(meetings), 'meeting')} in "
        f"{count(rooms, 'room')}, {hours:g} hours. "
        f"{'By day: ' + listing(days) + '. ' if days else ''}"
    )
    alt += " ".join(
        f"{WEEKDAYS[r.on.weekday()]}, {r.room}: {name}, {_time(a)} to {_time(b)}."
        for r, a, b, name in meetings[:40]
    )
    note = "Planned, and agreed with nobody yet. Times by the clock on the wall."
    note += f" {count(more, 'more row')} not drawn." if more > 0 else ""
    note += f" {count(hidden, 'room')} of confidential place not drawn." if hidden else ""
    return alt.strip(), note


def _on(meetings: Sequence[tuple[_Row, int, int, str]], monday: date, n: int) -> int:
    return sum(r.on == monday + timedelta(days=n) for r, *_ in meetings)


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
