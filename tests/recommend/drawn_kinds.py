"""Markets of every kind drawn at random, and what each aim can reach, found apart.

Goods, money, rooms, skills and hands; nights, rules of a calendar, work from afar, people who
are only willing to be checked, several agreements, unknown quantities, hosts that hold so many
a day. Written apart from the planner: it reads the rows alone.
"""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from functools import cache

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from sap_match.model import Agreement, Dataset, Exclusion, Need, Offer, Organisation

AS_OF = date(2026, 11, 2)  # a Monday
AHEAD = 182
FOREVER = date(2028, 1, 1)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
UNITS = {"volunteering": "people", "skills": "hours", "goods": "items", "space": "hours",
         "funding": "pounds"}  # fmt: skip
WHOLE = ("people", "items")
SKILLS = ("plumbing", "bookkeeping", "photography")
CHECKS = ("dbs_basic", "first_aid", "driving")
WILLING_WEEKS = {"dbs_basic": 2}
CAUSES = ("environment", "older people")
WEEKS_OF = ("RRULE:FREQ=WEEKLY;BYDAY=TU,SA 10:00-13:00", "RRULE:FREQ=MONTHLY;BYDAY=1SA 09:00-15:00")
NAMES = (("Business {}", "Charity {}"), ("Organisation {}", "Organisation 1{}"), ("B{}", "V{}"))
LITTLE = 1e-6


# -- the draw --------------------------------------------------------------------------------


