"""``sap-match corrections`` on the example."""

import csv
import re

from sap_match.assess.corrections import COLUMNS
from sap_match.cli import run


def test_the_example_s_corrections_are_ordered_and_name_no_contact(repository, tmp_path, capfd):
    example, out = str(repository / "examples" / "cheshire_east"), tmp_path / "c.csv"
    assert run(["corrections", example, "--out", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [r["priority"] for r in rows] == sorted(r["priority"] for r in rows)
    assert {"id", "description", "assured_on", "organisation_id"} <= {r["field"] for r in rows}
    assert not [r for r in rows if re.search(r"\S@\S", " ".join(r.values()))]
    assert {r["now"] for r in rows if r["field"] in ("email", "phones")} <= {"(withheld)"}
    capfd.readouterr()
    assert run(["corrections", example]) == 0
    assert capfd.readouterr().out.startswith("First\n")
