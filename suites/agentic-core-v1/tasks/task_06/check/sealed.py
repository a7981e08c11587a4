"""Runs code under test where it can neither see the checker nor speak in its name.

Under bubblewrap the code runs in a sandbox inside the checker's: /check and /run-data are empty there, and the checker's
process does not exist. Where that is not possible the code runs as a plain child; the verdict still rests on values that
the checker compares itself, never on what the code says about them. Output goes through files, so that neither a flood of
it nor a process that outlives the code can stop the checker.
"""

import os
import resource
import signal
import subprocess
import tempfile

HIDE = [
    "bwrap", "--ro-bind", "/", "/", "--tmpfs", "/check", "--tmpfs", "/run-data", "--tmpfs", "/tmp",
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


def run(command, text="", cwd=None, timeout=10):
    """Returns (exit code, standard output, standard error); the exit code is None where it took too long and was ended."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as given:
        given.write(text.encode())
        given.seek(0)
        child = subprocess.Popen(
            [*_PREFIX, *command], stdin=given, stdout=out, stderr=err, cwd=cwd, start_new_session=True, preexec_fn=_limit_files)
        try:
            code = child.wait(timeout)
        except subprocess.TimeoutExpired:
            code = None
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except OSError:
            pass
        child.wait()
        return code, _text(out), _text(err)


def _text(file):
    file.seek(0)
    return file.read(LONGEST_OUTPUT).decode("utf-8", "replace")
