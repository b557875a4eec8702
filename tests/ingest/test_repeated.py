"""A key that stands twice in an object of a JSON file is told."""

from pathlib import Path

import pytest

from sap_match.ingest import read_dataset
from sap_match.ingest.repeated import repeated_keys

GRANT = """{"id": "%s", "title": "Lunch", "description": "Meals", "currency": "GBP",
"amountAwarded": 100, "awardDate": "2024-05-01",
"recipientOrganization": [{"id": "GB-CHC-202918", "name": "Plain Club"}],
"fundingOrganization": [{"id": "GB-CHC-1164883", "name": "Plain Fund"}]}"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a": [1], "a": [2]}', "says 'a' twice in one object; the last was read"),
        ('[{"b": {"c": 1, "c": 1}}, {"c": 1, "c": 2}]', "says 'c' twice in 2 places"),
        ('{"a": 1}\n{"a": 2}\n', ""),
        ('{"a": 1, "a": 3}\n{"a": 2}\n', "says 'a' twice in one object"),
        ('{"a": [1, 2', ""),
        ("[" * 100_000, ""),
    ],
)
def test_keys_that_stand_twice_in_an_object(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    assert repeated_keys(path).startswith(told)
    assert bool(repeated_keys(path)) == bool(told)


def test_grants_of_a_list_that_stands_twice_are_told(tmp_path: Path) -> None:
    path = tmp_path / "grants.json"
    first, second = GRANT % "360G-plain-1", GRANT % "360G-plain-2"
    path.write_text(f'{{"grants": [{first}], "grants": [{second}]}}')
    data = read_dataset(path)
    assert [c.id for c in data.collaborations] == ["360G-plain-2"]
    assert [p.level for p in data.problems if "'grants' twice" in p.reason] == ["note"]
