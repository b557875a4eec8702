"""A live Open Referral feed: the pages of ``/services``, then each ``/services/{id}``.

Open Referral UK 3.0 lists no organisations (they are rebuilt from the services), HSDS 3.0
does, UK 1.0 names its pages otherwise; mixed forms are common, and all are walked alike.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sap_match.errors import DataError
from sap_match.ingest.feeds.addresses import beside, without
from sap_match.ingest.feeds.answers import FeedError
from sap_match.ingest.feeds.asking import Asking, StaleError
from sap_match.ingest.feeds.changes import kept_listing, only_changes
from sap_match.ingest.feeds.details import complete, entries_in_full
from sap_match.ingest.feeds.kept import write_whole
from sap_match.ingest.feeds.lists import Listing, walk
from sap_match.ingest.feeds.wrappers import key_of
from sap_match.ingest.hsds import objects as hsds_json
from sap_match.ingest.raw import Reading

SERVICES = "services"
ORGANISATIONS = "organizations"
_READ = "services.json"
_OF_A_SERVICE = frozenset(
    (
        "organization", "organization_id", "organisation", "service_at_locations", "schedules",
        "regular_schedules", "cost_options",
    )
)  # fmt: skip


def fetch(asking: Asking, url: str) -> None:
    """Fetch a feed into what is kept of it, from where an earlier run was stopped.

    Raises
    ------
    FeedError
        Nothing at all could be had.
    """
    asking.round = asking.kept.open_round() or 0
    asking.resumed = bool(asking.round)
    try:
        _fetch(asking, url)
    except StaleError:
        asking.problems = type(asking.problems)()
        asking.is_cut = asking.resumed = False
        asking.round = asking.kept.begin()
        _fetch(asking, url)


def _fetch(asking: Asking, url: str) -> None:
    kept = asking.kept
    asking.round = asking.round or kept.begin()
    listing = None
    if not kept.pages(asking.round, SERVICES):
        listing = only_changes(asking, url, SERVICES)
    if listing is None:
        listing = walk(asking, url, SERVICES)
    organisations = _organisations(asking, url, listing)
    complete(asking, url, SERVICES, listing)
    if organisations is not None:
        complete(asking, _organisations_at(url), ORGANISATIONS, organisations)
    if not asking.is_cut:
        kept.end(asking.round)


def _organisations_at(url: str) -> str:
    return beside(without(url, "page", "modified_after"), ORGANISATIONS)


def _organisations(asking: Asking, url: str, services: Listing) -> Listing | None:
    """Walk the list of organisations where one is offered; the UK profile has none."""
    kept, number = asking.kept, asking.round
    if kept.marked(number, "no organisations") or asking.is_cut:
        return None
    address = _organisations_at(url)
    try:
        found = walk(asking, address, ORGANISATIONS)
    except FeedError as error:
        if error.fault in {"time", "network", "spent"} or error.status >= 500:
            asking.note(
                address, f"the list of organisations {error.message}: they are rebuilt from the "
                "services",
            )  # fmt: skip
        kept.mark(number, "no organisations")
        return None
    if any(_is_service(entry) or key_of(entry) in services.rows for entry in found.entries):
        kept.mark(number, "no organisations")  # it answers everything with its services
        kept.drop_pages(number, ORGANISATIONS)
        return None
    return found


def _is_service(entry: Any) -> bool:
    return isinstance(entry, Mapping) and bool(_OF_A_SERVICE & entry.keys())


def read(asking: Asking, *, number: int | None = None) -> Reading:
    """Read what is kept of a feed: the same for the same that was kept.

    Parameters
    ----------
    asking : Asking
        With the complaints of this run.
    number : int, optional
        The round that is read, by default this run's.

    Raises
    ------
    DataError
        It holds no service and no organisation.
    """
    kept = asking.kept
    asking.round = asking.round if number is None else number
    services = kept_listing(asking, asking.round, SERVICES)
    organisations = kept_listing(asking, asking.round, ORGANISATIONS)
    entries = [_as(entry, "status") for entry in entries_in_full(asking, SERVICES, services)]
    entries += _from_before(asking, services)
    entries += [
        _as(entry, "website") for entry in entries_in_full(asking, ORGANISATIONS, organisations)
    ]
    if not entries:
        raise DataError("lists no service", source=asking.source)
    lines = ",\n".join(_line(entry) for entry in entries)
    path = kept.folder / _READ
    write_whole(path, f"[\n{lines}\n]\n".encode())
    return _labelled(hsds_json.read(path, source=asking.source), asking)


def _from_before(asking: Asking, services: Listing) -> list[Any]:
    """Return what an earlier run had of a feed that could not be had to its end now."""
    kept = asking.kept
    whole = kept.whole_round()
    ended = kept.marked(asking.round, f"{SERVICES} ended")
    if whole is None or whole == asking.round or ended or not asking.falls_back:
        return []
    now, asking.round = asking.round, whole
    older = kept_listing(asking, whole, SERVICES)
    entries = [_as(entry, "status") for entry in entries_in_full(asking, SERVICES, older)]
    asking.round = now
    missing = [entry for entry in entries if key_of(entry) and key_of(entry) not in services.rows]
    if missing:
        asking.bad(
            asking.url,
            f"{len(missing):,} services that were not reached now are as they were kept on "
            f"{kept.began(whole)[:10] or 'an earlier day'}",
            "run again when the feed is well",
        )
    return missing


def _as(entry: Any, field: str) -> Any:
    """Return an entry with the field by which the reader knows of which list it came."""
    if isinstance(entry, Mapping) and "name" in entry and key_of(entry) and field not in entry:
        return {**entry, field: None}
    return entry


def _line(entry: Any) -> str:
    try:
        return json.dumps(entry)
    except RecursionError:
        return json.dumps("an entry that is nested too deeply")


def _labelled(reading: Reading, asking: Asking) -> Reading:
    for remark in asking.kept.remarks:
        asking.info(asking.url, remark)
    asking.kept.remarks.clear()
    problems = tuple(sorted({*reading.problems, *asking.problems.sorted()}))
    return replace(reading, problems=problems)
