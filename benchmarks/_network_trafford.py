"""Trafford's grants to voluntary bodies: who was funded, how often, where, for what.

A grant ties its recipient to the council and to nobody else, so that there is no network of
partners in it. What can be said is two-mode: recipients by year, and who comes again.
"""

import re
from collections import Counter
from datetime import date
from itertools import pairwise

import numpy as np

from benchmarks import _record
from benchmarks._findings_tables import row

AS_OF, SEED, DRAWS, TOP, AT_LEAST = date(2024, 6, 30), 0, 1_000, 8, 0.3
WHOLE = 2023
HUBS = "Inclusive Neighbourhood Grants"
PARTY = re.compile(r"street party|street parties|jubilee|coronation|big lunch", re.IGNORECASE)
#: What the identifiers of 2014 and 2017 say, when each neighbourhood had an event of its own.
ROUNDS = {"OTS": "Old Trafford and Stretford", "SAL": "Sale", "STH": "South", "UP": "Urmston and "
          "Partington"}  # fmt: skip
FUNDED = "grants dealt to the same recipients, one each at least"


def trafford(data, *, quick=False):
    from sap_match.graph import Network
    from sap_match.ingest import read_dataset

    ds = read_dataset(_record.ROOT / "benchmarks" / "places" / "trafford.toml")
    grants = sorted(
        (c.starts_on, c.id, c.value) for c in ds.collaborations if c.kind == "funding"
    )  # fmt: skip
    got = {m.collaboration_id: m.organisation_id for m in ds.collaboration_members
           if m.role == "recipient"}  # fmt: skip
    network = Network.build(ds, AS_OF)
    names = {o.id: o.name for o in ds.organisations}
    who = [got[one] for _, one, _ in grants]
    pounds = np.array([value or 0.0 for _, _, value in grants])
    years = np.array([day.year for day, _, _ in grants])
    recipients = sorted(set(who))
    place = {one: i for i, one in enumerate(recipients)}
    to = np.array([place[one] for one in who])
    chance = by_chance(to, pounds, len(recipients), 50 if quick else DRAWS)
    seen = held(to, pounds, len(recipients))
    again, others = returning(to, years, len(recipients))
    partners = network.one_mode(when="any")
    star = network.one_mode(when="any", kinds=["funding"])
    table = np.zeros((len(recipients), len(set(years.tolist()))))
    table[to, np.unique(years, return_inverse=True)[1]] = 1
    figures = [
        row("grants", len(grants), "awarded January 2013 to June 2024; none in 2015"),
        row("recipients", len(recipients), "by identifier"),
        row("pounds awarded", pounds.sum(), "not adjusted for inflation"),
        row("ties between recipients", partners.size, "pairs that are partners in anything: the "
            "file names one recipient a grant"),
        row("ties to the council", star.size, "recipients, each tied to the one funder"),
        row("two-mode density", 100 * table.mean(), "years in which a recipient had a grant, of "
            "all recipients x funded years", unit="%"),
        row("funded once only", seen["once"], "of all recipients", chance["once"], unit="%",
            how=FUNDED),
        row("most grants of one", seen["most"], "grants", chance["most"], how=FUNDED),
        row("the tenth with most money", seen["tenth"], "their part of all pounds",
            chance["tenth"], unit="%", how=FUNDED),
        row("Gini coefficient of money", seen["gini"], "0 all recipients the same, 1 one has all",
            chance["gini"], how=FUNDED),
        row("funded again", again, "of one funded year's recipients, those funded in the next "
            "funded year, to 2023", unit="%"),
        row("the same of the others", others, "beside the row above: of all others ever funded, "
            "those funded in that next year", unit="%"),
        row("recipients that carry a charity or company number",
            100 * np.mean([not one.startswith("360G") for one in recipients]),
            "the others are known by name alone", unit="%"),
        row("charities on the register's extract with a grant", register(ds, set(recipients)),
            "by number, of 736 that operate in Trafford", unit="%"),
    ]  # fmt: skip
    party = [bool(PARTY.search(f"{c.title} {c.description}")) for c in ds.collaborations
             if c.id in got]  # fmt: skip
    hubs = sum(c.value or 0 for c in ds.collaborations if c.programme == HUBS)
    figures += [
        row("money in the grants to community hubs", 100 * hubs / pounds.sum(), "eleven grants of "
            "2023 and 2024 without an open call, of all pounds", unit="%"),
        row("grants for a street party", 100 * np.mean(party), "by their words, of all grants",
            unit="%"),
    ]  # fmt: skip
    files = [data / "trafford" / "trafford_council_voluntary_sector_grants.csv",
             data / "trafford" / "charities_operating_in_trafford.csv"]  # fmt: skip
    return {
        "as_of": AS_OF.isoformat(),
        "figures": figures,
        "tables": {
            "years": by_year(to, pounds, years, grants),
            "often": often(to, pounds, years, recipients, names),
            "money": sized(pounds, to),
            "rounds": by_round(grants, got),
            "places": places(ds, set(recipients)),
            "themes": themes(ds, got),
        },
        "more": {"award dates": len({day for day, _, _ in grants})},
    }, files


