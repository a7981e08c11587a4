"""Does the agent's writing calls again, in an empty workspace, and tells which of the plan's files each of them wrote.

Runs sealed, as a program of its own: the folder is its argument, the calls come as JSON on standard input, and for each of
them a line goes to standard output: {"order": [names as they were written], "there": {name: size}}.
"""

import ctypes
import json
import os
import struct
import subprocess
import sys
import time

CREATE, MODIFY, MOVED_TO = 0x100, 0x2, 0x80
# What one command may take, and all of them together; a plan of four files needs a fraction of a second.
SECONDS, SECONDS_IN_ALL = 5, 12


def watch(root):
    """A file descriptor that tells what is written in the folder, in order; None where the system gives none."""
    libc = ctypes.CDLL(None, use_errno=True)
    fd = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    if fd < 0 or libc.inotify_add_watch(fd, root.encode(), CREATE | MODIFY | MOVED_TO) < 0:
        return None
    return fd


def written(fd):
    """The names written since the last time, each once, in the order of their first writing."""
    names = []
    while fd is not None:
        try:
            data = os.read(fd, 1 << 20)
        except BlockingIOError:
            break
        at = 0
        while at < len(data):
            length = struct.unpack_from("iIII", data, at)[3]
            name = data[at + 16:at + 16 + length].rstrip(b"\0").decode("utf-8", "replace")
            at += 16 + length
            if name not in names:
                names.append(name)
    return names


def inside(root, path):
    """Where a path that the model named is; None where it is not in the folder."""
    if path == "/workspace" or path.startswith("/workspace/"):
        path = path[len("/workspace"):].lstrip("/")
    full = os.path.normpath(os.path.join(root, path))
    return full if os.path.realpath(os.path.dirname(full)).startswith(os.path.realpath(root)) else None


def do(root, tool, arguments, seconds):
    if tool == "run_command":
        if seconds > 0:
            subprocess.run(
                ["sh", "-c", arguments["command"]], cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, timeout=min(seconds, SECONDS))
        return
    path = inside(root, arguments["path"])
    if path is None:
        return
    if tool == "write_file":
        os.makedirs(os.path.dirname(path), exist_ok=True)
        text = arguments["content"]
    else:
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read().replace(arguments["old_text"], arguments["new_text"], 1)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def main():
    root = sys.argv[1]
    task = json.load(sys.stdin)
    for name, text in task["files"].items():
        with open(os.path.join(root, name), "w", encoding="utf-8") as file:
            file.write(text)
    fd = watch(root)
    end = time.monotonic() + SECONDS_IN_ALL
    for tool, arguments in task["calls"]:
        try:
            do(root, tool, arguments, end - time.monotonic())
        except (OSError, ValueError, KeyError, TypeError, AttributeError, subprocess.SubprocessError):
            pass  # what does not work here as it did for the agent is no evidence
        there = {name: os.lstat(os.path.join(root, name)).st_size for name in task["names"] if os.path.lexists(os.path.join(root, name))}
        print(json.dumps({"order": [name for name in written(fd) if name in task["names"]], "there": there}), flush=True)


main()
