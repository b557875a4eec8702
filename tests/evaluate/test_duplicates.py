"""Double listings found, wrongly found and missed, against what people judged."""

import pytest

from sap_match.errors import DataError, UnknownIdError
from sap_match.evaluate.duplicates import (
    THRESHOLDS,
    DuplicateQuality,
    b_cubed,
    entities_in,
    evaluate_duplicates,
    precision_recall,
    read_judged,
)
from sap_match.model import Dataset, Organisation, Service

DATA = Dataset.build(
    "d",
    {
        "organisations": [Organisation(id="o", name="Sale Vale", kind="voluntary")],
        "services": [
            Service(
                id=i,
                organisation_id="o",
                name=name,
                phones=(phone,),
                address="Mill St Arcade, Sale",
                schedule=("SA 11:00-16:00",),
            )
            for i, name, phone in (
                ("a", "Recovery café", "01632 960040"),
                ("b", "Recovery Cafe", "01632 960040"),
                ("c", "Recovery café", "01632 960041"),
                ("d", "Chess for beginners", "01632 960040"),
            )
        ],
    },
)


def test_by_hand():
    truth = {("b", "a"): True, ("a", "c"): False, ("a", "d"): False}
    found = {q.method: q for q in evaluate_duplicates(DATA, truth)}
    assert found["same telephone"] == DuplicateQuality("same telephone", found=1, wrong=1, missed=0)
    assert found["same name"] == DuplicateQuality("same name", found=0, wrong=1, missed=1)
    assert found["decided duplicate or to be looked at"].recall == 1


@pytest.mark.parametrize(
    ("counts", "figures"),
    [((3, 1, 1), (0.75, 0.75, 0.75)), ((1, 0, 3), (1, 0.25, 0.4)), ((0, 2, 5), (0, 0, 0))],
)
def test_figures(counts, figures):
    quality = DuplicateQuality("m", *counts)
    assert (quality.precision, quality.recall, quality.f1) == pytest.approx(figures)


def test_what_cannot_be_judged_is_said():
    with pytest.raises(UnknownIdError, match="'x'"):
        evaluate_duplicates(DATA, {("a", "x"): True})
    with pytest.raises(DataError, match="judged to be one"):
        evaluate_duplicates(DATA, {("a", "b"): False})


def test_judged_pairs_are_read(tmp_path):
    file = tmp_path / "judged.csv"
    file.write_text(
        "kind,left_id,right_id,expected\n"
        "duplicate,b,a,yes\n"
        "trap_not_duplicate,a,c,no:branch\n"
        "overlap,a,d,yes\n"
        "duplicate,o1,o2,yes\n",
        encoding="utf-8",
    )
    assert read_judged(file, {"a", "b", "c", "d"}) == {("a", "b"): True, ("a", "c"): False}
    file.write_text("left_id,right_id,expected\na,b,perhaps\n", encoding="utf-8")
    with pytest.raises(DataError, match="row 2, expected 'perhaps': says neither"):
        read_judged(file, {"a"})
    file.write_text("left_id,right_id\na,b\n", encoding="utf-8")
    with pytest.raises(DataError, match="has no column expected; it needs left_id"):
        read_judged(file, {"a"})


def sites():
    same = {"a": "1", "b": "1", "c": "2", "d": "3"}
    services = [
        s.model_copy(update={"extra": {"site": same[s.id]} if s.id != "d" else {}})
        for s in DATA.services
    ]
    return Dataset.build("d", {"organisations": DATA.organisations, "services": services})


def test_a_column_says_what_is_one():
    d = sites()
    entities = entities_in(d, "site")
    assert entities == {"a": "1", "b": "1", "c": "2"}
    with pytest.raises(DataError, match="place: no record of the services"):
        entities_in(d, "place")
    by_column = {q.method: q for q in evaluate_duplicates(d, entities=entities)}
    by_pairs = {
        q.method: q
        for q in evaluate_duplicates(d, {("a", "b"): True, ("a", "c"): False, ("b", "c"): False})
    }
    groups = by_column.pop("groups, B-cubed")
    assert by_column == by_pairs
    assert 0 <= groups.f1 <= 1


def test_groups_by_hand():
    entities = {"a": "x", "b": "x", "c": "x", "d": "y", "e": "z"}
    quality = b_cubed("m", entities, {"a": "g", "b": "g", "d": "g"})
    # precision: a, b 2/3 each, d 1/3, c and e alone 1; recall: a, b 2/3, c 1/3, d, e 1
    assert quality.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert quality.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert quality.to_record()["found"] is None
    whole = b_cubed("m", entities, {"a": "g", "b": "g", "c": "g"})
    assert (whole.precision, whole.recall, whole.f1) == (1, 1, 1)


def test_recall_falls_as_the_threshold_rises():
    points = precision_recall(DATA, {("a", "b"): True, ("a", "c"): False})
    assert [p.threshold for p in points] == list(THRESHOLDS)
    recalls = [p.recall for p in points]
    assert recalls == sorted(recalls, reverse=True)
    assert recalls[0] == 1


def test_one_kind_of_truth_is_asked_for():
    with pytest.raises(DataError, match="either judged pairs or"):
        evaluate_duplicates(DATA)
    with pytest.raises(DataError, match="either judged pairs or"):
        evaluate_duplicates(DATA, {("a", "b"): True}, entities={"a": "1"})
    with pytest.raises(UnknownIdError, match="'x'"):
        evaluate_duplicates(DATA, entities={"a": "1", "x": "1"})
