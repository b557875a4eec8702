"""What the network says of who joins whom next, for organisations and for consortia.

Everything is a pure function of `Tables` (made once a landscape) and of who is given: one
organisation, or the members that a consortium has. Walks come as logarithms of how many
times more reaches a candidate than reaches the average one, so that they are 0 without
any evidence and mean the same in a small place and in a large one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.graph.spectral import Directions, directions
from sap_match.graph.walks import JointWork, restarted, without_diagonal
from sap_match.recommend.past import incidence, past_of

if TYPE_CHECKING:
    from sap_match.landscape import Landscape

Floats = NDArray[np.float64]

#: Directions of the network that are kept.
DIRECTIONS = 64
#: A kind or an area with fewer organisations says nothing about mixing.
USUAL = 20
YEAR = np.timedelta64(365, "D")
#: Steps of the near and of the far walk.
NEAR, FAR = 5, 8

#: Walks from who is given, for organisations and consortia alike.
WALKS = (
    "two_steps", "two_steps_past_hubs", "two_steps_by_size", "near_walk", "far_walk",
    "three_steps", "circles_16", "circles_64",
)  # fmt: skip
#: Direct ties, which only a consortium's candidates have: its members' earlier partners.
DIRECT = ("one_step", "one_step_past_hubs", "often", "close", "alike_consortia")
#: What candidates are by themselves, the same for all who ask.
OWN = ("partners", "collaborations", "joint_work", "usual_size", "recent_work", "running_work")
#: How candidates go with who is given.
MIXING = ("same_circles", "size_apart", "same_kind", "same_area", "kinds_mix", "areas_mix")


@dataclass(frozen=True, eq=False)
class Tables:
    """What all subjects of one landscape share.

    Parameters
    ----------
    members : scipy CSR array of shape (n, m)
        1 where an organisation is in a collaboration of two or more.
    starts, ends : datetime64[D] arrays of shape (m,)
    as_of : datetime64[D]
    kinds, areas : scipy CSR arrays of shape (n, labels)
        Rows sum to 1 or are empty; only what at least `USUAL` organisations are.
    """

    members: Any
    starts: NDArray[np.datetime64]
    ends: NDArray[np.datetime64]
    as_of: np.datetime64
    kinds: Any
    areas: Any

    @property
    def n(self) -> int:
        """Number of organisations."""
        return int(self.members.shape[0])

    @cached_property
    def sizes(self) -> Floats:
        """Members of each collaboration."""
        return np.asarray(self.members.sum(axis=0), dtype=float).ravel()

    @cached_property
    def joined(self) -> Floats:
        """Collaborations of each organisation."""
        return np.asarray(self.members.sum(axis=1), dtype=float).ravel()

    @cached_property
    def ties(self) -> Any:
        """Joint collaborations of every two, CSR (n, n), empty diagonal."""
        return without_diagonal(self.members @ self.members.T)

    @cached_property
    def strength(self) -> Floats:
        """Row sums of `ties`."""
        return self.work.strength

    @cached_property
    def work(self) -> JointWork:
        """Ties by joint work."""
        return JointWork(self.members)

    @cached_property
    def work_by_size(self) -> JointWork:
        """Ties by joint work, that of many counting by 1 / sqrt(others in it)."""
        return JointWork(self.members, np.maximum(self.sizes - 1, 1) ** -0.5)

    @cached_property
    def circles(self) -> Directions:
        """The network's strongest directions."""
        return directions(self.members, DIRECTIONS)

    @cached_property
    def own(self) -> dict[str, Floats]:
        """What each organisation is by itself: logarithms of counts, shape (n,) each."""
        recent = (self.starts > self.as_of - YEAR).astype(float)  # NaT compares as False
        running = (self.ends > self.as_of).astype(float)
        others = self.sizes - 1
        found = {
            "partners": np.diff(self.ties.indptr).astype(float),
            "collaborations": self.joined,
            "joint_work": self.strength,
            "usual_size": self.strength / np.maximum(self.joined, 1),
            "recent_work": self.members @ (others * recent),
            "running_work": self.members @ (others * running),
        }
        return {name: np.log1p(np.asarray(v, dtype=float)) for name, v in found.items()}

    @cached_property
    def kinds_mix(self) -> Floats:
        """See `_mixing`, of kinds."""
        return _mixing(self.work, self.kinds)

    @cached_property
    def areas_mix(self) -> Floats:
        """See `_mixing`, of areas."""
        return _mixing(self.work, self.areas)


