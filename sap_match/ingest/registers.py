"""Numbers of public registers as linking compares them: one spelling, one register a body.

Mutuals stand in the mutuals' own register (``GB-MPR``) and, under the same number with a
prefix, at Companies House: both are read as the former. A linked charity (``210843-2``) has
a number of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sap_match.ingest.identifiers import org_id

REGISTERS: Mapping[str, str] = {
    "GB-CHC": "charity number",
    "GB-SC": "Scottish charity number",
    "GB-NIC": "Northern Irish charity number",
    "GB-MPR": "number of a mutual",
    "GB-COH": "company number",
    "GB-EDU": "school number",
    "GB-UKPRN": "provider number",
}
"""What an officer calls the number of each register that is compared."""

_LISTED = re.compile(r"\s*GB-(CHC|SC|NIC|MPR|COH|EDU|UKPRN)-", re.IGNORECASE)
_CHARITY = re.compile(r"GB-CHC-[1-9][0-9]{5,6}")
_MUTUAL = re.compile(r"(?:IP|RS|SP|NO|IC)?0*(\d+)R?")
_MUTUAL_COMPANY = re.compile(r"(?:IP|RS|SP|NP|NO)0*(\d+)R?")


def numbers_in(ids: Iterable[str]) -> dict[str, str]:
    """Return the number in each register that some ids name; of several, the first.

    Examples
    --------
    >>> numbers_in(["x", "gb-chc-1098782", "GB-COH-738693", "GB-CHC-1"])
    {'GB-CHC': '1098782', 'GB-COH': '00738693'}
    >>> numbers_in(["GB-COH-IP29766R"]), numbers_in(["GB-MPR-29766R"])
    ({'GB-MPR': '29766'}, {'GB-MPR': '29766'})
    >>> numbers_in(["GB-CHC-210843-2"])
    {'GB-CHC': '210843-2'}
    """
    numbers: dict[str, str] = {}
    for text in ids:
        if not _LISTED.match(text):
            continue
        if _CHARITY.fullmatch(text):
            numbers.setdefault("GB-CHC", text[7:])
            continue
        whole = org_id(text) or _loose(text)
        if whole is None:
            continue
        register, number = "-".join(whole.split("-")[:2]), "-".join(whole.split("-")[2:])
        mutual = (_MUTUAL if register == "GB-MPR" else _MUTUAL_COMPANY).fullmatch(number)
        if mutual and register in ("GB-MPR", "GB-COH"):
            register, number = "GB-MPR", mutual[1]
        numbers.setdefault(register, number)
    return numbers


def _loose(text: str) -> str | None:
    """Return a number that has not the register's shape but for its spelling, or None."""
    compact = re.sub(r"\s+", "", text).upper()
    match = re.fullmatch(r"(GB-(?:CHC|COH))-(\w+)", compact)
    return None if match is None or not re.search(r"\d", match[2]) else compact
