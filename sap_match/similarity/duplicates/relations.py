"""How two listings are related: each relation with its probability, never one bit.

The log-odds of a pair give ``P(same_record) + P(parent_or_linked)``; what is left is shared
out among the three relations of different things by what the records say of provider and
place. A rule that names a relation makes it the likeliest: it adds a part to the log-odds
that brings them to where the rule leaves them. The shares are set by judgement and move only
which relation is named, never the decision.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from sap_match.ranking import rounded
from sap_match.similarity.duplicates.decide import probability_of, relation_of
from sap_match.similarity.duplicates.entries import Entry
from sap_match.similarity.duplicates.vetoes import Levels, Relation, Veto

RELATIONS: tuple[Relation, ...] = (
    "same_record",
    "parent_or_linked",
    "same_organisation_other_branch",
    "same_site_other_provider",
    "different",
)
LINKED = 0.03
"""Of two that count as one, the share that are linked bodies, where no rule says so."""
LINKED_BY_RULE = 0.65
NAMED = 0.8
"""The share, of what is not one, of the relation that the records speak for."""
REMOVED, HELD = 0.03, 0.4
"""The most that a rule leaves of the probability where it removes, and where it holds back."""
KNOWN = 0.95
_LEFT: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"distinct": (0.0, REMOVED), "review": (0.0, HELD)}
)
_LEFT_LINKED: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"distinct": (KNOWN, 1.0), "review": (0.7, 0.85)}
)
_UNSURE = (0.45, 0.6)
"""What a rule leaves that says *perhaps the same*: a person must look."""


def after_rule(score: float, veto: Veto) -> float:
    """Return the log-odds that a rule leaves of the evidence's.

    Examples
    --------
    >>> branch = Veto("branch", "same_organisation_other_branch", "two places")
    >>> probability_of(after_rule(6.0, branch)), after_rule(-9.0, branch)
    (0.03, -9.0)
    """
    least, most = _bounds(veto)
    low = math.log(least / (1 - least)) if least else -math.inf
    high = math.log(most / (1 - most)) if most < 1 else math.inf
    return rounded(min(max(score, low), high))


def _bounds(veto: Veto) -> tuple[float, float]:
    if veto.relation == "parent_or_linked":
        return _LEFT_LINKED[veto.most]
    if veto.relation == "same_record":
        return _UNSURE
    return _LEFT[veto.most]


def relations_of(
    score: float, a: Entry, b: Entry, levels: Levels, veto: Veto | None = None
) -> dict[Relation, float]:
    """Return each relation's probability, adding up to 1.

    Parameters
    ----------
    score : float
        Log-odds of the pair after every part, the rule's included.
    levels : mapping
        Field to level, as `compare` found it.
    veto : Veto, optional
        The rule that spoke about the pair.
    """
    one = probability_of(score)
    linked = LINKED_BY_RULE if _is_linked(veto) else LINKED
    if veto is not None and _is_linked(veto) and veto.most == "distinct":
        linked = KNOWN
    named = other_of(a, b, levels, veto)
    others = [r for r in RELATIONS[2:] if r != named]
    rest = 1 - one
    found: dict[Relation, float] = {
        "same_record": one * (1 - linked),
        "parent_or_linked": one * linked,
        named: rest * NAMED,
    }
    found.update({r: rest * (1 - NAMED) / len(others) for r in others})
    return {r: rounded(found[r]) for r in RELATIONS}


def _is_linked(veto: Veto | None) -> bool:
    return veto is not None and veto.relation == "parent_or_linked"


def other_of(a: Entry, b: Entry, levels: Levels, veto: Veto | None = None) -> Relation:
    """Return what two are, should they not be one."""
    if veto is not None and veto.relation in RELATIONS[2:]:
        return veto.relation
    return relation_of(a, b, levels, "distinct")


def likeliest(relations: Mapping[Relation, float]) -> Relation:
    """Return the likeliest relation; of equal ones the first as `RELATIONS` lists them.

    Examples
    --------
    >>> likeliest({"same_record": 0.2, "different": 0.8})
    'different'
    """
    return min(relations, key=lambda r: (-relations[r], RELATIONS.index(r)))
