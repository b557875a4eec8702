"""Pictures: small ones drawn by hand for the page, and those of a network for documents.

The first need no library. The second need the extra ``plots``; each is a `Picture` with its
alternative text, readable in greyscale, the same bytes every time.
"""

from sap_match.report.plots.bars import brokerage_bars
from sap_match.report.plots.by_hand import (
    KIND_NAMES,
    bar,
    describe_network,
    draw_consortium,
    network,
)
from sap_match.report.plots.heat_map import mixing_heat_map
from sap_match.report.plots.layout import Layout, lay_out
from sap_match.report.plots.network_maps import network_map
from sap_match.report.plots.pairings_map import pairings_map
from sap_match.report.plots.picture import Picture
from sap_match.report.plots.places import geographic_map
from sap_match.report.plots.trends import trend_with_bands
from sap_match.report.plots.week_grid import week_grid

__all__ = [
    "KIND_NAMES",
    "Layout",
    "Picture",
    "bar",
    "brokerage_bars",
    "describe_network",
    "draw_consortium",
    "geographic_map",
    "lay_out",
    "mixing_heat_map",
    "network",
    "network_map",
    "pairings_map",
    "trend_with_bands",
    "week_grid",
]
