"""Organisations in groups, by kind, area or theme, for the figures of a network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sap_match.assess.areas import AreaTree
from sap_match.model import Dataset

By = Literal["kind", "area", "theme"]
AreasOf = Callable[[str], Sequence[str]]
KIND_ORDER = ("voluntary", "business", "public")


@dataclass(frozen=True)
class Groups:
    """Which organisation is in which group; in several, or in none that is known.

    Parameters
    ----------
    by : {"kind", "area", "theme"}
    names : tuple of g str
    member : bool array of shape (n, g)
        Rows in the order of organisation ids.
    note : str
        What a reader must know of how groups were made.
    """

    by: By
    names: tuple[str, ...]
    member: NDArray[np.bool_]
    note: str = ""

    @property
    def apart(self) -> bool:
        """Whether nobody is in two groups."""
        return bool((self.member.sum(axis=1) <= 1).all())

    @property
    def unknown(self) -> int:
        """How many organisations are in no known group."""
        return int((~self.member.any(axis=1)).sum())

    @property
    def alone(self) -> bool:
        """Whether all are in one group, so that there is nothing to compare."""
        return len(self.names) == 1 and not self.unknown

    def labels(self) -> list[str | None]:
        """Return each organisation's group, where groups are apart."""
        return [
            self.names[int(row.argmax())] if row.any() else None  # the only one
            for row in self.member
        ]


def groups(dataset: Dataset, by: By, *, as_of: date, areas_of: AreasOf) -> Groups:
    """Return the groups of a dataset's organisations, rows in id order.

    Areas are those of the kind that figures go by (Care Communities where there are
    any), with what lies in them; who works in the whole borough is a group of its
    own. Themes are those of the organisation and of its services.

    Examples
    --------
    >>> from sap_match.model import Organisation
    >>> d = Dataset.build(
    ...     "d",
    ...     {
    ...         "organisations": [
    ...             Organisation(id="a", name="A", kind="public", themes=("Food", "food")),
    ...             Organisation(id="b", name="B", kind="voluntary"),
    ...         ]
    ...     },
    ... )
    >>> g = groups(d, "theme", as_of=date(2026, 1, 1), areas_of=lambda _: ())
    >>> g.names, g.member.astype(int).tolist(), g.unknown
    (('food',), [[1], [0]], 1)
    """
    if by == "kind":
        found: list[set[str]] = [{o.kind} for o in dataset.organisations]
        present = {one for row in found for one in row}
        return _groups(by, [kind for kind in KIND_ORDER if kind in present], found)
    if by == "theme":
        found = [_themes(dataset, o.id) for o in dataset.organisations]
        return _groups(
            by,
            sorted({one for row in found for one in row}),
            found,
            note="an organisation with several themes counts in each",
        )
    return _by_area(dataset, AreaTree.build(dataset.areas, as_of), areas_of)


def _themes(dataset: Dataset, organisation_id: str) -> set[str]:
    own = dataset.organisation(organisation_id).themes
    services = dataset.services_of(organisation_id)
    return {t.casefold() for t in (*own, *(t for s in services for t in s.themes))}


def _by_area(dataset: Dataset, tree: AreaTree, areas_of: AreasOf) -> Groups:
    given = [areas_of(o.id) for o in dataset.organisations]
    if not tree.level:
        found = [{one for one in row if one in tree.areas} for row in given]
        used = {one for row in found for one in row}
        order = sorted(used, key=lambda one: (tree.name(one), one))
        return _named(tree, order, found, note="")
    level = set(tree.level)
    found = []
    for row in given:
        closure = tree.closure(row)
        inside = set(closure & level)
        found.append(inside or {one for one in tree.boroughs if one in closure})
    used = {one for row in found for one in row}
    order = [one for one in (*tree.level, *tree.boroughs) if one in used]
    note = "towns and villages count in the area that they lie in; several areas count in each"
    return _named(tree, order, found, note=note, whole=tree.boroughs)


def _named(
    tree: AreaTree,
    order: Sequence[str],
    found: Sequence[set[str]],
    *,
    note: str,
    whole: Sequence[str] = (),
) -> Groups:
    names = {one: tree.name(one) + (" (borough-wide)" if one in whole else "") for one in order}
    twice = {name for name in names.values() if list(names.values()).count(name) > 1}
    names = {one: f"{name} ({one})" if name in twice else name for one, name in names.items()}
    rows = [{names[one] for one in row} for row in found]
    return _groups("area", [names[one] for one in order], rows, note=note)


def _groups(by: By, names: Sequence[str], found: Sequence[set[str]], note: str = "") -> Groups:
    place = {name: g for g, name in enumerate(names)}
    member = np.zeros((len(found), len(names)), dtype=bool)
    for i, row in enumerate(found):
        for one in row:
            member[i, place[one]] = True
    return Groups(by, tuple(names), member, note)
