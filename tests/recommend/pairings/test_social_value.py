"""Social value: units times a value that the user loads. Every value here is made up."""

from datetime import date

import pytest

from sap_match.errors import DataError
from sap_match.recommend.pairings.ledger import LedgerRow
from sap_match.recommend.pairings.social_value import (
    SOCIAL_VALUE_COLUMNS,
    UnitValue,
    read_values,
    social_value,
    values_of,
)

HEAD = "unit,kind,value,code,source,valid_from,valid_to\n"


def _row(**more):
    told = {"delivered_confirmed": 12.0, "delivered_stated": 5.0, "agreed": 20.0, **more}
    return LedgerRow("biz", "Cobalt", "volunteering", "hours", **told)


def test_confirmed_hours_count_unless_asked_otherwise():
    values = [UnitValue(10.0, unit="hours")]
    assert social_value([_row()], values)[0].amount == 120
    assert social_value([_row()], values, basis="delivered_stated")[0].amount == 50
    assert social_value([_row()], values, basis="allocated")[0].amount == 200


def test_one_row_a_code_and_the_closest_value():
    values = values_of(
        HEAD + "hours,,10,A,one,,\nhours,volunteering,11,A,two,,\n,volunteering,3,B,three,,\n"
    )
    found = social_value([_row()], values)
    assert [(r["code"], r["social_value"], r["source"]) for r in found.to_records()] == [
        ("A", 132.0, "two"),
        ("B", 36.0, "three"),
    ]
    assert tuple(found.to_records()[0]) == SOCIAL_VALUE_COLUMNS


def test_dates_choose_the_value():
    values = values_of(HEAD + "hours,,10,A,,,2026-03-31\nhours,,12,A,,2026-04-01,\n")
    assert social_value([_row()], values, as_of=date(2026, 3, 31))[0].amount == 120
    assert social_value([_row()], values, as_of=date(2026, 4, 1))[0].amount == 144
    with pytest.raises(DataError, match="as_of"):
        social_value([_row()], values)


def test_what_has_no_value_is_told():
    found = social_value([_row(), LedgerRow("b", "", "goods", "items", delivered_confirmed=1.0)],
                         [UnitValue(1.0, unit="hours")])  # fmt: skip
    assert len(found) == 1
    assert found.notes == ("no value was given for goods in items",)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("hours,,ten,,,,", r"v\.csv, row 2, value 'ten'"),
        ("hours,,-1,,,,", r"row 2, value '-1'"),
        ("hours,,,,,,", r"row 2, value ''.*pounds a unit"),
        ("hours,volunteerin,1,,,,", r"row 2, kind 'volunteerin'.*volunteering may be meant"),
        (",,1,,,,", r"row 2, unit ''.*neither unit nor kind"),
        ("hours,,1,,,2026-02-30,", r"row 2, valid_from '2026-02-30'"),
        ("hours,,1,,,2026-03-02,2026-03-01", r"row 2, valid_to '2026-03-01': is before valid_from"),
        ("hours,,1,A,,,\nhour,,2,A,,,", r"row 3, value '2': values the same as row 2"),
        ("hours,,x,A,,,\nhours,,y,,,,", r"row 2, value 'x'.*1 more rows have faults"),
    ],
)
def test_faults_name_file_row_cell(line, message):
    with pytest.raises(DataError, match=message):
        values_of(HEAD + line + "\n", source="v.csv")


def test_columns_that_lack():
    with pytest.raises(DataError, match="needs the columns value and unit or kind"):
        values_of("unit,amount\nhours,1\n")


def test_files_of_spreadsheets_are_read(tmp_path):
    file = tmp_path / "values.csv"
    file.write_bytes("\ufeffUnit,Value,Source\r\nHours,£10.50,made up\r\n,,\r\n".encode())
    (value,) = read_values(file)
    assert (value.unit, value.value, value.row) == ("hours", 10.5, 2)
    with pytest.raises(DataError, match=r"no\.csv: cannot be read"):
        read_values(tmp_path / "no.csv")


def test_an_unknown_basis():
    with pytest.raises(DataError, match="no column to count"):
        social_value([_row()], [], basis="hoped")
