"""Problems drawn at random: small enough for brute force, and with every kind of rule."""

from hypothesis import strategies as st

from sap_match.recommend.planning import Limit, Link, problem_of

SCORES = st.integers(1, 99).map(lambda n: n / 100)


@st.composite
def problems(draw, sides=3, links=5, days=False, kept=False, most=3):
    lefts = [f"o{i}" for i in range(draw(st.integers(1, sides)))]
    rights = [f"n{i}" for i in range(draw(st.integers(1, sides)))]
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(lefts), st.sampled_from(rights)),
            unique=True,
            min_size=1,
            max_size=links,
        )
    )
    dates = st.lists(st.integers(1, 2), unique=True, min_size=1, max_size=2).map(tuple)
    told = [
        Link(
            a,
            b,
            draw(SCORES),
            float(draw(st.integers(1, most))),
            whole=True,
            least=float(draw(st.integers(0, most))),
            days=draw(dates) if days else (),
        )
        for a, b in pairs
    ]

    def limit():
        return Limit(
            float(draw(st.integers(0, 3))),
            float(draw(st.integers(0, 4))),
            draw(st.sampled_from([None, 1, 2])),
            draw(st.sampled_from([None, 1.0, 2.0])) if days else None,
            draw(st.sampled_from([None, 1])) if days else None,
        )

    earlier = {p: float(draw(st.integers(0, most))) for p in pairs} if kept else {}
    return problem_of(
        told,
        {a: limit() for a in lefts},
        {b: limit() for b in rights},
        kept=earlier,
        groups={b: draw(st.sampled_from(["", "small", "large"])) for b in rights},
        seed=draw(st.integers(0, 5)),
    )
