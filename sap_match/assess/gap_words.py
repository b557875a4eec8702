"""Why a row of the gaps says what it says, in sentences of facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sap_match.assess.coverage import Evidence
from sap_match.assess.provision import Listing, providers
from sap_match.assess.themes import EVENING, Times, Wish, said
from sap_match.model import Dataset, Need

_NAMED = 3


def reason(
    area: str,
    theme: str,
    *,
    wishes: Sequence[Wish],
    needs: Sequence[Need],
    found: Evidence,
    why: str,
    wanted: Times,
    ground: str,
    dataset: Dataset,
) -> str:
    """Return what is asked for, what is listed, and what stays open, in sentences."""
    told = [_wished(area, wishes), _asked(needs, dataset)]
    if why == "closed":
        told.append(f"Services for {theme} are listed; their places are confidential")
    else:
        told.append(_listed(area, theme, found))
        told.append(_times(found, why, wanted))
        told.append(_elsewhere(found, ground, dataset, area=area))
        told.append(_unsure(found, why, theme))
    return " ".join(f"{one}." for one in told if one)


def nothing_listed(dataset: Dataset) -> str:
    """Return why no area can be judged at all."""
    places = f"{len(dataset.areas)} areas" if dataset.areas else "no areas"
    return (
        f"Not known: the data holds {places} and {len(dataset.services)} services, and nothing "
        "listed says in which of them it works. Give services or organisations areas to see "
        "needs against provision."
    )


def _wished(area: str, wishes: Sequence[Wish]) -> str:
    quoted = listing([f"“{one}”" for one in dict.fromkeys(wish.words for wish in wishes)])
    return f"{area} says it needs: {quoted}" if quoted else ""


def _asked(needs: Sequence[Need], dataset: Dataset) -> str:
    who = sorted({dataset.organisation(need.organisation_id).name for need in needs})
    if not who:
        return ""
    kinds = listing(sorted({need.kind for need in needs}))
    more = f" and {len(who) - _NAMED} more" if len(who) > _NAMED else ""
    return f"{listing(who[:_NAMED], last=not more)}{more} {'asks' if len(who) == 1 else 'ask'} " + (
        f"for {kinds}"
    )


def _listed(area: str, theme: str, found: Evidence) -> str:
    n = len(found.local)
    if not n:
        return f"Nothing for {theme} is listed in {area}"
    some = f"1 listing for {theme}" if n == 1 else f"{n} listings for {theme}"
    who = providers(found.local)
    by = "" if n == 1 else f", by {who} {'organisation' if who == 1 else 'organisations'}"
    names = listing([f"{one.name}" for one in found.local[:_NAMED]], last=n <= _NAMED)
    more = f" and {n - _NAMED} more" if n > _NAMED else ""
    return f"{some} in {area}{by}: {names}{more}"


def _times(found: Evidence, why: str, wanted: Times) -> str:
    timed = [one for one in found.local if one.times is not None]
    if not timed:
        return "No hours are listed" if found.local and wanted else ""
    if why in ("times", "bunched") or wanted:
        counts = Counter(day for one in timed for day in (one.times or ()))
        held = ", ".join(f"{counts[day]} on {said([day])}" for day in sorted(counts) if day < 7)
        if counts[EVENING]:
            held = ", ".join(filter(None, (held, f"{counts[EVENING]} in the evening")))
        missing = (wanted or frozenset(range(5))) - set(counts)
        lacking = f"; none {_when(missing)}" if missing else ""
        unknown = len(found.local) - len(timed)
        quiet = f" ({unknown} with no hours listed)" if unknown else ""
        return f"Of these {held}{lacking}{quiet}"
    return ""


def _when(times: Iterable[int]) -> str:
    days = sorted(set(times) - {EVENING})
    parts = [f"on {said(days)}"] if days else []
    return " or ".join([*parts, *(["in the evening"] if EVENING in set(times) else [])])


def _elsewhere(found: Evidence, ground: str, dataset: Dataset, *, area: str) -> str:
    if providers(found.local) >= 2:
        return ""
    parts = []
    if found.near:
        parts.append(f"{len(found.near)} more in {ground}")
    if found.wide:
        names = listing(_names(found.wide))
        more = len(set(one.name for one in found.wide)) - _NAMED
        parts.append(f"for a wider area {names}" + (f" and {more} more" if more > 0 else ""))
    if found.nearest is not None and found.nearest_km is not None:
        owner = dataset.organisation(found.nearest.organisation_id).name
        by = "" if owner == found.nearest.name else f" of {owner}"
        parts.append(
            f"the nearest to {area} with a known place is {found.nearest.name}{by}, "
            f"{found.nearest_km:.0f} km away in a straight line"
            if found.nearest_km >= 1
            else f"{found.nearest.name}{by} is under 1 km away"
        )
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def _names(found: Sequence[Listing]) -> list[str]:
    return list(dict.fromkeys(one.name for one in found))[:_NAMED]


def _unsure(found: Evidence, why: str, theme: str) -> str:
    if why == "little listed":
        return "Too little is listed here for silence to mean anything"
    if found.unplaced and why in ("unplaced", "one", "only wider"):
        some = "1 listing" if found.unplaced == 1 else f"{found.unplaced} listings"
        says = "does" if found.unplaced == 1 else "do"
        return f"{some} for {theme} {says} not say where"
    return ""


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
