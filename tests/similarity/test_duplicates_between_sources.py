"""Candidates of different sources only, for linking tables."""

from sap_match.model import Dataset, Organisation
from sap_match.similarity.duplicates import DuplicateConfig, find_duplicates


def test_two_of_one_source_are_no_candidates_and_one_without_a_source_is():
    rows = [
        Organisation(id=i, name="Oakmere Pantry", kind="voluntary", source=source)
        for i, source in (("a", "x"), ("b", "x"), ("c", "y"), ("d", None))
    ]
    dataset = Dataset.build("d", {"organisations": rows})
    config = DuplicateConfig(between_sources=True)
    found = find_duplicates(dataset, of="organisations", config=config)
    every = find_duplicates(dataset, of="organisations")
    assert ("a", "b") in every.compared.patterns
    assert set(found.compared.patterns) == set(every.compared.patterns) - {("a", "b")}
