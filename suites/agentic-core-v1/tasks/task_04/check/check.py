"""Checker of trace_through_codebase: the call chain in chain.txt, exactly.

How the answer is written is forgiven (bullets, numbers, arrows, code fences, blank lines, brackets, capitals), what it says
is not. The code may have been changed for a look at it; only the chain is judged.

Where the chain leaves the path that names suggest: this branch sets the channel to cargo, which is another name for freight
(not courier, whose step is called cargo); freight takes its price from tariff_zones where there is one; extras.add is
surcharge.with_fuel; the till's own enter() hides the one that it imports from the ledger.
"""

import json
import os
import re
import stat

CHAIN = [
    "counter.entry", "intake.accept", "freight.quote", "tariff_zones.price", "surcharge.with_fuel", "till.book", "till.enter",
    "ledger.post", "journal.report",
]
LARGEST = 1 << 14


class Wrong(Exception):
    """What is wrong with the file, for people."""


def read(path):
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        raise Wrong("there is no chain.txt") from None
    try:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            raise Wrong(f"chain.txt is no file of at most {LARGEST} bytes")
        return os.read(fd, LARGEST)
    finally:
        os.close(fd)


def functions(text):
    """The functions of the file, in lower case and without what people put round them."""
    found = []
    for line in re.split(r"[\r\n]+|[-=]+>|[>→⇒⟶➜↓⬇]", text):
        name = re.sub(r"^[\s\-*+•·│|└├─]*(?:\(?[0-9]{1,3}(?:[.):]+\s*|\s+))?[\s`\"'*]*", "", line)
        name = re.sub(r" ?\( ?\)$", "", name.rstrip(" \t`\"'*,;"))
        if not name or re.fullmatch(r"```\w*", line.strip()):
            continue
        if not re.fullmatch(r"[A-Za-z_][A-Za-z_0-9]*\.[A-Za-z_][A-Za-z_0-9]*", name):
            raise Wrong(f"this is no module.function: {line.strip()[:80]!r}")
        found.append(name.lower())
    if not found:
        raise Wrong("chain.txt names no function")
    return found


def main():
    try:
        chain, problem = functions(read(os.path.join(os.environ["ARENA_WORKSPACE"], "chain.txt")).decode("utf-8-sig", "replace")), ""
    except Exception as e:  # whatever was left in the workspace, it is judged
        chain, problem = [], str(e) if isinstance(e, Wrong) else f"{type(e).__name__}: {e}"
    missing = [name for name in CHAIN if name not in chain]
    foreign = [name for i, name in enumerate(chain) if name not in CHAIN or name in chain[:i]]
    known = [name for name in dict.fromkeys(chain) if name in CHAIN]
    in_order = len(known) > 1 and known == sorted(known, key=CHAIN.index)
    results = [
        ("chain_file", not problem, problem),
        ("right_functions", not missing and not foreign,
         f"missing: {', '.join(missing) or 'none'}; too many: {', '.join(foreign)[:500] or 'none'}"),
        ("right_order", in_order, f"in the order of the file: {', '.join(known) or 'nothing of the chain'}"),
    ]
    # A detail must be text that JSON can carry, which half of a surrogate pair is not.
    checks = [{"name": name, "passed": passed, "detail": detail.encode("utf-8", "replace").decode()} for name, passed, detail in results]
    print(json.dumps({"passed": all(c["passed"] for c in checks), "checks": checks}))


main()
