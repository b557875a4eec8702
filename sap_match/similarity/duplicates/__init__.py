"""One service or organisation listed twice: found, weighed, explained and grouped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sap_match.memory import Memory
from sap_match.model import Dataset
from sap_match.similarity.duplicates.again import Compared
from sap_match.similarity.duplicates.decide import DuplicateConfig
from sap_match.similarity.duplicates.entries import Of
from sap_match.similarity.duplicates.lasting import GroupChange, changes_of, keep_ids
from sap_match.similarity.duplicates.pairs import COLUMNS, DuplicatePair, Duplicates
from sap_match.similarity.duplicates.work import work_on

if TYPE_CHECKING:
    from sap_match.similarity.index import SimilarityIndex

__all__ = [
    "Compared",
    "DuplicateConfig",
    "DuplicatePair",
    "Duplicates",
    "GroupChange",
    "find_duplicates",
]


def find_duplicates(
    dataset: Dataset,
    *,
    of: Of = "services",
    index: SimilarityIndex | None = None,
    config: DuplicateConfig | None = None,
    memory: Memory | None = None,
    labels: Mapping[tuple[str, str], bool] | None = None,
    earlier: Compared | None = None,
) -> Duplicates:
    """Find services or organisations that are listed twice.

    Parameters
    ----------
    dataset : Dataset
        The records.
    of : str
        ``services`` or ``organisations``.
    index : SimilarityIndex, optional
        Proposes pairs of like texts as well; it never weighs in the score.
    config : DuplicateConfig, optional
        What mistakes cost, and how wide to look.
    memory : Memory, optional
        People's answers (under each pair's ``suggestion_id``), which win over evidence, rules
        and groups, and last month's group ids, which stay.
    labels : mapping, optional
        Pairs of ids that people judged, and whether the two are one: they are answers too,
        and correct the weights for all other pairs.
    earlier : Compared, optional
        ``compared`` of an earlier result: pairs of unchanged records are not compared again.
        The result is the same without it.

    Returns
    -------
    Duplicates
        Pairs decided *duplicate* or *review* and every pair inside a decided group, by
        ``(-score, ids)``. ``removed`` lists pairs that look like one but for a rule, or a
        person, that says why they are not. The place of a confidential record is neither
        compared nor told.

    Examples
    --------
    >>> from sap_match.model import Organisation, Service
    >>> def listing(i, name, phone):
    ...     return Service(
    ...         id=i,
    ...         organisation_id="o",
    ...         name=name,
    ...         phones=(phone,),
    ...         address="Mill St Arcade, Sale",
    ...         schedule=("SA 11:00-16:00",),
    ...     )
    >>> d = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [Organisation(id="o", name="Sale Vale", kind="voluntary")],
    ...         "services": [
    ...             listing("a", "Recovery café", "01632 960040"),
    ...             listing("b", "The Recovery Cafe", "01632 960040"),
    ...         ],
    ...     },
    ... )
    >>> [(p.left_id, p.right_id, p.relation) for p in find_duplicates(d)]
    [('a', 'b', 'same_record')]
    >>> find_duplicates(d, labels={("a", "b"): True}).groups
    {'a': ('a', 'b')}
    """
    work = work_on(
        dataset, of, index=index, config=config, memory=memory, labels=labels, earlier=earlier
    )
    answers, before = work.answers, memory.group_ids if memory else ()
    members: dict[str, list[str]] = {}
    for one, name in answers.groups.items():
        members.setdefault(name, []).append(one)
    groups = keep_ids(members.values(), before)
    answers.groups = {one: name for name, ids in groups.items() for one in ids}
    contradictions = work.answered.contradictions(answers.groups)
    return Duplicates(
        tuple(answers.rows()),
        record=DuplicatePair.to_record,
        removed=answers.removed(),
        notes=contradictions,
        columns=COLUMNS,
        groups=groups,
        changes=changes_of(groups, before, work.whole.by_id) if before else (),
        contradictions=contradictions,
        candidates=work.proposed.counts,
        compared=work.compared,
    )
