"""What a directory does not say, and what to add so that more could be suggested.

A register of charities knows neither where they work nor what they need, a list of
halls knows nobody who looks for one. No row is wrong there; something is missing, and
nobody can guess it from an empty list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sap_match.model import Dataset
from sap_match.recommend.eligible import general_removals

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

#: From this share on of organisations without a text or a place, the lack is the
#: directory's and not one organisation's.
MOST = 0.5


def lacking(landscape: Landscape) -> tuple[str, ...]:
    """Return what the whole directory lacks and what to add, a sentence each.

    Counted are the organisations that may be suggested.
    """
    out = general_removals(landscape)
    profiles = [landscape.profile(one) for one in landscape.ids if one not in out]
    n = len(profiles)
    mute = sum(not p.described for p in profiles)
    nowhere = sum(p.is_unplaced for p in profiles)
    found = []
    if mute >= MOST * n > 0:
        found.append(
            f"{_of(mute, n)} no text to go by: add a description of what each does, two "
            "sentences will do."
        )
    if nowhere >= MOST * n > 0:
        found.append(
            f"{_of(nowhere, n)} no known place of work, and an address in a register is not "
            "taken for one: add areas to organisations (the towns where each works), or their "
            "services with a postcode."
        )
    return (*found, *lacking_rooms(landscape.dataset), *lacking_exchange(landscape.dataset))


def _of(some: int, n: int) -> str:
    if some == n == 1:
        return "The one organisation has"
    if some == n:
        return f"All {n:,} organisations have"
    return f"{some:,} of {n:,} organisations have"


def lacking_rooms(dataset: Dataset) -> tuple[str, ...]:
    """Return what is missing before a room can be planned.

    Examples
    --------
    >>> lacking_rooms(Dataset.build("d", {}))
    ()
    """
    rooms, wishes = dataset.facilities, dataset.facility_requests
    found = []
    if rooms and not wishes:
        there = "There is a room" if len(rooms) == 1 else f"There are {len(rooms):,} rooms"
        found.append(
            f"{there}, but nobody asks for one: add a table facility_requests (organisation_id, "
            "purpose, people, windows)."
        )
    if wishes and not rooms:
        asks = "Somebody asks" if len(wishes) == 1 else f"{len(wishes):,} requests ask"
        found.append(f"{asks} for a room, and none is listed: add a table facilities.")
    if rooms and not any(room.availability for room in rooms):
        found.append(
            "No room's hours are known, so that none can be planned: fill availability, such as "
            "MO 09:00-12:00."
        )
    return tuple(found)


def lacking_exchange(dataset: Dataset) -> tuple[str, ...]:
    """Return what is missing before an offer can meet a need.

    Examples
    --------
    >>> lacking_exchange(Dataset.build("d", {}))
    ('Nobody has said what it needs or could give: add tables needs and offers.',)
    """
    if not dataset.needs and not dataset.offers:
        return ("Nobody has said what it needs or could give: add tables needs and offers.",)
    if not dataset.offers:
        return ("There are needs but no offers: add a table offers.",)
    if not dataset.needs:
        return ("There are offers but no needs: add a table needs.",)
    return ()
