"""A file that cannot be read is refused with its name, its row and what to do; never otherwise."""

import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError, SapMatchError
from sap_match.graph import CollaborationNetwork
from sap_match.graph.exchange import read_network, write_network
from tests.graph.exchange.networks import partnership

ENDINGS = ["graphml", "gexf", "csv", "net", "dl", "json"]
GRAPHML = '<graphml><graph edgedefault="undirected">{}</graph></graphml>'
GEXF = '<gexf><graph><nodes><node id="a"/><node id="b"/></nodes><edges>{}</edges></graph></gexf>'
WEIGHTS = """<graphml><key id="w" attr.name="weight" attr.type="string"/><graph><node id="a"/>
<node id="b"/><edge source="a" target="b"><data key="w">lots</data></edge></graph></graphml>"""
SIZES = """<graphml><key id="s" for="node" attr.name="size" attr.type="int"/><graph>
<node id="a"><data key="s">big</data></node></graph></graphml>"""
BILLION = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<graphml><graph><node id="&b;"/></graph></graphml>"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE gexf SYSTEM "file:///etc/passwd">
<gexf><graph/></gexf>"""


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.graphml", BILLION, "a.graphml, row 2: has a document type"),
        ("a.gexf", OUTSIDE, "a.gexf, row 2: has a document type"),
        ("a.graphml", "<graphml><graph>", "row 1: is no XML .*no element found.*saved whole"),
        ("a.graphml", "hello", "row 1: is no XML"),
        ("a.graphml", "<html/>", "row 1, 'html': does not begin with <graphml>"),
        ("a.graphml", "<graphml/>", "holds no graph"),
        ("a.graphml", GRAPHML.format('<node id="a"/>\n<node id="a"/>'), "row 2, id 'a': .* twice"),
        ("a.graphml", GRAPHML.format("<node/>"), "row 1, id: a node has no id"),
        (
            "a.graphml",
            GRAPHML.format('<node id="Ash"/>\n<edge source="Ash" target="Asj"/>'),
            "row 2, tie 'Asj': .* no node here; is 'Ash' meant",
        ),
        (
            "a.graphml",
            WEIGHTS,
            "row 2, weight 'lots': a weight is a number of 0 or more",
        ),
        (
            "a.graphml",
            SIZES,
            "a.graphml, row 2, size 'big': is no whole number",
        ),
        ("a.graphml", GRAPHML.format('<data key="x">1</data>'), "key 'x': no <key> has this id"),
        ("a.graphml", GRAPHML.format("<hyperedge/>"), "holds a hyperedge"),
        ("a.graphml", GRAPHML.format('<node id="a"><graph/></node>'), "a graph within or beside"),
        ("a.graphml", "<graphml>" + "<a>" * 100, "nested more than 64 deep"),
        ("a.graphml", '<?xml version="1.0" encoding="klingon"?><graphml/>', "row 1|encoding"),
        ("a.gexf", GEXF.format('<edge source="a"/>'), "row 1, target: an edge has no target"),
        ("a.gexf", GEXF.format('<edge source="a" target="b" weight="-1"/>'), "weight '-1'"),
        ("a.csv", "", "a.csv: is empty"),
        ("a.csv", "\ufeff", "a.csv: is empty"),
        ("a.csv", "source\nAsh\n", "row 1, 'source': needs the columns source and target"),
        ("a.csv", "source,target\nAsh,\n", "row 2, target: is empty"),
        ("a.csv", "source,target,weight\na,b,x\n", "row 2, weight 'x': a weight is a number"),
        ("a.csv", "source,target,weight\na,b,1\nb,c,nan\n", "row 3, weight 'nan'"),
        ("a.csv", "source,target\na,Smith, J\n", "row 2: has more cells .* comma unquoted"),
        ("a.csv", "source,target,x,x\na,b,1,2\n", "row 1, x: two columns have this name"),
        ("a.nodes.csv", "id\na\n", "holds nodes; give the ties beside it, a.csv"),
        ("a.net", "1 2\n", "row 1, '1 2': is no Pajek network"),
        ("a.net", '*Vertices 2\n1 "a"\n*Edges\n1 3\n', "row 4, '3': is no vertex; .* 1 to 2"),
        ("a.net", "*Vertices x\n", "row 1, 'x': after .Vertices comes how many"),
        ("a.net", "*Vertices 999999999\n", "more than 2,000,000 vertices"),
        ("a.net", "*Vertices 5 2\n", "two modes"),
        ("a.net", "*Vertices 2\n*Edges\n1\n", "row 3, '1': a tie has two ends"),
        ("a.net", "*Vertices 2\n*Arcs\n1 2 -1\n", "row 3, weight '-1'"),
        ("a.net", '*Vertices 2\n*Arcs :1 "a"\n1 2\n*Arcs :2 "b"\n2 1\n', "2 relations .1 'a', "),
        ("a.net", "*Vertices 1\n*Vertices 1\n", "row 2: has .Vertices twice"),
        ("a.net", "*Vertices 2\n*Matrix\n0 1\n0\n", "row 4, '1': the matrix has 2 rows of 2"),
        ("a.dl", "n=3\ndata:\n", "row 1, 'n=3.*: is no DL file"),
        ("a.dl", "DL n=3\n", "no line 'data:'"),
        ("a.dl", "DL data:\n0 1\n", "does not say how many nodes"),
        ("a.dl", "DL n=2\ndata:\n0 1\n1\n", "row 4: needs 4 cells for n=2 .* but has 3"),
        ("a.dl", "DL n=2\nlabels:\na,b,c\ndata:\n0 1 1 0\n", "labels: has 3 labels for n=2"),
        ("a.dl", "DL n=2 format=edgelist1\ndata:\n1 3\n", "row 3, '3': is no node; .* 1 to 2"),
        ("a.dl", "DL n=1 format=edgelist1 labels embedded\ndata:\na b\n", "its ties name 2 nodes"),
        ("a.dl", "DL nr=2 nc=3\ndata:\n0 1\n", "two modes"),
        ("a.dl", "DL n=2 format=blockmatrix\ndata:\n0\n", "'blockmatrix': is not read; it is"),
        ("a.dl", "DL n=99999999\ndata:\n0\n", "n '99999999': more than 2,000,000"),
        ("a.dl", "DL n=2 nm=2\ndata:\n0 1 1 0\n0 0 1 0\n", "holds 2 relations"),
        ("a.dl", "DL n=2\ndata:\n0 x 1 0\n", "row 3, weight 'x'"),
        ("a.json", "[]", "is no Kumu blueprint; write"),
        ("a.json", '{"elements": [', "is no JSON .*saved whole"),
        ("a.json", "[" * 100_000, "nested too deeply"),
        ("a.json", '{"elements": [1]}', "row 1, elements '1': is no element"),
        ("a.json", '{"elements": [{"type": "x"}]}', "row 1, elements: .* neither id nor label"),
        ("a.json", '{"elements": [{"label": "A"}], "connections": 3}', "connections: is no list"),
        (
            "a.json",
            '{"elements": [{"label": "A"}], "connections": [{"from": "A", "to": "B"}]}',
            "row 1, tie 'B': .* no node here",
        ),
        (
            "a.json",
            '{"elements": [{"label": "A"}], "connections": [{"from": {}, "to": "A"}]}',
            "row 1, from '{}': a connection has no such end",
        ),
        ("a.json", '{"elements": [{"label": "A"}, {"label": "A"}]}', "row 2, id 'A': .* twice"),
        ("a.json", '{"elements": [{"label": 1}, {"label": "1"}]}', "the number 1 and the text '1'"),
        ("a.json", '{"elements": [], "sap_match": {"version": 9}}', "no card of version 1"),
        ("a.txt", "x", "its ending says no format; use .csv"),
    ],
)
def test_what_is_wrong_and_where_is_said(name: str, text: str, said: str, tmp_path: Path):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        read_network(tmp_path / name)


def test_an_outside_file_is_never_opened(tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    path = tmp_path / "a.graphml"
    path.write_text(
        f'<!DOCTYPE g [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
        '<graphml><graph><node id="&s;"/></graph></graphml>'
    )
    with pytest.raises(DataError, match="document type") as caught:
        read_network(path)
    assert "secret" not in str(caught.value).removeprefix(str(tmp_path))


@pytest.mark.parametrize("ending", ENDINGS)
def test_folders_missing_files_and_other_encodings(ending: str, tmp_path: Path):
    (tmp_path / f"folder.{ending}").mkdir()
    with pytest.raises(DataError, match="is a folder"):
        read_network(tmp_path / f"folder.{ending}")
    with pytest.raises(DataError, match="cannot be opened: No such file"):
        read_network(tmp_path / f"none.{ending}")
    with pytest.raises(DataError, match="is a folder"):
        write_network(partnership(), tmp_path / f"folder.{ending}")
    with pytest.raises(DataError, match="there is no folder"):
        write_network(partnership(), tmp_path / "none" / f"n.{ending}")
    path = tmp_path / f"n.{ending}"
    write_network(CollaborationNetwork.from_edges([("Zażółć", "b")]), path)
    text = path.read_text("utf-8")
    path.write_bytes(text.replace("UTF-8", "utf-8").encode("latin-1", "replace") + b"\xe9\xff")
    with pytest.raises(SapMatchError, match=f"n.{ending}.*(UTF-8|no XML)"):
        read_network(path)


@pytest.mark.parametrize("ending", ["csv", "net", "dl", "json"])
def test_marks_and_other_encodings_are_read(ending: str, tmp_path: Path):
    net = CollaborationNetwork.from_edges([("Zazolc", "b")])
    path = tmp_path / f"n.{ending}"
    write_network(net, path)
    text = path.read_text("utf-8")
    for encoding in ("utf-8-sig", "utf-16"):
        path.write_bytes(text.encode(encoding))
        assert read_network(path) == net
    path.write_bytes(text.replace("Zazolc", "é").encode("cp1252"))
    with pytest.raises(DataError, match=r"not written in UTF-8; .* encoding='cp1252'"):
        read_network(path)
    with pytest.raises(DataError, match="is no encoding"):
        read_network(path, encoding="klingon")


def test_a_failed_writing_leaves_what_was_there(tmp_path: Path):
    path = tmp_path / "n.graphml"
    write_network(partnership(), path)
    before = path.read_bytes()
    bad = CollaborationNetwork.from_edges([("a", "b")], nodes={"a": {"x": {1, 2}}, "b": {}})
    with pytest.raises(DataError, match=r"node attribute 'x': holds a value .*set.*; make it text"):
        write_network(bad, path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["n.graphml"]


def test_a_format_that_is_none():
    with pytest.raises(DataError, match="format 'graphviz': is no format; there are csv, dl"):
        write_network(partnership(), "n.dot", "graphviz")


@pytest.mark.parametrize("ending", ["net", "dl"])
def test_a_file_changed_since_does_not_get_the_wrong_attributes(ending: str, tmp_path: Path):
    path = tmp_path / f"n.{ending}"
    write_network(partnership(), path)
    path.write_text(path.read_text("utf-8") + "2 3 1\n", encoding="utf-8")
    with pytest.raises(DataError, match="changed since; delete"):
        read_network(path)


def test_a_cell_changed_by_hand_that_is_not_of_its_kind(tmp_path: Path):
    net = CollaborationNetwork.from_edges([("a", "b")], nodes={"a": {"size": 1}, "b": {"size": 2}})
    write_network(net, tmp_path / "n.csv")
    nodes = tmp_path / "n.nodes.csv"
    nodes.write_text(nodes.read_text().replace("b,2", "b,two"))
    with pytest.raises(DataError, match="size 'two': is no whole number"):
        read_network(tmp_path / "n.csv")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_cell_of_a_megabyte_comes_back(ending: str, tmp_path: Path):
    net = CollaborationNetwork.from_edges([("a", "b")], nodes={"a": {"x": "é " * 10**6}, "b": {}})
    write_network(net, tmp_path / f"n.{ending}")
    assert read_network(tmp_path / f"n.{ending}") == net


VALID: dict[str, dict[str, str]] = {}
FOREIGN = {
    "dl": "dl n=3, format = fullmatrix\nlabels:\na,b,c\ndata:\n0 1 1\n1 0 .\n1 0 0\n",
    "net": '*Network x\n*Vertices 3\n1 "a" 0.1 0.2 0.5 box\n2 "b b"\n3 c\n'
    "*Arcs\n1 2 3\n*Edges\n2 3\n",
    "csv": 'from;to;weight;since\nAsh;Elm;2;2020\n"Elm; x";Ash;;\n',
    "json": '{"elements": [{"label": "A", "tags": ["x"]}, {"label": "B"}],'
    ' "connections": [{"from": "A", "to": "B", "direction": "mutual"}]}',
    "graphml": '<graphml><key id="s" for="node" attr.name="size" attr.type="int"><default>1'
    '</default></key><graph edgedefault="directed"><node id="a"><data key="s">2</data></node>'
    '<node id="b"/><edge source="a" target="b" directed="false"/></graph></graphml>',
    "gexf": '<gexf version="1.3"><graph defaultedgetype="directed"><attributes class="node">'
    '<attribute id="0" title="size" type="integer"/></attributes><nodes><node id="a" label="A">'
    '<attvalues><attvalue for="0" value="2"/></attvalues></node><node id="b"/></nodes><edges>'
    '<edge source="a" target="b" weight="2"/></edges></graph></gexf>',
}


def valid(ending: str) -> dict[str, str]:
    """The files of a small partnership, by name."""
    if ending not in VALID:
        with tempfile.TemporaryDirectory() as folder:
            written = write_network(partnership(), f"{folder}/n.{ending}")
            VALID[ending] = {p.name: p.read_text("utf-8") for p in written}
    return VALID[ending]


PIECES = st.one_of(
    st.text(max_size=6),
    st.sampled_from(['"', "'", "\n", "\0", "\ufeff", "\ud800", "*Vertices 3\n", "*Matrix\n"]),
    st.sampled_from("< > &amp; &x; { [ ] } , -1 1e999 999999999 NaN null true = !".split()),
    st.sampled_from(["<node/>", "data:", "labels:", '{"~date": 3}', '{"~mapping": [[[], 1]]}']),
)


@st.composite
def spoilt(draw, text: str) -> str:
    """The text with up to four pieces cut out, doubled or put in."""
    for _ in range(draw(st.integers(1, 4))):
        a = draw(st.integers(0, len(text)))
        b = min(len(text), a + draw(st.integers(0, 12)))
        middle = draw(st.one_of(st.just(""), PIECES, st.just(text[a:b] * 2)))
        text = text[:a] + middle + text[b:]
    return text[: draw(st.one_of(st.just(len(text)), st.integers(0, len(text))))]


def attempt(path: Path) -> CollaborationNetwork | None:
    """Read a file: a network, or an error of ours that names the file."""
    said, net = "n.", None
    try:
        net = read_network(path)
    except SapMatchError as error:
        said = str(error)
    assert "n." in said
    assert net is None or isinstance(net, CollaborationNetwork)
    return net


@pytest.mark.parametrize("own", [True, False], ids=["own", "foreign"])
@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_spoilt_files_give_a_network_or_an_error_of_ours(ending: str, own: bool, data):
    files = dict(valid(ending)) if own else {f"n.{ending}": FOREIGN[ending]}
    name = data.draw(st.sampled_from(sorted(files)))
    files[name] = data.draw(spoilt(files[name]))
    with tempfile.TemporaryDirectory() as folder:
        for one, text in files.items():
            Path(folder, one).write_bytes(text.encode("utf-8", "surrogatepass"))
        begun = time.monotonic()
        net = attempt(Path(folder, f"n.{ending}"))
        if net is not None:
            write_network(net, Path(folder, f"again.{ending}"))
            assert read_network(Path(folder, f"again.{ending}")) == net
        assert time.monotonic() - begun < 20


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=40, deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes_give_a_network_or_an_error_of_ours(ending: str, data: bytes):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"n.{ending}")
        path.write_bytes(data)
        attempt(path)
