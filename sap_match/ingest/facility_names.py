"""Bookings that name their facility in words: a calendar's name, a place, a file's name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sap_match.ingest.drafts import Draft
from sap_match.ingest.identity import normal_name
from sap_match.ingest.openactive.elsewhere import settle_slots
from sap_match.ingest.problems import Problems
from sap_match.ingest.raw import HINT

HINTS = (f"{HINT}calendar", f"{HINT}file")
"""What a calendar says besides an event's place, in the order in which it is tried."""


def name_facilities(
    drafts: Sequence[Draft], aliases: Mapping[str, str], problems: Problems
) -> list[Draft]:
    """Return the drafts, each booking with the id of the facility that it names.

    A name counts where exactly one facility is called so. Bookings of a calendar that names
    none are bad rows, with what to do; other tables' unknown ids are told where all are.

    Examples
    --------
    >>> hall = Draft("facilities", "f.csv", 2, 0, False, {"id": "h1", "name": "Main Hall"})
    >>> booking = Draft("bookings", "a.ics", 1, 1, False, {"facility_id": "main hall"})
    >>> name_facilities([hall, booking], {}, Problems())[1].values
    {'facility_id': 'h1'}
    """
    if not any(draft.table == "bookings" for draft in drafts):
        return list(drafts)
    drafts = settle_slots(drafts, aliases, problems)
    facilities = [draft for draft in drafts if draft.table == "facilities"]
    ids = {draft.key for draft in facilities} | set(aliases)
    called: dict[str, set[str]] = defaultdict(set)
    for draft in facilities:
        called[normal_name(str(draft.values.get("name", "")))].add(draft.key)
    kept = []
    for draft in drafts:
        if draft.table == "bookings" and not _settle(draft, ids, called, problems):
            continue
        kept.append(draft)
    return kept


def _settle(
    draft: Draft, ids: set[str], called: Mapping[str, set[str]], problems: Problems
) -> bool:
    hints = [draft.extra.pop(name, "") for name in HINTS]
    own = str(draft.values.get("facility_id", ""))
    several = False
    for word in (own, *hints):
        if word in ids:
            draft.values["facility_id"] = word
            return True
        found = called.get(normal_name(word), set()) if word else set()
        if len(found) == 1:
            draft.values["facility_id"] = next(iter(found))
            return True
        several = several or len(found) > 1
    if not any(hints):
        return True  # no calendar: told with all other ids that do not resolve
    problems.bad(
        draft.source, "bookings", draft.row, "facility_id", own,
        "is the name of several facilities" if several else "is no id or name of a facility",
        'write facility = "ID" under the calendar in partnership.toml, or name the calendar '
        "after its facility; the row was left out",
    )  # fmt: skip
    return False