def tables_of(landscape: Landscape) -> Tables:
    """Return the tables of a landscape, made once."""
    return landscape.part("tables of ties", lambda: _tables(landscape))


def _tables(landscape: Landscape) -> Tables:
    past = past_of(landscape)
    organisations = [landscape.dataset.organisation(one) for one in landscape.ids]
    kept = np.flatnonzero(past.sizes > 1)
    return Tables(
        members=past.members[:, kept].tocsr(),
        starts=past.starts[kept],
        ends=past.ends[kept],
        as_of=np.datetime64(landscape.as_of, "D"),
        kinds=labelled([(o.legal_form or o.kind,) for o in organisations]),
        areas=labelled(past.areas),
    )


def labelled(rows: Sequence[Sequence[str]]) -> Any:
    """Return who bears which label, rows sum to 1, of labels that `USUAL` bear at least."""
    names = sorted({one for row in rows for one in row})
    whole = incidence(rows, names)
    usual = np.flatnonzero(np.diff(whole.indptr) >= USUAL)
    table = whole[usual].T.tocsr()
    total = np.asarray(table.sum(axis=1), dtype=float).ravel()
    return (table.multiply((1 / np.maximum(total, 1))[:, None])).tocsr()


def _mixing(work: JointWork, labels: Any) -> Floats:
    """Return how much more than by chance two labels work together, (labels, labels).

    ``ln(seen / expected)`` of the joint collaborations between them, each plus 1.
    """
    seen = np.asarray(labels.T @ work.spread(labels.toarray())) + 1
    expected = seen.sum(axis=1)[:, None] * seen.sum(axis=0)[None] / seen.sum()
    return np.asarray(np.log(np.maximum(seen, 1) / expected))


# -- who is given -------------------------------------------------------------------------


def given_rows(rows: Sequence[Sequence[int]], n: int) -> Any:
    """Return who is given as CSR of shape (q, n) whose rows sum to 1 (or to 0).

    Examples
    --------
    >>> given_rows([[2], [0, 1], []], 3).toarray().tolist()
    [[0.0, 0.0, 1.0], [0.5, 0.5, 0.0], [0.0, 0.0, 0.0]]
    """
    from scipy import sparse

    kept = [sorted(set(row)) for row in rows]
    indptr = np.cumsum([0, *(len(row) for row in kept)])
    indices = np.array([i for row in kept for i in row], dtype=np.int64)
    data = np.array([1 / len(row) for row in kept for _ in row])
    return sparse.csr_array((data, indices, indptr), shape=(len(rows), n))


def tie_parts(known: Tables, given: Any, *, together: bool = False) -> dict[str, Floats]:
    """Return what the network says of every candidate, arrays of shape (q, n) by name.

    Parameters
    ----------
    known : Tables
    given : scipy CSR array of shape (q, n)
        See `given_rows`.
    together : bool
        The given are one consortium's members, so that their own partners (`DIRECT`) are
        candidates.
    """
    found = _walked(known, given, together=together)
    if together:
        found |= _direct(known, given)
    for name in (*WALKS, *(DIRECT if together else ())):
        found[name] = times_average(found[name], given)
    for name, own in known.own.items():
        found[name] = np.broadcast_to(own, (given.shape[0], known.n))
    return found | _mixed(known, given)


