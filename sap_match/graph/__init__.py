"""The network of collaborations, and what can be measured on it.

`Network` holds who is in which collaboration. The measures are pure functions on
its projection (any square matrix of ties does) and on labels, one module a family.
"""

from sap_match.graph.adjacency import collapsed, from_edges
from sap_match.graph.at_date import layers_of, two_mode_of
from sap_match.graph.best_ties import BestTies, NewTie, best_ties
from sap_match.graph.brokerage import Brokerage, gould_fernandez
from sap_match.graph.centrality import (
    betweenness,
    betweenness_centralisation,
    degree,
    degree_centralisation,
)
from sap_match.graph.chance import ChanceTest, MixingTest
from sap_match.graph.change import Change, compare
from sap_match.graph.closure import reciprocity, transitivity
from sap_match.graph.communities import (
    CommunitiesAndGroups,
    communities,
    communities_and_groups,
    modularity,
)
from sap_match.graph.cores import CorePeriphery, core_periphery, coreness, rich_club
from sap_match.graph.density import (
    density,
    mean_degree,
    mean_strength,
    two_mode_density,
    valued_density,
)
from sap_match.graph.ei import (
    ei_index,
    ei_index_by_density,
    ei_index_expected,
    ei_index_of_groups,
    ei_index_rescaled,
    ei_table,
)
from sap_match.graph.everything import Everything, all_measures
from sap_match.graph.exchange import from_frames, read_network, to_frames, write_network
from sap_match.graph.figure import Bounds, Figure
from sap_match.graph.fragility import cut_off_by, fragile_ties, fragility, largest_loss, robustness
from sap_match.graph.groups import GroupDensity, group_density, outside_density
from sap_match.graph.heterogeneity import (
    blau,
    iqv,
    mean_partner_heterogeneity,
    partner_heterogeneity,
)
from sap_match.graph.hierarchy import krackhardt
from sap_match.graph.holes import structural_holes
from sap_match.graph.intervals import Interval, density_interval, difference_interval
from sap_match.graph.missing import bounds
from sap_match.graph.mixing import Mixing, density_between, density_within, mixing_matrix
from sap_match.graph.multiplex import Multiplex, multiplex, two_mode_degree, two_mode_table
from sap_match.graph.network import (
    KINDS,
    MAX_FORUM,
    PARTNER_KINDS,
    Network,
    Weights,
    When,
)
from sap_match.graph.one_mode import CollaborationNetwork
from sap_match.graph.reach import mean_reach, path_lengths, reach
from sap_match.graph.reported import reported_network
from sap_match.graph.segregation import (
    assortativity,
    gearys_c,
    numeric_assortativity,
    yules_q,
)
from sap_match.graph.significance import degree_test, label_test, mixing_test, qap_test, random_test
from sap_match.graph.structure import (
    bridges,
    components,
    cut_points,
    largest_part,
    number_of_parts,
    parts,
)
from sap_match.graph.ties import Ties
from sap_match.graph.trend import trend
from sap_match.graph.two_mode import TwoMode, from_memberships, memberships_of
from sap_match.graph.whatif import WhatIf, what_if

__all__ = [
    "KINDS",
    "MAX_FORUM",
    "PARTNER_KINDS",
    "BestTies",
    "Bounds",
    "Brokerage",
    "ChanceTest",
    "Change",
    "CollaborationNetwork",
    "CommunitiesAndGroups",
    "CorePeriphery",
    "Everything",
    "Figure",
    "GroupDensity",
    "Interval",
    "Mixing",
    "MixingTest",
    "Multiplex",
    "Network",
    "NewTie",
    "Ties",
    "TwoMode",
    "Weights",
    "WhatIf",
    "When",
    "all_measures",
    "assortativity",
    "best_ties",
    "betweenness",
    "betweenness_centralisation",
    "blau",
    "bounds",
    "bridges",
    "collapsed",
    "communities",
    "communities_and_groups",
    "compare",
    "components",
    "core_periphery",
    "coreness",
    "cut_off_by",
    "cut_points",
    "degree",
    "degree_centralisation",
    "degree_test",
    "density",
    "density_between",
    "density_interval",
    "density_within",
    "difference_interval",
    "ei_index",
    "ei_index_by_density",
    "ei_index_expected",
    "ei_index_of_groups",
    "ei_index_rescaled",
    "ei_table",
    "fragile_ties",
    "fragility",
    "from_edges",
    "from_frames",
    "from_memberships",
    "gearys_c",
    "gould_fernandez",
    "group_density",
    "iqv",
    "krackhardt",
    "label_test",
    "largest_loss",
    "largest_part",
    "layers_of",
    "mean_degree",
    "mean_partner_heterogeneity",
    "mean_reach",
    "mean_strength",
    "memberships_of",
    "mixing_matrix",
    "mixing_test",
    "modularity",
    "multiplex",
    "number_of_parts",
    "numeric_assortativity",
    "outside_density",
    "partner_heterogeneity",
    "parts",
    "path_lengths",
    "qap_test",
    "random_test",
    "reach",
    "read_network",
    "reciprocity",
    "reported_network",
    "rich_club",
    "robustness",
    "structural_holes",
    "to_frames",
    "transitivity",
    "trend",
    "two_mode_degree",
    "two_mode_density",
    "two_mode_of",
    "two_mode_table",
    "valued_density",
    "what_if",
    "write_network",
    "yules_q",
]
