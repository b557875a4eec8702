"""Plain links: organisations of different sources that are plainly the same.

Two organisations are linked if they share a number of a public register, or if their
names are equal but for case, punctuation and legal form, the name has at least two
words and stands once in each source. Nothing may speak against it: two numbers of one
register that differ never are one organisation, and an equal name is not enough where
the postcodes lie in different districts. Anything finer is left to finding duplicates.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sap_match.ingest.drafts import Draft
from sap_match.ingest.identity import Claim, normal_name

_REGISTERS: Mapping[str, str] = {
    "GB-CHC": "charity number",
    "GB-SC": "Scottish charity number",
    "GB-NIC": "Northern Irish charity number",
    "GB-COH": "company number",
    "GB-EDU": "school number",
    "GB-UKPRN": "provider number",
}
_IDENTIFIER = re.compile(rf"({'|'.join(_REGISTERS)})-(\w+)", re.IGNORECASE)


def plain_links(drafts: Sequence[Draft], known: Iterable[Claim] = ()) -> list[Claim]:
    """Return claims that organisations of different sources are one, with the evidence.

    ``known`` are claims that readers made already: what they join is taken as one.
    """
    organisations = sorted(
        (d for d in drafts if d.table == "organisations"), key=lambda d: (d.rank, d.key)
    )
    if len({d.rank for d in organisations}) < 2:
        return []
    numbers = {d.key: register_numbers(d) for d in organisations}
    joined = set()
    for table, left, right, _ in known:
        if table == "organisations" and left in numbers and right in numbers:
            together = {**numbers[right], **numbers[left]}
            numbers[left] = numbers[right] = together
            joined.add(frozenset((left, right)))
    found = {*_by_number(organisations, numbers), *_by_name(organisations, numbers)}
    return sorted(claim for claim in found if frozenset(claim[1:3]) not in joined)


def register_numbers(draft: Draft) -> dict[str, str]:
    """Return an organisation's number in each register that it names.

    Examples
    --------
    >>> register_numbers(
    ...     Draft(
    ...         "organisations",
    ...         "s",
    ...         1,
    ...         0,
    ...         False,
    ...         {"id": "x", "identifiers": ("GB-CHC-1098782", "GB-COH-738693")},
    ...     )
    ... )
    {'GB-CHC': '1098782', 'GB-COH': '00738693'}
    """
    numbers: dict[str, str] = {}
    for text in (draft.key, *draft.values.get("identifiers", ())):
        match = _IDENTIFIER.fullmatch(text.strip())
        if match:
            register, number = match[1].upper(), match[2].upper()
            if register == "GB-COH" and number.isdigit():
                number = number.zfill(8)
            numbers.setdefault(register, number)
    return numbers


def _by_number(
    organisations: Sequence[Draft], numbers: Mapping[str, Mapping[str, str]]
) -> Iterable[Claim]:
    holders: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in organisations:
        for item in numbers[draft.key].items():
            holders[item].append(draft)
    for (register, number), drafts in holders.items():
        first = drafts[0]
        for other in drafts[1:]:
            if other.rank != first.rank and not _differ(numbers[first.key], numbers[other.key]):
                evidence = f"same {_REGISTERS[register]} {number}"
                yield "organisations", first.key, other.key, evidence


def _by_name(
    organisations: Sequence[Draft], numbers: Mapping[str, Mapping[str, str]]
) -> Iterable[Claim]:
    holders: dict[str, list[Draft]] = defaultdict(list)
    for draft in organisations:
        holders[normal_name(draft.values["name"])].append(draft)
    for name, drafts in holders.items():
        if len(name.split()) < 2 or len({d.rank for d in drafts}) < len(drafts):
            continue  # a common name, or one that a source holds twice: no evidence
        first = drafts[0]
        for other in drafts[1:]:
            if _differ(numbers[first.key], numbers[other.key]) or _apart(first, other):
                continue
            evidence = f"same name {name!r} in {first.source} and {other.source}"
            yield "organisations", first.key, other.key, evidence


def _differ(left: Mapping[str, str], right: Mapping[str, str]) -> bool:
    return any(left[register] != right[register] for register in left.keys() & right.keys())


def _apart(left: Draft, right: Draft) -> bool:
    """Whether both have a postcode and the districts differ."""
    districts = [str(d.values.get("postcode", "")).upper().split() for d in (left, right)]
    return all(districts) and districts[0][0] != districts[1][0]
