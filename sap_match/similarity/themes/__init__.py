"""Themes that a text implies, in the codes of UK-CAT and ICNPTSO, with probabilities."""
