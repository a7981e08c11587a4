"""Runs code under test where it can neither see the checker nor speak in its name.

Under bubblewrap the code runs in a sandbox inside the checker's: /check and /run-data are empty there, and the checker's
process does not exist. Where that is not possible the code runs as a plain child; the verdict still rests on values that
the checker compares itself, never on what the code says about them.
"""

import subprocess

HIDE = [
    "bwrap", "--ro-bind", "/", "/", "--tmpfs", "/check", "--tmpfs", "/run-data", "--tmpfs", "/tmp",
    "--dev", "/dev", "--unshare-all", "--proc", "/proc", "--die-with-parent", "--",
]


def _works():
    try:
        return subprocess.run([*HIDE, "true"], capture_output=True, timeout=10).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


_PREFIX = HIDE if _works() else []


def run(command, text="", cwd=None, timeout=15):
    """Returns (exit code, standard output, standard error), or None where it took too long."""
    try:
        done = subprocess.run([*_PREFIX, *command], input=text.encode(), capture_output=True, cwd=cwd, timeout=timeout)
    except subprocess.TimeoutExpired:
        return None
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
