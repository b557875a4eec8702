from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.ingest.wording import is_shouted, own_spellings, plain_text, tidy, title_name


@pytest.mark.parametrize(
    ("shouted", "name"),
    [
        ("THE CHESHIRE WILDLIFE TRUST LIMITED", "The Cheshire Wildlife Trust Limited"),
        ("1ST STRETFORD (LONGFORD) SCOUT GROUP", "1st Stretford (Longford) Scout Group"),
        ("42ND STREET - COMMUNITY BASED", "42nd Street - Community Based"),
        ("TLC: TALK, LISTEN, CHANGE", "TLC: Talk, Listen, Change"),
        ("VISION BEYOND AUTISM UK", "Vision Beyond Autism UK"),
        ("Y W C A PLAYGROUP", "YWCA Playgroup"),
        ("AGUDA KEREN L'DOVID", "Aguda Keren L'Dovid"),
        ("ST ANN'S HOSPICE", "St Ann's Hospice"),
        ("PARISH OF SALE, ST.ANNE", "Parish of Sale, St. Anne"),
        (
            "BODY OF CHRIST INTERNATIONAL MINISTRIES (BCIM)",
            "Body of Christ International Ministries (BCIM)",
        ),
        ("FIRST ASIAN SUPPORT TRUST (FAST) LTD", "First Asian Support Trust (FAST) Ltd"),
        ("T.H.O.M.A.S (THOSE ON THE MARGINS)", "T.H.O.M.A.S (Those on the Margins)"),
        ("W G S TRUST", "W G S Trust"),
        ("HALE AND DISTRICT U3A", "Hale and District U3A"),
        ("MCDONALD HOUSE", "McDonald House"),
        ("FRIENDS OF PARK ROAD SCHOOL(TIMPERLEY)", "Friends of Park Road School (Timperley)"),
        ("EMERGE 3RS", "Emerge 3RS"),
        ("THE RIVER    MANCHESTER", "The River Manchester"),
        ("TIMPERLEY DOFE AWARD CENTRE", "Timperley DofE Award Centre"),
    ],
)
def test_shouted_names_become_names(shouted, name):
    assert title_name(shouted) == name


def test_names_in_mixed_case_are_their_owners_business():
    assert title_name("femSTEM") == "femSTEM"
    assert title_name("Cheshire ,North Wales") == "Cheshire, North Wales"


def test_the_owners_spelling_counts_unless_it_shouts():
    assert title_name("FEMSTEM", text="femSTEM promotes science for girls") == "femSTEM"
    assert title_name("FUTURE VISIONS", text="FUTURE VISIONS is a charity run by people") == (
        "Future Visions"
    )
    assert own_spellings("see www.DanceSyndrome.org") == {}


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("wildlife champion.The charity's aims", "wildlife champion. The charity's aims"),
        ("to other charitiesTo make grants", "to other charities. To make grants"),
        ("a)The relief b)To help", "a) The relief b) To help"),
        ("education2) To provide", "education 2) To provide"),
        ("see www.Foo.Org.uk.Thanks", "see www.Foo.Org.uk.Thanks"),
        ("BBQ at FareShare and YouTube", "BBQ at FareShare and YouTube"),
        ("- weekly rehearsals- concerts", "weekly rehearsals - concerts"),
        ("pre- and post-natal", "pre- and post-natal"),
        ("food &amp; advice", "food & advice"),
    ],
)
def test_lost_line_breaks_come_back(typed, text):
    assert plain_text(typed) == text


def test_shouted_texts_become_sentences():
    text = plain_text(
        "CUP PROVIDES SPORT, E.G. DANCE, IN TRAFFORD. IT HELPS THE NHS.WE LOVE FLIXTON",
        name="Flixton Communities United Project",
    )
    assert text == (
        "Cup provides sport, e.g. dance, in Trafford. It helps the NHS. We love Flixton"
    )
    assert plain_text("CUP HELPS YOUNG PEOPLE", name="Communities United Project").startswith(
        "CUP "
    )


@given(st.text(max_size=200))
def test_right_texts_stay_right(text):
    once = tidy(text)
    assert tidy(once) == once
    assert plain_text(text) == plain_text(text)
    assert "  " not in title_name(text)


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ'.,()- 0123456789", max_size=80))
def test_recasing_keeps_every_letter(text):
    letters = [c for c in text.upper() if c.isalnum()]
    assert [c for c in title_name(text).upper() if c.isalnum()] == letters


def test_shouting_is_a_share_of_letters():
    assert is_shouted("ABCD e")
    assert not is_shouted("ABCD e", share=0.81)
    assert not is_shouted("123")
