"""Identifiers of organisations in grants: in their one spelling, and put right where one is wrong.

Publishers write charity numbers as company numbers and the reverse, Scottish numbers under
the list of England and Wales, lists in lower case, and numbers without a list. What the
cells beside an identifier, or its own shape, prove wrong is put right and told.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from sap_match.ingest.identifiers import charity_id, charity_number, company_id, org_id

_SCOTTISH = re.compile(r"SC0*(\d{4,6})")
_NORTHERN_IRISH = re.compile(r"NIC?0*(\d{6})")
_AS_COMPANY = "is its charity number, written as a company number"
_OWN_LIST = re.compile(r"GB-(CHC|COH|SC|NIC)[-:/ ]*(.*)")


class Identifier(NamedTuple):
    """An organisation's identifier, and what was wrong with it as it was written."""

    id: str
    wrong: str = ""


@lru_cache(maxsize=65_536)
def charity_of(text: str) -> str | None:
    """Return the org-id of a charity number of any register of the United Kingdom, or ``None``.

    Numbers of seven digits begin with 1: others are company numbers in the wrong cell.

    Examples
    --------
    >>> (
    ...     charity_of("1102003"),
    ...     charity_of("SC012345"),
    ...     charity_of("NIC100012"),
    ...     charity_of("07962245"),
    ... )
    ('GB-CHC-1102003', 'GB-SC-SC012345', 'GB-NIC-100012', None)
    """
    if not 4 < len(text) < 60:
        return None
    compact = re.sub(r"[^A-Z0-9]", "", text.upper())
    bare = re.sub(r"^GB(?:CHC|SC|NIC)", "", compact)
    if match := _SCOTTISH.fullmatch(bare):
        return f"GB-SC-SC{match[1].zfill(6)}"
    if match := _NORTHERN_IRISH.fullmatch(bare):
        return f"GB-NIC-{match[1]}"
    number = charity_number(text)
    return charity_id(text) if number and (len(number) == 6 or number[0] == "1") else None


@lru_cache(maxsize=65_536)
def company_of(text: str) -> str | None:
    """Return the org-id of a company number, or ``None``.

    Examples
    --------
    >>> company_of("7962245"), company_of("exempt")
    ('GB-COH-07962245', None)
    """
    return company_id(text) if 0 < len(text) < 60 else None


def identifier_of(said: str, *, charity: str = "", company: str = "") -> Identifier:
    """Return the identifier that a publisher means.

    Parameters
    ----------
    said : str
        The identifier as it is written.
    charity, company : str
        The cells with the charity and the company number beside it.

    Examples
    --------
    >>> identifier_of("GB-COH-00212481", charity="212481")
    Identifier(id='GB-CHC-212481', wrong='is its charity number, written as a company number')
    >>> identifier_of("gb-coh-7962245").id, identifier_of("GB-CHC-SC012345").id
    ('GB-COH-07962245', 'GB-SC-SC012345')
    >>> identifier_of("360G-trafford-be_active").id, identifier_of("1102003", charity="1102003").id
    ('360G-trafford-be_active', 'GB-CHC-1102003')
    """
    text = " ".join(said.split())
    if not text or len(text) > 200:
        return Identifier(text[:200])
    own_charity, own_company = charity_of(charity), company_of(company)
    compact = re.sub(r"\s+", "", text).upper()
    if match := _OWN_LIST.fullmatch(compact):
        listed, number = match[1], match[2]
        if number.isdigit() and listed in ("SC", "NIC"):
            number = listed + number  # the register's own prefix
        found = _listed(listed, number, own_charity, own_company)
        if found is not None:
            return found
    whole = org_id(text)
    if whole is not None:
        return Identifier(whole)
    if own_charity and charity_of(text) == own_charity:
        return Identifier(own_charity, "is a charity number without its list")
    if own_company and company_of(text) == own_company:
        return Identifier(own_company, "is a company number without its list")
    return Identifier(text)


def _listed(
    listed: str, number: str, own_charity: str | None, own_company: str | None
) -> Identifier | None:
    """Return what a number of a register means, where it is not plainly what it says."""
    charity, company = charity_of(number), company_of(number)
    if listed == "COH":
        wrong = charity is not None and charity == own_charity and company != own_company
        return Identifier(own_charity or "", _AS_COMPANY) if wrong else None
    if charity is None and company and (company == own_company or len(number) == 8):
        return Identifier(company, "is a company number, written as a charity number")
    if charity is None:
        return None
    other = not charity.startswith(f"GB-{listed}-")
    return Identifier(charity, f"is a number of another register than GB-{listed}" if other else "")
