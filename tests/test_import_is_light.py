"""Importing the package reads no library of weight, writes nothing and changes nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "pandas",
    "scipy",
    "sklearn",
    "networkx",
    "openpyxl",
    "pyarrow",
    "matplotlib",
    "sqlalchemy",
    "faiss",
    "httpx",
    "jinja2",
)

PROBE = """
import json, logging, sys, warnings
filters, handlers, level = list(warnings.filters), list(logging.root.handlers), logging.root.level
threads = __import__("threading").active_count()
import {module}
print(json.dumps({{
    "loaded": sorted(name for name in sys.modules if "." not in name),
    "filters_kept": filters == list(warnings.filters),
    "handlers_kept": handlers == list(logging.root.handlers) and level == logging.root.level,
    "package_handlers": sum(
        len(log.handlers) for name, log in logging.root.manager.loggerDict.items()
        if name.startswith("sap_match") and isinstance(log, logging.Logger)
    ),
    "threads_kept": threads == __import__("threading").active_count(),
}}))
"""


def probe(module: str, home: Path) -> dict:
    """What importing a module did, in a fresh interpreter with an empty home."""
    environment = {**os.environ, "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    environment = {k: v for k, v in environment.items() if not k.startswith(("XDG_", "COV_"))}
    answer = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROBE.format(module=module)],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr == ""
    return json.loads(answer.stdout)


def test_import_changes_nothing(tmp_path: Path):
    seen = probe("sap_match", tmp_path)
    assert seen["filters_kept"]
    assert seen["handlers_kept"]
    assert seen["package_handlers"] == 0
    assert seen["threads_kept"]
    assert sorted(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("module", ["sap_match", "sap_match.cli", "sap_match.model"])
def test_import_loads_nothing_heavy(module: str, tmp_path: Path):
    loaded = set(probe(module, tmp_path)["loaded"])
    assert "sap_match" in loaded
    assert loaded.isdisjoint(HEAVY)
