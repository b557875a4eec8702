"""Markets drawn at random, what may be paired in them by the tables alone, and the best plan.

Written apart from the planner: it reads the rows, not the planner's own classes, and its
optimum comes from a formulation of its own.
"""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from sap_match.model import Agreement, Dataset, Exclusion, Need, Offer, Organisation

AS_OF = date(2026, 11, 2)  # a Monday
WORDS = "Painting fences and clearing paths at the community garden"
DAYS = ("MO", "TU", "SA")
CHECKS = ("dbs_basic", "first_aid", "driving")
CAUSES = ("environment", "older people")

days = st.integers(-10, 40).map(lambda n: AS_OF + timedelta(days=n))
window = st.tuples(st.sampled_from(DAYS), st.integers(8, 16), st.integers(1, 6)).map(
    lambda w: f"{w[0]} {w[1]:02d}:00-{w[1] + w[2]:02d}:30"
)
windows = st.lists(window, max_size=2, unique=True).map(tuple)
held = st.lists(
    st.one_of(st.sampled_from(CHECKS), st.just("first_aid:2026-11-20")), max_size=2, unique=True
).map(tuple)


@st.composite
def offers(draw, number):
    team_min = draw(st.none() | st.integers(1, 5))
    starts = draw(st.none() | days)
    return Offer(
        id=f"o{number}", organisation_id=f"b{draw(st.integers(0, 2))}", kind="volunteering",
        description=WORDS, quantity=draw(st.integers(1, 12)),
        quantity_min=draw(st.none() | st.integers(1, 6)), unit="people",
        team_min=team_min,
        team_max=draw(st.none() | st.integers(team_min or 1, 8)),
        windows=draw(windows), lead_days=draw(st.none() | st.integers(0, 20)),
        latitude=53.1, longitude=draw(st.sampled_from((-2.4, -2.3, -2.1))),
        max_distance_km=draw(st.none() | st.sampled_from((5.0, 12.0))),
        causes=draw(st.lists(st.sampled_from(CAUSES), max_size=2, unique=True).map(tuple)),
        checks=draw(held), insured=True, starts_on=starts,
        ends_on=draw(st.none() | st.integers(0, 40).map(
            lambda n: (starts or AS_OF) + timedelta(days=n))),
    )  # fmt: skip


@st.composite
def needs(draw, number):
    team_min = draw(st.none() | st.integers(1, 4))
    return Need(
        id=f"n{number}", organisation_id=f"v{draw(st.integers(0, 2))}", kind="volunteering",
        description=WORDS, quantity=draw(st.integers(1, 12)),
        quantity_min=draw(st.none() | st.integers(1, 6)), unit="people",
        team_min=team_min, team_max=draw(st.none() | st.integers(team_min or 1, 8)),
        windows=draw(windows), lead_days=draw(st.none() | st.integers(0, 20)),
        latitude=53.1, longitude=draw(st.sampled_from((-2.4, -2.3, -2.1))),
        checks_required=draw(
            st.lists(st.sampled_from(CHECKS), max_size=1, unique=True).map(tuple)),
        causes=draw(st.lists(st.sampled_from(CAUSES), max_size=2, unique=True).map(tuple)),
        ends_on=draw(st.none() | days),
    )  # fmt: skip


@st.composite
def markets(draw, most=4):
    """A market of up to ``most`` offers and needs, with agreements and exclusions."""
    given_ = [draw(offers(i)) for i in range(draw(st.integers(1, most)))]
    asked = [draw(needs(j)) for j in range(draw(st.integers(1, most)))]
    organisations = [
        *(Organisation(id=f"b{i}", name=f"Business {i}", kind="business") for i in range(3)),
        *(Organisation(id=f"v{i}", name=f"Charity {i}", kind="voluntary") for i in range(3)),
    ]
    pairs = st.tuples(st.sampled_from(given_), st.sampled_from(asked))
    agreed = draw(st.lists(pairs, max_size=1, unique_by=lambda p: (p[0].id, p[1].id)))
    apart = draw(st.lists(pairs, max_size=1))
    return Dataset.build(
        "drawn",
        {
            "organisations": organisations, "offers": given_, "needs": asked,
            "agreements": [
                Agreement(offer_id=o.id, need_id=n.id, quantity=draw(st.integers(1, 4)),
                          status=draw(st.sampled_from(("agreed", "cancelled"))))
                for o, n in agreed
            ],
            "exclusions": [
                Exclusion(left_id=o.organisation_id, right_id=n.organisation_id, reason="a dispute")
                for o, n in apart
            ],
        },
    )  # fmt: skip


# -- by the tables alone ---------------------------------------------------------------------


def left_of(dataset, record, side):
    """How much earlier agreements that stand leave of an offer or need."""
    used = sum(
        a.quantity
        for a in dataset.agreements
        if a.status != "cancelled" and getattr(a, f"{side}_id") == record.id
    )
    return max(0, record.quantity - used)


def least_of(dataset, record, side):
    """The lower quota that is still open."""
    used = record.quantity - left_of(dataset, record, side)
    return max(0, (record.quantity_min or 0) - used)


def km(offer, need):
    """Kilometres on a sphere."""
    a, b, c, d = map(math.radians, (offer.latitude, offer.longitude, need.latitude, need.longitude))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(h))


