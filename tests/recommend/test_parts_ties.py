"""What ties say of candidates: by hand, for one and for many, whatever the place."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.landscape import Landscape
from sap_match.recommend.parts.ties import (
    DIRECT,
    MIXING,
    OWN,
    WALKS,
    given_rows,
    tables_of,
    tie_parts,
    times_average,
)
from tests.builders import AS_OF, landscape, org, together


def chain():
    """a with b, b with c, c with d; e alone."""
    return landscape(
        [org(one) for one in "abcde"],
        together("1", "a", "b", starts_on=date(2024, 1, 1), ends_on=date(2025, 1, 1)),
        together("2", "b", "c", starts_on=date(2026, 6, 1)),
        together("3", "c", "d", starts_on=date(2026, 6, 1), ends_on=date(2027, 1, 1)),
    )


def parts_of(place, *members, together=False):
    known = tables_of(place)
    rows = given_rows([[place.position[m] for m in members]], known.n)
    return {n: v[0] for n, v in tie_parts(known, rows, together=together).items()}


def test_every_part_is_there():
    place = chain()
    assert set(parts_of(place, "a")) == {*WALKS, *OWN, *MIXING}
    assert set(parts_of(place, "a", together=True)) == {*WALKS, *DIRECT, *OWN, *MIXING}


def test_two_steps_by_hand():
    # From a all goes to b, which shares it between a and c: c alone is reached by 1/2, the
    # average of the four others is 1/8, so c has 4 times the average.
    found = parts_of(chain(), "a")
    assert np.expm1(found["two_steps"]).tolist() == pytest.approx([4.0, 0, 4.0, 0, 0])
    assert np.expm1(found["three_steps"]).tolist() == pytest.approx([0, 3.0, 0, 1.0, 0])


def test_direct_ties_by_hand():
    # b was in two collaborations, one of them with a, one with c: w / joined is 1/2 for both.
    found = parts_of(chain(), "b", together=True)
    assert np.expm1(found["often"]).tolist() == pytest.approx([2.0, 0, 2.0, 0, 0])
    # close: 1 / (2 * 1) with a, 1 / (2 * 2) with c; their average over four is 3/16.
    assert np.expm1(found["close"]).tolist() == pytest.approx([8 / 3, 0, 4 / 3, 0, 0])


def test_what_candidates_are_by_themselves():
    found = {n: np.expm1(v).round(6).tolist() for n, v in parts_of(chain(), "a").items()}
    assert found["partners"] == [1, 2, 2, 1, 0]
    assert found["collaborations"] == [1, 2, 2, 1, 0]
    assert found["recent_work"] == [0, 1, 2, 1, 0]
    assert found["running_work"] == [0, 0, 1, 1, 0]  # without an end nobody knows


def test_kinds_mix_more_than_by_chance():
    many = [org(f"b{i:02}", kind="business") for i in range(20)]
    many += [org(f"p{i:02}", kind="public") for i in range(20)]
    pairs = [together(f"{i}", f"b{i:02}", f"p{i:02}") for i in range(20)]
    found = parts_of(landscape(many, *pairs), "b00")
    business, public = found["kinds_mix"][1], found["kinds_mix"][-1]
    assert public > 0 > business
    assert found["same_kind"][[1, -1]].tolist() == [1.0, 0.0]


def test_a_consortium_without_ties_has_no_walks_and_nothing_breaks():
    found = parts_of(chain(), "e", together=True)
    assert all(np.isfinite(v).all() for v in found.values())
    assert not any(found[name].any() for name in (*WALKS, *DIRECT))


def test_a_place_without_collaborations():
    found = parts_of(landscape([org(one) for one in "abc"]), "a", together=True)
    assert all(np.isfinite(v).all() for v in found.values())


@given(st.integers(0, 10_000))
def test_many_at_once_are_one_by_one(seed):
    rng = np.random.default_rng(seed)
    ids = [f"o{i:02}" for i in range(12)]
    work = [
        together(f"c{j}", *rng.choice(ids, int(rng.integers(1, 5)), replace=False))
        for j in range(8)
    ]
    place = landscape([org(one) for one in ids], *work)
    known = tables_of(place)
    rows = [[0], [3, 4], [11, 1, 2]]
    whole = tie_parts(known, given_rows(rows, known.n), together=True)
    for r, row in enumerate(rows):
        one = tie_parts(known, given_rows([row], known.n), together=True)
        for name in whole:
            assert whole[name][r] == pytest.approx(one[name][0], abs=1e-9), name


def test_times_average_does_not_depend_on_scale():
    rows = given_rows([[1]], 4)
    reached = np.array([[0.2, 5.0, 0.1, 0.0]])
    assert times_average(reached * 1e-9, rows) == pytest.approx(times_average(reached, rows))


def test_five_thousand_ties_do_no_harm():
    ids = [f"o{i:04}" for i in range(1500)]
    place = landscape(
        [org(one) for one in ids],
        *(together(f"c{i}", ids[0], *ids[i : i + 3]) for i in range(1, 1490, 3)),
    )
    assert isinstance(place, Landscape)
    assert place.as_of == AS_OF
    found = parts_of(place, ids[0])
    assert all(np.isfinite(v).all() for v in found.values())
