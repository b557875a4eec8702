"""Quality against what is known to be right: measures, splits and baselines."""
