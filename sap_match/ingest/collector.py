"""Python's collector of cyclic garbage, paused while a source is read.

A directory becomes millions of small objects that all stay and hold no cycles. Looking
through them again and again for garbage takes a fifth of the time and finds none.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the collector; afterwards it is as it was before, whatever happens.

    Examples
    --------
    >>> import gc
    >>> before = gc.isenabled()
    >>> with collector_paused():
    ...     paused = not gc.isenabled()
    >>> paused, gc.isenabled() == before
    (True, True)
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
