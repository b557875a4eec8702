"""Rows of a result that are made when they are read: a large market has a million of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast, overload

T = TypeVar("T")

MANY = 2_000
"""Rows up to which all are made at once."""
KEPT = 100_000
"""Rows up to which those that were made are kept."""


@dataclass(frozen=True, eq=False)
class Later(Sequence[T], Generic[T]):
    """So many rows, each made by its position when somebody reads it."""

    size: int
    make: Callable[[int], T]
    _made: dict[int, T] = field(default_factory=dict)

    def _row(self, i: int) -> T:
        if self.size > KEPT:
            return self.make(i)
        if i not in self._made:
            self._made[i] = self.make(i)
        return self._made[i]

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        places = range(self.size)
        if isinstance(index, slice):
            return tuple(self._row(i) for i in places[index])
        return self._row(places[index])

    def __iter__(self) -> Iterator[T]:
        return (self._row(i) for i in range(self.size))


def rows_of(size: int, make: Callable[[int], T], *, many: int = MANY) -> tuple[T, ...]:
    """Return the rows, made at once where they are few and when they are read where they are many.

    Examples
    --------
    >>> rows_of(3, str), rows_of(3, str, many=2)[-1]
    (('0', '1', '2'), '2')
    """
    if size <= many:
        return tuple(make(i) for i in range(size))
    return cast("tuple[T, ...]", Later(size, make))
