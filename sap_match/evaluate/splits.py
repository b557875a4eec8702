"""What was known before a date, and what came from it on: the past, and the truth to find.

The day itself is the future, since years and programmes begin on their first day. A split
never looks back: undated collaborations are on neither side. Who had no ties at the date but
has some later is told apart from who never has any: among organisations that are listed only
for their collaborations, a blank history gives the hidden member away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Literal

from sap_match.errors import DataError
from sap_match.graph.network import MAX_FORUM
from sap_match.model import Brief, Changes, Collaboration, Dataset, Record

#: The share of dated collaborations that is held back where no date is given.
HELD_BACK = 0.25
#: Roles of the member that stands for a collaboration, in the words of several sources.
LEAD_ROLES = frozenset({"lead", "leader", "lead partner", "coordinator", "prime", "host"})

Among = Literal["seen", "all"]


@dataclass(frozen=True)
class JudgedBrief:
    """A brief made of a collaboration that really formed, and who joined it.

    Attributes
    ----------
    brief : Brief
        Its text, programme, themes and places, the lead and the members that are given.
    wanted : frozenset of str
        The members that are hidden and had collaborated before the date.
    collaboration_id : str
        Where it comes from.
    """

    brief: Brief
    wanted: frozenset[str]
    collaboration_id: str


@dataclass(frozen=True)
class Hidden:
    """A collaboration that formed after the date, with one member hidden."""

    collaboration_id: str
    given: tuple[str, ...]
    hidden: str


def split_date(dataset: Dataset) -> date:
    """Return the date from which on a quarter of the dated collaborations began.

    Raises
    ------
    DataError
        Collaborations begin on fewer than two dates.
    """
    starts = sorted(c.starts_on for c, _ in making_partners(dataset) if c.starts_on)
    if len(set(starts)) < 2:
        raise DataError(
            "collaborations begin on fewer than two dates, so nothing can be held back",
            source=dataset.id,
        )
    wanted = starts[int(len(starts) * (1 - HELD_BACK))]
    return max(wanted, next(day for day in starts if day > starts[0]))


def eve(split: date) -> date:
    """Return the day before: what was known *before* a split is known as of its eve."""
    return split - timedelta(days=1)


def known_at(dataset: Dataset, split: date, *, without: Collection[str] = ()) -> Dataset:
    """Return what was known for sure before a date: later and undated records say nothing.

    Collaborations that began later or without a date go; an organisation that was
    updated later keeps its name and place and loses its words. ``without`` names
    organisations to leave out altogether.
    """
    gone = tuple(
        c.id for c in dataset.collaborations if c.starts_on is None or c.starts_on >= split
    )
    out = frozenset(without)
    silent: tuple[Record, ...] = tuple(
        o.model_copy(update={"description": None, "themes": ()})
        for o in dataset.organisations
        if o.updated_on and o.updated_on >= split and o.id not in out
    )
    removals = {"collaborations": gone, "organisations": tuple(sorted(out))}
    return dataset.updated(Changes(upserts={"organisations": silent}, removals=removals))


def partners_after(
    dataset: Dataset, split: date, *, among: Among = "all"
) -> dict[str, frozenset[str]]:
    """Return for each organisation with whom it worked from a date on, and never before.

    ``among`` *seen* keeps, on both sides, those who had a partner-making collaboration at
    the date.
    """
    seen = seen_before(dataset, split) if among == "seen" else None
    before: set[tuple[str, str]] = set()
    after: set[tuple[str, str]] = set()
    for one, members in making_partners(dataset):
        new = one.starts_on is not None and one.starts_on >= split
        kept = members if seen is None else [m for m in members if m in seen]
        (after if new else before).update(combinations(kept, 2))
    found: dict[str, set[str]] = {}
    for left, right in after - before:
        found.setdefault(left, set()).add(right)
        found.setdefault(right, set()).add(left)
    return {one: frozenset(found[one]) for one in sorted(found)}


def seen_before(dataset: Dataset, split: date) -> frozenset[str]:
    """Return who was in a partner-making collaboration begun before the date."""
    return frozenset(
        member
        for one, members in making_partners(dataset)
        if one.starts_on is not None and one.starts_on < split
        for member in members
    )


def revealed_by_blank(dataset: Dataset, split: date) -> frozenset[str]:
    """Return who had no dated ties at the date and has some after it.

    Where nearly everybody is listed for being in some collaboration, these are exactly
    the organisations without a history: ranking the blank ones would find them.
    """
    seen, later = seen_before(dataset, split), set()
    for one, members in making_partners(dataset):
        if one.starts_on is not None and one.starts_on >= split:
            later.update(members)
    return frozenset(later - seen)


def candidates_of(dataset: Dataset, split: date) -> Among:
    """Return who may be ranked without giving the answer away: *all*, or only those *seen*.

    All, if at least as many organisations never have a tie as have their first one after
    the date: then a blank history says little.
    """
    revealed = revealed_by_blank(dataset, split)
    blank = len(dataset.organisations) - len(seen_before(dataset, split)) - len(revealed)
    return "all" if blank >= len(revealed) else "seen"


def hidden_members(dataset: Dataset, split: date) -> tuple[Hidden, ...]:
    """Return every later collaboration with each of its seen members hidden in turn.

    Only collaborations with at least two members that had collaborated before; only those
    members are given. Ordered by collaboration, then member.
    """
    seen = seen_before(dataset, split)
    found = []
    for one, members in making_partners(dataset):
        if one.starts_on is None or one.starts_on < split:
            continue
        kept = [m for m in members if m in seen]
        if len(kept) < 2:
            continue
        found += [Hidden(one.id, tuple(m for m in kept if m != x), x) for x in kept]
    return tuple(sorted(found, key=lambda h: (h.collaboration_id, h.hidden)))


def judged_briefs(
    dataset: Dataset,
    split: date,
    *,
    hidden: Collection[str] = (),
    masked: bool = False,
) -> tuple[JudgedBrief, ...]:
    """Return a brief for each collaboration that began from a date on, with who joined it.

    Parameters
    ----------
    dataset : Dataset
    split : date
        The briefs' ``as_of`` is its eve.
    hidden : collection of str, optional
        The roles whose holders are to be found; the other members are given. By default
        everybody but the lead is.
    masked : bool
        Take the name words of the hidden out of the title and the description.

    Returns
    -------
    tuple of JudgedBrief
        Ordered by collaboration; those without a hidden member that had collaborated
        before are left out. A brief's places are the collaboration's, else the lead's.
    """
    seen, found = seen_before(dataset, split), []
    roles = roles_of(dataset)
    wanted_roles = {role.casefold() for role in hidden}
    for one, members in making_partners(dataset):
        if one.starts_on is None or one.starts_on < split:
            continue
        of = {m: roles[one.id, m] for m in members}
        lead = _lead(of)
        asked = [m for m in members if (of[m] in wanted_roles if wanted_roles else m != lead)]
        wanted = frozenset(m for m in asked if m in seen)
        if not wanted:
            continue
        given = tuple(m for m in members if m not in asked and m != lead)
        brief = brief_of(dataset, one, lead=lead, members=given, as_of=eve(split))
        if masked:
            brief = without_names(brief, [dataset.organisation(m).name for m in asked])
        found.append(JudgedBrief(brief, wanted, one.id))
    return tuple(sorted(found, key=lambda b: b.collaboration_id))


def roles_of(dataset: Dataset) -> dict[tuple[str, str], str]:
    """Return the role of each member, casefolded, by (collaboration id, organisation id)."""
    return {
        (m.collaboration_id, dataset.resolve(m.organisation_id)): (m.role or "").casefold()
        for m in dataset.collaboration_members
    }


def _lead(roles: Mapping[str, str]) -> str | None:
    return next((one for one, role in roles.items() if role in LEAD_ROLES), None)


def briefs_by_id(dataset: Dataset, wanted: Collection[str], split: date) -> dict[str, Brief]:
    """Return the brief that each collaboration's words make, with its lead, as of the eve."""
    roles, found = roles_of(dataset), {}
    for one in sorted(set(wanted)):
        lead = _lead({m: roles[one, m] for m in dataset.members_of(one)})
        whole = dataset.collaboration(one)
        found[one] = brief_of(dataset, whole, lead=lead, members=(), as_of=eve(split))
    return found


