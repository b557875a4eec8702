"""Who is next when a pairing falls through: each would fit if the holder dropped out."""

from collections import defaultdict

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.model import Need, Offer
from sap_match.recommend.pairings import plan_pairings
from sap_match.recommend.pairings.figures import amounts, distances, placed, utilities
from sap_match.recommend.pairings.soonest import soonest
from sap_match.recommend.pairings.waiting import MOST_WAITING, WAITING_COLUMNS, waiters_of
from sap_match.recommend.planning import Limit, Link, best_plan, problem_of
from tests.builders import at, landscape, org


@st.composite
def problems(draw):
    lefts, rights = ("a", "b", "c", "d"), ("v", "x", "y")

    def limit():
        most = draw(st.integers(1, 6))
        return Limit(
            draw(st.sampled_from([0, 0, min(2, most)])),
            most,
            draw(st.sampled_from([None, None, 1, 2])),
            draw(st.sampled_from([None, None, 3])),
        )

    left, right = {i: limit() for i in lefts}, {i: limit() for i in rights}
    links = [
        Link(
            a,
            b,
            draw(st.sampled_from([0.2, 0.5, 0.9])),
            draw(st.integers(1, 6)),
            whole=True,
            least=draw(st.sampled_from([0, 0, 2])),
            days=draw(st.sampled_from([(), (), (3,), (3, 4), (3, 4, 5), (4, 5)])),
        )
        for a in lefts
        for b in rights
        if draw(st.booleans())
    ]
    return problem_of(links, left, right)


def holds(problem, quantity, day):
    """Check what passes against every limit, from the rows alone."""
    sides = (problem.lefts, problem.left), (problem.rights, problem.right)
    return all(_side_holds(problem, *side, quantity, day) for side in sides) and all(
        _link_holds(problem, i, quantity[i], day[i]) for i in range(problem.size) if quantity[i]
    )


def _side_holds(problem, sides, ends, quantity, day):
    for k in range(len(sides.ids)):
        mine = [i for i in range(problem.size) if ends[i] == k and quantity[i] > 0]
        total = sum(quantity[i] for i in mine)
        if (total and not sides.least[k] <= total <= sides.most[k]) or len(mine) > sides.partners[
            k
        ]:
            return False
        days = defaultdict(float)
        for i in mine:
            if problem.days and problem.days[i]:
                days[day[i]] += quantity[i]
        if any(n > sides.a_day[k] for n in days.values()):
            return False
    return True


def _link_holds(problem, i, quantity, day):
    on = not problem.days or not problem.days[i] or day in problem.days[i]
    return on and problem.least[i] <= quantity <= problem.most[i]


@settings(max_examples=80, deadline=None)
@given(problems())
def test_each_who_waits_would_fit_if_the_holder_dropped_out(problem):
    answer = best_plan(problem)
    assert holds(problem, answer.quantity, answer.day)
    queues = defaultdict(list)
    for one in waiters_of(problem, answer):
        assert answer.quantity[one.link] == 0
        ends = problem.right if one.gone == "offer" else problem.left
        gone = problem.left if one.gone == "offer" else problem.right
        assert ends[one.link] == ends[one.holder]
        assert gone[one.link] != gone[one.holder]
        quantity, day = answer.quantity.copy(), answer.day.copy()
        quantity[one.holder] = 0
        before = holds(problem, quantity, day)
        quantity[one.link], day[one.link] = one.quantity, one.day
        # Without the holder its other partners may fall below a lower quota: not this pair's.
        mine = [k for k, n in enumerate(quantity) if n and (before or touches(problem, k, one))]
        kept = np.zeros_like(quantity)
        kept[mine] = quantity[mine]
        assert holds_where(problem, kept, day, one.link)
        queues[one.holder, one.gone].append(one)
    for queue in queues.values():
        assert [one.rank for one in queue] == list(range(1, len(queue) + 1))
        assert len(queue) <= MOST_WAITING
        scores = [problem.score[one.link] for one in queue]
        assert scores == sorted(scores, reverse=True)


