"""A network as tables and as a page of a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sap_match.graph.confidential import not_confidential

if TYPE_CHECKING:
    import pandas as pd

    from sap_match.graph.one_mode import CollaborationNetwork


def of_ties(net: CollaborationNetwork) -> pd.DataFrame:
    """Return the ties; see `CollaborationNetwork.edge_frame`."""
    import pandas as pd

    not_confidential(net, "a table of ties")
    ids = np.array([*net.ids, None], dtype=object)[:-1]
    first = {"source": ids[net.sources], "target": ids[net.targets], "weight": net.weights}
    return pd.DataFrame({**first, **{k: list(v) for k, v in net.tie_attributes.items()}})


def of_nodes(net: CollaborationNetwork) -> pd.DataFrame:
    """Return the nodes; see `CollaborationNetwork.node_frame`."""
    import pandas as pd

    groups = {} if net.groups is None else {"group": list(net.groups)}
    more = {k: list(v) for k, v in net.node_attributes.items()}
    return pd.DataFrame({**groups, **more}, index=index_of(net))


def index_of(net: CollaborationNetwork) -> pd.Index[Any]:
    """Return the ids as an index."""
    import pandas as pd

    return pd.Index(list(net.ids), name="id", dtype=None if net.ids else object)


def as_html(net: CollaborationNetwork) -> str:
    """Return what a notebook shows: how many nodes and ties, the note and the source."""
    import html

    lines = [repr(net).strip("<>"), net.note, net.source]
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines)
