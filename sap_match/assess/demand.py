"""What is asked for: what areas say they need, and what their groups lack."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sap_match.assess.areas import short
from sap_match.assess.coverage import Provision
from sap_match.assess.grouping import AreasOf
from sap_match.assess.themes import GROUPS_ASK, Times, Wish, themes_in, themes_of, wishes
from sap_match.model import Dataset, Need, location_closed

_MET = frozenset({"met", "closed", "withdrawn", "cancelled", "done", "filled"})


@dataclass(frozen=True)
class Demand:
    """What is asked for in one area on one theme."""

    wishes: tuple[Wish, ...] = ()
    needs: tuple[Need, ...] = ()

    def __len__(self) -> int:
        return len(self.wishes) + len(self.needs)

    @property
    def times(self) -> Times:
        """Weekdays and evenings that are asked for."""
        return frozenset(time for wish in self.wishes for time in wish.times)


def gather(
    dataset: Dataset, provision: Provision, *, as_of: date, areas_of: AreasOf
) -> tuple[dict[tuple[str, str], Demand], list[str]]:
    """Return demand by area and theme, and what could not be used, in sentences.

    What a group asks for counts in the area that figures go by around it.
    """
    said, unread = _said(provision)
    asked, nowhere = _asked(dataset, provision, as_of=as_of, areas_of=areas_of)
    notes = []
    if nowhere:
        notes.append(
            f"{nowhere} open needs are of organisations whose area is not known or not told."
        )
    if unread:
        notes.append("Needs in which no theme was recognised: " + "; ".join(unread) + ".")
    keys = sorted({*said, *asked})
    return {k: Demand(tuple(said.get(k, ())), tuple(asked.get(k, ()))) for k in keys}, notes


def _said(provision: Provision) -> tuple[dict[tuple[str, str], list[Wish]], list[str]]:
    """Return what areas say they need, by area and theme, and what was not understood."""
    said: dict[tuple[str, str], list[Wish]] = defaultdict(list)
    unread = []
    places = [short(area.name) for area in provision.tree.areas.values()]
    for area_id, area in provision.tree.areas.items():
        for wish in wishes(area.needs, provision.themes, places=places):
            for theme in wish.themes:
                said[area_id, theme].append(wish)
            if not wish.themes:
                unread.append(f"{area.name}: “{wish.words}”")
    return said, unread


def _asked(
    dataset: Dataset, provision: Provision, *, as_of: date, areas_of: AreasOf
) -> tuple[dict[tuple[str, str], list[Need]], int]:
    """Return what groups ask for, by area and theme, and how many are of nowhere."""
    asked: dict[tuple[str, str], list[Need]] = defaultdict(list)
    nowhere = 0
    for need in dataset.needs:
        if not _open(need, as_of):
            continue
        owner = dataset.organisation(need.organisation_id)
        own = () if location_closed(owner) else provision.tree.smallest(areas_of(owner.id))
        places = sorted({provision.ground_of(one) for one in own})
        nowhere += not places
        themes = (themes_of(need.causes, "") or themes_in(need.description)) & GROUPS_ASK
        for place in places:
            for theme in themes:
                asked[place, theme].append(need)
    return asked, nowhere


def _open(need: Need, as_of: date) -> bool:
    running = need.ends_on is None or need.ends_on >= as_of
    return running and (need.status or "").strip().casefold() not in _MET
