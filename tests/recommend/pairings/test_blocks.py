"""Rules and score as arrays say what the rules and the score say pair by pair."""

from hypothesis import HealthCheck, given, settings

from sap_match.landscape import Landscape
from sap_match.memory import Memory
from sap_match.model import Dataset
from sap_match.recommend.pairings.beside import Beside
from sap_match.recommend.pairings.blocks import RULE_NAMES, kinds_of
from sap_match.recommend.pairings.rules import broken
from sap_match.recommend.pairings.score import PairingConfig, are_alike
from sap_match.results import score_of
from sap_match.similarity.encoder import HashedWords
from tests.recommend.drawn_markets import AS_OF
from tests.recommend.pairings.rich_markets import rich_markets

CONFIG = PairingConfig()
DATED = {"times"}
"""Rules that arrays may leave to the exact look, because dates decide."""


def laid_out(tables, memory=None):
    landscape = Landscape.build(Dataset.build("d", tables), as_of=AS_OF, encoder=HashedWords())
    return Beside.at(landscape, memory or Memory(), CONFIG)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(rich_markets())
def test_arrays_refuse_what_the_rules_refuse_and_score_as_the_score_does(tables):
    beside = laid_out(tables)
    for kind in kinds_of(beside):
        for block in kind.blocks():
            for r, i in enumerate(block.left.tolist()):
                for c, j in enumerate(block.right.tolist()):
                    giver, host = beside.offers[i], beside.needs[j]
                    like = float(block.likeness[r, c])
                    m = beside.meeting(i, j, like)
                    assert block.seen[r, c] == (giver.owner.id != host.owner.id)
                    assert block.alike[r, c] == (
                        block.seen[r, c] and are_alike(giver, host, like, beside.skills, CONFIG)
                    )
                    rules = [rule for rule, _ in broken(m)]
                    first = RULE_NAMES[block.first[r, c]] if block.first[r, c] >= 0 else None
                    assert first is None or first in rules, (first, rules, m)
                    assert block.broken[r, c] <= len(rules)
                    if not set(rules) & DATED:
                        assert block.broken[r, c] == len(rules), (first, rules, m)
                    exact = score_of(beside.parts(m))
                    assert block.score[r, c] >= exact - 1e-4
                    if m.longest is None or not dated(m):
                        assert abs(block.score[r, c] - exact) < 1e-4, (beside.parts(m), m)


def dated(m):
    """Whether the common time is worked out from dates."""
    week = m.last is None or (m.last - m.first).days >= 6
    return not week or bool(m.giver.schedule.rules) or bool(m.host.schedule.rules)
