"""Live feeds: asked over the network, kept page by page, read like any file."""

from sap_match.ingest.feeds.addresses import is_address, masked
from sap_match.ingest.feeds.feed import read_feed
from sap_match.ingest.feeds.kept import erase
from sap_match.ingest.feeds.limits import SETTINGS, Limits

__all__ = ["SETTINGS", "Limits", "erase", "is_address", "masked", "read_feed"]
