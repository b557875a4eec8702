"""Files as Gephi, Pajek, UCINET, Kumu and people write them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sap_match.graph import CollaborationNetwork
from sap_match.graph.exchange import from_frames, read_network


@pytest.fixture
def read(tmp_path: Path):
    def make(name: str, text: str, **how) -> CollaborationNetwork:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return read_network(tmp_path / name, **how)

    return make


# -- DL ------------------------------------------------------------------------------------------

SYMMETRIC = np.array([[0, 1, 1], [1, 0, 0], [1, 0, 0]])


@pytest.mark.parametrize(
    "text",
    [
        "dl n=3\nformat = fullmatrix\nlabels:\na,b,c\ndata:\n0 1 1\n1 0 0\n1 0 0\n",
        "DL N = 3 LABELS:\na b c\nDATA:\n0 1 1 1 0\n0 1 0 0",
        "dl n=3 labels embedded\ndata:\na b c\na 0 1 1\nb 1 0 0\nc 1 0 0\n",
        "dl n=3 format=lowerhalf diagonal=absent labels:\na\nb\nc\ndata:\n1\n1 0\n",
        "dl n=3 format=upperhalf diagonal=present labels: 'a' \"b\" c data:\n0 1 1\n0 0\n0\n",
        "dl n=3 format=edgelist1\nlabels:\na,b,c\ndata:\n1 2\n2 1\n1 3 1.0\n3 1\n",
        "dl n=3 format = edgelist1, labels embedded:\ndata:\na b\nb a\na c\nC A\n",
        "dl n=3 format = nodelist1\nlabels:\na,b,c\ndata:\n1 2 3\n2 1\n3 1\n",
        "dl n=3 format = nodelist1 labels embedded\ndata:\na b c\nb a\nc a\n",
        "dl nr=3, nc=3\nrow labels:\na,b,c\ncolumn labels:\na,b,c\ndata:\n0 1 1\n1 0 0\n1 0 0\n",
    ],
)
def test_every_form_of_dl_says_the_same(read, text: str):
    net = read("n.dl", text)
    assert net.ids == ("a", "b", "c")
    assert not net.directed
    assert np.array_equal(net.ties.toarray(), SYMMETRIC)


def test_a_matrix_that_is_not_symmetric_has_direction(read):
    net = read("n.dl", "dl n=2\ndata:\n0 2.5\n0 0\n")
    assert (net.ids, net.directed, net.weights.tolist()) == ((1, 2), True, [2.5])
    assert not read("n.dl", "dl n=2\ndata:\n0 2.5\n0 0\n", directed=False).directed


def test_one_of_several_matrices(read):
    text = "dl n=2 nm=2\nmatrix labels:\ntrust,money\ndata:\n0 1\n1 0\n0 0\n7 0\n"
    assert read("n.dl", text, relation="money").weights.tolist() == [7.0]
    assert read("n.dl", text, relation="money").name == "money"
    assert read("n.dl", text, relation=1).size == 1
    lists = "dl n=2 format=edgelist1 nm=2\ndata:\n1 2\n!\n2 1 7\n"
    assert read("n.dl", lists, relation=2).weights.tolist() == [7.0]


def test_cells_that_nobody_knows_are_said(read):
    net = read("n.dl", "dl n=2\ndata:\n0 .\n1 0\n")
    assert net.notes == ("1 cells not known, taken as no tie",)


# -- Pajek ---------------------------------------------------------------------------------------


def test_a_pajek_file_with_arcs_and_edges(read):
    text = '*Network x\n*Vertices 3\n1 "Ash A" 0.1 0.2 0.5 box ic Red\n2 b\n3 c\n*Arcs\n1 2 3\n'
    net = read("n.net", text + "*Edges\n2 3 4 l friend\n")
    assert net.ids == ("Ash A", "b", "c")
    assert net.directed
    assert net.valued.toarray().tolist() == [[0, 3, 0], [0, 0, 4], [0, 4, 0]]
    assert net.notes == ("1 without direction counted both ways",)
    assert net.node_attributes["shape"] == ("box", None, None)
    assert net.node_attributes["ic"] == ("Red", None, None)
    assert net.node_attributes["x"] == (0.1, None, None)
    assert net.tie_attributes == {"l": (None, "friend", "friend")}


def test_lists_matrices_and_vertices_without_lines(read):
    assert read("n.net", "*vertices 3\n*edgeslist\n1 2 3\n").ids == (1, 2, 3)
    net = read("n.net", "% said\n*Vertices 2\r\n*Matrix\r\n0 2\r\n0.0 0\r\n")
    assert (net.directed, net.weights.tolist()) == (True, [2.0])
    twice = read("n.net", '*Vertices 2\n1 "a"\n2 "a"\n*Arcs\n1 2\n')
    assert (twice.ids, twice.node_attributes) == ((1, 2), {"label": ("a", "a")})


def test_one_of_several_relations(read):
    text = '*Vertices 2\n*Arcs :1 "trust"\n1 2 1\n*Arcs :2 "money"\n2 1 5\n'
    net = read("n.net", text, relation="money")
    assert (net.name, net.weights.tolist()) == ("money", [5.0])


def test_a_partition_gives_groups(read, tmp_path: Path):
    text = "*Vertices 3\n*Edges\n1 2\n"
    classes = "*Vertices 3\n1\n1\n999999998\n"
    (tmp_path / "n.clu").write_text(classes)
    assert read("n.net", text).groups == ("1", "1", None)
    inside = read("p.paj", f"*Network x\n{text}*Partition kinds\n{classes}")
    assert (inside.groups, inside.name) == (("1", "1", None), "x")


# -- Kumu ----------------------------------------------------------------------------------------


def test_a_blueprint_by_labels(read):
    net = read(
        "n.json",
        '{"elements": [{"label": "A", "type": "voluntary", "tags": ["food", "warm"]},'
        ' {"label": "B", "Favourite hall": "Town"}],'
        ' "connections": [{"from": "A", "to": "B", "type": "grant", "weight": 2}]}',
    )
    assert net.ids == ("A", "B")
    assert net.groups == ("voluntary", None)
    assert net.node_attributes == {
        "Favourite hall": (None, "Town"),
        "tags": (["food", "warm"], None),
    }
    assert net.tie_attributes == {"type": ("grant",)}
    assert (net.directed, net.weights.tolist()) == (False, [2.0])


def test_a_project_saved_from_kumu(read):
    net = read(
        "n.json",
        '{"elements": [{"_id": "elem-1", "attributes": {"label": "A", "element type": "hall"}},'
        ' {"_id": "elem-2", "attributes": {"label": "A"}}],'
        ' "connections": [{"_id": "c1", "from": "elem-1", "to": "elem-2", "direction": "mutual",'
        ' "attributes": {"connection type": "grant"}},'
        ' {"from": "elem-2", "to": "elem-1", "direction": "directed"}], "maps": []}',
    )
    assert net.ids == ("elem-1", "elem-2")
    assert net.groups == ("hall", None)
    assert net.node_attributes == {"label": ("A", "A")}
    assert net.directed
    assert net.size == 2


# -- tables --------------------------------------------------------------------------------------


def test_a_table_from_a_spreadsheet(read):
    net = read("n.csv", "\ufeffFrom;To;Weight;Since;Code\r\nAsh;Elm;2;2020;007\r\nElm;Oak;;;\r\n")
    assert net.ids == ("Ash", "Elm", "Oak")
    assert net.weights.tolist() == [2.0, 1.0]
    assert net.tie_attributes == {"Since": (2020, None), "Code": ("007", None)}


def test_a_table_as_gephi_saves_it(read, tmp_path: Path):
    (tmp_path / "n.nodes.csv").write_text("Id,Label,Group\na,Ash,x\nb,,\nc,Cedar,y\n")
    net = read("n.csv", "Source,Target,Type,Id,Label,Weight\na,b,Directed,0,,1.0\n")
    assert (net.ids, net.directed, net.groups) == (("a", "b", "c"), True, ("x", None, "y"))
    assert net.node_attributes == {"Label": ("Ash", None, "Cedar")}


def test_guards_against_formulas_are_taken_away(read):
    net = read("n.csv", "source,target,say\n'=a,b,'+x\n's-Gravenhage,b,'\n")
    assert net.ids == ("'s-Gravenhage", "=a", "b")
    assert net.tie_attributes["say"] == ("", "+x")


def test_no_cell_of_a_table_is_run_as_a_formula(tmp_path: Path):
    from sap_match.graph.exchange import write_network

    net = CollaborationNetwork.from_edges(
        [("=cmd|' /C calc'!A0", "b", {"@SUM": "+1+1"})], groups={"b": "-2+3"}
    )
    for path in write_network(net, tmp_path / "n.csv"):
        if path.suffix == ".csv":
            cells = path.read_text("utf-8").replace("\r\n", ",").replace('"', "").split(",")
            assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-"))]
    assert read_network(tmp_path / "n.csv") == net


def test_frames_of_ones_own():
    ties = pd.DataFrame({"from": ["a", "b"], "to": ["b", "c"], "weight": [1, 2], "k": [1, None]})
    nodes = pd.DataFrame({"group": ["x", None, "y"]}, index=["a", "b", "c"])
    net = from_frames(ties, nodes, directed=True)
    assert net.groups == ("x", None, "y")
    assert net.weights.tolist() == [1.0, 2.0]
    assert net.directed


# -- XML -----------------------------------------------------------------------------------------


def test_graphml_with_defaults_and_mixed_directions(read):
    net = read(
        "n.graphml",
        '<g:graphml xmlns:g="http://graphml.graphdrawing.org/xmlns" xmlns:y="urn:y">'
        '<g:key id="s" for="node" attr.name="size" attr.type="int"><g:default>1</g:default></g:key>'
        '<g:key id="d" for="node" yfiles.type="nodegraphics"/>'
        '<g:graph edgedefault="directed"><g:node id="a"><g:data key="s">2</g:data>'
        "<g:data key='d'><y:Shape>big</y:Shape></g:data></g:node>"
        '<g:node id="b"/><g:edge source="a" target="b" directed="false"/>'
        '<g:edge source="a" target="a"/></g:graph></g:graphml>',
    )
    assert net.node_attributes == {"size": (2, 1)}
    assert net.ties.toarray().tolist() == [[0, 1], [1, 0]]
    assert "1 self-tie dropped" in net.notes


def test_a_gexf_that_changes_over_time_says_so(read):
    net = read(
        "n.gexf",
        '<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph mode="dynamic">'
        '<attributes class="node" mode="dynamic"><attribute id="0" title="size" type="integer"/>'
        '</attributes><nodes><node id="a"><attvalues><attvalue for="0" value="1" end="2020"/>'
        '<attvalue for="0" value="2" start="2020"/></attvalues></node><node id="b"/></nodes>'
        '<edges><edge source="a" target="b" weight="2" type="directed"/></edges></graph></gexf>',
    )
    assert net.node_attributes == {"size": (2, None)}
    assert net.notes == ("changes over time not read: the last value counts",)
    assert net.directed
