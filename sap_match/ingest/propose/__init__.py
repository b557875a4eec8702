"""A mapping drafted for a table that no reader knows."""
