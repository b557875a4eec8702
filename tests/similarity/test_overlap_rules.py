"""Overlaps: the unknown, who is left out, what people answered, notes, what could be done."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sap_match.errors import DataError
from sap_match.memory import Decided, Memory, pair
from sap_match.model import Area, Dataset, Exclusion, Organisation, Service
from sap_match.results import suggestion_id
from sap_match.similarity.index import SimilarityIndex
from sap_match.similarity.overlap import OverlapConfig, OverlapNote, find_overlaps
from sap_match.similarity.overlap.groups import group_overlaps
from sap_match.similarity.text import described_service

LUNCH = "A hot two-course lunch for older people, cooked by volunteers."
KINDS = ("trees", "football", "debt", "choir", "repair", "chess", "yoga", "swimming")


def lunch(number, owner=None, **more):
    given_ = {
        "name": f"Lunch {number}",
        "description": LUNCH,
        "themes": ("food",),
        "latitude": 53.16,
        "longitude": -2.21,
        "schedule": ("TH 12:00-14:00",),
    }
    return Service(id=f"s{number}", organisation_id=owner or f"o{number}", **{**given_, **more})


def other(kind):
    return Service(
        id=f"x-{kind}",
        organisation_id=f"x-{kind}",
        name=f"{kind} group",
        description=f"{kind}ing {kind}ers and {kind}wards with {kind}able things.",
        themes=(kind,),
    )


def built(services, owners=None, **tables):
    everything = [*services, *map(other, KINDS)]
    told = {s.organisation_id: {} for s in everything} | (owners or {})
    organisations = [
        Organisation(id=i, name=f"Body {i}", kind="voluntary", **more) for i, more in told.items()
    ]
    return Dataset.build(
        "d", {"organisations": organisations, "services": everything, **tables},
        as_of=date(2026, 11, 1),
    )  # fmt: skip


def index_of(dataset):
    texts = [described_service(s).text for s in dataset.services]
    return SimilarityIndex.build([s.id for s in dataset.services], texts)


def found(services, *, owners=None, tables=None, config=None, **more):
    dataset = built(services, owners, **(tables or {}))
    return find_overlaps(dataset, index_of(dataset), config=config, **more)


def pairs(results):
    return {(o.left_id, o.right_id) for o in results}


def value(overlap, name):
    return next(p.value for p in overlap.parts if p.name == name)


# -- the unknown --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("without", "part", "words"),
    [
        ({"schedule": ()}, "times", "the times"),
        ({"schedule": ("now and then",)}, "times", "the times"),
        ({"latitude": None, "longitude": None}, "place", "where each works"),
        ({"description": "A hot two-course lunch, cooked by volunteers."}, "people", "for whom"),
    ],
)
def test_what_is_unknown_adds_nothing_takes_nothing_and_is_to_be_confirmed(without, part, words):
    (whole,) = found([lunch(1), lunch(2)])
    (less,) = found([lunch(1), lunch(2, **without)])
    assert value(less, part) == 0
    assert any(one.startswith(words) for one in less.to_confirm)
    assert not any(one.startswith(words) for one in whole.to_confirm)
    kept = {p.name: p.contribution for p in less.parts if p.name not in (part, "text")}
    assert kept == {p.name: p.contribution for p in whole.parts if p.name not in (part, "text")}


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"minimum_age": 11, "maximum_age": 18}, "1 for other ages"),
        ({"description": LUNCH.replace("older people", "young people")}, "1 for other ages"),
        ({"description": LUNCH.replace("older people", "teenagers")}, "1 for other ages"),
        ({"audiences": ("children",)}, "1 for other ages"),
        ({"schedule": ("MO 12:00-14:00",)}, "1 on other days of the week"),
        ({"latitude": 53.34}, "1 in another place"),
    ],
)
def test_what_is_known_to_differ_sets_apart_and_is_counted(more, why):
    results = found([lunch(1, minimum_age=60), lunch(2, **more)])
    # Those 20 km away are left out unseen, the others are counted with their rule.
    assert pairs(results) == set()
    assert why in " ".join(results.notes) or "place" in why


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("For women only.", "For men only."),
        ("For veterans.", "For refugees."),
        ("For people with dementia.", "For stroke survivors."),
        ("For South Asian people.", "For Chinese people."),
    ],
)
def test_two_specialist_audiences_are_other_people(one, two):
    base = "A weekly social group with tea, games and a listening ear."
    both = [lunch(i, description=f"{base} {who}") for i, who in ((1, one), (2, two))]
    assert pairs(found(both)) == set()
    same = [lunch(i, description=f"{base} {one}") for i in (1, 2)]
    assert pairs(found(same)) == {("s1", "s2")}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"description": f"{LUNCH} For women only."}, "Lunch 2 is for women"),
        ({"description": f"{LUNCH} There is a waiting list."}, "Lunch 2 has a waiting list"),
        ({"description": f"{LUNCH} By referral."}, "Lunch 2 takes people by referral"),
        ({"languages": ("pl",)}, "Lunch 2 is in Polish"),
        ({"description": f"{LUNCH} For the Jewish community."}, "Lunch 2 is for Jewish people"),
        ({"description": f"{LUNCH} For people with dementia."}, "people with dementia"),
    ],
)
def test_what_one_side_says_alone_speaks_against_and_counts_nothing(more, says):
    (plain,) = found([lunch(1), lunch(2)])
    (only,) = found([lunch(1), lunch(2, **more)])
    assert says in only.counter_reason
    assert value(only, "people") <= value(plain, "people")
    assert value(only, "people") >= 0
    assert any(done.startswith("Refer") for done in only.could_do)


def test_two_in_other_languages_are_other_people():
    assert pairs(found([lunch(1, languages=("pl",)), lunch(2, languages=("cy",))])) == set()
    assert pairs(found([lunch(1, languages=("pl",)), lunch(2, languages=("en", "pl"))]))


# -- who takes part -----------------------------------------------------------------------


def test_who_is_never_suggested_is_left_out_and_listed():
    results = found([lunch(1), lunch(2)], owners={"o2": {"suggest": "no"}})
    assert pairs(results) == set()
    assert [(r.subject_id, r.rule) for r in results.removed] == [("s1", "suggest = no")]


def test_who_is_to_be_asked_through_the_officer_says_so():
    (only,) = found([lunch(1), lunch(2)], owners={"o2": {"suggest": "ask"}})
    assert "through the officer" in only.note


@pytest.mark.parametrize("answer", ["never", "distinct", "not_now", "duplicate"])
def test_what_a_person_answered_takes_a_pair_off(answer):
    memory = Memory(decided=(Decided(suggestion_id("overlap", "s2", "s1"), answer, "as told"),))
    results = found([lunch(1), lunch(2)], memory=memory)
    assert pairs(results) == set()
    assert results.removed[0].note == "as told"


def test_a_yes_stays_and_is_shown():
    memory = Memory(decided=(Decided(suggestion_id("overlap", "s1", "s2"), "yes"),))
    (only,) = found([lunch(1), lunch(2)], memory=memory)
    assert only.answer == "yes"


def test_those_not_to_be_brought_together_are_known_and_nothing_is_proposed():
    banned = Memory(banned=frozenset({pair("o1", "o2")}))
    excluded = {"exclusions": [Exclusion(left_id="o2", right_id="o1", reason="a quarrel")]}
    over = {"exclusions": [Exclusion(left_id="o2", right_id="o1", until=date(2026, 10, 1))]}
    for kept in (found([lunch(1), lunch(2)], memory=banned),
                 found([lunch(1), lunch(2)], tables=excluded)):  # fmt: skip
        assert kept[0].could_do == ("Nothing together: the two are not to be brought together.",)
        assert "quarrel" not in str(kept[0])
    assert "Nothing together" not in str(found([lunch(1), lunch(2)], tables=over)[0])


@pytest.mark.parametrize(
    "more",
    [{"status": "closed"}, {"description": f"{LUNCH} Closed in 2020."},
     {"location_confidential": True}, {"name": "Women's refuge lunch"},
     {"schedule": ("RRULE:FREQ=WEEKLY;BYDAY=TH;UNTIL=20251231 12:00-14:00",)}],
)  # fmt: skip
def test_what_does_not_run_or_has_a_secret_place_takes_no_part(more):
    results = found([lunch(1), lunch(2, **more)])
    assert pairs(results) == set()
    assert "s2" not in str(results.to_records()) + str(results.notes)


def test_organisations_are_compared_by_their_words_and_never_by_their_letters_address():
    told = {
        f"o{i}": {"description": LUNCH, "latitude": 53.16 + i, "longitude": -2.21} for i in (1, 2)
    }
    dataset = built([], told)
    texts = [(o.id, o.description or "") for o in dataset.organisations]
    index = SimilarityIndex.build([i for i, _ in texts], [t for _, t in texts])
    (only,) = find_overlaps(dataset, index, of="organisations")
    assert value(only, "place") == 0
    assert "where each works has to be confirmed" in only.to_confirm
    with pytest.raises(DataError, match="compare 'services' or 'organisations'"):
        find_overlaps(dataset, index, of="halls")


def test_one_operator_in_brackets_is_one_provider():
    both = [lunch(i, name=f"Lunch {i} (Sale Self Help)") for i in (1, 2)]
    assert pairs(found(both)) == set()


def test_what_another_delivers_is_that_other_s():
    told = lunch(2, description=f"{LUNCH} Delivered by Body kitchen.")
    assert pairs(found([lunch(1, "kitchen"), told])) == set()
    named = lunch(2, description=f"{LUNCH} We know Body kitchen.")
    assert pairs(found([lunch(1, "kitchen"), named])) == {("s1", "s2")}


def test_branches_of_one_body_are_one_provider():
    names = {
        f"o{i}": f"Royal Lunch Society {town} Branch" for i, town in ((1, "Sale"), (2, "Hale"))
    }
    dataset = built([lunch(1), lunch(2)])
    bodies = [o.model_copy(update={"name": names.get(o.id, o.name)}) for o in dataset.organisations]
    again = Dataset.build("d", {**dataset.tables, "organisations": bodies})
    assert pairs(find_overlaps(again, index_of(again))) == set()


# -- notes --------------------------------------------------------------------------------


def test_notes_stand_on_their_own_side_whichever_way_the_pair_is_named():
    notes = [
        OverlapNote(left_id="s2", right_id="s1", side="left", note="Ours is full", by_role="cook"),
        OverlapNote(side="o1", note="=HYPERLINK(1)"),
        OverlapNote(left_id="s1", right_id="s9", side="s1", note="another pair"),
    ]
    (only,) = found([lunch(1), lunch(2)], notes=notes)
    assert (only.left_note, only.right_note) == ("=HYPERLINK(1)", "Ours is full (cook)")
    assert only.score == found([lunch(1), lunch(2)])[0].score


@pytest.mark.parametrize(
    "cells",
    [{"side": "s1", "note": ""}, {"side": "left", "note": "x"},
     {"left_id": "s1", "side": "s1", "note": "x"}, {"side": "s1", "note": "x" * 2001}],
)  # fmt: skip
def test_a_note_that_belongs_nowhere_is_refused(cells):
    with pytest.raises(ValueError, match=r"note|pair|characters"):
        OverlapNote(**cells)


# -- what could be done -------------------------------------------------------------------


def test_what_could_be_done_comes_from_the_pair():
    (near,) = found([lunch(1), lunch(2)])
    said = " ".join(near.could_do)
    assert "Spread over the week: both are open on Thursdays" in said
    assert "Share: they are near and meet on one day" in said
    assert "Merge: ask both" in said
    (far,) = found([lunch(1), lunch(2, latitude=53.18)])
    assert "Share" not in " ".join(far.could_do)
    week = ("MO-FR 09:00-17:00",)
    (offices,) = found([lunch(1, schedule=week), lunch(2, schedule=week)])
    assert "Spread" not in " ".join(offices.could_do)
    assert "Merge" not in " ".join(offices.could_do)


def test_nobody_is_ranked_and_nothing_is_saved():
    results = found([lunch(i) for i in range(4)])
    text = f"{results.to_records()} {results.notes}".casefold()
    assert not any(w in text for w in ("redundant", "better", "worse", "saving", "£", "cheaper"))


# -- groups -------------------------------------------------------------------------------


def grouped(services, **more):
    dataset = built(services, **more.pop("tables", {}))
    return group_overlaps(dataset, index_of(dataset), **more)


def test_five_lunches_on_a_thursday_and_none_on_a_monday():
    town = Area(id="t", name="Congleton", kind="town")
    five = [lunch(i, latitude=53.16 + i / 300, areas=("t",)) for i in range(5)]
    (only,) = grouped(five, tables={"areas": [town]})
    assert only.title == (
        "Five lunch clubs within 2 km in Congleton, all on a Thursday, none on a Monday, Tuesday, "
        "Wednesday or Friday"
    )
    assert only.could_do[0].startswith("Spread over the week: five are open on Thursdays")
    assert only.score == pytest.approx(sum(p.contribution for p in only.parts), abs=1e-6)


def test_a_day_on_which_a_like_service_near_them_opens_is_no_gap():
    services = [lunch(1), lunch(2), lunch(3, schedule=("MO 12:00-14:00",))]
    (only,) = grouped(services)
    assert only.member_ids == ("s1", "s2")
    assert "Monday" not in only.days_without
    assert "Tuesday" in only.days_without


def test_where_times_are_unknown_the_words_say_known():
    (only,) = grouped([lunch(1), lunch(2), lunch(3, schedule=())])
    assert only.times_unknown == 1
    assert "none known on a Monday" in only.title


def test_groups_do_not_chain_from_town_to_town():
    line = [lunch(i, latitude=53.16 + i * 0.022) for i in range(6)]  # 2.4 km from each to the next
    for group in grouped(line):
        assert len(group.member_ids) <= 3


def test_a_group_that_a_person_took_off_stays_off():
    services = [lunch(1), lunch(2), lunch(3)]
    (only,) = grouped(services)
    memory = Memory(decided=(Decided(only.group_id, "distinct"),))
    results = grouped(services, memory=memory)
    assert len(results) == 0
    assert results.removed[0].rule == "not an overlap"


def test_a_service_stands_in_one_group():
    services = [lunch(i, latitude=53.16 + i / 40) for i in range(8)]
    members = [m for g in grouped(services) for m in g.member_ids]
    assert len(members) == len(set(members))


# -- invariances --------------------------------------------------------------------------

AGE = st.one_of(st.none(), st.integers(0, 90))
CELLS = st.fixed_dictionaries({
    "minimum_age": AGE,
    "maximum_age": AGE,
    "latitude": st.sampled_from((None, 53.16, 53.17, 53.4)),
    "audiences": st.sampled_from(((), ("older people",), ("everyone",), ("boaters",), ("??",))),
    "schedule": st.sampled_from(((), ("TH 12:00-14:00",), ("MO-FR 09:00-17:00",), ("soon",),
                                 ("FREQ=MONTHLY;BYDAY=1SA 10:00-13:00",))),
    "languages": st.sampled_from(((), ("pl",), ("en", "pl"), ("",))),
    "status": st.sampled_from((None, "active", "closed", "full")),
    "description": st.sampled_from((LUNCH, f"{LUNCH} For women only.", "Lunch and a helpline.")),
})  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(CELLS, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_any_cells_give_sound_rows_whatever_their_order_or_side(cells, rng):
    services = [
        lunch(i, longitude=None if c["latitude"] is None else -2.21,
              **c)
        for i, c in enumerate(cells)
    ]  # fmt: skip
    results = found(services)
    for one in results:
        assert one.left_id < one.right_id
        assert 0.5 <= one.score <= 1
        assert one.score == pytest.approx(sum(p.contribution for p in one.parts), abs=1e-6)
        assert one.could_do
    rng.shuffle(services)
    assert found(services).rows == results.rows
    turned = {s.id: f"z{9 - i}" for i, s in enumerate(sorted(services, key=lambda s: s.id))}
    back = {new: old for old, new in turned.items()}
    swapped = found([s.model_copy(update={"id": turned[s.id]}) for s in services])
    assert {pair(back[a], back[b]) for a, b in pairs(swapped)} == pairs(results)


def test_new_names_of_providers_change_nothing():
    services = [lunch(i, latitude=53.16 + i / 200) for i in range(5)]
    named = found(services, owners={f"o{i}": {"website": "x"} for i in range(5)})
    dataset = built(services)
    fresh = [o.model_copy(update={"name": f"Other {n}"})
             for n, o in enumerate(dataset.organisations)]  # fmt: skip
    again = Dataset.build("d", {**dataset.tables, "organisations": fresh})
    assert find_overlaps(again, index_of(again)).rows == named.rows


def test_a_record_more_leaves_the_verdicts_of_others():
    services = [lunch(i, latitude=53.16 + i / 150) for i in range(6)]
    before = {(o.left_id, o.right_id): o.score for o in found(services)}
    more = Service(id="z", organisation_id="oz", name="Canal", description="Varnish on narrowboats")
    after = {(o.left_id, o.right_id): o.score for o in found([*services, more])}
    assert before.keys() == after.keys()
    assert max(abs(before[p] - after[p]) for p in before) < 0.02


def test_many_like_services_are_compared_in_blocks():
    where = random.Random(1)
    services = [lunch(i, name="Lunch", latitude=53 + where.random()) for i in range(700)]
    results = found(services, config=OverlapConfig(per_service=3))
    assert len(results) > 100
