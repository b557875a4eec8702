"""Who should be in this bid: teams that cover what a brief wants.

A team covers the wanted capabilities as well as the candidates can, with no member who adds
nothing, keeps every rule, and is proved the best or told with its gap. Each further team
shares at most half of its new members with any before it, so that there is a real choice. Who
already stands in the brief covers first and costs nothing.
"""

from sap_match.recommend.consortia.capabilities import capabilities_of, split_capabilities
from sap_match.recommend.consortia.change import Change, Changes, extend_team, replace_member
from sap_match.recommend.consortia.config import ConsortiumConfig, MakeUp, Rules
from sap_match.recommend.consortia.form import form_consortium, pareto_front
from sap_match.recommend.consortia.month import team_suggestion
from sap_match.recommend.consortia.seats import (
    GAP_COLUMNS,
    SEAT_COLUMNS,
    Consortia,
    Gap,
    Seat,
    Team,
    seat_record,
)

__all__ = [
    "GAP_COLUMNS",
    "SEAT_COLUMNS",
    "Change",
    "Changes",
    "Consortia",
    "ConsortiumConfig",
    "Gap",
    "MakeUp",
    "Rules",
    "Seat",
    "Team",
    "capabilities_of",
    "extend_team",
    "form_consortium",
    "pareto_front",
    "replace_member",
    "seat_record",
    "split_capabilities",
    "team_suggestion",
]
