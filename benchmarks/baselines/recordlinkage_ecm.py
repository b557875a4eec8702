"""Record linkage toolkit, ECM classifier, no labels: pairs with a probability above .5.

python recordlinkage_ecm.py ROWS.csv PAIRS.csv
"""

import csv
import sys
from pathlib import Path

import pandas as pd
import recordlinkage

WORDS = {"name", "street", "given_name", "surname", "address_1", "address_2", "suburb"}

rows = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False).set_index("id")
columns = [c for c in rows.columns if rows[c].astype(bool).any()]
rows = rows.mask(rows == "")
index = recordlinkage.Index()
for column in columns:
    if column != "state":
        index.block(column)
candidates = index.index(rows)
compare = recordlinkage.Compare()
for column in columns:
    if column in WORDS:
        compare.string(column, column, method="jarowinkler", threshold=0.85, label=column)
    else:
        compare.exact(column, column, label=column)
found = recordlinkage.ECMClassifier().fit_predict(compare.compute(candidates, rows))
with Path(sys.argv[2]).open("w", newline="", encoding="utf-8") as stream:
    csv.writer(stream).writerows(sorted(tuple(sorted(pair)) for pair in found))
