"""What one record of several listings would say, with where each value comes from.

A proposal for a person: nothing here changes a record. A value comes from the listing that
was assured last; where no date tells, the value that most listings give; where that does not
tell either, the one of the listing that says most. Values of which there may be several are
put together. What protects somebody wins: a confidential place, *never suggest*, contacts
and names that are not to be published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sap_match.model import Dataset
from sap_match.results import Results
from sap_match.similarity.duplicates.conflicts import assured
from sap_match.similarity.duplicates.entries import Of
from sap_match.similarity.duplicates.sides import record_of
from sap_match.similarity.duplicates.withheld import (
    PLACE,
    Listing,
    Withheld,
    closed,
    withheld,
)

WHY_LAST = "assured last"
WHY_MOST = "what most of them say"
WHY_FULL = "the listing that says most"
WHY_ONLY = "only this one says it"
WHY_AGREED = "they all say it"
WHY_ALL = "all that any of them says"
WHY_SAFE = "the most careful of them"
WHY_PLACE = "the whole place from one listing"
_TOGETHER = (
    "identifiers", "phones", "themes", "audiences", "areas", "languages", "accreditations",
)  # fmt: skip
_CAREFUL: Mapping[str, tuple[Any, ...]] = {
    "location_confidential": (True, False),
    "contact_public": (False, True),
    "publish": (False, True),
    "suggest": ("no", "ask", "yes"),
}
_NEVER = ("id", "sources", "source")


@dataclass(frozen=True)
class Choice:
    """One field of a proposal: the value, the listings that it comes from, and why it."""

    field: str
    value: Any
    from_ids: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class MergeProposal:
    """What one record would say in place of several listings.

    Attributes
    ----------
    group_id : str
    keep_id : str
        The id that would be kept: of the listing assured last, else of the one that says
        most, else the smallest. The others would stay in ``sources``.
    record_ids : tuple of str
    choices : tuple of Choice
    record : Organisation or Service
        The record as it would be, contacts whole; without a place where one listing's is closed.
    may : Withheld
        What the rows may tell: contacts in part unless all the listings' are public.
    """

    group_id: str
    keep_id: str
    record_ids: tuple[str, ...]
    choices: tuple[Choice, ...]
    record: Listing
    may: Withheld

    def to_record(self) -> dict[str, Any]:
        """Return one flat row: the record as it would be, a column a field."""
        change = {name: self.may.cell(name, value) for name, value in self.record}
        told = self.record.model_copy(update=change).model_dump(mode="json", exclude={"extra"})
        return {"group_id": self.group_id, "replaces": self.record_ids, **told}

    def provenance(self) -> list[dict[str, Any]]:
        """Return a row a field: value, the listings that it comes from, and why."""
        return [
            {
                "group_id": self.group_id,
                "field": c.field,
                "value": self.may.cell(c.field, c.value),
                "from_ids": c.from_ids,
                "why": c.why,
            }
            for c in self.choices
        ]


def merge_proposals(
    dataset: Dataset, groups: Mapping[str, Sequence[str]], *, of: Of = "services"
) -> Results[MergeProposal]:
    """Propose one record for each group of listings; nothing is changed.

    Parameters
    ----------
    dataset : Dataset
    groups : mapping
        Group id to the ids of its records, as ``find_duplicates(...).groups``.
    of : str
        ``services`` or ``organisations``.

    Returns
    -------
    Results of MergeProposal
        By group id. Rows show contacts in part unless those of all listings are public; the
        ``record`` and ``choices`` hold them whole. Where the place of one listing is closed,
        no place is told anywhere: no address, point or area below the borough.

    Examples
    --------
    >>> from sap_match.model import Organisation
    >>> d = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [
    ...             Organisation(
    ...                 id="a",
    ...                 name="Sale Vale",
    ...                 kind="voluntary",
    ...                 phones=("01632 960001",),
    ...                 updated_on=date(2026, 1, 5),
    ...             ),
    ...             Organisation(
    ...                 id="b",
    ...                 name="Sale Vale CIO",
    ...                 kind="voluntary",
    ...                 website="vale.example.org",
    ...                 updated_on=date(2026, 9, 1),
    ...             ),
    ...         ]
    ...     },
    ... )
    >>> one = merge_proposals(d, {"a": ("a", "b")}, of="organisations")[0]
    >>> one.keep_id, one.record.name, one.record.phones, one.record.sources
    ('b', 'Sale Vale CIO', ('01632 960001',), ('b', 'a'))
    >>> [(c.field, c.from_ids, c.why) for c in one.choices if c.field in ("name", "website")]
    [('name', ('b',), 'assured last'), ('website', ('b',), 'only this one says it')]
    """
    rows = [_proposal(dataset, of, name, sorted(ids)) for name, ids in sorted(groups.items())]
    return Results(tuple(rows), record=MergeProposal.to_record, columns=("group_id", "replaces"))


def _proposal(dataset: Dataset, of: Of, name: str, ids: Sequence[str]) -> MergeProposal:
    records = sorted((record_of(dataset, of, one) for one in ids), key=_standing)
    keep = records[0]
    may = withheld(dataset, records)
    place = {} if may.hidden else _place(records)
    choices = []
    for field in type(keep).model_fields:
        if field in _NEVER or field == "extra":
            continue
        found = place.get(field) if field in PLACE else _choice(records, field)
        if field == "location_confidential" and may.hidden:
            shut = tuple(sorted(r.id for r in records if closed(dataset, r)))
            found = Choice(field, value=True, from_ids=shut, why=WHY_SAFE)
        elif found is not None and may.hidden:
            found = replace(found, value=may.placeless(field, found.value))
        if found is not None and found.value not in ("", ()):
            choices.append(found)
    sources = tuple(dict.fromkeys(one for r in records for one in (r.id, *r.sources)))
    change: dict[str, Any] = {"sources": sources, "source": may.placeless("source", keep.source)}
    if may.hidden:
        change |= dict.fromkeys(PLACE) | {"areas": (), "description": None, "extra": {}}
    record = keep.model_copy(update=change | {c.field: c.value for c in choices})
    return MergeProposal(name, keep.id, tuple(ids), tuple(choices), record, may)


def _standing(record: Listing) -> tuple[int, int, str]:
    """Order by the last assurance, then by how much is said, then by id."""
    day = assured(record)
    return (-(day or date.min).toordinal(), -_told(record), record.id)


def _told(record: Listing) -> int:
    """Count the fields that say something."""
    return sum(value not in (None, "", ()) for name, value in record if name not in _NEVER)


def _choice(records: Sequence[Listing], field: str) -> Choice | None:
    """Choose one field's value; the records come best first."""
    said = [(r, getattr(r, field)) for r in records if getattr(r, field) not in (None, "", ())]
    if not said:
        return None
    ids = tuple(sorted(r.id for r, _ in said))
    if field in _CAREFUL:
        value = next(v for v in _CAREFUL[field] if any(v == mine for _, mine in said))
        return Choice(field, value, tuple(sorted(r.id for r, v in said if v == value)), WHY_SAFE)
    if field in _TOGETHER:
        whole = tuple(dict.fromkeys(one for _, values in said for one in values))
        agreed = all(set(values) == set(whole) for _, values in said)
        return Choice(field, whole, ids, _alone(said) or (WHY_AGREED if agreed else WHY_ALL))
    return _one_of(field, said)


