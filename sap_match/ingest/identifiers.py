"""Organisation identifiers in their one spelling: org-id.guide lists, charities, companies.

An org-id is ``{list}-{number}``, for example ``GB-CHC-1102003``. Neither charity nor
company numbers have a check digit, so that only their shape can be checked.
"""

from __future__ import annotations

import re

PUBLIC_LISTS = ("GB-LAE", "GB-LAS", "GB-PLA", "GB-NHS", "GB-EDU", "GB-GOR", "GB-GOV")
"""Lists whose members are public bodies: councils, the NHS, schools, government."""

LISTS = (
    *PUBLIC_LISTS,
    "GB-CHC", "GB-COH", "GB-SC", "GB-NIC", "GB-CASC", "GB-COE", "GB-UKPRN", "GB-MPR", "GB-IRN",
    "GB-SHPE", "GB-REV",
)  # fmt: skip
"""The lists of org-id.guide that British publishers use."""

_LISTED = re.compile(rf"({'|'.join(LISTS)})-(.*)", re.DOTALL)
_SPELLED = re.compile(r"GB-(?:CHC-[1-9][0-9]{5,6}|COH-(?=0*[1-9])[0-9]{8})")
"""The commonest numbers in their one spelling."""
_CHARITY = re.compile(r"0*(\d{6,7})")
_LINKED = re.compile(r"0*(\d{6,7})[-/.](\d{1,3})")
_COMPANY = re.compile(r"([A-Z]{2}|R)?(\d{1,8})([A-Z]?)")
_COMPANY_PREFIXES = frozenset(
    [
        "AC",
        "BR",
        "CE",
        "CS",
        "FC",
        "FE",
        "GE",
        "GN",
        "GS",
        "IC",
        "IP",
        "LP",
        "NA",
        "NC",
        "NF",
        "NI",
        "NL",
        "NO",
        "NP",
        "NR",
        "NV",
        "NZ",
        "OC",
        "OE",
        "PC",
        "R",
        "RC",
        "RS",
        "SA",
        "SC",
        "SE",
        "SF",
        "SG",
        "SI",
        "SL",
        "SO",
        "SP",
        "SR",
        "SZ",
        "ZC",
    ]
)


def charity_number(text: str | None) -> str | None:
    """Return a charity number of England and Wales without padding, or ``None``.

    Parameters
    ----------
    text : str or None
        As typed: ``1102003``, ``0512710``, ``Charity no. 1102003``, ``GB-CHC-1102003``.

    Examples
    --------
    >>> charity_number("0512710"), charity_number("GB-CHC-1102003"), charity_number("SC012345")
    ('512710', '1102003', None)
    """
    if text and text[0] != "0" and 6 <= len(text) <= 7 and text.isdecimal():
        return text
    match = _CHARITY.fullmatch(_bare(text, "GB-CHC"))
    return match[1].lstrip("0") if match and len(match[1].lstrip("0")) >= 6 else None


def company_number(text: str | None) -> str | None:
    """Return a number of Companies House in eight characters, or ``None``.

    Examples
    --------
    >>> company_number("738693"), company_number("ce8889"), company_number("soon")
    ('00738693', 'CE008889', None)
    """
    match = _COMPANY.fullmatch(_bare(text, "GB-COH").upper())
    if match is None:
        return None
    prefix, digits, suffix = match[1] or "", match[2], match[3]
    width = 8 - len(prefix) - len(suffix)
    padded = digits.lstrip("0").zfill(width)
    wrong = (prefix and prefix not in _COMPANY_PREFIXES) or (suffix and not prefix)
    if wrong or len(padded) > width or not padded.strip("0"):
        return None
    return f"{prefix}{padded}{suffix}"


def _bare(text: str | None, scheme: str) -> str:
    if text and text.isdecimal():
        return text
    found = re.sub(r"\s+", "", text or "").strip("'\"#.:")
    found = re.sub(rf"^{scheme}[-:/]?", "", found, flags=re.IGNORECASE)
    return re.sub(
        r"^(?:(?:registered)?(?:charity|company)(?:number|no)?\.?:?)", "", found,
        flags=re.IGNORECASE,
    )  # fmt: skip


def charity_id(number: str | None, linked: str | None = None) -> str | None:
    """Return the org-id of a charity, of a linked one where ``linked`` is above 0.

    Examples
    --------
    >>> charity_id("210843"), charity_id("210843", "2"), charity_id("210843", "0")
    ('GB-CHC-210843', 'GB-CHC-210843-2', 'GB-CHC-210843')
    """
    main = charity_number(number)
    if main is None:
        return None
    part = (linked or "").strip().removesuffix(".0").lstrip("0")
    return f"GB-CHC-{main}-{part}" if part.isdigit() else f"GB-CHC-{main}"


def company_id(number: str | None) -> str | None:
    """Return the org-id of a company.

    Examples
    --------
    >>> company_id("738693")
    'GB-COH-00738693'
    """
    found = company_number(number)
    return None if found is None else f"GB-COH-{found}"


def org_id(text: str | None) -> str | None:
    """Return an org-id in its one spelling, or ``None`` where ``text`` is none.

    Ids that a publisher made up (``360G-...``) are none: they are kept as they came
    by whoever asks.

    Examples
    --------
    >>> org_id("gb-chc-0512710"), org_id("GB-COH-738693"), org_id("GB-LAE-TRF")
    ('GB-CHC-512710', 'GB-COH-00738693', 'GB-LAE-TRF')
    >>> org_id("360G-trafford-be_active") is None, org_id("GB-COH-none") is None
    (True, True)
    """
    if text and _SPELLED.fullmatch(text):
        return text
    match = _LISTED.fullmatch("".join((text or "").split()).upper())
    if match is None:
        return None
    scheme, number = match.groups()
    if scheme == "GB-CHC":
        linked = _LINKED.fullmatch(number)
        return charity_id(linked[1], linked[2]) if linked else charity_id(number)
    if scheme == "GB-COH":
        return company_id(number)
    return f"{scheme}-{number}" if number else None


def identifier(scheme: str | None, number: str | None, kind: str | None = None) -> str | None:
    """Return the org-id of a number whose list is named beside it, or the number itself.

    Parameters
    ----------
    scheme : str or None
        ``GB-COH``; Open Referral calls it ``identifier_scheme``.
    number : str or None
        The number, with or without its list.
    kind : str or None
        Words such as ``Company number``, used where there is no scheme.

    Examples
    --------
    >>> identifier("GB-COH", "1234567"), identifier(None, "1102003", "Registered charity number")
    ('GB-COH-01234567', 'GB-CHC-1102003')
    >>> identifier("local", "A 12")
    'local-A 12'
    """
    value = (number or "").strip()
    if not value:
        return None
    whole = org_id(value)
    if whole is not None:
        return whole
    words = f"{scheme or ''} {kind or ''}".lower()
    listed = (scheme or "").strip().upper()
    if listed in LISTS:
        return org_id(f"{listed}-{value}") or f"{listed}-{value}"
    if "charity" in words:
        return charity_id(value) or f"charity-{value}"
    if "company" in words or "companies" in words:
        return company_id(value) or f"company-{value}"
    return f"{scheme.strip()}-{value}" if scheme and scheme.strip() else value


def is_public(identifier_: str) -> bool:
    """Whether an org-id is of a list of public bodies.

    Examples
    --------
    >>> is_public("GB-LAE-TRF"), is_public("GB-CHC-1102003")
    (True, False)
    """
    return identifier_.upper().startswith(tuple(f"{name}-" for name in PUBLIC_LISTS))
