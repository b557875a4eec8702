"""Grants in the 360Giving standard: CSV, workbooks and JSON."""
