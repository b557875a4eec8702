"""Three real networks of organisations: every listed measure is R's, to the ninth decimal."""

import json

import numpy as np
import pytest

from sap_match import graph
from sap_match.graph import brokerage, centrality, cores, hierarchy, holes

NAMES = ("Cheyenne", "HurrFrederic", "MtSi")
EXACT = {"rtol": 0, "atol": 1e-9, "equal_nan": True}


@pytest.fixture(scope="module")
def emon(shared_data):
    path = shared_data / "emon" / "networks_with_reference_measures.json"
    return json.loads(path.read_text("utf-8"))


def measured(ref):
    """Every reference name with what we say of the same network."""
    ties = graph.from_edges(len(ref["nodes"]), map(tuple, ref["edges"]), directed=True)
    both, sector = graph.collapsed(ties), ref["sector"]
    roles = graph.gould_fernandez(ties, sector)
    return {
        "density": graph.density(ties, directed=True),
        "grecip_edgewise": graph.reciprocity(ties),
        "transitivity_weak": graph.transitivity(ties),
        "connectedness": hierarchy.connectedness(ties),
        "hierarchy_krackhardt": hierarchy.hierarchy(ties),
        "efficiency": hierarchy.efficiency(ties),
        "lubness": hierarchy.lubness(ties),
        "centralization_degree_freeman_out": centrality.degree_centralisation(ties, directed=True),
        "centralization_betweenness": centrality.betweenness_centralisation(ties),
        "betweenness_directed": centrality.betweenness(ties),
        "constraint_burt_directed": holes.structural_holes(ties).constraint,
        "constraint_burt_undirected": holes.structural_holes(both).constraint,
        "coreness_undirected": cores.coreness(ties),
        "assortativity_nominal_undirected": graph.assortativity(ties, sector),
        "assortativity_nominal_directed": graph.assortativity(ties, sector, directed=True),
        "ei_index_undirected": graph.ei_index(ties, sector),
        "edges_undirected": both.nnz / 2,
        "brokerage_raw_nli": roles.raw,
        "brokerage_exp_nli": roles.expected,
        "brokerage_z_nli": roles.z,
        "brokerage_raw_gli": roles.whole_raw,
        "brokerage_exp_gli": roles.whole_expected,
        "brokerage_sd_gli": roles.whole_sd,
        "brokerage_z_gli": roles.whole_z,
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_listed_measure_agrees(emon, name):
    ref = emon[name]
    got = measured(ref)
    listed = set(ref) - {"nodes", "sector", "edges", "frequency", "brokerage_order"}
    assert set(got) == listed
    assert ref["brokerage_order"] == list(brokerage.ROLES)
    for measure in sorted(listed):
        expected = np.array(ref[measure], dtype=float)  # null becomes NaN
        np.testing.assert_allclose(
            np.asarray(got[measure], dtype=float), expected, **EXACT, err_msg=measure
        )


def test_relabelling_the_nodes_moves_the_values_with_them(emon):
    ref = emon["HurrFrederic"]
    n = len(ref["nodes"])
    order = np.random.default_rng(3).permutation(n)
    moved = {
        **ref,
        "sector": [ref["sector"][i] for i in order],
        "edges": [[int(np.flatnonzero(order == e)[0]) for e in edge] for edge in ref["edges"]],
    }
    first, second = measured(ref), measured(moved)
    for measure, value in first.items():
        before = np.asarray(value, dtype=float)
        expected = before[order] if before.shape[:1] == (n,) else before
        np.testing.assert_allclose(
            np.asarray(second[measure], dtype=float), expected, **EXACT, err_msg=measure
        )
