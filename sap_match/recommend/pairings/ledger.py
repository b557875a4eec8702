"""What each giver offered, pledged, was allocated and delivered: a ledger, a row a unit.

Hours that a business says it gave and hours that a host confirms are two statements, and
stand in two columns. Nothing is added up over units: hours are not people.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal

from sap_match.model import Dataset
from sap_match.ranking import rounded
from sap_match.recommend.pairings.listing import CALLED_OFF, unit_of
from sap_match.results import Results

if TYPE_CHECKING:
    from sap_match.landscape import Landscape
    from sap_match.model import Agreement, Need, Offer
    from sap_match.recommend.planning import Plan

Teller = Literal["host", "giver", "other"]

_NEVER_STOOD = frozenset({"withdrawn", "cancelled"})
_HOSTS = frozenset({"host", "need", "recipient", "beneficiary", "charity", "group", "both"})
_GIVERS = frozenset(
    {"", "giver", "offer", "donor", "business", "company", "employer", "volunteer", "self"}
)


@dataclass(frozen=True)
class LedgerRow:
    """One giver's account in one kind and unit; every amount is in ``unit``.

    Parameters
    ----------
    organisation_id, organisation, kind, unit : str
        Who gives what, and what it is counted in ("" where the offer names no unit).
    offers : int
        How many offers; ``offers_without_quantity`` of them name no amount.
    offered : float
        The sum of the offers' quantities, withdrawn and cancelled offers left out.
    pledged : float
        What the agreements that stand say was pledged.
    agreed, planned, allocated : float
        The quantity of the agreements that stand, that of the plan, and the two together.
    delivered_stated, delivered_confirmed, delivered_other : float
        Delivered by the giver's own word; by the host's confirmation; by somebody else's
        word (a broker's). Each delivery stands in one of the three.
    share_used : float or None
        ``allocated / offered``, None where no amount was offered. Above 1, more was
        agreed than offered.
    """

    organisation_id: str
    organisation: str
    kind: str
    unit: str
    offers: int = 0
    offers_without_quantity: int = 0
    offered: float = 0.0
    pledged: float = 0.0
    agreed: float = 0.0
    planned: float = 0.0
    delivered_stated: float = 0.0
    delivered_confirmed: float = 0.0
    delivered_other: float = 0.0

    @property
    def allocated(self) -> float:
        """What stands agreed and what the plan adds."""
        return self.agreed + self.planned

    @property
    def share_used(self) -> float | None:
        """How much of what was offered is allocated, None where no amount was offered."""
        return self.allocated / self.offered if self.offered > 0 else None

    def to_record(self) -> dict[str, Any]:
        """Return the columns of the ledger, amounts rounded to 1e-6."""
        told = {f.name: getattr(self, f.name) for f in fields(self)}
        told |= {"allocated": self.allocated, "share_used": self.share_used}
        return {
            name: rounded(told[name]) if isinstance(told[name], float) else told[name]
            for name in LEDGER_COLUMNS
        }


LEDGER_COLUMNS = (
    "organisation_id", "organisation", "kind", "unit", "offers", "offers_without_quantity",
    "offered", "pledged", "agreed", "planned", "allocated", "share_used",
    "delivered_stated", "delivered_confirmed", "delivered_other",
)  # fmt: skip


def ledger(source: Dataset | Landscape, plan: Plan | None = None) -> Results[LedgerRow]:
    """Return what each giver offered, pledged, was allocated and delivered, a row a unit.

    An agreement stands unless its status says that it was called off; one without a quantity
    counts what it pledged, else what it delivered, else 1, as the planner does. What was
    delivered counts whatever became of the agreement. Whose word a delivery is, is read from
    ``confirmed_by``; see `teller_of`.

    Parameters
    ----------
    source : Dataset or Landscape
    plan : Plan, optional
        A plan of pairings; what it gives is ``planned``.

    Returns
    -------
    Results of LedgerRow
        Ordered by organisation, kind and unit.

    Examples
    --------
    >>> from sap_match.model import Agreement, Dataset, Need, Offer, Organisation
    >>> tables = {
    ...     "organisations": [
    ...         Organisation(id="biz", name="Cobalt Ltd", kind="business"),
    ...         Organisation(id="hub", name="Weston Hub", kind="voluntary"),
    ...     ],
    ...     "offers": [
    ...         Offer(
    ...             id="o",
    ...             organisation_id="biz",
    ...             kind="volunteering",
    ...             description="Staff days",
    ...             quantity=60,
    ...             unit="hours",
    ...         )
    ...     ],
    ...     "needs": [
    ...         Need(id=i, organisation_id="hub", kind="volunteering", description="Painting")
    ...         for i in ("n1", "n2")
    ...     ],
    ...     "agreements": [
    ...         Agreement(
    ...             offer_id="o", need_id="n1", quantity=20, delivered=18, confirmed_by="host"
    ...         ),
    ...         Agreement(offer_id="o", need_id="n2", quantity=10, delivered=10),
    ...     ],
    ... }
    >>> dataset = Dataset.build("x", tables)
    >>> row = ledger(dataset)[0]
    >>> row.offered, row.allocated, row.share_used
    (60.0, 30.0, 0.5)
    >>> row.delivered_confirmed, row.delivered_stated
    (18.0, 10.0)
    """
    dataset = source if isinstance(source, Dataset) else source.dataset
    offers = {o.id: o for o in dataset.offers}
    needs = {n.id: n for n in dataset.needs}
    names = {o.id: o.name for o in dataset.organisations}
    accounts: dict[tuple[str, str, str], LedgerRow] = {}

    def add(offer: Offer, **amounts: float) -> None:
        key = (offer.organisation_id, offer.kind, unit_of(offer.unit) or "")
        row = accounts.get(key) or LedgerRow(key[0], names.get(key[0], ""), *key[1:])
        more = {name: getattr(row, name) + amount for name, amount in amounts.items()}
        accounts[key] = replace(row, **more)

    for offer in dataset.offers:
        if _plain(offer.status) not in _NEVER_STOOD:
            unsaid = offer.quantity is None
            add(offer, offers=1, offers_without_quantity=int(unsaid), offered=offer.quantity or 0.0)
    strangers = 0
    for one in dataset.agreements:
        if one.offer_id not in offers:
            strangers += 1
            continue
        add(offers[one.offer_id], **_amounts(one, dataset, offers, needs))
    for match in plan.matches if plan is not None else ():
        if match.subject_id in offers:
            add(offers[match.subject_id], planned=float(match.details.get("quantity") or 0.0))
    return Results(
        tuple(accounts[key] for key in sorted(accounts)),
        record=LedgerRow.to_record,
        notes=_notes(strangers, accounts.values()),
        columns=LEDGER_COLUMNS,
    )


def teller_of(confirmed_by: str | None, giver: Iterable[str], host: Iterable[str]) -> Teller:
    """Return whose word a delivery is: the host's, the giver's, or somebody else's.

    An empty cell is the giver's own statement: nobody has confirmed it. ``host``,
    ``charity``, ``recipient`` and the like, and the id or name of the need's organisation,
    are the host; ``business``, ``giver``, ``employer`` and the like, and the id or name of
    the offer's organisation, are the giver. ``both`` is confirmed by the host. Any other
    word is somebody else, a broker perhaps: neither a statement nor a confirmation.

    Parameters
    ----------
    confirmed_by : str or None
    giver, host : iterable of str
        The ids and names by which each side may be called.

    Examples
    --------
    >>> [teller_of(x, ["biz", "Cobalt Ltd"], ["hub"]) for x in ("Host", None, "cobalt ltd", "CVS")]
    ['host', 'giver', 'giver', 'other']
    """
    word = _plain(confirmed_by)
    if word in {_plain(name) for name in host}:
        return "host"
    if word in {_plain(name) for name in giver}:
        return "giver"
    return "host" if word in _HOSTS else "giver" if word in _GIVERS else "other"


def _amounts(
    one: Agreement, dataset: Dataset, offers: dict[str, Offer], needs: dict[str, Need]
) -> dict[str, float]:
    amounts: dict[str, float] = {}
    if _plain(one.status) not in CALLED_OFF:
        told = (one.quantity, one.pledged, one.delivered, 1.0)
        amounts["agreed"] = next(q for q in told if q is not None)
        amounts["pledged"] = one.pledged or 0.0
    if one.delivered:
        giver = _called(dataset, offers[one.offer_id].organisation_id)
        host = _called(dataset, needs[one.need_id].organisation_id if one.need_id in needs else "")
        whose = teller_of(one.confirmed_by, giver, host)
        column = {"host": "confirmed", "giver": "stated", "other": "other"}[whose]
        amounts[f"delivered_{column}"] = one.delivered
    return amounts


def _called(dataset: Dataset, organisation_id: str) -> tuple[str, ...]:
    if not organisation_id or not dataset.has("organisations", organisation_id):
        return (organisation_id,) if organisation_id else ()
    return organisation_id, dataset.organisation(organisation_id).name


def _plain(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def _notes(strangers: int, rows: Iterable[LedgerRow]) -> tuple[str, ...]:
    notes = []
    if strangers:
        notes.append(f"{strangers} agreements name an offer that is not in the data")
    unsaid = sum(row.offers_without_quantity for row in rows)
    if unsaid:
        notes.append(f"{unsaid} offers name no quantity and add nothing to what was offered")
    over = sum(row.share_used is not None and row.share_used > 1 + 1e-9 for row in rows)
    if over:
        notes.append(f"{over} rows have more allocated than was offered")
    return tuple(notes)
