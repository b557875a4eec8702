"""Voluntary, business or public: a published table of legal forms, and rules on names and ids.

Sources rarely say which kind an organisation is; a directory says at best its legal
form. What the table and the rules leave open is voluntary in a directory of community
services, because most of those are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import MappingProxyType

from sap_match.ingest.identifiers import is_public

KIND_OF_LEGAL_FORM = MappingProxyType(
    {
        "academy trust": "public",
        "almshouse": "voluntary",
        "benefit society": "voluntary",
        "central government": "public",
        "charitable company": "voluntary",
        "charitable incorporated organisation": "voluntary",
        "charitable trust": "voluntary",
        "charity": "voluntary",
        "cic": "voluntary",
        "cio": "voluntary",
        "combined authority": "public",
        "community benefit society": "voluntary",
        "community interest company": "voluntary",
        "company limited by guarantee": "voluntary",
        "co-operative": "voluntary",
        "council": "public",
        "fire authority": "public",
        "further education college": "public",
        "government department": "public",
        "housing association": "voluntary",
        "integrated care board": "public",
        "leisure trust": "voluntary",
        "limited company": "business",
        "limited liability partnership": "business",
        "llp": "business",
        "local authority": "public",
        "ltd": "business",
        "maintained school": "public",
        "multi-academy trust": "public",
        "nhs": "public",
        "nhs trust": "public",
        "nhs foundation trust": "public",
        "parish council": "public",
        "partnership": "business",
        "plc": "business",
        "police force": "public",
        "private limited company": "business",
        "public body": "public",
        "public limited company": "business",
        "registered provider": "voluntary",
        "registered society": "voluntary",
        "school": "public",
        "social enterprise": "voluntary",
        "sole trader": "business",
        "state school": "public",
        "town council": "public",
        "unincorporated association": "voluntary",
        "university": "public",
        "voluntary organisation": "voluntary",
    }
)
"""Kind of each legal form: academies are public, housing associations and leisure
trusts voluntary, because they may not distribute a profit."""

_PUBLIC_NAME = re.compile(
    r"\b(?:borough|county|city|district|town|parish|metropolitan) council\b"
    r"|\bcouncil$(?<!scout council)(?<!church council)(?<!community council)|\bNHS\b(?!.*charit)"
    r"|\bclinical commissioning\b|\bintegrated care (?:board|partnership)\b|\bconstabulary\b"
    r"|\bfire (?:and|&) rescue\b|\bpolice$|^department (?:for|of)\b|\bhm (?:prison|revenue)\b"
    r"|\b(?:primary|infants?|junior|grammar|high|secondary|special|nursery|comprehensive)"
    r" (?:and \w+ )?(?:school|academy)\b(?=$|[,(])|\bjobcentre\b",
    re.IGNORECASE,
)
_NO_PUBLIC_NAME = re.compile(
    r"\bfriends\b|\bparents?\b|\bPT[FS]?A\b|\bscout|\bchurch council|\bcouncil (?:of|for)\b"
    r"|\btrust fund",
    re.IGNORECASE,
)
_VOLUNTARY_WORDS = re.compile(
    r"\bnon-? ?profit|\bnot[- ]for[- ](?:private[- ])?profit|\bcharit|\bvoluntary\b"
    r"|\bsocial enterprise|\bC\.?I\.?C\b|\bcommunity interest\b|\bCIO\b",
    re.IGNORECASE,
)


def kind_of(
    name: str, *, legal_form: str | None = None, identifiers: Iterable[str] = (), text: str = ""
) -> str:
    """Return ``voluntary``, ``business`` or ``public``.

    An id of a public list decides first, then a charity number, then the legal form
    (words such as *non-profit* outweigh a limited company), then the name.

    Examples
    --------
    >>> kind_of("Trafford Metropolitan Borough Council"), kind_of("Lunch Club")
    ('public', 'voluntary')
    >>> kind_of("Acme", legal_form="Limited Company"), kind_of("Friends of Lime Primary School")
    ('business', 'voluntary')
    >>> kind_of("Acme", legal_form="Limited Company", text="Acme is a non-profit organization")
    'voluntary'
    """
    ids = tuple(identifiers)
    if any(is_public(one) for one in ids):
        return "public"
    if any(one.startswith(("GB-CHC-", "GB-SC-", "GB-NIC-")) for one in ids):
        return "voluntary"
    form = " ".join(re.sub(r"[^a-z-]+", " ", (legal_form or "").lower()).split())
    said = KIND_OF_LEGAL_FORM.get(form) or KIND_OF_LEGAL_FORM.get(form.removeprefix("a "))
    if said == "business" and _VOLUNTARY_WORDS.search(f"{name} {text}"):
        return "voluntary"
    if said is not None:
        return said
    if _PUBLIC_NAME.search(name) and not _NO_PUBLIC_NAME.search(name):
        return "public"
    return "voluntary"
