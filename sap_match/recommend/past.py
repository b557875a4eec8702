"""The partnership's past as tables: who did what with whom, under which programme, in which words.

Made once a landscape and shared by every part of a partner's score, so that nothing is
looked up a second time for each subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape
    from sap_match.similarity.blend import WordSpace

Labels = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Past:
    """Everything that made partners before a date: n organisations, m collaborations.

    Partner-making are all collaborations but funding and forums above 25, as
    `Network.selected` says. Anything may be unknown: an empty text, no programme, no
    themes and no areas are the usual case somewhere. Make one with `past_of`.

    Parameters
    ----------
    ids : tuple of n str
        Organisation ids, sorted: the order of every array of organisations.
    collaboration_ids : tuple of m str
        Sorted: the order of every array of collaborations.
    members : scipy CSR array of shape (n, m)
        1 where an organisation is in a collaboration, nothing elsewhere.
    starts, ends : datetime64[D] arrays of shape (m,)
        NaT where not given.
    programmes : tuple of m str
        Casefolded, "" where there is none.
    themes : tuple of m tuples of str
        Casefolded, sorted, each once.
    collaboration_areas : tuple of m tuples of str
        Area ids of the collaboration itself, sorted.
    texts : tuple of m str
        Title and description as they stand (not masked: for counting words alone).
    areas : tuple of n tuples of str
        Area ids where each organisation works; of a confidential place none but boroughs.

    Examples
    --------
    >>> from datetime import date
    >>> from sap_match.landscape import Landscape
    >>> from sap_match.model import Collaboration, CollaborationMember, Dataset, Organisation
    >>> data = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [Organisation(id=i, name=i, kind="voluntary") for i in "abc"],
    ...         "collaborations": [Collaboration(id="c", kind="consortium", programme="Alps ")],
    ...         "collaboration_members": [
    ...             CollaborationMember(collaboration_id="c", organisation_id=o) for o in "ab"
    ...         ],
    ...     },
    ... )
    >>> past = past_of(Landscape.build(data, as_of=date(2026, 11, 1)))
    >>> past.members.toarray().tolist(), past.programmes
    ([[1.0], [1.0], [0.0]], ('alps',))
    """

    ids: tuple[str, ...]
    collaboration_ids: tuple[str, ...]
    members: Any
    starts: NDArray[np.datetime64]
    ends: NDArray[np.datetime64]
    programmes: Labels
    themes: tuple[Labels, ...]
    collaboration_areas: tuple[Labels, ...]
    texts: Labels
    areas: tuple[Labels, ...]

    @classmethod
    def of(
        cls,
        members: Any,
        *,
        texts: Sequence[str] = (),
        programmes: Sequence[str] = (),
        themes: Sequence[Sequence[str]] = (),
        areas: Sequence[Sequence[str]] = (),
        collaboration_areas: Sequence[Sequence[str]] = (),
    ) -> Past:
        """Return the past of a matrix of who was in what; all that is not given is unknown.

        Examples
        --------
        >>> from scipy import sparse
        >>> Past.of(sparse.csr_array([[1.0, 0], [1, 1], [0, 0]])).joined.tolist()
        [1.0, 2.0, 0.0]
        """
        n, m = members.shape
        undated = np.full(m, np.datetime64("NaT", "D"))
        return cls(
            ids=tuple(f"{i:0{len(str(n))}d}" for i in range(n)),
            collaboration_ids=tuple(f"{j:0{len(str(m))}d}" for j in range(m)),
            members=members.tocsr(),
            starts=undated,
            ends=undated,
            programmes=tuple(map(label, programmes)) or ("",) * m,
            themes=tuple(tuple(sorted(map(label, t))) for t in themes) or ((),) * m,
            collaboration_areas=tuple(map(tuple, collaboration_areas)) or ((),) * m,
            texts=tuple(texts) or ("",) * m,
            areas=tuple(tuple(sorted(a)) for a in areas) or ((),) * n,
        )

    def __len__(self) -> int:
        return len(self.collaboration_ids)

    def __repr__(self) -> str:
        return f"<Past: {len(self.ids)} organisations, {len(self)} collaborations>"

    # -- sizes --------------------------------------------------------------------------

    @cached_property
    def by_collaboration(self) -> Any:
        """Return who was in each collaboration, a scipy CSR array of shape (m, n)."""
        return self.members.T.tocsr()

    @cached_property
    def sizes(self) -> NDArray[np.float64]:
        """Return the number of members of each collaboration, shape (m,)."""
        return _sums(self.members, 0)

    @cached_property
    def joined(self) -> NDArray[np.float64]:
        """Return the number of collaborations that each organisation was in, shape (n,)."""
        return _sums(self.members, 1)

    # -- labels -------------------------------------------------------------------------

    @cached_property
    def programme_names(self) -> Labels:
        """Return the programmes that there were, sorted, each once."""
        return tuple(sorted({p for p in self.programmes if p}))

    @cached_property
    def by_programme(self) -> Any:
        """Return which collaborations each programme held, CSR of shape (programmes, m)."""
        return incidence([(p,) if p else () for p in self.programmes], self.programme_names)

    @cached_property
    def theme_names(self) -> Labels:
        """Return the themes of collaborations, sorted, each once."""
        return _names(self.themes)

    @cached_property
    def by_theme(self) -> Any:
        """Return which collaborations were about each theme, CSR of shape (themes, m)."""
        return incidence(self.themes, self.theme_names)

    @cached_property
    def area_names(self) -> Labels:
        """Return the ids of areas where any organisation works, sorted, each once."""
        return _names(self.areas)

    @cached_property
    def by_area(self) -> Any:
        """Return which organisations work in each area, CSR of shape (areas, n)."""
        return incidence(self.areas, self.area_names)

    # -- words --------------------------------------------------------------------------

    @cached_property
    def _worded(self) -> tuple[WordSpace, Any]:
        from sap_match.similarity.blend import WORD_SCALE, WordCounts, WordSpace

        counted = [WordCounts.of(text) for text in self.texts]
        space = WordSpace.of(counted)
        matrix = space.matrix(counted).astype(np.float64)
        matrix.data /= WORD_SCALE
        return space, matrix

    @property
    def space(self) -> WordSpace:
        """Return the words of all collaborations with their weights."""
        return self._worded[0]

    @property
    def words(self) -> Any:
        """Return collaborations x words, TF-IDF rows of length 1 or empty, CSR of shape (m, w)."""
        return self._worded[1]

    def words_of(self, texts: Sequence[str]) -> Any:
        """Return texts as rows of `words`, words never used before left out, CSR."""
        from sap_match.similarity.blend import WORD_SCALE, WordCounts

        matrix = self.space.matrix([WordCounts.of(t) for t in texts]).astype(np.float64)
        matrix.data /= WORD_SCALE
        return matrix


def past_of(landscape: Landscape) -> Past:
    """Return the past of a landscape, made once."""
    return landscape.part("past", lambda: _past(landscape))


def label(text: str | None) -> str:
    """Return a label as labels are compared: casefolded, with single spaces.

    Examples
    --------
    >>> label("  Central  EUROPE "), label(None)
    ('central europe', '')
    """
    return " ".join((text or "").casefold().split())


def incidence(labels: Sequence[Iterable[str]], names: Sequence[str]) -> Any:
    """Return names x rows, 1 where the row bears the name, CSR of shape (names, rows).

    Examples
    --------
    >>> incidence([("a", "b"), (), ("b",)], ("a", "b")).toarray().tolist()
    [[1.0, 0.0, 0.0], [1.0, 0.0, 1.0]]
    """
    from scipy import sparse

    place = {name: i for i, name in enumerate(names)}
    cells = [(place[one], j) for j, row in enumerate(labels) for one in row if one in place]
    where = np.array(cells, dtype=np.int64).reshape(-1, 2)
    shape = (len(names), len(labels))
    return sparse.csr_array((np.ones(len(where)), (where[:, 0], where[:, 1])), shape=shape)


def _past(landscape: Landscape) -> Past:
    network, dataset = landscape.network, landscape.dataset
    kept = np.flatnonzero(network.selected())
    known: Mapping[str, Any] = {c.id: c for c in dataset.collaborations}
    told = [known[network.collaboration_ids[j]] for j in kept]
    profiles = landscape.profiles
    return Past(
        ids=landscape.ids,
        collaboration_ids=tuple(c.id for c in told),
        members=network.incidence(),
        starts=network.starts[kept],
        ends=network.ends[kept],
        programmes=tuple(label(c.programme) for c in told),
        themes=tuple(tuple(sorted({label(t) for t in c.themes} - {""})) for c in told),
        collaboration_areas=tuple(tuple(sorted(set(c.areas))) for c in told),
        texts=tuple(". ".join(filter(None, (c.title, c.description))) for c in told),
        areas=tuple(profiles[one].area_ids for one in landscape.ids),
    )


def _names(rows: Iterable[Iterable[str]]) -> Labels:
    return tuple(sorted({one for row in rows for one in row}))


def _sums(matrix: Any, axis: int) -> NDArray[np.float64]:
    return np.asarray(matrix.sum(axis=axis), dtype=float).ravel()
