"""Times of day as people say them, two at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass

NOON = 720


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as it was written: the reading may still need the other end.

    Parameters
    ----------
    minutes : int
        Minutes since midnight if ``half`` is known or ``whole`` is true, else as written.
    half : str or None
        ``am`` or ``pm`` where it was said.
    whole : bool
        Written on the 24-hour clock: an hour above 12, or 0 in front (``09:00``).
    """

    minutes: int
    half: str | None
    whole: bool

    @classmethod
    def read(
        cls, hour: str, minute: str | None, half: str | None, word: str | None
    ) -> Clock | None:
        """Return the time that was written, or ``None`` where there is no such time.

        Examples
        --------
        >>> Clock.read("12", None, "pm", None), Clock.read("9", "30", None, None)
        (Clock(minutes=720, half='pm', whole=False), Clock(minutes=570, half=None, whole=False))
        """
        hours, minutes = int(hour), int(minute or 0)
        if hours > 24 or minutes > 59 or hours * 60 + minutes > 1440:
            return None
        said = re.sub(r"\W", "", half or "").lower() or None
        if word:
            midnight = word.lower() == "midnight"
            if minutes or said == ("pm" if midnight else "am"):
                return None
            return cls(0 if midnight else NOON, "am" if midnight else "pm", whole=False)
        if said:
            if not 1 <= hours <= 12:
                return None
            return cls(hours % 12 * 60 + minutes + (NOON if said == "pm" else 0), said, whole=False)
        whole = hours > 12 or (minute is not None and hour.startswith("0"))
        return cls(hours * 60 + minutes, None, whole=whole)


def between(first: Clock, last: Clock) -> tuple[int, int] | None:
    """Return start and end in minutes, or ``None`` where there are two readings.

    An end past midnight is above 1440.

    Examples
    --------
    >>> between(Clock.read("1", "30", None, None), Clock.read("3", "30", "pm", None))
    (810, 930)
    >>> between(Clock.read("7", None, None, None), Clock.read("9", None, None, None)) is None
    True
    """
    if first.whole or last.whole:
        return _on_whole_clock(first, last)
    if first.half and last.half:
        return _in_order(first.minutes, last.minutes)
    if last.half:
        return _start_from_end(first, last.minutes)
    if first.half:
        return _end_from_start(first.minutes, last)
    return _bare(first.minutes, last.minutes)


def _in_order(start: int, end: int) -> tuple[int, int] | None:
    if start == 0 and 6 * 60 < end < 1440:
        return None  # "12am - 2pm" is more often a slip for noon
    if start < end:
        return start, end
    if (end == 0 and start >= NOON) or (start >= 18 * 60 and end <= 6 * 60):
        return start, end + 1440  # to midnight, or an evening that ends in the night
    return None


def _on_whole_clock(first: Clock, last: Clock) -> tuple[int, int] | None:
    stretch = _in_order(first.minutes, last.minutes)
    if first.minutes == 1440 or stretch is None or (stretch[0] < 6 * 60 and stretch[1] <= NOON):
        return None  # "02:00-04:00" is more often a slip than a night
    return stretch


def _start_from_end(first: Clock, end: int) -> tuple[int, int] | None:
    hour = first.minutes % NOON
    for start in (hour + NOON, hour):
        if start < end and 1 <= first.minutes // 60 <= 12:
            return start, end
    return None


def _end_from_start(start: int, last: Clock) -> tuple[int, int] | None:
    hour = last.minutes % NOON
    for end in (hour, hour + NOON):
        if start < end:
            return start, end
    return None


def _bare(first: int, last: int) -> tuple[int, int] | None:
    """Read hours without am and pm where only one reading is an opening time."""
    if 9 * 60 <= first < last < NOON + 60:
        return first, last
    if 7 * 60 <= first < NOON + 60 and 60 <= last < 7 * 60:
        return first, last + NOON
    if 60 <= first < last < 7 * 60 and first < 5 * 60:
        return first + NOON, last + NOON
    return None
