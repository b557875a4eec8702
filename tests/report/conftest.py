"""The months that are drawn, and a browser for what only a browser can tell."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def _load(name: str):
    spec = importlib.util.spec_from_file_location(f"report_{name}", HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def months():
    """`realistic()`, `nasty()` and `empty()`."""
    return _load("months")


@pytest.fixture(scope="session")
def chromium():
    """A headless browser of this machine, or a skip that says so."""
    api = pytest.importorskip("playwright.sync_api")
    named = os.environ.get("SAP_MATCH_CHROMIUM") or shutil.which("chromium")
    path = named or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with api.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except api.Error as error:
            pytest.skip(f"no browser: install chromium or set SAP_MATCH_CHROMIUM ({error})")
        yield browser
        browser.close()
