"""Texts of other kinds than charities' that people labelled, from the open data."""

import gzip
import json

from sap_match.similarity.text import clean


def labelled_elsewhere(data):
    """Return texts and label sets by name of the collection, as far as the data is there."""
    found = {
        "volunteering: causes of Do-it activities": _activities(data, "causes"),
        "probation: needs that activities answer": _contracts(data),
        "homelessness: categories of Street Support": _categories(data),
    }
    return {name: pairs for name, pairs in found.items() if pairs[0]}


def _unique(rows):
    once = {}
    for text, labels in rows:
        if text.strip() and labels:
            once[text] = once.get(text, frozenset()) | frozenset(labels)
    return list(once), [once[text] for text in once]


def _activities(data, field):
    path = data / "uk_volunteering" / "doit_activities.jsonl.gz"
    if not path.is_file():
        return [], []
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    return _unique(
        (f"{clean(r['title'] or '')}. {clean(r['description'] or '')}", r[field] or ())
        for r in rows
    )


def _contracts(data):
    path = data / "hmpps_interventions" / "contracts.jsonl.gz"
    if not path.is_file():
        return [], []
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    told = ((a["activity"], a["need_area"]) for r in rows for a in r["activities"] or ())
    return _unique((clean(text), {need}) for text, need in told if text and need and len(text) > 40)


def _categories(data):
    path = data / "manchester_street_support" / "support_providers_by_category.json"
    if not path.is_file():
        return [], []
    rows = json.loads(path.read_text(encoding="utf-8"))
    told = {}
    for r in rows:
        labels = {r["categoryName"], *(s["name"] for s in r["subCategories"] or ())}
        key = f"{clean(r['serviceProviderName'])}. {clean(r['info'] or '')}"
        told.setdefault(key, set()).update(labels)
    return _unique((text, labels) for text, labels in told.items() if len(text) > 40)
