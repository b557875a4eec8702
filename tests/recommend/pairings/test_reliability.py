"""How a giver kept its word moves the score a little, and only where hosts have confirmed it."""

from datetime import date

import pytest

from sap_match.landscape import Landscape
from sap_match.model import Agreement, Dataset, Need, Offer, Organisation
from sap_match.recommend.pairings.plan import plan_pairings
from sap_match.recommend.pairings.reliability import reliability_of
from sap_match.similarity.encoder import HashedWords

TEXT = "Painting the hall"


def landscape(*agreements):
    firms = [Organisation(id=b, name=f"Firm {b}", kind="business") for b in ("a", "b", "c")]
    offers = [
        Offer(id=f"o-{f.id}", organisation_id=f.id, kind="goods", description=TEXT, quantity=9,
              unit="items")
        for f in firms
    ]  # fmt: skip
    needs = [
        Need(id=n, organisation_id="v", kind="goods", description=TEXT, quantity=2, unit="items",
             status="met" if n != "open" else None)
        for n in ("open", "x", "y")
    ]  # fmt: skip
    tables = {
        "organisations": [*firms, Organisation(id="v", name="Hall", kind="voluntary")],
        "offers": offers,
        "needs": needs,
        "agreements": list(agreements),
    }
    data = Dataset.build("d", tables)
    return Landscape.build(data, as_of=date(2026, 11, 1), encoder=HashedWords())


def done(offer_id, need_id, delivered, confirmed_by="host"):
    return Agreement(
        offer_id=offer_id, need_id=need_id, pledged=4, delivered=delivered,
        confirmed_by=confirmed_by, quantity=1,
    )  # fmt: skip


def test_the_value_is_shrunk_towards_the_mean_of_all():
    found = reliability_of(landscape(done("o-a", "x", 4), done("o-b", "x", 0)))
    # mean 1/2; (1 + 2 x 1/2) / 3 and (0 + 2 x 1/2) / 3
    assert found.of("a").value == pytest.approx(2 / 3)
    assert found.of("b").value == pytest.approx(1 / 3)
    assert found.of("c").value == pytest.approx(1 / 2)


def test_who_has_no_history_stands_between_the_reliable_and_the_unreliable():
    plan = plan_pairings(landscape(done("o-a", "x", 4), done("o-b", "x", 0)))
    assert [s.subject_id for s in plan.candidates] == ["o-a", "o-c", "o-b"]
    (part,) = [p for p in plan.candidates[0].parts if p.name == "reliability"]
    assert part.fact == "hosts confirmed 1 earlier pledge"


@pytest.mark.parametrize("confirmed_by", [None, "business", "a broker"])
def test_what_no_host_confirmed_says_nothing(confirmed_by):
    told = landscape(done("o-a", "x", 0, confirmed_by))
    assert not reliability_of(told).known
    with_it, without = plan_pairings(told), plan_pairings(landscape())
    scores = [{s.subject_id: s.score for s in p.candidates} for p in (with_it, without)]
    assert scores[0] == scores[1]
