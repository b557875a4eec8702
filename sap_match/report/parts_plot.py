"""One suggestion drawn: a bar a part of its score, as a picture that stands alone.

For documents: colours are in the picture (all at 4.5:1 or more on its white ground), and
every number and name stands in words beside its bar, so that no colour tells anything alone.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from xml.sax.saxutils import escape

from sap_match.report.escape import plain
from sap_match.results import Suggestion

#: Each part in words, and the side it speaks for.
PART_WORDS: Mapping[str, tuple[str, str]] = {
    "text": ("likeness of what both write", "alike"),
    "themes": ("rare themes in common", "alike"),
    "exchange": ("a need that the other meets", "completing"),
    "complement": ("what one lacks, the other has", "completing"),
    "reciprocity": ("both sides gain", "completing"),
    "network": ("partners in common", "ties and place"),
    "together": ("worked with them before", "ties and place"),
    "neighbours": ("was in work like this", "alike"),
    "named": ("named in the brief", "alike"),
    "place": ("nearness", "ties and place"),
    "size": ("size fit", "ties and place"),
}
_COLOURS = {"alike": "#1f5fa8", "completing": "#8a4b08", "ties and place": "#2f6b3a"}
_WIDTH, _LEFT, _BAR, _ROW = 720, 250, 330, 26


def draw_parts(suggestion: Suggestion, title: str) -> str:
    """Return an SVG of the parts that speak for a suggestion, the largest first.

    Parameters
    ----------
    suggestion : Suggestion
        Parts that add nothing are left out; what takes away is drawn hatched by its sign.
    title : str
        Who and whom, in words.

    Examples
    --------
    >>> from sap_match.results import Part
    >>> one = Suggestion("partner", "a", "b", ("a", "b"), 1, (Part("text", 0.5, 2.0),), "Why")
    >>> svg = draw_parts(one, "A and B")
    >>> "likeness of what both write" in svg, "1.00" in svg, svg.count("<rect")
    (True, True, 2)
    """
    parts = sorted(
        (p for p in suggestion.parts if round(p.contribution, 3)),
        key=lambda p: (-p.contribution, p.name),
    )
    most = max((abs(p.contribution) for p in parts), default=1.0)
    rows = [
        _row(p.name, p.contribution, most, 64 + _ROW * i) for i, p in enumerate(parts)
    ]  # each a label, a bar and a number
    foot = 64 + _ROW * len(parts) + 14
    wrapped = textwrap.wrap(f"Score {suggestion.score:.2f}. {plain(suggestion.reason)}", 104)
    words = "".join(
        f'<text x="16" y="{foot + 18 * i}" font-size="13">{escape(line)}</text>'
        for i, line in enumerate(wrapped)
    )
    height = foot + 18 * len(wrapped)
    told = escape(f"{plain(title)}: {describe_parts(suggestion)}", {'"': "&quot;"})
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{told}" font-family="system-ui, sans-serif" fill="#1a1a1a">'
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>'
        f'<text x="16" y="26" font-size="16" font-weight="bold">{escape(plain(title))}</text>'
        f"{_legend()}{''.join(rows)}{words}</svg>\n"
    )


def describe_parts(suggestion: Suggestion) -> str:
    """Return the picture in words.

    Examples
    --------
    >>> from sap_match.results import Part
    >>> describe_parts(Suggestion("partner", "a", "b", ("a", "b"), 1, (Part("place", 0.5),), "Why"))
    'score 0.50, of which nearness 0.50'
    """
    parts = sorted(suggestion.parts, key=lambda p: (-p.contribution, p.name))
    told = [f"{_words(p.name)[0]} {p.contribution:.2f}" for p in parts if round(p.contribution, 3)]
    return f"score {suggestion.score:.2f}, of which {', '.join(told) or 'nothing'}"


def _words(name: str) -> tuple[str, str]:
    return PART_WORDS.get(name, (name, "ties and place"))


def _row(name: str, contribution: float, most: float, y: int) -> str:
    label, side = _words(name)
    width = round(_BAR * abs(contribution) / most, 1)
    return (
        f'<text x="{_LEFT - 10}" y="{y + 14}" font-size="13" text-anchor="end">'
        f"{escape(label)}</text>"
        f'<rect x="{_LEFT}" y="{y + 3}" width="{max(width, 1.5)}" height="15" '
        f'fill="{_COLOURS[side]}"/>'
        f'<text x="{_LEFT + width + 8}" y="{y + 14}" font-size="13">{contribution:.2f}</text>'
    )


def _legend() -> str:
    return "".join(
        f'<text x="{16 + 130 * i}" y="48" font-size="12" fill="{colour}">&#9632; {side}</text>'
        for i, (side, colour) in enumerate(_COLOURS.items())
    )
