"""Pictures: small ones drawn by hand for the page, and those of a network for documents.

The first need no library. The second need the extra ``plots``; each is a `Picture` with its
alternative text, readable in greyscale, the same bytes every time.
"""

from sap_match.report.plots.by_hand import (
    KIND_NAMES,
    bar,
    describe_network,
    draw_consortium,
    network,
)

__all__ = [
    "KIND_NAMES",
    "bar",
    "describe_network",
    "draw_consortium",
    "network",
]
