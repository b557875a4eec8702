"""Markup, misread characters, symbols, other scripts, very long cells: all become plain text."""

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sap_match.similarity.masking import mask
from sap_match.similarity.plain import LONGEST_READ, plain
from sap_match.similarity.text import clean
from sap_match.similarity.words import STOP_WORDS, folded, stem, words_of


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        # read in the wrong encoding, once and twice
        ("Itâ€™s a cafÃ© for carers â€“ open, Â£2", "It’s a café for carers – open, £2"),
        ("cafÃƒÂ© and Ã¢â‚¬Å“teaÃ¢â‚¬Â\x9d", "café and “tea”"),
        ("grÅµp cymorth, zajÄ™cia", "grŵp cymorth, zajęcia"),
        ("CAFÉ… Ã, à la carte, Â", "CAFÉ… Ã, à la carte, Â"),
        # Markdown
        ("# Lunch club\n\n**Hot meals** for _older people_.\n\n- Soup\n- Bread",
         "Lunch club. Hot meals for older people. Soup. Bread"),
        ("See [our page](https://x.org/y?z=1) ![logo](logo.png)", "See our page logo"),
        ("Times\n---\n> Mondays\n```\n| a | b |\n|---|---|", "Times. Mondays. | a | b |"),
        ("snake_case and 2*3*4 and Grade II* listed",
         "snake_case and 2*3*4 and Grade II* listed"),
        # lists and symbols
        ("• soup • bread\n◦ tea\n\uf0a7 cake", "Soup. Bread. Tea. Cake"),
        ("✅ Hot meals ✅ Company 👩\u200d👩\u200d👧 🎉", "Hot meals. Company"),
        ("Meals!!!! ===============", "Meals!!!! ==="),
        # drawn otherwise
        ("𝗕𝗼𝗹𝗱 ﬁnance ＬＵＮＣＨ cafe\u0301 ٣ ３", "Bold finance LUNCH café 3 3"),
        # typed as escapes, other line ends
        ("tea\\nand cake_x000D_\r\nfor all\u2028now", "Tea. And cake. For all. Now"),
        # a script's own full stops
        ("خواتین کے لیے۔ ہر پیر کو", "خواتین کے لیے۔ ہر پیر کو"),
        ("午餐会。欢迎大家！", "午餐会。 欢迎大家！"),
        ("Zajęcia dla dzieci. Świetlica. Łódź!", "Zajęcia dla dzieci. Świetlica. Łódź!"),
        # the same paragraph again
        ("Hot soup for rough sleepers. Warm beds. Hot soup for rough sleepers.",
         "Hot soup for rough sleepers. Warm beds."),
        ("", ""), ("?", ""), ("🎉", ""), ("x", "x"), ("\u200f\u202e", ""),
    ],
)  # fmt: skip
def test_texts_are_made_plain(text, cleaned):
    assert clean(text) == cleaned


def test_what_comes_after_a_pages_style_is_read():
    page = f"<style>{'a{b:c}' * 80_000}</style><p>Hot soup for rough sleepers.</p>"
    assert clean(page) == "Hot soup for rough sleepers."


def test_a_paragraph_pasted_a_thousand_times_does_not_push_the_rest_out():
    assert clean("Hot soup for rough sleepers tonight. " * 400 + "Beds too.").endswith("Beds too.")


PARTS = st.sampled_from([
    "a", "A b. ", "<p>", "<", "&lt;", "&amp;amp;", "<!--", "<script", "x@", "a b@", "0 ", "0-",
    "é", "\u200b", "漢字", "THE LUNCH ", "Ring Jane ", "• ", "**", "*a", "_a_ ", "[a](", "![",
    "## x\n", "a.b.", "-", "(", ")", "[at] ", "at dot ", "Mr ", "Â£", "â€", "🎉", "\n", "\r", "|",
    "> ", "tel ", "e.g. ", "i) ", "; - ", "。", "؟ ", "aTo", "Ab", "mailto:", "www", "http://",
    "\\n", "_x000D_", "A.", "ﬁ", "٣", "𝗕", "1234 ", "cysylltwch â ", '"', "“A.” ", "+1",
])  # fmt: skip


