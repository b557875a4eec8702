"""The areas of a partnership as people name them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import fuzz, process

from sap_match.geo import match_postcode, split_postcode
from sap_match.model import Area
from sap_match.similarity.search.conditions import AreaTest
from sap_match.similarity.search.facts import wider_areas

_NEARLY = 84.0
"""Likeness (0 to 100, of rapidfuzz's ratio) from which a misspelt name is read as an area's."""

_ALSO_WORDS = frozenset(
    "sale hale bury deal ware street battle rugby reading bath hove ash box wells wash poole lee "
    "rye diss hope over best wing seal goole nelson weston sutton newton clifton marple chester "
    "holmes eye beer barking tring crook yarm hook".split()
)
"""Names that are words or people's names too: read as places after "in", "near" and the like."""

_BEFORE = r"(?:in|near|nr|around|round|at|from|to|by|of|live|living|based|close to|outside|across)"


@dataclass(frozen=True)
class Places:
    """The areas of a dataset by their names and postcodes.

    Examples
    --------
    >>> places = Places((Area(id="a", name="Crewe", kind="town", postcodes=("CW1 2",)),))
    >>> places.named("crewe").names, places.named("cw1 2ab").names, places.named("Kew")
    ('Crewe', 'Crewe', None)
    >>> places.near("Crew")
    ('Crewe',)
    """

    areas: tuple[Area, ...]

    @cached_property
    def _by_id(self) -> Mapping[str, Area]:
        return {a.id: a for a in self.areas}

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for area in self.areas:
            for name in _spoken(area):
                found.setdefault(name, []).append(area.id)
        return {name: tuple(sorted(set(ids))) for name, ids in sorted(found.items())}

    @cached_property
    def _below(self) -> Mapping[str, frozenset[str]]:
        below: dict[str, set[str]] = {}
        for area in self.areas:
            for wider in wider_areas(area.id, self._by_id):
                below.setdefault(wider, set()).add(area.id)
        return {one: frozenset(ids) for one, ids in below.items()}

    def named(self, name: str) -> AreaTest | None:
        """Return what asks for the area of an id, name or postcode; None where there is none."""
        if name.strip() in self._by_id:
            return self._test((name.strip(),))
        ids = self._by_name.get(_plain(name))
        if ids:
            return self._test(ids)
        return self.around_postcode(name)

    def near(self, name: str) -> tuple[str, ...]:
        """Return the names of areas that look like a name, the likest first, at most five."""
        names = sorted({a.name for a in self.areas})
        for scorer, cutoff in ((fuzz.ratio, 55), (fuzz.WRatio, 60)):
            found = process.extract(
                _plain(name), names, scorer=scorer, limit=5, score_cutoff=cutoff, processor=_plain
            )
            if found:
                break
        return tuple(n for n, _, _ in found)

    def around_postcode(self, text: str) -> AreaTest | None:
        """Return what asks for the finest area that holds a postcode, else for its outcode."""
        parts = split_postcode(text)
        if parts is None:
            return None
        code = parts.unit or parts.sector or parts.outcode
        fine = [
            a.id
            for a in self.areas
            if a.kind in {"town", "ward", "other"} and match_postcode(code, a.postcodes)
        ]
        held = fine or [a.id for a in self.areas if match_postcode(code, a.postcodes)]
        own = parts.sector or parts.outcode
        if held:
            return replace(self._test(tuple(held)), code=own)
        free = frozenset(a.id for a in self.areas if not self._codes(a.id))
        return AreaTest(code, frozenset(), frozenset(), (own,), own, free)

    def _codes(self, one: str) -> set[str]:
        """Return the postcodes of an area and of all that lie in it."""
        inside = {one} | self._below.get(one, frozenset())
        return {code for other in inside for code in self._by_id[other].postcodes}

    @cached_property
    def _free(self) -> frozenset[str]:
        """Labels of which nothing tells where they lie."""
        return frozenset(
            a.id
            for a in self.areas
            if a.kind == "other" and not a.parent_id and not self._codes(a.id)
        )

    def _test(self, ids: Sequence[str]) -> AreaTest:
        within = frozenset(ids).union(*(self._below.get(one, frozenset()) for one in ids))
        around = frozenset(w for one in ids for w in wider_areas(one, self._by_id)) - within
        names = " or ".join(sorted({self._by_id[one].name for one in ids}))
        codes = {code for one in within for code in self._by_id[one].postcodes}
        free = self._free - within
        return AreaTest(names, within, around, tuple(sorted(codes)), free=free)

    # -- in the words of a question -------------------------------------------------------

    def found_in(self, text: str) -> tuple[AreaTest, tuple[int, int]] | None:
        """Return the area that a question names, and where its name stands; None without one.

        A whole postcode counts more than a name, the longest name more than a shorter one.
        """
        for match in re.finditer(
            r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?(?:\s*\d[A-Za-z]{2})?\b|\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s+\d\b",
            text,
        ):
            test = self.around_postcode(match.group())
            if test is not None and (test.within or " " in test.names):
                return test, match.span()
        return (
            self._written(text) or self._misspelt(text, led=True) or self._misspelt(text, led=False)
        )

    def _written(self, text: str) -> tuple[AreaTest, tuple[int, int]] | None:
        lower = text.lower().replace("’", "'")
        shouted = text.isupper()
        for name in sorted(self._by_name, key=lambda n: (-len(n), n)):
            for match in re.finditer(rf"(?<![\w'-]){re.escape(name)}(?![\w-]|'(?!s))", lower):
                before = lower[: match.start()]
                if re.search(r"\b(?:not|except|outside)\s+(?:in|near|from|of)?\s*$", before):
                    continue
                led = re.search(
                    rf"\b{_BEFORE}\s+(?:the\s+|north\s+|south\s+|east\s+|west\s+)?$", before
                )
                capital = text[match.start()].isupper() and not shouted
                if led or name not in _ALSO_WORDS or (capital and before.strip()):
                    if re.search(r"\bfor\s+$", before) and name in _ALSO_WORDS and not capital:
                        continue
                    start = led.start() if led else match.start()
                    return self._test(self._by_name[name]), (start, match.end())
        return None

    def _misspelt(self, text: str, *, led: bool) -> tuple[AreaTest, tuple[int, int]] | None:
        """Read a name that is nearly one of ours; a longer and likelier one if no "in" leads it."""
        least = 5 if led else 8
        names = [n for n in self._by_name if len(n) >= least]
        lead = r"\b(?:in|near|around|at|from)\s+" if led else r"\b"
        for match in re.finditer(rf"{lead}([a-z'-]{{{least},}})", text.lower()):
            if match.group(1) in self._by_name:
                continue
            found = process.extract(match.group(1), names, scorer=fuzz.ratio, limit=2)
            good = [f for f in found if f[1] >= (_NEARLY if led else 88)]
            if good and (len(good) == 1 or good[0][1] > good[1][1]):
                return self._test(self._by_name[good[0][0]]), match.span()
        return None


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("’", "'").split())


def _spoken(area: Area) -> set[str]:
    """Return the ways in which people say an area's name.

    A name that joins towns ("Bowdon and Dunham Massey") is also said by each of them; what
    stands in brackets explains.
    """
    whole = _plain(area.name)
    bare = re.sub(r"(?<!\s)\s*\([^)]{0,200}\)", "", whole).strip()
    said = {whole, bare}
    if area.kind in {"town", "ward", "other"}:
        said |= {p.strip() for p in re.split(r"\s+(?:and|&)\s+", bare) if len(p.strip()) > 3}
    short = re.match(r"[A-Z]{3,6}\b", area.name)
    if short is not None:
        said.add(short.group().lower())
    return {s for s in said if len(s) >= 3}
