"""One service or organisation listed twice: found, weighed, explained and grouped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sap_match.errors import DataError, UnknownIdError
from sap_match.memory import Memory
from sap_match.model import Dataset
from sap_match.similarity.duplicates.again import Compared
from sap_match.similarity.duplicates.decide import DuplicateConfig
from sap_match.similarity.duplicates.entries import Of
from sap_match.similarity.duplicates.lasting import GroupChange, changes_of, keep_ids
from sap_match.similarity.duplicates.pairs import COLUMNS, DuplicatePair, Duplicates
from sap_match.similarity.duplicates.work import Work, work_on

if TYPE_CHECKING:
    from sap_match.similarity.index import SimilarityIndex

__all__ = [
    "Compared",
    "DuplicateConfig",
    "DuplicatePair",
    "Duplicates",
    "GroupChange",
    "explain_duplicate",
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
    before = memory.group_ids if memory else ()
    groups = _named(work, before)
    contradictions = work.answered.contradictions(work.answers.groups)
    return Duplicates(
        tuple(work.answers.rows()),
        record=DuplicatePair.to_record,
        removed=work.answers.removed(),
        notes=contradictions,
        columns=COLUMNS,
        groups=groups,
        changes=changes_of(groups, before, work.whole.by_id) if before else (),
        contradictions=contradictions,
        candidates=work.proposed.counts,
        compared=work.compared,
    )


def explain_duplicate(
    dataset: Dataset,
    left_id: str,
    right_id: str,
    *,
    of: Of = "services",
    index: SimilarityIndex | None = None,
    config: DuplicateConfig | None = None,
    memory: Memory | None = None,
    labels: Mapping[tuple[str, str], bool] | None = None,
) -> DuplicatePair:
    """Return the evidence for any two records, whether or not they would be listed.

    Parameters
    ----------
    left_id, right_id : str
        In either order.
    dataset, of, index, config, memory, labels
        As for `find_duplicates`, which answers the same of the pair.

    Raises
    ------
    UnknownIdError
        No record has the id.
    DataError
        The two ids are one.

    Examples
    --------
    >>> from sap_match.model import Organisation
    >>> d = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [
    ...             Organisation(id="a", name="Sale Chess", kind="voluntary"),
    ...             Organisation(id="b", name="Hale Lunch Club", kind="voluntary"),
    ...         ]
    ...     },
    ... )
    >>> pair = explain_duplicate(d, "b", "a", of="organisations")
    >>> pair.left_id, pair.decision, pair.relation, pair.waterfall()[0]["part"]
    ('a', 'distinct', 'different', 'starting_odds')
    """
    work = work_on(dataset, of, index=index, config=config, memory=memory, labels=labels)
    for one in (left_id, right_id):
        if one not in work.whole.by_id:
            raise UnknownIdError(of.removesuffix("s"), one, known=work.whole.by_id)
    if left_id == right_id:
        raise DataError("is one record; name two", field="pair", value=left_id)
    _named(work, memory.group_ids if memory else ())
    return work.answers.row((min(left_id, right_id), max(left_id, right_id)))


def _named(work: Work, before: tuple[tuple[str, str], ...]) -> dict[str, tuple[str, ...]]:
    """Give the groups the ids that they had, and return them with their members."""
    members: dict[str, list[str]] = {}
    for one, name in work.answers.groups.items():
        members.setdefault(name, []).append(one)
    groups = keep_ids(members.values(), before)
    work.answers.groups = {one: name for name, ids in groups.items() for one in ids}
    return groups
