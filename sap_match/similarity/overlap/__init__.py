"""Where two providers offer alike, for like people, in like places and times.

An overlap is no fault: two lunches in one town may both be full. It is worth knowing for
those who plan, and says nothing about who should give way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from sap_match.memory import Memory
from sap_match.model import Dataset
from sap_match.ranking import first_per, ordered
from sap_match.results import Removal, Results
from sap_match.similarity.duplicates import DuplicatePair
from sap_match.similarity.overlap.ground import Ground
from sap_match.similarity.overlap.likeness import listed
from sap_match.similarity.overlap.notes import OverlapNote, notes_for
from sap_match.similarity.overlap.pair import COLUMNS, NO_FAULT, WEIGHTS, Overlap, OverlapConfig
from sap_match.similarity.overlap.provision import Of
from sap_match.similarity.overlap.rules import HeldBack, held_back

if TYPE_CHECKING:
    from sap_match.similarity.index import SimilarityIndex

__all__ = ["WEIGHTS", "Overlap", "OverlapConfig", "OverlapNote", "find_overlaps"]


def find_overlaps(
    dataset: Dataset,
    index: SimilarityIndex,
    *,
    of: Of = "services",
    duplicates: Results[DuplicatePair] | None = None,
    memory: Memory | None = None,
    notes: Sequence[OverlapNote] = (),
    as_of: date | None = None,
    config: OverlapConfig | None = None,
) -> Results[Overlap]:
    """Find services of different providers that offer alike.

    Parameters
    ----------
    dataset : Dataset
        The records. Services that are closed, or whose place is confidential, take no part.
    index : SimilarityIndex
        Of the services, or of the organisations.
    of : str
        ``services``, or ``organisations``: these have neither place nor hours, so both stay
        to be confirmed.
    duplicates : Results of DuplicatePair, optional
        Of the services: what is one service is no overlap, and of a group that is one
        service only the first id takes part.
    memory : Memory, optional
        What people answered: *distinct*, *never* and *not now* take a pair off. Two that are
        not to be brought together stay listed, and nothing is proposed to them.
    notes : sequence of OverlapNote, optional
        What either side said; it is shown beside the pair and weighs nothing.
    as_of : date, optional
        By default the data's: exclusions and timetables that had ended are not read.
    config : OverlapConfig, optional

    Returns
    -------
    Results of Overlap
        By ``(-score, ids)``. What is not known adds nothing, takes nothing and is *to be
        confirmed*. ``removed`` lists pairs that a person, or an organisation that is never
        suggested, took off; ``notes`` count what is set apart by rule.

    Examples
    --------
    >>> from sap_match.model import Organisation, Service
    >>> from sap_match.similarity.index import SimilarityIndex
    >>> text = "A hot lunch for older people with bingo to follow"
    >>> def lunch(i):
    ...     return Service(id=f"s{i}", organisation_id=f"o{i}", name="Lunch", description=text)
    >>> d = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [
    ...             Organisation(id=f"o{i}", name=f"Body {i}", kind="voluntary") for i in (1, 2)
    ...         ],
    ...         "services": [lunch(1), lunch(2)],
    ...     },
    ... )
    >>> found = find_overlaps(d, SimilarityIndex.build(["s1", "s2"], [text, text]))
    >>> [(o.left_id, o.right_id, o.to_confirm) for o in found]
    [('s1', 's2', ('where each works has to be confirmed', 'the times have to be confirmed'))]
    """
    settings = config or OverlapConfig()
    ground = Ground.build(
        dataset, index, of=of, duplicates=duplicates, as_of=as_of, config=settings
    )
    remembered = memory or Memory()
    held = held_back(dataset, ground.offers, remembered, as_of=as_of or dataset.as_of)
    found, removed, apart = _sorted_out(ground, held, settings.threshold)
    best = _ordered(found)
    telling = [o for o in best if ground.tells(o)]
    # Of several listings of one service the first stands for it where it overlaps as well.
    first = first_per(sorted(telling, key=lambda o: not ground.are_first(o)), ground.named)
    kept = tuple(_capped(_ordered(first), settings.per_service))
    said = _reader_notes(apart, len(first) - len(kept), settings)
    return Results(
        tuple(
            notes_for(ground.finished(ground.spoken(o), held), ground.offers, notes) for o in kept
        ),
        record=Overlap.to_record,
        removed=removed,
        notes=said,
        columns=COLUMNS,
    )


def _sorted_out(
    ground: Ground, held: HeldBack, threshold: float
) -> tuple[list[Overlap], tuple[Removal, ...], Counter[str]]:
    """Return the overlaps that reach a threshold, those taken off, and counts set apart by rule."""
    found: list[Overlap] = []
    removed: dict[tuple[str, str], Removal] = {}
    apart: Counter[str] = Counter()
    for compared in ground.compare():
        pair, overlap = (compared.left_id, compared.right_id), compared.overlap
        if overlap is None or overlap.score < threshold:
            continue
        if compared.apart:
            apart[compared.apart] += 1
        elif why := held.rule(*pair):
            removed[pair] = Removal(*pair, *why)
        else:
            found.append(replace(overlap, answer=held.answer(*pair)))
    return found, tuple(sorted(removed.values())), apart


def _ordered(overlaps: Iterable[Overlap]) -> list[Overlap]:
    return ordered(overlaps, score=lambda o: o.score, key=lambda o: (o.left_id, o.right_id))


def _reader_notes(apart: Counter[str], dropped: int, settings: OverlapConfig) -> tuple[str, ...]:
    notes = [NO_FAULT]
    if dropped:
        notes.append(f"{dropped} more are left out: {settings.per_service} a service at most.")
    if apart:
        told = listed([f"{n} {why}" for why, n in sorted(apart.items())])
        notes.append(f"Alike in what they do, and no overlaps: {told}.")
    return tuple(notes)


def _capped(best: Iterable[Overlap], most: int) -> Iterator[Overlap]:
    shown: Counter[str] = Counter()
    for one in best:
        if shown[one.left_id] < most and shown[one.right_id] < most:
            shown.update((one.left_id, one.right_id))
            yield one
