"""sap_match: a collaboration-network and matchmaking engine for social action partnerships.

The public names are loaded when they are first used (PEP 562), so that importing
the package loads no torch, pandas, scipy or scikit-learn.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

_HOMES = {
    "DataError": "errors",
    "SapMatchError": "errors",
    "UnknownIdError": "errors",
    "Dataset": "model",
    "Changes": "model",
    "Memory": "memory",
    "Results": "results",
    "Suggestion": "results",
}

__all__ = [
    "Changes",
    "DataError",
    "Dataset",
    "Memory",
    "Results",
    "SapMatchError",
    "Suggestion",
    "UnknownIdError",
]

if TYPE_CHECKING:
    from sap_match.errors import DataError, SapMatchError, UnknownIdError
    from sap_match.memory import Memory
    from sap_match.model import Changes, Dataset
    from sap_match.results import Results, Suggestion


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"sap_match.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'sap_match' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
