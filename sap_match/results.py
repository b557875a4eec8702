"""What recommenders and checks return: frozen, ordered, with parts and reasons."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, overload

from sap_match.ranking import rounded

if TYPE_CHECKING:
    import pandas as pd

SuggestionKind = Literal["partner", "consortium", "pairing", "facility"]


@dataclass(frozen=True)
class Part:
    """One additive part of a score: ``weight * value``, with the fact behind it.

    ``value`` lies on the part's own scale (a reciprocal rank for a fusion, log-odds
    for a fitted model, a share from 0 to 1 for a planner).
    """

    name: str
    value: float
    weight: float = 1.0
    fact: str = ""

    @property
    def contribution(self) -> float:
        """What this part adds to the score."""
        return self.weight * self.value


def score_of(parts: Sequence[Part]) -> float:
    """Return the sum of the parts' contributions, rounded to 1e-6.

    Examples
    --------
    >>> score_of((Part("text", 0.5, 2.0), Part("place", 0.25)))
    1.25
    """
    return rounded(sum(part.contribution for part in parts))


def suggestion_id(kind: str, *ids: str) -> str:
    """Return the id of a suggestion: a hash of its kind and its sorted ids, no month.

    Examples
    --------
    >>> suggestion_id("partner", "b", "a") == suggestion_id("partner", "a", "b")
    True
    """
    text = "\x1f".join([kind, *sorted(ids)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Suggestion:
    """One thing that somebody could do next, with its reason.

    Parameters
    ----------
    kind : str
        ``partner``, ``consortium``, ``pairing`` or ``facility``.
    subject_id, other_id : str
        For partners two organisations (or a brief and an organisation), for pairings
        an offer and a need, for facilities a request and a facility; for a consortium
        the brief and the team's ids joined by ``+``.
    asked : tuple of str
        Ids of the organisations that it asks something of, subject first.
    rank : int
        1 is best, within the subject.
    parts : tuple of Part
        What the score is the sum of.
    reason, counter_reason, first_step : str
        Facts in words that an officer can repeat on the phone.
    to_confirm : tuple of str
        What is unknown and must be asked.
    strength : float
        From 0 to 1, comparable between subjects (a fused score is not): the month's
        floor of quality reads it.
    details : mapping
        What only this kind has (``quantity``, ``starts``, ``ends``, ``covers``).
    """

    kind: SuggestionKind
    subject_id: str
    other_id: str
    asked: tuple[str, ...]
    rank: int
    parts: tuple[Part, ...]
    reason: str
    counter_reason: str = ""
    first_step: str = ""
    why_now: str = ""
    to_confirm: tuple[str, ...] = ()
    strength: float = 0.0
    area_id: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def score(self) -> float:
        """Sum of ``weight * value`` over the parts; higher is better."""
        return score_of(self.parts)

    @cached_property
    def suggestion_id(self) -> str:
        """Hash of the kind and the sorted ids; the same in every month."""
        others = self.other_id.split("+") if self.kind == "consortium" else [self.other_id]
        return suggestion_id(self.kind, self.subject_id, *others)

    def to_record(self) -> dict[str, Any]:
        """Return a flat dict: ids, rank, score, words, then a column a part."""
        return {
            "suggestion_id": self.suggestion_id,
            "kind": self.kind,
            "subject_id": self.subject_id,
            "other_id": self.other_id,
            "rank": self.rank,
            "score": self.score,
            "reason": self.reason,
            "counter_reason": self.counter_reason,
            "first_step": self.first_step,
            **dict(self.details),
            **{part.name: rounded(part.contribution) for part in self.parts},
        }


@dataclass(frozen=True, order=True)
class Removal:
    """A candidate that a hard rule removed: never a low score, always listed."""

    subject_id: str
    other_id: str
    rule: str
    note: str = ""


T = TypeVar("T")


@dataclass(frozen=True)
class Results(Sequence[T], Generic[T]):
    """An ordered, frozen sequence of rows that can leave in several forms.

    Parameters
    ----------
    rows : tuple
        The rows, in order.
    record : callable
        Turns a row into a flat dict: the columns of the command line's table.
    removed : tuple of Removal
        Candidates that a hard rule removed.
    notes : tuple of str
        What a reader must know (missing data, caps that applied).

    Examples
    --------
    >>> res = Results(("a", "b"), record=lambda row: {"id": row})
    >>> res.to_records()
    [{'id': 'a'}, {'id': 'b'}]
    """

    rows: tuple[T, ...]
    record: Callable[[T], dict[str, Any]]
    removed: tuple[Removal, ...] = ()
    notes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)

    def __repr__(self) -> str:
        return f"<Results: {len(self.rows)} rows, {len(self.removed)} removed by a rule>"

    def to_records(self) -> list[dict[str, Any]]:
        """Return a list of dicts with the same keys each, which every frame library takes."""
        found = [self.record(row) for row in self.rows]
        names = list(self.columns)
        for one in found:
            names.extend(name for name in one if name not in names)
        return [{name: one.get(name) for name in names} for one in found]

    def to_frame(self) -> pd.DataFrame:
        """Return a pandas frame (pandas is imported here, not before)."""
        import pandas as pd

        records = self.to_records()
        return pd.DataFrame(records, columns=list(records[0]) if records else list(self.columns))

    def _repr_html_(self) -> str:
        records = self.to_records()
        if not records:
            return "<p>No rows.</p>"
        head = "".join(f"<th scope='col'>{html.escape(str(c))}</th>" for c in records[0])
        body = "".join(
            "<tr>"
            + "".join(f"<td>{'' if v is None else html.escape(str(v))}</td>" for v in one.values())
            + "</tr>"
            for one in records
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
