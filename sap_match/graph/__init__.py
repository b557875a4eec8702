"""The network of collaborations, and what can be measured on it.

`Network` holds who is in which collaboration. The measures are pure functions on
its projection (any square matrix of ties does) and on labels, one module a family.
"""

from sap_match.graph.adjacency import collapsed, from_edges
from sap_match.graph.brokerage import Brokerage, gould_fernandez
from sap_match.graph.centrality import (
    betweenness,
    betweenness_centralisation,
    degree,
    degree_centralisation,
)
from sap_match.graph.cores import coreness
from sap_match.graph.density import (
    GroupDensity,
    density,
    group_density,
    outside_density,
    reciprocity,
    transitivity,
    two_mode_density,
)
from sap_match.graph.figure import Bounds, Figure
from sap_match.graph.holes import structural_holes
from sap_match.graph.mixing import (
    Mixing,
    assortativity,
    ei_index,
    ei_index_expected,
    ei_index_of_groups,
    mixing_matrix,
)
from sap_match.graph.network import (
    KINDS,
    MAX_FORUM,
    PARTNER_KINDS,
    Network,
    Weights,
    When,
)
from sap_match.graph.one_mode import CollaborationNetwork
from sap_match.graph.structure import bridges, components, cut_points
from sap_match.graph.ties import Ties

__all__ = [
    "KINDS",
    "MAX_FORUM",
    "PARTNER_KINDS",
    "Bounds",
    "Brokerage",
    "CollaborationNetwork",
    "Figure",
    "GroupDensity",
    "Mixing",
    "Network",
    "Ties",
    "Weights",
    "When",
    "assortativity",
    "betweenness",
    "betweenness_centralisation",
    "bridges",
    "collapsed",
    "components",
    "coreness",
    "cut_points",
    "degree",
    "degree_centralisation",
    "density",
    "ei_index",
    "ei_index_expected",
    "ei_index_of_groups",
    "from_edges",
    "gould_fernandez",
    "group_density",
    "mixing_matrix",
    "outside_density",
    "reciprocity",
    "structural_holes",
    "transitivity",
    "two_mode_density",
]
