"""Runs what the agent ran once more where it can do no harm: in a sandbox inside the checker's, with an empty workspace.

Under bubblewrap /check and /run-data are empty there, and the checker's process does not exist. Where that is not possible
it runs as a plain child in a folder of its own.
"""

import os
import resource
import signal
import subprocess
import tempfile
import threading

WORKSPACE = os.environ["ARENA_WORKSPACE"]
MOST = 4 << 20


def _sandbox(size):
    return [
        "bwrap", "--ro-bind", "/", "/", "--tmpfs", "/check", "--tmpfs", "/run-data", *size, "--tmpfs", "/tmp",
        *size, "--tmpfs", WORKSPACE,
        "--dev", "/dev", "--unshare-all", "--proc", "/proc", "--die-with-parent",
    ]


def _find():
    """The first that works here; an old bubblewrap knows no sizes."""
    for prefix in (_sandbox(["--size", str(16 << 20)]), _sandbox([])):
        try:
            if subprocess.run([*prefix, "--", "true"], capture_output=True, timeout=10).returncode == 0:
                return prefix
        except (OSError, subprocess.TimeoutExpired):
            continue
    return []


def _limit():
    # Endless output ends the code, not the checker.
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST, MOST))


def _kill(child):
    """Ends whatever is left of the child's group."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except OSError:
        pass


def run(source, text, timeout):
    """Runs a Python program that is told of an empty workspace; returns what it wrote before it ended or took too long."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        prefix = _find()
        return _run([*prefix, *(["--"] if prefix else []), "python3", "-I", "-c", source, WORKSPACE if prefix else folder], text, timeout)


def _run(command, text, timeout):
    # Files rather than pipes, which a process left behind would keep open.
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out:
        given.write(text.encode())
        given.seek(0)
        try:
            child = subprocess.Popen(
                command, stdin=given, stdout=out, stderr=subprocess.DEVNULL, cwd="/", start_new_session=True, preexec_fn=_limit)
        except (OSError, subprocess.SubprocessError):
            return ""
        # A timer rather than wait(timeout), which looks every 50 ms only.
        timer = threading.Timer(timeout, _kill, [child])
        timer.start()
        child.wait()
        timer.cancel()
        _kill(child)
        out.seek(0)
        return out.read(MOST).decode("utf-8", "replace")
