"""Whom an officer asks first about an area and a theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sap_match.assess.areas import AreaTree
from sap_match.assess.grouping import AreasOf
from sap_match.graph.network import Network
from sap_match.model import Dataset, Organisation, location_closed

_COUNCILS = frozenset({"parish_council", "local_authority"})


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

    @cached_property
    def _partners(self) -> Mapping[str, int]:
        degree = np.diff(self.network.projection(when="current").indptr)
        return dict(zip(self.network.ids, degree.tolist(), strict=True))

    @cached_property
    def _places(self) -> Mapping[str, frozenset[str]]:
        """Own areas of each organisation that may be asked."""
        return {
            o.id: frozenset(a for a in self.areas_of(o.id) if a in self.tree.areas)
            for o in self.dataset.organisations
            if o.suggest != "no" and not location_closed(o)
        }

    def ask(self, area_id: str, provider_ids: frozenset[str]) -> Contact | None:
        """Return whom to ask about an area, given who is listed for the theme there.

        The order: a body of the area whose task it is (infrastructure, council), who
        works on the theme there with most partners, the same further up, then the
        area's best connected; the smaller its ground, the better.
        """
        inside = frozenset(self.tree.within(area_id))
        above = frozenset(self.tree.above(area_id))
        best: tuple[tuple[int, int, str], Contact] | None = None
        for one, own in self._places.items():
            local, wide = bool(own & inside), bool(own & above)
            if not (local or wide):
                continue
            organisation = self.dataset.organisation(one)
            rank, why = self._place(organisation, local=local, works=one in provider_ids)
            key = (rank, -self._partners.get(one, 0), one)
            if best is None or key < best[0]:
                best = (key, Contact(one, organisation.name, why))
        return best[1] if best else None

    def _place(self, organisation: Organisation, *, local: bool, works: bool) -> tuple[int, str]:
        task = organisation.role == "infrastructure"
        council = organisation.legal_form in _COUNCILS and organisation.role != "venue"
        partners = self._partners.get(organisation.id, 0)
        tied = f", {partners} partners" if partners > 1 else ""
        if local and (task or organisation.legal_form == "parish_council"):
            return 0, "the area's council" if council else f"supports groups in the area{tied}"
        if local and works:
            return 1, f"works on it in the area{tied}"
        if task:
            return 2, f"supports groups in the wider area{tied}"
        if works:
            return 3, f"works on it in the wider area{tied}"
        if council:
            return 4, "council"
        if local and organisation.kind != "business":
            return 5, f"works in the area{tied}"
        return (6, f"in the area{tied}") if local else (7, f"works in the wider area{tied}")
