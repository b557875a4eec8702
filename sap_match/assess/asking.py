"""Whom an officer asks first about an area and a theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from sap_match.assess.areas import AreaTree, short
from sap_match.assess.grouping import AreasOf
from sap_match.graph.network import Network
from sap_match.model import Dataset, Organisation, location_closed


@dataclass(frozen=True)
class Contact:
    """An organisation to ask, and why it."""

    organisation_id: str
    name: str
    why: str

    def __str__(self) -> str:
        return f"{self.name} ({self.why})" if self.why else self.name


@dataclass(frozen=True)
class Directory:
    """Who could be asked where: all but those who said no and those whose place is closed."""

    dataset: Dataset
    network: Network
    tree: AreaTree
    areas_of: AreasOf
    _cache: dict[str, tuple[tuple[Organisation, _Where], ...]] = field(
        default_factory=dict, repr=False
    )

    @cached_property
    def _partners(self) -> Mapping[str, int]:
        degree = np.diff(self.network.projection(when="current").indptr)
        return dict(zip(self.network.ids, degree.tolist(), strict=True))

    @cached_property
    def _places(self) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
        """Areas of its own and areas of work of each organisation that may be asked."""
        return {
            o.id: (
                self._known(o.areas) or self._known(self.areas_of(o.id)),
                self._known(self.areas_of(o.id)),
            )
            for o in self.dataset.organisations
            if o.suggest != "no" and not location_closed(o)
        }

    def _named_for_borough(self, organisation: Organisation) -> bool:
        """Whether its task is the whole place, by its name where it says no area."""
        words = (short(self.tree.name(one)).casefold() for one in self.tree.boroughs)
        name = organisation.name.casefold()
        return organisation.role == "infrastructure" and any(word in name for word in words)

    def _known(self, area_ids: Iterable[str]) -> frozenset[str]:
        return self.tree.smallest(area_ids)

    def ask(self, area_id: str, provider_ids: frozenset[str]) -> Contact | None:
        """Return whom to ask about an area, given who is listed for the theme there.

        The order: a body of the area whose task it is (its council, infrastructure), who
        works on the theme there with most partners, the same further up, then the
        area's best connected.
        """
        best: tuple[tuple[int, int, str], Contact] | None = None
        for organisation, where in self._around(area_id):
            one = organisation.id
            placed = _place(organisation, where, theme=one in provider_ids)
            if placed is None:
                continue
            key = (placed[0], -where.partners, one)
            if best is None or key < best[0]:
                best = (key, Contact(one, organisation.name, placed[1]))
        return best[1] if best else None

    def _around(self, area_id: str) -> tuple[tuple[Organisation, _Where], ...]:
        """Return who is at home or at work in an area or around it, worked out once."""
        if area_id not in self._cache:
            inside = frozenset(self.tree.within(area_id))
            around = inside | frozenset(self.tree.above(area_id))
            found = []
            for one, (own, works) in self._places.items():
                organisation = self.dataset.organisation(one)
                if (own | works) & around or (not own and self._named_for_borough(organisation)):
                    where = _Where(
                        home=area_id in own,
                        inside=bool(own & inside),
                        local=bool(works & inside),
                        partners=self._partners.get(one, 0),
                    )
                    found.append((organisation, where))
            self._cache[area_id] = tuple(found)
        return self._cache[area_id]


@dataclass(frozen=True)
class _Where:
    """Where an organisation stands towards an area: its home, inside it, at work there."""

    home: bool
    inside: bool
    local: bool
    partners: int


def _place(organisation: Organisation, where: _Where, *, theme: bool) -> tuple[int, str] | None:
    """Return how good an organisation is to ask (0 is best), and why; None to leave it."""
    if organisation.kind == "business":
        return None
    parish = organisation.legal_form == "parish_council"
    task = parish or organisation.role == "infrastructure"
    tied = f", {where.partners} partners" if where.partners > 1 else ""
    ladder = (
        (where.home and parish, "the council here"),
        (where.inside and task, "a council in the area" if parish else "supports groups here"),
        (where.local and theme, f"works on it here{tied}"),
        (task and not parish and bool(organisation.areas), "supports groups in the wider area"),
        (theme, f"works on it in the wider area{tied}"),
        (organisation.legal_form == "local_authority", "local authority"),
        (task and not parish, "supports groups, by its name of the whole place"),
        (where.local and organisation.role == "provider", f"works here{tied}"),
    )
    found = ((rank, why) for rank, (holds, why) in enumerate(ladder) if holds)
    return next(found, None)
