"""Plain characters: text without markup, damage from encodings, symbols and hidden signs."""

from __future__ import annotations

import html
import re
import unicodedata

LONGEST_RAW = 1_000_000
"""Characters of a cell that are looked at, markup included; the rest is cut off."""

LONGEST_READ = 20_000
"""Characters that are read once the markup is off; the rest is cut off."""

_HIDDEN = re.compile(r"(?is)<(script|style|head)\b.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)")
_BLOCK = re.compile(r"(?i)<\s*(?:/\s*(?:p|li|div|h[1-6]|tr|ul|ol)|br\s*/?|li)\b[^<>]*>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>?")

_LINE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]|\\\\r\\\\n|\\\\n|_x000[DA]_")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff\ufffd]")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_TIGHT_COMMA = re.compile(r"(?<=[a-z)])([,;])(?=[a-zA-Z])")
_SPACES = re.compile(r"[^\S\n]+")

_COMPATIBLE = re.compile(
    "[\ufb00-\ufb06\uff0b\uff0d-\uff19\uff20-\uff3a\uff3f\uff41-\uff5a\U0001d400-\U0001d7ff\u2460-\u24ff]+"
)
_DIGITS = re.compile(r"[^\W\D]+")
_TYPED_BULLETS = re.compile("[\uf0a7\uf0b7\uf0a8\uf0d8\uf0e0\uf0fc\u2022\u25e6\u2023\u2043\u2219]")
_SYMBOL = (
    "[\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2900-\u297f\u2b00-\u2bff\ufe0e\ufe0f\u20e3"
    "\U0001f000-\U0001faff\U000e0020-\U000e007f]"
)
_SYMBOL_BULLET = re.compile(rf"(?:^|(?<=\s)){_SYMBOL}[\s\u200d{_SYMBOL[1:]}{{0,20}}(?=[A-Z])")
_SYMBOLS = re.compile(rf"\s?{_SYMBOL}[\u200d{_SYMBOL[1:]}*")

_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\((?:[^()\s]{0,500})(?:\s\"[^\"\n]{0,200}\")?\)")
_LINE_MARKS = re.compile(r"(?m)^[ \t]*(?:#{1,6}(?=\s)|>+(?=\s)|[-=_*~|: ]{3,}$)[ \t]*")
_FENCES = re.compile(r"\*{2,}|~{2,}|`+|_{2,}")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,200})(?<=\S)\1(?!\w)")
_MARKED = re.compile(r"[*_`#>=~\]|]|---")
_DRAWN_OUT = re.compile(r"([^\s\d])\1{8,}")

# UTF-8 that was read as Windows-1252: a leading letter, then the marks that its next bytes become
_NEXT = "[\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"  # noqa: E501
_TWO, _THREE = f"[\u00c2-\u00df]{_NEXT}", f"[\u00e0-\u00ef]{_NEXT}{{2}}"
_MISREAD = re.compile(
    f"(?:{_TWO}|{_THREE}){{2,}}|[\u00c2-\u00c5]{_NEXT}|\u00e2{_NEXT}{{2}}|\u00f0{_NEXT}{{3}}"
)


def plain(text: str) -> str:
    r"""Return a text without markup, entities, symbols, control and invisible characters.

    HTML and Markdown are taken off (a directory may escape twice), UTF-8 that was read as
    Windows-1252 is read again, letters and digits that are drawn otherwise (full width,
    bold, other digits) become the common ones, and emoji go. Line ends stay. Time grows
    with the length; at most `LONGEST_RAW` characters are looked at and `LONGEST_READ` kept.

    Examples
    --------
    >>> plain("## Tea &amp; cake\n**Hot** meals at [our hall](https://x.example)")
    'Tea & cake\nHot meals at our hall'
    >>> plain("Itâ€™s a cafÃ© 🎉")
    'It’s a café'
    """
    text = text[:LONGEST_RAW]
    for _ in range(2):  # directories escape twice
        text = html.unescape(text)
        text = _TAG.sub(" ", _BLOCK.sub("\n", _HIDDEN.sub(" ", text)))
    text = _LINE.sub("\n", text[: 4 * LONGEST_READ])
    if not text.isascii():
        text = _common_letters(_reread(text))
    text = _CONTROL.sub(" ", text)
    if _MARKED.search(text):
        text = _unmarked(text)
    text = _TIGHT_COMMA.sub(r"\1 ", _DRAWN_OUT.sub(r"\1\1\1", text))
    return _SPACES.sub(" ", text).strip()[:LONGEST_READ]


def _reread(text: str) -> str:
    """Read again what was UTF-8 and was taken for Windows-1252, once or twice over."""
    for _ in range(2):
        text, changed = _MISREAD.subn(_reread_match, text)
        if not changed:
            break
    return text.replace("\u00e2\u20ac", '"')  # a closing quote whose last byte was lost


def _reread_match(match: re.Match[str]) -> str:
    try:
        return b"".join(map(_byte, match.group())).decode("utf-8")
    except UnicodeError:
        return match.group()


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


def _common_letters(text: str) -> str:
    text = _COMPATIBLE.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)
    text = _DIGITS.sub(lambda m: "".join(str(unicodedata.digit(c)) for c in m.group()), text)
    text = _SYMBOL_BULLET.sub("\n", _TYPED_BULLETS.sub("•", text))
    text = _SYMBOLS.sub(" ", text)
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return "".join(c if c == "\n" or unicodedata.category(c)[0] != "C" else " " for c in text)


def _unmarked(text: str) -> str:
    """Take off the marks of Markdown and of lines drawn with characters."""
    text = _LINE_MARKS.sub("", _LINK.sub(r"\1", text))
    return _EMPHASIS.sub(r"\2", _FENCES.sub("", text))
