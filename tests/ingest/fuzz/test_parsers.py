"""What every cell, text and file goes through: it never raises, and twice is as once."""

import json
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sap_match.errors import DataError, listed, shown
from sap_match.ingest.cells import Remark, columns_of
from sap_match.ingest.files import decode, parse_json, read_csv
from sap_match.ingest.prose import cleaned
from sap_match.model import TABLES

COLUMNS = [(table, column) for table in TABLES for column in columns_of(table).values()]
PIECES = st.sampled_from([
    "<p>", "</p>", "<br/>", "<script>", "</script>", "<!--", "-->", "<b", "&amp;", "&lt;", "&#60;",
    "&#0;", "&nbsp;", "&", "<", ">", "Ã©", "â€™", "Ã", "Â", "\x1b[31m", "\x00", "\u202e", "\ufeff",
    "\ud800", "\ufffd", "\u00a0", "\r\n", "\n", "\t", " ", "a", "Z", "é", "e\u0301", "1", "-", ";",
    "2026-02-30", "31/12/2026", "45292", "1,5", "MO 09:00-10:00", "NA", "#REF!", "%", "\\", "İ",
])  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=12).map("".join),
    st.text(st.characters(exclude_categories=[]), max_size=40),
)
CELLS = st.one_of(st.none(), TEXTS, st.lists(TEXTS, max_size=4).map(tuple))


def outcome_of(action):
    try:
        return action(), ""
    except DataError as error:
        return None, str(error)


@given(st.sampled_from(COLUMNS), CELLS)
def test_a_parser_gives_a_value_or_a_reason_and_never_raises(place, cell):
    _, column = place
    value, reason = column.parse(cell)
    assert reason is None or isinstance(reason, str)
    if reason is not None and not isinstance(reason, Remark):
        assert value in (None, ())


@given(st.sampled_from(COLUMNS), CELLS)
def test_what_a_parser_gave_is_read_again_as_it_is(place, cell):
    _, column = place
    value, reason = column.parse(cell)
    if value in (None, ()) or not isinstance(value, str | tuple):
        return
    again, why = column.parse(value)
    assert again == value or ";" in str(value)
    assert why is None or isinstance(why, Remark) or reason is not None


@given(st.dates())
def test_a_day_is_read_as_it_is_written(day):
    parse = columns_of("organisations")["updated_on"].parse
    assert parse(day.isoformat()) == (day, None)
    assert parse(datetime(day.year, day.month, day.day, 9, 30).isoformat()) == (day, None)  # noqa: DTZ001


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 1, 1)))
def test_a_british_day_is_never_taken_for_another(day):
    value, reason = columns_of("organisations")["updated_on"].parse(f"{day:%d/%m/%Y}")
    assert value is None
    assert day.isoformat() in reason


@given(TEXTS, st.booleans())
def test_a_cleaned_text_is_clean(text, words):
    once, told = cleaned(text, words=words)
    again, _ = cleaned(once, words=words)
    assert again == once
    assert told or len(once) <= len(text) * 3
    assert not set(once) & set("\x00\x1b\u202e\ufeff\ud800")


@given(st.text(st.characters(categories=["L", "N", "Zs"]), max_size=60))
def test_plain_words_stay_as_they_are(text):
    import unicodedata

    meant = unicodedata.normalize("NFC", text).replace("\u00a0", " ").strip()
    if "Ã" not in text and "Â" not in text:
        assert " ".join(cleaned(text)[0].split()) == " ".join(meant.split())


@given(TEXTS, st.integers(2, 200))
def test_what_is_shown_is_one_short_line(text, longest):
    line = shown(text, longest)
    assert "\n" not in line
    assert "\x1b" not in line
    line.encode()  # no half of a letter


@given(st.lists(TEXTS, max_size=40))
def test_a_list_of_names_is_short(names):
    assert len(listed(names)) < 12 * 400
    assert listed([]) == "none"


@given(st.binary(max_size=200))
def test_any_bytes_have_a_text(data):
    text, encoding = decode(data)
    assert encoding
    text.encode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_a_text_in_utf8_comes_back(text):
    bare = text.removeprefix("\ufeff")
    if "\0" not in bare and not bare.encode().startswith((b"\xff", b"\xfe")):
        assert decode(bare.encode()) == (bare, "utf-8")


@given(st.one_of(st.binary(max_size=200), TEXTS.map(lambda t: t.encode(errors="replace"))))
def test_any_bytes_are_a_table_or_refused(data):
    table, refused = outcome_of(lambda: read_csv(data, source="x.csv"))
    if table is None:
        assert "x.csv" in refused
        return
    assert all(set(row) <= set(table.columns) for _, row in table.rows)
    assert len({number for number, _ in table.rows}) == len(table.rows)


@given(st.binary(max_size=100))
def test_any_bytes_are_json_or_refused(data):
    _, refused = outcome_of(lambda: parse_json(data, source="x.json"))
    assert not refused or "x.json" in refused


@pytest.mark.parametrize("depth", [150, 250, 900, 5_000, 200_000])
@pytest.mark.parametrize("sign", ["[]", "{}"])
def test_what_lies_too_deep_is_refused_whatever_it_is(depth, sign):
    opening = "[" if sign == "[]" else '{"a":'
    data = (opening * depth + "1" + sign[1] * depth).encode()
    if depth < 200:
        assert parse_json(data, source="x.json")
        return
    with pytest.raises(DataError, match="nested too deeply"):
        parse_json(data, source="x.json")


def test_brackets_in_a_text_are_not_deep():
    assert parse_json(json.dumps(["[" * 1_000]).encode(), source="x.json") == ["[" * 1_000]
