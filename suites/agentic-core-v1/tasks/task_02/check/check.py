"""Checker of refactor_duplicated_code: the same bills as before, and the logic behind them once.

It judges what the bills say and what logic.py measures on the syntax trees, not how the logic was put together. The bills are
asked of a copy that holds the measured modules and no other Python, so that nothing unmeasured can have made them.
"""

import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

CHECK = os.environ["ARENA_CHECK"]
WORKSPACE = os.environ["ARENA_WORKSPACE"]
sys.path.insert(0, CHECK)
import sealed

TESTS = {
    "tests/__init__.py": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "tests/test_bills.py": "a74a3316de0df02adb6b1b616e0afb8839f7a2969eb5a549775a35ed82dc8a18",
}

# The original has 123 pieces of work, 37 of them in each of the three functions, and repeats 65. One copy that is left
# brings more than MOST_REPEATED, or more than MOST_WORK where it is written in another way. A package with less than
# LEAST_WORK has its logic where no syntax tree shows it.
MOST_WORK, LEAST_WORK, MOST_REPEATED = 80, 28, 12

KINDS = {"electricity": (1_000_000, 3175), "gas": (100_000, 10425), "water": (10_000_000, 47)}

# Runs in the sealed process. It imports what it needs before the package is on the path, keeps the real output to itself,
# and answers one value for each call; the right values are known to the checker only.
PROBE = """
import json, os, sys
calls = json.load(sys.stdin)
out = os.fdopen(os.dup(1), "w")
null = os.open(os.devnull, os.O_WRONLY)
os.dup2(null, 1)
os.dup2(null, 2)
dump = json.dumps
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
def tuples(argument):
    return [tuple(reading) for reading in argument] if isinstance(argument, list) else argument
def answer(module, name, arguments, options):
    arguments = [tuples(argument) for argument in arguments]
    options = {key: tuples(argument) for key, argument in options.items()}
    before = dump([arguments, options])
    try:
        __import__(module)
        value = getattr(sys.modules[module], name)(*arguments, **options)
        if name != "letter" and not (isinstance(value, list) and all(isinstance(line, tuple) for line in value)):
            return dump("no list of tuples: " + repr(value)[:200])
        return dump(value if dump([arguments, options]) == before else "it changed the readings that it was given")
    except ValueError as e:
        return dump("ValueError: " + str(e)[:200])
    except BaseException as e:
        return dump("raised " + type(e).__name__ + ": " + str(e)[:200])
out.write("[" + ",".join([answer(*call) for call in calls]) + "]")
out.flush()
os._exit(0)
"""