def brief_of(
    dataset: Dataset,
    one: Collaboration,
    *,
    lead: str | None,
    members: Sequence[str],
    as_of: date,
) -> Brief:
    """Return the brief that a collaboration's own words make."""
    areas = one.areas or (dataset.organisation(lead).areas if lead else ())
    words = one.description or one.title or ", ".join(one.themes) or one.programme or one.id
    return Brief(
        id=one.id, title=one.title, description=words, programme=one.programme,
        themes=one.themes, lead_id=lead, members=tuple(members), areas=areas, as_of=as_of,
    )  # fmt: skip


def without_names(brief: Brief, names: Sequence[str]) -> Brief:
    """Return a brief without the words of some names, of three letters or more.

    Examples
    --------
    >>> told = Brief(id="b", description="Lifts with the Tatton Trust and others")
    >>> without_names(told, ["The Tatton Trust"]).description
    'Lifts with and others'
    """
    import re

    words = sorted({w.casefold() for name in names for w in re.findall(r"\w{3,}", name)})
    if not words:
        return brief
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)

    def bare(text: str | None) -> str:
        return " ".join(pattern.sub(" ", text or "").split())

    title, told = bare(brief.title), bare(brief.description)
    return brief.model_copy(
        update={"title": title or None, "description": told or title or brief.id}
    )


def making_partners(dataset: Dataset) -> Iterator[tuple[Collaboration, list[str]]]:
    """Yield what makes partners, with its members: not funding, not a forum above 25."""
    for one in dataset.collaborations:
        members = list(dataset.members_of(one.id))
        if one.kind != "funding" and not (one.kind == "forum" and len(members) > MAX_FORUM):
            yield one, members