@settings(max_examples=80, deadline=None)
@given(problems())
def test_visits_come_as_soon_as_both_sides_can(problem):
    answer = best_plan(problem)
    sooner = soonest(problem, answer)
    assert holds(problem, sooner.quantity, sooner.day)
    assert (sooner.day <= answer.day).all()
    for i in np.flatnonzero((sooner.day > 0) & (sooner.quantity > 0)):
        for day in problem.days[i]:
            if day < sooner.day[i]:
                moved = sooner.day.copy()
                moved[i] = day
                assert not holds(problem, sooner.quantity, moved)


def touches(problem, k, one):
    return problem.left[k] == problem.left[one.link] or problem.right[k] == problem.right[one.link]


def holds_where(problem, quantity, day, link):
    """Check the limits of the two sides of one link only."""
    mine = np.array(
        [
            problem.left[k] == problem.left[link] or problem.right[k] == problem.right[link]
            for k in range(problem.size)
        ]
    )
    for sides, ends in ((problem.lefts, problem.left), (problem.rights, problem.right)):
        at = ends[link]
        here = mine & (ends == at)
        total = quantity[here].sum()
        if not sides.least[at] <= total <= sides.most[at]:
            return False
        if (quantity[here] > 0).sum() > sides.partners[at]:
            return False
        if problem.days and problem.days[link]:
            there = [k for k in np.flatnonzero(here) if problem.days[k] and day[k] == day[link]]
            if sum(quantity[k] for k in there) > sides.a_day[at]:
                return False
    return problem.least[link] <= quantity[link] <= problem.most[link]


@settings(max_examples=40, deadline=None)
@given(problems())
def test_nobody_who_could_step_in_alone_is_forgotten(problem):
    answer = best_plan(problem)
    waiting = defaultdict(list)
    for one in waiters_of(problem, answer, most=99):
        waiting[one.holder, one.gone].append(one.link)
    for holder in np.flatnonzero(answer.quantity > 0):
        for link in range(problem.size):
            if answer.quantity[link] > 0 or problem.right[link] != problem.right[holder]:
                continue
            quantity, day = answer.quantity.copy(), answer.day.copy()
            quantity[holder] = 0
            days = (problem.days[link] if problem.days else ()) or (0,)
            for some in range(1, 7):
                for on in days:
                    quantity[link], day[link] = some, on
                    if some <= problem.most[link] and holds(problem, quantity, day):
                        assert link in waiting[holder, "offer"]


PAINT = {"kind": "goods", "description": "Pale emulsion paint in tubs", "unit": "items"}


def test_the_waiting_list_says_who_steps_in_for_whom():
    plan = plan_pairings(
        landscape(
            org("lindow", name="Lindow Paints", kind="business"),
            org("moss", name="Moss Paints", kind="business"),
            org("hall", name="Rose Hall"),
            Offer(
                id="o1",
                organisation_id="lindow",
                quantity=20,
                latitude=53.1,
                longitude=-2.4,
                **PAINT,
            ),
            Offer(id="o2", organisation_id="moss", quantity=12, **at(9), **PAINT),
            Need(id="n", organisation_id="hall", quantity=20, **at(0), **PAINT),
        )
    )
    assert [(s.subject_id, s.details["quantity"]) for s in plan.matches] == [("o1", 20.0)]
    (row,) = plan.waiting.to_records()
    assert tuple(row) == WAITING_COLUMNS
    assert (row["offer_id"], row["rank"], row["quantity"], row["instead_of"]) == (
        "o2",
        1,
        12.0,
        "o1",
    )
    assert (
        row["reason"] == "If Lindow Paints drops out, Moss Paints can give 12 items to Rose Hall."
    )
    assert plan.figures["match_rate_offers"] == 0.5
    assert plan.figures["placed items"] == 20.0
    assert plan.figures["first_choices_needs"] == 1.0
    assert plan.figures["km_half"] == 0.0


def test_figures_of_nothing_are_nothing():
    problem = problem_of([], {}, {})
    none = np.zeros(0)
    assert placed(problem, none)["match_rate_offers"] == 0.0
    assert amounts(problem, none, []) == {}
    assert utilities(problem, none) == {}
    assert distances(none) == {}
