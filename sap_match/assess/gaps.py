"""Needs against provision, by area and theme; never a gap where data is missing.

What an area says it needs, and what its groups ask for, is set beside what is
listed there and when it runs. A status says what the records say, no more:

- *provision found*: two providers in the area, or one and more near or for a wider area;
- *thin*: one provider in all, or none in the area itself, or none at the times that
  are asked for, or all on one day;
- *none recorded*: nothing is listed, in a directory that lists much there;
- *not known*: so little is listed there, or so many listings do not say where they
  work, that silence says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from sap_match.assess.areas import AreaTree
from sap_match.assess.asking import Directory
from sap_match.assess.coverage import Coverage, Evidence, Provision
from sap_match.assess.demand import Demand, gather
from sap_match.assess.gap_words import Case, nothing_listed, nowhere, reason
from sap_match.assess.grouping import AreasOf
from sap_match.assess.provision import Listing, listings, providers
from sap_match.assess.themes import EVENING, PEOPLE_NEED, Times
from sap_match.graph.network import Network
from sap_match.model import Dataset
from sap_match.ranking import ordered, rounded
from sap_match.results import Results

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

Status = Literal["provision found", "thin", "none recorded", "not known"]
_WEIGHT: dict[Status, int] = {
    "none recorded": 3, "thin": 2, "not known": 1, "provision found": 0,
}  # fmt: skip
_TELLING = ("thin", "none recorded")
#: So many listings on one day, and none on another weekday, are bunched.
BUNCHED = 3
COLUMNS = (
    "area_id", "area", "theme", "status", "reason", "whom_to_ask_id", "whom_to_ask",
    "confidence", "demand", "services", "providers", "nearest_id", "nearest_km",
)  # fmt: skip


@dataclass(frozen=True)
class Gap:
    """One theme in one area: what is asked for, what is listed, whom to ask.

    Parameters
    ----------
    demand : int
        Sentences of the area's needs and open needs of its groups that speak of it.
    said : bool
        Whether the area itself says so.
    services, providers : int
        Listings for it in the area and the organisations behind them.
    nearest_id, nearest_km : str and float, or None
        The nearest listing outside the area, as the crow flies.
    confidence : str
        How much a silence in this area is worth, and why.
    """

    area_id: str
    area: str
    theme: str
    status: Status
    demand: int
    said: bool
    services: int
    providers: int
    nearest_id: str | None
    nearest_km: float | None
    confidence: str
    whom_to_ask_id: str | None
    whom_to_ask: str
    reason: str

    @property
    def score(self) -> float:
        """What an area or a group asks for first, then how little is there; orders only."""
        asked = 20 * self.said + 10 * bool(self.demand)
        return asked + _WEIGHT[self.status] + min(self.demand, 9) / 10

    def to_record(self) -> dict[str, Any]:
        """Return a flat row of the columns in `COLUMNS`."""
        km = None if self.nearest_km is None else round(rounded(self.nearest_km), 1)
        return {name: km if name == "nearest_km" else getattr(self, name) for name in COLUMNS}


def gaps(landscape: Landscape) -> Results[Gap]:
    """Set needs against provision by area and theme, most wanting first.

    Examples
    --------
    See `gaps_between`.
    """
    return gaps_between(
        landscape.dataset,
        landscape.network,
        as_of=landscape.as_of,
        areas_of=landscape.areas_of,
    )


def gaps_between(
    dataset: Dataset, network: Network, *, as_of: date, areas_of: AreasOf
) -> Results[Gap]:
    """Set needs against provision, from what they stand on.

    Every theme that an area or its groups ask for has a row. A theme that nobody
    asked for has one where two areas in three have it and this one has none; and one
    for the borough where most of its listings do not say where they work.

    Examples
    --------
    >>> from sap_match.model import Area, Organisation, Service
    >>> data = Dataset.build(
    ...     "d",
    ...     {
    ...         "areas": [
    ...             Area(id="t", name="Town", kind="town", needs=("A lunch club on Mondays",))
    ...         ],
    ...         "organisations": [Organisation(id="o", name="O", kind="voluntary", areas=("t",))],
    ...         "services": [
    ...             Service(
    ...                 id=f"s{i}",
    ...                 organisation_id="o",
    ...                 name=f"Lunch {i}",
    ...                 description="Hot lunch",
    ...                 schedule=("TH 12:00-14:00",),
    ...             )
    ...             for i in range(9)
    ...         ],
    ...     },
    ... )
    >>> found = gaps_between(
    ...     data,
    ...     Network.build(data, date(2026, 1, 1)),
    ...     as_of=date(2026, 1, 1),
    ...     areas_of=lambda _: ("t",),
    ... )
    >>> row = found[0]
    >>> row.theme, row.status, row.services
    ('shared meals', 'thin', 9)
    """
    tree = AreaTree.build(dataset.areas, as_of)
    provision = Provision(tree, listings(dataset))
    if not provision.any_placed:
        return Results((), record=Gap.to_record, notes=(nothing_listed(dataset),), columns=COLUMNS)
    asking = Directory(dataset, network, tree, areas_of)
    demand, notes = gather(dataset, provision, as_of=as_of, areas_of=areas_of)
    rows = _rows(provision, asking, demand, dataset)
    best = ordered(rows, score=lambda r: r.score, key=lambda r: (r.area, r.theme, r.area_id))
    return Results(tuple(best), record=Gap.to_record, notes=tuple(notes), columns=COLUMNS)


def _rows(
    provision: Provision,
    asking: Directory,
    demand: dict[tuple[str, str], Demand],
    dataset: Dataset,
) -> list[Gap]:
    """Return a row for all that is asked for, then what is missing unasked, then unplaced."""
    rows = [
        _gap(area_id, theme, demand[area_id, theme], provision, asking, dataset)
        for area_id, theme in sorted(demand)
    ]
    rows += [
        row
        for area_id, theme in _unasked(provision, demand)
        if (row := _gap(area_id, theme, Demand(), provision, asking, dataset)).status in _TELLING
        and not row.services
    ]
    rows += [
        _unplaced(borough, theme, provision, asking)
        for borough in provision.tree.boroughs
        for theme in provision.themes
        if theme in PEOPLE_NEED and _mostly_unplaced(provision, theme)
    ]
    return rows


def _mostly_unplaced(provision: Provision, theme: str) -> bool:
    _, placed, unplaced = provision.spread(theme)
    return unplaced > placed


def _unasked(
    provision: Provision, demand: dict[tuple[str, str], Demand]
) -> Iterator[tuple[str, str]]:
    """Yield area and theme where two areas in three have it and nobody here asked."""
    grounds = provision.grounds
    for theme in provision.themes:
        if theme not in PEOPLE_NEED or _mostly_unplaced(provision, theme):
            continue
        if 3 * provision.spread(theme)[0] >= 2 * len(grounds) > 2:
            for area_id in grounds:
                if (area_id, theme) not in demand:
                    yield area_id, theme


def _unplaced(borough: str, theme: str, provision: Provision, asking: Directory) -> Gap:
    """Return the one row of a theme whose listings mostly do not say where they work."""
    areas, placed, unplaced = provision.spread(theme)
    name = provision.tree.name(borough)
    among = provision.without_area(theme, like=name)
    row = _row(
        borough,
        theme,
        provision.evidence(borough, theme),
        provision,
        asking,
        status="not known",
        reason=nowhere(theme, name, among, placed=placed, areas=areas, unplaced=unplaced),
    )
    told = f"poor: {placed} of {placed + unplaced} listings for {theme} have an area"
    return replace(row, confidence=told)


def _gap(
    area_id: str,
    theme: str,
    demand: Demand,
    provision: Provision,
    asking: Directory,
    dataset: Dataset,
) -> Gap:
    seat = provision.seat(area_id)
    found, coverage = provision.evidence(seat, theme, origin=area_id), provision.coverage(seat)
    status, why = judge(found, coverage, demand.times, small=seat not in provision.grounds)
    name = provision.tree.name
    case = Case(
        area=name(area_id),
        seat=name(seat),
        ground=coverage.name,
        theme=theme,
        wishes=demand.wishes,
        needs=demand.needs,
        found=found,
        why=why,
    )
    row = _row(
        area_id, theme, found, provision, asking, status=status, reason=reason(case, dataset)
    )
    return replace(row, demand=len(demand), said=bool(demand.wishes))


def _row(
    area_id: str,
    theme: str,
    found: Evidence,
    provision: Provision,
    asking: Directory,
    *,
    status: Status,
    reason: str,
) -> Gap:
    """Return a row that nobody asked for."""
    seat = provision.seat(area_id)
    everyone = (*found.local, *found.near, *found.wide)
    contact = asking.ask(seat, frozenset(one.organisation_id for one in everyone))
    near = None if providers(found.local) > 1 else found.nearest
    return Gap(
        area_id=area_id,
        area=provision.tree.name(area_id),
        theme=theme,
        status=status,
        demand=0,
        said=False,
        services=len(found.local),
        providers=providers(found.local),
        nearest_id=near.id if near else None,
        nearest_km=found.nearest_km if near else None,
        confidence=str(provision.coverage(seat)),
        whom_to_ask_id=contact.organisation_id if contact else None,
        whom_to_ask=str(contact) if contact else "",
        reason=reason,
    )


def judge(found: Evidence, coverage: Coverage, wanted: Times, *, small: bool) -> tuple[Status, str]:
    """Return the status of a theme in an area, and the rule that gave it.

    Parameters
    ----------
    wanted : frozenset of int
        Weekdays and evenings that are asked for.
    small : bool
        Whether the area lies in one that figures go by: what is near then counts too.
    """
    inside = providers(found.local)
    reach = providers((*found.local, *found.near, *found.wide)) + found.closed if inside else 0
    if reach >= 2:
        return _by_times(found, wanted, small=small)
    if coverage.grade == "poor":
        return "not known", "little listed"
    if found.unplaced > len(found.local) or (found.unplaced and not inside):
        return "not known", "unplaced"
    if found.closed and not inside:
        return "not known", "closed"
    if inside or found.wide or (small and found.near):
        return "thin", "one" if inside else "only wider"
    return "none recorded", "none"


def _by_times(found: Evidence, wanted: Times, *, small: bool) -> tuple[Status, str]:
    here = found.local if not small else (*found.local, *found.near)
    timed = [one for one in here if one.times is not None]
    if wanted and not timed:
        return "not known", "hours"
    if wanted and not wanted <= frozenset().union(*(one.times or () for one in timed)):
        return "thin", "times"
    return ("thin", "bunched") if bunched(found.local) is not None else ("provision found", "")


def bunched(local: Sequence[Listing]) -> int | None:
    """Return the weekday on which most of what is listed falls, where another has none.

    Counts what runs on one or two weekdays: three or more, over half of them on one
    day, and nothing at all on another weekday.

    Examples
    --------
    >>> lunch = [
    ...     Listing(str(i), str(i), "", frozenset(), (), times=frozenset({3})) for i in range(4)
    ... ]
    >>> bunched(lunch), bunched(lunch[:2])
    (3, None)
    """
    timed = [one for one in local if one.times is not None]
    weekly = [one for one in timed if 1 <= len(one.days) <= 2]
    covered = frozenset().union(*(one.days for one in timed))
    counts = Counter(day for one in weekly for day in one.days)
    if not counts or set(range(5)) <= covered:
        return None
    day, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
    enough = most >= BUNCHED and 2 * most > len(timed) and providers(weekly) >= BUNCHED
    return day if enough and day != EVENING else None
