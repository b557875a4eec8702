"""Who should work with whom: partners for organisations, for a brief, or for both.

Eligible, score, rank, explain are four steps. The score is a weighted sum of parts, one a
kind of evidence (`sap_match.recommend.fusion`), or the log-odds of a model fitted on the
place's own past. A score says only who comes first for one subject: what may be compared
between subjects is `Suggestion.strength`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.memory import Memory
from sap_match.model import Brief
from sap_match.ranking import top_k
from sap_match.recommend.checked import brief_of, count_of, model_of, word_of
from sap_match.recommend.eligible import (
    Exclude,
    general_removals,
    removals_for,
    removals_for_brief,
)
from sap_match.recommend.evidence import explain_for_brief, explain_partner
from sap_match.recommend.exposure import standing
from sap_match.recommend.for_briefs import evidence_for_brief
from sap_match.recommend.for_organisations import evidence_for
from sap_match.recommend.fusion import Model, Scores, Seek, Values, fuse, seeking
from sap_match.recommend.model_values import values_for_brief, values_for_organisations
from sap_match.recommend.partner_model import PartnerModel
from sap_match.recommend.signals import Evidence, PartnerConfig, part_names
from sap_match.recommend.strength import strength_shown
from sap_match.results import Removal, Results, Suggestion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape

__all__ = ["PARTNER_COLUMNS", "PARTS", "PartnerConfig", "fit_for_brief", "recommend_partners"]

PARTS = part_names()
PARTNER_COLUMNS = (
    "for_id", "rank", "organisation_id", "score", "reason",
    "counter_reason", "first_step", "to_confirm", "role", *PARTS,
)  # fmt: skip


def recommend_partners(
    landscape: Landscape,
    *,
    for_: str | Sequence[str] | None = None,
    brief: Brief | None = None,
    k: int = 10,
    exclude: Exclude = "current",
    memory: Memory | None = None,
    config: PartnerConfig | None = None,
    model: Model | None = None,
    seek: Seek = "both",
) -> Results[Suggestion]:
    """Recommend ``k`` partners for organisations, for a brief, or for organisations with a brief.

    Parameters
    ----------
    landscape : Landscape
        The partnership as of a date.
    for_ : str or sequence of str, optional
        Organisation ids; when neither this nor a brief is given, all organisations that
        may be suggested themselves.
    brief : Brief, optional
        A piece of work; its lead and members are excluded, their earlier partners not. With
        organisations too, each is taken for one of the brief's members, and what it lacks,
        where it works and whom it knows counts beside what the brief asks.
    k : int
        So many a subject whenever so many are eligible.
    exclude : {"past", "current", "none"}
        Which partners of an organisation are left out. Says nothing for a brief.
    memory : Memory, optional
        Pairs that are never to be brought together.
    config : PartnerConfig, optional
        Weights.
    model : Model, optional
        A fitted model, whose log-odds are the score.
    seek : {"both", "similar", "complementary"}
        Similar is not complementary: ask for those who do alike, for those who have what is
        lacking, or for both.

    Returns
    -------
    Results of Suggestion
        Ordered by subject, then rank; ``removed`` lists who was not eligible and why, and
        ``notes`` says what was not known at the date, and where fewer than ``k`` were
        left. ``subject_id`` is the organisation's id, or the brief's where no
        organisation is given.

    Raises
    ------
    UnknownIdError
        An id in ``for_`` or in the brief is unknown.
    DataError
        ``k`` is below 0, or ``exclude`` or ``seek`` is none of its words.

    Examples
    --------
    >>> from datetime import date
    >>> from sap_match.landscape import Landscape
    >>> from sap_match.model import Dataset, Organisation
    >>> from sap_match.similarity.encoder import HashedWords
    >>> names = {
    ...     "a": "Lunch and company for older people",
    ...     "b": "Company for older people at home",
    ...     "c": "Football for girls",
    ... }
    >>> data = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [
    ...             Organisation(id=i, name=i.upper(), kind="voluntary", description=t)
    ...             for i, t in names.items()
    ...         ]
    ...     },
    ... )
    >>> land = Landscape.build(data, as_of=date(2026, 11, 1), encoder=HashedWords())
    >>> [s.other_id for s in recommend_partners(land, for_="a", k=1)]
    ['b']
    """
    count_of(k, "k")
    word_of(exclude, Exclude, "exclude")
    model_of(model)
    if brief is not None:
        brief_of(brief)
    settings = seeking(config or PartnerConfig(), seek)
    wish = _Wish(k, exclude, memory or Memory(), settings, model)
    rows: list[Suggestion] = []
    removed, notes = _removed_for_all(landscape), list(landscape.notes)
    for asker in _askers(landscape, for_, brief):
        out = asker.removals(landscape, wish)
        found = _answered(landscape, asker, wish, out)
        rows += found
        removed += [Removal(asker.id, *x) for x in out if x[0] != asker.id]
        if len(found) < k and settings.weakest == 0:
            notes.append(_why_few(landscape, asker, len(found), out))
    return Results(
        tuple(rows),
        record=partner_record,
        removed=tuple(sorted(set(removed))),
        notes=tuple(dict.fromkeys(notes)),
        columns=PARTNER_COLUMNS,
    )


def fit_for_brief(
    landscape: Landscape,
    brief: Brief,
    *,
    memory: Memory,
    config: PartnerConfig | None = None,
    model: Model | None = None,
) -> tuple[dict[str, float], tuple[Removal, ...]]:
    """Return the strength of everyone eligible for a brief, best rank first, and who is not.

    The same as `recommend_partners` ranks them, without the words.
    """
    settings = config or PartnerConfig()
    asker = _Asker(brief.id, None, brief)
    wish = _Wish(len(landscape.ids), "current", memory, settings, model)
    out = asker.removals(landscape, wish)
    evidence = asker.evidence(landscape, settings)
    strengths = evidence.strengths()
    best, _ = _best(landscape, asker, evidence, [x[0] for x in out], wish)
    removed = [*_removed_for_all(landscape), *(Removal(brief.id, *x) for x in out)]
    return (
        {landscape.ids[i]: round(float(strengths[i]), 6) for i in best},
        tuple(sorted(set(removed))),
    )


def partner_record(row: Suggestion) -> dict[str, Any]:
    """Return the columns of ``sap-match partners``."""
    return {
        "for_id": row.subject_id,
        "rank": row.rank,
        "organisation_id": row.other_id,
        "score": row.score,
        "reason": row.reason,
        "counter_reason": row.counter_reason,
        "first_step": row.first_step,
        "to_confirm": "; ".join(row.to_confirm),
        "role": row.details["role"],
        **{p.name: round(p.contribution, 6) for p in row.parts},
    }


# -- who asks, and for what ---------------------------------------------------------------


@dataclass(frozen=True)
class _Wish:
    """How many, of whom, weighed how."""

    k: int
    exclude: Exclude
    memory: Memory
    config: PartnerConfig
    model: Model | None


@dataclass(frozen=True)
class _Asker:
    """Whose partners are sought: an organisation, a brief, or an organisation with a brief."""

    id: str
    organisation: str | None
    brief: Brief | None

    def removals(self, landscape: Landscape, wish: _Wish) -> list[tuple[str, str, str]]:
        if self.brief is not None:
            return list(removals_for_brief(landscape, self.brief, memory=wish.memory))
        one = self.organisation or ""
        return list(removals_for(landscape, one, exclude=wish.exclude, memory=wish.memory))

    def evidence(self, landscape: Landscape, config: PartnerConfig) -> Evidence:
        if self.brief is None:
            return evidence_for(landscape, self.organisation or "", config)
        found = evidence_for_brief(landscape, self.brief, config)
        if self.organisation is None:
            return found
        return found.with_more(evidence_for(landscape, self.organisation, config))

    def read_by(
        self, landscape: Landscape, evidence: Evidence, wish: _Wish
    ) -> tuple[Model | None, Values]:
        """Return what scores and what it reads: a model fitted on ties reads those too.

        A brief goes without a model where it names nobody that ties could start from, and
        wherever there are words.
        """
        if not isinstance(wish.model, PartnerModel):
            return wish.model, evidence.values
        if self.brief is None:
            row, told = landscape.position[self.organisation or ""], evidence.values
            blocks = {name: value[None, :] for name, value in told.items()}
            found = values_for_organisations(landscape, [row], wish.config, blocks)
            return wish.model, {name: value[0] for name, value in found.items()}
        ties = values_for_brief(landscape, self.brief)
        return (None, evidence.values) if ties is None else (wish.model, ties)

    def explain(
        self, landscape: Landscape, other: str, evidence: Evidence, i: int
    ) -> Mapping[str, Any]:
        if self.brief is not None:
            return explain_for_brief(landscape, self.brief, other, evidence, i)
        return explain_partner(landscape, self.organisation or "", other, evidence, i)


def _askers(
    landscape: Landscape, for_: str | Sequence[str] | None, brief: Brief | None
) -> Iterator[_Asker]:
    if for_ is None and brief is not None:
        yield _Asker(brief.id, None, brief)
        return
    if for_ is None:
        removed = general_removals(landscape)
        wanted = [one for one in landscape.ids if one not in removed]
    else:
        wanted = [for_] if isinstance(for_, str) else list(for_)
    for one in dict.fromkeys(landscape.dataset.organisation(x).id for x in wanted):
        yield _Asker(one, one, None if brief is None else _joined_by(landscape, brief, one))


def _joined_by(landscape: Landscape, brief: Brief, one: str) -> Brief:
    """Return a brief with an organisation among its members, or as its lead where it has none."""
    resolve = landscape.dataset.resolve
    known = {resolve(m) for m in (brief.lead_id, *brief.members) if m}
    if one in known:
        return brief
    if brief.lead_id is None:
        return brief.model_copy(update={"lead_id": one})
    return brief.model_copy(update={"members": (*brief.members, one)})


# -- score, rank, explain -----------------------------------------------------------------


def _answered(
    landscape: Landscape, asker: _Asker, wish: _Wish, out: Sequence[tuple[str, str, str]]
) -> list[Suggestion]:
    """Return the k best eligible partners of one who asks, in words."""
    evidence = asker.evidence(landscape, wish.config)
    strengths = evidence.strengths()
    best, scores = _best(landscape, asker, evidence, [x[0] for x in out], wish)
    rows = []
    for rank, i in enumerate((i for i in best if strengths[i] >= wish.config.weakest), start=1):
        told = asker.explain(landscape, landscape.ids[i], evidence, i)
        rows.append(
            Suggestion(
                kind="partner",
                subject_id=asker.id,
                other_id=landscape.ids[i],
                rank=rank,
                parts=scores.parts(i),
                strength=round(strength_shown(landscape, float(strengths[i]), told), 6),
                **told,
            )
        )
    return rows


def _best(
    landscape: Landscape, asker: _Asker, evidence: Evidence, out: Sequence[str], wish: _Wish
) -> tuple[list[int], Scores]:
    """Return the positions of the k best eligible candidates, and all scores."""
    eligible = landscape.part("may be suggested", lambda: _may_be_suggested(landscape)).copy()
    eligible[[landscape.position[one] for one in out]] = False
    config = wish.config
    crowd = standing(landscape, config) if config.exposure > 0 else None
    model, values = asker.read_by(landscape, evidence, wish)
    scores = fuse(values, eligible, config, shares=evidence.shares, model=model, standing=crowd)
    return top_k(np.where(eligible, scores.total, -np.inf), landscape.ids, wish.k), scores


def _may_be_suggested(landscape: Landscape) -> NDArray[np.bool_]:
    closed = general_removals(landscape)
    return np.array([one not in closed for one in landscape.ids], dtype=bool)


def _removed_for_all(landscape: Landscape) -> list[Removal]:
    rules = general_removals(landscape)
    return [Removal("*", one, rule, note) for one, (rule, note) in rules.items()]


def _why_few(
    landscape: Landscape, asker: _Asker, found: int, out: Sequence[tuple[str, str, str]]
) -> str:
    """Say that a rule or the place itself left fewer than were asked for."""
    rules = {other: rule for other, (rule, _) in general_removals(landscape).items()}
    for other, rule, _ in out:
        rules.setdefault(other, rule)
    counts = sorted(Counter(rule for rule in rules.values() if rule != "itself").items())
    told = ", ".join(f"{rule} {n}" for rule, n in counts)
    why = f"others are removed by a rule: {told}" if told else "there are no others here"
    return f"{found} {'is' if found == 1 else 'are'} eligible for {asker.id}; {why}"
