"""The themes of many texts as rows whose cosine is how alike their themes are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sap_match.similarity.blend import VECTOR_SCALE
from sap_match.similarity.encoder import unit
from sap_match.similarity.themes.files import default_fingerprint, shipped_model
from sap_match.similarity.themes.model import DIMENSION


def reads_vectors(dimension: int | None, fingerprint: str | None) -> bool:
    """Whether the model was trained on vectors such as these.

    They must come from the default model: by its fingerprint where it is told, else by
    their length. Of other vectors nothing is read, and words alone tell the themes.

    Examples
    --------
    >>> reads_vectors(384, None), reads_vectors(384, "another"), reads_vectors(128, None)
    (True, False, False)
    """
    if dimension != DIMENSION:
        return False
    return fingerprint is None or fingerprint == default_fingerprint()


IMPLIED, SURE = 0.1, 0.4
"""Probabilities of the likeliest theme: a text that implies none, and one that surely does.

Charities nearly all reach the second; a line such as "Jubilee party, refreshments" does not,
and its words say more than the themes that could be guessed from it.
"""

Told = tuple[Sequence[str], NDArray[np.float32] | None, NDArray[np.float32]]
"""Texts, their vectors, and the rows that were made of them."""


def theme_rows(
    texts: Sequence[str], vectors: NDArray[np.float32] | None, told: Told | None = None
) -> NDArray[np.float32]:
    """Return the probabilities of UK-CAT themes, rows scaled to whole numbers.

    Parameters
    ----------
    texts : sequence of n str
    vectors : array of shape (n, 384), optional
        Of the default model, as `sap_match.similarity.blend.whole_vectors` gives them.
    told : tuple, optional
        Rows that are known; of equal texts with equal vectors nothing is worked out again.

    Returns
    -------
    array of shape (n, themes)
        Whole numbers, so that sums of products are exact. A row's length is `VECTOR_SCALE`
        times how sure it is that the text implies a theme (from 0 to 1): zeros where it is
        empty, in another language, or implies none.
    """
    model = shipped_model()
    rows = np.zeros((len(texts), len(model.codes["ukcat"])), dtype=np.float32)
    missing = list(range(len(texts)))
    if told is not None:
        same = _same(texts, vectors, told)
        rows[list(same)] = told[2][list(same.values())]
        missing = [i for i in missing if i not in same]
    part = None if vectors is None else vectors[missing] / np.float32(VECTOR_SCALE)
    read = model.read([texts[i] for i in missing])
    rows[missing] = whole_rows(model.probabilities(read, part)["ukcat"])
    rows.flags.writeable = False
    return rows


def whole_rows(probabilities: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return probabilities as rows of whole numbers whose length tells how sure they are."""
    most = probabilities.max(axis=1, initial=0)
    sure = np.clip((most - IMPLIED) / (SURE - IMPLIED), 0, 1)
    rows = unit(probabilities).astype(np.float64) * (sure * VECTOR_SCALE)[:, None]
    return np.asarray(np.rint(rows), dtype=np.float32)


def _same(texts: Sequence[str], vectors: NDArray[np.float32] | None, told: Told) -> dict[int, int]:
    """Return where each text that is known with the same vector stands among the known."""
    at = {text: i for i, text in enumerate(told[0])}
    known = {i: at[text] for i, text in enumerate(texts) if text in at}
    if vectors is None or told[1] is None or not known:
        return known if vectors is None and told[1] is None else {}
    equal = (vectors[list(known)] == told[1][list(known.values())]).all(axis=1)
    return {i: j for (i, j), keep in zip(known.items(), equal.tolist(), strict=True) if keep}
