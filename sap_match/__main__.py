"""``python -m sap_match`` is the console script ``sap-match``."""

from sap_match.cli import main

if __name__ == "__main__":
    main()
