"""What may have been meant is found where people slip: zeros, case, one letter."""

import pytest

from sap_match.errors import UnknownIdError, near

IDS = [f"XE-ORG-{n:04d}" for n in range(1, 400)]


@pytest.mark.parametrize(
    "told", ["XE-ORG-27", "XE-ORG-027", "xe-org-0027", "XE ORG 27", "XEORG27", "XE_ORG_00027"]
)
def test_a_dropped_zero_the_case_and_the_marks_are_looked_through(told):
    assert near(told, IDS)[0] == "XE-ORG-0027"
    assert UnknownIdError("organisation", told, known=IDS).near[0] == "XE-ORG-0027"


def test_zeros_within_a_number_count():
    assert near("A-100", ["A-1", "A-10", "A-1000"], k=1) != ("A-1",)
    assert near("0", ["00", "1"], k=1) == ("00",)


def test_nothing_like_it_is_nothing():
    assert near("zebra", ["cow", "pig"]) == ()
    assert str(UnknownIdError("area", "zebra", known=["cow"])) == "no area has the id 'zebra'"
