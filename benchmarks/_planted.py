"""Overlaps planted in a real place: the same in other words, and three near misses beside it."""

import hashlib
import math
import re
from dataclasses import dataclass
from random import Random

from benchmarks._paraphrase import paraphrase
from sap_match.model import Dataset, Organisation, Service
from sap_match.similarity.text import described_service

KINDS = ("planted", "other people", "20 km away", "other day")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA")
#: For whom: as a column would say it, least and greatest age, and two wordings.
PEOPLE = (
    ("older people", 60, None, "For older people.", "Anybody over 60 may come."),
    ("young people", 12, 18, "For young people aged 12 to 18.", "Meant for teenagers."),
    ("children", 5, 11, "For children of 5 to 11 years.", "Primary school children are welcome."),
    ("women", None, None, "For women only.", "A space just for ladies."),
    ("men", None, None, "For men only.", "Only men meet here."),
    ("carers", None, None, "For unpaid carers.", "For those who care for a relative."),
    ("veterans", None, None, "For veterans.", "For former members of the armed forces."),
    ("refugees", None, None, "For refugees.", "For refugees and asylum seekers."),
    ("parents of babies", 0, 3, "For babies and toddlers.", "For under-fives with their parents."),
    ("people with dementia", None, None, "For people with dementia.",
     "For those whose memory fails through Alzheimer's."),
)  # fmt: skip
#: Words in a description that say for whom it is: such records are planted with their own people.
OWN = {
    "older people": r"older people|elderly|over 50s|pensioners",
    "young people": r"young people|teenagers|youth|aged 13",
    "children": r"\bchildren\b",
    "women": r"\bwomen\b",
    "carers": r"\bcarers\b",
    "refugees": r"refugees|asylum",
    "people with dementia": r"dementia|alzheimer",
    "veterans": r"veterans|armed forces",
}
_ANY = re.compile(r"wom[ae]n|\bm[ae]n\b|older|elderly|young|youth|child|teen|carer|refugee|asylum|"
                  r"dementia|alzheimer|veteran|armed|parent|famil|bab(?:y|ies)|toddler|girl|boy|"
                  r"adult|student|aged?\b|over \d|under \d|disab|autis|cancer|lgbt|south asian|"
                  r"african|caribbean|jewish|muslim|bme", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """A seed's id, its copies' ids by kind, and how its people are told."""

    seed_id: str
    copies: dict[str, str]
    told: str
    develop: bool


def candidates(dataset):
    """Records with a text from which an overlap can be planted: (id, name, text, themes)."""
    rows = [(s.id, s.name, s.description or "", s.themes) for s in dataset.services]
    rows += [
        (o.id, o.name, o.description or "", o.themes)
        for o in dataset.organisations
        if o.role == "provider" and o.id.startswith("GB-CHC")
    ]
    return sorted(row for row in rows if 40 <= len(row[2]) <= 600 and _says_what(*row[:3]))


_WORSHIP = re.compile(
    r"church|parish|worship|gospel|religio|charitable purposes|objects of the charity",
    re.IGNORECASE,
)


def _says_what(one, name, text):
    """Whether a text says what is done; congregations and bare objects are no service."""
    service = Service(id=one, organisation_id="o", name=name, description=text)
    return described_service(service).described and not _WORSHIP.search(f"{name} {text}")


def rng_of(*parts):
    return Random(hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest())  # noqa: S311


def own_people(text):
    """The people that a text names, where it names just one of ours and no others."""
    named = [who for who, words in OWN.items() if re.search(words, text, re.IGNORECASE)]
    rest = text
    for who in named:
        rest = re.sub(OWN[who], " ", rest, flags=re.IGNORECASE)
    return named[0] if len(named) == 1 and not _ANY.search(rest) else None


def plant(row, seed, draw):
    """The seed as a service with place, people and hours, its planted twin and near misses."""
    one, name, text, themes = row
    rng = rng_of(seed, one)
    own = own_people(text)
    if own is None and _ANY.search(text):
        return None  # names people that we could not tell another's from
    told = "words of its own" if own else rng.choice(("columns", "added words"))
    people = next(p for p in PEOPLE if p[0] == own) if own else rng.choice(PEOPLE)
    other = rng.choice([p for p in PEOPLE if _apart(p, people)])
    place = (53.42 + rng.uniform(-0.05, 0.05), -2.33 + rng.uniform(-0.06, 0.06))
    day, hour = rng.choice(DAYS), rng.choice((9, 10, 12, 13, 15, 18))
    hours = f"{hour:02}:00-{hour + 2:02}:00"
    other_day = rng.choice([d for d in DAYS if d != day])
    near = _moved(place, rng.uniform(0, 1.2), rng)
    far = _moved(place, 20, rng)

    def service(kind, words, who, where, when, labelled):
        added = f" {who[3 + labelled]}" if told == "added words" else ""
        columns = told == "columns"
        return Service(
            id=f"{draw}-{kind}",
            organisation_id=f"{draw}-{kind}-body",
            name=name if kind == "seed" else _name(rng),
            description=f"{words}{added}",
            themes=themes if kind == "seed" or rng.random() < 0.5 else (),
            audiences=(who[0],) if columns else (),
            minimum_age=who[1] if columns else None,
            maximum_age=who[2] if columns else None,
            latitude=where[0],
            longitude=where[1],
            schedule=(f"{when} {hours}",),
            phones=(f"01632 96{rng.randrange(10_000):04}",),
        )

    def again(who=people):
        swapped = own and who is not people
        words = re.sub(OWN[own], who[0], text, flags=re.IGNORECASE) if swapped else text
        return paraphrase(words, rng)

    rows = {
        "seed": service("seed", text, people, place, day, 0),
        "planted": service("planted", again(), people, near, day, 1),
        "other people": service("other people", again(other), other, near, day, 1),
        "20 km away": service("20 km away", again(), people, far, day, 1),
        "other day": service("other day", again(), people, near, other_day, 1),
    }
    develop = int(hashlib.sha256(one.encode()).hexdigest(), 16) % 2 == 0
    copies = {kind: rows[kind].id for kind in KINDS}
    return rows.values(), Planted(rows["seed"].id, copies, told, develop)


def _apart(one, two):
    """Whether two kinds of people have nobody in common, as an officer would see it."""
    aged = {"older people", "young people", "children", "parents of babies"}
    sexes = {"women", "men"}
    groups = {"carers", "veterans", "refugees", "people with dementia"}
    return one[0] != two[0] and any({one[0], two[0]} <= kind for kind in (aged, sexes, groups))


def _moved(place, km, rng):
    angle = rng.uniform(0, 2 * math.pi)
    north = km / 111.2 * math.cos(angle)
    east = km / 111.2 / math.cos(math.radians(place[0])) * math.sin(angle)
    return place[0] + north, place[1] + east


def _name(rng):
    first = ("Bright", "Open Door", "Stepping Stone", "Harbour", "Oak Tree", "Lantern", "Bridge",
             "Willow", "Beacon", "Kestrel", "Copper", "Juniper")  # fmt: skip
    place = rng.choice(("House", "Place", "Lane", "Hill", "Corner"))
    return f"{rng.choice(first)} {place} {rng.choice(('group', 'service', 'project', 'hub'))}"


def planted_dataset(base, seed, most):
    """The place with plants in it, and what was planted; seeds stand twice, so once they go."""
    services, planted = [], []
    used = set()
    rows = candidates(base)
    rng_of(seed).shuffle(rows)
    for number, row in enumerate(rows):
        made = plant(row, seed, f"P{number:04}")
        if made is None or len(planted) >= most:
            continue
        used.add(row[0])
        services += made[0]
        planted.append(made[1])
    organisations = [
        Organisation(id=s.organisation_id, name=f"{s.name} trust {s.id[:5]}", kind="voluntary")
        for s in services
    ]
    kept = [s for s in base.services if s.id not in used]
    tables = {
        "organisations": [*base.organisations, *organisations],
        "services": [*kept, *services],
        "areas": base.areas,
    }
    return Dataset.build("planted", tables, as_of=base.as_of), planted
