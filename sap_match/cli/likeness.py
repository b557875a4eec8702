"""Rows of ``sap-match similar``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sap_match.results import Results

if TYPE_CHECKING:
    from sap_match.similarity.encoder import Encoder
    from sap_match.similarity.index import SimilarityIndex

COLUMNS = ("id", "rank", "other_id", "score")


def nearest_rows(
    index: SimilarityIndex, *, k: int, text: str | None, encoder: Encoder
) -> Results[dict[str, Any]]:
    """Return the nearest of every record, or of one text (which is neither cached nor logged)."""
    if text is not None:
        uncached = getattr(encoder, "encode_uncached", encoder.encode)
        found = {"": index.nearest(text=text, vector=uncached([text])[0], k=k)}
    else:
        found = {one: index.nearest(one, k=k) for one in index.ids}
    rows = tuple(
        {"id": one, "rank": rank, "other_id": near.id, "score": near.score}
        for one, nearest in found.items()
        for rank, near in enumerate(nearest, start=1)
    )
    return Results(rows, record=dict, columns=COLUMNS)
