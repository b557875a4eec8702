"""Closed places and contacts stay out of sheets, conflicts and proposals."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.model import Area, Dataset, Organisation, Service
from sap_match.similarity.duplicates.conflicts import conflicts
from sap_match.similarity.duplicates.merging import merge_proposals
from sap_match.similarity.duplicates.sides import SHOWN, side_by_side

WORDS = "Rooms for women. Come to 17 Secret Lane, Zedtown CW1 2AB, or ring 01632 960001."


def cells(d, *ids, of="services"):
    """Return every cell that any of the tables writes of these records."""
    proposals = merge_proposals(d, {"g": ids}, of=of)
    rows = [
        *proposals.to_records(),
        *(row for one in proposals for row in one.provenance()),
        *conflicts(d, {"g": ids}, of=of).to_records(),
        side_by_side(d, of, *ids),
        side_by_side(d, of, *reversed(ids)),
    ]
    return "\n".join(str(v) for row in rows for v in row.values())


def refuge(*, address="17 Secret Lane, Zedtown", postcode="CW1 2AB", public=None, **more):
    closed = {"location_confidential": True} | more
    return Dataset.build(
        "d",
        {
            "organisations": [
                Organisation(id="o", name="Vale", kind="voluntary", contact_public=public)
            ],
            "areas": [
                Area(id="wide", name="Wide", kind="borough"),
                Area(id="fine", name="Fine", kind="ward"),
            ],
            "services": [
                Service(
                    id="a", organisation_id="o", name="Safe rooms", description=WORDS,
                    email="jo.bloggs@example.org", phones=("01632 960001",), **closed,
                ),
                Service(
                    id="b", organisation_id="o", name="Safe rooms, 17 Secret Lane",
                    address=address, postcode=postcode, latitude=53.4321, longitude=-2.3456,
                    areas=("fine", "wide"), phones=("01632 960777",), email="al@example.org",
                    url=f"https://vale.example.org/{address.replace(' ', '-')}/",
                ),
            ],
        },
    )  # fmt: skip


def test_one_closed_listing_closes_the_place_of_all():
    for d in (refuge(), refuge(location_confidential=None, themes=("domestic abuse",))):
        record = merge_proposals(d, {"g": ("a", "b")})[0].record
        assert (record.address, record.postcode, record.latitude, record.longitude) == (None,) * 4
        assert record.areas == ("wide",)
        assert "Rooms for women" in record.description
        assert record.location_confidential is True
        told = cells(d, "a", "b").casefold().replace("-", " ")
        for secret in ("secret lane", "cw1", "2ab", "zedtown", "53.4", "2.34", "fine"):
            assert secret not in told


def test_an_open_place_is_told():
    told = cells(refuge(location_confidential=False), "a", "b")
    for known in ("17 Secret Lane, Zedtown", "CW1 2AB", "53.4321", "fine"):
        assert known in told


def test_organisations_are_closed_by_what_they_provide():
    d = Dataset.build(
        "d",
        {
            "organisations": [
                Organisation(id=i, name="Vale", kind="voluntary", address="17 Secret Lane")
                for i in "ab"
            ],
            "services": [Service(id="s", organisation_id="a", name="Women's refuge")],
        },
    )
    assert "Secret" not in cells(d, "a", "b", of="organisations")


def test_contacts_are_told_in_part_unless_they_are_public():
    told = cells(refuge(location_confidential=False), "a", "b")
    for secret in ("jo.bloggs", "al@", "960001", "960777", "01632"):
        assert secret not in told
    for part in ("...001", "...777", "j...@example.org", "a...@example.org"):
        assert part in told
    told = cells(refuge(public=True), "a", "b")
    for part in ("jo.bloggs@example.org", "01632 960001", "01632 960777"):
        assert part in told
    assert "Secret" not in told


STREETS = st.builds(
    "{} {} {}".format,
    st.integers(1, 300),
    st.text("abcdefghij", min_size=3, max_size=9).map(str.title),
    st.sampled_from(["Lane", "Road", "Street", "Avenue", "House", "Close", ""]),
).map(str.strip)
POSTCODES = st.from_regex(r"[A-Z]{1,2}[1-9] ?[1-9][A-Z]{2}", fullmatch=True)


@settings(max_examples=60, deadline=None)
@given(STREETS, POSTCODES, st.sampled_from(SHOWN), st.sampled_from(["a", "b"]), st.booleans())
def test_no_cell_tells_a_closed_place_or_a_contact(street, postcode, field, holder, whole):
    mail = "jo.bloggs@example.org"
    text = f"Rooms at {street}, Zedtown {postcode}; {mail}"
    field = {"website": "url", "organisation": "description", "ages": "cost"}.get(field, field)
    written = (text,) if field in ("phones", "schedule") else text
    if field == "phones":
        written = ("01632 960001",)
    place = {"address": f"{street}, Zedtown", "postcode": postcode, "email": mail}
    mine = {i: {"location_confidential": True} if i == "a" else {} for i in "ab"}
    mine[holder] |= place
    if whole:
        mine["ab".replace(holder, "")] |= place
    mine["a"] |= {field: written, "description": text}
    d = Dataset.build(
        "d",
        {
            "organisations": [Organisation(id="o", name="Vale", kind="voluntary")],
            "services": [
                Service(**{"id": i, "organisation_id": "o", "name": "Rooms"} | mine[i])
                for i in "ab"
            ],
        },
    )
    told = cells(d, "a", "b")
    assert street not in told
    assert postcode not in told
    assert mail not in told
