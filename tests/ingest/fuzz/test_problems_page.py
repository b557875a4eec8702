"""The page on problems names every reason that reading tables and cells can give."""

import ast
from pathlib import Path

import pytest

from sap_match import ingest

FOLDER = Path(ingest.__file__).parent
PAGE = FOLDER.parent.parent / "docs" / "reference" / "problems.md"
PLACES = {"bad": 5, "note": 5, "info": 5, "Told": 4}
"""Which argument is the reason, by what is called."""
MODULES = ("grids", "workbooks", "locate", "references", "foreign", "hsds/objects", "hsds/tabular",
           "tables")  # fmt: skip


def words_of(node):
    """The longest run of words in a string that has no variable in it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        fixed = [p.value for p in node.values if isinstance(p, ast.Constant)]
        return max(fixed, key=len, default="")
    return ""


def reasons(module):
    for node in ast.walk(ast.parse((FOLDER / f"{module}.py").read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(
            node.func, "id", "")  # fmt: skip
        place = PLACES.get(name)
        if place is not None and len(node.args) > place:
            found = words_of(node.args[place]).strip(" ,.;:'\"()")
            if len(found) > 8:
                yield found


@pytest.mark.parametrize("module", MODULES)
def test_every_reason_stands_on_the_page(module):
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert [reason for reason in reasons(module) if reason not in page] == []


def test_reasons_are_found_where_they_are_given():
    assert "has more cells than the header" in set(reasons("grids"))


def test_what_is_put_right_stands_on_the_page():
    from sap_match.ingest import prose

    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert [w for w in (prose.HTML, prose.UNSEEN, prose.BROKEN, prose.LOST) if w not in page] == []
