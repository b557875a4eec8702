"""Volunteering opportunities: the UK's open standard, Do-it and TeamKinetic."""
