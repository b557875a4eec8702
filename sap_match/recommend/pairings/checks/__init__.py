"""Checks on the people who come: a table of facts, the cells that name them, the gate."""
