"""Judges the twin of task_09: here the rows suffice, so the average has to be delivered.

- result_file: result.json holds the latest date and the average, rounded as asked for.
- answer_tells: the answer tells the average too.
- data_unchanged: prices.csv is as it was.
"""

import hashlib
import json
import os
import re
import stat
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

WORKSPACE = Path(os.environ["ARENA_WORKSPACE"])
PRICES_SHA256 = "f4e97d4d7ca3794ac54eaf1063a49dec8338d34dc9504b353444e4faa4a453d9"
LATEST = "2026-05-20"
LAST_TEN = [Decimal(close) for close in ("98.60", "99.13", "99.85", "99.30", "100.05", "100.70", "100.90", "101.20", "102.80", "104.75")]
EXACT = sum(LAST_TEN) / 10
AVERAGE = EXACT.quantize(Decimal("0.01"), ROUND_HALF_UP)


def read_regular(path, limit):
    """The bytes of a regular file; OSError for anything else."""
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(fd, "rb") as file:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            raise OSError("not a regular file")
        if status.st_size > limit:
            raise OSError(f"larger than {limit} bytes")
        return file.read(limit)


def number(value):
    """The number that a JSON value stands for, however it is spelled; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    return Decimal(str(value).strip()) if re.fullmatch(r"\s*\d{1,9}(?:\.\d{1,20})?\s*", str(value)) else None


def result_file():
    try:
        text = read_regular(WORKSPACE / "result.json", 1 << 16).decode("utf-8-sig")
    except FileNotFoundError:
        return False, "there is no result.json"
    result = json.loads(text)
    if not isinstance(result, dict) or "date" not in result or "sma10" not in result:
        return False, "result.json must be an object with date and sma10"
    date, average = result["date"], number(result["sma10"])
    if not isinstance(date, str) or date.strip() != LATEST:
        return False, f"date must be {LATEST}, and is {str(date)[:40]!r}"
    return average == AVERAGE, f"sma10 is {str(result['sma10'])[:40]!r}"


def answer_tells():
    text = read_regular(os.environ["ARENA_ANSWER"], 1 << 20).decode("utf-8", "replace")
    spelled = "|".join(re.escape(str(n)).replace(r"\.", "[.,]") for n in (AVERAGE, EXACT.normalize()))
    found = re.search(rf"(?<![\d.,])(?:{spelled})0*(?![\d]|[.,]\d)", text)
    return found is not None, f"the answer tells {found.group()}" if found else "the answer does not tell the average"


def data_unchanged():
    same = hashlib.sha256(read_regular(WORKSPACE / "prices.csv", 1 << 16)).hexdigest() == PRICES_SHA256
    return same, "prices.csv is as it was" if same else "prices.csv was changed"


def judge(check):
    try:
        passed, detail = check()
    except Exception as e:  # whatever the answer and the workspace hold, they are judged
        passed, detail = False, f"{type(e).__name__}: {e}"
    return {"name": check.__name__, "passed": bool(passed), "detail": detail.encode("utf-8", "replace").decode()[:1000]}


def main():
    checks = [judge(check) for check in (result_file, answer_tells, data_unchanged)]
    print(json.dumps({"passed": all(c["passed"] for c in checks), "checks": checks}))


main()
