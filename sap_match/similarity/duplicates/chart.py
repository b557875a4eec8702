"""The evidence for a pair as a picture: a Vega-Lite specification, no library needed.

What draws it: any Vega-Lite viewer, ``altair.Chart.from_dict`` or JupyterLab.
"""

from __future__ import annotations

from typing import Any

from sap_match.similarity.duplicates.pairs import DuplicatePair

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


def waterfall_chart(pair: DuplicatePair) -> dict[str, Any]:
    """Return a chart of what each part adds, from the starting odds to the pair's own.

    Examples
    --------
    >>> from sap_match.results import Part
    >>> parts = (Part("starting_odds", -3.0), Part("name", 5.0, 1.0, "same"))
    >>> chart = waterfall_chart(DuplicatePair("a", "b", parts, "same_record", "review", ""))
    >>> [(bar["from"], bar["to"]) for bar in chart["data"]["values"]]
    [(0.0, -3.0), (-3.0, 2.0)]
    """
    reached, bars = 0.0, []
    for step in pair.waterfall():
        if step["weight"]:
            bars.append({**step, "from": reached, "to": step["log_odds"]})
        reached = step["log_odds"]
    return {
        "$schema": SCHEMA,
        "title": f"{pair.left_id} and {pair.right_id}: {pair.decision}",
        "data": {"values": bars},
        "mark": "bar",
        "encoding": {
            "y": {"field": "part", "type": "nominal", "sort": None, "title": None},
            "x": {"field": "from", "type": "quantitative", "title": "log-odds of being one"},
            "x2": {"field": "to"},
            "color": {
                "condition": {"test": "datum.weight >= 0", "value": "#0072b2"},
                "value": "#d55e00",
            },
            "tooltip": [
                {"field": name} for name in ("part", "fact", "weight", "log_odds", "probability")
            ],
        },
    }
