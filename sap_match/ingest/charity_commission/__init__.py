"""The register of charities of England and Wales: its search, and its whole download."""
