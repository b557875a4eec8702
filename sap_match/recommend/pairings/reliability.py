"""How far givers delivered what they pledged, where hosts have confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sap_match.recommend.pairings.ledger import teller_of

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

PRIOR = 2.0
"""Pledges that the mean of all counts as: one good or bad day decides little."""


@dataclass(frozen=True)
class Record:
    """How a giver kept its word: ``value`` from 0 to 1, of ``pledges`` that hosts confirmed.

    ``pledges`` 0 is a giver without history, whose value is the mean of all.
    """

    value: float
    pledges: int = 0

    @property
    def fact(self) -> str:
        """The record in words, "" without history."""
        if not self.pledges:
            return ""
        noun = "pledge" if self.pledges == 1 else "pledges"
        return f"hosts confirmed {self.pledges} earlier {noun}"


@dataclass(frozen=True, eq=False)
class Reliability:
    """The record of each giver with history; ``usual`` is of everybody else.

    Without any history at all the part has no weight (`known` is False).
    """

    records: Mapping[str, Record]
    usual: Record

    @property
    def known(self) -> bool:
        """Whether anybody has history."""
        return bool(self.records)

    def of(self, organisation_id: str) -> Record:
        """Return a giver's record, or the usual one."""
        return self.records.get(organisation_id, self.usual)


def reliability_of(landscape: Landscape) -> Reliability:
    """Read the agreements whose delivery the host has confirmed, up to the date.

    An agreement counts as the share of the pledge that was delivered, at most 1. A giver's
    value is ``(sum of shares + 2 x mean) / (n + 2)``, shrunk towards the mean of all givers.
    What nobody confirmed, or the giver alone stated, says nothing.
    """
    dataset = landscape.dataset
    offers = {o.id: o for o in dataset.offers}
    needs = {n.id: n for n in dataset.needs}
    shares: dict[str, list[float]] = {}
    for one in dataset.agreements:
        offer, need = offers.get(one.offer_id), needs.get(one.need_id)
        pledged = one.pledged or one.quantity
        if offer is None or need is None or not pledged or one.delivered is None:
            continue
        if one.starts_on is not None and one.starts_on > landscape.as_of:
            continue
        giver = dataset.organisation(offer.organisation_id)
        host = dataset.organisation(need.organisation_id)
        sides = (giver.id, giver.name), (host.id, host.name)
        if one.confirmed_by and teller_of(one.confirmed_by, *sides) == "host":
            shares.setdefault(giver.id, []).append(min(1.0, one.delivered / pledged))
    everything = [share for told in shares.values() for share in told]
    mean = sum(everything) / len(everything) if everything else 1.0
    return Reliability(
        {
            giver: Record((sum(told) + PRIOR * mean) / (len(told) + PRIOR), len(told))
            for giver, told in sorted(shares.items())
        },
        Record(mean),
    )
