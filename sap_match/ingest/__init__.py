"""Reading a partnership's data, whatever form it comes in."""

from sap_match.ingest.detect import read_dataset
from sap_match.ingest.tables import write_tables

__all__ = ["read_dataset", "write_tables"]
