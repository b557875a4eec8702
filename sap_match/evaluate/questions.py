"""What is asked of every method alike: who is given, who may be named, who is right.

Three tasks become one shape, `Questions`: new partners of organisations, a consortium with
one member hidden, briefs. Every method ranks the same candidates from the same givens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.evaluate.splits import Hidden, JudgedBrief
from sap_match.landscape import Landscape
from sap_match.model import Brief
from sap_match.recommend.past import Past, label, past_of

Labels = tuple[str, ...]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Questions:
    """Queries of one task over the same n candidates, in batch form.

    Attributes
    ----------
    task : str
        ``new``, ``complete`` or ``briefs``.
    ids : tuple of q str
        What each row of a result is called.
    subjects : tuple of q str or Brief
        An organisation's id, or the brief that is put to the suggestions.
    given, wanted, barred : scipy CSR arrays of shape (q, n)
        1 for organisations that a query starts from, that are right, that may not be named.
    eligible : bool array of shape (n,)
        Who may be named at all.
    texts : tuple of q str
        The words of each query; "" where there are none.
    programmes, areas : tuples of q tuples of str
        What is known of each query's programmes (casefolded) and area ids.
    groups : int array of shape (q,)
        Queries of one collaboration stand or fall together: what is drawn again together.
    """

    task: str
    ids: Labels
    subjects: tuple[str | Brief, ...]
    given: Any
    wanted: Any
    barred: Any
    eligible: Bools
    texts: Labels
    programmes: tuple[Labels, ...]
    areas: tuple[Labels, ...]
    groups: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    def some(self, rows: Sequence[int]) -> Questions:
        """Return only the queries at these rows, in their order."""
        picked = [int(i) for i in rows]
        return replace(
            self,
            ids=tuple(self.ids[i] for i in picked),
            subjects=tuple(self.subjects[i] for i in picked),
            given=self.given[picked],
            wanted=self.wanted[picked],
            barred=self.barred[picked],
            texts=tuple(self.texts[i] for i in picked),
            programmes=tuple(self.programmes[i] for i in picked),
            areas=tuple(self.areas[i] for i in picked),
            groups=np.unique(self.groups[picked], return_inverse=True)[1],
        )

    def sampled(self, most: int, *, seed: int = 5) -> Questions:
        """Return at most so many queries, drawn by a seed; the same whatever else is asked."""
        if len(self) <= most:
            return self
        rng = np.random.default_rng(seed)
        return self.some(sorted(rng.choice(len(self), most, replace=False).tolist()))


def new_partners(
    landscape: Landscape, truth: Mapping[str, frozenset[str]], eligible: Bools
) -> Questions:
    """Return one query for each organisation: all who were not its partners are candidates.

    Its words are its own and those of the collaborations that it joined.
    """
    past, position = past_of(landscape), landscape.position
    ids = tuple(sorted(truth))
    given = _cells([[one] for one in ids], position)
    wanted = _cells([sorted(truth[one]) for one in ids], position)
    joined = (given @ past.members).tocsr()
    barred = _ones(joined @ past.by_collaboration + given)
    texts, programmes = [], []
    for row, one in enumerate(ids):
        part = joined.indices[joined.indptr[row] : joined.indptr[row + 1]]
        profile = landscape.profile(one)
        own = profile.text if profile.described else ""
        texts.append("\n".join(filter(None, (own, *(past.texts[j] for j in sorted(part))))))
        programmes.append(tuple(sorted({past.programmes[j] for j in part} - {""})))
    return Questions(
        "new", ids, ids, given, wanted, barred, eligible, tuple(texts), tuple(programmes),
        tuple(past.areas[position[one]] for one in ids), np.arange(len(ids)),
    )  # fmt: skip


def completions(
    landscape: Landscape,
    hidden: Sequence[Hidden],
    briefs: Mapping[str, Brief],
    eligible: Bools,
) -> Questions:
    """Return one query for each hidden member; ``briefs`` holds the words by collaboration.

    The others that are seen are given, and the collaboration's words, programme and places.
    """
    asked = [
        briefs[h.collaboration_id].model_copy(
            update={
                "id": f"{h.collaboration_id} without {h.hidden}",
                "lead_id": _first(briefs[h.collaboration_id].lead_id, h),
                "members": tuple(
                    m for m in h.given if m != _first(briefs[h.collaboration_id].lead_id, h)
                ),
            }
        )
        for h in hidden
    ]
    wanted = [[h.hidden] for h in hidden]
    return _of_briefs(
        landscape, "complete", asked, wanted, eligible, [h.collaboration_id for h in hidden]
    )


def _first(lead: str | None, one: Hidden) -> str | None:
    return lead if lead in one.given else None


def from_briefs(landscape: Landscape, judged: Sequence[JudgedBrief], eligible: Bools) -> Questions:
    """Return one query for each brief; the lead and the members that are given are barred."""
    return _of_briefs(
        landscape,
        "briefs",
        [one.brief for one in judged],
        [sorted(one.wanted) for one in judged],
        eligible,
        [one.collaboration_id for one in judged],
    )


def _of_briefs(
    landscape: Landscape,
    task: str,
    briefs: Sequence[Brief],
    wanted: Sequence[Sequence[str]],
    eligible: Bools,
    groups: Sequence[str],
) -> Questions:
    past, position = past_of(landscape), landscape.position
    given = _cells(
        [[m for m in (b.lead_id, *b.members) if m and m in position] for b in briefs], position
    )
    return Questions(
        task,
        tuple(b.id for b in briefs),
        tuple(briefs),
        given,
        _cells(wanted, position),
        given,
        eligible,
        tuple(words_of(b) for b in briefs),
        tuple((label(b.programme),) if b.programme else () for b in briefs),
        tuple(_areas(past, given, i, b) for i, b in enumerate(briefs)),
        np.unique(np.array(groups, dtype=str), return_inverse=True)[1].astype(np.int64),
    )


def words_of(brief: Brief) -> str:
    """Return a brief's words; an id that stands for a missing description is none."""
    told = brief.description if brief.description != brief.id.split(" without ")[0] else ""
    title = brief.title if brief.title != told else ""
    return ". ".join(filter(None, (title, told, ", ".join(brief.themes))))


def _areas(past: Past, given: Any, row: int, brief: Brief) -> Labels:
    if brief.areas:
        return tuple(sorted(brief.areas))
    members = given.indices[given.indptr[row] : given.indptr[row + 1]]
    return tuple(sorted({a for i in members for a in past.areas[i]}))


def _cells(rows: Iterable[Iterable[str]], position: Mapping[str, int]) -> Any:
    from scipy import sparse

    found = [sorted({position[one] for one in row}) for row in rows]
    indptr = np.cumsum([0, *(len(row) for row in found)])
    indices = np.array([i for row in found for i in row], dtype=np.int64)
    shape = (len(found), len(position))
    return sparse.csr_array((np.ones(len(indices)), indices, indptr), shape=shape)


def _ones(matrix: Any) -> Any:
    found = matrix.tocsr()
    found.data = np.ones_like(found.data)
    return found
