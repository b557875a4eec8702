"""Plain English for reasons: lists, distances, money, dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


def listing(items: Sequence[str], joiner: str = "and") -> str:
    """Return ``a, b and c``; semicolons keep names apart that hold commas themselves.

    Examples
    --------
    >>> listing(["lunch", "lifts", "company"])
    'lunch, lifts and company'
    >>> listing(["St Petroc's, Hightown", "the library"])
    "St Petroc's, Hightown; and the library"
    """
    if len(items) < 2:
        return "".join(items)
    comma = "; " if any("," in item for item in items) else ", "
    return f"{comma.join(items[:-1])}{comma[0] if comma == '; ' else ''} {joiner} {items[-1]}"


def distance(km: float) -> str:
    """Return a distance as people say it.

    Examples
    --------
    >>> [distance(x) for x in (0.03, 0.34, 1.26, 14.2)]
    ['under 100 m', 'about 300 m', '1.3 km', '14 km']
    """
    if km < 0.1:
        return "under 100 m"
    if km < 0.95:
        return f"about {round(km * 10) * 100} m"
    return f"{km:.1f} km" if km < 9.95 else f"{round(km)} km"


def money(pounds: float) -> str:
    """Return pounds, without pence.

    Examples
    --------
    >>> money(3028.63)
    '£3,029'
    """
    return f"£{round(pounds):,}"


def month_of(day: date) -> str:
    """Return ``January 2024``."""
    return f"{day:%B} {day.year}"


def day_of(day: date) -> str:
    """Return ``3 November 2026``."""
    return f"{day.day} {day:%B %Y}"


def sentence(text: str) -> str:
    """Return ``text`` with a capital at the front and one full stop at the end.

    Examples
    --------
    >>> sentence("we meet at ten"), sentence("Why?")
    ('We meet at ten.', 'Why?')
    """
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?”" else ".")


def shortened(text: str, width: int) -> str:
    """Return the first whole words of ``text`` within ``width``, with an ellipsis if cut.

    Examples
    --------
    >>> shortened("lunch and company for older people", 20)
    'lunch and company…'
    """
    text = " ".join(text.split())
    if len(text) <= width:
        return text
    cut = text[: width - 1].rsplit(" ", 1)[0].rstrip(",;:.-–")
    return f"{cut}…"
