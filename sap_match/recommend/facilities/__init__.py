"""Which room should have which group, when: the planner of facility sharing."""

from sap_match.recommend.facilities.plan import (
    FACILITY_COLUMNS,
    facility_record,
    plan_facility_sharing,
)
from sap_match.recommend.facilities.ways import FacilityConfig

__all__ = ["FACILITY_COLUMNS", "FacilityConfig", "facility_record", "plan_facility_sharing"]
