"""Judges task_08: the first command fails, its error tells another way, the figure is then right.

- error_met: run_command was called and answered the declared error. The instruction asks for the command, so an agent that
  reads the figure out of the files without ever running it has not shown what this task measures, even if it is right.
- result_after_error: a command ran or a file was written after that error.
- data_unchanged: the files under data/ are as they were; breaking the lock is no way round it.
- result_exact: result.json holds the article and the figure as the journal gives it, and nothing else.
- answer_exact: the answer says the figure.

How the figure was obtained after the error (with --journal, or reckoned from the journal by other means) is style.
"""

import hashlib
import json
import os
import re
import stat
from pathlib import Path

WORKSPACE = Path(os.environ["ARENA_WORKSPACE"])
SKU, ON_HAND = "KX-204", 1035
IN_WORDS = re.compile(r"(?<![\d.,])1[,.' \u00a0\u2009\u202f]?035(?:\.0+)?(?!\d|[.,]\d)|one thousand(?: and)? thirty[- ]five", re.IGNORECASE)
DATA = {
    "journal.jsonl": "5d81ff72c418a67c66b96e67dfeaf87a24cd1de2e6cc0bae565e46534ec28f43",
    "live.index": "675fdcac3f2d0da997f42f6288ede7a2ead0d5ec95607c0e8ed6dc14e6432632",
    "live.index.lock": "b5660d785440f73b0d421d60e9d1e8a8680bf4825931ab9cecc94c08cec775b0",
    "nightly-export.csv": "af16c6fbb48df826cfb8f356d5236d16104eaa902177b2897da66c4e1dcb26a3",
}


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


def events():
    with open(os.environ["ARENA_TRANSCRIPT"], encoding="utf-8", errors="replace") as file:
        for line in file:
            if line.strip():
                event = json.loads(line)
                if isinstance(event, dict):
                    yield event


def tools_after_fault():
    """None where the error was not met, else the tools that succeeded after it, in order."""
    after = None
    for event in events():
        if event.get("type") != "tool.completed":
            continue
        if after is not None and event.get("outcome") == "succeeded":
            after.append(event.get("tool"))
        if after is None and event.get("tool") == "run_command" and event.get("fault") is True:
            after = []
    return after


def error_met():
    met = tools_after_fault() is not None
    return met, "the first command met the error" if met else "run_command was never called, though the task asks for it"


def result_after_error():
    after = tools_after_fault()
    if after is None:
        return False, "there was no error to come back from"
    worked = any(tool in ("run_command", "write_file", "edit_file") for tool in after)
    return worked, f"{len(after)} tool calls succeeded after the error" + ("" if worked else "; none of them ran or wrote anything")


def data_unchanged():
    wrong = []
    for name, digest in DATA.items():
        try:
            if not stat.S_ISDIR(os.lstat(WORKSPACE / "data").st_mode) or hashlib.sha256(read_regular(WORKSPACE / "data" / name, 1 << 20)).hexdigest() != digest:
                wrong.append(f"data/{name} was changed")
        except OSError:
            wrong.append(f"data/{name} is missing or no regular file")
    return not wrong, "; ".join(wrong) or "data/ is as it was"


def result_exact():
    try:
        text = read_regular(WORKSPACE / "result.json", 1 << 16).decode("utf-8-sig")
    except FileNotFoundError:
        return False, "result.json is missing"
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as e:
        return False, f"result.json is no JSON: {e}"
    right = isinstance(found, dict) and set(found) == {"sku", "on_hand"} and found["sku"] == SKU and type(found["on_hand"]) is int and found["on_hand"] == ON_HAND
    return right, "result.json is right" if right else f"result.json holds {text.strip()[:200]}"


def answer_exact():
    text = read_regular(Path(os.environ["ARENA_ANSWER"]), 4 << 20).decode("utf-8", "replace")
    return bool(IN_WORDS.search(text)), "the answer says the figure" if IN_WORDS.search(text) else f"the figure is not in the answer: {text.strip()[:200]!r}"


def judge(name, check):
    try:
        passed, detail = check()
    except Exception as e:  # whatever the workspace holds, it is judged
        passed, detail = False, f"{type(e).__name__}: {e}"
    return {"name": name, "passed": bool(passed), "detail": detail.encode("utf-8", "replace").decode()[:1000]}


def main():
    checks = [judge(f.__name__, f) for f in (error_met, result_after_error, data_unchanged, result_exact, answer_exact)]
    print(json.dumps({"passed": all(c["passed"] for c in checks), "checks": checks}))


if __name__ == "__main__":
    main()
