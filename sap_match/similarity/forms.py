"""Sentences that belong to a form: one provider's paragraph, a whole directory's notice.

"We are a registered charity that has supported local people since 1990" under each of a
provider's listings, "Please contact us for details" under everybody's: what recurs so says
nothing of any one service, and likeness built on it is the form's.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sap_match.model import Organisation, Service
from sap_match.similarity.text import Text, clean, described_service, is_telling, sentences
from sap_match.similarity.words import STOP_WORDS, stem, words_of

PROVIDER_LISTINGS = 3
"""Listings of one provider, of as many kinds, that share a sentence of its form."""
PROVIDER_SHARE = 0.3
"""Share of a provider's listings that a sentence of its form stands in, at least."""
SOURCE_PROVIDERS = 8
"""Providers, under as many kinds of name, that share a sentence of the directory's form.

Fewer that write one sentence may have copied it from one another because they do the same.
"""
SOURCE_SHARE = 0.01
"""Share of all listings that a sentence of the directory's form stands in, at least."""
LONG = 4
"""Words, without function words, from which two writers do not agree by chance."""
NEARLY_ALIKE = 0.8
"""Jaccard index of their words from which two sentences are one, inclusive."""

_Bag = frozenset[str]


@dataclass(frozen=True)
class Listing:
    """What is looked at of one record: its name, its provider, its sentences as they stand."""

    id: str
    name: str
    provider_id: str
    provider: str
    told: tuple[str, ...]


@dataclass(frozen=True)
class FormSentence:
    """A sentence that was taken for a form's: where it stands, and whose form it is."""

    sentence: str
    provider_id: str | None
    """None where it is the whole directory's."""
    record_ids: tuple[str, ...]


def form_sentences(listings: Sequence[Listing]) -> tuple[FormSentence, ...]:
    """Return the sentences that recur over a provider's listings, or over a directory's.

    Sentences whose words nearly agree (a Jaccard index of `NEARLY_ALIKE`, numbers and the
    names of the record and of its provider left out) count as one. It is the provider's
    form when it stands under `PROVIDER_LISTINGS` or more of its listings and
    `PROVIDER_SHARE` of them; the directory's when it stands with `SOURCE_PROVIDERS` or more
    and `SOURCE_SHARE` of all listings, beside something of its own in most of them. Listings whose
    names share a telling word count once:
    one service at six places is described six times, and that is no form. A short telling
    sentence (below `LONG` words: *Residential care home.*) is a category, not a form.

    Examples
    --------
    >>> about = "We have stood beside local families since 1990."
    >>> told = {
    ...     "Debt advice": "Bailiffs and budgets.",
    ...     "Choir": "Songs and tea.",
    ...     "Chess": "Clocks.",
    ... }
    >>> listings = [Listing(n, n, "o", "Hope", (about, own)) for n, own in told.items()]
    >>> [(f.sentence, f.provider_id, len(f.record_ids)) for f in form_sentences(listings)]
    [('We have stood beside local families since 1990.', 'o', 3)]
    """
    listings = sorted(listings, key=lambda one: one.id)
    names = {one.id: _name_stems(one) for one in listings}
    sizes = Counter(one.provider_id for one in listings)
    held: dict[_Bag, dict[str, tuple[Listing, str]]] = defaultdict(dict)
    for one in listings:
        for sentence in one.told:
            bag = _bag(sentence) - {w for w in names[one.id][1] if is_telling(w)}
            if bag:
                held[bag].setdefault(one.id, (one, sentence))
    found: list[FormSentence] = []
    for bags in _alike(list(held)):
        holders: dict[str, tuple[Listing, str]] = {}
        for bag in bags:
            holders.update(held[bag])
        is_formal = any(len(bag) >= LONG or _says_nothing(bag) for bag in bags)
        if is_formal and len(holders) >= PROVIDER_LISTINGS:
            found += _forms(holders, names, sizes, len(listings))
    kept = _beside_own_words(found, {one.id: frozenset(one.told) for one in listings})
    return tuple(sorted(kept, key=lambda f: (f.provider_id or "", f.sentence, f.record_ids)))


def _beside_own_words(
    forms: Sequence[FormSentence], told: Mapping[str, frozenset[str]]
) -> list[FormSentence]:
    """Return the forms without a directory's that are all that most of their holders say.

    A notice stands beside something of one's own; what stands alone is what the service is.
    """
    taken: dict[str, set[str]] = defaultdict(set)
    for form in forms:
        for one in form.record_ids:
            taken[one].add(form.sentence)
    bare = {one for one, some in taken.items() if told[one] <= some}
    return [
        form
        for form in forms
        if form.provider_id is not None
        or 2 * sum(one in bare for one in form.record_ids) <= len(form.record_ids)
    ]


def _forms(
    holders: Mapping[str, tuple[Listing, str]],
    names: Mapping[str, tuple[_Bag, _Bag]],
    sizes: Mapping[str, int],
    total: int,
) -> Iterable[FormSentence]:
    """Whose form a sentence is: the directory's, or that of each provider that repeats it."""
    ids = sorted(holders)
    by_provider: dict[str, list[str]] = defaultdict(list)
    for one in ids:
        by_provider[holders[one][0].provider_id].append(one)
    if (
        len(by_provider) >= SOURCE_PROVIDERS
        and len(ids) >= SOURCE_SHARE * total
        and _kinds([names[one][1] for one in ids]) >= SOURCE_PROVIDERS
    ):
        yield from _said(holders, ids, None)
        return
    for provider, own in sorted(by_provider.items()):
        if (
            len(own) >= PROVIDER_LISTINGS
            and len(own) >= PROVIDER_SHARE * sizes[provider]
            and _kinds([names[one][0] for one in own]) >= PROVIDER_LISTINGS
        ):
            yield from _said(holders, own, provider)


