"""A village of six organisations, and a command line whose model is a few hashed words."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sap_match.cli import run
from sap_match.similarity.cache import CachedEncoder, VectorCache
from sap_match.similarity.encoder import HashedWords

VILLAGE = Path(__file__).parent / "village"


@pytest.fixture
def village() -> Path:
    """A partnership in which every command has something to say. Read only."""
    return VILLAGE


@pytest.fixture
def own_village(tmp_path: Path) -> Callable[..., Path]:
    """Make a village of one's own, with some of its tables other."""

    def make(**tables: str) -> Path:
        folder = tmp_path / "village"
        shutil.copytree(VILLAGE, folder)
        for name, text in tables.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        return folder

    return make


@pytest.fixture(scope="session")
def example(repository: Path) -> Path:
    return repository / "examples" / "cheshire_east"


@pytest.fixture(autouse=True)
def hashed_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use words without a model, behind the cache that a model has."""

    def encoder(model: object = None, *, download: bool = False) -> CachedEncoder:
        return CachedEncoder(VectorCache(), HashedWords())

    monkeypatch.setattr("sap_match.cli.load.default_encoder", encoder)


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """What stands on standard error, its lines joined."""
        return " ".join(self.err.split())


@pytest.fixture
def sap_match(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command as it would be typed."""

    def typed(*arguments: object) -> Said:
        capsys.readouterr()
        code = run([str(one) for one in arguments])
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return typed
