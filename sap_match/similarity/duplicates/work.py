"""All that is worked out before rows are written: entries, levels, weights, labels, answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sap_match.memory import Memory
from sap_match.memory import pair as in_order
from sap_match.model import Dataset
from sap_match.similarity.duplicates.again import Compared, compare_again
from sap_match.similarity.duplicates.answered import Answered, Verdict, answers_in
from sap_match.similarity.duplicates.answers import Answers, Settings
from sap_match.similarity.duplicates.calibrate import Calibration, Judged, calibrate
from sap_match.similarity.duplicates.candidates import Candidates, find_candidates
from sap_match.similarity.duplicates.compare import FIELDS, compare
from sap_match.similarity.duplicates.decide import DuplicateConfig, Pair
from sap_match.similarity.duplicates.entries import Collection, Of, collect, entries_of
from sap_match.similarity.duplicates.model import Weights, fit, stratum_of
from sap_match.similarity.duplicates.one_to_one import check_sources
from sap_match.similarity.duplicates.vetoes import veto_of

if TYPE_CHECKING:
    from sap_match.similarity.index import SimilarityIndex


@dataclass(frozen=True)
class Work:
    """A collection compared and weighed."""

    whole: Collection
    proposed: Candidates
    compared: Compared
    answers: Answers
    answered: Answered


def work_on(
    dataset: Dataset,
    of: Of,
    *,
    index: SimilarityIndex | None = None,
    config: DuplicateConfig | None = None,
    memory: Memory | None = None,
    labels: Mapping[Pair, bool] | None = None,
    earlier: Compared | None = None,
) -> Work:
    """Compare and weigh; see `find_duplicates` for the parameters."""
    settings = config or DuplicateConfig()
    whole = collect(entries_of(dataset, of))
    sources = _sources(dataset, of)
    if settings.one_to_one and whole.entries:
        check_sources(sources)
    names = FIELDS[of]
    proposed = find_candidates(
        whole,
        per_record=settings.candidates_per_record,
        index=index,
        sources=sources if settings.between_sources else None,
    )
    compared = compare_again(whole, proposed.pairs, names, earlier)
    weights = fit(whole, compared.patterns, names)
    judged = {
        in_order(*ids): same
        for ids, same in sorted((labels or {}).items())
        if ids[0] != ids[1] and all(one in whole.by_id for one in ids)
    }
    answered = answers_in(memory, proposed.pairs, whole.by_id, organisations=of == "organisations")
    answered = with_labels(answered, judged)
    calibration = _calibrated(whole, weights, compared, judged)
    answers = Answers(
        whole,
        weights,
        compared.patterns,
        Settings(settings, answered, calibration, sources, _balance(settings, judged)),
    )
    return Work(whole, proposed, compared, answers, answered)


def _balance(config: DuplicateConfig, judged: Mapping[Pair, bool]) -> int:
    """Return how many labels set the threshold: none where the user named a cost."""
    named = any(name.startswith("cost_") for name in config.model_fields_set)
    return 0 if named else len(judged)


def with_labels(answered: Answered, judged: Mapping[Pair, bool]) -> Answered:
    """Return people's answers with judged pairs added; an answer in the memory comes first."""
    verdicts: dict[Pair, Verdict] = {
        ids: "same" if same else "not the same" for ids, same in judged.items()
    }
    said = dict.fromkeys(judged, "judged by a person")
    return replace(
        answered,
        verdicts={**verdicts, **answered.verdicts},
        said={**said, **answered.said},
    )


def _calibrated(
    whole: Collection, weights: Weights, compared: Compared, judged: Mapping[Pair, bool]
) -> Calibration:
    rows = []
    alike = Counter(compared.patterns.values()) if judged else Counter()
    for (left, right), same in judged.items():
        a, b = whole.by_id[left], whole.by_id[right]
        pattern = compared.patterns.get((left, right)) or compare(a, b, whole, weights.fields)
        veto = veto_of(a, b, dict(zip(weights.fields, pattern, strict=True)), whole)
        stratum = stratum_of(a, b)
        score = weights.score(stratum, pattern)
        rows.append(
            Judged(stratum, pattern, score, same, veto.rule if veto else "", alike[pattern] or 1)
        )
    return calibrate(rows, weights.fields)


def _sources(dataset: Dataset, of: Of) -> dict[str, str]:
    records = dataset.services if of == "services" else dataset.organisations
    return {r.id: r.source for r in records if r.source}
