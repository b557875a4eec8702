"""Which pairs a person should judge next, so that few answers teach the most.

A pair is worth judging where the answer is open (the entropy of its softened probability, or
a rule stands against strong evidence), where many other pairs look just like it, and where
nothing like it was judged or chosen yet: uncertainty times representativeness times
diversity (Settles, Active Learning Literature Survey, 2009). No chance is involved: the same
records, answers and labels give the same sheet.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.memory import Memory
from sap_match.model import Dataset
from sap_match.ranking import rounded
from sap_match.results import Results
from sap_match.similarity.duplicates.decide import DuplicateConfig, Pair, probability_of
from sap_match.similarity.duplicates.entries import Of
from sap_match.similarity.duplicates.model import Pattern, Stratum, stratum_of
from sap_match.similarity.duplicates.sides import SHOWN, side_by_side
from sap_match.similarity.duplicates.work import Work, work_on

if TYPE_CHECKING:
    from sap_match.similarity.index import SimilarityIndex

SOFTER = 3.0
"""What log-odds are divided by: the fit without labels is too sure of itself."""
RULE = 0.8
"""How open a pair is that a rule holds apart against the evidence."""
Look = tuple[Stratum, Pattern, str]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PairToJudge:
    """Two records side by side, and why the answer would teach something.

    Attributes
    ----------
    left_id, right_id : str
    probability : float
        What is thought of the pair now.
    alike : int
        How many candidate pairs look just like it, itself included.
    reason : str
        What agrees and what does not.
    fields : mapping
        The records' own words: ``left_name``, ``right_name`` ...
    """

    left_id: str
    right_id: str
    probability: float
    alike: int
    reason: str
    fields: Mapping[str, str]

    def to_record(self) -> dict[str, Any]:
        """Return one row of the sheet, with ``expected`` left empty."""
        return {
            "left_id": self.left_id,
            "right_id": self.right_id,
            "expected": "",
            "probability": self.probability,
            "alike": self.alike,
            "reason": self.reason,
            **self.fields,
        }


SHEET = (
    "left_id", "right_id", "expected", "probability", "alike", "reason",
    *(f"{side}_{name}" for name in SHOWN for side in ("left", "right")),
)  # fmt: skip


def pairs_to_judge(
    dataset: Dataset,
    n: int = 20,
    *,
    of: Of = "services",
    index: SimilarityIndex | None = None,
    config: DuplicateConfig | None = None,
    memory: Memory | None = None,
    labels: Mapping[Pair, bool] | None = None,
    not_again: Iterable[AbstractSet[str]] = (),
) -> Results[PairToJudge]:
    """Return the ``n`` pairs that it teaches most to judge next, most useful first.

    Parameters
    ----------
    dataset, of, index, config, memory, labels
        As for `find_duplicates`; pairs that were judged or answered are not asked again.
    n : int
        How many, at least 1.
    not_again : iterable of sets of two ids
        Pairs that were asked already and wait for an answer.

    Raises
    ------
    DataError
        ``n`` is less than 1.

    Examples
    --------
    >>> from sap_match.model import Organisation
    >>> names = {"a": "Sale Lunch Club", "b": "Sale Luncheon Club", "c": "Hale Chess"}
    >>> d = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [
    ...             Organisation(id=i, name=name, kind="voluntary", postcode="M33 1AA")
    ...             for i, name in names.items()
    ...         ]
    ...     },
    ... )
    >>> [(p.left_id, p.right_id) for p in pairs_to_judge(d, 1, of="organisations")]
    [('a', 'b')]
    """
    if n < 1:
        raise DataError("ask for at least one pair", field="n", value=n)
    work = work_on(dataset, of, index=index, config=config, memory=memory, labels=labels)
    looks = _looks(work)
    alike = Counter(looks.values())
    rows = [
        PairToJudge(
            *pair,
            probability=probability_of(work.answers.scores[pair]),
            alike=alike[looks[pair]],
            reason=work.answers.row(pair).reason,
            fields=side_by_side(dataset, of, *pair),
        )
        for pair in most_useful(work, n, not_again)
    ]
    return Results(tuple(rows), record=PairToJudge.to_record, columns=SHEET)


def _looks(work: Work) -> dict[Pair, Look]:
    """Return what each compared pair looks like: stratum, levels and the rule against it."""
    whole, answers = work.whole, work.answers
    found: dict[Pair, Look] = {}
    for pair in answers.scores:
        left, right = pair
        veto = answers.vetoes.get(pair)
        stratum = stratum_of(whole.by_id[left], whole.by_id[right])
        found[pair] = (stratum, answers.patterns[pair], veto.rule if veto else "")
    return found


def most_useful(work: Work, n: int, not_again: Iterable[AbstractSet[str]] = ()) -> list[Pair]:
    """Return the pairs to judge next, most useful first."""
    looks = _looks(work)
    waiting = {(min(two), max(two)) for two in not_again if two}
    known_pairs = work.answered.verdicts.keys() | waiting
    members: dict[Look, list[Pair]] = defaultdict(list)
    for pair, look in looks.items():
        if pair not in known_pairs:
            members[look].append(pair)
    kinds = sorted(members)
    if not kinds:
        return []
    judged = [looks[p] for p in sorted(known_pairs) if p in looks]
    seen = Counter(judged)
    by_rule = Counter(look[2] for look in judged)
    worth = np.array([_worth(work, members[k], k, by_rule) for k in kinds])
    codes = _codes([*kinds, *judged])
    known = np.zeros(len(kinds))
    for row in codes[len(kinds) :]:
        known += _likeness(codes[: len(kinds)], row)
    taken = np.array([seen[k] for k in kinds], dtype=float)
    used: Counter[str] = Counter()
    chosen: list[Pair] = []
    for _ in range(n):
        value = np.round(worth / (1 + known) / (1 + taken), 9)
        if not value.max() > 0:
            break
        best = int(value.argmax())
        pair = min(
            members[kinds[best]],
            key=lambda p: (used[p[0]] + used[p[1]], _drawn(p)),
        )
        members[kinds[best]].remove(pair)
        if not members[kinds[best]]:
            worth[best] = 0.0
        chosen.append(pair)
        used.update(pair)
        taken[best] += 1
        known += _likeness(codes[: len(kinds)], codes[best])
    return chosen


def _worth(work: Work, pairs: list[Pair], look: Look, by_rule: Counter[str]) -> float:
    """Return how open the answer is, times the cube root of how many pairs look so."""
    score, sure = work.answers.scores[pairs[0]], work.answers.sure
    middle = 0.5 * math.log(sure / (1 - sure)) if sure < 1 else 0.0  # of even odds and sure ones
    chance = 1 / (1 + math.exp(-max(min((score - middle) / SOFTER, 30.0), -30.0)))
    entropy = -(chance * math.log2(chance) + (1 - chance) * math.log2(1 - chance))
    if look[2] and score > 0:
        entropy = max(entropy, RULE / (1 + by_rule[look[2]] / 3))
    return rounded(entropy * len(pairs) ** (1 / 3))


def _codes(looks: list[Look]) -> NDArray[np.int64]:
    """Return the looks as numbers, a row a look."""
    told = [(stratum, rule, *pattern) for stratum, pattern, rule in looks]
    numbers = [
        {value: i for i, value in enumerate(sorted(set(column)))}
        for column in zip(*told, strict=True)
    ]
    return np.array(
        [[numbers[j][value] for j, value in enumerate(row)] for row in told], dtype=np.int64
    )


def _likeness(looks: NDArray[np.int64], one: NDArray[np.int64]) -> Floats:
    """Return how like each look is to one: the share of equal places to the fourth power."""
    return np.asarray((looks == one).mean(axis=1) ** 4)


def _drawn(pair: Pair) -> bytes:
    return hashlib.sha256("\x1f".join(("judge", *pair)).encode()).digest()
