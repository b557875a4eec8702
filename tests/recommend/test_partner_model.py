"""A model fitted on the past: what it learns, what it refuses, that its parts add up."""

import json
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

import sap_match
from sap_match.errors import DataError
from sap_match.model import Brief
from sap_match.recommend.everyone import rank_everyone
from sap_match.recommend.partner_model import PartnerModel, conditional_logit, fit_partner_model
from sap_match.recommend.partners import recommend_partners
from sap_match.recommend.replay import earlier
from sap_match.similarity.encoder import HashedWords
from tests.builders import landscape, org, together

ROUNDING = 1e-6
START = date(2020, 1, 1)
TRADES = (
    "wooden boats sails rowing river mooring oars harbour kayaks locks towpath rafts".split(),
    "choir songs singing hymns opera tenor concerts recital piano chorus ballads carols".split(),
)


def history(organisations=80, collaborations=200, seed=1, described=False):
    """Two circles whose members work with one another, three at a time, over years."""
    rng = np.random.default_rng(seed)
    ids = [f"o{i:02}" for i in range(organisations)]
    texts = [" ".join(rng.permutation(TRADES[i % 2])[:9]) for i in range(organisations)]
    records = [org(one, t if described else None) for one, t in zip(ids, texts, strict=True)]
    work = []
    for j in range(collaborations):
        circle = ids[j % 2 :: 2]
        weight = np.arange(len(circle), 0, -1) ** 1.0
        members = rng.choice(circle, 3, replace=False, p=weight / weight.sum())
        begun = START + timedelta(days=10 * j)
        told = {"title": "Joint work"} if described else {}
        work.append(together(f"c{j:03}", *members, starts_on=begun, **told))
    return landscape(*records, *work)


@pytest.fixture(scope="module")
def place():
    return history()


@pytest.fixture(scope="module")
def model(place):
    return fit_partner_model(place)


def test_it_says_on_what_it_was_fitted(place, model):
    assert model.collaborations == 200
    assert model.as_of == place.as_of.isoformat()
    assert model.split == (START + timedelta(days=1600)).isoformat()  # the last fifth
    assert model.organisations.queries >= 30
    assert model.consortia is not None
    tasks = {row["task"] for row in model.weights}
    assert tasks == {"organisations", "consortia"}
    sizes = [abs(r["weight"]) for r in model.weights if r["task"] == "consortia"]
    assert sizes == sorted(sizes, reverse=True)


def test_one_s_own_circle_comes_first(place, model):
    found = recommend_partners(place, for_="o30", k=5, exclude="past", model=model)
    assert len(found) == 5
    assert all(int(s.other_id[1:]) % 2 == 0 for s in found)


def test_a_consortium_is_completed_from_its_circle(place, model):
    brief = Brief(id="b", description="More of it", lead_id="o01", members=("o05",))
    found = recommend_partners(place, brief=brief, k=5, model=model)
    assert all(int(s.other_id[1:]) % 2 == 1 for s in found)
    assert {p.name for p in found[0].parts} >= {"one_step", "near_walk", "partners"}


def test_parts_add_up_and_order(place, model):
    brief = Brief(id="b", description="More of it", lead_id="o01", members=("o05",))
    for found in (
        recommend_partners(place, for_="o07", model=model),
        recommend_partners(place, brief=brief, model=model),
    ):
        for one in found:
            total = sum(p.weight * p.value for p in one.parts)
            assert one.score == pytest.approx(total, abs=ROUNDING)
        assert all(left.score >= right.score for left, right in pairwise(found))


def test_everyone_at_once_is_one_by_one(place, model):
    whole = rank_everyone(place, k=4, model=model)
    for one in ("o00", "o13", "o39"):
        single = recommend_partners(place, for_=one, k=4, model=model)
        assert whole.partners_of(one) == [s.other_id for s in single]
        row = whole.subjects.tolist().index(place.position[one])
        assert whole.scores[row] == pytest.approx([s.score for s in single], abs=2e-6)


def test_the_order_of_rows_and_a_second_fit_change_nothing(place, model):
    assert fit_partner_model(history()) == model
    data = place.dataset
    turned = sap_match.Dataset.build(
        data.id,
        {
            "organisations": tuple(reversed(data.organisations)),
            "collaborations": tuple(reversed(data.collaborations)),
            "collaboration_members": tuple(reversed(data.collaboration_members)),
        },
    )
    again = fit_partner_model(
        sap_match.Landscape.build(turned, as_of=place.as_of, encoder=HashedWords())
    )
    assert again == model


