"""The answer to a question: urgent help apart, then what fits, best first, and what was left out.

Eligible, score, rank, explain are separate: a condition removes what is known to fail it and
says so; what is not known stays, to be confirmed, a little behind what is known; the score
says how alike the words are and nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.model import Dataset
from sap_match.ranking import rounded, top_k
from sap_match.similarity.index import SimilarityIndex
from sap_match.similarity.search.asking import Asked, Filters, understand
from sap_match.similarity.search.conditions import Condition, Kind, Verdict
from sap_match.similarity.search.facts import (
    Facts,
    facts_of_organisations,
    facts_of_services,
)
from sap_match.similarity.search.lexicon import Lexicon, Term
from sap_match.similarity.search.places import Places
from sap_match.similarity.search.urgent import Urgency, speaks_of
from sap_match.similarity.text import organisation_text, service_text
from sap_match.similarity.words import stem, words_of

Of = Literal["services", "organisations"]
_Told = Sequence[tuple[Condition | None, Verdict]]

WORDS = 0.5
"""Weight of the share of the question's words that a record holds; the rest is the index's."""

UNSURE = 0.85
"""What a score keeps for each condition of which it is not known whether it holds."""

UNSURE_DAY = 0.7
"""What it keeps where it is not known whether it is open on the days asked for."""

FITS = 0.28
"""An answer whose best record fits less is none: see `Answer.nearest`.

How well a record fits is its likeness, where words of the question that nobody here writes
count as not held. Of the questions of the golden half on which search is mended the lowest best
fit is .34.
"""

_TAIL = 0.1
"""Below this likeness a record is not worth a line after better ones."""

_NEAREST = 3
"""Records that are named where none fits."""

_LOCAL = 3
"""Local services that are named for each kind of urgency."""


@dataclass(frozen=True)
class Found:
    """A record that answers a question.

    Attributes
    ----------
    score : float
        From 0 to 1: ``likeness`` x `UNSURE` for each condition to be confirmed
        (`UNSURE_DAY` for days).
    shared : tuple of str
        The record's words that answer the question's, the most telling first.
    holds : tuple of str
        Conditions that are known to hold, with what says so.
    to_confirm : tuple of str
        What is not known of it.
    about : str
        The kind of urgency that it speaks of, where the question is urgent.
    """

    id: str
    rank: int
    score: float
    likeness: float
    shared: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    to_confirm: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A record that is alike, and the condition that it is known to fail."""

    id: str
    likeness: float
    kind: Kind
    rule: str


