"""Which room should have which group, when: the planner of facility sharing."""

from sap_match.recommend.facilities.estate import UNUSED_COLUMNS, Unused, unused_hours
from sap_match.recommend.facilities.opening import OPENING_COLUMNS, Opening, worth_opening
from sap_match.recommend.facilities.plan import (
    FACILITY_COLUMNS,
    facility_record,
    plan_facility_sharing,
)
from sap_match.recommend.facilities.waiting import WAITING_COLUMNS
from sap_match.recommend.facilities.ways import FacilityConfig

__all__ = [
    "FACILITY_COLUMNS",
    "OPENING_COLUMNS",
    "UNUSED_COLUMNS",
    "WAITING_COLUMNS",
    "FacilityConfig",
    "Opening",
    "Unused",
    "facility_record",
    "plan_facility_sharing",
    "unused_hours",
    "worth_opening",
]
