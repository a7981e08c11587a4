"""Counts a warehouse: python3 tools/stocktake.py W3"""

import csv
import hashlib
import pathlib
import sys

stock = pathlib.Path(__file__).parent.parent / "stock" / (sys.argv[1] + ".csv")
with open(stock, newline="") as f:
    units = sum(int(row["units"]) for row in csv.DictReader(f))
code = "ST-" + hashlib.sha256(stock.read_bytes()).hexdigest()[:6].upper()
print(f"warehouse {sys.argv[1]}: {units} units, code {code}")
