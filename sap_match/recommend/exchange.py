"""What one side lacks and the other has: the complement of "these two are alike".

A want is a need on record, or a sentence in which a record says what it lacks ("ten
people have no way to get here"). What may meet it is a service, a facility, an offer,
or a sentence in which a record says what lies idle ("buses stand empty until three");
where an organisation lists none of these (a register's row), what it says that it does
may meet a need on record.
Offers against needs are the planner's business (`sap_match.recommend.pairings`) and
are left to it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sap_match.model import Need, Organisation
from sap_match.recommend.pairings.listing import DONE
from sap_match.recommend.provision import provision
from sap_match.similarity.text import clean, mask, sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sap_match.landscape import Landscape

#: Likeness of a want and what is there, from which the one may meet the other.
MEETS = 0.40
#: The same where both sides say so themselves: one lacks, the other has to spare.
MEETS_SAID = 0.30
#: The same for a call for volunteers, which a service seldom answers.
MEETS_VOLUNTEERING = 0.46
_WANTS = re.compile(
    r"\b(no way (?:of|to)|nowhere to (?:meet|go|keep|put|store)"
    r"|(?:has|have|had) no\b(?! (?:\w+ )?(?:age|limits?|charges?|fees?|costs?|lists?|forms?"
    r"|referrals?|restrictions?|idea|doubt))|short of"
    r"|(?:we|it|they|still|club|group) (?:needs?|lacks?) (?:a|an|some|more|somebody|volunteers)\b"
    r"|(?:we|it|they) (?:is|are) looking for|would "
    r"(?:open|take|do|run) "
    r"|if (?:it|they|we|somebody) (?:had|could|found)"
    r"|until (?:we|somebody|it) (?:find|finds|lends?)"
    r"|could not (?:heat|afford|fit)|without a (?:shed|room|kitchen|hall|van|bus|home|roof|place)"
    r"|(?:are|is) waiting for|waiting list of|too small|outgrown|no longer (?:fit|have))",
    re.IGNORECASE,
)
_SPARES = re.compile(
    r"\b(stands? (?:empty|idle|unused)|(?:is|are|lies?|sits?) (?:empty|idle|unused)|little used"
    r"|under-?used|to spare|spare (?:seats?|places?|rooms?|days?|hours?|capacity)|unused"
    r"|any (?:group|charity) (?:may|can|is|of)|would (?:now )?like to (?:cook|help|host|share|lend)"
    r"|happy to (?:share|lend|host)|can be (?:borrowed|hired|used by)|on our bus or yours)",
    re.IGNORECASE,
)
#: Whose lack a sentence tells, where it is that of the people served.
_OF_OTHERS = re.compile(
    r"\b(?:anybody|anyone|everybody|everyone|people|those|families)\b[^.;]{0,60}\bshort of",
    re.IGNORECASE,
)
_LISTED = ("service", "facility")


@dataclass(frozen=True, order=True)
class Exchange:
    """One organisation's want and what another has that could meet it.

    ``want`` and ``give`` are texts to quote; ``give_name`` names the service or
    facility, "" where it is a sentence; ``said`` tells that the want is a sentence.
    """

    value: float
    needing: str
    serving: str
    want: str
    give: str
    give_name: str
    said: bool


@dataclass(frozen=True)
class _Side:
    owner: str
    text: str
    name: str
    said: bool
    least: float = MEETS
    whole: bool = False
    """Whether it is all that an organisation says of itself: too wide for a mere sentence."""


def is_open(need: Need, landscape: Landscape) -> bool:
    """Whether a need still stands at the landscape's date."""
    ended = need.ends_on is not None and need.ends_on < landscape.as_of
    return not ended and (need.status or "open").strip().casefold() not in DONE


def stated(text: str, *, spare: bool = False) -> list[str]:
    """Return the sentences in which a text says what is lacking (or lies idle).

    Examples
    --------
    >>> stated("Lunch for thirty. Ten more have no way to get here. All welcome.")
    ['Ten more have no way to get here.']
    >>> stated("Soup for anybody who is cold or short of money.")
    []
    >>> stated("Our buses stand empty until three.", spare=True)
    ['Our buses stand empty until three.']
    """
    cue = _SPARES if spare else _WANTS
    return [
        s
        for s in sentences(mask(clean(text)))
        if cue.search(s) and len(s) > 25 and not _OF_OTHERS.search(s)
    ]


