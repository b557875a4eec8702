"""Evidence that must hold up however listings are told: operators, rooms, providers, tables."""

import pytest

from sap_match.model import Dataset, Organisation, Service
from sap_match.similarity.duplicates import DuplicateConfig, find_duplicates
from sap_match.similarity.duplicates.addresses import address_of, compare_addresses
from sap_match.similarity.duplicates.compare import compare_names
from sap_match.similarity.duplicates.entries import collect, entries_of
from sap_match.similarity.duplicates.tables import duplicate_rows

SITES = "Abbey Briar Cedar Dale Elm Fern Glade Heath Ivy Juniper Kestrel Larch".split()


def organisation(i, name, **more):
    return Organisation(id=f"o{i:03}", name=name, kind="voluntary", **more)


def collected(*names):
    d = Dataset.build(
        "d", {"organisations": [organisation(i, name) for i, name in enumerate(names)]}
    )
    return collect(entries_of(d, "organisations"))


def level(left, right):
    others = [f"Plain and Edge Families {site}" for site in SITES]
    whole = collected(left, right, *others)
    return compare_names(whole.by_id["o000"], whole.by_id["o001"], whole)


def test_an_operator_s_name_alone_is_weaker_than_a_name_of_one_s_own():
    assert level("Plain and Edge Families", "Plain and Edge Families Moor") == "common part"
    assert level("Otter Corner", "Otter Corner Playgroup Moor") == "contained"


def test_one_name_of_one_word_is_a_level_of_its_own():
    assert level("Kingfisher", "The Kingfisher") == "same word"
    assert level("Kingfisher Barn", "The Kingfisher Barn") == "same"


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("49 West Division Street 1st Floor", "49 W. Division", "same"),
        ("112 E 51st St.", "112 East 51 Street", "same"),
        ("1020 West Bryn Mawr 211", "1020 W Bryn Mawr Ave", "same"),
        ("3416 ? -18 W. 79th Street", "3418 W 79th St", "same"),
        ("7510 N Ashland", "7610 N Ashland Avenue", "near number"),
        ("226 W 104th St", "240 W. 104th St.", "near number"),
        ("226 W 104th St", "626 W. 11th St.", "another number"),
    ],
)
def test_floors_rooms_ranges_and_neighbouring_doors(left, right, expected):
    assert compare_addresses(address_of(left), address_of(right)) == expected


def two_directories():
    """Forty sites, each twice with a slip or a longer name, and sisters of one operator."""
    rows = []
    for i in range(40):
        word = f"{SITES[i % 12]}{'wick ham ton ley'.split()[i // 12]}"
        phone = f"01632 96{i * 37:04}"
        rows.append((f"{word} Nursery", phone))
        rows.append((f"Plain and Edge Families {word} Nursery" if i % 3 else f"{word}", phone))
    return rows


def decided(dataset, of):
    rows = find_duplicates(dataset, of=of, config=DuplicateConfig(list_distinct=True))
    return {(p.left_id, p.right_id) for p in rows if p.decision == "duplicate"}


@pytest.mark.parametrize("under", ["itself", "directory"])
def test_how_services_hang_on_organisations_does_not_matter(under):
    rows = two_directories()
    plain = Dataset.build(
        "d",
        {"organisations": [organisation(i, n, phones=(p,)) for i, (n, p) in enumerate(rows)]},
    )
    holder = {
        "itself": lambda i, name: (f"p{i:03}", name),
        "directory": lambda i, name: (f"p{i % 2}", f"directory {i % 2}"),
    }[under]
    owners = dict(holder(i, name) for i, (name, _) in enumerate(rows))
    services = [
        Service(id=f"o{i:03}", organisation_id=holder(i, n)[0], name=n, phones=(p,))
        for i, (n, p) in enumerate(rows)
    ]
    hung = Dataset.build(
        "d",
        {
            "organisations": [
                Organisation(id=k, name=n, kind="voluntary") for k, n in owners.items()
            ],
            "services": services,
        },
    )
    truth = {(f"o{i:03}", f"o{i + 1:03}") for i in range(0, 80, 2)}
    assert len(decided(plain, "organisations") & truth) >= 38
    found = decided(hung, "services")
    assert not found - truth
    assert len(found & truth) >= 38


def test_two_departments_at_one_address_are_left_to_a_person():
    d = Dataset.build(
        "d",
        {
            "organisations": [
                organisation(0, "Harbour Hotel Dining Room", address="3 Quay Street"),
                organisation(1, "Harbour Hotel Café", address="3 Quay Street"),
            ]
        },
    )
    found = find_duplicates(d, of="organisations", config=DuplicateConfig(list_distinct=True))
    assert all(p.decision != "duplicate" for p in found)
    assert [p.relation for p in found] == ["same_site_other_provider"]


PEOPLE = {
    f"{side}{i:02}": {
        "given": f"{'Ada Bea Cai Dee Eli Flo'.split()[i % 6]}",
        "family": f"{'Moss Hall Wray Pike'.split()[i % 4]}{'son by'.split()[i % 2]}",
        "born": f"19{50 + i}-0{1 + i % 9}-1{i % 7}",
        "number": f"{7731 + i * 613}",
    }
    for i in range(30)
    for side in "ab"
}


def test_rows_of_a_table_of_which_nothing_is_known():
    people = {k: dict(v) for k, v in PEOPLE.items()}
    people["b03"]["given"] = ""
    people["b04"]["number"] = "77"
    people["b05"]["family"] = "Hallby"
    found = duplicate_rows(people)
    assert {(p.left_id, p.right_id) for p in found} == {(f"a{i:02}", f"b{i:02}") for i in range(30)}
    for p in found:
        assert p.score == pytest.approx(sum(part.contribution for part in p.parts), abs=1e-6)
        assert p.probability >= 0.9
    assert duplicate_rows(dict(reversed(people.items()))) == found


def test_a_table_of_nothing_or_strangers_has_no_doubles():
    assert duplicate_rows({}) == ()
    assert duplicate_rows({"a": {"x": "one"}, "b": {"x": "two"}}) == ()
    assert duplicate_rows({k: v for k, v in PEOPLE.items() if k[0] == "a"}) == ()
