"""Weekly windows, repeating rules, what they share, and their dates in a time zone."""

from sap_match.windows.describing import describe, describe_slot
from sap_match.windows.loose import parse_loose
from sap_match.windows.overlap import common, overlap_minutes, weekly_minutes
from sap_match.windows.reading import format, parse, weekday_named  # noqa: A004 - parse's other half
from sap_match.windows.schedule import Rule, Schedule, Window
from sap_match.windows.slots import (
    Slot,
    expand,
    fits,
    intersect,
    parse_exceptions,
    placements,
    subtract,
)

__all__ = [
    "Rule",
    "Schedule",
    "Slot",
    "Window",
    "common",
    "describe",
    "describe_slot",
    "expand",
    "fits",
    "format",
    "intersect",
    "overlap_minutes",
    "parse",
    "parse_exceptions",
    "parse_loose",
    "placements",
    "subtract",
    "weekday_named",
    "weekly_minutes",
]
