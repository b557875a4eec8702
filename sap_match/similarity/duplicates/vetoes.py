"""Rules that say why two listings that look alike are not one, and what they are instead.

A rule is a sentence that an officer can check. It never changes a score; what it removes
is listed with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sap_match.similarity.duplicates.compare import MISSING, apart_in_age, kilometres
from sap_match.similarity.duplicates.entries import Collection, Entry
from sap_match.similarity.duplicates.names import AUDIENCES, Shared, languages_in, marks, shared

Relation = Literal[
    "same_record",
    "parent_or_linked",
    "same_organisation_other_branch",
    "same_site_other_provider",
    "different",
]
Decision = Literal["duplicate", "review", "distinct"]
Levels = Mapping[str, str]

_SAME_SITE = frozenset(("same", "same, many names use it", "typing slip", "same building"))
_ONE_SITE = frozenset(
    ("another page of one site", "same site, many names use it", "same site or mail")
)
_ONE_NUMBER = frozenset(
    ("same, many names use it", "same, some names use it", "same, few names use it", "same")
)
_NEAR_NUMBER = frozenset(("close numbers", "same exchange"))
_OWN_NUMBER = frozenset(("same, few names use it", "same"))
_COMPANY = frozenset(("cic", "ltd", "limited", "trading", "enterprises", "plc", "llp", "company"))
_CHARITY = frozenset(("charity", "trust", "cio", "foundation", "charitable"))
_ONE_NAME = frozenset(("same", "same word", "same but common", "near"))
_WITHIN = frozenset(("contained", "half contained", "common part"))
OPERATOR = 4
"""Distinct names with the same common words from which these are taken for an operator's."""


@dataclass(frozen=True, slots=True)
class Veto:
    """Why two listings that look alike are not one, and what they are instead.

    ``most`` is the strongest decision that the rule leaves.
    """

    rule: str
    relation: Relation
    reason: str
    most: Decision = "distinct"

    @property
    def bars(self) -> bool:
        """Whether no group may hold the two, whatever links them through others."""
        return self.most == "distinct" and self.rule not in _SOFT


_SOFT = frozenset(("one roof", "neighbours", "two pages", "only a word", "two addresses"))
"""Rules that speak of what is lacking, not of what contradicts."""
_MARKS = (
    ("compass", "the names point to different sides"),
    ("number", "the names carry different numbers"),
    ("weekday", "the names say different days"),
    ("people", "the names are for different people"),
)


def veto_of(a: Entry, b: Entry, levels: Levels, whole: Collection) -> Veto | None:
    """Return the first rule that says that two entries are not one thing, or None.

    Parameters
    ----------
    levels : mapping
        Field to level, as `compare` found it.
    """
    names = shared(a.name, b.name, whole.rarity)
    sister = sister_of(a, b, levels)
    said = (
        _parent(a, b, levels)
        or _other_people(a, b, sister)
        or _sites(a, b, levels)
        or _one_sided(a, b, names, levels)
    )
    if said is not None or levels.get("register") == "same number":
        return said
    return (
        _bodies(a, b, names, sister)
        or _one_roof(a, b, names, levels)
        or _marked(names, sister)
        or _branches(a, b, names, levels, whole)
        or _two_doors(levels)
        or _operator(a, b, names, levels, whole)
        or _only_a_page(a, b, names, levels)
        or _only_neighbours(a, levels)
    )


def _bodies(a: Entry, b: Entry, names: Shared, sister: Relation) -> Veto | None:
    """Two kinds of body: a school and its parents' association, a church and a pharmacy."""
    if a.auxiliary != b.auxiliary:
        return Veto("friends of", "parent_or_linked", "one is the other's friends or supporters")
    if a.auxiliary and names.left and names.right:
        return None
    if a.bodies and b.bodies and not a.bodies & b.bodies:
        kinds = " and ".join(sorted([min(a.bodies), min(b.bodies)]))
        return Veto("other kind", sister, f"two kinds of body by their names: {kinds}")
    return None


