"""The collector of garbage is paused while a source is read, and never left so."""

import gc
from collections.abc import Iterator

import pytest

from sap_match.errors import DataError
from sap_match.ingest import read_dataset
from sap_match.ingest.collector import collector_paused


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.enable()


def test_it_is_on_again_after_a_fault() -> None:
    seen = []

    def read() -> None:
        with collector_paused():
            seen.append(gc.isenabled())
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        read()
    assert (seen, gc.isenabled()) == ([False], True)


def test_who_turned_it_off_finds_it_off() -> None:
    gc.disable()
    with collector_paused():
        pass
    assert not gc.isenabled()


def test_a_pause_within_a_pause_ends_with_the_outer_one() -> None:
    with collector_paused():
        with collector_paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_source_that_cannot_be_read_leaves_it_on() -> None:
    with pytest.raises(DataError):
        read_dataset("no/such/place")
    assert gc.isenabled()
