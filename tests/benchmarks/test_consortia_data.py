"""The four collections as canonical tables, as they were published."""

from datetime import date

import pytest

from benchmarks._consortia_data import COLLECTIONS, Areas, day, lay_out, plain, slug
from sap_match.ingest import read_dataset


def test_one_name_whatever_its_accents_and_signs():
    assert plain("Comunità  Montana «Alto Rio»") == "comunita montana alto rio"
    assert slug("Plzeň, Borská 55") == "plzen-borska-55"
    assert plain("Δήμος") == "δήμοσ"  # no letter of it is Latin: kept as it is


def test_days_are_read_with_either_sign():
    assert day("2015/10/27") == day("2015-10-27T00:00") == date(2015, 10, 27)
    assert day("NA") is None


def test_a_label_is_one_area():
    areas = Areas()
    assert areas.ids("Plzeň", "plzen", "") == ("area:plzen",)
    assert [a.name for a in areas.records()] == ["Plzeň"]


@pytest.mark.parametrize(
    ("name", "organisations", "collaborations", "members"),
    [
        ("interreg", 2075, 535, 2502),
        ("somalia", 965, 1568, 4587),
        ("probation", 114, 148, 454),
        pytest.param("h2020", 27411, 20073, 91334, marks=pytest.mark.slow),
    ],
)
def test_everything_is_there(shared_data, name, organisations, collaborations, members):
    found = COLLECTIONS[name](shared_data).dataset
    assert len(found.organisations) == organisations
    assert len(found.collaborations) == collaborations
    assert len(found.collaboration_members) == members
    assert all(found.has("areas", a) for o in found.organisations for a in o.areas)


def test_a_brief_says_nothing_of_who_is_hidden(shared_data):
    found = COLLECTIONS["somalia"](shared_data)
    for one in found.briefs():
        named = {one.brief.lead_id, *one.brief.members}
        roles = {m.organisation_id: m.role for m in found.dataset.collaboration_members
                 if m.collaboration_id == one.collaboration_id}  # fmt: skip
        assert not named & one.wanted
        assert "implementing" not in {roles[m] for m in named if m}
        assert one.wanted <= {o for o, role in roles.items() if role == "implementing"}


def test_an_interreg_brief_has_words_programme_lead_and_its_places(shared_data):
    found = COLLECTIONS["interreg"](shared_data)
    briefs = found.briefs()
    assert len(briefs) == 30
    for one in briefs:
        assert one.brief.programme
        assert one.brief.lead_id
        assert set(one.brief.areas) == set(found.dataset.organisation(one.brief.lead_id).areas)


def test_a_folder_reads_back_as_it_was(shared_data, tmp_path):
    found = COLLECTIONS["interreg"](shared_data)
    lay_out(found, tmp_path)
    again = read_dataset(tmp_path)
    assert [(c.id, c.starts_on, c.themes) for c in again.collaborations] == [
        (c.id, c.starts_on, c.themes) for c in found.dataset.collaborations
    ]
    assert [o.id for o in again.organisations] == [o.id for o in found.dataset.organisations]
    assert len(again.briefs) == len(found.briefs())
    truth = (tmp_path / "truth.csv").read_text(encoding="utf-8").splitlines()
    assert len(truth) - 1 == sum(len(one.wanted) for one in found.briefs())