def _one_roof(a: Entry, b: Entry, names: Shared, levels: Levels) -> Veto | None:
    """Hold apart listings at one address whose names have little or nothing in common."""
    if _one_family(a, b) or levels.get("address") not in _SAME_SITE:
        return None
    if levels.get("name") in ("nothing shared", "little shared"):
        same_number = levels.get("telephone") in _ONE_NUMBER | _NEAR_NUMBER
        same_number = same_number and levels.get("times") != "other days"
        return Veto(
            "one roof",
            "same_site_other_provider",
            "unlike names at one address: another provider there, or a new name",
            "review" if same_number else "distinct",
        )
    own = levels.get("telephone") == "same"
    if a.owner is None and not own and names.left and names.right and levels.get("name") in _PARTLY:
        return Veto(
            "one roof",
            "same_site_other_provider",
            "one address, and each name has words of its own: perhaps two bodies or departments",
            "review",
        )
    return None


_PARTLY = frozenset(("some shared", "mostly shared"))


def _one_family(a: Entry, b: Entry) -> bool:
    """Whether both are services of one organisation."""
    return a.owner is not None and a.family == b.family


def _only_a_page(a: Entry, b: Entry, names: Shared, levels: Levels) -> Veto | None:
    """Hold apart what only a website joins: two pages, or a body and what it runs."""
    if _one_family(a, b) or (a.owner is None and levels.get("address") in _SAME_SITE):
        return None
    if levels.get("online") == "another page of one site" and names.left and names.right:
        return Veto(
            "two pages", "same_organisation_other_branch", "two names, two pages of one website"
        )
    if levels.get("address") in _SAME_SITE:
        return None
    unlike = levels.get("name") in ("nothing shared", "little shared", "some shared")
    one_site = levels.get("online") in _ONE_SITE | {"same page or mail"}
    if unlike and one_site and levels.get("telephone") not in _ONE_NUMBER:
        return Veto(
            "one website",
            "parent_or_linked",
            "they share a website: perhaps one runs the other",
            "review",
        )
    return None


def _only_neighbours(a: Entry, levels: Levels) -> Veto | None:
    """Organisations with words of their names in common, and nothing else but the part of town."""
    if a.owner is not None or levels.get("name") in _ONE_NAME or _in_touch(levels):
        return None
    if levels.get("place") == levels.get("address") == MISSING:
        heard = levels.get("telephone") not in (MISSING, "different")
        if heard or levels.get("name") not in ("half contained", "common part"):
            return None
        return Veto("only a word", "different", "only a word of the names agrees")
    if levels.get("name") in _WITHIN or levels.get("place") == "same postcode":
        return Veto("only the name", "same_record", "no contact in common to confirm it", "review")
    return Veto("neighbours", "different", "only words of the names and the part of town agree")


def _in_touch(levels: Levels) -> bool:
    return (
        levels.get("telephone") in _ONE_NUMBER
        or levels.get("online") in _ONE_SITE | {"same page or mail"}
        or levels.get("address") in _SAME_SITE
    )


def _marked(names: Shared, sister: Relation) -> Veto | None:
    for kind, why in _MARKS:
        left, right = marks(tuple(names.left), kind), marks(tuple(names.right), kind)
        if left and right and not left & right:
            return Veto(f"other {kind}", sister, why)
    return None


def _other_people(a: Entry, b: Entry, sister: Relation) -> Veto | None:
    if apart_in_age(a, b):
        return Veto("other ages", sister, "they are for different ages")
    spoken = _languages(a, b)
    return Veto("other language", sister, spoken) if spoken else None


def _one_sided(a: Entry, b: Entry, names: Shared, levels: Levels) -> Veto | None:
    """One provider's session, and the same for somebody else: *cycling*, *cycling for schools*."""
    if a.owner is None or a.family != b.family:
        return None
    only = (names.left | names.right) & AUDIENCES
    if only and not (names.left and names.right) and levels.get("people") != "same":
        return Veto(
            "for whom",
            "same_organisation_other_branch",
            "only one name says for whom it is",
            "review",
        )
    return None


def sister_of(a: Entry, b: Entry, levels: Levels) -> Relation:
    """Name what two listings are that are not one: sisters, neighbours, or nothing."""
    one_number = levels.get("telephone") in _ONE_NUMBER
    if a.family == b.family or one_number or levels.get("online") in _ONE_SITE:
        return "same_organisation_other_branch"
    return site_of(levels)


def site_of(levels: Levels) -> Relation:
    """Return whether two listings of different providers are under one roof."""
    under_one_roof = levels.get("address") in _SAME_SITE
    return "same_site_other_provider" if under_one_roof else "different"


