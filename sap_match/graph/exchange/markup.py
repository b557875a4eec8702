"""XML read without its dangers, and text made fit for it."""

from __future__ import annotations

import re
from typing import Any, NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape as _escape

from sap_match.errors import DataError

DEEPEST = 64
_BREAKS = {"\r": "&#13;"}
_MARKS = re.compile('[&<>\r\n\t"]')
_IN_QUOTES = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;", '"': "&quot;"}


def content(text: str) -> str:
    r"""Return text as the content of an element.

    Examples
    --------
    >>> content("a<b\r")
    'a&lt;b&#13;'
    """
    return _escape(text, _BREAKS) if _MARKS.search(text) else text


def quoted(text: str) -> str:
    r"""Return text as the value of an attribute, with its quotes.

    Examples
    --------
    >>> quoted('say "a"\n')
    '"say &quot;a&quot;&#10;"'
    """
    return f'"{_escape(text, _IN_QUOTES) if _MARKS.search(text) else text}"'


class Markup:
    """One pass through an XML file: ``open`` and ``close`` are called at each element.

    Elements of other vocabularies (their prefix is not that of the first element) are passed
    over. ``words`` holds the text since the last element began.

    Raises
    ------
    DataError
        The file is no XML, breaks off, has a document type (which could expand without
        end or name other files), or is nested more than 64 deep.
    """

    #: Name of the first element.
    root = ""

    def __init__(self, source: str) -> None:
        self.source = source
        self.comments: list[str] = []
        self._words: list[str] = []
        self._deep = 0
        self._passed = 0
        self._prefix: str | None = None
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words.append
        parser.CommentHandler = self.comments.append
        parser.StartDoctypeDeclHandler = self._doctype
        self._parser = parser

    def open(self, name: str, given: dict[str, str]) -> None:
        """Take note of an element that begins."""
        raise NotImplementedError

    def close(self, name: str, words: str) -> None:
        """Take note of an element that ends, and of the text in it."""
        raise NotImplementedError

    @property
    def line(self) -> int:
        """The line that is being read."""
        return int(self._parser.CurrentLineNumber)

    def refuse(self, message: str, **cell: Any) -> NoReturn:
        """Raise a `DataError` that names file and line."""
        raise DataError(message, source=self.source, row=self.line, **cell)

    def parse(self, data: bytes) -> None:
        """Read a whole file."""
        try:
            self._parser.Parse(data, True)  # noqa: FBT003 - expat's own signature
        except expat.ExpatError as error:
            raise DataError(
                f"is no XML that can be read ({expat.ErrorString(error.code)}, column "
                f"{error.offset + 1}); was it saved whole, and in the encoding that it names?",
                source=self.source,
                row=error.lineno,
            ) from None
        except (LookupError, ValueError) as error:
            if isinstance(error, DataError):
                raise
            raise DataError(
                "is in an encoding that cannot be read; save it as UTF-8", source=self.source
            ) from None

    def _start(self, name: str, given: dict[str, str]) -> None:
        self._deep += 1
        if self._deep > DEEPEST:
            self.refuse(f"is nested more than {DEEPEST} deep")
        prefix, _, own = name.rpartition(":")
        if self._prefix is None:
            self._prefix = prefix
            if own.casefold() != self.root:
                self.refuse(
                    f"does not begin with <{self.root}>: it is another kind of file", value=own
                )
        if self._passed or prefix != self._prefix:
            self._passed += 1
            return
        self._words.clear()
        self.open(own, given)

    def _end(self, name: str) -> None:
        self._deep -= 1
        if self._passed:
            self._passed -= 1
            return
        words = "".join(self._words)
        self._words.clear()
        self.close(name.rpartition(":")[2], words)

    def _doctype(self, *_: object) -> None:
        self.refuse(
            "has a document type (<!DOCTYPE ...>), which files of networks need not have and "
            "which could hold a trap; take it out and read it again"
        )


def by_kind(name: str) -> str | None:
    """Return the kind of values that a type of GraphML or GEXF stands for, None if text.

    Examples
    --------
    >>> by_kind("long"), by_kind("double"), by_kind("anyURI")
    ('whole', 'number', None)
    """
    return _KINDS.get(name.casefold())


_KINDS = {
    **dict.fromkeys(("int", "integer", "long", "short", "byte", "biginteger"), "whole"),
    **dict.fromkeys(("float", "double", "bigdecimal"), "number"),
    "boolean": "truth",
}
#: The other way about: how a column of each kind is declared; all others are text.
TYPES = {"whole": "long", "number": "double", "truth": "boolean"}


class Columns:
    """Columns filled row by row, with None where a row says nothing."""

    def __init__(self) -> None:
        self.cells: dict[str, list[Any]] = {}

    def put(self, heading: str, row: int, value: Any) -> None:
        """Put a value into a column; a later one of the same row replaces it."""
        column = self.cells.setdefault(heading, [])
        if len(column) > row:
            column[row] = value
            return
        if len(column) < row:
            column.extend([None] * (row - len(column)))
        column.append(value)

    def filled(self, rows: int) -> dict[str, list[Any]]:
        """Return the columns, all as long as there are rows."""
        for column in self.cells.values():
            column.extend([None] * (rows - len(column)))
        return self.cells
