"""Who should work with whom: partners for an organisation or for a brief.

Eligible, score, rank, explain are four steps. The score is a weighted sum of
reciprocal ranks (reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009),
one part a kind of evidence; a candidate without evidence in a part gains nothing
there and loses nothing. A fused score says only who comes first for one subject:
what may be compared between subjects is `Suggestion.strength`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.errors import DataError
from sap_match.memory import Memory
from sap_match.model import Brief
from sap_match.ranking import ranks, reciprocal, top_k
from sap_match.recommend.eligible import (
    Exclude,
    general_removals,
    removals_for,
    removals_for_brief,
)
from sap_match.recommend.evidence import (
    STALE,
    explain_for_brief,
    explain_partner,
    only_known_from,
)
from sap_match.recommend.signals import (
    Evidence,
    PartnerConfig,
    evidence_for,
    evidence_for_brief,
    part_names,
)
from sap_match.results import Part, Removal, Results, Suggestion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape

__all__ = ["PARTNER_COLUMNS", "PARTS", "PartnerConfig", "fit_for_brief", "recommend_partners"]

PARTS = part_names()
PARTNER_COLUMNS = (
    "for_id", "rank", "organisation_id", "score", "reason",
    "counter_reason", "first_step", "to_confirm", *PARTS,
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
) -> Results[Suggestion]:
    """Recommend ``k`` partners for organisations, or for a brief.

    Parameters
    ----------
    landscape : Landscape
        The partnership as of a date.
    for_ : str or sequence of str, optional
        Organisation ids; when neither this nor a brief is given, all organisations that
        may be suggested themselves.
    brief : Brief, optional
        A piece of work; its lead and members are excluded, their earlier partners not.
    k : int
        So many a subject whenever so many are eligible.
    exclude : {"past", "current", "none"}
        Which partners of an organisation are left out. Says nothing for a brief.
    memory : Memory, optional
        Pairs that are never to be brought together.
    config : PartnerConfig, optional
        Weights.

    Returns
    -------
    Results of Suggestion
        Ordered by subject, then rank; ``removed`` lists who was not eligible and why.

    Raises
    ------
    UnknownIdError
        An id in ``for_`` or in the brief is unknown.
    DataError
        Organisations and a brief are given.

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
    if for_ is not None and brief is not None:
        raise DataError("partners are for organisations or a brief, not both; ask twice")
    settings = config or PartnerConfig()
    remembered = memory or Memory()
    rows: list[Suggestion] = []
    removed = _removed_for_all(landscape)
    if brief is not None:
        out = list(removals_for_brief(landscape, brief, memory=remembered))
        evidence = evidence_for_brief(landscape, brief, settings)
        picked = _best(landscape, evidence, [x[0] for x in out], k, settings)
        removed += [Removal(brief.id, *x) for x in out]
        for rank, (i, parts, strength) in enumerate(picked, start=1):
            told = explain_for_brief(landscape, brief, landscape.ids[i], evidence, i)
            rows.append(_suggestion(brief.id, landscape.ids[i], rank, parts, strength, told))
        return _results(rows, removed)
    for subject in _subjects(landscape, for_):
        out = list(removals_for(landscape, subject, exclude=exclude, memory=remembered))
        evidence = evidence_for(landscape, subject, settings)
        picked = _best(landscape, evidence, [x[0] for x in out], k, settings)
        removed += [Removal(subject, *x) for x in out if x[0] != subject]
        for rank, (i, parts, strength) in enumerate(picked, start=1):
            told = explain_partner(landscape, subject, landscape.ids[i], evidence, i)
            shown = strength * _shown_share(told["details"]) * _reach(landscape, told)
            rows.append(_suggestion(subject, landscape.ids[i], rank, parts, shown, told))
    return _results(rows, removed)


def _shown_share(details: Mapping[str, Any]) -> float:
    """Return the share of a strength that can be shown in words.

    Likeness that no shared term bears out persuades nobody on the telephone.
    """
    if details["exchange"]:
        return 1.0
    return (0.4, 0.75, 0.95, 1.0)[len(details["shared_terms"])]


