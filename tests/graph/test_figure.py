"""A figure's citation says between what it lies, once."""

import pytest

from sap_match.graph.figure import Bounds, Figure
from sap_match.graph.missing import beside

HALF = Figure.ratio(1, 2, name="Density", definition="ties over pairs", note="n = 3")


@pytest.mark.parametrize(
    ("exact", "how"), [(True, "by what is missing"), (False, "at the ends that were tried")]
)
def test_bounds_that_no_note_tells_are_in_the_citation(exact, how):
    figure = HALF.replace(bounds=Bounds(0.25, 0.75, 0.25, 0.75, exact=exact))
    assert figure.citation == (
        f"Density: 0.500 (1 of 2), ties over pairs; between 0.250 and 0.750 {how}; n = 3."
    )


@pytest.mark.parametrize("exact", [True, False])
def test_bounds_that_a_note_tells_are_told_once(exact):
    cited = beside(HALF, Bounds(0.25, 0.75, 0.25, 0.75, exact=exact)).citation
    assert cited.count("0.250") == cited.count("0.750") == 1


def test_bounds_that_are_not_defined_or_not_there_say_nothing():
    nan = float("nan")
    for bounds in (None, Bounds(nan, nan, nan, nan, exact=True)):
        assert "between" not in HALF.replace(bounds=bounds).citation
