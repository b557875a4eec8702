"""The planners' common core: exact plans over quantities and over choices in time."""

from sap_match.recommend.planning.choice import MOST_OPTIONS, Chosen, Option, Quota, best_choice
from sap_match.recommend.planning.plan import UNMATCHED_COLUMNS, Plan, Setting, Side, Unmatched
from sap_match.recommend.planning.problem import (
    AIMS,
    Aim,
    Answer,
    Limit,
    Link,
    Problem,
    Sides,
    Solved,
    problem_of,
)
from sap_match.recommend.planning.quantities import best_plan

__all__ = [
    "AIMS",
    "MOST_OPTIONS",
    "UNMATCHED_COLUMNS",
    "Aim",
    "Answer",
    "Chosen",
    "Limit",
    "Link",
    "Option",
    "Plan",
    "Problem",
    "Quota",
    "Setting",
    "Side",
    "Sides",
    "Solved",
    "Unmatched",
    "best_choice",
    "best_plan",
    "problem_of",
]
