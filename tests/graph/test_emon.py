"""Three real networks of organisations: every listed measure is R's, to the ninth decimal.

All of it through the public names, and by the organisations' names.
"""

import json

import numpy as np
import pytest

from sap_match import graph
from sap_match.graph import CollaborationNetwork

NAMES = ("Cheyenne", "HurrFrederic", "MtSi")
EXACT = {"rtol": 0, "atol": 1e-9, "equal_nan": True}
GIVEN = {"nodes", "sector", "edges", "frequency", "brokerage_order"}
ROLES = ["w_I", "w_O", "b_IO", "b_OI", "b_O", "t"]


@pytest.fixture(scope="module")
def emon(shared_data):
    path = shared_data / "emon" / "networks_with_reference_measures.json"
    return json.loads(path.read_text("utf-8"))


def network(ref, *, directed=True, order=None):
    """The network as an analyst would make it: ties by name, sectors by name."""
    names = ref["nodes"]
    ties = [(names[a], names[b]) for a, b in ref["edges"]]
    return CollaborationNetwork.from_edges(
        ties,
        nodes=names if order is None else [names[i] for i in order],
        groups=dict(zip(names, ref["sector"], strict=True)),
        directed=directed,
    )


def measured(ref, order=None):
    """Every reference name with what we say of the same network, nodes in the order of ``ref``."""
    net, both = network(ref, order=order), network(ref, directed=False, order=order)
    names = ref["nodes"]
    roles, tree = graph.gould_fernandez(net), graph.krackhardt(net)
    assert list(roles.nodes("raw").columns) == ROLES
    assert list(roles.whole("raw").index) == ROLES
    return {
        "density": graph.density(net),
        "grecip_edgewise": graph.reciprocity(net),
        "transitivity_weak": graph.transitivity(net),
        "connectedness": tree["connectedness"],
        "hierarchy_krackhardt": tree["hierarchy"],
        "efficiency": tree["efficiency"],
        "lubness": tree["lubness"],
        "centralization_degree_freeman_out": graph.degree_centralisation(net, way="out"),
        "centralization_betweenness": graph.betweenness_centralisation(net),
        "betweenness_directed": graph.betweenness(net)["betweenness"][names],
        "constraint_burt_directed": graph.structural_holes(net)["constraint"][names],
        "constraint_burt_undirected": graph.structural_holes(both)["constraint"][names],
        "coreness_undirected": graph.coreness(net)["coreness"][names],
        "assortativity_nominal_undirected": graph.assortativity(both),
        "assortativity_nominal_directed": graph.assortativity(net),
        "ei_index_undirected": graph.ei_index(net),
        "edges_undirected": both.size,
        "brokerage_raw_nli": roles.nodes("raw").loc[names],
        "brokerage_exp_nli": roles.nodes("exp").loc[names],
        "brokerage_z_nli": roles.nodes("z").loc[names],
        "brokerage_raw_gli": roles.whole("raw"),
        "brokerage_exp_gli": roles.whole("exp"),
        "brokerage_sd_gli": roles.whole("sd"),
        "brokerage_z_gli": roles.whole("z"),
    }


def agree(got, expected, measure):
    np.testing.assert_allclose(
        np.asarray(got, dtype=float),
        np.array(expected, dtype=float),  # null becomes NaN
        **EXACT,
        err_msg=measure,
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_listed_measure_agrees(emon, name):
    ref = emon[name]
    got = measured(ref)
    assert set(got) == set(ref) - GIVEN
    assert ref["brokerage_order"] == ROLES
    for measure, value in got.items():
        agree(value, ref[measure], measure)


@pytest.mark.parametrize("name", NAMES)
def test_positions_name_the_nodes_as_well_as_their_names_do(emon, name):
    ref = emon[name]
    net = CollaborationNetwork.from_edges(
        ref["edges"], nodes=len(ref["nodes"]), groups=ref["sector"], directed=True
    )
    agree(graph.gould_fernandez(net).nodes("z"), ref["brokerage_z_nli"], "z")
    agree(graph.betweenness(net)["betweenness"], ref["betweenness_directed"], "betweenness")
    agree(graph.structural_holes(net)["constraint"], ref["constraint_burt_directed"], "constraint")
    agree(graph.coreness(net)["coreness"], ref["coreness_undirected"], "coreness")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", [3, 4])
def test_the_order_of_the_nodes_changes_nothing(emon, name, seed):
    ref = emon[name]
    order = np.random.default_rng(seed).permutation(len(ref["nodes"]))
    first, second = measured(ref), measured(ref, order)
    for measure, value in first.items():
        agree(second[measure], np.asarray(value, dtype=float), measure)


@pytest.mark.parametrize("name", NAMES)
def test_some_who_have_nobody_are_counted_and_have_no_measure_of_their_own(emon, name):
    """Two more without ties: what R says of them, and of the rest, follows by the formulas."""
    ref = emon[name]
    more = {
        **ref,
        "nodes": [*ref["nodes"], "Alone", "Alone too"],
        "sector": [*ref["sector"], "Nowhere else", ref["sector"][0]],
    }
    n, before, after = len(ref["nodes"]), measured(ref), measured(more)
    assert after["density"] == pytest.approx(before["density"] * n * (n - 1) / (n + 2) / (n + 1))
    assert np.isnan(after["constraint_burt_directed"].iloc[-2:]).all()
    assert np.isnan(after["brokerage_z_nli"].loc["Alone", "w_I"])
    for measure in ("betweenness_directed", "constraint_burt_directed", "brokerage_raw_nli"):
        agree(after[measure].iloc[:n], before[measure], measure)
    for measure in ("grecip_edgewise", "ei_index_undirected", "assortativity_nominal_directed"):
        agree(after[measure], before[measure], measure)
    assert after["betweenness_directed"].iloc[-2:].tolist() == [0, 0]
    assert after["coreness_undirected"].iloc[-2:].tolist() == [0, 0]
