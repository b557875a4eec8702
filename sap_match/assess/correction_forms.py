"""Cells whose form alone shows that they are wrong: no network is asked, nobody is named."""

from __future__ import annotations

import re
from typing import NamedTuple

DEAD_HOSTS = (
    "geocities.com", "geocities.co.uk", "plus.google.com", "moonfruit.com", "freeserve.co.uk",
    "fsnet.co.uk", "homepages.tesco.net", "members.aol.com", "homepage.mac.com", "me.com/web",
    "sites.google.com/site", "vpweb.co.uk", "friendsreunited.co.uk", "goo.gl",
)  # fmt: skip
"""Hosts that closed: whatever is linked there cannot be had."""

_PLACEHOLDER = re.compile(
    r"(?i)(?:https?://)?(?:www\.)?(?:example\.(?:com|org|net|co\.uk)|test\.com|yourwebsite\.\S+"
    r"|website\.com|domain\.com|tbc|tba|none|n/?a|unknown|to follow|no website)(?:/.*)?"
)
_EMAIL = re.compile(r"[\w.+'&/=-]+@[\w-]+(?:\.[\w-]+)+")
_SCHEME = re.compile(r"(?i)(https?)(?:[:;.]?/{1,3}|[:;]/*|:/ /)(?:https?:?/*)?(?=[\w])")
_SOUND = re.compile(r"(?i)https?://[^\s/@]+\.[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?")
_BARE = re.compile(r"(?i)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?:[/?#]\S*)?")
_PROFILE = re.compile(r"(?i)(?:www\.|m\.)?facebook\.com/(?:profile\.php|people/)")
WITHHELD = "(withheld)"


class Fault(NamedTuple):
    """What is wrong with a cell, what it could be, and whether its value may be shown."""

    reason: str
    proposed: str = ""
    shown: bool = True
    grave: bool = True
    """Whether the cell is of no use as it stands."""


def link_fault(text: str) -> Fault | None:
    """Return what is wrong with a web address by its form, or ``None``.

    Examples
    --------
    >>> link_fault("http//club.org.uk").proposed, link_fault("https://club.org.uk")
    ('http://club.org.uk', None)
    >>> link_fault("jo@club.org.uk").reason, link_fault("http://example.com").reason
    ('is an e-mail address', 'is a placeholder')
    """
    told = text.strip()
    found = _of_nothing(told) or _on_a_dead_host(told)
    return found if found or _SOUND.fullmatch(told) else _misspelt(told)


def _of_nothing(told: str) -> Fault | None:
    """Return why a text leads to nothing or to nobody's page, if it does."""
    if _PLACEHOLDER.fullmatch(told):
        return Fault("is a placeholder")
    if _EMAIL.fullmatch(told.removeprefix("mailto:")):
        return Fault("is an e-mail address", "move it to the e-mail field", shown=False)
    if _PROFILE.match(_without_scheme(told)):
        return Fault(
            "is the profile of a person, not a page of the organisation", shown=False, grave=False
        )
    return None


def _on_a_dead_host(told: str) -> Fault | None:
    bare = _without_scheme(told)
    for host in DEAD_HOSTS:
        if re.match(rf"(?:[\w-]+\.)*{re.escape(host)}(?:[/?#]|\Z)", bare, re.IGNORECASE):
            return Fault(f"lies on {host.split('/')[0]}, which closed")
    return None


def _without_scheme(told: str) -> str:
    return re.sub(r"(?i)^https?://(?:www\.)?", "", told)


def _misspelt(told: str) -> Fault:
    """Return what is wrong with the letters of an address that is not sound."""
    shown = "@" not in told
    if len(re.findall(r"(?i)https?://|www\.", told)) > 1 and " " in told:
        return Fault("holds more than one address", "keep one", shown)
    mended = _SCHEME.sub(lambda m: f"{m[1].lower()}://", told, count=1)
    if mended != told and _SOUND.fullmatch(mended):
        return Fault("is no web address as it is written", mended)
    ended = told.rstrip(" .,;")
    if ended != told and _SOUND.fullmatch(ended):
        return Fault("ends with a stop that is no part of it", ended, grave=False)
    if _BARE.fullmatch(told):
        return Fault("does not begin with http:// or https://", f"http://{told}", grave=False)
    if re.search(r"\s", told):
        return Fault("has a space in it", "", shown)
    return Fault("is no web address", "", shown)


def email_fault(text: str) -> Fault | None:
    """Return what is wrong with an e-mail address by its form; it is never shown.

    Examples
    --------
    >>> email_fault("jo@club.org.uk"), email_fault("jo.club.org.uk").reason
    (None, 'has no @')
    """
    told = text.strip()
    if re.fullmatch(r"[^\s@,;<>]+@[^\s@,;<>.]+(?:\.[^\s@,;<>.]+)+", told):
        return None
    if "@" not in told:
        reason = "is a web address" if re.match(r"(?i)https?://|www\.", told) else "has no @"
    elif len(re.findall(r"@", told)) > 1:
        reason = "holds more than one address"
    elif re.search(r"\s", told):
        reason = "has a space in it"
    else:
        reason = "is no e-mail address"
    return Fault(reason, shown=False)


def phone_fault(text: str) -> Fault | None:
    """Return what is wrong with a British telephone number by its digits; it is never shown.

    Short numbers such as 111 and 116 123 and those of other countries are left alone.

    Examples
    --------
    >>> phone_fault("01632 960123"), phone_fault("116 123"), phone_fault("0163 960").reason
    (None, None, 'has 7 digits, and a British number 10 or 11')
    """
    number = re.split(r"(?i)\s*(?:extension|ext|x|option|opt)\.?\s*\d", text)[0]
    if re.search(r"[A-Za-z]{2}|[/,;]|\bor\b", number):
        return None  # words or several numbers: a person can read them
    plain = re.sub(r"\D", "", number.replace("(0)", ""))
    if number.strip().startswith(("+", "00")):
        if not plain.lstrip("0").startswith("44"):
            return None
        plain = "0" + plain.lstrip("0")[2:].lstrip("0")
    if not plain.startswith("0"):
        return None
    if len(plain) in (10, 11):
        return None
    return Fault(f"has {len(plain)} digits, and a British number 10 or 11", shown=False)


def is_shouted(text: str) -> bool:
    """Whether a text of some length is written in capitals throughout.

    Examples
    --------
    >>> is_shouted("LUNCH FOR EVERYBODY WHO LIVES IN THE PARISH OR NEAR IT"), is_shouted("BBC")
    (True, False)
    """
    letters = [c for c in text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return len(letters) >= 40 and len(text.split()) >= 6 and capitals > 0.9 * len(letters)
