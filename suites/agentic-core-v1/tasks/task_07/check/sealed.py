"""Runs what the agent ran once more where it can do no harm: in a sandbox inside the checker's, with an empty workspace.

Under bubblewrap /check and /run-data are empty there, and the checker's process does not exist. Where that is not possible
it runs as a plain child in a folder of its own. Output goes through files, so that neither a flood of it nor a process that
outlives its parent can stop the checker.
"""

import os
import resource
import signal
import subprocess
import tempfile

WORKSPACE = os.environ["ARENA_WORKSPACE"]
HIDE = [
    "bwrap", "--ro-bind", "/", "/", "--tmpfs", "/check", "--tmpfs", "/run-data", "--tmpfs", "/tmp", "--tmpfs", WORKSPACE,
    "--dev", "/dev", "--unshare-all", "--proc", "/proc", "--die-with-parent", "--",
]
LONGEST_OUTPUT = 1 << 20


def _works():
    try:
        return subprocess.run([*HIDE, "true"], capture_output=True, timeout=10).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


_PREFIX = HIDE if _works() else []


def _limit_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (16 << 20, 16 << 20))


def run(source, text, timeout):
    """Runs a Python program on an empty workspace; returns what it wrote before it ended or took too long."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return _run(["python3", "-I", "-c", source, WORKSPACE if _PREFIX else folder], text, timeout)


def _run(command, text, timeout):
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as given:
        given.write(text.encode())
        given.seek(0)
        child = subprocess.Popen(
            [*_PREFIX, *command], stdin=given, stdout=out, stderr=subprocess.DEVNULL, cwd="/", start_new_session=True, preexec_fn=_limit_files)
        try:
            child.wait(timeout)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except OSError:
            pass
        child.wait()
        out.seek(0)
        return out.read(LONGEST_OUTPUT).decode("utf-8", "replace")
