"""Why a row of the gaps says what it says, in sentences of facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sap_match.assess.areas import short
from sap_match.assess.coverage import Evidence
from sap_match.assess.provision import Listing, providers
from sap_match.assess.themes import EVENING, Times, Wish, said
from sap_match.model import Dataset, Need

_NAMED = 3
#: Nobody is sent farther than this in a straight line.
_FAR_KM = 20


@dataclass(frozen=True)
class Case:
    """One theme in one area, with all that its words are made of.

    Parameters
    ----------
    area, seat, ground : str
        Names: of the area, of where its listings stand (itself, as a rule), and of the
        ground on which silence is judged.
    why : str
        The rule that gave the status, as `sap_match.assess.gaps.judge` names it.
    """

    area: str
    seat: str
    ground: str
    theme: str
    wishes: Sequence[Wish]
    needs: Sequence[Need]
    found: Evidence
    why: str

    @property
    def wanted(self) -> Times:
        """Weekdays and evenings that are asked for."""
        return frozenset(time for wish in self.wishes for time in wish.times)

    @property
    def here(self) -> str:
        """``here``, or in which larger area the listings stand."""
        return "here" if self.seat == self.area else f"in {short(self.seat)}"


def reason(case: Case, dataset: Dataset) -> str:
    """Return what is asked for, what is listed, and what stays open, in sentences."""
    told = [_wished(case), _asked(case.needs, dataset)]
    if case.seat != case.area:
        told.append(
            f"Nothing is listed by {short(case.area)} itself, so this is about {short(case.seat)}"
        )
    told += [_listed(case), _times(case), _elsewhere(case, dataset), *_unsure(case)]
    return " ".join(f"{one}." for one in told if one)


def nowhere(
    theme: str, borough: str, among: Sequence[str], *, placed: int, areas: int, unplaced: int
) -> str:
    """Return why no area of a borough can be judged on a theme, and whose area would help.

    Examples
    --------
    >>> nowhere("food", "Hill", ["Hill Pantry"], placed=0, areas=0, unplaced=1)
    'The one listing for food does not say in which area of Hill it works: Hill Pantry.'
    """
    names = listing(list(among[:_NAMED]), last=len(among) <= _NAMED)
    named = f"{names} and others" if len(among) > _NAMED else names
    if placed + unplaced == 1:
        one = f"The one listing for {theme} does not say in which area of {borough} it works"
        return f"{one}: {named}."
    told = (
        f"{placed} of {placed + unplaced} listings for {theme} say in which area of {borough} they "
        f"work ({'1 area' if areas == 1 else f'{areas} areas'})"
        if placed
        else f"None of {unplaced} listings for {theme} says in which area of {borough} it works"
    )
    return f"{told}, so that silence in an area means nothing. To ask: {named}."


def nothing_listed(dataset: Dataset) -> str:
    """Return why no area can be judged at all."""
    places = f"{len(dataset.areas)} areas" if dataset.areas else "no areas"
    return (
        f"Not known: the data holds {places} and {len(dataset.services)} services, and nothing "
        "listed says in which of them it works. Give services or organisations areas to see "
        "needs against provision."
    )


def _wished(case: Case) -> str:
    quoted = listing([f"“{one}”" for one in dict.fromkeys(wish.words for wish in case.wishes)])
    return f"{short(case.area)} says it needs: {quoted}" if quoted else ""


def _asked(needs: Sequence[Need], dataset: Dataset) -> str:
    who = sorted({dataset.organisation(need.organisation_id).name for need in needs})
    if not who:
        return ""
    kinds = listing(sorted({need.kind for need in needs}))
    more = f" and {len(who) - _NAMED} more" if len(who) > _NAMED else ""
    names = listing(who[:_NAMED], last=not more)
    return f"{names}{more} {'asks' if len(who) == 1 else 'ask'} for {kinds}"


def _listed(case: Case) -> str:
    found, n = case.found.local, len(case.found.local)
    if not n:
        return f"Nothing for {case.theme} is listed {case.here}"
    some = f"1 listing for {case.theme}" if n == 1 else f"{n} listings for {case.theme}"
    who = providers(found)
    by = "" if n == 1 else f" by {who} {'organisation' if who == 1 else 'organisations'}"
    names = listing([one.name for one in found[:_NAMED]], last=n <= _NAMED)
    more = f" and {n - _NAMED} more" if n > _NAMED else ""
    return f"{some} {case.here}{by}: {names}{more}"


def _times(case: Case) -> str:
    local = case.found.local
    timed = [one for one in local if one.times is not None]
    if not timed:
        return "No hours are listed" if local and case.wanted else ""
    if case.why not in ("times", "bunched") and not case.wanted:
        return ""
    counts = Counter(day for one in timed for day in (one.times or ()))
    held = [f"{counts[day]} on {said([day])}" for day in sorted(counts) if day != EVENING]
    held += [f"{counts[EVENING]} in the evening"] if counts[EVENING] else []
    missing = (case.wanted or frozenset(range(5))) - set(counts)
    lacking = f"; none {_when(missing)}" if missing else ""
    unknown = len(local) - len(timed)
    quiet = f" ({unknown} with no hours listed)" if unknown else ""
    return f"Of these {', '.join(held)}{lacking}{quiet}"


def _when(times: Iterable[int]) -> str:
    days = sorted(set(times) - {EVENING})
    parts = [f"on {said(days)}"] if days else []
    return " or ".join([*parts, *(["in the evening"] if EVENING in set(times) else [])])


def _elsewhere(case: Case, dataset: Dataset) -> str:
    found = case.found
    if providers(found.local) >= 2:
        return ""
    parts = []
    if found.near:
        parts.append(f"{len(found.near)} more in {short(case.ground)}")
    if found.wide:
        wide = [one for one in found.wide if one != found.nearest]
        more = len({one.name for one in wide}) - _NAMED
        names = listing(_names(wide), last=more <= 0)
        ending = f" and {more} more" if more > 0 else ""
        parts += [f"for a wider area {names}{ending}"] if names else []
    if found.nearest is not None and (found.nearest_km or 0) <= _FAR_KM:
        owner, name = dataset.organisation(found.nearest.organisation_id).name, found.nearest.name
        by = "" if owner.casefold() in name.casefold() else f" of {owner}"
        away = found.nearest_km or 0.0
        km = f"{away:.0f} km" if away >= 1 else "less than 1 km"
        which = "another" if found.local else "the nearest with a known place"
        parts.append(f"{which}, {name}{by}, is {km} from the middle of {short(case.area)}")
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def _names(found: Sequence[Listing]) -> list[str]:
    return list(dict.fromkeys(one.name for one in found))[:_NAMED]


def _unsure(case: Case) -> list[str]:
    told = []
    if case.found.closed and providers(case.found.local) < 2:
        told.append("Confidential services are listed too; where they work is not told")
    if case.why == "little listed":
        told.append("Too little is listed here for silence to mean anything")
    if case.found.unplaced and case.why in ("unplaced", "one", "only wider"):
        n = case.found.unplaced
        some = "1 listing" if n == 1 else f"{n} listings"
        told.append(f"{some} for {case.theme} {'does' if n == 1 else 'do'} not say where")
    return told


def listing(items: Sequence[str], *, last: bool = True) -> str:
    """Return ``a, b and c``; without ``last`` only commas, because more follows.

    Examples
    --------
    >>> listing(["a", "b", "c"]), listing(["a", "b"], last=False)
    ('a, b and c', 'a, b')
    """
    if len(items) < 2 or not last:
        return ", ".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
