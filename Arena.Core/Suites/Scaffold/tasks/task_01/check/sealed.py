"""Runs code under test where it can neither see the checker nor speak in its name. Copy this file into any task.

Arena runs a checker in a sandbox without a network. Under bubblewrap a checker may start a sandbox of its own, and this is
one: in it /check and /run-data are empty, the checker's process does not exist, and nothing but a small /tmp can be written.
Where that does not work (Arena without bubblewrap) the code runs as a plain child. So never let a verdict rest on hiding
alone: compare values in the checker's own process.
"""

import subprocess
import tempfile

MOST_OUTPUT = 1 << 20

_SEALED = [
    "bwrap", "--ro-bind", "/", "/", "--tmpfs", "/check", "--tmpfs", "/run-data", "--dev", "/dev", "--unshare-all",
    "--proc", "/proc", "--die-with-parent",
]


def _first_that_works():
    # Older versions of bubblewrap cannot limit the size of /tmp.
    for way in ([*_SEALED, "--size", str(32 << 20), "--tmpfs", "/tmp", "--"], [*_SEALED, "--tmpfs", "/tmp", "--"]):
        try:
            if subprocess.run([*way, "true"], capture_output=True, timeout=10).returncode == 0:
                return way
        except (OSError, subprocess.TimeoutExpired):
            pass
    return []


_PREFIX = _first_that_works()


def run(command, text="", cwd="/", timeout=10):
    """Runs a command. Returns (exit code, standard output, standard error), or None where it took too long.

    Output goes to files that may not grow past MOST_OUTPUT, not to pipes: code that prints without end is ended by the
    system and cannot fill the checker's memory, and code that leaves a process behind cannot keep the checker waiting.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(text.encode())
        given.seek(0)
        limited = [*_PREFIX, "prlimit", f"--fsize={MOST_OUTPUT}", "--", *command]
        try:
            code = subprocess.run(limited, stdin=given, stdout=out, stderr=err, cwd=cwd, timeout=timeout).returncode
        except subprocess.TimeoutExpired:
            return None
        return code, _text(out), _text(err)


def _text(file):
    file.seek(0)
    return file.read(MOST_OUTPUT).decode("utf-8", "replace")
