"""Text from directories made inert: for spreadsheets, Markdown, terminals and pages.

Whoever fills in a directory is not to be trusted with a spreadsheet's formulas, a
page's tags, a terminal's control codes or the direction in which a line is read.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

# CSI and OSC sequences whole, so that "ESC[31mred" leaves "red" and not "[31mred"; then what
# remains of C0, C1 and DEL.
_ANSI = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9c\n]{0,2000}(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[@-Z\\-_]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Embeddings, overrides and isolates (they reorder what stands around them), tags, byte-order
# mark, interlinear marks; plain left-to-right marks and joiners stay, real scripts need them.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_SURROGATE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile("\r\n?|[\u2028\u2029\x85]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w£.])(\+?\(?\d[\d\s()./-]{8,}\d)(?!\w)")


def plain(value: object) -> str:
    r"""Return text without control codes, escape sequences or direction overrides.

    Line breaks stay (as ``\n``), tabs become spaces, ``None`` becomes "".

    Examples
    --------
    >>> plain("\x1b[31mred\x1b[0m\x07"), plain("Smi\u202eht"), plain(None)
    ('red', 'Smiht', '')
    """
    if value is None:
        return ""
    text = _BREAK.sub("\n", _ANSI.sub("", str(value)))
    text = _SURROGATE.sub("\ufffd", _BIDI.sub("", _CONTROL.sub("", text)))
    return text.replace("\t", " ")


def terminal(value: object) -> str:
    r"""Return text on one line that cannot move a terminal's cursor or colour it.

    Examples
    --------
    >>> terminal("one\r\x1b[2Ktwo")
    'one two'
    """
    return " ".join(plain(value).split())


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula; a number is none.

    Examples
    --------
    >>> is_formula("=1+1"), is_formula(" @SUM(A1)"), is_formula("-3.5"), is_formula("a-b")
    (True, True, False, False)
    """
    stripped = text.strip(" \u00a0")
    return stripped.startswith(_FORMULA) and not _NUMBER.fullmatch(stripped)


def csv_cell(value: object) -> str:
    """Return a value as the text of one CSV cell that no spreadsheet will run.

    Numbers stay numbers, dates are ISO, truth is ``yes`` or ``no``, several values are
    separated by ``;``; text that begins like a formula gets a ``'`` before it.

    Examples
    --------
    >>> csv_cell("=HYPERLINK(1)"), csv_cell(-2.5), csv_cell(True), csv_cell(("a", "b"))
    ("'=HYPERLINK(1)", '-2.5', 'yes', 'a;b')
    """
    text = _cell(value)
    return f"'{text}" if not isinstance(value, int | float) and is_formula(text) else text


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(float(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return ";".join(_cell(one) for one in value)
    if isinstance(value, set | frozenset):
        return _cell(sorted(map(_cell, value)))
    return plain(value)


def csv_text(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    r"""Return rows as guarded CSV text with a header and ``\n`` line ends.

    Examples
    --------
    >>> csv_text([{"id": "a", "reason": "=1+1"}], ["id", "reason"])
    "id,reason\na,'=1+1\n"
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([csv_cell(column) for column in columns])
    writer.writerows([csv_cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue()


def markdown(value: object) -> str:
    r"""Return text on one line that Markdown shows as it stands: no tag, link, image or list.

    Examples
    --------
    >>> markdown("<b>*Tea*</b> [here](http://x.example)")
    '&lt;b&gt;\\*Tea\\*&lt;/b&gt; \\[here\\](http\\://x.example)'
    """
    text = terminal(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*_\[\]|~#])", r"\\\1", text)
    text = re.sub(r":(?=//)", r"\\:", text)
    text = re.sub(r"(?i)\b(www)\.", r"\1\\.", text)
    text = re.sub(r"(?<=\w)@(?=\w)", r"\\@", text)
    text = re.sub(r"^([-+=])", r"\\\1", text)
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", text)


def mask_contacts(text: str) -> str:
    """Return text without e-mail addresses and telephone numbers.

    Examples
    --------
    >>> mask_contacts("Ring Jo on 01632 960123 or jo@example.org")
    'Ring Jo on (contact withheld) or (contact withheld)'
    """
    return _PHONE.sub("(contact withheld)", _EMAIL.sub("(contact withheld)", text))
