"""Checker of investigate_log: the entry that records the root cause, exactly, in finding.json.

The logs, in the order of what happened: at 09:08:41.733Z r-5e19c4 sets idle_return_s of stock from 30 to 0, and from then on
a lookup never gives its connection back; the twelve of the pool are used up one by one until 09:18:22Z; at 09:18:42Z the
first order fails. The mailer's outage (the loudest errors), the rollout of orders, the change of page_size and the first
warning of the pool are no causes.
"""

import datetime
import json
import os
import re
import stat

KEYS = ["component", "timestamp", "request_id"]
COMPONENT = "stock"
INSTANT = datetime.datetime(2026, 3, 3, 9, 8, 41, 733000)
REQUEST = "r-5e19c4"
LARGEST = 1 << 16

# Extended or basic ISO 8601; a blank for the T and a small t or z are what RFC 3339 allows.
TIME = re.compile(
    r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})[Tt ]([0-9]{2})(:?)([0-9]{2})\6([0-9]{2})(?:[.,]([0-9]{1,9}))?"
    r" ?(?:[Zz]|([+-])([0-9]{2})(?::?([0-9]{2}))?)?")


class Wrong(Exception):
    """What is wrong with the finding, for people."""


def once(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise Wrong("finding.json names a key twice")
    return dict(pairs)


def read(path):
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        raise Wrong("there is no finding.json") from None
    try:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            raise Wrong(f"finding.json is no file of at most {LARGEST} bytes")
        return os.read(fd, LARGEST)
    finally:
        os.close(fd)


def finding():
    content = read(os.path.join(os.environ["ARENA_WORKSPACE"], "finding.json"))
    try:
        found = json.loads(content.decode("utf-8-sig"), object_pairs_hook=once)
    except (ValueError, RecursionError) as e:
        raise Wrong(f"finding.json is not JSON: {e}") from None
    if not isinstance(found, dict) or sorted(found) != sorted(KEYS):
        raise Wrong(f"finding.json is not one object with exactly the keys {', '.join(KEYS)}")
    wrong = [key for key in KEYS if not isinstance(found[key], str)]
    if wrong:
        raise Wrong(f"not a text: {', '.join(wrong)}")
    return found


def instant(text):
    """The instant in UTC; a time without a zone is taken for UTC, which the instruction asks for."""
    match = TIME.fullmatch(text)
    if not match:
        return None
    year, _, month, day, hour, _, minute, second, fraction, sign, hours, minutes = match.groups()
    fraction = (fraction or "").ljust(9, "0")
    if fraction[6:] != "000":
        return None
    try:
        local = datetime.datetime(int(year), int(month), int(day), int(hour), int(minute), int(second), int(fraction[:6]))
        offset = datetime.timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        return local + offset if sign == "-" else local - offset
    except (ValueError, OverflowError):
        return None


def main():
    try:
        found, problem = finding(), ""
    except Exception as e:  # whatever was left in the workspace, it is judged
        found, problem = {}, str(e) if isinstance(e, Wrong) else f"{type(e).__name__}: {e}"
    component, timestamp, request_id = (found.get(key, "").strip() for key in KEYS)
    results = [
        ("finding_file", not problem, problem),
        ("component", component.lower().removesuffix(".log") == COMPONENT, component),
        ("timestamp", instant(timestamp) == INSTANT, timestamp),
        ("request_id", request_id.lower().removeprefix("[").removesuffix("]") == REQUEST, request_id),
    ]
    # A detail must be text that JSON can carry, which half of a surrogate pair is not.
    checks = [
        {"name": name, "passed": passed, "detail": detail[:300].encode("utf-8", "replace").decode()} for name, passed, detail in results]
    print(json.dumps({"passed": all(c["passed"] for c in checks), "checks": checks}))


main()
