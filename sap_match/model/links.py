"""Records of several sources that are one: what joined them, and what people said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LinkKind = Literal["id", "number", "name", "name and place", "person"]
"""What a link rests on: one id in two sources, a register's number, the name alone, the name
with a place or contact that agrees, or a person's word."""


@dataclass(frozen=True)
class Link:
    """Two source ids that were taken for one record, with the evidence.

    Attributes
    ----------
    kept_id, other_id : str
        The id that survives and the one that it stands for as well. They are equal where
        two sources list one id.
    table : str
    evidence : str
        In words, without any contact's value.
    kind : str
        What it rests on.
    probability : float or None
        That the two are one, from 0 to 1, where a model weighed them.
    parts : tuple
        Name, log-odds and fact of each part of that weighing.
    """

    kept_id: str
    other_id: str
    table: str
    evidence: str
    kind: LinkKind = "number"
    probability: float | None = None
    parts: tuple[tuple[str, float, str], ...] = ()


@dataclass(frozen=True, order=True)
class Origin:
    """A source that an id stands in.

    Attributes
    ----------
    rank : int
        Place in the list of sources, from 0.
    source : str
    derived : bool
        Whether the source only implies the record (a grant's recipient) and does not list it.
    """

    rank: int
    source: str
    derived: bool = False


@dataclass(frozen=True, order=True)
class LinkVerdict:
    """A person's word on whether two ids are one record: it wins over any other evidence."""

    left_id: str
    right_id: str
    same: bool
    reason: str = ""
    row: int = 0
    source: str = ""
