import csv
import io
import math
import re
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.report import escape

FORMULAS = ["=1+1", "+44 1632 960123", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "\x00=1"]
CELLS = st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.dates())


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_guarded(text):
    cell = escape.csv_cell(text)
    assert cell.startswith("'")
    assert not escape.is_formula(cell)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (-2.5, "-2.5"),
        ("-2.5", "-2.5"),
        ("+3e4", "+3e4"),
        (np.float64(-0.25), "-0.25"),
        (np.int64(-3), "-3"),
        (math.nan, ""),
        (None, ""),
        (False, "no"),
        (date(2026, 11, 3), "2026-11-03"),
        (("01632 960123", "+44 7700 900123"), "01632 960123;+44 7700 900123"),
        (("=1", "b"), "'=1;b"),
        (frozenset({"b", "a"}), "a;b"),
        ("a-b", "a-b"),
    ],
)
def test_cells(value, cell):
    assert escape.csv_cell(value) == cell


@given(CELLS)
def test_no_text_cell_begins_as_a_formula(value):
    cell = escape.csv_cell(value)
    if isinstance(value, str):
        assert not escape.is_formula(cell)
    assert escape.plain(cell) == cell


@given(st.lists(st.fixed_dictionaries({"a": CELLS, "b": CELLS}), max_size=5))
def test_csv_reads_back(rows):
    text = escape.csv_text(rows, ["a", "b"])
    read = list(csv.DictReader(io.StringIO(text, newline="")))
    assert read == [{key: escape.csv_cell(row[key]) for key in ("a", "b")} for row in rows]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\x1b[2J\x1b[1;31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]0;owned\x07title", "title"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bMup", "up"),
        ("a\x00b\x7fc\x08d", "abcd"),
        ("user\u202egnp.exe", "usergnp.exe"),
        ("\u2066hidden\u2069", "hidden"),
        ("tag\U000e0041", "tag"),
        ("one\r\ntwo\u2028three", "one\ntwo\nthree"),
        ("\ud800", "\ufffd"),
        ("Tŷ Gŵyl, Żółć, שלום", "Tŷ Gŵyl, Żółć, שלום"),
        ("👩\u200d🍳", "👩\u200d🍳"),
    ],
)
def test_controls_go_and_scripts_stay(text, left):
    assert escape.plain(text) == left


@given(st.text())
def test_plain_once_is_plain(text):
    once = escape.plain(text)
    assert escape.plain(once) == once
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", once)


@given(st.text())
def test_a_terminal_gets_one_line(text):
    assert len(escape.terminal(text).splitlines()) <= 1


@pytest.mark.parametrize(
    "text",
    ["<script>x</script>", "<img src=x onerror=y>", "a &lt; b", "<!-- x -->", "<http://x.example>"],
)
def test_markdown_holds_no_tag(text):
    said = escape.markdown(text)
    assert "<" not in said
    assert not re.search(r"&(?!(amp|lt|gt);)", said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# Big", "\\# Big"),
        ("- item", "\\- item"),
        ("1. item", "1\\. item"),
        ("=====", "\\====="),
        ("![x](y)", "!\\[x\\](y)"),
        ("a|b", "a\\|b"),
        ("http://x.example", "http\\://x.example"),
        ("www.x.example", "www\\.x.example"),
        ("jo@x.example", "jo\\@x.example"),
        ("two\nlines", "two lines"),
        ("St Mary’s (2 pm)", "St Mary’s (2 pm)"),
    ],
)
def test_markdown_shows_text_as_it_stands(text, said):
    assert escape.markdown(text) == said


@pytest.mark.parametrize(
    "text", ["01632 960 123", "+44 (0)1632 960123", "07700900123", "jo.o'neil+x@mail.example.org"]
)
def test_contacts_are_masked(text):
    assert escape.mask_contacts(f"Ring {text} now") == "Ring (contact withheld) now"


@pytest.mark.parametrize("text", ["£12,000 from 2026", "ages 11 to 18", "12 of the 20 hours, 9 km"])
def test_numbers_that_are_no_contacts_stay(text):
    assert escape.mask_contacts(text) == text
