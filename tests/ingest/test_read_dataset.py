"""Any accepted source is known by what it is; any other is refused with the reason."""

import pytest

from sap_match.errors import DataError
from sap_match.ingest import read_dataset, write_tables

ORGANISATIONS = "id,name,kind\no1,Lunch Club,voluntary\n"


def test_a_single_table_is_enough(tmp_path):
    (tmp_path / "organisations.csv").write_text(ORGANISATIONS)
    dataset = read_dataset(tmp_path / "organisations.csv")
    assert dataset.organisation("o1").name == "Lunch Club"
    assert dataset.id == "organisations"


def test_a_folder_without_settings_has_its_own_name(tmp_path):
    folder = tmp_path / "Crewe Town"
    folder.mkdir()
    (folder / "organisations.csv").write_text(ORGANISATIONS)
    assert read_dataset(folder).id == "crewe-town"


def test_charity_register_and_grants_are_known_by_their_columns(tmp_path):
    (tmp_path / "register.csv").write_text(
        "registered_charity_number,charity_name,charity_type\n1000001,LUNCH CLUB,CIO\n"
    )
    (tmp_path / "grants.csv").write_text(
        "Identifier,Title,Description,Currency,Amount Awarded,Award Date,"
        "Recipient Org:Identifier,Recipient Org:Name,Funding Org:Identifier,Funding Org:Name\n"
        "360G-1,Lunch,For lunch,GBP,500,2024-01-02,GB-CHC-1000001,Lunch Club,GB-LAE-X,A Council\n"
    )
    assert [o.id for o in read_dataset(tmp_path / "register.csv").organisations] == [
        "GB-CHC-1000001"
    ]
    grants = read_dataset(tmp_path / "grants.csv")
    assert [c.kind for c in grants.collaborations] == ["funding"]
    assert len(grants.organisations) == 2


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("list.csv", "a,b\n1,2\n", r"list\.csv: has columns of its own.*partnership\.toml"),
        ("letter.docx", "x", "is of no kind that is read; read are: a partnership"),
        ("empty/notes.txt", "x", "empty: holds nothing that is read"),
        ("places/sale.toml", 'id = "x"', r"give sale\.toml itself"),
    ],
)
def test_a_source_of_another_kind_is_refused(tmp_path, name, content, message):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)
    with pytest.raises(DataError, match=message):
        read_dataset(path if path.parent == tmp_path else path.parent)


def test_a_missing_file_names_the_nearest(tmp_path):
    (tmp_path / "trafford.toml").write_text('id = "x"')
    with pytest.raises(DataError, match=r"no such file or folder; did you mean trafford\.toml"):
        read_dataset(tmp_path / "traford.toml")
    with pytest.raises(DataError, match="there is no such file or folder"):
        read_dataset(tmp_path / "nowhere" / "x.csv")


@pytest.mark.parametrize("address", ["ftp://directory.example.org/x.csv", "file:///etc/hosts"])
def test_only_addresses_of_the_web_are_asked(address):
    with pytest.raises(DataError, match="only http and https are: download it and give the file"):
        read_dataset(address)


# -- real places ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def trafford(repository, shared_data):
    return read_dataset(repository / "benchmarks" / "places" / "trafford.toml")


def test_trafford_is_read_whole(trafford):
    read = {s.source: (s.rows, s.bad) for s in trafford.sources}
    assert read["charities"] == (736, 0)
    assert read["grants"] == (555, 0)
    assert read["food banks"] == (7, 0)
    assert all(s.rows == s.used + s.bad for s in trafford.sources)
    assert not [p for p in trafford.problems if p.level == "bad"]
    assert len(trafford.organisations) > 1200
    assert len(trafford.needs) == 25
    assert {n.kind for n in trafford.needs} == {"volunteering", "goods", "funding"}


def test_trafford_counts_the_same_organisation_once(trafford):
    food = [o for o in trafford.organisations if o.id.startswith("XX-FB")]
    assert sorted(o.name for o in food) == [
        "Stretford Foodbank (Trussell Trust)",
        "The Globe: Old Trafford Pantry",
        "Trafford South Foodbank (Trussell Trust)",
    ]
    assert trafford.resolve("XX-HUB-urmston") == "GB-CHC-1109047"  # Age UK Trafford
    assert len({o.id for o in trafford.organisations if o.name == "Trafford Council"}) == 1


def test_trafford_tells_no_confidential_place(trafford):
    closed = [x for x in (*trafford.organisations, *trafford.services) if x.location_confidential]
    assert len(closed) >= 10
    assert any(x.name == "Trafford Domestic Abuse Service" for x in closed)
    for x in closed:
        assert (x.postcode, x.address, x.latitude, x.longitude) == (None, None, None, None)


def test_trafford_knows_where_services_are(trafford):
    areas = [s.areas for s in trafford.services if s.areas]
    assert len(areas) > 100
    pantry = next(s for s in trafford.services if s.name == "The Globe: Old Trafford Pantry")
    assert pantry.areas == ("E08000009", "old-trafford")


def test_probation_contracts_have_their_members(repository, shared_data):
    dataset = read_dataset(repository / "benchmarks" / "places" / "probation.toml")
    assert len(dataset.collaborations) == 148
    assert len(dataset.collaboration_members) == 454
    assert {m.role for m in dataset.collaboration_members} == {"lead", "partner"}
    assert all(c.title and c.starts_on and c.areas for c in dataset.collaborations)
    assert sum(bool(c.description) for c in dataset.collaborations) == 146
    assert dataset.organisation("XX-PRV-INGEUS_UK_LIMITED").kind == "business"
    assert dataset.organisation("XX-PRV-ST_GILES_TRUST").kind == "voluntary"


def test_trafford_written_and_read_back_is_the_same(trafford, tmp_path):
    write_tables(trafford, tmp_path)
    again = read_dataset(tmp_path)
    assert again.tables == trafford.tables
