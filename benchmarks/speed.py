"""Speed: importing the package, building a landscape, one question on it.

    python -m benchmarks.speed

The landscape is made up: 1,000 organisations with three services each, words drawn by a seed, an
encoder without a model (the time of a question does not depend on where vectors came from).
"""

import statistics
import subprocess
import sys
import time
from datetime import date

import numpy as np

from benchmarks._record import write
from sap_match.landscape import Landscape
from sap_match.model import Collaboration, CollaborationMember, Dataset, Organisation, Service
from sap_match.recommend.partners import recommend_partners
from sap_match.similarity.encoder import HashedWords

SEED = 20261101
ORGANISATIONS = 1_000
SERVICES_EACH = 3
DIMENSION = 384
REPEATS = 40
WORDS = (
    "advice allotment art befriending bereavement bicycle carers choir company cookery crafts "
    "dance debt dementia digital disability drama drop-in energy families fishing food football "
    "friendship furniture gardening grants group hall health heritage hospice housing hydrotherapy "
    "job kitchen language learning library lunch meals meeting memory mental minibus mothers music "
    "nature newcomers nursery older outdoor pantry parents peer pets play poetry pool prescribing "
    "quiz reading recovery refugees repair respite school seated sewing shed shelter sign singing "
    "sport stroke support swimming tai-chi tea theatre toddlers tools training transport veterans "
    "visiting volunteer walking warm weekly welfare wheelchair woodland workshop yoga young youth"
).split()


def made_up() -> Dataset:
    """An invented partnership of 3,000 services, the same in every run."""
    rng = np.random.default_rng(SEED)

    def text(length: int) -> str:
        return " ".join(rng.choice(WORDS, length)) + "."

    organisations, services, collaborations, members = [], [], [], []
    for i in range(ORGANISATIONS):
        one = f"o{i:04}"
        organisations.append(
            Organisation(
                id=one,
                name=f"{text(2)[:-1]} {i}",
                kind=("voluntary", "voluntary", "business", "public")[i % 4],
                description=text(25),
                themes=tuple(rng.choice(WORDS, 2)),
            )
        )
        services += [
            Service(
                id=f"s{i:04}-{j}",
                organisation_id=one,
                name=text(3)[:-1],
                description=text(30),
                latitude=53.1 + float(rng.random()) * 0.3,
                longitude=-2.5 + float(rng.random()) * 0.5,
            )
            for j in range(SERVICES_EACH)
        ]
    for i in range(ORGANISATIONS // 5):
        collaborations.append(Collaboration(id=f"c{i}", kind="partnership"))
        members += [
            CollaborationMember(collaboration_id=f"c{i}", organisation_id=f"o{k:04}")
            for k in sorted(set(rng.integers(0, ORGANISATIONS, 4).tolist()))
        ]
    tables = {
        "organisations": organisations,
        "services": services,
        "collaborations": collaborations,
        "collaboration_members": members,
    }
    return Dataset.build("made-up", tables)


def import_seconds() -> float:
    """Median over fresh interpreters of what the import adds."""
    code = "import time; t = time.perf_counter(); import sap_match; print(time.perf_counter() - t)"
    told = [subprocess.check_output([sys.executable, "-c", code]) for _ in range(9)]
    return statistics.median(map(float, told))


def main() -> int:
    dataset = made_up()
    started = time.perf_counter()
    land = Landscape.build(
        dataset, as_of=date(2026, 11, 1), encoder=HashedWords(dimension=DIMENSION)
    )
    recommend_partners(land, for_="o0000", k=10)  # builds every part that a question needs
    built = time.perf_counter() - started
    taken = []
    for i in range(REPEATS):
        started = time.perf_counter()
        recommend_partners(land, for_=f"o{i * 17 % ORGANISATIONS:04}", k=10)
        taken.append(1_000 * (time.perf_counter() - started))
    taken.sort()
    marks = {
        "import_seconds": (round(import_seconds(), 3), 0.3),
        "recommend_partners_milliseconds": (round(statistics.median(taken), 2), 20.0),
    }
    figures = {
        "seed": SEED,
        "services": len(dataset.services),
        "landscape_build_seconds": round(built, 2),
        "recommend_partners_milliseconds": {
            "median": round(statistics.median(taken), 2),
            "slowest_of_40": round(taken[-1], 2),
        },
    }
    return write("speed", "import, and one question on 3,000 services", marks, figures)


if __name__ == "__main__":
    sys.exit(main())