def held(to, pounds, n):
    """Return how grants and money spread over ``n`` recipients."""
    times = np.bincount(to, minlength=n)
    money = np.sort(np.bincount(to, weights=pounds, minlength=n))
    rank = np.arange(1, n + 1)
    return {
        "once": 100 * float((times == 1).mean()),
        "most": int(times.max()),
        "tenth": 100 * float(money[-round(n / 10):].sum() / money.sum()),
        "gini": float((2 * rank - n - 1) @ money / (n * money.sum())),
    }  # fmt: skip


def by_chance(to, pounds, n, draws):
    """Return the same where every recipient has one grant and the rest fall anyhow."""
    rng, found = np.random.default_rng(SEED), []
    for _ in range(draws):
        dealt = np.concatenate([np.arange(n), rng.integers(0, n, len(to) - n)])
        found.append(held(dealt, rng.permutation(pounds), n))
    return {name: np.array([one[name] for one in found]) for name in found[0]}


def returning(to, years, n):
    """Return the rate of those funded in a year to be so in the next, and that of the others.

    Up to 2023, the last whole year; others are all who were funded at any time.
    """
    order = sorted(one for one in set(years.tolist()) if one <= WHOLE)
    inside = [set(to[years == one].tolist()) for one in order]
    pairs = list(pairwise(inside))
    again = sum(len(a & b) for a, b in pairs) / sum(len(a) for a, _ in pairs)
    others = sum(len(b - a) for a, b in pairs) / sum(n - len(a) for a, _ in pairs)
    return 100 * again, 100 * others


def register(ds, recipients):
    listed = [o.id for o in ds.organisations if o.source == "charities"]
    return 100 * sum(one in recipients for one in listed) / len(listed)


def by_year(to, pounds, years, grants):
    rows, known, last = [], set(), set()
    for year in sorted(set(years.tolist())):
        mine = years == year
        there = set(to[mine].tolist())
        rows.append({
            "year": str(year),
            "award dates": len({day for (day, _, _) in grants if day.year == year}),
            "grants": int(mine.sum()),
            "recipients": len(there),
            "first grant %": round(100 * len(there - known) / len(there), 1) if known else None,
            "also the funded year before %":
                round(100 * len(there & last) / len(there), 1) if last else None,
            "pounds": round(float(pounds[mine].sum())),
            "median grant": round(float(np.median(pounds[mine]))),
        })  # fmt: skip
        known, last = known | there, there
    return rows


def often(to, pounds, years, recipients, names):
    times = np.bincount(to, minlength=len(recipients))
    money = np.bincount(to, weights=pounds, minlength=len(recipients))
    order = np.lexsort((np.arange(len(recipients)), -money, -times))[:TOP].tolist()
    return [
        {
            "recipient": names[recipients[i]],
            "grants": int(times[i]),
            "years": len(set(years[to == i].tolist())),
            "pounds": round(float(money[i])),
        }
        for i in order
    ]


