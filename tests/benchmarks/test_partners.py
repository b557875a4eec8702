"""The benchmark of partners: its tables in the docs, its arrangements, without running it."""

import json
from datetime import date
from pathlib import Path

from benchmarks.partners import LATER, held_out, markdown
from sap_match.model import Collaboration, CollaborationMember, Dataset, Organisation

ROOT = Path(__file__).parents[2]


def test_every_table_of_the_docs_is_the_result():
    result = json.loads((ROOT / "benchmarks/results/partners.json").read_text("utf-8"))
    page = (ROOT / "docs/explanation/partners-judged.md").read_text("utf-8")
    for part in markdown(result["measured"]["tasks"]).split("\n\n"):
        assert part.strip() in page


def test_what_is_held_out_comes_after_everything_else():
    data = Dataset.build(
        "d",
        {
            "organisations": [Organisation(id="a", name="A", kind="public")],
            "collaborations": [
                Collaboration(id=i, kind="consortium", starts_on=date(2020, 1, 1)) for i in "xy"
            ],
            "collaboration_members": [
                CollaborationMember(collaboration_id=i, organisation_id="a") for i in "xy"
            ],
        },
    )
    found = held_out(data, ["y"])
    assert [c.starts_on for c in found.collaborations] == [date(2020, 1, 1), LATER]
    assert found.collaboration_members == data.collaboration_members
