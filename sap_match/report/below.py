"""What stands below the fold: network, density, overlaps, gaps, problems, method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sap_match.model import Problem
from sap_match.monthly.contents import AreaLine, Month, NotSuggested, Row
from sap_match.report import plots
from sap_match.report.escape import mask_contacts
from sap_match.report.measures import density_view
from sap_match.report.tables import Table, grouped, table
from sap_match.report.words import count, label, listing, number, plural, sentence, shorten

_PROBLEMS = 50
#: Columns whose cells can be a person's own; the table beside the data tells them, no page does.
_CONTACT = frozenset({"address", "postcode", "email", "phones"})
_PRIVATE = "(a contact; see the cell)"
_PAIRS = 12
_ALL_USED = "Every row of every source could be used."
_GAPS = 12
RULES = {
    "cap": "waiting for a later month",
    "floor": "with nothing strong enough found",
    "rule": "left out by a rule",
    "thin text": "with too little text",
    "no place": "whose place of work is unknown",
    "decided": "answered already",
}


def below_the_fold(month: Month) -> dict[str, Any]:
    """Return the words of everything after the first screen."""
    from markupsafe import Markup

    names = month.names
    picture = month.network if month.network and month.network.organisations else None
    return {
        "network": Markup(plots.network(picture)) if picture else "",  # noqa: S704 - our own drawing
        "network_words": plots.describe_network(picture) if picture else "",
        "density": density_view(month.density, names),
        "overlaps": table(
            month.overlaps,
            caption="Overlaps",
            names=names,
            columns=("left_id", "right_id", "reason", "note"),
            limit=_PAIRS,
            whole="overlaps.csv",
        ),
        "duplicates": table(
            _pairs_first(month.duplicates),
            caption="Entries that may be one",
            names=names,
            columns=("left_id", "right_id", "decision", "relation", "probability", "reason"),
            limit=_PAIRS,
            whole="duplicates.csv",
        ),
        "gaps": _gaps(month),
        "gaps_more": f"And {number(len(month.gaps) - _GAPS)} more, all of them in suggestions.xlsx."
        if len(month.gaps) > _GAPS
        else "",
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


def shareable(problem: Problem) -> Problem:
    """Return a problem without what can be a person's own: a contact's cell, a number, a name.

    Row and field stay, so that the cell is found in the source.
    """
    private = problem.field in _CONTACT or problem.field.startswith("charity_contact")
    value = _PRIVATE if private and problem.value else mask_contacts(problem.value)
    return replace(problem, value=value)


def _pairs_first(rows: Sequence[Row]) -> list[Row]:
    """Return what somebody must act on: decided and doubtful pairs, not the distinct ones."""
    return [row for row in rows if row.get("decision") != "distinct"]


def _gaps(month: Month) -> list[dict[str, str]]:
    """Return needs and what stands against them, a paragraph each."""
    return [
        {
            "title": ": ".join(
                filter(None, (_area(row, month), label(str(row.get("theme") or ""))))
            ),
            "status": str(row.get("status") or "").replace("_", " "),
            "reason": sentence(str(row.get("reason") or "")),
            "ask": sentence(f"Ask {row['whom_to_ask']}") if row.get("whom_to_ask") else "",
            "confidence": sentence(str(row.get("confidence") or "")),
        }
        for row in month.gaps[:_GAPS]
    ]


def _area(row: Row, month: Month) -> str:
    area_id = str(row.get("area_id") or "")
    return str(row.get("area") or month.names.get(area_id, area_id))


def never_words(month: Month) -> str:
    """Return how many organisations nothing suggests, and by which rules."""
    if not month.not_suggested:
        return "Every organisation could be suggested for something."
    rules = grouped([{"rule": one.rule} for one in month.not_suggested], lambda row: row["rule"])
    ordered = sorted(rules.items(), key=lambda item: (-len(item[1]), item[0]))
    why = listing(f"{number(len(rows))} {RULES.get(rule, rule)}" for rule, rows in ordered if rule)
    n = len(month.not_suggested)
    said = f"{count(n, 'organisation')} {plural(n, 'has', 'have')} stood on no list so far"
    return sentence(f"{said}: {why}" if why else said)


def never_links(month: Month) -> dict[str, str]:
    """Return the anchor of each area's list of those never suggested, by area id.

    An area that stands for everybody (the borough) points to the whole section.
    """
    listed = {area_id for one in month.not_suggested for area_id in one.area_ids}
    return {
        line.area_id: f"never-{n}"
        if line.area_id in listed and not _is_everybody(line, month)
        else "never"
        for n, line in enumerate(month.areas, 1)
        if line.never_suggested
    }


def _is_everybody(line: AreaLine, month: Month) -> bool:
    return line.never_suggested == len(month.not_suggested)


def _never(month: Month) -> list[dict[str, Any]]:
    anchors = never_links(month)
    lines = [line for line in month.areas if anchors.get(line.area_id, "never") != "never"]
    groups = [
        (
            anchors[one.area_id],
            one.name,
            [x for x in month.not_suggested if one.area_id in x.area_ids],
        )
        for one in lines
    ]
    placed = {line.area_id for line in lines}
    others = [one for one in month.not_suggested if placed.isdisjoint(one.area_ids)]
    title = "No smaller place known" if len(others) < len(month.not_suggested) else "All"
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
    caption = f"Not suggested yet: {shorten(name, 80)}"
    return table(rows, caption=caption, names={}, limit=40, whole="not_suggested.csv")


def _data(month: Month) -> dict[str, Any]:
    bad = sum(one.level == "bad" for one in month.problems)
    notes = len(month.problems) - bad
    order = {"bad": 0, "note": 1, "info": 2}
    problems = sorted(month.problems, key=lambda one: (order[one.level], one))
    rows = [
        {
            "where": f"{one.source}, row {one.row}" if one.row else one.source,
            "field": ".".join(filter(None, (one.table, one.field))),
            "value": shorten(one.value, 60),
            "what": {"bad": "row left out", "note": "cell unknown", "info": "to know"}[one.level],
            "why": sentence(one.reason),
            "fix": sentence(one.fix),
        }
        for one in map(shareable, problems)
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
    lost = f"{count(bad, 'row')} could not be used" if bad else "Every row could be used"
    said = f"{lost}; {count(notes, 'note')} on single cells and columns."
    return {
        "problems_words": said if month.problems else _ALL_USED if month.sources else "",
        "problems": table(
            rows, caption="Problems", names={}, limit=_PROBLEMS, whole="problems.csv"
        ),
        "sources": table(sources, caption="Sources", names={}),
    }