@dataclass(frozen=True)
class Urgent:
    """A kind of urgency, and the local services that are about it."""

    urgency: Urgency
    local_ids: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What was found.

    Attributes
    ----------
    urgent : tuple of Urgent
        To be shown before anything else. Where there is any, ``found`` holds only what
        speaks of it.
    left_out : tuple of LeftOut
        The likest first.
    nearest : tuple of Found
        Where nothing fits the words well, ``found`` is empty and these are the nearest,
        which may be about something else.
    """

    asked: Asked
    urgent: tuple[Urgent, ...]
    found: tuple[Found, ...]
    left_out: tuple[LeftOut, ...]
    slips: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    nearest: tuple[Found, ...] = ()

    def rules(self) -> tuple[tuple[str, int], ...]:
        """Return how many records each condition left out."""
        counted = Counter(one.kind for one in self.left_out)
        labels: dict[Kind, list[str]] = {c.kind: [] for c in self.asked.conditions}
        for c in self.asked.conditions:
            labels[c.kind].append(c.label)
        return tuple((", ".join(labels[kind]), counted[kind]) for kind in labels if counted[kind])


@dataclass(frozen=True, eq=False)
class Finder:
    """A collection that can be asked. Build it with `Finder.build`; it is never changed.

    Examples
    --------
    >>> from sap_match.model import Organisation, Service
    >>> dataset = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [Organisation(id="o", name="St Ann's", kind="voluntary")],
    ...         "services": [
    ...             Service(
    ...                 id="a",
    ...                 organisation_id="o",
    ...                 name="Warm space",
    ...                 description="Soup and company.",
    ...                 schedule=("TU 10:00-12:00",),
    ...             ),
    ...             Service(
    ...                 id="b",
    ...                 organisation_id="o",
    ...                 name="Warm hub",
    ...                 description="Soup and jigsaws.",
    ...                 schedule=("FR 10:00-12:00",),
    ...             ),
    ...         ],
    ...     },
    ... )
    >>> texts = ["Warm space. Soup and company.", "Warm hub. Soup and jigsaws."]
    >>> finder = Finder.build(dataset, SimilarityIndex.build(["a", "b"], texts))
    >>> answer = finder.search(finder.understand("somewhere warm on Tuesday"))
    >>> [f.id for f in answer.found], [(x.id, x.rule) for x in answer.left_out]
    (['a'], [('b', 'is open Fridays 10 am to noon')])
    """

    of: Of
    index: SimilarityIndex
    facts: Mapping[str, Facts]
    texts: Mapping[str, str]
    places: Places

    @classmethod
    def build(cls, dataset: Dataset, index: SimilarityIndex, *, of: Of = "services") -> Finder:
        """Return what answers questions about the services or organisations of a dataset.

        Parameters
        ----------
        dataset : Dataset
        index : SimilarityIndex
            Of the same records, by id.

        Raises
        ------
        DataError
            The index holds other records.
        """
        if of == "services":
            facts = facts_of_services(dataset)
            texts = {
                s.id: service_text(s, dataset.organisation(s.organisation_id))
                for s in dataset.services
            }
        else:
            facts = facts_of_organisations(dataset)
            texts = {
                o.id: organisation_text(o, dataset.services_of(o.id)).text
                for o in dataset.organisations
            }
        if set(index.ids) != set(texts):
            raise DataError(
                f"the index and the dataset hold different {of}; build one of the other"
            )
        return cls(of, index, facts, texts, Places(dataset.areas))

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words of all records, those that say no more than a name too."""
        ids = self.index.ids
        return Lexicon.of(ids, [self.texts[i] for i in ids])

    def understand(
        self, text: str, *, filters: Filters | None = None, ignore: Sequence[Kind] = ()
    ) -> Asked:
        """Return a question as it is understood here; see `asking.understand`."""
        return understand(text, self.places, filters=filters, ignore=ignore)

    def to_encode(self, asked: Asked) -> str:
        """Return the words wanted, spelt as here, of which `search` needs the vector.

        They are a person's own: do not cache or log them.
        """
        return self.lexicon.mended(asked.wanted, urgent=bool(asked.urgent))

    def search(
        self, asked: Asked, vector: NDArray[np.floating[Any]] | None = None, *, k: int = 10
    ) -> Answer:
        """Return urgent help, the ``k`` best that fit, and what was left out by which rule.

        Parameters
        ----------
        asked : Asked
            From `understand`.
        vector : array of shape (d,), optional
            Of `to_encode`'s words, by the encoder of the index's vectors; needed where the
            index holds vectors.
        k : int
            At most so many; a record without any likeness is never found.

        Raises
        ------
        DataError
            The index holds vectors and ``vector`` is missing.
        """
        terms = self.lexicon.terms(asked.wanted, urgent=bool(asked.urgent))
        likeness, fit = self._likeness(asked, terms, vector)
        about = self._about(asked)
        scores = np.zeros(len(likeness))
        verdicts: dict[int, _Told] = {}
        left_out = []
        for i in self._worth_a_look(likeness, fit, about):
            facts = self.facts[self.index.ids[i]]
            judged = [(c, c.verdict(facts)) for c in asked.conditions]
            failed = next(((c, v) for c, v in judged if v.holds is False), None)
            if failed is not None:
                left_out.append(
                    LeftOut(facts.id, float(likeness[i]), failed[0].kind, failed[1].reason)
                )
                continue
            verdicts[i] = [*judged, *self._unspoken(facts, terms)]
            scores[i] = rounded(likeness[i] * _sureness(verdicts[i]))
        fits = about is not None or any(fit[i] >= FITS for i in verdicts)
        best = top_k(
            np.where(scores > 0, scores, -np.inf), self.index.ids, k if fits else min(k, _NEAREST)
        )
        found = tuple(
            replace(
                self._found(i, rank, scores[i], likeness[i], verdicts[i], terms),
                about=about[i] if about else "",
            )
            for rank, i in enumerate(best, start=1)
        )
        return Answer(
            asked,
            self._urgent(asked, likeness),
            found if fits else (),
            tuple(sorted(left_out, key=lambda x: (-x.likeness, x.id))),
            () if asked.urgent else self.lexicon.slips(asked.wanted),
            () if fits else found,
        )

    @staticmethod
    def _worth_a_look(
        likeness: NDArray[np.float64], fit: NDArray[np.float64], about: Mapping[int, str] | None
    ) -> list[int]:
        """Return records that are alike enough; of an urgent question, all that speak of it."""
        if about is not None:
            return [i for i in about if likeness[i] > 0]
        alike = (likeness > 0) & ((likeness >= _TAIL) | (fit >= 1))
        return [int(i) for i in np.flatnonzero(alike)]

    def _about(self, asked: Asked) -> dict[int, str] | None:
        """Return the records that speak of what is urgent, and of what; None if nothing is."""
        if not asked.urgent:
            return None
        told = {}
        for i, one in enumerate(self.index.ids):
            themes = [u.theme for u in asked.urgent if speaks_of(u.theme, self.texts[one])]
            if themes:
                told[i] = " and ".join(themes)
        return told

    def _unspoken(self, facts: Facts, terms: Sequence[Term]) -> _Told:
        """Return what is to be confirmed of a service for those whom nobody asked about."""
        if not facts.audiences:
            return []
        asked = {part for term in terms for root in term.words for part in root.split("_")}
        for label in facts.audiences:
            if {stem(w) for w in words_of(label) if w != "people"} & asked:
                return []
        return [
            (
                None,
                Verdict(
                    holds=None, reason=f"that it suits: it is for {', '.join(facts.audiences)}"
                ),
            )
        ]

    def _likeness(
        self, asked: Asked, terms: Sequence[Term], vector: NDArray[np.floating[Any]] | None
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return how alike each record is, and how well it fits.

        All fit where words tell nothing: where none is asked for, or every record of a handful
        holds all of them.
        """
        alike = (1 - WORDS) * self.index.query(self.to_encode(asked), vector)
        held, known = WORDS * self.lexicon.coverage(terms), self.lexicon.known(terms)
        if not terms or (known and not held.any()):
            return np.round(alike + held, 6), np.ones(len(alike))
        return np.round(alike + held, 6), alike + known * held

    def _found(
        self,
        i: int,
        rank: int,
        score: float,
        likeness: float,
        told: _Told,
        terms: Sequence[Term],
    ) -> Found:
        return Found(
            id=self.index.ids[i],
            rank=rank,
            score=float(score),
            likeness=float(likeness),
            shared=self.lexicon.shared(terms, i)[:5],
            holds=tuple(dict.fromkeys(v.reason for _, v in told if v.holds and v.reason)),
            to_confirm=tuple(dict.fromkeys(v.reason for _, v in told if v.holds is None)),
        )

    def _urgent(self, asked: Asked, likeness: NDArray[np.float64]) -> tuple[Urgent, ...]:
        """Return the local services about each urgency that no condition excludes."""
        found = []
        for urgency in asked.urgent:
            about = [
                i
                for i, one in enumerate(self.index.ids)
                if speaks_of(urgency.theme, self.texts[one])
                and all(c.verdict(self.facts[one]).holds is not False for c in asked.conditions)
            ]
            scores = np.full(len(likeness), -np.inf)
            scores[about] = likeness[about]
            best = top_k(scores, self.index.ids, _LOCAL)
            found.append(Urgent(urgency, tuple(self.index.ids[i] for i in best)))
        return tuple(found)


def _sureness(told: _Told) -> float:
    """Return what a score keeps for all that is not known."""
    kept = 1.0
    for condition, verdict in told:
        if verdict.holds is None:
            kept *= UNSURE_DAY if condition is not None and condition.kind == "day" else UNSURE
    return kept