def _one_of(field: str, said: Sequence[tuple[Listing, Any]]) -> Choice:
    """Choose one of several values: assured last, else most common, else of the fullest."""
    counts = Counter(repr(v) for _, v in said)
    newest = max(assured(r) or date.min for r, _ in said)
    latest = [v for r, v in said if assured(r) == newest]
    most = max(counts.values())
    common = [v for _, v in said if counts[repr(v)] == most]
    if len(counts) == 1:
        value, why = said[0][1], _alone(said) or WHY_AGREED
    elif len({repr(v) for v in latest}) == 1:
        value, why = latest[0], WHY_LAST
    elif len({repr(v) for v in common}) == 1:
        value, why = common[0], WHY_MOST
    else:
        value = min(said, key=lambda rv: (-_told(rv[0]), rv[0].id))[1]
        why = WHY_FULL
    return Choice(field, value, tuple(sorted(r.id for r, v in said if v == value)), why)


def _alone(said: Sequence[tuple[Listing, Any]]) -> str:
    return WHY_ONLY if len(said) == 1 else ""


def _place(records: Sequence[Listing]) -> dict[str, Choice]:
    """Take address, postcode and point from one listing: mixed ones would be nowhere."""

    def known(record: Listing) -> int:
        return sum(getattr(record, name) is not None for name in PLACE)

    having = [r for r in records if known(r)]
    if not having:
        return {}
    dated = [r for r in having if assured(r)]
    best = dated[0] if dated else min(having, key=lambda r: (-known(r), -_told(r), r.id))
    why = WHY_ONLY if len(having) == 1 else f"{WHY_PLACE}, {WHY_LAST if dated else WHY_FULL}"
    return {
        name: Choice(name, getattr(best, name), (best.id,), why)
        for name in PLACE
        if getattr(best, name) is not None
    }
