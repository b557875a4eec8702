"""The network of collaborations, and what can be measured on it."""

from sap_match.graph.network import (
    KINDS,
    MAX_FORUM,
    PARTNER_KINDS,
    Network,
    Weights,
    When,
)
from sap_match.graph.ties import Ties

__all__ = [
    "KINDS",
    "MAX_FORUM",
    "PARTNER_KINDS",
    "Network",
    "Ties",
    "Weights",
    "When",
]
