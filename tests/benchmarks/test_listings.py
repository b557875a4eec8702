from benchmarks._listings import listings


def test_as_many_as_asked_for_and_the_same_each_time():
    one, truth = listings(240)
    two, again = listings(240)
    assert len(one.organisations) == 240
    assert one.organisations == two.organisations
    assert truth == again


def test_what_is_listed_twice_is_known_and_differs():
    dataset, truth = listings(600)
    pairs = [(dataset.organisation(x), dataset.organisation(y)) for x, y in truth]
    assert 50 <= len(truth) <= 90
    assert all(x.id < y.id for x, y in pairs)
    assert any(x.name != y.name for x, y in pairs)
    assert sum(x.phones == y.phones for x, y in pairs) > len(pairs) / 2
