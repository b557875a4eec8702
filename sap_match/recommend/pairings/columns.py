"""The offers and needs of one kind as arrays, read once: what the rules and the score ask."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.recommend.pairings.listing import Listing, ages_told
from sap_match.recommend.quoting import stems_of
from sap_match.recommend.stretches import DAY, WEEK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.recommend.pairings.score import SkillNames
    from sap_match.windows import Schedule

NEVER = date.max.toordinal()
"""The ordinal of a day that does not come."""


@dataclass(frozen=True, eq=False)
class Columns:
    """One side's listings of a kind, an entry each; NaN or -1 is unknown.

    ``first`` and ``last`` are ordinals, ``points`` unit vectors of all places, of which
    listing i has those from ``starts[i]`` on (`where` are those that have any).
    ``money`` is an offer's budget or what a need's host pays; ``timetable`` is a position in
    ``timetables``, -1 where none is known.
    """

    listings: tuple[Listing, ...]
    owner: NDArray[np.int64]
    unit: NDArray[np.int64]
    left: NDArray[np.float64]
    known: NDArray[np.bool_]
    silent: NDArray[np.bool_]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    notice: NDArray[np.int64]
    team_min: NDArray[np.float64]
    team_max: NDArray[np.float64]
    money: NDArray[np.float64]
    faulty: NDArray[np.bool_]
    remote: NDArray[np.int64]
    reach: NDArray[np.float64]
    youngest: NDArray[np.float64]
    points: NDArray[np.float64]
    where: NDArray[np.int64]
    starts: NDArray[np.int64]
    timetable: NDArray[np.int64]
    timetables: Timetables

    @property
    def size(self) -> int:
        """How many listings there are."""
        return len(self.listings)


@dataclass(frozen=True, eq=False)
class Timetables:
    """Distinct timetables: stretches of a doubled week, the longest window, whether by rules.

    ``begins`` and ``ends`` have a row a timetable, minutes; what is not there has length 0.
    """

    begins: NDArray[np.int32]
    ends: NDArray[np.int32]
    longest: NDArray[np.float64]
    ruled: NDArray[np.bool_]

    @classmethod
    def of(cls, schedules: Sequence[Schedule]) -> Timetables:
        """Lay out schedules; windows that touch are one stretch, over the week's end too."""
        rows = [_stretches(s) for s in schedules]
        most = max([1, *map(len, rows)])
        begins = np.zeros((len(rows), most), dtype=np.int32)
        ends = np.zeros((len(rows), most), dtype=np.int32)
        for i, row in enumerate(rows):
            for k, (start, end) in enumerate(row):
                begins[i, k], ends[i, k] = start, end
        longest = [
            max([*(w.minutes for w in s.windows), *(r.end - r.start for r in s.rules)], default=0)
            for s in schedules
        ]
        ruled = np.array([bool(s.rules) for s in schedules], dtype=bool)
        return cls(begins, ends, np.array(longest, dtype=float), ruled)


def _stretches(schedule: Schedule) -> list[tuple[int, int]]:
    spans = sorted((w.weekday * DAY + w.start, w.weekday * DAY + w.end) for w in schedule.windows)
    merged: list[tuple[int, int]] = []
    for start, end in [*spans, *((a + WEEK, b + WEEK) for a, b in spans)]:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged


