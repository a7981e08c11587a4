"""Checker of a task that was imported from Harbor: runs tests/test.sh as Harbor would and takes the reward that it writes.

test.sh runs sealed, in a sandbox inside the checker's: a copy of the final workspace stands where Harbor's WORKDIR is, the tests
in /tests, and what it writes to /logs/verifier is read when it has ended. What it starts sees all of these: whether code of the
workspace can forge the reward is up to test.sh, as it is in Harbor. A reward of 1 or more passes.
"""

import json
import os
import stat
import subprocess
import sys

CHECK = os.environ["ARENA_CHECK"]
WORKSPACE = os.environ["ARENA_WORKSPACE"]
PLACE = os.environ["TMPDIR"]
OWN = ["/check", "/dev", "/logs", "/proc", "/run-data", "/tests", "/tmp", "/workspace"]

with open(os.path.join(CHECK, "harbor.json"), encoding="utf-8") as f:
    HARBOR = json.load(f)


def shown(folder="/"):
    """Shows what this sandbox shows, but for what is the checker's own and for what stands in the way of the workspace."""
    arguments = []
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if path in OWN or path == HARBOR["workdir"]:
            continue
        if os.path.islink(path):
            arguments += ["--symlink", os.readlink(path), path]
        elif HARBOR["workdir"].startswith(path + "/"):
            arguments += shown(path)
        else:
            arguments += ["--ro-bind", path, path]
    return arguments


def sealing(workspace, tests, logs):
    command = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", *shown(), "--proc", "/proc", "--dev", "/dev"]
    command += ["--tmpfs", "/tmp", "--bind", workspace, HARBOR["workdir"], "--bind", tests, "/tests", "--bind", logs, "/logs/verifier"]
    for name in os.environ:
        if name.startswith("ARENA_"):
            command += ["--unsetenv", name]
    for name, value in HARBOR["env"].items():
        command += ["--setenv", name, value]
    return [*command, "--chdir", HARBOR["workdir"], "--"]


def read_small(path):
    """The text of an ordinary file, or None. Whoever wrote it may have left a link, a pipe or a folder in its place."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        ordinary = stat.S_ISREG(os.fstat(descriptor).st_mode)
        return os.read(descriptor, 65536).decode("utf-8", "replace") if ordinary else None
    finally:
        os.close(descriptor)


def number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def reward(logs):
    """Harbor's reward: the number in reward.json, else the one in reward.txt; and what is to be said about it."""
    text = read_small(os.path.join(logs, "reward.json"))
    if text is not None:
        try:
            rewards = json.loads(text)
        except (ValueError, RecursionError):
            return None, "reward.json is no JSON"
        if not isinstance(rewards, dict):
            return None, "reward.json is no JSON object"
        numbers = {name: value for name, value in rewards.items() if number(value)}
        if "reward" in numbers:
            return numbers["reward"], f"reward.json: {json.dumps(numbers)[:300]}"
        if len(numbers) == 1:
            (name, value), = numbers.items()
            return value, f"reward.json: {name} = {value}"
    text = read_small(os.path.join(logs, "reward.txt"))
    if text is not None:
        try:
            return float(text), f"reward.txt: {text.strip()[:100]}"
        except ValueError:
            return None, f"reward.txt holds no number but {text.strip()[:100]!r}"
    return None, "test.sh wrote no reward to /logs/verifier/reward.txt or reward.json"


def main():
    workspace, tests, logs, output = (os.path.join(PLACE, name) for name in ("workspace", "tests", "logs", "output"))
    os.mkdir(logs)
    for source, target in ((os.path.join(CHECK, "tests"), tests), (WORKSPACE, workspace)):
        # cp, since a workspace may be nested deeper than Python can follow.
        copied = subprocess.run(["cp", "-R", "--no-dereference", "--preserve=mode", source, target], capture_output=True)
        if copied.returncode != 0:
            return [("test_ended", False, "the workspace could not be copied: " + copied.stderr.decode("utf-8", "replace")[-300:])]
    sealed = sealing(workspace, tests, logs)
    trial = subprocess.run([*sealed, "true"], capture_output=True)
    if trial.returncode != 0:
        # No verdict: this says nothing about the run.
        sys.exit("a task that was imported from Harbor needs bubblewrap: " + trial.stderr.decode("utf-8", "replace")[-300:])

    ended, detail = True, ""
    with open(output, "wb") as out:
        try:
            code = subprocess.run([*sealed, "bash", "-c", "/tests/test.sh"], stdin=subprocess.DEVNULL, stdout=out, stderr=out, timeout=HARBOR["timeout"]).returncode
            detail = f"exit code {code}"
        except subprocess.TimeoutExpired:
            ended, detail = False, f"test.sh did not end within {HARBOR['timeout']:g} s"
    value, told = reward(logs)
    passed = ended and value is not None and value >= 1
    if not passed:
        with open(output, "rb") as out:
            out.seek(max(0, os.path.getsize(output) - 1000))
            told += "; its output ends with: " + out.read().decode("utf-8", "replace")
    return [("test_ended", ended, detail), ("reward", passed, told)]


results = main()
checks = [{"name": name, "passed": passed, "detail": detail} for name, passed, detail in results]
print(json.dumps({"passed": all(check["passed"] for check in checks), "checks": checks}))