def _reach(landscape: Landscape, told: Mapping[str, Any]) -> float:
    """Return how far a strength holds over distance, and over years.

    Whole up to 8 km, then falling by 1/e each 15 km; .7 where all that is known of the
    other is an old grant.
    """
    km = told["details"]["km"]
    near = 1.0 if km is None else float(np.exp(-max(0.0, km - 8.0) / 15.0))
    other = landscape.profile(told["asked"][-1])
    old = only_known_from(landscape, other)
    return near * (0.7 if old is not None and landscape.as_of - old > STALE else 1.0)


def _subjects(landscape: Landscape, for_: str | Sequence[str] | None) -> list[str]:
    if for_ is None:
        removed = general_removals(landscape)
        return [one for one in landscape.ids if one not in removed]
    wanted = [for_] if isinstance(for_, str) else list(for_)
    return [landscape.dataset.organisation(one).id for one in wanted]


def fit_for_brief(
    landscape: Landscape, brief: Brief, *, memory: Memory, config: PartnerConfig | None = None
) -> tuple[dict[str, float], tuple[Removal, ...]]:
    """Return the strength of everyone eligible for a brief, best rank first, and who is not.

    The same as `recommend_partners` ranks them, without the words.
    """
    settings = config or PartnerConfig()
    out = list(removals_for_brief(landscape, brief, memory=memory))
    evidence = evidence_for_brief(landscape, brief, settings)
    picked = _best(landscape, evidence, [x[0] for x in out], len(landscape.ids), settings)
    removed = [*_removed_for_all(landscape), *(Removal(brief.id, *x) for x in out)]
    return (
        {landscape.ids[i]: round(strength, 6) for i, _, strength in picked},
        tuple(sorted(set(removed))),
    )


def _removed_for_all(landscape: Landscape) -> list[Removal]:
    rules = general_removals(landscape)
    return [Removal("*", one, rule, note) for one, (rule, note) in rules.items()]


def _results(rows: list[Suggestion], removed: list[Removal]) -> Results[Suggestion]:
    return Results(
        tuple(rows),
        record=partner_record,
        removed=tuple(sorted(set(removed))),
        columns=PARTNER_COLUMNS,
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
        **{p.name: round(p.contribution, 6) for p in row.parts},
    }


def _suggestion(
    subject: str,
    other: str,
    rank: int,
    parts: tuple[Part, ...],
    strength: float,
    told: Mapping[str, Any],
) -> Suggestion:
    return Suggestion(
        kind="partner",
        subject_id=subject,
        other_id=other,
        rank=rank,
        parts=parts,
        strength=round(strength, 6),
        **told,
    )


# -- score and rank ---------------------------------------------------------------------


def _best(
    landscape: Landscape,
    evidence: Evidence,
    out: Sequence[str],
    k: int,
    config: PartnerConfig,
) -> list[tuple[int, tuple[Part, ...], float]]:
    """Return (position, parts, strength) of the k best eligible candidates."""
    ids = landscape.ids
    eligible = landscape.part("may be suggested", lambda: _may_be_suggested(landscape)).copy()
    for one in out:
        eligible[landscape.position[one]] = False
    names = tuple(evidence.values)
    weights = {name: config.weight(name) for name in names}
    # Ranks are taken among the eligible, so that who is removed never shifts a score.
    fused = {
        name: reciprocal(ranks(np.where(eligible, evidence.values[name], 0.0))) for name in names
    }
    total = np.sum([weights[name] * fused[name] for name in names], axis=0)
    strengths = evidence.strengths()
    best = top_k(np.where(eligible, total, -np.inf), ids, k)
    return [
        (
            i,
            tuple(Part(n, round(float(fused[n][i]), 9), weights[n]) for n in names),
            float(strengths[i]),
        )
        for i in best
        if strengths[i] >= config.weakest
    ]


def _may_be_suggested(landscape: Landscape) -> NDArray[np.bool_]:
    closed = general_removals(landscape)
    return np.array([one not in closed for one in landscape.ids], dtype=bool)