def shared_minutes(
    left: Timetables, right: Timetables, rows: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Return the longest stretch of a week that each of some timetables shares with each.

    Shape (rows, timetables of ``right``); the same as `listing.longest_in_common`.
    """
    found = np.zeros((len(rows), len(right.longest)), dtype=np.float32)
    begun = left.begins[rows] < WEEK  # what begins in the second week is the first's again
    for k in range(left.begins.shape[1]):
        mine = np.flatnonzero(begun[:, k] & (left.ends[rows, k] > 0))
        begins, ends = left.begins[rows[mine], k][:, None], left.ends[rows[mine], k][:, None]
        for other in range(right.begins.shape[1]):
            theirs = np.flatnonzero(right.ends[:, other] > 0)
            start = np.maximum(begins, right.begins[theirs, other])
            minutes = np.minimum(ends, right.ends[theirs, other]) - start
            cells = np.ix_(mine, theirs)
            found[cells] = np.maximum(found[cells], minutes)
    return found


def codes(values: Sequence[Hashable], known: dict[Any, int] | None = None) -> NDArray[np.int64]:
    """Return a number for each value, the same for equal ones; -1 for None.

    Examples
    --------
    >>> codes(["b", None, "a", "b"]).tolist()
    [0, -1, 1, 0]
    """
    told = {} if known is None else known
    return np.array(
        [-1 if v is None else told.setdefault(v, len(told)) for v in values], dtype=np.int64
    )


def columns_of(
    listings: Sequence[Listing], *, owners: dict[Any, int], units: dict[Any, int]
) -> Columns:
    """Lay out one side; ``owners`` and ``units`` number names across both sides."""
    records: list[Any] = [one.record for one in listings]

    def numbers(read: Callable[[Any], float | None]) -> NDArray[np.float64]:
        found = (read(r) for r in records)
        return np.array([np.nan if v is None else v for v in found], dtype=float)

    def days(read: Callable[[Any], date | None], otherwise: int) -> NDArray[np.int64]:
        found = (read(r) for r in records)
        return np.array([otherwise if d is None else d.toordinal() for d in found], dtype=np.int64)

    counts = np.array([len(one.points) for one in listings], dtype=np.int64)
    tables: dict[Any, int] = {}
    timetable = codes([one.schedule for one in listings], tables)
    return Columns(
        listings=tuple(listings),
        owner=codes([one.owner.id for one in listings], owners),
        unit=codes([one.unit for one in listings], units),
        left=np.array([one.left for one in listings], dtype=float),
        known=np.array([one.known for one in listings], dtype=bool),
        silent=np.array([one.owner.organisation.suggest == "no" for one in listings], dtype=bool),
        first=days(lambda r: r.starts_on, 0),
        last=days(lambda r: r.ends_on, NEVER),
        notice=np.array([r.lead_days or 0 for r in records], dtype=np.int64),
        team_min=numbers(lambda r: r.team_min),
        team_max=numbers(lambda r: r.team_max),
        money=numbers(_money),
        faulty=np.array([bool(one.faults) for one in listings], dtype=bool),
        remote=np.array([-1 if r.remote is None else int(r.remote) for r in records], np.int64),
        reach=numbers(lambda r: getattr(r, "max_distance_km", None)),
        youngest=numbers(_youngest),
        points=_unit_vectors([p for one in listings for p in one.points]),
        where=np.flatnonzero(counts),
        starts=(np.cumsum(counts) - counts)[counts > 0],
        timetable=timetable,
        timetables=Timetables.of(list(tables)),
    )


def _youngest(record: Any) -> float | None:
    """Return a need's minimum age, or the least age that an offer tells of its people."""
    if hasattr(record, "minimum_age"):
        return None if record.minimum_age is None else float(record.minimum_age)
    told = ages_told(record.description)
    return None if told is None else float(told[0])


def _money(record: Any) -> float | None:
    """Return what an offer brings with it, or what a team costs the host of a need."""
    told = record.host_cost if hasattr(record, "host_cost") else record.budget
    return None if told is None else float(told)


def _unit_vectors(points: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    lat, lon = np.radians(np.array(points, dtype=float).reshape(-1, 2)).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


# -- labels as sparse tables ---------------------------------------------------------------


def incidence(rows: Sequence[Sequence[str]], names: dict[str, int], *, grow: bool = True) -> Any:
    """Return a sparse table (rows, names) with how often each row holds each name."""
    from scipy.sparse import csr_matrix

    indices: list[int] = []
    starts = [0]
    for row in rows:
        for name in row:
            if grow:
                indices.append(names.setdefault(name, len(names)))
            elif name in names:
                indices.append(names[name])
        starts.append(len(indices))
    ones = np.ones(len(indices), dtype=np.float32)
    return csr_matrix((ones, indices, starts), shape=(len(rows), len(names)))


@dataclass(frozen=True, eq=False)
class Skills:
    """Which asked-for skills each offer covers, and which each need asks for: sparse tables.

    ``covered`` has a row an offer, ``required`` and ``asked`` (required or desired) a row a
    need; a column each is an asked-for skill.
    """

    covered: Any
    required: Any
    asked: Any

    @classmethod
    def of(cls, offers: Sequence[Listing], needs: Sequence[Listing], names: SkillNames) -> Skills:
        """Read the skills; who covers what is decided as `SkillNames.covered` does."""
        asked: dict[str, int] = {}
        wanted: list[Any] = [n.record for n in needs]
        both = incidence(
            [tuple(dict.fromkeys((*r.skills_required, *r.skills_desired))) for r in wanted], asked
        )
        required = incidence(
            [tuple(dict.fromkeys(r.skills_required)) for r in wanted], asked, grow=False
        )
        given: dict[str, int] = {}
        has = incidence([getattr(o.record, "skills", ()) for o in offers], given)
        covered = has @ _same(list(given), list(asked), names) + _in_words(offers, list(asked))
        covered.data[:] = np.minimum(covered.data, 1.0)
        return cls(covered.tocsr(), required.tocsr(), both.tocsr())


def _same(given: list[str], asked: list[str], names: SkillNames) -> Any:
    """Return which given skill is which asked-for one: sparse, (given, asked)."""
    from scipy.sparse import csr_matrix

    if not given or not asked:
        return csr_matrix((len(given), len(asked)), dtype=np.float32)
    left = np.array([names.vectors[s] for s in given])
    right = np.array([names.vectors[s] for s in asked])
    stems: dict[str, int] = {}
    one = incidence([tuple(stems_of(s)) for s in given], stems)
    two = incidence([tuple(stems_of(s)) for s in asked], stems)
    one.resize((len(given), len(stems)))
    mine, theirs = np.diff(one.indptr)[:, None], np.diff(two.indptr)[None, :]
    found = []
    for start in range(0, len(given), 512):
        part = slice(start, start + 512)
        common = (one[part] @ two.T).toarray()
        within = (common > 0) & ((common == mine[part]) | (common == theirs))
        found.append(within | (np.round(left[part] @ right.T, 6) >= names.threshold))
    return csr_matrix(np.concatenate(found).astype(np.float32))


def _in_words(offers: Sequence[Listing], asked: list[str]) -> Any:
    """Return which asked-for skill stands in which offer's description: sparse."""
    stems: dict[str, int] = {}
    wanted = incidence([tuple(stems_of(s)) for s in asked], stems)
    words = incidence([tuple(o.words) for o in offers], stems, grow=False)
    common = (words @ wanted.T).tocsr()
    sizes = np.diff(wanted.indptr)
    common.data[:] = common.data == sizes[common.indices]
    common.eliminate_zeros()
    return common
