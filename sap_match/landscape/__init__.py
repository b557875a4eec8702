"""One partnership as of one date: its records, its network, who is like whom.

A `Landscape` is immutable and safe to read from several threads. Its parts (the
network, the two similarity indices, the profiles) are built when first asked
for; `updated` shares what did not change and equals a fresh build.
"""

from sap_match.landscape.known import as_known_at, resolve_as_of
from sap_match.landscape.landscape import Landscape
from sap_match.landscape.profile import Precision, Profile, point_of

__all__ = ["Landscape", "Precision", "Profile", "as_known_at", "point_of", "resolve_as_of"]
