"""How pictures look: groups told by shape, colour and lightness, and text that stays text.

Names come from directories and are not to be trusted: they are cut, put on one line, freed of
control codes, and never read as mathematics.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sap_match.errors import MissingPartError
from sap_match.report.escape import terminal

#: From dark to light, at least 8 of 100 steps of lightness (CIE L*) apart; blues and
#: reds to yellows by turns, which those who do not see red or green still tell apart.
COLOURS = (
    "#023567", "#8c1d1d", "#006a92", "#cf5361", "#2fa0c6", "#f29b58", "#5fd8e8", "#fbe68a",
)  # fmt: skip
SHAPES = ("o", "s", "^", "D", "v", "P", "X", "h")
HATCHES = ("", "///", "...", "xxx", "\\\\\\", "ooo", "---", "+++")
#: Which of them are taken for so many groups, so that few lie far apart.
_TAKEN = {
    1: (2,),
    2: (0, 5),
    3: (0, 3, 7),
    4: (0, 2, 5, 7),
    5: (0, 2, 3, 5, 7),
    6: (0, 1, 3, 4, 5, 7),
    7: (0, 1, 2, 3, 4, 5, 7),
    8: tuple(range(8)),
}
UNKNOWN = "not known"
INK, GREY, PALE = "#1a1a1a", "#6b6b6b", "#d9d9d9"
_MOST_GROUPS = 8
_LOCK = threading.RLock()
_RC: dict[str, Any] = {
    "text.parse_math": False,
    "text.usetex": False,
    "svg.hashsalt": "sap-match",
    "svg.fonttype": "path",
    "pdf.fonttype": 3,
    "font.family": ["DejaVu Sans"],
    "font.size": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "text.color": INK,
    "axes.labelcolor": INK,
    "hatch.linewidth": 0.7,
}


@dataclass(frozen=True)
class Mark:
    """How one group is drawn: its colour, its shape as a point and its hatch as a bar."""

    colour: str
    shape: str
    hatch: str


def need_matplotlib() -> Any:
    """Return matplotlib, or raise `MissingPartError` with the line to type."""
    try:
        import matplotlib as mpl
    except ImportError as error:
        raise MissingPartError("matplotlib", "plots") from error
    return mpl


@contextmanager
def drawing() -> Iterator[None]:
    """Draw with these settings alone, whatever the machine's own are; they are put back."""
    mpl = need_matplotlib()
    with _LOCK, mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_RC)
        yield


def marks_of(groups: Sequence[str]) -> dict[str, Mark]:
    """Return how each group is drawn; one that is always there keeps its look.

    Raises
    ------
    ValueError
        More than eight groups: nobody tells nine apart.

    Examples
    --------
    >>> marks_of(["business", "public"])["public"].colour
    '#f29b58'
    """
    if len(groups) > _MOST_GROUPS:
        raise ValueError(f"{len(groups)} groups cannot be told apart; put some together")
    taken = _TAKEN.get(len(groups), ())
    return {
        group: Mark(COLOURS[at], SHAPES[i], HATCHES[i])
        for i, (group, at) in enumerate(zip(groups, taken, strict=True))
    }


def lightness(colour: str) -> float:
    """Return CIE L* of ``#rrggbb``, 0 black to 100 white: what is left of it in greyscale.

    Examples
    --------
    >>> round(lightness("#ffffff")), round(lightness("#777777"))
    (100, 50)
    """
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return float(116 * y ** (1 / 3) - 16 if y > 216 / 24389 else y * 24389 / 27)


def ink_on(colour: str) -> str:
    """Return black or white, whichever is read better on ``colour``."""
    return INK if lightness(colour) > 55 else "#ffffff"


def words(value: object, most: int = 34) -> str:
    r"""Return a name for a picture: one line, at most ``most`` letters, none without a glyph.

    Examples
    --------
    >>> words("Tea\x1b[31m &\nToast", 20), words("A very long name of a group", 12)
    ('Tea & Toast', 'A very long…')
    """
    text = terminal(value)
    text = text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
    return shown(text)


def shown(text: str) -> str:
    """Return ``text`` with a square for each letter that the font has not."""
    drawn = _glyphs()
    return "".join(c if ord(c) in drawn or c == "\n" else "\u25a1" for c in text)


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    need_matplotlib()
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return frozenset(get_font(findfont(FontProperties("DejaVu Sans"))).get_charmap())
