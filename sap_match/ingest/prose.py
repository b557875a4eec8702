"""Letters that nobody meant: HTML, control characters, broken encodings; put right and told.

What a person would read stays. What is only a trace of how a text was stored goes: tags and
scripts, escape sequences, marks that turn the direction of a line, halves of a letter.
"""

from __future__ import annotations

import html
import re
import unicodedata

_TAGS = (
    "a|abbr|address|article|b|big|blockquote|body|br|button|center|cite|code|col|dd|del|details|div"
    "|dl|dt|em|embed|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|li"
    "|link|main|meta|nav|object|ol|option|p|picture|pre|q|s|samp|script|section|select|small|source"
    "|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr"
    "|tt|u|ul|video|o:p"
)
_HIDDEN = re.compile(
    r"<(?:(script|style|iframe|object|svg|template)(?=[\s>/])|(!--))", re.IGNORECASE
)
_BREAK = re.compile(r"<(?:br|/?p|/?li|/?div|/?tr|/?h[1-6]|/?ul|hr)\b[^<>]{0,2000}>", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_TAGS})(?=[\s/>])[^<>]{{0,2000}}>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)

_ESCAPES = re.compile(r"(?:\x1b\[|\x9b)[0-?]{0,99}[ -/]{0,9}[@-~]|\x1b[@-Z\\-_]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_HALF = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LINES = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")

_CONTINUED = "".join(bytes([n]).decode("cp1252", errors="ignore") or chr(n)
                     for n in range(0x80, 0xC0))  # fmt: skip
_BROKEN = re.compile(f"[ÃÂÅÄ][{_CONTINUED}]|â[€„†‚][{_CONTINUED}]")
_SIGNS = re.compile(f"[ÃÂ][{_CONTINUED}]|â€")

UNSEEN = "held letters that do not show; they were taken out"
HTML = "held HTML; its words were kept"
BROKEN = "held letters broken by a wrong encoding; they were put right"
LOST = "holds letters that were lost in a wrong encoding"


def cleaned(text: str, *, words: bool = True) -> tuple[str, str]:
    r"""Return a text as a person would read it, and what was done to it (often nothing).

    Parameters
    ----------
    text : str
        As it stands in the source.
    words : bool
        Whether it is prose or a name, in which HTML and broken letters are put right; of an
        id or address only what does not show is taken out.

    Examples
    --------
    >>> cleaned("<p>Soup &amp; <b>bread</b><script>alert(1)</script></p>")
    ('Soup & bread', 'held HTML; its words were kept')
    >>> cleaned("CafÃ© for 5 < 6")
    ('Café for 5 < 6', 'held letters broken by a wrong encoding; they were put right')
    >>> cleaned("\x1b[31mred\x1b[0m"), cleaned("plain")
    (('red', 'held letters that do not show; they were taken out'), ('plain', ''))
    """
    told = ""
    if not text.isascii():
        if words and _SIGNS.search(text):
            text, told = _mended(text)
        text = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
    if not text.isprintable():
        text, told = _seen(text, told)
    if words and ("<" in text or "&" in text):
        text, told = _without_html(text, told)
    if "\ufffd" in text and not told:
        told = LOST
    return text.strip(), told


def _mended(text: str) -> tuple[str, str]:
    def one(match: re.Match[str]) -> str:
        raw = b"".join(
            c.encode("cp1252", errors="ignore") or bytes([ord(c) % 256]) for c in match[0]
        )
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return match[0]

    mended = _BROKEN.sub(one, text)
    return mended, BROKEN if mended != text else ""


def _seen(text: str, told: str) -> tuple[str, str]:
    text = _LINES.sub("\n", text)
    bare = text.removeprefix("\ufeff")
    shown = _HALF.sub("\ufffd", _UNSEEN.sub("", _ESCAPES.sub("", bare)))
    return shown, told if shown == bare else UNSEEN


def _without_html(text: str, told: str) -> tuple[str, str]:
    before = text
    for _ in range(4):  # what was escaped twice
        was = text
        if _ENTITY.search(text):
            text = html.unescape(text)
            if not text.isprintable():
                text = _seen(text, "")[0]
        if "<" in text:
            text = _TAG.sub("", _BREAK.sub("\n", _without_hidden(text)))
        if text == was:
            break
    if text == before:
        return text, told
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line), HTML


def _without_hidden(text: str) -> str:
    """Leave out scripts and comments with what is in them; one that never ends is no script."""
    kept: list[str] = []
    at = 0
    endless: set[str] = set()
    while (match := _HIDDEN.search(text, at)) is not None:
        end = "-->" if match[2] else f"</{match[1].lower()}"
        close = None if end in endless else re.compile(end, re.IGNORECASE).search(text, match.end())
        kept += [text[at : match.start()], " "]
        if close is None:
            endless.add(end)
            at = match.end()
        else:
            at = close.end() if match[2] else (text.find(">", close.end()) + 1 or len(text))
    return "".join([*kept, text[at:]])
