"""sap_match: a collaboration-network and matchmaking engine for social action partnerships.

The public names are loaded when they are first used (PEP 562), so that importing
the package loads no torch, pandas, scipy or scikit-learn.

Examples
--------
>>> from sap_match import Dataset, Landscape, recommend_partners
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

_HOMES = {
    "Changes": "model",
    "DataError": "errors",
    "Dataset": "model",
    "Decided": "memory",
    "History": "monthly.history",
    "HistoryError": "errors",
    "InfeasibleError": "errors",
    "Landscape": "landscape",
    "Memory": "memory",
    "MissingModelError": "errors",
    "MissingPartError": "errors",
    "MonthConfig": "monthly.choose",
    "Plan": "recommend.planning",
    "Results": "results",
    "SapMatchError": "errors",
    "Shown": "memory",
    "Suggestion": "results",
    "UnknownIdError": "errors",
    "default_encoder": "similarity.cache",
    "density_report": "assess.density_report",
    "find_duplicates": "similarity.duplicates",
    "find_overlaps": "similarity.overlap",
    "fit_partner_model": "recommend.partner_model",
    "form_consortium": "recommend.consortia",
    "gaps": "assess.gaps",
    "group_overlaps": "similarity.overlap.groups",
    "link_sources": "linking",
    "plan_facility_sharing": "recommend.facilities",
    "plan_pairings": "recommend.pairings",
    "read_dataset": "ingest",
    "recommend_partners": "recommend.partners",
    "replan": "recommend.again",
    "run_month": "monthly.run",
    "suggest_themes": "similarity.themes.suggest",
    "write_month": "report.folder",
}

__all__ = [
    "Changes",
    "DataError",
    "Dataset",
    "Decided",
    "History",
    "HistoryError",
    "InfeasibleError",
    "Landscape",
    "Memory",
    "MissingModelError",
    "MissingPartError",
    "MonthConfig",
    "Plan",
    "Results",
    "SapMatchError",
    "Shown",
    "Suggestion",
    "UnknownIdError",
    "default_encoder",
    "density_report",
    "find_duplicates",
    "find_overlaps",
    "fit_partner_model",
    "form_consortium",
    "gaps",
    "group_overlaps",
    "link_sources",
    "plan_facility_sharing",
    "plan_pairings",
    "read_dataset",
    "recommend_partners",
    "replan",
    "run_month",
    "suggest_themes",
    "write_month",
]

if TYPE_CHECKING:
    from sap_match.assess.density_report import density_report
    from sap_match.assess.gaps import gaps
    from sap_match.errors import (
        DataError,
        HistoryError,
        InfeasibleError,
        MissingModelError,
        MissingPartError,
        SapMatchError,
        UnknownIdError,
    )
    from sap_match.ingest import read_dataset
    from sap_match.landscape import Landscape
    from sap_match.linking import link_sources
    from sap_match.memory import Decided, Memory, Shown
    from sap_match.model import Changes, Dataset
    from sap_match.monthly.choose import MonthConfig
    from sap_match.monthly.history import History
    from sap_match.monthly.run import run_month
    from sap_match.recommend.again import replan
    from sap_match.recommend.consortia import form_consortium
    from sap_match.recommend.facilities import plan_facility_sharing
    from sap_match.recommend.pairings import plan_pairings
    from sap_match.recommend.partner_model import fit_partner_model
    from sap_match.recommend.partners import recommend_partners
    from sap_match.recommend.planning import Plan
    from sap_match.report.folder import write_month
    from sap_match.results import Results, Suggestion
    from sap_match.similarity.cache import default_encoder
    from sap_match.similarity.duplicates import find_duplicates
    from sap_match.similarity.overlap import find_overlaps
    from sap_match.similarity.overlap.groups import group_overlaps
    from sap_match.similarity.themes.suggest import suggest_themes


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"sap_match.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'sap_match' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
