"""OpenActive: places to hire, and when they can be had."""
