"""Runs code under test where it can neither see the checker nor speak in its name.

Under bubblewrap the code runs in a sandbox inside the checker's: /check and /run-data are empty there, and the checker's
process does not exist. Where that is not possible the code runs as a plain child; the verdict still rests on values that
the checker compares itself, never on what the code says about them.
"""

import os
import resource
import signal
import subprocess
import tempfile
import threading

MOST = 4 << 20
_prefix = None


def _sandbox(size):
    return [
        "bwrap", "--ro-bind", "/", "/", "--tmpfs", "/check", "--tmpfs", "/run-data", *size, "--tmpfs", "/tmp",
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


def run(command, text="", cwd="/", timeout=10, show=None):
    """Runs the command; ``show`` is a folder below /tmp that the code may read at its own path.

    Returns (exit code, standard output, standard error), or None where the code took too long or could not be started.
    """
    global _prefix
    if _prefix is None:
        _prefix = _find()
    seal = [*_prefix, *(["--ro-bind", show, show] if show else []), "--"] if _prefix else []
    # Files rather than pipes, which a process left behind would keep open.
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(text.encode())
        given.seek(0)
        try:
            child = subprocess.Popen(
                [*seal, *command], stdin=given, stdout=out, stderr=err, cwd=cwd, start_new_session=True, preexec_fn=_limit)
        except (OSError, subprocess.SubprocessError):
            return None
        late = threading.Event()

        def stop():
            late.set()
            _kill(child)

        # A timer rather than wait(timeout), which looks every 50 ms only.
        timer = threading.Timer(timeout, stop)
        try:
            timer.start()
        except RuntimeError:  # the code under test has taken all processes that there may be
            stop()
        child.wait()
        timer.cancel()
        _kill(child)
        if late.is_set():
            return None
        return child.returncode, _text(out), _text(err)


def _text(file):
    file.seek(0)
    return file.read(MOST).decode("utf-8", "replace")
