"""Whatever a network says comes back from every format and library, to the last type."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.graph import CollaborationNetwork
from sap_match.graph.exchange import (
    FORMATS,
    from_frames,
    read_network,
    to_frames,
    write_network,
)
from tests.graph.exchange.networks import networks, partnership

ENDINGS = ["graphml", "gexf", "csv", "tsv", "net", "dl", "json"]


def types_of(value):
    """The types of a value and of all in it."""
    if isinstance(value, dict):
        return {k: types_of(one) for k, one in value.items()}
    if isinstance(value, list | tuple):
        return (type(value), [types_of(one) for one in value])
    return type(value)


def same(a: CollaborationNetwork, b: CollaborationNetwork) -> bool:
    """Equal, with the same types and notes."""
    assert a == b
    assert a.notes == b.notes
    assert types_of(a.ids) == types_of(b.ids)
    for left, right in (
        (a.node_attributes, b.node_attributes),
        (a.tie_attributes, b.tie_attributes),
        (a.attributes, b.attributes),
    ):
        assert {k: types_of(v) for k, v in left.items()} == {
            k: types_of(v) for k, v in right.items()
        }
    return True


def through(net: CollaborationNetwork, ending: str) -> CollaborationNetwork:
    with tempfile.TemporaryDirectory() as folder:
        write_network(net, f"{folder}/n.{ending}")
        return read_network(f"{folder}/n.{ending}")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_partnership_comes_back_from_every_format(ending):
    net = partnership()
    assert same(through(net, ending), net)


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_every_network_comes_back_from_every_format(ending, data):
    net = data.draw(networks())
    assert same(through(net, ending), net)


@pytest.mark.parametrize("door", ["networkx", "igraph", "frames"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_every_network_comes_back_through_every_library(door, data):
    net = data.draw(networks())
    if door == "networkx":
        back = CollaborationNetwork.from_networkx(net.to_networkx())
    elif door == "igraph":
        pytest.importorskip("igraph")
        back = CollaborationNetwork.from_igraph(net.to_igraph())
    else:
        back = from_frames(*to_frames(net))
    assert same(back, net)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_network_gives_the_same_bytes(ending, tmp_path: Path):
    net = partnership()
    other = replace(
        net,
        node_attributes=dict(reversed(net.node_attributes.items())),
        attributes=dict(reversed(net.attributes.items())),
    )
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = write_network(net, tmp_path / "a" / f"n.{ending}")
    second = write_network(other, tmp_path / "b" / f"n.{ending}")
    assert [p.name for p in first] == [p.name for p in second]
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_every_format_is_tested():
    from sap_match.graph.exchange import _ENDINGS

    assert {_ENDINGS[f".{one}"] for one in ENDINGS} == set(FORMATS)
