"""Splink, no labels: pairs with a match probability of at least .9.

    python splink_dedupe.py ROWS.csv PAIRS.csv

Columns: id, and text columns of which an empty one is unknown. Each is compared by Jaro-Winkler
with term frequencies where it holds words (name, street, ...), else exactly.
"""

import csv
import sys
from pathlib import Path

import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

WORDS = {"name", "street", "given_name", "surname", "address_1", "address_2", "suburb"}

with Path(sys.argv[1]).open(encoding="utf-8", newline="") as stream:
    rows = list(csv.DictReader(stream))
columns = [c for c in rows[0] if c != "id" and any(r[c] for r in rows)]
table = {"unique_id": [r["id"] for r in rows]}
table.update({c: [r[c] or None for r in rows] for c in columns})
frame = DuckDBAPI().register(pa.table(table))
comparisons = [
    (
        cl.JaroWinklerAtThresholds(c, [0.95, 0.88, 0.8, 0.7]) if c in WORDS else cl.ExactMatch(c)
    ).configure(term_frequency_adjustments=True)
    for c in columns
]
if "name" in columns:
    rules = [block_on("phone"), block_on("name")]
    rules += [block_on("house", "street")] if "house" in columns else []
    training, sure = [block_on("phone"), block_on("name")], [block_on("name", "phone")]
else:
    keys = ("soc_sec_id", "date_of_birth", "surname", "given_name", "postcode", "address_1")
    rules = [block_on("soc_sec_id"), block_on("date_of_birth"), block_on("address_1")]
    rules += [block_on("given_name", "surname"), block_on("surname", "postcode")]
    rules += [block_on("given_name", "postcode")]
    training, sure = [block_on(k) for k in keys[:3]], [block_on("soc_sec_id")]
linker = Linker(
    frame,
    SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=rules,
    ),
)
linker.training.estimate_probability_two_random_records_match(sure, recall=0.6)
linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
for rule in training:
    linker.training.estimate_parameters_using_expectation_maximisation(rule)
found = linker.inference.predict(threshold_match_probability=0.9).as_record_list()
with Path(sys.argv[2]).open("w", newline="", encoding="utf-8") as stream:
    csv.writer(stream).writerows(
        sorted(tuple(sorted((r["unique_id_l"], r["unique_id_r"]))) for r in found)
    )
