"""Choosing a month's list, its history and its manifest."""
