"""Records to text: clean, quiet, and without anybody's name or number."""

import csv
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.model import Organisation, Service
from sap_match.similarity.text import (
    MAXIMUM_LENGTH,
    clean,
    described_service,
    mask,
    organisation_text,
    sentences,
    service_text,
)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Contact Jane Smith for more.", ""),
        ("CONTACT JANE SMITH FOR DETAILS", ""),
        ("Speak to Łukasz Nowak about it", ""),
        ("Ask for Mr X at the desk. Open daily.", "Open daily."),
        ("Ask for Peter. Hot food.", "Hot food."),
        ("Our organiser is Mary. We meet weekly to knit.", "We meet weekly to knit."),
        ("Run by Sale West Youth Club. Secretary: John O'Brien, tel 928 1234",
         "Run by Sale West Youth Club."),
        ("Lunch at 1pm. Tel: 0161 928 1234 ext 5 or email: jo@x.org.uk, www.x.org.uk",
         "Lunch at 1pm."),
        ("Chess. Call +44 (0)1270 123456.", "Chess."),
        ("Chess. Call (01270) 123 456 or 07700 900123.", "Chess."),
        ("Chess, WA14 1AB.", "Chess."),
        ("A band on the estate (M33 5HF) for all.", "A band on the estate for all."),
        ("We mend bikes, see https://a.b/c?d=e for more information.", "We mend bikes."),
        ("Mend bikes with @bikeshed on Mondays", "Mend bikes on Mondays."),
        ("The home of Mrs Elizabeth Gaskell is open.", "The home of [name] is open."),
        ("Prayers for Mr & Mrs Levy each year.", "Prayers for [name] each year."),
        ("With the Revd. Ian Rumsey, and Dr A. B. Patel.", "With [name], and [name]."),
    ],
)  # fmt: skip
def test_people_and_numbers_are_taken_out(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Contact Trafford Council for advice.",
        "To offer Phone Counselling for people in crisis.",
        "Run by Sale West Youth Club.",
        "Call Age UK Trafford.",
        "Dr Barnardo's Homes care for children.",
        "Mayor of Tel-Aviv can nominate.",
        "Open 09:00-17:30, 0900-1730 hrs, in 2019-2020; charity 1158226; from 12/03/2020.",
        "A grant of £1,200,000 for 250 people aged 18-25.",
        "Bring Anna along and learn.",
        "St Mary's and St. John's, 3rd Sale Scouts.",
    ],
)
def test_bodies_dates_and_sums_stay(text):
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("<p>Tea &amp;amp; cake</p><script>alert(1)</script>", "Tea & cake"),
        ("&lt;b onclick=alert(1)&gt;Tea&lt;/b&gt;", "Tea"),
        ("Tea<!-- not shown --> and <a href='http://x.y'>cake", "Tea and cake"),
        ("for ages <18 and > 5", "for ages <18 and > 5"),
        ("te\u200ba\x00 \u202ecake\u202c\t now", "tea cake now"),
        ("WE RUN PLAY SCHEMES FOR CHRISTIAN CHILDREN IN THE UK.",
         "We run play schemes for Christian children in the UK."),
        ("LEISURE FOR ALL. We swim.", "Leisure for all. We swim."),
        ("The NHS and the RSPCA.", "The NHS and the RSPCA."),
    ],
)  # fmt: skip
def test_markup_and_shouting_go(text, cleaned):
    assert clean(text) == cleaned


@given(st.text(max_size=300))
def test_any_text_can_be_cleaned(text):
    cleaned = clean(text)
    assert len(cleaned) <= MAXIMUM_LENGTH
    assert not re.search("[\x00-\x08\u200b-\u200f\u202a-\u202e\ue000-\uf8ff]", cleaned)


@given(st.integers(10**8, 10**9 - 1), st.sampled_from(["", " ", "-"]))
def test_no_national_number_stays(digits, gap):
    number = f"0{str(digits)[:3]}{gap}{str(digits)[3:6]}{gap}{str(digits)[6:]}5"
    assert not re.search(r"\d", mask(f"Tea and cake, ring {number} today"))


