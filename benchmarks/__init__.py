"""Quality and speed beside named baselines: `python -m benchmarks`."""
