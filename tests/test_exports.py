"""The public names: few, sorted, documented, and all there."""

import inspect
import re
import subprocess
import sys
from pathlib import Path

import sap_match


def test_the_list_is_sorted_and_short():
    assert list(sap_match.__all__) == sorted(set(sap_match.__all__))
    assert 20 <= len(sap_match.__all__) <= 40


def test_every_name_resolves_and_is_listed_by_dir():
    missing = [name for name in sap_match.__all__ if not hasattr(sap_match, name)]
    assert missing == []
    assert set(sap_match.__all__) <= set(dir(sap_match))


def test_a_star_import_brings_exactly_the_list():
    room: dict[str, object] = {}
    exec("from sap_match import *", room)
    assert set(room) - {"__builtins__"} == set(sap_match.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error():
    source = (
        "import sap_match\n"
        "try:\n    sap_match.no_such_name\n"
        "except AttributeError as error:\n    assert 'no_such_name' in str(error)\n"
        "else:\n    raise SystemExit('found')\n"
    )
    subprocess.run([sys.executable, "-c", source], check=True)


def test_every_name_comes_from_the_package_and_says_what_it_is():
    for name in sap_match.__all__:
        thing = getattr(sap_match, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            assert thing.__module__.startswith("sap_match."), name
            assert thing.__name__ == name
            assert (inspect.getdoc(thing) or "").strip(), f"{name} has no docstring"


def test_there_is_one_version():
    from importlib.metadata import version

    assert sap_match.__version__ == version("sap-match")


def test_every_name_of_the_network_is_in_its_reference():
    import sap_match.graph

    page = Path(__file__).resolve().parent.parent / "docs/reference/network.md"
    listed = re.findall(r"^::: sap_match\.graph\.\S*?(\w+)$", page.read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(sap_match.graph.__all__)