class Draw:
    """Draws records; ``strict`` is how often a record sets a condition at all."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)
        self.strict = float(self.rng.choice([0.4, 0.7, 1.0]))
        self.texts = self.one_of(("Help for a group nearby",), ("Help",), ("Path", "A path to dig"))

    def one_of(self, *options):
        return options[int(self.rng.integers(len(options)))]

    def chance(self, share, value):
        return value if self.rng.random() < share * self.strict else None

    def some(self, options, most):
        return tuple(o for o in options if self.rng.random() < 0.35 * self.strict)[:most]

    def windows(self):
        rng, kind = self.rng, self.rng.random()
        if rng.random() > 0.7 * self.strict:
            return ()
        if kind < 0.15:
            return (self.one_of(*WEEKS_OF),)
        if kind < 0.35:
            start, past = int(rng.integers(19, 24)), int(rng.integers(1, 7))
            return (f"{self.one_of(*DAYS)} {start:02d}:00-{past:02d}:00",)
        start, span = int(rng.integers(8, 16)), int(rng.integers(1, 6))
        first = f"{self.one_of('MO-FR', *DAYS)} {start:02d}:00-{start + span:02d}:30"
        return (
            (first,) if kind < 0.6 else (first, f"{self.one_of('MO-FR', 'SA', 'SU')} 09:00-12:15")
        )

    def common(self, kind):
        """Return what offers and needs of a kind have alike."""
        rng, chance, unit = self.rng, self.chance, UNITS[kind]
        scale = {"pounds": 50, "people": 1}.get(unit, 2)
        starts = chance(0.4, AS_OF + timedelta(days=int(rng.integers(-10, 40))))
        ends = (starts or AS_OF) + timedelta(days=int(rng.choice([0, 1, 3, 6, 20, 60])))
        quantity = None if rng.random() < 0.15 else scale * int(rng.integers(1, 10))
        least = chance(0.4, int(rng.integers(1, 5))) if unit == "people" else None
        if quantity is not None and least is not None and least > quantity:
            least = None
        most = (least or 1) + int(rng.integers(0, 4))
        lower = chance(0.3, scale * int(rng.integers(1, 5)))
        return {
            "kind": kind, "description": self.one_of(*self.texts), "unit": unit,
            "quantity": quantity, "quantity_min": None if quantity is None else lower,
            "team_min": least, "team_max": chance(0.4, most) if unit == "people" else None,
            "windows": self.windows(), "lead_days": chance(0.3, int(rng.integers(0, 20))),
            "latitude": 53.1, "longitude": self.one_of(-2.4, -2.3, -2.1),
            "remote": self.one_of(None, None, True, False), "causes": self.some(CAUSES, 2),
            "starts_on": starts, "ends_on": chance(0.4, ends),
        }  # fmt: skip

    def offer(self, number, kind):
        checks = [self.one_of(c, f"{c}:2026-11-20") for c in CHECKS if self.rng.random() < 0.4]
        checks += ["dbs_basic:willing 3"] if self.rng.random() < 0.2 else []
        return Offer(
            id=f"o{number}", organisation_id=f"b{self.rng.integers(3)}", insured=True,
            skills=self.some(SKILLS, 2), checks=tuple(checks),
            max_distance_km=self.chance(0.4, self.one_of(0.0, 5.0, 12.0)),
            budget=self.chance(0.3, float(self.one_of(0, 100))), **self.common(kind),
        )  # fmt: skip

    def need(self, number, kind):
        return Need(
            id=f"n{number}", organisation_id=f"v{self.rng.integers(3)}",
            skills_required=self.some(SKILLS, 1) if self.rng.random() < 0.4 else (),
            checks_required=self.some(CHECKS, 1), host_cost=self.chance(0.2, 50.0),
            **self.common(kind),
        )  # fmt: skip


def drawn(seed, most=4):
    """Return a market of up to ``most`` offers and needs of each of one or two kinds."""
    draw = Draw(seed)
    kinds = dict.fromkeys([draw.one_of(*UNITS), draw.one_of("volunteering", *UNITS)])
    each = [(kind, *map(int, draw.rng.integers(1, most + 1, 2))) for kind in kinds]
    given = [kind for kind, n, _ in each for _ in range(n)]
    asked = [kind for kind, _, n in each for _ in range(n)]
    offers = [draw.offer(i, kind) for i, kind in enumerate(given)]
    needs = [draw.need(j, kind) for j, kind in enumerate(asked)]
    return _market(draw.rng, offers, needs, draw.one_of(*NAMES), draw.one_of)


def _market(rng, offers, needs, names, one_of):
    groups = [
        *(Organisation(id=f"b{i}", name=names[0].format(i), kind="business") for i in range(3)),
        *(Organisation(id=f"v{i}", name=names[1].format(i),
                       kind=one_of("voluntary", "voluntary", "public"),
                       income=one_of(None, 20_000, 900_000)) for i in range(3)),
    ]  # fmt: skip
    agreed = {}
    for _ in range(int(rng.integers(0, 4))):
        o, n = one_of(*offers), one_of(*needs)
        if o.kind == n.kind:
            agreed[o.id, n.id] = Agreement(
                offer_id=o.id, need_id=n.id, quantity=int(rng.integers(1, 4)),
                status=one_of("agreed", "agreed", "cancelled", "delivered"),
            )  # fmt: skip
    apart = []
    if rng.random() < 0.3:
        ends = one_of(None, AS_OF - timedelta(days=1), AS_OF + timedelta(days=400))
        pair = (f"b{rng.integers(3)}", f"v{rng.integers(3)}")
        pair = pair if rng.random() < 0.5 else pair[::-1]
        apart = [Exclusion(left_id=pair[0], right_id=pair[1], reason="a dispute", until=ends)]
    return Dataset.build(
        "drawn",
        {"organisations": groups, "offers": offers, "needs": needs,
         "agreements": list(agreed.values()), "exclusions": apart},
    )  # fmt: skip


# -- one side --------------------------------------------------------------------------------


class Side:
    """What an offer or need still has, by its row and the agreements that stand."""

    def __init__(self, dataset, record, side):
        taken = [a for a in dataset.agreements if getattr(a, f"{side}_id") == record.id
                 and a.status != "cancelled"]  # fmt: skip
        used = sum(a.quantity for a in taken)
        self.record, self.known = record, record.quantity is not None
        self.left = max(0, (record.quantity if self.known else 1) - used)
        self.least = max(0, (record.quantity_min or 0) - used)


# -- times -----------------------------------------------------------------------------------


@cache
def open_times(windows, first, last):
    """Return (start, end) of every stretch that a timetable is open, touching ones joined."""
    spans = []
    for n in range(-1, (last - first).days + 1):
        day = first + timedelta(days=n)
        for cell in windows:
            when, span = cell.rsplit(" ", 1)
            if not _falls(when, day):
                continue
            start, end = (datetime.combine(day, time.fromisoformat(t)) for t in span.split("-"))
            spans.append((start, end if end > start else end + timedelta(days=1)))
    low = datetime.combine(first, time.min)
    high = datetime.combine(last, time.min) + timedelta(days=1)
    spans = sorted((max(a, low), min(b, high)) for a, b in spans if b > low and a < high)
    joined = []
    for a, b in spans:
        if joined and a <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], b)
        else:
            joined.append((a, b))
    return joined


def _falls(when, day):
    name = DAYS[day.weekday()]
    if "MONTHLY" in when:
        return name == "SA" and day.day <= 7
    if "WEEKLY" in when:
        return name in ("TU", "SA")
    if "-" in when:
        first, last = when.split("-")
        return DAYS.index(first) <= day.weekday() <= DAYS.index(last)
    return name == when


def common_times(offer, need, first, last):
    """Return the stretches that both can, between two days and half a year ahead."""
    last = min(last, first + timedelta(days=AHEAD))
    if last < first:
        return []
    found = []
    for a, b in open_times(offer.windows, first, last):
        for c, d in open_times(need.windows, first, last):
            if min(b, d) > max(a, c):
                found.append((max(a, c), min(b, d)))
    return sorted(found)


# -- one pair --------------------------------------------------------------------------------


class Pair:
    """An offer beside a need by the tables alone; ``why`` is "" where they may be paired."""

    def __init__(self, dataset, offer, need):
        self.offer, self.need = offer, need
        self.give, self.take = Side(dataset, offer, "offer"), Side(dataset, need, "need")
        notice = max(offer.lead_days or 0, need.lead_days or 0)
        starts = filter(None, (offer.starts_on, need.starts_on))
        self.first = max([AS_OF + timedelta(days=notice), *starts])
        self.last = min(filter(None, (offer.ends_on, need.ends_on)), default=None)
        self.checks()
        self.sizes()
        self.why = next(self.reasons(dataset), "")
        self.days = () if self.why else self.dates()

    def checks(self):
        self.willing, self.checked = math.inf, True
        self.from_ = self.first
        for check in self.need.checks_required:
            cells = [c for c in self.offer.checks if c.split(":")[0] == check]
            told = [c.partition(":")[2] for c in cells]
            held = [t for t in told if not t.startswith("willing")]
            if any(not t or date.fromisoformat(t) >= self.first for t in held):
                continue
            some = [int(t.split()[1]) for t in told if t.startswith("willing")]
            ready = AS_OF + timedelta(weeks=WILLING_WEEKS.get(check, 0))
            if not some or (self.last is not None and ready > self.last):
                self.checked = False
                continue
            self.willing, self.from_ = min(self.willing, max(some)), max(self.from_, ready)

    def sizes(self):
        """What may pass: nothing, or from ``least`` to ``most``."""
        o, n = self.offer, self.need
        bounds = (o.team_min, o.team_max, n.team_min, n.team_max)
        sides = (self.give, self.take)
        self.is_team = any(b is not None for b in bounds)
        people = self.willing if o.unit == "people" else math.inf
        if not self.is_team:
            self.least, self.most = 0, min(self.give.left, self.take.left, people)
            return
        self.least = max(o.team_min or 0, n.team_min or 0)
        caps = [b for b in (o.team_max, n.team_max) if b is not None]
        caps += [people, *(s.left for s in sides if s.known)]
        if not all(s.known for s in sides):
            caps.append(max(self.least, 1))
        self.most = min(caps)

    def reasons(self, dataset):
        o, n = self.offer, self.need
        near = o.max_distance_km is None or km(o, n) <= o.max_distance_km
        afar = o.remote and n.remote is not False
        money = self.is_team and n.host_cost and o.budget is not None
        broken = {
            "kept apart": self.kept_apart(dataset),
            "used up": self.give.left <= 0 or self.take.left <= 0,
            "dates": self.last is not None and self.first > self.last,
            "far": not near and not afar,
            "check": not self.checked,
            "skills": n.skills_required and not set(n.skills_required) & set(o.skills),
            "team": self.is_team and self.least > self.most,
            "cost": money and o.budget < n.host_cost,
            "times": o.windows and n.windows and not self.can_meet(),
        }
        return (why for why, is_so in broken.items() if is_so)

    def kept_apart(self, dataset):
        both = {self.offer.organisation_id, self.need.organisation_id}
        return any(
            {e.left_id, e.right_id} == both and (e.until is None or e.until >= AS_OF)
            for e in dataset.exclusions
        ) or any(
            (a.offer_id, a.need_id) == (self.offer.id, self.need.id) and a.status != "cancelled"
            for a in dataset.agreements
        )

    def can_meet(self):
        times = common_times(self.offer, self.need, self.first, self.last or FOREVER)
        shortest = 30 if self.offer.kind == "goods" else 60
        return any((b - a).total_seconds() >= shortest * 60 for a, b in times)

    def dates(self):
        """On which dates a team can come, or people whose only day it is; none if unknown."""
        single = self.first == self.last and self.offer.unit == "people"
        if not self.is_team and not single:
            return ()
        if not (self.offer.windows and self.need.windows):
            return (self.first,) if self.first == self.last == self.from_ else ()
        times = common_times(self.offer, self.need, self.from_, self.last or FOREVER)
        found = set()
        for a, b in times:
            if (b - a).total_seconds() >= 3600:
                found.add(a.date())
        return tuple(sorted(found)[:10])

    @property
    def hosts(self):
        """To how many hosts the offer can go."""
        o = self.offer
        if not self.is_team or (o.team_min is None and o.team_max is None):
            return math.inf
        return max(1, int(self.give.left // o.team_max)) if o.team_max else 1


def km(offer, need):
    """Kilometres on a sphere."""
    a, b, c, d = map(math.radians, (offer.latitude, offer.longitude, need.latitude, need.longitude))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(h))


def pairs_of(dataset):
    """Return every offer beside every need of its kind, by their ids."""
    return {
        (o.id, n.id): Pair(dataset, o, n)
        for o in dataset.offers
        for n in dataset.needs
        if o.kind == n.kind
    }


# -- what a plan may be, and the best by an aim ----------------------------------------------


class Reach:
    """What plans over some pairs can reach: one column a pair and day, dense rows."""

    def __init__(self, dataset, scores):
        every = pairs_of(dataset)
        self.scores = scores
        self.pairs = [every[key] for key in sorted(scores)]
        self.columns = [(p, d) for p in self.pairs for d in (p.days or (None,))]
        self.sides = {}
        for p in self.pairs:
            for name, side in (("offer", p.give), ("need", p.take)):
                self.sides.setdefault((name, side.record.id), side)
        self.of_side = {
            key: [c for c, (p, _) in enumerate(self.columns) if _end(p, key[0]).id == key[1]]
            for key in self.sides
        }
        self.caps = {}
        for key, side in self.sides.items():
            largest = max(self.columns[c][0].most for c in self.of_side[key])
            self.caps[key] = max(side.left, largest) if not side.known else side.left
        self.rows, self.highest, self.width = [], [], 2 * len(self.columns) + len(self.sides)
        self.rules()

    def row(self, limit, entries):
        line = np.zeros(self.width)
        for column, factor in entries:
            line[column] += factor
        self.rows.append(line)
        self.highest.append(limit)

    def rules(self):
        n = len(self.columns)
        for c, (p, _) in enumerate(self.columns):
            self.row(0, [(c, 1), (n + c, -p.most)])
            self.row(0, [(c, -1), (n + c, max(p.least, LITTLE))])
        for p in self.pairs:
            self.row(1, [(n + c, 1) for c, (q, _) in enumerate(self.columns) if q is p])
        for s, (key, side) in enumerate(self.sides.items()):
            mine = self.of_side[key]
            self.row(0, [*((c, 1) for c in mine), (2 * n + s, -self.caps[key])])
            self.row(0, [*((c, -1) for c in mine), (2 * n + s, side.least)])
            hosts = min((self.columns[c][0].hosts for c in mine), default=math.inf)
            if key[0] == "need":
                hosts = math.inf
            if self.caps[key] > side.left:
                hosts = 1
            if hosts < math.inf:
                self.row(hosts, [(n + c, 1) for c in mine])
            self.host_days(key, side, mine)

    def host_days(self, key, side, mine):
        most = side.record.team_max
        if key[0] == "offer" or most is None:
            return
        for day in {self.columns[c][1] for c in mine} - {None}:
            self.row(most, [(c, 1) for c in mine if self.columns[c][1] == day])

    def best(self, worth, extra=0, rows=(), lowest=None):
        """Return the largest sum of ``worth`` over the columns, with some columns more."""
        n, m = len(self.columns), self.width
        if not n:
            return 0.0
        matrix = np.zeros((len(self.rows) + len(rows), m + extra))
        matrix[: len(self.rows), :m] = self.rows
        highest = [*self.highest]
        for r, (limit, entries) in enumerate(rows):
            for column, factor in entries:
                matrix[len(self.rows) + r, column] += factor
            highest.append(limit)
        upper = np.concatenate([
            [p.most for p, _ in self.columns], np.ones(n + len(self.sides)), np.full(extra, 1e6),
        ])  # fmt: skip
        whole = np.ones(m + extra)
        whole[:n] = [p.offer.unit in WHOLE for p, _ in self.columns]
        whole[m:] = 0
        line = np.zeros(m + extra)
        line[: len(worth)] = worth
        found = milp(
            -line, integrality=whole, bounds=Bounds(0 if lowest is None else lowest, upper),
            constraints=LinearConstraint(matrix, -np.inf, highest), options={"mip_rel_gap": 0},
        )  # fmt: skip
        assert found.status == 0, found.message
        return -found.fun

    def welfare(self):
        return self.best([self.scores[p.offer.id, p.need.id] for p, _ in self.columns])

    def got(self, plan):
        """Return how many sides a plan serves: one unit, and their lower quota."""
        total = dict.fromkeys(self.sides, 0.0)
        for (offer, need), (quantity, _) in plan.items():
            total["offer", offer] += quantity
            total["need", need] += quantity
        return sum(
            total[key] >= max(side.least, min(1, self.caps[key])) - LITTLE
            for key, side in self.sides.items()
        )

    def served(self):
        """Return the most sides that get or place something: one unit, and their lower quota."""
        worth = np.zeros(self.width)
        worth[2 * len(self.columns) :] = 1
        n, rows = len(self.columns), []
        for s, (key, side) in enumerate(self.sides.items()):
            something = max(side.least, min(1, self.caps[key]))
            cells = [*((c, -1) for c in self.of_side[key]), (2 * n + s, something)]
            rows.append((0, cells))
        return self.best(worth, rows=rows)

    def worst_share(self, raised, groups):
        """Return the largest share of the group that gets the least; ``raised``: share a unit."""
        m = self.width
        columns = [(c, p.need.id) for c, (p, _) in enumerate(self.columns)]
        rows = [
            (0, [*((c, -raised[need]) for c, need in columns if need in groups[group]), (m, 1.0)])
            for group in groups
        ]
        worth = np.zeros(m + 1)
        worth[m] = 1
        return self.best(worth, extra=1, rows=rows)

    def shares(self, dataset):
        """Return each group's needs that can get anything, and what a unit of each is a share of.

        A group's share is the mean over its units of what is placed by what is wanted.
        """
        kinds = {o.id: o for o in dataset.organisations}
        groups, wanted = {}, {}
        for need in dataset.needs:
            left = self.caps.get(("need", need.id), Side(dataset, need, "need").left)
            if left > 0:
                owner = kinds[need.organisation_id]
                small = owner.kind == "voluntary" and (owner.income or 0) <= 100_000
                groups.setdefault((owner.kind, small), {})[need.id] = need.unit
                wanted[need.id] = left
        raised = {}
        for needs in groups.values():
            units = set(needs.values())
            for one, unit in needs.items():
                same = sum(wanted[n] for n, u in needs.items() if u == unit)
                raised[one] = 1 / same / len(units)
        can = {need for _, need in self.scores}
        return raised, {g: set(needs) for g, needs in groups.items() if can & set(needs)}


def _end(pair, side):
    return pair.offer if side == "offer" else pair.need


def faults(dataset, plan):
    """Yield in words what a plan does that the tables forbid; it is {(offer, need): (q, day)}."""
    every = pairs_of(dataset)
    mine, on_day = {}, {}
    for key, (quantity, day) in plan.items():
        p = every[key]
        yield from _pair_faults(p, key, quantity, day)
        for name, side in (("offer", p.give), ("need", p.take)):
            mine.setdefault((name, side.record.id), []).append((p, side, quantity))
        if day is not None:
            on_day.setdefault((p.need.id, p.need.team_max, day), []).append(quantity)
    for place, passes in mine.items():
        yield from _side_faults(place, passes)
    for (need, most, day), quantities in on_day.items():
        if most is not None and sum(quantities) > most:
            yield f"{need}: {quantities} on {day}, not {most}"


def _pair_faults(p, key, quantity, day):
    if p.why:
        yield f"{key}: {p.why}"
    if not max(p.least, LITTLE) <= quantity <= p.most:
        yield f"{key}: {quantity}, not {p.least} to {p.most}"
    if p.offer.unit in WHOLE and quantity != int(quantity):
        yield f"{key}: {quantity} is not whole"
    if (day is None) if p.days else (day is not None):
        yield f"{key}: on {day}"
    if p.days and day not in p.days:
        yield f"{key}: on {day}, not on one of {p.days}"


def _side_faults(place, passes):
    side, total = passes[0][1], sum(quantity for *_, quantity in passes)
    alone = not side.known and len(passes) == 1
    if total > side.left + LITTLE and not alone:
        yield f"{place}: {total} of {side.left}"
    if total < side.least - LITTLE:
        yield f"{place}: {total}, at least {side.least}"
    if place[0] == "offer" and len(passes) > min(p.hosts for p, *_ in passes):
        yield f"{place}: {len(passes)} hosts"
