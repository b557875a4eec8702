"""What a timetable is: weekly windows, and rules for what comes round less often."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

DAY_MINUTES = 1440
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, order=True, slots=True)
class Window:
    """One stretch of a weekday, the same every week.

    Parameters
    ----------
    weekday : int
        0 for Monday to 6 for Sunday.
    start, end : int
        Minutes since midnight, ``0 <= start < end <= 1440``. What runs past
        midnight is two windows.

    Examples
    --------
    >>> Window(0, 540, 720).minutes
    180
    """

    weekday: int
    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.weekday <= 6 and 0 <= self.start < self.end <= DAY_MINUTES):
            raise ValueError(
                f"no window: weekday {self.weekday}, {self.start} to {self.end} minutes; a weekday "
                "is 0 to 6, a window ends after it begins and by 1440"
            )

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return self.end - self.start


@dataclass(frozen=True, order=True, slots=True)
class Rule:
    """One stretch of each day that an iCalendar rule names.

    Parameters
    ----------
    text : str
        The rule as :func:`sap_match.windows.rules.canonical` writes it, for example
        ``FREQ=MONTHLY;BYDAY=1SA``; a first day stands in it as ``DTSTART=20260905``.
    start, end : int
        Minutes since midnight, ``0 <= start < 1440`` and ``start < end``; an end above
        1440 is on the next day, before the time at which the rule starts.

    Examples
    --------
    >>> Rule("FREQ=MONTHLY;BYDAY=1SA", 600, 780).parts["BYDAY"]
    '1SA'
    """

    text: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not _is_stretch(self.start, self.end):
            raise ValueError(f"no times for a rule: {self.start} to {self.end} minutes")

    @property
    def parts(self) -> dict[str, str]:
        """The rule's parts by name."""
        return dict(part.split("=", 1) for part in self.text.split(";"))

    @property
    def needs_start(self) -> bool:
        """Whether the rule skips weeks or months and does not say from which day it counts."""
        parts = self.parts
        return parts.get("INTERVAL", "1") != "1" and "DTSTART" not in parts


@dataclass(frozen=True, slots=True)
class Schedule:
    """Weekly windows and rules, sorted, with windows that touch made one.

    Equal timetables are equal objects, in whatever order they were written. An
    empty schedule is false: it says *never*, where ``None`` says *not known*.

    Examples
    --------
    >>> Schedule((Window(2, 600, 720), Window(0, 540, 600), Window(0, 600, 660))).windows
    (Window(weekday=0, start=540, end=660), Window(weekday=2, start=600, end=720))
    """

    windows: tuple[Window, ...] = ()
    rules: tuple[Rule, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "windows", merge_windows(self.windows))
        object.__setattr__(self, "rules", merge_rules(self.rules))

    def __bool__(self) -> bool:
        return bool(self.windows or self.rules)

    @property
    def needs_start(self) -> bool:
        """Whether some rule is fortnightly or the like without saying from when."""
        return any(rule.needs_start for rule in self.rules)


def _is_stretch(start: int, end: int) -> bool:
    within_day = 0 <= start < end <= DAY_MINUTES
    return within_day or 0 < start < DAY_MINUTES < end < start + DAY_MINUTES


def merge(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return sorted stretches with those that touch or overlap made one.

    Examples
    --------
    >>> merge([(10, 12), (1, 3), (3, 4), (11, 15)])
    [(1, 4), (10, 15)]
    """
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def merge_windows(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Return windows sorted, those of one weekday that touch made one."""
    by_day: dict[int, list[tuple[int, int]]] = {}
    for window in windows:
        by_day.setdefault(window.weekday, []).append((window.start, window.end))
    return tuple(
        Window(day, start, end) for day in sorted(by_day) for start, end in merge(by_day[day])
    )


def merge_rules(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return rules sorted, those of one text that touch made one, if shorter than a day."""
    by_text: dict[str, list[Rule]] = {}
    for rule in rules:
        by_text.setdefault(rule.text, []).append(rule)
    merged: list[Rule] = []
    for text in sorted(by_text):
        stretches = merge((rule.start, rule.end) for rule in by_text[text])
        if all(_is_stretch(start, end) for start, end in stretches):
            merged.extend(Rule(text, start, end) for start, end in stretches)
        else:
            merged.extend(sorted(set(by_text[text])))
    return tuple(merged)
