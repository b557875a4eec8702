"""What each organisation can bring."""

from datetime import date, timedelta

import numpy as np
import pytest

from sap_match.model import Offer
from sap_match.recommend.lacks import without_lacks
from sap_match.recommend.provision import Item, provision
from tests.builders import AS_OF, facility, landscape, need, org, service


def offer(one, owner, text, **more):
    return Offer(id=one, organisation_id=owner, kind="skills", description=text, **more)


def items(*records):
    return provision(landscape(*records)).items


def fit(wanted, *records):
    """Return how well each owner's best item does what is wanted."""
    land = landscape(*records)
    held = provision(land)
    fits = held.fit(wanted, land.vectors([wanted])[0])
    best = {}
    for item, value in zip(held.items, fits.tolist(), strict=True):
        best[item.owner] = max(best.get(item.owner, 0.0), value)
    return best


def test_what_is_brought_is_what_it_says_its_services_rooms_and_offers():
    found = items(
        org("ash", "Lunch for older people."),
        org("silent"),
        service("s", "ash", "Soup on Mondays.", name="Soup", audiences=("carers", "students")),
        facility("f", "ash", name="Hall", type="hall", amenities=("step_free", "kitchen")),
        offer("o", "silent", "Book-keeping", skills=("accounts",)),
    )
    assert found == (
        Item("ash", "organisation", "", "Ash Group. Lunch for older people."),
        Item(
            "ash",
            "service",
            "Soup",
            "Soup. Soup on Mondays. For carers, students.",
            ("carers", "students"),
        ),
        Item("ash", "facility", "Hall", "Hall. hall. step free, kitchen. Room or venue"),
        Item("silent", "offer", "", "Book-keeping accounts"),
    )


@pytest.mark.parametrize(
    ("availability", "told"),
    [
        (("MO 09:00-12:00",), "weekday daytime"),
        (("MO 17:00-18:00",), "weekday daytime"),
        (("FR 18:00-21:00",), "evening"),
        (("FR 17:00-21:00", "SU 10:00-12:00"), "evening, weekday daytime, weekend"),
        (("whenever",), ""),
        ((), ""),
    ],
)
def test_a_room_says_when_it_is_open(availability, told):
    room = items(org("ash"), facility("f", "ash", name="Hall", availability=availability))[0]
    assert room.text == ("Hall. Room or venue, " + told if told else "Hall. Room or venue")


def test_what_is_shut_closed_or_over_is_not_brought():
    assert items(
        org("ash"),
        facility("f", "ash", status="closed"),
        facility("g", "ash", name="Women's refuge"),
        offer("o", "ash", "Paint", ends_on=AS_OF - timedelta(days=1)),
    ) == ()  # fmt: skip
    kept = items(
        org("ash"),
        facility("f", "ash", status="open"),
        offer("o", "ash", "Paint", ends_on=AS_OF),
        offer("p", "ash", "Wood", starts_on=date(2027, 1, 1)),
    )
    assert [i.kind for i in kept] == ["facility", "offer", "offer"]


def test_withdrawn_offers_and_services_are_not_brought():
    found = items(
        org("ash"),
        offer("o", "ash", "Paint", status="withdrawn"),
        offer("p", "ash", "Wood", status="open"),
        service("s", "ash", "Soup.", status="closed"),
        service("t", "ash", "Bread.", status="active"),
    )
    assert [i.text for i in found] == ["Service t. Bread.", "Wood"]


def test_no_contact_detail_is_brought():
    found = items(
        org("ash", "Lunch. Ring 01632 960123."),
        service("s", "ash", "Soup. Write to a@example.org.", name="Soup (01632 960123)"),
        offer("o", "ash", "Paint at CW1 2AB"),
    )
    for item in found:
        assert not {"01632", "@", "CW1"} & set(item.text.split() + item.name.split()), item
        assert "960" not in item.text + item.name


# -- fit ------------------------------------------------------------------------------------


def test_the_same_words_fit_whole_and_none_not_at_all():
    found = fit(
        "bicycles for refugees",
        org("wheels", "Bicycles for refugees."),
        org("songs", "A choir on Tuesdays."),
    )
    assert found["wheels"] > 0.9
    assert found["songs"] < 0.2


def test_who_never_says_the_rare_word_does_not_do_it():
    found = fit(
        "level 2 immigration advice",
        org("debt", "Advice on debts and benefits, at level 2 and above."),
        org("rights", "Immigration advice at level 2."),
        org("more", "Advice on energy."),
    )
    assert found["rights"] > 0.8
    assert found["more"] < found["debt"] < 0.8


def test_a_fit_is_a_share_for_any_words():
    records = [
        org("a", "Soup and bread."),
        service("s", "a", "Bread on Mondays."),
        org("b", "Wood."),
    ]
    land = landscape(*records)
    held = provision(land)
    for wanted in ("soup", "of the and", "", "zebra", "bread " * 50):
        fits = held.fit(wanted, land.vectors([wanted])[0])
        assert fits.shape == (len(held.items),)
        assert np.all((fits >= 0) & (fits <= 1))


def test_an_empty_place_brings_nothing():
    land = landscape()
    assert provision(land).items == ()
    assert provision(land).fit("soup", land.vectors(["soup"])[0]).shape == (0,)


def test_what_somebody_needs_is_not_what_it_brings():
    wish = "debt advice beside the queue"
    records = [
        org("bank", "Food parcels. We need someone who can give debt advice beside the queue."),
        org("clinic", "Debt advice beside the queue, for anybody who needs a hand with bills."),
        org("asks", "A choir."),
        need("n", "asks", "Debt advice beside the queue."),
    ]
    found = fit(wish, *records)
    assert found["clinic"] > 0.9
    assert found["bank"] < 0.3
    assert found["asks"] < 0.3


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Lunch for thirty. Half cannot come without a lift.", "Lunch for thirty."),
        ("Around thirty diners; transport is a difficulty.", "Around thirty diners"),
        ("Cricket. We are looking for a hall on Tuesdays.", "Cricket."),
        ("Cricket. The club lacks nets.", "Cricket."),
        ("Bees. We would like a van to fetch people.", "Bees."),
        ("Gifts. Short of weekday drivers.", "Gifts."),
    ],
)
def test_a_lack_is_left_out_and_the_rest_stays(text, left):
    assert without_lacks(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Door-to-door minibus for people who cannot use ordinary buses.",
        "We help those who are looking for work.",
        "We house people without a home.",
        "You need a referral. No voucher needed.",
        "Need someone to talk to? Ring us.",
        "Soup for anybody short of money.",
        "We put the needs of a person first.",
        "A large hut, and a hall that needs a roof.",
    ],
)
def test_what_others_lack_is_what_is_brought_to_them(text):
    assert without_lacks(text) == text
