"""Runs the package under test in a process of its own: `python3 -I driver.py tests|calls`, cwd = the copied workspace.

Nothing that this process says is believed on its word: in `calls` it returns values, which check.py compares with its own.
What it must prevent is that the code reads the answers: from the first line of that code on, an audit hook ends the
process when the code opens anything but the standard library and the copied workspace, writes, or starts a process.
"""

import json
import os
import resource
import sys
import unittest

LIMITS = [(resource.RLIMIT_AS, 1 << 30), (resource.RLIMIT_CPU, 20), (resource.RLIMIT_FSIZE, 4 << 20), (resource.RLIMIT_CORE, 0)]


def guard(out):
    # Everything that the hook uses is bound here, so that the code cannot replace it; types are exact, so that no method
    # of the code runs inside the hook; the hook exits and never raises, so that the code never gets hold of its frame.
    roots = tuple(os.path.join(os.path.realpath(p), "") for p in [os.getcwd(), *sys.path] if os.path.isdir(p))
    roots += tuple(os.path.join(p, "") for p in [os.getcwd(), *sys.path] if os.path.isdir(p))
    folders = frozenset(r[:-1] for r in roots)
    harmless = frozenset("""exec compile import marshal.load marshal.loads code.__new__ function.__new__ builtins.id
        object.__getattr__ object.__delattr__ sys._getframe array.__new__ time.sleep sys.excepthook sys.unraisablehook
        _thread.start_new_thread os.putenv os.unsetenv cpython._PySys_ClearAuditHooks""".split())
    barred = frozenset(["_ctypes", "_posixsubprocess", "_xxsubinterpreters", "_interpreters", "_testcapi", "_testinternalcapi"])
    exit_, write, kind, text, raw, whole = os._exit, os.write, type, str, bytes, int
    flags = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    fine = frozenset(["r", "rb", "rt", ""])

    def inside(path, listing):
        if path is None and listing:
            return True
        if kind(path) is whole:
            return not listing
        if kind(path) is raw:
            path = path.decode("utf-8", "replace")
        if kind(path) is not text or (path + "/").startswith("../") or "/../" in path + "/":
            return False
        if not path.startswith("/"):
            return True
        if path in folders:
            return listing
        return path.startswith(roots)

    def hook(event, args):
        if event == "open":
            path, mode, bits = args
            ok = inside(path, False) and (kind(bits) is not whole or not bits & flags) and (mode is None or kind(mode) is text and mode in fine)
        elif event == "import":
            ok = kind(args[0]) is text and args[0] not in barred
        elif event in ("os.listdir", "os.scandir"):
            ok = inside(args[0], True)
        elif event == "object.__setattr__":
            ok = kind(args[1]) is text and args[1] != "__code__"
        else:
            ok = event in harmless
        if not ok:
            write(out, b'{"stopped": "the code tried something that a library of this kind has no need for: ' + event.encode("ascii", "replace") + b'"}\n')
            exit_(97)

    return hook


def build(api, case):
    lines = [api.Line(sku, quantity, price, rate) for sku, quantity, price, rate in case["lines"]]
    discount = case["discount"]
    if discount is not None:
        discount = api.FixedDiscount(discount[1]) if discount[0] == "fixed" else api.PercentDiscount(discount[1])
    return lines, discount


def call(api, case):
    if case["call"] == "issue_invoice":
        invoice = api.issue_invoice(*build(api, case))
        return {
            "lines": [[line.sku, line.amount, line.discount, line.net] for line in invoice.lines],
            "subtotal": invoice.subtotal,
            "discount": invoice.discount,
            "tax": [[rate, invoice.tax[rate]] for rate in sorted(invoice.tax)],
            "total": invoice.total,
        }
    if case["call"] == "split_bill":
        return list(api.split_bill(*case["arguments"]))
    if case["call"] == "format_cents":
        return api.format_cents(*case["arguments"])
    if case["call"] == "line":
        return api.Line(*case["arguments"]).amount
    raise AssertionError(case["call"])


def calls(cases):
    import billing as api

    for number, case in enumerate(cases):
        try:
            yield {"case": number, "value": call(api, case)}
        except Exception as e:
            yield {"case": number, "error": next((k.__name__ for k in type(e).__mro__ if k in (ValueError, ArithmeticError)), type(e).__name__)}


class Outcomes(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.outcomes = {}

    def addSuccess(self, test):
        self.outcomes.setdefault(test.id(), "passed")

    def addFailure(self, test, err):
        self.outcomes[test.id()] = "failed"

    def addError(self, test, err):
        self.outcomes[test.id()] = "failed"

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.outcomes[test.id()] = "failed"

    def addSkip(self, test, reason):
        self.outcomes[test.id()] = "skipped"

    addExpectedFailure = addError

    def addUnexpectedSuccess(self, test):
        self.outcomes[test.id()] = "failed"


def tests():
    result = Outcomes()
    unittest.TestLoader().discover("tests", top_level_dir=".").run(result)
    return result.outcomes


def main():
    mode = sys.argv[1]
    given = json.loads(sys.stdin.buffer.read())
    out = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    for limit, value in LIMITS:
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            pass
    sys.dont_write_bytecode = True
    hook = guard(out)
    sys.path.insert(0, os.getcwd())
    sys.addaudithook(hook)
    if mode == "calls":
        for row in calls(given):
            os.write(out, json.dumps(row).encode() + b"\n")
    else:
        os.write(out, json.dumps({"outcomes": tests()}).encode() + b"\n")
    os._exit(0)


if __name__ == "__main__":
    main()
