"""Suggestions: partners, consortia, pairings and facilities."""