def _parent(a: Entry, b: Entry, levels: Levels) -> Veto | None:
    if a.owner is None and (a.parent == b.id or b.parent == a.id):
        return Veto("parent", "parent_or_linked", "the records name one as the other's parent")
    if a.owner is not None or levels.get("register") == "same number":
        return None
    turned = (a.name.forms & _COMPANY and b.name.forms & _CHARITY) or (
        b.name.forms & _COMPANY and a.name.forms & _CHARITY
    )
    if turned and a.name.squashed == b.name.squashed:
        return Veto(
            "legal form",
            "parent_or_linked",
            "one name, two legal forms: perhaps a charity and its company",
            "review",
        )
    if levels.get("register") == "different numbers":
        return _two_numbers(levels)
    return None


def _two_numbers(levels: Levels) -> Veto:
    """Two numbers of one register: one body registered twice, linked bodies, or one agent."""
    if levels.get("name") in _ONE_NAME | _WITHIN and _in_touch(levels):
        return Veto(
            "register",
            "parent_or_linked",
            "two register numbers: registered anew, or one holds funds for the other",
            "review",
        )
    return Veto("register", site_of(levels), "two bodies by their register numbers")


def _branches(a: Entry, b: Entry, names: Shared, levels: Levels, whole: Collection) -> Veto | None:
    """Two branches: one operator in brackets, or names that differ by a place."""
    if a.name.operator and a.name.operator == b.name.operator and len(a.name.operator) > 1:
        inner = set(a.name.operator)
        left, right = set(a.name.words) - inner, set(b.name.words) - inner
        if left and right and left != right:
            return Veto(
                "branch",
                "same_organisation_other_branch",
                "one operator in brackets, two names before it",
            )
    known = a.places | b.places | whole.common_places
    if names.left & known and names.right & known and levels.get("address") not in _SAME_SITE:
        return Veto(
            "branch",
            "same_organisation_other_branch" if a.owner is None else "different",
            "their names say different places",
        )
    return None


def _two_doors(levels: Levels) -> Veto | None:
    """Hold apart what has other house numbers, unless it moved or is next door."""
    if levels.get("address") not in ("another number", "near number"):
        return None
    own, name = levels.get("telephone") in _OWN_NUMBER, levels.get("name")
    if levels.get("address") == "near number":
        if name in ("nothing shared", "little shared") and not own:
            return Veto("two addresses", "different", "unlike names in two houses of one street")
        if name in _ONE_NAME - {"same but common"} or (own and name in _WITHIN):
            return None
    elif levels.get("telephone") == "same" and name in _MOVED:
        return None
    return Veto(
        "two addresses",
        "same_organisation_other_branch",
        "the house numbers differ: perhaps two branches, or one moved",
        "review",
    )


_MOVED = frozenset(("same", "same word", "near", "contained", "half contained"))


def _operator(a: Entry, b: Entry, names: Shared, levels: Levels, whole: Collection) -> Veto | None:
    """Hold apart two houses of one operator: other names after a common one."""
    if levels.get("address") in _SAME_SITE or levels.get("telephone") in _OWN_NUMBER:
        return None
    if not (names.left and names.right):
        return None
    common = set(a.name.words) & set(b.name.words)
    telling = 0.5 * whole.rarity.telling
    both_differ = all(
        max(map(whole.rarity.of, side)) >= telling for side in (names.left, names.right)
    )
    if common and both_differ and whole.users_of(frozenset(common)) >= OPERATOR:
        return Veto(
            "operator",
            "same_organisation_other_branch",
            "several names begin alike and each goes on with its own",
            "review",
        )
    return None


def _languages(a: Entry, b: Entry) -> str | None:
    one, two = a.languages - {"English"}, b.languages - {"English"}
    if one and two and not one & two:
        return "they speak different languages"
    named = _named(a) | _named(b) if a.owner is not None else frozenset()
    if named and not (named <= one and named <= two):
        return f"only one of them is in {' and '.join(sorted(named))}"
    return None


def _named(entry: Entry) -> frozenset[str]:
    return languages_in(entry.name.words) - {"English"}


def _sites(a: Entry, b: Entry, levels: Levels) -> Veto | None:
    """One provider's sites: the same session in two places is two sessions."""
    if a.owner is None or a.family != b.family or levels.get("address") in _SAME_SITE:
        return None
    away = kilometres(a, b)
    sectors = len(a.postcode) > 1 and len(b.postcode) > 1 and a.postcode[1] != b.postcode[1]
    if sectors or (away is not None and away > 1.5):
        return Veto("branch", "same_organisation_other_branch", "one provider at different places")
    return None
