"""Every measure of a network in one call: figures of the whole, a frame of nodes, groups.

Nothing is measured twice: betweenness, brokerage and the pieces of the network are found once
and handed on. What needs groups is left out where there are none, and said.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.errors import DataError, MissingPartError
from sap_match.graph.brokerage import gould_fernandez
from sap_match.graph.centrality import (
    betweenness,
    betweenness_centralisation,
    degree,
    degree_centralisation,
)
from sap_match.graph.closure import reciprocity, transitivity
from sap_match.graph.communities import communities, modularity
from sap_match.graph.cores import core_periphery, rich_club
from sap_match.graph.density import density, mean_degree, mean_strength, valued_density
from sap_match.graph.ei import ei_index, ei_index_rescaled, ei_table
from sap_match.graph.figure import Figure
from sap_match.graph.fragility import fragility, largest_loss, robustness
from sap_match.graph.groups import group_density
from sap_match.graph.heterogeneity import (
    blau,
    iqv,
    mean_partner_heterogeneity,
    partner_heterogeneity,
)
from sap_match.graph.hierarchy import krackhardt
from sap_match.graph.holes import structural_holes
from sap_match.graph.labels import GroupsLike
from sap_match.graph.mixing import density_between, density_within, mixing_matrix
from sap_match.graph.one_mode import CollaborationNetwork, network_of
from sap_match.graph.reach import mean_reach, path_lengths, reach
from sap_match.graph.segregation import assortativity, yules_q
from sap_match.graph.structure import largest_part, number_of_parts

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Everything:
    """Every measure of one network.

    Parameters
    ----------
    network : CollaborationNetwork
    figures : tuple of Figure
        Of the whole network, in the order of the families.
    nodes : DataFrame
        A row a node, a column a measure; empty where reports are confidential.
    groups : DataFrame
        A row a group; empty without groups.
    between : DataFrame
        Density within and between groups; empty without groups.
    curves : mapping from name to DataFrame
        ``rich club``, ``reach``, ``robustness``, ``mixing``.
    left_out : tuple of str
        What was not measured, and why.
    """

    network: CollaborationNetwork
    figures: tuple[Figure, ...]
    nodes: pd.DataFrame
    groups: pd.DataFrame
    between: pd.DataFrame
    curves: dict[str, pd.DataFrame]
    left_out: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Figure:
        """Return the figure of this name."""
        for figure in self.figures:
            if figure.name == name:
                return figure
        raise KeyError(f"no figure {name!r}; there are {', '.join(f.name for f in self.figures)}")

    def to_frame(self) -> pd.DataFrame:
        """Return the figures: measure, value, low, high, numerator, denominator, n, words."""
        import pandas as pd

        rows = [
            {
                "measure": one.name,
                "value": float(one),
                "low": one.bounds.low if one.bounds else np.nan,
                "high": one.bounds.high if one.bounds else np.nan,
                "numerator": one.numerator,
                "denominator": one.denominator,
                "n": one.n,
                "definition": one.definition,
                "note": one.note,
                "citation": one.citation,
            }
            for one in self.figures
        ]
        return pd.DataFrame(rows)

    def __repr__(self) -> str:
        return f"<Everything: {len(self.figures)} figures of {self.network!r}>"

    def _repr_html_(self) -> str:
        """Return the figures as a table that says what each is."""
        rows = "".join(
            f'<tr><th scope="row">{html.escape(one.name)}</th><td>{_shown(one)}</td>'
            f"<td>{_range(one)}</td><td>{html.escape(one.definition)}</td></tr>"
            for one in self.figures
        )
        heads = "".join(
            f'<th scope="col">{h}</th>' for h in ("Measure", "Value", "Could be", "What it is")
        )
        note = html.escape(f"{self.network.note}. {self.network.source}")
        return (
            f"<table><caption>{html.escape(self.network.name or 'A network')}</caption>"
            f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table><p>{note}</p>"
        )


def _shown(value: float) -> str:
    return "not defined" if isnan(value) else f"{value:.3g}"


def _range(one: Figure) -> str:
    if one.bounds is None:
        return ""
    return f"{_shown(one.bounds.low)} to {_shown(one.bounds.high)}"


@dataclass
class _Found:
    """What the families have laid down so far."""

    net: CollaborationNetwork
    rng: int
    figures: list[Figure] = field(default_factory=list)
    columns: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, Any] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def nodes(self, frame: pd.DataFrame, prefix: str = "") -> None:
        """Lay down the columns of a frame of nodes."""
        self.columns.update({f"{prefix}{name}": frame[name] for name in frame.columns})


def all_measures(
    network: Any,
    groups: GroupsLike = None,
    *,
    rng: int = 0,
    progress: Callable[[str], None] | None = None,
) -> Everything:
    """Return every measure of a network, without tests of significance.

    Takes about a second for 5,000 nodes and 50,000 ties and under a minute for 200,000 and a
    million; what is sampled says so in its note (`betweenness`, `reach`, path lengths).

    Parameters
    ----------
    network : CollaborationNetwork or square matrix
    groups : attribute, mapping or labels, optional
        By default the network's own; without any, what needs groups is left out and said.
    rng : int
        Seed of what is sampled and of communities.
    progress : callable, optional
        Told the name of each family of measures as it begins.

    Examples
    --------
    >>> path = CollaborationNetwork.from_edges([("a", "b"), ("b", "c")], groups=dict(a="x", b="y"))
    >>> found = all_measures(path)
    >>> round(found["Density"], 3), float(found.nodes.betweenness["b"])
    (0.667, 1.0)
    """
    import pandas as pd

    net = network_of(network)
    if groups is not None:
        net = net.with_groups(groups)
    found = _Found(net, rng)
    for name, family in _families(net, found):
        if progress is not None:
            progress(name)
        try:
            family(found)
        except MissingPartError as error:
            found.left_out.append(f"{name}: {error}")
    none = pd.DataFrame()
    return Everything(
        network=net,
        figures=tuple(found.figures),
        nodes=none if net.confidential else pd.DataFrame(found.columns, index=net.index),
        groups=found.tables.pop("groups", none),
        between=found.tables.pop("between", none),
        curves=found.tables,
        left_out=tuple(found.left_out),
    )


def _families(
    net: CollaborationNetwork, found: _Found
) -> Iterator[tuple[str, Callable[[_Found], None]]]:
    if net.confidential:
        found.left_out.append(
            "a row for each organisation, structural holes, brokerage and curves: the reports are "
            "confidential (network.disclosed(), where everybody named agreed)"
        )
    yield from {
        "density": _density,
        "centrality": _centrality,
        **({} if net.confidential else {"holes": _holes}),
        "parts": _parts,
        "cores": _cores,
        "reach": _reach,
        "hierarchy": _hierarchy,
        "communities": _communities,
    }.items()
    if net.groups is None or all(g is None for g in net.groups):
        found.left_out.append("mixing, brokerage and heterogeneity: the network has no groups")
        return
    yield from {"mixing": _mixing, "heterogeneity": _heterogeneity}.items()
    if net.confidential:
        return
    if None in net.groups:
        without = net.groups.count(None)
        found.left_out.append(f"brokerage: {without} of {len(net)} nodes have no known group")
    else:
        yield "brokerage", _brokerage


def _density(found: _Found) -> None:
    net = found.net
    found.figures += [density(net), mean_degree(net)]
    if net.size and (net.weights != 1).any():
        found.figures += [valued_density(net), mean_strength(net)]
    if net.directed:
        found.figures.append(reciprocity(net))
    found.figures.append(transitivity(net))


def _centrality(found: _Found) -> None:
    net = found.net
    between = betweenness(net.disclosed(), rng=found.rng)
    if not net.confidential:
        found.nodes(degree(net), "degree_")
        found.nodes(between.rename(columns={"standard_error": "betweenness_standard_error"}))
    found.figures += [
        degree_centralisation(net),
        betweenness_centralisation(net, scores=between),
    ]


def _holes(found: _Found) -> None:
    found.nodes(structural_holes(found.net))


def _parts(found: _Found) -> None:
    net = found.net
    found.figures += [
        largest_part(net),
        number_of_parts(net),
        largest_loss(net),
    ]
    if not net.confidential:
        found.nodes(fragility(net)[["pieces", "cut_off", "pairs_kept"]])
        found.tables["robustness"] = robustness(net)


def _cores(found: _Found) -> None:
    net = found.net
    fit = core_periphery(net)
    found.figures.append(fit.fit)
    if not net.confidential:
        found.nodes(fit.frame[["core", "coreness"]])
        found.tables["rich club"] = rich_club(net, draws=0)


def _reach(found: _Found) -> None:
    net = found.net
    if not net.confidential:
        found.nodes(reach(net, rng=found.rng), "reach_")
    found.figures += [mean_reach(net, steps=k, rng=found.rng) for k in (1, 2, 3)]
    found.figures += path_lengths(net, rng=found.rng).values()


def _hierarchy(found: _Found) -> None:
    found.figures += krackhardt(found.net, rng=found.rng).values()


def _communities(found: _Found) -> None:
    made = communities(found.net.disclosed(), rng=found.rng)
    if not found.net.confidential:
        found.nodes(made)
    value = modularity(found.net, made["community"])
    found.figures.append(value.replace(name="Modularity of communities"))


def _mixing(found: _Found) -> None:
    net = found.net
    found.figures += [
        density_within(net),
        density_between(net),
        ei_index(net),
        ei_index_rescaled(net),
        yules_q(net),
        assortativity(net),
        modularity(net).replace(name="Modularity of groups"),
    ]
    try:
        between = group_density(net).to_frame()
    except DataError as error:
        if not net.confidential:
            raise
        found.left_out.append(f"tables of groups: {error}")
        return
    found.tables["groups"] = ei_table(net)
    found.tables["between"] = between
    found.tables["mixing"] = mixing_matrix(net).to_frame()


def _heterogeneity(found: _Found) -> None:
    net = found.net
    found.figures += [
        blau(net),
        iqv(net),
        mean_partner_heterogeneity(net),
    ]
    if not net.confidential:
        found.nodes(partner_heterogeneity(net), "partners_")


def _brokerage(found: _Found) -> None:
    roles = gould_fernandez(found.net)
    found.nodes(roles.nodes("raw"), "brokerage_")
    found.nodes(roles.nodes("z"), "brokerage_z_")
    found.tables["brokerage"] = (
        roles.whole("raw")
        .to_frame("raw")
        .assign(exp=roles.whole("exp"), sd=roles.whole("sd"), z=roles.whole("z"))
    )
