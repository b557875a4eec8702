"""Outlines of areas, from GeoJSON."""