def exchanges(landscape: Landscape) -> dict[tuple[str, str], Exchange]:
    """Return the best exchange of each ordered pair (needing, serving)."""
    return landscape.part("exchanges", lambda: _exchanges(landscape))


def _exchanges(landscape: Landscape) -> dict[tuple[str, str], Exchange]:
    from sap_match.similarity.blend import PLAIN
    from sap_match.similarity.index import SimilarityIndex

    wants, gives = list(_wants(landscape)), list(_gives(landscape))
    if not wants or not gives:
        return {}
    texts = [g.text for g in gives]
    names = [f"{i:07d}" for i in range(len(gives))]
    index = SimilarityIndex.build(names, texts, landscape.vectors(texts), config=PLAIN)
    # What is wanted stands before its purpose: "a sitter so that carers can go to choir".
    told = [re.split(r"\bso that\b|\bso they can\b", w.text)[0] or w.text for w in wants]
    best: dict[tuple[str, str], Exchange] = {}
    for want, text, vector in zip(wants, told, landscape.vectors(told), strict=True):
        row = index.query(text, vector)
        for i in np.flatnonzero(row >= MEETS_SAID).tolist():
            give = gives[i]
            least = MEETS_SAID if give.said else want.least
            if give.owner == want.owner or row[i] < least or (give.whole and want.said):
                continue
            # What both say themselves is worth as much as a likeness just above the usual.
            value = float(row[i]) + (MEETS - MEETS_SAID if give.said else 0.0)
            found = Exchange(
                value, want.owner, give.owner, want.text, give.text, give.name, want.said
            )
            key = (want.owner, give.owner)
            best[key] = max(best.get(key, found), found)
    return best


def _wants(landscape: Landscape) -> Iterator[_Side]:
    dataset = landscape.dataset
    for need in dataset.needs:
        if need.kind != "funding" and is_open(need, landscape):
            owner = dataset.resolve(need.organisation_id)
            least = MEETS_VOLUNTEERING if need.kind == "volunteering" else MEETS
            yield _Side(owner, mask(clean(need.description)), "", said=False, least=least)
    for organisation in dataset.organisations:
        for told in _descriptions(landscape, organisation):
            for sentence in stated(told):
                yield _Side(organisation.id, sentence, "", said=True)


def _descriptions(landscape: Landscape, organisation: Organisation) -> list[str]:
    services = landscape.dataset.services_of(organisation.id)
    return [organisation.description or "", *(s.description or "" for s in services)]


def _gives(landscape: Landscape) -> Iterator[_Side]:
    dataset = landscape.dataset
    for organisation in dataset.organisations:
        for told in _descriptions(landscape, organisation):
            for sentence in stated(told, spare=True):
                yield _Side(organisation.id, sentence, "", said=True)
    items = provision(landscape).items
    listed = {item.owner for item in items if item.kind in _LISTED}
    for item in items:
        if item.kind in _LISTED:
            yield _Side(item.owner, item.text, item.name, said=False)
        elif item.kind == "organisation" and item.owner not in listed:
            name = dataset.organisation(item.owner).name
            yield _Side(item.owner, item.text, name, said=False, whole=True)


def exchange_scores(landscape: Landscape, organisation_id: str) -> NDArray[np.float64]:
    """Return the best exchange in either direction with each organisation, 0 where none."""
    scores = np.zeros(len(landscape.ids))
    for found in landscape.part("exchanges by side", lambda: _by_side(landscape)).get(
        organisation_id, ()
    ):
        other = found.serving if found.needing == organisation_id else found.needing
        i = landscape.position[other]
        scores[i] = max(scores[i], found.value)
    return scores


def _by_side(landscape: Landscape) -> dict[str, tuple[Exchange, ...]]:
    sides: dict[str, list[Exchange]] = defaultdict(list)
    for found in exchanges(landscape).values():
        sides[found.needing].append(found)
        sides[found.serving].append(found)
    return {one: tuple(sorted(rows, reverse=True)) for one, rows in sides.items()}


def exchange_between(landscape: Landscape, left_id: str, right_id: str) -> Exchange | None:
    """Return the stronger exchange of two organisations, or None."""
    found = exchanges(landscape)
    both = [x for key in ((left_id, right_id), (right_id, left_id)) if (x := found.get(key))]
    return max(both, default=None)