def test_a_model_is_written_and_read_back(model):
    text = model.to_json()
    assert PartnerModel.from_json(text) == model
    assert json.loads(text)["schema_version"] == 1


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema_version": 1, "organisations": null}', "null"]
)
def test_what_is_no_model_is_said(text):
    with pytest.raises(DataError, match="fit it again"):
        PartnerModel.from_json(text)


def test_another_schema_is_said(model):
    told = {**json.loads(model.to_json()), "schema_version": 9}
    with pytest.raises(DataError, match="schema 9"):
        PartnerModel.from_json(json.dumps(told))


def test_a_thin_history_is_refused_with_what_it_would_take():
    with pytest.raises(DataError, match=r"at least 60 collaborations.* are 20"):
        fit_partner_model(history(collaborations=20))


def test_a_history_of_one_day_is_refused():
    ids = [f"o{i:02}" for i in range(20)]
    work = [together(f"c{j}", ids[j % 20], ids[(j + 1) % 20], starts_on=START) for j in range(80)]
    with pytest.raises(DataError, match="more than one date"):
        fit_partner_model(landscape(*[org(i) for i in ids], *work))


def test_nothing_new_to_learn_from_is_refused():
    ids = ["a", "b", "c"]
    work = [together(f"c{j}", *ids, starts_on=START + timedelta(days=j)) for j in range(80)]
    with pytest.raises(DataError, match="0 organisations gained a partner"):
        fit_partner_model(landscape(*[org(i) for i in ids], *work))


def test_what_began_later_is_never_read(place, model):
    data = place.dataset
    after = together("late", "o00", "o01", starts_on=place.as_of + timedelta(days=5))
    changes = sap_match.Changes(
        upserts={"collaborations": (after[0],), "collaboration_members": tuple(after[1:])}
    )
    later = sap_match.Landscape.build(
        data.updated(changes), as_of=place.as_of, encoder=HashedWords()
    )
    assert fit_partner_model(later) == model
    before = earlier(place, START + timedelta(days=100))
    assert max(c.starts_on for c in before.dataset.collaborations) < START + timedelta(days=100)


def test_words_are_read_where_there_are_some_and_briefs_go_by_the_fusion():
    told = history(described=True)
    found = fit_partner_model(told)
    assert "text" in found.organisations.names
    suggested = recommend_partners(told, for_="o38", k=3, model=found)
    assert "text" in {p.name for p in suggested[0].parts}
    assert found.consortia is None
    brief = Brief(id="b", description="Songs for all", lead_id="o01", members=("o05",))
    with_model = recommend_partners(told, brief=brief, k=3, model=found)
    assert with_model.to_records() == recommend_partners(told, brief=brief, k=3).to_records()


def test_a_brief_that_names_nobody_goes_without_the_model(place, model):
    brief = Brief(id="b", description="Songs for all")
    with_model = recommend_partners(place, brief=brief, k=3, model=model)
    assert with_model.to_records() == recommend_partners(place, brief=brief, k=3).to_records()


def test_modesty_is_taken_off_the_weight_of_partners(place):
    plain = fit_partner_model(place, modesty=0.0).organisations
    modest = fit_partner_model(place, modesty=0.5).organisations
    at = plain.names.index("partners")
    taken = (plain.weights[at] - modest.weights[at]) / plain.deviations[at]
    assert taken == pytest.approx(0.5, abs=1e-4)
    assert plain.weights[:at] == modest.weights[:at]


def test_the_logit_is_that_of_brute_force():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(60, 2))
    begins = np.arange(0, 60, 6)
    chosen = np.zeros(60, dtype=bool)
    for b in begins:
        p = np.exp(x[b : b + 6] @ [1.0, -0.5])
        chosen[b + rng.choice(6, p=p / p.sum())] = True
    found = conditional_logit(x, chosen, begins, ridge=0.1)

    def loss(w):
        s = (x @ w).reshape(10, 6)
        gain = (x @ w)[chosen].sum() - np.log(np.exp(s).sum(axis=1)).sum()
        return -gain / 10 + 0.05 * np.dot(w, w)

    for step in np.eye(2) * 0.01:
        assert loss(found) < loss(found + step)
        assert loss(found) < loss(found - step)
