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
from sap_match.recommend.consortia import Team
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


def draw_consortium(
    team: Team,
    capabilities: Sequence[str],
    names: Mapping[str, str],
    *,
    title: str = "Who covers what",
) -> str:
    """Return a team as a picture of its own: members left, capabilities right, lines between.

    A line's width tells how well; the same stands beside it as a number and, for those who do
    not see it, in the description. What nobody covers is framed with a dashed line and said.
    Stands by itself (its colours are its own), so that it can lie in a document.

    Parameters
    ----------
    team : Team
        From ``form_consortium(...).teams``.
    capabilities : sequence of str
        What had to be covered, ``form_consortium(...).capabilities``.
    names : mapping
        Organisation id to the name that is shown.
    title : str
        What the picture is called.

    Examples
    --------
    >>> team = Team("b", 1, ("a",), {"a": {"lunch": 0.8}}, 0, 0, 0, "exact", 0.4, 1, 0, 1)
    >>> svg = draw_consortium(team, ("lunch", "lifts"), {"a": "Ash"})
    >>> svg.count("<line"), "Ash: lunch (80 of 100)" in svg, "nobody: lifts" in svg
    (1, True, True)
    """
    left, right, step, top = 300, 460, 56, 64
    rows = max(len(team.members), len(capabilities), 1)
    height = top + rows * step + 12
    by = {one: k for k, one in enumerate(team.members)}
    at = {c: k for k, c in enumerate(capabilities)}
    held = [(one, c, v) for one, does in team.strengths.items() for c, v in does.items()]
    told = [
        f"{names.get(one, one)}: "
        + (listing([f"{c} ({round(100 * v)} of 100)" for c, v in team.strengths[one].items()])
           if team.strengths.get(one) else "nothing that the others lack")
        for one in team.members
    ]  # fmt: skip
    lacking = [c for c in capabilities if c not in {c for _, c, _ in held}]
    told += [f"nobody: {listing(lacking)}"] if lacking else []

    def middle(k: int) -> float:
        return top + (k + 0.5) * step

    marks = [
        _box(8, middle(k), left - 8, names.get(one, one), "#e3eefb", "#1d4f91")
        for one, k in by.items()
    ]
    for c, k in at.items():
        well = ", ".join(str(round(100 * v)) for _, d, v in held if d == c) or "nobody"
        colours = ("#fff4e5", "#9a4a00") if c in lacking else ("#e6f4ea", "#1e6b34")
        marks.append(_box(right, middle(k), 300, c, *colours, dashed=c in lacking, well=well))
    marks += [
        f'<line x1="{left}" y1="{_n(middle(by[one]))}" x2="{right}" y2="{_n(middle(at[c]))}" '
        f'stroke="#444" stroke-width="{_n(1 + 5 * v)}"/>'
        for one, c, v in held
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 768 {height}" role="img" '
        f'aria-labelledby="consortium-title consortium-what" font-family="sans-serif">'
        f'<title id="consortium-title">{escape(plain(title))}</title>'
        f'<desc id="consortium-what">{escape(plain("; ".join(told)))}.</desc>'
        f'<rect width="768" height="{height}" fill="#ffffff"/>'
        f'<text x="8" y="28" font-size="17" font-weight="bold" fill="#111">'
        f"{escape(plain(_cut(title, 80)))}</text>"
        f'<text x="8" y="50" font-size="13" fill="#333">Wider lines and higher numbers (of 100): '
        f"covered better. Dashed: nobody.</text>{''.join(marks)}</svg>"
    )


def _box(
    x: float,
    y: float,
    width: float,
    text: str,
    fill: str,
    edge: str,
    *,
    dashed: bool = False,
    well: str = "",
) -> str:
    """Return a framed text, with what stands at its right end."""
    lines = _two_lines(plain(text), int((width - 9 * len(well)) / 7.4))
    first = y + 5 - 8 * (len(lines) - 1)
    spans = "".join(
        f'<tspan x="{_n(x + 10)}" y="{_n(first + 17 * k)}">{escape(line)}</tspan>'
        for k, line in enumerate(lines)
    )
    dash = ' stroke-dasharray="6 4"' if dashed else ""
    return (
        f'<rect x="{_n(x)}" y="{_n(y - 22)}" width="{_n(width)}" height="44" rx="5" fill="{fill}" '
        f'stroke="{edge}" stroke-width="1.5"{dash}/>'
        f'<text font-size="14" fill="#111">{spans}</text>'
        f'<text x="{_n(x + width - 10)}" y="{_n(y + 5)}" text-anchor="end" font-size="14" '
        f'font-weight="bold" fill="#111">{well}</text>'
    )


def _two_lines(text: str, width: int) -> list[str]:
    """Return a text in at most two lines, cut where it is longer."""
    words, first = text.split(" "), ""
    while words and len(first) + len(words[0]) < width:
        first = f"{first} {words.pop(0)}".strip()
    rest = _cut(" ".join(words), width)
    return [line for line in (first, rest) if line]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"


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
