"""Small pictures drawn by hand as inline SVG: no library, no network, no scripts.

Colours come from the page's style sheet through classes, so that a picture follows
light, dark and print. Numbers stand beside each mark; no picture says anything that
the words next to it do not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from sap_match.monthly.contents import NetworkPicture
from sap_match.report.escape import plain
from sap_match.report.words import count, label, listing, number

KIND_NAMES: Mapping[str, str] = {
    "voluntary": "voluntary",
    "business": "business",
    "public": "public",
}
_PLACES = {"voluntary": (120.0, 84.0), "business": (340.0, 84.0), "public": (230.0, 236.0)}
_MOST_RADIUS = 46.0


def bar(value: float, most: float, *, width: int = 96, height: int = 8) -> str:
    """Return one bar, ``value`` out of ``most``; a picture for sighted readers only.

    Examples
    --------
    >>> bar(1, 2, width=10)
    '<svg class="bar" width="10" height="8" viewBox="0 0 10 8" aria-hidden="true" focusable="false"><rect class="bar-rest" width="10" height="8"/><rect class="bar-value" width="5" height="8"/></svg>'
    """  # noqa: E501 - one SVG element is one line
    share = min(1.0, max(0.0, value / most)) if most > 0 else 0.0
    filled = _n(width * share)
    return (
        f'<svg class="bar" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'aria-hidden="true" focusable="false">'
        f'<rect class="bar-rest" width="{width}" height="{height}"/>'
        f'<rect class="bar-value" width="{filled}" height="{height}"/></svg>'
    )


def network(picture: NetworkPicture) -> str:
    """Return the kinds of organisations as circles and the ties between kinds as lines.

    A circle's area grows with the number of organisations, a line's width with the
    number of tied pairs; ties within a kind are said in the circle.

    Examples
    --------
    >>> svg = network(NetworkPicture({"voluntary": 4, "public": 1}, (("public", "voluntary", 3),)))
    >>> svg.count("<circle"), svg.count("<line"), "3 ties" in svg
    (2, 1, True)
    """
    kinds = [kind for kind in _PLACES if picture.organisations.get(kind)]
    most = max((picture.organisations[kind] for kind in kinds), default=1)
    across = {
        (min(a, b), max(a, b)): n for a, b, n in picture.ties if n > 0 and a in kinds and b in kinds
    }
    widest = max((n for (a, b), n in across.items() if a != b), default=1)
    marks = [_line(pair, n, widest) for pair, n in sorted(across.items()) if pair[0] != pair[1]]
    marks += [
        _circle(kind, picture.organisations[kind], most, across.get((kind, kind), 0))
        for kind in kinds
    ]
    words = quoteattr(plain(describe_network(picture)))
    return (
        f'<svg class="network" viewBox="0 0 460 310" role="img" aria-label={words}>'
        f"{''.join(marks)}</svg>"
    )


def describe_network(picture: NetworkPicture) -> str:
    """Return the picture in words.

    Examples
    --------
    >>> describe_network(
    ...     NetworkPicture({"voluntary": 4, "public": 1}, (("public", "voluntary", 3),), alone=1)
    ... )
    '4 voluntary and 1 public organisations; 3 ties public to voluntary; 1 organisation has no tie.'
    """
    kinds = [f"{number(n)} {KIND_NAMES.get(k, k)}" for k, n in picture.organisations.items()]
    said = [f"{listing(kinds) or 'no'} organisations"]
    said += [
        f"{count(n, 'tie')} {f'within {a}' if a == b else f'{a} to {b}'}"
        for a, b, n in picture.ties
        if n
    ]
    if picture.alone:
        verb = "has" if picture.alone == 1 else "have"
        said.append(f"{count(picture.alone, 'organisation')} {verb} no tie")
    return f"{'; '.join(said)}."


def _radius(n: int, most: int) -> float:
    return max(15.0, _MOST_RADIUS * math.sqrt(n / most))


def _circle(kind: str, n: int, most: int, within: int) -> str:
    x, y = _PLACES[kind]
    radius = _radius(n, most)
    beside = y + radius + 19 if y > 150 else y - radius - 9  # outwards: ties run inwards
    tied = f", {count(within, 'tie')} within" if within else ""
    return (
        f'<circle class="kind kind-{escape(kind)}" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>'
        f'<text class="kind-n" x="{_n(x)}" y="{_n(y + 6)}">{number(n)}</text>'
        f'<text class="kind-name" x="{_n(x)}" y="{_n(beside)}">'
        f"{escape(label(KIND_NAMES.get(kind, kind)))}{tied}</text>"
    )


def _line(pair: Sequence[str], n: int, widest: int) -> str:
    (x1, y1), (x2, y2) = (_PLACES[kind] for kind in pair)
    width = max(1.5, 14.0 * n / widest)
    middle = ((x1 + x2) / 2, (y1 + y2) / 2)
    return (
        f'<line class="tie" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" '
        f'stroke-width="{_n(width)}"/>'
        f'<text class="tie-n" x="{_n(middle[0])}" y="{_n(middle[1] + 4)}">{count(n, "tie")}</text>'
    )


def _n(value: float) -> str:
    return f"{round(value, 1):g}"
