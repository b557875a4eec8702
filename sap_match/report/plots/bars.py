"""Who joins those that are not tied to one another, and in which role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.brokerage import ROLES, Brokerage
from sap_match.report.plots import frames
from sap_match.report.plots.labels import folded
from sap_match.report.plots.layout import in_order
from sap_match.report.plots.picture import Picture
from sap_match.report.plots.style import GREY, INK, Mark, drawing, marks_of, words
from sap_match.report.words import count, listing, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]

_MEANS = {
    "w_I": "coordinator:\njoins two of its own group",
    "w_O": "itinerant:\njoins two of one other group",
    "b_IO": "representative:\nfrom its own group out",
    "b_OI": "gatekeeper:\nfrom outside into its own",
    "b_O": "liaison:\njoins two other groups",
}
_BOTH = "gatekeeper or representative:\njoins its own group to another"
#: A count so many deviations from chance is marked.
_FAR = 1.96


def brokerage_bars(
    brokerage: Brokerage, names: Mapping[Any, str] | None = None, *, top: int = 10
) -> Picture:
    """Return who brokers most as bars by role (extra ``plots``).

    Without direction each pair that is joined counts once here, and gatekeeper and
    representative are one. A triangle up marks a role held more often than chance would have
    it (z of 1.96 or more), a triangle down one held less often.

    Parameters
    ----------
    brokerage : Brokerage
        From ``gould_fernandez(network)``.
    names : mapping from id to name, optional
    top : int
        How many organisations, those that broker most first.

    Raises
    ------
    MissingPartError
        matplotlib is not installed.

    Examples
    --------
    >>> from sap_match.graph import CollaborationNetwork, gould_fernandez
    >>> star = CollaborationNetwork.from_edges(
    ...     [("hub", "a"), ("hub", "b")], groups={"hub": "public", "a": "business", "b": "business"}
    ... )
    >>> print(brokerage_bars(gould_fernandez(star), {"hub": "The Hub"}).alt)
    Brokerage: 1 of 3 organisations joins others that are not tied to each other. Most: The Hub
    (1 pair, all as itinerant).
    """
    net = brokerage.network
    raw, z, roles = _roles(brokerage)
    total = raw.sum(axis=1)
    place = {one: k for k, one in enumerate(in_order(net.ids))}
    order = sorted(range(len(net)), key=lambda i: (-total[i], place[net.ids[i]]))
    rows = [i for i in order if total[i] > 0][: max(0, top)]
    told = [words((names or {}).get(net.ids[i], net.ids[i]), 60) for i in rows]
    title = f"Who holds it together{f': {words(net.name, 60)}' if net.name else ''}"
    alt = _told(len(net), int((total > 0).sum()), list(zip(told, raw[rows], strict=True)), roles)
    with drawing():
        figure = frames.framed(title, net.note, (10.0, max(3.9, 2.1 + 0.42 * len(rows))))
        high = figure.get_figheight()
        axes = figure.add_axes((0.27, 1.15 / high, 0.44, 1 - 1.8 / high))
        if rows:
            _bars(axes, told, raw[rows], z[rows], roles, directed=net.directed)
        else:
            axes.set_axis_off()
            axes.text(0.5, 0.5, "Nobody stands between two others.", ha="center", va="center",
                      fontsize=13, color=GREY)  # fmt: skip
    return Picture(figure, title, alt, net.note)


def _roles(brokerage: Brokerage) -> tuple[Floats, Floats, dict[str, str]]:
    """Return counts and z by role, shape (n, r), and what each role means."""
    raw, z = np.asarray(brokerage.raw)[:, :5], np.asarray(brokerage.z)[:, :5]
    if brokerage.network.directed:
        return raw, z, {role: _MEANS[role] for role in ROLES[:5]}
    kept = [0, 1, 2, 4]  # each pair stands twice, once from either end
    means = [_MEANS["w_I"], _MEANS["w_O"], _BOTH, _MEANS["b_O"]]
    halves = raw / 2
    halves[:, 2] = halves[:, 2] + halves[:, 3]
    return halves[:, kept], z[:, kept], dict(zip(("w_I", "w_O", "b", "b_O"), means, strict=True))


def _bars(
    axes: Axes, names: list[str], raw: Floats, z: Floats, roles: dict[str, str], *, directed: bool
) -> None:
    from matplotlib.patches import Patch

    looks = marks_of(list(roles))
    y, left = np.arange(len(names)), np.zeros(len(names))
    most = float(raw.sum(axis=1).max())
    for k, role in enumerate(roles):
        look, width = looks[role], raw[:, k]
        axes.barh(y, width, left=left, height=0.62, color=look.colour, hatch=look.hatch,
                  edgecolor="#ffffff" if look.hatch and k < 2 else INK, linewidth=0.6)  # fmt: skip
        _far(axes, left + width / 2, y, z[:, k], width > 0, width / most)
        left = left + width
    for row, n in enumerate(left.tolist()):
        axes.text(n + 0.012 * most, row, number(n), va="center", fontsize=9)
    axes.set_xlim(0, most * 1.1)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_yticks(y, [folded(name, 26) for name in names])
    axes.tick_params(axis="y", length=0)
    pairs = "Ways from one to another" if directed else "Pairs of organisations"
    axes.set_xlabel(f"{pairs} that it joins and that have no tie of their own")
    handles = [_patch(Patch, looks[role], light=k >= 2) for k, role in enumerate(roles)]
    labels = list(roles.values())
    axes.legend(handles, labels, loc="upper left", bbox_to_anchor=(1.02, 1.0), frameon=False,
                borderaxespad=0.0, labelspacing=0.8, fontsize=8.5, handlelength=1.8,
                handleheight=1.4)  # fmt: skip
    axes.text(1.03, -0.02, "▲ more, ▼ less often than\nchance would have it (|z| ≥ 1.96)",
              transform=axes.transAxes, fontsize=8.5, va="bottom")  # fmt: skip


def _patch(patch: Any, look: Mark, *, light: bool) -> Any:
    edge = INK if light or not look.hatch else "#ffffff"
    return patch(facecolor=look.colour, hatch=look.hatch, edgecolor=edge, linewidth=0.6)


def _far(axes: Axes, x: Floats, y: Any, z: Floats, there: Any, share: Floats) -> None:
    """Mark the roles that are held far more or less often than chance would have it."""
    for above, shape in ((True, "^"), (False, "v")):
        far = (z >= _FAR) if above else (z <= -_FAR)
        at = far & there & (share > 0.02)
        if at.any():
            axes.scatter(x[at], np.asarray(y)[at], marker=shape, s=44, facecolors="#ffffff",
                         edgecolors=INK, linewidths=0.9, zorder=4)  # fmt: skip


def _told(n: int, brokers: int, best: list[tuple[str, Floats]], roles: dict[str, str]) -> str:
    verb = "joins" if brokers == 1 else "join"
    who = f"{number(brokers)} of {count(n, 'organisation')}"
    said = [f"Brokerage: {who} {verb} others that are not tied to each other"]
    words_of = [means.split(":")[0] for means in roles.values()]
    told = []
    for name, row in best[:3]:
        k = int(np.argmax(row))
        share = "all" if row[k] == row.sum() else f"most often ({100 * row[k] / row.sum():.0f}%)"
        told.append(f"{name} ({count(int(row.sum()), 'pair')}, {share} as {words_of[k]})")
    said += [f"Most: {listing(told)}"] if told else []
    return f"{'. '.join(said)}."
