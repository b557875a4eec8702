"""Imports go down the floors of the house, and only down."""

import ast
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

FLOORS: dict[str, int] = {
    "errors": 0,
    "geo": 1,
    "memory": 1,
    "model": 1,
    "ranking": 1,
    "results": 1,
    "sheets": 1,
    "windows": 1,
    "graph": 2,
    "ingest": 2,
    "similarity": 2,
    "export": 3,
    "landscape": 3,
    "linking": 3,
    "assess": 4,
    "recommend": 4,
    "monthly": 5,
    "evaluate": 6,
    "report": 6,
    "cli": 7,
}

# On floor 1 records are made of times and points, and what is remembered or returned is made of
# records in an order. Nothing else goes sideways.
SIDEWAYS = {
    ("model", "geo"),
    ("model", "windows"),
    ("memory", "model"),
    ("memory", "ranking"),
    ("results", "model"),
    ("results", "ranking"),
}

ONLY_FOR_CLI = {"evaluate"}


def _resolve(module: str, *, is_package: bool, node: ast.ImportFrom) -> str:
    """Absolute name of what an ``from ... import`` takes from."""
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    base = parts if is_package else parts[:-1]
    base = base[: len(base) - (node.level - 1)]
    return ".".join([*base, *([node.module] if node.module else [])])


def imports_of(module: str, source: str, *, is_package: bool = False) -> list[tuple[int, str]]:
    """Line and absolute name of everything of the package that a module imports."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = _resolve(module, is_package=is_package, node=node)
            if base == "sap_match":  # of the root itself, or of a submodule through the root
                found += [(node.lineno, f"sap_match:{alias.name}") for alias in node.names]
            else:
                found.append((node.lineno, base))
        elif isinstance(node, ast.Call) and node.args:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            called = node.func.id if isinstance(node.func, ast.Name) else called
            argument = node.args[0]
            if called in {"import_module", "__import__"} and isinstance(argument, ast.Constant):
                found.append((node.lineno, str(argument.value)))
    return [(line, name) for line, name in found if name.split(".")[0].split(":")[0] == "sap_match"]


def _fault(unit: str, name: str) -> str | None:
    """Why ``unit`` may not import ``name``; None if it may."""
    if name == "sap_match" or name.startswith("sap_match:"):
        return "imports the package root"
    other = name.split(".")[1]
    if other == unit:
        return None
    if other not in FLOORS:
        return f"imports {other}, which stands on no floor"
    if other in ONLY_FOR_CLI and unit != "cli":
        return f"imports {other}, which is for cli alone"
    if FLOORS[other] < FLOORS[unit] or (unit, other) in SIDEWAYS:
        return None
    way = "sideways" if FLOORS[other] == FLOORS[unit] else "up"
    return f"imports {way}: {unit} (floor {FLOORS[unit]}) -> {other} (floor {FLOORS[other]})"


def faults(sources: Mapping[str, str]) -> list[str]:
    """Every import that breaks a rule, for modules given as dotted name -> source.

    A package is given by the name of its ``__init__``: ``sap_match.graph.__init__``.
    """
    wrong: list[str] = []
    for given, source in sorted(sources.items()):
        is_package = given.endswith(".__init__")
        module = given.removesuffix(".__init__")
        if module == "sap_match":
            continue  # the front door: its own tests hold that it is lazy
        unit = module.split(".")[1]
        if unit == "__main__":
            unit = "cli"
        if unit not in FLOORS:
            wrong.append(f"{module}: stands on no floor")
            continue
        for line, name in imports_of(module, source, is_package=is_package):
            why = _fault(unit, name)
            if why:
                wrong.append(f"{module}:{line} {why}")
    return wrong


def sources_of(folder: Path) -> dict[str, str]:
    """Dotted name -> source of every module of the package."""
    return {
        ".".join(path.relative_to(folder.parent).with_suffix("").parts): path.read_text("utf-8")
        for path in sorted(folder.rglob("*.py"))
    }


def test_imports_only_go_down():
    sources = sources_of(ROOT / "sap_match")
    assert len(sources) > 20, "the package was not found, so nothing was tested"
    assert faults(sources) == []


def test_main_starts_the_command_line():
    source = (ROOT / "sap_match" / "__main__.py").read_text("utf-8")
    assert [name for _, name in imports_of("sap_match.__main__", source)] == ["sap_match.cli"]


@pytest.mark.parametrize(
    ("module", "source", "fault"),
    [
        ("sap_match.model", "import sap_match.report.html", "up"),
        ("sap_match.model", "from sap_match.report.html import write", "up"),
        ("sap_match.model", "from .report import html", "up"),
        ("sap_match.model", "from . import report", "root"),
        ("sap_match.model", "from sap_match import report", "root"),
        ("sap_match.model", "import sap_match", "root"),
        ("sap_match.model", "import numpy, sap_match.cli as c", "up"),
        ("sap_match.graph.network", "from ..similarity.index import Index", "sideways"),
        ("sap_match.graph.__init__", "from ..similarity import index", "sideways"),
        ("sap_match.graph.__init__", "from .. import ingest", "root"),
        ("sap_match.similarity.duplicates.rules", "from ...graph import network", "sideways"),
        ("sap_match.recommend.partners", "from sap_match.assess import gaps", "sideways"),
        ("sap_match.geo", "from sap_match.model import Area", "sideways"),
        ("sap_match.model", "from sap_match.memory import Memory", "sideways"),
        ("sap_match.report.html", "def f():\n    from sap_match.evaluate import splits", "cli"),
        ("sap_match.monthly.run", "import sap_match.evaluate", "cli"),
        ("sap_match.errors", "if TYPE_CHECKING:\n    from sap_match.model import Area", "up"),
        ("sap_match.geo", "import importlib\nimportlib.import_module('sap_match.cli')", "up"),
        ("sap_match.geo", "from sap_match.helpers import x", "no floor"),
        ("sap_match.helpers", "", "no floor"),
    ],
)
def test_a_wrong_import_is_caught(module: str, source: str, fault: str):
    (found,) = faults({module: source})
    assert found.startswith(module.removesuffix(".__init__"))
    assert fault in found


@pytest.mark.parametrize(
    ("module", "source"),
    [
        (
            "sap_match.model",
            "from sap_match.windows import Window\nfrom sap_match.geo import Point",
        ),
        ("sap_match.results", "from sap_match.ranking import ordered"),
        ("sap_match.graph.density", "from sap_match.graph.network import Network"),
        ("sap_match.graph.__init__", "from .network import Network"),
        ("sap_match.report.html", "from ..monthly.run import Month"),
        ("sap_match.cli", "from sap_match.evaluate import splits"),
        ("sap_match.__main__", "from sap_match.cli import main"),
        ("sap_match.__init__", "from sap_match.model import Dataset"),
        ("sap_match.geo", "import sap_matching, numpy\nfrom math import sap_match"),
    ],
)
def test_a_right_import_passes(module: str, source: str):
    assert faults({module: source}) == []
