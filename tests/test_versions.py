"""One version, told the same everywhere; every dependency pinned inside its range."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import sap_match

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([A-Za-z0-9.]+)$")


def pins() -> dict[str, Version]:
    """Every pin of the constraints file; a line that is no pin is a fault."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    found = {}
    for line in lines:
        if line.strip() and not line.startswith("#"):
            matched = PIN.match(line)
            assert matched, f"constraints.txt: {line!r} is no exact pin of a public version"
            found[canonicalize_name(matched[1])] = Version(matched[2])
    return found


def requirements() -> list[Requirement]:
    """What the project asks for, with all extras."""
    listed = list(PROJECT["project"]["dependencies"])
    for extra in PROJECT["project"]["optional-dependencies"].values():
        listed += extra
    asked = [Requirement(line) for line in listed]
    return [one for one in asked if one.name != "sap-match"]


def test_the_version_is_the_same_everywhere():
    version = PROJECT["project"]["version"]
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    released = re.findall(r"^## \[(\d[^\]]*)\] - \d{4}-\d{2}-\d{2}$", changes, flags=re.MULTILINE)
    assert released[0] == version
    assert sap_match.__version__ == version
    assert [Version(v) for v in released] == sorted(map(Version, released), reverse=True)


def test_every_dependency_is_pinned_inside_its_range():
    pinned = pins()
    for one in requirements():
        name = canonicalize_name(one.name)
        assert name in pinned, f"{one.name} has no pin in constraints.txt"
        assert one.specifier.contains(pinned[name]), f"{name} {pinned[name]} is outside {one}"


def test_every_range_has_a_lowest_version():
    for one in requirements():
        lower = [s for s in one.specifier if s.operator in {">=", "=="}]
        assert lower, f"{one} has no lowest version"


def test_torch_is_pinned_alike_in_both_places():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.findall(r"torch==(\S+)", makefile) == [str(pins()["torch"])]


def test_one_lowest_python():
    lowest = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert PROJECT["tool"]["mypy"]["python_version"] == lowest
    assert PROJECT["tool"]["ruff"]["target-version"] == "py" + lowest.replace(".", "")
    needed = f"({', '.join(lowest.split('.'))})"
    assert f"sys.version_info < {needed}" in (ROOT / "Makefile").read_text("utf-8")