def expected(kind, readings, month=None, sums_lines=None):
    """What the original answers, or what it would if its total were the sum of its lines (or not)."""
    size, price = KINDS[kind]
    latest = {}
    for meter, day, value in readings:
        if month is None or day.startswith(month):
            if not 0 <= value < size:
                return f"ValueError: {kind} meter {meter} cannot show {value}"
            latest[meter, day] = value
    used = {meter: 0 for meter, _ in sorted(latest)}
    keys = sorted(latest)
    for before, after in zip(keys, keys[1:]):
        if before[0] == after[0]:
            used[after[0]] += (latest[after] - latest[before]) % size
    lines = [[meter, units, units * price // 100] for meter, units in used.items()]
    total = sum(used.values())
    sums_lines = kind == "gas" if sums_lines is None else sums_lines
    return lines + [["total", total, sum(line[2] for line in lines) if sums_lines else total * price // 100]]


def some_readings(chance, size):
    readings = []
    for meter in chance.sample(["A", "B", "B2", "K-7", "a"], chance.randrange(1, 5)):
        value = chance.randrange(size)
        for _ in range(chance.randrange(1, 6)):
            day = f"2026-{chance.randrange(1, 5):02}-{chance.choice([1, 2, 15, 28]):02}"
            readings.append([meter, day, value])
            value = (value + chance.choice([0, 1, 7, 33, 250, size // 3, size - 1])) % size
    chance.shuffle(readings)
    return readings


def groups():
    """The calls of each check: (module, name, arguments, options, right value)."""
    visible, hidden, difference, names = [], [], [], []
    usage = [["B", "2026-03-31", 700], ["A", "2026-03-01", 100], ["B", "2026-03-01", 500], ["A", "2026-03-31", 500]]
    month = [["A", "2026-02-28", 0], ["A", "2026-03-01", 100], ["A", "2026-03-31", 300]]
    chance = random.Random(2)

    def call(kind, readings, *rest, **options):
        return "meters", f"{kind}_bill", [readings, *rest], options, expected(kind, readings, *rest, **options)

    for kind, (size, _) in KINDS.items():
        full = [["A", "2026-03-01", size - 10], ["A", "2026-03-02", 10]]
        visible += [call(kind, []), call(kind, usage), call(kind, full), call(kind, month, month="2026-03")]
        visible += [call(kind, [["A", "2026-03-01", value]]) for value in (-1, size)]
        hidden += [call(kind, [["A", "2026-03-01", size - 1], ["A", "2026-03-02", 0]]), call(kind, month, "2026"), call(kind, month, "2027")]
        hidden.append(call(kind, [["A", "2026-02-01", -5], ["A", "2026-03-01", 1], ["A", "2026-03-09", 3]], "2026-03"))
        hidden.append(call(kind, [["A", "2026-02-01", 5], ["Z", "2026-03-01", size], ["A", "2026-03-09", -3]]))
        for i in range(80):
            readings = some_readings(chance, size)
            rest = [] if i % 2 else [f"2026-0{chance.randrange(1, 5)}"]
            differs = expected(kind, readings, *rest, sums_lines=True) != expected(kind, readings, *rest, sums_lines=False)
            (difference if differs else hidden).append(call(kind, readings, *rest))
        for module in ("meters", "meters.bills"):
            right = expected(kind, month, "2026-03")
            for arguments, options in [([month, "2026-03"], {}), ([month], {"month": "2026-03"}), ([], {"readings": month, "month": "2026-03"})]:
                names.append((module, f"{kind}_bill", arguments, options, right))
            names.append((module, f"{kind}_bill", [], {"readings": month}, expected(kind, month)))
    tenant = [["A", "2026-03-01", 100], ["A", "2026-03-31", 200]]
    letter = "electricity: 31.75 EUR\ngas: 104.25 EUR\nwater: 0.47 EUR\n"
    visible.append(("meters", "letter", [tenant, tenant, tenant, "2026-03"], {}, letter))
    return {"visible_tests": visible, "hidden_values": hidden, "difference_kept": difference, "public_names": names}


def measure():
    try:
        ran = subprocess.run(
            [sys.executable, "-I", os.path.join(CHECK, "logic.py"), WORKSPACE, "meters", "meters.bills"], capture_output=True, timeout=15)
        return json.loads(ran.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return {"problem": "the source cannot be measured: it is too much for Python's parser"}


def logic_once(found):
    if "problem" in found:
        return False, found["problem"]
    if found["refused"]:
        return False, f"{found['refused']}: what it runs is no plain Python of the package and cannot be measured"
    work, repeated = found["work"], found["repeated"]
    detail = f"{work} pieces of work ({LEAST_WORK} to {MOST_WORK} allowed), {repeated} of them again ({MOST_REPEATED} allowed)"
    return LEAST_WORK <= work <= MOST_WORK and repeated <= MOST_REPEATED, detail


def copy_measured(measured, target):
    """The measured modules and what is no code at all, such as a table in a data file."""
    left = 16 << 20
    for folder, folders, names in os.walk(WORKSPACE):
        folders[:] = sorted(name for name in folders if name not in ("__pycache__", ".git"))
        for name in sorted(names):
            source = os.path.join(folder, name)
            path = os.path.relpath(source, WORKSPACE)
            is_code = name.endswith((".py", ".pyc", ".pyw", ".so", ".zip", ".pth", ".egg", ".whl"))
            if path not in measured and is_code or not os.path.isfile(source) or os.path.getsize(source) > left:
                continue
            try:
                left -= os.path.getsize(source)
                os.makedirs(os.path.dirname(os.path.join(target, path)), exist_ok=True)
                shutil.copyfile(source, os.path.join(target, path))
            except OSError:
                continue


def ask(calls, measured):
    """What the package answers to all calls, or None and why."""
    with tempfile.TemporaryDirectory() as folder:
        copy_measured(measured, folder)
        ran = sealed.run(["python3", "-I", "-c", PROBE, folder], json.dumps([call[:4] for call in calls]), show=folder)
    if ran is None:
        return None, "the package did not answer in time"
    try:
        values = json.loads(ran[1])
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, list) or len(values) != len(calls):
        return None, "the package ended the process or garbled its output"
    return values, ""


def compare(calls, values, problem):
    if values is None:
        return False, problem
    wrong = [(call, value) for call, value in zip(calls, values) if value != call[4]]
    if not wrong:
        return True, f"{len(calls)} calls"
    # The shortest says most.
    (module, name, arguments, options, right), value = min(wrong, key=lambda pair: len(str(pair[0])))
    told = ", ".join([*map(str, arguments), *(f"{key}={option}" for key, option in options.items())])
    return False, f"{len(wrong)} of {len(calls)} calls answer something else; {module}.{name}({told}) is {right}, got {str(value)[:300]}"


def tests_unchanged():
    changed = []
    for path, digest in TESTS.items():
        try:
            fd = os.open(os.path.join(WORKSPACE, path), os.O_RDONLY | os.O_NONBLOCK)
            with os.fdopen(fd, "rb") as f:
                found = hashlib.sha256(f.read(1 << 20)).hexdigest()
        except OSError:
            found = "missing"
        if found != digest:
            changed.append(path)
    return not changed, "changed or missing: " + (", ".join(changed) or "nothing")


def suite_runs():
    """The command of the instruction, as a colleague would type it. It may be fooled; the probes above cannot."""
    ran = sealed.run(["python3", "-B", "-m", "unittest"], cwd=WORKSPACE)
    if ran is None:
        return False, "python3 -m unittest did not end in time"
    code, _, log = ran
    count = re.search(r"^Ran (\d+) tests?", log, re.MULTILINE)
    if code != 0 or not count or int(count.group(1)) < 6:
        return False, "python3 -m unittest: " + " ".join(log.split())[-300:]
    if re.search(r"skipped=|expected failures=", log):
        return False, "tests are skipped or expected to fail"
    return True, f"{count.group(1)} tests"


def judge(name, check):
    try:
        passed, detail = check()
    except Exception as e:  # whatever was left in the workspace, it is judged
        passed, detail = False, f"{type(e).__name__}: {e}"
    detail = detail.encode("utf-8", "replace").decode()[:1000]
    return {"name": name, "passed": bool(passed), "detail": detail, "integrity": name == "tests_unchanged"}


def main():
    found = measure()
    asked = groups()
    try:
        values, problem = (None, found["problem"]) if "problem" in found else ask([call for calls in asked.values() for call in calls], found["files"])
    except Exception as e:  # whatever was left in the workspace, it is judged
        values, problem = None, f"{type(e).__name__}: {e}"
    checks, at = [], 0
    for name, calls in asked.items():
        mine = values and values[at:at + len(calls)]
        checks.append(judge(name, lambda: compare(calls, mine, problem)))
        at += len(calls)
    checks += [judge("logic_once", lambda: logic_once(found)), judge("tests_unchanged", tests_unchanged), judge("suite_runs", suite_runs)]
    print(json.dumps({"passed": all(c["passed"] for c in checks), "checks": checks}))


main()