def sized(pounds, to):
    times = np.bincount(to)
    money = np.bincount(to, weights=pounds)
    rows = []
    for label, mask in (
        ("1", times == 1), ("2", times == 2), ("3 or 4", (times > 2) & (times < 5)),
        ("5 or more", times > 4),
    ):  # fmt: skip
        rows.append({
            "grants of a recipient": label,
            "recipients": int(mask.sum()),
            "of recipients %": round(100 * float(mask.mean()), 1),
            "of grants %": round(100 * float(times[mask].sum() / times.sum()), 1),
            "of pounds %": round(100 * float(money[mask].sum() / money.sum()), 1),
        })  # fmt: skip
    return rows


def by_round(grants, got):
    """Rows of the neighbourhood rounds of 2014 and 2017, as the identifiers name them."""
    held = {}
    for day, one, value in grants:
        if day.year not in (2014, 2017):
            continue
        code = one.removeprefix("360G-traffordmbc-").removeprefix("VSG-")[:3].rstrip("1234567890-")
        code = "UP" if code.startswith("UP") else code
        held.setdefault((ROUNDS[code], str(day.year)), []).append((got[one], value or 0.0))
    rows = []
    for name in sorted(set(ROUNDS.values())):
        told = {"neighbourhood": name}
        for year in ("2014", "2017"):
            told[f"grants {year}"] = len(held[name, year])
            told[f"pounds {year}"] = round(sum(value for _, value in held[name, year]))
        rows.append(told)
    return rows


def places(ds, recipients):
    """Rows of charities registered in the borough and elsewhere: how many had a grant."""
    begins = {a.name: a.postcodes for a in ds.areas if a.postcodes}
    every = [code for codes in begins.values() for code in codes]
    listed = [o for o in ds.organisations if o.source == "charities"]
    here = [bool(o.postcode) and any(inside(o.postcode, c) for c in every) for o in listed]
    rows = []
    for label, wanted in (("a postcode of the borough", True), ("elsewhere or not said", False)):
        there = [o.id for o, at in zip(listed, here, strict=True) if at == wanted]
        funded = sum(one in recipients for one in there)
        rows.append({
            "registered at": label,
            "charities": len(there),
            "with a grant": funded,
            "of them %": round(100 * funded / len(there), 1),
        })  # fmt: skip
    return rows


def inside(postcode, code):
    """Whether a postcode lies in a district (``M33``) or a sector (``M15 4``)."""
    return postcode.startswith(code) if " " in code else postcode.split(" ")[0] == code


def themes(ds, got, many=10):
    """Rows of what grants and registered charities are about, by the shipped tagger of UK-CAT."""
    from sap_match.similarity.themes.files import shipped_titles
    from sap_match.similarity.themes.suggest import suggest_themes

    told = [(c.description, c.value or 0.0) for c in ds.collaborations
            if c.id in got and c.description]  # fmt: skip
    listed = [o.description for o in ds.organisations if o.source == "charities" and o.description]
    titles = shipped_titles()["ukcat"]

    def about(texts):
        found = suggest_themes(texts, schemes=("ukcat",), threshold=AT_LEAST)
        kinds = {i: set() for i in range(len(texts))}
        for one in found:
            kinds[int(one.id)].add(one.code[:2])
        return [kinds[i] for i in range(len(texts))]

    grants, charities = about([text for text, _ in told]), about(listed)
    money = sum(value for _, value in told)
    often = Counter(kind for kinds in grants for kind in kinds)
    rows = []
    for kind, n in sorted(often.items(), key=lambda t: (-t[1], t[0]))[:many]:
        rows.append({
            "theme": titles[kind],
            "grants": n,
            "of described grants %": round(100 * n / len(told), 1),
            "of their pounds %": round(100 * sum(
                v for (_, v), kinds in zip(told, grants, strict=True) if kind in kinds) / money, 1),
            "of charities on the register %": round(
                100 * sum(kind in kinds for kinds in charities) / len(listed), 1),
        })  # fmt: skip
    return rows
