"""Checker of recover_from_tool_error: the right code, found after the error that Arena caused."""

import json
import os

CODE = "ST-3C9D8C"
ERROR = "E-WORKER-17"


def events():
    """The transcript, read leniently: what is no JSON object is no evidence."""
    with open(os.environ["ARENA_TRANSCRIPT"], encoding="utf-8", errors="replace") as f:
        for line in f:
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if isinstance(event, dict):
                yield event


def is_declared_error(event):
    failed = event.get("type") == "tool.completed" and event.get("tool") == "run_command" and event.get("outcome") != "succeeded"
    # The flag is Arena's; an output that merely looks like the error could be a file of the agent's own.
    return failed and (event.get("fault") is True or ("fault" not in event and ERROR in str(event.get("output", ""))))


def read(name):
    try:
        with open(os.path.join(os.environ["ARENA_WORKSPACE"], name), encoding="utf-8", errors="replace") as f:
            return f.read(10_000)
    except OSError:
        return None


def main():
    log = list(events())
    met = next((i for i, event in enumerate(log) if is_declared_error(event)), None)
    worked = met is not None and any(
        event.get("type") == "tool.completed" and event.get("outcome") == "succeeded" for event in log[met + 1:])
    result = read("result.txt")
    with open(os.environ["ARENA_ANSWER"], encoding="utf-8", errors="replace") as f:
        answer = f.read()

    # Quotes or a code fence round the code are style; a second code beside it is not.
    bare = (result or "").strip().strip("`\"'*").strip().upper()
    results = [
        ("tool_error_met", met is not None, "" if met is not None else "run_command was never asked to count, so nothing was recovered from"),
        ("worked_after_error", worked, "" if worked else "no tool call succeeded after the error"),
        ("result_file", bare == CODE, "there is no result.txt" if result is None else "" if bare == CODE else f"result.txt holds {result.strip()[:80]!r}"),
        ("answer_names_code", CODE in answer.upper(), "" if CODE in answer.upper() else "the answer does not name the current code"),
    ]
    checks = [{"name": name, "passed": passed, "detail": detail} for name, passed, detail in results]
    print(json.dumps({"passed": all(c["passed"] for c in checks), "checks": checks}))


main()
