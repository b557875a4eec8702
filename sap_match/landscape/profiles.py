"""The profiles of all organisations: made once, and again only where something changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sap_match.landscape.profile import Profile, profile_of
from sap_match.model import Dataset, Record, key_of

if TYPE_CHECKING:
    from sap_match.similarity.own_words import Told
    from sap_match.similarity.text import Text


@dataclass(frozen=True, eq=False)
class Known:
    """The profiles of a dataset, with all that is needed to make those of a changed one."""

    dataset: Dataset
    told: Told
    profiles: Mapping[str, Profile]


def known_of(dataset: Dataset, before: Known | None = None) -> Known:
    """Return the profile of each organisation of a dataset.

    With ``before``, profiles of organisations of which nothing changed are shared; the
    result is that of a fresh start.
    """
    from sap_match.similarity.own_words import told_of

    touched = None if before is None else touched_by(before.dataset, dataset)
    old = before if touched is not None else None
    texts: dict[str, Text] = {}
    gave = _given(dataset)
    for organisation in dataset.organisations:
        one = organisation.id
        if old is None or touched is None or one in touched or one not in old.told.texts:
            texts[one] = _text(dataset, one, gave)
        else:
            texts[one] = old.told.texts[one]
    names = {o.id: o.name for o in dataset.organisations}
    told = told_of(texts, names, None if old is None else old.told)
    profiles = {}
    for organisation in dataset.organisations:
        one = organisation.id
        text = told.result[one]
        if old is None or touched is None or one in touched or old.told.result.get(one) is not text:
            profiles[one] = profile_of(dataset, organisation, text, gave)
        else:
            profiles[one] = old.profiles[one]
    return Known(dataset, told, profiles)


def touched_by(old: Dataset, new: Dataset) -> set[str] | None:
    """Return the ids of organisations of which any record changed; None for all of them."""
    if old.aliases != new.aliases or old.areas != new.areas:
        return None
    found: set[str] = set()
    for dataset, other in ((old, new), (new, old)):
        found |= {key_of("organisations", one) for one in dataset.unlike(other, "organisations")}
        for table in ("services", "facilities", "collaboration_members"):
            found |= {_owner(dataset, record) for record in dataset.unlike(other, table)}
        for one in dataset.unlike(other, "collaborations"):
            found |= set(dataset.members_of(key_of("collaborations", one)))
    return found


def _owner(dataset: Dataset, record: Record) -> str:
    owner: str = dataset.resolve(record.organisation_id)  # type: ignore[attr-defined]  # all of these have one
    return owner


def _given(dataset: Dataset) -> set[tuple[str, str]]:
    """Return (collaboration, giver) of each gift: what a funder gave to it does not do."""
    return {
        (m.collaboration_id, dataset.resolve(m.organisation_id))
        for m in dataset.collaboration_members
        if m.role and m.role.casefold() == "funder"
    }


def _text(dataset: Dataset, one: str, gave: set[tuple[str, str]]) -> Text:
    """Return what is written of an organisation, its services and what it did with others."""
    from sap_match.similarity.text import organisation_text

    organisation = dataset.organisation(one)
    told = tuple(
        c.description
        for c in dataset.collaborations_of(one)
        if c.description and c.kind != "forum"
        if organisation.role != "funder" and (c.id, one) not in gave
    )
    return organisation_text(organisation, dataset.services_of(one), told)
