"""Giving data out again: canonical tables, and the Human Services Data Specification 3.0.

What may not be told is taken out first (`sap_match.export.withheld`); what a format
cannot hold is told with its count; and a target is written whole or not at all.
"""