def _said(
    holders: Mapping[str, tuple[Listing, str]], ids: Sequence[str], provider: str | None
) -> Iterable[FormSentence]:
    """Each wording of one sentence, with the records in which it stands so."""
    wordings: dict[str, list[str]] = defaultdict(list)
    for one in ids:
        wordings[holders[one][1]].append(one)
    for sentence in sorted(wordings):
        yield FormSentence(sentence, provider, tuple(wordings[sentence]))


def own_descriptions(
    services: Iterable[Service], owners: Mapping[str, Organisation]
) -> dict[str, str]:
    """Return, of each service from which a form was taken, what is left of its description."""
    listings = []
    for service in services:
        owner = owners.get(service.organisation_id)
        told = tuple(sentences(clean(service.description or "")))
        listings.append(
            Listing(
                id=service.id,
                name=clean(service.name),
                provider_id=owner.id if owner is not None else service.organisation_id,
                provider=clean(owner.name) if owner is not None else "",
                told=told,
            )
        )
    taken: dict[str, set[str]] = defaultdict(set)
    for form in form_sentences(listings):
        for one in form.record_ids:
            taken[one].add(form.sentence)
    return {
        one.id: " ".join(s for s in one.told if s not in taken[one.id])
        for one in listings
        if one.id in taken
    }


def described_services(
    services: Sequence[Service], owners: Mapping[str, Organisation]
) -> dict[str, Text]:
    """Return each service in its own words: `described_service` without the forms' sentences.

    A service of which nothing is left but its name counts as not described, rather than as
    alike to all that bear the same form.

    Examples
    --------
    >>> from sap_match.model import Service
    >>> form = "We have stood beside local families in hard times since 1990."
    >>> told = {
    ...     "Debt advice": f"Bailiffs, budgets and benefits. {form}",
    ...     "Choir": f"Songs from musicals, no audition. {form}",
    ...     "Chess": form,
    ... }
    >>> services = [
    ...     Service(id=n, organisation_id="o", name=n, description=d) for n, d in told.items()
    ... ]
    >>> found = described_services(services, {})
    >>> found["Choir"].text, found["Chess"].described
    ('Choir. Songs from musicals, no audition.', False)
    """
    own = own_descriptions(services, owners)
    result = {}
    for service in services:
        kept = service
        if service.id in own:
            kept = service.model_copy(update={"description": own[service.id] or None})
        result[service.id] = described_service(kept, owners.get(service.organisation_id))
    return result


# -- sentences that are one, names that are one -------------------------------------------


@lru_cache(maxsize=2**16)
def _bag(sentence: str) -> _Bag:
    """Return the stems of a sentence's words, numbers as one, without function words."""
    words = (w for w in words_of(sentence) if w not in STOP_WORDS)
    return frozenset("#" if w[0].isdigit() else stem(w) for w in words)


def _says_nothing(bag: _Bag) -> bool:
    return "#" not in bag and not any(map(is_telling, bag))


def _name_stems(one: Listing) -> tuple[_Bag, _Bag]:
    """Stems of the record's name that are not its provider's; and of both names."""
    own, provider = _bag(one.name), _bag(one.provider)
    return own - provider, own | provider


def _kinds(names: Sequence[_Bag]) -> int:
    """How many kinds of name there are, those that share a telling word being one.

    The word that most names share is taken first, then that of those that are left.
    """
    left = [frozenset(w for w in name if is_telling(w)) for name in names]
    kinds = 0
    while left:
        shared = Counter(w for name in left for w in name)
        best = min(shared, key=lambda w: (-shared[w], w), default=None)
        if best is None or shared[best] == 1:
            bare = sum(not name for name in left)
            return kinds + len(left) - bare + min(bare, 1)
        kinds += 1
        left = [name for name in left if best not in name]
    return kinds


def _alike(bags: Sequence[_Bag]) -> list[list[_Bag]]:
    """Group bags of words that are nearly the same; short ones only where they are the same.

    Two sets with a Jaccard index of at least t share one of the ``n - ceil(t n) + 1`` rarest
    words of either (prefix filter: Chaudhuri, Ganti and Kaushik 2006), so only those that do
    are compared.
    """
    bags = sorted(bags, key=sorted)
    frequency = Counter(w for bag in bags for w in bag)
    leader = list(range(len(bags)))

    def find(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    seen: dict[str, list[int]] = defaultdict(list)
    for i, bag in enumerate(bags):
        if len(bag) < LONG:
            continue
        prefix = len(bag) - math.ceil(NEARLY_ALIKE * len(bag) - 1e-9) + 1
        rare = sorted(bag, key=lambda w: (frequency[w], w))[:prefix]
        for j in sorted({j for w in rare for j in seen[w]}):
            both = len(bag & bags[j])
            if both >= NEARLY_ALIKE * (len(bag) + len(bags[j]) - both):
                a, b = find(i), find(j)
                leader[max(a, b)] = min(a, b)
        for w in rare:
            seen[w].append(i)
    groups: dict[int, list[_Bag]] = defaultdict(list)
    for i, bag in enumerate(bags):
        groups[find(i)].append(bag)
    return list(groups.values())
