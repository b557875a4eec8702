"""Reading a partnership's data, whatever form it comes in."""

from sap_match.ingest.detect import history_of, read_dataset
from sap_match.ingest.single import read_table
from sap_match.ingest.writing import write_tables

__all__ = ["history_of", "read_dataset", "read_table", "write_tables"]
