"""Open Referral: HSDS 1.1 to 3.0 and its UK profile, as JSON and as packages of tables."""
