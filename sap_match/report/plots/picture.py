"""A picture that carries its own words, and is the same bytes every time."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sap_match.errors import DataError
from sap_match.report.escape import terminal
from sap_match.report.plots.style import drawing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sap_match.report.plots.layout import Layout

Format = Literal["svg", "png", "pdf"]
_FORMATS = ("svg", "png", "pdf")
_SVG_HEAD = re.compile(r"<svg\b[^>]*>")


@dataclass(frozen=True, eq=False)
class Picture:
    """A drawn figure with the words that stand in for it.

    Shown in a notebook as an image with its alternative text; `save` writes it as SVG, PNG or
    PDF. The same input gives the same bytes: no date is written, and no random mark.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        To be changed before it is saved, if need be.
    title, alt : str
        What the picture is called, and what it finds, in plain words: numbers and all.
    note : str
        What every figure says: how many, which boundary, what is missing.
    layout : Layout, optional
        Where the nodes of a network stand, for next month's picture.
    """

    figure: Figure
    title: str
    alt: str
    note: str = ""
    layout: Layout | None = None

    def __repr__(self) -> str:
        return f"<Picture: {terminal(self.title)}>"

    def save(self, path: str | Path) -> Path:
        """Write the picture; the ending of ``path`` says how: .svg, .png or .pdf.

        Raises
        ------
        DataError
            Another ending.
        """
        path = Path(path)
        path.write_bytes(self.to_bytes(path.suffix.lstrip(".").lower()))
        return path

    def to_bytes(self, form: str = "svg") -> bytes:
        """Return the picture as the bytes of an ``svg``, ``png`` or ``pdf`` file.

        Raises
        ------
        DataError
            Another form.
        """
        if form not in _FORMATS:
            raise DataError("a picture is written as svg, png or pdf", field="form", value=form)
        out = io.BytesIO()
        with drawing():
            self.figure.savefig(out, format=form, dpi=144, metadata=self._metadata(form))
        drawn = out.getvalue()
        return self._described(drawn.decode()).encode() if form == "svg" else drawn

    def _metadata(self, form: str) -> Mapping[str, Any]:
        title, alt = terminal(self.title), terminal(self.alt)
        if form == "svg":
            return {"Date": None, "Creator": None}
        if form == "png":
            return {"Software": None, "Title": title, "Description": alt}
        return {"CreationDate": None, "Creator": None, "Producer": None, "Title": title,
                "Subject": alt}  # fmt: skip

    def _described(self, svg: str) -> str:
        """Return the SVG with title and description, so that a screen reader tells it."""
        mark = hashlib.sha256(f"{self.title}\0{self.alt}".encode()).hexdigest()[:8]
        title, alt = (html.escape(terminal(text)) for text in (self.title, self.alt))
        ids = f"picture-{mark}-title picture-{mark}-what"
        told = (
            f'<title id="picture-{mark}-title">{title}</title>'
            f'<desc id="picture-{mark}-what">{alt}</desc>'
        )
        return _SVG_HEAD.sub(
            lambda head: f'{head[0][:-1]} role="img" aria-labelledby="{ids}">{told}', svg, count=1
        )

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.to_bytes("png")).decode()
        alt = html.escape(terminal(self.alt), quote=True)
        return (
            f'<img src="data:image/png;base64,{data}" alt="{alt}" '
            'style="max-width:100%;height:auto;background:#fff">'
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "text/plain": f"{self!r}\n{terminal(self.alt)}"}