def times_average(reached: Floats, given: Any) -> Floats:
    """Return ``ln(1 + times the average)`` of what reaches candidates, by row.

    The average is over all who are not given.

    Examples
    --------
    >>> reached = np.array([[9.0, 1.0, 3.0, 0.0, 0.0]])
    >>> np.exp(times_average(reached, given_rows([[0]], 5))).round(6).tolist()
    [[10.0, 2.0, 4.0, 1.0, 1.0]]
    """
    above = np.maximum(reached, 0.0)
    others = above.sum(axis=1)
    rows = np.repeat(np.arange(given.shape[0]), np.diff(given.indptr))
    np.subtract.at(others, rows, above[rows, given.indices])
    count = np.maximum(reached.shape[1] - np.diff(given.indptr), 1)
    average = np.maximum(others, 0.0) / count
    average = average[:, None]
    times = np.divide(above, average, out=np.zeros_like(above), where=average > 1e-15)
    return np.asarray(np.log1p(times), dtype=float)


def _walked(known: Tables, given: Any, *, together: bool) -> dict[str, Floats]:
    work = known.work
    walked = [given.T.toarray()]
    for _ in range(FAR):
        walked.append(work.handed_on(walked[-1]))
    start, once, twice, thrice = walked[:4]
    found = {
        "two_steps": twice,
        "two_steps_past_hubs": work.handed_on(once, (0.75,)),
        "two_steps_by_size": known.work_by_size.handed_on(start, (1.0, 0.75)),
        "near_walk": restarted(walked[: NEAR + 1], alpha=0.5),
        "far_walk": restarted(walked, alpha=0.85),
        "three_steps": thrice,
    }
    if together:
        found |= {"one_step": once, "one_step_past_hubs": work.handed_on(start, (0.75,))}
    return {
        **{name: value.T for name, value in found.items()},
        "circles_16": known.circles.reach(given, k=16),
        "circles_64": known.circles.reach(given),
    }


def _direct(known: Tables, given: Any) -> dict[str, Floats]:
    """Return what the members' own ties say, each on its own scale.

    *often* is ``1 - prod(1 - w / joined)``, at least one of the members' collaborations; *close*
    the squared cosine of two histories; *alike_consortia* who was in collaborations whose
    members were most alike, by squared likeness.
    """
    members, joined = known.members, np.maximum(known.joined, 1)
    rare = joined**-0.25
    length = np.sqrt(np.maximum(members.T @ rare**2, 1e-300))
    like = (given.multiply(rare[None, :]).tocsr() @ members).multiply((1 / length)[None, :]).tocsr()
    like.data = like.data**2
    return {
        "often": _of_ties(known, given, lambda w, z, _: -np.log1p(-np.minimum(w / joined[z], 0.9))),
        "close": _of_ties(known, given, lambda w, z, j: w**2 / (joined[z] * joined[j])),
        "alike_consortia": (like @ members.T).toarray(),
    }


def _of_ties(known: Tables, given: Any, weigh: Callable[[Floats, Any, Any], Floats]) -> Floats:
    """Return the mean over the given ``z`` of ``weigh(w, z, j)`` for each candidate ``j``."""
    at = np.unique(given.indices)
    rows = known.ties[at].copy()
    rows.data = weigh(rows.data, at[np.repeat(np.arange(len(at)), np.diff(rows.indptr))],
                      rows.indices)  # fmt: skip
    return np.asarray((given[:, at] @ rows).toarray(), dtype=float)


def _mixed(known: Tables, given: Any) -> dict[str, Floats]:
    size = known.own["usual_size"]
    found = {
        "same_circles": known.circles.alike(given),
        "size_apart": -np.abs((given @ size)[:, None] - size[None, :]),
    }
    for name, labels, lift in (
        ("kind", known.kinds, known.kinds_mix),
        ("area", known.areas, known.areas_mix),
    ):
        mine = given @ labels
        found[f"same_{name}"] = (mine @ labels.T).toarray()
        found[f"{name}s_mix"] = np.asarray(labels @ (mine @ lift).T).T
    return {name: np.asarray(value, dtype=float) for name, value in found.items()}
