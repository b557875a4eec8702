"""What every test may use: the open data beside the checkout, and a door shut to the network."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples every time, so that a change is judged by what it changed; `make explore`
# draws others.
settings.register_profile("same", derandomize=True)
settings.register_profile("explore", derandomize=False)
settings.load_profile("explore" if os.environ.get("SAP_MATCH_EXPLORE") else "same")

ROOT = Path(__file__).resolve().parent.parent
REAL_DATA_ABSENT = "REAL DATA ABSENT"


def real_data_folder() -> Path:
    """Where the open data of real places is looked for."""
    named = os.environ.get("SAP_MATCH_DATA")
    return Path(named) if named else ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of open data, or a loud skip."""
    folder = real_data_folder()
    if not folder.is_dir():
        pytest.skip(
            f"{REAL_DATA_ABSENT}: no folder {folder}; set SAP_MATCH_DATA to run this test",
        )
    return folder


@pytest.fixture(scope="session", autouse=True)
def own_vectors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep vectors in a folder of this run: nobody's own cache is read or written."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # one folder for all workers: what one has encoded, another reads
    folder = base / "vectors"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAP_MATCH_CACHE", str(folder))
        yield folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for the open data, so that `-m real_data` finds all of it."""
    for item in items:
        if "shared_data" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.real_data)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests of real data did not run: a green line must not hide them."""
    skipped = [
        report.nodeid
        for report in terminalreporter.stats.get("skipped", [])
        if REAL_DATA_ABSENT in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.section("real data absent", sep="!", red=True, bold=True)
        terminalreporter.write_line(
            f"{len(skipped)} tests of real data did NOT run: {real_data_folder()} is not there. "
            "Set SAP_MATCH_DATA to the folder of open data.",
        )


def _is_local(address: object) -> bool:
    if not isinstance(address, tuple):  # a unix socket
        return True
    host = str(address[0])
    if host in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail at once where a test would leave this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if not _is_local(address):
            raise AssertionError(f"a test tried to reach {address!r}: no test needs the network")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
