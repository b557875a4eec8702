"""How well a team's earlier work covers what was wanted, under an encoder of its own.

A team that was made with one encoder is judged with another: TF-IDF over what everybody did
with others, or its latent semantic analysis. Neither knows of the sentence model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape

#: Dimensions of the latent semantic analysis.
LSA = 100


@dataclass(frozen=True, eq=False)
class WorkCoverage:
    """Coverage of capabilities by the collaborations that organisations took part in.

    Examples
    --------
    >>> from sap_match.landscape import Landscape
    >>> from sap_match.model import Collaboration, CollaborationMember, Dataset, Organisation
    >>> from datetime import date
    >>> data = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [Organisation(id=i, name=i, kind="voluntary") for i in "ab"],
    ...         "collaborations": [
    ...             Collaboration(id="c", kind="partnership", title="Wells and water"),
    ...             Collaboration(id="d", kind="partnership", title="Schools and teachers"),
    ...         ],
    ...         "collaboration_members": [
    ...             CollaborationMember(collaboration_id=c, organisation_id=o)
    ...             for c, o in (("c", "a"), ("d", "b"))
    ...         ],
    ...     },
    ... )
    >>> judge = WorkCoverage.of(Landscape.build(data, as_of=date(2026, 1, 1)))
    >>> judge.coverage(["a"], ["water"]) > judge.coverage(["b"], ["water"])
    True
    """

    texts: Any
    vectoriser: Any
    reducer: Any
    joined: dict[str, NDArray[np.int64]]

    @property
    def worked(self) -> frozenset[str]:
        """Everybody who took part in anything."""
        return frozenset(self.joined)

    @classmethod
    def of(cls, landscape: Landscape, *, lsa: bool = False) -> WorkCoverage:
        """Read what everybody did with others, as of the landscape's date."""
        from sklearn.decomposition import TruncatedSVD
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.preprocessing import normalize

        dataset = landscape.dataset
        known = [c for c in dataset.collaborations if c.kind not in ("funding", "forum")]
        told = [f"{c.title or ''}. {c.description or ''}" for c in known]
        vectoriser = TfidfVectorizer(sublinear_tf=True, stop_words="english")
        texts = vectoriser.fit_transform(told)
        reducer = None
        if lsa:
            size = max(1, min(LSA, min(texts.shape) - 1))
            reducer = TruncatedSVD(size, random_state=0).fit(texts)
            texts = normalize(reducer.transform(texts))
        joined: dict[str, list[int]] = {}
        for j, c in enumerate(known):
            for one in dataset.members_of(c.id):
                joined.setdefault(dataset.resolve(one), []).append(j)
        return cls(texts, vectoriser, reducer, {o: np.array(js) for o, js in joined.items()})

    def coverage(self, team: Sequence[str], capabilities: Sequence[str]) -> float:
        """Return the mean over capabilities of the best likeness of any member's work."""
        from sklearn.preprocessing import normalize

        if not capabilities:
            return 0.0
        wanted = self.vectoriser.transform(list(capabilities))
        if self.reducer is not None:
            wanted = normalize(self.reducer.transform(wanted))
        rows = [self.joined[one] for one in team if one in self.joined]
        if not rows:
            return 0.0
        like = wanted @ self.texts[np.unique(np.concatenate(rows))].T
        dense = like.toarray() if hasattr(like, "toarray") else np.asarray(like)
        return float(dense.max(axis=1).mean())
