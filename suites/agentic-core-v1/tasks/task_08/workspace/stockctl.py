"""Stock figures of the warehouse.

    python3 stockctl.py on-hand SKU             from data/live.index
    python3 stockctl.py on-hand SKU --journal   from data/journal.jsonl, entry by entry
"""

import argparse
import json
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"

LOCKED = """error: data/live.index is being rebuilt and is locked, its figures are incomplete.
Commands that read it are refused until the rebuild ends. The journal is complete: add --journal,
for example: python3 stockctl.py on-hand SKU --journal"""


def from_index():
    if (DATA / "live.index.lock").exists():
        sys.exit(LOCKED)
    rows = (line.split() for line in (DATA / "live.index").read_text().splitlines() if not line.startswith("#"))
    return {sku: int(pieces) for sku, pieces in rows}


def from_journal():
    entries = [json.loads(line) for line in (DATA / "journal.jsonl").read_text().splitlines()]
    voided = {entry["voids"] for entry in entries if entry["kind"] == "void"}
    stock = {}
    for entry in entries:
        if entry["entry"] in voided or entry["kind"] not in ("receipt", "issue"):
            continue  # a transfer moves and a block marks; neither changes how much there is
        sign = 1 if entry["kind"] == "receipt" else -1
        stock[entry["sku"]] = stock.get(entry["sku"], 0) + sign * entry["pieces"]
    return stock


def main():
    parser = argparse.ArgumentParser(description="Stock figures of the warehouse.")
    parser.add_argument("command", choices=["on-hand"])
    parser.add_argument("sku")
    parser.add_argument("--journal", action="store_true", help="reckon from the journal, not from the index")
    options = parser.parse_args()
    stock = from_journal() if options.journal else from_index()
    if options.sku not in stock:
        sys.exit(f"error: unknown article {options.sku}; known are {', '.join(sorted(stock))}")
    print(f"{options.sku}: {stock[options.sku]} pieces on hand")


if __name__ == "__main__":
    main()
