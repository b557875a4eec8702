"""What a place of a given type is for: nobody holds a breakfast in a swimming pool.

A pool, a court or a pitch is for its sport; ball games need a hall. A type that is not named
here suits anything: most rooms do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

BALL_GAMES = (
    "basketball", "netball", "volleyball", "badminton", "futsal", "football", "handball",
    "hockey", "korfball", "dodgeball", "pickleball", "cricket", "rounders", "rugby",
)  # fmt: skip
"""Games that a studio or a meeting room is too small for."""

_RUNNING = ("running", "runners", "athletics", "sports day", "training run")
_FIELD = (*BALL_GAMES, "lacrosse", "archery", "boot camp", "kite", "fun day", "fete", "fair")


@dataclass(frozen=True)
class Use:
    """What places of a type are for.

    ``kinds`` are words of the type; ``only`` the words of purposes that it suits (none:
    any), ``never`` those that it does not.
    """

    kinds: tuple[str, ...]
    what: str
    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


USES = (
    Use(("swimming pool", "pool"), "a swimming pool", ("swim", "aqua", "hydrotherapy", "pool")),
    Use(("squash court",), "a squash court", ("squash", "racketball")),
    Use(("tennis court",), "a tennis court", ("tennis", "pickleball", "netball", "five a side")),
    Use(("pitch", "playing field"), "a pitch", (*_FIELD, *_RUNNING)),
    Use(("athletics", "running track"), "an athletics track", (*_RUNNING, "wheelchair rac")),
    Use(("golf",), "a golf course", ("golf",)),
    Use(("ice rink",), "an ice rink", ("skat", "ice hockey", "curling")),
    Use(("ski slope",), "a ski slope", ("ski", "snowboard")),
    Use(
        ("studio", "meeting room", "classroom", "schoolroom", "library", "lounge", "office"),
        "too small a room for ball games",
        never=BALL_GAMES,
    ),
)
"""The first whose kind is part of a facility's type decides."""


def unfit(type_: str | None, purpose: str) -> str:
    """Return what a place is where a purpose has no use for it, "" where it may suit.

    Parameters
    ----------
    type_ : str or None
        A facility's type, as it came; None and unknown types suit anything.
    purpose : str
        What the group wants it for.

    Examples
    --------
    >>> unfit("Swimming pools", "Breakfast for veterans"), unfit("village hall", "Breakfast")
    ('a swimming pool', '')
    >>> unfit("Studios", "Wheelchair basketball"), unfit("Grass pitches", "Walking football")
    ('too small a room for ball games', '')
    """
    told = _plain(type_ or "")
    use = next((u for u in USES if any(_has(told, kind) for kind in u.kinds)), None)
    if use is None:
        return ""
    wish = _plain(purpose)
    if any(_has(wish, word) for word in use.never):
        return use.what
    if use.only and not any(_has(wish, word) for word in use.only):
        return use.what
    return ""


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", text.casefold()))


def _has(text: str, start: str) -> bool:
    """Whether a word of the text, or several in a row, begins so."""
    return f" {start}" in f" {text}"
