"""Which offer should meet which need: the planner of pairings."""

from sap_match.recommend.pairings.plan import PAIRING_COLUMNS, pairing_record, plan_pairings
from sap_match.recommend.pairings.score import PairingConfig

__all__ = ["PAIRING_COLUMNS", "PairingConfig", "pairing_record", "plan_pairings"]
