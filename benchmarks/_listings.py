"""Invented directories of organisations of any size, in which one in eight is listed again.

Names, streets, towns, telephones and websites are put together from syllables and common words,
so that they repeat as those of real directories do: a few kinds of body very often, places
seldom, a town for every 150 records. What is listed again has lost or changed some of its
fields: a slip in the name, a word left out, an abbreviation, no website, an old telephone.
One in thirty is a branch of a body with many branches and one website, one in twenty shares its
building. Everything is invented, and the same count and seed give the same records.
"""

import numpy as np

from sap_match.model import Dataset, Organisation

SEED = 20261122
AGAIN, BRANCH, UNDER_ONE_ROOF = 0.12, 0.033, 0.05
_START = "b br c ch cl d f g gr h k l m n p pr r s sh st t th tr w wh".split()
_MIDDLE = "a e i o u ar en il or un al ee oo ai er an".split()
_END = "by ton ham ley ford wick den well worth field stead mere low hurst bury gate".split()
_KINDS = (
    "lunch club|community centre|food bank|village hall|parish church|football club|day nursery|"
    "primary school|youth club|carers group|housing association|credit union|advice centre|choir|"
    "bowling club|community transport|women's aid|men's shed|hospice|playgroup|allotment society|"
    "residents association|theatre group|cricket club|scout group|amateur dramatic society|"
    "befriending scheme|stroke club|walking group|arts trust|wildlife trust|history society|"
    "counselling service|disability forum|refugee support|counselling|music school|repair cafe|"
    "boxing club|swimming club|swap shop|library friends|tenants forum|toy library|dementia cafe"
).split("|")
_OPERATORS = "Helping Hand|Silver Years|Advice For All|Open Door|Young Horizons|Kind Table".split(
    "|"
)
_SAINTS = "mary john peter paul andrew luke mark james anne thomas michael george".split()
_STREETS = "Road Street Lane Avenue Close Way Drive Terrace Grove Crescent".split()
_SHORT = {"community": "comm", "centre": "ctr", "association": "assoc", "saint": "st", "road": "rd"}


def listings(count: int, seed: int = SEED) -> tuple[Dataset, set[tuple[str, str]]]:
    """A dataset of exactly `count` organisations, and the pairs that are one listed twice."""
    rng = np.random.default_rng(seed)
    first = round(count / (1 + AGAIN))
    world = _World(rng, first)
    rows = [world.body(i) for i in range(first)]
    of = list(range(first))
    while len(rows) < count:  # one that is listed three times is a copy of its first listing
        one = int(rng.integers(first))
        rows.append(world.again(rows[one]))
        of.append(one)
    order = rng.permutation(count)
    ids = {int(old): f"row-{new:06d}" for new, old in enumerate(order)}
    members: dict[int, list[str]] = {}
    for old, one in enumerate(of):
        members.setdefault(one, []).append(ids[old])
    truth = {
        (min(x, y), max(x, y))
        for some in members.values()
        for i, x in enumerate(some)
        for y in some[:i]
    }
    records = [Organisation(id=ids[i], kind="voluntary", **row) for i, row in enumerate(rows)]
    return Dataset.build("listings", {"organisations": records}), truth


class _World:
    """Places, streets and telephones from which bodies are put together."""

    def __init__(self, rng, count):
        self.rng = rng
        self.towns = [self._word() for _ in range(max(20, count // 150))]
        self.codes = [self._code() for _ in self.towns]
        self.words = [self._word() for _ in range(max(600, int(30 * count**0.5)))]
        self.roofs = []

    def _pick(self, rows):
        return rows[int(self.rng.integers(len(rows)))]

    def _often(self, rows):
        """A row, the first ones far more often."""
        return rows[int(len(rows) * self.rng.random() ** 2)]

    def _word(self):
        middle = self._pick(_MIDDLE) + (self._pick(_START) + self._pick(_MIDDLE)) * int(
            self.rng.random() < 0.4
        )
        return (self._pick(_START) + middle + self._pick(_END)).capitalize()

    def _code(self):
        letters = "".join(self._pick("BCDEGHLMNPRSTW") for _ in range(2))
        return letters, f"01{self.rng.integers(200, 1000)}"

    def body(self, number):
        town = int(self.rng.integers(len(self.towns)))
        place, (area, exchange) = self.towns[town], self.codes[town]
        kind, drawn = self._often(_KINDS).title(), self.rng.random()
        branch = self.rng.random() < BRANCH
        if branch:
            name = f"{self._pick(_OPERATORS)} {place}"
        elif drawn < 0.35:
            name = f"{self._often(self.words)} {kind}"
        elif drawn < 0.6:
            name = f"{place} {self._often(self.words)} {kind}"
        elif drawn < 0.7:
            name = f"Saint {self._pick(_SAINTS).title()}'s {self._pick(self.words)} {kind}"
        elif drawn < 0.85:
            name = f"The {self._pick(self.words)} {self._pick(self.words)} Trust"
        else:
            name = f"{self._pick(self.words)} {place} {kind}"
        if self.roofs and self.rng.random() < UNDER_ONE_ROOF:
            address, postcode = self.roofs[-1 - int(self.rng.integers(min(len(self.roofs), 300)))]
        else:
            street = f"{self._pick(self.words)} {self._pick(_STREETS)}"
            address = f"{self.rng.integers(1, 240)} {street}, {place}"
            unit = "".join(self._pick("ABDEFGHJLNPQRSTUWXYZ") for _ in range(2))
            district, sector = self.rng.integers(1, 25), self.rng.integers(1, 10)
            postcode = f"{area}{district} {sector}{unit}"
            self.roofs.append((address, postcode))
        own = "".join(c for c in name.casefold() if c.isalnum())
        host = "".join(c for c in name.rpartition(" ")[0].casefold() if c.isalnum())
        site = f"https://{host}.org.uk" if branch else f"https://{own}{number % 97}.org.uk"
        return {
            "name": name,
            "address": address,
            "postcode": postcode,
            "phones": (f"{exchange} {self.rng.integers(200_000, 1_000_000)}",)
            if self.rng.random() < 0.85
            else (),
            "website": site if self.rng.random() < 0.55 else None,
        }

    def again(self, row):
        """The same body as another directory lists it."""
        row, rng = dict(row), self.rng
        words = row["name"].split()
        drawn = rng.random()
        if drawn < 0.2 and len(words) > 2:
            words.pop(int(rng.integers(len(words))))
        elif drawn < 0.45:
            i = max(range(len(words)), key=lambda i: len(words[i]))
            words[i] = self._slip(words[i])
        elif drawn < 0.65:
            words = [_SHORT.get(w.casefold(), w) for w in words]
        row["name"] = " ".join(words)
        if rng.random() < 0.3:
            other = tuple(f"{p[:6]}{rng.integers(200_000, 1_000_000)}" for p in row["phones"])
            row["phones"] = () if rng.random() < 0.5 else other
        if rng.random() < 0.4:
            row["website"] = None
        if rng.random() < 0.2:
            row["address"] = row["address"].split(",")[0]
        elif rng.random() < 0.1:
            row["address"] = row["address"].partition(" ")[2]
        if rng.random() < 0.08:
            row["postcode"] = None
        return row

    def _slip(self, word):
        i = int(self.rng.integers(1, max(2, len(word) - 1)))
        return word[:i] + (word[i + 1 :] if self.rng.random() < 0.5 else word[i] + word[i:])
