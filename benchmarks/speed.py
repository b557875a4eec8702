"""Import time, and one call for partners on a landscape of 3,000 services.

    python -m benchmarks.speed [--quick]

Both are measured beside what they cannot beat: an empty interpreter and `import numpy`; the
cosine of one vector to all others, sorted. Runs are interleaved, so that what else the machine
does falls on all alike.
"""

import subprocess
import sys
import time

import numpy as np

from benchmarks import _record
from benchmarks._many import EXAMPLE, SEED, many_services
from sap_match.landscape import Landscape
from sap_match.recommend.partners import recommend_partners
from sap_match.similarity.encoder import HashedWords

IMPORT_SECONDS = 0.3
CALL_MS = 20.0
DIMENSION = 384  # of the default model
IMPORTS = {
    "python -c pass": "pass",
    "import numpy": "import numpy",
    "import sap_match": "import sap_match",
    "from sap_match import *": "from sap_match import *",
}


def import_seconds(rounds):
    """Wall time of fresh interpreters, median, least and most, interleaved."""
    taken = {name: [] for name in IMPORTS}
    for _ in range(rounds + 1):
        for name, code in IMPORTS.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            taken[name].append(time.perf_counter() - start)
    return {name: spread(seconds[1:], 4) for name, seconds in taken.items()}  # first: cold files


def spread(values, digits):
    return {
        "median": round(float(np.median(values)), digits),
        "p95": round(float(np.percentile(values, 95)), digits),
        "least": round(float(np.min(values)), digits),
        "most": round(float(np.max(values)), digits),
        "runs": len(values),
    }


def call_ms(landscape, subjects, call):
    """Wall and processor time of one call a subject."""
    taken, worked = [], []
    for one in subjects:
        start, begun = time.perf_counter(), time.process_time()
        call(landscape, one)
        taken.append((time.perf_counter() - start) * 1000)
        worked.append((time.process_time() - begun) * 1000)
    return {**spread(taken, 2), "median_of_processor_time": round(float(np.median(worked)), 2)}


def ten_partners(landscape, one):
    assert len(recommend_partners(landscape, for_=one, k=10)) == 10


def rank_alone(landscape, one):
    recommend_partners(landscape, for_=one, k=0)


def cosine_and_sort(vectors, i):
    scores = vectors @ vectors[i]
    return np.argsort(-scores, kind="stable")[:11]


def built(services):
    landscape = Landscape.build(many_services(services), encoder=HashedWords(DIMENSION))
    start = time.perf_counter()
    for part in ("profiles", "network", "organisation_index", "service_index"):
        getattr(landscape, part)
    return landscape, round(time.perf_counter() - start, 1)


def partner_calls(services, count):
    """One call a subject: never asked about before, then again, beside cosine and sort."""
    landscape, seconds = built(services)
    described = [one for one in landscape.ids if landscape.profile(one).described]
    drawn = np.random.default_rng(SEED).permutation(len(described))[: 2 * count]
    subjects, others = ([described[i] for i in part] for part in (drawn[:count], drawn[count:]))
    start = time.perf_counter()
    ten_partners(landscape, others[0])
    first = (time.perf_counter() - start) * 1000
    new = call_ms(landscape, others[1:], ten_partners)
    used = call_ms(landscape, subjects, ten_partners)
    rows = {one: i for i, one in enumerate(landscape.ids)}
    texts = [landscape.profile(one).text for one in landscape.ids]
    vectors = landscape.vectors(texts)
    return {
        "organisations": len(landscape.ids),
        "services": len(landscape.dataset.services),
        "vectors": landscape.encoder.fingerprint,  # no model: only number and length count
        "build_parts_seconds": seconds,
        "first_call_ms": round(first, 1),
        "new_landscape_ms": new,
        "ms": used,
        "of_which_ranking_ms": call_ms(landscape, subjects, rank_alone),
        "baseline: numpy cosine to all, sorted, no reasons, ms": call_ms(
            vectors, [rows[one] for one in subjects], cosine_and_sort
        ),
    }


def main(arguments=None):
    options = _record.options_of("speed", __doc__.split("\n")[0]).parse_args(arguments)
    load = _record.load_now()
    imports = import_seconds(3 if options.quick else 7)
    calls = partner_calls(600 if options.quick else 3000, 20 if options.quick else 100)
    for name, seconds in imports.items():
        print(f"{seconds['median']:.3f} s   {name}")
    told = calls["ms"]
    print(f"{told['median']:.1f} ms   one call, k = 10 (p95 {told['p95']:.1f})")
    return _record.save(
        options,
        what="import time; one recommend_partners call (k = 10) on a built landscape",
        targets={
            "import sap_match": f"under {IMPORT_SECONDS} s, median",
            "recommend_partners": f"under {CALL_MS:g} ms, median",
        },
        met={
            "import sap_match": imports["import sap_match"]["median"] < IMPORT_SECONDS,
            "recommend_partners": calls["ms"]["median"] < CALL_MS,
        },
        measured={"import_seconds": imports, "recommend_partners": calls},
        data=_record.hashes(EXAMPLE.glob("*.csv"), EXAMPLE.parent.parent),
        load_before=load,
    )


if __name__ == "__main__":
    sys.exit(main())
