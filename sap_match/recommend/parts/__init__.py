"""Parts of a partner's score, each a pure function with its source."""
