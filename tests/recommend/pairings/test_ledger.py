"""The ledger of a giver: offered, pledged, allocated, delivered by whose word."""

import random

import pytest

from sap_match.model import Agreement, Dataset, Need, Offer, Organisation
from sap_match.recommend.pairings.ledger import LEDGER_COLUMNS, LedgerRow, ledger, teller_of
from sap_match.recommend.planning import Plan
from sap_match.results import Results, Suggestion


def _offer(id_, unit="hours", kind="volunteering", **more):
    return Offer(id=id_, organisation_id="biz", kind=kind, description="Help", unit=unit, **more)


def _dataset(offers, agreements):
    return Dataset.build(
        "test",
        {
            "organisations": [
                Organisation(id="biz", name="Cobalt Ltd", kind="business"),
                Organisation(id="hub", name="Weston Hub", kind="voluntary"),
            ],
            "offers": offers,
            "needs": [
                Need(id=f"n{i}", organisation_id="hub", kind="volunteering", description="Paint")
                for i in range(6)
            ],
            "agreements": agreements,
        },
    )


def _agreed(need, offer="o", **more):
    return Agreement(offer_id=offer, need_id=need, **more)


def _plan(*rows):
    found = tuple(
        Suggestion("pairing", o, n, (), 1, (), "", details={"quantity": q}) for o, n, q in rows
    )
    nothing = Results((), record=lambda row: {})
    return Plan(Results(found, record=Suggestion.to_record), nothing, nothing)


def test_by_hand():
    dataset = _dataset(
        [_offer("o", quantity=100), _offer("p", quantity=20), _offer("q", "people", quantity=8)],
        [
            _agreed("n0", quantity=30, pledged=40, delivered=25, confirmed_by="host"),
            _agreed("n1", quantity=10, pledged=10, delivered=10, confirmed_by="business"),
            _agreed("n2", quantity=10, delivered=4, confirmed_by="Volunteer Centre"),
            _agreed("n3", quantity=50, pledged=50, status="Cancelled"),
            _agreed("n4", pledged=6, status="agreed"),
        ],
    )
    hours, people = ledger(dataset, _plan(("o", "n5", 5.0), ("q", "n5", 4.0)))
    assert (hours.offers, hours.offered) == (2, 120)
    assert hours.pledged == 56
    assert (hours.agreed, hours.planned, hours.allocated) == (56, 5, 61)
    assert (hours.delivered_confirmed, hours.delivered_stated, hours.delivered_other) == (25, 10, 4)
    assert hours.share_used == pytest.approx(61 / 120)
    assert (people.unit, people.offered, people.allocated, people.share_used) == (
        "people", 8, 4, 0.5)  # fmt: skip


def test_a_withdrawn_offer_was_not_offered_but_a_met_one_was():
    dataset = _dataset(
        [_offer("o", quantity=5, status="withdrawn"), _offer("p", quantity=7, status="met")], []
    )
    (row,) = ledger(dataset)
    assert (row.offers, row.offered) == (1, 7)


def test_what_was_delivered_before_it_was_called_off_counts():
    dataset = _dataset(
        [_offer("o", quantity=5)],
        [_agreed("n0", quantity=5, delivered=3, confirmed_by="hub", status="withdrawn")],
    )
    (row,) = ledger(dataset)
    assert (row.allocated, row.delivered_confirmed) == (0, 3)


def test_no_quantity_is_no_share():
    found = ledger(_dataset([_offer("o", None)], [_agreed("n0")]))
    assert (found[0].unit, found[0].offered, found[0].agreed, found[0].share_used) == (
        "", 0, 1, None)  # fmt: skip
    assert found.notes == ("1 offers name no quantity and add nothing to what was offered",)


def test_more_than_was_offered_is_told():
    found = ledger(_dataset([_offer("o", quantity=2)], [_agreed("n0", quantity=3)]))
    assert found[0].share_used == 1.5
    assert "more allocated than was offered" in found.notes[0]


@pytest.mark.parametrize(
    ("said", "whose"),
    [
        ("host", "host"), ("Weston  Hub", "host"), ("HUB", "host"), ("both", "host"),
        ("charity", "host"), ("", "giver"), (None, "giver"), ("biz", "giver"),
        ("employer", "giver"), ("Cheshire CVS", "other"),
    ],
)  # fmt: skip
def test_whose_word(said, whose):
    assert teller_of(said, ["biz", "Cobalt Ltd"], ["hub", "Weston Hub"]) == whose


def test_a_host_by_the_name_of_a_word_for_givers():
    assert teller_of("business", ["biz", "Cobalt"], ["b", "Business"]) == "host"


def test_order_of_rows_makes_no_difference():
    offers = [_offer(f"o{i}", unit, quantity=i) for i, unit in enumerate(["h", "people", "days"])]
    agreements = [_agreed(f"n{i}", f"o{i}", quantity=1, delivered=0.1 * i) for i in range(3)]
    want = ledger(_dataset(offers, agreements)).to_records()
    random.Random(1).shuffle(offers)
    agreements.reverse()
    assert ledger(_dataset(offers, agreements)).to_records() == want
    assert list(want[0]) == list(LEDGER_COLUMNS)


def test_the_example_adds_up(repository):
    from sap_match.ingest import read_dataset

    dataset = read_dataset(repository / "examples" / "cheshire_east")
    found = ledger(dataset)
    said = sum(a.delivered or 0 for a in dataset.agreements)
    told = sum(r.delivered_confirmed + r.delivered_stated + r.delivered_other for r in found)
    assert told == pytest.approx(said)
    assert all(isinstance(r, LedgerRow) for r in found)