@pytest.mark.parametrize(
    "part",
    ["a", "a-", "a.", "to ", "Mr ", "Mr", "<", "<script", "<!--", "&amp;", "0", "0 ", "1)", "(a",
     " ", "\n", "contact ", "A ", "Aa ", "Aa Bb ", "@", "a@", "tel:", "www.", ".uk", "- ", ";",
     ", ", "I."],
)  # fmt: skip
def test_no_text_takes_long(part):
    start = time.perf_counter()
    clean(part * (60_000 // len(part)) + "\ue000x 01632 960123 end")
    assert time.perf_counter() - start < 2


def test_a_long_text_is_cut_at_a_word():
    cut = clean("friendship " * 400)
    assert MAXIMUM_LENGTH - 12 < len(cut) <= MAXIMUM_LENGTH
    assert cut.endswith("friendship")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Grants to MasonsTo help the poor", ["Grants to Masons", "To help the poor"]),
        ("for the publicb) The advancement", ["for the public", "The advancement"]),
        ("1) Meals 2) Walks", ["Meals", "Walks"]),
        ("These include: - counselling; - mediation",
         ["These include", "counselling", "mediation"]),
        ("McDonald, LinkedIn, YouTube", ["McDonald, LinkedIn, YouTube"]),
        ("At St. Anne's. Mon. 3 May, e.g. now.", ["At St. Anne's.", "Mon.", "3 May, e.g. now."]),
        ("", []),
        (" - . ", []),
    ],
)  # fmt: skip
def test_sentences(text, parts):
    assert sentences(text) == parts


def organisation(**fields):
    return Organisation(**{"id": "o", "name": "SALE LUNCH CLUB", "kind": "voluntary", **fields})


def test_a_name_alone_is_no_text():
    assert organisation_text(organisation()).described is False
    assert organisation_text(organisation(description="A lunch club in Sale")).described is False
    assert organisation_text(organisation(description="To further our objectives")).length > 0
    found = organisation_text(organisation(description="Hot meals for isolated pensioners"))
    assert found.described
    assert found.text == "Sale lunch club. Hot meals for isolated pensioners."


def test_services_and_what_was_done_together_describe_it():
    services = [
        Service(id="b", organisation_id="o", name="Walks", description="Gentle strolls."),
        Service(id="a", organisation_id="o", name="Befriending", audiences=("Carers",)),
    ]
    text = organisation_text(organisation(), services, ["Planting bulbs", "Gentle strolls"])
    assert text.described
    assert text.text == (
        "Sale lunch club. Befriending. For carers. Walks. Gentle strolls. Planting bulbs."
    )
    assert organisation_text(organisation(), services[::-1], ["Planting bulbs"]) == text


def test_contact_fields_are_never_in_the_text():
    someone = organisation(
        email="jo@example.org", phones=("01632 960123",), website="https://example.org",
        address="1 High Street", postcode="CW1 1AA", description="Hot meals for pensioners",
    )  # fmt: skip
    text = organisation_text(someone).text
    assert text == "Sale lunch club. Hot meals for pensioners."


def test_a_service_in_words():
    service = Service(id="s", organisation_id="o", name="Tea", themes=("food", "older_people"))
    assert service_text(service, organisation()) == "Tea. Sale lunch club. Food, older people."
    assert described_service(service, organisation()).described
    bare = Service(id="s", organisation_id="o", name="Sale Tea Dance")
    assert not described_service(bare, organisation()).described


def test_real_charities_keep_their_words_and_lose_their_numbers(shared_data):
    path = shared_data / "trafford" / "charities_operating_in_trafford.csv"
    with path.open(encoding="utf-8") as stream:
        rows = [r["charity_activities"] for r in csv.DictReader(stream)]
    texts = [clean(r) for r in rows if r != "NA"]
    assert len(texts) > 700
    assert not any(re.search(r"\d{9}|@\w|www\.|https?:", t) for t in texts)
    before = sum(len(r.split()) for r in rows if r != "NA")
    after = sum(len(t.split()) for t in texts)
    assert 0.98 < after / before < 1.02
