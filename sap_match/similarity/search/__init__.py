"""Free-text search: what is wanted, under which conditions, and what cannot wait.

`Finder.build` makes a collection askable, `Finder.understand` reads a question,
`Finder.search` answers it. Nothing here stores, caches or logs a question.
"""

from sap_match.similarity.search.across import Match, given_text, nearest_across
from sap_match.similarity.search.asking import Asked, Filters, understand
from sap_match.similarity.search.conditions import KINDS, Condition, Kind, Verdict
from sap_match.similarity.search.finding import Answer, Finder, Found, LeftOut, Urgent
from sap_match.similarity.search.lines import LINES, READ_ON, Line
from sap_match.similarity.search.places import Places
from sap_match.similarity.search.urgent import Urgency, urgencies

__all__ = [
    "KINDS",
    "LINES",
    "READ_ON",
    "Answer",
    "Asked",
    "Condition",
    "Filters",
    "Finder",
    "Found",
    "Kind",
    "LeftOut",
    "Line",
    "Match",
    "Places",
    "Urgency",
    "Urgent",
    "Verdict",
    "given_text",
    "nearest_across",
    "understand",
    "urgencies",
]
