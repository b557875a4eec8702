"""A week of rooms in Trafford and a month of pairings in Manchester, on real data.

python -m benchmarks.sharing [week | month]

The asking groups and the offering businesses are invented (`places/trafford_week`,
`places/manchester_month`); the rooms and the needs are real. What is assumed of the real
rooms is in `ASSUMED`, and is said wherever the week is shown.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import _record

if TYPE_CHECKING:
    from sap_match.landscape import Landscape
    from sap_match.model import Dataset, Facility
    from sap_match.recommend.planning import Plan

PLACES = Path(__file__).parent / "places"
ASSETS = _record.ROOT / "docs" / "assets"
WEEK = date(2024, 4, 1)
MONTH = date(2017, 4, 1)

COURT = 12
"""People that one badminton court holds in a class."""
STUDIO, HUB = 25, 30
"""People that a studio and a hub's room hold."""
ASSUMED = (
    "a hall may be had while its centre is open, as published",
    f"a badminton court holds {COURT} people, a studio {STUDIO}, a hub's room {HUB}",
    "15 minutes lie between two groups",
)


def week_landscape() -> Landscape:
    """Return Trafford's real rooms with what is assumed of them, and the invented requests."""
    from sap_match.ingest import read_dataset
    from sap_match.landscape import Landscape
    from sap_match.model import Changes

    place = read_dataset(PLACES / "trafford.toml")
    asks = read_dataset(PLACES / "trafford_week")
    rooms = tuple(filter(None, (_assumed(place, f) for f in place.facilities)))
    upserts: dict[str, Any] = {
        "organisations": asks.organisations,
        "facility_requests": asks.facility_requests,
        "facilities": rooms,
    }
    return Landscape.build(place.updated(Changes(upserts=upserts)), as_of=WEEK)


def month_landscape() -> Landscape:
    """Return the real needs of Greater Manchester, and the invented offers."""
    from sap_match.ingest import read_dataset
    from sap_match.landscape import Landscape
    from sap_match.model import Changes

    place = read_dataset(PLACES / "trafford.toml")
    gives = read_dataset(PLACES / "manchester_month")
    upserts: dict[str, Any] = {"organisations": gives.organisations, "offers": gives.offers}
    return Landscape.build(place.updated(Changes(upserts=upserts)), as_of=MONTH)


def _assumed(place: Dataset, facility: Facility) -> Facility | None:
    """Return a hall, studio or hub's room with its building's hours; None for any other."""
    hours = _hours(place, facility)
    if not hours:
        return None
    courts = str(facility.extra.get("badminton_courts_total", "0"))
    holds = {
        "Sports halls": COURT * int(courts) or None,
        "Studios": STUDIO,
        "community hub": HUB,
    }.get(facility.type or "")
    if holds is None:
        return None
    return facility.model_copy(
        update={"availability": hours, "capacity": holds, "buffer_minutes": 15}
    )


def _hours(place: Dataset, facility: Facility) -> tuple[str, ...]:
    """Return when the building of a hall is open: the published hours at its postcode."""
    for service in place.services:
        listed = service.id.startswith(("XX-LCS-", "XX-HUB-"))
        if listed and service.schedule and service.postcode == facility.postcode:
            return service.schedule
    return ()


def week() -> tuple[Plan, Landscape]:
    """Plan the week."""
    from sap_match.recommend.facilities import plan_facility_sharing

    landscape = week_landscape()
    return plan_facility_sharing(landscape), landscape


def month() -> tuple[Plan, Landscape]:
    """Plan the month."""
    from sap_match.recommend.pairings import plan_pairings

    landscape = month_landscape()
    return plan_pairings(landscape), landscape


def show(plan: Plan) -> None:
    """Print what is planned, and why the rest is not."""
    say = print
    say(f"{len(plan.matches)} planned, {len(plan.unmatched)} left; {dict(plan.figures)}")
    for s in plan.matches:
        say(f"\n{s.subject_id} {s.other_id} {s.score:.3f} {s.details}")
        say(f"  {s.reason}\n  AGAINST {s.counter_reason}\n  FIRST {s.first_step}")
        say(f"  CONFIRM {'; '.join(s.to_confirm)}")
    for u in plan.unmatched:
        say(f"\n{u.side} {u.id}: {u.reason} [{u.nearest}]")


def main() -> None:
    """Print the week, the month, or both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", nargs="?", choices=("week", "month"))
    which = parser.parse_args().which
    if which != "month":
        show(week()[0])
    if which != "week":
        show(month()[0])


if __name__ == "__main__":
    main()
