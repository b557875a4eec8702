"""Points and distances, UK postcodes and their points, areas and what lies in them."""

from sap_match.geo.areas import Boundary, area_of, areas_of, areas_of_many, contains, contains_many
from sap_match.geo.directory import PostcodeDirectory, ukpostcodes
from sap_match.geo.grid import grid_to_latlon
from sap_match.geo.points import (
    Point,
    coarsen,
    distance_km,
    distances_km,
    looks_swapped,
    valid_point,
)
from sap_match.geo.postcodes import (
    Located,
    PostcodeLookup,
    PostcodeParts,
    Precision,
    TableLookup,
    find_postcode,
    match_postcode,
    normalise_postcode,
    split_postcode,
    table_lookup,
)

__all__ = [
    "Boundary",
    "Located",
    "Point",
    "PostcodeDirectory",
    "PostcodeLookup",
    "PostcodeParts",
    "Precision",
    "TableLookup",
    "area_of",
    "areas_of",
    "areas_of_many",
    "coarsen",
    "contains",
    "contains_many",
    "distance_km",
    "distances_km",
    "find_postcode",
    "grid_to_latlon",
    "looks_swapped",
    "match_postcode",
    "normalise_postcode",
    "split_postcode",
    "table_lookup",
    "ukpostcodes",
    "valid_point",
]
