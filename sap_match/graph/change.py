"""Two dates side by side: ties born and ended, and what is so only because a list grew.

Density falls when a directory grows, whoever works with whom: mean degree and the panel of
those present at both dates stand beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.graph.change_bounds import places, stability_bounds, untold
from sap_match.graph.confidential import not_confidential
from sap_match.graph.density import density, mean_degree
from sap_match.graph.figure import Figure
from sap_match.graph.intervals import difference_interval
from sap_match.graph.one_mode import CollaborationNetwork, NodeId
from sap_match.graph.projections import counted

if TYPE_CHECKING:
    import pandas as pd

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Pairs = tuple[tuple[NodeId, NodeId], ...]

GROWTH = (
    "density falls when a directory grows, whoever works with whom: read mean degree and the "
    "panel of those present throughout beside it"
)
"""What a reader of two densities must know."""


@dataclass(frozen=True, eq=False)
class Change:
    """What changed between two networks of the same organisations, by id.

    Make one with `compare`. A tie is its two ends, whatever it weighs.

    Parameters
    ----------
    before, after : CollaborationNetwork
    ids : tuple of u str or int
        All of either date, sorted as numbers before text.
    here : bool array of shape (2, u)
        Who is listed at each date.
    keys : int array of shape (t,)
        Ties of either date, ``place of one end * u + place of the other``, ascending.
    there : bool array of shape (2, t)
        Which of them are there at each date.
    """

    before: CollaborationNetwork
    after: CollaborationNetwork
    ids: tuple[NodeId, ...]
    here: Bools
    keys: Ints
    there: Bools

    def __repr__(self) -> str:
        born = f"{counted(self.born_count, 'tie')} born"
        told = f"{born}, {self.ended_count:,} ended, {self.kept_count:,} kept"
        return f"<Change: {told}; {counted(len(self.panel), 'node')} at both dates>"

    # -- ties ---------------------------------------------------------------------------

    @property
    def born(self) -> pd.DataFrame:
        """Ties at the second date alone: ``source, target, newcomer``.

        ``newcomer``: an end was not listed at the first.
        """
        return self._frame(self.there[1] & ~self.there[0], "newcomer", self.present[0])

    @property
    def ended(self) -> pd.DataFrame:
        """Ties at the first date alone: ``source, target, leaver`` (an end left the list)."""
        return self._frame(self.there[0] & ~self.there[1], "leaver", self.present[1])

    @property
    def kept(self) -> pd.DataFrame:
        """Ties at both dates: ``source, target``."""
        return self._frame(self.there[0] & self.there[1])

    def _frame(
        self, which: Bools, name: str | None = None, listed: Bools | None = None
    ) -> pd.DataFrame:
        import pandas as pd

        _not_confidential(self, "a list of ties")
        ids = np.array([*self.ids, None], dtype=object)[:-1]
        s, t = np.divmod(self.keys[which], max(len(self.ids), 1))
        columns: dict[str, Any] = {"source": ids[s], "target": ids[t]}
        if name is not None and listed is not None:
            columns[name] = ~(listed[s] & listed[t])
        return pd.DataFrame(columns)

    @property
    def born_count(self) -> int:
        """Number of ties at the second date alone."""
        return int((self.there[1] & ~self.there[0]).sum())

    @property
    def ended_count(self) -> int:
        """Number of ties at the first date alone."""
        return int((self.there[0] & ~self.there[1]).sum())

    @property
    def kept_count(self) -> int:
        """Number of ties at both dates."""
        return int((self.there[0] & self.there[1]).sum())

    # -- nodes --------------------------------------------------------------------------

    @cached_property
    def present(self) -> Bools:
        """Who is listed at each date and, of records, stands in one by then, shape (2, u)."""
        found = self.here.copy()
        for k, net in enumerate((self.before, self.after)):
            if net.answered is not None and net.told_by == "both":
                found[k, places(net, self.ids)] = net.answered
        return found

    @property
    def newcomers(self) -> tuple[NodeId, ...]:
        """Who is listed at the second date alone."""
        return self._those(self.present[1] & ~self.present[0])

    @property
    def leavers(self) -> tuple[NodeId, ...]:
        """Who is listed at the first date alone."""
        return self._those(self.present[0] & ~self.present[1])

    @cached_property
    def panel(self) -> tuple[NodeId, ...]:
        """Who is listed at both dates."""
        return self._those(self.present[0] & self.present[1])

    def _those(self, which: Bools) -> tuple[NodeId, ...]:
        return tuple(self.ids[i] for i in np.flatnonzero(which).tolist())

    @cached_property
    def of_panel(self) -> Change:
        """The same change among those present at both dates alone."""
        return compare(self.before.among(self.panel), self.after.among(self.panel))

    @cached_property
    def nodes(self) -> pd.DataFrame:
        """Who became more and less connected, a row a node of either date.

        ``status`` (stayed, newcomer, leaver), ``before`` and ``after`` (ties, NaN where it was
        not listed), ``change``, ``born``, ``ended``, ``kept``. With direction a tie counts at
        both of its ends. Sorted by change, the largest gain first, then by id.
        """
        import pandas as pd

        _not_confidential(self, "who became more connected")
        u = len(self.ids)
        s, t = np.divmod(self.keys, max(u, 1))

        def ends(which: Bools) -> Ints:
            both = np.concatenate([s[which], t[which]])
            return np.bincount(both, minlength=u).astype(np.int64)

        before, after = (ends(self.there[k]) for k in (0, 1))
        status = np.where(
            ~self.present[0], "newcomer", np.where(~self.present[1], "leaver", "stayed")
        )
        frame = pd.DataFrame(
            {
                "status": status,
                "before": np.where(self.present[0], before, np.nan),
                "after": np.where(self.present[1], after, np.nan),
                "change": after - before,
                "born": ends(self.there[1] & ~self.there[0]),
                "ended": ends(self.there[0] & ~self.there[1]),
                "kept": ends(self.there[0] & self.there[1]),
            },
            index=pd.Index(list(self.ids), name="id", dtype=None if u else object),
        )
        return frame.iloc[np.lexsort((np.arange(u), -frame["change"].to_numpy()))]

    # -- figures ------------------------------------------------------------------------

    @cached_property
    def stability(self) -> Figure:
        """Ties kept over ties at either date: the Jaccard index.

        Below .2 two waves hardly tell of one network (Snijders, van de Bunt and Steglich, Social
        Networks 32, 2010). NaN without ties. Its bounds fill in what nobody told of at either date.
        """
        kept, either = self.kept_count, len(self.keys)
        figure = self._ratio(
            kept, either, name="Stability", definition="ties kept over ties at either date"
        )
        bounds = stability_bounds(self)
        return figure if bounds is None else figure.replace(bounds=bounds)

    @property
    def churn(self) -> Figure:
        """Ties born or ended over ties at either date: 1 less stability; NaN without ties."""
        changed = self.born_count + self.ended_count
        return self._ratio(
            changed,
            len(self.keys),
            name="Churn",
            definition="ties born or ended over ties at either date",
        )

    @property
    def ended_share(self) -> Figure:
        """Ties of the first date that are there no more, over ties of the first date."""
        return self._ratio(
            self.ended_count,
            int(self.there[0].sum()),
            name="Ties ended",
            definition="ties that ended over ties at the first date",
        )

    @property
    def born_share(self) -> Figure:
        """Ties of the second date that were not there, over ties of the second date."""
        return self._ratio(
            self.born_count,
            int(self.there[1].sum()),
            name="Ties born",
            definition="ties that are new over ties at the second date",
        )

    @cached_property
    def panel_change(self) -> Figure:
        """Density at the second date less that at the first, of those present at both.

        The note has a 95% interval by the jackknife over nodes, paired: each is left out of both
        dates at once (see `difference_interval`).
        """
        first, last = self.of_panel.before, self.of_panel.after
        found = difference_interval(first, last)
        return self._number(
            float(density(last)) - float(density(first)),
            name="Change of density of the panel",
            definition="density after less density before, of those present at both dates",
            more=f"95% interval {found.low:.4f} to {found.high:.4f} by the jackknife over nodes",
        )

    def _ratio(self, above: float, below: float, *, name: str, definition: str) -> Figure:
        found = self.after.ratio(above, below, name=name, definition=definition, n=len(self.ids))
        return found.replace(note=self.note, source=self._source)

    def _number(self, value: float, *, name: str, definition: str, more: str) -> Figure:
        return self.after.number(
            value, name=name, definition=definition, n=len(self.panel)
        ).replace(note=f"{more}; {self.note}", source=self._source)

    @property
    def _dates(self) -> str:
        return f"{self.before.as_of or 'the first date'} to {self.after.as_of or 'the second'}"

    @property
    def _source(self) -> str:
        return f"Before: {self.before.source} After: {self.after.source}"

    @cached_property
    def note(self) -> str:
        """What every figure of a change says: who is at both dates, and what is not known."""
        came = counted(len(self.newcomers), "newcomer")
        went = counted(len(self.leavers), "leaver")
        said = [f"{self._dates}: {len(self.panel):,} at both dates, {came}, {went}"]
        free = untold(self)
        if free.born:
            older = counted(free.born, "pair") + " that nobody told of at the first date"
            said.append(f"ties born between {older}: they may be older")
        if free.ended:
            longer = counted(free.ended, "pair") + " that nobody told of at the second date"
            said.append(f"ties ended between {longer}: they may go on")
        said += filter(None, [self._response])
        return "; ".join([*said, f"before: {self.before.note}", f"after: {self.after.note}"])

    @property
    def _response(self) -> str:
        """What to say where not the same share answered a survey at both dates; else empty."""
        sides = (self.before, self.after)
        if any(net.told_by == "both" or not len(net) for net in sides):
            return ""
        first, last = (1.0 if net.answered is None else float(net.answered.mean()) for net in sides)
        if first == last:
            return ""
        return (
            f"{100 * first:.0f}% answered before and {100 * last:.0f}% after: a change may be "
            "one of response alone; read ties beside known_pairs"
        )

    def table(self) -> pd.DataFrame:
        """Return both dates side by side, a row a measure.

        ``ties`` are those among ``known_pairs``, which ``density`` divides by: pairs that
        somebody who answered could tell of.

        Columns ``before, after, change`` of all listed, and ``panel_before, panel_after,
        panel_change`` of those present at both. ``attrs["note"]`` says why both.
        """
        import pandas as pd

        sides = [(self.before, self.after), (self.of_panel.before, self.of_panel.after)]
        columns: dict[str, list[float]] = {}
        for prefix, (first, last) in zip(("", "panel_"), sides, strict=True):
            old, new = _measures(first), _measures(last)
            columns[f"{prefix}before"] = list(old.values())
            columns[f"{prefix}after"] = list(new.values())
            columns[f"{prefix}change"] = [new[k] - old[k] for k in old]
        frame = pd.DataFrame(columns, index=pd.Index(list(_measures(self.after)), name="measure"))
        frame.attrs["note"] = "; ".join(filter(None, [GROWTH, self._response]))
        return frame

    def to_frame(self) -> pd.DataFrame:
        """Return `table`."""
        return self.table()

    def _repr_html_(self) -> str:
        import html

        lines = [repr(self).strip("<>"), f"{GROWTH[:1].upper()}{GROWTH[1:]}.", self.note]
        words = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
        table: str = self.table().to_html(float_format="{:.4g}".format)
        return f"{table}{words}"


def _not_confidential(change: Change, what: str) -> None:
    for net in (change.before, change.after):
        not_confidential(net, what)


def _measures(net: CollaborationNetwork) -> dict[str, float]:
    net = in_records(net)
    degree, known = net.degree, density(net)
    return {
        "nodes": len(net),
        "ties": known.numerator,
        "known_pairs": known.denominator,
        "density": float(known),
        "mean_degree": float(mean_degree(net)),
        "without_ties": int((degree == 0).sum()),
        "most_ties": int(degree.max(initial=0)),
    }


def compare(before: CollaborationNetwork, after: CollaborationNetwork) -> Change:
    """Return what changed from one date to another, matched by id.

    Of networks made of records (``told_by="both"``) only those are present who stand in a
    record by that date: a directory lists everybody at both, which says nothing of who joined.

    Parameters
    ----------
    before, after : CollaborationNetwork
        Both with direction or both without, on one scheme of ids.

    Raises
    ------
    DataError
        Only one has direction, the dates are out of order, one is of records and one of a
        survey, or no id is in both although neither is empty.

    Examples
    --------
    >>> before = CollaborationNetwork.from_edges([("a", "b"), ("b", "c")])
    >>> after = CollaborationNetwork.from_edges([("a", "b"), ("c", "d")])
    >>> found = compare(before, after)
    >>> found
    <Change: 1 tie born, 1 ended, 1 kept; 3 nodes at both dates>
    >>> round(found.stability, 3), found.newcomers
    (0.333, ('d',))
    """
    _comparable(before, after)
    every = {*before.ids, *after.ids}
    ids = tuple(sorted(every, key=lambda one: (isinstance(one, str), one)))
    here = np.zeros((2, len(ids)), dtype=bool)
    keys: list[Ints] = []
    for k, net in enumerate((before, after)):
        place = places(net, ids)
        here[k, place] = True
        s, t = place[net.sources], place[net.targets]
        if not net.directed:
            s, t = np.minimum(s, t), np.maximum(s, t)
        keys.append(np.sort(s * len(ids) + t))
    either = np.union1d(*keys)
    there = np.stack([np.isin(either, own, assume_unique=True) for own in keys])
    return Change(before, after, ids, here, either, there)


def in_records(net: CollaborationNetwork) -> CollaborationNetwork:
    """Return the part that stands in the records; all of a network that is no record.

    Examples
    --------
    >>> from dataclasses import replace
    >>> net = CollaborationNetwork.from_edges([("a", "b")], nodes="abc", answered="ab")
    >>> in_records(net).ids, in_records(replace(net, told_by="both")).ids
    (('a', 'b', 'c'), ('a', 'b'))
    """
    if net.answered is None or net.told_by != "both" or net.answered.all():
        return net
    return net.among(net.ids[i] for i in np.flatnonzero(net.answered).tolist())


def _comparable(before: CollaborationNetwork, after: CollaborationNetwork) -> None:
    if before.directed != after.directed:
        raise DataError(
            "one network has direction and the other has not; make both alike", field="directed"
        )
    if before.as_of and after.as_of and before.as_of > after.as_of:
        raise DataError(
            f"the dates are out of order: {before.as_of} stands before {after.as_of}", field="as_of"
        )
    answers = before.answered is not None and after.answered is not None
    if answers and before.told_by != after.told_by:
        raise DataError(
            "one network is of records, the other of answers (told_by); their ties are not alike",
            field="told_by",
        )
    if before.ids and after.ids and not set(before.ids) & set(after.ids):
        raise DataError(
            "the two networks have no id in common; an organisation keeps its id at both dates "
            f"(before: {before.ids[0]!r}, after: {after.ids[0]!r})",
            field="ids",
        )
