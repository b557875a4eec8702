"""The themes of many texts as rows whose cosine is how alike their themes are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sap_match.similarity.blend import VECTOR_SCALE, whole_vectors
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


def theme_rows(texts: Sequence[str], vectors: NDArray[np.float32] | None) -> NDArray[np.float32]:
    """Return the probabilities of UK-CAT themes, rows scaled to whole numbers.

    Parameters
    ----------
    texts : sequence of n str
    vectors : array of shape (n, 384), optional
        Of the default model, as `sap_match.similarity.blend.whole_vectors` gives them.

    Returns
    -------
    array of shape (n, themes)
        Whole numbers, rows of length `VECTOR_SCALE`, so that sums of products are exact; a
        row of zeros where a text is empty or in another language.
    """
    model = shipped_model()
    part = None if vectors is None else vectors / np.float32(VECTOR_SCALE)
    return whole_vectors(model.probabilities(model.read(texts), part)["ukcat"])
