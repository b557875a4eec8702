"""What stands below the fold: network, density, overlaps, gaps, problems, method."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sap_match.monthly.contents import Month, NotSuggested, Row
from sap_match.report import plots
from sap_match.report.tables import Table, grouped, table
from sap_match.report.words import count, label, listing, number, plural, sentence, shorten

_PROBLEMS = 50


def below_the_fold(month: Month) -> dict[str, Any]:
    """Return the words of everything after the first screen."""
    from markupsafe import Markup

    names = month.names
    picture = month.network if month.network and month.network.organisations else None
    return {
        "network": Markup(plots.network(picture)) if picture else "",  # noqa: S704 - our own drawing
        "network_words": plots.describe_network(picture) if picture else "",
        "density": _density(month),
        "overlaps": table(
            month.overlaps,
            caption="Overlaps",
            names=names,
            columns=("left_id", "right_id", "reason", "note"),
            whole="overlaps.csv",
        ),
        "duplicates": table(
            _pairs_first(month.duplicates),
            caption="Entries that may be one",
            names=names,
            columns=("left_id", "right_id", "decision", "relation", "probability", "reason"),
            whole="duplicates.csv",
        ),
        "gaps": table(month.gaps, caption="Needs and what is listed against them", names=names),
        "never": _never(month),
        "never_words": never_words(month),
        "dropped": table(
            [{"suggestion": title, "why": sentence(why)} for title, why in month.dropped],
            caption="What was considered and left off",
            names=names,
        ),
        "more_words": f"{count(len(month.more), 'more suggestion')} did not make this list; "
        "all are in suggestions.csv."
        if month.more
        else "",
        **_data(month),
        "method": [sentence(one) for one in month.method],
    }


def _pairs_first(rows: Sequence[Row]) -> list[Row]:
    """Return what somebody must act on: decided and doubtful pairs, not the distinct ones."""
    return [row for row in rows if row.get("decision") != "distinct"]


def _density(month: Month) -> list[dict[str, Any]]:
    found = []
    for name, rows in grouped(month.density, lambda row: str(row.get("measure", ""))).items():
        said = [str(rows[0].get(key) or "") for key in ("definition", "denominator", "note")]
        shared = {"measure", "definition"}
        if all(row.get("denominator") == rows[0].get("denominator") for row in rows):
            shared.add("denominator")
        kept = [{key: value for key, value in row.items() if key not in shared} for row in rows]
        words = [said[0], f"Out of: {said[1]}" if said[1] and "denominator" in shared else ""]
        found.append(
            {
                "name": label(name) if name else "Measures",
                "definition": " ".join(sentence(one) for one in words if one),
                "table": table(kept, caption=label(name), names=month.names, whole="density.json"),
            }
        )
    return found


def never_words(month: Month) -> str:
    """Return how many organisations nothing suggests, and by which rules."""
    if not month.not_suggested:
        return "Every organisation could be suggested for something."
    rules = grouped([{"rule": one.rule} for one in month.not_suggested], lambda row: row["rule"])
    ordered = sorted(rules.items(), key=lambda item: (-len(item[1]), item[0]))
    why = listing(f"{number(len(rows))} {rule.replace('_', ' ')}" for rule, rows in ordered if rule)
    n = len(month.not_suggested)
    verb = plural(n, "is", "are")
    return (
        f"{count(n, 'organisation')} {verb} never suggested: {why}."
        if why
        else (f"{count(n, 'organisation')} {verb} never suggested.")
    )


def _never(month: Month) -> list[dict[str, Any]]:
    lines = [(f"never-{n}", line.name, line.area_id) for n, line in enumerate(month.areas, 1)]
    groups = [
        (anchor, name, [one for one in month.not_suggested if area_id in one.area_ids])
        for anchor, name, area_id in lines
    ]
    placed = {area_id for _, _, area_id in lines}
    others = [one for one in month.not_suggested if placed.isdisjoint(one.area_ids)]
    title = "Area not known" if len(others) < len(month.not_suggested) else "All"
    groups.append(("never-elsewhere", title, others))
    return [
        {
            "anchor": anchor,
            "title": f"{shorten(name, 80)}: {count(len(found), 'organisation')}",
            "table": _never_table(found, name),
        }
        for anchor, name, found in groups
        if found
    ]


def _never_table(found: Sequence[NotSuggested], name: str) -> Table:
    rows = [
        {
            "organisation": shorten(one.name),
            "why": sentence(one.why),
            "what_would_help": sentence(one.fix),
        }
        for one in found
    ]
    caption = f"Never suggested: {shorten(name, 80)}"
    return table(rows, caption=caption, names={}, limit=40, whole="not_suggested.csv")


def _data(month: Month) -> dict[str, Any]:
    bad = sum(one.level == "bad" for one in month.problems)
    notes = len(month.problems) - bad
    order = {"bad": 0, "note": 1, "info": 2}
    problems = sorted(month.problems, key=lambda one: (order[one.level], one))
    rows = [
        {
            "where": f"{one.source}, row {one.row}" if one.row else one.source,
            "field": f"{one.table}.{one.field}" if one.field else one.table,
            "value": shorten(one.value, 60),
            "what": {"bad": "row left out", "note": "cell unknown", "info": "to know"}[one.level],
            "why": sentence(one.reason),
            "fix": sentence(one.fix),
        }
        for one in problems
    ]
    sources = [
        {
            "source": one.source,
            "format": one.format,
            "rows": one.rows,
            "used": one.used,
            "bad": one.bad,
            "updated": one.updated_on or "not said",
        }
        for one in month.sources
    ]
    said = f"{count(bad, 'row')} could not be used; {count(notes, 'note')} on single cells."
    return {
        "problems_words": said if month.problems else "Every row of every source could be used.",
        "problems": table(
            rows, caption="Problems", names={}, limit=_PROBLEMS, whole="problems.csv"
        ),
        "sources": table(sources, caption="Sources", names={}),
    }