@settings(max_examples=40, deadline=None)
@example("Mr &amp;")
@example("🎉\r")
@example("\n🎉")
@given(st.lists(PARTS, min_size=1, max_size=3).map("".join))
def test_a_megabyte_of_anything_is_cleaned_in_good_time(part):
    before = time.process_time()
    assert len(plain(part * (1_000_000 // len(part)))) <= LONGEST_READ
    clean(part * (1_000_000 // len(part)))
    assert time.process_time() - before < 4  # 0.1 s for prose, 0.5 s for the worst found


@given(st.text(max_size=200))
def test_plain_text_holds_no_markup_or_hidden_character(text):
    found = plain(text)
    assert not re.search("[\x00-\x09\x0b-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", found)
    assert len(found) <= LONGEST_READ


# -- contact details, however they are typed ----------------------------------------------

DIGITS = "0123456789"
GAPS = st.sampled_from(["", " ", "-", ".", " - ", "–", "\u00a0"])


def digits(count):
    return st.text(DIGITS, min_size=count, max_size=count)


PHONES = st.one_of(
    st.builds(lambda a, b, c, s: s.join([f"0{a}", b, c]), digits(3), digits(3), digits(4), GAPS),
    st.builds(lambda a, b, s: s.join([f"07{a}", b]), digits(3), digits(6), GAPS),
    st.builds(lambda a, b, s: f"(0{a}){s}{b}", digits(4), digits(6), GAPS),
    st.builds(lambda a, b, s: f"+44 (0){a}{s}{b}", digits(4), digits(6), GAPS),
    st.builds(lambda a, b, s: f"0044{s}{a}{s}{b}", digits(4), digits(6), GAPS),
    st.builds(lambda a, b, c, s: s.join(["+48", a, b, c]), *[digits(3)] * 3, GAPS),
    st.builds(lambda a, b: f"０{a}{b}".translate(str.maketrans(DIGITS, "０１２３４５６７８９")),
              digits(4), digits(6)),
)  # fmt: skip
EMAILS = st.builds(
    lambda local, at, domain: f"{local}{at}{domain}",
    st.from_regex(r"[a-zA-Z][a-zA-Z0-9._+'-]{0,12}[a-zA-Z0-9]", fullmatch=True),
    st.sampled_from(["@", "＠", "(at)", " @ ", "[at]"]),
    st.from_regex(r"[a-z][a-z0-9-]{0,10}[a-z0-9](\.[a-z]{2,6}){1,3}", fullmatch=True),
)
PROSE = st.lists(
    st.sampled_from("lunch club for older people £2 and 10am–12 noon. Dydd Llun, w klubie! A6 pm •"
                    .split()), max_size=8).map(" ".join)  # fmt: skip
LEADS = st.sampled_from(
    ["", "Tel:", "tel.", "Ring ", "call ", "E-mail:", "e-bost: ", "kontakt ", "(", "or ", "T-", "/",
     "Contact Jane Smith, ", "•", "<b>", "**", "&nbsp;", "ffoniwch ", "zadzwoń "]
)  # fmt: skip
TAILS = st.sampled_from(["", ".", ",", ")", ";", " ext 4", "/", "</b>", "**", "!", " or"])


@settings(max_examples=200)
@given(PROSE, LEADS, PHONES, TAILS, PROSE)
def test_no_telephone_number_survives(before, lead, number, tail, after):
    bare = "".join(str(int(c)) for c in number if c.isdigit())
    masked = mask(f"{before} {lead}{number}{tail} {after}")
    assert bare not in re.sub(r"\D", "", masked)


@settings(max_examples=200)
@given(PROSE, LEADS, EMAILS, TAILS, PROSE)
def test_no_email_survives(before, lead, email, tail, after):
    masked = mask(f"{before} {lead}{email}{tail} {after}").lower()
    assert "@" not in masked
    assert email.lower() not in masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Clwb cinio. Cysylltwch â Siân Jones ar 01492 123456.", "Clwb cinio."),
        ("Zajęcia. Zadzwoń: +48 123 456 789 lub napisz na anna@firma.pl", "Zajęcia."),
        ("Tea. jane dot smith at example dot org", "Tea."),
        ("Tea, see lunch.club/find or mysite.wales.", "Tea."),
        ("Tea. Samaritans 116 123", "Tea. Samaritans 116 123"),
        ("Open 09.30 - 12.00 and 0900-1730 hrs", "Open 09.30 - 12.00 and 0900-1730 hrs"),
    ],
)
def test_contact_details_in_other_forms(text, masked):
    assert mask(text) == masked


# -- words of other languages and scripts -------------------------------------------------


def test_accents_do_not_part_words():
    assert stem("cafés") == stem("cafe") == "cafe"
    assert folded("żłobek") == "zlobek"
    assert folded("tŷ") == "ty"
    assert stem("ÿ") == "y"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("مجموعة دعم", ["مجموعة", "دعم"]),
        ("ਪੰਜਾਬੀ ਕਲਾਸਾਂ", ["ਪੰਜਾਬੀ", "ਕਲਾਸਾਂ"]),
        ("বাংলা স্কুল", ["বাংলা", "স্কুল"]),
        ("社区午餐 tea", ["社区", "区午", "午餐", "tea"]),
        ("Men's drop-in 60s", ["men's", "drop-in", "60s"]),
        ("groupe d’entraide", ["groupe", "d'entraide"]),
    ],
)
def test_words_of_every_script_are_found(text, words):
    assert words_of(text) == words


def test_function_words_of_welsh_and_polish_are_no_evidence():
    assert {"yn", "yr", "dros", "się", "dla", "każdy", "kazdy"} <= STOP_WORDS
    assert not {"care", "air", "chi", "per", "dim", "son"} & (STOP_WORDS - {"per"})
