"""How long, how often and how much a feed is asked: none can hold a run up or fill a disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sap_match.errors import DataError


@dataclass(frozen=True)
class Limits:
    """Bounds of one feed.

    Examples
    --------
    >>> Limits().within({"max_pages": 20}, "partnership.toml, source 1").pages
    20
    """

    connect_seconds: float = 5.0
    """To reach the server."""
    read_seconds: float = 10.0
    """Between two pieces of an answer."""
    answer_seconds: float = 30.0
    """For the whole of one answer, so that one that drips is cut."""
    file_seconds: float = 600.0
    """For the whole of a plain file."""
    seconds: float = 1800.0
    """For the whole feed."""
    tries: int = 4
    """Of a request that fails in a way that may pass; a time-out is tried at most twice."""
    first_wait: float = 0.5
    """Before the second try; each further wait is twice as long."""
    longest_wait: float = 30.0
    """A server that asks (``Retry-After``) for a longer wait is left for another run."""
    page_bytes: int = 64 * 1024**2
    """Of one page or item, unpacked."""
    file_bytes: int = 512 * 1024**2
    """Of a plain file, and of all pages and items of a feed together."""
    pages: int = 2_000
    items: int = 100_000
    at_once: int = 4
    """Items asked for at the same time."""
    lost_seconds: float = 90.0
    """Spent altogether on full entries that did not come, before no more are asked for."""
    failing_after: int = 5
    """Requests that failed for good, from which on each is asked once if they are a fifth."""
    failing_in_a_row: int = 25
    """Full entries in a row that did not come, before no more are asked for."""
    give_up_after: int = 3
    """Requests in a row that the server does not answer at all, before it is left alone."""

    def within(self, settings: Mapping[str, Any], where: str) -> Limits:
        """Return these limits as a source of ``partnership.toml`` changes them.

        Raises
        ------
        DataError
            A limit is no number above 0.
        """
        given: dict[str, Any] = {}
        for key, (field, unit) in SETTINGS.items():
            if key not in settings:
                continue
            value = settings[key]
            if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
                raise DataError("is no number above 0", source=where, field=key, value=value)
            given[field] = int(value * unit) if unit else float(value)
        return replace(self, **given)


SETTINGS: Mapping[str, tuple[str, int]] = {
    "max_pages": ("pages", 1),
    "max_items": ("items", 1),
    "max_megabytes": ("file_bytes", 1024**2),
    "max_seconds": ("seconds", 0),
}
"""What a source of ``partnership.toml`` may say: the field it sets and its unit."""
