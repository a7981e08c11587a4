"""Checker of multi_step_plan: the four files of the plan are right, each goes on from the one before, and they came in order.

In what order they came the transcript tells: write_file and edit_file name their file, and what a command wrote is found
by doing the agent's calls again (replay.py). A file counts as written from the first call after which it is there and not
empty; where one call wrote several, the file system tells which came first. Only evidence that a file was there before the
one it builds on fails the check in_order; nobody has to prove the contrary.
"""

import json
import os
import re
import stat
import sys

CHECK = os.environ["ARENA_CHECK"]
WORKSPACE = os.environ["ARENA_WORKSPACE"]
sys.path.insert(0, CHECK)
import sealed

PARCELS = {"elm": 9, "fir": 8, "birch": 21, "hazel": 5, "cedar": 12, "alder": 9}
NAMES = ["step1.txt", "step2.txt", "step3.txt", "step4.txt"]
WRITING = ("write_file", "edit_file", "run_command")


def plan():
    """The right lines of the four files, as lists of words."""
    first = [[parcel, str(weight)] for parcel, weight in sorted(PARCELS.items(), key=lambda p: (-p[1], p[0]))]
    totals, counts = {"a": 0, "b": 0}, {"a": 0, "b": 0}
    second = []
    for parcel, weight in first:
        van = "b" if totals["b"] < totals["a"] else "a"
        totals[van] += int(weight)
        counts[van] += 1
        second.append([parcel, van, str(totals[van])])
    heavy, light = sorted("ab", key=lambda van: -totals[van])
    third = [[van, str(totals[van]), str(counts[van])] for van in (heavy, light)]
    fourth = [[heavy, str(totals[heavy] * counts[light] + totals[heavy] - totals[light])]]
    chained = [first]
    for lines in (second, third, fourth):
        chained.append([["from", *chained[-1][-1]], *lines])
    return chained


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


def words(line):
    """The words of a line. Case, white space, commas, colons and the unit are not what the plan is about."""
    found = [word for word in re.split(r"[\s,:;|]+", re.sub(r"(?<=\d)\s*kg\b", "", line.casefold())) if word]
    return [re.sub(r"^0+(?=\d)|\.0+$", "", word) if word[0].isdigit() else word for word in found]


def step(name, expected):
    try:
        text = read_regular(os.path.join(WORKSPACE, name), 1 << 16).decode("utf-8-sig", "replace")
    except FileNotFoundError:
        return False, f"there is no {name}"
    except OSError as e:
        return False, f"{name}: {e}"
    lines = [line for line in map(words, text.split("\n")) if line]
    # The line that ties a file to the one before it is right with or without the word "from".
    if lines and expected[0][0] == "from" and lines[0] == expected[0][1:]:
        lines[0] = expected[0]
    for number, (found, wanted) in enumerate(zip(lines, expected), 1):
        if found != wanted:
            return False, f"line {number} of {name} must be {' '.join(wanted)!r}, and is {' '.join(found)[:100]!r}"
    if len(lines) != len(expected):
        return False, f"{name} must have {len(expected)} lines, and has {len(lines)}"
    return True, f"{len(lines)} lines"


def events():
    """The transcript, read leniently: what is no JSON object is no evidence."""
    with open(os.environ["ARENA_TRANSCRIPT"], encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                event = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(event, dict):
                yield event


def writing_calls():
    """The calls that can have written a file, in order: (tool, arguments)."""
    asked = {}
    for event in events():
        if event.get("type") == "model.completed":
            calls = event.get("toolCalls")
            for call in calls if isinstance(calls, list) else []:
                if isinstance(call, dict):
                    asked[str(call.get("id"))] = call
        elif event.get("type") == "tool.completed" and event.get("outcome") == "succeeded" and event.get("tool") in WRITING:
            call = asked.get(str(event.get("toolCallId")), {})
            try:
                # Arguments of more than 64 KiB do not stand in the transcript; a file of the plan has no need of them.
                arguments = json.loads(call.get("arguments", ""))
            except (ValueError, TypeError, RecursionError):
                continue
            if isinstance(arguments, dict):
                yield event["tool"], arguments


def observed(calls):
    """For each file when it came to be: (number of the call, place within the call or None), by doing the calls again."""
    try:
        files = {"README.md": read_regular(os.path.join(WORKSPACE, "README.md"), 1 << 16).decode("utf-8", "replace")}
    except OSError:
        files = {}
    with open(os.path.join(CHECK, "replay.py"), encoding="utf-8") as file:
        source = file.read()
    lines = sealed.run(source, json.dumps({"files": files, "calls": calls, "names": NAMES}), 25).splitlines()
    if len(lines) < len(calls):
        # A command ended the replay; what the other calls wrote is evidence all the same.
        files_only = [call for call in calls if call[0] != "run_command"]
        return observed(files_only) if len(files_only) < len(calls) else {}
    came = {}
    for number, line in enumerate(lines):
        try:
            seen = json.loads(line)
            order, there = list(seen["order"]), dict(seen["there"])
        except (ValueError, TypeError, KeyError, RecursionError):
            break
        for name in NAMES:
            if not there.get(name):
                came.pop(name, None)
            elif name not in came:
                came[name] = (number, order.index(name) if name in order else None)
    return came


def in_order():
    calls = list(writing_calls())
    came = observed(calls)
    unseen = [name for name in NAMES if name not in came]
    latest = None
    for name in NAMES:
        if name not in came or not os.path.lexists(os.path.join(WORKSPACE, name)):
            continue
        call, place = came[name]
        if latest is not None:
            before, last_call, last_place = latest
            if call < last_call or call == last_call and None not in (place, last_place) and place < last_place:
                return False, f"{name} was written before {before}, which it builds on"
        latest = (name, call, place)
    return True, f"{len(calls)} writing calls" + (f"; not seen in them: {', '.join(unseen)}" if unseen else "")


def judge(name, check, *arguments):
    try:
        passed, detail = check(*arguments)
    except Exception as e:  # whatever the workspace and the transcript hold, they are judged
        passed, detail = False, f"{type(e).__name__}: {e}"
    return {"name": name, "passed": bool(passed), "detail": detail.encode("utf-8", "replace").decode()[:1000]}


def main():
    checks = [judge(name.removesuffix(".txt"), step, name, lines) for name, lines in zip(NAMES, plan())]
    checks.append(judge("in_order", in_order))
    print(json.dumps({"passed": all(c["passed"] for c in checks), "checks": checks}))


main()