def minutes(windows_):
    """Every minute of the days between the first and the last on which a timetable is open."""
    open_ = set()
    for w in windows_:
        day, span = w.split()
        first, past = (int(t[:2]) * 60 + int(t[3:]) for t in span.split("-"))
        open_ |= {(DAYS.index(day), m) for m in range(first, past)}
    return open_


WEEKDAY = {"MO": 0, "TU": 1, "SA": 5}


def meeting_minutes(offer, need, first, last):
    """The longest stretch that both can on a day between first and last."""
    shared = minutes(offer.windows) & minutes(need.windows)
    within = [
        d
        for d, name in enumerate(DAYS)
        if any((first + timedelta(days=n)).weekday() == WEEKDAY[name]
               for n in range(min(7, (last - first).days + 1)))
    ]  # fmt: skip
    best = run = 0
    for d in within:
        for m in range(24 * 60):
            run = run + 1 if (d, m) in shared else 0
            best = max(best, run)
    return best


def may_pair(dataset, offer, need):
    """Whether the tables allow the pair at all."""
    notice = max(offer.lead_days or 0, need.lead_days or 0)
    first = max([AS_OF + timedelta(days=notice), *filter(None, (offer.starts_on, need.starts_on))])
    last = min(filter(None, (offer.ends_on, need.ends_on)), default=date.max)
    least, most = team(dataset, offer, need)
    return (
        not kept_apart(dataset, offer, need)
        and left_of(dataset, offer, "offer") > 0
        and left_of(dataset, need, "need") > 0
        and first <= last
        and (offer.max_distance_km is None or km(offer, need) <= offer.max_distance_km)
        and all(holds(offer, check, first) for check in need.checks_required)
        and can_meet(offer, need, first, min(last, first + timedelta(days=60)))
        and least <= most
    )


def kept_apart(dataset, offer, need):
    """Whether the two are excluded, or have agreed already."""
    both = {offer.organisation_id, need.organisation_id}
    return any({e.left_id, e.right_id} == both for e in dataset.exclusions) or any(
        (a.offer_id, a.need_id) == (offer.id, need.id) and a.status != "cancelled"
        for a in dataset.agreements
    )


def holds(offer, check, first):
    """Whether an offer has a check on the first day."""
    ends = [c.partition(":")[2] or "9999-12-31" for c in offer.checks if c.split(":")[0] == check]
    return any(date.fromisoformat(end) >= first for end in ends)


def can_meet(offer, need, first, last):
    """Whether both name no times, or an hour in common."""
    known = offer.windows and need.windows
    return not known or meeting_minutes(offer, need, first, last) >= 60


def team(dataset, offer, need):
    """The least and the most people of one visit."""
    caps = [left_of(dataset, offer, "offer"), left_of(dataset, need, "need")]
    bounds = (offer.team_min, offer.team_max, need.team_min, need.team_max)
    if all(b is None for b in bounds):
        return 0, min(caps)
    caps += [b for b in (offer.team_max, need.team_max) if b is not None]
    return max(offer.team_min or 0, need.team_min or 0), min(caps)


def hosts_of(dataset, offer):
    """To how many hosts an offer can go: an indivisible team to one, unless there are several."""
    if offer.team_min is None and offer.team_max is None:
        return None
    left = left_of(dataset, offer, "offer")
    return max(1, left // offer.team_max) if offer.team_max else 1


def best_total(dataset, scores):
    """Return the largest sum of score x quantity over the pairs of ``scores``.

    One column a pair and its switch, and a switch a side; everything at once, dense.
    """
    pairs = sorted(scores)
    if not pairs:
        return 0.0
    offers_ = {o.id: o for o in dataset.offers}
    needs_ = {n.id: n for n in dataset.needs}
    sides = [("offer", i, offers_[i]) for i in sorted({p[0] for p in pairs})]
    sides += [("need", j, needs_[j]) for j in sorted({p[1] for p in pairs})]
    n, m = len(pairs), len(sides)
    rows, highest = [], []

    def row(limit, entries):
        line = np.zeros(2 * n + m)
        for column, factor in entries:
            line[column] += factor
        rows.append(line)
        highest.append(limit)

    upper = np.ones(2 * n + m)
    for c, (i, j) in enumerate(pairs):
        least, most = team(dataset, offers_[i], needs_[j])
        upper[c] = most
        row(0, [(c, 1), (n + c, -most)])
        row(0, [(c, -1), (n + c, least)])
    for s, (side, name, record) in enumerate(sides):
        mine = [c for c, p in enumerate(pairs) if p[side == "need"] == name]
        row(0, [*((c, 1) for c in mine), (2 * n + s, -left_of(dataset, record, side))])
        row(0, [*((c, -1) for c in mine), (2 * n + s, least_of(dataset, record, side))])
        if side == "offer" and (most := hosts_of(dataset, record)) is not None:
            row(most, [(n + c, 1) for c in mine])
    worth = np.concatenate([[scores[p] for p in pairs], np.zeros(n + m)])
    found = milp(
        -worth, integrality=np.ones(2 * n + m), bounds=Bounds(0, upper),
        constraints=LinearConstraint(np.array(rows), -np.inf, highest),
        options={"mip_rel_gap": 0},
    )  # fmt: skip
    return -found.fun
